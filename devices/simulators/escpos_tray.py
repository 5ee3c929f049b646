"""The books of the simulated printer and what it has given out: cut pieces as text and PNG, and the length of the roll.

``jobs`` counts the cut pieces with something on them; a torn end of a roll is a piece but no job.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PIL import Image

from devices.simulators.device import Answer, SetupError
from devices.simulators.escpos_options import PAPER_DOTS, PrinterOptions
from devices.simulators.escpos_paper import CutPiece
from devices.simulators.escpos_receipt import picture
from devices.simulators.record_file import Record, RecordFile

OUT, INSIDE, PRESENTED, TAKEN, RETRACTED, REMOVED = "out", "inside", "presented", "taken", "retracted", "removed"
"""Where a piece is: hanging out or fallen into the tray, held behind the mouth by a presenter, shown in its mouth, with the
customer, drawn back by the presenter, or taken away by a technician (torn ends)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of paper; ``mm`` long, ``end`` is "cut" or "torn", ``ink`` whether anything is on it."""

    id: int
    text: str
    mm: float
    end: str
    ink: bool
    where: str
    png: str | None


class Tray:
    """Pieces and roll; kept in the file ``state`` if given, written as files into ``out`` if given.

    Raises :class:`SetupError` if the records are not a printer's or the folder cannot be made.
    """

    def __init__(self, state: Path | None, out: Path | None) -> None:
        self._file = RecordFile(state)
        self._out = out
        self.pieces: dict[int, Piece] = {}
        self.rows_left: int | None = None
        hanging: list[str] = []
        for record in self._file.found:
            self._replay(record, hanging)
        if out is not None:
            try:
                out.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise SetupError(f"cannot make the folder {out}: {error.strerror}") from error
        if hanging:
            self._put(Piece(len(self.pieces) + 1, "\n".join(hanging), 0.0, "torn", True, REMOVED, None))

    @property
    def jobs(self) -> int:
        return sum(piece.end == "cut" and piece.ink for piece in self.pieces.values())

    @property
    def in_exit(self) -> Piece | None:
        """The newest piece, if it has not been taken yet."""
        newest = self.pieces.get(len(self.pieces))
        return newest if newest is not None and newest.where in (OUT, INSIDE, PRESENTED) else None

    def printed(self, text: str, rows_left: int) -> None:
        """A line is on the paper that has not come off yet; the roll is ``rows_left`` dot rows long now."""
        self._file.append({"line": text})
        self.roll(rows_left)

    def roll(self, rows_left: int) -> None:
        """The roll is ``rows_left`` dot rows long."""
        self.rows_left = rows_left
        self._file.append({"rows_left": rows_left})

    def came_off(self, piece: CutPiece, options: PrinterOptions) -> Piece:
        """A piece was cut or torn off: draw it, write it down."""
        number = len(self.pieces) + 1
        text = piece.text.strip("\n")
        png = None if self._out is None else _write(self._out, number, text, picture(piece, PAPER_DOTS[options.width]))
        where = REMOVED if piece.torn else INSIDE if options.presenter == "custom" else OUT
        end = "torn" if piece.torn else "cut"
        return self._put(Piece(number, text, round(piece.mm, 1), end, not piece.blank, where, png))

    def move(self, piece: Piece, where: str) -> None:
        """The piece is somewhere else now."""
        self._put(replace(piece, where=where))

    def take(self) -> int:
        """The customer takes all that can be reached; how many pieces."""
        reach = [piece for piece in self.pieces.values() if piece.where in (OUT, PRESENTED)]
        for piece in reach:
            self.move(piece, TAKEN)
        return len(reach)

    def state(self) -> Answer:
        """The books for the control socket."""
        return {"jobs": self.jobs, "pieces": [asdict(piece) for piece in self.pieces.values()]}

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def _put(self, piece: Piece) -> Piece:
        self.pieces[piece.id] = piece
        self._file.append({"piece": asdict(piece)})
        return piece

    def _replay(self, record: Record, hanging: list[str]) -> None:
        match record:
            case {"piece": {"id": int(number), **entries}}:
                if number not in self.pieces:
                    hanging.clear()
                self.pieces[number] = _piece(number, entries)
            case {"line": str(line)}:
                hanging.append(line)
            case {"rows_left": int(rows)}:
                self.rows_left = rows
            case _:
                raise SetupError(f"the file of --state holds a record that no printer wrote: {record}")


def _piece(number: int, entries: Mapping[object, object]) -> Piece:
    match entries:
        case {
            "text": str(text),
            "mm": float(mm),
            "end": str(end),
            "ink": bool(ink),
            "where": str(where),
            "png": None | str() as png,
        }:
            return Piece(number, text, mm, end, ink, where, png)
        case _:
            raise SetupError(f"the file of --state holds a piece of paper that no printer wrote: {entries}")


def _write(out: Path, number: int, text: str, image: Image.Image) -> str:
    """receipt-001.png and .txt, whole or not at all."""
    name = f"receipt-{number:03d}"
    _replace(out / f"{name}.txt", lambda path: path.write_text(text + "\n", encoding="utf-8"))
    _replace(out / f"{name}.png", lambda path: image.save(path, format="PNG"))
    return str((out / f"{name}.png").absolute())


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    write(fresh)
    fresh.replace(path)
