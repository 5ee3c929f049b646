"""A hall at a glance, out of facts: each terminal's state, since when, what to do, who is on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, func, select

from central.advice import Advice, advice
from central.alarms import Alarm
from central.availability import Availability
from central.halls import hall_named
from central.pages.words import MODES, SERVICE
from central.periods import Period
from central.settings import Settings
from central.tables import payments
from central.terminal_accounts import account_of
from central.terminal_state import Standing, standings
from central.times import Milliseconds
from central.work_orders import WorkOrder

Tone = Literal["good", "warn", "bad", "idle"]
BAR_WIDTH: Final = 1000
_WARNS: Final = 2  # severity: from here on a device is worth a word
_ORDER: Final[Mapping[Tone, int]] = {"bad": 0, "warn": 1, "idle": 2, "good": 3}
_NEARLY_FULL: Final = 0.85  # of the box, as the alarm has it (central-api.md, appendix A)
_OPEN_MONEY: Final = ("in_doubt_fen", "owed_fen", "unassigned_fen")
_MISSING: Final = {
    "cash": ("现金停", "No cash"),
    "print": ("不能打印", "No printing"),
    "line": ("离线受理", "Off line"),
    "something": SERVICE["degraded"],
}
_SILENT: Final = "TERMINAL-SILENT"
_SWITCHED_OFF: Final = ("打烊，未开机", "Closed, switched off")  # silent while nobody expects it to serve (field.md X14)
_NOTHING_TO_SAY: Final = frozenset({"", "NOT-FITTED"})


@dataclass(frozen=True, slots=True)
class Segment:
    """Of a bar that is ``BAR_WIDTH`` wide."""

    x: int
    width: int
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """One terminal. ``todo``: the worst first; ``by``: who has said that they go."""

    standing: Standing
    tone: Tone
    advice: Advice | None
    todo: tuple[Advice, ...]
    by: str
    bar: tuple[Segment, ...]
    availability: Availability
    last_paid_at: Milliseconds | None

    @property
    def headline(self) -> tuple[str, str]:
        """What customers feel of it, in two languages."""
        return headline_of(self.standing, self.todo)

    @property
    def open_fen(self) -> int:
        """Money that a person must settle."""
        return sum(self.standing.money.get(name, 0) for name in _OPEN_MONEY)


def lines(
    connection: Connection,
    hall: str,
    period: Period,
    settings: Settings,
    *,
    alarms: Sequence[Alarm],
    orders: Iterable[WorkOrder],
) -> list[Line]:
    """What needs a person comes first. ``alarms``, ``orders``: what stands, with who has said that they see to it."""
    takers = who_goes(alarms, orders)
    paid = last_paid(connection)
    span = day_span(connection, hall, period)
    found = []
    for standing in standings(connection, period.now, settings, hall):
        if not standing.enabled and standing.heard_at is None:
            continue
        account = account_of(connection, standing.kiosk_id, period, settings)
        todo = to_do(standing)
        found.append(
            Line(
                standing=standing,
                tone=tone_of(standing, todo),
                advice=todo[0] if todo else None,
                todo=todo,
                by=takers.get(standing.kiosk_id, ""),
                bar=segments([(one.begin, one.end, one.condition.state) for one in account.stretches], span),
                availability=account.availability,
                last_paid_at=paid.get(standing.kiosk_id),
            )
        )
    return sorted(found, key=lambda line: (_ORDER[line.tone], line.standing.kiosk_id))


def who_goes(alarms: Sequence[Alarm], orders: Iterable[WorkOrder]) -> dict[str, str]:
    """By terminal, who has taken what is gravest of it; nobody as long as an urgent alarm of it is taken by nobody."""
    found = {order.kiosk_id: order.acknowledged_by for order in orders if order.acknowledged_by}
    found |= {alarm.kiosk_id: alarm.acknowledged_by for alarm in reversed(alarms) if alarm.acknowledged_by}
    waiting = {alarm.kiosk_id for alarm in alarms if alarm.severity == "page" and not alarm.acknowledged_by}
    return {kiosk_id: by for kiosk_id, by in found.items() if kiosk_id not in waiting}


def to_do(standing: Standing) -> tuple[Advice, ...]:
    """Everything that there is to be said about a terminal, the worst first, nothing twice. Of one that is switched off for
    the night that is what it said last: who is there before it opens has the time to mend it. One that vanished before the
    hall closed comes first to be looked for."""
    if standing.state == "unknown" and standing.expected:
        return (advice(_SILENT),)
    codes = [standing.code] if standing.state in ("degraded", "out") else []
    if standing.vanished:
        codes = [_SILENT]
    by_severity = sorted(standing.devices, key=lambda device: -device.severity)
    codes += [device.code for device in by_severity if device.severity >= _WARNS]
    box = standing.cash_box
    if box is not None and box.capacity and box.notes >= _NEARLY_FULL * box.capacity and "BV-FULL" not in codes:
        codes.append("BV-NEAR-FULL")
    return tuple(advice(code) for code in dict.fromkeys(codes) if code not in _NOTHING_TO_SAY)


def headline_of(standing: Standing, todo: Sequence[Advice]) -> tuple[str, str]:
    """Of what is missing the gravest; of a terminal that still does everything, what it will soon lack."""
    if standing.mode in ("closed", "staff", "disabled") and standing.state == "out":
        return MODES[standing.mode]
    if standing.state == "degraded":
        missing = (name for name, there in (("cash", standing.cash), ("print", standing.print)) if there is False)
        return _MISSING[next(missing, "line" if standing.code.startswith("NET-") else "something")]
    if is_switched_off(standing) and not standing.vanished:
        return _SWITCHED_OFF
    if standing.state == "full" and todo:
        return todo[0].zh.what, todo[0].en.what
    return SERVICE[standing.state]


def is_switched_off(standing: Standing) -> bool:
    """Silent while it may be: the hall is closed, or its maintenance was approved."""
    return standing.enabled and standing.state == "unknown" and not standing.expected


def tone_of(standing: Standing, todo: Sequence[Advice]) -> Tone:
    """Out, silent or without cash is bad; what still serves, or will soon not, is a warning; closed is nothing at all. What
    is switched off with something to be done on it is a warning too."""
    if is_switched_off(standing) and todo:
        return "warn"
    if standing.mode == "closed" or not standing.enabled or (standing.state == "unknown" and not standing.expected):
        return "idle"
    if standing.state in ("out", "unknown") or standing.cash is False:
        return "bad"
    return "warn" if standing.state == "degraded" or todo else "good"


def segments(stretches: Iterable[tuple[Milliseconds, Milliseconds, str]], span: tuple[int, int]) -> tuple[Segment, ...]:
    """Stretches of time as parts of a bar over ``span``; what lies outside of it is left out."""
    begin, end = span
    scale = BAR_WIDTH / max(1, end - begin)
    found = []
    for since, until, state in stretches:
        left, right = max(since, begin), min(until, end)
        if left < right:
            x = round((left - begin) * scale)
            found.append(Segment(x, max(1, round((right - begin) * scale) - x), state))
    return tuple(found)


def day_span(connection: Connection, hall: str, period: Period) -> tuple[Milliseconds, Milliseconds]:
    """From the first opening to the last closing of the day; the whole day for a hall that is always open, or closed."""
    spans = hall_named(connection, hall).open_between(period.begin, period.end)
    return (spans[0][0], spans[-1][1]) if spans else (period.begin, period.end)


def last_paid(connection: Connection) -> dict[str, Milliseconds]:
    """By terminal, when its last payment was accepted."""
    query = select(payments.c.kiosk_id, func.max(payments.c.accepted_at).label("at")).group_by(payments.c.kiosk_id)
    return {row.kiosk_id: row.at for row in connection.execute(query)}
