"""The five headline numbers of a hall, computed from facts (features.md H1 to H5; F46, F47).

H1 in service and H2 able to print, as shares of the scheduled open hours; H3 how long from acceptance to the delivery of
the SMS, p95; H4 paid but no SMS, each one; H5 from payment to the line's reopening. A payment belongs to the moment at
which it was accepted, or received where the terminal's clock can't be right.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, case, select

from central.availability import Availability, total
from central.masking import mask_number
from central.payment_rows import with_sms
from central.periods import Period
from central.report import lacks_sms
from central.settings import Settings
from central.tables import heartbeats, kiosks, payments
from central.terminal_accounts import account_of
from central.times import Milliseconds

IN_SERVICE_TARGET: Final = 0.98  # H1
CAN_PRINT_TARGET: Final = 0.97  # H2
SMS_P95_TARGET_MS: Final = 30_000  # H3
WITHOUT_SMS_TARGET: Final = 0  # H4


@dataclass(frozen=True, slots=True)
class WithoutSms:
    """A payment that is posted, and whose SMS failed, was refused or is overdue."""

    payment: str  # its key, K0001-123
    payment_id: str
    kiosk_id: str
    masked_number: str
    amount_fen: int
    posted_at: Milliseconds
    sms_state: str  # empty: there is none


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in milliseconds; the figures are None when there are none."""

    count: int
    p50: Milliseconds | None
    p95: Milliseconds | None
    longest: Milliseconds | None


@dataclass(frozen=True, slots=True)
class Headline:
    """``…_met``: is the target reached? None where there is nothing to measure. H5 has no sourced target."""

    availability: Availability
    sms: Spread  # H3
    without_sms: tuple[WithoutSms, ...]  # H4
    reopened: Spread  # H5
    not_reopened: int  # paid for, and not reopened yet

    @property
    def in_service(self) -> float | None:
        """H1: share of the scheduled time, 0 to 1."""
        return self.availability.a_any

    @property
    def can_print(self) -> float | None:
        """H2: share of the scheduled time, 0 to 1."""
        return self.availability.a_print

    @property
    def in_service_met(self) -> bool | None:
        return None if self.in_service is None else self.in_service >= IN_SERVICE_TARGET

    @property
    def can_print_met(self) -> bool | None:
        return None if self.can_print is None else self.can_print >= CAN_PRINT_TARGET

    @property
    def sms_met(self) -> bool | None:
        return None if self.sms.p95 is None else self.sms.p95 <= SMS_P95_TARGET_MS

    @property
    def without_sms_met(self) -> bool:
        return len(self.without_sms) <= WITHOUT_SMS_TARGET


def headline(connection: Connection, kiosk_ids: Sequence[str], period: Period, settings: Settings) -> Headline:
    """Of these terminals; ``kiosks_of`` names those of a hall."""
    paid = paid_in(connection, kiosk_ids, period)
    delivered = [row.sms_delivered_at - row.paid_at for row in paid if row.sms_delivered_at is not None]
    reopened = [row.reopened_at - row.paid_at for row in paid if row.reopened_at is not None]
    return Headline(
        availability=total(account_of(connection, one, period, settings).availability for one in kiosk_ids),
        sms=spread(delivered),
        without_sms=tuple(paid_without_sms(connection, kiosk_ids, period, settings)),
        reopened=spread(reopened),
        not_reopened=sum(row.reopening in ("pending", "late") for row in paid),
    )


def kiosks_of(connection: Connection, hall: str | None, begin: Milliseconds) -> list[str]:
    """The terminals of a hall (None: of every one) that are to be counted from ``begin`` on: those that are switched on,
    and those that were heard since then."""
    query = select(kiosks.c.kiosk_id).outerjoin_from(kiosks, heartbeats, heartbeats.c.kiosk_id == kiosks.c.kiosk_id)
    query = query.where(kiosks.c.enabled | (heartbeats.c.received_at >= begin)).order_by(kiosks.c.kiosk_id)
    return list(connection.execute(query if hall is None else query.where(kiosks.c.hall == hall)).scalars())


def paid_at() -> ColumnElement[Milliseconds]:
    """When a payment was accepted; by our clock where the terminal's can't be right."""
    return case((payments.c.clock_suspect, payments.c.received_at), else_=payments.c.accepted_at)


def paid_in(connection: Connection, kiosk_ids: Sequence[str], period: Period) -> Sequence[Row[Any]]:
    """Posted payments with their SMS and ``paid_at``, the oldest first."""
    moment = paid_at()
    query = with_sms().add_columns(moment.label("paid_at")).where(payments.c.status == "posted")
    query = query.where(moment >= period.begin, moment < period.end, payments.c.kiosk_id.in_(list(kiosk_ids)))
    return connection.execute(query.order_by(moment, payments.c.payment_id)).all()


def paid_without_sms(
    connection: Connection, kiosk_ids: Sequence[str], period: Period, settings: Settings
) -> list[WithoutSms]:
    """H4: those accepted in the period, the oldest first."""
    moment = paid_at()
    query = with_sms().where(payments.c.status == "posted", lacks_sms(period.now, settings))
    query = query.where(moment >= period.begin, moment < period.end)
    rows = connection.execute(query.where(payments.c.kiosk_id.in_(list(kiosk_ids))).order_by(payments.c.posted_at))
    return [
        WithoutSms(
            f"{row.kiosk_id}-{row.kiosk_seq}",
            row.payment_id,
            row.kiosk_id,
            mask_number(row.account_number),
            row.amount_fen,
            row.posted_at,
            row.sms_state or "",
        )
        for row in rows
    ]


def spread(durations: Sequence[Milliseconds]) -> Spread:
    """p50 and p95 as in ``report`` (inclusive quantiles)."""
    if not durations:
        return Spread(0, None, None, None)
    if len(durations) == 1:
        only = durations[0]
        return Spread(1, only, only, only)
    twentieths = statistics.quantiles(durations, n=20, method="inclusive")
    return Spread(len(durations), round(twentieths[9]), round(twentieths[18]), max(durations))
