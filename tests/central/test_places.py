"""A terminal's place in its hall: kept, bounded, escaped, and said wherever people are told of the terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from central.centre import Centre
from central.demo_fleet_story import PLACES
from central.places import LONGEST, NOWHERE, Place, PlaceError, called, place_from, place_of, put_place
from central.sms_texts import SINGLE_MESSAGE_CHARACTERS, duty_text
from central.staff_tables import audit
from central.tables import payments
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
# Every page that names a terminal, and which one it names.
NAMED = {
    f"/halls/glance{Q}": tuple(PLACES),
    "/halls/terminals/K0103": ("K0103",),
    f"/halls/search{Q}": tuple(PLACES),
    f"/halls/cash{Q}": tuple(PLACES),
    f"/halls/collections{Q}": ("K0101", "K0102", "K0103"),
    "/halls/collections/K0101-C5": ("K0101",),
    "/halls/collections/K0103-C7/count": ("K0103",),
    "/halls/approvals": ("K0103",),
    "/halls/challenge": tuple(PLACES),
    f"/halls/alarms{Q}": ("K0103", "K0104"),
    f"/halls/orders{Q}": ("K0103",),
    f"/halls/report{Q}": tuple(PLACES),
}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, Clock, str]]:
    folder: Path = tmp_path_factory.mktemp("places")
    with hall_served(folder, seeded_database()) as served:
        add_person(served[0], "5001", ["view", "operate", "cash", "admin"], ["*"])
        add_person(served[0], "5004", ["operate"], [HALL])
        served[0].enrolment.enrol("K0901", "别的厅")
        yield served


def _as(hall: tuple[Centre, Clock, str], staff_id: str) -> Browser:
    browser = Browser(hall[2])
    browser.log_in(staff_id)
    return browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_that_names_a_terminal_says_where_it_stands(hall: tuple[Centre, Clock, str], language: str) -> None:
    browser = _as(hall, "5001")
    browser.post("/halls/language", {"to": language, "back": "/halls/"})
    for path, named in NAMED.items():
        text = browser.get(path).text
        for kiosk_id in named:
            there = getattr(PLACES[kiosk_id], language)
            assert there in text, (path, kiosk_id)
            assert text.index(kiosk_id) < text.index(there), path
    halls = browser.get("/halls/").text
    assert getattr(PLACES["K0103"], language) in halls, "of several halls, what needs a person"
    with hall[0].database.read() as connection:
        payment_id = connection.scalar(select(payments.c.payment_id).where(payments.c.kiosk_id == "K0102"))
    assert getattr(PLACES["K0102"], language) in browser.get(f"/halls/journeys/{payment_id}").text


def test_an_admin_sets_it_and_the_audit_says_who(hall: tuple[Centre, Clock, str]) -> None:
    centre, admin = hall[0], _as(hall, "5001")
    path = "/halls/terminals/K0901"
    assert 'name="zh"' in admin.get(path).source
    done = admin.post(f"{path}/place", {"zh": " 扶梯旁　<b>&  ", "en": ""})
    assert "位置已记录" in done.text
    assert "扶梯旁 <b>&" in done.text
    assert "扶梯旁 &lt;b&gt;&amp;" in done.source
    assert "<b>&" not in done.source
    with centre.database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.audit_id.desc())).first()
        assert place_of(connection, "K0901") == Place("扶梯旁 <b>&", "")
    assert row is not None
    assert (row.staff_id, row.act, row.hall, row.subject) == ("5001", "place_set", "别的厅", "K0901")
    assert row.detail == "扶梯旁 <b>&"
    for wrong in ("x" * (LONGEST + 1), "two\nlines", "\u202eback"):
        refused = admin.post(f"{path}/place", {"zh": wrong, "en": ""})
        assert (refused.status, "位置最多 24 个字" in refused.text) == (422, True)
    assert "登记位置" in admin.get("/halls/audit?subject=K0901").text


def test_who_is_no_admin_sees_it_and_changes_nothing(hall: tuple[Centre, Clock, str]) -> None:
    operator = _as(hall, "5004")
    assert 'name="zh"' not in operator.get("/halls/terminals/K0103").source
    assert operator.post("/halls/terminals/K0103/place", {"zh": "x", "en": ""}).status == 403
    with hall[0].database.read() as connection:
        assert place_of(connection, "K0103") == PLACES["K0103"]


def test_the_alarm_s_and_the_call_s_sms_say_where(hall: tuple[Centre, Clock, str]) -> None:
    centre = hall[0]
    with centre.database.read() as connection:
        texts = [text for (text,) in connection.exec_driver_sql("select text from sms_outbox where template = 'alarm'")]
        called_for_help = connection.exec_driver_sql("select text from sms_outbox where template = 'duty_call'").scalars()
        calls = list(called_for_help)
    assert [text for text in texts if "K0104（等候区靠窗） 自13:50起无心跳" in text]
    assert all("K0103（3 号柜台左边）有客户求助" in text for text in calls)
    about_payments = [text for text in texts if "已缴费无短信" in text]
    assert about_payments
    assert all("（" not in text for text in about_payments), "a payment stands nowhere"


def test_the_longest_place_leaves_one_sms_one_sms() -> None:
    name = called("K" * 16, Place("长" * LONGEST))
    text = duty_text((name,), 99_999_999, "0" * 26, Clock()())
    assert len(text) == SINGLE_MESSAGE_CHARACTERS
    assert "有客户求助，机内有款999999.99元" in text, "what is wrong is never cut"


def test_one_language_stands_for_both_and_none_for_nothing(hall: tuple[Centre, Clock, str]) -> None:
    assert Place("门口", "").words("en") == "门口"
    assert Place("", "door").words("zh") == "door"
    assert NOWHERE.words("en") == ""
    assert called("K0001", NOWHERE) == "K0001"
    with hall[0].database.write() as connection:
        put_place(connection, "K0901", Place("", "door"), "5001", 1)
        put_place(connection, "K0901", NOWHERE, "5001", 2)
        assert place_of(connection, "K0901") == NOWHERE


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_place_is_bounded_and_of_one_line_or_refused(zh: str, en: str) -> None:
    try:
        place = place_from(zh, en)
    except PlaceError:
        return
    for text in (place.zh, place.en):
        assert len(text) <= LONGEST
        assert text == text.strip()
        assert len(text.splitlines()) <= 1
        assert not any(ord(mark) < 0x20 or mark in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for mark in text)
