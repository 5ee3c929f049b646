"""What a handler stands before: its page, and who asks there. The table calls it for no other page."""

from typing import TypeVar

from kiosk.flow.enquiry_states import Enquirer
from kiosk.flow.states import State

_Page = TypeVar("_Page")


def page(state: State, kind: type[_Page]) -> _Page:
    assert isinstance(state.visit, kind)
    return state.visit


def enquirer(state: State) -> Enquirer:
    assert state.enquirer is not None
    return state.enquirer
