"""Payment numbers count up: nobody tries them one by one unseen (features.md F59, F63; trust.md S4)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from central.centre import Centre
from central.events import Event
from central.lookup_limits import HOUR, JOURNEY, PER_HOUR, admit
from central.staff_rights import StaffRefusedError
from central.staff_tables import audit
from central.tables import payments, sms_outbox
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
NOW = 10 * HOUR


def _tries(
    centre: Centre, kind: str, number: int, *, at: int = NOW, who: str = "5003", names: str = "s"
) -> list[int | None]:
    """One a millisecond from ``at`` on, each about another payment."""
    with centre.database.write() as connection:
        return [admit(connection, at + step, who, kind, hall=HALL, subject=f"{names}{step}") for step in range(number)]


def _acts(centre: Centre) -> list[tuple[str, str]]:
    with centre.database.read() as connection:
        found = select(audit.c.act, audit.c.detail).where(audit.c.staff_id == "5003").order_by(audit.c.audit_id)
        return [(row.act, row.detail) for row in connection.execute(found)]


@pytest.mark.parametrize("kind", PER_HOUR)
def test_each_kind_has_its_limit_in_a_sliding_hour(centre: Centre, kind: str) -> None:
    most = PER_HOUR[kind]
    answers = _tries(centre, kind, most + 3)
    assert answers[:most] == [None] * most
    assert answers[most:] == [HOUR - most, HOUR - most - 1, HOUR - most - 2], "until the oldest is an hour old"
    acts = _acts(centre)
    assert acts.count(("lookup_limit", kind)) == 1, "the first that was refused stands in the audit, not every one"
    assert len(acts) == most + 1
    assert _tries(centre, kind, 1, at=NOW + HOUR - 1, names="u") == [1]
    assert _tries(centre, kind, 2, at=NOW + HOUR, names="v") == [None, None], "a millisecond each, as they had been asked"
    assert _tries(centre, kind, 1, at=NOW + HOUR + 1, names="w") == [1]


def test_others_and_other_kinds_are_not_held_back(centre: Centre) -> None:
    _tries(centre, "claim", PER_HOUR["claim"])
    assert _tries(centre, "claim", 1) != [None]
    assert _tries(centre, "receipt", 1) == [None]
    assert _tries(centre, "claim", 1, who="5004") == [None]


def test_a_page_that_refreshes_itself_is_one_look(centre: Centre) -> None:
    with centre.database.write() as connection:
        for step in range(500):
            assert admit(connection, NOW + step, "5003", JOURNEY, hall=HALL, subject="K0101-1") is None
    assert _acts(centre) == [("looked_at_payment", "")]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Centre, Clock, str]]:
    with hall_served(tmp_path, seeded_database()) as served:
        for staff_id in ("5003", "5004"):
            add_person(served[0], staff_id, ["operate"], [HALL])
        yield served


def test_who_tries_numbers_one_by_one_is_stopped_and_a_person_is_told(hall: tuple[Centre, Clock, str]) -> None:
    centre, clock, url = hall
    browser = Browser(url)
    browser.log_in("5003")
    most = PER_HOUR["claim"]
    for number in range(1, most + 1):
        assert browser.post(f"/halls/search{Q}", {"what": f"K0103-{number}"}).status == 200
    for number in range(most + 1, most + 4):
        refused = browser.post(f"/halls/search{Q}", {"what": f"K0103-{number}"})
        assert (refused.status, "一小时内查得太多" in refused.text) == (429, True)
        assert f"K0103-{number}" not in refused.text
    centre.alarms.run_due()
    (alarm,) = [one for one in centre.alarms.standing(HALL) if one.rule == "lookup_limit"]
    assert "工号5003" in alarm.text
    assert alarm.told == "138****0218", "the hall's ticket number"
    with centre.database.read() as connection:
        texts = list(connection.execute(select(sms_outbox.c.text).where(sms_outbox.c.template == "alarm")).scalars())
    assert [text for text in texts if "工号5003一小时内查缴费过多" in text]
    with pytest.raises(StaffRefusedError, match="who an alarm is about"):
        centre.alarms.clear(alarm.alarm_id, "5003")
    clock.advance(3601)
    assert browser.post("/halls/log-in", {"staff_id": "5003", "password": "x", "back": "/halls/"}).status in (200, 403)
    centre.alarms.run_due()
    clock.advance(120)
    centre.alarms.run_due()
    assert not [one for one in centre.alarms.standing(HALL) if one.rule == "lookup_limit"], "over an hour later"


def test_who_reaches_the_limit_at_a_terminals_console_is_told_too(hall: tuple[Centre, Clock, str]) -> None:
    centre, clock, _ = hall
    told = {"staff_id": "5004", "act": "looked_up", "detail": "A9999-999 not_found"}
    for seq, act in ((9001, "looked_up"), (9002, "lookup_limit")):
        seen = Event(seq, clock(), "staff", urgent=False, historical=False, data=told | {"act": act})
        centre.events.store("K0103", [seen])
    centre.alarms.run_due()
    (alarm,) = [one for one in centre.alarms.standing(HALL) if one.rule == "lookup_limit"]
    assert "工号5004" in alarm.text
    clock.advance(3601)
    for _ in range(2):
        centre.alarms.run_due()
        clock.advance(120)
    assert not [one for one in centre.alarms.standing(HALL) if one.rule == "lookup_limit"], "over an hour later"


_ODD: tuple[dict[str, Any], ...] = (
    {},
    *({"staff_id": one} for one in (None, 5004, True, ["5004"], {"a": 1}, "", "5" * 390, "<b>5004</b>", "50 4\n")),
)


def test_what_odd_terminals_tell_ends_no_other_alarm(hall: tuple[Centre, Clock, str]) -> None:
    """Events are kept whatever is in them."""
    centre, clock, _ = hall
    for seq, data in enumerate((*_ODD, {"staff_id": "5004"}, {"staff_id": "13812345678"}), start=9001):
        told: dict[str, Any] = {"act": "lookup_limit"} | data
        centre.events.store("K0103", [Event(seq, clock(), "staff", urgent=False, historical=False, data=told)])
    centre.alarms.run_due()
    subjects = {one.subject for one in centre.alarms.standing(HALL) if one.rule == "lookup_limit"}
    assert subjects == {f"138****5678 {HALL}", f"5004 {HALL}"}, "a long one is masked when it comes in"


def test_a_restart_forgives_nothing(tmp_path: Path, clock: Clock) -> None:
    location = str(tmp_path / "again.sqlite")
    first = Centre(location, now=clock, demo=True)
    _tries(first, "claim", PER_HOUR["claim"])
    first.stop()
    second = Centre(location, now=clock, demo=True)
    try:
        assert _tries(second, "claim", 1) != [None]
    finally:
        second.stop()


def test_a_wrong_receipt_number_is_a_look_up(hall: tuple[Centre, Clock, str]) -> None:
    """By the right one, who counts cash sees that payment's amount."""
    centre, _clock, url = hall
    browser = Browser(url)
    browser.log_in("5003")
    with centre.database.write() as connection:
        payment_id = connection.execute(select(payments.c.payment_id).limit(1)).scalar_one()
        admitted = [
            admit(connection, centre.now(), "5003", "receipt", hall=HALL, subject=HALL)
            for _ in range(PER_HOUR["receipt"] - 2)
        ]
    assert admitted == [None] * (PER_HOUR["receipt"] - 2)
    statuses = [browser.get(f"/halls/journeys/{payment_id}?slip=261121-AAAA{n}").status for n in "234"]
    assert statuses == [200, 200, 429]
    assert browser.get(f"/halls/journeys/{payment_id}").status == 200


def test_journeys_are_limited_by_payment_and_not_by_reload(hall: tuple[Centre, Clock, str]) -> None:
    centre, clock, url = hall
    browser = Browser(url)
    browser.log_in("5004")
    with centre.database.write() as connection:
        ids = list(connection.execute(select(payments.c.payment_id).limit(3)).scalars())
        rows = [
            {"at": clock(), "staff_id": "5004", "act": "looked_at_payment", "hall": HALL, "subject": f"x{n}", "detail": ""}
            for n in range(PER_HOUR[JOURNEY] - 2)
        ]
        connection.execute(insert(audit), rows)
    statuses = [browser.get(f"/halls/journeys/{one}").status for one in (ids[0], ids[0], ids[1], ids[2], ids[1])]
    assert statuses == [200, 200, 200, 429, 200]
