"""Facts as events for the centre: in the same commit, numbered for ever (docs/central-contract.md, Health of terminals)."""

import json
import sqlite3
from contextlib import closing
from typing import Any, get_args

from kiosk import facts
from kiosk.facts import AnyFact
from kiosk.money import Fen
from kiosk.money_reasons import MoneyReason
from kiosk.open_money import Settlement
from kiosk.recollection import LastRun
from kiosk.staff import LOOK_UPS, Role, StaffMark, who_looked_up
from offline_queue.health_writers import EVENTS
from offline_queue.ledger import SqliteLedger
from offline_queue.mirror import SYNC_EVERY
from tests.offline_queue.rich import fill
from tests.offline_queue.support import (
    NOW,
    Home,
    accepted,
    attempted,
    charged,
    closed,
    intended,
    mobile,
    opened,
    part,
    queue_payment,
    stacked,
)

SERVICE = facts.ServiceChanged("degraded", "serving", "PRN-OUT", cash=True, card=True, printing=False, centre=True)


def rows(home: Home) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        connection.row_factory = sqlite3.Row
        found = connection.execute("SELECT event_seq, kind, urgent, data FROM health_events ORDER BY event_seq")
        return [dict(row) | {"data": json.loads(row["data"])} for row in found]


def test_each_event_has_the_next_number_and_urgent_ones_say_so(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.RunStarted("kiosk/1", "boot", "power", "2026-11-21T18:00:00+08:00"), SERVICE])
    ledger.commit([facts.DeviceChanged("printer", "user_error", 3, "out", "PRN-OUT", "DLE EOT 32")])
    ledger.commit([facts.CashStopped("BV-CHEAT", "a note was fished")])
    ledger.close()
    found = rows(home)
    assert [(row["event_seq"], row["kind"], row["urgent"]) for row in found] == [
        (1, "run", 0),
        (2, "service", 0),
        (3, "device", 1),
        (4, "stop", 1),
    ]
    assert found[1]["data"] == {
        "state": "degraded",
        "mode": "serving",
        "code": "PRN-OUT",
        "cash": True,
        "card": True,
        "print": False,
        "centre": True,
    }


def test_money_that_needs_a_person_is_told_with_its_fen(home: Home) -> None:
    ledger = home.open()
    fill(ledger)
    ledger.close()
    told = [row["data"] for row in rows(home) if row["kind"] == "money"]
    assert {one["what"] for one in told} >= {"in_doubt", "owed", "unassigned"}
    assert all(one["fen"] > 0 and one["id"] for one in told)


REFUSALS = {"account-not-found", "account-closed", "idempotency-mismatch"}  # of the centre, in a rich ledger


def test_why_money_is_open_is_a_fixed_word_and_not_a_sentence(home: Home) -> None:
    """So that halls read it in their own language; what an earlier release wrote into the journal is told as it is."""
    ledger = home.open()
    fill(ledger)
    ledger.close()
    said = {row["data"]["reason"] for row in rows(home) if row["kind"] == "money"}
    assert said - set(MoneyReason) - set(Settlement) - REFUSALS == {"lost"}, "written by the note that an old journal has"
    assert len(said & set(MoneyReason)) > 3


def test_what_a_device_or_a_person_said_goes_beside_the_word(home: Home) -> None:
    ledger = home.open()
    ledger.commit([opened("v"), attempted(1, "v", 10000), facts.CardDoubted("a1", "the line was cut")])
    ledger.commit([facts.CardUndecided("a1", "another transaction was last")])
    ledger.commit([facts.CardSettledFact("a1", charged=False, by="0217", second="0218", reason="line 3")])
    ledger.close()
    told = [row["data"] for row in rows(home) if row["kind"] == "money"]
    members = ("what", "reason", "detail", "staff_id", "second_id", "basis")
    assert [tuple(one.get(name, "") for name in members) for one in told] == [
        ("in_doubt", "sale_unclear", "the line was cut", "", "", ""),
        ("in_doubt", "terminal_cannot_tell", "another transaction was last", "", "", ""),
        ("settled", "persons_not_charged", "", "0217", "0218", "line 3"),
    ]


def test_no_number_of_a_customer_is_in_any_event(home: Home) -> None:
    ledger = home.open()
    fill(ledger)
    ledger.close()
    assert "138001" not in json.dumps(rows(home))


def test_a_ledger_rebuilt_from_its_mirror_numbers_its_events_as_before(home: Home) -> None:
    ledger = home.open()
    fill(ledger)
    ledger.close()
    before = rows(home)
    (home.data / "ledger.db").write_bytes(b"\xff" * 4096)
    home.open().close()
    after = rows(home)
    assert after[: len(before)] == before
    (stop,) = after[len(before) :]
    assert (stop["kind"], stop["data"]["code"]) == ("stop", "LED-REBUILT")
    assert stop["event_seq"] > before[-1]["event_seq"] + SYNC_EVERY, "numbers of what it may have lost are not used again"


def test_numbers_go_on_behind_what_the_centre_has_and_never_back(home: Home) -> None:
    ledger = home.open()
    ledger.commit([SERVICE, facts.EventsNumberedFrom(41), SERVICE])
    ledger.commit([facts.EventsNumberedFrom(41), SERVICE])  # asked for before ours had gone beyond it
    ledger.close()
    assert [row["event_seq"] for row in rows(home)] == [1, 41, 42]


def test_how_the_process_before_ended_is_remembered(home: Home) -> None:
    ledger = home.open()
    assert ledger.recall().last_run is None
    ledger.commit([facts.RunStarted("kiosk/1", "boot-1", "first", "")])
    ledger.close()
    ledger = home.open()
    assert ledger.recall().last_run == LastRun("boot-1", stopped=False)
    ledger.commit([facts.RunStarted("kiosk/1", "boot-2", "power", "2026-11-21T18:00:00+08:00")])
    ledger.commit([facts.RunStopped("a signal")])
    assert ledger.recall().last_run == LastRun("boot-2", stopped=True)
    ledger.commit([facts.RunStopped("again")])
    ledger.close()


def test_what_the_centre_has_is_given_up_after_a_week(home: Home) -> None:
    day = ["01"]
    ledger = SqliteLedger.open(home.data, home.secrets, "K0001", now=lambda: f"2026-11-{day[-1]}T08:00:00+08:00")
    ledger.commit([SERVICE])
    day.append("07")
    ledger.commit([SERVICE])
    day.append("09")
    ledger.commit([facts.EventsForgotten(3), SERVICE])
    ledger.close()
    assert [row["event_seq"] for row in rows(home)] == [2, 3]


def test_s3_wrong_pins_are_remembered_until_a_right_one(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.StaffRefused("0217", 1), facts.StaffRefused("9999", 5), facts.StaffRefused("0217", 2)])
    ledger.close()
    ledger = home.open()
    marks = {mark.staff_id: mark for mark in ledger.recall().staff_marks}
    assert isinstance(marks["0217"], StaffMark)
    assert {staff: mark.failures for staff, mark in marks.items()} == {"0217": 2, "9999": 5}
    ledger.commit([facts.StaffLoggedIn("0217", frozenset({Role.VIEW})), facts.StaffUnlocked("9999", "0301")])
    assert ledger.recall().staff_marks == ()
    ledger.close()
    assert [row["data"]["act"] for row in rows(home)] == ["refused", "locked", "refused", "log_in", "unlocked"]
    assert [row["urgent"] for row in rows(home)] == [0, 1, 0, 0, 0]


def test_s4_who_agreed_and_who_might_not_is_told_and_nobody_is_named_who_proved_nothing(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.StaffRefused("0218", 5), facts.ActRefused("unlock", "0302", "present", "role")])
    approved = facts.ActApproved("01M9", "unlock", "", "0301", "hall_page", 0)
    ledger.commit([approved, facts.StaffUnlocked("0218", "0301")])
    ledger.commit([facts.ActApproved("01MA", "box_swap", "0217", "0218", "present", 0)])
    assert ledger.recall().staff_marks == ()
    ledger.close()
    assert [(row["data"]["staff_id"], row["data"]["act"], row["data"]["detail"]) for row in rows(home)][1:] == [
        ("0302", "approval_refused", "unlock, present: role"),
        ("0301", "approved", "unlock 01M9, asked at the log-in page, hall_page, 0 fen"),
        ("0218", "unlocked", "0301"),
        ("0218", "approved", "box_swap 01MA, asked by 0217, present, 0 fen"),
    ]


def test_look_ups_of_an_hour_are_remembered_from_its_first_one_on(home: Home) -> None:
    clock = [NOW]
    ledger = SqliteLedger.open(home.data, home.secrets, "K0001", now=lambda: clock[-1])
    ledger.commit([facts.StaffRefused("0217", 2), facts.StaffLookedUp("0217", "K0001-1", "found", 1)])
    for number in range(2, LOOK_UPS + 1):
        ledger.commit([facts.StaffLookedUp("0217", "A9999-9", "not_found", number)])
        clock.append("2026-11-21T21:20:00+08:00")
    ledger.commit([facts.StaffLookedUp("0217", "A9999-9", "unread", LOOK_UPS)])
    ledger.commit([facts.StaffLoggedIn("0217", frozenset({Role.VIEW}))])
    assert ledger.recall().staff_marks == (), "a right PIN forgets wrong ones"
    ledger.close()
    ledger = home.open()
    (mark,) = ledger.recall().look_up_marks
    assert (who_looked_up(mark.staff_id), mark.failures, mark.failed_at) == ("0217", LOOK_UPS, NOW)
    ledger.commit([facts.StaffLookedUp("0217", "A9999-9", "not_found", 1)])
    assert [mark.failures for mark in ledger.recall().look_up_marks] == [1], "a new hour"
    ledger.close()
    told = [(row["data"]["act"], row["data"]["detail"]) for row in rows(home) if "look" in row["data"]["act"]]
    assert told[:2] == [("looked_up", "K0001-1: found, 1 in an hour"), ("looked_up", "A9999-9: not found, 2 in an hour")]
    assert [act for act, _ in told].count("lookup_limit") == 1


def test_every_event_is_of_a_fact_that_there_is() -> None:
    assert set(EVENTS) <= set(get_args(AnyFact))


def test_a_customer_who_has_gone_is_one_event(home: Home) -> None:
    ledger = home.open()
    gone = facts.VisitTold("s1", "pay_bill", "paid", "result", reached_payment=True, amount=Fen(20000), tender="cash")
    ledger.commit([gone])
    ledger.close()
    (row,) = rows(home)
    assert row["kind"] == "visit"
    assert (row["data"]["outcome"], row["data"]["amount_fen"], row["data"]["reached_payment"]) == ("paid", 20000, True)


def test_the_newest_result_of_each_test_is_remembered(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.TestRecorded("printer", "failed", "0217", "PRN-OUT", 900)])
    again = facts.TestRecorded("printer", "passed", "0301", "", 7)
    ledger.commit([facts.TestRecorded("sound", "skipped", "0217", "", 10), again])
    ledger.close()
    found = home.open().recall().diagnosed
    assert [(one.item, one.outcome, one.staff_id, one.detail, one.milliseconds) for one in found] == [
        ("printer", "passed", "0301", "", 7),
        ("sound", "skipped", "0217", "", 10),
    ]


def test_x10_a_print_says_for_whom_it_was_and_staff_paper_is_told_apart(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.commit([opened("v2"), intended("ab12cd34ef", "v2", 10000)])
    ledger.commit([facts.NoteDoubted("ab12cd34ef", "no evidence")])
    jobs = {"receipt": "K0001-1", "slip": "AB12CD34", "enquiry": "0f" * 16, "staff": "staff", "trial": "TEST"}
    for name, of in jobs.items():
        ledger.commit([facts.ReceiptStarted(name, of), facts.ReceiptEnded(name, "printed", "", 120)])
    ledger.commit([facts.ReceiptEnded("recovered", "unknown", "PRN-RESTART")])  # of a job that the ledger does not have
    ledger.close()
    told = [row["data"] for row in rows(home) if row["kind"] == "print"]
    assert [(one["job"], one["visit_id"], one["id"]) for one in told] == [
        ("receipt", "visit-1", "K0001-1"),
        ("slip", "v2", "AB12CD34"),
        ("enquiry", "0f" * 16, ""),
        ("staff", "", ""),
        ("staff", "", ""),
        ("receipt", "", ""),
    ]
    assert told[0] | {"visit_id": "", "id": ""} == {
        "job": "receipt",
        "outcome": "printed",
        "cause": "",
        "paper_mm": 120,
        "visit_id": "",
        "id": "",
    }


def told_of_money(home: Home) -> dict[str, str]:
    """As halls fold it: the last word on each row."""
    return {row["data"]["id"]: row["data"]["what"] for row in rows(home) if row["kind"] == "money"}


def test_f59_what_resolves_itself_is_told_as_no_longer_open(home: Home) -> None:
    """Else a hall's page would show it as open for weeks, and somebody would pay it out again."""
    ledger = home.open()
    ledger.commit([opened("v", mobile(1)), intended("n1", "v", 5000)])
    ledger.commit([facts.NoteDoubted("n1", "nothing known of it")])
    ledger.commit([stacked("n1", "v", 5000), attempted(1, "v", 10000)])
    ledger.commit([facts.CardDoubted("a1", "the line was cut")])
    ledger.close()
    assert told_of_money(home) == {"n1": "settled", "a1": "in_doubt"}
    ledger = home.open()
    ledger.commit([charged(1, 10000), accepted(1, "v", 5000, account=mobile(1), card=part(1, 10000)), closed("v")])
    ledger.commit([facts.PaymentOwed("K0001-1", "account-closed"), facts.CardReversalIntended("a1")])
    ledger.close()
    assert told_of_money(home) == {"n1": "settled", "a1": "settled", "K0001-1": "owed"}
    ledger = home.open()
    ledger.commit([facts.CardReversed("a1", "00")])
    ledger.close()
    assert told_of_money(home)["K0001-1"] == "settled"


def test_s3_a_thousand_tries_of_others_flush_nobodys_lock(home: Home) -> None:
    ledger = home.open()
    ledger.commit([facts.StaffRefused("0217", 9)])
    ledger.commit([facts.StaffRefused(f"{number:06d}", 1) for number in range(1001)])
    marks = ledger.recall().staff_marks
    ledger.close()
    assert marks[0].staff_id == "0217"
    assert len(marks) == 1000
