"""The part of the books that is about swaps of the cash box, folded from the journal alone (see ``audit``)."""

import json
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Any, Final

from kiosk import facts
from kiosk.collection import BoxStep
from offline_queue.audit_rows import CollectionRow, FoundNoteRow, NoteRow
from offline_queue.journal_facts import Entry


class CollectionBooks:
    """Swaps by number, growing with each record; the notes are the whole books'."""

    def __init__(self) -> None:
        self.notes: dict[str, NoteRow] = {}
        self.found_notes: dict[int, FoundNoteRow] = {}
        self.collections: dict[int, CollectionRow] = {}

    def collection_opened(self, entry: Entry, fact: facts.CollectionOpened) -> None:
        self.collections[len(self.collections) + 1] = CollectionRow(
            collection_id=fact.collection_id,
            first=fact.first,
            second=fact.second,
            how=fact.how,
            opened_seq=entry.seq,
            opened_at=entry.at,
        )

    def collection_stepped(self, entry: Entry, fact: facts.CollectionStepped) -> None:
        row = self._swap(fact.collection_id)
        if fact.step is BoxStep.BOX_OUT:
            if row.box_out_at is None:
                row.box_out_at, row.last_note = entry.at, len(self.notes)
        elif fact.step is BoxStep.BOX_BACK:
            row.box_back_at = row.box_back_at or entry.at
        else:
            setattr(row, fact.step.value, fact.text)

    def collection_closed(self, entry: Entry, fact: facts.CollectionClosed) -> None:
        row = self._swap(fact.collection_id)
        row.state, row.ended_by, row.ended_at = "closed", fact.staff_id, entry.at
        before = max((one.last_note or 0 for one in self.collections.values() if one is not row), default=0)
        found = {one.note_id for one in self.found_notes.values()}  # in somebody's hand, and in no box
        notes = [note for name, note in islice(self.notes.items(), before, row.last_note) if name not in found]
        row.expected = _counted([note for note in notes if _is_certain(note)])
        row.in_doubt = _counted([note for note in notes if _is_unsure(note)])

    def collection_given_up(self, entry: Entry, fact: facts.CollectionGivenUp) -> None:
        row = self._swap(fact.collection_id)
        row.state, row.ended_by, row.ended_at = "given_up", fact.staff_id, entry.at

    def collection_told(self, _entry: Entry, fact: facts.CollectionTold) -> None:
        self._answered(fact.collection_id, "told", None)

    def collection_disputed(self, _entry: Entry, fact: facts.CollectionDisputed) -> None:
        self._answered(fact.collection_id, "disputed", fact.problem)

    def _answered(self, collection_id: str, state: str, problem: str | None) -> None:
        row = self._swap(collection_id)
        if row.state == "closed":
            row.state, row.problem = state, problem

    def _swap(self, collection_id: str) -> CollectionRow:
        """Raises KeyError for one that no record opened."""
        for row in reversed(self.collections.values()):
            if row.collection_id == collection_id:
                return row
        raise KeyError(collection_id)


def _is_certain(note: NoteRow) -> bool:
    return note.state == "stacked" or (note.state == "settled" and note.stacked_seq is not None)


def _is_unsure(note: NoteRow) -> bool:
    return note.state == "in_doubt" or (note.state == "settled" and note.stacked_seq is None)


def _counted(notes: list[NoteRow]) -> str:
    counts = Counter(note.denomination_fen for note in notes)
    return json.dumps(sorted([fen, count] for fen, count in counts.items()), separators=(",", ":"))


FOLDS: Final[dict[type, Callable[[Any, Entry, Any], None]]] = {
    facts.CollectionOpened: CollectionBooks.collection_opened,
    facts.CollectionStepped: CollectionBooks.collection_stepped,
    facts.CollectionClosed: CollectionBooks.collection_closed,
    facts.CollectionGivenUp: CollectionBooks.collection_given_up,
    facts.CollectionTold: CollectionBooks.collection_told,
    facts.CollectionDisputed: CollectionBooks.collection_disputed,
}
