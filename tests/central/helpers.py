"""A clock that is moved by hand, a terminal that speaks the contract, and the audit that ends every test with money."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from sqlalchemy import func, select

from central.centre import Centre
from central.enrolment_proof import terminal_proof
from central.identifiers import token_hash
from central.keys import key_line
from central.schemas import PaymentRequest
from central.tables import billing_postings, ledger_lines, payments, sms_outbox
from central.times import Milliseconds, hall_time, parse
from kiosk.message_signatures import RequestSigner

NOON = "2026-11-21T12:00:00+08:00"


class Clock:
    """Milliseconds since 1970; stands still until moved."""

    def __init__(self, at: str = NOON) -> None:
        self.value: Milliseconds = parse(at)

    def __call__(self) -> Milliseconds:
        return self.value

    def advance(self, seconds: float) -> None:
        self.value += round(seconds * 1000)

    def text(self) -> str:
        return hall_time(self.value).isoformat(timespec="seconds")


def payment(seq: int = 1, number: str = "13800135678", hundreds: int = 2, **changed: Any) -> dict[str, Any]:
    """The contract's body: ``hundreds`` notes of 100 yuan."""
    body = {
        "kiosk_id": "K0001",
        "kiosk_seq": seq,
        "visit_id": "v-1",
        "account": {"kind": "mobile", "number": number},
        "amount_fen": hundreds * 10_000,
        "tender": "cash",
        "notes": [{"denomination_fen": 10_000, "count": hundreds}],
        "accepted_at": NOON,
        "language": "zh_CN",
        "offline": False,
    }
    return body | changed


def card(**changed: Any) -> dict[str, Any]:
    """The contract's card: a charge of 150 yuan."""
    return {
        "amount_fen": 15_000,
        "terminal_id": "75001234",
        "merchant_id": "898110248990001",
        "receipt": "0231",
        "trace": "000975",
        "auth_code": "750071",
        "last4": "6789",
        "card_name": "UnionPay",
    } | changed


def card_payment(seq: int = 1, notes_fen: tuple[int, ...] = (), **changed: Any) -> dict[str, Any]:
    """By ``card`` alone, or with these notes (fen) too: then it is a mixed one."""
    body = payment(
        seq,
        tender="mixed" if notes_fen else "card",
        notes=[{"denomination_fen": note, "count": notes_fen.count(note)} for note in sorted(set(notes_fen))],
        card=card(),
    )
    charged = (changed.get("card") or card())["amount_fen"]
    return body | {"amount_fen": sum(notes_fen) + charged} | changed


def model(seq: int = 1, number: str = "13800135678", hundreds: int = 2, **changed: Any) -> PaymentRequest:
    return PaymentRequest.model_validate(payment(seq, number, hundreds, **changed))


class Signed(requests.auth.AuthBase):
    """Signs what goes out as the terminal's own client does, at its clock plus ``ahead_s``; ``last`` is what went out."""

    def __init__(self, kiosk_id: str, private: bytes | None = None) -> None:
        """``private``: PEM; a new key if there is none."""
        key = Ed25519PrivateKey.generate() if private is None else load_pem_private_key(private, password=None)
        assert isinstance(key, Ed25519PrivateKey)
        self.private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.line = key_line(key.public_key())
        self.ahead_s = 0.0
        self.last: requests.PreparedRequest | None = None
        self._kiosk_id = kiosk_id
        self._signer = RequestSigner(kiosk_id, self.private)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        created = datetime.now(UTC) + timedelta(seconds=self.ahead_s)
        if "Visit-Token" in request.headers:
            self._sign_with_token(request, body, created)
        else:
            self._signer.sign(request, body, created)
        self.last = request
        return request

    def _sign_with_token(self, request: requests.PreparedRequest, body: bytes, created: datetime) -> None:
        """By the library: the terminal's own signer does not know the visit's token yet."""
        fields = ("content-type", "idempotency-key", "visit-token")
        covered = ["@method", "@path", "@query", "content-digest", *(name for name in fields if name in request.headers)]
        resolver = MappingKeyResolver(public_keys={}, private_keys={self._kiosk_id: self.private})
        signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)
        signer.sign(
            request,
            key_id=self._kiosk_id,
            created=created,
            nonce=secrets.token_urlsafe(16),
            label="sig",
            covered_component_ids=covered,
            include_alg=True,
            body=body,
        )


class Terminal:
    """One enrolled terminal over real HTTP."""

    def __init__(self, url: str, token: str, kiosk_id: str = "K0001", private: bytes | None = None) -> None:
        self.url = url
        self.kiosk_id = kiosk_id
        self.token = token
        self.http = requests.Session()
        self.http.trust_env = False
        self.signed = Signed(kiosk_id, private)
        self.http.auth = self.signed

    def enrol(self) -> dict[str, Any]:
        answer = self.open_session(**self.offer())
        assert answer.status_code == 201, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def offer(self) -> dict[str, str]:
        """What an enrolment says beside the rest."""
        proof = terminal_proof(token_hash(self.token), self.kiosk_id, self.signed.line)
        return {"terminal_key": self.signed.line, "token_proof": proof}

    def open_session(self, **more: Any) -> requests.Response:
        return self.call("POST", f"/v1/kiosks/{self.kiosk_id}/sessions", json={"software": "test 1"} | more)

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.http.request(method, self.url + path, timeout=15, **more)

    def again(self) -> requests.Response:
        """The last request once more, to the byte."""
        assert self.signed.last is not None
        return self.http.send(self.signed.last, timeout=15)

    def pay(self, body: dict[str, Any], key: str | None = None) -> requests.Response:
        key = key or f'"{body["kiosk_id"]}-{body["kiosk_seq"]}"'
        return self.call("POST", "/v1/payments", json=body, headers={"Idempotency-Key": key})

    def posted(self, body: dict[str, Any]) -> dict[str, Any]:
        """Sent again, as a terminal does, until it is posted: a busy machine answers "posting" first."""
        deadline = time.monotonic() + 30
        while (answer := self.pay(body).json()).get("status") != "posted":
            assert time.monotonic() < deadline, answer
            threading.Event().wait(0.05)
        return dict(answer)


def slug(answer: requests.Response) -> str:
    """The last part of the problem's type; the media type must say that it is one."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    body = answer.json()
    assert body["status"] == answer.status_code
    return str(body["type"]).rsplit("/", 1)[-1]


def check_books(centre: Centre) -> None:
    """Not one fen lost, doubled or unexplained: ledger, billing's own books and the outbox say the same."""
    with centre.database.read() as connection:
        assert (connection.scalar(select(func.sum(ledger_lines.c.amount_fen))) or 0) == 0
        transit = select(func.sum(-ledger_lines.c.amount_fen)).where(ledger_lines.c.account == "payments_in_transit")
        on_the_way = connection.scalar(transit) or 0
        rows = connection.execute(select(payments)).all()
        posted = connection.execute(select(billing_postings)).all()
        messages = connection.execute(select(sms_outbox.c.payment_id)).scalars().all()
    assert on_the_way == sum(row.amount_fen for row in rows if row.status in ("received", "posting", "in_doubt"))
    by_reference = {row.reference: row.amount_fen for row in posted}
    assert len(by_reference) == len(posted), "billing was told to post the same payment twice"
    for row in rows:
        if row.status == "posted":
            assert by_reference[row.payment_id] == row.amount_fen
        if row.status == "rejected":
            assert row.payment_id not in by_reference
    with_message = {row.payment_id for row in rows if row.status == "posted"}
    about_payments = [payment_id for payment_id in messages if payment_id is not None]
    assert sorted(about_payments) == sorted(with_message)


@contextmanager
def audited(centre: Centre) -> Iterator[Centre]:
    """Hands the centre out and checks its books when the test is over."""
    try:
        yield centre
        check_books(centre)
    finally:
        centre.stop()
