"""A journey's records as steps for the staff's screen (field.md X10): what each fact is in words, its amount, its tone.

Facts that no person needs for the question "where is this money?" are no step.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec

from kiosk import facts
from kiosk.flow.paying import note_code
from kiosk.masking import masked
from kiosk.money import Fen
from kiosk.paper import PrintOutcome, is_to_be_taken
from kiosk.staff_records import JourneySheet, JourneyStep, Tone
from kiosk.visit_types import Reopening, SmsState
from offline_queue.journal_facts import Entry, PaymentAcceptedSealed, VisitOpenedSealed
from offline_queue.journeys import Journey

Told = tuple[str, Tone, dict[str, str], Fen | None]  # what, tone, parts, amount


def sheet_of(code: str, journey: Journey) -> JourneySheet:
    """``code`` as it was typed."""
    steps = [step for entry in journey.entries for step in _steps(entry)]
    last = {step.what: step for step in steps}
    told = tuple(step if step is last[step.what] else _over(step) for step in steps)
    return JourneySheet(code, told, journey.since)


def _over(step: JourneyStep) -> JourneyStep:
    """Something later is known of the same: nobody waits for this any more."""
    return JourneyStep(step.at, step.what, "done" if step.tone == "waiting" else step.tone, step.parts, step.amount)


def _steps(entry: Entry) -> list[JourneyStep]:
    say = _SAYERS.get(type(entry.fact))
    told = [] if say is None else say(entry.fact)
    return [JourneyStep(entry.at, what, tone, tuple(parts.items()), amount) for what, tone, parts, amount in told]


def _plain(what: str, tone: Tone = "done", *parts: str) -> Callable[[Any], list[Told]]:
    """``parts``: members of the fact whose text stands in the words."""

    def say(fact: Any) -> list[Told]:
        words = {name: masked(str(getattr(fact, name))) for name in parts}
        return [(what, tone, words, None)]

    return say


def _amounting(what: str, tone: Tone, amount: Callable[[Any], Fen], *parts: str) -> Callable[[Any], list[Told]]:
    def say(fact: Any) -> list[Told]:
        return [(*one[:3], amount(fact)) for one in _plain(what, tone, *parts)(fact)]

    return say


def _opened(fact: VisitOpenedSealed) -> list[Told]:
    what = "visit_opened_offline" if fact.offline else "visit_opened"
    return [(what, "done", {"number": masked(fact.account.masked)}, None)]


def _given_back(fact: facts.NoteGivenBack) -> list[Told]:
    return [("note_returned", "done", {}, fact.denomination)]


def _note_doubted(fact: facts.NoteDoubted) -> list[Told]:
    return [("note_doubted", "failed", {"code": note_code(fact.note_id), "why": masked(fact.reason)}, None)]


def _charged(fact: facts.CardCharged) -> list[Told]:
    return [("card_charged", "done", {"last4": fact.approval.last4}, fact.approval.amount)]


def _attempt_open(what: str) -> Callable[[Any], list[Told]]:
    def say(fact: facts.CardDoubted | facts.CardUndecided) -> list[Told]:
        return [(what, "failed", {"code": note_code(fact.attempt_id)}, None)]

    return say


def _accepted(fact: PaymentAcceptedSealed) -> list[Told]:
    parts = {"payment": fact.payment_id, "tender_word": f"tender_{fact.tender}"}
    return [("payment_accepted", "done", parts, fact.amount)]


def _refused(what: str) -> Callable[[Any], list[Told]]:
    def say(fact: facts.PaymentOwed | facts.PaymentDoubted) -> list[Told]:
        return [(what, "failed", {"why": masked(fact.problem)}, None)]

    return say


def _settled(fact: facts.NoteSettled | facts.PaymentSettled) -> list[Told]:
    parts = {"first": fact.first, "second": fact.second, "outcome_word": f"trace_outcome_{fact.outcome.value}"}
    return [("settled", "done", parts, None)]


def _charge_settled(fact: facts.CardSettledFact) -> list[Told]:
    what = "card_settled_charged" if fact.charged else "card_settled_not"
    return [(what, "done", {"first": masked(fact.by), "second": masked(fact.second)}, None)]


_SMS_TONES: Final[dict[SmsState, Tone]] = {SmsState.DELIVERED: "done", SmsState.FAILED: "failed"}


def _confirmed(fact: facts.ConfirmationProgressed) -> list[Told]:
    tone = _SMS_TONES.get(fact.sms, "waiting")
    told: list[Told] = [("sms", tone, {"state_word": f"sms_word_{fact.sms.value}"}, None)]
    if fact.reopening is Reopening.REOPENED:
        told.append(("reopened", "done", {}, None))
    return told


def _printed(fact: facts.ReceiptEnded) -> list[Told]:
    known = fact.outcome in set(PrintOutcome)
    tone: Tone = "done" if known and is_to_be_taken(PrintOutcome(fact.outcome), fact.cause) else "failed"
    outcome = fact.outcome if known else PrintOutcome.UNKNOWN.value
    return [("printed", tone, {"outcome_word": f"jobs_{outcome}", "cause": masked(fact.cause)}, None)]


def _denomination(fact: Any) -> Fen:
    return Fen(fact.denomination)


def _amount(fact: Any) -> Fen:
    return Fen(fact.amount)


_SAYERS: Final[dict[type[msgspec.Struct], Callable[[Any], list[Told]]]] = {
    VisitOpenedSealed: _opened,
    facts.NoteIntended: _amounting("note_intended", "done", _denomination),
    facts.NoteStackedFact: _amounting("note_stacked", "done", _denomination),
    facts.NoteReturnedFact: _plain("note_returned"),
    facts.NoteTurnedBack: _amounting("note_turned_back", "done", _denomination),
    facts.NoteGivenBack: _given_back,
    facts.NoteDoubted: _note_doubted,
    facts.NoteFound: _amounting("note_found", "done", _denomination, "staff_id"),
    facts.NoteSettled: _settled,
    facts.CardAttempted: _amounting("card_attempted", "done", _amount),
    facts.CardHeld: _plain("card_held"),
    facts.CardCharged: _charged,
    facts.CardUncharged: _plain("card_uncharged", "done", "code"),
    facts.CardDoubted: _attempt_open("card_doubted"),
    facts.CardUndecided: _attempt_open("card_undecided"),
    facts.CardSettledFact: _charge_settled,
    facts.CardReversalIntended: _plain("card_reversing"),
    facts.CardReversed: _plain("card_reversed"),
    facts.CardReversalFailed: _plain("card_not_reversed", "failed", "code"),
    PaymentAcceptedSealed: _accepted,
    facts.PaymentPosted: _plain("payment_posted", "done", "receipt_number"),
    facts.PaymentOwed: _refused("payment_owed"),
    facts.PaymentDoubted: _refused("payment_doubted"),
    facts.PaymentSettled: _settled,
    facts.ConfirmationProgressed: _confirmed,
    facts.ReceiptStarted: _plain("printing"),
    facts.ReceiptEnded: _printed,
    facts.VisitClosed: _plain("visit_closed"),
}
