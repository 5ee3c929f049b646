"""The disk is full at the k-th write of a payment, and only at that one: as ``test_storage_errors`` (M10)."""

import pytest

from tests.conftest import Tally
from tests.power_cut.rig import Hall
from tests.power_cut.strace_faults import fail_at_every
from tests.power_cut.strace_rig import why_no_strace

pytestmark = pytest.mark.skipif(bool(why_no_strace()), reason=why_no_strace())


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("call", ["pwrite64", "write"])
def test_m10_there_is_no_room_for_one_write_of_a_payment(hall: Hall, tally: Tally, call: str) -> None:
    fail_at_every(hall, call, "ENOSPC", tally)
