"""The threads that wait for the centre so that nobody else has to: look-ups, the long poll of a payment, the heartbeat."""

import contextlib
import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from kiosk.accounts import AccountRef
from kiosk.answers import HeartbeatReply
from kiosk.central_answers import CentreSilent, PaymentProgress
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import AccountLookedUp, CentreReachable, KioskRefused, PaymentProgressed
from kiosk.ports import Post
from kiosk.visit_types import Reopening, SmsState
from offline_queue.backoff import beat_delay

log = logging.getLogger("centre")

POLL_S = 10.0
SOON_S = 5.0  # between two beats that come early
PAUSE_S = 1.0  # between two polls that brought nothing
LOOK_UPS_AT_ONCE = 4  # a customer who asks again does not wait for the look-up they gave up


class LookUps:
    """Asks for accounts; the answer comes back as an event. An answer is news of the line too: the customer who asked is
    served as one online, however long ago the last heartbeat failed."""

    def __init__(self, client: CentralClient, post: Post) -> None:
        self._client = client
        self._post = post
        self._pool = ThreadPoolExecutor(max_workers=LOOK_UPS_AT_ONCE, thread_name_prefix="look-up")

    def look_up(self, account: AccountRef) -> None:
        with contextlib.suppress(RuntimeError):  # closed: the terminal is going down
            self._pool.submit(self._ask, account)

    def _ask(self, account: AccountRef) -> None:
        try:
            answer = self._client.look_up(account)
        except Exception as bug:
            log.exception("CENTRE-BUG while looking up an account")
            answer = CentreSilent(f"internal error: {type(bug).__name__}")
        if not isinstance(answer, CentreSilent):
            self._post(CentreReachable(reachable=True))
        self._post(AccountLookedUp(account, answer))

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class Follower:
    """Follows one payment at a time, the present customer's, until it is delivered and reopened or the customer left.

    A failed SMS is not the end of it: the centre tries once more.
    """

    def __init__(self, client: CentralClient, post: Post) -> None:
        self._client = client
        self._post = post
        self._turn = threading.Event()

    def follow(self, payment_id: str, central_id: str) -> None:
        self.stop()
        turn = self._turn = threading.Event()
        arguments = (payment_id, central_id, turn)
        threading.Thread(target=self._run, args=arguments, name=f"follow {payment_id}", daemon=True).start()

    def stop(self) -> None:
        self._turn.set()

    def _run(self, payment_id: str, central_id: str, left: threading.Event) -> None:
        seen = 0
        while not left.is_set():
            progress = self._progress(central_id, seen)
            if progress is None or progress.version <= seen:  # also of a centre that does not wait for news
                left.wait(PAUSE_S)
                continue
            seen = progress.version
            if not left.is_set():
                self._post(PaymentProgressed(payment_id, progress))
            if progress.sms is SmsState.DELIVERED and progress.reopening is not Reopening.PENDING:
                return

    def _progress(self, central_id: str, seen: int) -> PaymentProgress | None:
        try:
            return self._client.progress(central_id, seen, POLL_S)
        except Exception:
            log.exception("CENTRE-BUG while following a payment")
            return None


class Heartbeat:
    """Tells the centre every ``interval_s`` how this terminal is, and the till whether the centre is there. A beat without
    an answer is tried again with growing, jittered delays: a fleet must not greet its centre's return all at once.

    ``start`` sends the first beat after ``first_s``. ``on_answer`` hears, in this thread, what each beat was answered,
    ``on_end`` that there will be no more.
    ``soon``: something changed of which halls must hear before the next beat is due (trust.md A11): at most one comes early
    in ``least_s``, and none while nobody answers, for then the next try is due. ``beat`` is the engine, without a thread.
    """

    def __init__(
        self,
        client: CentralClient,
        post: Post,
        state: Callable[[], bytes],
        interval_s: float,
        *,
        first_s: float = 0.0,
        on_answer: Callable[[HeartbeatReply], None] = lambda _news: None,
        on_end: Callable[[], None] = lambda: None,
        draw: Callable[[], float] = random.random,
        least_s: float = SOON_S,
    ) -> None:
        self._client = client
        self._post = post
        self._state = state
        self._least_s = least_s
        self._soon_s = 0.0  # monotonic: before it no beat comes early
        self._woken = threading.Event()
        self._interval_s = interval_s
        self._first_s = first_s
        self._on_answer = on_answer
        self._on_end = on_end
        self._draw = draw
        self._failures = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def soon(self) -> None:
        """From any thread; never waits."""
        self._woken.set()

    def stop(self, timeout_s: float = 2.0) -> None:
        """A beat under way is finished first, within its own limit."""
        self._stopped.set()
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)

    def beat(self) -> float:
        """Send one beat, post what came of it; the seconds until the next one."""
        news, answer = self._send()
        if news is not None:
            self._post(news)
        if answer is not None:
            self._tell(answer)
        answered = isinstance(news, CentreReachable) and news.reachable
        self._failures = 0 if answered else self._failures + 1
        return beat_delay(self._interval_s, self._failures, self._draw())

    def _run(self) -> None:
        wait_s = self._first_s
        while not self._stopped.wait(wait_s):
            self._woken.clear()
            wait_s = self.beat()
            if not self._failures:
                self._rest(wait_s)
                wait_s = 0.0
        self._on_end()

    def _rest(self, wait_s: float) -> None:
        """Until the next beat is due, or something changed."""
        due_s = time.monotonic() + wait_s
        if self._woken.wait(wait_s):
            self._stopped.wait(max(min(self._soon_s, due_s) - time.monotonic(), 0.0))
            self._soon_s = time.monotonic() + self._least_s

    def _tell(self, answer: HeartbeatReply) -> None:
        try:
            self._on_answer(answer)
        except Exception:
            log.exception("CENTRE-BUG while taking what is new at the centre")

    def _send(self) -> tuple[CentreReachable | KioskRefused | None, HeartbeatReply | None]:
        """The news for the till; None when the fault was our own, which says nothing about the centre. And the answer."""
        try:
            state = self._state()
        except Exception:
            log.exception("CENTRE-STATE the state for the heartbeat can't be told")
            return None, None
        try:
            answer = self._client.heartbeat(state)
        except CentreUnreachableError as error:
            return CentreReachable(reachable=False, reason=str(error)), None
        except TerminalRefusedError as error:
            return KioskRefused(str(error)), None
        except Exception:
            log.exception("CENTRE-BUG while sending the heartbeat")
            return None, None
        return CentreReachable(reachable=True), answer
