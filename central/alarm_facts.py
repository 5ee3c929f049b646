"""Everything that the rules of alarms look at, read in one go (F52, F53; central-api.md appendix A)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, func, select

from central.collections import unexplained_fen
from central.day_figures import printed
from central.error_rate import lately
from central.halls import hall_named
from central.health_tables import commands, dial_tests, event_marks, terminal_events
from central.lookup_limits import hit_within_the_hour
from central.maintenance import windows
from central.payment_rows import with_sms
from central.report import lacks_sms
from central.settings import Settings
from central.sms_states import Sms
from central.sms_texts import PAYMENT_POSTED
from central.tables import kiosks, payments, sms_outbox
from central.terminal_state import Standing, standings
from central.times import Milliseconds, milliseconds

_DAY: Final = milliseconds(24 * 3600)
_PRINTS: Final = 20  # of a terminal, the newest
_EXPIRED_SECONDS: Final = 3600.0  # how long a command that nobody did is worth telling
_DIAL_SECONDS: Final = 1800.0
_SMS_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """``open_since``: when the hall opened that is open now; ``opens_at``: when the one that is closed opens next, within
    a day. ``dial_success`` of the last half hour, None without a test. ``variance_fen``: of counted boxes, unexplained."""

    standing: Standing
    last_heard: Milliseconds  # of one never heard: when it was enrolled
    open_since: Milliseconds | None = None
    opens_at: Milliseconds | None = None
    print_failures: int = 0  # in a row, up to now
    last_visit_at: Milliseconds | None = None
    events_missing: bool = False
    commands_expired: int = 0
    dial_success: float | None = None
    variance_fen: int = 0
    errors: float = 0.0  # logged in the last ``error_rate.WINDOW``


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A payment that somebody must look at. ``problem``: ``no_sms``, ``not_reopened``, ``in_doubt``."""

    key: str
    kiosk_id: str
    hall: str
    problem: str


@dataclass(frozen=True, slots=True)
class Facts:
    """``sms_p95_seconds`` of the last ten minutes, None when nothing was delivered in them."""

    now: Milliseconds
    terminals: tuple[TerminalFacts, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    lookups: tuple[tuple[str, str], ...] = ()  # who looked for too many payments, and in which hall
    sms_ready: int = 0
    sms_oldest_seconds: float = 0.0
    sms_p95_seconds: float | None = None


def gather(connection: Connection, now: Milliseconds, settings: Settings) -> Facts:
    """As of ``now``."""
    ready = (sms_outbox.c.next_at.is_not(None), sms_outbox.c.state == Sms.READY.value)
    depth, oldest = connection.execute(select(func.count(), func.min(sms_outbox.c.created_at)).where(*ready)).one()
    return Facts(
        now=now,
        terminals=_terminals(connection, now, settings),
        payments=_payments(connection, now, settings),
        lookups=tuple(hit_within_the_hour(connection, now)),
        sms_ready=depth,
        sms_oldest_seconds=(now - oldest) / 1000 if oldest is not None else 0.0,
        sms_p95_seconds=_sms_p95(connection, now),
    )


def _terminals(connection: Connection, now: Milliseconds, settings: Settings) -> tuple[TerminalFacts, ...]:
    created = _pairs(connection, select(kiosks.c.kiosk_id, kiosks.c.created_at))
    gaps = select(event_marks.c.kiosk_id).where(event_marks.c.next_expected_seq <= event_marks.c.highest_seq)
    missing = set(connection.execute(gaps).scalars())
    late = (commands.c.outcome.is_(None) & (commands.c.expires_at <= now)) | (commands.c.outcome == "expired")
    recent = commands.c.expires_at > now - milliseconds(_EXPIRED_SECONDS)
    expired = _by_kiosk(connection, select(commands.c.kiosk_id, func.count()).where(late, recent), commands.c.kiosk_id)
    visit = select(terminal_events.c.kiosk_id, func.max(terminal_events.c.at)).where(terminal_events.c.kind == "visit")
    visits = _by_kiosk(connection, visit, terminal_events.c.kiosk_id)
    dialled = _dial_success(connection, now)
    variance = unexplained_fen(connection)
    errors = lately(connection, now)
    found = []
    for standing in standings(connection, now, settings):
        kiosk_id = standing.kiosk_id
        open_since, opens_at = _hours(connection, standing, now)
        found.append(
            TerminalFacts(
                standing=standing,
                last_heard=created[kiosk_id] if standing.heard_at is None else standing.heard_at,
                open_since=open_since,
                opens_at=opens_at,
                print_failures=_print_failures(connection, kiosk_id),
                last_visit_at=visits.get(kiosk_id),
                events_missing=kiosk_id in missing,
                commands_expired=expired.get(kiosk_id, 0),
                dial_success=dialled.get(kiosk_id),
                variance_fen=variance.get(kiosk_id, 0),
                errors=errors.get(kiosk_id, 0.0),
            )
        )
    return tuple(found)


def _pairs(connection: Connection, query: Any) -> dict[str, Any]:
    return {key: value for key, value in connection.execute(query)}  # noqa: C416 (a row is no pair for dict())


def _by_kiosk(connection: Connection, query: Any, column: Any) -> dict[str, int]:
    return _pairs(connection, query.group_by(column))


def _hours(
    connection: Connection, standing: Standing, now: Milliseconds
) -> tuple[Milliseconds | None, Milliseconds | None]:
    """Since when the hall is open, or when it opens; maintenance at its opening is no opening."""
    spans = hall_named(connection, standing.hall).open_between(now - _DAY, now + _DAY)
    for begin, end in spans:
        if begin <= now < end:
            return begin, None
        if begin > now:
            planned = windows(connection, standing.kiosk_id, begin, begin + 1)
            return None, None if planned or not standing.enabled else begin
    return None, None


def _print_failures(connection: Connection, kiosk_id: str) -> int:
    columns = terminal_events.c
    query = select(columns.data).where(columns.kiosk_id == kiosk_id, columns.kind == "print")
    failures = 0
    for data in connection.execute(query.order_by(columns.event_seq.desc()).limit(_PRINTS)).scalars():
        if printed(data):
            break
        failures += 1
    return failures


def _dial_success(connection: Connection, now: Milliseconds) -> dict[str, float]:
    recent = dial_tests.c.at > now - milliseconds(_DIAL_SECONDS)
    query = select(dial_tests.c.kiosk_id, dial_tests.c.outcome, func.count()).where(recent, dial_tests.c.at <= now)
    tried: dict[str, int] = {}
    passed: dict[str, int] = {}
    for kiosk_id, outcome, count in connection.execute(query.group_by(dial_tests.c.kiosk_id, dial_tests.c.outcome)):
        tried[kiosk_id] = tried.get(kiosk_id, 0) + count
        passed[kiosk_id] = passed.get(kiosk_id, 0) + (count if outcome == "passed" else 0)
    return {kiosk_id: passed[kiosk_id] / count for kiosk_id, count in tried.items()}


def _payments(connection: Connection, now: Milliseconds, settings: Settings) -> tuple[PaymentFacts, ...]:
    halls: Mapping[str, str] = _pairs(connection, select(kiosks.c.kiosk_id, kiosks.c.hall))
    doubtful = payments.c.received_at <= now - milliseconds(settings.in_doubt_seconds)
    open_ones = select(payments).where(payments.c.status.in_(("received", "posting", "in_doubt")), doubtful)
    queries = (
        ("no_sms", with_sms().where(payments.c.status == "posted", lacks_sms(now, settings))),
        ("not_reopened", select(payments).where(payments.c.reopening == "late")),
        ("in_doubt", open_ones),
    )
    return tuple(
        PaymentFacts(f"{row.kiosk_id}-{row.kiosk_seq}", row.kiosk_id, halls[row.kiosk_id], problem)
        for problem, query in queries
        for row in connection.execute(query)
    )


def _sms_p95(connection: Connection, now: Milliseconds) -> float | None:
    """The slowest twentieth of what was delivered in the last ten minutes begins there."""
    took = select(sms_outbox.c.delivered_at - payments.c.posted_at)
    took = took.join_from(sms_outbox, payments, sms_outbox.c.payment_id == payments.c.payment_id)
    recent = sms_outbox.c.delivered_at > now - milliseconds(_SMS_SECONDS)
    found = sorted(connection.execute(took.where(sms_outbox.c.template == PAYMENT_POSTED, recent)).scalars())
    return found[-(-len(found) * 19 // 20) - 1] / 1000 if found else None
