"""Keys are bound by tokens, and a journal that shrinks keeps its evidence (trust.md S5)."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from central.centre import Centre
from central.enrolment_proof import terminal_proof
from central.identifiers import token_hash
from central.keys import key_line
from central.problems import ProblemError
from central.tables import heartbeats, kiosks
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


def _offer(kiosk_id: str, token: str, line: str | None = None) -> tuple[str, str]:
    line = line or key_line(Ed25519PrivateKey.generate().public_key())
    return line, terminal_proof(token_hash(token), kiosk_id, line)


def test_the_first_session_binds_the_key_and_no_other_is_bound_until_enrolled_anew(centre: Centre) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    with pytest.raises(ProblemError, match="not-enrolled"):
        centre.enrolment.bound_key("K0009")
    first = _offer("K0009", token)
    centre.enrolment.open_session("K0009", *first)
    assert centre.enrolment.bound_key("K0009") == first[0]
    centre.enrolment.open_session("K0009", *first)
    with pytest.raises(ProblemError, match="key-mismatch"):
        centre.enrolment.open_session("K0009", *_offer("K0009", token))
    assert centre.enrolment.bound_key("K0009") == first[0]
    renewed = centre.enrolment.enrol("K0009", "station")
    with pytest.raises(ProblemError, match="not-enrolled"):
        centre.enrolment.bound_key("K0009")
    with pytest.raises(ProblemError, match="enrolment-refused"):
        centre.enrolment.open_session("K0009", *first)
    second = _offer("K0009", renewed)
    centre.enrolment.open_session("K0009", *second)
    assert centre.enrolment.bound_key("K0009") == second[0]


def test_a_proof_is_of_one_token_one_terminal_and_one_key(centre: Centre) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    line, proof = _offer("K0009", token)
    other_line, _ = _offer("K0009", token)
    for kiosk_id, key, shown in (
        ("K0001", line, proof),
        ("K0404", line, proof),
        ("K0009", other_line, proof),
        ("K0009", line, proof.upper()),
        ("K0009", line, ""),
        ("K0009", line, "\ud800"),
        ("K0009", *_offer("K0009", token + "x")),
        ("K0009", *_offer("K0009", token, "A" * 59 + "=")),
    ):
        with pytest.raises(ProblemError, match="enrolment-refused"):
            centre.enrolment.open_session(kiosk_id, key, shown)


def test_only_hashes_of_tokens_are_kept(centre: Centre) -> None:
    token = centre.enrolment.enrol("K0009", "station")
    with centre.database.read() as connection:
        assert token not in repr(connection.execute(select(kiosks)).all())


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


def test_a_terminal_that_can_not_vouch_for_its_journal_breaks_no_evidence(centre: Centre, clock: Clock) -> None:
    """A ledger that is damaged or just rebuilt tells nothing of itself; regression: it counted as one that shrank."""
    silent = _beat(clock, 0) | {"journal": None}
    centre.heartbeats.store("K0001", silent)
    assert (_stored(centre).journal_count, _stored(centre).journal_head) == (0, "")
    centre.heartbeats.store("K0001", _beat(clock, 10))
    centre.heartbeats.store("K0001", silent)
    row = _stored(centre)
    assert (row.journal_count, row.journal_head, row.journal_broken_at) == (10, "aa", None)
