"""What a customer is told when a question has no answer: what happened and what to do, never why a stranger failed."""

import math
from typing import Final

from kiosk.enquiry import EnquiryProblem, EnquiryRefused
from kiosk.messages import Message

_IDS: Final[dict[EnquiryProblem, str]] = {
    EnquiryProblem.SECRET_WRONG: "secret_wrong",
    EnquiryProblem.LOCKED: "account_locked",
    EnquiryProblem.PASSWORD_REFUSED: "password_refused",
    EnquiryProblem.TOKEN_OVER: "token_over",
    EnquiryProblem.SCOPE_MISSING: "token_over",
    EnquiryProblem.CHALLENGE_OVER: "challenge_over",
    EnquiryProblem.RATE_LIMITED: "asked_too_often",
    EnquiryProblem.NOT_KEPT: "month_not_kept",
    EnquiryProblem.NO_SUCH_RECEIPT: "no_such_receipt",
    EnquiryProblem.COPIES_USED_UP: "copies_used_up",
    EnquiryProblem.ACCOUNT_REFUSED: "account_refused",
    EnquiryProblem.CLOCK_WRONG: "clock_wrong",
    EnquiryProblem.TERMINAL_REFUSED: "terminal_refused",
    EnquiryProblem.SILENT: "centre_silent_asking",
}


def said(refused: EnquiryRefused) -> Message:
    """The words for ``refused``; times are RFC 3339, the screen writes them as people read them."""
    match refused.problem:
        case EnquiryProblem.SECRET_WRONG if not refused.tries_left:
            return Message("secret_wrong_last")
        case EnquiryProblem.SECRET_WRONG:
            return Message("secret_wrong", (("tries", str(refused.tries_left)),))
        case EnquiryProblem.LOCKED:
            return Message("account_locked", (("until", refused.locked_until),))
        case EnquiryProblem.RATE_LIMITED:
            return Message("asked_too_often", (("seconds", str(math.ceil(refused.retry_after_s or 60))),))
    return Message(_IDS[refused.problem])
