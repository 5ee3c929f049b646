"""Devices, centre and rules for measurements without wires: answers at once, but for what takes a while in every hall."""

import threading
from typing import Final

from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountFound, PaymentProgress, Posted
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import (
    AcceptorIdentified,
    AccountLookedUp,
    CentreReachable,
    DeviceStatusChanged,
    Event,
    NoteAccepting,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    PaymentAnswered,
    PaymentProgressed,
    PaymentsAnswered,
    PrintJobEnded,
)
from kiosk.money import ZERO, Fen
from kiosk.paper import PrintJob, PrintOutcome
from kiosk.policy import Policy
from kiosk.till import Till
from kiosk.visit_types import Reopening, ServiceState, SmsState

NOTES: Final = frozenset(Fen(yuan * 100) for yuan in (5, 10, 20, 50, 100))
NOTE: Final = Fen(10000)
OWED: Final = Fen(9000)
NUMBER: Final = "13800135678"
ANSWER_S: Final = 0.1  # of the centre to a payment, and of the printer: not while the page is being turned
POLICY: Final = Policy(
    kiosk_id="K0001",
    hall="示范营业厅",
    terminal="3",
    service_phone="10086",
    demo=True,
    denominations=NOTES,
    round_sums=(Fen(3000), Fen(5000), Fen(20000)),
    minimum_payment=Fen(1000),
    maximum_payment=Fen(100_000),
    visit_limit=Fen(150_000),
    visit_notes=40,
    offline_number_limit=Fen(30_000),
    offline_terminal_limit=Fen(2_000_000),
)
FOUND: Final = AccountFound("张*", OWED, ZERO, ServiceState.ACTIVE, sms_reachable=True)
DELIVERED: Final = PaymentProgress(2, SmsState.DELIVERED, Reopening.NOT_NEEDED)
_WAITING: Final = PaymentProgress(1, SmsState.WAITING, Reopening.NOT_NEEDED)


def posted(payment_id: str) -> Posted:
    """What a centre says that posts everything."""
    return Posted(f"C-{payment_id}", f"R-{payment_id}", "2026-11-21T20:00:00+08:00", ZERO, _WAITING)


class InstantDevices:
    """Acceptor, printer, sender and centre of ``kiosk.ports``."""

    def __init__(self, till: Till) -> None:
        self._post = till.post

    def ready(self) -> None:
        self._post(AcceptorIdentified("bench", "1", "1", NOTES))
        for device in (Device.ACCEPTOR, Device.PRINTER):
            self._post(DeviceStatusChanged(DeviceStatus(device, DeviceState.ONLINE)))
        self._post(NotesWhereaboutsKnown())
        self._post(CentreReachable(reachable=True))

    def insert(self) -> None:
        self._post(NoteAccepting())
        self._post(NoteEscrowed(NOTE))

    def accept(self, denominations: frozenset[Fen]) -> None:
        """Notes come by ``insert``."""

    def stop_accepting(self) -> None:
        """None comes by itself."""

    def stack(self) -> None:
        self._post(NoteStacked(NOTE))

    def return_note(self) -> None:
        self._post(NoteReturned(NOTE))

    def print(self, job: PrintJob) -> None:
        self._later(PrintJobEnded(job.job_id, PrintOutcome.PRINTED))

    def wake(self, first: str | None) -> None:
        if first is not None:
            self._later(PaymentsAnswered((PaymentAnswered(first, posted(first)),)))

    def _later(self, event: Event) -> None:
        threading.Timer(ANSWER_S, self._post, (event,)).start()

    def look_up(self, account: AccountRef) -> None:
        self._post(AccountLookedUp(account, FOUND))

    def follow(self, payment_id: str, _central_id: str) -> None:
        self._post(PaymentProgressed(payment_id, DELIVERED))
