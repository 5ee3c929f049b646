"""Availability on recorded intervals: formulas, corrections, boundaries (F46, F60; central-api.md 6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, strategies as st

from central.availability import Availability, availability, success, total
from central.base import Base
from central.centre import Centre
from central.events import Event
from central.halls import Hall, HallError, put_hall
from central.intervals import Spans, common, covers, length, union, without
from central.maintenance import MaintenanceError, plan
from central.months import day_begins
from central.outage_causes import CAPABILITIES, CAUSES
from central.periods import Period
from central.terminal_accounts import account_of, accounted_until
from central.timeline import Stretch, Told, own_account, timeline, true_moments
from central.times import Milliseconds, parse, render
from tests.central.helpers import Clock

ALL = frozenset(CAPABILITIES)
DAY = date(2026, 11, 21)  # a Saturday
MIDNIGHT = day_begins(DAY)
MINUTE = 60_000
HOUR = 60 * MINUTE
SKEW = 300_000
FULL = {"state": "full", "mode": "serving", "code": "", "cash": True, "card": True, "print": True, "centre": True}


def at(clock: str) -> Milliseconds:
    return parse(f"{DAY}T{clock}+08:00")


def service(seq: int, clock: str, received: str | None = None, **changed: Any) -> Told:
    return Told(seq, at(clock), at(received or clock), "service", FULL | changed)


def started(seq: int, clock: str, ended: str, alive: str, received: str | None = None) -> Told:
    data = {"what": "started", "ended": ended, "last_alive_at": render(at(alive))}
    return Told(seq, at(clock), at(received or clock), "run", data)


def stopped(seq: int, clock: str) -> Told:
    return Told(seq, at(clock), at(clock), "run", {"what": "stopped", "ended": "clean"})


def recorded(
    told: Sequence[Told], begin: str = "09:00:00", end: str = "17:00:00", silences: Spans = (), until: str = "23:59:00"
) -> tuple[Stretch, ...]:
    return timeline(own_account(told, SKEW, ALL), silences, at(until), at(begin), at(end))


def told_of(stretches: Sequence[Stretch]) -> list[tuple[str, str, str, str]]:
    return [
        (render(one.begin)[11:19], render(one.end)[11:19], one.condition.state, one.condition.cause) for one in stretches
    ]


def counted(stretches: Sequence[Stretch], schedule: Spans | None = None) -> Availability:
    return availability(stretches, schedule or ((at("09:00:00"), at("17:00:00")),))


# ---- the formulas ------------------------------------------------------------------------------------------------------


def test_a_recorded_day_by_the_formulas() -> None:
    """Eight hours: 12 min jam (degraded: card is left), 24 min out of everything, 24 min without paper."""
    stretches = recorded(
        [
            service(1, "08:00:00"),
            service(2, "10:00:00", state="degraded", code="BV-JAM", cash=False),
            service(3, "10:12:00"),
            service(4, "12:00:00", state="out", code="CRD-FAIL", cash=False, card=False),
            service(5, "12:24:00"),
            service(6, "15:00:00", state="degraded", code="PRN-OUT", print=False),
            service(7, "15:24:00"),
        ]
    )
    found = counted(stretches)
    assert (found.scheduled, found.full) == (480 * MINUTE, 420 * MINUTE)
    assert (found.degraded, found.out, found.silent) == (36 * MINUTE, 24 * MINUTE, 0)
    assert found.a_any == 456 / 480
    assert found.a_full == 420 / 480
    assert (found.a_print, found.a_cash, found.a_card) == (456 / 480, 444 / 480, 456 / 480)
    assert (found.outages, found.mttr, found.mtbf, found.longest_outage) == (1, 24 * MINUTE, 456 * MINUTE, 24 * MINUTE)
    assert {cause: time for cause, time in found.out_by_cause.items() if time} == {"cash": 24 * MINUTE}
    assert {cause: time for cause, time in found.degraded_by_cause.items() if time} == {
        "cash": 12 * MINUTE,
        "supplies": 24 * MINUTE,
    }


def test_nothing_scheduled_has_no_ratios() -> None:
    found = availability(recorded([service(1, "08:00:00")]), ())
    assert found == Availability()
    assert (found.a_any, found.a_print, found.mttr, found.mtbf) == (None, None, None, None)


def test_the_customers_view_is_paid_of_those_who_reached_the_payment() -> None:
    assert success(3, 4) == 0.75
    assert success(0, 0) is None


def test_a_hall_is_weighted_by_time_not_by_terminals() -> None:
    long = Availability(scheduled=9 * HOUR, full=9 * HOUR)
    short = Availability(scheduled=HOUR, out=HOUR, outages=1, longest_outage=HOUR, out_by_cause=_only("power", HOUR))
    hall = total([long, short])
    assert hall.a_any == 0.9
    assert (hall.outages, hall.mttr, hall.mtbf, hall.out_by_cause["power"]) == (1, HOUR, 9 * HOUR, HOUR)


def _only(cause: str, time: int) -> dict[str, int]:
    return dict.fromkeys(CAUSES, 0) | {cause: time}


def test_closing_hours_inside_an_outage_do_not_make_it_two() -> None:
    stretches = recorded([service(1, "08:00:00"), service(2, "11:00:00", state="out", code="DOOR-OPEN", mode="staff")])
    noon_closed = ((at("09:00:00"), at("12:00:00")), (at("13:00:00"), at("17:00:00")))
    found = counted(stretches, noon_closed)
    assert (found.scheduled, found.out, found.outages, found.longest_outage) == (7 * HOUR, 5 * HOUR, 1, 5 * HOUR)


# ---- one cause for every minute ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        ({"code": "BV-JAM", "cash": False}, "cash"),
        ({"code": "BV-JAM", "cash": False, "card": False, "print": False}, "cash"),
        ({"code": "PRN-JAM", "card": False, "print": False}, "card"),
        ({"code": "PRN-JAM", "print": False}, "print"),
        ({"code": "PRN-OUT", "print": False}, "supplies"),
        ({"code": "PRN-OUT", "print": False, "card": False}, "card"),
        ({"code": "BV-FULL", "cash": False}, "supplies"),
        ({"code": "NET-DOWN", "centre": False}, "network"),
        ({"code": "NET-DOWN", "centre": False, "cash": False}, "network"),
        ({"code": "Q-BACKLOG", "centre": False}, "central"),
        ({"code": "BV-JAM", "centre": False, "cash": False}, "central"),
        ({"code": "", "mode": "staff", "cash": False, "card": False, "print": False}, "staff"),
        ({"code": "BV-JAM", "mode": "staff", "cash": False, "card": False}, "cash"),
        ({"code": "", "mode": "disabled"}, "staff"),
        ({"code": "DISK-LOW"}, "power"),
    ],
)
def test_overlapping_faults_have_one_cause_by_the_order(data: dict[str, Any], cause: str) -> None:
    changes = own_account([service(1, "10:00:00", state="out", **data)], SKEW, ALL)
    assert changes[0][1].cause == cause


def test_a_device_that_was_never_there_is_the_cause_of_nothing() -> None:
    told = [service(1, "10:00:00", state="degraded", code="PRN-OUT", card=False, print=False)]
    assert own_account(told, SKEW, ALL - {"card"})[0][1].cause == "supplies"
    assert own_account(told, SKEW, ALL)[0][1].cause == "card"


# ---- silences, and the terminal's own account --------------------------------------------------------------------------

SILENCE = ((at("11:00:00"), at("12:00:00")),)


def test_silent_counts_as_out_until_the_terminal_has_told() -> None:
    stretches = recorded([service(1, "08:00:00")], silences=SILENCE, until="10:59:30")
    assert told_of(stretches) == [
        ("09:00:00", "11:00:00", "full", ""),
        ("11:00:00", "12:00:00", "unknown", "network"),
        ("12:00:00", "17:00:00", "full", ""),
    ]
    found = counted(stretches)
    assert (found.out, found.silent, found.outages, found.print) == (HOUR, HOUR, 1, 7 * HOUR)


def test_it_ran_through_the_silence_and_its_own_account_stands() -> None:
    told = [
        service(1, "08:00:00"),
        service(2, "11:01:00", "12:05:00", state="degraded", code="NET-DOWN", centre=False),
        service(3, "12:00:00", "12:05:00"),
    ]
    found = counted(recorded(told, silences=SILENCE))
    assert (found.out, found.silent, found.degraded, found.full) == (0, 0, 59 * MINUTE, 421 * MINUTE)
    assert found.degraded_by_cause["network"] == 59 * MINUTE


def test_it_was_down_and_is_out_from_the_last_moment_it_was_alive() -> None:
    told = [
        service(1, "08:00:00"),
        started(2, "11:50:00", "power", "11:10:00", "12:05:00"),
        service(3, "11:51:00", "12:05:00"),
    ]
    stretches = recorded(told, silences=SILENCE)
    assert told_of(stretches) == [
        ("09:00:00", "11:10:00", "full", ""),
        ("11:10:00", "11:51:00", "out", "power"),
        ("11:51:00", "17:00:00", "full", ""),
    ]


def test_only_what_is_told_so_far_is_corrected() -> None:
    """Its account goes up to 11:30: the rest of the silence still counts as out."""
    told = [service(1, "08:00:00"), service(2, "11:30:00", "12:05:00", state="degraded", code="NET-DOWN", centre=False)]
    stretches = recorded(told, silences=SILENCE, until="11:30:00")
    assert told_of(stretches)[:3] == [
        ("09:00:00", "11:30:00", "full", ""),
        ("11:30:00", "12:00:00", "unknown", "network"),
        ("12:00:00", "17:00:00", "degraded", "network"),
    ]


def test_a_clean_end_is_somebodys_decision_also_while_nobody_hears_it() -> None:
    told = [service(1, "08:00:00"), stopped(2, "11:00:00")]
    stretches = recorded(told, silences=((at("11:00:00"), at("17:00:00")),), until="11:00:00")
    assert told_of(stretches)[-1] == ("11:00:00", "17:00:00", "out", "staff")
    again = [*told, started(3, "12:00:00", "clean", "11:00:00"), service(4, "12:01:00", state="out", mode="starting")]
    assert told_of(recorded([*again, service(5, "12:02:00")]))[1] == ("11:00:00", "12:01:00", "out", "staff")
    assert counted(recorded([*again, service(5, "12:02:00")])).out_by_cause["staff"] == 62 * MINUTE


def test_what_nobody_ever_told_is_unknown_and_counts_as_out() -> None:
    found = counted(recorded([]))
    assert (found.out, found.silent, found.a_any) == (8 * HOUR, 8 * HOUR, 0.0)


# ---- clocks ------------------------------------------------------------------------------------------------------------


def test_a_clock_gone_wild_never_reorders_what_happened() -> None:
    told = [
        service(1, "10:00:00"),
        Told(2, parse("2031-01-01T00:00:00+08:00"), at("12:00:00"), "service", FULL | {"state": "out"}),
        service(3, "11:00:00", "12:00:00"),
        Told(4, parse("1970-01-02T00:00:00+08:00"), at("12:00:00"), "service", FULL),
        service(5, "11:30:00", "12:00:00"),
    ]
    moments = [render(moment)[11:16] for moment in true_moments(told, SKEW)]
    assert moments == ["10:00", "11:00", "11:00", "11:00", "11:30"]


def test_a_clock_a_little_ahead_is_held_at_the_moment_it_was_heard() -> None:
    told = [Told(1, at("10:02:00"), at("10:00:00"), "service", FULL)]
    assert true_moments(told, SKEW) == [at("10:00:00")]


# ---- the schedule ------------------------------------------------------------------------------------------------------

WORKDAYS = {"days": [1, 2, 3, 4, 5], "from": "08:30", "to": "18:30"}


def _hall(**members: Any) -> Hall:
    return Hall.model_validate({"hours": [WORKDAYS], **members})


def test_open_hours_and_closed_days() -> None:
    week = (day_begins(date(2026, 11, 16)), day_begins(date(2026, 11, 23)))
    assert length(_hall().open_between(*week)) == 50 * HOUR
    assert length(_hall(closed_days=["2026-11-17"]).open_between(*week)) == 40 * HOUR
    assert length(Hall.model_validate({}).open_between(*week)) == 7 * 24 * HOUR
    assert _hall().open_between(week[1], week[0]) == ()


def test_open_hours_up_to_midnight_and_over_it() -> None:
    night = _hall(hours=[{"days": [6], "from": "22:00", "to": "24:00"}, {"days": [7], "from": "00:00", "to": "02:00"}])
    assert night.open_between(MIDNIGHT, MIDNIGHT + 48 * HOUR) == ((MIDNIGHT + 22 * HOUR, MIDNIGHT + 26 * HOUR),)
    assert night.open_between(MIDNIGHT, MIDNIGHT + 24 * HOUR) == ((MIDNIGHT + 22 * HOUR, MIDNIGHT + 24 * HOUR),)
    assert covers(night.open_between(MIDNIGHT, MIDNIGHT + 48 * HOUR), MIDNIGHT + 24 * HOUR)


def test_a_day_has_24_hours_on_every_day_of_the_year() -> None:
    """No summer time in the hall: 1991 had one, 2026 has none."""
    days = [day_begins(date(2026, month, 28)) for month in range(1, 13)]
    assert {length(Hall.model_validate({}).open_between(day, day + 24 * HOUR)) for day in days} == {24 * HOUR}


@pytest.mark.parametrize(
    "wrong",
    [
        '{"hours": [{"days": [1], "from": "18:30", "to": "08:30"}]}',
        '{"hours": [{"days": [1, 1], "from": "08:30", "to": "18:30"}]}',
        '{"hours": [{"days": [0], "from": "08:30", "to": "18:30"}]}',
        '{"hours": [{"days": [1], "from": "24:00", "to": "24:00"}]}',
        '{"closed_days": ["2026-02-30"]}',
        '{"duty_numbers": {"page": "12"}}',
        '{"duty_numbers": {"language": "fr"}}',
        '{"colour": "blue"}',
        "[]",
    ],
)
def test_what_is_no_hall_is_refused_with_a_reason(wrong: str) -> None:
    with pytest.raises(HallError, match=":"):
        Hall.parse(wrong)


# ---- properties --------------------------------------------------------------------------------------------------------

_SPANS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 300)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


@given(_SPANS, _SPANS)
def test_sets_of_time_are_the_sets_of_their_moments(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    left, right = ({moment for begin, end in spans for moment in range(begin, end)} for spans in (one, other))
    assert length(one) == len(left)
    assert length(common(one, other)) == len(left & right)
    assert length(without(one, other)) == len(left - right)
    assert length(union([*one, *other])) == len(left | right)


_STATES = st.sampled_from(["full", "degraded", "out"])
_CODES = st.sampled_from(["", "BV-JAM", "PRN-OUT", "NET-DOWN", "DOOR-OPEN", "X"])
_FLAGS = st.fixed_dictionaries({name: st.booleans() for name in ("cash", "card", "print", "centre")})


@st.composite
def _histories(draw: st.DrawFn) -> list[Told]:
    """Events with clocks that may lie, in the order of their numbers."""
    found = []
    received = 0
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        received += draw(st.integers(0, 200))
        moment = draw(st.one_of(st.just(received), st.integers(-500, 3000)))
        if draw(st.integers(0, 3)):
            mode = draw(st.sampled_from(["serving", "starting", "staff", "closed"]))
            data = draw(_FLAGS) | {"state": draw(_STATES), "mode": mode, "code": draw(_CODES)}
            found.append(Told(seq, moment, received, "service", data))
        else:
            data = {
                "what": draw(st.sampled_from(["started", "stopped"])),
                "ended": draw(st.sampled_from(["power", "clean"])),
            }
            found.append(Told(seq, moment, received, "run", data))
    return found


@given(_histories(), _SPANS, st.integers(0, 1500), _SPANS)
def test_every_moment_of_the_schedule_is_counted_once(
    told: list[Told], silences: list[tuple[int, int]], until: int, schedule: list[tuple[int, int]]
) -> None:
    stretches = timeline(own_account(told, 50, ALL), tuple(silences), until, 0, 1200)
    assert [one.end for one in stretches[:-1]] == [one.begin for one in stretches[1:]]
    assert (stretches[0].begin, stretches[-1].end) == (0, 1200)
    plan_of_day = common(union(schedule), [(0, 1200)])
    found = availability(stretches, plan_of_day)
    assert found.scheduled == length(plan_of_day)
    assert found.full + found.degraded + found.out == found.scheduled
    assert sum(found.out_by_cause.values()) == found.out
    assert sum(found.degraded_by_cause.values()) == found.degraded
    assert max(found.cash, found.card, found.print, found.silent, found.longest_outage) <= found.scheduled
    assert (found.outages == 0) == (found.out == 0)
    assert all(bool(one.condition.cause) == (one.condition.state != "full") for one in stretches)


# ---- from the database -------------------------------------------------------------------------------------------------


def _tell(centre: Centre, *events: Told) -> None:
    kept = [Event(one.event_seq, one.at, one.kind, urgent=False, historical=False, data=one.data) for one in events]
    centre.events.store("K0001", kept)


def _beat(centre: Centre, clock: Clock, next_seq: int | None = None) -> None:
    beat: dict[str, Any] = {"sent_at": clock.text(), "highest_kiosk_seq": 0, "journal": None, "service_state": "full"}
    beat |= {"queue": {"depth": 0, "oldest_seconds": 0}, "devices": [], "next_event_seq": next_seq}
    centre.heartbeats.store("K0001", beat)


def _base(centre: Centre) -> Base:
    return Base(centre.database, centre.now, centre.settings, centre.changes)


def _found(centre: Centre, clock: Clock) -> Availability:
    period = Period(parse("2026-11-21T12:00:00+08:00"), parse("2026-11-21T18:00:00+08:00"), clock())
    with centre.database.read() as connection:
        return account_of(connection, "K0001", period, centre.settings).availability


def test_a_silence_is_out_at_once_and_corrected_when_the_terminal_has_told(centre: Centre, clock: Clock) -> None:
    _tell(centre, service(1, "12:00:00"))
    _beat(centre, clock, next_seq=2)
    clock.advance(90)
    assert _found(centre, clock).silent == 0, "three heartbeats may be lost"
    clock.advance(1)
    assert _found(centre, clock).silent == 91_000, "out from the last heartbeat on"
    clock.advance(3509)
    _beat(centre, clock, next_seq=4)
    found = _found(centre, clock)
    assert (found.scheduled, found.silent, found.full) == (HOUR, HOUR, 0)
    _tell(centre, service(3, "12:59:00"))
    assert _found(centre, clock).silent == HOUR, "an event is missing: it may say that the terminal was down"
    _tell(centre, service(2, "12:01:00", state="degraded", code="NET-DOWN", centre=False))
    found = _found(centre, clock)
    assert (found.silent, found.degraded, found.full) == (0, 58 * MINUTE, 2 * MINUTE)


def test_the_account_goes_to_the_heartbeat_only_if_nothing_is_missing(centre: Centre, clock: Clock) -> None:
    with centre.database.read() as connection:
        assert accounted_until(connection, "K0001") == 0
    _tell(centre, service(1, "12:00:00"))
    clock.advance(60)
    for next_seq, expected in ((None, at("12:00:00")), (3, at("12:00:00")), (2, at("12:01:00"))):
        _beat(centre, clock, next_seq)
        with centre.database.read() as connection:
            assert accounted_until(connection, "K0001") == expected, next_seq


def test_f60_hours_closed_days_and_maintenance_are_not_counted(centre: Centre, clock: Clock) -> None:
    """From noon to six the hall is open from 13 to 17 o'clock; an hour of that is approved maintenance."""
    put_hall(centre.database, "people's road", _hall(hours=[{"days": [6], "from": "13:00", "to": "17:00"}]))
    span = (at("15:30:00"), at("16:30:00"))
    plan(_base(centre), "K0001", span, "new printer", "0217")
    _tell(centre, service(1, "12:00:00"))
    _beat(centre, clock, next_seq=2)
    clock.advance(6 * 3600)
    _beat(centre, clock, next_seq=3)
    _tell(centre, service(2, "17:59:00"))
    assert _found(centre, clock).scheduled == 3 * HOUR
    assert _found(centre, clock).a_any == 1.0
    put_hall(centre.database, "people's road", _hall(closed_days=[str(DAY)], hours=[]))
    assert _found(centre, clock).scheduled == 0


def test_maintenance_is_announced_not_granted_afterwards(centre: Centre, clock: Clock) -> None:
    base = centre.hall_reports._base
    for kiosk_id, span in (
        ("K0001", (clock() - 1, clock() + HOUR)),
        ("K0001", (clock() + HOUR, clock() + HOUR)),
        ("K0404", (clock() + HOUR, clock() + 2 * HOUR)),
    ):
        with pytest.raises(MaintenanceError):
            plan(base, kiosk_id, span, "excuse", "0217")


def test_what_is_not_yet_and_what_was_not_enrolled_yet_is_not_counted(centre: Centre, clock: Clock) -> None:
    clock.advance(600)
    period = Period(parse("2026-11-21T00:00:00+08:00"), parse("2026-11-22T00:00:00+08:00"), clock())
    with centre.database.read() as connection:
        account = account_of(connection, "K0001", period, centre.settings)
    assert account.schedule == ((at("12:00:00"), at("12:10:00")),)
    assert account.availability.silent == 10 * MINUTE


def test_an_outage_over_midnight_belongs_to_both_days(centre: Centre, clock: Clock) -> None:
    _tell(centre, service(1, "12:00:00"))
    _beat(centre, clock, next_seq=2)
    clock.advance(13 * 3600)
    out = FULL | {"state": "out", "code": "CRD-FAIL", "cash": False, "card": False}
    _tell(centre, Told(2, clock() - 90 * MINUTE, clock(), "service", out))
    _tell(centre, Told(3, clock() - 30 * MINUTE, clock(), "service", FULL))
    _beat(centre, clock, next_seq=4)
    days = [Period.of_day(day, clock()) for day in (DAY, date(2026, 11, 22))]
    with centre.database.read() as connection:
        found = [account_of(connection, "K0001", day, centre.settings).availability for day in days]
        both = Period(days[0].begin, days[1].end, clock())
        whole = account_of(connection, "K0001", both, centre.settings).availability
    assert [one.out for one in found] == [30 * MINUTE, 30 * MINUTE]
    assert [one.scheduled for one in found] == [12 * HOUR, HOUR]
    assert (whole.out, whole.scheduled, whole.outages) == (HOUR, 13 * HOUR, 1)
