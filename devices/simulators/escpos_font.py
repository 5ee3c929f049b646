"""The characters built into the simulated printer, drawn from Noto Sans Mono CJK SC: ASCII 12x24 dots, Chinese 24x24.

What would really be on the paper: a character the font lacks is a box, and so is a code that is no character.
"""

import math
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from devices.simulators.device import SetupError

_COLLECTIONS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc"),
)
_MONO_SC = 7
"""Index of Noto Sans Mono CJK SC in the collection: its Latin cells are exactly half a Chinese one."""

_FALLBACK_PACKAGE = "cvttf_NotoSansCJK_Regular"
"""What the package cvttf-notosanscjk-regular installs: Traditional forms, and Latin letters wider than half a cell."""

_NO_CHARACTER = "\U0010ffff"
INK, WHITE = 0, 255


def find_font() -> tuple[Path, int]:
    """Font file and index in it. Raises ``SetupError`` with the command that installs one."""
    for path in _COLLECTIONS:
        if path.is_file():
            return path, _MONO_SC
    spec = find_spec(_FALLBACK_PACKAGE)
    for folder in spec.submodule_search_locations or () if spec else ():
        for found in sorted(Path(folder).rglob("*.[ot]t[cf]")):
            return found, 0
    raise SetupError("the printer simulator has no Chinese font; install it with: sudo apt-get install fonts-noto-cjk")


class Glyphs:
    """Draws characters as black (0) on white (255) pictures of a fixed cell."""

    def __init__(self) -> None:
        path, index = find_font()
        self._fonts = {size: ImageFont.truetype(str(path), size, index=index) for size in (17, 24)}
        self._no_glyph = {size: self._mask(_NO_CHARACTER, size) for size in self._fonts}
        self.draw = lru_cache(maxsize=2048)(self._draw)
        self.has = lru_cache(maxsize=4096)(self._has)

    def _mask(self, character: str, size: int) -> bytes:
        return bytes(self._fonts[size].getmask(character, mode="L"))

    def _has(self, character: str, size: int = 24) -> bool:
        """Does the font hold a picture of this character?"""
        return character.isspace() or self._mask(character, size) != self._no_glyph[size]

    def _draw(self, character: str, cell: tuple[int, int], weight: int) -> Image.Image:
        """One character in a cell of (width, height) dots, 24 or 17 high, struck ``weight`` times, a dot apart."""
        size = cell[1]
        font = self._fonts[size]
        width = max(cell[0], math.ceil(font.getlength(character)))
        picture = Image.new("L", (width, size), WHITE)
        pen = ImageDraw.Draw(picture)
        baseline = round(size * (0.88 if cell[0] >= size else 0.83))  # Latin letters reach further down than Chinese ones
        left = (width - font.getlength(character)) / 2
        for shift in range(weight):
            pen.text((left + shift, baseline), character, font=font, fill=INK, anchor="ls")
        if width > cell[0]:
            picture = picture.resize(cell)
        return picture.point(lambda level: INK if level < 150 else WHITE)

    @staticmethod
    def box(cell: tuple[int, int]) -> Image.Image:
        """What is printed for a code that has no character."""
        picture = Image.new("L", cell, WHITE)
        ImageDraw.Draw(picture).rectangle((1, 3, cell[0] - 3, cell[1] - 4), outline=INK, width=2)
        return picture
