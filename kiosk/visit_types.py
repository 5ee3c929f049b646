"""Small words shared by events, facts and views of a visit."""

from enum import StrEnum


class Language(StrEnum):
    """Languages of screens, receipts and SMS; the values are Qt locale names."""

    CHINESE = "zh_CN"
    ENGLISH = "en"


class Service(StrEnum):
    """What a customer can come for; the values are the codes of the centre's catalogue (features.md F12)."""

    PAY_BILL = "pay_bill"
    BALANCE = "balance"
    CURRENT_BILL = "current_bill"
    PAST_BILLS = "past_bills"
    CURRENT_DETAILS = "current_details"
    PAST_DETAILS = "past_details"
    PAYMENT_HISTORY = "payment_history"
    SUBSCRIPTIONS = "subscriptions"
    POINTS = "points"
    RESTRICTIONS = "restrictions"
    REPRINT = "reprint"


class VisitEnd(StrEnum):
    PAID = "paid"
    TIMED_OUT = "timed_out"  # with money inside: credited all the same
    ABANDONED = "abandoned"  # nothing was put in
    RECOVERED = "recovered"  # credited at the next start


class ServiceState(StrEnum):
    """Of the customer's line, as the centre tells it."""

    ACTIVE = "active"
    SUSPENDED_ONE_WAY = "suspended_one_way"  # can receive, can't call
    SUSPENDED_TWO_WAY = "suspended_two_way"  # can't receive SMS either
    UNKNOWN = "unknown"  # we were offline


class SmsState(StrEnum):
    """central-api.md 4.1, as far as a customer is told."""

    WAITING = "waiting"  # ready, submitting, unknown
    SENT = "sent"  # accepted by the SMS centre
    DELIVERED = "delivered"
    FAILED = "failed"
    UNDELIVERABLE = "undeliverable_until_reopened"  # field.md X6


# Each only moves forward: news that came late never takes a state back (design.md 4.6).
SMS_ORDER = (SmsState.WAITING, SmsState.UNDELIVERABLE, SmsState.SENT, SmsState.FAILED, SmsState.DELIVERED)


class Reopening(StrEnum):
    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    REOPENED = "reopened"
    LATE = "late"


REOPENING_ORDER = (Reopening.NOT_NEEDED, Reopening.PENDING, Reopening.LATE, Reopening.REOPENED)
