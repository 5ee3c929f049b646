"""M2, M6: what the facts of a card make of an attempt, which of them contradict each other, and where each fen is."""

from collections.abc import Sequence
from typing import cast

import msgspec
import pytest

from kiosk import facts
from kiosk.card import CardPart
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.ports import StorageError
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import (
    CARD_TERMINAL,
    Home,
    accepted,
    approval,
    attempted,
    card_payment,
    charged,
    check_conservation,
    closed,
    held,
    intended,
    opened,
    part,
    posted,
    reference,
    stacked,
)

VISIT: list[AnyFact] = [opened("v")]
BEGUN: list[AnyFact] = [*VISIT, attempted(1, "v")]
HELD: list[AnyFact] = [*BEGUN, held(1)]
DOUBTED: list[AnyFact] = [*BEGUN, facts.CardDoubted("a1", "the line was cut")]
UNDECIDED: list[AnyFact] = [*DOUBTED, facts.CardUndecided("a1", "its journal is empty")]
CHARGED: list[AnyFact] = [*HELD, charged(1)]
NO: facts.CardUncharged = facts.CardUncharged("a1", "funds", "51")
UNCHARGED: list[AnyFact] = [*BEGUN, NO]
QUEUED: list[AnyFact] = [*CHARGED, accepted(1, "v", card=part(1)), closed("v")]
OWED: list[AnyFact] = [*QUEUED, facts.PaymentOwed("K0001-1", "account-not-found")]
REVERSING: list[AnyFact] = [*OWED, facts.CardReversalIntended("a1")]
REVERSED: list[AnyFact] = [*REVERSING, facts.CardReversed("a1", "00")]
OWED_BACK: list[AnyFact] = [*REVERSING, facts.CardReversalFailed("a1", "B5")]
NOTE: list[AnyFact] = [intended("n", "v", 5000), stacked("n", "v", 5000)]
MIXED: list[AnyFact] = [*VISIT, *NOTE, attempted(1, "v"), charged(1), accepted(1, "v", 5000, card=part(1)), closed("v")]


def settled(charged: bool, second: str = "li") -> facts.CardSettledFact:
    return facts.CardSettledFact("a1", charged, "wang", second, "statement of 21 November, line 7")


def buckets(ledger: SqliteLedger) -> dict[str, int]:
    found: dict[str, int] = msgspec.to_builtins(ledger.balances())
    return {name.removesuffix("_fen"): amount for name, amount in found.items() if amount}


CHARGE = {"card_charged": 10000}
BUCKETS: dict[str, tuple[Sequence[AnyFact], dict[str, int]]] = {
    "begun": (BEGUN, {"card_unclear": 10000}),
    "held is not money yet": (HELD, {"card_unclear": 10000}),
    "in doubt": (DOUBTED, {"card_unclear": 10000}),
    "approved while in doubt": ([*DOUBTED, held(1)], {"card_unclear": 10000}),
    "undecided": (UNDECIDED, {"card_unclear": 10000}),
    "not charged": (UNCHARGED, {}),
    "undone by the terminal": ([*HELD, facts.CardUncharged("a1", "taken_back", "")], {}),
    "charged": (CHARGED, {**CHARGE, "card_held_in_visit": 10000}),
    "charged by the terminal's later word": ([*DOUBTED, charged(1)], {**CHARGE, "card_held_in_visit": 10000}),
    "charged after a restart, nothing said before": ([*BEGUN, charged(1)], {**CHARGE, "card_held_in_visit": 10000}),
    "late word after it could not tell": ([*UNDECIDED, charged(1)], {**CHARGE, "card_held_in_visit": 10000}),
    "queued": (QUEUED, {**CHARGE, "card_queued": 10000}),
    "posted": ([*QUEUED, posted(1)], {**CHARGE, "card_posted": 10000}),
    "in doubt at the centre": ([*QUEUED, facts.PaymentDoubted("K0001-1", "?")], {**CHARGE, "card_in_doubt": 10000}),
    "owed": (OWED, {**CHARGE, "card_owed": 10000}),
    "being taken back": (REVERSING, {**CHARGE, "card_owed": 10000}),
    "taken back": (REVERSED, {**CHARGE, "card_returned": 10000}),
    "can't be taken back": (OWED_BACK, {**CHARGE, "card_owed": 10000}),
    "persons say it was not charged": ([*UNDECIDED, settled(False), closed("v")], {}),
    "persons say it stays owed": ([*REVERSING, settled(True)], {**CHARGE, "card_owed": 10000}),
    "persons say it went back": ([*REVERSING, settled(False)], {**CHARGE, "card_returned": 10000}),
    "it went back after persons gave it up": (
        [*REVERSING, settled(True), facts.CardReversed("a1", "00")],
        {**CHARGE, "card_returned": 10000},
    ),
    "mixed": (MIXED, {"stacked": 5000, "queued": 5000, **CHARGE, "card_queued": 10000}),
    "the charge of a refused mixed payment went back, the notes are owed": (
        [*MIXED, facts.PaymentOwed("K0001-1", "no"), facts.CardReversalIntended("a1"), facts.CardReversed("a1", "")],
        {"stacked": 5000, "owed": 5000, **CHARGE, "card_returned": 10000},
    ),
    "a second payment of a visit that lingers": (
        [*VISIT, *NOTE, attempted(1, "v"), accepted(1, "v", 5000), charged(1), accepted(2, "v", card=part(1)), closed("v")],
        {"stacked": 5000, "queued": 5000, **CHARGE, "card_queued": 10000},
    ),
    "a second try after a refused one": (
        [*UNCHARGED, attempted(2, "v"), charged(2), accepted(1, "v", card=part(2))],
        {**CHARGE, "card_queued": 10000},
    ),
}


@pytest.mark.parametrize("name", BUCKETS)
def test_M2_each_fen_of_a_card_is_in_one_bucket(ledger: SqliteLedger, name: str) -> None:
    history, expected = BUCKETS[name]
    for fact in history:
        ledger.commit([fact])
        check_conservation(ledger)
    assert buckets(ledger) == expected


def test_m6_two_persons_word_that_it_was_charged_is_credited_in_the_same_commit(ledger: SqliteLedger) -> None:
    by_statement = approval(0, receipt="", trace="", auth_code="", last4="", card_name="", at="")
    ledger.commit(UNDECIDED)
    credited = facts.CardCharged("a1", by_statement)
    ledger.commit([settled(True), credited, accepted(1, "v", card=CardPart("a1", by_statement)), closed("v")])
    assert buckets(ledger) == {**CHARGE, "card_queued": 10000}
    # a second one by statement: it names no transaction of the terminal, so it is no repeat of the first
    ledger.commit([opened("w"), attempted(2, "w"), facts.CardUndecided("a2", "?")])
    ledger.commit([msgspec.structs.replace(settled(True), attempt_id="a2"), facts.CardCharged("a2", by_statement)])
    assert buckets(ledger) == {"card_charged": 20000, "card_queued": 10000, "card_held_in_visit": 10000}


def test_x18_a_charge_that_persons_found_may_be_refused_and_settled_once_more(ledger: SqliteLedger) -> None:
    """Found by the model: the second word, on the reversal, was taken for a repeat of the first."""
    ledger.commit([*UNDECIDED, settled(True), charged(1), accepted(1, "v", card=part(1)), closed("v")])
    ledger.commit([facts.PaymentOwed("K0001-1", "no"), facts.CardReversalIntended("a1")])
    ledger.commit([settled(True)])
    assert buckets(ledger) == {**CHARGE, "card_owed": 10000}


REPEATS: dict[str, tuple[Sequence[AnyFact], AnyFact]] = {
    "held": (HELD, held(1)),
    "approved in doubt": ([*DOUBTED, held(1)], held(1)),
    "doubted": (DOUBTED, facts.CardDoubted("a1", "again")),
    "doubted after it could not tell": (UNDECIDED, facts.CardDoubted("a1", "again")),
    "undecided": (UNDECIDED, facts.CardUndecided("a1", "again")),
    "charged": (CHARGED, charged(1)),
    "not charged": (UNCHARGED, NO),
    "reversal intended": (REVERSING, facts.CardReversalIntended("a1")),
    "reversed": (REVERSED, facts.CardReversed("a1", "B4")),
    "reversal failed": (OWED_BACK, facts.CardReversalFailed("a1", "B5")),
    "failed after persons found it on the statement": (
        [*REVERSING, settled(False)],
        facts.CardReversalFailed("a1", "B5"),
    ),
}


@pytest.mark.parametrize("name", REPEATS)
def test_what_is_said_twice_of_a_card_changes_nothing(ledger: SqliteLedger, home: Home, name: str) -> None:
    history, repeat = REPEATS[name]
    ledger.commit(history)
    query = "SELECT * FROM card_attempts"
    before, rows = ledger.balances(), ledger._connection.execute(query).fetchall()
    ledger.commit([repeat])
    assert (ledger.balances(), ledger._connection.execute(query).fetchall()) == (before, rows)
    assert ledger.journal_head().count == len(history) + 1


OTHER = facts.CardHeld("a1", approval(1, auth_code="ZZZZZZ"))
CONTRADICTIONS: dict[str, tuple[Sequence[AnyFact], AnyFact, str]] = {
    "a second attempt while one is open": (BEGUN, attempted(2, "v"), "attempt a1 is still begun"),
    "a second attempt of another visit": ([*DOUBTED, opened("w")], attempted(2, "w"), "attempt a1 is still in_doubt"),
    "an attempt while persons decide": (UNDECIDED, attempted(2, "v"), "attempt a1 is still undecided"),
    "an attempt while a charge is not paid in": (CHARGED, attempted(2, "v"), "is not paid in yet"),
    "an attempt of no visit": ([], attempted(1, "v"), "visit v is not open"),
    "an attempt of a visit that ended": ([*VISIT, closed("v")], attempted(1, "v"), "visit v is not open"),
    "a number used already": ([*UNCHARGED], msgspec.structs.replace(attempted(1, "v"), attempt_id="b"), "used already"),
    "the same attempt twice": (UNCHARGED, msgspec.structs.replace(attempted(2, "v"), attempt_id="a1"), "UNIQUE"),
    "an attempt of nothing": (VISIT, attempted(1, "v", 0), "whole number of fen"),
    "an attempt of half a fen": (VISIT, attempted(1, "v", cast(int, 100.0)), "whole number of fen"),
    "an approval of nothing": (VISIT, held(1), "does not have"),
    "approved for more": (BEGUN, held(1, 10001), "its approval is for 10001 fen"),
    "charged less": (BEGUN, charged(1, 9999), "its approval is for 9999 fen"),
    "charged true": ([*VISIT, attempted(1, "v", 1)], charged(1, cast(int, True)), "whole number of fen"),
    "charged by another terminal": (BEGUN, facts.CardCharged("a1", approval(1, terminal_id="T2")), "on T2"),
    "held by another approval": (HELD, OTHER, "another approval"),
    "charged by another transaction": (HELD, facts.CardCharged("a1", approval(2)), "another transaction"),
    "charged twice by different words": (
        CHARGED,
        facts.CardCharged("a1", approval(1, auth_code="ZZZZZZ")),
        "another transaction",
    ),
    "charged after it was not": (UNCHARGED, charged(1), "which is not_charged"),
    "approved after it was not": (UNCHARGED, held(1), "which is not_charged"),
    "approved after it could not tell": (UNDECIDED, held(1), "which is undecided"),
    "not charged after it was": (CHARGED, NO, "which is charged"),
    "doubted after it was charged": (CHARGED, facts.CardDoubted("a1", ""), "which is charged"),
    "undecided after it was charged": (CHARGED, facts.CardUndecided("a1", ""), "which is charged"),
    "the terminal's last transaction is called ours": (
        [*VISIT, attempted(1, "v", before=reference(1))],
        held(1),
        "was there before the attempt began",
    ),
    "credited a second time": (
        [*QUEUED, opened("w"), attempted(2, "w")],
        facts.CardCharged("a2", approval(1)),
        "is credited by attempt a1 already",
    ),
    "approved a second time": (
        [*QUEUED, opened("w"), attempted(2, "w")],
        facts.CardHeld("a2", approval(1)),
        "is credited by attempt a1 already",
    ),
    "the visit ends in the middle": (BEGUN, closed("v"), "card attempt a1 is begun"),
    "the visit ends in doubt": (DOUBTED, closed("v"), "card attempt a1 is in_doubt"),
    "the visit ends undecided": (UNDECIDED, closed("v"), "card attempt a1 is undecided"),
    "the visit ends with a charge": (CHARGED, closed("v"), "no payment covers its charge of 10000 fen"),
    "paid before it is charged": (HELD, accepted(1, "v", card=part(1)), "visit v holds none"),
    "paid without its charge": ([*CHARGED, *NOTE], accepted(1, "v", 5000), "names no charge"),
    "paid without its notes": ([*CHARGED, *NOTE], accepted(1, "v", card=part(1)), "holds 5000 fen in 1 notes"),
    "paid with another charge": (CHARGED, accepted(1, "v", card=part(2)), "the charge of attempt a2"),
    "paid with another amount": (CHARGED, accepted(1, "v", card=part(1, 9000)), "9000 fen"),
    "paid with another approval": (
        CHARGED,
        accepted(1, "v", card=CardPart("a1", approval(1, auth_code="ZZZZZZ"))),
        "another approval than its charge",
    ),
    "paid with another terminal": (
        CHARGED,
        accepted(1, "v", card=CardPart("a1", approval(1, terminal_id="T2"))),
        "on T2",
    ),
    "paid twice": ([*CHARGED, accepted(1, "v", card=part(1))], accepted(2, "v", card=part(1)), "holds none"),
    "paid as cash": (CHARGED, msgspec.structs.replace(accepted(1, "v", card=part(1)), tender="cash"), "another tender"),
    "paid as mixed": (CHARGED, msgspec.structs.replace(accepted(1, "v", card=part(1)), tender="mixed"), "another tender"),
    "paid more": (CHARGED, msgspec.structs.replace(accepted(1, "v", card=part(1)), amount=Fen(10001)), "10001 fen"),
    "taken back before it is paid in": (CHARGED, facts.CardReversalIntended("a1"), "no payment covers it"),
    "taken back while queued": (QUEUED, facts.CardReversalIntended("a1"), "payment K0001-1 is queued"),
    "taken back though posted": ([*QUEUED, posted(1)], facts.CardReversalIntended("a1"), "payment K0001-1 is posted"),
    "taken back in doubt": (
        [*QUEUED, facts.PaymentDoubted("K0001-1", "?")],
        facts.CardReversalIntended("a1"),
        "payment K0001-1 is in_doubt",
    ),
    "reversed without an intent": (OWED, facts.CardReversed("a1", ""), "which is charged"),
    "reversed, intended again": (REVERSED, facts.CardReversalIntended("a1"), "which is reversed"),
    "impossible, then reversed": (OWED_BACK, facts.CardReversed("a1", ""), "which is owed_back"),
    "impossible after persons found it, then reversed": (
        [*UNDECIDED, settled(True), charged(1), *REVERSING[4:], facts.CardReversalFailed("a1", "B5")],
        facts.CardReversed("a1", ""),
        "which is owed_back",
    ),
    "reversed, then impossible": (REVERSED, facts.CardReversalFailed("a1", ""), "which is reversed"),
    "settled by one person": (UNDECIDED, settled(False, "wang"), "it takes two persons"),
    "settled by nobody": (UNDECIDED, settled(False, " "), "it takes two persons"),
    "settled though charged": (CHARGED, settled(True), "it is charged"),
    "settled though reversed": (REVERSED, settled(False), "it is reversed"),
    "settled twice": ([*REVERSING, settled(True)], settled(False), "it is owed_back"),
    "settled as charged without a credit": (UNDECIDED, settled(True), "its charge was not recorded"),
    "settled, unknown": (VISIT, settled(False), "it is unknown"),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_M6_a_contradiction_about_a_card_writes_nothing_and_ends_the_ledger(home: Home, name: str) -> None:
    history, wrong, sentence = CONTRADICTIONS[name]
    ledger = home.open()
    ledger.commit(history)
    before, head = ledger.balances(), ledger.journal_head()
    with pytest.raises(StorageError) as refused:
        ledger.commit([facts.CaseOpened("first", "of the same commit"), wrong])
    assert sentence in str(refused.value)
    ledger.close()
    ledger = home.open()
    assert (ledger.balances(), ledger.journal_head()) == (before, head)
    check_conservation(ledger)
    ledger.close()


def test_M6_a_terminal_without_a_clock_must_count_on(home: Home) -> None:
    """No time tells two of its transactions with the same numbers apart: the second is no credit."""
    timeless = approval(1, at="")
    ledger = home.open()
    ledger.commit([*BEGUN, facts.CardCharged("a1", timeless), accepted(1, "v", card=CardPart("a1", timeless)), closed("v")])
    ledger.commit([opened("w"), attempted(2, "w")])
    with pytest.raises(StorageError, match="is credited by attempt a1 already"):
        ledger.commit([facts.CardCharged("a2", timeless)])
    ledger.close()


def test_numbers_that_come_again_on_another_day_or_terminal_are_new(ledger: SqliteLedger) -> None:
    again: tuple[dict[str, str], ...] = ({}, {"at": "2026-12-24T20:58:40"}, {"terminal_id": "T2"})
    for number, changes in enumerate(again, 1):
        visit, seen = f"v{number}", approval(1, 10000, **changes)
        order = msgspec.structs.replace(attempted(number, visit), terminal_id=seen.terminal_id)
        ledger.commit([opened(visit), order, facts.CardCharged(f"a{number}", seen)])
        ledger.commit([accepted(number, visit, card=CardPart(f"a{number}", seen)), closed(visit)])
    assert buckets(ledger) == {"card_charged": 30000, "card_queued": 30000}


def test_M6_an_approval_that_the_terminal_undid_is_no_credit(ledger: SqliteLedger) -> None:
    """Its numbers may come again: nothing was credited under them."""
    ledger.commit([*HELD, facts.CardUncharged("a1", "taken_back", ""), attempted(2, "v")])
    ledger.commit([facts.CardCharged("a2", approval(1))])
    assert buckets(ledger) == {**CHARGE, "card_held_in_visit": 10000}


def test_the_later_word_may_have_more_details_than_the_approval(ledger: SqliteLedger) -> None:
    later = approval(1, application_id="A000000333010101", entry="contactless")
    ledger.commit([*HELD, facts.CardDoubted("a1", "cut"), facts.CardCharged("a1", later)])
    ledger.commit([accepted(1, "v", card=CardPart("a1", later)), closed("v")])
    assert ledger.recall().unposted[0].card == CardPart("a1", later)


def test_many_payments_by_card_and_each_is_an_outbox_row(ledger: SqliteLedger) -> None:
    for seq in range(1, 6):
        ledger.commit(card_payment(seq, seq))
    assert [payment.card for payment in ledger.recall().unposted] == [part(seq) for seq in range(1, 6)]
    assert part(1).approval.terminal_id == CARD_TERMINAL
