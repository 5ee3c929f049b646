"""Staff come in by id and PIN, are locked out one by one, and leave by themselves (trust.md S3; field.md X13)."""

from dataclasses import replace

import msgspec
import pytest

from kiosk import events as ev
from kiosk.collection import OpenCollection
from kiosk.commands import CheckPin, HashPin
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import PinChanged, StaffLoggedIn, StaffLoggedOff, StaffRefused, StaffUnlocked
from kiosk.flow.boxes import problem_of_opening
from kiosk.flow.diagnosing import why_no_note
from kiosk.flow.staff_login import NOBODY
from kiosk.flow.states import Closed
from kiosk.recollection import Recollection
from kiosk.staff import Role, StaffMark, lock_seconds, locked_for, pin_problem
from kiosk.staff_views import ConsolePage, ConsoleView, LoginStep, StaffLoginView
from tests.kiosk.play import Play
from tests.kiosk.play_staff import ADMIN, NEWCOMER, PIN, VIEWER, at_console, at_pin, checked, typed, with_staff

NOW = "2026-11-21T20:58:44+08:00"  # of Play


def said(play: Play) -> str:
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    return "" if body.problem is None else body.problem.id


# ---- in and out ----------------------------------------------------------------------------------------------------


def test_s3_the_right_pin_opens_the_console_and_is_recorded() -> None:
    play = at_console()
    assert play.page == "Console"
    assert play.facts == [StaffLoggedIn("0217", frozenset({Role.ADMIN}))]
    play.take(ev.LogOffPressed())
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff("0217", "pressed")])


def test_s3_a_pin_is_never_on_the_screen_in_a_repr_or_in_the_state_after_it_was_sent() -> None:
    play = at_pin()
    play.take(*(ev.DigitPressed(digit) for digit in PIN))
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    assert (body.typed, body.digits) == (6, "")
    play.take(ev.ConfirmPressed())
    assert PIN not in repr(play.commands) + repr(play.state) + repr(play.view)
    assert play.state.visit.digits == ""  # type: ignore[union-attr]


def test_s3_an_id_that_nobody_has_is_checked_counted_and_refused_like_any_other() -> None:
    stranger, known = at_pin("9999"), at_pin()
    for play in (stranger, known):
        typed(play, PIN)
    (of_stranger,), (of_known,) = stranger.commands, known.commands
    assert isinstance(of_stranger, CheckPin)
    assert isinstance(of_known, CheckPin)
    assert of_stranger.pin_hash == NOBODY.pin_hash
    stranger.take(ev.PinChecked(of_stranger.ticket, right=True))  # even so
    known.take(ev.PinChecked(of_known.ticket, right=False))
    assert (said(stranger), said(known)) == ("staff_refused", "staff_refused")
    assert stranger.facts == [StaffRefused("nobody", 1)]
    assert known.facts == [StaffRefused("0217", 1)]


def test_s3_a_late_word_on_a_pin_opens_nothing() -> None:
    play = at_pin()
    typed(play, PIN)
    (order,) = play.commands
    assert isinstance(order, CheckPin)
    play.take(ev.BackPressed(), ev.StaffPressed())
    assert play.page == "StaffLogin"
    play.take(ev.PinChecked(order.ticket, right=True))
    assert (play.page, bool(play.refused)) == ("StaffLogin", True)


def test_staff_come_in_by_the_home_page_only() -> None:
    for place in (Play().at_number(), Play().at_cash(), Play().with_notes(5000)):
        page = place.page
        assert place.take(ev.StaffPressed()).page == page
        assert place.refused


# ---- locked out ----------------------------------------------------------------------------------------------------


def test_s3_from_the_fifth_wrong_pin_on_the_lock_doubles_and_is_of_one_person() -> None:
    play = at_pin()
    for failures in range(1, 5):
        checked(play, right=False)
        assert (said(play), play.facts) == ("staff_refused", [StaffRefused("0217", failures)])
    for failures, minutes in ((5, 1), (6, 2), (7, 4)):
        checked(play, right=False)
        assert (said(play), play.facts) == ("staff_locked", [StaffRefused("0217", failures)])
        typed(play, PIN)
        assert (play.commands, said(play)) == ([], "staff_locked"), "nobody looks at a PIN while it is locked"
        other = at_console(VIEWER.staff_id) if failures == 5 else None
        assert other is None or other.page == "Console"
        play.wait(minutes * 60)
        assert play.page == "Home"
        at_pin(play=play)
    assert checked(play, right=True).page == "Console"
    play.take(ev.LogOffPressed())
    checked(at_pin(play=play), right=False)
    assert play.facts == [StaffRefused("0217", 1)], "a right PIN forgets the wrong ones"


def test_s3_another_person_is_not_locked_out() -> None:
    play = at_pin()
    for _ in range(5):
        checked(play, right=False)
    play.take(ev.BackPressed())
    assert checked(at_pin(VIEWER.staff_id, play), right=True).page == "Console"


@pytest.mark.parametrize(
    ("failed_at", "left_s"),
    [
        ("2026-11-21T20:58:14+08:00", 30),  # half a minute ago
        ("2026-11-21T20:57:44+08:00", 0),
        ("2026-11-22T20:58:14+08:00", 60),  # the clock was set back by a day: no shorter, and no longer than the whole
        ("2036-11-22T20:58:14+08:00", 60),
    ],
)
def test_s3_a_lock_survives_a_restart_and_a_clock_set_back(failed_at: str, left_s: int) -> None:
    assert locked_for(StaffMark("0217", 5, failed_at), NOW) == left_s
    play = with_staff(memory=Recollection(next_kiosk_seq=1, staff_marks=(StaffMark("0217", 5, failed_at),)))
    typed(at_pin(play=play), PIN)
    assert bool(play.commands) == (left_s == 0)
    if left_s:
        play.wait(left_s)  # by this process's own clock, whatever the wall's shows
        typed(at_pin(play=play), PIN)
        assert play.commands


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 60), (6, 120), (7, 240), (8, 480), (9, 960), (10, 1800), (11, 1800), (10**6, 1800)],
)
def test_s3_the_table_of_locks(failures: int, seconds: int) -> None:
    assert lock_seconds(failures) == seconds


# ---- a PIN of one's own --------------------------------------------------------------------------------------------


def test_s3_the_first_log_in_wants_a_pin_of_ones_own() -> None:
    play = checked(at_pin(NEWCOMER.staff_id), right=True)
    assert (play.page, play.facts) == ("StaffLogin", [])
    typed(play, "111111")
    assert said(play) == "pin_too_simple"
    typed(play, "481902")
    typed(play, "481903")
    assert said(play) == "pin_differs"
    for _ in range(2):
        typed(play, "481902")
    (order,) = play.commands
    assert isinstance(order, HashPin)
    assert (order.staff_id, order.pin) == ("0400", "481902")
    play.take(ev.PinHashed(order.ticket, ADMIN.pin_hash))
    assert play.page == "Console"
    assert play.facts == [PinChanged("0400"), StaffLoggedIn("0400", frozenset({Role.OPERATE}))]


def test_s3_a_new_pin_that_could_not_be_kept_is_asked_for_again() -> None:
    play = checked(at_pin(NEWCOMER.staff_id), right=True)
    for _ in range(2):
        typed(play, "481902")
    (order,) = play.commands
    assert isinstance(order, HashPin)
    play.take(ev.PinChecked(order.ticket, right=False))
    assert (play.page, said(play), play.facts) == ("StaffLogin", "pin_not_kept", [])


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("48190", "pin_length"),
        ("4819021234567", "pin_length"),
        ("48190a", "pin_length"),
        ("\u0664\u0668\u0661\u0669\u0660\u0662", "pin_length"),
        ("121212", "pin_too_simple"),
        ("345678", "pin_too_simple"),
        ("987654", "pin_too_simple"),
        ("890123", "pin_too_simple"),
        ("860217", "pin_guessable"),
        ("19840526", "pin_guessable"),
        ("481902", ""),
    ],
)
def test_s3_pins_that_somebody_would_try(pin: str, problem: str) -> None:
    assert pin_problem(pin, "0217") == problem


# ---- the console ---------------------------------------------------------------------------------------------------


def test_s3_a_console_that_nobody_touches_logs_off_after_two_minutes() -> None:
    play = at_console()
    play.wait(119)
    play.take(ev.Touched())
    play.wait(119)
    assert play.page == "Console"
    play.wait(1)
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff("0217", "idle")])


@pytest.mark.parametrize(("device", "code"), [(Device.ACCEPTOR, "BV-BOX-OUT"), (Device.PRINTER, "PRN-COVER")])
def test_x13_it_does_not_log_off_while_hands_are_inside(device: Device, code: str) -> None:
    play = at_console()
    play.take(ev.DeviceStatusChanged(DeviceStatus(device, DeviceState.USER_ERROR, Severity.SUSPEND, code=code)))
    play.wait(600)
    body = play.view.body
    assert isinstance(body, ConsoleView)
    assert body.hands_inside
    play.take(ev.DeviceStatusChanged(DeviceStatus(device, DeviceState.ONLINE)))
    play.wait(120)
    assert play.page == "Home"


def test_s3_a_role_opens_its_own_pages_only() -> None:
    play = at_console(VIEWER.staff_id)
    body = play.view.body
    assert isinstance(body, ConsoleView)
    assert ConsolePage.COLLECTION not in body.pages
    assert play.take(ev.ConsolePageChosen(ConsolePage.COLLECTION)).refused
    assert not play.take(ev.ConsolePageChosen(ConsolePage.RECORDS)).refused
    assert not at_console().take(ev.ConsolePageChosen(ConsolePage.RECORDS)).refused


def test_the_step_of_the_log_in_is_said() -> None:
    play = with_staff().take(ev.StaffPressed())
    body = play.view.body
    assert isinstance(body, StaffLoginView)
    assert (body.step, body.can_confirm) == (LoginStep.STAFF_ID, False)
    assert not play.view.frame.quick_lane


# ---- found by a hostile review -------------------------------------------------------------------------------------


def test_s3_the_pin_that_was_given_out_is_not_chosen_again() -> None:
    play = checked(at_pin(NEWCOMER.staff_id), right=True)
    typed(play, PIN)
    assert said(play) == "pin_guessable", "whoever gave it out still knows it"
    typed(play, "481902")
    typed(play, "481903")
    typed(play, PIN)
    assert said(play) == "pin_guessable"
    assert PIN not in repr(play.state)


def test_s3_a_pin_typed_as_an_id_is_nowhere() -> None:
    play = at_pin(PIN)
    checked(play, right=False)
    assert play.facts == [StaffRefused("nobody", 1)]
    play.take(ev.BackPressed())
    assert PIN not in repr(play.state) + repr(play.history)


def test_s3_ids_that_nobody_has_are_locked_one_by_one_too() -> None:
    play = at_pin("9999")
    for _ in range(5):
        checked(play, right=False)
    assert said(play) == "staff_locked"
    play.take(ev.BackPressed())
    checked(at_pin("9998", play), right=False)
    assert said(play) == "staff_refused"


def test_x13_a_new_pin_by_the_centre_ends_the_lock_of_the_old_one() -> None:
    play = at_pin()
    for _ in range(5):
        checked(play, right=False)
    play.take(ev.BackPressed())
    another = msgspec.structs.replace(ADMIN, pin_hash=ADMIN.pin_hash[:-1] + "x")
    play.take(ev.StaffKnown((another, VIEWER)))
    assert play.facts == [StaffUnlocked("0217", "centre")]
    assert checked(at_pin(play=play), right=True).page == "Console"


def test_m3_no_note_is_tried_while_the_box_is_being_swapped() -> None:
    terminal = replace(at_console().state.terminal, collection=OpenCollection("K0001-C1", "0217", "0218", "present", NOW))
    assert why_no_note(terminal) == "BV-EXCHANGE"


def test_f57_a_box_is_swapped_outside_open_hours_too() -> None:
    state = Play().at_home().state
    assert problem_of_opening(replace(state, visit=Closed())) == ""
    assert problem_of_opening(Play().at_cash().state) == "box_visit"
