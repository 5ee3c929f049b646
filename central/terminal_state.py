"""Every terminal as it stands now, for hall pages and alarms (docs/central-contract.md, Heartbeat and Health)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, select

from central.halls import Hall, hall_named
from central.health_tables import terminal_events, terminal_live
from central.intervals import Spans, length, without
from central.maintenance import windows
from central.settings import Settings
from central.tables import heartbeats, kiosks
from central.times import Milliseconds, milliseconds, parse, render

SILENT_FOR: Final[Milliseconds] = 180_000  # in open hours, from here on it is an alarm; heartbeats come every 30 s
ServiceState = Literal["full", "degraded", "out", "unknown"]
_STATES: Final[Mapping[object, ServiceState]] = {"full": "full", "degraded": "degraded", "out": "out"}
# What a live event may change, and its type. Events are kept whatever is in them; anything else they say changes nothing.
_TOLD: Final[Mapping[str, Mapping[str, type]]] = {
    "service": {"state": str, "mode": str, "code": str, "cash": bool, "card": bool, "print": bool},
    "device": {"state": str, "severity": int, "supplies": str, "code": str, "raw": str, "may_hold_money": bool},
}
MONEY: Final = (
    "stacked_fen",
    "held_in_visit_fen",
    "queued_fen",
    "posted_fen",
    "in_doubt_fen",
    "owed_fen",
    "unassigned_fen",
    "settled_fen",
)


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """Words of central-api.md 6. ``since`` and ``count_24h`` are None where the terminal does not tell them."""

    device: str
    state: str
    severity: int
    supplies: str
    code: str
    raw: str
    since: Milliseconds | None
    count_24h: int | None
    may_hold_money: bool


@dataclass(frozen=True, slots=True)
class CashBox:
    serial: str
    notes: int
    capacity: int
    fen: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One enrolled terminal now; what it never told is None or empty. All that it says of itself is as of ``heard_at``."""

    kiosk_id: str
    hall: str
    enabled: bool
    heard_at: Milliseconds | None  # the last heartbeat; None: never
    silent: bool
    state: ServiceState  # unknown: silent
    mode: str  # starting, serving, closed, staff, disabled; empty: not told
    code: str  # why it is not full
    since: Milliseconds | None  # of ``state``
    cash: bool | None
    card: bool | None
    print: bool | None
    devices: tuple[DeviceStanding, ...]
    queue_depth: int
    queue_oldest_seconds: int
    money: Mapping[str, int]  # the keys of ``MONEY``, fen; empty: not told
    cash_box: CashBox | None
    paper_left_mm: int | None
    clock_offset_seconds: float | None
    config_hash: str
    visit_open: bool | None
    expected: bool  # should it serve now: enabled, open hours, no maintenance
    journal_broken_at: Milliseconds | None
    errors_logged: int | None = None  # since its process started
    vanished: bool = False  # silent for more than ``SILENT_FOR`` of the time in which it should have served

    def device(self, name: str) -> DeviceStanding | None:
        return next((device for device in self.devices if device.device == name), None)


def standings(connection: Connection, now: Milliseconds, settings: Settings, hall: str | None = None) -> list[Standing]:
    """Every enrolled terminal (of one hall), in the order of hall and id; also one that was never heard."""
    told = [column for column in heartbeats.c if column.name != "kiosk_id"]
    query = (
        select(kiosks, *told, terminal_live.c.body)
        .outerjoin_from(kiosks, heartbeats, heartbeats.c.kiosk_id == kiosks.c.kiosk_id)
        .outerjoin(terminal_live, terminal_live.c.kiosk_id == kiosks.c.kiosk_id)
        .order_by(kiosks.c.hall, kiosks.c.kiosk_id)
    )
    rows = connection.execute(query if hall is None else query.where(kiosks.c.hall == hall)).all()
    described = {name: hall_named(connection, name) for name in {row.hall for row in rows}}
    fresh = _live_events(connection)
    return [
        _standing(
            row, fresh.get(row.kiosk_id, []), now, settings, partial(_scheduled, connection, row, described[row.hall])
        )
        for row in rows
    ]


def _scheduled(connection: Connection, row: Row[Any], hall: Hall, begin: Milliseconds, end: Milliseconds) -> Spans:
    """When it should serve between two moments."""
    if not row.enabled:
        return ()
    return without(hall.open_between(begin, end), windows(connection, row.kiosk_id, begin, end))


def _live_events(connection: Connection) -> dict[str, list[Row[Any]]]:
    """Of each terminal what it told after its last heartbeat, in order; nothing that was only told afterwards."""
    columns = terminal_events.c
    newer = (columns.kiosk_id == terminal_live.c.kiosk_id) & (columns.event_seq >= terminal_live.c.next_event_seq)
    query = select(terminal_events).join_from(terminal_live, terminal_events, newer)
    query = query.where(columns.kind.in_(("service", "device")), columns.historical.is_(False))
    found: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(query.order_by(columns.kiosk_id, columns.event_seq)):
        found.setdefault(row.kiosk_id, []).append(row)
    return found


def _standing(
    row: Row[Any],
    fresh: Sequence[Row[Any]],
    now: Milliseconds,
    settings: Settings,
    scheduled: Callable[[Milliseconds, Milliseconds], Spans],
) -> Standing:
    body: Mapping[str, Any] = row.body or {}
    service, devices = _with_events(row, body, fresh)
    last = row.created_at if row.received_at is None else row.received_at
    silent = last + milliseconds(settings.silence_seconds) < now
    box = body.get("cash_box")
    return Standing(
        kiosk_id=row.kiosk_id,
        hall=row.hall,
        enabled=row.enabled,
        heard_at=row.received_at,
        silent=silent,
        state="unknown" if silent else _STATES.get(service.get("state"), "unknown"),
        mode=str(service.get("mode", "")),
        code=str(service.get("code", "")),
        since=last if silent else _moment(service.get("since")),
        cash=service.get("cash"),
        card=service.get("card"),
        print=service.get("print"),
        devices=tuple(_device(device) for device in devices.values()),
        queue_depth=row.queue_depth or 0,
        queue_oldest_seconds=row.queue_oldest_seconds or 0,
        money=body.get("money") or {},
        cash_box=CashBox(**box) if box else None,
        paper_left_mm=body.get("paper_left_mm"),
        clock_offset_seconds=body.get("clock_offset_seconds"),
        config_hash=body.get("config_hash") or "",
        visit_open=body.get("visit_open"),
        expected=bool(scheduled(now, now + 1)),
        journal_broken_at=row.journal_broken_at,
        errors_logged=body.get("errors_logged"),
        vanished=silent and length(scheduled(last, now)) > SILENT_FOR,
    )


def _with_events(
    row: Row[Any], body: Mapping[str, Any], fresh: Sequence[Row[Any]]
) -> tuple[Mapping[str, Any], dict[str, Mapping[str, Any]]]:
    """Service and devices of the last heartbeat, brought up to what was told live since then."""
    service: dict[str, Any] = {"state": row.service_state} | (body.get("service") or {})
    devices: dict[str, Mapping[str, Any]] = {device["device"]: device for device in row.devices or ()}
    for event in fresh:
        when = {"since": render(min(event.at, event.received_at))}
        told = {name: value for name, value in event.data.items() if type(value) is _TOLD[event.kind].get(name)}
        if event.kind == "service":
            same = told.get("state") == service["state"]
            service = service | told | ({} if same else when)
        elif name := str(event.data.get("device", "")):
            devices[name] = dict(devices.get(name, {})) | {"device": name} | told | when
    return service, devices


def _device(told: Mapping[str, Any]) -> DeviceStanding:
    return DeviceStanding(
        device=str(told["device"]),
        state=str(told.get("state", "")),
        severity=int(told.get("severity", 0)),
        supplies=str(told.get("supplies", "n/a")),
        code=str(told.get("code", "")),
        raw=str(told.get("raw", "")),
        since=_moment(told.get("since")),
        count_24h=told.get("count_24h"),
        may_hold_money=bool(told.get("may_hold_money", False)),
    )


def _moment(text: str | None) -> Milliseconds | None:
    return None if text is None else parse(text)
