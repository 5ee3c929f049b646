"""What the printing commands of ESC/POS do: tokens in, motions of paper and blade out.

The commands that ask the printer something are not here but in ``escpos_answers.py``. A command that is known but not
simulated is noted in the findings as unsupported, an unknown one as unknown.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from devices.simulators.escpos_font import Glyphs
from devices.simulators.escpos_graphics import QrSymbol, bit_image, raster
from devices.simulators.escpos_line import DEFAULT_SPACING, Band, Findings, LineBuffer, Modes
from devices.simulators.escpos_options import DOTS_PER_MM, PrinterOptions
from devices.simulators.escpos_parser import TEXT, UNKNOWN, Token


@dataclass(frozen=True, slots=True)
class Cut:
    """One stroke of the blade."""


Motion = Band | Cut


class Interpreter:
    """The printer's text and graphics engine. ``motions`` holds what the mechanism has still to do, in order."""

    def __init__(self, options: PrinterOptions, glyphs: Glyphs, findings: Findings) -> None:
        self._gap_rows = round(options.cutter_gap_mm * DOTS_PER_MM)
        self._cutter = options.cutter_fitted
        self.motions: deque[Motion] = deque()
        self.line = LineBuffer(glyphs, options, findings, self.motions.append)
        self.qr = QrSymbol()
        self._findings = findings
        self._stored: tuple[bytes, int, int, tuple[int, int]] | None = None

    def clear(self) -> None:
        """Clear the print buffer: what is not yet on paper never will be. Modes stay."""
        self.motions.clear()
        self.line.clear()

    def execute(self, token: Token) -> None:
        """Carry out one printing command."""
        if token.name == TEXT:
            self.line.character(token.data)
        elif token.name == UNKNOWN:
            self._findings.unknown.append(token.data.hex(" ").upper())
        elif token.name in MODES:
            MODES[token.name](self.line, token.data)
        elif token.name in ACTIONS:
            ACTIONS[token.name](self, token.data)
        elif token.name not in IGNORED:
            self._not_simulated(token)

    def _not_simulated(self, token: Token) -> None:
        self._findings.unsupported.append(f"{token.name} {token.data[:8].hex(' ').upper()}".strip())

    def _initialise(self, _data: bytes) -> None:
        self.line.clear()
        self.line.modes = Modes()

    def _line_feed(self, _data: bytes) -> None:
        self.line.end()

    def _feed_lines(self, data: bytes) -> None:
        self._feed_rows(data[0] * self.line.modes.spacing)

    def _feed_dots(self, data: bytes) -> None:
        self._feed_rows(data[0])

    def _feed_rows(self, rows: int) -> None:
        self.line.flush()
        if rows:
            self.motions.append(Band(rows))

    def _cut(self, data: bytes) -> None:
        """GS V: 0 and 1 cut here, 65 and up feed the last line past the blade first, and n dots more."""
        self.line.flush()
        if data[0] in (0, 1, 48, 49):
            self._blade(b"")
        elif len(data) == 2:
            self.motions.append(Band(self._gap_rows + data[1]))
            self._blade(b"")
        else:
            self._not_simulated(Token("GS V", data))

    def _blade(self, _data: bytes) -> None:
        self.line.flush()
        if self._cutter:
            self.motions.append(Cut())

    def _tab(self, _data: bytes) -> None:
        self.line.tab()

    def _bit_image(self, data: bytes) -> None:
        image = bit_image(data[0], int.from_bytes(data[1:3], "little"), data[3:])
        if image is None:
            self._not_simulated(Token("ESC *", data))
        else:
            self.line.picture(image)

    def _raster(self, data: bytes) -> None:
        """GS v 0 m xL xH yL yH: m bit 0 doubles the width, bit 1 the height."""
        row_bytes, rows = int.from_bytes(data[2:4], "little"), int.from_bytes(data[4:6], "little")
        scale = (2 if data[1] & 1 else 1, 2 if data[1] & 2 else 1)
        if data[0] != 0x30:
            self._not_simulated(Token("GS v", data))
        else:
            self._picture(data[6:], row_bytes, rows, scale)

    def _picture(self, data: bytes, row_bytes: int, rows: int, scale: tuple[int, int]) -> None:
        image = raster(data, row_bytes, rows, scale)
        if image is not None:
            self.line.block(image, f"[picture {image.width}x{image.height}]")

    def _group(self, data: bytes) -> None:
        """GS ( fn pL pH: QR codes (k) and graphics (L); print density and the like (K, E, N) change nothing here."""
        kind, payload = data[:1], data[3:]
        if kind == b"k":
            self._symbol(payload)
        elif kind == b"L":
            self._graphics(payload)
        elif kind not in b"KENCA":
            self._not_simulated(Token("GS (", data))

    def _large_graphics(self, data: bytes) -> None:
        if data[:1] == b"L":
            self._graphics(data[5:])
        else:
            self._not_simulated(Token("GS 8", data))

    def _graphics(self, payload: bytes) -> None:
        """GS ( L: fn 112 stores a monochrome raster (a = 48), fn 2 or 50 prints it."""
        function = payload[1] if len(payload) >= 2 else -1
        if function == 112 and len(payload) >= 10 and payload[2] == 48:
            dots, rows = int.from_bytes(payload[6:8], "little"), int.from_bytes(payload[8:10], "little")
            scale = (min(2, max(1, payload[3])), min(2, max(1, payload[4])))
            self._stored = (payload[10:], (dots + 7) // 8, rows, scale)
        elif function in (2, 50):
            if self._stored is not None:
                self._picture(*self._stored)
            self._stored = None
        else:
            self._not_simulated(Token("GS ( L", payload))

    def _symbol(self, payload: bytes) -> None:
        if payload[:1] != b"1" or len(payload) < 2:
            self._not_simulated(Token("GS ( k", payload))
        elif payload[1] == 81:
            image = self.qr.draw()
            if image is None:
                self._not_simulated(Token("GS ( k", payload))
            else:
                self.line.block(image, f"[QR {self.qr.content.decode('utf-8', 'replace')}]")
        elif not self.qr.store(payload[1], payload[2:]):
            self._not_simulated(Token("GS ( k", payload))


def _size(n: int) -> tuple[int, int]:
    return ((n >> 4) & 7) + 1, (n & 7) + 1


def _double(n: int, wide: int, high: int) -> tuple[int, int]:
    return 2 if n & wide else 1, 2 if n & high else 1


def _word(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _print_mode(line: LineBuffer, data: bytes) -> None:
    n = data[0]
    line.set(font_b=bool(n & 1), bold=bool(n & 8), size=_double(n, 0x20, 0x10), underline=1 if n & 0x80 else 0)


def _chinese_mode(line: LineBuffer, data: bytes) -> None:
    line.set(chinese_size=_double(data[0], 0x04, 0x08), chinese_underline=1 if data[0] & 0x80 else 0)


MODES: dict[str, Callable[[LineBuffer, bytes], None]] = {
    "ESC !": _print_mode,
    "ESC E": lambda line, data: line.set(bold=bool(data[0] & 1)),
    "ESC G": lambda line, data: line.set(bold=bool(data[0] & 1)),
    "ESC -": lambda line, data: line.set(underline=data[0] % 48 % 3),
    "ESC M": lambda line, data: line.set(font_b=data[0] in (1, 49)),
    "ESC a": lambda line, data: line.set(align=data[0] % 48 if data[0] % 48 < 3 else line.modes.align),
    "ESC 2": lambda line, _: line.set(spacing=DEFAULT_SPACING),
    "ESC 3": lambda line, data: line.set(spacing=data[0]),
    "ESC t": lambda line, data: line.set(code_page=data[0]),
    "ESC  ": lambda line, data: line.set(character_space=data[0]),
    "ESC D": lambda line, data: line.set(tabs=tuple(data.rstrip(b"\x00"))),
    "ESC $": lambda line, data: line.move_to(_word(data)),
    "GS !": lambda line, data: line.set(size=_size(data[0]), chinese_size=_size(data[0])),
    "GS B": lambda line, data: line.set(reverse=bool(data[0] & 1)),
    "GS L": lambda line, data: line.set(left_margin=_word(data)),
    "GS W": lambda line, data: line.set(area=_word(data) or None),
    "FS !": _chinese_mode,
    "FS W": lambda line, data: line.set(chinese_size=(2, 2) if data[0] & 1 else (1, 1)),
    "FS -": lambda line, data: line.set(chinese_underline=data[0] % 48 % 3),
    "FS S": lambda line, data: line.set(chinese_space=(data[0], data[1])),
}

ACTIONS: dict[str, Callable[[Interpreter, bytes], None]] = {
    "ESC @": Interpreter._initialise,
    "LF": Interpreter._line_feed,
    "HT": Interpreter._tab,
    "ESC d": Interpreter._feed_lines,
    "ESC J": Interpreter._feed_dots,
    "ESC i": Interpreter._blade,
    "ESC m": Interpreter._blade,
    "ESC *": Interpreter._bit_image,
    "GS V": Interpreter._cut,
    "GS v": Interpreter._raster,
    "GS (": Interpreter._group,
    "GS 8": Interpreter._large_graphics,
}

IGNORED = frozenset(
    {"CR", "FS &", "FS .", "FS C", "ESC R", "ESC =", "ESC U", "ESC c", "ESC p", "GS P", "GS f", "GS h", "GS w", "GS H"}
    | {"DLE EOT", "DLE ENQ", "DLE DC4"}
)
"""Known and without effect here: Chinese mode is the parser's, real-time commands were carried out on receipt."""
