"""A ledger with money in every bucket, and what must be the same after it was damaged and made anew."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk import facts
from kiosk.approval import How
from kiosk.collection import TYPED, BoxStep
from kiosk.money import Fen
from kiosk.open_money import Settlement
from kiosk.visit_types import Reopening, SmsState
from offline_queue.keys import Keyring
from offline_queue.ledger import SqliteLedger
from offline_queue.privacy import Vault, unseal_body
from tests.offline_queue.support import (
    CARD_TERMINAL,
    Home,
    accepted,
    attempted,
    card_payment,
    charged,
    closed,
    held,
    intended,
    mobile,
    opened,
    part,
    posted,
    queue_payment,
    reference,
    stacked,
)

TABLES = (
    *("visits", "notes", "payments", "print_jobs", "devices", "acceptors", "cases", "stops"),
    *("card_attempts", "card_terminals", "card_days", "paper_rolls", "collections", "settlements", "found_notes"),
)
REBUILT = "LED-REBUILT"


def fill(ledger: SqliteLedger) -> None:
    """Cash and cards in every bucket, an open attempt, an open reversal, a closed day; paper of two rolls."""
    fill_box(ledger)
    fill_cash(ledger)
    fill_cards(ledger)
    fill_settlements(ledger)
    fill_paper(ledger)


def fill_cash(ledger: SqliteLedger) -> None:
    """Posted, queued, owed, in doubt, unassigned and held money, an open intent, a stop, a bound acceptor."""
    ledger.commit([facts.AcceptorBound("SM", "123", "1.0"), facts.DeviceChanged("printer", "online", 0, "good", "", "")])
    for seq in range(1, 9):
        queue_payment(ledger, seq, mobile(seq % 3))
    ledger.commit([posted(1), posted(2), facts.PaymentOwed("K0001-3", "account-not-found")])
    ledger.commit([facts.PaymentDoubted("K0001-4", "idempotency-mismatch"), facts.CaseOpened("why", "what")])
    ledger.commit([facts.ConfirmationProgressed("K0001-1", SmsState.SENT, Reopening.REOPENED)])
    ledger.commit([facts.ReceiptStarted("job-1", "K0001-1"), facts.ReceiptEnded("job-1", "done", "")])
    ledger.commit([stacked("nobody's", None, 2000), facts.StackedReportRepeated("nobody's")])
    ledger.commit([opened("w", mobile(7)), intended("x", "w", 5000), facts.NoteReturnedFact("x"), closed("w")])
    ledger.commit([opened("v"), intended("a", "v", 5000), stacked("a", "v", 5000)])
    ledger.commit([intended("b", "v", 10000), stacked("b", "v", 10000), intended("c", "v"), facts.NoteDoubted("c", "lost")])
    ledger.commit([facts.CashStopped("BV-CHEAT", "a note was fished out"), facts.ReceiptStarted("job-2", "K0001-8")])
    ledger.commit([accepted(9, "v", 5000, 10000), intended("d", "v", 2000), stacked("d", "v", 2000)])
    ledger.commit([intended("e", "v", 100)])


def fill_cards(ledger: SqliteLedger) -> None:
    """Payments 10 to 15, attempts 1 to 9: posted, queued (mixed), being reversed, reversed, owed back, in doubt, not
    charged; and one that is open."""
    ledger.commit([facts.CardTerminalBound(CARD_TERMINAL, "M77", "a terminal")])
    for seq in range(10, 15):
        ledger.commit(card_payment(seq, seq - 9, mobile(seq)))
    ledger.commit([posted(10), *(facts.PaymentOwed(f"K0001-{seq}", "account-not-found") for seq in (11, 12, 13))])
    ledger.commit([facts.PaymentDoubted("K0001-14", "idempotency-mismatch")])
    ledger.commit([facts.CardReversalIntended(f"a{number}") for number in (2, 3, 4)])
    ledger.commit([facts.CardReversed("a3", "00"), facts.CardReversalFailed("a4", "B5")])
    ledger.commit(
        [facts.CardDayClosed(CARD_TERMINAL, 4, Fen(40000), ""), facts.CardDayClosed(CARD_TERMINAL, None, None, "D1")]
    )
    ledger.commit(
        [opened("m", mobile(8)), attempted(6, "m", before=reference(5)), facts.CardUncharged("a6", "funds", "51")]
    )
    ledger.commit([attempted(7, "m"), facts.CardDoubted("a7", "cut"), facts.CardUndecided("a7", "its journal is empty")])
    ledger.commit([facts.CardSettledFact("a7", False, "wang", "li", "statement, line 7")])
    ledger.commit([intended("f", "m", 5000), stacked("f", "m", 5000), attempted(8, "m"), held(8), charged(8)])
    ledger.commit([accepted(15, "m", 5000, account=mobile(8), card=part(8)), closed("m")])
    ledger.commit([attempted(9, "v", 8240), held(9, 8240), facts.CardDoubted("a9", "the line was cut")])


def fill_box(ledger: SqliteLedger) -> None:
    """A swap that was told, one given up, and one under way whose box is out."""
    swap(ledger, 1)
    ledger.commit([facts.CollectionTold("K0001-C1"), facts.CollectionOpened("K0001-C2", "0217", "0219", "hall_page")])
    ledger.commit([facts.CollectionGivenUp("K0001-C2", "0217")])
    ledger.commit([facts.CollectionOpened("K0001-C3", "0217", "0218", "offline_code")])
    ledger.commit([facts.CollectionStepped("K0001-C3", BoxStep.BOX_OUT, "", "")])


def swap(ledger: SqliteLedger, number: int) -> str:
    """A whole one, up to the closed row."""
    name = f"K0001-C{number}"
    ledger.commit(
        [
            facts.ActApproved(f"act-{number}", "box_swap", "0217", "0218", "present", 0),
            facts.CollectionOpened(name, "0217", "0218", "present"),
        ]
    )
    ledger.commit([facts.CollectionStepped(name, BoxStep.BOX_OUT, "", "")])
    texts = (f"BX-{number}", f"S-{number}", f"BX-{number + 1}", f"S-{number + 1}")
    for step, text in zip(TYPED, texts, strict=True):
        ledger.commit([facts.CollectionStepped(name, step, text, "0217")])
    ledger.commit([facts.CollectionStepped(name, BoxStep.BOX_BACK, "", "")])
    ledger.commit([facts.CollectionClosed(name, "0217")])
    return name


def fill_settlements(ledger: SqliteLedger) -> None:
    """Payments 16 to 18: a found note credited, one refused and credited anew, one handed over."""
    word: tuple[str, str, How, str] = ("0217", "0218", "present", "counted")
    ledger.commit([opened("s", mobile(11)), intended("g", "s", 2000), facts.NoteReturnedFact("g"), closed("s")])
    ledger.commit([facts.NoteFound("h", Fen(2000), "s", "0217", "in the path")])
    credit = facts.NoteSettled("h", Settlement.CREDITED, "K0001-16", *word)
    ledger.commit([credit, accepted(16, "s", 2000, account=mobile(11))])
    for seq in (17, 18):
        queue_payment(ledger, seq, mobile(seq))
    ledger.commit([facts.PaymentOwed(f"K0001-{seq}", "account-closed") for seq in (17, 18)])
    ledger.commit([facts.PaymentSettled("K0001-17", Settlement.HANDED_OVER, "", *word)])
    anew = facts.PaymentSettled("K0001-18", Settlement.CREDITED, "K0001-19", *word)
    ledger.commit([anew, accepted(19, "visit-18", 10000, account=mobile(18))])


def fill_paper(ledger: SqliteLedger) -> None:
    """The roll that was there when paper was first counted, to its end, and the next one."""
    for job, mm in (("job-3", 180), ("job-4", 95)):
        ledger.commit([facts.ReceiptStarted(job, "K0001-1"), facts.ReceiptEnded(job, "printed", "", mm)])
    ledger.commit([facts.PaperRanOut(), facts.PaperRanOut(), facts.PaperRollFitted(80_000)])
    ledger.commit([facts.ReceiptEnded("job-4", "printed", "PRN-RETRACTED"), facts.ReceiptEnded("job-9", "unknown", "", 41)])


def filled(home: Home, *, killed: bool = False) -> Home:
    """``killed``: as a process leaves it that ends in the middle, with its WAL."""
    ledger = home.open()
    fill(ledger)
    if killed:
        aside = home.root / "aside"
        shutil.copytree(home.data, aside)
        ledger.close()
        shutil.rmtree(home.data)
        aside.rename(home.data)
    else:
        ledger.close()
    return home


Books = dict[str, list[tuple[Any, ...]]]


def books(home: Home) -> Books:
    """All rows that mean something, and the frozen bodies; without what a rebuild adds. Read by SQLite alone."""
    vault = Vault(Keyring(home.secrets), may_make=False)
    with closing(sqlite3.connect(home.data / "ledger.db")) as connection:
        everything = "SELECT * FROM {} ORDER BY rowid"
        there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        found = {name: connection.execute(everything.format(name)).fetchall() for name in TABLES if name in there}
        outbox = connection.execute("SELECT payment_id, kiosk_seq, account_hash, state, body_cipher FROM outbox ORDER BY 2")
        found["outbox"] = [(*row[:-1], unseal_body(vault, row[0], row[-1])) for row in outbox]
        found["terminal"] = connection.execute("SELECT kiosk_id FROM terminal").fetchall()
    found["stops"] = [row for row in found["stops"] if row[1] != REBUILT]
    return found


def quarantined(home: Home) -> list[Path]:
    folder = home.data / "quarantine"
    return sorted(folder.iterdir()) if folder.exists() else []
