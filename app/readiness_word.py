"""``diagnose --readiness``: may this terminal open? Of the running terminal, or of what lies on the disk when none runs."""

import json
from typing import Any

from app import call
from app.bundle_parts import plain
from app.settings import Settings
from app.till_socket import ask_running_till
from kiosk.clock import SystemClock
from kiosk.flow import State, Terminal
from kiosk.flow.judging import judged
from kiosk.readiness import Verdict
from kiosk.visit_types import Language
from offline_queue.diagnosed import diagnosed

ANSWER_S = 30.0
_VERDICTS = {
    Verdict.READY.value: "READY",
    Verdict.LIMITED.value: "READY, WITH LIMITS",
    Verdict.NOT_READY.value: "NOT READY",
}


def tell_readiness(settings: Settings, *, as_json: bool) -> int:
    """Exit 0: customers can pay, with or without limits; 1: they can't."""
    answer = ask_running_till(settings.storage, {"word": "readiness"}, ANSWER_S)
    found = _of_the_disk(settings) if answer is None else answer
    if "error" in found:
        call.complain(str(found["error"]))
        return call.NO
    if as_json:
        call.say(json.dumps(found, ensure_ascii=False))
    else:
        _tell(found)
    return call.NO if found["verdict"] == Verdict.NOT_READY.value else call.DONE


def _of_the_disk(settings: Settings) -> dict[str, Any]:
    """Nothing is taken while no terminal runs, whatever its devices say."""
    state = State(Terminal(settings.policy, diagnosed=diagnosed(settings.storage)))
    found = judged(state, None, Language.ENGLISH, SystemClock().now(), besides=("APP-NOT-RUNNING",))
    told: dict[str, Any] = plain(found)
    told["findings"] = [one for one in told["findings"] if not one["code"].endswith("-STARTING")]
    return told


def _tell(found: dict[str, Any]) -> None:
    call.say(f"{_VERDICTS[found['verdict']]}  ({found['at']})")
    for name in ("cash", "card", "printing", "centre"):
        works = found[name]
        call.say(f"  {name:10} {'not fitted' if works is None else 'yes' if works else 'NO'}")
    call.say(f"  waiting    {found['waiting']} payment(s)")
    money = found["open_money"]
    call.say(f"  open money {'not read' if money is None else f'{money} fen'}")
    for one in found["findings"]:
        call.say(f"- {one['code']}: {one['what']}{f' ({raw})' if (raw := one['raw']) else ''}")
        for number, step in enumerate(one["steps"], start=1):
            call.say(f"    {number}. {step}")
    for one in found["tests"]:
        when = f" {one['at']} by {one['staff_id']}" if one["at"] else ""
        old = ", too long ago" if one["is_old"] else ""
        call.say(f"  {one['item']:10} {one['outcome'] or 'never tried'}{old}{when}  {one['detail']}".rstrip())
