"""Receipt printers by the protocol that the configuration names."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from devices.escpos import EscposPrinter
from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, PaperFormat
from devices.escpos_job import Marker
from devices.escpos_presenter import PresenterOptions
from devices.serial_link import LinkSettings, SerialLink
from kiosk.paper import PrintJob
from kiosk.ports import Post

PAPERS: dict[int, PaperFormat] = {80: PAPER_80_MM, 58: PAPER_58_MM}  # by width in millimetres


class PrinterDriver(Protocol):
    """``kiosk.ports.ReceiptPrinter`` with its life. ``close`` ends the job under way as unknown."""

    link: SerialLink

    def start(self, *, interrupted: bool = False) -> None: ...

    def close(self) -> None: ...

    def print(self, job: PrintJob) -> None: ...


def _escpos(
    settings: LinkSettings, post: Post, paper: PaperFormat, cache: Path, *, marker: str, slip_wait_s: float | None
) -> PrinterDriver:
    presenter = None if slip_wait_s is None else PresenterOptions(slip_wait_s)
    return EscposPrinter(settings, post, paper, cache, marker=Marker(marker), presenter=presenter)


_DRIVERS: dict[str, Callable[..., PrinterDriver]] = {"escpos": _escpos}
PROTOCOLS = frozenset(_DRIVERS)


def make_printer(
    protocol: str,
    settings: LinkSettings,
    post: Post,
    paper_mm: int,
    cache: Path,
    *,
    marker: str = Marker.AUTO,
    slip_wait_s: float | None = None,
) -> PrinterDriver:
    """A driver, not started. ``cache`` and ``marker`` as in ``EscposPrinter``. ``slip_wait_s``: how long a presenter of the
    ``custom`` family holds a slip out before it draws it back; None where no presenter is fitted.

    ValueError for a protocol or paper width (58, 80 mm) that is not known; PermissionError if ``cache`` is open to others.
    """
    if protocol not in _DRIVERS:
        raise ValueError(f"printer protocol {protocol!r} is not known; one of: {', '.join(sorted(PROTOCOLS))}")
    if paper_mm not in PAPERS:
        raise ValueError(f"paper of {paper_mm} mm is not known; one of: {', '.join(map(str, sorted(PAPERS)))}")
    return _DRIVERS[protocol](settings, post, PAPERS[paper_mm], cache, marker=marker, slip_wait_s=slip_wait_s)
