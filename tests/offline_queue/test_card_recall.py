"""M6, M8: what a terminal needs to know of its cards after any interruption; and the day of its card terminal."""

import pytest

from kiosk import facts
from kiosk.card import CardAttempt, CardIdentity
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.recollection import OpenAttempt, OpenReversal, UnpostedPayment
from offline_queue.card_day import CardDay, ClosedDay, DayCharge
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import (
    ACCOUNT,
    CARD_TERMINAL,
    NOW,
    Home,
    accepted,
    approval,
    attempted,
    card_payment,
    charged,
    held,
    intended,
    opened,
    part,
    posted,
    reference,
    stacked,
)

ORDER: list[AnyFact] = [opened("v"), attempted(7, "v", before=reference(6, 500, at=""))]
ATTEMPT = CardAttempt("a7", "000007", Fen(10000), CARD_TERMINAL, reference(6, 500, at=""), NOW)
APPROVED = CardAttempt("a7", "000007", Fen(10000), CARD_TERMINAL, reference(6, 500, at=""), NOW, approval(7))
CUT = facts.CardDoubted("a7", "the line was cut")


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([], OpenAttempt(ATTEMPT, "v")),
        ([held(7)], OpenAttempt(APPROVED, "v")),
        ([CUT], OpenAttempt(ATTEMPT, "v")),
        ([held(7), CUT], OpenAttempt(APPROVED, "v")),
        ([CUT, held(7)], OpenAttempt(APPROVED, "v")),
        ([CUT, facts.CardUndecided("a7", "no journal")], OpenAttempt(ATTEMPT, "v", undecided="no journal")),
        ([facts.CardUndecided("a7", "")], OpenAttempt(ATTEMPT, "v", undecided="the terminal did not say why")),
        ([facts.CardUncharged("a7", "funds", "51")], None),
        ([charged(7)], None),
    ],
)
def test_m6_an_open_attempt_is_recalled_with_all_that_is_known(
    home: Home, history: list[AnyFact], expected: OpenAttempt | None
) -> None:
    ledger = home.open()
    ledger.commit([*ORDER, *history])
    ledger.close()
    ledger = home.open()
    found = ledger.recall()
    assert (found.attempt, found.next_card_seq, len(found.open_visits)) == (expected, 8, 1)
    ledger.close()


def test_m6_an_attempt_without_a_transaction_before_it(ledger: SqliteLedger) -> None:
    assert (ledger.recall().attempt, ledger.recall().next_card_seq) == (None, 1)
    ledger.commit([opened("v"), attempted(1_234_567, "v")])
    found = ledger.recall().attempt
    assert found is not None
    assert (found.attempt.before, found.attempt.ticket) == (None, "234567")


def test_m6_a_charge_without_its_payment_is_its_visits_money(ledger: SqliteLedger) -> None:
    ledger.commit([*ORDER, intended("n", "v", 500), stacked("n", "v", 500), charged(7)])
    (visit,) = ledger.recall().open_visits
    assert (visit.card, [note.note_id for note in visit.notes]) == (part(7), ["n"])
    ledger.commit([accepted(1, "v", 500, card=part(7))])
    (visit,) = ledger.recall().open_visits
    assert (visit.card, visit.notes) == (None, ())
    assert ledger.recall().unposted == (UnpostedPayment("K0001-1", ACCOUNT, Fen(10500), part(7)),)


def test_m6_reversals_are_recalled_in_the_order_they_were_intended(home: Home) -> None:
    ledger = home.open()
    for seq in (1, 2, 3, 4):
        ledger.commit([*card_payment(seq, seq), facts.PaymentOwed(f"K0001-{seq}", "no")])
    ledger.commit([facts.CardReversalIntended(f"a{number}") for number in (3, 1, 4)])
    ledger.close()
    ledger = home.open()
    wanted = [OpenReversal(part(number), f"K0001-{number}") for number in (3, 1, 4)]
    assert ledger.recall().reversals == tuple(wanted)
    ledger.commit([facts.CardReversed("a1", "00"), facts.CardReversalFailed("a4", "B5")])
    assert ledger.recall().reversals == (wanted[0],)
    ledger.commit([facts.CardSettledFact("a3", False, "wang", "li", "statement")])
    assert ledger.recall().reversals == ()
    ledger.close()


def test_s12_the_newest_bound_card_terminal_is_recalled(ledger: SqliteLedger) -> None:
    assert ledger.recall().card_terminal is None
    ledger.commit([facts.CardTerminalBound("T1", "", "PT 1"), facts.CardTerminalBound("T2", "M2", "PT 2")])
    assert ledger.recall().card_terminal == CardIdentity("T2", "M2", "PT 2")


# ---- the day ---------------------------------------------------------------------------------------------------------


def refused(ledger: SqliteLedger, seq: int) -> None:
    """The centre refuses this payment, and its charge goes back to the card."""
    back: list[AnyFact] = [facts.CardReversalIntended(f"a{seq}"), facts.CardReversed(f"a{seq}", "00")]
    ledger.commit([facts.PaymentOwed(f"K0001-{seq}", "no"), *back])


def closed_day(count: int | None, amount: int | None, code: str = "", terminal: str = CARD_TERMINAL) -> facts.CardDayClosed:
    return facts.CardDayClosed(terminal, count, None if amount is None else Fen(amount), code)


def charge(number: int, counts: int, state: str = "charged", amount: int = 10000) -> DayCharge:
    seen = reference(number)
    return DayCharge(
        f"a{number}", CARD_TERMINAL, Fen(amount), seen.receipt, seen.trace, seen.at, state, counts_fen=Fen(counts)
    )


def test_f58_a_day_without_charges(ledger: SqliteLedger) -> None:
    assert ledger.card_day() == CardDay(0, Fen(0), (), None, "")
    ledger.commit([closed_day(0, 0)])
    assert ledger.card_day() == CardDay(0, Fen(0), (), ClosedDay(CARD_TERMINAL, NOW, 0, Fen(0), 0, Fen(0), (), ()), "")


def test_f58_the_open_day_counts_what_stands(ledger: SqliteLedger) -> None:
    for seq in (1, 2, 3):
        ledger.commit(card_payment(seq, seq))
    ledger.commit([opened("v"), attempted(4, "v"), held(4), facts.CardUncharged("a4", "taken_back", "")])
    ledger.commit([attempted(5, "v"), held(5)])  # nobody knows yet
    ledger.commit([posted(1)])
    refused(ledger, 2)
    charges = (charge(1, 10000), charge(2, 0, "reversed"), charge(3, 10000))
    assert ledger.card_day() == CardDay(2, Fen(20000), charges, None, "")


def test_f58_a_day_that_the_terminal_did_not_close_goes_on(ledger: SqliteLedger) -> None:
    ledger.commit([*card_payment(1, 1), closed_day(None, None, "D1")])
    day = ledger.card_day()
    assert (day.count, day.amount_fen, day.last, day.refused) == (1, 10000, None, "D1")
    ledger.commit([closed_day(1, 10000)])
    day = ledger.card_day()
    assert (day.count, day.charges, day.refused) == (0, (), "")
    assert day.last == ClosedDay(CARD_TERMINAL, NOW, 1, Fen(10000), 1, Fen(10000), (charge(1, 10000),), ())


@pytest.mark.parametrize(
    ("count", "amount", "differences"),
    [
        (2, 20000, ()),
        (None, None, ()),
        (2, None, ()),
        (3, 20000, ("the terminal closed its day with 3 charges, the ledger has 2",)),
        (2, 20001, ("the terminal closed its day with 200.01, the ledger has 200.00",)),
        (
            0,
            0,
            (
                "the terminal closed its day with 0 charges, the ledger has 2",
                "the terminal closed its day with 0.00, the ledger has 200.00",
            ),
        ),
    ],
)
def test_f58_each_difference_of_a_closed_day_is_told(
    ledger: SqliteLedger, count: int | None, amount: int | None, differences: tuple[str, ...]
) -> None:
    ledger.commit([*card_payment(1, 1), closed_day(1, 10000)])
    ledger.commit([*card_payment(2, 2), *card_payment(3, 3), closed_day(count, amount)])
    ledger.commit(card_payment(4, 4))
    day = ledger.card_day()
    assert (day.count, day.charges) == (1, (charge(4, 10000),))
    assert day.last is not None
    assert (day.last.count, day.last.amount_fen, day.last.differences) == (2, 20000, differences)
    assert day.last.charges == (charge(2, 10000), charge(3, 10000))


def test_f58_a_charge_taken_back_on_a_later_day_counts_against_that_day(ledger: SqliteLedger) -> None:
    ledger.commit([*card_payment(1, 1), closed_day(1, 10000), *card_payment(2, 2)])
    refused(ledger, 1)
    day = ledger.card_day()
    assert (day.count, day.amount_fen) == (1, 0)
    assert day.charges == (charge(1, -10000, "reversed"), charge(2, 10000))
    assert day.last is not None
    assert (day.last.charges, day.last.differences) == ((charge(1, 10000, "reversed"),), ())
    ledger.commit([closed_day(None, 0)])
    day = ledger.card_day()
    assert day.last is not None
    assert (day.last.amount_fen, day.last.differences, day.charges) == (0, (), ())


def test_f58_each_terminal_has_days_of_its_own(ledger: SqliteLedger) -> None:
    """After an exchange the old one's charges are still open until its own day is closed."""
    ledger.commit([*card_payment(1, 1), closed_day(0, 0, terminal="T2")])
    day = ledger.card_day()
    assert (day.count, day.charges) == (1, (charge(1, 10000),))
    assert day.last is not None
    assert (day.last.terminal_id, day.last.count) == ("T2", 0)
