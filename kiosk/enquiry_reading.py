"""Reading the centre's answers to a customer's questions. Pure: a reply and what was asked in; an answer or a refusal out.

As with payments (``kiosk.answers``), what can't be read, is not listed, or is about anything but our question is no answer:
``SILENT``. The shapes check themselves (``kiosk.enquiry_answers``); here stands what only the question can tell.
"""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, TypeVar

import msgspec

from kiosk.answers import Reply, decode, decode_json, problem_of
from kiosk.catalogue import Catalogue, Scope
from kiosk.enquiry import Challenge, EnquiryProblem, EnquiryRefused, ProofMethod, VisitToken
from kiosk.enquiry_answers import BillHistory, BillSheet, DetailPage, DetailRecord, SubscriptionEnd
from kiosk.money import total
from kiosk.questions import AskBill, AskDetails, CopyByNumber, CopyByPayment, EndSubscription, OpenChallenge, Prove
from kiosk.reprint_answers import ReceiptCopy

_Shape = TypeVar("_Shape")

# docs/central-contract.md, Authentication of a visit, Queries, and copies. Unlisted ones are no answer.
PROBLEMS: Final = {
    (403, "secret-wrong"): EnquiryProblem.SECRET_WRONG,
    (403, "account-locked"): EnquiryProblem.LOCKED,
    (403, "password-refused"): EnquiryProblem.PASSWORD_REFUSED,
    (403, "visit-token-invalid"): EnquiryProblem.TOKEN_OVER,
    (403, "visit-expired"): EnquiryProblem.TOKEN_OVER,
    (403, "scope-missing"): EnquiryProblem.SCOPE_MISSING,
    (404, "challenge-not-found"): EnquiryProblem.CHALLENGE_OVER,
    (409, "challenge-over"): EnquiryProblem.CHALLENGE_OVER,
    (429, "rate-limited"): EnquiryProblem.RATE_LIMITED,
    (404, "month-not-found"): EnquiryProblem.NOT_KEPT,
    (404, "slip-not-found"): EnquiryProblem.NO_SUCH_RECEIPT,
    (403, "reprint-limit"): EnquiryProblem.COPIES_USED_UP,
    (404, "account-not-found"): EnquiryProblem.ACCOUNT_REFUSED,
    (403, "account-restricted"): EnquiryProblem.ACCOUNT_REFUSED,
}

_WORD = re.compile("[a-z_-]{1,40}")


class _Figures(msgspec.Struct, frozen=True):
    """Members of a problem document beside those of ``answers.Problem``; a locked account may wait for a day."""

    tries_left: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    locked_until: Annotated[str, msgspec.Meta(pattern=r"^[0-9T:.+Z-]{10,40}\Z")] | None = None
    retry_after_seconds: Annotated[int, msgspec.Meta(ge=0, le=7 * 86400)] | None = None


def read_shape(reply: Reply, statuses: Sequence[int], shape: type[_Shape]) -> _Shape | EnquiryRefused:
    """The answer with one of these statuses and of this shape, or why there is none."""
    if reply.status not in statuses:
        return _refused(reply)
    try:
        return decode_json(reply, shape)
    except ValueError as error:
        return silent(f"an answer that is no {shape.__name__}: {why_unreadable(error)}")


def read_catalogue(reply: Reply) -> Catalogue:
    """Raises ``ValueError``."""
    return decode_json(reply, Catalogue)


def silent(reason: str, retry_after_s: float | None = None) -> EnquiryRefused:
    return EnquiryRefused(EnquiryProblem.SILENT, retry_after_s=retry_after_s, reason=reason)


def why_unreadable(error: ValueError) -> str:
    """For the log: what is wrong and where, and nothing of what stood there, which may be a customer's."""
    before, found, where = str(error).rpartition(" - at `$")
    what = before if found else where
    told = what if "'" not in what else "not as the contract says"  # values stand in quotes
    return (f"{told} at ${where.rstrip('`')}" if found else told)[:200]


def _refused(reply: Reply) -> EnquiryRefused:
    problem = problem_of(reply)
    if problem is None:
        return silent(f"HTTP {reply.status} without a problem document", reply.retry_after_s)
    said = f"HTTP {reply.status} {_word(problem.name)}"
    found = PROBLEMS.get((reply.status, problem.name))
    if found is None:
        return silent(said, reply.retry_after_s)
    figures = _figures(reply.body)
    waits = figures.retry_after_seconds
    return EnquiryRefused(
        found,
        tries_left=figures.tries_left,
        locked_until=figures.locked_until or "",
        retry_after_s=reply.retry_after_s if waits is None else float(waits),
        reason=f"{said} {_word(problem.reason)}".rstrip(),
    )


def _word(text: str) -> str:
    """Of the contract's kind; anything else might repeat a customer's number or secret into the log."""
    return text if _WORD.fullmatch(text) else ""


def _figures(body: bytes) -> _Figures:
    """None of them, where one can't be believed: the refusal holds without."""
    try:
        return decode(body, _Figures)
    except ValueError:
        return _Figures()


# ---- is it about our question? -------------------------------------------------------------------------------------------


def about(question: Any, answer: Any) -> str:
    """Empty if this answer may be one to this question; else what contradicts it, for the log."""
    objections = _OBJECTIONS.get(type(question), _nothing_to_object)(question, answer)
    return next((what for what, wrong in objections if wrong), "")


_Objections = Sequence[tuple[str, bool]]


def _nothing_to_object(_question: object, _answer: object) -> _Objections:
    return ()


def _of_challenge(asked: OpenChallenge, challenge: Challenge) -> _Objections:
    return (("a challenge by another method", challenge.method is not asked.method),)


def _of_token(_asked: Prove, token: VisitToken) -> _Objections:
    both = token.methods == set(ProofMethod)
    return (
        ("a token without a proof", not token.methods),
        ("a token for details with one proof", Scope.DETAILS in token.scopes and not both),
    )


def _of_bill(asked: AskBill, sheet: BillSheet) -> _Objections:
    bill, months = sheet.bill, [sums.month for sums in sheet.history.months]
    return (
        ("the bill of another month", bool(asked.month) and bill.month != asked.month),
        ("an open bill for a past month, or a closed one for this", bill.closed is not bool(asked.month)),
        ("months out of order", months != sorted(set(months))),
        ("a history that contradicts the bill", _contradicts(sheet.history, sheet)),
    )


def _contradicts(history: BillHistory, sheet: BillSheet) -> bool:
    """A month that is over costs the same in both; one that is running may have gone on between the two calls."""
    return any(
        sums.month == sheet.bill.month and sums.closed and sheet.bill.closed and sums.total != sheet.bill.total
        for sums in history.months
    )


def _of_details(asked: AskDetails, page: DetailPage) -> _Objections:
    items, more = page.items, page.next_cursor is not None
    whole = not asked.cursor and not more
    return (
        ("records of another month", bool(asked.month) and page.month != asked.month),
        ("more records than asked for", len(items) > asked.limit),
        ("a record twice", len({one.record_id for one in items}) < len(items)),
        ("records of another category", asked.category is not None and _any(items, lambda r: r.category != asked.category)),
        ("records of another day", bool(asked.day) and _any(items, lambda r: not r.started_at.startswith(asked.day))),
        ("more records than were found", len(items) + more > page.found),
        ("a page that leads nowhere", more and (not items or page.next_cursor == asked.cursor)),
        ("a count that is not that of the records", whole and page.found != len(items)),
        ("a sum that is not that of the records", whole and page.found_amount != total([one.amount for one in items])),
    )


def _any(items: Sequence[DetailRecord], wrong: Callable[[DetailRecord], bool]) -> bool:
    return any(wrong(record) for record in items)


def _of_end(asked: EndSubscription, end: SubscriptionEnd) -> _Objections:
    return (
        ("the end of another subscription", end.code != asked.code),
        ("an end without its day", end.outcome == "done" and end.charged_until is None),
    )


def _of_number(asked: CopyByNumber, copy: ReceiptCopy) -> _Objections:
    return (("a copy of another receipt", copy.receipt_number != asked.receipt_number),)


def _of_payment(asked: CopyByPayment, copy: ReceiptCopy) -> _Objections:
    return (
        ("a copy of another receipt", copy.payment_id != asked.payment_id),
        ("a copy of somebody else's receipt", copy.masked_number != asked.asker.account.masked()),
    )


_OBJECTIONS: Final[dict[type[Any], Callable[[Any, Any], _Objections]]] = {
    OpenChallenge: _of_challenge,
    Prove: _of_token,
    AskBill: _of_bill,
    AskDetails: _of_details,
    EndSubscription: _of_end,
    CopyByNumber: _of_number,
    CopyByPayment: _of_payment,
}
