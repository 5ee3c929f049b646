"""What the enrolment token proves without ever being sent: who has the token may bind a key, and knows the centre.

A centre that was told the token could make both proofs by itself; so nobody is told (docs/central-contract.md, Enrolment).
"""

import hashlib
import hmac


def terminal_proof(token: str, kiosk_id: str, terminal_key: str) -> str:
    """Hex, HMAC-SHA-256: whoever has this key was given this terminal's token."""
    return _proof(token, "terminal", kiosk_id, terminal_key)


def centre_proof(token: str, kiosk_id: str, terminal_key: str, centre_key: str) -> str:
    """Hex, HMAC-SHA-256: this is the key of the centre that gave out the token."""
    return _proof(token, "centre", kiosk_id, terminal_key, centre_key)


def is_same(proof: str, expected: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(proof.encode("utf-8", "replace"), expected.encode("ascii"))


def _proof(token: str, *lines: str) -> str:
    secret = hashlib.sha256(token.encode("ascii")).digest()
    return hmac.new(secret, "\n".join(lines).encode("utf-8"), hashlib.sha256).hexdigest()
