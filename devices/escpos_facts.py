"""What is known of the printer: DLE EOT and ASB bits (specs/escpos.md 4.1, 4.2, 5) in the house's vocabulary. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies


class Paper(StrEnum):
    OK = "ok"
    NEAR_END = "near_end"
    END = "end"


@dataclass(frozen=True, slots=True)
class PrinterFacts:
    """Each None where the printer has not said. ``raw`` is its own words in hex."""

    online: bool | None = None
    cover_open: bool | None = None
    paper: Paper | None = None
    cutter_error: bool | None = None
    recoverable_error: bool | None = None
    unrecoverable_error: bool | None = None
    passing_error: bool | None = None  # head hot, voltage: ends by itself
    raw: str = ""

    @property
    def silent(self) -> bool:
        """Nothing is known at all."""
        return self == PrinterFacts(raw=self.raw)

    @property
    def complete(self) -> bool:
        known = (
            self.online,
            self.cover_open,
            self.paper,
            self.cutter_error,
            self.recoverable_error,
            self.unrecoverable_error,
            self.passing_error,
        )
        return None not in known


NOTHING_KNOWN = PrinterFacts()


def facts_of_real_time(answers: Mapping[int, int]) -> PrinterFacts:
    """From the answers to DLE EOT 1..4, by n; a missing one leaves its facts unknown."""
    printer, offline, error, paper = (answers.get(n) for n in (1, 2, 3, 4))
    return PrinterFacts(
        online=_clear(printer, 0x08),
        cover_open=_set(offline, 0x04),
        paper=_paper(paper, stopped_by_end=bool(offline is not None and offline & 0x20)),
        cutter_error=_set(error, 0x08),
        recoverable_error=_set(error, 0x04),
        unrecoverable_error=_set(error, 0x20),
        passing_error=_set(error, 0x40),
        raw="DLE EOT " + " ".join(f"{answers[n]:02X}" if n in answers else "--" for n in (1, 2, 3, 4)),
    )


def facts_of_automatic(group: bytes) -> PrinterFacts:
    """From an ASB group of four bytes; reserved bits are not read."""
    first, second, third, _reserved = group
    paper = Paper.END if third & 0x0C else Paper.NEAR_END if third & 0x03 else Paper.OK
    return PrinterFacts(
        online=not first & 0x08,
        cover_open=bool(first & 0x20),
        paper=paper,
        cutter_error=bool(second & 0x08),
        recoverable_error=bool(second & 0x04),
        unrecoverable_error=bool(second & 0x20),
        passing_error=bool(second & 0x40),
        raw="ASB " + group.hex(" ").upper(),
    )


def _set(answer: int | None, mask: int) -> bool | None:
    return None if answer is None else bool(answer & mask)


def _clear(answer: int | None, mask: int) -> bool | None:
    return None if answer is None else not answer & mask


def _paper(answer: int | None, *, stopped_by_end: bool) -> Paper | None:
    if stopped_by_end or (answer is not None and answer & 0x60):
        return Paper.END
    if answer is None:
        return None
    return Paper.NEAR_END if answer & 0x0C else Paper.OK


@dataclass(frozen=True, slots=True)
class _Verdict:
    holds: Callable[[PrinterFacts], bool]
    status: DeviceStatus
    breaks_job: bool = False  # whoever sees this during a job knows that the paper is not whole (specs/escpos.md 5)


def _is(state: DeviceState, severity: Severity, code: str, supplies: Supplies = Supplies.GOOD) -> DeviceStatus:
    return DeviceStatus(Device.PRINTER, state, severity, supplies, code)


_UNKNOWN = Supplies.NOT_APPLICABLE
SILENT = _is(DeviceState.OFFLINE, Severity.SUSPEND, "PRN-SILENT", _UNKNOWN)
_GOOD = _is(DeviceState.ONLINE, Severity.NONE, "")
_USER, _HARD, _SUSPEND = DeviceState.USER_ERROR, DeviceState.HW_ERROR, Severity.SUSPEND

# The first that holds is what a person is told: the worst first, then what hands must do first.
_VERDICTS = (
    _Verdict(lambda f: f.silent, SILENT),
    _Verdict(lambda f: bool(f.unrecoverable_error), _is(_HARD, Severity.FATAL, "PRN-FAIL"), breaks_job=True),
    _Verdict(lambda f: bool(f.cutter_error), _is(_USER, _SUSPEND, "PRN-CUTTER"), breaks_job=True),
    _Verdict(lambda f: bool(f.cover_open), _is(_USER, _SUSPEND, "PRN-COVER"), breaks_job=True),
    _Verdict(lambda f: f.paper is Paper.END, _is(_USER, _SUSPEND, "PRN-OUT", Supplies.OUT), breaks_job=True),
    _Verdict(lambda f: bool(f.recoverable_error), _is(_USER, _SUSPEND, "PRN-JAM"), breaks_job=True),
    _Verdict(lambda f: bool(f.passing_error), _is(_HARD, _SUSPEND, "PRN-HOT")),
    _Verdict(lambda f: not f.complete, SILENT),  # it said some of it: unknown is never ok
    _Verdict(lambda f: f.online is False, _is(DeviceState.OFFLINE, _SUSPEND, "PRN-OFFLINE")),
    _Verdict(lambda f: f.paper is Paper.NEAR_END, _is(DeviceState.ONLINE, Severity.WARNING, "PRN-LOW", Supplies.LOW)),
)
_SUPPLIES = {Paper.OK: Supplies.GOOD, Paper.NEAR_END: Supplies.LOW, Paper.END: Supplies.OUT, None: _UNKNOWN}


def device_status(facts: PrinterFacts) -> DeviceStatus:
    """The printer's state for till, screen and centre; silent is never ok."""
    found = next((verdict.status for verdict in _VERDICTS if verdict.holds(facts)), _GOOD)
    return replace(found, supplies=_SUPPLIES[facts.paper], raw=facts.raw)


def job_fault(facts: PrinterFacts) -> str:
    """The code of a fault that spoils a job under way; empty if there is none."""
    return next((v.status.code for v in _VERDICTS if v.breaks_job and v.holds(facts)), "")
