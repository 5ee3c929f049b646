"""The pages of two persons' acts: from the state to what the screen shows. Pure; the clock is the frame's."""

from typing import Final

from kiosk import acts
from kiosk.acts import Act
from kiosk.box_views import BoxLine, CollectionView, SecondPersonView
from kiosk.collection import TYPED, BoxStep, OpenCollection
from kiosk.flow import boxes, collecting, second_person
from kiosk.flow.box_states import Collecting, SecondPerson
from kiosk.flow.logging_off import hands_inside
from kiosk.flow.staff_states import StaffLogin
from kiosk.flow.states import State
from kiosk.messages import Message
from kiosk.staff import StaffMember
from kiosk.staff_views import WhoView

_ACT_NAMES: Final[dict[type[Act], str]] = {
    acts.OpenCollection: "act_open_collection",
    acts.CloseCollection: "act_close_collection",
    acts.GiveUpCollection: "act_give_up_collection",
    acts.ReleaseStop: "act_release",
    acts.SettleCharge: "act_settle_charge",
    acts.SettleMoney: "act_settle_money",
    acts.FindNote: "act_find_note",
    acts.Unlock: "act_unlock",
}


def second(_state: State, page: SecondPerson) -> SecondPersonView:
    secret = bool(page.staff_id)
    return SecondPersonView(
        who=who(page.member),
        act=Message(_ACT_NAMES[type(page.act)]),
        way=page.way,
        wants_id=not secret,
        second=page.staff_id,
        digits=page.digits if not secret or page.way == "offline_code" else "",
        typed=len(page.digits),
        challenge=page.challenge,
        hall=page.hall.value,
        busy=bool(page.ticket),
        can_confirm=second_person.can_confirm(page),
        problem=page.problem,
        logged_in=not isinstance(page.back, StaffLogin),
    )


def collection(state: State, page: Collecting) -> CollectionView:
    swap = state.terminal.collection
    shown = page.problem
    if swap is None and page.closed is None and shown is None:
        shown = boxes.problem_message(boxes.problem_of_opening(state))
    return CollectionView(
        who=who(page.member),
        step=_step(state, page, swap),
        collection_id=page.closed.collection_id if page.closed else swap.collection_id if swap else "",
        second=swap.second if swap else "",
        typed=page.text,
        done=_done(swap),
        lines=_lines(swap),
        can_confirm=collecting.can_confirm(state, page),
        can_give_up=swap is not None and not boxes.problem_of_giving_up(state),
        can_print=collecting.can_print(state, page),
        slip=page.closed.printing.value if page.closed else "",
        hands_inside=hands_inside(state.terminal),
        problem=shown,
    )


def _step(state: State, page: Collecting, swap: OpenCollection | None) -> str:
    if page.closed is not None:
        return "closed"
    if swap is None:
        return "start"
    step = page.field or swap.next_step
    if step is not None:
        return step.value
    return "close" if state.terminal.acceptor.usable else BoxStep.BOX_BACK.value  # it was taken out once more


def _done(swap: OpenCollection | None) -> tuple[str, ...]:
    if swap is None:
        return ()
    out = (BoxStep.BOX_OUT.value,) if swap.box_was_out else ()
    back = (BoxStep.BOX_BACK.value,) if swap.box_came_back else ()
    return (*out, *(step.value for step in TYPED if swap.typed(step) is not None), *back)


def _lines(swap: OpenCollection | None) -> tuple[BoxLine, ...]:
    if swap is None:
        return ()
    return tuple(BoxLine(step.value, text) for step in TYPED if (text := swap.typed(step)) is not None)


def who(member: StaffMember) -> WhoView:
    return WhoView(member.staff_id, member.name, member.roles)
