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
from tests.kiosk.model_core import CoreModel


def _play(histories: int, steps: int, *phases: Phase) -> None:
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
    run_state_machine_as_test(CoreModel, settings=chosen)


def test_m18_a_slice_of_the_model(tally: Tally) -> None:
    _play(12, 30)
    tally("model histories", 12)


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_m18_the_whole_core_200_by_60(tally: Tally) -> None:
    _play(200, 60)
    tally("model histories", 200)


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


SEEDED = (_credits_repeats, _acknowledges_before_commit, _credits_on_escrow, _sends_with_a_new_key)


@pytest.mark.parametrize("bug", SEEDED)
def test_m18_a_seeded_bug_is_found(bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        _play(60, 40, Phase.generate)
