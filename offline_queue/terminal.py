"""Whose ledger it is, and with what it is written."""

from dataclasses import dataclass
from pathlib import Path

from offline_queue.keys import Keyring
from offline_queue.transaction import RequestBody


@dataclass(frozen=True, slots=True)
class Terminal:
    directory: Path  # [storage] directory
    kiosk_id: str
    keyring: Keyring
    request_body: RequestBody  # gives the frozen bytes of an accepted payment
