"""Bill tables of a simulated CCNET acceptor (specs/ccnet.md section 4, "Bill table").

24 entries of 5 bytes: value, three letters of a country or currency, scale; amount = value x 10^scale, bit 7 of the scale
makes the exponent negative; value 0 is an unused entry. The position in the table is the bill type.
"""

from dataclasses import dataclass

from devices.simulators.device import Command, ControlError, choice

ENTRIES = 24
BARCODE_TYPE = 23
NEGATIVE = 0x80
FEN_PER_UNIT = 100


@dataclass(frozen=True, slots=True)
class Bill:
    """One entry of the table."""

    value: int
    text: str
    scale: int

    @property
    def fen(self) -> int:
        """What the entry means in fen; 0 for an unused entry."""
        exponent = self.scale & 0x7F
        if self.scale & NEGATIVE:
            return self.value * FEN_PER_UNIT // int(10**exponent)
        return self.value * FEN_PER_UNIT * int(10**exponent)

    def encode(self) -> bytes:
        """The 5 bytes on the wire."""
        return bytes((self.value,)) + self.text.encode("ascii") + bytes((self.scale,)) if self.value else bytes(5)


UNUSED = Bill(0, "", 0)
Table = tuple[Bill, ...]

_YUAN = ((1, 0), (5, 0), (1, 1), (2, 1), (5, 1), (1, 2))
"""1, 5, 10, 20, 50, 100 yuan as (value, scale)."""


def _yuan(text: str) -> Table:
    return tuple(Bill(value, text, scale) for value, scale in _YUAN)


def _holes() -> Table:
    return tuple(entry for bill in _yuan("CHN") for entry in (UNUSED, bill))


VARIANTS: dict[str, Table] = {
    "chn": _yuan("CHN"),
    "cny": _yuan("CNY"),
    "missing_20": tuple(bill for bill in _yuan("CHN") if bill.fen != 2_000),
    "holes": _holes(),
    "negative_scale": (*_yuan("CHN")[:2], Bill(100, "CHN", NEGATIVE | 1), *_yuan("CHN")[3:]),
    "eur": tuple(Bill(value, "EUR", scale) for value, scale in ((5, 0), (1, 1), (2, 1), (5, 1), (1, 2), (2, 2), (5, 2))),
}


def encode(table: Table) -> bytes:
    """The 120 data bytes of a GET BILL TABLE reply."""
    return b"".join(bill.encode() for bill in table) + bytes(5 * (ENTRIES - len(table)))


def type_of(table: Table, fen: int) -> int | None:
    """The bill type of a denomination in fen, or None if the device does not know it."""
    return next((number for number, bill in enumerate(table) if bill.value and bill.fen == fen), None)


def types_mask(table: Table) -> int:
    """The types the device can report as enabled: those in the table, and the barcode coupon (section 4, ENABLE mask)."""
    return sum(1 << number for number, bill in enumerate(table) if bill.value) | 1 << BARCODE_TYPE


def table_of(command: Command) -> Table:
    """The table a ``bill_table`` command asks for: a ``variant`` by name, or ``entries`` as [value, text, scale] or null.

    Raises :class:`ControlError`.
    """
    entries = command.get("entries")
    if entries is None:
        return VARIANTS[choice(command, "variant", tuple(VARIANTS))]
    if not isinstance(entries, list) or len(entries) > ENTRIES:
        raise ControlError(f'"entries" must be a list of at most {ENTRIES} entries')
    return tuple(_bill(entry) for entry in entries)


def _bill(entry: object) -> Bill:
    match entry:
        case None:
            return UNUSED
        case [int(value), str(text), int(scale)] if (
            _is_byte(value) and _is_byte(scale) and len(text) == 3 and text.isascii()
        ):
            return Bill(value, text, scale)
    raise ControlError(f'an entry is [value 0..255, three letters, scale 0..255] or null, not "{entry}"')


def _is_byte(value: int) -> bool:
    return not isinstance(value, bool) and 0 <= value <= 255
