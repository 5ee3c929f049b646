"""The notes a CCNET validator knows, seen from the terminal: types on the wire, fen everywhere else."""

from collections.abc import Set as AbstractSet

from devices.ccnet_frames import Bill
from kiosk.money import Fen


class KnownBills:
    """The bill table's notes of one currency; empty until the table was read, kept while the device is away."""

    def __init__(self, currency: tuple[str, ...]) -> None:
        self._currency = currency
        self._amounts: dict[int, Fen] = {}

    def learn(self, table: tuple[Bill, ...]) -> None:
        """Take over a table; notes of other currencies, and values that are no whole fen, are left out."""
        self._amounts = {
            bill.type_number: bill.amount for bill in table if bill.currency in self._currency and bill.amount is not None
        }

    @property
    def denominations(self) -> frozenset[Fen]:
        return frozenset(self._amounts.values())

    def amount_of(self, bill_type: int | None) -> Fen | None:
        return None if bill_type is None else self._amounts.get(bill_type)

    def types_of(self, wanted: AbstractSet[Fen]) -> frozenset[int]:
        """All types with these values (two series of one note are two types); values the device lacks are left out."""
        return frozenset(number for number, amount in self._amounts.items() if amount in wanted)
