"""HTTP message signatures (RFC 9421, Ed25519): the terminal signs what it asks and knows the centre by what it answers.

An answer counts only if it is signed by the centre's key over its status, its type, its body and the signature of the very
request that it answers (docs/central-contract.md, Signatures). So its age needs no clock: a request's signature carries a
fresh nonce, and no older answer can fit it. Anything else, a captive portal, a replay, a changed byte, is no answer.
"""

import base64
import hashlib
import re
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

LABEL = "sig"
# Where they are, after @method, @path and @query.
COVERED_FIELDS = ("content-digest", "content-type", "idempotency-key", "visit-token")
ANSWER_COVERED = ("@status", "content-type", "content-digest", '"signature";req')

# 64 bytes in base64 as there is only one way to write them: the last character carries four bits that must be 0.
_SIGNATURE = re.compile(rf"{LABEL}=:[A-Za-z0-9+/]{{85}}[AQgw]==:")
_KEY_ID = re.compile(r';keyid="([0-9a-f]{16})"')
_KEY_LINE = re.compile(r"[A-Za-z0-9+/]{59}=")


class NotTheCentreError(Exception):
    """This answer is not the centre's, or not to this request."""


class AnotherKeyError(NotTheCentreError):
    """The answer speaks our contract, with a key that is not the one this terminal knows."""


class Request(Protocol):
    """As it goes out: ``url`` is absolute and encoded."""

    method: Any
    url: Any
    headers: Any


@dataclass(slots=True)
class SignedAnswer:
    """Status and fields of an answer, its body before any decoding, and the request it claims to answer."""

    status_code: int
    headers: MutableMapping[str, str]
    body: bytes
    request: Request


class _Verifier(HTTPMessageVerifier):
    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """Nothing: the request's own signature, which the answer must cover, tells its age without a clock."""


class RequestSigner:
    """Signs for one terminal. ``private_key`` is PEM. Raises ``ValueError`` if that is no key."""

    def __init__(self, kiosk_id: str, private_key: bytes) -> None:
        self._kiosk_id = kiosk_id
        self._key = ED25519(private_key=private_key)  # type: ignore[no-untyped-call]

    def sign(self, request: Request, body: bytes, created: datetime) -> None:
        """Adds Content-Digest, Signature-Input and Signature.

        The signature base (RFC 9421, 2.5) of our few fields is written here: the library, which both sides verify with,
        takes four times as long for it as Ed25519 for the signature (performance.md P13).
        """
        headers, parts = request.headers, urlsplit(request.url)
        headers["Content-Digest"] = f"sha-256=:{_base64(hashlib.sha256(body).digest())}:"
        values = {"@method": request.method, "@path": parts.path or "/", "@query": f"?{parts.query}"}
        values |= {name: headers[name] for name in COVERED_FIELDS if name in headers}
        covered = " ".join(f'"{name}"' for name in values)
        nonce = secrets.token_urlsafe(16)
        parameters = (
            f'({covered});created={int(created.timestamp())};keyid="{self._kiosk_id}";alg="ed25519";nonce="{nonce}"'
        )
        base = "".join(f'"{name}": {value}\n' for name, value in values.items()) + f'"@signature-params": {parameters}'
        headers["Signature-Input"] = f"{LABEL}={parameters}"
        headers["Signature"] = f"{LABEL}=:{_base64(self._key.sign(base.encode('ascii')))}:"


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


class CentreKey:
    """The centre's public key, from its line of base64 (SubjectPublicKeyInfo). Raises ``ValueError`` if it is none."""

    def __init__(self, line: str) -> None:
        if not _KEY_LINE.fullmatch(line):
            raise ValueError("the centre's key is not one line of base64 of an Ed25519 key")
        pem = f"-----BEGIN PUBLIC KEY-----\n{line}\n-----END PUBLIC KEY-----\n"
        try:
            key = ED25519(public_key=pem.encode("ascii")).public_key  # type: ignore[no-untyped-call]
        except Exception as problem:  # the library's own kinds, and those of the one below it
            raise ValueError("the centre's key is no Ed25519 key") from problem
        self.line = line
        self._key_id = hashlib.sha256(line.encode("ascii")).hexdigest()[:16]
        resolver = MappingKeyResolver(public_keys={self._key_id: key}, private_keys={})
        self._verifier = _Verifier(signature_algorithm=ED25519, key_resolver=resolver)

    def check(self, answer: SignedAnswer) -> None:
        """Raises ``NotTheCentreError`` unless every byte of this answer is the centre's and to this request."""
        if _SIGNATURE.fullmatch(answer.headers.get("Signature", "")) is None:
            raise NotTheCentreError("unsigned answer: not the centre")
        named = _KEY_ID.search(answer.headers.get("Signature-Input", ""))
        if named is not None and named[1] != self._key_id:
            raise AnotherKeyError("the answer is signed by another key than the centre's")
        required = (*ANSWER_COVERED, *(["retry-after"] if "Retry-After" in answer.headers else []))
        try:
            self._verifier.verify(answer, max_age=None, require_components=required, body=answer.body)
        except Exception as problem:  # whatever hostile fields make of the library is no signature
            raise NotTheCentreError("the answer's signature does not hold: changed, or to another request") from problem
