"""P4, P5: what runs at every start, commit and send is found by index, however many rows are settled."""

import re
import sqlite3
from collections.abc import Iterator

import pytest

from offline_queue import balances, card_writers, database, diagnosed, open_rows, outbox, recall
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.support import Home

HOT = {
    "open visits": (recall._OPEN_VISITS, "visits_open"),
    "held notes": (recall._HELD_NOTES, "notes_of_visit"),
    "open intents": (recall._OPEN_INTENTS, "notes_intended"),
    "unposted": (recall._UNPOSTED, "payments_queued"),
    "open print jobs": (recall._OPEN_PRINT_JOBS, "print_jobs_open"),
    "notes in doubt": (recall._DOUBTED_NOTES, "notes_of_visit"),
    "newest note": (recall._NEWEST_NOTE, "PRIMARY KEY"),
    "stops": (recall._STOPS, "stops_open"),
    "paper roll": (recall._PAPER_ROLL, "PRIMARY KEY"),
    "diagnosed": (diagnosed.QUERY, "diagnosed"),
    "last run": (recall._LAST_RUN, "PRIMARY KEY"),
    "acceptor": (recall._ACCEPTOR, "PRIMARY KEY"),
    "highest number": (recall._HIGHEST_SEQ, "payments"),
    "notes of a visit": (balances._NOTES_OF_VISIT, "notes_of_visit"),
    "payments of a visit": (balances._PAYMENTS_OF_VISIT, "payments_of_visit"),
    "attempts of a visit": (balances._ATTEMPTS_OF_VISIT, "card_attempts_of_visit"),
    "charge of a payment": (balances._PAYMENTS_OF_VISIT, "card_attempts_of_payment"),
    "open attempt": (recall._OPEN_ATTEMPT, "card_attempts_open"),
    "reversals": (recall._REVERSALS, "card_attempts_reversing"),
    "held charge": (recall._HELD_CHARGE, "card_attempts_held"),
    "charges unposted": (recall._UNPOSTED_CHARGES, "card_attempts_of_payment"),
    "card terminal": (recall._CARD_TERMINAL, "PRIMARY KEY"),
    "highest ticket": (recall._HIGHEST_CARD_SEQ, "card_attempts"),
    "one attempt at a time": (card_writers.ONE_OPEN, "card_attempts_open"),
    "charge to be covered": (card_writers.HELD, "card_attempts_held"),
    "credited already": (card_writers.SAME_CREDIT, "card_attempts_credited"),
    "an attempt": (card_writers._ATTEMPT, "sqlite_autoindex_card_attempts_1"),
    "due": (outbox._HEADS, "outbox_due"),
    "still due": (outbox._STILL_DUE, "sqlite_autoindex_outbox_1"),
    "due before": (outbox._HEAD_OF_ACCOUNT, "outbox_due_of_account"),
}


@pytest.fixture
def connection(home: Home, ledger: SqliteLedger) -> Iterator[sqlite3.Connection]:
    opened = database.connect(home.data, read_only=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", HOT)
def test_P4_hot_reads_never_scan_a_table(connection: sqlite3.Connection, name: str) -> None:
    statement, index = HOT[name]
    parameters = ("x",) * statement.count("?")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    scans = [step for step in plan if step.startswith("SCAN") and "USING" not in step and "json_each" not in step]
    assert scans == [], plan
    assert any(index in step for step in plan), plan


@pytest.mark.parametrize("statement", [open_rows._NOTES, open_rows._OUTBOX, open_rows._ATTEMPTS, open_rows._STOPS])
def test_P5_what_the_start_compares_is_open_rows_only(connection: sqlite3.Connection, statement: str) -> None:
    """Found by the benchmark: the planner went through all notes for those of the outbox, and for the newest one."""
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    reads = [step for step in plan if step.startswith(("SCAN", "SEARCH"))]
    of_few = re.compile(
        r"SCAN (needed|o)\b.*|SCAN \w+ USING INDEX (visits_open|stops_open|notes_(for_a_person|intended|uncovered)|"
        "card_attempts_(open|held|reversing))"
    )
    assert [step for step in reads if " USING " not in step and of_few.fullmatch(step) is None] == [], plan
    assert [step for step in reads if step.startswith("SCAN") and of_few.fullmatch(step) is None] == [], plan


@pytest.mark.parametrize(
    "statement", [open_rows._NOTES, open_rows._OUTBOX, open_rows._QUEUED, open_rows._ATTEMPTS, open_rows._STOPS]
)
def test_p5_what_is_compared_at_the_start_is_found_among_open_rows(connection: sqlite3.Connection, statement: str) -> None:
    """The outbox holds open rows only, and so do the partial indexes; nothing else is walked."""
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    walked = {step.removeprefix("SCAN ") for step in plan if step.startswith("SCAN")}
    allowed = {"o", "needed"} | {
        f"{table} USING {kind}INDEX {index}"
        for kind in ("", "COVERING ")
        for table, index in (
            ("o", "sqlite_autoindex_outbox_1"),
            ("v", "visits_open"),
            ("notes", "notes_for_a_person"),
            ("notes", "notes_intended"),
            ("notes", "notes_uncovered"),
            ("payments", "payments_queued"),
            ("stops", "stops_open"),
            *(("card_attempts", f"card_attempts_{some}") for some in ("open", "held", "reversing")),
        )
    }
    assert walked <= allowed, plan
