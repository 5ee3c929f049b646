"""X29: a slip's check code belongs to its claim code, number, amount and time, and to this terminal's key alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from kiosk.money import Fen
from kiosk.ports import StorageError
from kiosk.slip_check import SlipSeal, same_code
from offline_queue.keys import Keyring
from offline_queue.slip_seal import SlipSealer, expected_code

SLIP = ("K0001-12", "138****5678", Fen(15000), "2026-11-21 20:58:44")


@pytest.fixture
def seal(tmp_path: Path) -> SlipSeal:
    return SlipSealer(Keyring(tmp_path / "secrets"), may_make=True)


def test_x29_the_same_key_gives_the_same_code(tmp_path: Path, seal: SlipSeal) -> None:
    again = SlipSealer(Keyring(tmp_path / "secrets"), may_make=False)
    assert expected_code(again, *SLIP) == expected_code(seal, *SLIP)
    assert same_code(expected_code(seal, *SLIP).lower().replace("-", " "), expected_code(again, *SLIP))


def test_x29_the_key_is_the_owners_alone_and_never_shown(tmp_path: Path, seal: SlipSeal) -> None:
    path = tmp_path / "secrets" / "slip.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().strip() not in repr(seal) + str(vars(seal).keys())
    path.chmod(0o640)
    with pytest.raises(StorageError, match="others could read it"):
        SlipSealer(Keyring(tmp_path / "secrets"), may_make=True)


def test_x29_no_key_is_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"slip\.key is missing"):
        SlipSealer(Keyring(tmp_path), may_make=False)
    assert list(tmp_path.iterdir()) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    claim=st.from_regex(r"[A-Z][0-9]{4}-[0-9]{1,5}", fullmatch=True),
    number=st.from_regex(r"1[3-9][0-9]\*{4}[0-9]{4}", fullmatch=True),
    amount=st.integers(1, 10**7),
    second=st.integers(0, 59),
)
def test_x29_any_other_content_has_another_code(seal: SlipSeal, claim: str, number: str, amount: int, second: int) -> None:
    changed = (claim, number, Fen(amount), f"2026-11-21 20:58:{second:02}")
    assert (expected_code(seal, *changed) == expected_code(seal, *SLIP)) == (changed == SLIP)


def test_x29_other_terminals_have_other_codes(tmp_path: Path, seal: SlipSeal) -> None:
    other = SlipSealer(Keyring(tmp_path / "other"), may_make=True)
    assert expected_code(other, *SLIP) != expected_code(seal, *SLIP)


def test_x29_spaces_of_the_printed_number_do_not_matter(seal: SlipSeal) -> None:
    claim, _, amount, at = SLIP
    assert expected_code(seal, claim, "138 **** 5678", amount, at) == expected_code(seal, *SLIP)
