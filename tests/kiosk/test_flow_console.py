"""The console's pages: cards with advice, one device, records read on demand, paper without a PIN (X13, X17)."""

from dataclasses import replace

import pytest

from kiosk import events as ev
from kiosk.advice import Blocked, advice_for
from kiosk.commands import ReadRecords
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity, Supplies
from kiosk.facts import PaperRollFitted
from kiosk.flow.console import BUILT, NEEDS
from kiosk.flow.history import KEPT
from kiosk.money import Fen
from kiosk.recollection import EMPTY, CashStop
from kiosk.staff import Role
from kiosk.staff_records import BooksSheet, Bucket, DeviceSheet, NoteCount, RecordsUnread, RecordsWanted
from kiosk.staff_views import (
    ConsolePage,
    ConsoleView,
    DeviceCard,
    DeviceDetailsView,
    PaperChangeView,
    PaperStepNow,
    RecordsView,
    StaffLoginView,
)
from kiosk.visit_types import Language
from tests.kiosk.play import Play, ok
from tests.kiosk.play_staff import ADMIN, VIEWER, at_console, at_pin, checked, with_staff

BOOKS = BooksSheet((), (Bucket("stacked", Fen(0)),), 0, (Bucket("card_charged", Fen(0)),), 0, 12, "ab" * 32, None)


def status(device: Device, state: DeviceState, code: str, supplies: Supplies = Supplies.GOOD) -> ev.DeviceStatusChanged:
    severity = Severity.NONE if state is DeviceState.ONLINE and not code else Severity.SUSPEND
    return ev.DeviceStatusChanged(DeviceStatus(device, state, severity, supplies, code, raw="47 50"))


def overview(play: Play) -> ConsoleView:
    body = play.view.body
    assert isinstance(body, ConsoleView)
    return body


def card(play: Play, device: str) -> DeviceCard:
    return next(one for one in overview(play).devices if one.device == device)


def _counts_down(play: Play) -> bool:
    return play.view.frame.countdown is not None


def opened(page: ConsolePage, device: str = "", staff_id: str = ADMIN.staff_id) -> Play:
    return at_console(staff_id).take(ev.ConsolePageChosen(page, device))


# ---- the overview --------------------------------------------------------------------------------------------------


def test_all_well_says_so_and_nothing_is_to_be_done() -> None:
    body = overview(at_console())
    assert (body.state, body.code, body.why) == ("full", "", "")
    assert (body.cash, body.card, body.printing, body.centre) == (True, None, True, True)
    assert [one.device for one in body.devices] == ["acceptor", "printer", "centre"], "no card terminal is fitted"
    assert all(one.works and not one.steps and not one.code for one in body.devices)


def test_what_is_wrong_is_told_with_what_to_do_and_what_it_blocks_in_the_persons_language() -> None:
    play = at_console().take(status(Device.ACCEPTOR, DeviceState.HW_ERROR, "BV-JAM"))
    jam = card(play, Device.ACCEPTOR)
    assert (jam.what, jam.blocks, jam.raw) == (advice_for("BV-JAM").what.zh, (Blocked.CASH,), "47 50")
    assert jam.steps == tuple(step.zh for step in advice_for("BV-JAM").steps)
    body = overview(play)
    assert (body.state, body.code, body.why, body.cash) == ("out", "BV-JAM", jam.what, False)
    play.take(ev.LanguageChosen(Language.ENGLISH))
    assert card(play, Device.ACCEPTOR).steps == tuple(step.en for step in advice_for("BV-JAM").steps)


def test_the_gravest_stands_first() -> None:
    play = at_console().take(
        status(Device.PRINTER, DeviceState.USER_ERROR, "PRN-OUT", Supplies.OUT), ev.LedgerDoubted("record 3 was changed")
    )
    assert [one.code for one in overview(play).devices] == ["LED-CHANGED", "PRN-OUT", "", ""]
    assert overview(play).devices[0].raw == "record 3 was changed"


@pytest.mark.parametrize(("state", "code"), [(DeviceState.NO_DEVICE, "BV-NO-PORT"), (DeviceState.OFFLINE, "BV-SILENT")])
def test_a_cable_that_is_out_is_told_apart_from_a_device_that_is_silent(state: DeviceState, code: str) -> None:
    found = card(at_console().take(status(Device.ACCEPTOR, state, code)), Device.ACCEPTOR)
    assert (found.state, found.what) == (state, advice_for(code).what.zh)


def test_a_state_without_a_code_has_advice_by_its_state() -> None:
    found = card(at_console().take(status(Device.PRINTER, DeviceState.OFFLINE, "")), Device.PRINTER)
    assert (found.code, found.what) == ("PRN-OFFLINE", advice_for("PRN-OFFLINE").what.zh)


def test_money_of_which_nobody_is_sure_and_stops_have_a_card_of_their_own() -> None:
    memory = replace(EMPTY, stops=(CashStop("BV-CHEAT", "a note was fished out"),))
    play = checked(at_pin(play=with_staff(Play().at_home(memory))), right=True)
    play.take(ev.DiskRoomChanged(low=True, free_bytes=1 << 20))
    found = {one.code: one for one in overview(play).devices if one.device == "terminal"}
    assert set(found) == {"BV-CHEAT", "DISK-LOW"}
    assert found["BV-CHEAT"].raw == "a note was fished out"


def test_the_line_is_a_card_with_its_reason_and_a_refusal_is_none_of_it() -> None:
    play = at_console().take(ev.CentreReachable(reachable=False, reason="no route"))
    assert (card(play, "centre").code, card(play, "centre").raw) == ("NET-DOWN", "no route")
    play.take(ev.CentreReachable(reachable=True), ev.KioskRefused("kiosk-disabled"))
    assert (card(play, "centre").code, card(play, "centre").raw) == ("NET-REFUSED", "kiosk-disabled")


def test_only_pages_that_there_are_have_a_tile_and_open() -> None:
    for staff_id, member in ((ADMIN.staff_id, ADMIN), (VIEWER.staff_id, VIEWER)):
        play = at_console(staff_id)
        may = {page for page in BUILT if member.may(NEEDS[page])}
        assert set(overview(play).pages) == may
        for page in ConsolePage:
            device = Device.PRINTER if page is ConsolePage.DEVICE else ""
            refused = bool(at_console(staff_id).take(ev.ConsolePageChosen(page, device)).refused)
            assert refused == (page not in may)


def test_x13_the_countdown_stands_still_while_a_cover_is_open() -> None:
    play = at_console()
    assert _counts_down(play)
    play.take(status(Device.PRINTER, DeviceState.USER_ERROR, "PRN-COVER"))
    assert overview(play).hands_inside
    assert not _counts_down(play)
    assert play.wait(120).page == "Console"
    play.take(ok(Device.PRINTER))
    assert _counts_down(play)
    assert play.wait(120).page == "Home"


# ---- one device ----------------------------------------------------------------------------------------------------


def test_a_devices_page_reads_its_own_records_and_forgets_them() -> None:
    play = opened(ConsolePage.DEVICE, Device.ACCEPTOR)
    (order,) = play.commands
    assert isinstance(order, ReadRecords)
    assert order.what is RecordsWanted.ACCEPTOR
    body = play.view.body
    assert isinstance(body, DeviceDetailsView)
    assert (body.busy, body.sheet) == (True, None)
    sheet = DeviceSheet(notes=(NoteCount(Fen(10000), 3),))
    assert play.take(ev.RecordsRead("another", sheet)).refused
    play.take(ev.RecordsRead(order.ticket, sheet))
    body = play.view.body
    assert isinstance(body, DeviceDetailsView)
    assert (body.busy, body.sheet) == (False, sheet)
    assert play.view.frame.can_go_back
    assert not play.view.frame.can_go_home
    play.take(ev.BackPressed())
    assert overview(play)
    assert "10000" not in repr(play.state.visit)


def test_reading_again_keeps_what_was_read_until_the_new_is_there() -> None:
    play = opened(ConsolePage.RECORDS)
    (first,) = play.commands
    assert isinstance(first, ReadRecords)
    play.take(ev.RecordsRead(first.ticket, BOOKS), ev.ConsolePageChosen(ConsolePage.RECORDS))
    body = play.view.body
    assert isinstance(body, RecordsView)
    assert (body.busy, body.books) == (True, BOOKS)
    assert play.take(ev.RecordsRead(first.ticket, RecordsUnread())).refused, "that answer is late"


def test_records_that_can_not_be_read_say_so() -> None:
    play = opened(ConsolePage.RECORDS)
    (order,) = play.commands
    assert isinstance(order, ReadRecords)
    play.take(ev.RecordsRead(order.ticket, RecordsUnread()))
    body = play.view.body
    assert isinstance(body, RecordsView)
    assert (body.unread, body.busy, body.books) == (True, False, None)


def test_the_line_has_a_page_with_nothing_to_read() -> None:
    play = opened(ConsolePage.DEVICE, "centre")
    assert play.commands == []
    assert isinstance(play.view.body, DeviceDetailsView)
    assert opened(ConsolePage.DEVICE, Device.CARD).refused, "no card terminal is fitted"
    assert opened(ConsolePage.DEVICE, "nonsense").refused


def test_what_a_device_went_through_is_told_newest_first_and_bounded() -> None:
    play = at_console()
    for _round in range(KEPT):
        play.take(status(Device.ACCEPTOR, DeviceState.HW_ERROR, "BV-JAM"), ok(Device.ACCEPTOR))
    play.take(status(Device.PRINTER, DeviceState.USER_ERROR, "PRN-OUT", Supplies.OUT))
    play.take(ev.ConsolePageChosen(ConsolePage.DEVICE, Device.ACCEPTOR))
    body = play.view.body
    assert isinstance(body, DeviceDetailsView)
    assert len(body.history) == KEPT
    assert [line.code for line in body.history[:3]] == ["", "BV-JAM", ""]
    assert body.history[1].what == advice_for("BV-JAM").what.zh
    assert body.card.since == body.history[0].at != ""
    play.take(ev.ConsolePageChosen(ConsolePage.DEVICE, Device.PRINTER))
    body = play.view.body
    assert isinstance(body, DeviceDetailsView)
    assert body.history[0].code == "PRN-OUT", "an acceptor that flaps drives out nobody else's history"


def test_other_words_of_the_device_for_the_same_state_are_no_news() -> None:
    play = at_console().take(status(Device.ACCEPTOR, DeviceState.HW_ERROR, "BV-FAIL"))
    known = play.state.terminal.history
    told = DeviceStatus(Device.ACCEPTOR, DeviceState.HW_ERROR, Severity.SUSPEND, Supplies.GOOD, "BV-FAIL", "47 51")
    play.take(ev.DeviceStatusChanged(told))
    assert play.state.terminal.history == known


def test_s4_who_counts_the_box_does_not_see_what_it_should_hold() -> None:
    for staff_id, member in ((ADMIN.staff_id, ADMIN), (VIEWER.staff_id, VIEWER)):
        for page, device in ((ConsolePage.DEVICE, Device.ACCEPTOR), (ConsolePage.RECORDS, "")):
            body = opened(page, device, staff_id).view.body
            assert isinstance(body, DeviceDetailsView | RecordsView)
            assert body.is_blind == member.may(Role.CASH)


# ---- records -------------------------------------------------------------------------------------------------------


def test_records_tell_when_the_ledger_was_verified_and_that_it_is_doubted() -> None:
    play = opened(ConsolePage.RECORDS)
    play.take(ev.LedgerVerified())
    body = play.view.body
    assert isinstance(body, RecordsView)
    assert (body.verified_at, body.doubted) == ("2026-11-21T20:58:44+08:00", "")
    play.take(ev.LedgerDoubted("record 3 was changed"))
    body = play.view.body
    assert isinstance(body, RecordsView)
    assert body.doubted == "record 3 was changed"


# ---- paper, without a PIN (X17) ------------------------------------------------------------------------------------


def at_paper() -> Play:
    return Play().at_home().take(ev.StaffPressed(), ev.ConsolePageChosen(ConsolePage.PAPER))


def paper(play: Play) -> PaperChangeView:
    body = play.view.body
    assert isinstance(body, PaperChangeView)
    return body


def test_x17_paper_needs_no_pin_and_opens_nothing_else() -> None:
    play = at_paper()
    assert (play.page, paper(play).who) == ("PaperChange", None)
    for page in ConsolePage:
        assert play.take(ev.ConsolePageChosen(page, Device.PRINTER)).refused
    assert play.page == "PaperChange"
    assert play.take(ev.BackPressed()).page == "Home"
    at_id = Play().at_home().take(ev.StaffPressed())
    for page in set(ConsolePage) - {ConsolePage.PAPER}:
        assert at_id.take(ev.ConsolePageChosen(page)).refused
    assert isinstance(at_id.view.body, StaffLoginView)
    assert at_id.view.body.can_change_paper


def test_x17_the_page_follows_the_printer_and_the_new_roll_counts_anew() -> None:
    play = at_paper()
    facts = []
    for supplies, state, code, step in (
        (Supplies.OUT, DeviceState.USER_ERROR, "PRN-OUT", PaperStepNow.OPEN),
        (Supplies.OUT, DeviceState.USER_ERROR, "PRN-COVER", PaperStepNow.ROLL),
        (Supplies.GOOD, DeviceState.USER_ERROR, "PRN-COVER", PaperStepNow.CLOSE),
        (Supplies.GOOD, DeviceState.ONLINE, "", PaperStepNow.DONE),
    ):
        play.take(status(Device.PRINTER, state, code, supplies))
        facts += play.facts
        assert paper(play).now is step
    assert PaperRollFitted(play.state.terminal.policy.roll_mm) in facts
    assert paper(play).left_mm == play.state.terminal.policy.roll_mm


def test_x17_it_does_not_close_over_an_open_printer_and_closes_by_itself_afterwards() -> None:
    play = at_paper().take(status(Device.PRINTER, DeviceState.USER_ERROR, "PRN-COVER"))
    assert not _counts_down(play)
    assert play.wait(60).page == "PaperChange"
    play.take(ok(Device.PRINTER))
    assert play.wait(60).page == "Home"


def test_x17_who_is_logged_in_comes_back_to_the_console() -> None:
    play = opened(ConsolePage.PAPER)
    assert paper(play).who is not None
    assert play.take(ev.BackPressed()).page == "Console"
    assert overview(play)


def test_nobody_is_known_yet_is_said_on_the_way_in() -> None:
    body = Play().at_home().take(ev.StaffPressed()).view.body
    assert isinstance(body, StaffLoginView)
    assert body.problem is not None
    assert body.problem.id == "staff_nobody"
    known = with_staff().take(ev.StaffPressed()).view.body
    assert isinstance(known, StaffLoginView)
    assert replace(known, typed=0).problem is None
