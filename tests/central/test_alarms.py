"""Alarms: each rule raises, holds, ends and does not flap; one SMS to one person; one list of orders (F52, F53, F65)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import insert, select, update

from central.alarm_facts import Facts, PaymentFacts, TerminalFacts, gather
from central.alarm_rules import BY_NAME, RULES, Level, why_not_ready
from central.alarm_states import Life, step
from central.alarm_words import WORDS, read, said
from central.centre import Centre
from central.database import insert_once
from central.halls import Hall, put_hall
from central.health_tables import alarm_whats, alarms as alarms_table, dial_tests, event_marks, terminal_events
from central.pages.filters import Language
from central.pages.visitor import LANGUAGE_COOKIE
from central.places import Place, put_place
from central.service_tables import work_orders
from central.sms_texts import ALARM, DUTY_CALL, SINGLE_MESSAGE_CHARACTERS, alarm_text, duty_text
from central.staff_rights import StaffRefusedError
from central.tables import payments, sms_outbox
from central.terminal_state import CashBox, DeviceStanding, Standing
from central.times import parse
from tests.central.halls import HALL as PAGES_HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock, model
from tests.central.staffed import HALL, acts, person
from tests.conftest import Tally

NOW = parse("2026-11-21T12:00:00+08:00")
SECOND, MINUTE = 1_000, 60_000
LANGUAGES: tuple[Language, ...] = ("zh", "en")


# ---- facts made for one question ---------------------------------------------------------------------------------------


def device(name: str, **changed: Any) -> DeviceStanding:
    well = DeviceStanding(name, "online", 0, "good", "", "", NOW - 60 * MINUTE, 0, may_hold_money=False)
    return replace(well, **changed)


def standing(**changed: Any) -> Standing:
    """One that serves and lacks nothing."""
    well: dict[str, Any] = {"kiosk_id": "K0001", "hall": HALL, "enabled": True, "heard_at": NOW, "silent": False}
    well |= {"state": "full", "mode": "serving", "code": "", "since": NOW - 60 * MINUTE, "cash": True, "card": True}
    well |= {"print": True, "devices": tuple(device(name) for name in ("acceptor", "card", "printer"))}
    well |= {"queue_depth": 0, "queue_oldest_seconds": 0, "money": {}, "cash_box": CashBox("BX", 100, 600, 1)}
    well |= {"paper_left_mm": 9000, "clock_offset_seconds": 0.1, "config_hash": "", "visit_open": False}
    return Standing(**(well | {"expected": True, "journal_broken_at": None} | changed))


def terminal(*, kiosk_id: str = "K0001", **changed: Any) -> TerminalFacts:
    """Members of TerminalFacts by their names, all others are of its Standing."""
    own: dict[str, Any] = {name: changed.pop(name) for name in list(changed) if name in TerminalFacts.__slots__}
    own = {"last_heard": NOW} | own
    return TerminalFacts(standing=standing(kiosk_id=kiosk_id, **changed), **own)


def one(**changed: Any) -> Facts:
    return Facts(NOW, (terminal(**changed),))


def with_device(name: str, **changed: Any) -> Facts:
    found = [device(each, **(changed if each == name else {})) for each in ("acceptor", "card", "printer")]
    return one(devices=tuple(found))


def silent(kiosk_id: str = "K0001", seconds: int = 200, **changed: Any) -> TerminalFacts:
    last = NOW - seconds * SECOND
    known = {"silent": seconds > 90, "state": "unknown", "heard_at": last, "since": last} | changed
    return terminal(kiosk_id=kiosk_id, last_heard=last, **known)


def owed(problem: str) -> Facts:
    return Facts(NOW, payments=(PaymentFacts("K0001-7", "K0001", HALL, problem),))


WELL = one()
# rule: facts that raise it, facts between the thresholds (None: there is no between), facts that are well
TABLE: dict[str, tuple[Facts, Facts | None, Facts]] = {
    "hall_silent": (Facts(NOW, (silent("K1"), silent("K2"))), Facts(NOW, (silent("K1"), silent("K2", 120))), WELL),
    "terminal_silent": (Facts(NOW, (silent(),)), Facts(NOW, (silent(seconds=120),)), Facts(NOW, (silent(seconds=60),))),
    "cannot_take_payment": (one(state="out", code="BV-JAM"), None, one(state="degraded")),
    "stuck": (one(mode="staff", since=NOW - 61 * MINUTE), None, one(mode="staff", since=NOW - 59 * MINUTE)),
    "acceptor_unavailable": (with_device("acceptor", state="offline"), None, WELL),
    "card_unavailable": (with_device("card", state="hw_error"), None, with_device("card", state="busy")),
    "printer_unavailable": (with_device("printer", state="user_error"), None, WELL),
    "money_in_device": (with_device("acceptor", may_hold_money=True, severity=3, code="BV-JAM"), None, WELL),
    "paper_low": (with_device("printer", supplies="low"), None, WELL),
    "paper_out": (with_device("printer", supplies="out"), None, with_device("printer", supplies="low")),
    "cash_near_full": (
        one(cash_box=CashBox("BX", 511, 600, 1)),
        one(cash_box=CashBox("BX", 481, 600, 1)),
        one(cash_box=CashBox("BX", 480, 600, 1)),
    ),
    "cash_full": (one(cash_box=CashBox("BX", 600, 600, 1)), None, one(cash_box=CashBox("BX", 599, 600, 1))),
    "queue_backlog": (one(queue_depth=21), one(queue_depth=11), one(queue_depth=10, queue_oldest_seconds=300)),
    "prints_failing": (one(print_failures=5), one(print_failures=4), one(print_failures=0)),
    "not_ready": (
        one(expected=False, opens_at=NOW + 15 * MINUTE, mode="starting"),
        None,
        one(expected=False, opens_at=NOW + 15 * MINUTE, mode="closed", state="out"),
    ),
    "unused": (
        one(last_visit_at=NOW - 241 * MINUTE, open_since=NOW - 300 * MINUTE),
        None,
        one(last_visit_at=NOW - 300 * MINUTE, open_since=NOW - 239 * MINUTE),
    ),
    "clock_skew": (one(clock_offset_seconds=-31.0), one(clock_offset_seconds=11.0), one(clock_offset_seconds=10.0)),
    "journal_broken": (one(journal_broken_at=NOW), None, WELL),
    "event_gap": (one(events_missing=True), None, WELL),
    "error_rate": (one(errors=20.1), one(errors=5.1), one(errors=5.0)),
    "money_in_doubt": (one(money={"in_doubt_fen": 10_000}), None, one(money={"in_doubt_fen": 0})),
    "command_expired": (one(commands_expired=1), None, WELL),
    "dial_test_failing": (one(dial_success=0.97), None, one(dial_success=0.98)),
    "cash_variance": (one(variance_fen=100), None, WELL),
    "paid_without_sms": (owed("no_sms"), None, Facts(NOW)),
    "not_reopened": (owed("not_reopened"), None, owed("no_sms")),
    "payment_in_doubt": (owed("in_doubt"), None, Facts(NOW)),
    "lookup_limit": (Facts(NOW, lookups=(("5003", HALL),)), None, Facts(NOW)),
    "sms_slow": (Facts(NOW, sms_p95_seconds=30.1), Facts(NOW, sms_p95_seconds=20.1), Facts(NOW, sms_p95_seconds=20.0)),
    "sms_backlog": (Facts(NOW, sms_ready=201), Facts(NOW, sms_ready=101), Facts(NOW, sms_oldest_seconds=30.0)),
}


def levels(name: str, facts: Facts) -> list[Level]:
    return [reading.level for reading in BY_NAME[name].read(facts)]


def test_the_table_has_every_rule() -> None:
    assert set(TABLE) == {rule.name for rule in RULES}


@pytest.mark.parametrize("name", TABLE)
def test_every_rule_knows_high_between_and_well(name: str) -> None:
    high, between, well = TABLE[name]
    assert levels(name, high) == [Level.HIGH]
    assert between is None or levels(name, between) == [Level.BETWEEN]
    assert levels(name, well) == []
    for reading in BY_NAME[name].read(high):
        assert reading.what.word in WORDS
        assert all(0 < len(said(reading.what, language)) <= 60 for language in LANGUAGES)


@pytest.mark.parametrize("name", TABLE)
def test_a_terminal_that_lacks_nothing_raises_nothing(name: str) -> None:
    assert levels(name, WELL) == []


# ---- the life of every rule, by a clock that is moved ------------------------------------------------------------------


def play(name: str, looks: Sequence[tuple[float, Facts]]) -> list[str]:
    """What stands after each look, at its second: nothing, pending, raised, over."""
    rule, life, shown = BY_NAME[name], None, []
    for second, facts in looks:
        level = next((reading.level for reading in rule.read(facts)), None)
        if life is not None and life.over:
            life = None
        life = step(rule, life, level, NOW + round(second * SECOND))
        shown.append(_word(life))
    return shown


def _word(life: Life | None) -> str:
    if life is None:
        return "nothing"
    return "pending" if life.raised_at is None else "over" if life.cleared_at is not None else "raised"


@pytest.mark.parametrize("name", TABLE)
def test_every_rule_raises_holds_and_ends(name: str, tally: Tally) -> None:
    high, between, well = TABLE[name]
    wait = BY_NAME[name].for_seconds
    looks = [(0.0, high), (wait - 0.001, high), (wait, high), (wait + 300, high)]
    expected = ["pending" if wait else "raised", "pending" if wait else "raised", "raised", "raised"]
    if between is not None:
        looks += [(wait + 330, between), (wait + 900, between)]
        expected += ["raised", "raised"]
    end = wait + 1000
    looks += [(end, well), (end + 59.999, well), (end + 60, well)]
    expected += ["raised", "raised", "over"]
    assert play(name, looks[1:] if not wait else looks) == (expected[1:] if not wait else expected)
    tally("rules played", 1)


@pytest.mark.parametrize("name", [rule.name for rule in RULES if rule.for_seconds])
def test_a_short_trouble_raises_nothing(name: str) -> None:
    high, _between, well = TABLE[name]
    wait = BY_NAME[name].for_seconds
    looks = [(0.0, high), (wait * 0.9, high), (wait * 0.95, well), (wait, high), (wait * 1.9, high)]
    assert play(name, looks) == ["pending", "pending", "nothing", "pending", "pending"]


@pytest.mark.parametrize("name", TABLE)
def test_no_rule_flaps_when_its_value_swings(name: str) -> None:
    """Half a minute of trouble, half a minute without, for an hour: at most one alarm, and it does not end between."""
    high, _between, well = TABLE[name]
    wait = BY_NAME[name].for_seconds
    settled = [(second, high) for second in range(0, int(wait) + 15, 15)]
    swings = [(wait + 15 * turn, high if turn % 4 < 2 else well) for turn in range(1, 240)]
    shown = play(name, [*settled, *swings])
    assert shown.count("over") == 0
    assert set(shown[len(settled) :]) == {"raised"}


@given(st.lists(st.sampled_from([None, Level.BETWEEN, Level.HIGH]), max_size=80), st.sampled_from(RULES))
def test_an_alarm_is_never_raised_early_and_never_ended_early(said: list[Level | None], rule: Any) -> None:
    life: Life | None = None
    high_since: int | None = None
    well_since: int | None = None
    for index, level in enumerate(said):
        now = NOW + index * 30 * SECOND
        high_since = (high_since if high_since is not None else now) if level is Level.HIGH else None
        well_since = (well_since if well_since is not None else now) if level is None else None
        before, life = life, step(rule, None if life is not None and life.over else life, level, now)
        if life is not None and life.raised_at == now:
            assert high_since is not None
            assert now - high_since >= rule.for_seconds * SECOND
        if life is not None and life.cleared_at == now:
            assert before is not None
            assert before.raised_at is not None
            assert well_since is not None
            assert now - well_since >= rule.clear_seconds * SECOND
            assert now - before.raised_at >= rule.hold_seconds * SECOND


def test_what_a_person_ended_is_not_raised_anew_while_it_lasts() -> None:
    rule = BY_NAME["journal_broken"]
    ended = Life(NOW, NOW, None, NOW, by_person=True)
    assert step(rule, ended, Level.HIGH, NOW + MINUTE) == ended
    assert step(rule, ended, Level.BETWEEN, NOW + MINUTE) == ended
    gone = step(rule, ended, None, NOW + 2 * MINUTE)
    assert gone is not None
    assert gone.over
    again = step(rule, None, Level.HIGH, NOW + 3 * MINUTE)
    assert again is not None
    assert again.raised_at == NOW + 3 * MINUTE


# ---- what hides what ---------------------------------------------------------------------------------------------------


def test_a_dark_hall_is_one_alarm_not_one_for_each_terminal() -> None:
    facts = Facts(NOW, (silent("K1"), silent("K2"), terminal(kiosk_id="K3", hall="station")))
    assert levels("hall_silent", facts) == [Level.HIGH]
    assert levels("terminal_silent", facts) == [Level.BETWEEN, Level.BETWEEN]
    partly = Facts(NOW, (silent("K1"), terminal(kiosk_id="K2")))
    assert levels("hall_silent", partly) == []
    assert levels("terminal_silent", partly) == [Level.HIGH]
    alone = Facts(NOW, (silent("K1"),))
    assert levels("hall_silent", alone) == [], "one terminal is a silent terminal"
    closed = Facts(NOW, (silent("K1", expected=False), silent("K2", expected=False)))
    assert levels("hall_silent", closed) == levels("terminal_silent", closed) == [], "outside open hours"


ABOUT_SILENCE = {"hall_silent", "terminal_silent", "not_ready"}


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name][0].terminals and name not in ABOUT_SILENCE])
def test_what_a_silent_terminal_said_last_raises_nothing_and_ends_nothing(name: str) -> None:
    (found,) = TABLE[name][0].terminals
    quiet = Facts(NOW, (replace(found, standing=replace(found.standing, silent=True)),))
    centre_s_own = {"journal_broken", "command_expired", "dial_test_failing", "cash_variance"}
    assert levels(name, quiet) == [Level.HIGH if name in centre_s_own else Level.BETWEEN]


def test_a_terminal_that_is_switched_off_has_no_alarms() -> None:
    for name, (high, _between, _well) in TABLE.items():
        off = tuple(
            replace(found, standing=replace(found.standing, enabled=False, expected=False)) for found in high.terminals
        )
        if off:
            assert levels(name, Facts(NOW, off)) == [], name


def test_paper_out_and_a_full_box_are_told_once() -> None:
    out = with_device("printer", supplies="out", state="user_error", severity=3)
    assert (levels("paper_out", out), levels("printer_unavailable", out)) == ([Level.HIGH], [])
    full = with_device("acceptor", supplies="overfill", state="user_error", severity=3)
    assert (levels("cash_full", full), levels("acceptor_unavailable", full)) == ([Level.HIGH], [])
    absent = with_device("card", state="no_device", code="NOT-FITTED")
    assert levels("card_unavailable", absent) == []


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"mode": "closed", "state": "out"}, None),
        ({"mode": "serving", "state": "out", "code": "BV-JAM"}, ("BV-JAM", "BV-JAM")),
        ({"mode": "serving", "state": "out"}, ("无法缴费", "takes no payment")),
        ({"mode": "starting"}, ("正在启动", "starting")),
        ({"mode": "staff"}, ("维护中", "staff at work")),
        ({"mode": "disabled"}, ("已停用", "disabled by command")),
        ({"silent": True}, ("无心跳", "no heartbeat")),
        ({"journal_broken_at": NOW}, ("流水账不符", "journal differs")),
        ({"devices": (device("printer", supplies="out", code="PRN-OUT"),)}, ("打印机 PRN-OUT", "printer PRN-OUT")),
        ({"devices": (device("acceptor", state="offline"),)}, ("纸币器 无应答", "note acceptor does not answer")),
        ({"devices": (device("card", state="no_device", code="NOT-FITTED"),)}, None),
    ],
)
def test_x14_why_a_terminal_is_not_ready(changed: dict[str, Any], why: tuple[str, str] | None) -> None:
    found = why_not_ready(terminal(**changed))
    assert (None if found is None else (said(found, "zh"), said(found, "en"))) == why
    before_opening = one(expected=False, opens_at=NOW, **changed)
    told = [reading.what for reading in BY_NAME["not_ready"].read(before_opening)]
    assert [said(what, "en") for what in told] == ([f"K0001 not ready to open at 12:00: {why[1]}"] if why else [])


# ---- in the centre -----------------------------------------------------------------------------------------------------


PHONES = {"page": "13811110000", "ticket": "13811112222"}


@pytest.fixture
def hall(centre: Centre) -> Centre:
    """Pages go to one number, tickets to another."""
    put_hall(centre.database, HALL, Hall.model_validate({"duty_numbers": PHONES}))
    person(centre, "0301", "operate")
    return centre


def beat(centre: Centre, clock: Clock, kiosk_id: str = "K0001", **changed: Any) -> None:
    body: dict[str, Any] = {"sent_at": clock.text(), "highest_kiosk_seq": 1, "journal": None, "service_state": "full"}
    body |= {"queue": {"depth": 0, "oldest_seconds": 0}, "devices": []}
    centre.heartbeats.store(kiosk_id, body | changed)


def watch(centre: Centre, clock: Clock, seconds: int, said: Callable[[], None] | None = None, every: int = 15) -> None:
    """Looks ``every`` so many seconds; ``said`` is what the terminal tells before each look."""
    for _ in range(seconds // every):
        clock.advance(every)
        if said is not None:
            said()
        centre.alarms.run_due()
        centre.outbox.run_due()


def sent(centre: Centre) -> list[tuple[str, str, str]]:
    with centre.database.read() as connection:
        rows = connection.execute(select(sms_outbox).where(sms_outbox.c.template == ALARM).order_by(sms_outbox.c.sms_id))
        return [(row.recipient, row.state, row.text) for row in rows]


def rules(centre: Centre) -> list[str]:
    return [alarm.rule for alarm in centre.alarms.standing()]


def test_f52_a_silent_terminal_is_told_within_five_minutes_and_ends_when_it_is_back(hall: Centre, clock: Clock) -> None:
    beat(hall, clock)
    watch(hall, clock, 285)
    assert sent(hall) == []
    watch(hall, clock, 30)
    ((number, state, text),) = sent(hall)
    assert (number, state) == ("13811110000", "submitted")
    assert "K0001" in text
    assert len(text) <= SINGLE_MESSAGE_CHARACTERS
    (alarm,) = hall.alarms.standing()
    assert (alarm.rule, alarm.subject, alarm.severity, alarm.told) == ("terminal_silent", "K0001", "page", "138****0000")
    watch(hall, clock, 3600, every=60)
    assert len(sent(hall)) == 1, "told once, however long it lasts"
    watch(hall, clock, 180, lambda: beat(hall, clock))
    assert hall.alarms.standing() == []
    (over,) = hall.alarms.history("K0001")
    assert over.cleared_at is not None
    assert over.cleared_by is None
    with hall.database.read() as connection:
        kept = connection.execute(select(alarms_table)).one()
    assert "13811110000" not in str(kept), "numbers rest masked"


def test_a_ticket_opens_one_order_which_is_fixed_with_it(hall: Centre, clock: Clock) -> None:
    low = [{"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}]
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=low), every=60)
    assert rules(hall) == ["paper_low"]
    (order,) = hall.work_orders.open_orders()
    assert (order.reason, order.kiosk_id, order.hall, order.state) == ("paper_low", "K0001", HALL, "opened")
    clock.advance(1)
    hall.help_desk.call("K0001", "v-1", "called", 0, {"state": "home"})
    assert [each.reason for each in hall.work_orders.open_orders(HALL)] == ["paper_low", "called"], "one list"
    watch(hall, clock, 600, lambda: beat(hall, clock, devices=low), every=60)
    assert len(hall.work_orders.open_orders()) == 2
    watch(hall, clock, 180, lambda: beat(hall, clock))
    assert [each.reason for each in hall.work_orders.open_orders()] == ["called"]
    (fixed,) = hall.work_orders.fixed_since(0)
    assert (fixed.reason, fixed.fixed_by, fixed.state) == ("paper_low", "centre", "fixed")


def test_f65_an_order_is_opened_acknowledged_overdue_fixed(hall: Centre, clock: Clock) -> None:
    hall.help_desk.call("K0001", "v-1", "called", 0, {"state": "home"})
    (order,) = hall.work_orders.open_orders()
    assert hall.work_orders.ages() == {"under_1h": 1, "1h_to_10h": 0, "over_10h": 0}
    clock.advance(3600)
    hall.work_orders.acknowledge(order.order_id, "0301")
    hall.work_orders.acknowledge(order.order_id, "0301")
    (seen,) = hall.work_orders.open_orders()
    assert (seen.state, seen.acknowledged_by, seen.age_seconds) == ("acknowledged", "0301", 3600)
    assert hall.work_orders.ages() == {"under_1h": 0, "1h_to_10h": 1, "over_10h": 0}
    clock.advance(9 * 3600 + 1)
    assert hall.work_orders.open_orders()[0].state == "overdue"
    assert hall.work_orders.ages()["over_10h"] == 1
    hall.work_orders.fix(order.order_id, "0301", "纸已换")
    clock.advance(60)
    (fixed,) = hall.work_orders.fixed_since(0)
    assert (fixed.state, fixed.fixed_by, fixed.remark, fixed.age_seconds) == ("fixed", "0301", "纸已换", 36_001)
    assert hall.work_orders.fixed_since(0, "station") == []
    person(hall, "0302", "view")
    with pytest.raises(StaffRefusedError, match="needs the role"):
        hall.work_orders.fix(order.order_id, "0302", "")
    with pytest.raises(StaffRefusedError, match="no work order"):
        hall.work_orders.fix("01M8032X3NJC333CDMBRFSV8HD", "0301", "")
    assert [act for _, act, _ in acts(hall)] == ["acknowledge_order", "fix_order"]


def test_quiet_hours_hold_tickets_and_never_pages(hall: Centre, clock: Clock) -> None:
    clock.value = parse("2026-11-21T23:00:00+08:00")
    low = [{"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}]
    broken = [{"device": "acceptor", "state": "hw_error", "severity": 4, "supplies": "n/a", "code": "BV-JAM", "raw": ""}]
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=[*low, *broken]), every=60)
    by_number = {number: state for number, state, _ in sent(hall)}
    assert by_number == {"13811110000": "submitted", "13811112222": "held"}


def test_messages_are_capped_an_hour_and_the_last_says_how_many_more(hall: Centre, clock: Clock) -> None:
    for index in range(2, 18):
        hall.enrolment.enrol(f"K{index:04}", HALL)
    kiosks = [f"K{index:04}" for index in range(2, 18)]
    broken = [{"device": "acceptor", "state": "hw_error", "severity": 4, "supplies": "n/a", "code": "BV-JAM", "raw": ""}]

    def all_of_them() -> None:
        for kiosk_id in kiosks:
            beat(hall, clock, kiosk_id, devices=broken)

    beat(hall, clock)
    watch(hall, clock, 180, all_of_them, every=60)
    assert len(rules(hall)) == 16
    told = sent(hall)
    assert len(told) == 12
    assert "另有4条" in told[-1][2]
    assert not any("另有" in text for _, _, text in told[:-1])
    assert {alarm.told for alarm in hall.alarms.standing()} == {"138****0000"}, "each is told, by its own or by the last"
    kiosks.append("K0001")
    watch(hall, clock, 600, all_of_them, every=150)
    assert len(sent(hall)) == 12, "no more in this hour"
    watch(hall, clock, 3000, all_of_them, every=150)
    assert len(sent(hall)) == 13, "what waited is told when there is room again"
    assert "K0001" in sent(hall)[-1][2]


def test_nobody_to_tell_is_written_down_once(centre: Centre, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    beat(centre, clock)
    watch(centre, clock, 600, every=60)
    assert rules(centre) == ["terminal_silent"]
    assert sent(centre) == []
    assert centre.alarms.standing()[0].told == ""
    assert sum("CEN-733" in record.message for record in caplog.records) == 1


def test_an_alarm_is_acknowledged_and_ended_by_people_with_rights(hall: Centre, clock: Clock) -> None:
    journal = {"count": 10, "head": "ab"}
    beat(hall, clock, journal=journal)
    beat(hall, clock, journal=journal | {"count": 9})
    hall.alarms.run_due()
    (alarm,) = hall.alarms.standing(HALL)
    assert alarm.rule == "journal_broken"
    person(hall, "0302", "view")
    person(hall, "0303", "operate", halls=("station",))
    for who in ("0302", "0303"):
        with pytest.raises(StaffRefusedError):
            hall.alarms.acknowledge(alarm.alarm_id, who)
        with pytest.raises(StaffRefusedError):
            hall.alarms.clear(alarm.alarm_id, who)
    hall.alarms.acknowledge(alarm.alarm_id, "0301")
    hall.alarms.acknowledge(alarm.alarm_id, "0301")
    assert hall.alarms.standing()[0].acknowledged_by == "0301"
    hall.alarms.clear(alarm.alarm_id, "0301")
    watch(hall, clock, 300, lambda: beat(hall, clock, journal=journal))
    assert hall.alarms.standing() == [], "the condition lasts, and nobody is told of it again"
    assert len(sent(hall)) == 1
    assert [act for _, act, _ in acts(hall)] == ["acknowledge_alarm", "clear_alarm"]


def test_paid_without_sms_and_not_reopened_are_told_with_their_payment(hall: Centre, clock: Clock) -> None:
    payment_id, _ = hall.payments.accept(model(1))
    hall.payments.attempt(payment_id)
    with hall.database.write() as connection:
        connection.execute(update(payments).values(reopening="late"))
        connection.execute(update(sms_outbox).values(state="failed", next_at=None))
    watch(hall, clock, 15, lambda: beat(hall, clock))
    assert {(alarm.rule, alarm.subject) for alarm in hall.alarms.standing()} == {
        ("not_reopened", "K0001-1"),
        ("paid_without_sms", "K0001-1"),
    }
    with hall.database.write() as connection:
        connection.execute(update(payments).values(reopening="reopened"))
        connection.execute(update(sms_outbox).where(sms_outbox.c.template != ALARM).values(state="delivered"))
    watch(hall, clock, 180, lambda: beat(hall, clock))
    assert hall.alarms.standing() == []


def test_a_payment_in_doubt_for_a_quarter_of_an_hour_is_somebody_s_to_look_at(hall: Centre, clock: Clock) -> None:
    hall.payments.accept(model(1))
    watch(hall, clock, 840, lambda: beat(hall, clock), every=60)
    watch(hall, clock, 45, lambda: beat(hall, clock))
    assert rules(hall) == []
    watch(hall, clock, 15, lambda: beat(hall, clock))
    assert rules(hall) == ["payment_in_doubt"]


def test_the_facts_of_events_commands_and_dial_tests(hall: Centre, clock: Clock) -> None:
    """What is read from the tables, rule by rule, without the rules."""
    beat(hall, clock)
    hall.commands.give("K0001", "restart", "0301", seconds=60)
    clock.advance(61)
    prints = ["printed", "not_printed", "partial", "unknown"]
    with hall.database.write() as connection:
        for seq, outcome in enumerate(prints, start=1):
            row = {"kiosk_id": "K0001", "event_seq": seq, "at": clock(), "received_at": clock(), "kind": "print"}
            row |= {"urgent": False, "historical": False, "data": {"outcome": outcome, "cause": ""}}
            connection.execute(insert(terminal_events).values(row))
        row = {"kiosk_id": "K0001", "event_seq": 6, "at": clock() - 5, "received_at": clock(), "kind": "visit"}
        row |= {"urgent": False, "historical": False, "data": {}}
        connection.execute(insert(terminal_events).values(row))
        insert_once(connection, event_marks, {"kiosk_id": "K0001", "next_expected_seq": 5, "highest_seq": 6})
        for index, outcome in enumerate(("passed", "failed")):
            test = {"dial_id": f"d{index}", "step": "sms", "kiosk_id": "K0001", "at": clock() - 1000, "outcome": outcome}
            connection.execute(insert(dial_tests).values(test | {"milliseconds": 1, "detail": ""}))
    with hall.database.read() as connection:
        (found,) = gather(connection, clock(), hall.settings).terminals
    assert found.print_failures == 3
    assert found.last_visit_at == clock() - 5
    assert found.events_missing
    assert found.commands_expired == 1
    assert found.dial_success == 0.5
    clock.advance(3700)
    with hall.database.read() as connection:
        (later,) = gather(connection, clock(), hall.settings).terminals
    assert (later.commands_expired, later.dial_success) == (0, None)


def test_x14_a_terminal_that_is_not_ready_is_told_before_the_hall_opens(hall: Centre, clock: Clock) -> None:
    described = {"duty_numbers": PHONES, "hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "08:30", "to": "18:30"}]}
    put_hall(hall.database, HALL, Hall.model_validate(described))
    clock.value = parse("2026-11-21T19:00:00+08:00")
    beat(hall, clock)
    watch(hall, clock, 3600, every=60)
    assert rules(hall) == [], "it was switched off at the wall after closing time"
    clock.value = parse("2026-11-22T08:14:00+08:00")
    watch(hall, clock, 60)
    assert rules(hall) == []
    watch(hall, clock, 90)
    assert rules(hall) == ["not_ready"]
    assert "08:30" in sent(hall)[-1][2]
    closed: dict[str, Any] = {
        "service": {"mode": "closed", "code": "", "since": clock.text(), "cash": False, "card": False, "print": True}
    }
    watch(hall, clock, 180, lambda: beat(hall, clock, service_state="out", **closed))
    assert rules(hall) == []


def test_every_alarm_s_message_fits_one_sms() -> None:
    for language in LANGUAGES:
        assert len(alarm_text("page", ["长" * 200], NOW, 999, language)) == SINGLE_MESSAGE_CHARACTERS
    assert alarm_text("ticket", ["K0001 打印纸将尽"], NOW, 0) == "【待办】12:00 K0001 打印纸将尽。"
    assert alarm_text("ticket", ["K0001 paper nearly out"], NOW, 2, "en") == (
        "TO DO 12:00 K0001 paper nearly out; 2 more, see the hall page"
    )
    shorter = ["K0001（" + "长" * 60 + "）打印纸用完", "K0001 打印纸用完"]
    assert alarm_text("page", shorter, NOW, 0) == "【告警】12:00 K0001 打印纸用完。", "what is wrong is not cut for a place"


def events_of(centre: Centre) -> list[tuple[str, str, str]]:
    return [(alarm.said("zh"), alarm.said("en"), alarm.text) for alarm in centre.alarms.standing()]


def test_an_alarm_is_data_and_each_reader_has_their_own_words(hall: Centre, clock: Clock) -> None:
    """A page in its language; an SMS in the hall's; its order likewise."""
    low = [{"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}]
    broken = [{"device": "card", "state": "offline", "severity": 4, "supplies": "n/a", "code": "", "raw": ""}]
    put_hall(hall.database, HALL, Hall.model_validate({"duty_numbers": PHONES | {"language": "en"}}))
    with hall.database.write() as connection:
        put_place(connection, "K0001", Place("门口左侧", "by the door"), "0301", clock())
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=[*low, *broken]), every=60)
    assert events_of(hall) == [
        ("K0001 刷卡器故障 无应答", "K0001 card terminal fault: does not answer", "K0001 刷卡器故障 无应答"),
        ("K0001 打印纸将尽", "K0001 paper nearly out", "K0001 打印纸将尽"),
    ]
    texts = [text for _, _, text in sent(hall)]
    assert [text.partition(" K0001")[2] for text in texts] == [
        " (by the door) card terminal fault: does not answer",
        " (by the door) paper nearly out",
    ]
    assert [text.split(" ")[0] for text in texts] == ["ALARM", "TO"]
    (order,) = hall.work_orders.open_orders()
    assert (order.said("zh"), order.said("en")) == ("K0001 打印纸将尽", "K0001 paper nearly out")


def test_an_alarm_of_an_earlier_release_is_read_as_it_is_and_gets_its_data_at_the_next_look(
    hall: Centre, clock: Clock
) -> None:
    """It has a Chinese sentence and nothing else; so has its order."""
    low = [{"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}]
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=low), every=60)
    with hall.database.write() as connection:
        connection.execute(alarm_whats.delete())
        visit = connection.execute(select(work_orders.c.visit)).scalar_one()
        old = {name: visit[name] for name in ("alarm_id", "text")}
        connection.execute(update(work_orders).values(visit=old))
    assert events_of(hall) == [("K0001 打印纸将尽",) * 3]
    (order,) = hall.work_orders.open_orders()
    assert order.said("en") == "K0001 打印纸将尽"
    watch(hall, clock, 60, lambda: beat(hall, clock, devices=low), every=60)
    assert events_of(hall) == [("K0001 打印纸将尽", "K0001 paper nearly out", "K0001 打印纸将尽")]
    watch(hall, clock, 300, lambda: beat(hall, clock), every=60)
    assert [alarm.said("en") for alarm in hall.alarms.ended(HALL, 5)] == ["K0001 paper nearly out"]


def test_a_release_before_this_one_ends_a_pending_alarm_beside_it(hall: Centre, clock: Clock) -> None:
    """It knows the alarm's own row only, and looks as often; a look that fails is no alarm in any hall."""
    low = [{"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}]
    watch(hall, clock, 60, lambda: beat(hall, clock, devices=low), every=60)
    with hall.database.write() as connection:
        assert connection.execute(select(alarms_table.c.raised_at, alarm_whats.c.word).join(alarm_whats)).all() == [
            (None, "paper_low")
        ]
        connection.execute(alarms_table.delete())
        assert connection.execute(select(alarm_whats)).all() == [], "its data went with it"
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=low), every=60)
    assert [alarm.said("en") for alarm in hall.alarms.standing()] == ["K0001 paper nearly out"]


def test_a_word_of_a_later_release_is_read_by_its_sentence() -> None:
    assert read("quantum_leak", {"terminal": "K0001"}, "K0001 量子泄漏", "en") == "K0001 量子泄漏"
    assert read("paper_low", None, "K0001 打印纸将尽", "en") == "K0001 打印纸将尽"


ODD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("silent", {"since": None}),
    ("silent", {"since": 1e30}),
    ("in_doubt", {"fen": "7"}),
    ("clock", {"offset": "x"}),
    ("dialling", {"share": None}),
    ("sms_slow", {"seconds": "3"}),
    ("device_out", {"device": ["printer"], "code": "", "state": ""}),
    ("device_out", {"device": "printer", "state": {}}),
    ("stuck", {"mode": {}, "minutes": 3}),
    ("not_ready", {"opens": "08:30", "why": "mode"}),
    ("not_ready", {"opens": NOW, "why": "in_doubt", "fen": [7]}),
)
PARTS = sorted({name for pair in WORDS.values() for text in pair for _, name, _, _ in Formatter().parse(text) if name})
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(["x"]) | st.just({"x": 1})


@pytest.mark.parametrize(("word", "parts"), ODD)
def test_a_word_whose_part_has_another_type_is_read_by_its_sentence(word: str, parts: dict[str, Any]) -> None:
    for language in LANGUAGES:
        assert read(word, {"terminal": "K0001"} | parts, "K0001 旧句", language) == "K0001 旧句"


@pytest.mark.parametrize("word", [["paper_low"], {"paper_low": 1}, 7, True])
def test_what_is_no_word_is_read_by_its_sentence(word: Any) -> None:
    assert read(word, {"terminal": "K0001"}, "K0001 旧句", "en") == "K0001 旧句"


@given(st.sampled_from(sorted(WORDS)), st.dictionaries(st.sampled_from([*PARTS, "terminal", "why"]), VALUES))
def test_whatever_is_stored_is_a_sentence(word: str, parts: dict[str, Any]) -> None:
    for language in LANGUAGES:
        assert isinstance(read(word, parts, "旧句", language), str)
        assert isinstance(read(word, {}, "旧句", language), str)


def test_a_part_that_is_missing_or_odd_spoils_no_page(tmp_path: Path) -> None:
    """Pages of alarms and orders, in both languages."""
    with hall_served(tmp_path, seeded_database()) as (centre, _, url):
        add_person(centre, "5004", ["operate"], [PAGES_HALL])
        browser = Browser(url)
        browser.log_in("5004")
        alarm, order = centre.alarms.standing(PAGES_HALL)[0], alarm_order(centre)
        odd: list[tuple[str, Any]] = [*ODD, ("stuck", {}), ("paper_low", ["no parts"])]
        for word, parts in odd:
            with centre.database.write() as connection:
                what = {"alarm_id": alarm.alarm_id, "word": word, "parts": parts}
                connection.execute(alarm_whats.delete().where(alarm_whats.c.alarm_id == alarm.alarm_id))
                connection.execute(insert(alarm_whats).values(what))
                visit = {"text": "旧句", "word": word, "parts": parts}
                connection.execute(update(work_orders).where(work_orders.c.order_id == order).values(visit=visit))
            for path, language in product(("alarms", "orders"), LANGUAGES):
                browser.http.cookies.set(LANGUAGE_COOKIE, language, path="/halls")
                page = browser.get(f"/halls/{path}?hall={PAGES_HALL}")
                assert page.status == 200, (path, language, word, parts)
                assert f'<html lang="{"en" if language == "en" else "zh-CN"}"' in page.source


def alarm_order(centre: Centre) -> str:
    """Of an alarm, in the hall of the pages; it has a text."""
    return next(order.order_id for order in centre.work_orders.open_orders(PAGES_HALL))


@pytest.mark.parametrize(("word", "parts"), [*ODD, ("paper_low", ["no parts"]), ("paper_low", "no parts")])
def test_an_alarm_with_an_odd_part_is_told_and_keeps_no_other_from_being_told(
    hall: Centre, clock: Clock, word: str, parts: Any
) -> None:
    """Both wait to be told when the data of one is found spoilt."""
    low = {"device": "printer", "state": "online", "severity": 1, "supplies": "low", "code": "PRN-LOW", "raw": ""}
    broken = {"device": "card", "state": "offline", "severity": 4, "supplies": "n/a", "code": "", "raw": ""}
    watch(hall, clock, 660, lambda: beat(hall, clock, devices=[low, broken]), every=60)
    before = len(sent(hall))
    with hall.database.write() as connection:
        paper = select(alarms_table.c.alarm_id).where(alarms_table.c.rule == "paper_low").scalar_subquery()
        spoilt = {"terminal": "K0001"} | parts if isinstance(parts, dict) else parts
        connection.execute(update(alarm_whats).where(alarm_whats.c.alarm_id == paper).values(word=word, parts=spoilt))
        connection.execute(update(alarms_table).values(told_at=None, told=""))
    watch(hall, clock, 15, lambda: beat(hall, clock, devices=[low, broken]))
    texts = [text.partition(" ")[2] for _, _, text in sent(hall)[before:]]
    assert texts == ["K0001 刷卡器故障 无应答。", "K0001 打印纸将尽。"]


@pytest.mark.parametrize(("language", "words"), [("zh", "有客户求助，机内有款50.00元"), ("en", "calls, ¥50.00 inside")])
def test_a_call_for_help_is_texted_in_the_halls_language(
    hall: Centre, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr("central.help_desk.duty_number", lambda _connection, _hall: "13811110000")
    put_hall(hall.database, HALL, Hall.model_validate({"duty_numbers": PHONES | {"language": language}}))
    hall.help_desk.call("K0001", "v-1", "called", 5_000, {"state": "home"})
    with hall.database.read() as connection:
        texts = connection.execute(select(sms_outbox.c.text).where(sms_outbox.c.template == DUTY_CALL)).scalars().all()
    assert [words in text for text in texts] == [True]


def test_an_english_call_for_help_is_one_sms() -> None:
    assert duty_text(("K0001 (by the door)", "K0001"), 10_000, "0" * 26, NOW, "en") == (
        "K0001 (by the door): customer calls, ¥100.00 inside, 12:00, 00000000"
    )
    assert len(duty_text(("K" * 80,), 99_999_999, "0" * 26, NOW, "en")) == SINGLE_MESSAGE_CHARACTERS


@pytest.mark.parametrize("fen", [10_000, 99_999_999])
def test_a_call_for_help_names_its_place_whole_or_not_at_all(
    hall: Centre, monkeypatch: pytest.MonkeyPatch, fen: int
) -> None:
    monkeypatch.setattr("central.help_desk.duty_number", lambda _connection, _hall: "13811110000")
    put_hall(hall.database, HALL, Hall.model_validate({"duty_numbers": PHONES | {"language": "en"}}))
    with hall.database.write() as connection:
        put_place(connection, "K0001", Place("", "left of the door, inside"), "0301", NOW)
    hall.help_desk.call("K0001", "v-1", "called", fen, {"state": "home"})
    with hall.database.read() as connection:
        text = connection.execute(select(sms_outbox.c.text).where(sms_outbox.c.template == DUTY_CALL)).scalar_one()
    assert text.startswith("K0001: customer calls, ¥")


def test_the_page_of_alarms_names_every_rule_with_its_severity() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "alarms.md").read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("| `")]
    told = {name: row[4].strip() for row in rows for name in re.findall(r"`(\w+)`", row[1])}
    assert told == {rule.name: rule.severity for rule in RULES}
