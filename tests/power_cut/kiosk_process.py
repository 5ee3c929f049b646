"""The terminal without a screen, as a process that a test may kill: touches come in on stdin, pages go out on stdout.

``python -m tests.power_cut.kiosk_process run CONFIG [MOMENT]`` is the terminal, ``... settle CONFIG [MOMENT]`` the command
word. MOMENT is the JSON of a ``moments.Moment``: that is where the power goes.
"""

import json
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from app.configuration import read_configuration
from app.settings import Settings
from app.simulator_control import SimulatorControl
from app.terminal import KioskTerminal
from app.words import settle
from kiosk.clock import SystemClock
from kiosk.events import (
    BackPressed,
    CardChosen,
    CashChosen,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    HomePressed,
    OtherAmountChosen,
    ServiceChosen,
)
from kiosk.till import Till
from kiosk.views import View
from offline_queue.backoff import Pacing
from tests.power_cut.moments import Moment, await_doom

TOUCHES: Final[dict[str, Any]] = {
    kind.__name__: kind
    for kind in (
        BackPressed,
        CardChosen,
        CashChosen,
        ConfirmPressed,
        DigitPressed,
        FinishPressed,
        HomePressed,
        OtherAmountChosen,
        ServiceChosen,
    )
}
PACING = Pacing(interval_s=0.05, first_probe_s=0.3, longest_s=0.6, present_first_s=0.1, refused_first_s=0.3)
SETTLE_S = 20.0
GO_ON: Final = "GoOn"  # not a touch: the thread that stopped at a moment's gate passes it
_SAYING = threading.Lock()
_gate_opened = threading.Event()


def say(**what: Any) -> None:
    with _SAYING:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


class SpokenScreen:
    """``ports.Screen``: each page is one line."""

    def show(self, view: View) -> None:
        say(page=type(view.body).__name__, body=msgspec.to_builtins(view.body))


def run_terminal(_config: Path, settings: Settings, make: type[KioskTerminal] = KioskTerminal) -> int:
    """Until stdin ends."""
    till = Till(settings.policy, SystemClock())
    terminal = make(settings, till, SpokenScreen(), PACING)
    terminal.start()
    for line in sys.stdin:
        touch = json.loads(line)
        if touch["touch"] == GO_ON:
            _gate_opened.set()
            continue
        till.post(msgspec.convert(touch["arguments"], TOUCHES[touch["touch"]]))
    terminal.stop()
    return 0


def run_settle(config: Path, _settings: Settings) -> int:
    return settle.main(["--json", "--timeout", str(SETTLE_S), "--config", str(config)])


Role = Callable[[Path, Settings], int]
ROLES: Final[dict[str, Role]] = {"run": run_terminal, "settle": run_settle}


def main(arguments: list[str], roles: Mapping[str, Role] = ROLES) -> int:
    role, config = roles[arguments[0]], Path(arguments[1])
    settings = read_configuration(config)
    if len(arguments) > 2:
        moment = msgspec.json.decode(arguments[2], type=Moment)
        cut_hall = partial(SimulatorControl(Path(settings.acceptor.control)).send, "power_off")
        await_doom(moment, cut_hall, partial(say, gate=True), _gate_opened.wait)
    return role(config, settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
