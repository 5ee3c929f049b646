"""Who is asked about the money after every visit, and all of it now and then: the acceptor's own books, the terminal's
ledger, the centre's rows and its billing system. Each is read on its own; none is believed."""

import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from offline_queue import balances, database
from tests.journeys.books import centre_sums, ledger_sums, open_rows
from tests.soak.hall import Hall

QUIET_S = 10.0
_AT_REST = ("returned", "cassette", "lost")
_NEW_NOTES = "SELECT rowid, state, denomination_fen FROM notes WHERE rowid > ?"
_LEDGER_PAYMENTS = "SELECT kiosk_seq, amount_fen, state FROM payments"
_CENTRE_PAYMENTS = "SELECT kiosk_seq, amount_fen, status FROM payments"
_SAME = {"posted": "posted", "owed": "rejected"}


@dataclass
class Findings:
    """Fen that are not where they must be, and every sentence that was to be said."""

    lost_fen: int = 0  # in the box, and not in the ledger; or in the ledger, and not at the centre
    doubled_fen: int = 0  # in the ledger, and not in the box; or at the centre twice
    unexplained_fen: int = 0  # in doubt without a reason, or in no bucket
    sentences: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost_fen or self.doubled_fen or self.unexplained_fen or self.sentences)


class Witnesses:
    """``findings`` grows; ``where`` names the visit in its sentences."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._storage = hall.settings.storage
        self.findings = Findings()
        self._last_note = 0  # at the acceptor; all up to here are compared
        self._last_row = 0  # in the ledger
        self.doubted_fen = 0
        self.notes = 0
        self._ledger: sqlite3.Connection | None = None

    def close(self) -> None:
        if self._ledger is not None:
            self._ledger.close()

    # ---- after every visit -----------------------------------------------------------------------------------------

    def after_visit(self, where: str, *, may_doubt: bool) -> None:
        """Conservation over the whole ledger, and each new note by the acceptor's books."""
        found = balances.read_total(self._connection)
        if found.difference_fen:
            self.findings.unexplained_fen += abs(found.difference_fen)
            self._say(where, f"the ledger does not add up: {found}")
        self._compare_notes(where, may_doubt=may_doubt)

    @property
    def payments(self) -> int:
        """Made so far, by the ledger."""
        row = self._connection.execute("SELECT IFNULL(MAX(kiosk_seq), 0) FROM payments").fetchone()
        return int(row[0])

    def _compare_notes(self, where: str, *, may_doubt: bool) -> None:
        """Each note with evidence is in the box, and each in the box has evidence or is in doubt."""
        notes = self._quiet_notes(where)
        box = Counter(int(note["denomination"]) for note in notes if note["where"] == "stacked")
        ledger: dict[str, Counter[int]] = {"stacked": Counter(), "in_doubt": Counter(), "intended": Counter()}
        for row, state, fen in self._connection.execute(_NEW_NOTES, (self._last_row,)).fetchall():
            self._last_row = max(self._last_row, row)
            ledger.setdefault(state, Counter())[fen] += 1
        missing, doubled = box - ledger["stacked"] - ledger["in_doubt"], ledger["stacked"] - box
        self.findings.lost_fen += _fen(missing)
        self.findings.doubled_fen += _fen(doubled)
        self.doubted_fen += _fen(ledger["in_doubt"])
        if missing or doubled or ledger["intended"]:
            self._say(where, f"box {dict(box)}, ledger { ({name: dict(held) for name, held in ledger.items()}) }")
        if ledger["in_doubt"] and not may_doubt:
            self.findings.unexplained_fen += _fen(ledger["in_doubt"])
            self._say(where, f"in doubt without a reason: {dict(ledger['in_doubt'])}")
        self._last_note = max([self._last_note, *(int(note["id"]) for note in notes)])
        self.notes += len(notes)

    def _quiet_notes(self, where: str) -> list[dict[str, Any]]:
        """The new notes in the acceptor's books, once none of them moves and each report is acknowledged."""
        until = time.monotonic() + QUIET_S
        while True:
            state = self._hall.acceptor.send("state", since=self._last_note + 1)
            notes: list[dict[str, Any]] = state["notes"]
            if not state["unacknowledged"] and all(note["place"] in _AT_REST for note in notes):
                return notes
            if state["jammed"]:
                self._hall.mend()  # it showed only after the customer had left: somebody comes and frees it
            if time.monotonic() > until:
                self._say(where, f"the acceptor does not come to rest: {state}")
                return notes

    # ---- now and then, and at the end ------------------------------------------------------------------------------

    def reconcile(self, where: str, *, settled: bool) -> None:
        """Payment by payment, terminal against centre against billing; ``settled``: nothing may be under way any more."""
        explained = balances.explain(self._connection)
        if explained:
            self._say(where, f"the ledger does not explain itself: {explained}")
        here = {seq: (fen, state) for seq, fen, state in self._connection.execute(_LEDGER_PAYMENTS).fetchall()}
        with closing(sqlite3.connect(f"{self._hall.centre_file.as_uri()}?mode=ro", uri=True)) as centre:
            there = {seq: (fen, status) for seq, fen, status in centre.execute(_CENTRE_PAYMENTS).fetchall()}
        for seq, (fen, state) in here.items():
            wanted = _SAME.get(state)
            if wanted is not None and there.get(seq) != (fen, wanted):
                self.findings.lost_fen += fen
                self._say(where, f"payment {seq} of {fen} fen is {state} here, and there {there.get(seq)}")
            elif wanted is None and settled:
                self.findings.unexplained_fen += fen
                self._say(where, f"payment {seq} of {fen} fen is still {state}")
        for seq in there.keys() - here.keys():
            self.findings.doubled_fen += there[seq][0]
            self._say(where, f"the centre has payment {seq} of {there[seq][0]} fen, and the terminal does not")
        if settled:
            self._reconcile_sums(where)

    def _reconcile_sums(self, where: str) -> None:
        try:
            ledger = ledger_sums(self._storage)
            centre, billing = centre_sums(self._hall.centre_file, self._hall.settings.policy.kiosk_id)
        except AssertionError as twice:
            self._say(where, str(twice))
            return
        posted = ledger.get("posted", 0)
        if centre.get("posted", 0) != posted or billing != posted:
            self.findings.doubled_fen += abs(billing - posted)
            self._say(where, f"posted: ledger {posted}, centre {centre}, billing {billing}")
        if open_rows(self._storage) != (0, 0):
            self._say(where, f"visits and notes without an end: {open_rows(self._storage)}")

    def sums(self) -> dict[str, int]:
        return ledger_sums(self._storage)

    def _say(self, where: str, sentence: str) -> None:
        self.findings.sentences.append(f"{where}: {sentence}")

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._ledger is None:
            self._ledger = database.connect(self._storage, read_only=True)
        return self._ledger


def _fen(notes: Counter[int]) -> int:
    return sum(fen * count for fen, count in notes.items())
