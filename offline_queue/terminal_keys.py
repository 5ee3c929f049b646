"""The terminal's own signing key, and the centre's key it was introduced to, in the ``[secrets] directory``.

``terminal.key`` is Ed25519, PEM, made by the terminal itself and never sent anywhere (X30: a stolen data disk holds none);
``centre.pin`` is the centre's public key as the last enrolment proved it. Both 0600, whole or not at all.
"""

import base64
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from kiosk.centre_enrolment import CentrePin, TerminalKey
from kiosk.ports import StorageError
from offline_queue.keys import refuse_open_rights, write_secret


class TerminalKeys:
    """Implements ``centre_enrolment.SigningKeys``. Every method raises ``StorageError``, which says what to do."""

    def __init__(self, directory: Path) -> None:
        self._key_file = directory / "terminal.key"
        self._pin_file = directory / "centre.pin"

    def terminal_key(self) -> TerminalKey:
        """Made when absent: a new one must be enrolled before the centre knows it."""
        path = self._key_file
        text = self._read(path)
        if text is None:
            text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            self._write(path, text)
        try:
            key = load_pem_private_key(text, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
            raise StorageError(f"{path} holds no key. {_AGAIN.format(path=path)}") from problem
        if not isinstance(key, Ed25519PrivateKey):
            raise StorageError(f"{path} holds another kind of key than Ed25519. {_AGAIN.format(path=path)}")
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return TerminalKey(text, base64.b64encode(public).decode("ascii"))

    def pin(self) -> CentrePin | None:
        """None before the first enrolment."""
        text = self._read(self._pin_file)
        if text is None:
            return None
        try:
            return msgspec.json.decode(text, type=CentrePin)
        except ValueError as problem:
            raise StorageError(f"{self._pin_file} can't be read. {_AGAIN.format(path=self._pin_file)}") from problem

    def keep_pin(self, pin: CentrePin) -> None:
        self._write(self._pin_file, msgspec.json.encode(pin) + b"\n")

    def _read(self, path: Path) -> bytes | None:
        try:
            refuse_open_rights(path)
            return path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise StorageError(f"{path} can't be read ({problem.strerror}). Check owner and rights.") from problem

    def _write(self, path: Path, text: bytes) -> None:
        try:
            write_secret(path, text)
        except OSError as problem:
            raise StorageError(f"{path} can't be written ({problem.strerror}). Check owner, rights and space.") from problem


_AGAIN = "Put it back from the backup, or delete {path}, enrol this terminal at the centre anew and install the new token."
