"""A lock after wrong PINs, lifted by a second person from the log-in page (field.md X12, X13; trust.md S3, S4): for the
right code, once, and by nothing else."""

from collections.abc import Callable

import pytest

from kiosk import events as ev
from kiosk.box_views import SecondPersonView
from kiosk.commands import AskApproval
from kiosk.facts import ActApproved, StaffLoggedIn, StaffRefused, StaffUnlocked
from kiosk.flow.serving import service_of
from kiosk.flow.staff_states import Console, StaffLogin
from kiosk.recollection import Recollection
from kiosk.staff import StaffMark, lock_seconds
from kiosk.staff_views import StaffLoginView
from tests.kiosk.play import Play
from tests.kiosk.play_boxes import (
    CASHIER,
    CODES,
    FRESH,
    PEOPLE,
    SECOND,
    answer_pin,
    keys,
    present,
    second_page,
    with_people,
)
from tests.kiosk.play_staff import ADMIN, PIN, VIEWER

LOCKED = CASHIER.staff_id


def said(play: Play) -> str:
    problem = getattr(play.state.visit, "problem", None)
    return "" if problem is None else problem.id


def lifted(play: Play) -> list[StaffUnlocked]:
    return [fact for fact in play.history if isinstance(fact, StaffUnlocked)]


def locked_out(staff_id: str = LOCKED, play: Play | None = None) -> Play:
    """Five wrong PINs, and the page that says so."""
    play = keys((play or with_people()).take(ev.StaffPressed()), staff_id)
    for _ in range(5):
        answer_pin(keys(play, PIN), right=False)
    return play


def at_unlock(staff_id: str = LOCKED) -> Play:
    return locked_out(staff_id).take(ev.UnlockPressed())


def response(play: Play, staff_id: str = ADMIN.staff_id) -> str:
    """What the hall page tells this person for the eight digits on the screen."""
    view = play.view.body
    assert isinstance(view, SecondPersonView)
    return CODES.response(view.challenge, staff_id)


def by_code(play: Play, staff_id: str = ADMIN.staff_id, code: str = "") -> Play:
    code = code or response(play, staff_id)
    return keys(keys(play, staff_id), code)


# ---- what lifts it -------------------------------------------------------------------------------------------------


def test_x12_the_page_is_offered_to_who_is_locked_out_and_shows_eight_digits() -> None:
    play = locked_out()
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    assert (said(play), body.can_unlock) == ("staff_locked", True)
    play.take(ev.UnlockPressed())
    body = play.view.body
    assert isinstance(body, SecondPersonView)
    assert (body.way, body.act.id, body.logged_in, body.wants_id) == ("offline_code", "act_unlock", False, True)
    assert len(body.challenge) == 8
    assert (body.who.name, body.who.roles) == ("", frozenset()), "of whom nothing is proved nothing is told"
    assert service_of(play.state).mode == "serving", "nobody is in"


def test_x12_the_right_code_lifts_the_lock_is_recorded_and_the_pin_is_typed_then() -> None:
    play = by_code(at_unlock())
    approved, unlocked = play.facts
    assert isinstance(approved, ActApproved)
    assert (approved.kind, approved.first, approved.second, approved.how) == ("unlock", "", "0217", "offline_code")
    assert unlocked == StaffUnlocked(LOCKED, "0217")
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    assert (body.unlocked, body.can_unlock, said(play)) == (True, False, "")
    answer_pin(keys(play, PIN), right=True)
    assert isinstance(play.facts[0], StaffLoggedIn)
    assert isinstance(play.state.visit, Console)


def test_the_pin_itself_is_not_lifted() -> None:
    play = by_code(at_unlock())
    answer_pin(keys(play, PIN), right=False)
    assert (said(play), play.facts) == ("staff_refused", [StaffRefused(LOCKED, 1)])


@pytest.mark.parametrize(("way", "how"), [("present", "present"), ("hall_page", "hall_page")])
def test_an_administrator_may_lift_it_here_or_on_the_hall_page_too(way: str, how: str) -> None:
    play = at_unlock()
    if way == "present":
        present(play.take(ev.WayChosen("present")), ADMIN.staff_id)
    else:
        (asked,) = play.take(ev.WayChosen("hall_page")).commands
        assert isinstance(asked, AskApproval)
        assert (asked.question.act, asked.question.by, asked.question.fen) == ("unlock", LOCKED, 0)
        play.take(ev.ApprovalTold(asked.question.approval_id, "approved", ADMIN.staff_id))
    approved = play.facts[0]
    assert isinstance(approved, ActApproved)
    assert (approved.first, approved.how, lifted(play)) == ("", how, [StaffUnlocked(LOCKED, "0217")])
    assert [lock for lock in play.state.terminal.staff_locks if lock.staff_id == LOCKED] == []


def test_s3_after_a_restart_a_lock_can_be_lifted_and_one_that_was_lifted_stays_so() -> None:
    memory = Recollection(next_kiosk_seq=1, staff_marks=(StaffMark(LOCKED, 10, "2026-11-21T20:58:14+08:00"),))
    play = keys(with_people(memory=memory).take(ev.StaffPressed()), LOCKED)
    assert said(play) == "staff_locked", "said before a PIN is typed for nothing"
    by_code(play.take(ev.UnlockPressed()))
    assert lifted(play) == [StaffUnlocked(LOCKED, "0217")]
    assert [lock for lock in play.state.terminal.staff_locks if lock.staff_id == LOCKED] == []


# ---- what does not -------------------------------------------------------------------------------------------------


def _replayed(play: Play) -> Play:
    code = response(play)
    play.take(ev.BackPressed(), ev.UnlockPressed())
    return by_code(play, code=code)


def _of_another_act(play: Play) -> Play:
    other = CODES.challenge("K0001", "release", by=LOCKED, act_id=second_page(play).act_id, fen=0)
    return by_code(play, code=CODES.response(other, ADMIN.staff_id))


def _of_another_terminal(play: Play) -> Play:
    other = CODES.challenge("K0002", "unlock", by=LOCKED, act_id=second_page(play).act_id, fen=0)
    return by_code(play, code=CODES.response(other, ADMIN.staff_id))


def _of_another_person(play: Play) -> Play:
    other = CODES.challenge("K0001", "unlock", by=VIEWER.staff_id, act_id=second_page(play).act_id, fen=0)
    return by_code(play, code=CODES.response(other, ADMIN.staff_id))


def _too_late(play: Play) -> Play:
    code = response(play)
    keys(play, ADMIN.staff_id)
    play.wait(601)
    return keys(play, code)


def _gone(play: Play) -> Play:
    """The centre took the locked person from the list while they were on the telephone."""
    code = response(play)
    play.take(ev.StaffKnown(tuple(one for one in PEOPLE if one.staff_id != LOCKED), CODES))
    return by_code(play, code=code)


NOTHING: dict[str, tuple[Callable[[Play], Play], str, int]] = {
    # name: what is tried, what the page says, how many wrong proofs are counted beside the five PINs
    "a wrong code": (lambda play: by_code(play, code="00000000"), "staff_refused", 1),
    "the code of somebody else": (lambda play: by_code(play, code=response(play, SECOND.staff_id)), "staff_refused", 1),
    "a code that was used or asked for before": (_replayed, "staff_refused", 1),
    "the code of another act": (_of_another_act, "staff_refused", 1),
    "the code of another terminal": (_of_another_terminal, "staff_refused", 1),
    "the code for another person": (_of_another_person, "staff_refused", 1),
    "a code of nobody": (lambda play: by_code(play, "9999"), "staff_refused", 1),
    "oneself": (lambda play: keys(play, LOCKED), "second_same", 0),
    "somebody without the role": (lambda play: by_code(play, SECOND.staff_id), "second_may_not", 0),
    "a first PIN, here": (
        lambda play: present(play.take(ev.WayChosen("present")), FRESH.staff_id),
        "second_must_change",
        0,
    ),
    "after ten minutes": (_too_late, "", 0),
    "for somebody who is gone": (_gone, "second_first_gone", 0),
    "back": (lambda play: play.take(ev.BackPressed()), "", 0),
}


@pytest.mark.parametrize("row", NOTHING)
def test_s4_nothing_else_lifts_it(row: str) -> None:
    attempt, problem, counted = NOTHING[row]
    play = attempt(at_unlock())
    assert lifted(play) == []
    assert not [fact for fact in play.history if isinstance(fact, ActApproved)]
    assert said(play) == problem
    refused = [fact for fact in play.history if isinstance(fact, StaffRefused)]
    assert len(refused) == 5 + counted
    if row != "for somebody who is gone":
        assert play.state.terminal.staff_locks, "the lock is there still"


def test_s4_wrong_codes_lock_out_whom_they_were_told_of_so_that_nobody_tries_them_through() -> None:
    play = at_unlock()
    by_code(play, code="00000000")
    for _ in range(4):
        keys(keys(play, ADMIN.staff_id), "00000000")
    assert said(play) == "staff_locked"
    code = response(play)
    keys(keys(play, ADMIN.staff_id), code)
    assert (said(play), lifted(play)) == ("staff_locked", []), "also the right one has to wait now"
    play.wait(lock_seconds(5))
    keys(play, code)
    assert lifted(play) == [StaffUnlocked(LOCKED, "0217")]
    assert play.state.terminal.staff_locks == (), "a right proof forgets those of both"


def test_s3_an_id_that_nobody_has_gets_the_same_page_reaches_no_disk_and_no_centre() -> None:
    play = at_unlock("480217")  # a PIN, typed one page too early
    assert isinstance(play.view.body, SecondPersonView)
    keys(play, "480217")
    assert said(play) == "second_same", "as of anybody"
    (asked,) = play.take(ev.WayChosen("hall_page")).commands
    assert "480217" not in repr(asked)
    play.take(ev.WayChosen("offline_code"))
    by_code(play)
    assert (said(play), lifted(play)) == ("second_first_gone", [])
    assert "480217" not in repr(play.history)


def test_who_is_not_locked_out_is_offered_nothing() -> None:
    play = keys(with_people().take(ev.StaffPressed()), LOCKED)
    answer_pin(keys(play, PIN), right=False)
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    assert not body.can_unlock
    play.take(ev.UnlockPressed())
    assert (isinstance(play.state.visit, StaffLogin), bool(play.refused)) == (True, True)


def test_without_a_key_from_the_centre_there_is_the_way_here() -> None:
    play = Play().at_home().take(ev.StaffKnown(PEOPLE))
    locked_out(play=play).take(ev.UnlockPressed())
    assert (second_page(play).way, second_page(play).challenge) == ("present", "")
    present(play, ADMIN.staff_id)
    assert lifted(play) == [StaffUnlocked(LOCKED, "0217")]


def test_nobody_holds_the_terminal_for_ten_minutes_who_is_not_logged_in() -> None:
    play = at_unlock()
    assert play.state.deadline_s is not None
    assert play.state.deadline_s - play.now <= 150
    play.wait(151.0)
    assert play.page != "SecondPerson"


def test_nobody_can_log_off_who_is_not_logged_in() -> None:
    play = at_unlock().take(ev.LogOffPressed())
    assert (play.page, bool(play.refused)) == ("SecondPerson", True)
    play.take(ev.BackPressed(), ev.BackPressed())
    assert play.page == "Home"
