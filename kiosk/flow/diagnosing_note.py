"""A note into escrow and back, to try the acceptor. It is the person's own, and nothing of it is ever a customer's money.

No intent is committed, so nothing here can make the note money: it is written down as turned back, before anything else. It
passed only by the device's word that it went back.
A note that ends in the box all the same is evidence like any other: ``notes.note_stacked`` records it as unassigned, for
two persons to settle.
"""

from dataclasses import replace

from kiosk.commands import StopAccepting
from kiosk.device_status import Device
from kiosk.diagnosis import DiagnosisItem, Outcome
from kiosk.events import (
    DeviceStatusChanged,
    NoteAccepting,
    NoteCheated,
    NoteEscrowed,
    NoteRejected,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    TimePassed,
)
from kiosk.facts import CaseOpened
from kiosk.flow import cash, diagnosing, here, news, notes
from kiosk.flow.decision import Decision, Moment, go, proceed, refuse, stay
from kiosk.flow.diagnosing import ended
from kiosk.flow.diagnosis_states import Diagnosing, DiagnosisStep
from kiosk.flow.states import State

_AT_THE_SLOT = (DiagnosisStep.INSERTING, DiagnosisStep.RETURNING)


# ---- in ------------------------------------------------------------------------------------------------------------


def note_accepting(state: State, _event: NoteAccepting, _moment: Moment) -> Decision:
    page, state = _page(state), cash.drawn_in(state)
    if page.step is not DiagnosisStep.INSERTING:
        return refuse(state, "no note is expected; the acceptor gives it back")
    return Decision(stay(state, replace(page, drawn=True, refused="")))


def note_rejected(state: State, event: NoteRejected, _moment: Moment) -> Decision:
    """The device itself refused it: another one may be put in."""
    page = _page(state)
    if page.step not in _AT_THE_SLOT or page.denomination is not None:
        return refuse(state, f"a note was rejected with nobody trying: {event.reason}")
    rejected = replace(page, drawn=False, refused=event.reason)
    if page.step is DiagnosisStep.RETURNING:  # somebody wants to leave, and it is out again
        return ended(replace(state, visit=rejected), Outcome.SKIPPED, event.reason, _moment)
    return Decision(stay(state, rejected))


def note_escrowed(state: State, event: NoteEscrowed, moment: Moment) -> Decision:
    """It stays where it is for no instant longer than it takes to say *give it back*."""
    page = _page(state)
    if page.step not in _AT_THE_SLOT:
        return notes.note_escrowed(state, event, moment)
    returning = replace(page, step=DiagnosisStep.RETURNING, drawn=True, denomination=event.denomination)
    back = notes.heard_out(state, moment, lambda heard: notes.turned_back(heard, event, moment))
    return replace(back, state=go(back.state, returning, moment)).also(commands=(StopAccepting(),))


# ---- and back ------------------------------------------------------------------------------------------------------


def note_returned(state: State, event: NoteReturned, moment: Moment) -> Decision:
    page = _page(state)
    if page.step not in _AT_THE_SLOT:
        return notes.note_returned(state, event, moment)
    state = notes.gone_back(state, event)
    if page.denomination is None:  # drawn in and given back before it could be told from another
        return note_rejected(state, NoteRejected("returned"), moment)
    if event.denomination not in (None, page.denomination):
        return _unexplained(state, page, f"{event.denomination} fen came back", moment)
    if page.leaving:
        return ended(state, Outcome.SKIPPED, "returned", moment)
    return ended(state, Outcome.PASSED, "returned", moment)


def note_stacked(state: State, event: NoteStacked, moment: Moment) -> Decision:
    """Recorded first, as ever. A test that ends in the box has failed."""
    recorded = notes.note_stacked(state, event, moment)
    if _page(recorded.state).step not in _AT_THE_SLOT:
        return recorded
    failed = ended(recorded.state, Outcome.FAILED, "stacked", moment)
    return failed.after(recorded).also(commands=(StopAccepting(),))


def note_cheated(state: State, event: NoteCheated, moment: Moment) -> Decision:
    recorded = notes.note_cheated(state, event, moment)
    if _page(recorded.state).step not in _AT_THE_SLOT:
        return recorded
    failed = ended(recorded.state, Outcome.FAILED, "BV-CHEAT", moment)
    return failed.after(recorded)


def whereabouts_known(state: State, event: NotesWhereaboutsKnown, moment: Moment) -> Decision:
    """The device has nothing more to say of any note."""
    recorded = notes.whereabouts_known(state, event, moment)
    page = _page(recorded.state)
    if page.step not in _AT_THE_SLOT or not page.drawn:
        return recorded
    return _unexplained(recorded.state, page, "it does not say where the note is", moment).after(recorded)


def acceptor_changed(state: State, event: DeviceStatusChanged, moment: Moment) -> Decision:
    """Lost before a note was in: failed. With a note inside it is waited for: it says where the note is when it is back."""
    recorded = news.device_status_changed(state, event, moment)
    page = _page(recorded.state)
    lost = event.status.device is Device.ACCEPTOR and not event.status.usable
    if recorded.refused or not lost or page.step not in _AT_THE_SLOT or page.drawn:
        return recorded
    code = event.status.code or "BV-" + event.status.state.upper()
    return ended(recorded.state, Outcome.FAILED, code, moment).after(recorded).also(commands=(StopAccepting(),))


def time_passed(state: State, event: TimePassed, moment: Moment) -> Decision:
    """Nobody put a note in; or the device has had long enough to give it back."""
    page = _page(state)
    if page.step not in _AT_THE_SLOT:
        return diagnosing.time_passed(state, event, moment)
    if page.denomination is not None:
        return _unexplained(state, page, "it did not come back in time", moment)
    if page.drawn and page.step is DiagnosisStep.INSERTING:  # being looked at all that time: once more as long
        waiting = replace(page, step=DiagnosisStep.RETURNING)
        return proceed(state, waiting, moment).also(commands=(StopAccepting(),))
    outcome, why = (Outcome.FAILED, "BV-STUCK") if page.drawn else (Outcome.SKIPPED, "no note was put in")
    return ended(state, outcome, why, moment).also(commands=(StopAccepting(),))


def _unexplained(state: State, page: Diagnosing, what: str, moment: Moment) -> Decision:
    """The person's own note, and nobody knows where it is: a case that persons look at, like any other."""
    value = "a note" if page.denomination is None else f"a note of {page.denomination} fen"
    case = CaseOpened("test_note_unexplained", f"{value} of {page.member.staff_id}, put in to try the acceptor: {what}")
    failed = ended(state, Outcome.FAILED, "not proved returned", moment)
    return replace(failed, facts=(case, *failed.facts)).also(commands=(StopAccepting(),))


def _page(state: State) -> Diagnosing:
    page = here.page(state, Diagnosing)
    assert page.step not in _AT_THE_SLOT or page.item is DiagnosisItem.ACCEPTOR
    return page
