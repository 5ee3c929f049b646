"""How a terminal and its centre get to know each other (docs/central-contract.md, Enrolment).

With the enrolment token once: the centre binds the terminal's key, and proves its own, which is pinned in a file. From then
on by their keys alone. The token itself is never sent; a new token in its file means that a person enrolled this terminal
anew.
"""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import msgspec

from kiosk.answers import CLOCK_SKEW, NOT_ENROLLED, SIGNATURE_INVALID, Introduction, Reply, SessionReply, decode, problem_of
from kiosk.clock import CentreTime
from kiosk.enrolment_proof import centre_proof, is_same, terminal_proof
from kiosk.message_signatures import AnotherKeyError, CentreKey, NotTheCentreError, Request, RequestSigner, SignedAnswer
from kiosk.ports import Clock, StorageError

log = logging.getLogger("centre")

SOFTWARE = "kiosk/0.1"
ENROL_ANEW = "enrol this terminal at the centre anew and install the new token"


class CentreUnreachableError(Exception):
    """No answer that can be read, within the limits. Says nothing about what the centre did with the request."""


class TerminalRefusedError(Exception):
    """The centre refuses this terminal itself, or this terminal has no way to know its centre."""


class TerminalKey(msgspec.Struct, frozen=True):
    """The terminal's own key: PEM of the private half, the line of base64 of the public one."""

    private: bytes
    public: str


class CentrePin(msgspec.Struct, frozen=True):
    """The centre's public key as an enrolment proved it; ``proof`` says by which token and for which of our keys."""

    centre_key: str
    proof: str


class SigningKeys(Protocol):
    """Key files of mode 0600. Every method may raise ``StorageError``."""

    def terminal_key(self) -> TerminalKey:
        """Made when absent."""

    def pin(self) -> CentrePin | None: ...

    def keep_pin(self, pin: CentrePin) -> None: ...


class Exchange(Protocol):
    def __call__(self, method: str, path: str, body: bytes | None, until: float) -> tuple[Reply, SignedAnswer]:
        """One signed request and what came back, over by ``until`` (seconds of ``Clock.monotonic_s``)."""


class CentreEnrolment:
    """Opens sessions and signs requests. ``open`` is for one thread at a time, ``sign`` for any."""

    def __init__(self, kiosk_id: str, token_file: Path, keys: SigningKeys, clock: Clock, exchange: Exchange) -> None:
        self._kiosk_id = kiosk_id
        self._token_file = token_file
        self._keys = keys
        self._exchange = exchange
        self._centre_time = CentreTime(clock)
        self._signer: RequestSigner | None = None

    def sign(self, request: Request, body: bytes) -> None:
        """With this terminal's key, at the centre's time as far as we know it."""
        assert self._signer is not None, "nothing is sent before the key has been read"
        self._signer.sign(request, body, self._centre_time.there())

    def learn_time(self, server_time: str) -> bool:
        """Our clock is wrong, and the centre says what its own shows: the queue never waits for a clock (X15)."""
        if not self._centre_time.learn(server_time):
            return False
        ahead_s = self._centre_time.offset_s
        log.warning("CENTRE-CLOCK the centre's clock is %+.0f s from ours: signing by its time; set this clock", ahead_s)
        return True

    def open(self, until: float) -> tuple[CentreKey, SessionReply]:
        """A session. Raises ``CentreUnreachableError`` or ``TerminalRefusedError``, which says what to do."""
        try:
            own, pin = self._keys.terminal_key(), self._keys.pin()
            self._signer = self._signer or RequestSigner(self._kiosk_id, own.private)
            pinned = None if pin is None else CentreKey(pin.centre_key)
        except (StorageError, ValueError) as error:
            raise TerminalRefusedError(str(error)) from error
        token = self._token(needed=pin is None)
        if token is None or (pin is not None and is_same(pin.proof, self._proof(token, own, pin.centre_key))):
            assert pinned is not None, "a token was needed, and there is none"
            return self._hello({}, lambda _reply: pinned, until)
        offer = {"terminal_key": own.public, "token_proof": terminal_proof(token, self._kiosk_id, own.public)}
        centre, session = self._hello(offer, partial(self._introduced, own, token), until)
        try:
            self._keys.keep_pin(CentrePin(centre.line, self._proof(token, own, centre.line)))
        except StorageError as error:
            raise TerminalRefusedError(str(error)) from error
        return centre, session

    def _proof(self, token: str, own: TerminalKey, centre_key: str) -> str:
        return centre_proof(token, self._kiosk_id, own.public, centre_key)

    def _hello(
        self, offer: dict[str, str], who: Callable[[Reply], CentreKey], until: float
    ) -> tuple[CentreKey, SessionReply]:
        """``who`` says by which key an answer must be signed."""
        centre, reply = self._ask(offer, who, until)
        problem = problem_of(reply)
        if (
            problem is not None
            and (reply.status, problem.name) == (401, CLOCK_SKEW)
            and self.learn_time(problem.server_time)
        ):
            centre, reply = self._ask(offer, who, until)
        return centre, _read_session(reply)

    def _ask(self, offer: dict[str, str], who: Callable[[Reply], CentreKey], until: float) -> tuple[CentreKey, Reply]:
        path = f"/v1/kiosks/{quote(self._kiosk_id, safe='')}/sessions"
        reply, answer = self._exchange("POST", path, msgspec.json.encode({"software": SOFTWARE} | offer), until)
        centre = who(reply)
        try:
            centre.check(answer)
        except AnotherKeyError as error:
            raise TerminalRefusedError(
                f"the centre's key is not the one this terminal knows; if the centre was set up anew, {ENROL_ANEW}"
            ) from error
        except NotTheCentreError as error:
            raise CentreUnreachableError(str(error)) from error
        return centre, reply

    def _introduced(self, own: TerminalKey, token: str, reply: Reply) -> CentreKey:
        """The key that the answer to an enrolment names, proved by the token: nobody without the token can name one."""
        try:
            said = decode(reply.body, Introduction)
            centre = CentreKey(said.centre_key)
        except ValueError as error:
            problem = problem_of(reply)
            if problem is not None and reply.status in (401, 403):
                raise TerminalRefusedError(problem.name) from error
            raise CentreUnreachableError(f"enrolment was answered with HTTP {reply.status} and no centre's key") from error
        if not is_same(said.centre_proof, self._proof(token, own, centre.line)):
            raise CentreUnreachableError("whoever answered the enrolment does not have this terminal's token")
        return centre

    def _token(self, *, needed: bool) -> str | None:
        """Once enrolled the token may be gone. Raises ``TerminalRefusedError`` when it is ``needed``."""
        why = f"{self._token_file} holds none"
        try:
            token = self._token_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            token, why = "", str(error)
        if token and token.isprintable() and " " not in token:
            return token
        if needed:
            raise TerminalRefusedError(f"no enrolment token: {why}; enrol this terminal at the centre")
        return None


def _read_session(reply: Reply) -> SessionReply:
    if reply.status != 201:
        problem = problem_of(reply)
        if problem is not None and reply.status in (401, 403):
            lost = problem.name in (NOT_ENROLLED, SIGNATURE_INVALID)
            raise TerminalRefusedError(f"{problem.name}: {ENROL_ANEW}" if lost else problem.name)
        raise CentreUnreachableError(f"the opening of a session was answered with HTTP {reply.status}")
    try:
        return decode(reply.body, SessionReply)
    except ValueError as error:
        raise CentreUnreachableError(f"the answer to the opening of a session can't be read: {error}") from error
