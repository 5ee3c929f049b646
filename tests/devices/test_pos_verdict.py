"""The verdict table of specs/pos-integrado.md 8.2, row by row, and rule 5 of 8.1."""

from dataclasses import replace

import msgspec
import pytest

from devices.pos_messages import Answer
from devices.pos_tables import Function
from devices.pos_verdict import VoidTarget, mismatch, verdict, void_target
from kiosk.card import CardApproval, CardAttempt, CardReference, CardVerdict
from kiosk.money import Fen

BEFORE = CardReference("000122", "000041", Fen(900), "2024-11-21T11:00:00")
ATTEMPT = CardAttempt("a-1", "000123", Fen(1500), "75001234", BEFORE, "2024-11-21T12:00:00+08:00")
OURS = {
    "commerce": "597029414300",
    "tid": "75001234",
    "ticket": "000123",
    "auth": "654321",
    "amount": "1500",
    "last4": "1234",
    "opno": "000042",
    "marca": "VI",
    "date": "21112024",
    "time": "120030",
}
EARLIER = OURS | {"ticket": "000122", "opno": "000041", "amount": "900", "time": "110000"}


def last_sale(code: str = "00", **fields: str) -> Answer:
    return Answer(Function.LAST_SALE_IS, code, OURS | fields)


def before() -> Answer:
    return Answer(Function.LAST_SALE_IS, "00", EARLIER)


CHARGED, NOT_CHARGED, UNDECIDED = CardVerdict.CHARGED, CardVerdict.NOT_CHARGED, CardVerdict.UNDECIDED
FIRST = replace(ATTEMPT, before=None)
ROWS = {
    "ticket and amount equal, date plausible": (ATTEMPT, last_sale(), CHARGED),
    "ours, and the terminal had none before": (FIRST, last_sale(), CHARGED),
    "equals the one before": (ATTEMPT, before(), NOT_CHARGED),
    "equals the one before, which had our ticket too": (
        replace(ATTEMPT, before=last_sale().approval.reference),
        last_sale(),
        NOT_CHARGED,
    ),
    "none, as before": (FIRST, last_sale("11"), NOT_CHARGED),
    "none, though there was one": (ATTEMPT, last_sale("11"), UNDECIDED),
    "none, of a terminal without a name": (FIRST, last_sale("11", tid=""), UNDECIDED),
    "other ticket, older": (
        ATTEMPT,
        last_sale(ticket="000121", opno="000040", time="100000"),
        NOT_CHARGED,
    ),
    "other ticket, newer": (ATTEMPT, last_sale(ticket="X00001", opno="000043", time="120500"), UNDECIDED),
    "other ticket, and there was none": (FIRST, last_sale(ticket="000121", time="100000"), UNDECIDED),
    "other ticket, without a date": (ATTEMPT, last_sale(ticket="000121", date="", time=""), UNDECIDED),
    "our ticket, another amount": (ATTEMPT, last_sale(amount="1501"), UNDECIDED),
    "our ticket, another amount, older": (ATTEMPT, last_sale(amount="1501", time="100000"), UNDECIDED),
    "our ticket, another day": (ATTEMPT, last_sale(date="19112024"), UNDECIDED),
    "our ticket, no date": (ATTEMPT, last_sale(date="", time=""), UNDECIDED),
    "another terminal": (ATTEMPT, last_sale(tid="75009999"), UNDECIDED),
    "another terminal without a sale": (FIRST, last_sale("11", tid="75009999"), UNDECIDED),
    "not supported": (ATTEMPT, Answer(Function.LAST_SALE_IS, "12"), UNDECIDED),
    "our ticket, not paid": (ATTEMPT, last_sale("22"), NOT_CHARGED),
    "our ticket, unlisted code": (ATTEMPT, last_sale("55"), None),
    "the question failed": (ATTEMPT, Answer(Function.LAST_SALE_IS, "02"), None),
    "a failed one, the one before": (ATTEMPT, Answer(Function.LAST_SALE_IS, "93", EARLIER), NOT_CHARGED),
    "a failed one, newer, not ours": (ATTEMPT, last_sale("93", ticket="000777", opno="000043"), UNDECIDED),
    "a failed one of another terminal": (ATTEMPT, last_sale("93", tid="75009999"), UNDECIDED),
    "older by its clock, newer by its counter": (
        ATTEMPT,
        last_sale(ticket="000777", opno="000043", time="100000"),
        UNDECIDED,
    ),
}


@pytest.mark.parametrize(("attempt", "found", "expected"), ROWS.values(), ids=list(ROWS))
def test_m6_verdict(attempt: CardAttempt, found: Answer, expected: CardVerdict | None) -> None:
    finding = verdict(attempt, found)
    assert finding.verdict is expected
    assert finding.detail
    assert (finding.approval is not None) is (expected is CHARGED)


def test_m6_a_charged_one_carries_its_approval() -> None:
    approval = verdict(ATTEMPT, last_sale()).approval
    assert approval is not None
    assert (approval.receipt, approval.trace, approval.amount) == ("000123", "000042", 1500)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, ""),
        ({"ticket": "000124"}, "another ticket"),
        ({"amount": "150000"}, "another amount"),
        ({"amount": ""}, "another amount"),
        ({"tid": ""}, "another terminal"),
        ({"date": "22112024", "time": "115959"}, ""),
        ({"date": "22112024", "time": "120001"}, "an implausible date"),
        ({"date": "20112024", "time": "120000"}, ""),
        ({"date": "20112024", "time": "115959"}, "an implausible date"),
        ({"date": "", "time": ""}, "an implausible date"),
    ],
)
def test_m6_only_ours_is_ours(fields: dict[str, str], why: str) -> None:
    assert mismatch(ATTEMPT, last_sale(**fields)) == why


def test_m6_nothing_is_plausible_by_a_clock_that_can_not_be_read() -> None:
    assert mismatch(replace(ATTEMPT, begun_at="yesterday"), last_sale()) == "an implausible date"


OUR_APPROVAL: CardApproval = last_sale().approval


@pytest.mark.parametrize(
    ("found", "target"),
    [
        (last_sale(), VoidTarget.OURS),
        (last_sale(ticket="000124", opno="000043", time="120500"), VoidTarget.NEWER),
        (before(), VoidTarget.UNKNOWN),
        (last_sale("11"), VoidTarget.UNKNOWN),
        (last_sale(tid="75009999", ticket="000124", opno="000043", time="120500"), VoidTarget.UNKNOWN),
        (last_sale(ticket="000124", opno="000043", date="", time=""), VoidTarget.UNKNOWN),
    ],
    ids=["ours", "newer", "older", "none", "another terminal", "no date"],
)
def test_m6_a_void_without_reference_is_aimed_first(found: Answer, target: VoidTarget) -> None:
    assert void_target(OUR_APPROVAL, found) is target


def test_m6_a_void_is_aimed_at_every_field() -> None:
    for change in ({"trace": "000099"}, {"receipt": "000099"}, {"amount": Fen(1)}):
        other = msgspec.structs.replace(OUR_APPROVAL, **change)
        assert void_target(other, last_sale()) is VoidTarget.UNKNOWN
