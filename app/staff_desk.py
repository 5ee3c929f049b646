"""PINs: proved and made with Argon2id, in a thread of their own because that is slow on purpose (trust.md S3); and what
staff read of ledger and wires, and try of the machine, in others: whoever left a page while something was being looked for
or tried keeps nobody from logging in."""

import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.acts import ApprovalQuestion
from kiosk.diagnosis import DiagnosisItem
from kiosk.events import BundleMade, DiagnosisEnded, Event, PinChecked, PinHashed, RecordsRead
from kiosk.ports import Post
from kiosk.staff_records import JourneyOf, RecordsAsked, RecordsSheet, RecordsUnread

log = logging.getLogger("staff")

# 64 MiB, three passes: 58 ms on the reference machine; OWASP's floor is 19 MiB and two.
HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, type=Type.ID)

Keep = Callable[[str, str], None]  # staff id, hash of the new PIN
Diagnose = Callable[[DiagnosisItem, str], tuple[bool, str]]  # item, staff id → passed, detail; may block
Read = Callable[[RecordsAsked], RecordsSheet]  # may block


class Approvals(Protocol):
    """What asks the hall page for a second person (``approval_desk``)."""

    def ask(self, question: ApprovalQuestion) -> None: ...

    def stop(self, approval_id: str) -> None: ...

    def close(self) -> None: ...


class StaffDesk:
    """``kiosk.ports.StaffDesk``. ``keep`` is told a new PIN before the flow is, so that a restart knows it."""

    def __init__(
        self,
        post: Post,
        keep: Keep,
        read: Read,
        diagnosis: Diagnose,
        *,
        bundle: Callable[[], str],
        approvals: Approvals,
    ) -> None:
        """``bundle`` makes a fault bundle and tells its name; it may block, and raise ``OSError``."""
        self._post = post
        self._diagnosis = diagnosis
        self._bundle = bundle
        self._approvals = approvals
        self._keep = keep
        self._read = read
        self._pins = _worker("staff-pins")
        self._journeys = _worker("staff-journeys")
        self._desk = _worker("staff-desk")  # records, tests, bundles: nobody does two of them at once

    def check(self, ticket: str, pin_hash: str, pin: str) -> None:
        wrong = PinChecked(ticket, right=False)
        self._do(self._pins, lambda: self._post(PinChecked(ticket, is_right(pin_hash, pin))), wrong)

    def hash(self, ticket: str, staff_id: str, pin: str) -> None:
        """A PIN that could not be kept is none: the person stands before the same page as after a wrong one."""
        self._do(self._pins, lambda: self._hashed(ticket, staff_id, pin), PinChecked(ticket, right=False))

    def ask(self, question: ApprovalQuestion) -> None:
        self._approvals.ask(question)

    def stop_asking(self, approval_id: str) -> None:
        self._approvals.stop(approval_id)

    def read(self, ticket: str, what: RecordsAsked) -> None:
        worker = self._journeys if isinstance(what, JourneyOf) else self._desk
        unread = RecordsRead(ticket, RecordsUnread())
        self._do(worker, lambda: self._post(RecordsRead(ticket, self._read(what))), unread)

    def diagnose(self, ticket: str, item: DiagnosisItem, staff_id: str) -> None:
        def run() -> None:
            self._post(DiagnosisEnded(ticket, *self._diagnosis(item, staff_id)))

        self._do(self._desk, run, DiagnosisEnded(ticket, passed=False, detail="STAFF-BUG"))

    def make_bundle(self, ticket: str) -> None:
        self._do(self._desk, lambda: self._post(BundleMade(ticket, self._bundle())), BundleMade(ticket))

    def close(self) -> None:
        self._approvals.close()
        for worker in (self._pins, self._journeys, self._desk):
            worker.shutdown(wait=False, cancel_futures=True)

    def _hashed(self, ticket: str, staff_id: str, pin: str) -> None:
        pin_hash = HASHER.hash(pin)
        self._keep(staff_id, pin_hash)
        self._post(PinHashed(ticket, pin_hash))

    def _do(self, worker: ThreadPoolExecutor, work: Callable[[], None], otherwise: Event) -> None:
        def done() -> None:
            try:
                work()
            except Exception:
                log.exception("STAFF-BUG what was asked of the desk could not be done")
                self._post(otherwise)

        with contextlib.suppress(RuntimeError):  # closed: the terminal is going down
            worker.submit(done)


def _worker(name: str) -> ThreadPoolExecutor:
    """One thread, from its first work on."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)


def is_right(pin_hash: str, pin: str) -> bool:
    """Takes the same time for a right and for a wrong PIN; a hash that is none is no PIN's."""
    try:
        return HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
