"""Child, run under strace: ``FOLDER VISITS BACKLOG``. Whole visits through the real till, then a backlog drained by the
real sender. Says between which moments it was by writes to /dev/null, which strace sees in their place among the syncs.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.headless import Terminal
from bench.instant import NUMBER, OWED, posted
from bench.measure import BenchError, emit
from bench.peers import PersistQueue
from bench.records import KIOSK, money_in, paid, payment
from bench.storage import Storage
from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountAnswer, BatchReply, CentreSilent, PaymentProgress
from kiosk.events import AmountChosen, CashChosen, ConfirmPressed, DigitPressed, FinishPressed, ServiceChosen
from kiosk.facts import AnyFact
from kiosk.flow.health import why_no_cash
from kiosk.ports import Ledger
from kiosk.posting import request_body
from kiosk.visit_types import Service
from offline_queue.ledger import SqliteLedger

SETUP: Final = 100  # visits a commit, before what is counted
_NULL: Final = os.open(os.devnull, os.O_WRONLY)


def mark(text: str) -> None:
    os.write(_NULL, f"MARK {text}\n".encode())


class MarkedLedger(SqliteLedger):
    """The ledger itself; strace sees where each commit begins and ends."""

    def commit(self, facts: Sequence[AnyFact]) -> None:
        names = "+".join(type(fact).__name__ for fact in facts)
        mark(f"BEGIN {names}")
        super().commit(facts)
        mark(f"END {names}")


class InstantCentre:
    """``CentralApi`` that posts everything."""

    def look_up(self, account: AccountRef) -> AccountAnswer:
        return CentreSilent(f"not asked for {account}")

    def post_batch(self, bodies: Sequence[tuple[str, bytes]]) -> BatchReply:
        return BatchReply({payment_id: posted(payment_id) for payment_id, _ in bodies}, reachable=True)

    def progress(self, central_id: str, seen_version: int, wait_s: float) -> PaymentProgress | None:
        raise BenchError(f"nobody follows {central_id}, {seen_version}, {wait_s}")


def whole_visits(storage: Storage, count: int) -> None:
    """From the first touch to the settled payment, each commit marked."""
    terminal = Terminal(storage, lambda: MarkedLedger.open(storage.data, storage.secrets, KIOSK), InstantCentre())
    terminal.wait(lambda: not why_no_cash(terminal.till.state.terminal), "cash is not in service")
    for _ in range(count):
        terminal.take(ServiceChosen(Service.PAY_BILL), *(DigitPressed(digit) for digit in NUMBER), ConfirmPressed())
        terminal.until("ChooseAmount")
        terminal.take(AmountChosen(OWED), CashChosen())
        terminal.until("TakingCash")
        terminal.devices.insert()
        terminal.wait(lambda: bool(getattr(terminal.till.state.visit, "notes", ())), "the note was not credited")
        terminal.take(FinishPressed())
        terminal.until("ShowResult")
        terminal.all_posted()
        terminal.take(FinishPressed())
        terminal.until("Home")
    terminal.end()


def backlog(storage: Storage, count: int) -> None:
    """Enqueued one commit a payment while the line is down, then sent in batches and settled."""

    def enqueue() -> Ledger:
        ledger = storage.ledger()
        for first in range(1, count + 1, SETUP):
            ledger.commit([fact for seq in range(first, min(first + SETUP, count + 1)) for fact in money_in(seq)])
        mark("ENQUEUE")
        for seq in range(1, count + 1):
            ledger.commit(paid(seq))
        mark("DRAIN")
        return ledger

    terminal = Terminal(storage, enqueue, InstantCentre())
    terminal.all_posted()
    mark("SETTLED")
    terminal.end()


def peer(folder: Path, count: int) -> None:
    """The same number of bodies through persist-queue: put, taken, acknowledged."""
    queue = PersistQueue(folder)
    mark("PEER")
    for seq in range(1, count + 1):
        queue.put(request_body(payment(seq), KIOSK))
    for _ in range(count):
        queue.settle(queue.take())
    mark("PEER DONE")
    queue.close()


def main() -> None:
    folder, visits, payments = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    whole_visits(Storage(folder / "visits"), visits)
    backlog(Storage(folder / "backlog"), payments)
    peer(folder / "persist-queue", payments // 10)
    emit(done=True)


if __name__ == "__main__":
    main()
