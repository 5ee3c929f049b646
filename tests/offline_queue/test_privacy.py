"""Keys are owner-only files, made once; what they seal opens only in its own place."""

import pytest
from hypothesis import given, strategies as st

from kiosk.ports import StorageError
from offline_queue.keys import Keyring
from offline_queue.outbox import Outbox
from offline_queue.privacy import Vault, account_hash
from tests.offline_queue.support import ACCOUNT, Home, mobile, queue_payment


def test_keys_are_made_once_with_mode_0600(home: Home) -> None:
    ring = Keyring(home.secrets)
    made = ring.month_key("2026-11", may_make=True)
    assert made == Keyring(home.secrets).month_key("2026-11", may_make=False)
    assert len({made, ring.journal_key(may_make=True), ring.account_key(may_make=True)}) == 3
    assert home.secrets.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in home.secrets.iterdir()} == {0o600}


def test_a_readable_key_is_refused_with_the_command_that_helps(home: Home) -> None:
    Keyring(home.secrets).journal_key(may_make=True)
    path = home.secrets / "journal.key"
    path.chmod(0o640)
    with pytest.raises(StorageError, match=f"chmod 600 {path}"):
        Keyring(home.secrets).journal_key(may_make=True)


@pytest.mark.parametrize("content", ["", "short", "zz" * 32 + "\n", "00" * 33 + "\n"])
def test_a_damaged_key_is_refused_and_not_replaced(home: Home, content: str) -> None:
    Keyring(home.secrets).journal_key(may_make=True)
    path = home.secrets / "journal.key"
    path.write_text(content)
    with pytest.raises(StorageError, match="64 hex digits"):
        Keyring(home.secrets).journal_key(may_make=True)
    assert path.read_text() == content


def test_a_missing_key_of_a_ledger_with_data_is_not_made_anew(home: Home) -> None:
    home.open().close()
    (home.secrets / "journal.key").unlink()
    with pytest.raises(StorageError, match=r"journal\.key is missing"):
        home.open()
    assert not (home.secrets / "journal.key").exists()


@pytest.mark.parametrize("month", ["", "2026", "../../etc", "2026-1"])
def test_a_month_is_a_month(home: Home, month: str) -> None:
    with pytest.raises(StorageError, match="not a month"):
        Keyring(home.secrets).month_key(month, may_make=True)


def test_forgetting_is_deleting_the_months_key(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    (home.secrets / "month-2026-11.key").unlink()
    outbox = Outbox.open(home.data, home.secrets)
    with pytest.raises(StorageError, match=r"2026-11\.key is missing"):
        outbox.due(1, ())
    outbox.close()
    ledger.close()


def test_sealed_text_opens_only_in_its_place(home: Home) -> None:
    vault = Vault(Keyring(home.secrets), may_make=True)

    @given(st.binary(max_size=300), st.text(max_size=20))
    def round_trip(plain: bytes, purpose: str) -> None:
        sealed = vault.seal("2026-11", purpose, plain)
        assert vault.unseal(purpose, sealed) == plain
        assert vault.seal("2026-11", purpose, plain) != sealed
        with pytest.raises(StorageError, match="does not open"):
            vault.unseal(purpose + "x", sealed)

    round_trip()


@pytest.mark.parametrize("text", ["2026-11:", "2026-11:!!!!", "2026-11:AAAA", "2026-11:" + "A" * 60])
def test_nonsense_does_not_open(home: Home, text: str) -> None:
    vault = Vault(Keyring(home.secrets), may_make=True)
    with pytest.raises(StorageError, match="does not open"):
        vault.unseal("body/K0001-1", text)


def test_the_account_hash_tells_equal_accounts_only_with_the_key() -> None:
    assert account_hash(b"k", ACCOUNT) == account_hash(b"k", ACCOUNT)
    assert len({account_hash(b"k", ACCOUNT), account_hash(b"k", mobile(1)), account_hash(b"l", ACCOUNT)}) == 3
