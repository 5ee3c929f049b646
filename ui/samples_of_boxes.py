"""The samples of the second person's page and of a swap of the cash box."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.box_views import BoxBody, BoxLine, CollectionView, SecondPersonView
from kiosk.collection import TYPED, BoxStep
from kiosk.messages import Message
from kiosk.staff import Role
from kiosk.staff_views import WhoView
from kiosk.visit_types import Language

_WHO: Final = WhoView("0218", "李*", frozenset({Role.CASH}))
_TEXTS: Final = ("BX-0007", "S-20261121-991", "BX-0012", "")
_LONG: Final = ("BOX-MODEL-7-SERIAL-000000000000000000007", "S-20261121-991", "BX-0012", "")


def _swap(step: str, texts: int = 0, which: tuple[str, ...] = _TEXTS, **more: Any) -> CollectionView:
    """Under way, with so many texts typed."""
    lines = tuple(BoxLine(one.value, text) for one, text in zip(TYPED, which[:texts], strict=False))
    out = () if step == "box_out" else (BoxStep.BOX_OUT.value,)
    back = (BoxStep.BOX_BACK.value,) if step == "close" else ()
    done = (*out, *(line.step for line in lines), *back)
    return CollectionView(_WHO, step, "K0003-C7", "0219", done=done, lines=lines, **more)


_SECOND: Final = SecondPersonView(
    _WHO,
    Message("act_open_collection"),
    "present",
    wants_id=True,
    second="",
    digits="",
    typed=0,
    challenge="21768182",
    hall="not_asked",
)
_UNLOCK: Final = replace(
    _SECOND,
    who=WhoView("0217", "", frozenset()),
    act=Message("act_unlock"),
    way="offline_code",
    logged_in=False,
)
_START: Final = CollectionView(_WHO, "start", can_confirm=True)
_CLOSED: Final = CollectionView(_WHO, "closed", "K0003-C7")
_HALLS: Final = ("asking", "open", "unreachable", "refused", "expired")
_PROBLEMS: Final = (
    *("second_same", "second_may_not", "second_must_change", "second_unknown", "second_minute_over", "staff_refused"),
)


def _of(body: BoxBody) -> Callable[[Language], BoxBody]:
    return lambda _language: body


BOX_SAMPLES: Final[dict[str, Callable[[Language], BoxBody]]] = {
    "box_start": _of(_START),
    "box_given_up": _of(replace(_START, problem=Message("box_given_up"))),
    "box_not_now": _of(replace(_START, can_confirm=False, problem=Message("box_note_moving"))),
    "box_card_moving": _of(replace(_START, can_confirm=False, problem=Message("box_card_moving"))),
    "box_too_late": _of(replace(_START, problem=Message("second_too_late"))),
    "box_first_gone": _of(replace(_START, problem=Message("second_first_gone"))),
    "box_impossible": _of(replace(_START, problem=Message("second_act_impossible"))),
    "box_is_open": _of(replace(_START, can_confirm=False, problem=Message("box_is_open"))),
    "box_visit": _of(replace(_START, can_confirm=False, problem=Message("box_visit"))),
    "box_out": _of(_swap("box_out", can_give_up=True)),
    "box_serial_out": _of(_swap("serial_out")),
    "box_serial_out_typing": _of(_swap("serial_out", typed="BX-0007", can_confirm=True)),
    "box_serial_long": _of(_swap("serial_out", typed=_LONG[0], can_confirm=True)),
    "box_serial_empty": _of(_swap("serial_out", problem=Message("box_serial_empty"))),
    "box_text_wrong": _of(_swap("serial_out", problem=Message("box_text_wrong"))),
    "box_seal_out": _of(_swap("seal_out", 1, can_confirm=True)),
    "box_serial_in": _of(_swap("serial_in", 2)),
    "box_seal_in": _of(_swap("seal_in", 3, typed="S-20261121-991", problem=Message("box_same_seal"))),
    "box_back": _of(_swap("box_back", 4)),
    "box_close": _of(_swap("close", 4, can_confirm=True)),
    "box_close_long": _of(_swap("close", 4, _LONG, can_confirm=True)),
    "box_closed": _of(replace(_CLOSED, slip="done", can_print=True)),
    "box_closed_printing": _of(replace(_CLOSED, slip="waiting")),
    "box_closed_unprinted": _of(replace(_CLOSED, slip="failed", can_print=True)),
    "second_id": _of(_SECOND),
    "second_id_typing": _of(replace(_SECOND, digits="0219", typed=4, can_confirm=True)),
    "second_pin": _of(replace(_SECOND, wants_id=False, second="0219", typed=4)),
    "second_pin_long": _of(replace(_SECOND, wants_id=False, second="021900000000", typed=12, can_confirm=True)),
    "second_pin_busy": _of(replace(_SECOND, wants_id=False, second="0219", busy=True)),
    "second_locked": _of(replace(_SECOND, problem=Message("staff_locked", (("minutes", "30"),)))),
    **{f"problem_{name}": _of(replace(_SECOND, problem=Message(name))) for name in _PROBLEMS},
    **{f"second_hall_{hall}": _of(replace(_SECOND, way="hall_page", hall=hall)) for hall in _HALLS},
    "second_code_id": _of(replace(_SECOND, way="offline_code")),
    "second_code": _of(
        replace(_SECOND, way="offline_code", wants_id=False, second="0219", digits="66034641", typed=8, can_confirm=True)
    ),
    "second_code_wrong": _of(replace(_SECOND, way="offline_code", problem=Message("staff_refused"))),
    "unlock_id": _of(_UNLOCK),
    "unlock_code": _of(replace(_UNLOCK, wants_id=False, second="0219", digits="66034641", typed=8, can_confirm=True)),
    "unlock_wrong": _of(replace(_UNLOCK, problem=Message("staff_refused"))),
    "second_no_key": _of(replace(_SECOND, challenge="")),
}
