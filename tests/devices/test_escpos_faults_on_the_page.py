"""Trust in paper, seen from the page (F31, M17): every fault of the printer at every point of an enquiry's print, through
the real flow, driver and wire. What the page says is what the paper bears out; what a person may do next never makes a
second original. The driver's own table is ``test_escpos_fault_table.py``; its bench is used here.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from devices.escpos_document import CUT_FEED_MM, DOTS_PER_MM, PAPER_80_MM, compile_document
from devices.escpos_library import byte_maker
from kiosk import commands as cmd, events as ev
from kiosk.enquiry_views import PaperStep, PreviewView
from kiosk.visit_types import Service
from tests.conftest import Tally
from tests.devices.test_escpos_fault_table import DIALECTS, FAULTS, GAP_MM, HARMLESS, Dialect, Trust
from tests.kiosk.play import POLICY
from tests.kiosk.play_asking import Asking

TABLE = """
fault      point            Epson-like                 plain clone

paper end  before the job   printer_out PRN-OUT        printer_out PRN-OUT
paper end  at first byte    printer_out PRN-OUT        printer_out PRN-OUT
paper end  mid              print_failed PRN-OUT       print_failed PRN-OUT
paper end  at the cut       print_failed PRN-OUT       print_failed PRN-OUT

cover      before the job   printer_out PRN-COVER      printer_out PRN-COVER
cover      at first byte    printer_out PRN-COVER      printer_out PRN-COVER
cover      mid              print_failed PRN-COVER     print_failed PRN-COVER
cover      at the cut       print_failed PRN-COVER     print_failed PRN-COVER

cutter     before the job   printer_out PRN-CUTTER     printer_out PRN-CUTTER
cutter     at first byte    printer_out PRN-CUTTER     printer_out PRN-CUTTER
cutter     mid              print_failed PRN-CUTTER    print_failed PRN-CUTTER
cutter     at the cut       print_failed PRN-CUTTER    print_failed PRN-CUTTER

jam        before the job   printer_out PRN-JAM        printer_out PRN-JAM
jam        at first byte    printer_out PRN-JAM        printer_out PRN-JAM
jam        mid              print_failed PRN-JAM       print_failed PRN-JAM
jam        at the cut       print_failed PRN-JAM       print_failed PRN-JAM

offline    before the job   printer_out PRN-OFFLINE    printer_out PRN-OFFLINE
offline    at first byte    printer_out PRN-OFFLINE    printer_out PRN-OFFLINE
offline    mid              print_failed PRN-OFFLINE   print_failed PRN-OFFLINE
offline    at the cut       print_unknown PRN-OFFLINE  print_unknown PRN-OFFLINE

mute       before the job   printer_out PRN-SILENT     printer_out PRN-SILENT
mute       at first byte    printer_out PRN-SILENT     printer_out PRN-SILENT
mute       mid              print_unknown PRN-SILENT   print_unknown PRN-SILENT
mute       at the cut       print_unknown PRN-SILENT   print_unknown PRN-SILENT

slow       before the job   printed                    printed
slow       at first byte    printed                    printed
slow       mid              printed                    printed
slow       at the cut       printed                    printed
"""
ROWS = [
    (line[:11].strip(), line[11:28].strip(), line[28:55].strip(), line[55:].strip())
    for line in TABLE.splitlines()[3:]
    if line
]
IN_EVERY_RUN = {("paper end", "before the job"), ("paper end", "mid"), ("cover", "at the cut"), ("mute", "mid")}
IN_EVERY_RUN |= {("cutter", "at first byte"), ("slow", "at the cut"), ("offline", "at the cut")}
COPY_MARK = "补打"
CASES = [
    pytest.param(
        dialect, fault, point, (epson, clone)[column], id=f"{fault}, {point}, {dialect}",
        marks=() if (fault, point) in IN_EVERY_RUN else pytest.mark.long,
    )
    for column, dialect in enumerate(DIALECTS)
    for fault, point, epson, clone in ROWS
]  # fmt: skip
Case = tuple[str, str, str]  # dialect, fault, point


class AtThePage(Trust):
    """A customer at the page, the flow, and a printer: the driver's events go to the flow, its orders come back."""

    def __init__(self, folder: Path, cache: Path, dialect: Dialect) -> None:
        self.play: Asking | None = None
        super().__init__(folder, cache, dialect)
        self.visits = 0

    def show_preview(self) -> str:
        """A new visit that has its answer on the page as it will be printed; what marks its slip at head and foot."""
        self.visits += 1
        code = f"K{self.visits:04}"
        play = Asking(replace(POLICY, hall=f"营业厅 {code}", kiosk_id=code))
        play.ids = 1_000 * self.visits  # a job's id never comes again
        play.previewed(Service.BALANCE).take(ev.DeviceStatusChanged(self.statuses[-1]))
        self.play = play
        return code

    @property
    def page(self) -> PreviewView:
        assert self.play is not None
        shown = self.play.view.body
        assert isinstance(shown, PreviewView)
        return shown

    def press_print(self) -> bool:
        """Was it taken?"""
        assert self.play is not None
        self._taken(ev.PrintPressed())
        return not self.play.refused

    def said(self) -> str:
        """What the page tells when the printing is over, or can't begin."""
        self.wait(lambda: self.page.step is not PaperStep.PRINTING)
        problem = self.page.problem
        if problem is None:
            return self.page.step.value
        return f"{problem.id} {dict(problem.params)['code']}"

    def moment_of(self, point: str) -> dict[str, int] | None:
        """Where in the job a fault strikes, as the simulator is told it."""
        document = compile_document(self.page.document, PAPER_80_MM, self.cache)
        rows = round((document.paper_mm - CUT_FEED_MM) * DOTS_PER_MM)
        assert rows < 2 * GAP_MM * DOTS_PER_MM, "the buffer holds it, and it is quickly printed"
        return {"mid": {"bytes": document.size // 2}, "at the cut": {"cuts": 1}}.get(point)

    def _note(self, event: ev.Event) -> None:
        super()._note(event)
        if self.play is not None:
            self._taken(event)

    def _taken(self, event: ev.Event) -> None:
        assert self.play is not None and self.printer is not None
        self.play.take(event)
        for command in self.play.commands:
            if isinstance(command, cmd.PrintPaper):
                self.printer.print(command.job)

    # ---- the simulator's books ---------------------------------------------------------------------------------------

    def slips(self, code: str) -> list[str]:
        """What of this visit is on any paper, whole or not."""
        state = self.at_rest()
        papers = [piece["text"] for piece in state["pieces"]] + [state["hanging_text"]]
        assert all(sum(text.count(f"营业厅 {other}") for other in self._codes()) <= 1 for text in papers), papers[-3:]
        return [text for text in papers if code in text]

    def _codes(self) -> Iterator[str]:
        return (f"K{number:04}" for number in range(1, self.visits + 1))


def wholes(slips: list[str], code: str) -> tuple[int, int]:
    """Originals and copies that stand alone on their paper, from the line that is at head and foot to the same again."""
    whole = []
    for text in slips:
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if lines[0] == lines[-1] and text.count(code) == 2:
            whole.append(lines[0])
    copies = sum(line.startswith(COPY_MARK) for line in whole)
    return len(whole) - copies, copies


def carry_out(bench: AtThePage, fault: str, point: str) -> str:
    """One row: the fault, what the page says of it, what can be done before and after the repair."""
    code = bench.show_preview()
    at = bench.moment_of(point)
    bench.ask(**FAULTS[fault], **({} if at is None else {"at": at}))
    known = point == "before the job" and fault not in HARMLESS
    if known:
        bench.wait(lambda: not bench.page.can_print)
    assert bench.press_print() is not known, "a printer that is out is not asked to print"
    said = bench.said()
    if said == "printed":
        assert not bench.page.can_print and not bench.press_print()
        assert wholes(bench.slips(code), code) == (1, 0)
        bench.repair(fault)
        return said
    before = bench.ask("state")
    if said.startswith("printer_out"):
        assert code not in before["hanging_text"] and not any(code in piece["text"] for piece in before["pieces"])
    bench.wait(lambda: not bench.page.can_print)
    assert not bench.press_print(), "the printer is out"
    bench.repair(fault)
    originals, copies = wholes(bench.slips(code), code)
    assert (originals, copies) == (1 if point == "at the cut" else 0, 0), "nothing came by itself"
    print_once_more(bench, code, originals, begun=not said.startswith("printer_out"))
    return said


def print_once_more(bench: AtThePage, code: str, originals: int, *, begun: bool) -> None:
    """A person orders it, and then it is on paper once: marked where the first may be out."""
    assert bench.page.can_print and bench.press_print()
    assert bench.said() == "printed"
    slips = bench.slips(code)
    assert wholes(slips, code) == ((originals, 1) if begun else (1, 0)), slips
    assert not bench.press_print(), "and that is all"


def lane(folder: Path, cache: Path, cases: list[Case]) -> dict[Case, str | Exception]:
    """The rows of one dialect and one point, at the same printer; what one leaves behind spoils the next."""
    bench = AtThePage(folder, cache, DIALECTS[cases[0][0]])
    found: dict[Case, str | Exception] = {}
    try:
        for case in cases:
            try:
                found[case] = carry_out(bench, case[1], case[2])
            except Exception as error:  # noqa: BLE001 - told by the test of that row
                found[case] = error
                break  # who knows how the printer stands
    finally:
        bench.close()
    return found


@pytest.fixture(scope="module")
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Case, str | Exception]:
    """Of the rows that are to be tested. Printers mostly wait: all lanes run at the same time."""
    cache = tmp_path_factory.mktemp("cache")
    cache.chmod(0o700)
    byte_maker(PAPER_80_MM.profile, cache)
    lanes: dict[tuple[str, str], list[Case]] = {}
    for item in request.session.items:
        if getattr(item, "originalname", "") == test_m17_what_the_page_says_of_every_fault.__name__:
            given: dict[str, Any] = item.callspec.params  # type: ignore[attr-defined]
            case = (given["dialect"], given["fault"], given["point"])
            lanes.setdefault((case[0], case[2]), []).append(case)
    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(lane, tmp_path_factory.mktemp("lane"), cache, cases) for cases in lanes.values()]
        return {case: outcome for future in running for case, outcome in future.result().items()}


@pytest.mark.parametrize(("dialect", "fault", "point", "expected"), CASES)
def test_m17_what_the_page_says_of_every_fault(  # noqa: PLR0917 - the columns of the table
    told: dict[Case, str | Exception], tally: Tally, dialect: str, fault: str, point: str, expected: str
) -> None:
    said = told.get((dialect, fault, point), RuntimeError("not reached: an earlier row at this printer failed"))
    if isinstance(said, Exception):
        raise said
    assert said == expected
    tally("printer faults on the page", 1)
