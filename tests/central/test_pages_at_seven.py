"""The hall pages as who is there before the hall opens needs them, and the way from an alarm to a person with a name."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from central.centre import Centre
from central.demo_fleet import beats
from central.demo_fleet_story import described
from central.events import Event
from central.halls import hall_named, put_hall
from central.health_tables import alarms as table
from central.pages.filters import in_yuan
from central.times import Milliseconds
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
SEVEN = 17 * 3600  # seconds from the afternoon of the demo to seven in the morning
MINUTE = 60_000


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Centre, Clock, str]]:
    with hall_served(tmp_path, seeded_database()) as served:
        add_person(served[0], "5004", ["operate"], [HALL])
        add_person(served[0], "5006", ["view"], [HALL, "另一个厅"])
        yield served


@pytest.fixture
def technician(hall: tuple[Centre, Clock, str]) -> Browser:
    browser = Browser(hall[2])
    browser.log_in("5004")
    return browser


def _at_seven(
    hall: tuple[Centre, Clock, str], beat: Callable[[], None] | None = None, *, off_before_closing: Milliseconds = MINUTE
) -> Browser:
    """The centre has looked after its alarms from the afternoon on. All terminals but the silent one were heard until
    shortly before the hall closed, when they were switched off at the wall; a log-in does not last a night."""
    centre, clock, url = hall
    afternoon, heard = clock(), beat or beats(centre)
    with centre.database.read() as connection:
        (_, closes), *_ = hall_named(connection, HALL).open_between(afternoon, afternoon + 24 * 60 * MINUTE)
    off = closes - off_before_closing
    looks = {*range(afternoon, closes, 40 * MINUTE), off, *range(closes, closes + 6 * MINUTE, MINUTE)}
    looks |= {*range(closes, afternoon + SEVEN * 1000, 180 * MINUTE), afternoon + SEVEN * 1000}
    for before, at in pairwise(sorted(looks | {afternoon})):
        clock.advance((at - before) / 1000)
        if at <= off:
            heard()
        centre.alarms.run_due()
    standing = [(alarm.rule, alarm.subject) for alarm in centre.alarms.standing(HALL)]
    assert not [rule for rule, _ in standing if rule in ("terminal_silent", "hall_silent")], "over when the hall closed"
    browser = Browser(url)
    browser.log_in("5004")
    return browser


def _of(text: str, kiosk_id: str, until: str) -> str:
    return text.partition(kiosk_id)[2].partition(until)[0]


# ---- before it opens ---------------------------------------------------------------------------------------------------


def test_x14_what_is_switched_off_for_the_night_says_what_it_said_last(hall: tuple[Centre, Clock, str]) -> None:
    """Nobody is sent to look for power; who is there early mends what was broken yesterday."""
    text = _at_seven(hall).get(f"/halls/glance{Q}").text
    order = [text.index(kiosk_id) for kiosk_id in ("K0101", "K0103", "K0104", "K0105", "K0102")]
    assert order == sorted(order), "what needs a person stands first"
    jammed = _of(text, "K0103", "K0104")
    assert "打烊，未开机" in jammed
    assert "打开纸币器上盖" in jammed
    assert "有电吗" not in jammed
    well = text.partition("K0102")[2]
    assert "打烊，未开机" in well
    assert "不必处理" in well


def test_what_fell_silent_while_it_should_have_served_is_still_looked_for(hall: tuple[Centre, Clock, str]) -> None:
    browser = _at_seven(hall)
    lost = _of(browser.get(f"/halls/glance{Q}").text, "K0104", "K0105")
    assert "失联" in lost
    assert "有电吗" in lost
    page = browser.get("/halls/terminals/K0104").text
    assert "失联" in page
    assert "有电吗" in page
    assert "打烊，未开机" in browser.get("/halls/terminals/K0103").text


def test_a_hall_without_power_since_the_afternoon_is_still_looked_for(hall: tuple[Centre, Clock, str]) -> None:
    """Its alarm is one of the hall, not of terminals."""
    text = _at_seven(hall, beat=lambda: None).get(f"/halls/glance{Q}").text
    assert text.count("有电吗") == 5
    assert "未开机" not in text


@pytest.mark.parametrize(("minutes", "is_lost"), [(2, False), (4, True)])
def test_who_switches_off_a_little_early_is_not_missed(
    hall: tuple[Centre, Clock, str], minutes: int, *, is_lost: bool
) -> None:
    text = _at_seven(hall, off_before_closing=minutes * MINUTE).get(f"/halls/glance{Q}").text
    well = text.partition("K0102 ")[2]
    assert ("有电吗" in well) is is_lost
    assert ("打烊，未开机" in well) is not is_lost


def test_in_opening_hours_a_silent_terminal_is_one_to_go_to(hall: tuple[Centre, Clock, str]) -> None:
    hall[1].advance(3600)
    browser = Browser(hall[2])
    browser.log_in("5004")
    text = browser.get(f"/halls/glance{Q}").text
    assert text.count("有电吗") == 5
    assert "未开机" not in text


def test_the_report_before_the_hall_opens_is_yesterday_s(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    assert "日报 2026-11-21 · 截至" in technician.get(f"/halls/report{Q}").text
    browser = _at_seven(hall)
    assert "日报 2026-11-21 · 第 1 版" in browser.get(f"/halls/report{Q}").text
    assert "日报 2026-11-22 · 截至" in browser.get(f"/halls/report{Q}&day=2026-11-22").text
    put_hall(hall[0].database, HALL, described(510, 1110).model_copy(update={"hours": []}))
    assert "日报 2026-11-22 · 截至" in browser.get(f"/halls/report{Q}").text, "a hall that is always open"


# ---- from the alarm to the person ----------------------------------------------------------------------------------------


def _acknowledged(centre: Centre, kiosk_id: str) -> list[str | None]:
    return [alarm.acknowledged_by for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == kiosk_id]


def test_one_press_takes_all_alarms_of_a_terminal_and_of_no_other(
    hall: tuple[Centre, Clock, str], technician: Browser
) -> None:
    centre = hall[0]
    first = next(alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103")
    assert "K0103" not in _of(technician.get(f"/halls/glance{Q}").text, "测试员 5004 已接手", "K0105")
    page = technician.press(technician.get(f"/halls/alarms{Q}"), f"/halls/alarms/{first.alarm_id}", "go")
    assert "已确认，由您处理" in page.text
    assert page.text.count("测试员 5004 已确认") == 3
    assert _acknowledged(centre, "K0103") == ["5004"] * 3
    assert set(_acknowledged(centre, "K0104")) == {None}
    jammed = _of(technician.get(f"/halls/glance{Q}").text, "K0103", "K0104")
    assert "测试员 5004 已接手" in jammed, "the overview says who goes, and by name"


def test_one_press_takes_only_what_the_page_showed(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    """A graver one that comes while the page stands there is seen by nobody."""
    centre, clock, _ = hall
    first = next(alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103")
    page = technician.get(f"/halls/alarms{Q}")
    unseen = {"alarm_id": "01ZZZZZZZZZZZZZZZZZZZZZZZZ", "rule": "journal_broken", "severity": "page", "told": ""}
    with centre.database.write() as connection:
        row = connection.execute(select(table).where(table.c.alarm_id == first.alarm_id)).one()._asdict()
        connection.execute(insert(table).values(row | unseen | {"raised_at": clock()}))
    technician.press(page, f"/halls/alarms/{first.alarm_id}", "go")
    assert sorted(_acknowledged(centre, "K0103"), key=str) == ["5004", "5004", "5004", None]
    jammed = _of(technician.get(f"/halls/glance{Q}").text, "K0103", "K0104")
    assert "已接手" not in jammed, "an urgent one is nobody's yet"


def test_who_writes_another_terminals_alarms_into_the_form_takes_none_of_them(
    hall: tuple[Centre, Clock, str], technician: Browser
) -> None:
    centre = hall[0]
    first = next(alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103")
    every = " ".join(alarm.alarm_id for alarm in centre.alarms.standing())
    technician.get(f"/halls/alarms{Q}")
    technician.post(f"/halls/alarms/{first.alarm_id}", {"act": "go", "hall": HALL, "shown": every + " ' <b> 01Z"})
    assert _acknowledged(centre, "K0103") == ["5004"] * 3
    assert len([alarm for alarm in centre.alarms.standing() if alarm.acknowledged_by]) == 3


def test_the_overview_says_that_somebody_goes_when_no_urgent_alarm_waits(
    hall: tuple[Centre, Clock, str], technician: Browser
) -> None:
    centre = hall[0]
    add_person(centre, "5008", ["operate"], [HALL])
    mine = [alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0105"]
    assert [alarm.severity for alarm in mine] == ["ticket"]
    centre.alarms.acknowledge(mine[0].alarm_id, "5008")
    assert "测试员 5008 已接手" in technician.get(f"/halls/glance{Q}").text.partition("K0105")[2], "no urgent one"
    urgent, *others = [alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103"]
    assert urgent.severity == "page"
    for alarm in others:
        centre.alarms.acknowledge(alarm.alarm_id, "5008")
    assert "已接手" not in _of(technician.get(f"/halls/glance{Q}").text, "K0103", "K0104")
    centre.alarms.acknowledge(urgent.alarm_id, "5004")
    assert "测试员 5004 已接手" in _of(technician.get(f"/halls/glance{Q}").text, "K0103", "K0104"), "to the gravest"


def test_seen_is_of_one_alarm(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    centre = hall[0]
    first = next(alarm for alarm in centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103")
    technician.post(f"/halls/alarms/{first.alarm_id}", {"act": "seen", "hall": HALL})
    assert _acknowledged(centre, "K0103") == ["5004", None, None]


def test_every_page_says_how_much_waits_for_a_person(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    centre = hall[0]
    page = technician.get(f"/halls/search{Q}")
    assert "报警 8 件没有人认领" in page.text
    assert "工单 3 件没有人认领" in page.text
    for alarm in centre.alarms.standing(HALL):
        centre.alarms.acknowledge(alarm.alarm_id, "5004")
    for order in centre.work_orders.open_orders(HALL):
        centre.work_orders.acknowledge(order.order_id, "5004")
    assert "件没有人认领" not in technician.get(f"/halls/search{Q}").text


def test_an_alarm_leads_to_what_it_is_about(technician: Browser) -> None:
    links = technician.get(f"/halls/alarms{Q}").links
    for page in ("payments", "cash", "search"):
        assert [link for link in links if link.startswith(f"/halls/{page}?hall=")], page
    assert [link for link in links if link.endswith("#cases")]
    assert [link for link in technician.get("/halls/terminals/K0103").links if link.endswith("#K0103")]


def test_only_who_works_in_several_halls_has_a_list_of_them(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    centre = hall[0]
    assert "/halls/" not in technician.get(f"/halls/glance{Q}").links
    centre.enrolment.enrol("K0201", "另一个厅")
    browser = Browser(hall[2])
    browser.log_in("5006")
    assert "/halls/" in browser.get(f"/halls/glance{Q}").links


# ---- what was found ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "is_found"), [("7f3a91c2", True), ("7f3a91c3", False)])
def test_a_note_s_code_is_either_found_or_not(technician: Browser, typed: str, *, is_found: bool) -> None:
    text = technician.post(f"/halls/search{Q}", {"what": typed}).text
    assert ("找到：终端上未了结的款项" in text) is is_found
    assert ("没有找到" in text) is not is_found


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        ("1800000 fen, counterfeit 10000 fen; with 0217", "¥18,000, counterfeit ¥100; with 0217"),
        ("-10050 fen: counterfeit", "−¥100.50: counterfeit"),
        ("01M7YB50Y01KASA569BMPW9R6P 10000 fen", "01M7YB50Y01KASA569BMPW9R6P ¥100"),
        ("view operate", "view operate"),
        ("", ""),
    ],
)
def test_the_audit_writes_amounts_as_people_do(detail: str, told: str) -> None:
    assert in_yuan(detail) == told


def test_the_terminal_page_writes_amounts_as_people_do(hall: tuple[Centre, Clock, str], technician: Browser) -> None:
    told = {"staff_id": "0217", "act": "approved", "detail": "settle 01M9, asked by 0301, present, 777700 fen"}
    hall[0].events.store("K0101", [Event(900_001, hall[1](), "staff", urgent=False, historical=False, data=told)])
    text = technician.get("/halls/terminals/K0101").text
    assert "0217 · 同意 · settle 01M9, asked by 0301, present, ¥7,777" in text
    assert "777700" not in text
