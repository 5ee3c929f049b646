"""Pictures and QR codes out of command data (specs/escpos.md 2, 3.2, 10): bytes in, black-on-white pictures out."""

from dataclasses import dataclass

import qrcode
from PIL import Image
from qrcode.exceptions import DataOverflowError

from devices.simulators.escpos_font import INK, WHITE

_LEVELS = {48: 1, 49: 0, 50: 3, 51: 2}
"""Error correction of GS ( k fn 69 (L, M, Q, H) to the numbers of the qrcode package."""


def raster(data: bytes, row_bytes: int, rows: int, scale: tuple[int, int]) -> Image.Image | None:
    """Rows of bits, most significant first, 1 is black; None when there is nothing to draw or bytes are missing."""
    if not row_bytes or not rows or len(data) < row_bytes * rows:
        return None
    bits = Image.frombytes("1", (row_bytes * 8, rows), data[: row_bytes * rows])
    return _black_on_white(bits, scale)


def bit_image(mode: int, columns: int, data: bytes) -> Image.Image | None:
    """ESC *: columns of 8 or 24 dots. Modes 0, 1: 8 dots (3 high each); 32, 33: 24 dots; 0 and 32 are twice as wide."""
    height = 24 if mode in (32, 33) else 8
    if mode not in (0, 1, 32, 33) or not columns or len(data) < columns * height // 8:
        return None
    turned = Image.frombytes("1", (height, columns), data).transpose(Image.Transpose.TRANSPOSE)
    return _black_on_white(turned, (2 if mode in (0, 32) else 1, 24 // height))


def _black_on_white(bits: Image.Image, scale: tuple[int, int]) -> Image.Image:
    picture = bits.convert("L").point(lambda level: INK if level else WHITE)
    return picture.resize((picture.width * scale[0], picture.height * scale[1]), Image.Resampling.NEAREST)


@dataclass(slots=True)
class QrSymbol:
    """The symbol storage of GS ( k, cn 49: set piece by piece, then printed. ESC @ does not clear it."""

    module: int = 3
    level: int = 48
    content: bytes = b""

    def store(self, function: int, data: bytes) -> bool:
        """fn 65 model, 67 module size, 69 error correction, 80 content; False if unknown or out of range."""
        if function == 67 and data and 1 <= data[0] <= 16:
            self.module = data[0]
        elif function == 69 and data and data[0] in _LEVELS:
            self.level = data[0]
        elif function == 80:
            self.content = data[1:]
        else:
            return function == 65
        return True

    def draw(self) -> Image.Image | None:
        """The symbol, ``module`` dots a module and no margin; None if there is no content or too much."""
        if not self.content:
            return None
        code = qrcode.QRCode(error_correction=_LEVELS[self.level], border=0)
        code.add_data(self.content)
        try:
            code.make(fit=True)
        except (DataOverflowError, ValueError):
            return None
        matrix = code.get_matrix()
        picture = Image.new("L", (len(matrix), len(matrix)), WHITE)
        picture.putdata([INK if dark else WHITE for row in matrix for dark in row])
        return picture.resize((len(matrix) * self.module,) * 2, Image.Resampling.NEAREST)
