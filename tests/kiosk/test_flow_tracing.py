"""A slip's code typed at the console, and the journey that was read of it (field.md X10): who may look, what is typed and
shown, and that no late answer comes back."""

import pytest

from kiosk import events as ev
from kiosk.commands import ReadRecords
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import StaffLoggedOff, StaffLookedUp
from kiosk.flow.staff_states import Console, Tracing
from kiosk.flow.tracing import LONGEST
from kiosk.journey_views import TracingView
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.recollection import Recollection
from kiosk.staff import LOOK_UPS, Role, StaffMark, look_ups_of
from kiosk.staff_records import JourneyOf, JourneySheet, JourneyStep, RecordsUnread, RecordsWanted
from kiosk.staff_views import ConsolePage
from tests.kiosk.play import Play
from tests.kiosk.play_boxes import SECOND, logged_in
from tests.kiosk.play_staff import ADMIN, VIEWER, at_console, at_pin, checked, with_staff

UNKNOWN = JourneySheet("K0001-1")
SHEET = JourneySheet("K0001-1", (JourneyStep("2026-11-21T20:58:44+08:00", "note_stacked", "done", (), Fen(10000)),))


def at_code(staff_id: str = VIEWER.staff_id) -> Play:
    play = logged_in(staff_id) if staff_id == SECOND.staff_id else at_console(staff_id)
    return play.take(ev.ConsolePageChosen(ConsolePage.JOURNEY))


def typed(play: Play, text: str) -> Play:
    return play.take(*(ev.DigitPressed(one) for one in text))


def asked(play: Play, code: str = "K0001-1") -> str:
    """The ticket of what is being read."""
    typed(play, code).take(ev.ConfirmPressed())
    (order,) = play.commands
    assert isinstance(order, ReadRecords)
    assert order.what == JourneyOf(code)
    return order.ticket


def looked_up(play: Play) -> list[StaffLookedUp]:
    return [fact for fact in play.history if isinstance(fact, StaffLookedUp)]


def missed(play: Play, times: int = 1) -> Play:
    for _ in range(times):
        play.take(ev.ClearPressed())
        play.take(ev.RecordsRead(asked(play), UNKNOWN))
    return play


def problem(play: Play) -> tuple[str, dict[str, str]]:
    said = shown(play).problem
    return ("", {}) if said is None else (said.id, dict(said.params))


def limited(minutes: int) -> tuple[str, dict[str, str]]:
    return "trace_limit", {"minutes": str(minutes)}


def shown(play: Play) -> TracingView:
    body = play.view.body
    assert isinstance(body, TracingView)
    return body


@pytest.mark.parametrize(
    ("staff_id", "is_blind"), [(VIEWER.staff_id, False), (SECOND.staff_id, True), (ADMIN.staff_id, True)]
)
def test_x10_everybody_who_may_look_finds_a_journey_and_who_counts_sees_no_amount(staff_id: str, *, is_blind: bool) -> None:
    play = at_code(staff_id)
    play.take(ev.RecordsRead(asked(play), SHEET))
    assert (shown(play).sheet, shown(play).is_blind, shown(play).busy) == (SHEET, is_blind, False)
    assert play.facts == [StaffLookedUp(staff_id, "K0001-1", "found", 1)]
    assert play.commands == []


def test_nobody_comes_here_who_is_not_logged_in() -> None:
    play = Play().at_home().take(ev.StaffPressed(), ev.ConsolePageChosen(ConsolePage.JOURNEY))
    assert play.page == "StaffLogin"
    assert Role.VIEW in VIEWER.roles


def test_keys_that_can_stand_in_a_code_and_no_others() -> None:
    play = typed(at_code(), "K-Z9")
    assert shown(play).typed == "K-Z9"
    for key in ("a", "*", "", "12", "é"):
        assert play.take(ev.DigitPressed(key)).refused
    typed(play, "0" * (2 * LONGEST))
    assert len(shown(play).typed) == LONGEST
    play.take(ev.BackspacePressed())
    assert len(shown(play).typed) == LONGEST - 1
    play.take(ev.ClearPressed())
    assert shown(play).typed == ""
    assert play.take(ev.BackspacePressed()).refused
    assert play.take(ev.ClearPressed()).refused


def test_too_short_a_code_is_not_looked_for() -> None:
    play = typed(at_code(), "K00")
    assert not shown(play).can_confirm
    assert play.take(ev.ConfirmPressed()).commands == []
    typed(play, "0")
    assert shown(play).can_confirm


def test_what_is_not_known_and_what_can_not_be_read_are_two_things() -> None:
    play = at_code()
    play.take(ev.RecordsRead(asked(play), JourneySheet("K0001-1")))
    assert shown(play).problem == Message("trace_nothing")
    assert shown(play).typed == "K0001-1", "to compare it with the slip"
    typed(play, "2")
    assert shown(play).problem is None
    play.take(ev.ClearPressed())
    play.take(ev.RecordsRead(asked(play), RecordsUnread()))
    assert shown(play).problem == Message("trace_unread")


def test_while_it_is_looked_for_nothing_is_typed_and_a_late_answer_is_nobodys() -> None:
    play = at_code()
    ticket = asked(play)
    for touch in (ev.DigitPressed("1"), ev.BackspacePressed(), ev.ClearPressed(), ev.ConfirmPressed()):
        assert play.take(touch).refused
    assert play.take(ev.RecordsRead("another", SHEET)).refused
    play.take(ev.BackPressed(), ev.RecordsRead(ticket, SHEET))
    assert isinstance(play.state.visit, Console)
    assert play.refused
    assert not looked_up(play), "nothing was told"


def test_back_leads_from_the_journey_to_its_code_and_from_there_to_the_records() -> None:
    play = at_code()
    play.take(ev.RecordsRead(asked(play), SHEET), ev.BackPressed())
    assert (shown(play).sheet, shown(play).typed) == (None, "K0001-1")
    play.take(ev.BackPressed())
    visit = play.state.visit
    assert isinstance(visit, Console)
    assert visit.page is ConsolePage.RECORDS
    (order,) = play.commands
    assert isinstance(order, ReadRecords)
    assert order.what is RecordsWanted.BOOKS


def test_another_code() -> None:
    play = at_code()
    play.take(ev.RecordsRead(asked(play), SHEET))
    assert play.take(ev.DigitPressed("1")).refused
    play.take(ev.ClearPressed())
    assert (shown(play).sheet, shown(play).typed) == (None, "")


def test_x13_it_logs_off_by_itself_but_not_while_hands_are_inside() -> None:
    play = at_code()
    out = DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-BOX-OUT")
    play.take(ev.DeviceStatusChanged(out)).wait(600)
    assert isinstance(play.state.visit, Tracing)
    play.take(ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.ONLINE, Severity.NONE))).wait(600)
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff(VIEWER.staff_id, "idle")])
    play = at_code().take(ev.Touched(), ev.LogOffPressed())
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff(VIEWER.staff_id, "pressed")])


# ---- how often, and what is recorded of it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "sheet", "recorded"),
    [
        ("K0001-1", SHEET, ("K0001-1", "found")),
        ("K0001-7", JourneySheet("K0001-7", since="2026-09-03T06:12:40+08:00"), ("K0001-7", "found")),
        ("802739", UNKNOWN, ("999999", "not_found")),
        ("13800135678", UNKNOWN, ("99999999999", "not_found")),
        ("K0009-1", UNKNOWN, ("A9999-9", "not_found")),
        ("13800135678", RecordsUnread(), ("99999999999", "unread")),
    ],
)
def test_each_look_up_is_recorded_with_its_person_and_of_an_unknown_code_its_shape_only(
    code: str, sheet: JourneySheet | RecordsUnread, recorded: tuple[str, str]
) -> None:
    play = at_code()
    play.take(ev.RecordsRead(asked(play, code), sheet))
    (fact,) = looked_up(play)
    assert (fact.staff_id, fact.code, fact.outcome) == (VIEWER.staff_id, *recorded)
    assert (shown(play).sheet == sheet) is (fact.outcome == "found")


def test_after_ten_codes_in_an_hour_nobody_is_asked_and_the_page_says_until_when() -> None:
    play = missed(at_code(), LOOK_UPS - 1)
    assert problem(play) == ("trace_nothing", {})
    missed(play)
    assert problem(play) == limited(60)
    assert [fact.look_ups for fact in looked_up(play)] == list(range(1, LOOK_UPS + 1))
    play.take(ev.ConfirmPressed())
    assert (play.commands, play.facts, problem(play)) == ([], [], limited(60))
    play.take(ev.ClearPressed())
    typed(play, "K0001-2").take(ev.ConfirmPressed())
    assert (play.commands, problem(play)) == ([], limited(60)), "nor of another code"


def test_the_hour_begins_with_its_first_look_up_found_or_not_and_what_is_unread_told_nothing() -> None:
    play = missed(at_code(), 4)
    for _ in range(19):
        play.wait(100).take(ev.Touched())
    sheets: list[JourneySheet | RecordsUnread] = [SHEET, *[RecordsUnread()] * LOOK_UPS, SHEET]
    for sheet in sheets:
        play.take(ev.ClearPressed())
        play.take(ev.RecordsRead(asked(play), sheet))
    missed(play, LOOK_UPS - 6)
    assert problem(play) == limited(29)
    for _ in range(17):
        play.wait(100).take(ev.Touched())
    missed(play)
    assert (problem(play), looked_up(play)[-1].look_ups) == (("trace_nothing", {}), 1), "a new hour"


def test_the_limit_is_one_person_s_wherever_they_go_and_nobody_else_s() -> None:
    play = missed(at_code(), LOOK_UPS).take(ev.BackPressed(), ev.ConsolePageChosen(ConsolePage.JOURNEY))
    assert problem(play) == limited(60), "said before anything is typed"
    play.take(ev.LogOffPressed())
    checked(at_pin(VIEWER.staff_id, play), right=True).take(ev.ConsolePageChosen(ConsolePage.JOURNEY))
    assert problem(play) == limited(60), "a right PIN forgets none"
    play.take(ev.LogOffPressed())
    checked(at_pin(ADMIN.staff_id, play), right=True).take(ev.ConsolePageChosen(ConsolePage.JOURNEY))
    assert problem(play) == ("", {})
    missed(play)
    assert looked_up(play)[-1] == StaffLookedUp(ADMIN.staff_id, "A9999-9", "not_found", 1)


@pytest.mark.parametrize(
    ("first_miss_at", "minutes"),
    [
        ("2026-11-21T20:58:44+08:00", 60),
        ("2026-11-21T20:20:44+08:00", 22),
        ("2026-11-21T19:58:45+08:00", 1),
        ("2026-11-21T19:58:44+08:00", 0),
        ("2026-11-29T20:58:44+08:00", 60),  # the clock was set back: never shorter, never more than the hour
    ],
)
def test_neither_a_restart_nor_a_clock_set_back_forgives(first_miss_at: str, minutes: int) -> None:
    mark = StaffMark(look_ups_of(VIEWER.staff_id), LOOK_UPS, first_miss_at)
    play = with_staff(memory=Recollection(next_kiosk_seq=1, look_up_marks=(mark,)))
    assert play.state.terminal.staff_locks == (), "their PIN is another matter"
    started_s = play.now
    checked(at_pin(VIEWER.staff_id, play), right=True).take(ev.ConsolePageChosen(ConsolePage.JOURNEY))
    assert play.now == started_s
    assert problem(play) == (limited(minutes) if minutes else ("", {}))
