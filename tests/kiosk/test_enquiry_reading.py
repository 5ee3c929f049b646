"""Reading what is asked for a customer: only what can be believed, and is about our question, is shown or printed."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as some

from kiosk.answers import Reply
from kiosk.catalogue import Catalogue, QuickLane, Scope
from kiosk.enquiry import Challenge, EnquiryProblem, EnquiryRefused, VisitEnded, VisitToken
from kiosk.enquiry_answers import (
    MOST_LINES,
    BalanceSheet,
    BillSheet,
    DetailPage,
    PastPayments,
    PointsSheet,
    Restrictions,
    SubscriptionEnd,
    Subscriptions,
)
from kiosk.enquiry_calls import WAYS
from kiosk.enquiry_reading import PROBLEMS, about, read_catalogue, read_shape, why_unreadable
from kiosk.help_answers import HelpOrder, Rated
from kiosk.questions import AskBill, AskDetails, Prove, Question
from kiosk.reprint_answers import ReceiptCopy
from tests.kiosk import enquiry_samples as samples
from tests.kiosk.enquiry_samples import ASKED, CONTROLS, encoded, texts_in, without

JSON, PROBLEM = "application/json", "application/problem+json"
ANSWERS = {
    "challenge": Challenge,
    "proof": VisitToken,
    "visit end": VisitEnded,
    "balance": BalanceSheet,
    "bill": BillSheet,
    "details": DetailPage,
    "points": PointsSheet,
    "payments": PastPayments,
    "subscriptions": Subscriptions,
    "restrictions": Restrictions,
    "quick lane": QuickLane,
    "help": HelpOrder,
    "rating": Rated,
    "copy by number": ReceiptCopy,
    "copy by payment": ReceiptCopy,
    "subscription end": SubscriptionEnd,
}
NAMED = {"zh": "a", "en": "b"}
HOSTILE_TEXTS = ("\x1bp", "line\nfeed", "nul\0", "bell\x07", "csi\x9b", "del\x7f", "\u202eturned", "\u2028", "x" * 101)


def read(question: Question, said: tuple[dict[str, Any], ...], content_type: str = JSON) -> Any:
    """As the client does, without its network."""
    way = WAYS[type(question)]
    calls = way.calls(question)
    assert len(calls) == len(said)
    parts = []
    for call, body in zip(calls, said, strict=True):
        part = read_shape(Reply(call.status, content_type, encoded(body)), call.statuses, call.shape)
        if isinstance(part, EnquiryRefused):
            return part
        parts.append(part)
    answer = way.join(*parts)
    return about(question, answer) or answer


def changed(name: str, which: int, /, **changes: Any) -> Any:
    question, said = ASKED[name]
    return read(question, tuple({**one, **changes} if place == which else one for place, one in enumerate(said)))


def is_no_answer(read: Any) -> bool:
    """Not of the contract's shape, or not to our question."""
    silent = isinstance(read, EnquiryRefused) and read.problem is EnquiryProblem.SILENT
    return silent or isinstance(read, str)


@pytest.mark.parametrize("name", ASKED)
def test_the_contract_s_own_answers_are_answers(name: str) -> None:
    assert isinstance(read(*ASKED[name]), ANSWERS[name])


def test_every_question_is_tried() -> None:
    assert {type(question) for question, _ in ASKED.values()} == set(WAYS)


@pytest.mark.parametrize("name", ASKED)
def test_a_portal_is_no_answer_whatever_it_says(name: str) -> None:
    question, said = ASKED[name]
    for content_type in ("text/html", "", "text/html; charset=application/json"):
        assert is_no_answer(read(question, said, content_type))
    call = WAYS[type(question)].calls(question)[0]
    for body in (
        b"",
        b"<html>Welcome to Hall-WiFi</html>",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"a":"\xff"}',
        b"{" + b"}" * 9,
    ):
        for status in (200, 201, 202, 204, 301, 302, 404, 500):
            answer = read_shape(Reply(status, JSON, body), call.statuses, call.shape)
            assert isinstance(answer, EnquiryRefused)
            assert answer.problem is EnquiryProblem.SILENT


OPTIONAL = {"digits", "service_state", "tier", "raw_type", "hall"}  # told, and not used


@pytest.mark.parametrize("name", ASKED)
def test_what_is_missing_is_not_made_up(name: str) -> None:
    question, said = ASKED[name]
    for which, body in enumerate(said):
        for member in body.keys() - OPTIONAL:
            parts = tuple(without(one, member) if place == which else one for place, one in enumerate(said))
            assert is_no_answer(read(question, parts)), member


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=ascii)
def test_no_text_brings_control_characters_to_screen_or_printer(text: str) -> None:
    """In every place of every answer where the contract has a free text."""
    tried = 0
    for question, said in ASKED.values():
        for which, body in enumerate(said):
            for place, hostile in _everywhere(body, text):
                del place
                parts = tuple(hostile if number == which else one for number, one in enumerate(said))
                assert is_no_answer(read(question, parts)), (type(question).__name__, hostile)
                tried += 1
    assert tried > 60


def _everywhere(body: Any, text: str, path: str = "") -> "list[tuple[str, Any]]":
    """``body`` as often as it has texts, with ``text`` in one of them each time."""
    if isinstance(body, str):
        return [(path, text)]
    if isinstance(body, dict):
        pairs = [(key, one) for key, value in body.items() if key not in OPTIONAL for one in _everywhere(value, text, key)]
        return [(where, {**body, key: one}) for key, (where, one) in pairs]
    if isinstance(body, list):
        found = [(place, one) for place, value in enumerate(body) for one in _everywhere(value, text, path)]
        return [(where, [*body[:place], one, *body[place + 1 :]]) for place, (where, one) in found]
    return []


# ---- sums, figures, lengths ------------------------------------------------------------------------------------------

WRONG_SUMS: list[tuple[str, int, dict[str, Any]]] = [
    ("bill", 0, {"total_fen": 13301}),
    ("bill", 0, {"own_fen": 9901, "total_fen": 13301}),
    ("bill", 0, {"third_party_fen": 0, "total_fen": 10300}),
    ("bill", 0, {"adjustments": []}),
    ("bill", 0, {"own_charges": [{"category": "monthly_fee", "amount_fen": 9900, "lines": []}]}),
    ("bill", 0, {"total_fen": 13300.0}),
    ("bill", 0, {"total_fen": 10**13, "own_fen": 10**13 - 3400}),
    ("bill", 1, {"months": [{**samples.SUMS, "total_fen": 13299}]}),
    ("bill", 1, {"months": [{**samples.SUMS, "adjustments_fen": 300, "total_fen": 13200}]}),
    ("bill", 1, {"months": []}),
    ("balance", 0, {"balance_fen": 5631}),
    ("balance", 0, {"arrears_fen": 1}),
    ("balance", 0, {"charged_fen": 9899}),
    ("details", 0, {"found_fen": 41}),
    ("details", 0, {"found": 1}),
    ("details", 0, {"found": 3}),
    ("details", 0, {"found": -1}),
    ("points", 0, {"points": -1}),
    ("points", 0, {"points": 2**60}),
    ("challenge", 0, {"tries_left": -1}),
    ("payments", 0, {"items": samples.PAYMENTS["items"] * (MOST_LINES + 1)}),
    ("subscriptions", 0, {"items": [{**samples.SUBSCRIPTIONS["items"][0], "code": "../../payments"}]}),
    *(
        ("copy by number", 0, changes)
        for changes in (
            {"amount_fen": 0},
            {"amount_fen": -20000},
            {"amount_fen": 19999},
            {"amount_fen": 20000.0},
            {"copy_number": 0},
            {"copy_number": 1.5},
            {"tender": "cheque"},
            {"masked_number": "13900001234"},
            {"masked_number": "1390***1234"},
            {"masked_number": "139****01234"},
            {"receipt_number": "261121-7Q2MXK"},
            {"receipt_number": "261321-7Q2MXP"},
            {"receipt_number": "2611217Q2MXP"},
            {"payment_id": "01M8ZZZZZZZZZZZZZZZZZZZZZ0"},
            {"invoice": {**samples.COPY["invoice"], "code": None}},
            {"invoice": {**samples.COPY["invoice"], "state": "exchanged"}},
            {"invoice": {**samples.COPY["invoice"], "state": "exchanged", "code": None}},
            {"invoice": {**samples.COPY["invoice"], "amount_fen": 1}},
        )
    ),
    ("balance", 0, {"as_of": "2026-13-01T00:00:00+08:00"}),
    ("balance", 0, {"as_of": "20２6-11-01T00:00:00+08:00"}),
]


@pytest.mark.parametrize(("name", "which", "changes"), WRONG_SUMS, ids=lambda part: str(part)[:60])
def test_m1_figures_that_contradict_themselves_are_never_shown(name: str, which: int, changes: dict[str, Any]) -> None:
    assert is_no_answer(changed(name, which, **changes))


@given(some.integers(-(10**12), 10**12), some.sampled_from(["own_fen", "third_party_fen", "adjustments_fen", "total_fen"]))
def test_m1_a_bill_with_any_other_sum_is_no_bill(amount: int, where: str) -> None:
    assert is_no_answer(changed("bill", 0, **{where: amount})) is (amount != samples.BILL[where])


# ---- is it about our question? ---------------------------------------------------------------------------------------

NOT_OURS: list[tuple[str, int, dict[str, Any], str]] = [
    ("challenge", 0, {"method": "service_password"}, "another method"),
    ("proof", 0, {"methods": []}, "without a proof"),
    ("proof", 0, {"scopes": ["balance", "bill", "details"]}, "details with one proof"),
    ("bill", 0, {"month": "2026-09"}, "another month"),
    ("bill", 0, {"closed": False}, "open bill for a past month"),
    ("bill", 1, {"months": [samples.RUNNING, samples.SUMS]}, "out of order"),
    ("bill", 1, {"months": [samples.SUMS, samples.SUMS]}, "out of order"),
    ("details", 0, {"month": "2026-09"}, "another month"),
    ("details", 0, {"items": [samples.RECORD, {**samples.RECORD, "record_id": "b", "category": "voice"}]}, "category"),
    (
        "details",
        0,
        {"items": [samples.RECORD, {**samples.RECORD, "record_id": "b", "started_at": "2026-10-16T00:00:00+08:00"}]},
        "another day",
    ),
    ("details", 0, {"items": [samples.RECORD, samples.RECORD]}, "twice"),
    ("details", 0, {"items": [*samples.PAGE["items"], {**samples.RECORD, "record_id": "c"}]}, "more records than asked"),
    ("details", 0, {"next_cursor": "d1"}, "more records than were found"),
    ("details", 0, {"next_cursor": "d1", "items": [], "found": 9}, "leads nowhere"),
    ("subscription end", 0, {"code": "SP_MUSIC"}, "another subscription"),
    ("subscription end", 0, {"charged_until": None}, "without its day"),
    ("copy by number", 0, {"receipt_number": "261121-00000E"}, "another receipt"),
    ("copy by payment", 0, {"masked_number": "138****5678"}, "somebody else"),
    (
        "copy by payment",
        0,
        {"payment_id": "0" * 26, "invoice": {**samples.COPY["invoice"], "payment_id": "0" * 26}},
        "another receipt",
    ),
]


@pytest.mark.parametrize(("name", "which", "changes", "why"), NOT_OURS, ids=lambda part: str(part)[:40])
def test_an_answer_to_another_question_is_none(name: str, which: int, changes: dict[str, Any], why: str) -> None:
    said = changed(name, which, **changes)
    assert isinstance(said, str), said
    assert why in said


def test_f30_a_code_that_was_exchanged_is_told_no_more() -> None:
    invoice = {**samples.COPY["invoice"], "state": "exchanged", "code": None, "qr": None}
    copy = changed("copy by number", 0, invoice=invoice)
    assert isinstance(copy, ReceiptCopy)
    assert copy.invoice.code is None
    assert "261121" not in repr(copy), "the number opens the copy to anybody, so no log line may hold it"


def test_the_running_month_s_bill_is_open_and_may_grow_between_two_calls() -> None:
    running = {**samples.BILL, "month": "2026-11", "closed": False}
    grown = {"months": [samples.SUMS, {**samples.RUNNING, "adjustments_fen": 0, "total_fen": 12900}]}
    assert isinstance(read(AskBill(samples.ASKER), (running, grown)), BillSheet)
    assert isinstance(read(AskBill(samples.ASKER), (samples.BILL, samples.HISTORY)), str), "a closed one is another month's"


def test_the_next_page_must_be_another_one() -> None:
    page = {**samples.PAGE, "next_cursor": "d5", "found": 9}
    asked = AskDetails(samples.ASKER, limit=2)
    assert isinstance(read(asked, (page,)), DetailPage)
    assert "leads nowhere" in read(replace(asked, cursor="d5"), (page,))


def test_x28_both_proofs_open_details() -> None:
    both = {**samples.GRANTED, "scopes": ["balance", "bill", "details"], "methods": ["sms_code", "service_password"]}
    token = read(Prove("v-1", samples.CHALLENGE_ID, samples.SECRET, samples.TOKEN), (both,))
    assert isinstance(token, VisitToken)
    assert Scope.DETAILS in token.scopes
    assert samples.TOKEN not in repr(token) + str(token)


# ---- refusals --------------------------------------------------------------------------------------------------------


def problem(status: int, name: str, **more: Any) -> EnquiryRefused:
    body = encoded({"type": f"https://centre.example/problems/{name}", "status": status, **more})
    answer = read_shape(Reply(status, PROBLEM, body, 7.0), (200,), Challenge)
    assert isinstance(answer, EnquiryRefused)
    return answer


@pytest.mark.parametrize(("listed", "expected"), PROBLEMS.items(), ids=str)
def test_each_problem_of_the_contract_is_told_as_it_is(listed: tuple[int, str], expected: EnquiryProblem) -> None:
    refused = problem(*listed)
    assert (refused.problem, refused.retry_after_s, refused.tries_left, refused.locked_until) == (expected, 7.0, None, "")


@pytest.mark.parametrize(
    ("status", "name"),
    [(500, "internal-error"), (503, "bss-unavailable"), (422, "invalid-request"), (400, "secret-wrong"),
     (404, "secret-wrong"), (401, "nonce-reused"), (403, ""), (403, "secret-wrong-now")],
)  # fmt: skip
def test_what_is_not_listed_is_unknown(status: int, name: str) -> None:
    refused = problem(status, name)
    assert (refused.problem, refused.retry_after_s) == (EnquiryProblem.SILENT, 7.0)


def test_f10_tries_and_times_come_with_the_refusal() -> None:
    assert problem(403, "secret-wrong", tries_left=2).tries_left == 2
    locked = problem(403, "account-locked", locked_until="2026-11-22T20:58:44.120+08:00", retry_after_seconds=86_400)
    assert (locked.locked_until, locked.retry_after_s) == ("2026-11-22T20:58:44.120+08:00", 86_400.0)


@pytest.mark.parametrize(
    "more",
    [{"tries_left": -1}, {"tries_left": "2"}, {"locked_until": "\x1b[2J"}, {"locked_until": "x" * 1000},
     {"retry_after_seconds": 10**9}, {"tries_left": 2, "retry_after_seconds": 0.5}],
)  # fmt: skip
def test_figures_that_can_t_be_believed_are_left_out_and_the_refusal_holds(more: dict[str, Any]) -> None:
    refused = problem(403, "secret-wrong", **more)
    assert (refused.problem, refused.tries_left, refused.locked_until) == (EnquiryProblem.SECRET_WRONG, None, "")
    assert refused.retry_after_s == 7.0


def test_s7_a_reason_for_the_log_repeats_nothing_of_the_centre_s_text() -> None:
    """Not even of one that has read the contract in its own way and repeats what was sent."""
    number, secret = samples.ACCOUNT.number, samples.SECRET
    told = [
        problem(403, "secret-wrong", reason=secret).reason,
        problem(403, f"no-{secret}").reason,
        changed("details", 0, items=[{**samples.RECORD, "category": f"'{number} - at `$"}]).reason,
        changed("challenge", 0, method=number).reason,
        changed("challenge", 0, challenge_id=secret).reason,
        read(*ASKED["challenge"], content_type=f"text/{number}").reason,
        why_unreadable(ValueError(f"Invalid value '{number}' - at `$.{'a' * 300}`")),
    ]
    assert told[0] == "HTTP 403 secret-wrong"
    assert "$.items" in told[2]
    assert changed("bill", 0, total_fen=1).reason.startswith("an answer that is no Bill: bill: the parts do not add up")
    for reason in told:
        assert reason
        assert number not in reason
        assert secret not in reason
        assert len(reason) < 300


# ---- the menu --------------------------------------------------------------------------------------------------------

CATALOGUE: dict[str, Any] = {
    "version": 3,
    "etag": "0123456789abcdef",
    "hall": "people's road",
    "classes": [{"code": "fee", "name": NAMED}],
    "services": [
        {
            "code": "pay_bill",
            "business_code": "JF0101",
            "class_code": "fee",
            "name": NAMED,
            "needs": "none",
            "available": True,
            "order": 10,
        }
    ],
    "quick_lane": ["pay_bill"],
    "detail_categories": [{"category": "voice", "name": NAMED}],
    "tiers": [{"code": "gold", "name": NAMED, "greetings": {"morning": NAMED}}],
}


def test_f12_a_menu_is_read() -> None:
    assert isinstance(read_catalogue(Reply(200, JSON, encoded(CATALOGUE))), Catalogue)


@pytest.mark.parametrize(
    "changes",
    [
        {"etag": ""},
        {"etag": 'a"\r\nVisit-Token: b'},
        {"etag": "ä"},
        {"classes": [{"code": "fee", "name": {"zh": "\x1b", "en": ""}}]},
        {"services": None},
        {"services": CATALOGUE["services"] * 101},
        {"quick_lane": ["x" * 33]},
        {"version": "3"},
    ],
    ids=str,
)
def test_f12_a_menu_that_can_t_be_believed_is_none(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"JSON|Expected|type"):
        read_catalogue(Reply(200, JSON, encoded(CATALOGUE | changes)))


# ---- whatever the bytes are ------------------------------------------------------------------------------------------


@given(some.sampled_from(sorted(ASKED)), some.binary(max_size=200), some.sampled_from([200, 201, 403, 404, 409, 429]))
def test_no_bytes_crash_the_reading(name: str, body: bytes, status: int) -> None:
    question, _ = ASKED[name]
    for call in WAYS[type(question)].calls(question):
        for content_type in (JSON, PROBLEM):
            assert isinstance(read_shape(Reply(status, content_type, body), call.statuses, call.shape), EnquiryRefused)


_VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(some.sampled_from(sorted(ASKED)), some.data())
def test_an_answer_with_anything_in_one_member_is_read_or_refused(name: str, data: Any) -> None:
    _, said = ASKED[name]
    which = data.draw(some.integers(0, len(said) - 1))
    member = data.draw(some.sampled_from(sorted(said[which])))
    answer = changed(name, which, **{member: data.draw(_VALUES)})
    if not is_no_answer(answer):
        assert isinstance(answer, ANSWERS[name])
        assert all(CONTROLS.search(text) is None for text in texts_in(msgspec.to_builtins(answer)))
