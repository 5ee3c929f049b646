"""When something is an alarm, who is told, and how long it must last: a table of pure rules (docs/alarms.md; F52, F53).

Each rule reads the facts and gives a reading for every subject that is not clearly well. Two thresholds: ``HIGH`` raises,
``BETWEEN`` raises nothing and ends nothing; what has no reading is well. So a value that swings about one threshold never
flaps. What a silent terminal said last is neither: its devices' alarms stay as they are until it speaks again.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final, Literal

from central.alarm_facts import Facts, PaymentFacts, TerminalFacts
from central.alarm_words import NOTHING, What
from central.terminal_state import SILENT_FOR, DeviceStanding
from central.times import Milliseconds

Severity = Literal["page", "ticket"]
_BAD: Final = frozenset({"offline", "power_off", "no_device", "user_error", "hw_error", "fraud"})
_WORKING: Final = frozenset({"online", "busy"})
_NOT_FITTED: Final = "NOT-FITTED"
_MINUTE: Final = 60_000
_BEFORE_OPENING: Final = 15 * _MINUTE
_UNUSED: Final = 4 * 60 * _MINUTE
_BUSY: Final = 10 * _MINUTE
_STUCK: Final = {"starting": 10 * _MINUTE, "staff": 60 * _MINUTE}


class Level(Enum):
    BETWEEN = 1
    HIGH = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """``what``: for the person who is told. ``kiosk_id`` empty: of no one terminal."""

    subject: str
    hall: str
    kiosk_id: str
    level: Level
    what: What


Said = tuple[Level, What] | None  # None: all is well


@dataclass(frozen=True, slots=True)
class Rule:
    """``for_seconds``: HIGH for so long before it is raised. It ends when all has been well for ``clear_seconds`` and it
    was raised for ``hold_seconds``."""

    name: str
    severity: Severity
    for_seconds: float
    read: Callable[[Facts], Iterable[Reading]]
    clear_seconds: float = 60.0
    hold_seconds: float = 120.0


# ---- of one terminal ---------------------------------------------------------------------------------------------------


def _high(condition: bool, word: str, **parts: str | float) -> Said:  # noqa: FBT001 (a condition is what it is about)
    return (Level.HIGH, What(word, parts)) if condition else None


def _band(value: float, high: float, low: float, word: str, **parts: str | float) -> Said:
    """HIGH above ``high``, well at ``low`` and below."""
    if value > low:
        return (Level.HIGH if value > high else Level.BETWEEN), What(word, parts)
    return None


def _silence(terminal: TerminalFacts, now: Milliseconds) -> Said:
    if not terminal.standing.expected or not terminal.standing.silent:
        return None
    return _band(now - terminal.last_heard, SILENT_FOR, 0, "silent", since=terminal.last_heard)


def _no_way_to_pay(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    standing = terminal.standing
    out = standing.state == "out" and standing.expected and standing.mode in ("serving", "")
    return _high(out, "no_way_to_pay", code=standing.code)


def _stuck(terminal: TerminalFacts, now: Milliseconds) -> Said:
    standing = terminal.standing
    longest = _STUCK.get(standing.mode)
    if longest is not None and standing.since is not None and standing.expected and now - standing.since > longest:
        return Level.HIGH, What("stuck", {"mode": standing.mode, "minutes": (now - standing.since) // _MINUTE})
    for device in standing.devices:
        busy = device.state in ("busy", "starting") and device.since is not None
        if busy and device.since is not None and now - device.since > _BUSY:
            minutes = (now - device.since) // _MINUTE
            return Level.HIGH, What("device_stuck", {"device": device.device, "state": device.state, "minutes": minutes})
    return None


def _fitted(terminal: TerminalFacts, name: str) -> DeviceStanding | None:
    device = terminal.standing.device(name)
    return None if device is None or device.code == _NOT_FITTED else device


def _fault(device: DeviceStanding) -> dict[str, str]:
    """Its code; where it has none, its state."""
    return {"device": device.device} | ({"code": device.code} if device.code else {"state": device.state})


def _device_out(terminal: TerminalFacts, _now: Milliseconds, *, name: str) -> Said:
    """Paper out has an alarm of its own, and so has a full box."""
    device = _fitted(terminal, name)
    if device is None or not terminal.standing.expected or device.supplies in ("out", "overfill"):
        return None
    return _high(device.state in _BAD or device.severity >= 3, "device_out", **_fault(device))


def _supplies(terminal: TerminalFacts, _now: Milliseconds, *, supplies: str) -> Said:
    device = _fitted(terminal, "printer")
    return _high(device is not None and device.supplies == supplies, f"paper_{supplies}")


def _money_in_device(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    held = [device for device in terminal.standing.devices if device.may_hold_money and device.severity >= 3]
    if not held:
        return None
    return Level.HIGH, What("money_in_device", {"device": held[0].device, "code": held[0].code})


def _box_filling(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    box = terminal.standing.cash_box
    if box is None or not box.capacity:
        return None
    share = box.notes / box.capacity
    return _band(share, 0.85, 0.80, "box_filling", notes=box.notes, capacity=box.capacity)


def _box_full(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    box, acceptor = terminal.standing.cash_box, _fitted(terminal, "acceptor")
    overfilled = acceptor is not None and acceptor.supplies == "overfill"
    return _high(overfilled or (box is not None and 0 < box.capacity <= box.notes), "box_full")


def _backlog(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    depth, oldest = terminal.standing.queue_depth, terminal.standing.queue_oldest_seconds
    what = What("backlog", {"count": depth, "minutes": oldest // 60})
    if depth > 20 or oldest > 900:
        return Level.HIGH, what
    return (Level.BETWEEN, what) if depth > 10 or oldest > 300 else None


def _prints_failing(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _band(terminal.print_failures, 4, 0, "prints_failing", count=terminal.print_failures)


def _clock(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    offset = terminal.standing.clock_offset_seconds
    return None if offset is None else _band(abs(offset), 30, 10, "clock", offset=offset)


def _journal(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _high(terminal.standing.journal_broken_at is not None, "journal")


def _gap(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _high(terminal.events_missing, "event_gap")


def _not_ready(terminal: TerminalFacts, now: Milliseconds) -> Said:
    """From a quarter of an hour before its hall opens (X14)."""
    if terminal.opens_at is None or terminal.opens_at - now > _BEFORE_OPENING:
        return None
    why = why_not_ready(terminal)
    if why is None:
        return None
    return Level.HIGH, What("not_ready", {"opens": terminal.opens_at, "why": why.word, **why.parts})


def why_not_ready(terminal: TerminalFacts) -> What | None:
    """Why this terminal could not serve if its hall opened now; None: it is ready."""
    standing = terminal.standing
    if standing.silent:
        return What("no_heartbeat")
    if standing.mode not in ("serving", "closed", ""):
        return What("mode", {"mode": standing.mode})
    if standing.journal_broken_at is not None:
        return What("journal_differs")
    if standing.mode == "serving" and standing.state == "out":
        return What("takes_nothing", {"code": standing.code}) if standing.code else What("no_payment")
    devices = [device for device in standing.devices if device.code != _NOT_FITTED]
    broken = [one for one in devices if one.state not in _WORKING or one.severity >= 3 or one.supplies == "out"]
    return What("device", _fault(broken[0])) if broken else None


def _doubt(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    fen = terminal.standing.money.get("in_doubt_fen", 0)
    return _high(fen > 0, "in_doubt", fen=fen)


def _commands_undone(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _high(terminal.commands_expired > 0, "commands_undone", count=terminal.commands_expired)


def _unused(terminal: TerminalFacts, now: Milliseconds) -> Said:
    """A terminal that serves and that nobody has used for long (F54): perhaps its glass is dead, or it stands badly."""
    standing = terminal.standing
    serving = standing.expected and standing.state in ("full", "degraded")
    if not serving or terminal.last_visit_at is None or terminal.open_since is None:
        return None
    idle = now - max(terminal.last_visit_at, terminal.open_since)
    return _high(idle > _UNUSED, "unused", hours=idle // (60 * _MINUTE))


def _dialling(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    success = terminal.dial_success
    return None if success is None else _high(success < 0.98, "dialling", share=success)


def _variance(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _high(terminal.variance_fen > 0, "variance", fen=terminal.variance_fen)


def _errors(terminal: TerminalFacts, _now: Milliseconds) -> Said:
    return _band(terminal.errors, 20, 5, "errors", count=round(terminal.errors))


def _each(
    facts: Facts, said: Callable[[TerminalFacts, Milliseconds], Said], *, of_silence: bool = False, live: bool = True
) -> Iterator[Reading]:
    """A reading for each terminal that is not well. ``live``: by what it says now, so a silent one changes nothing.
    ``of_silence``: where the whole hall is silent, the hall's alarm says it."""
    dark = {hall for hall, found in _by_hall(facts).items() if _is_dark(found)} if of_silence else set()
    for terminal in facts.terminals:
        standing = terminal.standing
        if not standing.enabled:
            continue
        found = said(terminal, facts.now)
        if (live and standing.silent) or (found is not None and standing.hall in dark):
            found = (Level.BETWEEN, NOTHING)
        if found is not None:
            level, what = found
            yield Reading(standing.kiosk_id, standing.hall, standing.kiosk_id, level, what.of_terminal(standing.kiosk_id))


# ---- of a hall, of payments, of messages -------------------------------------------------------------------------------


def _by_hall(facts: Facts) -> dict[str, list[TerminalFacts]]:
    halls: dict[str, list[TerminalFacts]] = {}
    for terminal in facts.terminals:
        if terminal.standing.expected:
            halls.setdefault(terminal.standing.hall, []).append(terminal)
    return halls


def _is_dark(expected: list[TerminalFacts]) -> bool:
    """One terminal alone is a silent terminal; two and more are a hall without line or power."""
    return len(expected) > 1 and all(terminal.standing.silent for terminal in expected)


def _halls(facts: Facts) -> Iterator[Reading]:
    for hall, expected in _by_hall(facts).items():
        if not _is_dark(expected):
            continue
        last = max(terminal.last_heard for terminal in expected)
        level = Level.HIGH if facts.now - last > SILENT_FOR else Level.BETWEEN
        yield Reading(hall, hall, "", level, What("hall_silent", {"hall": hall, "count": len(expected), "since": last}))


def _payments(facts: Facts, *, problem: str, word: str) -> Iterator[Reading]:
    def reading(payment: PaymentFacts) -> Reading:
        what = What(word, {"payment": payment.key})  # no amount: who counts cash reads alarms too
        return Reading(payment.key, payment.hall, payment.kiosk_id, Level.HIGH, what)

    return (reading(payment) for payment in facts.payments if payment.problem == problem)


def _lookups(facts: Facts) -> Iterator[Reading]:
    """Somebody looks for payment after payment (F63): a person in the hall should know who."""
    for staff_id, hall in facts.lookups:
        yield Reading(f"{staff_id} {hall}", hall, "", Level.HIGH, What("lookup_limit", {"staff_id": staff_id}))


def _messages(said: Said) -> list[Reading]:
    """Messages are of no hall: the duty number for every hall is told."""
    return [] if said is None else [Reading("sms", "", "", *said)]


def _sms_slow(facts: Facts) -> list[Reading]:
    p95 = facts.sms_p95_seconds
    return _messages(None if p95 is None else _band(p95, 30, 20, "sms_slow", seconds=p95))


def _sms_backlog(facts: Facts) -> list[Reading]:
    what = What("sms_backlog", {"count": facts.sms_ready, "seconds": facts.sms_oldest_seconds})
    if facts.sms_ready > 200 or facts.sms_oldest_seconds > 60:
        return _messages((Level.HIGH, what))
    return _messages((Level.BETWEEN, what) if facts.sms_ready > 100 or facts.sms_oldest_seconds > 30 else None)


def _terminal(
    name: str,
    severity: Severity,
    for_seconds: float,
    said: Callable[[TerminalFacts, Milliseconds], Said],
    *,
    of_silence: bool = False,
    live: bool = True,
) -> Rule:
    return Rule(name, severity, for_seconds, partial(_each, said=said, of_silence=of_silence, live=live))


RULES: Final[tuple[Rule, ...]] = (
    Rule("hall_silent", "page", 120, _halls),
    _terminal("terminal_silent", "page", 120, _silence, of_silence=True, live=False),
    _terminal("cannot_take_payment", "page", 180, _no_way_to_pay),
    _terminal("stuck", "page", 0, _stuck),
    _terminal("acceptor_unavailable", "page", 120, partial(_device_out, name="acceptor")),
    _terminal("card_unavailable", "page", 120, partial(_device_out, name="card")),
    _terminal("printer_unavailable", "page", 120, partial(_device_out, name="printer")),
    _terminal("money_in_device", "page", 60, _money_in_device),
    _terminal("paper_low", "ticket", 600, partial(_supplies, supplies="low")),
    _terminal("paper_out", "page", 120, partial(_supplies, supplies="out")),
    _terminal("cash_near_full", "ticket", 300, _box_filling),
    _terminal("cash_full", "page", 60, _box_full),
    _terminal("queue_backlog", "page", 300, _backlog),
    _terminal("prints_failing", "page", 0, _prints_failing),
    _terminal("not_ready", "page", 60, _not_ready, live=False),
    _terminal("unused", "ticket", 0, _unused),
    _terminal("clock_skew", "ticket", 300, _clock),
    _terminal("journal_broken", "page", 0, _journal, live=False),
    _terminal("event_gap", "ticket", 900, _gap),
    _terminal("error_rate", "ticket", 60, _errors),
    _terminal("money_in_doubt", "page", 900, _doubt),
    _terminal("command_expired", "ticket", 0, _commands_undone, live=False),
    _terminal("dial_test_failing", "ticket", 600, _dialling, live=False),
    _terminal("cash_variance", "ticket", 1800, _variance, live=False),
    Rule("paid_without_sms", "page", 0, partial(_payments, problem="no_sms", word="no_sms")),
    Rule("not_reopened", "page", 0, partial(_payments, problem="not_reopened", word="not_reopened")),
    Rule("payment_in_doubt", "page", 0, partial(_payments, problem="in_doubt", word="payment_in_doubt")),
    Rule("lookup_limit", "ticket", 0, _lookups),
    Rule("sms_slow", "page", 600, _sms_slow),
    Rule("sms_backlog", "page", 120, _sms_backlog),
)
BY_NAME: Final = {rule.name: rule for rule in RULES}
