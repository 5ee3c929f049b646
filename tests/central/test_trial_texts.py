"""A text to a technician's own phone, asked for at a terminal (contract, Staff)."""

import pytest
from sqlalchemy import select, update

from central.centre import Centre
from central.problems import ProblemError
from central.sms_texts import SINGLE_MESSAGE_CHARACTERS, TEST, trial_text
from central.staff_tables import staff
from central.tables import sms_outbox
from central.times import parse
from central.trial_texts import AN_HOUR
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal
from tests.central.staffed import person

NUMBER = "13900139000"


def with_number(centre: Centre, staff_id: str = "0217", number: str = NUMBER) -> str:
    person(centre, staff_id, "operate")
    with centre.database.write() as connection:
        connection.execute(update(staff).where(staff.c.staff_id == staff_id).values(number=number))
    return staff_id


def texts(centre: Centre) -> list[str]:
    with centre.database.read() as connection:
        rows = connection.execute(select(sms_outbox).where(sms_outbox.c.template == TEST)).all()
    return [row.recipient for row in rows]


def problem(centre: Centre, staff_id: str) -> str:
    with pytest.raises(ProblemError) as refused:
        centre.trial_texts.send("K0001", staff_id)
    return refused.value.kind


def test_the_text_goes_to_the_number_that_the_centre_has_at_once(centre: Centre) -> None:
    centre.trial_texts.send("K0001", with_number(centre))
    assert texts(centre) == [NUMBER]
    assert centre.outbox.run_due() == 1, "nobody waits for the morning: somebody stands at the terminal"


def test_nobody_of_another_hall_nobody_disabled_and_nobody_unknown_gets_one(centre: Centre) -> None:
    person(centre, "0301", "operate", halls=("another hall",))
    person(centre, "0302", "operate", enabled=False)
    assert [problem(centre, staff_id) for staff_id in ("0301", "0302", "9999")] == ["staff-not-found"] * 3
    assert texts(centre) == []


def test_a_person_without_a_number_is_told_so(centre: Centre) -> None:
    assert problem(centre, person(centre, "0217", "operate")) == "no-number"


def test_so_many_an_hour_and_then_again(centre: Centre, clock: Clock) -> None:
    staff_id = with_number(centre)
    for _ in range(AN_HOUR):
        centre.trial_texts.send("K0001", staff_id)
    assert problem(centre, staff_id) == "rate-limited"
    clock.advance(3601)
    centre.trial_texts.send("K0001", staff_id)
    assert len(texts(centre)) == AN_HOUR + 1


def test_the_words_fit_one_message_and_name_no_person() -> None:
    words = trial_text("K0001-ABCDEFGHIJ", parse("2026-11-21T12:00:00+08:00"))
    assert len(words) <= SINGLE_MESSAGE_CHARACTERS
    assert "12:00:00" in words


def test_over_http_as_the_contract_says(live: Live, terminal: Terminal) -> None:
    with_number(live.centre)
    path = "/v1/kiosks/K0001/test-sms"
    reply = terminal.call("POST", path, json={"staff_id": "0217"})
    assert (reply.status_code, reply.json()) == (202, {"status": "accepted"})
    assert terminal.call("POST", path, json={"staff_id": "9999"}).status_code == 404
    assert terminal.call("POST", path, json={"staff_id": "x"}).status_code == 422
    assert terminal.call("POST", "/v1/kiosks/K0002/test-sms", json={"staff_id": "0217"}).status_code == 403
