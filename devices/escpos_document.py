"""A document as ESC/POS bytes in pieces: between two pieces the printer may be asked for its status (specs/escpos.md 2)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby, repeat
from pathlib import Path

from devices import escpos_commands as commands
from devices.escpos_glyphs import draw as draw_glyph
from devices.escpos_library import ByteMaker, byte_maker, prints_qr_itself
from devices.escpos_text import ChineseArea, Draw, Line, glyphs, pair_lines, wrap
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text

DOTS_PER_MM = 8  # 203 dpi
LINE_MM = 3.75  # 30 dots, the usual line spacing after ESC @; models with 1/6 inch take an eighth more
LARGE_LINE_MM = 6.0  # 48 dots
CUT_FEED_MM = 15.0  # GS V 66 feeds to the cutter first; by model 12 to 16
TAIL = ((), ())  # empty lines under the last one, for the hand that tears it off
STRIPE_ROWS = 24  # pictures go in short stripes: many boundaries, and a broken one is cheap to flush (10)
QR_CAPACITY = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213)  # bytes at level M of versions 1..10 (ISO/IEC 18004)
QR_SMALLEST_DOTS, QR_LARGEST_DOTS = 3, 8  # of one module
LONGEST_PIECE = 1024  # bytes; so many NULs complete any command of ours that was cut short


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """Printable width: ``columns`` of font A, ``dots``, and the profile of escpos-printer-db that knows the features."""

    columns: int
    dots: int
    profile: str
    area: ChineseArea = ChineseArea.GBK


PAPER_80_MM = PaperFormat(columns=48, dots=576, profile="TM-T20II")
PAPER_58_MM = PaperFormat(columns=32, dots=384, profile="POS-5890")


@dataclass(frozen=True, slots=True)
class CompiledDocument:
    """``pieces``: whole commands or text, each complete in itself. ``feeds``: how much paper each takes, about, in mm."""

    pieces: tuple[bytes, ...]
    feeds: tuple[float, ...]

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(map(len, self.pieces))

    @property
    def paper_mm(self) -> float:
        return sum(self.feeds)

    def fed_mm(self, sent: int) -> float:
        """How much paper ``sent`` bytes of it take at most; what a printer still held may not have come out."""
        fed, begins = 0.0, 0
        for piece, feed in zip(self.pieces, self.feeds, strict=True):
            if begins >= sent:
                break
            fed += feed
            begins += len(piece)
        return fed


@dataclass(slots=True)
class _Page:
    """Pieces so far, and the modes the printer is in: commands are sent only where a mode changes."""

    paper: PaperFormat
    draw: Draw
    maker: ByteMaker
    pieces: list[bytes] = field(default_factory=list)
    feeds: list[float] = field(default_factory=list)
    align: Align = Align.LEFT
    bold: bool = False
    large: bool = False

    def set_modes(self, align: Align, *, bold: bool = False, large: bool = False) -> None:
        if align is not self.align:
            self.add(commands.ALIGN[align])
        if bold is not self.bold:
            self.add(commands.BOLD[bold])
        if large is not self.large:
            self.add(commands.LARGE[large])
        self.align, self.bold, self.large = align, bold, large

    def add(self, *pieces: bytes, feed_mm: float = 0.0) -> None:
        """``feed_mm``: what the last of them feeds; the others feed nothing."""
        self.pieces.extend(pieces)
        self.feeds.extend(chain(repeat(0.0, len(pieces) - 1), (feed_mm,)))

    def glyphs(self, text: str) -> Line:
        return glyphs(text, self.draw, self.paper.area, large=self.large)

    def add_lines(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self.add(*_line_pieces(line), feed_mm=LARGE_LINE_MM if self.large else LINE_MM)

    def made(self, make: Callable[[], None]) -> bytes:
        """What python-escpos writes during ``make``."""
        self.maker.clear()
        make()
        return self.maker.output


def compile_document(document: Document, paper: PaperFormat, cache: Path, draw: Draw = draw_glyph) -> CompiledDocument:
    """Bytes from initialisation to cut. ``cache`` is python-escpos's private directory.

    ValueError if a QR code is not ASCII or longer than 213 characters.
    """
    page = _Page(paper, draw, byte_maker(paper.profile, cache))
    page.add(commands.INITIALISE + commands.CHINESE_ON)
    for line in document.lines:
        _add(page, line)
    page.set_modes(Align.LEFT)
    page.add_lines(TAIL)
    page.add(_cut(page.maker), feed_mm=CUT_FEED_MM)
    return CompiledDocument(tuple(page.pieces), tuple(page.feeds))


def cut_bytes(paper: PaperFormat, cache: Path) -> bytes:
    """The cut alone, for what an earlier job left on the paper."""
    return _cut(byte_maker(paper.profile, cache))


def _cut(maker: ByteMaker) -> bytes:
    """GS V 66 0: feed to the cutter and cut, leaving one point, so that the paper does not fall."""
    maker.clear()
    maker.cut(feed=False)
    return maker.output


def _line_pieces(line: Line) -> Iterator[bytes]:
    pieces = []
    for drawn, run in groupby(line, key=lambda glyph: glyph.drawn):
        data = [glyph.data for glyph in run]
        pieces.extend(data if drawn else [b"".join(data)])
    if line and not line[-1].drawn:
        pieces[-1] += commands.LINE_FEED
    else:
        pieces.append(commands.LINE_FEED)
    yield from pieces


def _add(page: _Page, line: Text | Pair | Rule | QrCode) -> None:
    match line:
        case Text():
            _add_text(page, line)
        case Pair():
            _add_pair(page, line)
        case Rule():
            page.set_modes(Align.LEFT)
            page.add_lines([page.glyphs("-" * page.paper.columns)])
        case QrCode():
            _add_qr(page, line)


def _add_text(page: _Page, line: Text) -> None:
    page.set_modes(line.align, bold=line.bold, large=line.large)
    page.add_lines(wrap(page.glyphs(line.text), page.paper.columns // (2 if line.large else 1)))


def _add_pair(page: _Page, line: Pair) -> None:
    page.set_modes(Align.LEFT, bold=line.bold)
    page.add_lines(pair_lines(page.glyphs(line.label), page.glyphs(line.value), page.paper.columns))


def _add_qr(page: _Page, line: QrCode) -> None:
    modules, dots = qr_size(line.content, page.paper.dots)
    page.set_modes(Align.CENTRE)
    page.add_lines([()])  # the quiet zone above; the one below follows the code
    if prints_qr_itself(page.maker):
        page.add(*_native_qr(page, line.content, dots), feed_mm=modules * dots / DOTS_PER_MM)
    else:
        _add_drawn_qr(page, line.content, dots)
    page.add_lines([()])


def qr_size(content: str, paper_dots: int) -> tuple[int, int]:
    """Modules along one side (level M), and dots of one module so that the code takes half the paper at most."""
    if not content or not content.isascii() or not content.isprintable():
        raise ValueError("a QR code holds printable ASCII characters, one at least")
    for version, capacity in enumerate(QR_CAPACITY, start=1):
        if len(content) <= capacity:
            modules = 17 + 4 * version
            return modules, max(QR_SMALLEST_DOTS, min(QR_LARGEST_DOTS, paper_dots // 2 // modules))
    raise ValueError(f"a QR code of {len(content)} characters is too long: {QR_CAPACITY[-1]} at most")


def _native_qr(page: _Page, content: str, dots: int) -> Iterator[bytes]:
    """``GS ( k`` five times: model, size, error correction, store, print."""
    output = page.made(partial(page.maker.qr, content, ec=1, size=dots, native=True))
    while output:
        length = 5 + int.from_bytes(output[3:5], "little")  # 1D 28 6B pL pH
        yield output[:length]
        output = output[length:]


def _add_drawn_qr(page: _Page, content: str, dots: int) -> None:
    """``GS v 0`` stripes."""
    import qrcode

    code = qrcode.QRCode(version=None, error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=dots, border=0)
    code.add_data(content)
    code.make(fit=True)
    picture = code.make_image().get_image()
    for top in range(0, picture.height, STRIPE_ROWS):
        stripe = picture.crop((0, top, picture.width, min(top + STRIPE_ROWS, picture.height)))
        page.add(page.made(partial(page.maker.image, stripe)), feed_mm=stripe.height / DOTS_PER_MM)
