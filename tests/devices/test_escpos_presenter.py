"""A printer with a presenter: slips are taken, forgotten and drawn back, or stuck; the next never pushes one out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices.escpos_job import Marker
from devices.escpos_presenter import PresenterOptions
from kiosk.device_status import Supplies
from kiosk.paper import Document, PrintOutcome, Text
from tests.devices.escpos_simulated import TIMINGS, Nearby

PRINTED = (PrintOutcome.PRINTED, "")
SLIP = Document((Text("凭证"), Text("取走")))


class Exit(Nearby):
    """A quick printer with a presenter; ``wait_s`` is how long a slip is held out."""

    def ready_with(self, wait_s: float, **options: object) -> None:
        self.timings = replace(TIMINGS, poll_s=0.1)
        self.presenter = PresenterOptions(wait_s)
        self.ask("options", presenter="custom", speed_mm_s=600.0, cut_s=0.05, **options)
        self.ready()

    def where(self) -> list[str]:
        return [piece["where"] for piece in self.ask("state")["pieces"] if piece["ink"]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Exit]:
    made = Exit(tmp_path, tmp_path / "cache")
    yield made
    made.close()


def test_f31_a_slip_is_shown_and_taken(desk: Exit) -> None:
    desk.ready_with(wait_s=20.0)
    desk.print("j1", SLIP)
    assert desk.result("j1") == PRINTED
    assert desk.status("PRN-SLIP").usable
    assert desk.where() == ["presented"]
    desk.ask("take_paper")
    desk.status("")
    assert desk.where() == ["taken"]
    assert [status.code for status in desk.statuses] == ["", "PRN-SLIP", ""]
    assert desk.drawn_back == []


def test_f31_a_forgotten_slip_is_drawn_back_and_no_stranger_gets_it(desk: Exit) -> None:
    desk.ready_with(wait_s=0.3)
    desk.print("j1", SLIP)
    assert desk.result("j1") == PRINTED
    desk.status("PRN-SLIP")
    assert desk.status("PRN-RETRACTED").usable
    assert desk.where() == ["retracted"]
    assert desk.drawn_back == ["j1"], "told of this job, once"
    assert desk.ask("take_paper")["taken"] == 0
    desk.print("j2", SLIP)
    assert desk.result("j2") == PRINTED
    desk.status("PRN-SLIP")
    assert desk.where() == ["retracted", "presented"]


def test_the_next_job_waits_until_the_slip_is_taken(desk: Exit) -> None:
    desk.ready_with(wait_s=20.0)
    desk.print("j1", SLIP)
    desk.print("j2", SLIP)
    assert desk.result("j1") == PRINTED
    polls = desk.ask("state")["received_bytes"]
    desk.wait(lambda: desk.ask("state")["received_bytes"] > polls + 60)  # time passes
    assert desk.where() == ["presented"] and len(desk.ends) == 1
    desk.ask("take_paper")
    assert desk.result("j2") == PRINTED
    assert desk.where() == ["taken", "presented"]


def test_a_slip_that_can_not_be_drawn_back_stops_printing_until_it_is_pulled_out(desk: Exit) -> None:
    desk.ready_with(wait_s=0.2)
    desk.ask("retract_fails")
    desk.print("j1", SLIP)
    assert desk.result("j1") == PRINTED
    assert not desk.status("PRN-EXIT").usable
    desk.print("j2", SLIP)
    assert desk.result("j2") == (PrintOutcome.NOT_PRINTED, "PRN-EXIT")
    desk.ask("take_paper")
    desk.status("")
    desk.ask("retract_fails", on=False)
    desk.print("j3", SLIP)
    assert desk.result("j3") == PRINTED
    assert desk.where() == ["taken", "presented"]


def test_a_torn_slip_is_kept_inside_and_the_next_stands_alone(desk: Exit) -> None:
    desk.ready_with(wait_s=20.0)
    desk.ask("cover_open", at={"rows": 45})
    desk.print("j1", SLIP)
    assert desk.result("j1") == (PrintOutcome.PARTIAL, "PRN-COVER")
    desk.status("PRN-COVER")
    desk.ask("cover_close")
    desk.status("")
    desk.print("j2", SLIP)
    assert desk.result("j2") == PRINTED
    assert desk.where() == ["retracted", "presented"]
    assert [piece["text"] for piece in desk.ask("state")["pieces"]] == ["凭证", "凭证\n取走"]


def test_a_slip_of_an_earlier_process_is_drawn_back(desk: Exit) -> None:
    desk.ready_with(wait_s=20.0)
    desk.print("j1", SLIP)
    assert desk.result("j1") == PRINTED
    desk.status("PRN-SLIP")
    assert desk.printer is not None
    desk.printer.close()
    desk.statuses.clear()
    desk.ready()
    desk.wait(lambda: desk.where() == ["retracted"])
    assert desk.drawn_back == [], "its customer is gone"


def test_a_printer_without_proof_shows_its_slip_too_and_near_end_is_told_beside_it(desk: Exit) -> None:
    desk.marker = Marker.REALTIME
    desk.ready_with(wait_s=20.0, asb=False, process_id=False, transmit_status=False)
    desk.ask("paper_near_end")
    desk.status("PRN-LOW")
    desk.print("j1", SLIP)
    assert desk.result("j1") == (PrintOutcome.UNKNOWN, "PRN-UNPROVED")
    assert desk.status("PRN-SLIP").supplies is Supplies.LOW
    desk.wait(lambda: desk.where() == ["presented"])
    desk.ask("take_paper")
    desk.status("PRN-LOW")
