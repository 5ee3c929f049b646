"""One tap on the last page: kept under the payment's visit, thanked for in place, and never in the way (F42)."""

from collections.abc import Callable

import pytest

from kiosk import events as ev
from kiosk.central_answers import Refused
from kiosk.commands import AskCentre
from kiosk.enquiry import EnquiryProblem
from kiosk.facts import VisitOpened
from kiosk.help_answers import Rated
from kiosk.money import Fen
from kiosk.questions import Answer, Rate
from kiosk.views import ResultView
from tests.kiosk.play import Play, answered, posted
from tests.kiosk.play_asking import refused


def paid(*notes: int) -> Play:
    return Play().with_notes(*notes).take(ev.FinishPressed())


def settled() -> Play:
    return paid(5000).take(answered("K0001-1", posted("K0001-1")))


def shown(play: Play) -> ResultView:
    body = play.view.body
    assert isinstance(body, ResultView)
    return body


def with_open_note() -> Play:
    play = Play().with_notes(5000).take(ev.NoteEscrowed(Fen(1000)), ev.FinishPressed(), ev.NotesWhereaboutsKnown())
    return play.take(answered("K0001-1", posted("K0001-1")))


@pytest.mark.parametrize(
    ("play", "may_rate"),
    [
        (settled, True),
        (lambda: paid(5000), False),
        (lambda: paid(5000).take(ev.CentreReachable(reachable=False)), True),
        (lambda: paid(5000).take(answered("K0001-1", Refused("account-closed"))), False),
        (with_open_note, False),
    ],
    ids=["posted", "waits", "queued", "owed", "a note is open"],
)
def test_f42_rated_once_the_payment_is_settled_or_queued(play: Callable[[], Play], may_rate: bool) -> None:
    at = play()
    assert shown(at).may_rate == may_rate
    at.take(ev.RatingGiven(4))
    assert bool(at.refused) != may_rate
    assert shown(at).score == (4 if may_rate else 0)


@pytest.mark.parametrize("score", range(-1, 8))
def test_f42_a_score_is_one_to_five_and_kept_under_the_payment_s_visit(score: int) -> None:
    play = settled()
    opened = next(fact for fact in play.history if isinstance(fact, VisitOpened))
    play.take(ev.RatingGiven(score))
    asked = [command.question for command in play.commands if isinstance(command, AskCentre)]
    expected = [Rate(opened.visit_id, score, "2026-11-21T20:58:44+08:00")] if 1 <= score <= 5 else []
    assert (asked, play.facts) == (expected, [])


def test_f42_one_tap_and_the_centre_s_word_changes_nothing() -> None:
    said: list[Answer] = [Rated(), refused(EnquiryProblem.SILENT), refused(EnquiryProblem.RATE_LIMITED)]
    for answer in said:
        play = settled().take(ev.RatingGiven(5))
        before = play.view
        command = play.commands[0]
        assert isinstance(command, AskCentre)
        play.take(ev.CentreAnswered(command.ticket, answer))
        assert play.view == before
        assert play.take(ev.RatingGiven(1)).refused
        assert shown(play).score == 5
        assert play.take(ev.FinishPressed()).page == "Home"


def test_f42_a_rating_extends_the_page_as_one_touch_does() -> None:
    play = settled()
    play.wait(play.state.terminal.policy.waits.result - 1)
    play.take(ev.RatingGiven(5))
    assert play.state.deadline_s == play.now + play.state.terminal.policy.waits.result
    assert play.state.touches_left == play.state.terminal.policy.extra_touches - 1


def test_f42_where_no_touch_is_left_a_rating_extends_nothing() -> None:
    play = settled()
    for _ in range(play.state.terminal.policy.extra_touches):
        play.wait(1).take(ev.Touched())
    deadline = play.state.deadline_s
    play.wait(1).take(ev.RatingGiven(5))
    assert (shown(play).score, play.state.deadline_s) == (5, deadline)
