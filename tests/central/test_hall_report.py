"""A hall's day as a report: score, sections, revisions, signature, roll-ups (F47 to F49, F71; central-api.md 7)."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError
from sqlalchemy import insert

from central.__main__ import main
from central.canonical_json import canonical_json
from central.centre import Centre
from central.device_faults import DeviceEvent, Fault, by_code, faults
from central.events import Event
from central.hall_report import HallReportError, is_genuine
from central.hall_report_schema import HallReportBody, json_schema
from central.halls import Hall, put_hall
from central.health_tables import cash_collections, cash_counts
from central.keys import load_or_make
from central.master_data import completeness
from central.periods import Period
from central.report_sections import computed, findings
from central.rollup import csv_text, roll_up
from central.score import CAP, WEIGHTS, band, score
from tests.central.helpers import Clock
from tests.central.test_headline import deliver, pay
from tests.central.test_terminal_health import INVENTORY, whole_beat

DAY = date(2026, 11, 21)
HALL = "people's road"
FULL = {"state": "full", "mode": "serving", "code": "", "cash": True, "card": True, "print": True, "centre": True}
WHOLE = dict.fromkeys(WEIGHTS, Fraction(1))
SECTIONS = [
    "head",
    "score",
    "availability",
    "terminals",
    "consumables",
    "business",
    "sms",
    "reopening",
    "offline",
    "money",
    "dial_tests",
    "tickets",
    "ratings",
    "actions",
    "self_reported",
]


# ---- the score ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0, "low"), (50, "low"), (51, "medium"), (75, "medium"), (76, "high"), (100, "high")],
)
def test_f48_band_edges(points: int, expected: str) -> None:
    assert band(points) == expected


def test_the_weights_are_those_of_the_report_and_make_a_hundred() -> None:
    assert list(WEIGHTS.values()) == [35, 20, 15, 15, 10, 5]
    assert score(WHOLE, capped=False).points == 100
    for part, weight in WEIGHTS.items():
        assert score(WHOLE | {part: Fraction(0)}, capped=False).points == 100 - weight


def test_nobody_reaches_a_band_by_rounding() -> None:
    almost = score(WHOLE | {"availability": Fraction(350 - 241, 350)}, capped=False)  # 75.9
    assert (almost.points, almost.band) == (75, "medium")


def test_a_payment_without_sms_or_cash_that_differs_caps_the_score() -> None:
    assert (score(WHOLE, capped=True).points, score(WHOLE, capped=True).band) == (CAP, "medium")
    low = WHOLE | {"availability": Fraction(0)}
    assert score(low, capped=True).points == 65


def test_what_had_nothing_to_measure_is_left_out() -> None:
    assert score(WHOLE | {"ratings": None, "reconciliation": None}, capped=False).points == 100
    half = score(dict.fromkeys(WEIGHTS) | {"availability": Fraction(1, 2)}, capped=False)
    assert (half.points, half.band, half.parts["ratings"]) == (50, "low", None)
    nothing = score(dict.fromkeys(WEIGHTS), capped=False)
    assert (nothing.points, nothing.band) == (None, None)


@given(st.fixed_dictionaries({part: st.none() | st.fractions(0, 1) for part in WEIGHTS}), st.booleans())
def test_a_score_is_between_0_and_100_and_never_above_its_cap(shares: dict[str, Any], capped: bool) -> None:
    found = score(shares, capped=capped)
    if found.points is not None:
        assert 0 <= found.points <= (CAP if capped else 100)


# ---- faults, master data, differences ----------------------------------------------------------------------------------


def _device(at: int, device: str, code: str, severity: int = 3) -> DeviceEvent:
    return DeviceEvent(at, {"device": device, "code": code, "severity": severity})


def test_faults_last_until_their_device_says_something_else() -> None:
    events = [
        _device(1_000, "acceptor", "BV-JAM"),
        _device(2_000, "acceptor", "BV-JAM"),
        _device(3_000, "printer", "PRN-OUT", 2),
        _device(5_000, "acceptor", "BV-FULL"),
        _device(6_000, "acceptor", "", 0),
        _device(7_000, "printer", "PRN-LOW", 1),
        _device(9_000, "acceptor", "BV-JAM", 4),
    ]
    found = faults(events, 10_000)
    assert found == [
        Fault("acceptor", "BV-JAM", 1_000, 5_000),
        Fault("printer", "PRN-OUT", 3_000, 7_000),
        Fault("acceptor", "BV-FULL", 5_000, 6_000),
        Fault("acceptor", "BV-JAM", 9_000, 10_000),
    ]
    assert by_code(found)[0] == {
        "device": "acceptor",
        "code": "BV-JAM",
        "count": 2,
        "mttr_seconds": 2,
        "longest_seconds": 4,
    }
    assert faults([DeviceEvent(1, {"severity": "bad"})], 2) == []


def test_f71_every_missing_field_lowers_the_score() -> None:
    hall = Hall.model_validate(
        {
            "city": "杭州",
            "province": "浙江",
            "hours": [{"days": [1], "from": "08:30", "to": "18:30"}],
            "duty_numbers": {"page": "13800000001", "ticket": "13800000002"},
        }
    )
    assert completeness("h", hall, {"K0001": INVENTORY}).share_bp == 10_000
    assert completeness("h", hall, {"K0001": None}).missing == ("K0001: inventory",)
    device = INVENTORY["devices"][0] | {"serial": ""}
    found = completeness("h", hall.model_copy(update={"city": ""}), {"K0001": INVENTORY | {"devices": [device]}})
    assert found.missing == ("h: city", "K0001: acceptor serial")
    assert found.share_bp == 10_000 * 10 // 12
    assert completeness("h", Hall.model_validate({}), {}).share_bp == 0


def test_f71_told_and_computed_are_compared() -> None:
    reckoned = {"paid": 3, "full_seconds": 1000}
    assert findings("K0001", {"paid": 3, "full_seconds": 1060, "new_figure": 1}, reckoned) == []
    assert findings("K0001", {"paid": 4, "full_seconds": 939}, reckoned) == [
        {"kiosk_id": "K0001", "figure": "paid", "told": 4, "computed": 3},
        {"kiosk_id": "K0001", "figure": "full_seconds", "told": 939, "computed": 1000},
    ]


# ---- the report --------------------------------------------------------------------------------------------------------


def _events(centre: Centre, kiosk_id: str, *told: tuple[str, dict[str, Any]]) -> None:
    now = centre.now()
    events = [Event(seq, now, kind, urgent=False, historical=False, data=data) for seq, (kind, data) in enumerate(told, 1)]
    centre.events.store(kiosk_id, events)


def _visit(outcome: str, *, reached: bool, page: str = "home") -> tuple[str, dict[str, Any]]:
    return "visit", {"outcome": outcome, "reached_payment": reached, "at_page": page}


@pytest.fixture
def hall(centre: Centre, clock: Clock) -> Centre:
    """One hour of one terminal: two visits paid, one given up while paying, one only asked."""
    described = {"city": "杭州", "province": "浙江", "hours": [{"days": [6], "from": "12:00", "to": "13:00"}]}
    put_hall(centre.database, HALL, Hall.model_validate(described))
    _events(
        centre,
        "K0001",
        ("service", FULL),
        _visit("paid", reached=True),
        _visit("paid", reached=True),
        _visit("given_up", reached=True, page="paying"),
        _visit("asked", reached=False),
        ("print", {"job": "receipt", "outcome": "printed", "cause": "", "paper_mm": 120}),
        ("print", {"job": "receipt", "outcome": "partial", "cause": "PRN-OUT", "paper_mm": 40}),
        ("print", {"job": "receipt", "outcome": "unknown", "cause": "PRN-UNPROVED", "paper_mm": 120}),
    )
    centre.inventories.store("K0001", clock(), INVENTORY)
    pay(centre, 1, accepted_at=clock.text())
    pay(centre, 2, "13800135678", 2, accepted_at=clock.text())
    deliver(centre, clock, 2)
    clock.advance(1)
    centre.reopening.run_due()
    deliver(centre, clock, 2)
    centre.help_desk.rate("K0001", "v-1", 5, clock())
    centre.heartbeats.store("K0001", whole_beat(clock) | {"next_event_seq": 9})
    return centre


def _swap(centre: Centre, expected: int, counted: int, reason: str | None = None) -> None:
    def notes(count: int) -> list[dict[str, int]]:
        return [{"denomination_fen": 10_000, "count": count}]

    now = centre.now()
    moments = {"opened_at": "2026-11-21T11:00:00+08:00", "closed_at": "2026-11-21T11:02:00+08:00"}
    body = {"expected": notes(expected), "acceptor": None, "seal_out": "S-1", **moments}
    box = {"collection_id": "K0001-C7", "kiosk_id": "K0001", "box_out": "BX-1", "received_at": now, "closed_at": now}
    count = {"collection_id": "K0001-C7", "counted_at": now, "first": "0217", "second": "0218", "notes": notes(counted)}
    with centre.database.write() as connection:
        connection.execute(insert(cash_collections).values(box | {"body": body}))
        connection.execute(insert(cash_counts).values(count | {"counterfeit": [], "reason": reason}))


def test_the_report_of_a_day_is_made_from_its_facts(hall: Centre) -> None:
    report = hall.hall_reports.make(HALL, DAY)
    body = report.body
    assert sorted(body) == sorted(SECTIONS)
    assert json_schema()["required"] == SECTIONS
    HallReportBody.model_validate_json(report.text)
    for broken in (body | {"extra": 1}, {name: body[name] for name in SECTIONS[1:]}, body | {"ratings": {"given": {}}}):
        with pytest.raises(ValidationError):
            HallReportBody.model_validate_json(canonical_json(broken))
    assert report.text.encode() == canonical_json(body)
    assert body["head"]["open"] == [["2026-11-21T12:00:00.000+08:00", "2026-11-21T13:00:00.000+08:00"]]
    assert (body["head"]["city"], body["head"]["software"]) == ("杭州", {"K0001": "kiosk/0.1"})
    assert (body["availability"]["a_any_bp"], body["availability"]["scheduled_seconds"]) == (10_000, 5)
    business = body["business"]
    assert (business["sessions"], business["reached_payment"], business["success_bp"]) == (4, 3, 6666)
    assert business["given_up_at"] == {"paying": 1}
    assert business["payments"] == [{"tender": "cash", "status": "posted", "count": 2}]
    assert business["posted_fen"] == {"cash": 40_000}
    assert (business["prints"], business["prints_failed"]) == (3, 1)
    assert (body["sms"]["within_30_s"], body["sms"]["paid_without_sms"]) == (2, [])
    assert (body["reopening"]["paid_while_suspended"], body["reopening"]["milliseconds"]["p50"]) == (1, 3000)
    assert (body["ratings"]["given"], body["ratings"]["mean_bp"]) == ({"5": 1}, 10_000)
    assert body["consumables"][0]["box_notes"] == 184
    assert body["terminals"][0]["timeline"][0]["state"] == "full"
    # 35 + 20 + 15 + 15 × 2/3 + 5 of 90: nothing was counted
    assert (body["score"]["points"], body["score"]["band"]) == (100 * 85 // 90, "high")


def test_a_payment_without_sms_caps_the_day_and_is_named_masked(hall: Centre, clock: Clock) -> None:
    pay(hall, 3, accepted_at=clock.text())
    clock.advance(700)
    hall.heartbeats.store("K0001", whole_beat(clock) | {"next_event_seq": 9})
    body = hall.hall_reports.make(HALL, DAY).body
    assert (body["score"]["points"], body["score"]["capped"]) == (CAP, True)
    assert body["sms"]["paid_without_sms"][0]["masked_number"] == "139****1234"
    assert "13900001234" not in json.dumps(body)
    assert {"kiosk_id": "K0001", "do": "tell_customer", "why": "K0001-3"} in body["actions"]


@pytest.mark.parametrize(("counted", "capped"), [(17, False), (16, True), (18, True)])
def test_cash_that_is_not_what_it_should_be_caps_the_day(hall: Centre, counted: int, capped: bool) -> None:
    _swap(hall, 17, counted)
    body = hall.hall_reports.make(HALL, DAY).body
    assert body["score"]["capped"] is capped
    assert (body["score"]["points"] <= CAP) is capped
    assert body["money"][0]["counted"][0]["difference_fen"] == (counted - 17) * 10_000
    explain = {"kiosk_id": "K0001", "do": "explain_difference", "why": "K0001-C7"}
    assert (explain in body["actions"]) is capped


def test_what_the_terminal_counted_stands_beside_what_the_centre_computed(hall: Centre) -> None:
    hall.inventories.report("K0001", DAY, 1, {"paid": 2, "paid_fen": 30_000, "sessions": 4})
    told = hall.hall_reports.make(HALL, DAY).body["self_reported"]
    assert told["terminals"][0]["told"] == {"paid": 2, "paid_fen": 30_000, "sessions": 4}
    assert told["findings"] == [{"kiosk_id": "K0001", "figure": "paid_fen", "told": 30_000, "computed": 40_000}]


def test_a_report_is_numbered_hashed_signed_and_never_changed(hall: Centre, clock: Clock) -> None:
    first = hall.hall_reports.make(HALL, DAY)
    assert hall.hall_reports.make(HALL, DAY) == first, "nothing has changed"
    assert is_genuine(first, hall.key.line)
    for forged in (
        replace(first, text=first.text.replace("杭州", "上海")),
        replace(first, digest="0" * 64),
        replace(first, signature="AAAA"),
        replace(first, signature=first.signature[:-4] + "AAA="),
    ):
        assert not is_genuine(forged, hall.key.line)
    hall.help_desk.rate("K0001", "v-2", 1, clock())
    second = hall.hall_reports.make(HALL, DAY)
    assert (first.revision, second.revision) == (1, 2)
    assert hall.hall_reports.revisions(HALL, DAY) == [first, second]
    assert hall.hall_reports.latest(HALL, DAY) == second
    assert second.body["head"]["id"] == f"{HALL}/2026-11-21/2"
    hall.hall_reports.sign_off(HALL, DAY, 2, "0217")
    signed = hall.hall_reports.latest(HALL, DAY)
    assert signed is not None
    assert (signed.signed_off_by, is_genuine(signed, hall.key.line)) == ("0217", True)
    for revision in (2, 3):
        with pytest.raises(HallReportError, match="not signed off yet"):
            hall.hall_reports.sign_off(HALL, DAY, revision, "0218")


def test_there_is_no_report_of_tomorrow_or_of_nothing(hall: Centre) -> None:
    with pytest.raises(HallReportError, match="has not begun"):
        hall.hall_reports.make(HALL, date(2026, 11, 22))
    with pytest.raises(HallReportError, match="has no terminal"):
        hall.hall_reports.make("nowhere", DAY)
    assert hall.hall_reports.latest("nowhere", DAY) is None


# ---- roll-ups ----------------------------------------------------------------------------------------------------------


def test_f49_every_level_is_the_sum_of_the_one_below(hall: Centre, clock: Clock) -> None:
    places = {"station": ("杭州", "浙江"), "airport": ("宁波", "浙江"), "=harbour": ("上海", "上海")}
    for number, (name, (city, province)) in enumerate(places.items(), 2):
        put_hall(hall.database, name, Hall.model_validate({"city": city, "province": province}))
        for kiosk_id in (f"K0{number}01", f"K0{number}02"):
            hall.enrolment.enrol(kiosk_id, name)
            _events(hall, kiosk_id, ("service", FULL), _visit("paid", reached=True))
    clock.advance(777.777)
    with hall.database.read() as connection:
        rows = roll_up(connection, Period.of_day(DAY, clock()), hall.settings)
        alone = roll_up(connection, Period.of_day(DAY, clock()), hall.settings, HALL)
    lines = list(csv.DictReader(io.StringIO(csv_text(rows, DAY))))
    levels = {level: [line for line in lines if line["level"] == level] for level in ("kiosk", "hall", "city", "province")}
    assert [len(levels[level]) for level in levels] == [7, 4, 3, 2]
    summed = [name for name in lines[0] if name.endswith(("_ms", "_fen")) or name in ("terminals", "sessions", "paid")]
    assert len(summed) > 10
    for name in summed:
        totals = {sum(int(line[name]) for line in found) for found in levels.values()}
        assert len(totals) == 1, name
    zhejiang = next(line for line in levels["province"] if line["province"] == "浙江")
    assert (zhejiang["terminals"], zhejiang["city"], zhejiang["sessions"]) == ("5", "", "8")
    assert {line["hall"] for line in levels["hall"]} >= {"'=harbour"}, "no name becomes a formula"
    assert [row.level for row in alone] == ["kiosk", "hall"]
    assert computed(alone[0].figures) == computed(alone[1].figures)


def test_the_words_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = str(tmp_path / "centre.sqlite")
    assert main(["enrol", "K0001", "--database", database, "--hall", "h", "--token-file", str(tmp_path / "token")]) == 0
    file = tmp_path / "hall.json"
    file.write_text('{"city": "杭州", "hours": [{"days": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "24:00"}]}', "utf-8")
    assert main(["hall", "h", "--database", database, "--set", str(file)]) == 0
    capsys.readouterr()
    assert main(["hall", "h", "--database", database]) == 0
    assert json.loads(capsys.readouterr().out)["city"] == "杭州"
    assert main(["hall-report", "--database", database, "--hall", "h"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["report"]["head"]["hall"] == "h"
    assert len(shown["digest"]) == 64
    assert load_or_make(Path(database + ".key")).line
    assert main(["hall-report", "--database", database, "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "HallReportBody"
    assert main(["hall-report", "--database", database, "--hall", "h", "--csv"]) == 0
    assert [line["level"] for line in csv.DictReader(io.StringIO(capsys.readouterr().out))] == ["kiosk", "hall"]
    file.write_text('{"hours": [{"days": [8], "from": "00:00", "to": "24:00"}]}', "utf-8")
    window = ["--from", "2020-01-01T00:00:00+08:00", "--to", "2020-01-02T00:00:00+08:00", "--reason", "x", "--by", "0217"]
    for wrong in (
        ["hall", "h", "--set", str(file)],
        ["hall", "h", "--set", str(tmp_path / "none")],
        ["maintenance", "K0001", *window],
        ["hall-report"],
        ["hall-report", "--hall", "h", "--date", "soon"],
        ["hall-report", "--hall", "h", "--date", "2999-01-01"],
    ):
        assert main([*wrong, "--database", database]) == 2, wrong
        assert capsys.readouterr().err.startswith("central: ")
