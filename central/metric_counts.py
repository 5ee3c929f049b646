"""What is counted for ``/metrics`` since this process began, read from the tables at each scrape.

Counting since the start keeps a scrape cheap however old the centre is: ids of payments sort by time (ULID), so only the
newest are read. Prometheus takes a restart for the reset of a counter that it is.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, and_, case, func, select

from central.health_tables import alarms, dial_tests, terminal_events
from central.identifiers import base32
from central.service_tables import ratings
from central.sms_states import Sms
from central.sms_texts import PAYMENT_POSTED
from central.tables import card_charges, payments, sms_outbox
from central.times import Milliseconds

TENDERS: Final = ("cash", "card", "mixed")
RESULTS: Final = ("posted", "rejected")
SCORES: Final = (1, 2, 3, 4, 5)
WAITING: Final = (Sms.READY, Sms.HELD, Sms.SUBMITTING, Sms.UNKNOWN)
_SETTLED: Final = 600_000  # a rating may be changed while its visit lasts; a counter never goes down
_DIAL: Final = 7_200_000
_SUSPEND: Final = 3
_DEVICE: Final = re.compile(r"[a-z_]{1,16}")  # a label is a word of a list, never what somebody sends
_CODE: Final = re.compile(r"[A-Z]{2,4}(-[A-Z]{2,12}){1,2}")


def transactions(
    connection: Connection, since: Milliseconds
) -> tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str]]]:
    """How many by terminal, tender and result; and the fen posted by terminal and tender."""
    charged = card_charges.c.amount_fen
    tender = case((charged.is_(None), "cash"), (charged == payments.c.amount_fen, "card"), else_="mixed").label("tender")
    keys = (payments.c.kiosk_id, tender, payments.c.status)
    query = select(*keys, func.count().label("number"), func.sum(payments.c.amount_fen).label("fen"))
    query = query.outerjoin_from(payments, card_charges, card_charges.c.payment_id == payments.c.payment_id)
    final = payments.c.status.in_(RESULTS)
    count: Counter[tuple[str, str, str]] = Counter()
    fen: Counter[tuple[str, str]] = Counter()
    for row in connection.execute(query.where(_since(since), final).group_by(*keys)):
        count[row.kiosk_id, row.tender, row.status] = row.number
        if row.status == "posted":
            fen[row.kiosk_id, row.tender] = int(row.fen)
    return count, fen


def confirm_seconds(connection: Connection, since: Milliseconds) -> list[float]:
    """From posting to delivery of the SMS."""
    mine = and_(sms_outbox.c.payment_id == payments.c.payment_id, sms_outbox.c.template == PAYMENT_POSTED)
    took = select(sms_outbox.c.delivered_at - payments.c.posted_at).join_from(payments, sms_outbox, mine)
    delivered = connection.execute(took.where(_since(since), sms_outbox.c.delivered_at.is_not(None)))
    return [milliseconds / 1000 for milliseconds in delivered.scalars()]


def reopen_seconds(connection: Connection, since: Milliseconds) -> list[float]:
    took = select(payments.c.service_reopen_seconds).where(_since(since), payments.c.service_reopen_seconds.is_not(None))
    return [float(seconds) for seconds in connection.execute(took).scalars()]


def faults(connection: Connection, kiosk_ids: Iterable[str], since: Milliseconds) -> Counter[tuple[str, str, str]]:
    """Events of devices that served no longer, by terminal, device and code."""
    found: Counter[tuple[str, str, str]] = Counter()
    columns = terminal_events.c
    for kiosk_id in kiosk_ids:
        mine = (columns.kiosk_id == kiosk_id, columns.kind == "device", columns.received_at >= since)
        for data in connection.execute(select(columns.data).where(*mine)).scalars():
            severity = data.get("severity")
            if isinstance(severity, int) and severity >= _SUSPEND:
                device, code = str(data.get("device", "")), str(data.get("code", ""))
                known = _DEVICE.fullmatch(device) and _CODE.fullmatch(code)
                found[(kiosk_id, device, code) if known else (kiosk_id, "other", "other")] += 1
    return found


def without_sms(connection: Connection) -> Counter[str]:
    """Payments that were ever on that list, by terminal."""
    told = select(alarms.c.kiosk_id, func.count().label("number")).where(
        alarms.c.rule == "paid_without_sms", alarms.c.raised_at.is_not(None)
    )
    rows = connection.execute(told.group_by(alarms.c.kiosk_id))
    return Counter({row.kiosk_id: row.number for row in rows})


def rated(connection: Connection, since: Milliseconds, now: Milliseconds) -> Counter[tuple[str, int]]:
    inside = ratings.c.rated_at.between(since, now - _SETTLED)
    query = select(ratings.c.kiosk_id, ratings.c.score, func.count()).where(inside)
    rows = connection.execute(query.group_by(ratings.c.kiosk_id, ratings.c.score))
    return Counter({(kiosk_id, score): count for kiosk_id, score, count in rows})


def outbox(connection: Connection) -> tuple[dict[str, int], Milliseconds | None]:
    """How many messages wait, by state; and when the oldest of those that are ready was made."""
    waiting = sms_outbox.c.next_at.is_not(None)
    query = select(sms_outbox.c.state, func.count(), func.min(sms_outbox.c.created_at)).where(waiting)
    rows = {state: (count, oldest) for state, count, oldest in connection.execute(query.group_by(sms_outbox.c.state))}
    depth = {state.value: rows.get(state.value, (0, None))[0] for state in WAITING}
    return depth, rows.get(Sms.READY.value, (0, None))[1]


def last_dials(connection: Connection, now: Milliseconds) -> Sequence[Any]:
    """The last test of each step of each terminal within two hours."""
    recent = select(dial_tests).where(dial_tests.c.at > now - _DIAL, dial_tests.c.at <= now).order_by(dial_tests.c.at)
    return list({(row.kiosk_id, row.step): row for row in connection.execute(recent)}.values())


def _since(moment: Milliseconds) -> Any:
    return payments.c.payment_id >= base32(moment << 80, 26)
