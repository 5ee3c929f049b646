"""S6 at the reference centre: what is not whole, new, in time and signed by the terminal's bound key gets nowhere."""

import random
import socket
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from sqlalchemy import func, select
from starlette.datastructures import Headers

from central.centre import Centre
from central.enrolment_proof import terminal_proof
from central.identifiers import token_hash
from central.keys import CentreKeyError, key_beside, key_line, load_or_make, public_key
from central.message_signatures import Arrived
from central.problems import ProblemError
from central.tables import payments, request_nonces
from central.times import render
from kiosk.message_signatures import CentreKey as KnownCentre, NotTheCentreError, SignedAnswer
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, payment, slug
from tests.conftest import Tally

COVERED = ("@method", "@path", "@query", "content-digest", "content-type")
SIGNED_FIELDS = ("content-type", "idempotency-key", "content-digest", "signature-input", "signature")
SLICE = 250
Change = Callable[[requests.PreparedRequest], None]


# ---- bytes on the wire -------------------------------------------------------------------------------------------------


def on_the_wire(request: requests.PreparedRequest) -> tuple[bytes, list[int]]:
    """The request as bytes, and the places in it that the signature covers, its own fields with them."""
    raw = bytearray()
    signed: list[int] = []

    def put(text: bytes, *, covered: bool = False) -> None:
        if covered:
            signed.extend(range(len(raw), len(raw) + len(text)))
        raw.extend(text)

    put(str(request.method).encode(), covered=True)
    put(b" ")
    put(str(request.path_url).encode(), covered=True)
    put(b" HTTP/1.1\r\nHost: centre\r\nConnection: close\r\n")
    for name, value in request.headers.items():
        put(f"{name}: ".encode())
        put(str(value).encode("latin-1"), covered=name.lower() in SIGNED_FIELDS)
        put(b"\r\n")
    put(b"\r\n")
    body = request.body or b""
    put(body.encode() if isinstance(body, str) else body, covered=True)
    return bytes(raw), signed


def send_bytes(url: str, raw: bytes) -> int:
    """The status of the answer; 0 when the centre hung up without one."""
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as line:
        line.sendall(raw)
        answer = line.makefile("rb").readline()
    return int(answer.split()[1]) if answer else 0


def flips_are_refused(live: Live, terminal: Terminal, seed: int, count: int) -> None:
    chance = random.Random(seed)
    print(f"seed {seed}")
    body = payment(77)
    request = requests.Request("POST", f"{terminal.url}/v1/payments", json=body, headers={"Idempotency-Key": '"K0001-77"'})
    raw, signed = on_the_wire(terminal.http.prepare_request(request))
    for _ in range(count):
        place, change = chance.choice(signed), chance.randrange(1, 256)
        changed = raw[:place] + bytes([raw[place] ^ change]) + raw[place + 1 :]
        status = send_bytes(terminal.url, changed)
        assert status == 0 or 400 <= status < 500, (status, changed)
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(payments)) == 0
    assert send_bytes(terminal.url, raw) == 201, "the untouched one was good all the time"


def test_s6_no_request_with_a_flipped_byte_is_accepted(live: Live, terminal: Terminal, tally: Tally) -> None:
    flips_are_refused(live, terminal, seed=20261121, count=SLICE)
    tally("signature byte flips", SLICE)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_s6_no_request_with_a_flipped_byte_is_accepted_in_thousands(
    live: Live, terminal: Terminal, tally: Tally, seed: int
) -> None:
    flips_are_refused(live, terminal, seed=seed, count=1000)
    tally("signature byte flips", 1000)


# ---- replays -----------------------------------------------------------------------------------------------------------


def test_s6_a_request_is_heard_once(live: Live, terminal: Terminal) -> None:
    once: tuple[Callable[[], requests.Response], ...] = (
        lambda: terminal.pay(payment()),
        lambda: terminal.call("GET", "/v1/accounts/13900001234"),
        terminal.open_session,
        lambda: terminal.open_session(**terminal.offer()),
    )
    for send in once:
        assert send().ok
        for _ in range(2):
            again = terminal.again()
            assert (again.status_code, slug(again)) == (401, "nonce-reused")
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(payments)) == 1


def test_s6_a_copy_is_refused_by_the_next_process_too_and_forgotten_when_it_is_too_old(
    centre: Centre, clock: Clock, bound: Ed25519PrivateKey
) -> None:
    posted = arrived(bound, clock)
    assert centre.door.admit(posted) == "K0001"
    clock.advance(300)
    second = Centre(str(centre.database.engine.url.database), settings=centre.settings, now=clock)
    with pytest.raises(ProblemError, match="nonce-reused"):
        second.door.admit(posted)
    clock.advance(301)
    with pytest.raises(ProblemError, match="clock-skew"):
        second.door.admit(posted)
    assert second.door.admit(arrived(bound, clock)) == "K0001"
    with centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(request_nonces)) == 1, "the old one can't be replayed"
    second.stop()


# ---- time --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("skew", "fine"), [(-300, True), (300, True), (-301, False), (301, False), (-86400, False)])
def test_s6_the_clock_may_be_300_seconds_off(
    centre: Centre, clock: Clock, bound: Ed25519PrivateKey, skew: int, fine: bool
) -> None:
    request = arrived(bound, clock, ahead_s=skew)
    if fine:
        assert centre.door.admit(request) == "K0001"
        return
    with pytest.raises(ProblemError, match="clock-skew") as refused:
        centre.door.admit(request)
    assert refused.value.document()["server_time"] == render(clock.value), "for the terminal to sign by"


# ---- whose key ---------------------------------------------------------------------------------------------------------


def test_s6_another_terminals_key_speaks_for_itself_only(live: Live, terminal: Terminal) -> None:
    other = Terminal(live.server.url, live.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    beat = {"sent_at": "2026-11-21T20:58:44+08:00", "highest_kiosk_seq": 1, "journal": {"count": 1, "head": "ab"}}
    beat |= {"queue": {"depth": 0, "oldest_seconds": 0}, "service_state": "full", "devices": []}
    assert slug(other.call("PUT", "/v1/kiosks/K0001/heartbeat", json=beat)) == "kiosk-mismatch"
    assert slug(other.pay(payment())) == "kiosk-mismatch"
    other.signed.last = None
    disguised = Terminal(live.server.url, "", "K0001", private=other.signed.private)
    for answer in (disguised.pay(payment()), disguised.open_session()):
        assert (answer.status_code, slug(answer)) == (401, "signature-invalid")
    assert terminal.pay(payment()).status_code == 201


def test_a_second_terminal_with_a_copied_token_is_refused(live: Live, terminal: Terminal) -> None:
    copy = Terminal(live.server.url, live.token)
    answer = copy.open_session(**copy.offer())
    assert (answer.status_code, slug(answer)) == (403, "key-mismatch")
    assert terminal.open_session().ok


def test_a_new_enrolment_ends_the_old_token_and_key(live: Live, terminal: Terminal) -> None:
    old = live.token
    live.token = live.centre.enrolment.enrol("K0001", "people's road")
    assert slug(terminal.call("GET", "/v1/accounts/13900001234")) == "not-enrolled"
    late = Terminal(live.server.url, old)
    assert slug(late.open_session(**late.offer())) == "enrolment-refused"
    assert live.terminal().call("GET", "/v1/accounts/13900001234").status_code == 200


def test_an_offered_key_must_sign_the_offer_itself(live: Live) -> None:
    """Proof of possession: the token does not enrol somebody else's key."""
    victim, thief = Terminal(live.server.url, live.token), Terminal(live.server.url, live.token)
    answer = thief.open_session(**victim.offer())
    assert (answer.status_code, slug(answer)) == (401, "signature-invalid")
    assert victim.open_session(**victim.offer()).status_code == 201


# ---- ways around -------------------------------------------------------------------------------------------------------


def _without(name: str) -> Change:
    def change(request: requests.PreparedRequest) -> None:
        del request.headers[name]

    return change


def _with(name: str, value: str) -> Change:
    def change(request: requests.PreparedRequest) -> None:
        request.headers[name] = value

    return change


def _of_other_url(more: str) -> Change:
    def change(request: requests.PreparedRequest) -> None:
        request.url = f"{request.url}{more}"

    return change


def _with_second_signature(request: requests.PreparedRequest) -> None:
    for name in ("Signature-Input", "Signature"):
        value = str(request.headers[name])
        request.headers[name] = f"{value}, b{value}"


AROUND: dict[str, Change] = {
    "no signature": _without("Signature"),
    "no input": _without("Signature-Input"),
    "no digest": _without("Content-Digest"),
    "no key of idempotency": _without("Idempotency-Key"),
    "another key of idempotency": _with("Idempotency-Key", '"K0001-2"'),
    "another type": _with("Content-Type", "text/plain"),
    "no type": _without("Content-Type"),
    "a query": _of_other_url("?seq_from=2"),
    "a fragment": _of_other_url("#x"),
    "a slash": _of_other_url("/"),
    "two signatures": _with_second_signature,
    "an encoded path": lambda request: setattr(request, "url", str(request.url).replace("/v1/", "/%76%31/")),
    "nonsense": _with("Signature-Input", 'sig=("@method");keyid="K0001"'),
    "no structured field": _with("Signature-Input", ';keyid="K0001" \xff(('),
}


@pytest.mark.parametrize("change", AROUND.values(), ids=AROUND.keys())
def test_s6_nothing_that_matters_is_outside_the_signature(live: Live, terminal: Terminal, change: Change) -> None:
    headers = {"Idempotency-Key": '"K0001-1"'}
    request = requests.Request("POST", f"{terminal.url}/v1/payments", json=payment(), headers=headers)
    signed = terminal.http.prepare_request(request)
    change(signed)
    raw, _ = on_the_wire(signed)
    # on_the_wire writes the target as it stands: requests itself would leave a fragment out
    target = str(signed.url).removeprefix(terminal.url).encode()
    raw = raw.replace(b"POST /v1/payments", b"POST " + target, 1) if b"#" in target else raw
    assert send_bytes(terminal.url, raw) == 401
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(payments)) == 0


def test_s6_a_signature_that_leaves_out_a_field_is_none(centre: Centre, clock: Clock, bound: Ed25519PrivateKey) -> None:
    """Valid by itself, over too little: the body could be anything."""
    for left_out in COVERED:
        covered = tuple(name for name in COVERED if name != left_out)
        with pytest.raises(ProblemError, match="signature-invalid"):
            centre.door.admit(arrived(bound, clock, covered=covered))
    with pytest.raises(ProblemError, match="signature-invalid"):
        centre.door.admit(arrived(bound, clock, nonce="short"))
    assert centre.door.admit(arrived(bound, clock)) == "K0001"


# ---- answers -----------------------------------------------------------------------------------------------------------


def test_every_answer_is_signed_and_bound_to_its_request(live: Live, terminal: Terminal) -> None:
    known = KnownCentre(live.centre.key.line)
    answers = [
        terminal.call("GET", "/v1/accounts/13900001234"),
        terminal.call("GET", "/v1/accounts/13900000000"),
        terminal.call("GET", "/v1/nothing"),
        terminal.call("DELETE", "/v1/payments"),
        terminal.pay({"kiosk_id": "K0001", "kiosk_seq": 1}),
        terminal.call("POST", "/v1/payment-batches", data=b" " * 300_000),
        terminal.again(),
        terminal.pay(payment()),
        terminal.again(),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 405, 422, 413, 413, 201, 401]
    for answer in answers:
        known.check(SignedAnswer(answer.status_code, answer.headers, answer.content, answer.request))
        for other in answers:
            if other.request.headers["Signature"] != answer.request.headers["Signature"]:
                with pytest.raises(NotTheCentreError):
                    known.check(SignedAnswer(answer.status_code, answer.headers, answer.content, other.request))


def test_a_mistake_of_the_centre_is_answered_signed_too(live: Live, terminal: Terminal) -> None:
    live.centre.throttle = None  # type: ignore[assignment]
    answer = terminal.call("GET", "/v1/accounts/13900001234")
    assert (answer.status_code, slug(answer)) == (500, "internal-error")
    known = KnownCentre(live.centre.key.line)
    known.check(SignedAnswer(answer.status_code, answer.headers, answer.content, answer.request))


def test_an_answer_to_nobody_is_signed_but_bound_to_nothing(live: Live) -> None:
    for signature in (None, "sig=:\xe9:", "x" * 2000):
        headers = {} if signature is None else {"Signature": signature.encode("latin-1")}
        answer = requests.get(f"{live.server.url}/v1/accounts/13900001234", headers=headers, timeout=5)
        assert answer.status_code == 401
        assert '"signature";req' not in answer.headers["Signature-Input"]
        assert "content-digest" in answer.headers["Signature-Input"]


# ---- the centre's key file ---------------------------------------------------------------------------------------------


def test_the_centre_keeps_its_key_beside_its_database(centre: Centre) -> None:
    location = str(centre.database.engine.url.database)
    path: Path = key_beside(location)
    assert path.stat().st_mode & 0o777 == 0o600
    again = Centre(location)
    assert again.key.line == centre.key.line
    again.stop()
    path.chmod(0o640)
    with pytest.raises(CentreKeyError, match="chmod 600"):
        load_or_make(path)
    path.chmod(0o600)
    path.write_text("no key")
    with pytest.raises(CentreKeyError, match="backup"):
        load_or_make(path)


@pytest.mark.parametrize("line", ["", "A" * 59 + "=", "MCowBQYDK2VwAyEA", "not base64!"])
def test_a_line_that_is_no_key(line: str) -> None:
    with pytest.raises(ValueError, match="public key"):
        public_key(line)


# ---- without HTTP ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bound(centre: Centre) -> Ed25519PrivateKey:
    """The key of K0001, bound at this centre."""
    key = Ed25519PrivateKey.generate()
    token, line = centre.enrolment.enrol("K0001", "people's road"), key_line(key.public_key())
    centre.enrolment.open_session("K0001", line, terminal_proof(token_hash(token), "K0001", line))
    return key


def arrived(
    key: Ed25519PrivateKey, clock: Clock, ahead_s: float = 0.0, covered: tuple[str, ...] = COVERED, nonce: str = ""
) -> Arrived:
    """A posting of K0001, created at the centre's time plus ``ahead_s``."""
    request = requests.Request("POST", "http://centre/v1/payment-batches", json={"items": []}).prepare()
    created = datetime.fromtimestamp(clock.value / 1000 + ahead_s, UTC)
    resolver = MappingKeyResolver(public_keys={}, private_keys={"K0001": key})
    signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)
    body = request.body
    assert isinstance(body, bytes)
    digested = body if "content-digest" in covered else None
    nonce = nonce or uuid.uuid4().hex
    signer.sign(
        request, key_id="K0001", created=created, nonce=nonce, label="sig", covered_component_ids=covered, body=digested
    )
    return Arrived("POST", str(request.path_url), Headers(dict(request.headers)), body)
