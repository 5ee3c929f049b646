"""Sessions end, nonces are forgotten in time, a journal that shrinks keeps its evidence (trust.md S5)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from central.centre import Centre
from central.problems import ProblemError
from central.tables import heartbeats, kiosks, session_nonces, sessions
from central.times import render
from tests.central.helpers import Clock


def _beat(clock: Clock, count: int, head: str = "aa", seq: int = 5) -> dict[str, Any]:
    return {
        "sent_at": clock.text(),
        "highest_kiosk_seq": seq,
        "journal": {"count": count, "head": head},
        "queue": {"depth": 1, "oldest_seconds": 2},
        "service_state": "degraded",
        "devices": [],
    }


def _stored(centre: Centre) -> Any:
    with centre.database.read() as connection:
        return connection.execute(select(heartbeats)).one()


def test_a_session_ends(centre: Centre, clock: Clock) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    session = centre.enrolment.open_session("K0009", token, "nonce-1234", clock.text(), "1")
    assert centre.enrolment.kiosk_of(session.token) == "K0009"
    clock.advance(12 * 3600)
    with pytest.raises(ProblemError, match="session-expired"):
        centre.enrolment.kiosk_of(session.token)


@pytest.mark.parametrize(("skew", "fine"), [(-300, True), (300, True), (-301, False), (301, False)])
def test_the_clock_may_be_300_seconds_off(centre: Centre, clock: Clock, skew: int, fine: bool) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    sent_at = Clock()
    sent_at.advance(skew)
    if fine:
        assert centre.enrolment.open_session("K0009", token, "nonce-1234", sent_at.text(), "1").token
        return
    with pytest.raises(ProblemError, match="clock-skew") as refused:
        centre.enrolment.open_session("K0009", token, "nonce-1234", sent_at.text(), "1")
    assert refused.value.document()["server_time"] == render(clock.value), "for the terminal to enrol by"


def test_nonces_are_kept_as_long_as_they_could_be_replayed(centre: Centre, clock: Clock) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    centre.enrolment.open_session("K0009", token, "nonce-1234", clock.text(), "1")
    clock.advance(600)
    with pytest.raises(ProblemError, match="nonce-reused"):
        centre.enrolment.open_session("K0009", token, "nonce-1234", clock.text(), "1")
    clock.advance(1)
    centre.enrolment.open_session("K0009", token, "nonce-5678", clock.text(), "1")
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(session_nonces)) == 1


def test_only_hashes_of_tokens_are_kept(centre: Centre, clock: Clock) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    session = centre.enrolment.open_session("K0009", token, "nonce-1234", clock.text(), "1")
    with centre.database.read() as connection:
        everything = repr(connection.execute(select(kiosks)).all()) + repr(connection.execute(select(sessions)).all())
    assert token not in everything
    assert session.token not in everything


def test_the_last_heartbeat_is_kept(centre: Centre, clock: Clock) -> None:
    first = centre.heartbeats.store("K0001", _beat(clock, 10))
    clock.advance(60)
    assert centre.heartbeats.store("K0001", _beat(clock, 12, "bb", seq=6)) == first
    row = _stored(centre)
    assert (row.journal_count, row.journal_head, row.highest_kiosk_seq) == (12, "bb", 6)
    assert (row.received_at, row.journal_broken_at) == (clock.value, None)
    centre.enrolment.enrol("K0001", "another hall")
    assert centre.heartbeats.store("K0001", _beat(clock, 12, "bb")) != first, "another hall is another configuration"


@pytest.mark.parametrize(("count", "head"), [(9, "aa"), (10, "other")])
def test_a_journal_that_shrank_or_changed_keeps_the_older_evidence(
    centre: Centre, clock: Clock, count: int, head: str
) -> None:
    centre.heartbeats.store("K0001", _beat(clock, 10, seq=8))
    centre.heartbeats.store("K0001", _beat(clock, count, head, seq=3))
    row = _stored(centre)
    assert (row.journal_count, row.journal_head, row.highest_kiosk_seq) == (10, "aa", 8)
    assert row.journal_broken_at == clock.value
    assert row.service_state == "degraded"
