"""The books of a simulated bill acceptor: every note ever inserted and where it physically is. All amounts are ``int`` fen.

This is the truth that a checker compares with the ledger of the terminal.
"""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from devices.simulators.device import Answer, SetupError
from devices.simulators.record_file import Record, RecordFile


class Place(Enum):
    """Where a note is, along its way through the machine."""

    MOUTH = "mouth"
    """In the customer's hand, offered at the slot."""
    HEAD = "head"
    """Pulled in, being scanned."""
    ESCROW = "escrow"
    CHASSIS = "chassis"
    """Between escrow and cassette: too far in to be returned."""
    CASSETTE = "cassette"
    RETURNED = "returned"
    LOST = "lost"
    """Fished out, or taken out by a hand that does not say whose it is."""


WHERE = {
    Place.MOUTH: "entry",
    Place.HEAD: "entry",
    Place.ESCROW: "escrow",
    Place.CHASSIS: "escrow",
    Place.CASSETTE: "stacked",
    Place.RETURNED: "returned",
    Place.LOST: "lost",
}
"""The words of the control socket's ``state``."""

_PLACES = {place.value: place for place in Place}

INSIDE = (Place.HEAD, Place.ESCROW, Place.CHASSIS)


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``denomination`` in fen; ``kind`` is the bill type number, None if the device does not know the note."""

    id: int
    denomination: int
    kind: int | None
    place: Place
    box: int = 0
    """Number of the cassette it fell into, 0 for none."""


class NoteBooks:
    """Notes, cassette and jam of one acceptor; kept in ``path`` if given. Raises :class:`SetupError` on foreign records."""

    def __init__(self, path: Path | None) -> None:
        self._file = RecordFile(path)
        self.notes: dict[int, Note] = {}
        self.box = 1
        self.box_count = 0
        """Notes in the present cassette."""
        self.box_removed = False
        self.jammed: str | None = None
        """"entry", "escrow" or "stacker", where something is stuck."""
        try:
            for record in self._file.found:
                self._replay(record)
        except SetupError:
            self.close()
            raise

    def add(self, denomination: int, kind: int | None) -> Note:
        """A new note at the slot."""
        note = Note(id=len(self.notes) + 1, denomination=denomination, kind=kind, place=Place.MOUTH)
        return self._put(note)

    def move(self, note: Note, place: Place) -> Note:
        """The note is at ``place`` from now on."""
        if place is Place.CASSETTE:
            self.box_count += 1
            return self._put(replace(note, place=place, box=self.box))
        return self._put(replace(note, place=place))

    def fish(self) -> Note | None:
        """The newest stacked note is pulled out of the cassette again; None if the cassette is empty."""
        stacked = [note for note in self.notes.values() if note.place is Place.CASSETTE and note.box == self.box]
        if not stacked:
            return None
        self.box_count -= 1
        return self._put(replace(stacked[-1], place=Place.LOST))

    def set_jam(self, at: str | None) -> None:
        """Something is stuck at ``at``, or nothing is any more."""
        self.jammed = at
        self._file.append({"jammed": at})

    def remove_box(self) -> None:
        """The cassette is out."""
        self.box_removed = True
        self._file.append({"box": self.box, "count": self.box_count, "removed": True})

    def return_box(self, *, emptied: bool) -> None:
        """A cassette is in: an empty one with a new number, or the old one as it was."""
        self.box_removed = False
        if emptied:
            self.box, self.box_count = self.box + 1, 0
        self._file.append({"box": self.box, "count": self.box_count, "removed": False})

    def inside(self) -> list[Note]:
        """Notes between slot and cassette, oldest first."""
        return [note for note in self.notes.values() if note.place in INSIDE]

    def state(self, since: int = 0) -> Answer:
        """The books for the control socket: notes from number ``since`` on, and sums in fen over all notes."""
        sums = dict.fromkeys(("entry", "escrow", "stacked", "returned", "lost"), 0)
        for note in self.notes.values():
            sums[WHERE[note.place]] += note.denomination
        return {
            "notes": [_public(note) for note in self.notes.values() if note.id >= since],
            "sums_fen": sums,
            "box": {"number": self.box, "notes": self.box_count, "removed": self.box_removed},
            "jammed": self.jammed,
        }

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _put(self, note: Note) -> Note:
        self.notes[note.id] = note
        self._file.append(
            {
                "note": note.id,
                "denomination": note.denomination,
                "kind": note.kind,
                "place": note.place.value,
                "in_box": note.box,
                "count": self.box_count,
            }
        )
        return note

    def _replay(self, record: Record) -> None:
        match record:
            case {
                "note": int(number),
                "denomination": int(fen),
                "place": str(place),
                "in_box": int(box),
                "count": int(count),
            }:
                kind = record.get("kind")
                self.notes[number] = Note(number, fen, kind if isinstance(kind, int) else None, _PLACES[place], box)
                self.box_count = count
            case {"box": int(box), "count": int(count), "removed": bool(removed)}:
                self.box, self.box_count, self.box_removed = box, count, removed
            case {"jammed": None | str() as at}:
                self.jammed = at
            case _:
                raise SetupError(f"the file of --state holds a record that no bill acceptor wrote: {record}")


def _public(note: Note) -> Answer:
    return {
        "id": note.id,
        "denomination": note.denomination,
        "where": WHERE[note.place],
        "place": note.place.value,
        "box": note.box,
    }
