"""What a simulated POS knows of its sales: last sale, voids, the day and its end, and what a power cut left unfinished.

Every change is on file before the call returns (``card_books.py``), the bank's before the terminal's own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from devices.simulators.card_books import REVERSED, CardBooks, Charge, Entry, Value
from devices.simulators.pos_dialect import SaleReport
from devices.simulators.pos_settings import APPROVED, HOST_SILENT, LOAD_KEYS, MUST_CLOSE, NO_PAPER, PosOptions, kept

SALE, CLOSE = "sale", "close"

PENDING = "PENDING_HOST"
"""The bank is being asked."""
UNDOING = "PENDING_UNDO"
"""The bank has charged without our knowing; it will be asked to undo that."""
STORED, VOIDED, UNDONE, FAILED = "STORED", "VOIDED", "UNDONE", "FAILED"

BLOCKS = {"must_close": MUST_CLOSE[0], "keys_lost": LOAD_KEYS, "paper_out": NO_PAPER}
"""Conditions of the POS that refuse every sale until they are cured, and their result codes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sale before its end. ``amount`` in fen; ``attempt`` is a checker's word."""

    ticket: str
    amount: int
    last4: str = ""
    debit: bool = False
    brand: str = ""
    attempt: str = ""


class PosJournal:
    """The sales of one POS. ``wall`` is the POS's clock."""

    def __init__(self, books: CardBooks, options: Callable[[], PosOptions], wall: Callable[[], datetime]) -> None:
        self.books = books
        self._options = options
        self._wall = wall

    # a sale, in the order in which it happens

    def open(self, wanted: Wanted) -> Entry:
        """The bank is about to be asked; gives the sale its operation number."""
        opno = self._number("opno")
        return self.books.journal(
            Entry(SALE, PENDING, wanted.amount, self._now(), trace=opno, ticket=wanted.ticket, details=_details(wanted))
        )

    def charge(self, entry: Entry) -> Charge:
        """The bank charges the card."""
        auth = f"{(len(self.books.charges) + 1) * 7919 % 1_000_000:06}"
        return self.books.charge(
            entry.amount,
            self._now(),
            trace=entry.trace,
            ticket=entry.ticket,
            auth=auth,
            last4=str(entry.details["last4"]),
            attempt=str(entry.details["attempt"]),
        )

    def store(self, entry: Entry, charge: Charge) -> Entry:
        """The POS writes the approval down: from now on it stands."""
        return self.books.journal(replace(entry, state=STORED, result=APPROVED, auth=charge.auth, charge=charge.id))

    def unheard(self, entry: Entry, charge: Charge) -> Entry:
        """The bank's approval did not come through; :meth:`undo_unheard` will see to it."""
        return self.books.journal(replace(entry, state=UNDOING, result=HOST_SILENT, charge=charge.id))

    def fail(self, entry: Entry, rc: str) -> Entry:
        """The sale ends without a charge."""
        return self.books.journal(replace(entry, state=FAILED, result=rc))

    def refuse(self, wanted: Wanted, rc: str) -> Entry:
        """The sale ends before the bank was asked."""
        entry = Entry(SALE, FAILED, wanted.amount, self._now(), rc, ticket=wanted.ticket, details=_details(wanted))
        return self.books.journal(entry)

    # afterwards

    def void(self, entry: Entry) -> Entry:
        """The second half of a void: the bank has given the money back."""
        return self.books.journal(replace(entry, state=VOIDED))

    def undo_unheard(self) -> None:
        """The bank undoes charges whose approval never came through."""
        for entry in [
            entry for entry in self.books.entries.values() if entry.state == UNDOING and entry.charge is not None
        ]:
            self.books.reverse(entry.charge or 0)
            self.books.journal(replace(entry, state=UNDONE))

    def recover(self) -> None:
        """Power is back: settle with the bank what was under way, before anybody is answered."""
        self.undo_unheard()
        for entry in list(self.books.entries.values()):
            charge = self._charge_of(entry)
            if entry.state == PENDING and charge is None:
                self.fail(entry, HOST_SILENT)
            elif entry.state == PENDING and charge is not None and self._options().unfinished == "complete":
                self.store(entry, charge)
            elif entry.state == PENDING and charge is not None:
                self.books.reverse(charge.id)
                self.books.journal(replace(entry, state=UNDONE, result=HOST_SILENT, charge=charge.id))
            elif entry.state == STORED and charge is not None and charge.state == REVERSED:
                self.void(entry)

    # questions

    def last_sale(self) -> Entry | None:
        """What 0250 tells, by the options; None is rc 11."""
        options = self._options()
        told = {STORED, VOIDED} | ({FAILED, UNDONE, UNDOING} if options.last_may_be_failed else set())
        sales = self.today() if options.close_clears_last else self._sales()
        sales = [entry for entry in sales if entry.state in told]
        if options.last_after_void == "previous":
            sales = [entry for entry in sales if entry.state != VOIDED]
        if not sales or (options.last_after_void == "none" and sales[-1].state == VOIDED):
            return None
        return sales[-1]

    def find(self, opno: str) -> Entry | None:
        """The approved sale of the open day with that operation number."""
        sales = (entry for entry in reversed(self.today()) if entry.state in (STORED, VOIDED))
        return next((entry for entry in sales if entry.trace == opno.zfill(6)), None)

    def today(self) -> list[Entry]:
        """All sales since the day was closed last, oldest first."""
        entries = list(self.books.entries.values())
        ends = [number for number, entry in enumerate(entries, start=1) if entry.kind == CLOSE]
        return [entry for entry in entries[ends[-1] if ends else 0 :] if entry.kind == SALE]

    def standing(self) -> list[Entry]:
        """The sales of the open day that count."""
        return [entry for entry in self.today() if entry.state == STORED]

    def totals(self) -> tuple[int, int]:
        """Number and sum (fen) of the sales of the open day."""
        sales = self.standing()
        return len(sales), sum(entry.amount for entry in sales)

    def close_day(self) -> tuple[int, int]:
        """End the day; its number and sum."""
        count, amount = self.totals()
        self.books.journal(Entry(CLOSE, STORED, amount, self._now(), APPROVED, details={"count": count}))
        self.cure("must_close")
        return count, amount

    # what the terminal remembers without power

    def block(self, condition: str, rc: str | None = None) -> None:
        """A condition of :data:`BLOCKS` begins."""
        self.books.remember(**{"block." + condition: rc or BLOCKS[condition]})

    def cure(self, condition: str) -> None:
        """A condition is over."""
        self.books.remember(**{"block." + condition: None})

    def blocks(self) -> dict[str, str]:
        """The conditions as they are, with their result codes."""
        found = {name: self.books.memory.get("block." + name) for name in BLOCKS}
        return {name: rc for name, rc in found.items() if isinstance(rc, str)}

    def lose(self) -> None:
        """All sales are forgotten; settings and the count of operations are not."""
        opno = self.books.memory.get("opno")
        self.books.lose_journal()
        self.books.remember(opno=opno, **kept(self._options()))

    # inside

    def _sales(self) -> list[Entry]:
        return [entry for entry in self.books.entries.values() if entry.kind == SALE]

    def _charge_of(self, entry: Entry) -> Charge | None:
        """The bank's charge for a sale, also if the POS never heard of it."""
        if entry.charge is not None:
            return self.books.charges[entry.charge]
        found = self.books.find_charge(entry.trace) if entry.trace else None
        return found if found is not None and found.ticket == entry.ticket else None

    def _number(self, name: str) -> str:
        """The next of a count of six digits."""
        before = self.books.memory.get(name)
        after = (before if isinstance(before, int) else 0) % 999_999 + 1
        self.books.remember(**{name: after})
        return f"{after:06}"

    def _now(self) -> str:
        return self._wall().isoformat(timespec="seconds")


def _details(wanted: Wanted) -> dict[str, Value]:
    return {"last4": wanted.last4, "debit": wanted.debit, "brand": wanted.brand, "attempt": wanted.attempt}


def report(entry: Entry) -> SaleReport:
    """What an answer says of a sale; of a failed one without operation number and authorisation."""
    at = datetime.fromisoformat(entry.at)
    approved = entry.result == APPROVED
    seen = bool(entry.details.get("brand"))  # a card was read
    return SaleReport(
        rc=entry.result,
        ticket=entry.ticket,
        amount=entry.amount,
        auth=entry.auth if approved else "",
        last4=str(entry.details.get("last4", "")),
        opno=entry.trace if approved else "",
        debit=bool(entry.details.get("debit")) if seen else None,
        brand=str(entry.details.get("brand", "")),
        day=f"{at:%d%m%Y}",
        time=f"{at:%H%M%S}",
    )
