"""The centre's answers: damaged, cut, replaced by a portal's page. A definite answer must be ours to the fen."""

import json
from typing import Any, get_args

import msgspec

from kiosk import answers
from kiosk.answers import Expected, Reply, SessionReply
from kiosk.central_answers import AccountAnswer, Posted, PostingAnswer
from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.enquiry_calls import WAYS
from kiosk.enquiry_reading import PROBLEMS, about, read_shape
from kiosk.money import Fen
from tests.fuzz.engine import Target
from tests.kiosk.enquiry_samples import ASKED, CONTROLS, encoded, texts_in

OURS = Expected("K0001-7", "K0001", 7, Fen(18240))
_PAYMENT: dict[str, Any] = {
    "payment_id": "01JD8Z0000000000000000000A", "kiosk_id": "K0001", "kiosk_seq": 7, "amount_fen": 18240, "version": 3,
    "status": "posted", "receipt_number": "R20261121000007",
    "posted_at": "2026-11-21T20:59:00+08:00", "balance_after_fen": -10,
    "sms": {"state": "submitted"}, "service": {"reopening": "pending"},
}  # fmt: skip
_ACCOUNT = {
    "masked_name": "张*", "balance_fen": 0, "arrears_fen": 18240, "service_state": "active", "sms_reachable": True,
    "tier": "gold",
}  # fmt: skip
_PROBLEM = {"type": "https://example.org/problems/account-not-found", "status": 404, "reason": "closed"}
_STATUSES = (200, 201, 207, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503)
_TYPES = ("application/json", "application/problem+json", "text/html", "application/json; charset=utf-8", "")


def _reply(data: bytes) -> Reply:
    """The first two bytes choose status and type, the rest is the body."""
    status, kind = (data + b"\0\0")[:2]
    return Reply(_STATUSES[status % len(_STATUSES)], _TYPES[kind % len(_TYPES)], data[2:])


def _sample(status: int, content: object, kind: int = 0) -> bytes:
    return bytes((_STATUSES.index(status), kind)) + json.dumps(content, ensure_ascii=False).encode()


def _batch(*items: dict[str, Any]) -> bytes:
    return _sample(207, {"items": list(items)})


def read_batch(data: bytes) -> str:
    """Every item that proves something proves it of our own key and amount."""
    items = answers.read_batch(_reply(data))
    if items is None:
        return "no batch"
    found = [(item, answers.read_item(item, OURS)) for item in items]
    for item, answer in found:
        _must_be_ours(answer, bytes(item.payment))
    return " ".join(sorted({type(answer).__name__ for _, answer in found}))


def read_payment(data: bytes) -> str:
    answer = answers.read_payment(data, OURS)
    _must_be_ours(answer, data)
    return type(answer).__name__


def _must_be_ours(answer: PostingAnswer | None, body: bytes) -> None:
    """Read once more, by another reader."""
    if not isinstance(answer, Posted):
        return
    said = json.loads(body)
    assert (said["kiosk_id"], said["kiosk_seq"], said["amount_fen"]) == ("K0001", 7, 18240), said
    assert said["status"] == "posted"
    assert isinstance(said["kiosk_seq"], int)
    assert (answer.central_id, answer.receipt_number) == (said["payment_id"], said["receipt_number"])
    assert answer.balance_after == said["balance_after_fen"]


def read_account(data: bytes) -> str:
    answer = answers.read_account(_reply(data))
    assert isinstance(answer, get_args(AccountAnswer))
    return type(answer).__name__


def read_progress(data: bytes) -> str:
    progress = answers.read_progress(_reply(data), _PAYMENT["payment_id"])
    return "nothing" if progress is None else f"{progress.sms} {progress.reopening}"


def read_session(data: bytes) -> str:
    """What the centre remembers of us: whole numbers that can be counted with, or no session."""
    news = answers.read_heartbeat(_reply(data))
    assert news is None or (len(news.config_etag) <= 100 and len(news.staff_etag) <= 100 and news.commands_pending >= 0)
    problem = answers.problem_of(_reply(data))
    assert problem is None or len(problem.name) <= 100
    try:
        session = answers.decode(data[2:], SessionReply)
    except ValueError:
        return "refused"
    assert 0 <= session.highest_kiosk_seq <= 2**53
    assert 0 <= session.journal_count <= 2**53
    return "session"


def read_enquiry(data: bytes) -> str:
    """The first byte chooses the question, the next two status and type, the rest is what is said to it. Whatever is taken
    for an answer is of its kind, adds up, and has no sign that commands a screen or a printer."""
    questions = list(ASKED.values())
    question, said = questions[(data + b"\0")[0] % len(questions)]
    way = WAYS[type(question)]
    reply = _reply(data[1:])
    calls = way.calls(question)
    parts = [read_shape(reply, calls[0].statuses, calls[0].shape)]
    parts += [
        read_shape(Reply(200, "application/json", encoded(one)), call.statuses, call.shape)
        for call, one in zip(calls[1:], said[1:], strict=True)
    ]
    if isinstance(parts[0], EnquiryRefused):
        assert parts[0].problem is EnquiryProblem.SILENT or reply.status in {status for status, _ in PROBLEMS}
        return f"{type(question).__name__} {parts[0].problem.value}"
    answer = way.join(*parts)
    assert not any(CONTROLS.search(text) for text in texts_in(msgspec.to_builtins(answer))), answer
    return f"{type(question).__name__} {'objected' if about(question, answer) else 'answered'}"


_ITEM = {"idempotency_key": "K0001-7", "status": 201, "payment": _PAYMENT}
_SESSION = {
    "server_time": "2026-11-21T20:00:00Z",
    "highest_kiosk_seq": 6, "journal_count": 12, "journal_head": "ab" * 32,
}  # fmt: skip
_REFUSED = {"idempotency_key": "K0001-7", "status": 404, "problem": _PROBLEM}
TARGETS = (
    Target("batches", (_batch(_ITEM), _batch(_ITEM, _REFUSED), _batch(), _sample(503, _PROBLEM, 1)), read_batch),
    Target(
        "payments",
        tuple(
            json.dumps(_PAYMENT | change).encode()
            for change in ({}, {"status": "rejected", "problem": _PROBLEM}, {"sms": None})
        ),
        read_payment,
    ),
    Target("accounts", (_sample(200, _ACCOUNT), _sample(404, _PROBLEM, 1), _sample(200, "<html>", 2)), read_account),
    Target("progress", (_sample(200, _PAYMENT), _sample(200, _PAYMENT | {"version": 2**53})), read_progress),
    Target(
        "enquiries",
        tuple(
            bytes((place,)) + _sample(WAYS[type(question)].calls(question)[0].status, said[0])
            for place, (question, said) in enumerate(ASKED.values())
        )
        + tuple(bytes((1,)) + _sample(403, _PROBLEM | {"type": f"x:{name}", "tries_left": 2}, 1) for _, name in PROBLEMS),
        read_enquiry,
    ),
    Target("sessions", (_sample(200, _SESSION), _sample(401, _PROBLEM, 1)), read_session),
)
