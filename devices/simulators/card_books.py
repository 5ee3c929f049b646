"""The two books behind a simulated card terminal, kept in one file: what the bank has charged, and what the terminal
itself remembers. They are separate on purpose: a terminal that dies, lies or loses its journal changes nothing at the bank.

The bank's book is the truth that a checker compares with the ledger of the payment terminal. All amounts are ``int`` fen.
Each change is on file before the call returns, so a terminal writes first and sends afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TypeVar

from devices.simulators.device import Answer, SetupError
from devices.simulators.record_file import Record, RecordFile

CHARGED, REVERSED = "charged", "reversed"
"""The states of a charge at the bank."""

Value = str | int | float | bool | None
"""What a terminal can keep under a name in its memory."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge in the bank's book. ``amount`` in fen, ``at`` the bank's time (ISO 8601)."""

    id: int
    amount: int
    at: str
    state: str = CHARGED
    receipt: str = ""
    """ZVT: receipt number."""
    trace: str = ""
    """ZVT: trace number; POS Integrado: operation number."""
    ticket: str = ""
    """POS Integrado: the kiosk's own reference; ZVT has none."""
    auth: str = ""
    """The approval code."""
    last4: str = ""
    attempt: str = ""
    """A word that ``present_card`` gave along, for checkers; no wire carries it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction in the terminal's journal. ``id`` counts from 1 and is given by :meth:`CardBooks.journal`."""

    kind: str
    """"sale", "reversal" ... in the words of the device model."""
    state: str
    """"PENDING_HOST", "STORED", "REVERSED" ... in the words of the device model."""
    amount: int
    at: str
    """The terminal's time (ISO 8601)."""
    result: str = ""
    """The result code as the protocol prints it; empty while it is open."""
    receipt: str = ""
    trace: str = ""
    ticket: str = ""
    auth: str = ""
    charge: int | None = None
    """The bank's number of the charge, if there is one."""
    details: Mapping[str, Value] = field(default_factory=dict)
    """Whatever else the device model must know again after a power cut."""
    id: int = 0


class CardBooks:
    """The books of one card terminal, in ``path`` if given. ``protocol`` names the kind of terminal.

    Raises :class:`SetupError` if the file holds the books of another kind of device.
    """

    def __init__(self, path: Path | None, protocol: str) -> None:
        self._file = RecordFile(path)
        self.charges: dict[int, Charge] = {}
        self.entries: dict[int, Entry] = {}
        """The terminal's journal, oldest first; empty again after :meth:`lose_journal`."""
        self.memory: dict[str, Value] = {}
        """What else the terminal keeps without power."""
        self._entries_ever = 0
        try:
            self._claim(protocol)
            for record in self._file.found[1:]:
                self._replay(record)
        except SetupError:
            self.close()
            raise

    # the bank

    def charge(self, amount: int, at: str, **named: str) -> Charge:
        """The bank charges a card; ``named``: receipt, trace, ticket, auth, last4, attempt."""
        return self._put_charge(Charge(len(self.charges) + 1, amount, at, **named))

    def reverse(self, number: int) -> bool:
        """The bank gives a charge back; False if it had done so before. Raises ``KeyError`` for a charge it never made."""
        charge = self.charges[number]
        if charge.state == REVERSED:
            return False
        self._put_charge(replace(charge, state=REVERSED))
        return True

    def reduce(self, number: int, amount: int) -> None:
        """The bank keeps only ``amount`` fen of a charge. Raises ``KeyError`` for a charge it never made."""
        self._put_charge(replace(self.charges[number], amount=amount))

    def find_charge(self, trace: str) -> Charge | None:
        """The newest charge with this trace (or operation) number, as a bank finds the charge that a reversal means."""
        return next((charge for charge in reversed(self.charges.values()) if charge.trace == trace), None)

    @property
    def charged_fen(self) -> int:
        """The sum of all charges that stand."""
        return sum(charge.amount for charge in self.charges.values() if charge.state == CHARGED)

    # the terminal's own memory

    def journal(self, entry: Entry) -> Entry:
        """Write down a new transaction (``entry.id`` is 0), or what became of a known one; returns it with its ``id``."""
        if entry.id == 0:
            entry = replace(entry, id=self._entries_ever + 1)
        self._file.append({"entry": asdict(entry)})
        self._keep(entry)
        return entry

    def remember(self, **values: Value) -> None:
        """Keep values under names, all or none of them."""
        self._file.append({"memory": values})
        self.memory.update(values)

    def lose_journal(self) -> None:
        """The terminal forgets all transactions and all it remembered; the bank does not."""
        self._file.append({"journal": "lost"})
        self._forget()

    # the checker's view

    def state(self, since: int = 0) -> Answer:
        """Both books for the control socket; charges and journal entries from number ``since`` on."""
        return {
            "charges": [asdict(charge) for charge in self.charges.values() if charge.id >= since],
            "charged_fen": self.charged_fen,
            "journal": [asdict(entry) for entry in self.entries.values() if entry.id >= since],
            "memory": dict(self.memory),
        }

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    # inside

    def _claim(self, protocol: str) -> None:
        mine: Record = {"card_terminal": protocol}
        if not self._file.found:
            self._file.append(mine)
        elif self._file.found[0] != mine:
            raise SetupError(
                f"the file of --state holds the books of another device, not of a card terminal that speaks {protocol}: "
                f"{self._file.found[0]}; name another file with --state"
            )

    def _put_charge(self, charge: Charge) -> Charge:
        self._file.append({"charge": asdict(charge)})
        self.charges[charge.id] = charge
        return charge

    def _keep(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        self._entries_ever = max(self._entries_ever, entry.id)

    def _forget(self) -> None:
        self.entries.clear()
        self.memory.clear()

    def _replay(self, record: Record) -> None:
        match record:
            case {"charge": dict(values)}:
                charge = _build(Charge, values, record)
                self.charges[charge.id] = charge
            case {"entry": dict(values)}:
                self._keep(_build(Entry, values, record))
            case {"memory": dict(values)}:
                self.memory.update(values)
            case {"journal": "lost"}:
                self._forget()
            case _:
                raise SetupError(f"the file of --state holds a record that no card terminal wrote: {record}")


_Book = TypeVar("_Book", Charge, Entry)


def _build(make: Callable[..., _Book], values: Mapping[str, object], record: Record) -> _Book:
    known = {item.name for item in fields(Charge if make is Charge else Entry)}
    if not {"id", "amount", "state"} <= values.keys() or not values.keys() <= known:
        raise SetupError(f"the file of --state holds a record that no card terminal wrote: {record}")
    return make(**values)
