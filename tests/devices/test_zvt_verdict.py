"""The verdict table of section 9.4, row by row; what no row surely says is for two persons."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from devices.zvt_status import StatusInformation
from devices.zvt_verdict import AnswerKind, Finding, LastAnswer, finding, must_ask_again, same_transaction
from kiosk.card import CardApproval, CardAttempt, CardReference, CardVerdict
from kiosk.money import Fen

BEFORE = CardReference("0018", "000264", Fen(500), "2026-11-20T10:00:00")
ATTEMPT = CardAttempt("a1", "000001", Fen(1600), "29001006", BEFORE, "2026-11-21T12:00:00+08:00")
OURS = StatusInformation(
    result=0,
    amount=Fen(1600),
    currency="0156",
    terminal_id="29001006",
    receipt="0019",
    trace="000265",
    at="2026-11-21T12:00:30",
)
EARLIER = StatusInformation(
    result=0, amount=Fen(500), currency="0156", terminal_id="29001006", receipt="0018", trace="000264", at=BEFORE.at
)
APPROVED = replace(ATTEMPT, approval=OURS.approval)
CHARGED, NOT_CHARGED = CardVerdict.CHARGED, CardVerdict.NOT_CHARGED
REVERSED, UNDECIDED = CardVerdict.REVERSED, CardVerdict.UNDECIDED


def entry(**changes: object) -> LastAnswer:
    return LastAnswer(AnswerKind.ENTRY, replace(OURS, **changes))  # type: ignore[arg-type]


def judged(attempt: CardAttempt, *answers: LastAnswer) -> Finding:
    return finding(attempt, answers, "0156", 600)


BOTH = pytest.mark.parametrize("attempt", [ATTEMPT, APPROVED], ids=["never approved to us", "approved to us"])
ROWS: list[tuple[str, LastAnswer, CardVerdict]] = [
    ("all of (a) to (e)", entry(), CHARGED),
    ("equals the one before", LastAnswer(AnswerKind.ENTRY, EARLIER), NOT_CHARGED),
    ("BMP 37 is ours", entry(receipt="0020", trace="000266", original_trace="000265"), REVERSED),
    ("a refused reversal of ours", entry(receipt="", trace="", original_trace="000265", result=0xB5), UNDECIDED),
    (
        "a reversal of ours without a result",
        entry(receipt="0020", trace="000266", original_trace="000265", result=None),
        UNDECIDED,
    ),
    ("our reversal had been done", entry(receipt="", trace="", original_trace="000265", result=0xB4), REVERSED),
    ("flagged reversed", entry(result=0xB4), REVERSED),
    ("27 not 00 with our trace", entry(result=0x6C), NOT_CHARGED),
    ("a code of no table with our trace", entry(result=0xC7), NOT_CHARGED),
    ("(a) no result", entry(result=None), UNDECIDED),
    ("(b) amount", entry(amount=Fen(1700)), UNDECIDED),
    ("(b) no amount", entry(amount=None), UNDECIDED),
    ("(b) currency", entry(currency="0978"), UNDECIDED),
    ("(b) no currency", entry(currency=""), UNDECIDED),
    ("(b) terminal", entry(terminal_id="29001007"), UNDECIDED),
    ("(d) too early", entry(at="2026-11-21T11:40:00"), UNDECIDED),
    ("(d) no time", entry(at=""), UNDECIDED),
    ("(e) reverses another", entry(original_trace="000100"), UNDECIDED),
    ("newer but not ours", entry(receipt="0020", trace="000266", amount=Fen(900)), UNDECIDED),
    ("the journal is lost", LastAnswer(AnswerKind.NONE), UNDECIDED),
    ("06 20 unsupported", LastAnswer(AnswerKind.UNSUPPORTED, code=0x83), UNDECIDED),
    ("06 20 aborted", LastAnswer(AnswerKind.WITHHELD, code=0x83), UNDECIDED),
    ("unreadable", LastAnswer(AnswerKind.UNREADABLE), UNDECIDED),
]


@BOTH
@pytest.mark.parametrize(("name", "answer", "verdict"), ROWS, ids=[row[0] for row in ROWS])
def test_m6_each_row(attempt: CardAttempt, name: str, answer: LastAnswer, verdict: CardVerdict) -> None:
    found = judged(attempt, answer)
    assert found.verdict is verdict, found.detail
    assert (found.approval is not None) == (verdict is CHARGED)
    assert found.detail


def test_m6_another_charge_of_the_same_amount_is_not_ours_if_we_know_our_numbers() -> None:
    answer = entry(receipt="0020", trace="000266")
    assert judged(ATTEMPT, answer).verdict is CHARGED
    assert judged(APPROVED, answer).verdict is UNDECIDED


def test_m6_a_failure_without_a_trace_proves_nothing() -> None:
    bare = LastAnswer(AnswerKind.ENTRY, StatusInformation(result=0x6C, terminal_id="29001006"))
    assert judged(ATTEMPT, bare).verdict is UNDECIDED
    assert judged(APPROVED, bare).verdict is UNDECIDED


def test_m6_two_failures_without_a_number_may_be_two() -> None:
    """The one before the attempt, and one that somebody made at the terminal after our charge."""
    bare = StatusInformation(result=0x6C, terminal_id="29001006")
    again = LastAnswer(AnswerKind.ENTRY, bare)
    assert judged(replace(ATTEMPT, before=bare.reference), again).verdict is UNDECIDED


def test_m6_an_older_failure_of_the_same_amount_is_not_ours() -> None:
    older = entry(result=0x6C, trace="000263", receipt="0017", at="2026-11-19T10:00:00")
    assert judged(ATTEMPT, older).verdict is UNDECIDED


def test_a_terminal_that_had_none_and_has_none() -> None:
    fresh = replace(ATTEMPT, before=None)
    assert judged(fresh, LastAnswer(AnswerKind.NONE)).verdict is NOT_CHARGED
    assert judged(fresh, entry()).verdict is CHARGED
    assert judged(replace(APPROVED, before=None), LastAnswer(AnswerKind.NONE)).verdict is UNDECIDED
    assert judged(fresh, LastAnswer(AnswerKind.WITHHELD, code=0x83)).verdict is UNDECIDED


def test_numbers_count_round() -> None:
    last = replace(ATTEMPT, before=CardReference("9999", "999999", Fen(500), ""))
    assert judged(last, entry(receipt="0001", trace="000001")).verdict is CHARGED
    first = replace(ATTEMPT, before=CardReference("0001", "000002", Fen(500), ""))
    assert judged(first, entry(receipt="0001", trace="000001")).verdict is UNDECIDED


def test_numbers_that_began_anew_are_told_by_the_clock() -> None:
    anew = entry(receipt="0001", trace="000001")
    assert judged(ATTEMPT, anew).verdict is CHARGED
    assert judged(replace(ATTEMPT, before=replace_at(BEFORE, "")), anew).verdict is UNDECIDED


def replace_at(reference: CardReference, at: str) -> CardReference:
    return CardReference(reference.receipt, reference.trace, reference.amount, at)


def test_the_second_answer_counts() -> None:
    charged, before, unknown = entry(), LastAnswer(AnswerKind.ENTRY, EARLIER), LastAnswer(AnswerKind.UNREADABLE)
    assert judged(ATTEMPT, charged, charged).verdict is CHARGED
    assert judged(ATTEMPT, charged, before).verdict is REVERSED
    assert judged(ATTEMPT, charged, entry(receipt="0020", trace="000266", original_trace="000265")).verdict is REVERSED
    assert judged(ATTEMPT, charged, unknown).verdict is UNDECIDED
    assert judged(ATTEMPT, unknown, charged).verdict is CHARGED
    assert judged(ATTEMPT, charged, entry(receipt="0020", trace="000266")).verdict is UNDECIDED


def test_when_it_is_asked_again() -> None:
    first = {verdict: Finding(verdict, None, "") for verdict in CardVerdict}
    assert must_ask_again(first[CHARGED], 1, "autoreversal")
    assert not must_ask_again(first[CHARGED], 1, "1f1f")
    assert must_ask_again(first[UNDECIDED], 1, "1f1f")
    assert not must_ask_again(first[NOT_CHARGED], 1, "autoreversal")
    assert not must_ask_again(first[REVERSED], 1, "autoreversal")
    assert not any(must_ask_again(found, 2, "autoreversal") for found in first.values())


def test_the_guessed_year_makes_no_other_transaction() -> None:
    assert same_transaction(BEFORE, replace_at(BEFORE, "2027-11-20T10:00:00"))
    assert same_transaction(BEFORE, replace_at(BEFORE, ""))
    assert not same_transaction(BEFORE, replace_at(BEFORE, "2026-11-20T10:00:01"))
    assert not same_transaction(BEFORE, None)
    assert same_transaction(None, None)


ENTRIES = st.builds(
    StatusInformation,
    result=st.sampled_from([None, 0, 0x05, 0x6C, 0xB4, 0xC7]),
    amount=st.sampled_from([None, Fen(500), Fen(1600)]),
    currency=st.sampled_from(["", "0156", "0978"]),
    terminal_id=st.sampled_from(["", "29001006", "29001007"]),
    receipt=st.sampled_from(["", "0017", "0018", "0019"]),
    trace=st.sampled_from(["", "000263", "000264", "000265"]),
    original_trace=st.sampled_from(["", "000264", "000265"]),
    at=st.sampled_from(["", BEFORE.at, "2026-11-21T12:00:30"]),
)


@given(ENTRIES, st.sampled_from([ATTEMPT, APPROVED, replace(ATTEMPT, before=None)]))
def test_m6_charged_needs_all_of_a_to_e(found: StatusInformation, attempt: CardAttempt) -> None:
    said = judged(attempt, LastAnswer(AnswerKind.ENTRY, found))
    if said.verdict is CHARGED:
        assert isinstance(said.approval, CardApproval)
        assert (found.result, found.amount, found.currency) == (0, 1600, "0156")
        assert (found.terminal_id, found.at, found.original_trace) == ("29001006", "2026-11-21T12:00:30", "")
        assert not same_transaction(found.reference, attempt.before)
    if said.verdict is NOT_CHARGED:
        assert found.result not in (None, 0) or same_transaction(found.reference, attempt.before)
