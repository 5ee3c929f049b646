"""The receipt of a payment: posted, to be posted, or an open case. Pure: a slip in, a document out."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from kiosk.accounts import grouped
from kiosk.money import ZERO, Fen, yuan_text
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.policy import Policy
from kiosk.receipt_texts import text
from kiosk.visit_types import Language


class _Words(Protocol):
    def __call__(self, key: str, **params: str) -> str: ...


class SlipKind(Enum):
    POSTED = "posted"
    QUEUED = "queued"
    OPEN_CASE = "open_case"  # owed or in doubt: a person decides
    NOTE_OPEN = "note_open"  # nothing was credited, a note is being looked for


@dataclass(frozen=True, slots=True)
class Slip:
    """What is known when the paper is printed."""

    kind: SlipKind
    claim_code: str  # the payment's id, or the open note's code
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


def receipt(slip: Slip, policy: Policy, language: Language) -> Document:
    """One piece of paper; the number is masked on it, because paper is left lying about (trust.md S7)."""

    def words(key: str, **params: str) -> str:
        return text(key, language, **params)

    demo = (Text(words("demo"), Align.CENTRE, bold=True),) if policy.demo else ()
    head = (
        *demo,
        Text(policy.hall, Align.CENTRE),
        Text(words(f"title_{slip.kind.value}"), Align.CENTRE, bold=True, large=slip.kind is SlipKind.POSTED),
        Rule(),
    )
    whose = [Pair(words("number"), grouped(slip.masked_number))]
    if slip.masked_name:
        whose.append(Pair(words("name"), slip.masked_name))
    money = (
        Text(words("amount_open" if slip.kind is SlipKind.NOTE_OPEN else "amount"), Align.CENTRE),
        Text(f"￥{yuan_text(slip.amount)}", Align.CENTRE, bold=True, large=True),
        Text(""),
        *(Text(line, Align.CENTRE) for line in _note_lines(slip.notes, words)),
    )
    return Document(
        (*head, *whose, Rule(), *money, Rule(), *_evidence(slip, words), Rule(), *_foot(slip, policy, words), *demo)
    )


def _note_lines(notes: tuple[Fen, ...], words: _Words) -> list[str]:
    counted = sorted(Counter(notes).items(), reverse=True)
    return [words("notes", denomination=yuan_text(note).removesuffix(".00"), count=str(count)) for note, count in counted]


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
    promises = {
        SlipKind.POSTED: [
            "sms_after_reopening" if slip.sms_waits else "sms_follows",
            *(["reopening"] if slip.was_suspended else []),
            "no_change",
        ],
        SlipKind.QUEUED: ["queued_promise", "queued_reopening"],
        SlipKind.OPEN_CASE: ["open_case_promise"],
        SlipKind.NOTE_OPEN: [],
    }[slip.kind]
    if slip.open_amount:
        promises.append("note_open_promise")
    lines: list[Text | Pair] = [Text(words(key, **_params(key, slip))) for key in promises]
    return [
        *lines,
        Text(words("keep")),
        Pair(words("terminal"), f"{policy.terminal} ({policy.kiosk_id})"),
        Pair(words("phone"), policy.service_phone),
    ]


def _params(key: str, slip: Slip) -> dict[str, str]:
    return {
        "open_case_promise": {"problem": slip.problem},
        "note_open_promise": {"amount": yuan_text(slip.open_amount), "code": slip.note_code},
    }.get(key, {})


def short_time(moment: str) -> str:
    """``2026-11-21T20:58:44+08:00`` → ``2026-11-21 20:58:44``; a time nobody can read is shown as it is."""
    try:
        return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return moment
