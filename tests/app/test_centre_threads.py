"""The threads that wait for the centre: no answer, wrong answer or bug ends them, and none of them hammers it."""

import threading
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest

from app import centre_threads
from app.centre_threads import Follower, Heartbeat, LookUps
from kiosk.accounts import AccountKind, AccountRef
from kiosk.central_answers import AccountAnswer, AccountProblem, AccountRefused, CentreSilent, PaymentProgress
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import AccountLookedUp, CentreReachable, Event, KioskRefused, PaymentProgressed
from kiosk.visit_types import Reopening, SmsState

ACCOUNT = AccountRef(AccountKind.MOBILE, "13800135678")
DEADLINE_S = 20.0


class Inbox:
    """Stands for the till; ``until`` waits for so many events."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()

    def post(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def until(self, count: int) -> list[Event]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= count, DEADLINE_S)
            return list(self.events)


class Script:
    """A client that does what the test says, call by call; the last step is repeated."""

    def __init__(self, *steps: Any) -> None:
        self._steps = list(steps)
        self.calls: list[tuple[Any, ...]] = []

    def _next(self, *arguments: Any) -> Any:
        self.calls.append(arguments)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        if isinstance(step, Exception):
            raise step
        return step

    look_up = progress = heartbeat = _next

    @property
    def client(self) -> CentralClient:
        return cast(CentralClient, self)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_threads, "PAUSE_S", 0.02)


# ---- look-ups ------------------------------------------------------------------------------------------------------


def test_a_look_up_comes_back_as_an_event(inbox: Inbox) -> None:
    answer = CentreSilent("time-out")
    look_ups = LookUps(Script(answer).client, inbox.post)
    look_ups.look_up(ACCOUNT)
    assert inbox.until(1) == [AccountLookedUp(ACCOUNT, answer)]
    look_ups.close()


def test_X1_an_answered_look_up_says_that_the_line_is_back_however_long_the_heartbeat_rests(inbox: Inbox) -> None:
    answer: AccountAnswer = AccountRefused(AccountProblem.CLOSED)
    look_ups = LookUps(Script(answer).client, inbox.post)
    look_ups.look_up(ACCOUNT)
    assert inbox.until(2) == [CentreReachable(reachable=True), AccountLookedUp(ACCOUNT, answer)]
    look_ups.close()


def test_a_bug_in_a_look_up_is_the_silence_of_the_centre_not_a_customer_left_waiting(inbox: Inbox) -> None:
    look_ups = LookUps(Script(ZeroDivisionError("a bug")).client, inbox.post)
    look_ups.look_up(ACCOUNT)
    assert inbox.until(1) == [AccountLookedUp(ACCOUNT, CentreSilent("internal error: ZeroDivisionError"))]
    look_ups.close()


def test_a_look_up_while_the_terminal_goes_down_is_no_error(inbox: Inbox) -> None:
    look_ups = LookUps(Script(CentreSilent("")).client, inbox.post)
    look_ups.close()
    look_ups.look_up(ACCOUNT)
    assert inbox.events == []


# ---- following one payment -----------------------------------------------------------------------------------------


def news(version: int, sms: SmsState = SmsState.SENT, reopening: Reopening = Reopening.PENDING) -> PaymentProgress:
    return PaymentProgress(version, sms, reopening)


def ended(name: str) -> bool:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(DEADLINE_S)
            return not thread.is_alive()
    return True


def test_a_payment_is_followed_until_it_is_delivered_and_reopened(inbox: Inbox) -> None:
    done = news(4, SmsState.DELIVERED, Reopening.REOPENED)
    script = Script(None, news(2), news(2), news(1), news(3, SmsState.DELIVERED), done)
    Follower(script.client, inbox.post).follow("K0001-1", "01J")
    assert ended("follow K0001-1")
    assert inbox.events == [
        PaymentProgressed("K0001-1", progress) for progress in (news(2), news(3, SmsState.DELIVERED), done)
    ]
    assert [call[1] for call in script.calls] == [0, 0, 2, 2, 2, 3], "each poll says what was seen"


def test_a_customer_who_leaves_is_followed_no_longer(inbox: Inbox) -> None:
    follower = Follower(Script(news(1)).client, inbox.post)
    follower.follow("K0001-1", "01J")
    inbox.until(1)
    follower.follow("K0001-2", "02J")
    assert ended("follow K0001-1")
    follower.stop()
    assert ended("follow K0001-2")


@pytest.mark.parametrize("dull", [None, news(1)])
def test_a_centre_that_answers_at_once_without_news_is_not_hammered(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, dull: PaymentProgress | None
) -> None:
    monkeypatch.setattr(centre_threads, "PAUSE_S", 60.0)
    script = Script(news(1), dull)
    follower = Follower(script.client, inbox.post)
    follower.follow("K0001-1", "01J")
    inbox.until(1)
    follower.stop()
    assert ended("follow K0001-1")
    assert len(script.calls) <= 2


def test_a_failed_sms_is_followed_further_because_the_centre_tries_once_more(inbox: Inbox) -> None:
    failed, again = news(2, SmsState.FAILED, Reopening.NOT_NEEDED), news(3, SmsState.SENT, Reopening.NOT_NEEDED)
    done = news(4, SmsState.DELIVERED, Reopening.NOT_NEEDED)
    Follower(Script(failed, again, done).client, inbox.post).follow("K0001-1", "01J")
    assert [cast(PaymentProgressed, event).progress for event in inbox.until(3)] == [failed, again, done]
    assert ended("follow K0001-1")


def test_a_bug_in_a_poll_does_not_end_the_following_nor_make_it_hammer(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = news(2, SmsState.DELIVERED, Reopening.NOT_NEEDED)
    Follower(Script(RecursionError("a bug"), done).client, inbox.post).follow("K0001-1", "01J")
    assert inbox.until(1) == [PaymentProgressed("K0001-1", done)]
    assert ended("follow K0001-1")
    assert "CENTRE-BUG" in caplog.text
    monkeypatch.setattr(centre_threads, "PAUSE_S", 60.0)
    script = Script(RecursionError("a bug"))
    follower = Follower(script.client, inbox.post)
    follower.follow("K0001-2", "02J")
    follower.stop()
    assert ended("follow K0001-2")
    assert len(script.calls) <= 1


# ---- the heartbeat -------------------------------------------------------------------------------------------------

Beat = Callable[..., Heartbeat]


@pytest.fixture
def beat(inbox: Inbox) -> Iterator[Beat]:
    made: list[Heartbeat] = []

    def make(script: Script, state: Callable[[], bytes] = lambda: b"{}") -> Heartbeat:
        made.append(Heartbeat(script.client, inbox.post, state, 0.02))
        made[-1].start()
        return made[-1]

    yield make
    for heartbeat in made:
        heartbeat.stop()
        heartbeat._thread.join(DEADLINE_S)
        assert not heartbeat._thread.is_alive()


def test_the_heartbeat_tells_the_till_whether_the_centre_is_there(inbox: Inbox, beat: Beat) -> None:
    beat(Script(None, CentreUnreachableError("cut"), TerminalRefusedError("clock-skew"), None))
    assert inbox.until(4)[:4] == [
        CentreReachable(reachable=True),
        CentreReachable(reachable=False, reason="cut"),
        KioskRefused("clock-skew"),
        CentreReachable(reachable=True),
    ]


def test_a_state_that_cannot_be_told_does_not_end_the_heartbeat(inbox: Inbox, beat: Beat) -> None:
    """Otherwise a terminal out of service would fall silent just when the hall should hear of it."""
    problems: list[Exception] = [TimeoutError("the till is busy"), KeyError("a bug")]

    def state() -> bytes:
        if problems:
            raise problems.pop(0)
        return b"{}"

    script = Script(None)
    beat(script, state)
    assert inbox.until(1)[0] == CentreReachable(reachable=True)
    assert script.calls[0] == (b"{}",)


def test_a_bug_in_a_beat_does_not_end_the_heartbeat(inbox: Inbox, beat: Beat, caplog: pytest.LogCaptureFixture) -> None:
    """A header that can't be sent, a nest too deep: the hall must not lose sight of the terminal for it."""
    beat(Script(UnicodeEncodeError("latin-1", "x", 0, 1, "a bug"), None))
    assert inbox.until(1)[0] == CentreReachable(reachable=True)
    assert "CENTRE-BUG" in caplog.text


def test_A7_the_heartbeats_engine_needs_no_thread_and_backs_off_until_it_is_heard(inbox: Inbox) -> None:
    script = Script(None, *[CentreUnreachableError("cut")] * 6, TerminalRefusedError("kiosk-disabled"), None)
    heartbeat = Heartbeat(script.client, inbox.post, lambda: b"{}", 30.0, draw=lambda: 0.5)
    waits = [heartbeat.beat() for _ in range(9)]
    assert waits == [30.0, 3.75, 7.5, 15.0, 30.0, 60.0, 112.5, 112.5, 30.0]
    assert len(inbox.events) == 9


def test_A7_the_first_beat_waits_where_a_whole_hall_was_switched_on(inbox: Inbox) -> None:
    script = Script(None)
    heartbeat = Heartbeat(script.client, inbox.post, lambda: b"{}", 0.02, first_s=3600.0)
    heartbeat.start()
    heartbeat.stop()
    heartbeat._thread.join(DEADLINE_S)
    assert script.calls == []
