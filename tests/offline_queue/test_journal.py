"""S5: any edit, deletion, reorder or cut of the journal is found at the right record, given the last uploaded head."""

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from kiosk.ports import StorageError
from offline_queue.journal import JournalHead, JournalRecord, genesis, mac, verify
from tests.offline_queue.support import ACCOUNT, KIOSK, NUMBER, Home, opened, queue_payment

KEY = bytes(range(32))


def chain(length: int) -> list[JournalRecord]:
    records, previous = [], genesis(KIOSK)
    for seq in range(1, length + 1):
        record = f'{{"seq":{seq},"fact":{{"amount":{seq * 100}}}}}'.encode()
        previous = mac(KEY, previous, record)
        records.append(JournalRecord(seq, record, previous))
    return records


def head_of(records: list[JournalRecord]) -> JournalHead:
    return JournalHead(len(records), records[-1].mac.hex())


@given(st.integers(0, 30))
def test_S5_a_whole_chain_is_sound(length: int) -> None:
    records = chain(length)
    assert verify(KEY, KIOSK, records, head_of(records) if records else None).sound
    assert verify(KEY, KIOSK, records).count == length


@given(st.data(), st.integers(1, 20))
def test_S5_a_flipped_bit_is_found_at_its_record(data: st.DataObject, length: int) -> None:
    records = chain(length)
    at = data.draw(st.integers(0, length - 1))
    part = data.draw(st.sampled_from(["record", "mac"]))
    content = bytearray(records[at].record if part == "record" else records[at].mac)
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    changed = bytes(content)
    records[at] = records[at]._replace(record=changed) if part == "record" else records[at]._replace(mac=changed)
    assert verify(KEY, KIOSK, records).broken_at == at + 1


@given(st.data(), st.integers(2, 20))
def test_S5_deleted_swapped_and_cut_records_are_found(data: st.DataObject, length: int) -> None:
    records = chain(length)
    at = data.draw(st.integers(0, length - 2))
    deleted = records[:at] + records[at + 1 :]
    renumbered = [record._replace(seq=number) for number, record in enumerate(deleted, 1)]
    swapped = [*records[:at], records[at + 1], records[at], *records[at + 2 :]]
    for wrong in (deleted, renumbered, swapped):
        assert verify(KEY, KIOSK, wrong).broken_at == at + 1
    cut = records[: at + 1]
    assert verify(KEY, KIOSK, cut).sound  # alone, a cut chain looks whole
    assert verify(KEY, KIOSK, cut, head_of(records)).broken_at == at + 2


def test_S5_a_rewritten_tail_is_found_by_the_uploaded_head() -> None:
    """Somebody with the key signs another end: only the head outside the terminal knows better."""
    records = chain(5)
    forged = mac(KEY, records[3].mac, b'{"seq":5}')
    rewritten = [*records[:4], JournalRecord(5, b'{"seq":5}', forged)]
    assert verify(KEY, KIOSK, rewritten).sound
    assert verify(KEY, KIOSK, rewritten, head_of(records)).broken_at == 5


def test_S5_chains_of_other_terminals_and_keys_do_not_fit() -> None:
    records = chain(3)
    assert verify(KEY, "K0002", records).broken_at == 1
    assert verify(bytes(32), KIOSK, records).broken_at == 1


def test_the_ledgers_own_chain_and_its_append_only_table(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    early = ledger.journal_head()
    queue_payment(ledger, 2)
    assert (early.count, ledger.journal_head().count) == (5, 10)
    assert ledger.verify_journal(early).sound
    assert not ledger.verify_journal(replace(early, mac="00" * 32)).sound
    for statement in ("UPDATE journal SET record = '{}'", "DELETE FROM journal"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger._connection.execute(statement)
    ledger.close()


def test_a_record_changed_in_the_file_is_found_at_its_place(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.close()
    intruder = sqlite3.connect(home.data / "ledger.db")
    intruder.execute("DROP TRIGGER journal_is_append_only_update")
    intruder.execute("UPDATE journal SET record = replace(record, '10000', '90000') WHERE seq = 3")
    intruder.commit()
    intruder.close()
    (home.data / "journal.mirror").unlink()
    ledger = home.open()  # the end of the chain fits; the walk finds the middle
    assert ledger.verify_journal().broken_at == 3
    ledger.close()


def test_another_secrets_directory_is_refused_at_once(home: Home) -> None:
    ledger = home.open()
    queue_payment(ledger, 1)
    ledger.close()
    (home.secrets / "journal.key").write_text("00" * 32 + "\n")
    with pytest.raises(StorageError, match="does not fit its key"):
        home.open()


def test_records_name_no_number(home: Home) -> None:
    ledger = home.open()
    ledger.commit([opened("v")])
    ledger.close()
    text = (home.data / "journal.mirror").read_text()
    assert ACCOUNT.masked() in text
    assert NUMBER not in text
