"""Signed answers (S6): whatever is done to status, fields or body, nothing but the centre's own words to our own request
passes; and what is damaged is refused by the documented error alone."""

from types import SimpleNamespace
from typing import Any

from kiosk.message_signatures import CentreKey, NotTheCentreError, SignedAnswer
from tests.fuzz.engine import Target
from tests.kiosk.signing import Seal, another_line

_ASKED = "sig=:" + "A" * 86 + "==:"
_SEAL = Seal()
_CENTRE = CentreKey(_SEAL.key.line)
_COVERED = ("content-type", "retry-after", "content-digest")


def _raw(status: str, body: bytes, *fields: str) -> bytes:
    head = "\r\n".join((f"HTTP/1.1 {status}", *fields))
    return _SEAL.seal(head.encode() + b"\r\n\r\n" + body, _ASKED)


SEALED = (
    _raw("200 OK", b'{"server_time":"2026-11-21T20:59:00+08:00"}', "Content-Type: application/json"),
    _raw("207 Multi-Status", b'{"items":[]}', "Content-Type: application/json"),
    _raw("503 Busy", b"{}", "Content-Type: application/problem+json", "Retry-After: 5"),
)


def _answer(raw: bytes) -> SignedAnswer | None:
    head, found, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    if not found or not lines[0][9:12].isascii() or not lines[0][9:12].isdigit():
        return None
    fields = _Fields(line.split(": ", 1) for line in lines[1:] if ": " in line)
    request: Any = SimpleNamespace(method="GET", url="http://centre/", headers={"Signature": _ASKED})
    return SignedAnswer(int(lines[0][9:12]), fields, body, request)


class _Fields(dict[str, str]):
    """Names in any case, as requests gives them."""

    def __init__(self, fields: Any) -> None:
        super().__init__({name.title(): value for name, value in fields})

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.title(), default)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.title())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(str(name).title())


def _meaning(answer: SignedAnswer) -> tuple[object, ...]:
    """All that the terminal goes by."""
    return answer.status_code, answer.body, *(answer.headers.get(name) for name in _COVERED)


_MEANINGS = {_meaning(answer) for answer in map(_answer, SEALED) if answer is not None}


def check(raw: bytes) -> str:
    answer = _answer(raw)
    if answer is None:
        return "no answer"
    try:
        _CENTRE.check(answer)
    except NotTheCentreError as refusal:
        return f"{type(refusal).__name__} {refusal}"[:60]
    assert _meaning(answer) in _MEANINGS, f"taken for the centre: {raw!r}"
    return "the centre"


def read_key(data: bytes) -> str:
    """The line that an enrolment offers as the centre's key."""
    try:
        key = CentreKey(data.decode("utf-8", "replace"))
    except ValueError as refusal:
        assert "key" in str(refusal)
        return "refused"
    assert key.line.encode() == data
    return "a key"


TARGETS = (
    Target("signed-answers", SEALED, check),
    Target("centre-keys", (_SEAL.key.line.encode(), another_line().encode(), b"A" * 59 + b"="), read_key),
)
