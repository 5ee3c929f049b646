"""What a code means, what to do about it and what it blocks: for console, diagnosis and paper (features.md F50, F67).

Plain data in both languages, without Qt, because paper speaks it too. A code that nobody listed still gets a plain answer.
"""

from collections.abc import Iterable
from typing import Final

from kiosk.advice_acceptor import ACCEPTOR
from kiosk.advice_card import CARDS
from kiosk.advice_printer import PRINTER
from kiosk.advice_row import (
    CARD as _CARD,
    CASH as _CASH,
    NOTHING as _NOTHING,
    POWER_CYCLE as _POWER_CYCLE,
    PRINTING as _PRINTING,
    REPORT as _REPORT,
    Advice as Advice,  # noqa: PLC0414 - given on from here
    Blocked as Blocked,  # noqa: PLC0414
    Words as Words,  # noqa: PLC0414
    row as _row,
)
from kiosk.advice_terminal import TERMINAL
from kiosk.advice_tests import TESTS
from kiosk.device_status import Device, Severity

ADVICE: Final[dict[str, Advice]] = ACCEPTOR | PRINTER | CARDS | TERMINAL | TESTS

PREFIXES: Final[dict[Device, str]] = {Device.ACCEPTOR: "BV", Device.PRINTER: "PRN", Device.CARD: "CARD"}
"""What the codes of a device begin with; ``BV-OFFLINE`` and the like stand for a state that came without a code."""

_UNLISTED: Final[dict[str, Advice]] = {
    "BV": _row(Severity.SUSPEND, _CASH, ("纸币器报告 {code}", "The acceptor reports {code}"), _POWER_CYCLE, _REPORT),
    "PRN": _row(Severity.SUSPEND, _PRINTING, ("打印机报告 {code}", "The printer reports {code}"), _POWER_CYCLE, _REPORT),
    "CARD": _row(Severity.SUSPEND, _CARD, ("卡终端报告 {code}", "The card terminal reports {code}"), _POWER_CYCLE, _REPORT),
}
_STRANGE: Final = _row(Severity.SUSPEND, _NOTHING, ("终端报告 {code}", "The terminal reports {code}"), _REPORT)


def advice_for(code: str) -> Advice:
    """For every code there is something to say; unknown is never well."""
    listed = ADVICE.get(code)
    if listed is not None:
        return listed
    plain = _UNLISTED.get(code.partition("-")[0], _STRANGE)
    what = Words(plain.what.zh.replace("{code}", code), plain.what.en.replace("{code}", code))
    return Advice(plain.severity, plain.blocks, what, plain.steps)


def gravest_first(codes: Iterable[str]) -> list[str]:
    """Each once; equals stay in the order they came."""
    return sorted(dict.fromkeys(codes), key=lambda code: -advice_for(code).severity)
