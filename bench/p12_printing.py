"""P12: how many bytes a document takes beside its text alone, and how soon its first byte is on the wire."""

import json
import queue
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.hall import Hall
from bench.measure import BenchError, percentile
from bench.printed import documents
from bench.records import money_in, paid
from bench.storage import Storage
from bench.table import Row, verdict
from devices import escpos_commands as commands
from devices.escpos import EscposPrinter
from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, PaperFormat, compile_document
from devices.escpos_glyphs import draw as draw_glyph
from devices.escpos_library import private_directory
from devices.escpos_text import Line, glyphs, pair_lines, wrap
from devices.printer_trace import BLANK
from devices.trace import Direction
from devices.wire import LinkSettings
from kiosk.events import DeviceStatusChanged, Event, PrintJobEnded
from kiosk.paper import Document, Pair, PrintJob, PrintOutcome, QrCode, Rule, Text

SHARE: Final = 1.15
FIRST_BYTE_MS: Final = 50.0
PATIENCE_S: Final = 60.0
WIDTHS: Final[dict[str, PaperFormat]] = {"80 mm": PAPER_80_MM, "58 mm": PAPER_58_MM}


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    folder = hall.folder / "printing"
    folder.mkdir()
    cache = private_directory(folder / "cache")
    sizes = [_size(name, document, cache) for name, document in documents().items() if name != "a receipt"]
    return [*sizes, _first_byte(folder, cache, 5 if quick else 40)]


# ---- bytes -------------------------------------------------------------------------------------------------------------


def _size(name: str, document: Document, cache: Path) -> Row:
    shares = {
        width: compile_document(document, paper, cache).size / _text_bytes(document, paper)
        for width, paper in WIDTHS.items()
    }
    worst = max(shares.values())
    return Row(
        "P12",
        f"bytes of {name}, the wider of two papers",
        f"<= {SHARE} x its pure text",
        f"{worst:.2f} x",
        ", ".join(f"{width} {share:.3f}" for width, share in shares.items()),
        verdict(worst, SHARE),
    )


def _text_bytes(document: Document, paper: PaperFormat) -> int:
    """Of the same lines, wrapped and aligned by blanks, each ended by a line feed, as a file of text would have them."""
    return sum(_line_bytes(element, paper) for element in document.lines)


def _line_bytes(element: Text | Pair | Rule | QrCode, paper: PaperFormat) -> int:
    match element:
        case Text():
            lines = wrap(_glyphs(element.text, paper), paper.columns // 2 if element.large else paper.columns)
        case Pair():
            lines = pair_lines(_glyphs(element.label, paper), _glyphs(element.value, paper), paper.columns)
        case Rule():
            return paper.columns + 1
        case QrCode():
            return len(element.content) + 1
    return sum(sum(len(glyph.data) for glyph in line) + 1 for line in lines)


def _glyphs(text: str, paper: PaperFormat) -> Line:
    return glyphs(text, draw_glyph, paper.area)


# ---- the first byte ----------------------------------------------------------------------------------------------------


def _first_byte(folder: Path, cache: Path, count: int) -> Row:
    """From a payment's commit to the first byte of its slip: the real ledger and driver, a simulated printer's wire."""
    storage = Storage(folder / "ledger")
    ledger = storage.ledger()
    ledger.commit([fact for seq in range(1, count + 1) for fact in money_in(seq)])
    document = documents()["a receipt"]
    taken: list[float] = []
    events: queue.Queue[Event] = queue.Queue()
    with _simulated(folder) as port:
        printer = EscposPrinter(LinkSettings(str(port), 115200), events.put, PAPER_80_MM, cache)
        printer.start()
        try:
            _ready(events)
            _printed(printer, events, PrintJob("warm", document))
            for seq in range(1, count + 1):
                ledger.commit(paid(seq))
                began = time.time()
                _printed(printer, events, PrintJob(f"j{seq}", document))
                taken.append((_began_to_print(printer, began) - began) * 1000)
        finally:
            printer.close()
            ledger.close()
    worst = percentile(taken, 0.95)
    return Row(
        "P12",
        f"payment committed to the first byte of its slip, p95 of {count}",
        f"<= {FIRST_BYTE_MS:.0f} ms",
        f"{worst:.1f} ms (p50 {percentile(taken, 0.5):.1f})",
        "-",
        verdict(worst, FIRST_BYTE_MS),
    )


def _ready(events: "queue.Queue[Event]") -> None:
    while True:
        try:
            event = events.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise BenchError("the simulated printer was not found") from None
        if isinstance(event, DeviceStatusChanged) and event.status.usable:
            return


def _printed(printer: EscposPrinter, events: "queue.Queue[Event]", job: PrintJob) -> None:
    """To its end, by the printer's evidence. Raises ``BenchError`` if it is anything but printed."""
    printer.print(job)
    while True:
        try:
            event = events.get(timeout=PATIENCE_S)
        except queue.Empty:
            raise BenchError(f"the printer told nothing of {job.job_id} for {PATIENCE_S:.0f} s") from None
        if isinstance(event, PrintJobEnded) and event.job_id == job.job_id:
            if event.outcome is not PrintOutcome.PRINTED:
                raise BenchError(f"{job.job_id} ended as {event.outcome} {event.cause}")
            return


def _began_to_print(printer: EscposPrinter, since_s: float) -> float:
    """When the flight recorder saw the first bytes of the newest document leave, in wall time; it keeps no text of it."""
    first = bytes(byte if byte < 0x20 else BLANK for byte in commands.INITIALISE)
    entries = printer.link.trace.entries()
    sent = (one for one in entries if one.unix_s >= since_s and one.direction is Direction.TO_DEVICE)
    return next(one.unix_s for one in sent if first in one.data)


@contextmanager
def _simulated(folder: Path) -> Iterator[Path]:
    port = folder / "port"
    arguments = ("printer", "--protocol", "escpos", "--link", str(port), "--control", str(folder / "control"))
    child = subprocess.Popen([sys.executable, "-m", "devices.simulators", *arguments], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        if not json.loads(child.stdout.readline() or b"{}").get("ready"):
            raise BenchError("the simulated printer did not start")
        yield port
    finally:
        child.terminate()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
