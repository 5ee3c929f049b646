"""One sale as the terminal tells of it: what is answered to each approval, and how the sale ended (specs/zvt.md 7.2, 9.1).

Whatever is lost, contradictory, unreadable or unlisted makes the end unclear; only the tables make it anything else.
"""

from collections.abc import Callable
from datetime import datetime

from devices.zvt_apdu import CREDIT_FAILED, POSITIVE, UNSUPPORTED, WAIT, Apdu, ZvtFormatError
from devices.zvt_codes import ALREADY_REVERSED, AUTO_REVERSAL, OK, WRONG_PIN, Progress, problem_of, progress_of
from devices.zvt_dialogue import Ending, EndKind
from devices.zvt_fields import UnknownBitmap
from devices.zvt_status import StatusInformation, status_information
from devices.zvt_text import PRINT_LINE, SlipBuffer
from devices.zvt_timing import ZvtOptions
from devices.zvt_verdict import same_transaction
from kiosk.card import CardApproval, CardAttempt, CardProblem, CardReference, CardStep
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardNotCharged,
    CardOrphanFound,
    CardProgressed,
    CardTerminalReady,
    CardUnclear,
)
from kiosk.failpoints import Failpoint, reach
from kiosk.money import yuan_text
from kiosk.ports import Post
from kiosk.promise import Promise

SALE = "SALE"


class Sale:
    """A ``Part`` of the dialogue; belongs to the link's thread. ``cancelled``: does the payer want it no more?"""

    def __init__(
        self,
        attempt: CardAttempt,
        post: Post,
        options: ZvtOptions,
        *,
        promise_s: float,
        utf8: bool,
        now: Callable[[], datetime],
        cancelled: Callable[[], bool],
    ) -> None:
        self._attempt = attempt
        self._post = post
        self._options = options
        self._promise_s = promise_s
        self._now = now
        self._cancelled = cancelled
        self._slip = SlipBuffer(utf8=utf8)
        self._told: Progress | None = None
        self._approval: CardApproval | None = None
        self._promise = Promise()
        self._recorded = self._refused = False
        self._holds = 0
        self._declined: int | None = None
        self._doubt = ""
        self._orphans: set[CardReference] = set()
        self.number_in_clear = False  # the terminal sent more of the card than it may

    # ---- what the terminal says --------------------------------------------------------------------------------------

    def status(self, data: bytes) -> Apdu:
        try:
            info = status_information(data, self._now())
        except UnknownBitmap as error:
            self._doubted(str(error))
            return UNSUPPORTED
        except ZvtFormatError as error:
            self._doubted(f"a result can't be read: {error}")
            return CREDIT_FAILED
        self.number_in_clear = self.number_in_clear or info.number_in_clear
        if info.result is None:
            self._doubted("the terminal sent a status without a result")
            return CREDIT_FAILED
        if info.result != OK:
            return self._not_approved(info.result)
        return self._approved(info)

    def progress(self, code: int, more: bytes) -> None:
        del more
        if code == AUTO_REVERSAL:
            self._doubted("the terminal undoes a sale by itself")
        self._tell(progress_of(code))
        reach(Failpoint.CARD_PROGRESSED, f"{code:02X}")

    def printed(self, apdu: Apdu) -> None:
        try:
            if apdu.code == PRINT_LINE:
                self._slip.line(apdu.data)
            else:
                self._slip.block(apdu.data)
        except ZvtFormatError:
            """The slip is poorer; the money is not touched by that."""

    def wants_abort(self) -> bool:
        return self._approval is None and not self._doubt and self._cancelled()

    def too_late(self) -> None:
        self._tell(Progress(CardStep.BANK))

    # ---- how it ended ------------------------------------------------------------------------------------------------

    def end(self, ending: Ending) -> CardConfirmed | CardNotCharged | CardUnclear:
        """The one event that a sale ends in."""
        attempt_id = self._attempt.attempt_id
        if ending.kind is EndKind.COMPLETED and self._recorded and not self._doubt:
            return CardConfirmed(attempt_id, self._printed_slip())
        if ending.kind is EndKind.LOST or self._approval is not None or self._doubt:
            return self._unclear(ending)
        if ending.kind is EndKind.REFUSED and ending.sends > 1:
            return self._unclear(ending)  # perhaps of the repeat, while the first is being obeyed
        codes = [code for code in (self._declined, ending.code) if code is not None]
        problems = [problem_of(code) for code in codes]
        if not codes or None in problems or problems[0] is None:
            return self._unclear(ending)
        return CardNotCharged(attempt_id, problems[0], f"{codes[0]:02X}")

    @property
    def confirmed(self) -> CardApproval | None:
        """The approval that stands, if it does."""
        return self._approval if self._recorded and not self._doubt else None

    def _unclear(self, ending: Ending) -> CardUnclear:
        said = [self._doubt, f"the sale was {ending.words}"]
        if self._declined is not None:
            said.append(f"result {self._declined:02X}")
        return CardUnclear(self._attempt.attempt_id, "; ".join(word for word in said if word))

    def _approved(self, info: StatusInformation) -> Apdu:
        approval = info.approval
        if info.original_trace:  # a reversal's, told once more; amid our own approval nobody knows whose
            if self._approval is not None:
                self._doubted("the terminal told of a reversal after it had approved")
            return POSITIVE
        if (info.receipt or info.trace) and same_transaction(approval.reference, self._attempt.before):
            return POSITIVE  # final data of the one before, told once more (section 7.2): it stands
        if self._approval is None and not self._doubt and self._is_ours(info):
            self._approval = approval
            reach(Failpoint.CARD_REPORTED, "APPROVAL")
            self._post(CardApproved(self._attempt.attempt_id, approval, self._promise))
        elif self._approval is None or approval.reference != self._approval.reference:
            self._doubted("the terminal approved something that is not this sale")
            if approval.reference not in self._orphans:
                self._orphans.add(approval.reference)
                self._post(CardOrphanFound(approval, refused=True))
            return CREDIT_FAILED
        return self._word_on_approval()

    def _word_on_approval(self) -> Apdu:
        """Recorded, not yet, or no more. What was said once is said again."""
        if self._refused:
            return CREDIT_FAILED
        self._recorded = self._recorded or self._promise.wait(self._promise_s)
        if self._recorded:
            reach(Failpoint.CARD_BEFORE_ANSWER, "APPROVAL")
            return POSITIVE
        self._holds += 1
        if self._holds < self._options.hold_repeats:
            return WAIT
        self._refused = True
        self._doubted("the approval could not be recorded in time: the terminal was told to undo it")
        return CREDIT_FAILED

    def _not_approved(self, result: int) -> Apdu:
        if self._approval is not None:
            self._doubted(f"the terminal approved, and then said {result:02X}")
        elif result == ALREADY_REVERSED:
            self._doubted("the terminal says that it has reversed this sale")
        self._declined = result
        if result == WRONG_PIN:
            self._tell(Progress(CardStep.PIN, CardProblem.WRONG_PIN))
        return POSITIVE

    def _is_ours(self, info: StatusInformation) -> bool:
        return (
            info.amount == self._attempt.amount
            and info.currency == self._options.currency
            and info.terminal_id == self._attempt.terminal_id
        )

    def _doubted(self, reason: str) -> None:
        self._doubt = self._doubt or reason

    def _tell(self, progress: Progress) -> None:
        if progress != self._told:
            self._told = progress
            self._post(CardProgressed(self._attempt.attempt_id, progress.step, progress.problem))

    def _printed_slip(self) -> tuple[str, ...]:
        assert self._approval is not None
        return self._slip.customer_copy or composed_slip(self._approval)


def unfit(attempt: CardAttempt, ready: CardTerminalReady) -> str:
    """Why this sale must not be sent: its end could not be found out afterwards. Empty: it may."""
    if attempt.terminal_id != ready.identity.terminal_id:
        return "CARD-OTHER"
    return "" if same_transaction(attempt.before, ready.last) else "CARD-NEWER"


def composed_slip(approval: CardApproval) -> tuple[str, ...]:
    """Our own text where the terminal leaves it to us, by the field names of China (section 12)."""
    rows = (
        ("商户号", approval.merchant_id),
        ("终端号", approval.terminal_id),
        ("卡号", f"************{approval.last4}" if approval.last4 else ""),
        ("卡种", approval.card_name),
        ("凭证号", approval.trace),
        ("票据号", approval.receipt),
        ("授权号", approval.auth_code),
        ("时间", approval.at.replace("T", " ")),
        ("金额", f"RMB {yuan_text(approval.amount)}"),
    )
    return tuple(f"{name}: {value}" for name, value in rows if value)
