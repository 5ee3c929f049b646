"""The bad day as a test: what each user must see, and every fen and every SMS where it belongs."""

from pathlib import Path

import pytest

from tests.bad_day.__main__ import play, told

FAULTS = 6


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_bad_day(tmp_path: Path) -> None:
    """The day itself says where somebody did not see what they should; here only that nothing was left out."""
    rows, sums = play(tmp_path)
    assert len(rows) == FAULTS
    for row in rows:
        assert all((row.customer, row.technician, row.hall, row.alarm, row.over)), row
        assert row.after_s <= 15 * 60, row
    assert "payments" in sums
    assert told(rows).count("\n") == FAULTS + 1
