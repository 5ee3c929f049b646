"""Draws single characters that the printer's font lacks, so that a rare name is printed right (specs/escpos.md 9.2)."""

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

DOTS = 24
_FONTS = (  # file, index of the simplified Chinese face
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
)
_NO_CHARACTER = "\U0010ffff"  # what a font shows for it, it shows for everything it lacks
_STARTS_REAL_TIME_COMMAND = (0x04, 0x05, 0x14)  # after 10: DLE EOT, DLE ENQ, DLE DC4
_log = logging.getLogger(__name__)


def draw(char: str) -> bytes | None:
    """24 columns of 3 bytes, topmost dot in the highest bit; None if no font here has the character.

    Never holds a real-time command: printers act on those even inside a picture (specs/escpos.md 2).
    """
    columns = _drawn(char)
    _log.warning("the printer's font lacks U+%04X: %s", ord(char), "drawn" if columns else "replaced by ?")
    return columns


@lru_cache(maxsize=512)
def _drawn(char: str) -> bytes | None:
    font = _font()
    if font is None or 0xD800 <= ord(char) <= 0xDFFF:
        return None
    columns = _columns(char, font)
    if not any(columns) or columns == _columns(_NO_CHARACTER, font):
        return None
    return without_real_time_commands(columns)


@lru_cache(maxsize=1)
def _font() -> "FreeTypeFont | None":
    from PIL import ImageFont

    for path, index in _FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, DOTS - 2, index=index)
    _log.warning("no Chinese font on this computer: characters that the printer lacks become ?; install fonts-noto-cjk")
    return None


def _columns(char: str, font: "FreeTypeFont") -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("1", (DOTS, DOTS))
    ImageDraw.Draw(picture).text((DOTS // 2, DOTS // 2), char, fill=1, font=font, anchor="mm")
    turned = picture.transpose(Image.Transpose.TRANSPOSE)  # rows become columns
    return turned.tobytes()


def without_real_time_commands(data: bytes) -> bytes:
    """The same picture, one dot added wherever two bytes would be the start of a real-time command."""
    clean = bytearray(data)
    for i in range(len(clean) - 1):
        if clean[i] == 0x10 and clean[i + 1] in _STARTS_REAL_TIME_COMMAND:
            clean[i] = 0x18
    return bytes(clean)
