"""The hall pages as who is there before the hall opens needs them, and the way from an alarm to a person with a name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from central.centre import Centre
from central.demo_fleet_story import described
from central.halls import put_hall
from central.pages.filters import in_yuan
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
SEVEN = 17 * 3600  # seconds from the afternoon of the demo to seven in the morning


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


def _at_seven(hall: tuple[Centre, Clock, str], staff_id: str = "5004") -> Browser:
    """All terminals were switched off at the wall; a log-in does not last a night."""
    hall[1].advance(SEVEN)
    browser = Browser(hall[2])
    browser.log_in(staff_id)
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
    page = technician.post(f"/halls/alarms/{first.alarm_id}", {"act": "go", "hall": HALL})
    assert "已确认，由您处理" in page.text
    assert page.text.count("测试员 5004 已确认") == 3
    assert _acknowledged(centre, "K0103") == ["5004"] * 3
    assert set(_acknowledged(centre, "K0104")) == {None}
    jammed = _of(technician.get(f"/halls/glance{Q}").text, "K0103", "K0104")
    assert "测试员 5004 已接手" in jammed, "the overview says who goes, and by name"


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
