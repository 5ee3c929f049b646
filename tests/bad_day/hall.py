"""The hall: three whole terminals (till, ledger, drivers, sender, heartbeat) on simulated acceptors and printers, and the
reference centre behind signed HTTP, each terminal on a network of its own."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from app.configuration import read_configuration
from app.network import Network
from app.network_proxy import NetworkProxy
from app.processes import ROOT
from app.terminal import KioskTerminal
from central.alarms import Alarm
from central.centre import Centre
from central.gateway import OutgoingSms, Submission
from central.server import CentralServer, listen
from central.settings import Settings
from kiosk import events as ev
from kiosk.flow.states import State
from kiosk.money import Fen
from kiosk.till import Till
from kiosk.views import View
from kiosk.visit_types import Service
from offline_queue.backoff import Pacing
from tests.bad_day.fast_clock import FastClock
from tests.devices.simulators.process import Simulator

NAME: Final = "示范营业厅"
DUTY: Final = "13600007777"
DEADLINE_S: Final = 40.0
_PAUSE: Final = threading.Event()
# Seconds of the fast day where the name says so: a look every second of ours, an SMS in the time it takes.
SETTINGS: Final = Settings(
    alarm_seconds=0.3, worker_interval_seconds=0.05, handset_delay_seconds=5.0, reopen_seconds=60.0, silence_seconds=120.0
)


def wait_until(is_so: Callable[[], bool], what: str, deadline_s: float = DEADLINE_S) -> None:
    end = time.monotonic() + deadline_s
    while not is_so():
        assert time.monotonic() < end, f"waited {deadline_s:g} s for {what}"
        _PAUSE.wait(0.02)


class Terminal:
    """One terminal of the hall and its two simulators. It can die and be started again; the simulators outlive it."""

    def __init__(self, folder: Path, kiosk_id: str, clock: FastClock, token: str, url: str) -> None:
        self.kiosk_id = kiosk_id
        self.clock = clock
        self.views: list[View] = []
        self.acceptor = self._simulator(folder, "acceptor", "ccnet", "--baud", "115200")
        self.printer = self._simulator(folder, "printer", "escpos", "--baud", "1000000")
        self.printer.ok("options", speed_mm_s=2000.0, cut_s=0.05)
        parts = urlsplit(url)
        self.network = NetworkProxy(str(parts.hostname), int(parts.port or 0))
        home = folder / "home"
        home.mkdir(mode=0o700)
        (home / "enrolment.token").write_text(token)
        given = read_configuration(ROOT / "config.ini")
        self._settings = replace(
            given,
            policy=replace(given.policy, kiosk_id=kiosk_id, hall=NAME, terminal=kiosk_id[-1]),
            centre=replace(
                given.centre,
                url=f"http://127.0.0.1:{self.network.port}",
                token_file=home / "enrolment.token",
                heartbeat_s=1.0,
            ),
            storage=folder / "data",
            secrets=home,
            acceptor=replace(given.acceptor, port=str(self.acceptor.link), baud=115200),
            printer=replace(given.printer, port=str(self.printer.link), baud=1_000_000),
            card=replace(given.card, protocol="none", port="none"),
        )
        self.start()

    @staticmethod
    def _simulator(folder: Path, device: str, protocol: str, *options: str) -> Simulator:
        place = folder / device
        place.mkdir(parents=True)
        return Simulator(place, *options, device=device, protocol=protocol)

    def start(self) -> None:
        self.till = Till(self._settings.policy, self.clock)
        self.running = KioskTerminal(self._settings, self.till, self, Pacing(), self.clock)
        self.running.start()
        wait_until(lambda: self.service == "full" and self.page == "Home", f"{self.kiosk_id} at home, in full service")

    def die(self) -> None:
        """No farewell to the centre that a hall would notice: the process ends, the heartbeat with it."""
        self.running.stop()

    def end(self) -> None:
        self.running.stop()
        self.network.stop()
        self.acceptor.end()
        self.printer.end()

    def show(self, view: View) -> None:
        self.views = [*self.views[-20:], view]

    @property
    def state(self) -> State:
        return self.till.state

    @property
    def page(self) -> str:
        return type(self.state.visit).__name__

    @property
    def service(self) -> str:
        told = self.state.terminal.service
        return told.state if told is not None else ""

    # ---- a customer ------------------------------------------------------------------------------------------------

    def opens(self, number: str) -> None:
        """Up to the open slot."""
        self.till.post(ev.ServiceChosen(Service.PAY_BILL))
        for digit in number:
            self.till.post(ev.DigitPressed(digit))
        self.till.post(ev.ConfirmPressed())
        wait_until(lambda: self.page == "ChooseAmount" or self._asked_again(), "the amount, or the number once more")
        if self._asked_again():  # offline: typed twice
            for digit in number:
                self.till.post(ev.DigitPressed(digit))
            self.till.post(ev.ConfirmPressed())
        wait_until(lambda: self.page == "ChooseAmount", "the amount")
        self.till.post(ev.AmountChosen(Fen(10_000)))
        self.till.post(ev.CashChosen())
        wait_until(lambda: self.page == "TakingCash", "the open slot")
        wait_until(lambda: bool(getattr(self.state.visit, "accepting", ())), "notes are taken")

    def _asked_again(self) -> bool:
        return bool(getattr(self.state.visit, "first", "")) and self.page == "EnterNumber"

    def pays(self, number: str, yuan: int = 100) -> str:
        """A note all the way to the result; the payment's id."""
        self.opens(number)
        self.note(yuan)
        self.till.post(ev.FinishPressed())
        wait_until(lambda: self.page == "ShowResult", "the result")
        return str(getattr(self.state.visit, "payment_id", ""))

    def note(self, yuan: int) -> None:
        """At the slot, as soon as the device takes one."""
        before = len(getattr(self.state.visit, "notes", ()))
        wait_until(lambda: bool(self.acceptor.do("state")["enabled_fen"]), "the acceptor takes notes")
        self.acceptor.ok("insert", denomination=yuan * 100)
        wait_until(lambda: len(getattr(self.state.visit, "notes", ())) > before, "the note is in the box")

    def leaves(self) -> None:
        self.till.post(ev.FinishPressed())
        wait_until(lambda: self.page == "Home", "home")


class Gateway:
    """The SMS gateway of the day; it can be down."""

    def __init__(self, centre: Centre) -> None:
        self._submit = centre.gateway.submit
        self.down = False
        centre.gateway.submit = self.submit  # type: ignore[method-assign]

    def submit(self, message: OutgoingSms) -> Submission:
        return Submission.NOT_REACHED if self.down else self._submit(message)


class Hall:
    """A context: everything runs, and ends."""

    def __init__(self, folder: Path, clock: FastClock) -> None:
        self.clock = clock
        self.centre = Centre(str(folder / "centre.sqlite"), settings=SETTINGS, now=clock.milliseconds, demo=True)
        self.gateway = Gateway(self.centre)
        self._server = CentralServer(self.centre, listen("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._server.serve_here, name="centre")
        self._thread.start()
        self._describe()
        self.terminals = []
        for number in (1, 2, 3):
            kiosk_id = f"K000{number}"
            token = self.centre.enrolment.enrol(kiosk_id, NAME)
            place = folder / kiosk_id
            place.mkdir()
            self.terminals.append(Terminal(place, kiosk_id, clock.another(), token, self._server.url))

    def _describe(self) -> None:
        from central.halls import Hall as Described, put_hall

        told = {"city": "杭州", "province": "浙江", "duty_numbers": {"page": DUTY, "ticket": DUTY}}
        put_hall(self.centre.database, NAME, Described.parse(json.dumps(told)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for terminal in self.terminals:
            terminal.network.set(Network.UP)
            terminal.end()
        self._server.stop()
        self._thread.join(10)

    # ---- what the hall sees ------------------------------------------------------------------------------------------

    def alarms(self, subject: str) -> dict[str, Alarm]:
        """Raised and not ended, of one terminal, payment or subject, by rule."""
        standing = self.centre.alarms.standing(NAME)
        return {alarm.rule: alarm for alarm in standing if subject in (alarm.subject, alarm.kiosk_id)}

    def handset(self, number: str) -> list[str]:
        return [text for _, to, text, _ in self.centre.gateway.messages(0) if to == number]
