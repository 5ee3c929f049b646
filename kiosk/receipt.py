"""The receipt of a payment: posted, to be posted, or an open case; and the slip of a note or a card charge whose end nobody
knows yet. Pure: a slip in, a document out."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from kiosk.accounts import grouped
from kiosk.card import CardPart
from kiosk.money import ZERO, Fen, total, yuan_text
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.policy import Policy
from kiosk.receipt_texts import text
from kiosk.views import StepState
from kiosk.visit_types import Language


class _Words(Protocol):
    def __call__(self, key: str, **params: str) -> str: ...


class SlipKind(Enum):
    POSTED = "posted"
    QUEUED = "queued"
    OPEN_CASE = "open_case"  # owed or in doubt: a person decides
    NOTE_OPEN = "note_open"  # nothing was credited, a note is being looked for
    CARD_IN_DOUBT = "card_in_doubt"  # nothing was credited, the card terminal is being asked (specs/zvt.md 9.2)
    CARD_UNDECIDED = "card_undecided"  # nothing was credited, the card terminal can't tell: persons decide


_CARD_KINDS = frozenset({SlipKind.CARD_IN_DOUBT, SlipKind.CARD_UNDECIDED})


@dataclass(frozen=True, slots=True)
class CardDoubt:
    """A charge of this visit whose end nobody knows yet."""

    code: str  # by which a person finds the attempt
    amount: Fen
    last4: str = ""  # if the terminal said so before
    undecided: bool = False  # the terminal can't tell: persons decide


@dataclass(frozen=True, slots=True)
class Slip:
    """What is known when the paper is printed."""

    kind: SlipKind
    claim_code: str  # the payment's id, or the code of the open note or card attempt
    masked_number: str
    masked_name: str
    amount: Fen
    notes: tuple[Fen, ...]
    accepted_at: str  # RFC 3339
    posted_at: str
    receipt_number: str
    balance_after: Fen | None
    was_suspended: bool
    sms_waits: bool  # the line can't receive before it is reconnected (X6)
    problem: str
    open_amount: Fen = ZERO  # notes that nobody can credit yet
    note_code: str = ""
    check_code: str = ""  # by which staff tell this slip from a forged one (field.md X29)
    card: CardPart | None = None  # the charge in this payment
    card_slip: tuple[str, ...] = ()  # the card terminal's own lines for the payer, digit runs blanked by its driver
    card_back: StepState | None = None  # of an open case whose charge goes back to the card: how far that is
    card_doubt: CardDoubt | None = None  # also beside a payment: what the notes of the visit made


def receipt(slip: Slip, policy: Policy, language: Language) -> Document:
    """One piece of paper; the number is masked on it, because paper is left lying about (trust.md S7)."""

    def words(key: str, **params: str) -> str:
        return text(key, language, **params)

    demo = (Text(words("demo"), Align.CENTRE, bold=True),) if policy.demo else ()
    head = (
        *demo,
        Text(policy.hall, Align.CENTRE),
        Text(words(_title(slip)), Align.CENTRE, bold=True, large=slip.kind is SlipKind.POSTED),
    )
    whose = [Pair(words("number"), grouped(slip.masked_number))]
    if slip.masked_name:
        whose.append(Pair(words("name"), slip.masked_name))
    open_kind = slip.kind is SlipKind.NOTE_OPEN or slip.kind in _CARD_KINDS
    means = [Text(line, Align.CENTRE) for line in _means_lines(slip, words)]
    money = (
        Text(words("amount_open" if open_kind else "amount"), Align.CENTRE),
        Text(f"￥{yuan_text(slip.amount)}", Align.CENTRE, bold=True, large=True),
        *([Text(""), *means] if means else []),
    )
    blocks = (
        whose,
        money,
        _card(slip.card, words) if slip.card is not None else (),
        _card_evidence(slip, words) if slip.kind in _CARD_KINDS else _evidence(slip, words),
        _foot(slip, policy, words),
        [Text(line.rstrip()) for line in slip.card_slip],
    )
    ruled = [line for block in blocks if block for line in (Rule(), *block)]
    return Document((*head, *ruled, *demo))


def _title(slip: Slip) -> str:
    goes_back_whole = slip.card_back not in (None, StepState.FAILED) and not slip.notes
    return "title_card_back" if goes_back_whole else f"title_{slip.kind.value}"


def _means_lines(slip: Slip, words: _Words) -> list[str]:
    counted = sorted(Counter(slip.notes).items(), reverse=True)
    notes = [words("notes", denomination=yuan_text(note).removesuffix(".00"), count=str(count)) for note, count in counted]
    return notes if slip.card is None else [*notes, words("by_card", amount=yuan_text(slip.card.amount))]


def _card(card: CardPart, words: _Words) -> list[Pair]:
    """What finds this charge at the bank; what the terminal did not say is left out."""
    approval = card.approval
    values = {
        "card": _card_name(approval.card_name, approval.last4),
        "card_charged": f"￥{yuan_text(approval.amount)}",
        "card_auth_code": approval.auth_code,
        "card_trace": approval.trace,
        "card_receipt": approval.receipt,
        "card_terminal": approval.terminal_id,
        "card_merchant": approval.merchant_id,
    }
    return [Pair(words(key), value) for key, value in values.items() if value]


def _card_name(name: str, last4: str) -> str:
    """``UnionPay ****6789``: never more of the number (trust.md S1)."""
    return f"{name} {'****' + last4 if last4 else ''}".strip()


def _card_evidence(slip: Slip, words: _Words) -> list[Pair]:
    pairs = [Pair(words("card_used_at"), short_time(slip.accepted_at))]
    if slip.card_doubt is not None and slip.card_doubt.last4:
        pairs.append(Pair(words("card"), _card_name("", slip.card_doubt.last4)))
    pairs.append(Pair(words("case_code"), slip.claim_code, bold=True))
    if slip.check_code:
        pairs.append(Pair(words("check_code"), slip.check_code))
    return pairs


def _evidence(slip: Slip, words: _Words) -> list[Pair]:
    pairs = [Pair(words("accepted_at"), short_time(slip.accepted_at))]
    if slip.posted_at:
        pairs.append(Pair(words("posted_at"), short_time(slip.posted_at)))
    if slip.receipt_number:
        pairs.append(Pair(words("receipt_number"), slip.receipt_number, bold=True))
    pairs.append(Pair(words("claim_code"), slip.claim_code, bold=not slip.receipt_number))
    if slip.check_code:
        pairs.append(Pair(words("check_code"), slip.check_code))
    if slip.balance_after is not None:
        key = "arrears_after" if slip.balance_after < 0 else "balance_after"
        pairs.append(Pair(words(key), f"￥{yuan_text(Fen(abs(slip.balance_after)))}"))
    return pairs


def _foot(slip: Slip, policy: Policy, words: _Words) -> list[Text | Pair]:
    params = _params(slip, words)
    lines: list[Text | Pair] = [Text(words(key, **params.get(key, {}))) for key in _promises(slip)]
    return [
        *lines,
        Text(words("keep_case" if slip.kind in _CARD_KINDS else "keep")),
        Pair(words("terminal"), f"{policy.terminal} ({policy.kiosk_id})"),
        Pair(words("phone"), policy.service_phone),
    ]


def _promises(slip: Slip) -> list[str]:
    """What happens next, in the order of the paper."""
    keys = {
        SlipKind.POSTED: [
            "sms_after_reopening" if slip.sms_waits else "sms_follows",
            *(["reopening"] if slip.was_suspended else []),
            *(["no_change"] if slip.notes else []),
        ],
        SlipKind.QUEUED: ["queued_promise" if slip.card is None else "queued_promise_card", "queued_reopening"],
        SlipKind.OPEN_CASE: ["open_case_promise"] if slip.card_back is None else _going_back(slip.card_back, slip.notes),
    }.get(slip.kind, [])
    if slip.open_amount:
        keys.append("note_open_promise")
    if slip.card_doubt is not None:
        how = "card_undecided" if slip.card_doubt.undecided else "card_in_doubt"
        keys += [*([] if slip.kind in _CARD_KINDS else ["card_open"]), how, "card_staff"]
    return keys


def _going_back(card_back: StepState, notes: tuple[Fen, ...]) -> list[str]:
    back = {StepState.DONE: "card_back_done", StepState.FAILED: "card_back_failed"}.get(card_back, "card_back")
    return ["refused", *(["cash_owed"] if notes else []), back]


def _params(slip: Slip, words: _Words) -> dict[str, dict[str, str]]:
    found = {
        "open_case_promise": {"problem": slip.problem},
        "refused": {"problem": slip.problem},
        "cash_owed": {"amount": yuan_text(total(slip.notes))},
        "note_open_promise": {"amount": yuan_text(slip.open_amount), "code": slip.note_code},
    }
    if slip.card is not None:
        approval = slip.card.approval
        card = _card_name(approval.card_name, approval.last4) or words("card")
        went_back = {"amount": yuan_text(approval.amount), "card": card}
        found |= dict.fromkeys(("card_back", "card_back_done", "card_back_failed"), went_back)
    if slip.card_doubt is not None:
        doubt = {"amount": yuan_text(slip.card_doubt.amount), "code": slip.card_doubt.code}
        found |= {"card_open": doubt, "card_staff": {"code": slip.card_doubt.code}}
    return found


def short_time(moment: str) -> str:
    """``2026-11-21T20:58:44+08:00`` → ``2026-11-21 20:58:44``; a time nobody can read is shown as it is."""
    try:
        return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return moment
