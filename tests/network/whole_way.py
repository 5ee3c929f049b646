"""The whole way of a payment, all of it real: till, ledger, sender, client, a hostile line, and the reference centre."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert, select

from central.centre import Centre
from central.server import CentralServer, listen
from central.settings import Settings as CentreSettings
from central.tables import billing_accounts, billing_postings, payments, sms_outbox
from kiosk.accounts import AccountRef
from kiosk.card import CardAttempt, CardPart
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.facts import AnyFact
from kiosk.paper import PrintJob
from kiosk.performing import Ports
from kiosk.till import Till
from kiosk.views import View
from offline_queue import balances, database
from offline_queue.backoff import Pacing
from offline_queue.outbox import Outbox
from offline_queue.sender import Sender
from offline_queue.terminal_keys import TerminalKeys
from tests.kiosk.no_staff import NoStaff
from tests.kiosk.play import POLICY
from tests.network.faults import FAULTS
from tests.network.hostile_proxy import Fault, HostileProxy, Scene
from tests.offline_queue.support import KIOSK, Home, accepted, closed, intended, mobile, opened, stacked

HALL = "people's road"
HOST = "centre.test"  # resolved by ``Names`` only
QUICK = Pacing(
    interval_s=0.0,
    first_probe_s=0.01,
    longest_s=0.05,
    present_first_s=0.01,
    refused_first_s=0.02,
    lease_poll_s=0.005,
)
AT_ONCE = 50  # payments of one commit while the queue is filled
CLOSED_EVERY = 29  # every so many accounts one that the centre refuses


class Mute:
    """Acceptor, card terminal, printer and screen of a terminal in front of which nobody stands."""

    def accept(self, denominations: frozenset[Any]) -> None:
        del denominations

    def stop_accepting(self) -> None: ...

    def stack(self) -> None: ...

    def return_note(self) -> None: ...

    def sell(self, attempt: CardAttempt) -> None: ...

    def cancel(self, attempt_id: str) -> None: ...

    def resolve(self, attempt: CardAttempt) -> None: ...

    def reverse(self, card: CardPart) -> None: ...

    def stop_reversing(self, attempt_id: str) -> None: ...

    def end_day(self) -> None: ...

    def check_host(self, ticket: str) -> None: ...

    def print(self, job: PrintJob) -> None:
        del job

    def show(self, view: View) -> None:
        del view


class Names:
    """The resolver: knows the centre's name unless it is told to fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.failing = 0
        self.failed = 0
        self._real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", self.resolve)

    def resolve(self, host: Any, *more: Any, **named: Any) -> Any:
        if host != HOST:
            return self._real(host, *more, **named)
        if self.failing > 0:
            self.failing -= 1
            self.failed += 1
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self._real("127.0.0.1", *more, **named)


class StrayClock(SystemClock):
    """A wall clock that jumps by hours when it is told to."""

    def __init__(self) -> None:
        self.hours = 0

    def now(self) -> str:
        return (datetime.now().astimezone() + timedelta(hours=self.hours)).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Pace:
    batch: int  # payments in one request
    call_s: float  # the limit of a call, instead of 15 s
    fault_share: float  # of the requests that are ruined


class WholeWay:
    """``queue`` first, then ``start``, then ``wait_drained``; ``stop`` at the end whatever happened."""

    def __init__(self, folder: Path, seed: int, names: Names, pace: Pace) -> None:
        self.home = Home(folder)
        self.chance = random.Random(seed)
        self.clock = StrayClock()
        self.names = names
        self.settings = CentreSettings(
            inquiry_seconds=0.2, billing_retry_seconds=0.2, worker_interval_seconds=0.05, handset_delay_seconds=0.05
        )
        self.centre = Centre(str(folder / "centre.sqlite"), settings=self.settings)
        self._token = folder / "enrolment.token"
        self._token.write_text(self.centre.enrolment.enrol(KIOSK, HALL))
        self._server = CentralServer(self.centre, listen("127.0.0.1", 0))
        self._serving = threading.Thread(target=self._server.serve_here)
        self._serving.start()
        parts = urlsplit(self._server.url)
        assert parts.hostname is not None
        assert parts.port is not None
        self.fault_share = pace.fault_share
        self._left: list[tuple[str, Fault]] = []
        self.proxy = HostileProxy((parts.hostname, parts.port), seed, self._choose, silence_s=1.5 * pace.call_s)
        url, keys = f"http://{HOST}:{self.proxy.port}", TerminalKeys(self.home.secrets)
        self.client = CentralClient(url, KIOSK, self._token, keys, self.clock, call_limit_s=pace.call_s)
        self.till = Till(POLICY, self.clock)
        self.sender = Sender(
            self.client,
            self.till.post,
            lambda: Outbox.open(self.home.data, self.home.secrets),
            pacing=replace(QUICK, batch=pace.batch),
            draw=self.chance.random,
        )

    # ---- faults ----------------------------------------------------------------------------------------------------------

    def _choose(self) -> tuple[str, Fault] | None:
        """Each kind as often as any other, in an order by chance."""
        if self.chance.random() >= self.fault_share:
            return None
        if not self._left:
            self._left = [*FAULTS.items(), *self._own().items()]
            self.chance.shuffle(self._left)
        return self._left.pop()

    def _own(self) -> dict[str, Fault]:
        """Faults that need more than the line."""

        def unresolved(scene: Scene) -> None:
            self.names.failing = 2
            scene.near.reset()

        def keys_wiped(scene: Scene) -> None:
            """The centre has lost the terminal's key; a person enrols it anew meanwhile."""
            self._token.write_text(self.centre.enrolment.enrol(KIOSK, HALL))
            scene.near.send(scene.ask_centre().whole)

        def clock_off(scene: Scene) -> None:
            """From now on everything is signed at a wrong time."""
            self.clock.hours = self.chance.choice([-26, -5, 5, 26, 9000])
            scene.near.reset()

        return {"name not resolved": unresolved, "keys wiped": keys_wiped, "clock off by hours": clock_off}

    # ---- money -----------------------------------------------------------------------------------------------------------

    def queue(self, count: int, accounts: int) -> None:
        """So many payments of 100 yuan on the disk, as the till writes them; in turn for ``accounts`` numbers."""
        self._open_accounts(accounts)
        with closing(self.home.open()) as ledger:
            for first in range(1, count + 1, AT_ONCE):
                facts: list[AnyFact] = []
                for seq in range(first, min(first + AT_ONCE, count + 1)):
                    facts += _visit(seq, mobile(seq % accounts))
                ledger.commit(facts)

    def _open_accounts(self, count: int) -> None:
        rows = [
            {
                "kind": "mobile",
                "number": mobile(place).number,
                "name": "张伟",
                "tier": "b",
                "balance_fen": 0,
                "service_state": "active",
                "condition": "closed" if place % CLOSED_EVERY == CLOSED_EVERY - 1 else "open",
                "restriction_reason": None,
                "restriction_until": None,
                "sms_number": mobile(place).number,
            }
            for place in range(count)
        ]
        with self.centre.database.write() as connection:
            connection.execute(insert(billing_accounts), rows)

    def start(self) -> None:
        mute = Mute()

        def nobody(*_: Any) -> None: ...

        ports = Ports(
            acceptor=mute,
            card=mute,
            printer=mute,
            sender=self.sender,
            look_up=nobody,
            ask=nobody,
            follow=nobody,
            stop_following=nobody,
            screen=mute,
            staff=NoStaff(),
        )
        self.till.start(ports, self.home.open)
        wait_until(lambda: bool(self.till.state.terminal.unposted), "the till has recalled its queue", 60.0)
        self.sender.start()
        self.sender.wake(None)

    def wait_drained(self, limit_s: float) -> None:
        wait_until(lambda: not self.till.state.terminal.unposted, "nothing is queued any more", limit_s)

    def stop(self) -> None:
        self.proxy.stop()
        assert self.sender.stop(10.0)
        self.till.stop()
        self._server.stop()
        self._serving.join(15.0)
        assert not self._serving.is_alive()

    # ---- witnesses -------------------------------------------------------------------------------------------------------

    def ledger_states(self) -> Counter[str]:
        """Payments by state, from a connection of our own; fails if a fen is unexplained."""
        with closing(database.connect(self.home.data, read_only=True)) as connection:
            assert balances.explain(connection) == ()
            assert balances.read_total(connection).difference_fen == 0
            return Counter(dict(connection.execute("SELECT state, COUNT(*) FROM payments GROUP BY state")))

    def centre_states(self) -> Counter[str]:
        with self.centre.database.read() as connection:
            return Counter(connection.execute(select(payments.c.status)).scalars().all())

    def posted_twice_or_never(self) -> tuple[int, int]:
        """Payments that billing has more than once; payments that the ledger calls posted and billing lacks."""
        joined = select(payments.c.kiosk_seq).join_from(
            payments, billing_postings, billing_postings.c.reference == payments.c.payment_id
        )
        with self.centre.database.read() as connection:
            times = Counter(connection.execute(joined).scalars().all())
        with closing(database.connect(self.home.data, read_only=True)) as connection:
            posted = {seq for (seq,) in connection.execute("SELECT kiosk_seq FROM payments WHERE state = 'posted'")}
        return sum(count - 1 for count in times.values()), len(posted ^ set(times))

    def messages(self) -> Counter[int]:
        """SMS requests per payment's number; only of the template that confirms a payment."""
        joined = select(payments.c.kiosk_seq).join_from(payments, sms_outbox)
        with self.centre.database.read() as connection:
            return Counter(connection.execute(joined).scalars().all())

    def order_kept(self) -> bool:
        """Billing has the payments of each number in the order in which they were taken."""
        rows = select(billing_postings.c.number, payments.c.kiosk_seq).join_from(
            payments, billing_postings, billing_postings.c.reference == payments.c.payment_id
        )
        newest: dict[str, int] = {}
        with self.centre.database.read() as connection:
            for number, seq in connection.execute(rows.order_by(billing_postings.c.posting_id)):
                if newest.get(number, 0) > seq:
                    return False
                newest[number] = seq
        return True


def _visit(seq: int, account: AccountRef) -> list[AnyFact]:
    visit, note = f"visit-{seq}", f"note-{seq}"
    paid = accepted(seq, visit, 10000, account=account)
    return [opened(visit, account), intended(note, visit), stacked(note, visit), paid, closed(visit)]


def wait_until(is_so: Callable[[], bool], what: str, limit_s: float) -> None:
    until, pause = time.monotonic() + limit_s, threading.Event()
    while not is_so():
        assert time.monotonic() < until, f"not within {limit_s:g} s: {what}"
        pause.wait(0.02)
