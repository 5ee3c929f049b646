"""M2: the equations themselves, as arithmetic."""

import pytest
from hypothesis import given, strategies as st

from offline_queue.balances import AttemptGroup, Balances, NoteGroup, PaymentGroup, balance

FEN = st.integers(1, 10**12)
UNCOVERED = st.builds(
    NoteGroup,
    state=st.sampled_from(["intended", "returned", "stacked", "in_doubt", "settled"]),
    visit_open=st.booleans(),
    covered=st.just(False),
    total_fen=FEN,
)
ATTEMPTS = st.builds(
    AttemptGroup,
    state=st.sampled_from(["begun", "held", "in_doubt", "undecided", "not_charged", "charged"]),
    covered=st.just(False),
    total_fen=FEN,
)
PAYMENTS = st.lists(
    st.builds(
        PaymentGroup,
        state=st.sampled_from(["queued", "posted", "in_doubt", "owed", "settled"]),
        returned=st.just(False),
        cash_fen=st.integers(0, 10**12),
        card_fen=st.integers(0, 10**12),
    )
    | st.builds(PaymentGroup, state=st.just("owed"), returned=st.just(True), cash_fen=FEN, card_fen=FEN),
    max_size=12,
)
_UNCLEAR = ("begun", "held", "in_doubt", "undecided")


def covering(payments: list[PaymentGroup]) -> tuple[list[NoteGroup], list[AttemptGroup]]:
    """Exactly the notes and charges that these payments are made of."""
    notes = [NoteGroup("stacked", True, True, payment.cash_fen) for payment in payments]
    charges = [AttemptGroup("reversed" if paid.returned else "charged", True, paid.card_fen) for paid in payments]
    return notes, charges


@given(st.lists(UNCOVERED, max_size=12), st.lists(ATTEMPTS, max_size=12), PAYMENTS)
def test_M2_payments_that_cover_their_money_balance(
    notes: list[NoteGroup], attempts: list[AttemptGroup], payments: list[PaymentGroup]
) -> None:
    covered, charges = covering(payments)
    found = balance([*notes, *covered], payments, [*attempts, *charges])
    assert (found.difference_fen, found.card_difference_fen) == (0, 0)
    outside = sum(note.total_fen for note in notes if note.state in ("intended", "returned"))
    assert found.stacked_fen == sum(note.total_fen for note in (*notes, *covered)) - outside
    assert found.card_unclear_fen == sum(one.total_fen for one in attempts if one.state in _UNCLEAR)
    assert found.card_returned_fen == sum(one.total_fen for one in charges if one.state == "reversed")
    held = sum(one.total_fen for one in attempts if one.state == "charged")
    assert found.card_charged_fen == held + sum(one.total_fen for one in charges)


@given(st.lists(UNCOVERED, max_size=12), PAYMENTS, st.integers(-(10**9), 10**9).filter(bool))
def test_M2_any_other_coverage_shows_as_the_difference(
    notes: list[NoteGroup], payments: list[PaymentGroup], wrong: int
) -> None:
    covered, charges = covering(payments)
    more = NoteGroup("stacked", False, True, wrong)
    found = balance([*notes, *covered, more], payments, charges)
    assert (found.difference_fen, found.card_difference_fen) == (wrong, 0)
    found = balance([*notes, *covered], payments, [*charges, AttemptGroup("charged", True, wrong)])
    assert (found.difference_fen, found.card_difference_fen) == (0, wrong)


@pytest.mark.parametrize(
    "state",
    [PaymentGroup("vanished", False, 1, 0), PaymentGroup("posted", True, 0, 1), AttemptGroup("vanished", False, 1)],
)
def test_a_state_without_a_bucket_is_an_error(state: PaymentGroup | AttemptGroup) -> None:
    with pytest.raises(KeyError):
        balance([], *(([state], []) if isinstance(state, PaymentGroup) else ([], [state])))


def test_nothing_is_nothing() -> None:
    assert balance([], [], []) == Balances()
