"""``python -m devices.simulators`` with one more fault: a POS that leaks any text, not card numbers alone."""

import sys

from devices.simulators import __main__ as simulators, pos_controls
from devices.simulators.device import Answer, Command, text
from devices.simulators.pos_terminal import PosTerminal


def leak_pan(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.leaked_pan = text(command, "pan") or None
    return {}


if __name__ == "__main__":
    pos_controls.COMMANDS["leak_pan"] = leak_pan
    sys.exit(simulators.main(sys.argv[1:]))
