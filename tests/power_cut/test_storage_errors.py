"""The disk reports an error at the k-th call of a payment: no further note, the one in escrow goes back, nothing is
acknowledged any more, and the next process explains every fen (M10)."""

import pytest

from kiosk.views import CashView, OutOfServiceView
from tests.conftest import Tally
from tests.journeys.front import to_cash
from tests.power_cut.rig import Hall, KioskProcess
from tests.power_cut.strace_faults import MIRROR_SYNC_EVERY, NOTE_FEN, fail_at_every, fail_in_a_visit, storage_files
from tests.power_cut.strace_rig import FailingDisk, Fault, come_home, tricked, why_no_strace
from tests.power_cut.visits import NOTE_YUAN, settle_and_explain

pytestmark = pytest.mark.skipif(bool(why_no_strace()), reason=why_no_strace())

STORAGE_EXIT = 3
# The first write of all; the sync of the note's record; its line in the mirror; a sync of the mirror; a later write.
SLICE = (
    Fault("pwrite64", "EIO", 1),
    Fault("fdatasync", "EIO", 3),
    Fault("write", "EIO", 3),
    Fault("fsync", "EIO", 1),
    Fault("pwrite64", "ENOSPC", 25),
)


@pytest.mark.parametrize("fault", SLICE, ids=lambda fault: f"{fault.call}-{fault.error}-{fault.when}")
def test_m10_one_call_of_a_payment_fails(hall: Hall, tally: Tally, fault: Fault) -> None:
    open_s = fail_in_a_visit(hall, fault, tally, mirror_sync_every=MIRROR_SYNC_EVERY)
    assert open_s is not None, "the fault did not come"


def test_m10_a_process_whose_storage_failed_ends_with_its_own_exit_code(hall: Hall, tally: Tally) -> None:
    """Brought up as ``kiosk_main.py run`` does, with a note inside when the disk fails."""
    process = tricked(hall.config, hall.config.with_name("kiosk.log"), out_shown_s=0.5)
    kiosk = KioskProcess(hall.config, start=lambda _arguments, _log: process)
    try:
        come_home(kiosk)
        to_cash(kiosk)
        hall.world.insert(NOTE_YUAN)
        kiosk.see(CashView, lambda cash: cash.inserted == NOTE_FEN and cash.accepting)
        disk = FailingDisk(kiosk.pid, storage_files(hall), Fault("fdatasync", "EIO", 1), hall.config.with_name("faults"))
        hall.world.insert(NOTE_YUAN)
        assert kiosk.see(OutOfServiceView).held == NOTE_FEN
        assert process.wait() == STORAGE_EXIT
        disk.leave()
    finally:
        kiosk.kill()
    assert settle_and_explain(hall, tally) == {"posted": NOTE_FEN}


def test_m10_a_note_that_was_on_its_way_in_goes_back(hall: Hall, tally: Tally) -> None:
    """It was let in before the disk failed, and is in escrow after."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(NOTE_YUAN)
    kiosk.see(CashView, lambda cash: cash.inserted == NOTE_FEN and cash.accepting)
    disk = FailingDisk(kiosk.pid, storage_files(hall), Fault("pwrite64", "EIO", 1), hall.config.with_name("faults"))
    hall.world.acceptor("timings", accepting=0.6)
    note = hall.world.insert(NOTE_YUAN)
    hall.world.printer("cover_open")  # a fact of the printer's, while the note is on its way
    try:
        kiosk.see(OutOfServiceView)
        hall.world.wait_place(note, "returned")
    finally:
        hall.world.printer("cover_close")
        kiosk.kill()
        disk.leave()
    assert settle_and_explain(hall, tally) == {"posted": NOTE_FEN}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "write", "fsync"])
def test_m10_every_call_of_a_payment_fails_once(hall: Hall, tally: Tally, call: str) -> None:
    fail_at_every(hall, call, "EIO", tally)
