"""Command words that two persons prove with their PINs (field.md X31): the same locks, the same rules, the same rows as on
the screen. Whoever is at the screen, a word is answered; what it may do, its row in ``approved`` says."""

from dataclasses import replace

from kiosk.approval import NEEDS, PRESENT_S, Approval, act_id
from kiosk.commands import CheckPin
from kiosk.events import PinChecked, WordGiven
from kiosk.flow.approved import ACTS, carry_out
from kiosk.flow.decision import Decision, Moment, refuse
from kiosk.flow.locks import counted, locked, member_of
from kiosk.flow.staff_login import NOBODY
from kiosk.flow.states import State, Terminal
from kiosk.flow.word_state import WordState, WordStep
from kiosk.staff_facts import ActRefused

REFUSED = "one of the two was not accepted: an id, a PIN, or the right to do this"


def word_given(state: State, event: WordGiven, moment: Moment) -> Decision:
    """Both PINs are looked at, right or wrong: nobody learns from one which of the two was wrong."""
    ids = (event.first.staff_id, event.second.staff_id)
    word = WordState(event.ticket, event.act, *ids, given_s=moment.monotonic_s)
    problem = _why_not_begun(state, event, moment)
    if problem:
        return _ended(state, word, WordStep.REFUSED, problem)
    commands = tuple(
        CheckPin(_ticket(word, proof.staff_id), _hash_of(state.terminal, proof.staff_id), proof.pin)
        for proof in (event.first, event.second)
    )
    return Decision(replace(state, terminal=replace(state.terminal, word=word)), commands=commands)


def _why_not_begun(state: State, event: WordGiven, moment: Moment) -> str:
    terminal, under_way = state.terminal, state.terminal.word
    first, second = event.first.staff_id, event.second.staff_id
    if under_way is not None and under_way.step is WordStep.PROVING and not _too_late(under_way, moment):
        return "another command word is being proved just now"
    if first == second:
        return "two different persons are needed"
    if not terminal.staff:
        return "nobody can be proved: the centre has not yet told this terminal who may work here"
    for staff_id in (first, second):
        if locked(terminal, staff_id, moment.monotonic_s) is not None:
            return f"{staff_id} is locked out for a while after too many wrong PINs"
    return ACTS[type(event.act)].why_not(state, event.act)


def is_of_word(state: State, ticket: str) -> bool:
    word = state.terminal.word
    return word is not None and ticket in (_ticket(word, word.first), _ticket(word, word.second))


def pin_checked(state: State, event: PinChecked, moment: Moment) -> Decision:
    """A wrong one is counted, also after the other one ended the word."""
    word = state.terminal.word
    if word is None or not is_of_word(state, event.ticket):
        return refuse(state, "nobody waits for this PIN any more")
    staff_id = word.first if event.ticket == _ticket(word, word.first) else word.second
    member = member_of(state.terminal, staff_id)
    if not event.right or member is None:
        known, fact, _ = counted(state, staff_id, moment.monotonic_s)
        ended = _ended(known, word, WordStep.REFUSED, REFUSED) if word.step is WordStep.PROVING else Decision(known)
        return ended.also((fact,))
    if word.step is not WordStep.PROVING:
        return refuse(state, "this word is over")
    kind = ACTS[type(word.act)].kind
    if member.must_change or not member.may(NEEDS[kind]):
        refused = ActRefused(kind, staff_id, "present", "first_pin" if member.must_change else "role")
        return _ended(state, word, WordStep.REFUSED, REFUSED).also((refused,))
    word = replace(word, proved=word.proved | {staff_id})
    if len(word.proved) < 2:
        return Decision(replace(state, terminal=replace(state.terminal, word=word)))
    return _both_proved(state, word, moment)


def _both_proved(state: State, word: WordState, moment: Moment) -> Decision:
    if _too_late(word, moment):
        return _ended(state, word, WordStep.REFUSED, "the second person came too late")
    approval = Approval(word.first, word.second, "present")
    done = carry_out(state, word.act, act_id(moment.at, moment.uid), approval, moment)
    if done.refused:
        return _ended(state, word, WordStep.REFUSED, done.refused)
    return replace(done, state=_with(done.state, replace(word, step=WordStep.DONE)))


def _too_late(word: WordState, moment: Moment) -> bool:
    return moment.monotonic_s > word.given_s + PRESENT_S


def _ended(state: State, word: WordState, step: WordStep, problem: str) -> Decision:
    return Decision(_with(state, replace(word, step=step, problem=problem)))


def _with(state: State, word: WordState) -> State:
    return replace(state, terminal=replace(state.terminal, word=word))


def _ticket(word: WordState, staff_id: str) -> str:
    return f"{word.ticket}-{staff_id}"


def _hash_of(terminal: Terminal, staff_id: str) -> str:
    return (member_of(terminal, staff_id) or NOBODY).pin_hash
