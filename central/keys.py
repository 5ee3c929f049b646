"""Ed25519 keys: the centre's own, in a file beside its database, and how a public key is written.

A public key travels as one line: the base64 text of its SubjectPublicKeyInfo (RFC 8410), which is what stands between the
BEGIN and END lines of a PEM file.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)


class CentreKeyError(Exception):
    """The centre's key can't be used; the message says which file, why and what to do."""


class CentreKey:
    """Signs what the centre answers. ``line`` is its public half, ``key_id`` how signatures name it."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self.private = private
        self.line = key_line(private.public_key())
        self.key_id = key_id(self.line)


def key_line(public: Ed25519PublicKey) -> str:
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode("ascii")


def key_id(line: str) -> str:
    """16 hex digits of the SHA-256 over the line: a name, not a proof."""
    return hashlib.sha256(line.encode("ascii")).hexdigest()[:16]


def secret_for(key: CentreKey, subject: str) -> bytes:
    """32 bytes that only this centre can make again, another for every ``subject`` (HMAC-SHA-256 under its key)."""
    private = key.private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return hmac.new(private, subject.encode(), hashlib.sha256).digest()


@lru_cache(maxsize=4096)
def public_key(line: str) -> Ed25519PublicKey:
    """ValueError unless it is the one way to write an Ed25519 key."""
    try:
        found = load_der_public_key(base64.b64decode(line.encode("ascii"), validate=True))
    except (ValueError, UnsupportedAlgorithm) as problem:
        raise ValueError("not a public key") from problem
    if not isinstance(found, Ed25519PublicKey) or key_line(found) != line:
        raise ValueError("not an Ed25519 public key")
    return found


def key_beside(location: str) -> Path:
    """Where the key is unless somebody names another file: beside the SQLite file, else in the working directory."""
    return Path("central.key") if "://" in location else Path(location + ".key")


def load_or_make(path: Path) -> CentreKey:
    """The key of this file; a new one if there is none. Whole or not at all, and never over one that is there."""
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise CentreKeyError(f"the centre's key {path} can be read by others; run: chmod 600 {path}")
        found = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as problem:
        raise CentreKeyError(f"the centre's key {path} can't be used: {problem.strerror}") from problem
    except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise CentreKeyError(f"{path} holds no key of the centre; put it back from the backup") from problem
    if not isinstance(found, Ed25519PrivateKey):
        raise CentreKeyError(f"{path} holds another kind of key than Ed25519; put the centre's back from the backup")
    return CentreKey(found)


def _make(path: Path) -> None:
    text = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, text)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)  # fails when another process was first: then its key counts
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
