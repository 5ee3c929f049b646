"""M2: the equation itself, as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_queue.balances import Balances, NoteGroup, balance

UNCOVERED = st.builds(
    NoteGroup,
    state=st.sampled_from(["intended", "returned", "stacked", "in_doubt", "settled"]),
    visit_open=st.booleans(),
    covered=st.just(False),
    total_fen=st.integers(1, 10**12),
)
PAYMENTS = st.dictionaries(st.sampled_from(["queued", "posted", "in_doubt", "owed", "settled"]), st.integers(1, 10**12))


@given(st.lists(UNCOVERED, max_size=12), PAYMENTS)
def test_M2_payments_that_cover_their_notes_balance(notes: list[NoteGroup], payments: dict[str, int]) -> None:
    covered = [NoteGroup("stacked", True, True, amount) for amount in payments.values()]
    found = balance([*notes, *covered], payments)
    assert found.difference_fen == 0
    outside = sum(note.total_fen for note in notes if note.state in ("intended", "returned"))
    assert found.stacked_fen == sum(note.total_fen for note in (*notes, *covered)) - outside


@given(st.lists(UNCOVERED, max_size=12), PAYMENTS, st.integers(-(10**9), 10**9).filter(bool))
def test_M2_any_other_coverage_shows_as_the_difference(
    notes: list[NoteGroup], payments: dict[str, int], wrong: int
) -> None:
    covered = NoteGroup("stacked", False, True, sum(payments.values()) + wrong)
    assert balance([*notes, covered], payments).difference_fen == wrong


def test_a_state_without_a_bucket_is_an_error() -> None:
    with pytest.raises(KeyError):
        balance([], {"vanished": 1})


def test_nothing_is_nothing() -> None:
    assert balance([], {}) == Balances()
