"""Three bugs that a payment terminal must never have, each planted into the running product: in memory, not on the disk."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from kiosk import flow, till
from kiosk.central_answers import BatchReply
from kiosk.central_client import CentralClient
from kiosk.events import Event, NoteEscrowed, NoteReturned, NoteStacked
from kiosk.facts import NoteIntended
from kiosk.flow import Decision, Moment, State
from kiosk.promise import Promise
from kiosk.till import Till


def credit_on_escrow() -> None:
    """The amount is raised, and recorded, when the note is in escrow; the device's own report adds nothing then."""
    honest = flow.step

    def step(state: State, event: Event, moment: Moment) -> Decision:
        if isinstance(event, NoteStacked):
            return Decision(state)
        decided = honest(state, event, moment)
        if not isinstance(event, NoteEscrowed) or not any(isinstance(fact, NoteIntended) for fact in decided.facts):
            return decided
        credited = honest(decided.state, NoteStacked(event.denomination, False, Promise()), moment)
        return replace(credited, facts=(*decided.facts, *credited.facts), commands=(*decided.commands, *credited.commands))

    setattr(till, "step", step)  # noqa: B010 - the name that the till looks up


def acknowledge_before_commit() -> None:
    """The device is told that its report is safe as soon as it was heard, not when it is on the disk."""
    honest = Till._take

    def take(self: Till, event: Event) -> None:
        if isinstance(event, NoteStacked | NoteReturned):
            event.promise.keep()
        honest(self, event)

    setattr(Till, "_take", take)  # noqa: B010


def retry_with_new_key() -> None:
    """The key is made when a payment is sent, not when it is accepted: each try is a payment of its own."""
    honest = CentralClient.post_batch

    def post_batch(self: CentralClient, bodies: Sequence[tuple[str, bytes]]) -> BatchReply:
        renamed = {_fresh(key): (key, body) for key, body in bodies}
        reply = honest(self, [(fresh, _renumbered(body, fresh)) for fresh, (_, body) in renamed.items()])
        answers = {key: reply.answers.get(fresh) for fresh, (key, _) in renamed.items()}
        return replace(reply, answers=answers)

    setattr(CentralClient, "post_batch", post_batch)  # noqa: B010


def _fresh(key: str) -> str:
    kiosk_id, seq = key.rsplit("-", 1)
    return f"{kiosk_id}-{int(seq) + 1000 * (1 + secrets.randbelow(1_000_000))}"


def _renumbered(body: bytes, key: str) -> bytes:
    payment: dict[str, Any] = msgspec.json.decode(body)
    return msgspec.json.encode({**payment, "kiosk_seq": int(key.rsplit("-", 1)[1])})


BUGS: Final[dict[str, Callable[[], None]]] = {
    "credit-on-escrow": credit_on_escrow,
    "acknowledge-before-commit": acknowledge_before_commit,
    "retry-with-new-key": retry_with_new_key,
}
