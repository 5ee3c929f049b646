"""HTTP message signatures (RFC 9421, Ed25519) as the contract uses them: verifying requests, signing answers.

Both sides sign once, under the label ``sig``. A signature that could be written in a second way is refused, so that no
byte of what is signed can change unnoticed.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from starlette.datastructures import Headers

from central.keys import CentreKey
from central.times import Milliseconds

LABEL = "sig"
ALWAYS_COVERED = ("@method", "@path", "@query", "content-digest")
COVERED_WHERE_THERE = ("content-type", "idempotency-key", "visit-token")
ANSWER_FIELDS = ("content-type", "retry-after")
OF_THE_REQUEST = '"signature";req'  # RFC 9421, 2.4: binds an answer to the one request that it answers

# 64 bytes in base64 as there is only one way to write them: the last character carries four bits that must be 0.
_SIGNATURE = re.compile(rf"{LABEL}=:[A-Za-z0-9+/]{{85}}[AQgw]==:")
_KEY_ID = re.compile(r';keyid="([A-Z0-9-]{2,16})"')
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,128}")
_FIELD = re.compile(r"[\x20-\x7e]{1,1000}")
_TARGET = re.compile(r"/[^#]*")


class SignatureError(Exception):
    """Not signed, or not as the contract says, or not by this key; the message says what, and repeats no input."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A request as it came over the wire; ``target`` is its path and query."""

    method: str
    target: str
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    created: Milliseconds
    nonce: str


@dataclass(slots=True)
class _Request:
    method: str
    url: str
    headers: Headers


@dataclass(slots=True)
class _Answer:
    status_code: int
    headers: dict[str, str]
    request: _Request


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Nothing here: the door compares ``created`` with the centre's clock and tells the terminal the time."""


def signer_of(arrived: Arrived) -> str:
    """Which terminal claims to have signed this. Proves nothing before ``verify``."""
    found = _KEY_ID.search(arrived.headers.get("signature-input", ""))
    if found is None or "signature" not in arrived.headers:
        raise SignatureError("the request carries no signature with the terminal's id as keyid")
    return found[1]


def verify(arrived: Arrived, kiosk_id: str, key: Ed25519PublicKey) -> Signed:
    """The request is whole and signed by this terminal's key. Its time and its nonce are for the caller to judge."""
    if _SIGNATURE.fullmatch(arrived.headers.get("signature", "")) is None:
        raise SignatureError(f"Signature must be one Ed25519 signature, {LABEL}=:<base64>:")
    if _TARGET.fullmatch(arrived.target) is None:  # a fragment would be heeded by the routes, but not by the signature
        raise SignatureError("the request's target is no path with a query")
    required = (*ALWAYS_COVERED, *(name for name in COVERED_WHERE_THERE if name in arrived.headers))
    verifier = _Verifier(
        signature_algorithm=ED25519, key_resolver=MappingKeyResolver(public_keys={kiosk_id: key}, private_keys={})
    )
    message = _Request(arrived.method, f"http://centre{arrived.target}", arrived.headers)
    try:
        [found] = verifier.verify(message, max_age=None, require_components=required, body=arrived.body)
    except Exception as problem:  # whatever hostile fields make of the library is no signature
        raise SignatureError("the signature does not fit the request, or is not by the key of this terminal") from problem
    created, nonce = found.parameters.get("created"), found.nonce
    if not isinstance(created, int) or nonce is None or _NONCE.fullmatch(nonce) is None:
        raise SignatureError("a signature needs created and a nonce of 16 to 128 letters, digits, - and _")
    return Signed(created * 1000, nonce)


def sign_answer(key: CentreKey, answer: Answer, asked: Headers, now: Milliseconds) -> dict[str, str]:
    """The fields to add to an answer: Content-Digest, Signature-Input, Signature.

    Bound to the request's signature if the request (``asked``) has one that can be quoted.
    """
    bound = _FIELD.fullmatch(", ".join(asked.getlist("signature"))) is not None
    request = _Request("GET", "http://centre/", asked)  # only its signature is looked at
    fields = {name: ", ".join(answer.headers.getlist(name)) for name in ANSWER_FIELDS if name in answer.headers}
    message = _Answer(answer.status, fields, request)
    covered = ["@status", *fields, *([OF_THE_REQUEST] if bound else [])]
    signer = HTTPMessageSigner(signature_algorithm=ED25519)
    created = datetime.fromtimestamp(now // 1000, UTC)
    prepared = signer.prepare(
        message, key_id=key.key_id, created=created, label=LABEL, covered_component_ids=covered, body=answer.body
    )
    signer.apply(message, prepared, key.private.sign(prepared.signature_base))
    return {name: message.headers[name] for name in ("Content-Digest", "Signature-Input", "Signature")}
