"""The event lane's own reading of the ledger: by number, urgent ones by their index, beside a till that goes on writing."""

import sqlite3
from collections.abc import Iterator

import pytest

from kiosk import facts
from offline_queue import health_lane
from offline_queue.health_lane import HealthLane, KeptEvent
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import NOW, Home

CALM = facts.DeviceChanged("printer", "online", 0, "good", "", "")
JAM = facts.DeviceChanged("acceptor", "user_error", 3, "n/a", "BV-JAM", "43 50")


@pytest.fixture
def lane(home: Home, ledger: SqliteLedger) -> Iterator[HealthLane]:
    opened = HealthLane.open(home.data)
    yield opened
    opened.close()


def test_what_is_committed_is_read_at_once_in_the_order_of_its_numbers(ledger: SqliteLedger, lane: HealthLane) -> None:
    assert (lane.next_event_seq(), lane.events_from(1, 10), lane.urgent_from(1, 10)) == (1, [], [])
    ledger.commit([CALM, JAM, CALM])
    assert lane.next_event_seq() == 4
    assert [event.event_seq for event in lane.events_from(2, 10)] == [2, 3]
    assert [event.event_seq for event in lane.events_from(1, 2)] == [1, 2]
    (urgent,) = lane.urgent_from(1, 10)
    data = {"device": "acceptor", "state": "user_error", "severity": 3, "supplies": "n/a", "code": "BV-JAM"}
    assert urgent == KeptEvent(2, NOW, "device", urgent=True, data=data | {"raw": "43 50", "may_hold_money": False})
    assert lane.urgent_from(3, 10) == []


def test_nothing_can_be_written_by_it(lane: HealthLane) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        lane._connection.execute("DELETE FROM health_events")


@pytest.mark.parametrize(
    ("statement", "index"),
    [(health_lane._FROM, "PRIMARY KEY"), (health_lane._URGENT_FROM, "health_events_urgent")],
)
def test_f51_both_lanes_are_found_by_an_index(lane: HealthLane, statement: str, index: str) -> None:
    plan = [row[3] for row in lane._connection.execute(f"EXPLAIN QUERY PLAN {statement}", (1, 100))]
    assert all(step.startswith("SEARCH") and index in step for step in plan), plan
