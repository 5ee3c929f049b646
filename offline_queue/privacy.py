"""Full numbers at rest: AES-256-GCM with a key per month, and a keyed hash to tell equal accounts (trust.md S7).

A sealed text is ``"2026-11:<base64 of nonce + ciphertext + tag>"``. The purpose (e.g. ``"body/K0001-7"``) is bound in as
associated data, so that a sealed text moved to another row does not open there.
"""

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.accounts import AccountKind, AccountRef
from kiosk.ports import StorageError
from offline_queue.keys import Keyring

_NONCE_BYTES = 12  # random; safe far beyond the number of rows one terminal writes in a month


@dataclass(frozen=True, slots=True)
class SealedAccount:
    """An account as tables and journal hold it: nothing here shows the number without the month's key."""

    kind: str
    masked: str
    cipher: str
    hash: bytes


class Vault:
    """Seals and opens texts. One per thread: the sender reads with ``may_make=False``, the till makes new months' keys."""

    def __init__(self, keyring: Keyring, *, may_make: bool) -> None:
        self._keyring = keyring
        self._may_make = may_make
        self._ciphers: dict[str, AESGCM] = {}

    def seal(self, month: str, purpose: str, plain: bytes) -> str:
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher(month).encrypt(nonce, plain, purpose.encode())
        return f"{month}:{base64.b64encode(sealed).decode('ascii')}"

    def unseal(self, purpose: str, text: str) -> bytes:
        """Raises ``StorageError`` if the month's key is gone, or the text was changed or belongs to another row."""
        month, _, encoded = text.partition(":")
        try:
            sealed = base64.b64decode(encoded, validate=True)
            return self._cipher(month).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
        except (ValueError, InvalidTag) as problem:
            raise StorageError(
                f"The encrypted data of {purpose} does not open with the key of month {month}: it was changed, or the key "
                "file is another one. Put the secrets directory back that belongs to this ledger."
            ) from problem

    def _cipher(self, month: str) -> AESGCM:
        cipher = self._ciphers.get(month)
        if cipher is None:
            cipher = self._ciphers[month] = AESGCM(self._keyring.month_key(month, may_make=self._may_make))
        return cipher


def account_hash(key: bytes, account: AccountRef) -> bytes:
    """Equal for equal accounts, and worthless without the key."""
    return hmac.digest(key, f"{account.kind.value}:{account.number}".encode(), hashlib.sha256)


def seal_account(vault: Vault, hash_key: bytes, month: str, visit_id: str, account: AccountRef) -> SealedAccount:
    cipher = vault.seal(month, _account_purpose(visit_id), account.number.encode())
    return SealedAccount(account.kind.value, account.masked(), cipher, account_hash(hash_key, account))


def unseal_account(vault: Vault, visit_id: str, kind: str, cipher: str) -> AccountRef:
    return AccountRef(AccountKind(kind), vault.unseal(_account_purpose(visit_id), cipher).decode())


def seal_body(vault: Vault, month: str, payment_id: str, body: bytes) -> str:
    return vault.seal(month, f"body/{payment_id}", body)


def unseal_body(vault: Vault, payment_id: str, cipher: str) -> bytes:
    return vault.unseal(f"body/{payment_id}", cipher)


def _account_purpose(visit_id: str) -> str:
    return f"account/{visit_id}"
