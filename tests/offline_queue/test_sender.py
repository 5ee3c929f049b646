"""The sender's thread: it wakes, sends, tells, stops; and says so when its memory fails."""

import queue
from collections.abc import Iterator

import pytest

from kiosk.events import CentreReachable, Event, PaymentsAnswered, StorageFailed
from kiosk.ports import StorageError
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox
from offline_queue.sender import Sender
from tests.offline_queue.support import FakeCentre, Home, mobile, posted, queue_payment

DEADLINE_S = 10.0


class Rig:
    def __init__(self, home: Home) -> None:
        self.centre = FakeCentre()
        self.events: queue.Queue[Event] = queue.Queue()
        self.sender = Sender(self.centre, self.events.put, lambda: Outbox.open(home.data, home.secrets), draw=lambda: 0.999)

    def next(self) -> Event:
        return self.events.get(timeout=DEADLINE_S)


@pytest.fixture
def rig(home: Home) -> Iterator[Rig]:
    made = Rig(home)
    yield made
    assert made.sender.stop(DEADLINE_S)


def test_a_woken_sender_posts_the_present_payment_and_reads_on_what_the_till_records(
    rig: Rig, ledger: SqliteLedger
) -> None:
    first = queue_payment(ledger, 1)
    rig.sender.start()
    rig.sender.wake(first)
    told = [rig.next(), rig.next()]
    assert [type(event) for event in told] == [PaymentsAnswered, CentreReachable]
    ledger.commit([posted(1)])
    second = queue_payment(ledger, 2, mobile(2))
    rig.sender.wake(second)
    answered = rig.next()
    assert isinstance(answered, PaymentsAnswered)
    assert [answer.payment_id for answer in answered.answers] == [second]
    ledger.commit([posted(2)])
    assert rig.centre.sent == [first, second]


def test_a_sender_that_was_never_started_stops(rig: Rig) -> None:
    assert rig.sender.stop(DEADLINE_S)


def test_stop_does_not_wait_for_the_next_probe(rig: Rig, ledger: SqliteLedger) -> None:
    queue_payment(ledger, 1)
    rig.sender.start()
    rig.sender.wake(None)
    assert rig.sender.stop(DEADLINE_S)
    assert rig.centre.sent == []  # its probe would come after a minute


def test_an_outbox_that_cannot_be_opened_stops_the_cash(rig: Rig, home: Home) -> None:
    rig.sender.start()  # no ledger was ever made here
    failed = rig.next()
    assert isinstance(failed, StorageFailed)
    assert str(home.data) in failed.reason


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_sender_that_dies_of_a_defect_does_not_do_so_in_silence(rig: Rig, ledger: SqliteLedger) -> None:
    rig.sender._pacing = None  # type: ignore[assignment]  # a defect nobody foresaw
    rig.sender.start()
    failed = rig.next()
    assert isinstance(failed, StorageFailed)
    assert "AttributeError" in failed.reason


def test_a_body_that_does_not_open_stops_the_cash(rig: Rig, home: Home, ledger: SqliteLedger) -> None:
    first = queue_payment(ledger, 1)
    (home.secrets / "month-2026-11.key").write_text("00" * 32 + "\n")
    rig.sender.start()
    rig.sender.wake(first)
    failed = rig.next()
    assert isinstance(failed, StorageFailed)
    assert "does not open" in failed.reason
    assert rig.centre.sent == []
    with pytest.raises(StorageError):
        Outbox.open(home.root / "nowhere", home.secrets)
