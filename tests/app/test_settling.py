"""When the books are closed, and what stands in the way when they are not."""

from dataclasses import replace
from typing import Any

import pytest

from app.settling import all_posted, as_json, is_settled, what_is_open
from kiosk import events as ev
from kiosk.facts import NoteIntended, VisitOpened
from kiosk.money import Fen
from kiosk.recollection import EMPTY, OpenIntent, Recollection, UnpostedPayment
from kiosk.visit_types import Language
from offline_queue.balances import Balances
from tests.kiosk.play import ACCOUNT, Play, posted

INTENT = Recollection(2, open_intents=(OpenIntent("n1", "v1", Fen(5000)),))
UNPOSTED = replace(EMPTY, next_kiosk_seq=2, unposted=(UnpostedPayment("K0001-1", ACCOUNT, Fen(5000)),))


def test_a_terminal_with_nothing_open_is_settled() -> None:
    assert is_settled(Play().at_home().state)


def test_a_queued_payment_is_waited_for_until_it_has_its_answer() -> None:
    play = Play().with_notes(5000).take(ev.FinishPressed())
    assert not is_settled(play.state)
    assert what_is_open(play.state) == ""
    play.take(ev.PaymentAnswered("K0001-1", posted("K0001-1")))
    assert is_settled(play.state)


def test_a_payment_of_the_time_before_is_waited_for() -> None:
    assert not is_settled(Play().take(ev.Started(UNPOSTED)).state)


def test_a_note_without_evidence_is_waited_for_and_named() -> None:
    play = Play()
    play.books.take(VisitOpened("v1", ACCOUNT, "张*", Fen(5000), Language.CHINESE, offline=False, receipt_expected=True))
    play.books.take(NoteIntended("n1", "v1", Fen(5000)))
    play.take(ev.Started(INTENT))
    assert not is_settled(play.state)
    assert what_is_open(play.state).startswith("a note of 5000 fen was on its way in")
    play.take(ev.NotesWhereaboutsKnown())
    assert is_settled(play.state)
    assert what_is_open(play.state) == ""


@pytest.mark.parametrize("memory", [UNPOSTED, INTENT])
def test_after_a_storage_error_nothing_more_is_waited_for(memory: Recollection) -> None:
    assert is_settled(Play().take(ev.Started(memory), ev.StorageFailed("EIO")).state)


@pytest.mark.parametrize(
    ("figures", "closed"),
    [
        ({}, True),
        ({"stacked_fen": 5000, "posted_fen": 5000}, True),
        ({"stacked_fen": 5000, "posted_fen": 3000, "settled_fen": 2000}, True),
        ({"stacked_fen": 5000, "queued_fen": 5000}, False),
        ({"stacked_fen": 5000, "posted_fen": 4999, "in_doubt_fen": 1}, False),
        ({"stacked_fen": 5000, "owed_fen": 5000}, False),
        ({"stacked_fen": 5000, "unassigned_fen": 5000}, False),
        ({"stacked_fen": 5000, "held_in_visit_fen": 5000}, False),
    ],
)
def test_all_is_posted_when_every_fen_is_with_the_centre_or_was_settled_by_persons(
    figures: dict[str, Any], *, closed: bool
) -> None:
    balances = Balances(**figures)
    assert all_posted(balances) is closed
    assert Balances(**as_json(balances)) == balances
