"""A whole terminal without a screen: real drivers on real wires, simulators and centre as processes, a real ledger."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests

from app.configuration import read_configuration
from app.demo_world import DemoWorld
from app.network import Network
from app.processes import ROOT
from app.settings import Settings
from app.terminal import KioskTerminal
from central.database import Database
from central.enrolment import Enrolment
from central.times import system_now
from kiosk.clock import SystemClock
from kiosk.events import FinishPressed, Touch
from kiosk.policy import Waits
from kiosk.till import Till
from kiosk.views import Body, CashView, HomeView, ResultView, View
from offline_queue.backoff import Pacing
from tests.journeys.books import NOTHING, Books, centre_sums, ledger_sums, open_rows
from tests.journeys.front import PATIENCE_S, Condition, Front, always

QUICK_NOTES = {"accepting": 0.03, "stacking": 0.05, "returning": 0.05, "rejecting": 0.05, "initialise": 0.05}
QUICK_SENDER = Pacing(interval_s=0.05, first_probe_s=0.3, longest_s=0.6, present_first_s=0.1, refused_first_s=0.3)
QUICK_WAITS = Waits(idle=30.0, look_up=3.0, next_note=15.0, confirm_payer=15.0, moving_note=3.0, answer=1.0, result=30.0)
LOOK_EVERY_S = 0.01


def wait_until(is_so: Callable[[], bool], what: str, limit_s: float = PATIENCE_S, instead: Callable[[], Any] = str) -> None:
    """Ask again and again until it is so; AssertionError naming ``what``, and what is ``instead``, after the limit."""
    until, pause = time.monotonic() + limit_s, threading.Event()
    while not is_so():
        assert time.monotonic() < until, f"not within {limit_s:g} s: {what} {instead()}"
        pause.wait(LOOK_EVERY_S)


class World:
    """Simulators, centre and network, for as many terminals as wanted, one after the other."""

    def __init__(self, folder: Path, card: str = "") -> None:
        """``card``: the protocol of the card terminal, instead of the one that is shipped."""
        given = read_configuration(ROOT / "config.ini")
        given = replace(given, card=replace(given.card, protocol=card or given.card.protocol))
        token = folder / "secrets" / "enrolment.token"
        given = replace(given, storage=folder / "data", secrets=folder / "secrets")
        self.folder = folder
        self.demo = DemoWorld(replace(given, centre=replace(given.centre, token_file=token)), folder / "paper")
        self.centre_file = folder / "data" / "demo" / "centre.sqlite"
        self._database = Database(str(self.centre_file))
        self._enrolment = Enrolment(self._database, system_now)
        self._terminals = 1

    def close(self) -> None:
        self._database.close()
        self.demo.stop()

    def new_terminal(self, waits: Waits = QUICK_WAITS) -> Settings:
        """Settings of a terminal that the centre has just enrolled, with nothing on its disk yet."""
        self._terminals += 1
        kiosk_id = f"K{self._terminals:04}"
        home = self.folder / kiosk_id
        secrets = home / "secrets"
        secrets.mkdir(mode=0o700, parents=True)
        token = secrets / "enrolment.token"
        token.touch(mode=0o600)
        token.write_text(self._enrolment.enrol(kiosk_id, "hall"), "utf-8")
        settings = self.demo.settings
        return replace(
            settings,
            policy=replace(settings.policy, kiosk_id=kiosk_id, waits=waits),
            storage=home / "data",
            secrets=secrets,
            centre=replace(settings.centre, token_file=token, heartbeat_s=1.0),
        )

    # ---- working it ------------------------------------------------------------------------------------------------

    def acceptor(self, command: str, **arguments: Any) -> dict[str, Any]:
        return self.demo.acceptor.send(command, **arguments)

    def printer(self, command: str, **arguments: Any) -> dict[str, Any]:
        return self.demo.printer.send(command, **arguments)

    def network(self, state: Network) -> None:
        self.demo.network(state)

    def billing(self, mode: str = "normal", delay_s: float = 0.0) -> None:
        body = {"mode": mode, "delay_seconds": delay_s}
        reply = requests.put(f"{self.demo.centre_url}/demo/billing", json=body, timeout=5)
        assert reply.status_code == 200, reply.text

    def account(self, number: str, condition: str) -> None:
        """Change an account in the billing system itself, behind everybody's back."""
        with self._database.write() as connection:
            connection.exec_driver_sql(
                "UPDATE billing_accounts SET condition = ? WHERE kind = 'mobile' AND number = ?", (condition, number)
            )

    def mend(self) -> None:
        """Everything as at the beginning, whatever the journey before did to it."""
        self.network(Network.UP)
        self.billing()
        device = self.acceptor("state", since=self.newest_note())
        if device["jammed"] or not device["powered"] or device["wire"]["silent"] or not device["wire"]["plugged"]:
            for command in ("power_on", "replug", "resume", "clear"):
                try_quietly(self.demo.acceptor.send, command)
        if not self.printer("state")["online"]:
            for command in ("power_on", "cover_close", "paper_in", "clear"):
                try_quietly(self.demo.printer.send, command)
        self.acceptor("no_credit_after_power_up", on=False)
        self.acceptor("timings", **QUICK_NOTES, escrow_limit=10.0)
        assert requests.post(f"{self.demo.centre_url}/demo/reset", timeout=5).status_code == 200

    # ---- notes -----------------------------------------------------------------------------------------------------

    def is_shut(self) -> bool:
        return not self.acceptor("state", since=1 << 30)["enabled_fen"]

    def newest_note(self) -> int:
        return max((int(note["id"]) for note in self.acceptor("state")["notes"]), default=0)

    def notes(self, since: int) -> list[dict[str, Any]]:
        """The acceptor's own books of the notes after ``since``."""
        found: list[dict[str, Any]] = self.acceptor("state", since=since)["notes"]
        return [note for note in found if note["id"] > since]

    def insert(self, yuan: int) -> int:
        """A note at the slot, as soon as the device takes one; its id."""
        wait_until(lambda: not self.is_shut(), "the acceptor takes notes")
        answer = self.acceptor("insert", denomination=yuan * 100)
        assert answer["outcome"] in ("accepting", "waiting"), answer
        return int(answer["id"])

    def place(self, note: int) -> str:
        """Where the note is: mouth, head, escrow, chassis, cassette, returned or lost."""
        return str(next(entry["place"] for entry in self.notes(note - 1) if entry["id"] == note))

    def wait_place(self, note: int, *places: str) -> None:
        what = f"note {note} in {places}; the acceptor:"
        wait_until(lambda: self.place(note) in places, what, instead=lambda: self.acceptor("state", since=note - 2))


def try_quietly(send: Callable[..., Any], command: str) -> None:
    """A command that is refused because there is nothing to mend."""
    try:
        send(command)
    except ValueError as refused:
        assert str(refused)


def put_in(terminal: Front, world: World, yuan: int, inserted: int) -> None:
    """A note goes in, and the slot is open again; both amounts in yuan."""
    world.insert(yuan)
    terminal.see(CashView, lambda cash: cash.inserted == inserted * 100 and cash.accepting)


class Watched:
    """``ports.Screen`` that keeps the newest view, and remembers every page that was shown."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.bodies: list[Body] = []

    def show(self, view: View) -> None:
        with self.changed:
            self.bodies.append(view.body)
            self.changed.notify_all()

    def see(self, kind: type[Body], is_so: Condition) -> Body:
        def seen() -> bool:
            return bool(self.bodies) and isinstance(self.bodies[-1], kind) and is_so(self.bodies[-1])

        with self.changed:
            there = self.changed.wait_for(seen, PATIENCE_S)
            assert there, f"expected {kind.__name__}, there is {self.bodies[-1] if self.bodies else 'nothing'}"
            return self.bodies[-1]


@dataclass(frozen=True)
class Opened:
    """Whose books are closed at the end of a journey, and what stood in them at its beginning."""

    settings: Settings
    first_note: int  # notes after this one are this journey's
    before: Books = NOTHING

    def books(self, world: World) -> Books:
        """What this journey added, by each of the three witnesses."""
        policy, storage = self.settings.policy, self.settings.storage
        notes = [note for note in world.notes(self.first_note) if note["where"] == "stacked"]
        box = sum(int(note["denomination"]) for note in notes)
        centre, billing = centre_sums(world.centre_file, policy.kiosk_id)
        return Books(box, ledger_sums(storage), centre, billing).since(self.before)

    def again(self, world: World) -> "Opened":
        """A new journey of the same terminal begins."""
        start = replace(self, before=NOTHING, first_note=world.newest_note())
        return replace(start, before=start.books(world))


class Terminal:
    """One terminal in this process; ``front.Front``. ``restart`` is a new one on the same disk."""

    def __init__(self, world: World, waits: Waits = QUICK_WAITS) -> None:
        self.world = world
        self.opened = Opened(world.new_terminal(waits), world.newest_note())
        self.start()

    def start(self, settings: Settings | None = None) -> None:
        self.screen = Watched()
        self.till = Till((settings or self.opened.settings).policy, SystemClock())
        self.terminal = KioskTerminal(settings or self.opened.settings, self.till, self.screen, QUICK_SENDER)
        self.terminal.start()

    def stop(self) -> None:
        self.terminal.stop()

    def touch(self, event: Touch) -> None:
        self.till.post(event)

    def see(self, kind: type[Body], is_so: Condition = always) -> Any:
        return self.screen.see(kind, is_so)

    @property
    def at_rest(self) -> bool:
        """Is it at home, ready for the next visit? A finished visit is left."""
        if isinstance(self.screen.bodies[-1], ResultView):
            self.touch(FinishPressed())
            self.see(HomeView)
        body = self.screen.bodies[-1]
        return (
            isinstance(body, HomeView) and body.can_pay and all(lamp.works for lamp in body.lamps if lamp.device != "card")
        )

    @property
    def ledger(self) -> dict[str, int]:
        return self.opened.books(self.world).ledger

    def wait_ledger(self, **buckets: int) -> None:
        limit_s = 20.0  # a centre that is not sure asks billing 2 s later, and the terminal asks the centre after that
        wait_until(lambda: self.ledger == buckets, f"the ledger at {buckets}", limit_s)


def check_books(world: World, opened: Opened, *, unexplained_in_box: int = 0, **buckets: int) -> None:
    """The law: acceptor, ledger and centre agree to the fen; ``buckets`` are the ledger's, beside ``stacked``.

    ``unexplained_in_box``: fen of notes in doubt that are not in the box after all (below 0: that the ledger lacks).
    """
    books = opened.books(world)
    stacked = books.ledger.get("stacked", 0)
    assert books.ledger == ({"stacked": sum(buckets.values())} | buckets if buckets else {}), books
    assert stacked == books.box + unexplained_in_box, books
    assert books.centre.get("posted", 0) == books.ledger.get("posted", 0), books
    assert books.billing == books.ledger.get("posted", 0), books
    assert set(books.centre) <= {"posted", "rejected"}, books
    assert books.centre.get("rejected", 0) == books.ledger.get("owed", 0), books
    assert open_rows(opened.settings.storage) == (0, 0)
