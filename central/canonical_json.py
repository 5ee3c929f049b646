"""Canonical JSON (RFC 8785) of the values a payment is made of, and the fingerprint over it (central-api.md 3.3)."""

import hashlib
import json
from collections.abc import Mapping, Sequence

_SAFE_INTEGER = 2**53 - 1  # RFC 8785 3.2.2.3: beyond it a number is no longer the same in every reader

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def canonical_json(value: Json) -> bytes:
    """UTF-8, keys by UTF-16 code units, no blanks. Money is whole fen, so fractions are refused with a TypeError."""
    return _text(value).encode("utf-8")


def fingerprint(value: Json) -> str:
    """SHA-256 over the canonical form, in hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _text(value: Json) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > _SAFE_INTEGER:
            raise ValueError(f"{value} is beyond what JSON numbers carry exactly (2^53 - 1)")
        return str(value)
    if isinstance(value, Mapping):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(key)}:{_text(item)}" for key, item in members) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise TypeError(f"canonical JSON has no place for {type(value).__name__}")
