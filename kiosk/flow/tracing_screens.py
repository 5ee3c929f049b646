"""The search by a slip's code: from the state to what the screen shows. Pure."""

from kiosk.flow.staff_states import Tracing
from kiosk.flow.states import State
from kiosk.flow.tracing import can_confirm
from kiosk.journey_views import TracingView
from kiosk.staff import Role
from kiosk.staff_views import WhoView


def tracing(_state: State, page: Tracing) -> TracingView:
    return TracingView(
        who=WhoView(page.member.staff_id, page.member.name, page.member.roles),
        typed=page.typed,
        can_confirm=can_confirm(page),
        busy=bool(page.ticket),
        problem=page.problem,
        sheet=page.sheet,
        is_blind=page.member.may(Role.CASH),
    )
