"""The centre's side of the signatures, for tests: an own key, and answers signed or changed as the test wants."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519

from central.keys import CentreKey, key_line

TOKEN = "enrol-me"


class Seal:
    """Signs raw HTTP answers as the centre of the contract does."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self._private = Ed25519PrivateKey.generate()
        self.key = CentreKey(self._private)
        resolver = MappingKeyResolver(public_keys={}, private_keys={self.key.key_id: self._private})
        self._signer = HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=resolver)

    def seal(self, raw: bytes, asked: str) -> bytes:
        """``raw``: status line, fields, body; ``asked``: the request's Signature. What is no answer stays as it is."""
        head, found, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        if not found or not lines[0].startswith("HTTP/1.1 ") or not lines[0][9:12].isdigit():
            return raw
        fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
        names = [name for name in ("Content-Type", "Retry-After") if name in fields]
        answer: Any = SimpleNamespace(
            status_code=int(lines[0][9:12]),
            headers={name: fields[name] for name in names},
            request=SimpleNamespace(method="GET", url="http://centre/", headers={"Signature": asked}),
        )
        if not all(value.isascii() for value in answer.headers.values()):
            return raw
        covered = ["@status", *(name.lower() for name in names), '"signature";req']
        created = datetime.now(UTC)
        self._signer.sign(
            answer, key_id=self.key.key_id, created=created, label="sig", covered_component_ids=covered, body=body
        )
        added = "".join(
            f"\r\n{name}: {answer.headers[name]}" for name in ("Content-Digest", "Signature-Input", "Signature")
        )
        return head + added.encode("latin-1") + found + body

    def introduction(self, request: bytes, token: str = "") -> dict[str, str]:
        """The centre's key and its proof, if the body of the request offers a key of the terminal."""
        offered = json.loads(request).get("terminal_key")
        if offered is None:
            return {}
        secret = hashlib.sha256((token or self.token).encode()).digest()
        lines = "\n".join(["centre", "K0001", offered, self.key.line]).encode()
        return {"centre_key": self.key.line, "centre_proof": hmac.new(secret, lines, hashlib.sha256).hexdigest()}


def another_line() -> str:
    return key_line(Ed25519PrivateKey.generate().public_key())
