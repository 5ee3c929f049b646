"""The journal's facts as CSV or JSON lines for auditors: masked numbers, no ciphers, nothing that a spreadsheet would run
(trust.md S7, S8). Record by record, so that memory does not grow with the journal."""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from kiosk.masking import masked
from offline_queue.journal import Row
from offline_queue.journal_facts import Entry, decode_record

COLUMNS: Final = (
    "seq",
    "at",
    "fact",
    "visit_id",
    "note_id",
    "payment_id",
    "job_id",
    "attempt_id",
    "account_kind",
    "account",
    "amount_fen",
    "details",
)
_OURS: Final = frozenset({"at", "fact", "visit_id", "note_id", "payment_id", "job_id", "attempt_id", "accepted_at"})
_AMOUNTS: Final = ("amount", "denomination", "approval.amount")  # the one amount that a fact is about
# A spreadsheet takes what begins so for a formula; the full-width signs count as the plain ones.
_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def plain(entry: Entry) -> dict[str, Any]:
    """One record: seq, at, the fact's name and fields. The account is its kind and masked number."""
    content: dict[str, Any] = msgspec.to_builtins(entry.fact)
    account = content.get("account")
    if account is not None:
        content["account"] = {"kind": account["kind"], "masked": account["masked"]}
    return {"seq": entry.seq, "at": entry.at, **{name: _clean(name, value) for name, value in content.items()}}


def _clean(name: str, value: Any) -> Any:
    """Texts without whole numbers and without what does not print; ids that this terminal made stay as they are."""
    if isinstance(value, dict):
        return {inner: _clean(inner, part) for inner, part in value.items()}
    return masked(value) if isinstance(value, str) and name not in _OURS else value


def json_lines(records: Iterable[Row]) -> Iterator[str]:
    for _, record, _ in records:
        yield json.dumps(plain(decode_record(record)), ensure_ascii=False) + "\n"


def csv_lines(records: Iterable[Row]) -> Iterator[str]:
    """RFC 4180, with a header line. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    line = io.StringIO()
    writer = csv.writer(line)
    writer.writerow(COLUMNS)
    yield line.getvalue()
    for _, record, _ in records:
        line.seek(0)
        line.truncate()
        writer.writerow([_cell(value) for value in _cells(plain(decode_record(record)))])
        yield line.getvalue()


def _cells(content: dict[str, Any]) -> list[Any]:
    account = content.pop("account", None) or {}
    content = _flat(content)
    amount = next((content.pop(name) for name in _AMOUNTS if name in content), None)
    known: dict[str, Any] = {"account_kind": account.get("kind"), "account": account.get("masked"), "amount_fen": amount}
    known |= {name: content.pop(name, None) for name in COLUMNS if name not in known and name != "details"}
    known["details"] = "; ".join(f"{name}={_joined(value)}" for name, value in content.items() if value is not None)
    return [known[name] for name in COLUMNS]


def _flat(content: dict[str, Any]) -> dict[str, Any]:
    """Parts of parts as ``card.approval.receipt``: a cell holds no structure."""
    flat: dict[str, Any] = {}
    for name, value in content.items():
        inner = _flat(value) if isinstance(value, dict) else None
        flat |= {name: value} if inner is None else {f"{name}.{part}": found for part, found in inner.items()}
    return flat


def _joined(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


FORMATS: Final[dict[str, Callable[[Iterable[Row]], Iterator[str]]]] = {"csv": csv_lines, "jsonl": json_lines}


@contextmanager
def whole_file(path: Path) -> Iterator[io.TextIOBase]:
    """A new file of mode 0600 that appears under its name when it is whole and on the disk, or not at all.

    Raises ``FileExistsError`` rather than replace anything, and ``OSError`` of the disk.
    """
    if path.exists():
        raise FileExistsError(f"{path} exists already")
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            draft.unlink()
        raise
