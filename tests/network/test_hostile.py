"""M4, M12, S6: a hostile way to the centre. Each payment is posted once, with one SMS request; every fen is explained."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.central_answers import Posted
from tests.central.helpers import payment
from tests.conftest import Tally
from tests.network.faults import FAULTS
from tests.network.whole_way import CLOSED_EVERY, Names, Pace, WholeWay
from tests.offline_queue.support import KIOSK, mobile

MEMORY = Path("/dev/shm")
HASTY = Pace(batch=7, call_s=0.7, fault_share=0.6)
PATIENT = Pace(batch=20, call_s=2.0, fault_share=0.35)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: what is proved here is not about disks, and there are many commits."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with TemporaryDirectory(dir=MEMORY) as made:
        yield Path(made)


def run(folder: Path, names: Names, tally: Tally, pace: Pace, *, count: int, seed: int, limit_s: float) -> None:
    accounts = count // 4
    way = WholeWay(folder, seed, names, pace)
    try:
        way.queue(count, accounts)
        way.start()
        way.wait_drained(limit_s)
    finally:
        way.stop()
        print(f"seed {seed}: {count} payments, {way.proxy.times.total()} sent, {dict(way.proxy.done)}")
        tried = sum(way.proxy.done.values())
    refused = sum(1 for seq in range(1, count + 1) if seq % accounts % CLOSED_EVERY == CLOSED_EVERY - 1)
    doubled, missing = way.posted_twice_or_never()
    tally("hostile payments", count)
    tally("hostile answers", tried)
    tally("postings doubled", doubled)
    tally("postings missing", missing)
    assert (doubled, missing) == (0, 0)
    assert dict(way.ledger_states()) == {"posted": count - refused, "owed": refused}
    assert dict(way.centre_states()) == {"posted": count - refused, "rejected": refused}
    assert set(way.messages().values()) == {1}, "one SMS request a payment"
    assert len(way.messages()) == count - refused
    assert way.proxy.problems == [], "the same bytes under the same key, however often they are sent"
    assert len(way.proxy.bytes_of) == count
    assert way.order_kept()
    assert len(way.proxy.done) >= min(20, tried), "most kinds of fault were met"


@pytest.mark.timeout(180)
@pytest.mark.parametrize("count", [150, pytest.param(300, marks=pytest.mark.long)])
def test_m4_hostile_way_to_the_centre(folder: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, count: int) -> None:
    assert len(FAULTS) + 3 >= 20
    run(folder, Names(monkeypatch), tally, HASTY, count=count, seed=1, limit_s=150.0)


def test_m4_a_key_that_the_centre_knows_with_other_content_is_in_doubt_and_the_queue_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process had our number: its payment of 50 yuan stands at the centre under our key."""
    way = WholeWay(folder, 9, Names(monkeypatch), Pace(batch=7, call_s=5.0, fault_share=0.0))
    try:
        way.queue(12, 4)
        theirs = payment(1, mobile(1).number, notes=[{"denomination_fen": 5000, "count": 1}], amount_fen=5000)
        key = f"{KIOSK}-1"
        assert isinstance(way.client.post_batch([(key, json.dumps(theirs).encode())]).answers[key], Posted)
        way.proxy.bytes_of.clear()
        way.start()
        way.wait_drained(30.0)
    finally:
        way.stop()
    assert dict(way.ledger_states()) == {"posted": 11, "in_doubt": 1}
    assert way.proxy.times[key] == 2, "theirs, and ours once: a contradiction is for a person"
    assert way.proxy.problems == []


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [2, 3])
def test_m4_hostile_way_with_thousands(folder: Path, monkeypatch: pytest.MonkeyPatch, tally: Tally, seed: int) -> None:
    run(folder, Names(monkeypatch), tally, PATIENT, count=5000, seed=seed, limit_s=840.0)
