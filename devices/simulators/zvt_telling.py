"""The parts of a script that several commands share: progress, waits that an abort ends, printing, the end of a command."""

from collections.abc import Iterator
from contextlib import contextmanager

from devices.simulators.card_books import Entry
from devices.simulators.card_slot import PresentedCard
from devices.simulators.zvt_frames import Apdu
from devices.simulators.zvt_messages import abort, aborted_status, completion, progress
from devices.simulators.zvt_print import CUSTOMER, MERCHANT, Lines, as_apdus, receipt
from devices.simulators.zvt_script import AwaitCard, LinkLostError, Pause, Script, ask, reach
from devices.simulators.zvt_state import State

INSERT_CARD, REMOVE_CARD, UNDOING = 0x0A, 0x0B, 0x05
CANCELLED = 0x6C
COMPLETION_SENDS = 3


class AbortedError(Exception):
    """The host or the customer has aborted while that was possible."""


@contextmanager
def may_abort(state: State) -> Iterator[None]:
    """Within this block 06 B0 and the cancel key work."""
    state.abortable, state.aborted = True, False
    try:
        yield
    finally:
        state.abortable = False


def _unless_aborted(state: State) -> None:
    if state.aborted:
        state.aborted = False
        raise AbortedError


def quietly(script: Script[None]) -> Script[None]:
    """Something that may be told in vain."""
    try:
        yield from script
    except LinkLostError:
        return


def wait(state: State, seconds: float) -> Script[None]:
    """Raises :class:`AbortedError`."""
    _unless_aborted(state)
    yield Pause(seconds)
    _unless_aborted(state)


def wait_for_card(state: State, seconds: float) -> Script[PresentedCard | None]:
    """Raises :class:`AbortedError`."""
    _unless_aborted(state)
    card = yield AwaitCard(seconds)
    _unless_aborted(state)
    return card if isinstance(card, PresentedCard) else None


def show(state: State, code: int) -> Script[None]:
    """04 FF, if the host wants it; a missing answer changes nothing. Raises :class:`LinkLostError`."""
    if state.registration.wants_progress:
        yield from ask(progress(code), state.timings.t3)


def undo_first(state: State) -> Script[None]:
    """What is still to be undone comes before anything new."""
    if state.undo_at is not None:
        yield from show(state, UNDOING)
        state.undo_pending()


def give_card_back(state: State) -> Script[None]:
    """Ask for the card in the slot to be taken, which happens with or without the host; one that is left there stays."""
    if state.slot is not None:
        yield from quietly(show(state, REMOVE_CARD))
        yield Pause(state.timings.remove)
        if state.slot is not None and not state.slot.stays:
            state.slot = None


def hand_over(messages: list[Apdu], wait_s: float) -> Script[bool]:
    """Print at the host; whether it has taken all of it. Raises :class:`LinkLostError`."""
    for message in messages:
        answer = yield from ask(message, wait_s)
        if answer is None or answer.refusal is not None:
            return False
    return True


def print_receipts(state: State, entry: Entry) -> Script[bool]:
    """Merchant's and customer's copy, if the host prints; whether it has taken them. Raises :class:`LinkLostError`."""
    if not state.registration.prints_lines:
        return True
    yield from reach("print")
    for kind in (MERCHANT, CUSTOMER):
        yield Pause(state.timings.print)
        messages = as_apdus(receipt(state, entry, kind), kind, state.registration)
        if not (yield from hand_over(messages, state.timings.t3)):
            return False
    return True


def print_report(state: State, lines: Lines, kind: int) -> Script[None]:
    """An administration receipt, if the host prints those. Raises :class:`LinkLostError`."""
    if state.registration.prints_reports:
        yield from hand_over(as_apdus(lines, kind, state.registration), state.timings.t3)


def complete(state: State, message: Apdu | None = None) -> Script[None]:
    """06 0F, again if the host does not answer. Raises :class:`LinkLostError`."""
    for _ in range(COMPLETION_SENDS):
        answer = yield from ask(message or completion(), state.timings.t3, "completion_sent")
        if answer is not None:
            yield from reach("completion_answered")
            return


def give_up(state: State, code: int, data: bytes = b"") -> Script[None]:
    """06 1E; the host may not hear it any more."""
    try:
        yield from ask(abort(code, data), state.timings.t3, "abort_sent")
    except LinkLostError:
        return


def end_cancelled(state: State, code: int = CANCELLED) -> Script[None]:
    """The end of a sale that never reached the bank, in the form that the options name."""
    try:
        if state.options.abort_with != "abort":
            yield from ask(aborted_status(state, code), state.timings.t3)
        if state.options.abort_with == "status":
            yield from complete(state)
            return
    except LinkLostError:
        return
    yield from give_up(state, code)
