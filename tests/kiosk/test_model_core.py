"""M18: histories of the whole core, a slice of them in every run; and the model finds what is seeded."""

from collections.abc import Callable, Collection
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from kiosk import events as ev, till
from kiosk.flow import Decision, Moment, State, step as flow_step
from offline_queue.outbox import DuePayment, Outbox
from tests.conftest import Tally
from tests.kiosk.model_core import CoreModel, SettlingModel


def _play(histories: int, steps: int, *phases: Phase, machine: type[CoreModel] = CoreModel) -> None:
    chosen = settings(
        max_examples=histories,
        stateful_step_count=steps,
        phases=phases or tuple(Phase),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=histories < 100,
        print_blob=False,
    )
    run_state_machine_as_test(machine, settings=chosen)


def test_m18_a_slice_of_the_model(tally: Tally) -> None:
    _play(12, 30)
    tally("model histories", 12)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_m18_the_whole_core_200_by_60(tally: Tally) -> None:
    _play(200, 60)
    tally("model histories", 200)


def test_m18_the_model_settles_money(tally: Tally) -> None:
    """A model in which nobody ever has something to decide proves nothing about deciding."""
    reached = 0

    class Counted(SettlingModel):
        def teardown(self) -> None:
            nonlocal reached
            reached += self.settled
            super().teardown()

    _play(12, 30, machine=Counted)
    tally("settlements in model histories", reached)
    assert reached > 0


def _credits_settled_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the device says late is credited, whatever persons have decided."""

    def step(state: State, event: ev.Event, moment: Moment) -> Decision:
        doubted = state.terminal.doubted
        if isinstance(event, ev.NoteStacked) and doubted is not None and doubted.settled:
            state = replace(state, terminal=replace(state.terminal, doubted=None))
        return flow_step(state, event, moment)

    monkeypatch.setattr("kiosk.till.step", step)


# ---- the model finds -------------------------------------------------------------------------------------------------


def _credits_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each report is taken for a note of its own."""

    def step(state: State, event: ev.Event, moment: Moment) -> Decision:
        plain = replace(event, latched=False) if isinstance(event, ev.NoteStacked) else event
        return flow_step(state, plain, moment)

    monkeypatch.setattr("kiosk.till.step", step)


def _acknowledges_before_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = till.Till._take

    def take(self: till.Till, event: ev.Event) -> None:
        if isinstance(event, ev.NoteStacked):
            event.promise.keep()
        taken(self, event)

    monkeypatch.setattr(till.Till, "_take", take)


def _credits_on_escrow(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = till.Till._take

    def take(self: till.Till, event: ev.Event) -> None:
        taken(self, event)
        if isinstance(event, ev.NoteEscrowed):
            taken(self, ev.NoteStacked(event.denomination))

    monkeypatch.setattr(till.Till, "_take", take)


def _sends_with_a_new_key(monkeypatch: pytest.MonkeyPatch) -> None:
    due = Outbox.due

    def renamed(self: Outbox, limit: int, passing_over: Collection[str]) -> list[DuePayment]:
        return [DuePayment(f"{row.payment_id}0", row.body) for row in due(self, limit, passing_over)]

    monkeypatch.setattr(Outbox, "due", renamed)


SEEDED = (
    _credits_repeats,
    pytest.param(_acknowledges_before_commit, marks=pytest.mark.long),  # ``tests/seeded_bugs`` finds it in every run
    _credits_on_escrow,
    _sends_with_a_new_key,
)


@pytest.mark.parametrize("bug", SEEDED)
def test_m18_a_seeded_bug_is_found(bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        _play(300, 40, Phase.generate)  # until it is found, mostly within sixty


@pytest.mark.long
def test_m18_a_second_credit_of_a_settled_note_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    _credits_settled_evidence(monkeypatch)
    with pytest.raises(AssertionError):
        _play(300, 40, Phase.generate, machine=SettlingModel)  # until it is found


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_m18_what_persons_settle_200_by_60(tally: Tally) -> None:
    _play(200, 60, machine=SettlingModel)
    tally("model histories with settlements", 200)
