"""What became of an attempt, by what the terminal says of its last transaction (specs/zvt.md 9.4). Pure; the table is data.

A row that does not surely apply does not apply: what is left is for two persons.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from devices.zvt_codes import ALREADY_REVERSED, OK
from devices.zvt_status import StatusInformation
from devices.zvt_timing import Sync
from kiosk.card import CardApproval, CardAttempt, CardReference, CardVerdict

_AFTER_YEAR = 4  # in RFC 3339


class AnswerKind(Enum):
    ENTRY = auto()
    NONE = auto()  # completed without an entry: its journal is empty
    UNSUPPORTED = auto()  # 84 xx
    WITHHELD = auto()  # 06 1E: unsupported too, or there is none
    UNREADABLE = auto()
    SILENT = auto()  # no answer at all: to be asked again


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """One answer to 06 20."""

    kind: AnswerKind
    entry: StatusInformation | None = None
    code: int | None = None

    @property
    def reference(self) -> CardReference | None:
        return None if self.entry is None else self.entry.reference


@dataclass(frozen=True, slots=True)
class Case:
    """What a row of the table looks at. ``skew_s``: what the clocks may differ."""

    attempt: CardAttempt
    entry: StatusInformation
    currency: str
    skew_s: float

    @property
    def same_currency(self) -> bool:
        return self.entry.currency == self.currency

    @property
    def same_terminal(self) -> bool:
        return self.entry.terminal_id == self.attempt.terminal_id

    @property
    def same_amount(self) -> bool:
        return self.entry.amount == self.attempt.amount

    @property
    def is_before(self) -> bool:
        """An entry that says neither numbers nor time may be any."""
        named = bool(self.entry.receipt or self.entry.trace or self.entry.at)
        return named and same_transaction(self.entry.reference, self.attempt.before)

    @property
    def is_newer(self) -> bool:
        """Of another number, and by its number or its clock after the one before the attempt."""
        return not self.is_before and _after(self.entry.trace, self.entry.at, self.attempt.before)

    @property
    def in_time(self) -> bool:
        """Not before the attempt, by the terminal's clock, which we set."""
        begun = datetime.fromisoformat(self.attempt.begun_at).replace(tzinfo=None)
        return bool(self.entry.at) and datetime.fromisoformat(self.entry.at) >= begun - timedelta(seconds=self.skew_s)

    @property
    def fits_approval(self) -> bool:
        """The numbers of the approval that is on our disk, if one is."""
        approval = self.attempt.approval
        return approval is None or (self.entry.receipt, self.entry.trace) == (approval.receipt, approval.trace)

    @property
    def is_ours(self) -> bool:
        """Nothing else can be this entry: by the approval's numbers, or new, of our amount and our time."""
        if self.attempt.approval is not None:
            return bool(self.entry.trace) and self.fits_approval
        return self._says_nothing_else and bool(self.entry.trace) and self.is_newer and self.same_amount and self.in_time

    @property
    def undoes_ours(self) -> bool:
        """BMP 37 names our sale. A reversal that the terminal refused names it too, and has undone nothing."""
        original, approval = self.entry.original_trace, self.attempt.approval
        if not original or self.entry.result not in (OK, ALREADY_REVERSED):
            return False
        if approval is not None:
            return original == approval.trace
        return self._says_nothing_else and self.same_amount and self.in_time and _after(original, "", self.attempt.before)

    @property
    def _says_nothing_else(self) -> bool:
        """A failed or reversed entry may leave fields out; those it has must be ours."""
        return self.entry.currency in ("", self.currency) and self.entry.terminal_id in ("", self.attempt.terminal_id)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    applies: Callable[[Case], bool]
    verdict: CardVerdict


ROWS: tuple[Row, ...] = (
    Row("it is the one before", lambda case: case.is_before, CardVerdict.NOT_CHARGED),
    Row("it reverses our sale (BMP 37)", lambda case: case.undoes_ours, CardVerdict.REVERSED),
    Row(
        "our sale, flagged reversed",
        lambda case: case.entry.result == ALREADY_REVERSED and case.is_ours,
        CardVerdict.REVERSED,
    ),
    Row(
        "our sale, not approved",
        lambda case: case.entry.result not in (None, OK) and not case.entry.original_trace and case.is_ours,
        CardVerdict.NOT_CHARGED,
    ),
    Row(
        "our sale, charged",
        lambda case: (
            case.entry.result == OK
            and (case.same_amount and case.same_currency and case.same_terminal)
            and (case.is_newer and case.in_time)
            and not case.entry.original_trace
            and case.fits_approval
        ),
        CardVerdict.CHARGED,
    ),
)
"""The first row that applies counts; if none does, a person decides."""


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: CardVerdict
    approval: CardApproval | None  # of a charged one
    detail: str


def finding(attempt: CardAttempt, answers: Sequence[LastAnswer], currency: str, skew_s: float) -> Finding:
    """By all answers so far, oldest first, at least one: the newest counts, and must not contradict the one before.

    A sale that was charged and is not there any more was undone in between. A second "charged" must be the same one.
    """
    newest = _one(attempt, answers[-1], currency, skew_s)
    earlier = [_one(attempt, answer, currency, skew_s) for answer in answers[:-1]]
    charged = [found for found in earlier if found.verdict is CardVerdict.CHARGED]
    if newest.verdict is CardVerdict.NOT_CHARGED and charged:
        return Finding(CardVerdict.REVERSED, None, f"it was charged, then: {newest.detail}")
    if newest.verdict is CardVerdict.CHARGED and any(found.approval != newest.approval for found in charged):
        return Finding(CardVerdict.UNDECIDED, None, f"two answers differ; the last: {newest.detail}")
    return newest


def must_ask_again(found: Finding, asked: int, sync: Sync) -> bool:
    """After the first answer: while the terminal's own undoing may still be to come, and when it could not tell."""
    if asked > 1:
        return False
    return found.verdict is CardVerdict.UNDECIDED or (found.verdict is CardVerdict.CHARGED and sync == "autoreversal")


def same_transaction(one: CardReference | None, other: CardReference | None) -> bool:
    """By its numbers, its amount and, where both say it, its time of the year (the year is our guess)."""
    if one is None or other is None:
        return one is other
    same_time = not one.at or not other.at or one.at[_AFTER_YEAR:] == other.at[_AFTER_YEAR:]
    return same_time and (one.receipt, one.trace, one.amount) == (other.receipt, other.trace, other.amount)


def _one(attempt: CardAttempt, answer: LastAnswer, currency: str, skew_s: float) -> Finding:
    if answer.entry is None:
        if answer.kind is AnswerKind.NONE and attempt.before is None and attempt.approval is None:
            return Finding(CardVerdict.NOT_CHARGED, None, "the terminal has no transaction, as before")
        code = "" if answer.code is None else f" ({answer.code:02X})"
        words = f"the terminal does not say its last transaction: {answer.kind.name.lower()}{code}"
        return Finding(CardVerdict.UNDECIDED, None, words)
    case = Case(attempt, answer.entry, currency, skew_s)
    row = next((row for row in ROWS if row.applies(case)), None)
    verdict = CardVerdict.UNDECIDED if row is None else row.verdict
    words = f"{'another transaction' if row is None else row.name}: {_described(answer.entry)}"
    return Finding(verdict, answer.entry.approval if verdict is CardVerdict.CHARGED else None, words)


def _described(entry: StatusInformation) -> str:
    result = "--" if entry.result is None else f"{entry.result:02X}"
    return (
        f"result {result}, receipt {entry.receipt or '-'}, trace {entry.trace or '-'}, "
        f"{entry.amount if entry.amount is not None else '-'} fen, {entry.at or 'no time'}"
    )


def _after(trace: str, at: str, before: CardReference | None) -> bool:
    """Numbers count round; half of them are ahead. Where both have a clock, it may speak too: numbers may begin anew."""
    if before is None:
        return True
    if at and before.at and at > before.at:
        return True
    if not (trace.isdigit() and before.trace.isdigit()):
        return False
    size: int = 10 ** max(len(trace), len(before.trace), 6)
    return 0 < (int(trace) - int(before.trace)) % size < size // 2
