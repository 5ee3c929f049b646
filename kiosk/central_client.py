"""The centre over HTTPS: the only place of the core with a network in it. Implements ``ports.CentralApi``.

Every call ends within its time limit (connect 3 s, whole call 15 s; long polls a little over their wait) and reads at most
1 MiB. Every request is signed by this terminal; what the centre has not signed as the answer to that very request is no
answer. A session is opened by itself when there is none; its time is part of the call's.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import requests
import urllib3
from requests.adapters import HTTPAdapter

from kiosk.accounts import AccountRef
from kiosk.answers import (
    KIOSK_PROBLEMS,
    BatchItem,
    Expected,
    HeartbeatReply,
    Problem,
    Reply,
    SessionReply,
    problem_of,
    read_account,
    read_batch,
    read_heartbeat,
    read_item,
    read_progress,
)
from kiosk.central_answers import AccountAnswer, BatchReply, CentreSilent, PaymentProgress, PostingAnswer
from kiosk.centre_enrolment import CentreEnrolment, SigningKeys
from kiosk.centre_session import CentreSession, CentreUnreachableError, TerminalRefusedError
from kiosk.failpoints import Failpoint, reach
from kiosk.message_signatures import SignedAnswer
from kiosk.money import Fen
from kiosk.ports import Clock
from kiosk.time_limited_wires import POOLS, Watch, limited

CONNECT_S = 3.0
CALL_S = 15.0
LOOK_UP_S = 5.0
MAX_BYTES = 1 << 20
LONGEST_RETRY_S = 3600.0
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "Content-Type": "application/json"}
_NO_MORE: Mapping[str, str] = {}


class _Key(msgspec.Struct, frozen=True):
    kiosk_id: str
    kiosk_seq: int
    amount_fen: int


class CentralClient:
    """May be used from several threads; each keeps a connection of its own."""

    def __init__(
        self,
        url: str,
        kiosk_id: str,
        token_file: Path,
        keys: SigningKeys,
        clock: Clock,
        *,
        on_enrolled: Callable[[SessionReply], None] = lambda _reply: None,
        call_limit_s: float = CALL_S,
        ca_file: Path | None = None,
    ) -> None:
        """``ca_file``: PEM of the operator's own certificate authority; None trusts the public ones."""
        self._url = url.rstrip("/")
        self._kiosk_id = kiosk_id
        self._clock = clock
        self._call_limit_s = call_limit_s
        self._ca_file = ca_file
        self._local = threading.local()
        self._enrolment = CentreEnrolment(kiosk_id, token_file, keys, clock, self._exchange)
        self._session = CentreSession(self._enrolment, clock, on_enrolled)

    # ---- the calls -------------------------------------------------------------------------------------------------

    def look_up(self, account: AccountRef) -> AccountAnswer:
        path = f"/v1/accounts/{quote(account.number, safe='')}?kind={account.kind.value}"
        try:
            return read_account(self.call("GET", path, limit_s=LOOK_UP_S))
        except (CentreUnreachableError, TerminalRefusedError) as error:
            return CentreSilent(str(error))

    def post_batch(self, bodies: Sequence[tuple[str, bytes]]) -> BatchReply:
        """The frozen bytes go out as they are, every time; they are embedded, never decoded and encoded again."""
        unknown: dict[str, PostingAnswer | None] = {key: None for key, _ in bodies}
        request = msgspec.json.encode(
            {"items": [{"idempotency_key": key, "payment": msgspec.Raw(body)} for key, body in bodies]}
        )
        try:
            reply = self.call("POST", "/v1/payment-batches", request)
        except CentreUnreachableError as error:
            return BatchReply(unknown, reachable=False, reason=str(error))
        except TerminalRefusedError as error:
            return BatchReply(unknown, reachable=True, kiosk_refused=str(error))
        items = read_batch(reply)
        if items is None:
            # A page of a captive portal is no centre; a problem document is one that can't answer now.
            centre = problem_of(reply) is not None
            return BatchReply(unknown, reachable=centre, retry_after_s=reply.retry_after_s, reason=f"HTTP {reply.status}")
        return _read_items(items, bodies, reply)

    def progress(self, central_id: str, seen_version: int, wait_s: float) -> PaymentProgress | None:
        path = f"/v1/payments/{quote(central_id, safe='')}?wait={wait_s:g}&seen={seen_version}"
        try:
            reply = self.call("GET", path, limit_s=wait_s + 5.0)
        except (CentreUnreachableError, TerminalRefusedError):
            return None
        return read_progress(reply, central_id)

    def heartbeat(self, state: bytes) -> HeartbeatReply:
        """PUT the last state, JSON; what is new at the centre. Raises as ``call``."""
        reply = self.call("PUT", f"/v1/kiosks/{quote(self._kiosk_id, safe='')}/heartbeat", state)
        news = read_heartbeat(reply)
        if news is None:
            raise CentreUnreachableError(f"the heartbeat was answered with HTTP {reply.status} {reply.content_type}")
        return news

    # ---- one call --------------------------------------------------------------------------------------------------

    def call(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] = _NO_MORE,
        limit_s: float | None = None,
    ) -> Reply:
        """Whatever the centre answers; ``path`` is quoted, with its query. Raises ``CentreUnreachableError`` or
        ``TerminalRefusedError``.

        With a session. Made once more when the reason of a refusal could be cured: a clock, or a key not known.
        """
        until = self._clock.monotonic_s() + (limit_s or self._call_limit_s)
        reply, problem, cured = self._once(method, path, body, headers, until)
        if cured:
            reply, problem, _ = self._once(method, path, body, headers, until)
        if problem is not None and reply.status in (401, 403) and problem.name in KIOSK_PROBLEMS:
            raise TerminalRefusedError(problem.name)
        return reply

    def _once(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], until: float
    ) -> tuple[Reply, Problem | None, bool]:
        """The reply, proved to be the centre's; its problem; and whether that was cured, so that another try is due."""
        centre = self._session.centre(until)
        reply = self._session.proved(*self._exchange(method, path, body, until, headers), centre)
        problem = problem_of(reply)
        return reply, problem, problem is not None and self._session.can_cure(reply.status, problem, centre)

    def _exchange(
        self, method: str, path: str, body: bytes | None, until: float, headers: Mapping[str, str] = _NO_MORE
    ) -> tuple[Reply, SignedAnswer]:
        limit_s = until - self._clock.monotonic_s()
        if limit_s <= 0:
            raise CentreUnreachableError("no time was left after the opening of the session")
        connection = self._connection()
        fields = {**HEADERS, **headers}
        request = connection.prepare_request(requests.Request(method, self._url + path, data=body, headers=fields))
        self._enrolment.sign(request, body or b"")
        reach(Failpoint.CENTRE_BEFORE_REQUEST, path)
        try:
            with (
                limited(limit_s) as watch,
                connection.send(
                    request, timeout=(min(CONNECT_S, limit_s), limit_s), allow_redirects=False, stream=True
                ) as response,
            ):
                reach(Failpoint.CENTRE_ANSWERING, path)
                content = _read(response, watch)
                reach(Failpoint.CENTRE_ANSWERED, path)
                return _reply(response, content), SignedAnswer(response.status_code, response.headers, content, request)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise CentreUnreachableError(f"{type(error).__name__} from the centre") from error

    def _connection(self) -> requests.Session:
        session: Any = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # no proxy, no netrc from the environment of a kiosk
            session.verify = True if self._ca_file is None else str(self._ca_file)
            session.mount("http://", _Adapter())
            session.mount("https://", _Adapter())
            self._local.session = session
        return session  # type: ignore[no-any-return]


class _Adapter(HTTPAdapter):
    """Of connections that ``limited`` can end."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS


def _read(response: requests.Response, watch: Watch) -> bytes:
    """The whole body, but no more than ``MAX_BYTES``, and nothing of a call that ran over its time: a slow drip is no
    answer."""
    parts: list[bytes] = []
    size = 0
    while part := response.raw.read1(16384, decode_content=False):  # what was signed is what was sent
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise CentreUnreachableError("the centre's answer is too large")
    if watch.over:
        raise CentreUnreachableError("the centre's answer came too slowly")
    declared = response.headers.get("Content-Length", "")
    # An answer that nothing has changed may tell the length of what it leaves out (RFC 9110, 8.6).
    if response.status_code != 304 and _is_number(declared) and int(declared) != response.raw.tell():
        raise CentreUnreachableError("the centre's answer was cut off")
    return b"".join(parts)


def _reply(response: requests.Response, content: bytes) -> Reply:
    seconds = _seconds(response.headers.get("Retry-After"))
    return Reply(response.status_code, response.headers.get("Content-Type", ""), content, seconds)


def _seconds(retry_after: str | None) -> float | None:
    """``Retry-After`` in seconds; a date or nonsense counts as none."""
    return min(float(retry_after), LONGEST_RETRY_S) if retry_after is not None and _is_number(retry_after) else None


def _is_number(text: str) -> bool:
    """Of a sane length, and without the letters beyond ASCII that count as digits too."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _read_items(items: list[BatchItem], bodies: Sequence[tuple[str, bytes]], reply: Reply) -> BatchReply:
    expected = {key: _expected(key, body) for key, body in bodies}
    answers: dict[str, PostingAnswer | None] = dict.fromkeys(expected)
    refused: str | None = None
    times = Counter(item.idempotency_key for item in items)
    for item in items:
        if item.idempotency_key not in expected:
            continue
        if times[item.idempotency_key] == 1:  # two answers to one question are none
            answers[item.idempotency_key] = read_item(item, expected[item.idempotency_key])
        if item.problem is not None and item.problem.name in KIOSK_PROBLEMS:
            refused = item.problem.name
    unknown = [key for key, answer in answers.items() if answer is None]
    reason = f"{len(unknown)} of {len(answers)} without a definite answer" if unknown else ""
    return BatchReply(answers, reachable=True, retry_after_s=reply.retry_after_s, kiosk_refused=refused, reason=reason)


def _expected(key: str, body: bytes) -> Expected:
    ours = msgspec.json.decode(body, type=_Key)
    return Expected(key, ours.kiosk_id, ours.kiosk_seq, Fen(ours.amount_fen))
