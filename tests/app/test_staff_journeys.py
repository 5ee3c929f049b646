"""A journey's records as steps: masked, with times and amounts, in words that the screen has (field.md X10)."""

from pathlib import Path
from typing import get_args

import pytest

from app.ledger_texts import line_of
from app.staff_journeys import _SAYERS, sheet_of
from kiosk import facts
from kiosk.money import Fen
from kiosk.open_money import Settlement
from kiosk.paper import PrintOutcome
from kiosk.staff_records import JourneySheet
from kiosk.visit_types import Language, Reopening, SmsState
from offline_queue.journal_facts import SealedFact
from offline_queue.journeys import Journey, journey_of
from tests.offline_queue.rich import fill
from tests.offline_queue.support import NUMBER, Home, opened, posted, queue_payment
from ui.messages import SOURCES
from ui.samples_of_journeys import JOURNEY_SAMPLES


def sheet(home: Home, code: str) -> JourneySheet:
    return sheet_of(code, journey_of(home.data, code))


def test_x10_a_paid_visit_from_its_first_note_to_the_sms(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([facts.ReceiptStarted("job", "K0001-1")])
    ledger.commit([posted(1), facts.ReceiptEnded("job", "printed", "", 190)])
    for sms in (SmsState.SENT, SmsState.DELIVERED):
        ledger.commit([facts.ConfirmationProgressed("K0001-1", sms, Reopening.REOPENED)])
    ledger.close()
    found = sheet(home, "K0001-1")
    assert [(step.what, step.tone, step.amount) for step in found.steps] == [
        ("visit_opened", "done", None),
        ("note_intended", "done", 10000),
        ("note_stacked", "done", 10000),
        ("payment_accepted", "done", 10000),
        ("visit_closed", "done", None),
        ("printing", "done", None),
        ("payment_posted", "done", None),
        ("printed", "done", None),
        ("sms", "done", None),
        ("reopened", "done", None),
        ("sms", "done", None),
        ("reopened", "done", None),
    ]
    assert all(step.at for step in found.steps)
    assert NUMBER not in repr(found)
    assert "138****" in repr(found)


def test_only_the_last_word_on_the_sms_can_still_be_awaited(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([posted(1)])
    for sms in (SmsState.WAITING, SmsState.SENT):
        ledger.commit([facts.ConfirmationProgressed("K0001-1", sms, Reopening.NOT_NEEDED)])
    ledger.close()
    tones = [step.tone for step in sheet(home, "K0001-1").steps if step.what == "sms"]
    assert tones == ["done", "waiting"]


def test_what_went_wrong_is_red_and_carries_its_code(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ledger = home.open()
    note = "3f09c1aa" + "0" * 24
    ledger.commit([opened("v"), facts.NoteIntended(note, "v", Fen(2000)), facts.NoteDoubted(note, "no evidence")])
    ledger.commit([facts.ReceiptStarted("job", "3F09C1AA"), facts.ReceiptEnded("job", "partial", "PRN-OUT")])
    ledger.close()
    steps = {step.what: step for step in sheet(home, "3F09C1AA").steps}
    assert (steps["note_doubted"].tone, dict(steps["note_doubted"].parts)["code"]) == ("failed", "3F09C1AA")
    assert (steps["printed"].tone, dict(steps["printed"].parts)["cause"]) == ("failed", "PRN-OUT")


@pytest.mark.parametrize("denomination", [None, Fen(5000)])
def test_a_note_that_the_acceptor_gave_back_unasked_is_a_step_of_the_visit(
    tmp_path: Path, denomination: Fen | None
) -> None:
    home = Home(tmp_path)
    ledger = home.open()
    queue_payment(ledger, 1)
    back = facts.NoteGivenBack("visit-1", denomination)
    ledger.commit([back, facts.NoteGivenBack(None, Fen(2000))])
    ledger.close()
    steps = [step for step in sheet(home, "K0001-1").steps if step.what == "note_returned"]
    assert [(step.tone, step.amount) for step in steps] == [("done", denomination)]
    assert line_of(back).startswith("a note of ¥50 that" if denomination else "a note that")


def test_every_word_of_every_step_is_one_that_the_screen_has(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ledger = home.open()
    fill(ledger)
    ledger.close()
    seen = set()
    for seq in range(1, 20):
        for step in sheet(home, f"K0001-{seq}").steps:
            seen.add(step.what)
            assert f"trace_{step.what}" in SOURCES
            for name, value in step.parts:
                assert not name.endswith("_word") or value in SOURCES, (step.what, value)
                assert f"{{{name.removesuffix('_word')}}}" in SOURCES[f"trace_{step.what}"], (step.what, name)
    assert len(seen) > 15
    for outcome in Settlement:
        assert f"trace_outcome_{outcome.value}" in SOURCES
    for printed in PrintOutcome:
        assert f"jobs_{printed.value}" in SOURCES
    for sms in SmsState:
        assert f"sms_word_{sms.value}" in SOURCES


def test_every_kind_of_step_stands_in_a_sample_and_has_words() -> None:
    sheets = [sample(Language.CHINESE).sheet for sample in JOURNEY_SAMPLES.values()]
    shown = {step.what for sheet in sheets if sheet is not None for step in sheet.steps}
    words = {name.removeprefix("trace_") for name in SOURCES if name.startswith("trace_")}
    besides = {"ask", "reading", "nothing", "unread", "limit", "older"}
    besides |= {f"outcome_{outcome.value}" for outcome in Settlement}
    assert shown == words - besides


def test_facts_of_no_step_are_chosen_not_forgotten() -> None:
    """Those that name a visit, note, payment, attempt or job and are no step are listed here, with a reason each."""
    no_step = {
        facts.StackedReportRepeated,  # the device's echo
        facts.VisitTold,  # what halls hear of the visit's end
    }
    ids = {"visit_id", "note_id", "payment_id", "attempt_id", "job_id"}
    about = {fact for fact in get_args(SealedFact) if ids & set(fact.__struct_fields__)}
    assert about - set(_SAYERS) == no_step


@pytest.mark.parametrize("code", ["", "K0009-9"])
def test_no_records_are_no_steps(code: str) -> None:
    assert sheet_of(code, Journey([])) == JourneySheet(code)
