"""Text for the printer's own Chinese font: GBK characters, cells, wrapping, padding (specs/escpos.md 9). Pure.

One cell is one ASCII character (12 dots wide in font A); a Chinese character is two. Everything works on characters,
never on encoded bytes: the second byte of a GBK character can look like ``\\`` or a letter.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from devices.escpos_commands import dot_columns

# Draws one character that the font lacks: 24 columns of 3 bytes (24 x 24 dots), or None if it can't.
Draw = Callable[[str], bytes | None]

LACKING = "?"
_NEVER_SENT = frozenset({"Cc", "Cf", "Zl", "Zp"})  # controls, invisible format marks, line and paragraph separators
_MAPPED = str.maketrans({"¥": "￥", "\u00a0": " "})  # U+00A5 would print as junk with "0 6" (9.2)
_NOT_AT_LINE_START = frozenset("，。、；：！？）》”’】…·,.;:!?)]%")


class ChineseArea(StrEnum):
    """Which two-byte characters the printer's font holds."""

    GBK = "gbk"
    GB2312 = "gb2312"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character as it is sent. ``drawn``: ``data`` is a picture command of its own, else bytes of text."""

    char: str
    data: bytes
    cells: int
    drawn: bool = False


Line = tuple[Glyph, ...]
SPACE = Glyph(" ", b" ", 1)


def clean(text: str) -> str:
    """Without control codes (nothing from data may command the printer, trust.md S8), ``¥`` as ``￥``."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(c for c in composed if unicodedata.category(c) not in _NEVER_SENT).translate(_MAPPED)


def encoded(char: str, area: ChineseArea = ChineseArea.GBK) -> bytes | None:
    """The byte or two bytes of one clean character in the printer's font; None if the font lacks it."""
    try:
        data = char.encode("gbk")
    except UnicodeEncodeError:
        return None
    if len(data) == 1:
        return data if 0x20 <= data[0] <= 0x7E else None
    if area is ChineseArea.GB2312 and not (0xA1 <= data[0] <= 0xF7 and 0xA1 <= data[1] <= 0xFE):
        return None
    return data


def glyphs(text: str, draw: Draw, area: ChineseArea = ChineseArea.GBK, *, large: bool = False) -> Line:
    """``text`` as glyphs; what the font lacks is drawn, or replaced by ``?``. ``large`` widens drawn ones."""
    return tuple(_glyph(char, draw, area, large=large) for char in clean(text))


def _glyph(char: str, draw: Draw, area: ChineseArea, *, large: bool) -> Glyph:
    data = encoded(char, area)
    if data is not None:
        return Glyph(char, data, len(data))
    columns = draw(char)
    if columns is None:
        return Glyph(LACKING, LACKING.encode(), 1)
    if large:  # pictures are not enlarged by GS !: each column twice keeps the line's width right
        columns = b"".join(columns[i : i + 3] * 2 for i in range(0, len(columns), 3))
    return Glyph(char, dot_columns(columns), 2, drawn=True)


def width(line: Iterable[Glyph]) -> int:
    """Cells of a line."""
    return sum(glyph.cells for glyph in line)


def wrap(line: Sequence[Glyph], columns: int) -> list[Line]:
    """Lines of at most ``columns`` (>= 2) cells: broken at spaces and beside Chinese characters, else anywhere.

    Spaces at a break are dropped. Always at least one line.
    """
    lines: list[Line] = []
    current: list[Glyph] = []
    for group in _groups(line, columns):
        if current and width(current) + width(group) > columns:
            lines.append(_without_trailing_spaces(current))
            current = []
            if group[0].char == " ":
                continue
        current.extend(group)
    if current or not lines:
        lines.append(_without_trailing_spaces(current))
    return lines


def _groups(line: Sequence[Glyph], columns: int) -> list[list[Glyph]]:
    """Runs that stay together: a word, or a Chinese character, with the punctuation behind it; none wider than a line."""
    groups: list[list[Glyph]] = []
    for glyph in line:
        if groups and _joins(groups[-1][-1], glyph) and width(groups[-1]) + glyph.cells <= columns:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _joins(before: Glyph, glyph: Glyph) -> bool:
    if " " in (before.char, glyph.char):
        return False
    return glyph.char in _NOT_AT_LINE_START or (before.cells == 1 and glyph.cells == 1)


def _without_trailing_spaces(line: Sequence[Glyph]) -> Line:
    end = len(line)
    while end and line[end - 1].char == " ":
        end -= 1
    return tuple(line[:end])


def pair_lines(label: Line, value: Line, columns: int) -> list[Line]:
    """A label at the left margin and its value at the right one, at least one cell between.

    Together on one line if they fit; else the label wraps beside the value, which stands on the label's last line; a
    value that leaves the label less than a third of the paper goes below, each line at the right margin.
    """
    room = columns - width(value) - 1
    if width(label) <= room:
        return [_padded(label, value, columns)]
    if room >= columns // 3:
        *above, last = wrap(label, room)
        return [*above, _padded(last, value, columns)]
    return wrap(label, columns) + [_padded((), part, columns) for part in wrap(value, columns)]


def _padded(left: Line, right: Line, columns: int) -> Line:
    return left + (SPACE,) * (columns - width(left) - width(right)) + right
