"""What terminals tell of their health: kept once, in any order, and never over what is live (F51; contract, Health)."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from sqlalchemy import func, select, text

from central.base import Base
from central.centre import Centre
from central.events import Event, tidy
from central.halls import Hall, put_hall
from central.health_tables import inventories, silences, terminal_events
from central.inventory import latest_inventory, reported
from central.maintenance import plan
from central.terminal_state import Standing, standings
from central.times import parse, render
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, slug

EVENTS = "/v1/kiosks/K0001/events"
MONEY = {"stacked_fen": 100, "held_in_visit_fen": 0, "queued_fen": 0, "posted_fen": 100, "in_doubt_fen": 0, "owed_fen": 0}
MONEY |= {"unassigned_fen": 0, "settled_fen": 0}
BOX = {"serial": "BX-0007", "notes": 184, "capacity": 600, "fen": 1_842_000}
INVENTORY: dict[str, Any] = {
    "at": "2026-11-22T08:15:02+08:00",
    "software": "kiosk/0.1",
    "config_hash": "ab12",
    "boot_id": "5f0e",
    "ended": "clean",
    "last_alive_at": "2026-11-21T18:30:00+08:00",
    "devices": [
        {"device": "acceptor", "protocol": "ccnet", "model": "SM-2073", "serial": "21K0123456", "firmware": "1.34"}
    ],
    "box_capacity_notes": 600,
    "paper_width_mm": 80,
}


def event(seq: int, **changed: Any) -> dict[str, Any]:
    told = {"event_seq": seq, "at": "2026-11-21T12:00:00+08:00", "kind": "device", "urgent": False, "historical": False}
    return told | {"data": {"device": "acceptor", "severity": 0}} | changed


def beat(clock: Clock, **changed: Any) -> dict[str, Any]:
    return {
        "sent_at": clock.text(),
        "highest_kiosk_seq": 5,
        "journal": None,
        "queue": {"depth": 2, "oldest_seconds": 7},
        "service_state": "full",
        "devices": [],
    } | changed


def whole_beat(clock: Clock, **changed: Any) -> dict[str, Any]:
    """With everything that this release tells."""
    device = {"device": "acceptor", "state": "hw_error", "severity": 3, "supplies": "good", "code": "BV-JAM", "raw": "47"}
    service = {"mode": "serving", "code": "BV-JAM", "since": clock.text(), "cash": False, "card": True, "print": True}
    return beat(
        clock,
        service_state="degraded",
        devices=[device | {"since": clock.text(), "count_24h": 2, "may_hold_money": True}],
        service=service,
        money=MONEY,
        cash_box=BOX,
        paper_left_mm=11_000,
        clock_offset_seconds=0.2,
        config_hash="ab12",
        visit_open=False,
        next_event_seq=17,
        **changed,
    )


def standing(centre: Centre, kiosk_id: str = "K0001") -> Standing:
    with centre.database.read() as connection:
        found = standings(connection, centre.now(), centre.settings)
    return next(one for one in found if one.kiosk_id == kiosk_id)


def tell(centre: Centre, *events: dict[str, Any]) -> tuple[int, int, list[tuple[int, int]]]:
    kept = centre.events.store("K0001", [Event(**one | {"at": parse(one["at"])}) for one in events])
    return kept.new, kept.next_expected_seq, kept.missing


# ---- events ------------------------------------------------------------------------------------------------------------


def test_events_are_kept_once_and_gaps_are_named(live: Live, terminal: Terminal) -> None:
    first = terminal.call("POST", EVENTS, json={"items": []})
    assert (first.status_code, first.json()) == (200, {"new": 0, "next_expected_seq": 1, "missing": []})
    urgent = terminal.call("POST", EVENTS, json={"items": [event(17, urgent=True)]})
    assert urgent.json() == {"new": 1, "next_expected_seq": 1, "missing": [[1, 16]]}
    backlog = [event(seq, historical=True) for seq in range(1, 15)]
    assert terminal.call("POST", EVENTS, json={"items": backlog}).json() == {
        "new": 14,
        "next_expected_seq": 15,
        "missing": [[15, 16]],
    }
    again = terminal.call("POST", EVENTS, json={"items": [*backlog, event(15), event(16), event(17)]})
    assert again.json() == {"new": 2, "next_expected_seq": 18, "missing": []}
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(terminal_events)) == 17


def test_unknown_kinds_and_members_are_kept(live: Live, terminal: Terminal) -> None:
    odd = event(1, kind="teleport", data={"to": "moon", "deep": {"er": [1, 2.5, None, True]}})
    assert terminal.call("POST", EVENTS, json={"items": [odd]}).json()["new"] == 1
    with live.centre.database.read() as connection:
        row = connection.execute(select(terminal_events)).one()
    assert (row.kind, row.data) == ("teleport", odd["data"])


@pytest.mark.parametrize(
    "items",
    [
        [event(0)],
        [event(1.5)],  # type: ignore[arg-type]
        [event(1, at="yesterday")],
        [event(1, kind="")],
        [event(1, urgent="yes")],
        [event(1, data=[])],
        [event(1, colour="blue")],
        [event(seq) for seq in range(1, 102)],
    ],
)
def test_what_is_no_event_is_refused_whole(reader: Terminal, items: list[Any]) -> None:
    answer = reader.call("POST", EVENTS, json={"items": items})
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")


def test_a_body_has_a_limit(reader: Terminal) -> None:
    answer = reader.call("POST", EVENTS, json={"items": [event(1, data={"raw": "x" * 300_000})]})
    assert (answer.status_code, slug(answer)) == (413, "body-too-large")


def test_another_terminals_log_is_nobodys_business(reader: Terminal) -> None:
    for method, path, body in (
        ("POST", "events", {"items": []}),
        ("PUT", "inventory", INVENTORY),
        ("POST", "daily-reports", {"date": "2026-11-22", "revision": 1, "figures": {}}),
    ):
        answer = reader.call(method, f"/v1/kiosks/K0002/{path}", json=body)
        assert (answer.status_code, slug(answer)) == (403, "kiosk-mismatch")


def test_the_first_of_two_events_with_one_number_stays(centre: Centre, caplog: pytest.LogCaptureFixture) -> None:
    tell(centre, event(1))
    assert tell(centre, event(1, kind="print"))[0] == 0
    assert "CEN-601" in caplog.text
    with centre.database.read() as connection:
        assert connection.scalar(select(terminal_events.c.kind)) == "device"


def test_only_ten_gaps_are_named(centre: Centre) -> None:
    _, expected, missing = tell(centre, *(event(seq) for seq in range(2, 60, 2)))
    assert (expected, missing) == (1, [(seq, seq) for seq in range(1, 20, 2)])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.integers(1, 40), max_size=10), max_size=4))
def test_whatever_order_they_come_in_the_marks_are_those_of_the_set(centre: Centre, batches: list[list[int]]) -> None:
    """Against a model: a set of numbers. The examples share a database, so its tables are emptied before each."""
    with centre.database.write() as connection:
        connection.execute(text("DELETE FROM terminal_events"))
        connection.execute(text("DELETE FROM event_marks"))
    known: set[int] = set()
    for batch in batches:
        new, expected, missing = tell(centre, *(event(seq) for seq in batch))
        assert new == len(set(batch) - known)
        known |= set(batch)
        absent = [seq for seq in range(1, max(known, default=0) + 1) if seq not in known]
        assert expected == (absent[0] if absent else len(known) + 1)
        named = [seq for first, last in missing for seq in range(first, last + 1)]
        assert named == absent[: len(named)]
        assert len(missing) == 10 or named == absent


# ---- what is kept of them ----------------------------------------------------------------------------------------------


def test_no_whole_number_of_a_customer_or_a_card_is_kept() -> None:
    told = {"number": "13812345678", "text": "card 6222021234567890123 of K0001-123", "id": "01M8032X3NJC333CDMBRFSV8HD"}
    assert tidy(told) == {
        "number": "138****5678",
        "text": "card 622************0123 of K0001-123",
        "id": "01M8032X3NJC333CDMBRFSV8HD",
    }


_SIMPLE = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(st.recursive(_SIMPLE, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_whatever_a_terminal_tells_can_be_kept(value: Any) -> None:
    kept = tidy({"value": value})
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert tidy(kept) == kept
    json.dumps(kept, ensure_ascii=False).encode()


# ---- inventory, daily reports ------------------------------------------------------------------------------------------


def test_every_inventory_is_kept_and_the_last_one_counts(live: Live, terminal: Terminal) -> None:
    for body in (INVENTORY, INVENTORY, INVENTORY | {"at": "2026-11-23T08:00:00+08:00", "ended": "power"}):
        answer = terminal.call("PUT", "/v1/kiosks/K0001/inventory", json=body)
        assert (answer.status_code, answer.json()) == (200, {"status": "kept"})
    with live.centre.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(inventories)) == 2
        last = latest_inventory(connection, "K0001")
        assert latest_inventory(connection, "K0404") is None
    assert last is not None
    assert (last["ended"], last["devices"][0]["serial"]) == ("power", "21K0123456")


def test_a_daily_report_is_new_once_and_stays_as_it_was(live: Live, terminal: Terminal) -> None:
    def report(revision: int, **figures: int) -> int:
        body = {"date": "2026-11-22", "revision": revision, "figures": figures}
        return terminal.call("POST", "/v1/kiosks/K0001/daily-reports", json=body).status_code

    assert [report(1, sessions=3), report(1, sessions=4), report(2, sessions=5)] == [201, 200, 201]
    with live.centre.database.read() as connection:
        assert reported(connection, "K0001", date(2026, 11, 22), 1) == {"sessions": 3}
        assert reported(connection, "K0001", date(2026, 11, 22)) == {"sessions": 5}
        assert reported(connection, "K0001", date(2026, 11, 23)) is None


@pytest.mark.parametrize("day", ["2026-02-30", "22.11.2026", "2026-11-22T00:00:00"])
def test_a_report_of_no_day_is_refused(reader: Terminal, day: str) -> None:
    body = {"date": day, "revision": 1, "figures": {}}
    assert slug(reader.call("POST", "/v1/kiosks/K0001/daily-reports", json=body)) == "invalid-request"


# ---- heartbeats and standings ------------------------------------------------------------------------------------------


def test_an_old_and_a_new_heartbeat_are_both_taken(live: Live, terminal: Terminal) -> None:
    clock = Clock()
    for body in (beat(clock), whole_beat(clock), beat(clock)):
        answer = terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["commands_pending"] == 0
    wrong = whole_beat(clock) | {"money": MONEY | {"owed_fen": -1}}
    assert slug(terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=wrong)) == "invalid-request"


def test_a_standing_says_what_the_terminal_said(centre: Centre, clock: Clock) -> None:
    centre.heartbeats.store("K0001", whole_beat(clock))
    found = standing(centre)
    assert (found.state, found.mode, found.code, found.since, found.silent) == (
        "degraded",
        "serving",
        "BV-JAM",
        clock(),
        False,
    )
    assert (found.cash, found.card, found.print, found.queue_depth, found.queue_oldest_seconds) == (False, True, True, 2, 7)
    assert (found.money, found.paper_left_mm, found.clock_offset_seconds) == (MONEY, 11_000, 0.2)
    assert found.cash_box is not None
    assert (found.cash_box.serial, found.cash_box.notes, found.cash_box.capacity) == ("BX-0007", 184, 600)
    acceptor = found.device("acceptor")
    assert acceptor is not None
    assert (acceptor.code, acceptor.severity, acceptor.count_24h, acceptor.may_hold_money) == ("BV-JAM", 3, 2, True)
    assert (found.visit_open, found.expected, found.device("printer")) == (False, True, None)


def test_a_terminal_never_heard_has_a_standing_too(centre: Centre, clock: Clock) -> None:
    first = standing(centre)
    assert (first.heard_at, first.silent, first.state, first.money, first.cash_box) == (None, False, "unknown", {}, None)
    clock.advance(91)
    later = standing(centre)
    assert (later.silent, later.state, later.since) == (True, "unknown", clock() - 91_000)


def test_silence_is_over_ninety_seconds_and_is_written_down(centre: Centre, clock: Clock) -> None:
    centre.heartbeats.store("K0001", beat(clock))
    heard = clock()
    clock.advance(90)
    assert not standing(centre).silent
    centre.heartbeats.store("K0001", beat(clock))
    with centre.database.read() as connection:
        assert connection.execute(select(silences)).all() == []
    clock.advance(90.001)
    assert (standing(centre).state, standing(centre).since) == ("unknown", heard + 90_000)
    centre.heartbeats.store("K0001", beat(clock))
    assert standing(centre).state == "full"
    with centre.database.read() as connection:
        assert connection.execute(select(silences)).all() == [("K0001", heard + 90_000, clock())]


def test_live_events_bring_a_standing_up_to_date_and_historical_ones_never(centre: Centre, clock: Clock) -> None:
    centre.heartbeats.store("K0001", whole_beat(clock))
    out = {"state": "out", "mode": "serving", "code": "CRD-FAIL", "cash": False, "card": False, "print": True}
    old = event(20, kind="service", historical=True, data=out)
    tell(centre, old, event(3, kind="service", data=out))
    assert standing(centre).state == "degraded", "told afterwards, or before the heartbeat"
    jam = {"device": "printer", "state": "hw_error", "severity": 4, "supplies": "good", "code": "PRN-JAM", "raw": ""}
    now = render(clock())
    tell(centre, event(21, kind="service", at=now, data=out), event(22, at=now, urgent=True, data=jam))
    found = standing(centre)
    assert (found.state, found.code, found.card, found.since) == ("out", "CRD-FAIL", False, clock())
    printer = found.device("printer")
    assert printer is not None
    assert (printer.code, printer.since) == ("PRN-JAM", clock())
    centre.heartbeats.store("K0001", whole_beat(clock) | {"next_event_seq": 23})
    assert standing(centre).state == "degraded", "the heartbeat is newer"


_ODD: tuple[Any, ...] = (None, True, 5, 2.5, "", "x", "<b>", [], ["a"], {}, {"a": 1})


@pytest.mark.parametrize("kind", ["service", "device"])
def test_odd_members_of_a_live_event_leave_every_terminal_its_standing(centre: Centre, clock: Clock, kind: str) -> None:
    """Events are kept whatever is in them; one terminal must not take pages and alarms from all others."""
    centre.heartbeats.store("K0001", whole_beat(clock))
    names = ("state", "mode", "code", "since", "cash", "severity", "supplies", "raw", "count_24h", "may_hold_money")
    odd = [{"device": "acceptor", name: value} for name in names for value in _ODD]
    odd += [{"state": "degraded", "since": value} for value in _ODD] + [{"device": value} for value in _ODD]
    for seq, data in enumerate(odd, start=20):
        tell(centre, event(seq, kind=kind, data=data))
        found = standing(centre)
        assert isinstance(found.state, str)
        assert all(isinstance(one.severity, int) and isinstance(one.code, str) for one in found.devices)
        centre.alarms.run_due()
    jam = {"device": "acceptor", "state": "hw_error", "severity": 4, "code": "BV-JAM"}
    tell(centre, event(20 + len(odd), data=jam))
    acceptor = standing(centre).device("acceptor")
    assert acceptor is not None
    assert (acceptor.severity, acceptor.code) == (4, "BV-JAM"), "what it says well still counts"


def test_expected_goes_by_hours_maintenance_and_switch(centre: Centre, clock: Clock) -> None:
    assert standing(centre).expected
    hours = [{"days": [6], "from": "08:30", "to": "12:00"}]
    put_hall(centre.database, "people's road", Hall.model_validate({"hours": hours}))
    assert not standing(centre).expected, "it closes at noon"
    clock.advance(-0.001)
    assert standing(centre).expected
    base = Base(centre.database, clock, centre.settings, centre.changes)
    plan(base, "K0001", (clock(), clock() + 1), "new printer", "0217")
    assert not standing(centre).expected
    clock.advance(-1)
    assert standing(centre).expected
    centre.enrolment.switch_off("K0001")
    assert not standing(centre).expected


def test_the_answer_tells_of_people_and_commands(centre: Centre, clock: Clock) -> None:
    """Whoever keeps them sets these two."""
    centre.heartbeats.staff_etag = lambda _connection, kiosk_id: f"people of {kiosk_id}"
    centre.heartbeats.commands_pending = lambda _connection, _kiosk_id: 3
    told = centre.heartbeats.store("K0001", beat(clock))
    assert (told.staff_etag, told.commands_pending) == ("people of K0001", 3)


def test_open_hours_go_out_with_the_configuration_and_change_its_etag(live: Live, terminal: Terminal) -> None:
    before = terminal.call("GET", "/v1/config/K0001").json()
    assert (before["hours"], before["closed_days"]) == ([], [])
    hours = [{"days": [1, 2, 3, 4, 5], "from": "08:30", "to": "18:30"}]
    described = {"hours": hours, "closed_days": ["2027-01-01"]}
    put_hall(live.centre.database, "people's road", Hall.model_validate(described))
    told = terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=beat(Clock())).json()["config_etag"]
    after = terminal.call("GET", "/v1/config/K0001").json()
    assert {name: after[name] for name in described} == described
    assert "duty_numbers" not in after, "never told to a terminal"
    assert told == after["etag"] != before["etag"]
    duty = {"duty_numbers": {"page": "13800000001", "ticket": ""}}
    put_hall(live.centre.database, "people's road", Hall.model_validate(described | duty))
    assert terminal.call("GET", "/v1/config/K0001").json()["etag"] == after["etag"], "nothing that terminals are told"


# A hall that is open from nine to six, but not on the 22nd, a Sunday. Times are of the 21st unless they name the day.
@pytest.mark.parametrize(
    ("heard", "asked", "planned", "vanished"),
    [
        ("17:57:00", "22T07:00:00", None, False),  # three minutes before it closed: that is no silence yet
        ("17:56:59", "22T07:00:00", None, True),
        ("17:56:59", "23T08:59:59", None, True),  # over a closed day
        ("18:00:00", "23T08:59:59", None, False),
        ("17:59:00", "23T09:01:59", None, False),  # a minute before it closed and two after it opened
        ("17:59:00", "23T09:02:01", None, True),
        ("12:00:00", "12:03:00", None, False),
        ("12:00:00", "12:03:01", None, True),
        ("12:00:00", "22T07:00:00", ("12:01:00", "18:00:00"), False),  # switched off for approved maintenance
        ("12:00:00", "22T07:00:00", ("12:04:00", "18:00:00"), True),  # fell silent before it
        ("12:00:00", "15:00:00", ("12:04:00", "18:00:00"), True),
    ],
)
def test_a_terminal_is_missed_that_was_silent_for_three_minutes_in_which_it_should_have_served(
    centre: Centre, clock: Clock, heard: str, asked: str, planned: tuple[str, str] | None, *, vanished: bool
) -> None:
    hours = {"hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "09:00", "to": "18:00"}], "closed_days": ["2026-11-22"]}
    put_hall(centre.database, "people's road", Hall.model_validate(hours))
    if planned is not None:
        base = Base(centre.database, clock, centre.settings, centre.changes)
        plan(base, "K0001", (_of_day(planned[0]), _of_day(planned[1])), "new printer", "0217")
    clock.value = _of_day(heard)
    centre.heartbeats.store("K0001", beat(clock))
    assert not standing(centre).vanished
    clock.value = _of_day(asked)
    assert standing(centre).vanished is vanished
    centre.heartbeats.store("K0001", beat(clock))
    assert not standing(centre).vanished, "it spoke again"


def test_who_need_not_serve_is_not_missed(centre: Centre, clock: Clock) -> None:
    clock.advance(3600)
    assert standing(centre).vanished, "one that was never heard is missed from its enrolment on"
    centre.enrolment.switch_off("K0001")
    assert not standing(centre).vanished


def _of_day(text: str) -> int:
    """``12:00:00`` of the 21st, or ``23T09:00:00``."""
    return parse(f"2026-11-{text if 'T' in text else '21T' + text}+08:00")
