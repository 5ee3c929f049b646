"""The journal's mirror: behind after a crash, healed at the next start; never ahead, never different."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from kiosk.ports import StorageError
from offline_queue import mirror
from offline_queue.journal import JournalRecord, verify
from offline_queue.keys import Keyring
from offline_queue.mirror import decode_line
from tests.offline_queue.support import KIOSK, Home, queue_payment


def mirror_path(home: Home) -> Path:
    return home.data / "journal.mirror"


def records(home: Home) -> list[JournalRecord]:
    return [decode_line(line) for line in mirror_path(home).read_bytes().splitlines(keepends=True)]


@pytest.fixture
def filled(home: Home) -> Home:
    ledger = home.open()
    for seq in range(1, 5):
        queue_payment(ledger, seq)
    ledger.close()
    return home


def assert_whole(home: Home, count: int = 20) -> None:
    key = Keyring(home.secrets).journal_key(may_make=False)
    verdict = verify(key, KIOSK, records(home))
    assert (verdict.sound, verdict.count) == (True, count)


def test_the_mirror_holds_the_signed_bytes_with_amounts_and_ciphers(filled: Home) -> None:
    assert_whole(filled)
    accepted = [json.loads(record.record)["fact"] for record in records(filled) if b"PaymentAccepted" in record.record]
    assert [fact["amount"] for fact in accepted] == [10000] * 4
    assert all(fact["account"]["cipher"].startswith("2026-11:") for fact in accepted)


@pytest.mark.parametrize("lost", [1, 40, 500, 3000, 10**9])
def test_a_lost_or_torn_tail_is_written_again(filled: Home, lost: int) -> None:
    path = mirror_path(filled)
    content = path.read_bytes()
    path.write_bytes(content[: max(0, len(content) - lost)])
    filled.open().close()
    assert path.read_bytes() == content
    assert_whole(filled)


@pytest.mark.parametrize("at", [0, 700, 3000])
def test_garbage_is_set_aside_and_written_again(filled: Home, at: int) -> None:
    path = mirror_path(filled)
    content = path.read_bytes()
    path.write_bytes(content[:at] + b"\0" * 100 + content[at + 100 :])
    filled.open().close()
    assert path.read_bytes() == content
    assert b"\0" * 50 in (filled.data / "journal.damaged").read_bytes()


def test_only_the_tail_is_read(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_TAIL_BYTES", 1500)
    path = mirror_path(filled)
    content = path.read_bytes()
    path.write_bytes(content[:-700])
    filled.open().close()
    assert path.read_bytes() == content
    path.write_bytes(b"\0" * 4000)
    with pytest.raises(StorageError, match="unreadable"):
        filled.open()


def test_two_truths_are_refused(filled: Home) -> None:
    path = mirror_path(filled)
    path.write_bytes(path.read_bytes().replace(b"10000", b"90000", 1))
    with pytest.raises(StorageError, match="differs"):
        filled.open()


def test_a_crash_between_commit_and_mirror_is_healed(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(mirror.Mirror, "append", refuse)
        with pytest.raises(StorageError, match="No space"):
            queue_payment(ledger, 2)
    ledger.close()
    ledger = home.open()
    assert ledger.unposted_count() == 2  # the commit stands; only its mirror was missing
    ledger.close()
    assert_whole(home, 10)


def test_s10_a_line_nested_too_deeply_is_healed_like_any_damage(filled: Home) -> None:
    """A regression, found by fuzzing: the terminal did not start, with an internal error."""
    with mirror_path(filled).open("ab") as file:
        file.write(b'{"mac":"00","record":' + b"[" * 5000 + b"\n")
    filled.open().close()
    assert_whole(filled)


def failing(number: int) -> Callable[..., NoReturn]:
    def fail(*_arguments: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def test_m10_a_mirror_that_cannot_be_opened_takes_no_money(filled: Home) -> None:
    path = mirror_path(filled)
    content = path.read_bytes()
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageError, match="cannot be opened"):
        filled.open()
    path.rmdir()
    path.write_bytes(content)
    filled.open().close()


def test_m10_a_mirror_that_cannot_be_synced_at_the_start_takes_no_money(
    filled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(mirror.Mirror, "sync", failing(5))
        with pytest.raises(StorageError, match="cannot be used: Input/output error"):
            filled.open()
    filled.open().close()
    assert_whole(filled)


def test_m10_a_failed_sync_of_the_mirror_ends_the_ledger(filled: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commit stands; what the kernel may have dropped of the mirror is not synced a second time by this process."""
    monkeypatch.setattr(mirror, "SYNC_EVERY", 5)
    ledger = filled.open()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing(5))
        with pytest.raises(StorageError, match="Input/output error"):
            queue_payment(ledger, 5)
    with pytest.raises(StorageError, match="nothing more"):
        queue_payment(ledger, 6)
    ledger.close()
    ledger = filled.open()
    assert ledger.unposted_count() == 5
    ledger.close()
    assert_whole(filled, 25)
