"""What becomes true of the terminal's own story: no step of a visit, and nobody at the screen waits."""

from kiosk.events import EventsAhead, EventsKept, RunEnding
from kiosk.facts import EventsForgotten, EventsNumberedFrom, RunStopped
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.states import State


def run_ending(state: State, event: RunEnding, _moment: Moment) -> Decision:
    return Decision(state, later=(RunStopped(event.why),))


def events_kept(state: State, event: EventsKept, _moment: Moment) -> Decision:
    return Decision(state, later=(EventsForgotten(event.next_expected_seq),))


def events_ahead(state: State, event: EventsAhead, _moment: Moment) -> Decision:
    return Decision(state, later=(EventsNumberedFrom(event.event_seq),))
