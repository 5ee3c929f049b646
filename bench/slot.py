"""A customer at the simulator's slot: puts the note in when the device's own shutter is open, as a lamp would tell."""

import time
from typing import Final

from app.simulator_control import SimulatorControl
from bench.measure import BenchError

IDLING: Final = "14"  # CCNET: enabled, and nothing under way
LIMIT_S: Final = 10.0
LOOK_EVERY_S: Final = 0.02


def wait_open(acceptor: SimulatorControl) -> None:
    """Until notes would be taken; the page may say so a poll earlier. Raises ``BenchError``."""
    until = time.monotonic() + LIMIT_S
    while acceptor.send("state")["reports"] != IDLING:
        if time.monotonic() > until:
            raise BenchError(f"the acceptor was not opened within {LIMIT_S:.0f} s")
        time.sleep(LOOK_EVERY_S)


def insert(acceptor: SimulatorControl, fen: int, *, after_s: float = 0.0) -> None:
    """One note, ``after_s`` after the slot was seen open. Raises ``BenchError`` if the device rejects it."""
    wait_open(acceptor)
    time.sleep(after_s)
    answer = acceptor.send("insert", denomination=fen)
    if answer["outcome"] == "rejected":
        raise BenchError(f"the acceptor rejected a note of {fen} fen, reason {answer['reason']}")
