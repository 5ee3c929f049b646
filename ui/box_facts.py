"""What the second person's page and the swap of a cash box show; part of ``presentation.py``."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from kiosk.approval import CODE_DIGITS
from kiosk.box_views import BoxBody, CollectionView, SecondPersonView
from kiosk.collection import TYPED, BoxStep
from kiosk.messages import Message
from kiosk.staff import PIN_DIGITS, Role
from kiosk.staff_views import WhoView

if TYPE_CHECKING:
    from ui.presentation import Facts, Say

_TYPED: Final = frozenset(step.value for step in TYPED)
_KEYS: Final = {"start": "box_key_start", "close": "box_key_close"}


def collection_facts(body: CollectionView, say: "Say") -> "Facts":
    texts = {line.step: line.text for line in body.lines}
    under_way = body.step not in ("start", "closed")
    return {
        "who": _who(body.who, say),
        "step": body.step,
        "name": body.collection_id,
        "now": say(Message(f"box_now_{body.step}")),
        "note": say(Message("box_may_leave" if under_way else "box_no_sum")),
        "steps": [_step(step, body, texts, say) for step in ("opened", *BoxStep)] if body.step != "closed" else [],
        "typing": body.step in _TYPED,
        "typed": body.typed,
        "key": say(Message(_KEYS.get(body.step, "box_key_next"))),
        "hasKey": body.step != "closed" and body.step not in (BoxStep.BOX_OUT.value, BoxStep.BOX_BACK.value),
        "canConfirm": body.can_confirm,
        "canGiveUp": body.can_give_up,
        "canPrint": body.can_print,
        "closed": body.step == "closed",
        "slip": say(Message(f"box_slip_{body.slip}")) if body.slip else "",
        "slipKind": {"failed": "warn", "done": "good"}.get(body.slip, "info"),
        "problem": "" if body.problem is None else say(body.problem),
    }


def _step(step: str, body: CollectionView, texts: dict[str, str], say: "Say") -> "Facts":
    """One line of the list; what was typed stands beside its name, so that eyes can compare."""
    name = say(Message(f"box_step_{step}"))
    done = (step == "opened" and body.step != "start") or step in body.done
    if step in texts:
        text = texts[step] or say(Message("box_no_seal"))
        name = f"{name}  {text}"
    is_now = step == body.step or (step == "opened" and body.step == "start")
    return {"what": step, "state": "waiting" if is_now else "done" if done else "skipped", "text": name, "now": is_now}


def second_facts(body: SecondPersonView, say: "Say") -> "Facts":
    by_code, here = body.way == "offline_code", body.way == "present"
    whole = CODE_DIGITS if by_code else max(body.typed, PIN_DIGITS.start)
    return {
        "who": _who(body.who, say) if body.logged_in else body.who.staff_id,
        "loggedIn": body.logged_in,
        "act": say(body.act),
        "way": body.way,
        "types": here or by_code,
        "wantsId": body.wants_id,
        "ask": _ask(body, say),
        "digits": body.digits,
        "dots": [] if body.wants_id or by_code else [number < body.typed for number in range(whole)],
        "challenge": f"{body.challenge[:4]} {body.challenge[4:]}" if by_code and body.challenge else "",
        "call": say(Message("second_call")) if by_code else "",
        "hall": say(Message(f"second_hall_{body.hall}")) if body.way == "hall_page" and body.hall != "not_asked" else "",
        "hallKind": {"refused": "bad", "expired": "bad", "unreachable": "warn"}.get(body.hall, "info"),
        "hasCode": body.challenge != "",
        "busy": body.busy,
        "canConfirm": body.can_confirm,
        "problem": _problem(body, say),
    }


def _problem(body: SecondPersonView, say: "Say") -> str:
    if body.problem is None:
        return ""
    wrong_code = body.way == "offline_code" and body.problem.id == "staff_refused"
    return say(Message("second_code_wrong") if wrong_code else body.problem)


def _ask(body: SecondPersonView, say: "Say") -> str:
    if body.way == "hall_page":
        return ""
    if body.wants_id:
        return say(Message("second_id_by_phone" if body.way == "offline_code" else "second_id"))
    return say(Message("second_code" if body.way == "offline_code" else "second_pin", (("staff", body.second),)))


def _who(who: WhoView, say: "Say") -> str:
    roles = " / ".join(say(Message(f"role_{role.value}")) for role in Role if role in who.roles)
    return f"{who.staff_id} {who.name} · {roles}"


BOX_FACTS: Final[dict[type[Any], Callable[[Any, "Say"], "Facts"]]] = {
    CollectionView: collection_facts,
    SecondPersonView: second_facts,
}
_NOBODY: Final = WhoView("", "", frozenset())
BLANK_BOXES: "Final[tuple[BoxBody, ...]]" = (
    CollectionView(_NOBODY, "start"),
    SecondPersonView(
        _NOBODY,
        Message("act_open_collection"),
        "present",
        wants_id=True,
        second="",
        digits="",
        typed=0,
        challenge="",
        hall="not_asked",
    ),
)
