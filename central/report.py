"""What a hall wants to know: payments without an SMS (F34), how long things took (F33, F38), and a day's card charges, to
hold beside what the card terminals and the acquirer say of it (F58)."""

import statistics
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from central.database import Database
from central.masking import mask_number
from central.payment_rows import with_sms
from central.service_tables import ratings, task_times
from central.settings import Settings
from central.sms_states import FINAL, Sms
from central.tables import card_charges, payments, sms_outbox
from central.times import Milliseconds, hall_day_begins, milliseconds, render

_WITHOUT_FAULT = (Sms.DELIVERED.value, Sms.UNDELIVERABLE.value)  # the second waits for its line, not for the gateway (X6)
_ENDED_BADLY = [state.value for state in FINAL if state is not Sms.DELIVERED]


def lacks_sms(now: Milliseconds, settings: Settings) -> ColumnElement[bool]:
    """The condition on a posted payment that its SMS failed, was refused, or is overdue."""
    overdue = payments.c.posted_at <= now - milliseconds(settings.sms_overdue_seconds)
    state = sms_outbox.c.state
    return state.in_(_ENDED_BADLY) | (overdue & state.not_in(_WITHOUT_FAULT)) | state.is_(None)


def payments_without_sms(database: Database, now: Milliseconds, settings: Settings) -> list[dict[str, Any]]:
    """Posted payments whose SMS failed, was refused, or has no receipt after ``sms_overdue_seconds``; oldest first."""
    query = with_sms().where(payments.c.status == "posted", lacks_sms(now, settings)).order_by(payments.c.posted_at)
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        {
            "payment": f"{row.kiosk_id}-{row.kiosk_seq}",
            "receipt_number": row.receipt_number,
            "number": mask_number(row.account_number),
            "posted_at": render(row.posted_at),
            "sms_state": row.sms_state,
        }
        for row in rows
    ]


def summary(database: Database, now: Milliseconds, settings: Settings) -> dict[str, Any]:
    """The list above; p50 and p95 in seconds of posting to delivery, of posting to reopening and of each task done (F25);
    and how often each rating was given (F42)."""
    with database.read() as connection:
        confirm = (sms_outbox.c.delivered_at - payments.c.posted_at).label("took")
        of_payment = select(confirm).join_from(payments, sms_outbox, sms_outbox.c.payment_id == payments.c.payment_id)
        delivered = _seconds(connection, of_payment.where(sms_outbox.c.delivered_at.is_not(None)))
        reopen = (payments.c.reopened_at - payments.c.posted_at).label("took")
        reopened = _seconds(connection, select(reopen).where(payments.c.reopened_at.is_not(None)))
        done = select(task_times).where(task_times.c.outcome == "done").order_by(task_times.c.task)
        by_task = groupby(connection.execute(done), key=lambda row: str(row.task))
        tasks = {task: _percentiles([row.milliseconds / 1000 for row in rows]) for task, rows in by_task}
        counted = select(ratings.c.score, func.count()).group_by(ratings.c.score).order_by(ratings.c.score)
        scores = {str(score): count for score, count in connection.execute(counted)}
    return {
        "paid_without_sms": payments_without_sms(database, now, settings),
        "sms_confirm_seconds": _percentiles(delivered),
        "service_reopen_seconds": _percentiles(reopened),
        "task_seconds": tasks,
        "ratings": scores,
    }


def card_day(database: Database, day: date) -> dict[str, Any]:
    """The charges that terminals accepted on ``day`` (in the hall, by their clocks): count and fen of each card terminal
    at each kiosk, apart by what became of their payments; and the payments refused because their charge was known."""
    number = (day - date(1970, 1, 1)).days
    # A refused charge is one that the terminal takes back; an open one is not settled with billing yet.
    status = payments.c.status
    outcome = case((status == "posted", "credited"), (status == "rejected", "refused"), else_="open").label("outcome")
    keys = (payments.c.kiosk_id, card_charges.c.terminal_id, outcome)
    sums = (func.count().label("count"), func.sum(card_charges.c.amount_fen).label("fen"))
    charges = select(*keys, *sums).join_from(card_charges, payments, card_charges.c.payment_id == payments.c.payment_id)
    charges = charges.where(card_charges.c.accepted_day == number).group_by(*keys).order_by(*keys)
    inside = payments.c.accepted_at.between(hall_day_begins(number), hall_day_begins(number + 1) - 1)
    twice = select(payments).where(payments.c.problem == "card-charge-duplicate", inside)
    with database.read() as connection:
        rows = connection.execute(charges).all()
        refused = connection.execute(twice.order_by(payments.c.kiosk_id, payments.c.kiosk_seq)).all()
    return {
        "day": day.isoformat(),
        "card_charges": [row._asdict() | {"fen": int(row.fen)} for row in rows],
        "charges_brought_twice": [
            {
                "payment": f"{row.kiosk_id}-{row.kiosk_seq}",
                "earlier_payment": row.problem_reason,
                "number": mask_number(row.account_number),
                "amount_fen": row.amount_fen,
            }
            for row in refused
        ],
    }


def _seconds(connection: Connection, query: Any) -> list[float]:
    return [row.took / 1000 for row in connection.execute(query)]


def _percentiles(values: list[float]) -> dict[str, float | int | None]:
    if not values:
        return {"count": 0, "p50": None, "p95": None}
    twentieths = statistics.quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    return {"count": len(values), "p50": round(twentieths[9], 3), "p95": round(twentieths[18], 3)}
