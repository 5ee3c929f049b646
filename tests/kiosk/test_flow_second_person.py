"""The two-person matrix (trust.md S4; field.md X12, X31): whoever the second person is, however they prove it, whenever the
word comes: it opens once and for the right two, or it opens nothing."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from kiosk import acts, events as ev
from kiosk.box_views import SecondPersonView
from kiosk.commands import AskApproval, CheckPin, StopAskingApproval
from kiosk.facts import ActApproved, ActRefused, CollectionOpened, StaffRefused
from kiosk.flow.word_state import WordStep
from kiosk.flow.words import REFUSED
from kiosk.recollection import CashStop, Recollection
from kiosk.staff import StaffMark, StaffMember
from kiosk.staff_views import ConsolePage
from tests.kiosk.play import Play
from tests.kiosk.play_boxes import (
    CASHIER,
    CODES,
    FRESH,
    PEOPLE,
    SECOND,
    answer_pin,
    at_collecting,
    at_second,
    keys,
    logged_in,
    opened,
    present,
    second_page,
    with_people,
)
from tests.kiosk.play_staff import ADMIN, PIN, VIEWER

NAME = "K0001-C1"


def opens(play: Play) -> int:
    return sum(isinstance(fact, CollectionOpened) for fact in play.history)


def said(play: Play) -> str:
    problem = getattr(play.state.visit, "problem", None)
    return "" if problem is None else problem.id


def by_code(play: Play, staff_id: str = SECOND.staff_id, code: str = "") -> Play:
    play.take(ev.WayChosen("offline_code"))
    challenge = second_page(play).challenge
    keys(play, staff_id)
    return keys(play, code or CODES.response(challenge, staff_id))


def asked_hall(play: Play) -> Play:
    return play.take(ev.WayChosen("hall_page"))


def hall(play: Play, step: str = "approved", by: str = SECOND.staff_id, act: str = "") -> Play:
    return play.take(ev.ApprovalTold(act or second_page(play).act_id, step, by))  # type: ignore[arg-type]


# ---- the three ways that open --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "how"),
    [
        (present, "present"),
        (by_code, "offline_code"),
        (lambda play: hall(asked_hall(play)), "hall_page"),
    ],
)
def test_s4_two_different_people_open_it_and_both_are_recorded(way: Callable[[Play], Play], how: str) -> None:
    play = way(at_second())
    approved, begun = play.facts
    assert begun == CollectionOpened(NAME, "0218", "0219", how)  # type: ignore[arg-type]
    assert isinstance(approved, ActApproved)
    assert (approved.kind, approved.first, approved.second, approved.how) == ("box_swap", "0218", "0219", how)
    assert play.page == "Collecting"
    play.books.check()


def test_x12_the_hall_page_is_asked_once_and_told_when_nobody_waits_any_more() -> None:
    play = asked_hall(at_second())
    (order,) = play.commands
    assert isinstance(order, AskApproval)
    question = order.question
    assert (question.kiosk_id, question.act, question.by, question.fen) == ("K0001", "box_swap", "0218", 0)
    assert question.what
    play.take(ev.WayChosen("offline_code"))
    assert asked_hall(play).commands == []
    hall(play, "open", "")
    view = play.view.body
    assert isinstance(view, SecondPersonView)
    assert view.hall == "open"
    assert play.take(ev.BackPressed()).commands == [StopAskingApproval(question.approval_id)]
    play.take(ev.ApprovalTold(question.approval_id, "approved", "0219"))
    assert (opens(play), bool(play.refused)) == (0, True)


# ---- the matrix: nothing of this opens ------------------------------------------------------------------------------

Attempt = Callable[[Play], Play]


def _late(play: Play) -> Play:
    keys(play, SECOND.staff_id)
    play.wait(59)
    keys(play, PIN)
    order = play.commands[-1]
    assert isinstance(order, CheckPin)
    play.wait(2)  # the page has gone
    return play.take(ev.PinChecked(order.ticket, right=True))


def _too_late_at_the_desk(play: Play) -> Play:
    """The minute is over at the very instant of the answer, before the page's own clock has rung."""
    keys(play, SECOND.staff_id)
    keys(play, PIN)
    play.now += 60.5
    return answer_pin(play, right=True)


def _replayed_pin(play: Play) -> Play:
    keys(play, SECOND.staff_id)
    keys(play, PIN)
    order = play.commands[-1]
    assert isinstance(order, CheckPin)
    play.take(ev.BackPressed(), ev.ConfirmPressed())
    return play.take(ev.PinChecked(order.ticket, right=True))


def _replayed_code(play: Play) -> Play:
    """A response that was good for the question asked before."""
    code = CODES.response(second_page(play).challenge, SECOND.staff_id)
    play.take(ev.BackPressed(), ev.ConfirmPressed())
    return by_code(play, code=code)


def _code_of_another_act(play: Play) -> Play:
    page = second_page(play)
    other = CODES.challenge("K0001", "release", by=CASHIER.staff_id, act_id=page.act_id, fen=0)
    return by_code(play, code=CODES.response(other, SECOND.staff_id))


def _code_of_another_terminal(play: Play) -> Play:
    page = second_page(play)
    other = CODES.challenge("K0002", "box_swap", by=CASHIER.staff_id, act_id=page.act_id, fen=0)
    return by_code(play, code=CODES.response(other, SECOND.staff_id))


def _code_of_somebody_else(play: Play) -> Play:
    return by_code(play, code=CODES.response(second_page(play).challenge, ADMIN.staff_id))


def _gone(play: Play, staff_id: str) -> Play:
    """The centre has taken this person from the list, while they stood here."""
    return play.take(ev.StaffKnown(tuple(one for one in PEOPLE if one.staff_id != staff_id), CODES))


def _disabled_while_typing(play: Play) -> Play:
    keys(play, SECOND.staff_id)
    keys(play, PIN)
    order = play.commands[-1]
    assert isinstance(order, CheckPin)
    _gone(play, SECOND.staff_id)
    return play.take(ev.PinChecked(order.ticket, right=True))


def _role_taken_while_typing(play: Play) -> Play:
    keys(play, SECOND.staff_id)
    keys(play, PIN)
    order = play.commands[-1]
    assert isinstance(order, CheckPin)
    without = replace_roles(SECOND.staff_id)
    return play.take(ev.StaffKnown(without, CODES), ev.PinChecked(order.ticket, right=True))


def replace_roles(staff_id: str) -> tuple[StaffMember, ...]:
    return tuple(msgspec.structs.replace(one, roles=VIEWER.roles) if one.staff_id == staff_id else one for one in PEOPLE)


def _first_disabled(play: Play) -> Play:
    keys(play, SECOND.staff_id)
    keys(play, PIN)
    order = play.commands[-1]
    assert isinstance(order, CheckPin)
    _gone(play, CASHIER.staff_id)
    return play.take(ev.PinChecked(order.ticket, right=True))


def _of_another_question(play: Play) -> Play:
    asked_hall(play)
    first = second_page(play).act_id
    play.take(ev.BackPressed(), ev.ConfirmPressed())
    asked_hall(play)
    return hall(play, act=first)


def _after_a_restart(play: Play) -> Play:
    """The process died while somebody decided: the new one has asked nothing."""
    asked_hall(play)
    name = second_page(play).act_id
    play.state = logged_in().state
    return play.take(ev.ApprovalTold(name, "approved", SECOND.staff_id))


MATRIX: dict[str, tuple[Attempt, str, int]] = {
    # name: what is tried, what the page says, how many wrong proofs are counted
    "same person, here": (lambda play: keys(play, CASHIER.staff_id), "second_same", 0),
    "same person, by code": (
        lambda play: keys(play.take(ev.WayChosen("offline_code")), CASHIER.staff_id),
        "second_same",
        0,
    ),
    "same person, hall page": (lambda play: hall(asked_hall(play), by=CASHIER.staff_id), "second_same", 0),
    "no role, here": (lambda play: present(play, VIEWER.staff_id), "second_may_not", 0),
    "no role, by code": (lambda play: by_code(play, VIEWER.staff_id), "second_may_not", 0),
    "no role, hall page": (lambda play: hall(asked_hall(play), by=VIEWER.staff_id), "second_may_not", 0),
    "PIN of the first day": (lambda play: present(play, FRESH.staff_id), "second_must_change", 0),
    "wrong PIN": (lambda play: present(play, right=False), "staff_refused", 1),
    "nobody's id, here": (lambda play: present(play, "9999"), "staff_refused", 1),
    "nobody's id, by code": (lambda play: by_code(play, "9999"), "staff_refused", 1),
    "of another hall, here": (lambda play: present(play, "0777"), "staff_refused", 1),
    "of another hall, hall page": (lambda play: hall(asked_hall(play), by="0777"), "second_unknown", 0),
    "disabled meanwhile": (_disabled_while_typing, "staff_refused", 1),
    "role taken meanwhile": (_role_taken_while_typing, "second_may_not", 0),
    "the first is disabled meanwhile": (_first_disabled, "second_first_gone", 0),
    "wrong code": (lambda play: by_code(play, code="00000000"), "staff_refused", 1),
    "code of somebody else": (_code_of_somebody_else, "staff_refused", 1),
    "code of another act": (_code_of_another_act, "staff_refused", 1),
    "code of another terminal": (_code_of_another_terminal, "staff_refused", 1),
    "code replayed": (_replayed_code, "staff_refused", 1),
    "too late": (_late, "second_too_late", 0),
    "too late by a moment": (_too_late_at_the_desk, "second_too_late", 0),
    "PIN's word replayed": (_replayed_pin, "", 0),
    "refused at the hall page": (lambda play: hall(asked_hall(play), "refused", "0219"), "", 0),
    "expired at the hall page": (lambda play: hall(asked_hall(play), "expired", ""), "", 0),
    "no line to the hall page": (lambda play: hall(asked_hall(play), "unreachable", ""), "", 0),
    "approved for another question": (_of_another_question, "", 0),
    "approved for a process that died": (_after_a_restart, "", 0),
}


@pytest.mark.parametrize("row", MATRIX)
def test_s4_the_two_person_matrix(row: str) -> None:
    attempt, problem, failures = MATRIX[row]
    play = attempt(at_second())
    assert opens(play) == 0, "it opened"
    assert not [fact for fact in play.history if isinstance(fact, ActApproved)]
    assert said(play) == problem
    assert len([fact for fact in play.history if isinstance(fact, StaffRefused)]) == failures
    assert play.state.terminal.collection is None
    play.books.check()


NOT_ENTITLED = {
    "no role, here": ActRefused("box_swap", VIEWER.staff_id, "present", "role"),
    "no role, by code": ActRefused("box_swap", VIEWER.staff_id, "offline_code", "role"),
    "no role, hall page": ActRefused("box_swap", VIEWER.staff_id, "hall_page", "role"),
    "role taken meanwhile": ActRefused("box_swap", SECOND.staff_id, "present", "role"),
    "PIN of the first day": ActRefused("box_swap", FRESH.staff_id, "present", "first_pin"),
}


@pytest.mark.parametrize("row", MATRIX)
def test_s4_a_right_proof_of_who_may_not_is_recorded_with_the_person_and_nobody_else_s(row: str) -> None:
    play = MATRIX[row][0](at_second())
    wanted = [NOT_ENTITLED[row]] if row in NOT_ENTITLED else []
    assert [fact for fact in play.history if isinstance(fact, ActRefused)] == wanted


@pytest.mark.parametrize("row", [row for row in MATRIX if row not in ("approved for a process that died",)])
def test_s4_after_each_of_them_the_right_two_still_open_it_once(row: str) -> None:
    play = MATRIX[row][0](at_second())
    play.take(ev.StaffKnown(PEOPLE, CODES))
    if play.page == "SecondPerson":
        play.take(ev.BackPressed())
    assert play.page == "Collecting"
    present(play.take(ev.ConfirmPressed()))
    assert opens(play) == 1
    play.books.check()


# ---- counted, locked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["present", "offline_code"])
def test_s4_wrong_proofs_of_the_second_lock_that_person_out_like_a_log_in(way: str) -> None:
    play = at_second()
    for failures in range(1, 6):
        if way == "present":
            present(play, right=False)
        else:
            by_code(play, code="00000000") if failures == 1 else keys(keys(play, SECOND.staff_id), "00000000")
        assert [fact for fact in play.facts if isinstance(fact, StaffRefused)] == [StaffRefused("0219", failures)]
    assert said(play) == "staff_locked"
    keys(play, SECOND.staff_id)
    keys(play, PIN if way == "present" else CODES.response(second_page(play).challenge, SECOND.staff_id))
    assert (said(play), opens(play), play.commands) == ("staff_locked", 0, [])
    locked = play.take(ev.LogOffPressed(), ev.StaffPressed())
    keys(locked, SECOND.staff_id)
    assert keys(locked, PIN).commands == [], "the same lock keeps them from logging in"


def test_s4_a_right_proof_forgets_the_wrong_ones_before() -> None:
    play = at_second()
    for _ in range(3):
        present(play, right=False)
    present(play)
    assert opens(play) == 1
    assert [lock for lock in play.state.terminal.staff_locks if lock.staff_id == SECOND.staff_id] == []


def test_s3_a_lock_of_before_the_restart_holds_for_the_second_too() -> None:
    marks = (StaffMark(SECOND.staff_id, 9, "2026-11-21T20:58:30+08:00"),)
    play = logged_in(play=with_people(memory=Recollection(next_kiosk_seq=1, staff_marks=marks)))
    play.take(ev.ConsolePageChosen(ConsolePage.COLLECTION), ev.ConfirmPressed())
    keys(play, SECOND.staff_id)
    assert keys(play, PIN).commands == []
    assert said(play) == "staff_locked"


# ---- the page -------------------------------------------------------------------------------------------------------


def test_s4_touching_extends_nothing_and_the_minute_ends_at_the_page_before() -> None:
    play = at_second()
    play.wait(50)
    play.take(ev.Touched(), ev.DigitPressed("0"))
    play.wait(10)
    assert (play.page, said(play)) == ("Collecting", "second_too_late")


def test_x12_other_ways_have_ten_minutes_of_the_first_act() -> None:
    play = asked_hall(at_second())
    play.wait(599)
    assert play.page == "SecondPerson"
    play.take(ev.WayChosen("present"))
    assert (second_page(play).way, said(play)) == ("hall_page", "second_minute_over")
    hall(play)
    assert opens(play) == 1
    late = asked_hall(at_second())
    late.wait(600)
    assert (late.page, late.orders()) == ("Collecting", ["StopAskingApproval"])


def test_s4_neither_pin_nor_key_is_in_any_text() -> None:
    play = at_second()
    keys(play, SECOND.staff_id)
    play.take(*(ev.DigitPressed(digit) for digit in PIN))
    assert PIN not in repr(play.state) + repr(play.view)
    play.take(ev.ConfirmPressed())
    assert PIN not in repr(play.state) + repr(play.commands)
    assert "4xjy6" not in repr(play.state)
    assert PIN not in repr(ev.WordGiven("w", acts.OpenCollection(), ev.Proof("0217", PIN), ev.Proof("0218", PIN)))


def test_without_a_key_of_the_centre_there_is_no_way_by_code() -> None:
    play = Play().at_home().take(ev.StaffKnown(PEOPLE))
    logged_in(play=play)
    play.take(ev.ConsolePageChosen(ConsolePage.COLLECTION), ev.ConfirmPressed())
    assert second_page(play).challenge == ""
    assert play.take(ev.WayChosen("offline_code")).refused


def test_s4_what_became_impossible_meanwhile_is_not_done() -> None:
    play = at_second()
    swap = opened().state.terminal.collection  # another way in: a command word has opened one meanwhile
    play.state = replace(play.state, terminal=replace(play.state.terminal, collection=swap))
    present(play)
    assert (said(play), opens(play)) == ("second_act_impossible", 0)


# ---- by command word (X31) ------------------------------------------------------------------------------------------


def word(play: Play, first: str, second: str, act: acts.Act | None = None) -> Play:
    return play.take(ev.WordGiven("w1", act or acts.OpenCollection(), ev.Proof(first, PIN), ev.Proof(second, PIN)))


def proved(play: Play, first: bool, second: bool) -> Play:
    orders = [one for one in play.commands if isinstance(one, CheckPin)]
    for order, right in zip(orders, (first, second), strict=True):
        play.take(ev.PinChecked(order.ticket, right))
    return play


def outcome(play: Play) -> tuple[WordStep, str]:
    state = play.state.terminal.word
    assert state is not None
    return state.step, state.problem


def test_x31_a_word_needs_two_right_pins_and_does_what_the_console_does() -> None:
    play = proved(word(with_people(), CASHIER.staff_id, SECOND.staff_id), first=True, second=True)
    assert (outcome(play)[0], opens(play), play.page) == (WordStep.DONE, 1, "Home")
    assert play.names() == ["ActApproved", "CollectionOpened"]


@pytest.mark.parametrize(
    ("first", "second", "right", "counted"),
    [
        (CASHIER.staff_id, CASHIER.staff_id, None, 0),
        (CASHIER.staff_id, VIEWER.staff_id, (True, True), 0),
        (VIEWER.staff_id, SECOND.staff_id, (True, True), 0),
        (CASHIER.staff_id, FRESH.staff_id, (True, True), 0),
        (CASHIER.staff_id, SECOND.staff_id, (True, False), 1),
        (CASHIER.staff_id, SECOND.staff_id, (False, True), 1),
        (CASHIER.staff_id, SECOND.staff_id, (False, False), 2),
        (CASHIER.staff_id, "9999", (True, True), 1),
    ],
)
def test_x31_a_word_of_anybody_else_opens_nothing(
    first: str, second: str, right: tuple[bool, bool] | None, counted: int
) -> None:
    play = word(with_people(), first, second)
    if right is not None:
        proved(play, *right)
    assert (outcome(play)[0], opens(play)) == (WordStep.REFUSED, 0)
    assert len([fact for fact in play.history if isinstance(fact, StaffRefused)]) == counted


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (VIEWER.staff_id, SECOND.staff_id, ActRefused("box_swap", VIEWER.staff_id, "present", "role")),
        (CASHIER.staff_id, VIEWER.staff_id, ActRefused("box_swap", VIEWER.staff_id, "present", "role")),
        (CASHIER.staff_id, FRESH.staff_id, ActRefused("box_swap", FRESH.staff_id, "present", "first_pin")),
    ],
)
def test_x31_a_right_pin_of_who_may_not_is_recorded_of_a_word_too(first: str, second: str, refused: ActRefused) -> None:
    play = proved(word(with_people(), first, second), first=True, second=True)
    assert [fact for fact in play.history if isinstance(fact, ActRefused)] == [refused]
    assert outcome(play) == (WordStep.REFUSED, REFUSED), "who asks is told no more than before"


def test_x31_wrong_pins_of_words_and_of_the_screen_are_counted_together() -> None:
    play = at_second()
    for _ in range(3):
        present(play, right=False)
    for _ in range(2):
        proved(word(play, CASHIER.staff_id, SECOND.staff_id), first=True, second=False)
    word(play, CASHIER.staff_id, SECOND.staff_id)
    assert play.commands == []
    assert "locked out" in outcome(play)[1]


def test_x31_a_word_answered_too_late_opens_nothing() -> None:
    play = word(with_people(), CASHIER.staff_id, SECOND.staff_id)
    orders = [one for one in play.commands if isinstance(one, CheckPin)]
    play.wait(61)
    for order in orders:
        play.take(ev.PinChecked(order.ticket, right=True))
    assert (outcome(play)[0], opens(play)) == (WordStep.REFUSED, 0)
    for order in orders:
        play.take(ev.PinChecked(order.ticket, right=True))
    assert opens(play) == 0


def test_x31_a_word_disturbs_no_payer_and_nobody_at_the_console() -> None:
    paying = Play().with_notes(5000).take(ev.StaffKnown(PEOPLE, CODES))
    word(paying, CASHIER.staff_id, SECOND.staff_id)
    assert (paying.page, outcome(paying)[0], paying.commands) == ("TakingCash", WordStep.REFUSED, [])
    typing = at_second()
    keys(typing, SECOND.staff_id)
    proved(word(typing, ADMIN.staff_id, SECOND.staff_id), first=True, second=True)
    assert (typing.page, opens(typing)) == ("SecondPerson", 1)


@pytest.mark.parametrize(("first", "done"), [(ADMIN.staff_id, False), (CASHIER.staff_id, False)])
def test_x31_releasing_a_stop_takes_two_who_hold_the_role_admin(first: str, *, done: bool) -> None:
    memory = Recollection(next_kiosk_seq=1, stops=(CashStop("BV-CHEAT", "fished"),))
    play = with_people(memory=memory)
    act = acts.ReleaseStop("BV-CHEAT", "looked at the path")
    proved(word(play, first, SECOND.staff_id, act), first=True, second=True)
    assert (outcome(play)[0] is WordStep.DONE) == done
    assert play.state.terminal.stopped("BV-CHEAT")


def test_x31_two_admins_release_a_stop() -> None:
    other = msgspec.structs.replace(ADMIN, staff_id="0216")
    memory = Recollection(next_kiosk_seq=1, stops=(CashStop("BV-CHEAT", "fished"),))
    play = Play().at_home(memory).take(ev.StaffKnown((ADMIN, other), CODES))
    act = acts.ReleaseStop("BV-CHEAT", "looked at the path")
    proved(word(play, "0217", "0216", act), first=True, second=True)
    assert outcome(play) == (WordStep.DONE, "")
    assert play.names() == ["ActApproved", "CashReleased"]
    assert not play.state.terminal.stopped("BV-CHEAT")


def test_at_collecting_is_where_the_matrix_begins() -> None:
    assert at_collecting().page == "Collecting"
