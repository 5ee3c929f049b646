"""One assembled terminal: till, ledger, drivers, sender and the threads that wait for the centre."""

import logging
import math
import random
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.approval_desk import ApprovalDesk
from app.bundling import Bundling
from app.card_day import CardDay
from app.card_password import card_password
from app.centre_threads import Follower, Heartbeat, LookUps
from app.collection_sender import CollectionSender, untold_in
from app.diagnosis_desk import DiagnosisDesk
from app.enquiries import Enquiries
from app.health_word import answer_health
from app.menu import Menu
from app.remote_desk import RemoteDesk
from app.settings import Settings
from app.settling import Words
from app.staff_desk import StaffDesk
from app.staff_list import StaffList
from app.staff_records import StaffRecords
from app.storage_watch import DiskWatch, compare_with_centre
from app.task_reports import TaskReports
from app.terminal_health import TerminalHealth
from app.worlds import wrong_world
from devices.acceptors import Acceptor, make_acceptor
from devices.card_terminals import CardDriver, CardOptions, make_card_terminal
from devices.flight import RecordedAcceptor, RecordedCard, RecordedPrinter, recorded
from devices.printers import PrinterDriver, make_printer
from devices.serial_link import LinkSettings, SerialLink
from devices.trace import Trace
from kiosk.answers import HeartbeatReply, SessionReply
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.device_status import Device
from kiosk.enquiry_client import EnquiryClient
from kiosk.events import CentreRemembers, RunEnding
from kiosk.performing import Ports
from kiosk.ports import Clock, Screen
from kiosk.staff_records import RecordsWanted
from kiosk.till import Till
from offline_queue.backoff import Pacing, power_up_delays
from offline_queue.disk_room import DiskRoom
from offline_queue.journal import JournalHead
from offline_queue.ledger import SqliteLedger
from offline_queue.outbox import Outbox
from offline_queue.sender import Sender
from offline_queue.terminal_keys import TerminalKeys

log = logging.getLogger("app")


class KioskTerminal:
    """Built around a till that may already take touches. ``start`` and ``stop`` once each."""

    def __init__(
        self, settings: Settings, till: Till, screen: Screen, pacing: Pacing | None = None, clock: Clock | None = None
    ) -> None:
        self._settings = settings
        self._till = till
        self._clock = clock or SystemClock()
        kiosk_id = settings.policy.kiosk_id
        client = CentralClient(
            settings.centre.url,
            kiosk_id,
            settings.centre.token_file,
            TerminalKeys(settings.secrets),
            self._clock,
            on_enrolled=self._enrolled,
            ca_file=settings.centre.ca_file,
        )
        self._look_ups = LookUps(client, till.post)
        self._enquiries = Enquiries(EnquiryClient(client, self._clock), till.post)
        self._follower = Follower(client, till.post)
        # Only the hall's own terminals start together; the demo, and a person with a command word, need not wait.
        alone = settings.demo_mode or pacing is not None
        since_boot_s = math.inf if alone else time.clock_gettime(time.CLOCK_BOOTTIME)
        first_s, start_s = power_up_delays(since_boot_s, random.random())
        self._staff = StaffList(client, till.post, kiosk_id, settings.secrets, self._clock)
        records = StaffRecords(till, self._traces, lambda: self._confirmed_head, settings.storage)
        self.bundling = Bundling(settings, till, self._wires, records.read, self._clock)
        desk = DiagnosisDesk(
            client,
            settings.centre.url,
            kiosk_id,
            settings.storage,
            self._clock,
            beat=lambda: client.heartbeat(self.health.report()),
            room=DiskRoom(settings.storage, settings.least_free_bytes).look,
            play=partial(_play_a_tone, wanted=settings.screen.sound),
        )
        approvals = ApprovalDesk(client, till.post, self._clock)
        self._staff_desk = StaffDesk(
            till.post, self._staff.keep_pin, records.read, desk.run, bundle=self.bundling.put_away, approvals=approvals
        )
        self._boxes = CollectionSender(client, till.post, partial(untold_in, till))
        self._told_head: int | None = None  # of the last heartbeat, in records
        self._confirmed_head: int | None = None  # of the last one that was answered
        self._menu = Menu(client, till.post, kiosk_id, settings.storage)
        self._tasks = TaskReports(screen, lambda: till.state, client, kiosk_id, self._clock)
        self.health = TerminalHealth(
            settings,
            till,
            self._tasks,
            client,
            self._clock,
            head=self._journal_head,
            changed=self.beat_soon,
            start_s=first_s,
        )
        self._heartbeat = Heartbeat(
            client,
            till.post,
            self.health.report,
            settings.centre.heartbeat_s,
            first_s=first_s,
            on_answer=self._after_beat,
            on_end=self.health.report.close,
        )
        self.remote = RemoteDesk(settings, client, till, self._clock, sync=self.health.upload, bundle=self.bundling.packed)
        self.sender = Sender(client, till.post, self._open_outbox, pacing=pacing or Pacing(), start_s=start_s)
        self.acceptor = self._acceptor()
        self.card = self._card()
        self.printer = self._printer()
        self._card_day = CardDay(settings.card.end_of_day, lambda: till.state, till.post)
        self._disk = DiskWatch(DiskRoom(settings.storage, settings.least_free_bytes).look, till.post)
        self._ledger: SqliteLedger | None = None
        self._is_sound = False  # the ledger was opened, and what it remembers is as it was recorded
        self._print_interrupted = False
        self._opened = threading.Event()

    def start(self) -> None:
        """Ledger first; devices and sender report to the till as they come up."""
        ports = Ports(
            acceptor=RecordedAcceptor(self.acceptor, self.acceptor.trace),
            card=RecordedCard(self.card, self.card.trace),
            printer=RecordedPrinter(self.printer, self.printer.link.trace),
            sender=self.sender,
            look_up=self._look_ups.look_up,
            ask=self._enquiries.ask,
            follow=self._follower.follow,
            stop_following=self._follower.stop,
            screen=self.health.screen,
            staff=self._staff_desk,
            remote=self.remote.do,
        )
        self._till.start(ports, self._open_ledger, self.health.tell_run)
        self._opened.wait()
        if self._is_sound:
            self._disk.start()
        self.acceptor.start()
        self.card.start()
        self.printer.start(interrupted=self._print_interrupted)
        if self._is_sound:
            self.sender.start()
        self._menu.start()
        self._staff.start()
        self.health.start()
        self._heartbeat.start()
        if self._is_sound:
            self._card_day.start()
            self.remote.start()

    @property
    def words(self) -> Words:
        """Command words of other processes that only the whole terminal can answer."""
        return {**self.bundling.words, "health": partial(answer_health, self.health)}

    @property
    def sends(self) -> bool:
        """Was the sender started? It is not without a sound ledger."""
        return self._is_sound

    @property
    def links(self) -> dict[str, SerialLink]:
        """Of every device that is fitted, by its name."""
        links = {Device.ACCEPTOR.value: self.acceptor.link, Device.PRINTER.value: self.printer.link}
        return links if self.card.link is None else links | {Device.CARD.value: self.card.link}

    def stop(self) -> None:
        """No further note; what is on its way is recorded; then everything ends. Nothing waits for the centre."""
        self.remote.stop()
        self._heartbeat.stop()
        self._disk.stop()
        self._card_day.stop()
        self._follower.stop()
        self._look_ups.close()
        self._enquiries.close()
        self._staff_desk.close()
        self.acceptor.close()
        self.card.close()
        self.printer.close()
        self.sender.stop(2.0)
        self.health.stop()  # its readers first: the ledger's own connection is the last, and tidies the database up
        self._till.post(RunEnding("ended by a person or the system"))
        self._till.stop()
        self.bundling.keep_traces()

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _open_ledger(self) -> SqliteLedger:
        """In the till's thread, which owns the connection."""
        try:
            given = self._settings
            self._ledger = SqliteLedger.open(given.storage, given.secrets, given.policy.kiosk_id, now=self._clock.now)
            self._print_interrupted = bool(self._ledger.recall().open_print_jobs)
            self._is_sound = True
            return self._ledger
        finally:
            self._opened.set()

    def _open_outbox(self) -> Outbox:
        return Outbox.open(self._settings.storage, self._settings.secrets)

    def _acceptor(self) -> Acceptor:
        given = self._settings.acceptor
        post = recorded(self._till.post, lambda: self.acceptor.trace)
        return make_acceptor(given.protocol, self._link(given.port, given.baud), post, given.currency)

    def _card(self) -> CardDriver:
        given = self._settings.card
        post = recorded(self._till.post, lambda: self.card.trace)
        options = CardOptions(
            password=card_password(given.password_file),
            currency=given.currency,
            sync=given.sync,
            receipts=given.receipts,
        )
        return make_card_terminal(given.protocol, self._link(given.port, given.baud), post, options)

    def _printer(self) -> PrinterDriver:
        given = self._settings.printer
        link = self._link(given.port, given.baud)
        cache = self._settings.storage / "escpos"
        return make_printer(
            given.protocol,
            link,
            recorded(self._till.post, lambda: self.printer.link.trace),
            given.paper_width_mm,
            cache,
            marker=given.marker,
            slip_wait_s=given.slip_wait_s,
        )

    def _wires(self) -> dict[str, Trace]:
        """The flight recorder of every wire that there is."""
        wires = {Device.ACCEPTOR.value: self.acceptor.trace, Device.PRINTER.value: self.printer.link.trace}
        return wires | ({Device.CARD.value: self.card.trace} if self._settings.card.fitted else {})

    def _traces(self) -> dict[RecordsWanted, Trace]:
        """The flight recorder of each wire."""
        return {
            RecordsWanted.ACCEPTOR: self.acceptor.trace,
            RecordsWanted.PRINTER: self.printer.link.trace,
            RecordsWanted.CARD: self.card.trace,
        }

    def _link(self, port: str, baud: int) -> LinkSettings:
        return LinkSettings(port, baud, refuses=partial(wrong_world, demo_mode=self._settings.demo_mode))

    def _after_beat(self, news: HeartbeatReply) -> None:
        """In the heartbeat's thread, when it was answered."""
        self._confirmed_head = self._told_head
        steps: tuple[Callable[[], object], ...] = (
            partial(self._menu.follow, news.config_etag) if news.config_etag else lambda: None,
            partial(self.remote.after_beat, news.server_time),
            partial(self.health.after_beat, news),
            self._boxes.send,
            partial(self._staff.follow, news.staff_etag),
            self._staff.send,
            self._tasks.send,
        )
        for step in steps:
            try:
                step()
            except Exception:
                log.exception("APP-BEAT one thing to do after a heartbeat failed; the others go on")

    def beat_soon(self) -> None:
        """Something changed of which halls must hear at once."""
        self._heartbeat.soon()

    # ---- what the centre hears ---------------------------------------------------------------------------------------

    def _enrolled(self, session: SessionReply) -> None:
        self._till.post(CentreRemembers(session.highest_kiosk_seq))
        if self._is_sound:
            compare_with_centre(self._till, session)

    def _journal_head(self) -> JournalHead | None:
        """None: there is no sound ledger."""
        return self._ledger.journal_head() if self._ledger is not None and self._is_sound else None


def receipts_directory(settings: Settings) -> Path:
    """Where the demo's printer leaves its receipts as PNG and text."""
    return settings.storage / "demo" / "receipts"


def _play_a_tone(*, wanted: bool) -> bool:
    """Through the system's own player; False where there is none, or the configuration wants silence."""
    from ui.sound import Silence, system_sound

    player = system_sound() if wanted else Silence()
    player.play("warn")
    return not isinstance(player, Silence)
