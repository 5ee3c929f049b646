"""What the numbers of POS Integrado / Autoservicio mean (specs/pos-integrado.md 5, 6). What is not listed is unknown."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.card import CardProblem, CardStep, ReversalOutcome


class Dialect(StrEnum):
    INTEGRADO = "integrado"
    AUTOSERVICIO = "autoservicio"


DEFAULT_BAUD: Final = MappingProxyType({Dialect.INTEGRADO: 115_200, Dialect.AUTOSERVICIO: 19_200})


class Function(StrEnum):
    """The first field of a message."""

    POLL = "0100"
    SALE = "0200"
    SOLD = "0210"
    LAST_SALE = "0250"
    LAST_SALE_IS = "0260"  # from the terminal; sent by us it would ask for the detail of the day
    CLOSE = "0500"
    CLOSED = "0510"
    TOTALS = "0700"
    TOTALS_ARE = "0710"
    LOAD_KEYS = "0800"
    KEYS_LOADED = "0810"
    PROGRESS = "0900"
    VOID = "1200"
    VOIDED = "1210"
    INITIALISE = "0070"
    INITIALISED = "0080"
    INITIALISED_IS = "1080"


OK: Final = "00"
NO_LAST_SALE: Final = "11"
NOT_SUPPORTED: Final = "12"
LOAD_KEYS_FIRST: Final = "26"
NO_PAPER: Final = "24"
MUST_CLOSE: Final = frozenset({"13", "67", "74", "76", "77"})
HOST_SILENT: Final = frozenset({"02", "03"})
INIT_DONE: Final = frozenset({OK, "90"})  # 90 is what the maker's own client calls a successful initialisation

MAY_BE_CHARGED_AFTER_ALL: Final = HOST_SILENT | {"22"}
"""Section 13: whether these are final at the bank is not verified; the last sale is asked before the payer goes."""

TEST_HOST_AFTER: Final = HOST_SILENT | {LOAD_KEYS_FIRST}
"""After a sale with such an end 0800 loads the keys and tells whether the host is there (section 5)."""

PROBLEMS: Final = MappingProxyType(
    {
        "01": CardProblem.DECLINED,
        "02": CardProblem.BANK_SILENT,
        "03": CardProblem.BANK_SILENT,
        "06": CardProblem.NOT_SUPPORTED,
        "07": CardProblem.CANCELLED,
        "09": CardProblem.UNREADABLE,
        "10": CardProblem.LIMIT,
        "12": CardProblem.NOT_SUPPORTED,
        "13": CardProblem.TERMINAL,
        "16": CardProblem.DECLINED,
        "20": CardProblem.NOT_SUPPORTED,
        "22": CardProblem.TIMED_OUT,
        "24": CardProblem.TERMINAL,
        "26": CardProblem.TERMINAL,
        "62": CardProblem.TERMINAL,
        "65": CardProblem.DECLINED,
        "67": CardProblem.TERMINAL,
        "70": CardProblem.TERMINAL,
        "72": CardProblem.TERMINAL,
        "74": CardProblem.TERMINAL,
        "76": CardProblem.TERMINAL,
        "77": CardProblem.TERMINAL,
        "93": CardProblem.DECLINED,
        "94": CardProblem.DECLINED,
    }
)
"""Why a sale (0210) was not paid, by response code (section 6.2). 04, 05, 08, 11 and 21 are answers to other questions:
from a sale they are as unknown as any code that is not listed."""

VOID_ENDS: Final = MappingProxyType(
    {
        OK: ReversalOutcome.REVERSED,
        "04": ReversalOutcome.REVERSED,  # it had been done before
        "08": ReversalOutcome.IMPOSSIBLE,  # debit
        "21": ReversalOutcome.IMPOSSIBLE,
    }
)
"""What 1210 says for good; any other code is asked again."""

STEPS: Final = MappingProxyType(
    {
        "78": CardStep.PRESENT,
        "79": CardStep.CHOOSE,
        "80": CardStep.CHOOSE,
        "81": CardStep.PIN,
        "82": CardStep.BANK,
        "83": CardStep.CHOOSE,
        "84": CardStep.PRESENT,
        "85": CardStep.CHOOSE,
        "86": CardStep.CHOOSE,
        "87": CardStep.CHOOSE,
    }
)
"""What a sale waits for, by the code of 0900 (section 6.1)."""


def step_of(code: str) -> CardStep:
    """A code that is not listed tells only that the terminal is at work."""
    return STEPS.get(code, CardStep.WAIT)


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of the fields that follow the response code; ``needed`` of them must be there with response code 00."""

    names: tuple[str, ...]
    needed: int


_HEAD = ("commerce", "tid", "ticket", "auth", "amount")
_SALE_I = Layout(
    (
        *_HEAD,
        "n_cuotas",
        "monto_cuota",
        "last4",
        "opno",
        "type",
        "fecha_contable",
        "cuenta",
        "marca",
        "date",
        "time",
        "empleado",
        "propina",
    ),
    needed=15,
)
_SALE_A = Layout(
    (
        *_HEAD,
        "last4",
        "opno",
        "type",
        "fecha_contable",
        "cuenta",
        "marca",
        "date",
        "time",
        "voucher",
        "tipo_cuota",
        "n_cuotas",
        "monto_cuota",
        "glosa",
    ),
    needed=13,
)
_VOIDED = Layout(("commerce", "tid", "auth", "opno"), needed=4)
_KEYS_LOADED = Layout(("commerce", "tid"), needed=2)
_CLOSED = Layout(("commerce", "tid", "voucher"), needed=2)

LAYOUTS: Final = MappingProxyType(
    {
        Dialect.INTEGRADO: MappingProxyType(
            {
                Function.SOLD: _SALE_I,
                Function.LAST_SALE_IS: _SALE_I,
                Function.VOIDED: _VOIDED,
                Function.KEYS_LOADED: _KEYS_LOADED,
                Function.CLOSED: _CLOSED,
                Function.TOTALS_ARE: Layout(("count", "total"), needed=2),
            }
        ),
        Dialect.AUTOSERVICIO: MappingProxyType(
            {
                Function.SOLD: _SALE_A,
                Function.LAST_SALE_IS: _SALE_A,
                Function.VOIDED: _VOIDED,
                Function.KEYS_LOADED: _KEYS_LOADED,
                Function.CLOSED: _CLOSED,
                Function.INITIALISED_IS: Layout(("date", "time"), needed=0),
            }
        ),
    }
)
"""Answers by dialect (section 5)."""

REQUESTS: Final = MappingProxyType(
    {
        Dialect.INTEGRADO: MappingProxyType(
            {
                Function.POLL: "0100",
                Function.LOAD_KEYS: "0800",
                Function.SALE: "0200|{amount}|{ticket}|||1|",
                Function.LAST_SALE: "0250|",
                Function.VOID: "1200|{opno}|",
                Function.CLOSE: "0500||",
                Function.TOTALS: "0700||",
            }
        ),
        Dialect.AUTOSERVICIO: MappingProxyType(
            {
                Function.POLL: "0100",
                Function.LOAD_KEYS: "0800",
                Function.SALE: "0200|{amount:09d}|{ticket}|{voucher}|1",
                Function.LAST_SALE: "0250|{voucher}",
                Function.VOID: "1200",
                Function.CLOSE: "0500|{voucher}",
                Function.INITIALISE: "0070",
                Function.INITIALISED: "0080",
            }
        ),
    }
)
"""Requests by dialect (section 5); the trailing 1 of a sale asks for progress messages."""
