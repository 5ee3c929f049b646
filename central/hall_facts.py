"""Reads everything that a hall's daily report is made from, in one transaction (central-api.md 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from central.day_figures import DayFigures, events_of, figures_of
from central.device_faults import DeviceEvent, Fault, faults
from central.dial_tests import DialFigures, figures as dial_figures
from central.hall_tickets import Tickets, tickets_of
from central.halls import Hall, hall_named
from central.headline import kiosks_of
from central.health_tables import cash_collections, dial_tests
from central.intervals import Spans
from central.inventory import latest_inventory, reported
from central.maintenance import windows
from central.periods import Period
from central.report_outlook import Use
from central.settings import Settings
from central.terminal_accounts import Account, account_of
from central.terminal_state import Standing, standings
from central.times import Milliseconds, hall_time

_PAPER_DAYS: Final = 7
_DAY: Final = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """``told``: its own daily report; None: it sent none."""

    standing: Standing
    account: Account
    figures: DayFigures
    faults: list[Fault]
    use: Use
    inventory: Mapping[str, Any] | None
    told: dict[str, int] | None
    maintenance: Spans


@dataclass(frozen=True, slots=True)
class HallFacts:
    hall: str
    day: date
    now: Milliseconds
    described: Hall
    open: Spans
    terminals: tuple[TerminalFacts, ...]
    dials: DialFigures
    tickets: Tickets


def gather(connection: Connection, hall: str, period: Period, settings: Settings) -> HallFacts:
    """Of a hall's day (``Period.of_day``)."""
    described = hall_named(connection, hall)
    day = hall_time(period.begin).date()
    now = {one.kiosk_id: one for one in standings(connection, period.now, settings, hall)}
    counted = kiosks_of(connection, hall, period.begin)
    return HallFacts(
        hall=hall,
        day=day,
        now=period.now,
        described=described,
        open=described.open_between(period.begin, period.end),
        terminals=tuple(_terminal(connection, now[kiosk_id], period, day, settings) for kiosk_id in counted),
        dials=dial_figures(_dials(connection, counted, period)),
        tickets=tickets_of(connection, hall, counted, period),
    )


def _terminal(connection: Connection, standing: Standing, period: Period, day: date, settings: Settings) -> TerminalFacts:
    kiosk_id = standing.kiosk_id
    events = [DeviceEvent(row.at, row.data) for row in events_of(connection, kiosk_id, period) if row.kind == "device"]
    return TerminalFacts(
        standing=standing,
        account=account_of(connection, kiosk_id, period, settings),
        figures=figures_of(connection, kiosk_id, period, settings),
        faults=faults(events, period.past),
        use=_use(connection, kiosk_id, period),
        inventory=latest_inventory(connection, kiosk_id),
        told=reported(connection, kiosk_id, day),
        maintenance=windows(connection, kiosk_id, period.begin, period.end),
    )


def _use(connection: Connection, kiosk_id: str, period: Period) -> Use:
    week = Period(period.past - _PAPER_DAYS * _DAY, period.past, period.now)
    fed = [row.data.get("paper_mm") for row in events_of(connection, kiosk_id, week) if row.kind == "print"]
    mine = cash_collections.c.kiosk_id == kiosk_id
    collected = connection.scalar(select(func.max(cash_collections.c.closed_at)).where(mine))
    return Use(sum(length for length in fed if isinstance(length, int)), _PAPER_DAYS, collected)


def _dials(connection: Connection, kiosk_ids: list[str], period: Period) -> list[Row[Any]]:
    columns = dial_tests.c
    inside = (columns.kiosk_id.in_(kiosk_ids), columns.at >= period.begin, columns.at < period.end)
    return list(connection.execute(select(dial_tests).where(*inside)).all())
