"""The paper of the simulated printer: a roll that gets shorter, what hangs out of the mouth, and the pieces cut off it.

One dot row is 1/8 mm (203 dpi). The blade sits above the print line: a cut takes what has passed it, the rest hangs on.
"""

from dataclasses import dataclass, field

from PIL import Image

from devices.simulators.escpos_font import INK, WHITE
from devices.simulators.escpos_line import Band
from devices.simulators.escpos_options import DOTS_PER_MM


@dataclass(frozen=True, slots=True)
class CutPiece:
    """A piece of paper that came off: its picture, its lines of text, and whether it was torn instead of cut."""

    image: Image.Image
    text: str
    torn: bool

    @property
    def mm(self) -> float:
        return self.image.height / DOTS_PER_MM

    @property
    def blank(self) -> bool:
        return self.image.getextrema()[0] != INK


@dataclass(slots=True)
class Paper:
    """``dots`` across, ``rows_left`` on the roll, ``gap_rows`` between print line and blade."""

    dots: int
    rows_left: int
    gap_rows: int
    _strips: list[Image.Image] = field(default_factory=list)
    _lines: list[tuple[int, str]] = field(default_factory=list)
    _rows: int = 0

    def __post_init__(self) -> None:
        self._thread()

    @property
    def hanging_text(self) -> str:
        """What can be read on the paper that has not come off yet."""
        return "\n".join(text for _, text in self._lines)

    @property
    def hanging_rows(self) -> int:
        return self._rows

    def feed(self, band: Band, done: int, rows: int) -> int:
        """Print rows ``done`` .. ``done + rows`` of ``band`` as far as the roll goes; how many were printed."""
        rows = min(rows, self.rows_left)
        if rows <= 0:
            return 0
        if band.image is None:
            strip = Image.new("L", (self.dots, rows), WHITE)
        else:
            strip = band.image.crop((0, done, self.dots, done + rows))
        self._strips.append(strip)
        self._rows += rows
        self.rows_left -= rows
        if band.text is not None and done + rows == band.rows:
            self._lines.append((self._rows, band.text))
        return rows

    def cut(self) -> CutPiece | None:
        """Cut at the blade; None if nothing has passed it."""
        return self._take(max(0, self._rows - self.gap_rows), torn=False)

    def tear(self) -> CutPiece | None:
        """Take all that hangs there: the end of a roll, or paper pulled out by hand. None if nothing was printed on it."""
        piece = self._take(self._rows, torn=True)
        self._thread()
        return piece if piece is not None and (piece.text or not piece.blank) else None

    def _thread(self) -> None:
        """New paper reaches from the print line to the blade."""
        self._strips = [Image.new("L", (self.dots, self.gap_rows), WHITE)] if self.gap_rows else []
        self._rows = self.gap_rows
        self._lines = []

    def _take(self, rows: int, *, torn: bool) -> CutPiece | None:
        if rows <= 0:
            return None
        canvas = Image.new("L", (self.dots, self._rows), WHITE)
        at = 0
        for strip in self._strips:
            canvas.paste(strip, (0, at))
            at += strip.height
        text = "\n".join(line for end, line in self._lines if end <= rows)
        self._lines = [(end - rows, line) for end, line in self._lines if end > rows]
        self._strips = [canvas.crop((0, rows, self.dots, self._rows))] if rows < self._rows else []
        self._rows -= rows
        return CutPiece(canvas.crop((0, 0, self.dots, rows)), text, torn)
