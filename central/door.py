"""Who may speak: the check of every request under /v1 before anything else looks at it (trust.md S6)."""

import logging
from typing import Any

from central.enrolment import Enrolment, Offer
from central.keys import CentreKey, public_key
from central.message_signatures import Arrived, SignatureError, Signed, signer_of, verify
from central.nonces import Nonces
from central.problems import ProblemError
from central.settings import Settings
from central.times import Milliseconds, Now, milliseconds, render

_log = logging.getLogger(__name__)
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


class Door:
    """Signature, terminal, clock, nonce, in this order. Thread-safe."""

    def __init__(self, enrolment: Enrolment, nonces: Nonces, key: CentreKey, now: Now, settings: Settings) -> None:
        self._enrolment = enrolment
        self._nonces = nonces
        self._key = key
        self._now = now
        self._skew = milliseconds(settings.clock_skew_seconds)

    def admit(self, arrived: Arrived) -> str:
        """The terminal that signed it. 401 ``signature-invalid``, ``not-enrolled``, ``enrolment-refused``,
        ``clock-skew``, ``nonce-reused``; 403 ``key-mismatch``, ``kiosk-disabled``."""
        kiosk_id = ""
        try:
            kiosk_id = signer_of(arrived)
            self._check(kiosk_id, arrived)
        except SignatureError as problem:
            _log.warning("CEN-302 a request of terminal %s is not signed as it must be: %s", kiosk_id or "?", problem)
            raise ProblemError("signature-invalid", str(problem)) from problem
        return kiosk_id

    def _check(self, kiosk_id: str, arrived: Arrived) -> None:
        opening = arrived.method == "POST" and arrived.path == f"/v1/kiosks/{kiosk_id}/sessions"
        offer = self._enrolment.offered(kiosk_id, arrived.body) if opening else None
        key = offer.terminal_key if offer is not None else self._enrolment.bound_key(kiosk_id)
        signed = verify(arrived, kiosk_id, public_key(key))
        try:
            self._enrolment.check_enabled(kiosk_id)
            self._check_clock(signed)
            self._check_nonce(kiosk_id, signed, lasting=arrived.method not in _CHANGES_NOTHING)
        except ProblemError as problem:
            problem.more.update(self.introduction(offer))
            raise

    def introduction(self, offer: Offer | None) -> dict[str, Any]:
        """The centre's key and the proof that it is the centre's, for a terminal that proved the token; else nothing."""
        return {} if offer is None else {"centre_key": self._key.line, "centre_proof": offer.centre_proof(self._key.line)}

    def _check_clock(self, signed: Signed) -> None:
        now: Milliseconds = self._now()
        away = abs(signed.created - now)
        if away > self._skew:
            raise ProblemError(
                "clock-skew",
                f"created is {away / 1000:.0f} s away from the centre's clock, allowed are {self._skew / 1000:.0f} s",
                server_time=render(now),
            )

    def _check_nonce(self, kiosk_id: str, signed: Signed, *, lasting: bool) -> None:
        if not self._nonces.is_new(kiosk_id, signed.nonce, self._now(), lasting=lasting):
            raise ProblemError("nonce-reused", "sign every request anew, with a new random nonce")
