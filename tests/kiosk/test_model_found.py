"""M18: histories that the model of the whole core once found, step by step. Each lost or doubled a fen."""

from collections.abc import Iterator

import pytest

from kiosk import events as ev
from kiosk.money import Fen
from tests.kiosk.model_core import NUMBERS, CoreModel


@pytest.fixture
def model() -> Iterator[CoreModel]:
    """Its invariants hold after the history, and after a new process has settled what is left."""
    core = CoreModel()
    core.devices_come_up()
    yield core
    core.m2_every_fen_is_in_one_bucket()
    core.m18_the_box_and_the_rows_agree()
    core.m18_the_state_is_what_would_be_recalled()
    core.teardown()


def notes_of(core: CoreModel) -> list[tuple[str, int]]:
    return core.world.ledger._connection.execute("SELECT state, denomination_fen FROM notes ORDER BY rowid").fetchall()


def test_m18_a_later_notes_return_does_not_close_the_intent_of_one_that_is_in_the_box(model: CoreModel) -> None:
    """The commit of a stacked report failed, the acceptor lost power and with it the report. What was pushed in after that
    and came back was taken for the first note by the next process: five yuan in the box, and the books said returned."""
    model.storage_fails("before", "stacked", Fen(500))
    model.acknowledgements_are_not_heard()
    model.line_breaks(power=True, forgets=False, meanwhile=0.0)
    model.offer(Fen(500), late=True)
    model.line_breaks(power=False, forgets=False, meanwhile=0.0)
    model.die_and_begin_again(in_a_transaction=False, connects=True)
    assert notes_of(model) == [("in_doubt", 500)]
    assert model.world.device.box == {500: 1}


@pytest.mark.parametrize("last", ["stacked", "in doubt"])
def test_m18_a_note_that_was_to_go_back_and_went_in_over_a_restart_is_nobodys(model: CoreModel, last: str) -> None:
    """It was taken for the repeat of the last stacked note, or for late evidence of one in doubt."""
    model.come_to_pay(NUMBERS[0], 100, "found", mended=True)
    model.offer(Fen(5000), late=False)
    if last == "stacked":
        model.note_arrives()
    else:
        model.nobody_says_where_the_note_is(in_box=False, reported_late=False)
    model.touch(ev.FinishPressed())
    model.touch(ev.FinishPressed())  # of what lies in doubt the payer is told first
    model.touch(ev.HomePressed())
    model.the_next_return_is_not_obeyed()
    model.offer(Fen(5000), late=True)
    model.die_and_begin_again(in_a_transaction=False, connects=True)
    assert notes_of(model) == [(last.replace(" ", "_"), 5000), ("returned", 5000), ("stacked", 5000)]
    assert model.world.ledger.balances().unassigned_fen == 5000
