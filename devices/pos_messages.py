"""POS Integrado / Autoservicio: what is asked and what is answered (specs/pos-integrado.md 5). Pure; card data end here.

Field order, bars and zero fill differ between the dialects and stand in ``pos_tables``. An amount of 1 on the wire is one
fen: no message has a currency.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from devices.card_masking import SHORTEST_RUN, blanked_text
from devices.pos_tables import LAYOUTS, OK, REQUESTS, Dialect, Function
from kiosk.card import CardApproval
from kiosk.money import Fen

MOST_ON_THE_WIRE: Final = 999_999_999  # nine digits
VOUCHER_COLUMNS: Final = 40
_TEXT = "latin-1"  # what character set voucher and glosa have is open (section 13): no byte is lost in this one
_TICKET = re.compile(r"[0-9A-Za-z]{1,6}", re.ASCII)
_OPNO = re.compile(r"[0-9]{1,6}", re.ASCII)
_SHAPES: Final = {
    "commerce": re.compile(r"[0-9A-Za-z]{0,12}", re.ASCII),
    "tid": re.compile(r"[0-9A-Za-z]{0,8}", re.ASCII),
    "ticket": re.compile(r"[0-9A-Za-z]{0,20}", re.ASCII),  # newer manuals have 20 characters (section 13)
    "auth": re.compile(r"[0-9A-Za-z ]{0,6}", re.ASCII),
    "amount": re.compile(r"[0-9]{0,9}", re.ASCII),
    "opno": re.compile(r"[0-9]{0,6}", re.ASCII),
    "date": re.compile(r"([0-9]{8})?", re.ASCII),
    "time": re.compile(r"([0-9]{6})?", re.ASCII),
    "count": re.compile(r"[0-9]{1,3}", re.ASCII),
    "total": re.compile(r"[0-9]{1,9}", re.ASCII),
}
_CLEAR_CARD: Final = re.compile(rf"[0-9]{{{SHORTEST_RUN},}}")
_SECRET: Final = frozenset({"cuenta", "voucher"})  # section 9


class PosFormatError(Exception):
    """A whole frame that is no message of section 5. Says what is wrong, without the field's content."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One message of the terminal. ``fields`` are by the names of ``pos_tables``, as far as there are any; card numbers in
    them are blanked. ``clear_card``: it held a run of digits that a card number may be (section 9)."""

    function: Function
    code: str  # response code; of a progress message its code
    fields: dict[str, str] = field(default_factory=dict)
    clear_card: bool = False

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    @property
    def amount(self) -> int | None:
        return int(self["amount"]) if self["amount"] else None

    @property
    def at(self) -> str:
        """The terminal's clock, RFC 3339 without offset; empty if it does not say."""
        return moment_of(self["date"], self["time"])

    @property
    def approval(self) -> CardApproval:
        """Of an answer with response code 00 to a sale or to the question for the last one."""
        return CardApproval(
            amount=Fen(self.amount or 0),
            terminal_id=self["tid"],
            receipt=self["ticket"],
            trace=self["opno"],
            auth_code=self["auth"],
            last4=self["last4"],
            card_name=self["marca"],
            merchant_id=self["commerce"],
            at=self.at,
        )

    @property
    def slip(self) -> tuple[str, ...]:
        """The voucher, in its lines."""
        text = self["voucher"]
        lines = (text[start : start + VOUCHER_COLUMNS] for start in range(0, len(text), VOUCHER_COLUMNS))
        return tuple(line.rstrip() for line in lines)


def request(dialect: Dialect, function: Function, **values: int | str) -> bytes:
    """DATA of a request. KeyError if the dialect has none of this function."""
    return REQUESTS[dialect][function].format(**values).encode("ascii")


def sale_request(dialect: Dialect, amount: Fen, ticket: str, *, voucher: bool) -> bytes:
    """ValueError, before anything is sent, for an amount or a ticket that the wire can't carry."""
    if not 0 < amount <= MOST_ON_THE_WIRE:
        raise ValueError(f"{amount} fen do not fit into the nine digits of a sale")
    if not _TICKET.fullmatch(ticket):
        raise ValueError("a ticket has one to six letters or digits")
    return request(dialect, Function.SALE, amount=int(amount), ticket=ticket, voucher=int(voucher))


def is_ticket(text: str) -> bool:
    """Can the wire carry it as our reference? What names a charge by anything else, no terminal has said."""
    return _TICKET.fullmatch(text) is not None


def void_request(dialect: Dialect, opno: str) -> bytes:
    """ValueError for what is no operation number: it would void something else."""
    if not _OPNO.fullmatch(opno):
        raise ValueError("an operation number has one to six digits")
    return request(dialect, Function.VOID, opno=opno)


def answer(dialect: Dialect, data: bytes) -> Answer:
    """Raises PosFormatError for everything that is not an answer of section 5 in this dialect."""
    head, *parts = data.decode(_TEXT).split("|")
    try:
        function = Function(head)
    except ValueError:
        raise PosFormatError("a message with an unknown function code") from None
    if function is Function.PROGRESS:
        return Answer(function, blanked_text(parts[0] if parts else ""))  # the rest of it is not documented
    layout = LAYOUTS[dialect].get(function)
    if layout is None:
        raise PosFormatError(f"{function.value} is no answer in this dialect")
    if not parts or not re.fullmatch("[0-9]{2}", parts[0], re.ASCII):
        raise PosFormatError(f"{function.value} without a response code")
    code, *values = parts
    if len(values) == len(layout.names) + 1 and not values[-1]:
        values.pop()  # the trailing bar
    if len(values) > len(layout.names) or (code == OK and len(values) < layout.needed):
        raise PosFormatError(f"{function.value} with {len(values)} fields after the response code")
    return _checked(function, code, dict(zip(layout.names, values, strict=False)))


def _checked(function: Function, code: str, raw: dict[str, str]) -> Answer:
    for name, shape in _SHAPES.items():
        if name in raw and not shape.fullmatch(raw[name]):
            raise PosFormatError(f"{function.value} with a bad {name}")
    if code == OK and raw.get("date") and not moment_of(raw["date"], raw.get("time", "")):
        raise PosFormatError(f"{function.value} with a date that no calendar has")
    kept = {name: text if name == "commerce" else blanked_text(text) for name, text in raw.items()}
    own = raw.get("commerce") or "none"  # the terminal prints it on its vouchers; it names no card
    clear = any(_CLEAR_CARD.search(text.replace(own, "")) for name, text in raw.items())
    if "last4" in kept:
        digits = "".join(character for character in raw["last4"] if character in "0123456789")
        clear = clear or len(digits) > 4
        kept["last4"] = digits[-4:]
    return Answer(function, code, kept, clear)


def moment_of(date: str, time: str) -> str:
    """``21112024``, ``120030`` → ``2024-11-21T12:00:30``; empty for anything else."""
    try:
        return datetime.strptime(date + time, "%d%m%Y%H%M%S").isoformat()  # noqa: DTZ007 - the terminal tells no zone
    except ValueError:
        return ""


def function_of(data: bytes) -> str:
    """The first field, for dispatch and logs; at most four characters."""
    return data.split(b"|", 1)[0][:4].decode("ascii", "replace")


def blanked(dialect: Dialect, data: bytes) -> bytes:
    """DATA for the flight recorder: account and voucher gone, last four digits alone, digit runs blanked (section 9)."""
    head, *parts = data.decode(_TEXT).split("|")
    layout = LAYOUTS[dialect].get(Function(head)) if head in set(Function) else None
    names = ("code", *layout.names) if layout is not None else ()
    shown = [_shown(names[index] if index < len(names) else "", text) for index, text in enumerate(parts)]
    return "|".join((blanked_text(head), *shown)).encode(_TEXT, "replace")


def _shown(name: str, text: str) -> str:
    if name in _SECRET:
        return "*" * len(text)
    if name == "commerce" and _SHAPES[name].fullmatch(text):
        return text  # twelve digits that name no card; without them a recorded wire could not be played again
    return blanked_text("*" * (len(text) - 4) + text[-4:] if name == "last4" else text)
