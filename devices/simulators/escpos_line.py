"""The line buffer of the simulated printer: characters become cells, cells become a printed line (specs/escpos.md 9)."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PIL import Image, ImageDraw, ImageOps

from devices.simulators.escpos_font import INK, WHITE, Glyphs
from devices.simulators.escpos_options import PrinterOptions

CELL = 12
"""Dots across of one ASCII character in font A: the unit of columns."""

DEFAULT_SPACING = 30
_CODE_PAGES = {0: 437, 2: 850, 3: 860, 4: 863, 5: 865, 16: 1252, 17: 866, 18: 852, 19: 858}


@dataclass(frozen=True, slots=True)
class Modes:
    """All that ESC @ sets back. Lengths in dots; sizes are (across, down) multiples."""

    bold: bool = False
    reverse: bool = False
    underline: int = 0
    chinese_underline: int = 0
    size: tuple[int, int] = (1, 1)
    chinese_size: tuple[int, int] = (1, 1)
    font_b: bool = False
    align: int = 0
    spacing: int = DEFAULT_SPACING
    character_space: int = 0
    chinese_space: tuple[int, int] = (0, 0)
    left_margin: int = 0
    area: int | None = None
    code_page: int = 0
    tabs: tuple[int, ...] = tuple(range(8, 256, 8))
    """Tab stops in columns."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows to print: a picture as wide as the print area (None: blank) and ``text``, what a reader sees (None: nothing)."""

    rows: int
    image: Image.Image | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    at: int
    image: Image.Image
    text: str


def _log() -> deque[str]:
    return deque(maxlen=200)


@dataclass(slots=True)
class Findings:
    """What a printer silently gets wrong, for the report: the latest 200 of each kind."""

    missing_glyphs: deque[str] = field(default_factory=_log)
    """Codes (hexadecimal) that were printed as a box."""
    overwide_lines: deque[str] = field(default_factory=_log)
    """Lines that did not fit and went on below."""
    unknown: deque[str] = field(default_factory=_log)
    """Bytes (hexadecimal) that begin no known command."""
    unsupported: deque[str] = field(default_factory=_log)
    """Known commands that this simulator does not carry out."""


class LineBuffer:
    """Collects one line; ``emit`` gets each finished :class:`Band`. A line wider than the paper goes on in the next."""

    def __init__(self, glyphs: Glyphs, options: PrinterOptions, findings: Findings, emit: Callable[[Band], None]) -> None:
        self._glyphs = glyphs
        self._dots = options.dots
        self._charset = options.charset
        self._emit = emit
        self.modes = Modes()
        self.findings = findings
        self._items: list[_Item] = []
        self._x = 0

    @property
    def width(self) -> int:
        """Dots across that may be printed on now."""
        room = max(CELL, self._dots - self.modes.left_margin)
        return min(self.modes.area or room, room)

    def set(self, **changes: object) -> None:
        """Change modes by name."""
        self.modes = replace(self.modes, **changes)  # type: ignore[arg-type]  # names are literals in the interpreter

    def clear(self) -> None:
        """Drop what is not printed yet."""
        self._items.clear()
        self._x = 0

    def move_to(self, dots: int) -> None:
        """Absolute position from the left margin (ESC $, HT)."""
        self._x = min(dots, self.width)

    def tab(self) -> None:
        """To the next tab stop; nowhere if there is none."""
        self.move_to(next((stop * CELL for stop in self.modes.tabs if stop * CELL > self._x), self._x))

    def character(self, code: bytes) -> None:
        """One character of one or two bytes. A pair that is no character is junk, its second byte shows if it can."""
        if len(code) == 2:
            self._chinese(code)
        elif code[0] < 0x80:
            self._western(chr(code[0]), code)
        else:
            page = _CODE_PAGES.get(self.modes.code_page)
            self._western(code.decode(f"cp{page}", "replace") if page else "\ufffd", code)

    def picture(self, image: Image.Image) -> None:
        """A picture in the line (ESC *), cut at the right edge of the paper."""
        room = self.width - self._x
        if room > 0:
            self._items.append(_Item(self._x, image.crop((0, 0, min(room, image.width), image.height)), ""))
            self._x += min(room, image.width)

    def end(self) -> None:
        """Print the line and go to the next (LF)."""
        height = max([self.modes.spacing, *(item.image.height for item in self._items)])
        if self._items:
            self._emit(self._compose(height))
        elif height:
            self._emit(Band(height, None, ""))
        self.clear()

    def flush(self) -> None:
        """Print what there is, if there is something."""
        if self._items:
            self.end()

    def block(self, image: Image.Image, text: str) -> None:
        """A raster or a symbol on rows of its own, aligned; wider than the paper, its right part is lost."""
        self.flush()
        if image.width > self.width:
            self.findings.overwide_lines.append(text)
            image = image.crop((0, 0, self.width, image.height))
        canvas = Image.new("L", (self._dots, image.height), WHITE)
        offset = self._offset(image.width)
        canvas.paste(image, (offset, 0))
        self._emit(Band(image.height, canvas, " " * (offset // CELL) + text))

    def _offset(self, used: int) -> int:
        return self.modes.left_margin + (0, (self.width - used) // 2, self.width - used)[self.modes.align]

    def _western(self, character: str, code: bytes) -> None:
        modes = self.modes
        cell = (9, 17) if modes.font_b else (CELL, 24)
        glyph = self._glyph(character, code, cell)
        self._add(glyph, character, modes.size, modes.underline, (0, modes.character_space))

    def _chinese(self, code: bytes) -> None:
        modes = self.modes
        character = self._decode(code)
        if character is None and 0x20 <= code[1] < 0x7F:
            self._add(self._glyph("\ufffd", code, (CELL, 24)), "\ufffd", modes.size, 0, (0, 0))
            self._western(chr(code[1]), code[1:])
            return
        glyph = self._glyph(character or "\ufffd", code, (2 * CELL, 24))
        self._add(glyph, character or "\ufffd", modes.chinese_size, modes.chinese_underline, modes.chinese_space)

    def _decode(self, code: bytes) -> str | None:
        in_font = 0xA1 <= code[0] <= 0xF7 and code[1] >= 0xA1 if self._charset == "gb2312" else True
        try:
            return code.decode("gbk") if in_font else None
        except UnicodeDecodeError:
            return None

    def _glyph(self, character: str, code: bytes, cell: tuple[int, int]) -> Image.Image:
        if character == "\ufffd" or not self._glyphs.has(character):
            self.findings.missing_glyphs.append(code.hex(" ").upper())
            return self._glyphs.box(cell)
        return self._glyphs.draw(character, cell, 2 if self.modes.bold else 1)

    def _add(self, glyph: Image.Image, text: str, size: tuple[int, int], underline: int, space: tuple[int, int]) -> None:
        if size != (1, 1):
            glyph = glyph.resize((glyph.width * size[0], glyph.height * size[1]), Image.Resampling.NEAREST)
        if underline or self.modes.reverse:
            glyph = _decorated(glyph, underline, reverse=self.modes.reverse)
        if self._x + space[0] + glyph.width > self.width and self._x:
            self.findings.overwide_lines.append(self._text(0))
            self.end()
        self._items.append(_Item(self._x + space[0], glyph, text))
        self._x += sum(space) + glyph.width

    def _compose(self, height: int) -> Band:
        offset = self._offset(self._x)
        canvas = Image.new("L", (self._dots, height), WHITE)
        tallest = max(item.image.height for item in self._items)
        for item in self._items:
            canvas.paste(item.image, (offset + item.at, tallest - item.image.height))
        text = self._text(offset) if any(item.text for item in self._items) else None
        return Band(height, canvas, text)

    def _text(self, offset: int) -> str:
        """The line as characters, with blanks where the paper is left blank or holds a picture."""
        line, end = " " * (offset // CELL), 0
        for item in self._items:
            line += " " * ((item.at - end) // CELL) + item.text
            end = item.at + item.image.width
        return line.rstrip()


def _decorated(glyph: Image.Image, underline: int, *, reverse: bool) -> Image.Image:
    glyph = glyph.copy()
    if underline:
        ImageDraw.Draw(glyph).rectangle((0, glyph.height - underline, glyph.width, glyph.height), fill=INK)
    return ImageOps.invert(glyph) if reverse else glyph
