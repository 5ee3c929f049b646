"""The far end of a pty that answers at once, whatever it hears: it counts bytes. ``python -m bench.round_trip_peer SCRIPT``

SCRIPT: JSON, one pair a turn: how many bytes to hear, and the answer in hexadecimal. The turns begin again after the last.
"""

import json
import os
import select
import sys
import tty

from bench.measure import emit

LONGEST_WAIT_S = 0.2


def main(arguments: list[str]) -> int:
    turns = [(int(heard), bytes.fromhex(answer)) for heard, answer in json.loads(arguments[0])]
    far, near = os.openpty()
    tty.setraw(near)
    emit(port=os.ttyname(near))
    heard = turn = 0
    while True:
        ready, _, _ = select.select([far, sys.stdin], [], [], LONGEST_WAIT_S)
        if sys.stdin in ready:
            return 0
        if far not in ready:
            heard = turn = 0  # the conversation is over, another host begins
            continue
        heard += len(os.read(far, 4096))
        while heard >= turns[turn][0]:
            heard -= turns[turn][0]
            os.write(far, turns[turn][1])
            turn = (turn + 1) % len(turns)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
