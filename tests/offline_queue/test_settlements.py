"""Two persons' word on money that no machine can decide: once, by two, and each fen in one bucket (trust.md M2, M5, M7,
S4; field.md X9; ADR 15)."""

import itertools
import json
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from kiosk import facts
from kiosk.accounts import AccountRef
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.open_money import MAY_BECOME, OpenKind, Settlement
from kiosk.ports import StorageError
from kiosk.recollection import OpenIntent
from kiosk.visit_types import VisitEnd
from offline_queue.balances import Balances
from offline_queue.inspection import inspect_database
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.rich import swap
from tests.offline_queue.support import (
    ACCOUNT,
    KIOSK,
    Home,
    accepted,
    card_payment,
    check_conservation,
    closed,
    intended,
    mobile,
    opened,
    posted,
    queue_payment,
    stacked,
)

NOTE_FEN = 10000


@pytest.fixture
def ledger(home: Home) -> Iterator[SqliteLedger]:
    """What is on the disk when the test ends is looked at by a new process: a refused commit ends the old one."""
    opened_here = home.open()
    yield opened_here
    opened_here.close()
    with closing(home.open()) as again:
        check_conservation(again)


def refused(home: Home, ledger: SqliteLedger, new: Sequence[AnyFact], match: str | None = None) -> Balances:
    """The commit is refused as a whole, and the ledger with it; what a new process finds."""
    with pytest.raises(StorageError, match=match):
        ledger.commit(new)
    ledger.close()
    with closing(home.open()) as again:
        check_conservation(again)
        return again.balances()


def note_settled(
    note: str,
    outcome: Settlement,
    credited_as: str = "",
    *,
    first: str = "0217",
    second: str = "0218",
    reason: str = "counted",
) -> facts.NoteSettled:
    return facts.NoteSettled(note, outcome, credited_as, first, second, "present", reason)


def payment_settled(
    payment: str,
    outcome: Settlement,
    credited_as: str = "",
    *,
    first: str = "0217",
    second: str = "0218",
    reason: str = "slip",
) -> facts.PaymentSettled:
    return facts.PaymentSettled(payment, outcome, credited_as, first, second, "hall_page", reason)


def name(seq: int) -> str:
    return f"{KIOSK}-{seq}"


def sound(home: Home, ledger: SqliteLedger) -> None:
    """The equation, and every row against what the journal alone says."""
    check_conservation(ledger)
    secrets = home.secrets
    assert inspect_database(home.data, secrets, KIOSK, None).problems == ()


# ---- one of each kind ------------------------------------------------------------------------------------------------


def note_in_doubt(ledger: SqliteLedger) -> str:
    ledger.commit([opened("v"), intended("n", "v"), facts.NoteDoubted("n", "silent"), closed("v", VisitEnd.PAID)])
    return "n"


def note_unassigned(ledger: SqliteLedger) -> str:
    """Late evidence, after its visit ended: a number was confirmed for it."""
    note_in_doubt(ledger)
    ledger.commit([stacked("n", "v")])
    return "n"


def note_found(ledger: SqliteLedger) -> str:
    ledger.commit([opened("v"), intended("gone", "v"), facts.NoteReturnedFact("gone"), closed("v")])
    ledger.commit([facts.NoteFound("n", Fen(NOTE_FEN), "v", "0217", "behind the escrow")])
    return "n"


def note_paid_in_doubt(ledger: SqliteLedger) -> str:
    queue_payment(ledger, 1)
    ledger.commit([posted(1), facts.NoteDoubted("note-1", "cheated")])
    return "note-1"


def payment_owed(ledger: SqliteLedger) -> str:
    queue_payment(ledger, 1)
    ledger.commit([facts.PaymentOwed(name(1), "account-closed")])
    return name(1)


def payment_in_doubt(ledger: SqliteLedger) -> str:
    queue_payment(ledger, 1)
    ledger.commit([facts.PaymentDoubted(name(1), "idempotency-mismatch")])
    return name(1)


MAKE = {
    OpenKind.NOTE_IN_DOUBT: note_in_doubt,
    OpenKind.NOTE_PAID_IN_DOUBT: note_paid_in_doubt,
    OpenKind.NOTE_UNASSIGNED: note_unassigned,
    OpenKind.NOTE_FOUND: note_found,
    OpenKind.PAYMENT_OWED: payment_owed,
    OpenKind.PAYMENT_IN_DOUBT: payment_in_doubt,
}
_IS_PAYMENT = {OpenKind.PAYMENT_OWED, OpenKind.PAYMENT_IN_DOUBT}


def word(kind: OpenKind, row: str, outcome: Settlement, **more: str) -> list[AnyFact]:
    """The facts of one decision, the payment that credits it among them."""
    credit = outcome is Settlement.CREDITED
    said = payment_settled if kind in _IS_PAYMENT else note_settled
    settled: AnyFact = said(row, outcome, name(2) if credit else "", **more)
    visit = "visit-1" if kind in _IS_PAYMENT else "v"
    return [settled, accepted(2, visit, NOTE_FEN)] if credit else [settled]


@pytest.mark.parametrize("outcome", Settlement)
@pytest.mark.parametrize("kind", OpenKind)
def test_m5_each_kind_becomes_what_the_table_says_and_nothing_else(
    ledger: SqliteLedger, home: Home, kind: OpenKind, outcome: Settlement
) -> None:
    row = MAKE[kind](ledger)
    before = ledger.balances()
    if outcome not in MAY_BECOME[kind]:
        assert refused(home, ledger, word(kind, row, outcome), "cannot be settled") == before
        return
    ledger.commit(word(kind, row, outcome))
    after = ledger.balances()
    assert after.stacked_fen == before.stacked_fen == NOTE_FEN
    if kind is OpenKind.NOTE_PAID_IN_DOUBT:
        assert after.posted_fen == NOTE_FEN  # its payment has it, whatever became of the paper
    elif outcome is Settlement.CREDITED:
        assert (after.queued_fen, after.settled_fen) == (NOTE_FEN, 0)
        ledger.commit([posted(2)])
        assert ledger.balances().posted_fen == NOTE_FEN
    else:
        assert (after.queued_fen, after.settled_fen) == (0, NOTE_FEN)
    sound(home, ledger)


@pytest.mark.parametrize("second", list(Settlement))
@pytest.mark.parametrize("kind", OpenKind)
def test_m4_what_is_settled_is_settled_once(ledger: SqliteLedger, home: Home, kind: OpenKind, second: Settlement) -> None:
    row = MAKE[kind](ledger)
    ledger.commit(word(kind, row, MAY_BECOME[kind][0]))
    before = ledger.balances()
    once_more = word(kind, row, second)
    if second is Settlement.CREDITED:
        said = payment_settled if kind in _IS_PAYMENT else note_settled
        visit = "visit-1" if kind in _IS_PAYMENT else "v"
        once_more = [said(row, second, name(3)), accepted(3, visit, NOTE_FEN)]
    assert refused(home, ledger, once_more, "cannot be settled") == before


BAD_WORDS = {
    "the same person twice": {"second": "0217"},
    "the same person, a blank more": {"second": " 0217 "},
    "nobody second": {"second": ""},
    "nobody first": {"first": " "},
    "no reason": {"reason": " "},
}


@pytest.mark.parametrize("wrong", BAD_WORDS)
@pytest.mark.parametrize("kind", OpenKind)
def test_s4_it_takes_two_persons_and_a_reason(ledger: SqliteLedger, home: Home, kind: OpenKind, wrong: str) -> None:
    row = MAKE[kind](ledger)
    before = ledger.balances()
    assert refused(home, ledger, word(kind, row, MAY_BECOME[kind][0], **BAD_WORDS[wrong])) == before


# ---- credit: one payment, for the very notes, in the same commit -------------------------------------------------------


WRONG_CREDITS: dict[str, Sequence[AnyFact]] = {
    "no payment": [note_settled("n", Settlement.CREDITED, name(2))],
    "no name of it": [note_settled("n", Settlement.CREDITED), accepted(2, "v", NOTE_FEN)],
    "another name": [note_settled("n", Settlement.CREDITED, name(3)), accepted(2, "v", NOTE_FEN)],
    "another amount": [note_settled("n", Settlement.CREDITED, name(2)), accepted(2, "v", 5000)],
    "twice the amount": [note_settled("n", Settlement.CREDITED, name(2)), accepted(2, "v", NOTE_FEN, NOTE_FEN)],
    "another account": [
        note_settled("n", Settlement.CREDITED, name(2)),
        accepted(2, "v", NOTE_FEN, account=mobile(3)),
    ],
    "another visit": [note_settled("n", Settlement.CREDITED, name(2)), accepted(2, "w", NOTE_FEN, account=mobile(7))],
    "a name with a hand-over": [note_settled("n", Settlement.HANDED_OVER, name(2)), accepted(2, "v", NOTE_FEN)],
    "the payment before the word": [accepted(2, "v", NOTE_FEN), note_settled("n", Settlement.CREDITED, name(2))],
}


@pytest.mark.parametrize("wrong", WRONG_CREDITS)
def test_m4_a_credit_is_one_payment_of_the_very_note(ledger: SqliteLedger, home: Home, wrong: str) -> None:
    note_in_doubt(ledger)
    ledger.commit([opened("w", mobile(7)), closed("w")])
    left = refused(home, ledger, WRONG_CREDITS[wrong])
    assert (left.in_doubt_fen, left.queued_fen) == (NOTE_FEN, 0)
    with closing(home.open()) as again:
        again.commit(word(OpenKind.NOTE_IN_DOUBT, "n", Settlement.CREDITED))
        sound(home, again)


def test_m4_a_credit_takes_no_other_note_of_the_same_visit(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([opened("v"), intended("n", "v"), facts.NoteDoubted("n", "silent")])
    ledger.commit([intended("m", "v", 5000), facts.NoteDoubted("m", "silent"), closed("v")])
    ledger.commit([stacked("m", "v", 5000)])
    ledger.commit(word(OpenKind.NOTE_IN_DOUBT, "n", Settlement.CREDITED))
    assert (ledger.balances().queued_fen, ledger.balances().unassigned_fen) == (NOTE_FEN, 5000)
    sound(home, ledger)
    ledger.commit([note_settled("m", Settlement.CREDITED, name(3)), accepted(3, "v", 5000)])
    assert (ledger.balances().queued_fen, ledger.balances().unassigned_fen) == (NOTE_FEN + 5000, 0)
    sound(home, ledger)


def test_m7_a_note_of_no_visit_is_credited_to_nobody(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([stacked("n", None), opened("v"), closed("v")])
    refused(home, ledger, word(OpenKind.NOTE_UNASSIGNED, "n", Settlement.CREDITED), "no number was ever confirmed")
    with closing(home.open()) as again:
        again.commit([note_settled("n", Settlement.HANDED_OVER)])
        assert (again.balances().unassigned_fen, again.balances().settled_fen) == (0, NOTE_FEN)
        sound(home, again)


def test_m7_nothing_is_settled_while_its_visit_is_open(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit([opened("v"), intended("n", "v"), facts.NoteDoubted("n", "silent")])
    assert refused(home, ledger, [note_settled("n", Settlement.NOT_THERE)], "not ended").in_doubt_fen == NOTE_FEN


def test_m5_a_settled_payment_is_never_sent_again_and_a_queued_or_posted_one_is_never_settled(
    ledger: SqliteLedger, home: Home
) -> None:
    payment_owed(ledger)
    ledger.commit([payment_settled(name(1), Settlement.HANDED_OVER)])
    queue_payment(ledger, 2, mobile(2))
    queue_payment(ledger, 3, mobile(3))
    ledger.commit([posted(3)])
    assert [one.payment_id for one in ledger.recall().unposted] == [name(2)]
    before = ledger.balances()
    ledger.close()
    for seq, outcome in itertools.product((2, 3), Settlement):
        assert refused(home, home.open(), [payment_settled(name(seq), outcome)]) == before
    with closing(home.open()) as again:
        sound(home, again)


@pytest.mark.parametrize(
    "late",
    [posted(1), facts.PaymentOwed(name(1), "no"), facts.PaymentDoubted(name(1), "no")],
    ids=lambda fact: type(fact).__name__,
)
def test_m5_a_late_answer_opens_no_settled_payment_again(ledger: SqliteLedger, home: Home, late: AnyFact) -> None:
    payment_owed(ledger)
    ledger.commit([payment_settled(name(1), Settlement.HANDED_OVER)])
    assert refused(home, ledger, [late]).settled_fen == NOTE_FEN


# ---- a card in it ----------------------------------------------------------------------------------------------------


def mixed(ledger: SqliteLedger, *after: AnyFact, account: AccountRef = ACCOUNT) -> None:
    """Payment 1 of a note and a charge of 100 yuan each, refused."""
    sale = card_payment(1, 1, account)
    ledger.commit([sale[0], intended("n", "card-visit-1"), stacked("n", "card-visit-1"), *sale[1:-2]])
    part = sale[-2]
    assert isinstance(part, facts.PaymentAccepted)
    ledger.commit([accepted(1, "card-visit-1", NOTE_FEN, account=account, card=part.card), closed("card-visit-1")])
    ledger.commit([facts.PaymentOwed(name(1), "account-closed"), facts.CardReversalIntended("a1"), *after])


def test_m7_a_refused_charge_that_was_not_even_ordered_back_settles_nothing(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit(card_payment(1, 1))
    ledger.commit([facts.PaymentOwed(name(1), "no")])
    left = refused(home, ledger, [payment_settled(name(1), Settlement.HANDED_OVER)], "stands")
    assert left.card_owed_fen == 10000


def test_m7_while_the_charge_goes_back_nothing_is_settled(ledger: SqliteLedger, home: Home) -> None:
    mixed(ledger)
    left = refused(home, ledger, [payment_settled(name(1), Settlement.HANDED_OVER)], "under_way")
    assert left.owed_fen == NOTE_FEN


@pytest.mark.parametrize("outcome", MAY_BECOME[OpenKind.PAYMENT_OWED])
def test_m7_after_the_charge_went_back_only_the_notes_are_open(
    ledger: SqliteLedger, home: Home, outcome: Settlement
) -> None:
    mixed(ledger, facts.CardReversed("a1", "00"))
    credit = outcome is Settlement.CREDITED
    new: list[AnyFact] = [accepted(2, "card-visit-1", NOTE_FEN)] if credit else []
    ledger.commit([payment_settled(name(1), outcome, name(2) if credit else ""), *new])
    found = ledger.balances()
    assert (found.queued_fen, found.settled_fen) == ((NOTE_FEN, 0) if credit else (0, NOTE_FEN))
    assert (found.card_returned_fen, found.card_owed_fen, found.card_settled_fen) == (10000, 0, 0)
    sound(home, ledger)


def test_m7_a_charge_that_is_owed_is_handed_over_and_its_late_return_is_still_in_one_bucket(
    ledger: SqliteLedger, home: Home
) -> None:
    owed = facts.CardSettledFact("a1", True, "0217", "0218", "statement")
    mixed(ledger, owed)
    credit: list[AnyFact] = [payment_settled(name(1), Settlement.CREDITED, name(2))]
    credit.append(accepted(2, "card-visit-1", NOTE_FEN))
    refused(home, ledger, credit)
    with closing(home.open()) as again:
        again.commit([payment_settled(name(1), Settlement.HANDED_OVER)])
        assert (again.balances().settled_fen, again.balances().card_settled_fen) == (NOTE_FEN, 10000)
        sound(home, again)
        again.commit([facts.CardReversed("a1", "00")])
        assert (again.balances().settled_fen, again.balances().card_returned_fen) == (NOTE_FEN, 10000)
        sound(home, again)


def test_m7_a_charge_that_went_back_whole_leaves_nothing_to_settle(ledger: SqliteLedger, home: Home) -> None:
    ledger.commit(card_payment(1, 1))
    ledger.commit([facts.PaymentOwed(name(1), "no"), facts.CardReversalIntended("a1"), facts.CardReversed("a1", "00")])
    left = refused(home, ledger, [payment_settled(name(1), Settlement.HANDED_OVER)], "0 fen")
    assert left.card_returned_fen == 10000


# ---- late evidence, found notes, memory ------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", MAY_BECOME[OpenKind.NOTE_IN_DOUBT])
def test_m4_late_evidence_after_a_settlement_credits_nobody_a_second_time(
    ledger: SqliteLedger, home: Home, outcome: Settlement
) -> None:
    note_in_doubt(ledger)
    ledger.commit(word(OpenKind.NOTE_IN_DOUBT, "n", outcome))
    assert ledger.recall().doubted == OpenIntent("n", "v", Fen(NOTE_FEN), settled=True)
    before = ledger.balances()
    ledger.commit([stacked("n", "v"), facts.CaseOpened("evidence_after_settlement", "note n")])
    assert ledger.balances() == before
    memory = ledger.recall()
    assert memory.doubted is None
    assert memory.last_stacked is not None
    assert memory.last_stacked.note_id == "n"
    sound(home, ledger)
    assert refused(home, ledger, [stacked("n", "v")]) == before


def test_x9_a_found_note_is_in_doubt_and_hides_no_doubt_of_the_device(ledger: SqliteLedger, home: Home) -> None:
    note_in_doubt(ledger)
    ledger.commit([facts.NoteFound("f", Fen(5000), None, "0217", "in the path")])
    assert ledger.balances().in_doubt_fen == NOTE_FEN + 5000
    assert ledger.recall().doubted == OpenIntent("n", "v", Fen(NOTE_FEN))
    sound(home, ledger)
    ledger.commit([note_settled("f", Settlement.COUNTERFEIT)])
    sound(home, ledger)


def test_f57_a_note_in_somebodys_hand_is_in_no_box(ledger: SqliteLedger, home: Home) -> None:
    """Neither surely nor perhaps: who counts the box must not look for it."""
    note_in_doubt(ledger)
    ledger.commit([facts.NoteFound("f", Fen(5000), None, "0217", "in the path")])
    ledger.commit([facts.NoteFound("g", Fen(2000), None, "0217", "in the path")])
    ledger.commit([note_settled("g", Settlement.HANDED_OVER)])
    swap(ledger, 1)
    row = ledger._connection.execute("SELECT expected, in_doubt FROM collections").fetchone()
    assert row == ("[]", f"[[{NOTE_FEN},1]]")
    sound(home, ledger)


@pytest.mark.parametrize(
    "wrong",
    [
        facts.NoteFound("n", Fen(NOTE_FEN), None, "0217", "path"),
        facts.NoteFound("f", Fen(0), None, "0217", "path"),
        facts.NoteFound("f", Fen(-5), None, "0217", "path"),
        facts.NoteFound("f", Fen(NOTE_FEN), "nobody's", "0217", "path"),
        facts.NoteFound("f", Fen(NOTE_FEN), "open", "0217", "path"),
    ],
    ids=["known note", "nothing", "less than nothing", "unknown visit", "open visit"],
)
def test_x9_what_cannot_have_been_found(ledger: SqliteLedger, home: Home, wrong: AnyFact) -> None:
    note_in_doubt(ledger)
    ledger.commit([opened("open")])
    assert refused(home, ledger, [wrong]).in_doubt_fen == NOTE_FEN


def test_x9_no_device_can_speak_of_a_found_note(ledger: SqliteLedger, home: Home) -> None:
    note_found(ledger)
    ledger.close()
    for late in (stacked("n", "v"), stacked("n", None), facts.NoteReturnedFact("n")):
        assert refused(home, home.open(), [late]).in_doubt_fen == NOTE_FEN


def test_m8_a_commit_that_is_cut_leaves_all_or_nothing(home: Home) -> None:
    """Between any two commits of the way from doubt to posted, a new process goes on."""
    history: list[list[AnyFact]] = [
        [opened("v"), intended("n", "v")],
        [facts.NoteDoubted("n", "silent"), closed("v")],
        [
            facts.ActApproved("act", "settle", "0217", "0218", "present", NOTE_FEN),
            *word(OpenKind.NOTE_IN_DOUBT, "n", Settlement.CREDITED),
        ],
        [posted(2)],
    ]
    expected = ["", "in_doubt_fen", "queued_fen", "posted_fen"]
    for commit, bucket in zip(history, expected, strict=True):
        ledger = home.open()
        ledger.commit(commit)
        ledger._connection.execute("BEGIN IMMEDIATE")
        ledger._connection.execute("UPDATE notes SET denomination_fen = 1")
        ledger.close()
        again = home.open()
        check_conservation(again)
        assert not bucket or getattr(again.balances(), bucket) == NOTE_FEN
        again.close()


def test_health_hears_of_every_decision(ledger: SqliteLedger, home: Home) -> None:
    note_found(ledger)
    ledger.commit(word(OpenKind.NOTE_FOUND, "n", Settlement.CREDITED))
    rows = ledger._connection.execute("SELECT data FROM health_events WHERE kind = 'money' ORDER BY event_seq").fetchall()
    told = [json.loads(data) for (data,) in rows]
    assert [(one["what"], one["fen"], one["id"]) for one in told] == [
        ("in_doubt", NOTE_FEN, "n"),
        ("settled", NOTE_FEN, "n"),
    ]
    said = {"reason": "credited", "credited_as": name(2), "staff_id": "0217", "second_id": "0218", "basis": "counted"}
    assert told[1] == {"what": "settled", "fen": NOTE_FEN, "id": "n", **said}


def test_m8_a_damaged_ledger_is_rebuilt_with_its_settlements(home: Home) -> None:
    ledger = home.open()
    kinds = itertools.count(10)
    note_found(ledger)
    ledger.commit(word(OpenKind.NOTE_FOUND, "n", Settlement.CREDITED))
    for outcome in (Settlement.HANDED_OVER, Settlement.CREDITED):
        seq = next(kinds)
        queue_payment(ledger, seq, mobile(seq))
        ledger.commit([facts.PaymentOwed(name(seq), "account-closed")])
        credit = outcome is Settlement.CREDITED
        new: list[AnyFact] = [accepted(20, f"visit-{seq}", NOTE_FEN, account=mobile(seq))] if credit else []
        ledger.commit([payment_settled(name(seq), outcome, name(20) if credit else ""), *new])
    before = ledger.balances()
    ledger.close()
    database = home.data / "ledger.db"
    database.write_bytes(b"\0" * 4096 + database.read_bytes()[4096:])
    again = home.open()
    assert again.balances() == before
    sound(home, again)
