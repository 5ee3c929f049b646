"""The terminal without a screen, as a process that a test may kill: touches come in on stdin, pages go out on stdout.

``python -m tests.power_cut.kiosk_process CONFIG [STAGE:FACT]``: with a gate, the till stops for ever ``before`` or
``after`` the commit that holds this fact, and says so. That is where the power goes.
"""

import json
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.configuration import read_configuration
from app.terminal import KioskTerminal
from kiosk.clock import SystemClock
from kiosk.events import (
    BackPressed,
    CashChosen,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    HomePressed,
    OtherAmountChosen,
    ServiceChosen,
)
from kiosk.facts import AnyFact
from kiosk.till import Till
from kiosk.views import View
from offline_queue.backoff import Pacing
from offline_queue.ledger import SqliteLedger

TOUCHES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        BackPressed,
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
_SAYING = threading.Lock()


def say(**what: Any) -> None:
    with _SAYING:
        sys.stdout.write(json.dumps(what) + "\n")
        sys.stdout.flush()


class SpokenScreen:
    """``ports.Screen``: each page is one line."""

    def show(self, view: View) -> None:
        say(page=type(view.body).__name__, body=msgspec.to_builtins(view.body))


def close_gate(stage: str, fact_name: str) -> None:
    """From now on the till waits for ever at the commit of this fact."""
    commit = SqliteLedger.commit

    def gated(ledger: SqliteLedger, facts: Sequence[AnyFact]) -> None:
        here = any(type(fact).__name__ == fact_name for fact in facts)
        if here and stage == "before":
            _stop_for_ever()
        commit(ledger, facts)
        if here and stage == "after":
            _stop_for_ever()

    SqliteLedger.commit = gated  # type: ignore[method-assign, assignment]


def _stop_for_ever() -> None:
    say(gate=True)
    threading.Event().wait()


def main(arguments: list[str]) -> None:
    settings = read_configuration(Path(arguments[0]))
    if len(arguments) > 1:
        stage, fact = arguments[1].split(":")
        close_gate(stage, fact)
    till = Till(settings.policy, SystemClock())
    terminal = KioskTerminal(settings, till, SpokenScreen(), PACING)
    terminal.start()
    for line in sys.stdin:
        touch = json.loads(line)
        till.post(msgspec.convert(touch["arguments"], TOUCHES[touch["touch"]]))
    terminal.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
