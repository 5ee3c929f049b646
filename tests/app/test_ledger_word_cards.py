"""``ledger show`` and ``export`` tell a card's story: which transaction it was, and of the card four digits at most."""

import csv
import json
from collections.abc import Sequence

import pytest

from app.ledger_export import COLUMNS, FORMATS
from app.ledger_journeys import find, journey, last_payments
from app.ledger_texts import line_of
from kiosk import facts
from kiosk.accounts import AccountKind, AccountRef
from kiosk.card import CardApproval, CardPart, CardReference
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.visit_types import Language, VisitEnd
from offline_queue.journal import Row, encode_record
from offline_queue.privacy import SealedAccount

AT = "2026-11-21T20:58:44+08:00"
NUMBER = "13812345678"
SEALED = SealedAccount("mobile", "138****5678", "2026-11:secret", b"")
ACCOUNT = AccountRef(AccountKind.MOBILE, NUMBER)
FIRST, SECOND = "3f09c1aa22334455-card", "b7e1aa0022334455-card"
PAN = "6222021234567890128"


def approval(number: int, amount: int) -> CardApproval:
    return CardApproval(
        amount=Fen(amount),
        terminal_id="T1000001",
        receipt=f"{number:04d}",
        trace=f"{number:06d}",
        auth_code="A1B2C3",
        last4="0128",
        card_name="UnionPay",
        merchant_id="M77",
        at="2026-11-21T20:58:40",
    )


def records(history: Sequence[AnyFact]) -> list[Row]:
    sealed = (SEALED if getattr(fact, "account", None) else None for fact in history)
    return [
        (seq, encode_record(seq, AT, fact, account), b"")
        for seq, (fact, account) in enumerate(zip(history, sealed, strict=True), 1)
    ]


def visit(visit_id: str) -> facts.VisitOpened:
    return facts.VisitOpened(visit_id, ACCOUNT, "张*", Fen(15000), Language.CHINESE, offline=False, receipt_expected=True)


def payment(seq: int, visit_id: str, part: CardPart, *notes: int) -> facts.PaymentAccepted:
    return facts.PaymentAccepted(
        payment_id=f"K0001-{seq}",
        kiosk_seq=seq,
        visit_id=visit_id,
        account=ACCOUNT,
        amount=Fen(sum(notes) + part.amount),
        tender="mixed" if notes else "card",
        notes=tuple(Fen(note) for note in notes),
        accepted_at=AT,
        language=Language.CHINESE,
        offline=False,
        card=part,
    )


BEFORE = CardReference("0006", "000006", Fen(500), "")
REFUSED = "dddd000022334455-card"
HISTORY: list[AnyFact] = [
    facts.CardTerminalBound("T1000001", "M77", "PT 1"),
    visit("v1"),
    facts.CardAttempted(REFUSED, "v1", 6, Fen(10000), "T1000001", None),
    facts.CardUncharged(REFUSED, "funds", "51"),
    facts.NoteIntended("aaaa000022334455", "v1", Fen(5000)),
    facts.NoteStackedFact("aaaa000022334455", "v1", Fen(5000)),
    facts.CardAttempted(FIRST, "v1", 7, Fen(10000), "T1000001", BEFORE),
    facts.CardHeld(FIRST, approval(7, 10000)),
    facts.CardDoubted(FIRST, f"a frame with {PAN} in it\x1b[2J"),
    facts.CardUndecided(FIRST, "=its journal is empty"),
    facts.CardSettledFact(FIRST, True, "wang", "li", "statement, line 7"),
    facts.CardCharged(FIRST, approval(7, 10000)),
    payment(1, "v1", CardPart(FIRST, approval(7, 10000)), 5000),
    facts.VisitClosed("v1", VisitEnd.PAID),
    facts.ReceiptStarted("job-1", "3F09C1AA"),
    visit("v2"),
    facts.CardAttempted(SECOND, "v2", 8, Fen(20000), "T1000001", None),
    facts.CardCharged(SECOND, approval(8, 20000)),
    payment(2, "v2", CardPart(SECOND, approval(8, 20000))),
    facts.PaymentOwed("K0001-2", "account-not-found"),
    facts.CardReversalIntended(SECOND),
    facts.CardReversed(SECOND, "00"),
    facts.CardDayClosed("T1000001", 1, Fen(10000), ""),
]


def told(code: str) -> list[str]:
    rows = records(HISTORY)
    return [f"#{entry.seq} {line_of(entry.fact)}" for entry in journey(rows, find(rows, code))]


@pytest.mark.parametrize("code", ["K0001-1", "3F09C1AA", "3f09c1aa", FIRST, "DDDD0000", "AAAA0000", "v1"])
def test_show_tells_the_journey_of_a_charge_by_any_of_its_codes(code: str) -> None:
    assert told(code) == [
        "#2 a visit begins for 138****5678 (mobile), ¥150 to pay",
        "#3 card attempt DDDD0000 of ¥100 begins (ticket 000006, terminal T1000001, which had no transaction last): order "
        "written, a card may be charged",
        "#4 card attempt DDDD0000 took nothing: funds (code 51)",
        "#5 note AAAA0000 of ¥50 is in escrow: intent written, the acceptor may stack it",
        "#6 note AAAA0000 of ¥50 is in the cash box by the acceptor's report",
        "#7 card attempt 3F09C1AA of ¥100 begins (ticket 000007, terminal T1000001, which had receipt 0006, trace 000006 "
        "last): order written, a card may be charged",
        "#8 card attempt 3F09C1AA is approved, by UnionPay ending in 0128: recorded, the terminal has still to finish",
        "#9 card attempt 3F09C1AA is in doubt: a frame with 622************0128 in it\\x1b[2J",
        "#10 card attempt 3F09C1AA waits for two persons: =its journal is empty",
        "#11 card attempt 3F09C1AA is settled by wang and li: the charge stands (statement, line 7)",
        "#12 card attempt 3F09C1AA has charged ¥100 by UnionPay ending in 0128: receipt 0007, trace 000007, code A1B2C3",
        "#13 payment K0001-1 of ¥150 (1 × ¥50, ¥100 by UnionPay ending in 0128) is accepted for 138****5678 and waits to "
        "be posted",
        "#14 the visit ends: paid",
        "#15 a slip for 3F09C1AA goes to the printer",
    ]


def test_show_tells_how_a_charge_went_back() -> None:
    assert [line.split(" ", 1)[1] for line in told("K0001-2")[3:]] == [
        "payment K0001-2 of ¥200 (¥200 by UnionPay ending in 0128) is accepted for 138****5678 and waits to be posted",
        "payment K0001-2 was refused, the money is owed: account-not-found",
        "card attempt B7E1AA00: the charge is to go back to the card, order written",
        "card attempt B7E1AA00: the charge went back to the card (code 00)",
    ]
    failed = line_of(facts.CardReversalFailed(SECOND, ""))
    assert failed == "card attempt B7E1AA00: the charge can't go back to the card, it stays owed"


@pytest.mark.parametrize(
    ("end", "charge"),
    [
        (facts.CardReversed(SECOND, "00"), "card charge went back"),
        (facts.CardReversalFailed(SECOND, "B5"), "card charge stays owed"),
        (facts.CardSettledFact(SECOND, False, "wang", "li", "statement"), "card charge went back"),
        (facts.CardSettledFact(SECOND, True, "wang", "li", "statement"), "card charge stays owed"),
        (facts.CardReversalIntended(SECOND), ""),
    ],
)
def test_the_last_payments_say_what_became_of_a_refused_charge(end: AnyFact, charge: str) -> None:
    rows = records([*HISTORY[:-2], end])
    assert [(line.payment_id, line.state, line.charge) for line in last_payments(rows, 5)] == [
        ("K0001-1", "queued", ""),
        ("K0001-2", "owed", charge),
    ]
    assert [line.payment_id for line in last_payments(rows, 1)] == ["K0001-2"]


def test_s1_the_csv_is_flat_and_shows_four_digits_of_a_card_at_most() -> None:
    text = "".join(FORMATS["csv"](records(HISTORY)))
    assert PAN not in text
    assert NUMBER not in text
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert tuple(rows[0]) == COLUMNS
    attempt, held, charged, paid = rows[6], rows[7], rows[11], rows[12]
    assert (attempt["attempt_id"], attempt["visit_id"], attempt["amount_fen"]) == (FIRST, "v1", "10000")
    assert "before.receipt=0006; before.trace=000006; before.amount=500" in attempt["details"]
    assert (held["attempt_id"], held["amount_fen"], charged["amount_fen"]) == (FIRST, "10000", "10000")
    assert "approval.last4=0128" in charged["details"]
    assert (paid["payment_id"], paid["amount_fen"]) == ("K0001-1", "15000")
    assert "card.approval.trace=000007" in paid["details"]
    assert f"card.attempt_id={FIRST}" in paid["details"]
    assert "{" not in text
    assert "=None" not in text


def test_s1_json_lines_keep_the_structure() -> None:
    lines = [json.loads(line) for line in FORMATS["jsonl"](records(HISTORY))]
    assert lines[12]["card"]["attempt_id"] == FIRST
    assert lines[12]["card"]["approval"]["last4"] == "0128"
    assert lines[8]["reason"] == "a frame with 622************0128 in it\\x1b[2J"
