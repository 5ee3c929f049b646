"""Is anybody here? Nothing that comes from afar, or by the clock, is done in front of a person or beside open money."""

from kiosk.flow.states import Closed, Home, State


def why_busy(state: State) -> str:
    """Why nothing may be begun now but by a person; empty: nobody is here, and no money is on its way."""
    terminal = state.terminal
    if not isinstance(state.visit, Home | Closed):
        return "somebody is here"
    if state.help is not None:
        return "somebody has called for help"
    if terminal.collection is not None:
        return "a swap of the cash box is not over"
    if terminal.intent is not None or terminal.lingering:
        return "a note is on its way"
    if terminal.attempt is not None or terminal.reversals:
        return "a card charge is open"
    return ""
