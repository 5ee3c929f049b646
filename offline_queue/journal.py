"""The journal's hash chain, without a database: what a record is, its MAC, and a verifier that stands alone (trust.md S5).

A record is one line of JSON, ``{"seq": 7, "at": "<RFC 3339>", "fact": {...}}``; its MAC is HMAC-SHA256 over the MAC before
it and the record's bytes. Before the first record stands a value made from the terminal's id, so that the journals of two
terminals never fit each other. Facts with an account carry ``{"kind", "masked", "cipher"}`` in its place.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from kiosk.facts import AnyFact
from offline_queue.privacy import SealedAccount


@dataclass(frozen=True, slots=True)
class JournalHead:
    """What goes out with each heartbeat: how many records there are, and the last one's MAC as hex."""

    count: int
    mac: str

    def __str__(self) -> str:
        return f"{self.count}:{self.mac}"


Row = tuple[int, bytes, bytes]
"""Number, record and MAC, as the table ``journal`` holds them."""


class JournalRecord(NamedTuple):
    """A ``Row`` with names."""

    seq: int
    record: bytes
    mac: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken_at`` is the sequence number of the first record that does not fit, None if all do.

    ``mac`` is that of the last record that fits: with ``count`` it is the head of what is sound.
    """

    count: int
    broken_at: int | None = None
    problem: str = ""
    mac: bytes = b""

    @property
    def sound(self) -> bool:
        return self.broken_at is None

    @property
    def head(self) -> JournalHead:
        return JournalHead(self.count, self.mac.hex())


def genesis(kiosk_id: str) -> bytes:
    """The value before the first record, 32 bytes."""
    return hashlib.sha256(f"journal of terminal {kiosk_id}".encode()).digest()


def mac(key: bytes, previous: bytes, record: bytes) -> bytes:
    """``previous`` is always 32 bytes, so the concatenation is unambiguous."""
    return hmac.digest(key, previous + record, "sha256")  # by name: half the time of the function object


def encode_record(seq: int, at: str, fact: AnyFact, account: SealedAccount | None) -> bytes:
    """The record's bytes; ``account`` is given exactly when the fact has one."""
    content: dict[str, object] = msgspec.to_builtins(fact)
    if account is not None:
        content["account"] = {"kind": account.kind, "masked": account.masked, "cipher": account.cipher}
    return msgspec.json.encode({"seq": seq, "at": at, "fact": content})


class ChainBrokenError(Exception):
    """``at`` is the number of the first record that does not fit, or is missing."""

    def __init__(self, at: int, problem: str) -> None:
        super().__init__(problem)
        self.at = at


def fitting(key: bytes, kiosk_id: str, records: Iterable[Row]) -> Iterator[Row]:
    """The records, each after it was found to fit. Raises ``ChainBrokenError`` in the place of the first that does not; a
    deleted or moved record is missed where it should stand."""
    previous = genesis(kiosk_id)
    for number, row in enumerate(records, 1):
        seq, record, found = row
        if seq != number:
            raise ChainBrokenError(number, f"record {number} is missing, {seq} stands in its place")
        previous = mac(key, previous, record)
        if not hmac.compare_digest(previous, found):
            raise ChainBrokenError(number, f"record {number} does not fit the chain")
        yield row


def verify(key: bytes, kiosk_id: str, records: Iterable[Row], uploaded: JournalHead | None = None) -> Verdict:
    """Walk the whole chain. With the head that was last ``uploaded``, a cut or a rewritten tail is found as well."""
    count, last = 0, genesis(kiosk_id)
    try:
        for seq, _, found in fitting(key, kiosk_id, records):
            if uploaded is not None and seq == uploaded.count and found.hex() != uploaded.mac:
                return Verdict(count, seq, f"record {seq} is not the one whose head was uploaded", last)
            count, last = seq, found
    except ChainBrokenError as broken:
        return Verdict(count, broken.at, str(broken), last)
    if uploaded is not None and count < uploaded.count:
        return Verdict(count, count + 1, f"records {count + 1} to {uploaded.count} are missing at the end", last)
    return Verdict(count, mac=last)
