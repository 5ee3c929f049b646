"""The client against a hostile centre on real sockets: nothing crashes it, and nothing but proof is an answer."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.accounts import AccountKind, AccountRef
from kiosk.answers import SessionReply
from kiosk.central_answers import (
    AccountFound,
    AccountProblem,
    AccountRefused,
    BatchReply,
    CentreSilent,
    Contradicted,
    PaymentProgress,
    Posted,
    Refused,
)
from kiosk.central_client import MAX_BYTES, CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.clock import SystemClock
from kiosk.visit_types import Reopening, SmsState
from offline_queue.terminal_keys import TerminalKeys
from tests.kiosk.hostile_centre import HostileCentre, Request, http, problem, reset, session
from tests.kiosk.signing import TOKEN

ACCOUNT = AccountRef(AccountKind.MOBILE, "13800135678")
ACCOUNT_BODY = json.dumps(
    {
        "masked_name": "张*",
        "balance_fen": 0,
        "arrears_fen": 18240,
        "service_state": "active",
        "sms_reachable": True,
        "padding": "x" * 20_000,
    }
).encode()
PORTAL = http(200, b"<html>Welcome to Hall-WiFi</html>", "text/html")
LIMIT_S = 0.4  # instead of the 15 s of a real call, where a test waits for it
LONGER_S = 1.5  # where two such times are told apart, on a busy machine too
KEY = "K0001-123"


def payment(**changes: object) -> dict[str, object]:
    resource: dict[str, object] = {
        "payment_id": "01J-1",
        "kiosk_id": "K0001",
        "kiosk_seq": 123,
        "amount_fen": 15000,
        "status": "posted",
        "version": 3,
        "receipt_number": "R-9",
        "posted_at": "2026-11-21T20:58:45+08:00",
        "balance_after_fen": -3240,
        "sms": {"state": "delivered"},
        "service": {"reopening": "reopened"},
    }
    return {**resource, **changes}


def frozen(seq: int = 123) -> tuple[str, bytes]:
    """Odd spaces and order, as a sign that the bytes are not written anew."""
    return f"K0001-{seq}", b'{"amount_fen" :  15000, "kiosk_seq":%d,"kiosk_id": "K0001"}' % seq


def batch(*items: dict[str, object]) -> bytes:
    return http(207, json.dumps({"items": items}).encode())


@pytest.fixture
def centre() -> Iterator[HostileCentre]:
    made = HostileCentre()
    yield made
    made.close()


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "enrolment.token"
    path.write_text(f"{TOKEN}\n")
    return path


def client_of(url: str, token_file: Path, clock: SystemClock | None = None, **more: Any) -> CentralClient:
    keys = TerminalKeys(token_file.parent)
    return CentralClient(url, "K0001", token_file, keys, clock or SystemClock(), **more)


@pytest.fixture
def client(centre: HostileCentre, token_file: Path) -> CentralClient:
    return client_of(centre.url, token_file)


def post(client: CentralClient) -> BatchReply:
    return client.post_batch([frozen()])


# ---- what is sent --------------------------------------------------------------------------------------------------


def test_the_frozen_bytes_go_out_signed_and_the_token_never(centre: HostileCentre, client: CentralClient) -> None:
    client.post_batch([frozen(123), frozen(124)])
    request = centre.asked("/v1/payment-batches")[0]
    assert frozen(123)[1] in request.body
    assert frozen(124)[1] in request.body
    assert [item["idempotency_key"] for item in json.loads(request.body)["items"]] == ["K0001-123", "K0001-124"]
    covered = '("@method" "@path" "@query" "content-digest" "content-type");created='
    assert request.headers["signature-input"].startswith(f"sig={covered}")
    enrolment = centre.asked("/sessions")[0]
    assert json.loads(enrolment.body).keys() == {"software", "terminal_key", "token_proof"}
    for sent in centre.requests:
        assert "authorization" not in sent.headers
        assert TOKEN not in repr(sent)


def test_a_retry_sends_the_same_bytes(centre: HostileCentre, client: CentralClient) -> None:
    post(client)
    post(client)
    first, second = centre.asked("/v1/payment-batches")
    assert first.body == second.body


# ---- good answers --------------------------------------------------------------------------------------------------


def test_each_item_has_its_own_answer(centre: HostileCentre, client: CentralClient) -> None:
    centre.answer = lambda _: batch(
        {"idempotency_key": "K0001-123", "status": 201, "payment": payment()},
        {"idempotency_key": "K0001-124", "status": 422, "problem": {"type": "urn:problem:amount-limit"}},
        {"idempotency_key": "K0001-125", "status": 422, "problem": {"type": "urn:problem:idempotency-mismatch"}},
        {"idempotency_key": "K0001-126", "status": 503, "problem": {"type": "urn:problem:bss-unavailable"}},
        {"idempotency_key": "K0009-999", "status": 201, "payment": payment()},
    )
    reply = client.post_batch([frozen(seq) for seq in (123, 124, 125, 126, 127)])
    assert reply.reachable
    assert isinstance(reply.answers["K0001-123"], Posted)
    assert reply.answers["K0001-124"] == Refused("amount-limit")
    assert reply.answers["K0001-125"] == Contradicted("idempotency-mismatch")
    assert reply.answers["K0001-126"] is None
    assert reply.answers["K0001-127"] is None, "not answered at all"
    assert "K0009-999" not in reply.answers
    assert reply.reason == "2 of 5 without a definite answer"


def test_an_answer_is_taken_as_it_was_sent_never_unpacked(centre: HostileCentre, client: CentralClient) -> None:
    """A packed answer is not asked for; one that comes all the same is no JSON, and a bomb stays small."""
    centre.answer = lambda _: http(200, gzip.compress(ACCOUNT_BODY), extra="Content-Encoding: gzip\r\n")
    assert isinstance(client.look_up(ACCOUNT), CentreSilent)
    assert centre.requests[-1].headers["accept-encoding"] == "identity"


def test_an_answer_may_come_in_chunks(centre: HostileCentre, client: CentralClient) -> None:
    def in_chunks(request: Request) -> Callable[[socket.socket], None]:
        whole = centre.seal.seal(http(200, ACCOUNT_BODY), request.headers["signature"])
        head = whole.split(b"\r\n\r\n")[0].replace(b"Content-Length: %d" % len(ACCOUNT_BODY), b"Transfer-Encoding: chunked")
        half = len(ACCOUNT_BODY) // 2
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (ACCOUNT_BODY[:half], ACCOUNT_BODY[half:]))
        return lambda line: line.sendall(head + b"\r\n\r\n" + chunks + b"0\r\n\r\n")

    centre.answer = in_chunks
    assert isinstance(client.look_up(ACCOUNT), AccountFound)


def test_news_of_a_payment(centre: HostileCentre, client: CentralClient) -> None:
    centre.answer = lambda _: http(200, json.dumps(payment()).encode())
    assert client.progress("01J-1", 2, 0.0) == PaymentProgress(3, SmsState.DELIVERED, Reopening.REOPENED)
    assert client.progress("01J-2", 2, 0.0) is None, "news of another payment"
    assert centre.asked("/v1/payments/")[0].path == "/v1/payments/01J-1?wait=0&seen=2"


def test_a_hostile_id_stays_one_part_of_the_path(centre: HostileCentre, client: CentralClient) -> None:
    client.progress("../../x?y#z", 0, 0.0)
    assert centre.requests[-1].path == "/v1/payments/..%2F..%2Fx%3Fy%23z?wait=0&seen=0"


# ---- no answers ----------------------------------------------------------------------------------------------------


def cut_body(line: socket.socket) -> None:
    line.sendall(http(200, ACCOUNT_BODY[:500], length=len(ACCOUNT_BODY)))


def cut_chunks(line: socket.socket) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    line.sendall(head + b"%x\r\n%s" % (len(ACCOUNT_BODY), ACCOUNT_BODY[:500]))


BAD_LINES: dict[str, bytes | Callable[[socket.socket], None]] = {
    "portal": PORTAL,
    "portal that says it is JSON": http(200, b"<html>Welcome</html>"),
    "redirect": http(302, b"", extra="Location: http://127.0.0.1:9/v1/accounts\r\n"),
    "redirect for good": http(308, b"", extra="Location: /elsewhere\r\n"),
    "cut body": cut_body,
    "cut chunks": cut_chunks,
    "reset": reset,
    "closed without a word": b"",
    "no HTTP": b"\x02\x03\x06\x37\xfe\xc7 nonsense\r\n\r\n",
    "half a status line": b"HTTP/1.1 2",
    "HTML 502": http(502, b"<html>Bad Gateway</html>", "text/html"),
    "huge": http(200, b'"' + b"x" * (MAX_BYTES + 1) + b'"'),
    "bomb": http(200, gzip.compress(b" " * (40 * MAX_BYTES)), extra="Content-Encoding: gzip\r\n"),
    "cut gzip": http(200, gzip.compress(ACCOUNT_BODY)[:40], extra="Content-Encoding: gzip\r\n"),
    "bad chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
    "odd length": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \xb2\r\n\r\n{}",
    "endless header": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
    "many headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "nothing but 200": http(200),
    "204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "deep": http(200, b"[" * 100_000),
    "unlisted problem": problem(418, "teapot"),
    "odd Retry-After": problem(503, "bss-unavailable", extra="Retry-After: \xb2\r\n"),
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES.keys())
def test_a_bad_line_is_silence_and_every_payment_stays_unknown(
    centre: HostileCentre, client: CentralClient, bad: bytes | Callable[[socket.socket], None]
) -> None:
    centre.answer = lambda _: bad
    assert isinstance(client.look_up(ACCOUNT), CentreSilent)
    assert client.progress("01J-1", 0, 0.0) is None
    reply = post(client)
    assert reply.answers == {KEY: None}
    assert reply.kiosk_refused is None
    assert reply.reason
    with pytest.raises(CentreUnreachableError):
        client.heartbeat(b"{}")
    assert all("Hall" not in request.path and "elsewhere" not in request.path for request in centre.requests)


def test_a_heartbeat_is_heard_when_the_centre_says_its_time(centre: HostileCentre, client: CentralClient) -> None:
    centre.answer = lambda _: http(200, b'{"server_time": "2026-11-21T20:58:44+08:00", "commands_pending": 0}')
    client.heartbeat(b'{"sent_at": "now"}')
    request = centre.requests[-1]
    assert (request.method, request.path, request.body) == ("PUT", "/v1/kiosks/K0001/heartbeat", b'{"sent_at": "now"}')


@pytest.mark.parametrize("name", ["portal", "redirect", "reset", "cut body", "HTML 502", "huge"])
def test_a_line_without_a_centre_behind_it_is_not_reachable(
    name: str, centre: HostileCentre, client: CentralClient
) -> None:
    centre.answer = lambda _: BAD_LINES[name]
    assert not post(client).reachable


def test_no_listener_at_all(token_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    reply = post(client_of(url, token_file))
    assert (reply.answers, reply.reachable) == ({KEY: None}, False)


def _drip(centre: HostileCentre, first: bytes, one: bytes) -> Callable[[Request], Callable[[socket.socket], None]]:
    """Something every 50 ms, for ever: a socket's own time-out never ends this."""

    def drip(line: socket.socket) -> None:
        line.sendall(first)
        while not centre.done.wait(0.05):
            line.sendall(one)

    return lambda _: drip


OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWER = batch({"idempotency_key": KEY, "status": 201, "payment": payment()}).split(b"\r\n\r\n")[1]
DRIPS: dict[str, tuple[bytes, bytes]] = {
    "status line": (b"HTTP", b" "),
    "header lines": (OPEN, b"X: y\r\n"),
    "one header": (OPEN + b"X: ", b"y"),
    "body": (OPEN + b"Content-Length: 100000\r\n\r\n{", b" "),
    "body without a length": (OPEN + b"Connection: close\r\n\r\n" + ACCOUNT_BODY, b" "),
    "a whole answer without an end": (
        b"HTTP/1.1 207 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" + ANSWER,
        b" ",
    ),
    "chunks": (OPEN + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "a chunk's length": (OPEN + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "empty gzip": (OPEN + b"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0", b"x"),
    "silence": (b"", b""),
}


@pytest.mark.parametrize(("first", "one"), DRIPS.values(), ids=DRIPS.keys())
def test_a_slow_drip_ends_with_the_time_limit_of_the_whole_call(
    centre: HostileCentre, token_file: Path, first: bytes, one: bytes
) -> None:
    client = client_of(centre.url, token_file, call_limit_s=LIMIT_S)
    post(client)  # the session is there
    centre.answer = _drip(centre, first, one)
    began = time.monotonic()
    reply = post(client)
    assert time.monotonic() - began < LIMIT_S + 1.0
    assert (reply.answers, reply.reachable) == ({KEY: None}, False)


def test_after_a_bad_line_the_next_call_is_a_new_start(centre: HostileCentre, client: CentralClient) -> None:
    for bad in ("reset", "cut body", "no HTTP", "huge"):
        centre.answer = lambda _, bad=bad: BAD_LINES[bad]  # type: ignore[misc]
        assert isinstance(client.look_up(ACCOUNT), CentreSilent)
        centre.answer = lambda _: http(200, ACCOUNT_BODY)
        assert isinstance(client.look_up(ACCOUNT), AccountFound)
    assert len(centre.asked("/sessions")) == 1


# ---- wrong answers -------------------------------------------------------------------------------------------------

WRONG_ITEMS: dict[str, list[dict[str, object]]] = {
    "another amount": [{"idempotency_key": KEY, "status": 201, "payment": payment(amount_fen=1500)}],
    "another number": [{"idempotency_key": KEY, "status": 201, "payment": payment(kiosk_seq=124)}],
    "another kiosk": [{"idempotency_key": KEY, "status": 201, "payment": payment(kiosk_id="K0002")}],
    "another key": [{"idempotency_key": "K0001-124", "status": 201, "payment": payment()}],
    "not posted yet": [{"idempotency_key": KEY, "status": 201, "payment": payment(status="posting")}],
    "a payment with 500": [{"idempotency_key": KEY, "status": 500, "payment": payment()}],
    "an unlisted problem": [{"idempotency_key": KEY, "status": 422, "problem": {"type": "urn:problem:new"}}],
    "nothing": [],
    "two answers": [
        {"idempotency_key": KEY, "status": 201, "payment": payment()},
        {"idempotency_key": KEY, "status": 404, "problem": {"type": "urn:problem:account-not-found"}},
    ],
}


@pytest.mark.parametrize("items", WRONG_ITEMS.values(), ids=WRONG_ITEMS.keys())
def test_an_item_that_does_not_settle_our_payment_leaves_it_unknown(
    centre: HostileCentre, client: CentralClient, items: list[dict[str, object]]
) -> None:
    centre.answer = lambda _: batch(*items)
    reply = post(client)
    assert reply.answers == {KEY: None}
    assert reply.reachable
    assert reply.reason == "1 of 1 without a definite answer"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120.0), ("0", 0.0), ("9" * 12, 3600.0), ("9" * 400, None), ("-1", None), ("1.5", None), ("soon", None)],
)
def test_retry_after_is_the_centres_own_wish_within_an_hour(
    centre: HostileCentre, client: CentralClient, header: str, seconds: float | None
) -> None:
    centre.answer = lambda _: problem(429, "rate-limited", extra=f"Retry-After: {header}\r\n")
    reply = post(client)
    assert (reply.retry_after_s, reply.reachable, reply.kiosk_refused) == (seconds, True, None)
    assert client.look_up(ACCOUNT) == AccountRefused(AccountProblem.RATE_LIMITED)


# ---- enrolment and refusals of the terminal ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["not-enrolled", "signature-invalid"])
def test_a_centre_that_lost_our_key_gets_a_new_session_once_and_the_call_again(
    centre: HostileCentre, client: CentralClient, name: str
) -> None:
    centre.answer = lambda _: problem(401, name) if len(centre.asked("/sessions")) == 1 else http(200, ACCOUNT_BODY)
    assert isinstance(client.look_up(ACCOUNT), AccountFound)
    assert isinstance(client.look_up(ACCOUNT), AccountFound)
    assert len(centre.asked("/sessions")) == 2
    nonces = {request.headers["signature-input"].split("nonce=")[1] for request in centre.requests}
    assert len(nonces) == len(centre.requests) == 5


def test_a_key_that_is_lost_again_at_once_is_a_refusal_not_a_loop(centre: HostileCentre, client: CentralClient) -> None:
    centre.answer = lambda _: problem(401, "not-enrolled")
    reply = post(client)
    assert (reply.kiosk_refused, reply.answers) == ("not-enrolled", {KEY: None})
    assert len(centre.asked("/v1/payment-batches")) == 2


def test_a_request_damaged_on_its_way_is_unknown_not_a_refusal_of_the_terminal(
    centre: HostileCentre, client: CentralClient
) -> None:
    centre.answer = lambda _: problem(401, "signature-invalid")
    reply = post(client)
    assert (reply.kiosk_refused, reply.answers, reply.reachable) == (None, {KEY: None}, True)


@pytest.mark.parametrize(
    ("status", "name"),
    [(401, "clock-skew"), (403, "kiosk-disabled"), (403, "key-mismatch"), (401, "not-enrolled")],
)
def test_a_refusal_of_the_terminal_is_none_of_a_payment(
    status: int, name: str, centre: HostileCentre, client: CentralClient
) -> None:
    centre.answer = lambda _: problem(status, name)
    reply = post(client)
    assert (reply.answers, reply.kiosk_refused, reply.reachable) == ({KEY: None}, name, True)
    assert client.look_up(ACCOUNT) == CentreSilent(name)
    assert client.progress("01J-1", 0, 0.0) is None
    with pytest.raises(TerminalRefusedError, match=name):
        client.heartbeat(b"{}")


def test_a_refusal_within_a_batch_is_one_of_the_terminal_too(centre: HostileCentre, client: CentralClient) -> None:
    centre.answer = lambda _: batch({"idempotency_key": KEY, "status": 403, "problem": {"type": "urn:x:kiosk-disabled"}})
    reply = post(client)
    assert (reply.answers, reply.kiosk_refused) == ({KEY: None}, "kiosk-disabled")


@pytest.mark.parametrize("status", [401, 403])
def test_a_portal_that_says_401_or_403_does_not_refuse_the_terminal(
    status: int, centre: HostileCentre, client: CentralClient
) -> None:
    centre.answer = lambda _: http(status, b"<html>log in</html>", "text/html")
    reply = post(client)
    assert (reply.kiosk_refused, reply.reachable, reply.answers) == (None, False, {KEY: None})


BAD_ENROLMENTS: dict[str, bytes] = {
    "portal": PORTAL,
    "server error": problem(500, "internal"),
    "200": http(200, b"{}"),
    "no time": http(201, b'{"highest_kiosk_seq": 1}'),
    "cut": http(201, b'{"server_time": "s'),
    "no UTF-8": http(201, b'{"server_time": "\xff"}'),
    "highest as a float": http(201, session().split(b"\r\n\r\n")[1].replace(b"7", b"7.5")),
}


@pytest.mark.parametrize("bad", BAD_ENROLMENTS.values(), ids=BAD_ENROLMENTS.keys())
def test_an_enrolment_that_gives_no_session_is_no_answer_and_is_tried_again(
    centre: HostileCentre, client: CentralClient, bad: bytes
) -> None:
    centre.enrol = lambda _: bad
    centre.answer = lambda _: http(200, ACCOUNT_BODY)
    assert (post(client).answers, post(client).reachable) == ({KEY: None}, False)
    assert not centre.asked("/v1/payment-batches")
    centre.enrol = lambda _: session()
    assert isinstance(client.look_up(ACCOUNT), AccountFound)


def test_a_refused_enrolment_is_said_by_name(centre: HostileCentre, client: CentralClient) -> None:
    centre.enrol = lambda _: problem(401, "enrolment-refused")
    assert post(client).kiosk_refused == "enrolment-refused"


@pytest.mark.parametrize("content", [None, b"", b"\n", b"two words", b"\xff\xfe", b"caf\xc3\xa9", b"a\nb"])
def test_without_a_usable_token_file_the_terminal_says_so_and_asks_nobody(
    content: bytes | None, centre: HostileCentre, client: CentralClient, token_file: Path
) -> None:
    token_file.unlink() if content is None else token_file.write_bytes(content)
    reply = post(client)
    assert reply.kiosk_refused is not None
    assert "enrol this terminal at the centre" in reply.kiosk_refused
    assert reply.answers == {KEY: None}
    assert not centre.requests


def test_several_threads_enrol_once(centre: HostileCentre, token_file: Path) -> None:
    enrolled: list[SessionReply] = []
    client = client_of(centre.url, token_file, on_enrolled=enrolled.append)
    centre.answer = lambda _: http(200, ACCOUNT_BODY)
    together = threading.Barrier(6)
    found: list[object] = []

    def look_up() -> None:
        together.wait(5)
        found.append(client.look_up(ACCOUNT))

    threads = [threading.Thread(target=look_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert [type(answer) for answer in found] == [AccountFound] * 6
    assert len(centre.asked("/sessions")) == 1
    assert [session_.highest_kiosk_seq for session_ in enrolled] == [7]


def together(*calls: Callable[[], object]) -> list[float]:
    """Make all calls at once; the seconds that each took."""
    start = threading.Barrier(len(calls))
    took: list[float] = []

    def make(one: Callable[[], object]) -> None:
        start.wait(5)
        began = time.monotonic()
        one()
        took.append(time.monotonic() - began)

    threads = [threading.Thread(target=make, args=(one,)) for one in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(took) == len(calls)
    return sorted(took)


def test_callers_do_not_queue_for_an_enrolment_that_a_mute_centre_never_answers(
    centre: HostileCentre, client: CentralClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Regression: four look-ups of 5 s took 5, 10, 15 and 20 s, one after the other at the enrolment's lock."""
    monkeypatch.setattr("kiosk.centre_session.OPEN_S", LONGER_S)
    centre.enrol = _drip(centre, b"", b"")
    took = together(*[lambda: client.look_up(ACCOUNT)] * 4)
    assert took[-1] < 3 * LONGER_S, "all of them end with the one enrolment"
    assert len(centre.asked("/sessions")) == 1, "and the others take its failure"
    centre.enrol = lambda _: session()
    centre.answer = lambda _: http(200, ACCOUNT_BODY)
    assert isinstance(client.look_up(ACCOUNT), AccountFound), "the next call tries again"


def test_a_caller_waits_for_anothers_enrolment_no_longer_than_its_own_limit(
    centre: HostileCentre, token_file: Path
) -> None:
    client = client_of(centre.url, token_file, call_limit_s=LIMIT_S)
    asked = threading.Event()

    def mute(line: socket.socket) -> None:
        del line
        asked.set()
        centre.done.wait(10)

    centre.enrol = lambda _: mute
    patient = threading.Thread(target=client.look_up, args=(ACCOUNT,))
    patient.start()
    assert asked.wait(5)
    began = time.monotonic()
    assert not post(client).reachable
    assert time.monotonic() - began < 5.0, "not the time of the other call"
    centre.done.set()
    patient.join(10)
    assert not patient.is_alive()


def test_enrolment_and_call_share_one_limit(centre: HostileCentre, token_file: Path) -> None:
    """A slow enrolment leaves less for the call itself: the caller was promised one limit, not two."""
    client = client_of(centre.url, token_file, call_limit_s=LONGER_S)

    def slow(line: socket.socket) -> None:
        centre.done.wait(0.75 * LONGER_S)
        line.sendall(session())  # unsigned, which nobody gets to see

    centre.enrol = lambda _: slow
    centre.answer = _drip(centre, b"", b"")
    [took] = together(lambda: post(client))
    assert took < 1.6 * LONGER_S


# ---- a clock that is wrong -----------------------------------------------------------------------------------------


class WrongClock(SystemClock):
    """A dead battery: off by so many days, but it ticks."""

    def __init__(self, days: float) -> None:
        self.days = days

    def now(self) -> str:
        return (datetime.now().astimezone() + timedelta(days=self.days)).isoformat(timespec="milliseconds")


def is_in_time(request: Request) -> bool:
    created = float(request.headers["signature-input"].split("created=")[1].split(";")[0])
    return abs(created - time.time()) <= 300


def skew() -> bytes:
    body = {"type": "urn:problem:clock-skew", "server_time": datetime.now().astimezone().isoformat()}
    return http(401, json.dumps(body).encode(), "application/problem+json")


def strict_about_time(request: Request) -> bytes:
    """Enrols only who knows the time, and tells it to the others."""
    return session() if is_in_time(request) else skew()


@pytest.mark.parametrize("days", [1, -1, 3653, -3653, -20_000], ids=str)
def test_x15_the_queue_does_not_wait_for_the_clock(
    centre: HostileCentre, token_file: Path, caplog: pytest.LogCaptureFixture, days: float
) -> None:
    """Regression: a terminal whose clock was off by more than 300 s could not enrol, and its queue stood for ever."""
    clock = WrongClock(days)
    client = client_of(centre.url, token_file, clock)
    centre.enrol = strict_about_time
    centre.answer = lambda _: batch({"idempotency_key": KEY, "status": 201, "payment": payment()})
    assert isinstance(post(client).answers[KEY], Posted)
    first, second = (request.headers["signature-input"] for request in centre.asked("/sessions"))
    assert first.split("nonce=")[1] != second.split("nonce=")[1]
    [line] = [record.getMessage() for record in caplog.records if "CENTRE-CLOCK" in record.getMessage()]
    ahead_s = float(line.split(" clock is ")[1].split(" s ")[0])
    assert ahead_s == pytest.approx(-days * 86400, abs=5), "the technician reads how far off it is"


def test_x15_the_offset_is_kept_and_learnt_anew_when_the_clock_was_set(centre: HostileCentre, token_file: Path) -> None:
    clock = WrongClock(3653)
    client = client_of(centre.url, token_file, clock)
    centre.enrol = strict_about_time

    centre.answer = lambda request: http(200, ACCOUNT_BODY) if is_in_time(request) else skew()

    def asked(days: float) -> int:
        """How often one look-up asks."""
        clock.days = days
        before = len(centre.asked("/accounts/"))
        assert isinstance(client.look_up(ACCOUNT), AccountFound)
        return len(centre.asked("/accounts/")) - before

    assert [asked(days) for days in (3653.0, 3653.0, 0.0, 0.0, -1.0)] == [1, 1, 2, 1, 2]
    assert len(centre.asked("/sessions")) == 2, "the first session, by our time and then by the centre's"


@pytest.mark.parametrize(
    "named", ["", "soon", "2026-11-21", "2026-11-21T20:58:44", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
def test_a_clock_skew_without_a_usable_time_is_a_refusal_of_the_terminal(
    centre: HostileCentre, client: CentralClient, named: str
) -> None:
    skew = json.dumps({"type": "urn:problem:clock-skew", "server_time": named}).encode()
    centre.enrol = lambda _: http(401, skew, "application/problem+json")
    assert post(client).kiosk_refused == "clock-skew"
    assert len(centre.asked("/sessions")) == 1


def test_a_centre_that_finds_every_time_wrong_is_asked_twice_not_for_ever(
    centre: HostileCentre, client: CentralClient
) -> None:
    skew = json.dumps({"type": "urn:problem:clock-skew", "server_time": "2026-11-21T20:58:44+08:00"}).encode()
    centre.enrol = lambda _: http(401, skew, "application/problem+json")
    assert post(client).kiosk_refused == "clock-skew"
    assert len(centre.asked("/sessions")) == 2


def test_no_proxy_and_no_netrc_of_the_environment_is_used(
    centre: HostileCentre, client: CentralClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    centre.answer = lambda _: http(200, ACCOUNT_BODY)
    assert isinstance(client.look_up(ACCOUNT), AccountFound)
