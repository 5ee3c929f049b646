"""Paper counted by length: what the driver says that a job fed, against the roll of the simulated printer."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from devices.escpos_document import CUT_FEED_MM, PAPER_58_MM, PAPER_80_MM, PaperFormat, compile_document
from kiosk.paper import Document, PrintOutcome, Text
from kiosk.papers.slip import merged
from kiosk.visit_types import Language
from tests.devices.escpos_simulated import Nearby
from tests.kiosk.papers_of_a_visit import frame, parts

PAPERS: dict[int, PaperFormat] = {80: PAPER_80_MM, 58: PAPER_58_MM}
PARTS = parts(Language.CHINESE)
RECEIPT = merged(frame(Language.CHINESE), PARTS["receipt"], PARTS["bill"])  # large title, rules, pairs, a QR code
NOTE = Document(tuple(Text(f"第 {n} 行") for n in range(12)))


class Counting(Nearby):
    """A quick printer that has the cutter where the driver thinks it is."""

    def ready_with(self, width: int = 80) -> None:
        self.paper = PAPERS[width]
        self.ask("options", width=width, speed_mm_s=600.0, cut_s=0.05, cutter_gap_mm=CUT_FEED_MM)
        self.ready()

    def left_mm(self) -> float:
        """On the roll, when nothing moves any more."""
        self.wait(lambda: not (state := self.ask("state"))["printing"] and not state["buffered_bytes"])
        found: float = self.ask("state")["paper_mm_left"]
        return found

    def counted_mm(self, job_id: str) -> int:
        self.result(job_id)
        return next(end.paper_mm for end in self.ends if end.job_id == job_id)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counting]:
    made = Counting(tmp_path, tmp_path / "cache")
    yield made
    made.close()


@pytest.mark.parametrize("width", PAPERS)
def test_a_whole_slip_is_counted_as_long_as_it_is(desk: Counting, width: int) -> None:
    """Text by lines, large ones, the QR code by its dots (the 58 mm printer gets it as a picture), the way to the blade."""
    desk.ready_with(width)
    before = desk.left_mm()
    desk.print("j1", RECEIPT)
    assert desk.result("j1")[0] is PrintOutcome.PRINTED
    fed = before - desk.left_mm()
    assert fed > 200
    assert desk.counted_mm("j1") == pytest.approx(fed, rel=0.02)


def test_a_slip_cut_short_is_counted_by_what_was_sent_and_its_cut_with_the_next(desk: Counting) -> None:
    desk.ready_with()
    before = desk.left_mm()
    desk.ask("cover_open", at={"rows": 100})
    desk.print("j1", NOTE)
    assert desk.result("j1") == (PrintOutcome.PARTIAL, "PRN-COVER")
    fed = before - desk.left_mm()
    whole = compile_document(NOTE, PAPER_80_MM, desk.cache).paper_mm
    assert 12 <= fed <= desk.counted_mm("j1") <= whole + 1
    desk.mend()
    desk.status("")
    desk.print("j2", NOTE)
    assert desk.result("j2")[0] is PrintOutcome.PRINTED
    assert desk.counted_mm("j2") == pytest.approx(whole + CUT_FEED_MM, abs=2), "the torn piece was fed to the blade too"
    assert before - desk.left_mm() <= desk.counted_mm("j1") + desk.counted_mm("j2")


def test_a_job_that_never_began_takes_no_paper(desk: Counting) -> None:
    desk.ready_with()
    desk.ask("paper_out")
    desk.status("PRN-OUT")
    desk.print("j1", NOTE)
    assert desk.result("j1") == (PrintOutcome.NOT_PRINTED, "PRN-OUT")
    assert desk.counted_mm("j1") == 0


def test_what_was_sent_counts_piece_by_piece(tmp_path: Path) -> None:
    """No byte, no paper; a line counts from its first byte; all bytes, all paper."""
    cache = tmp_path / "cache"
    cache.mkdir(mode=0o700)
    document = compile_document(RECEIPT, PAPER_58_MM, cache)
    fed = [document.fed_mm(sent) for sent in range(document.size + 1)]
    assert fed[0] == 0.0 and fed[-1] == pytest.approx(document.paper_mm)
    assert fed == sorted(fed)
    assert document.fed_mm(document.size - 1) == fed[-1], "the cut began"
    assert max(b - a for a, b in pairwise(fed)) == CUT_FEED_MM
