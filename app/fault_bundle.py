"""One file that holds what a fault is found by: traces of all wires, the newest of the journal, the configuration,
versions, log, states. The same contents give the same bytes; it names no customer, no card and no secret (trust.md S1, S7).
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMAT: Final = 1
MOST_BYTES: Final = 8 * 1024 * 1024
MANIFEST: Final = "manifest.json"
HEAD_KEPT: Final = 420  # lines of a trace that are never given up: how the connection began
_FEWEST: Final = 500  # lines of a file before it is as short as it gets
_AT: Final = (1980, 1, 1, 0, 0, 0)  # of every file: when it was made stands in the manifest


class TooLargeError(Exception):
    """Even the newest lines alone are too much."""


@dataclass(frozen=True, slots=True)
class File:
    """``lines`` without line ends. ``left_out``: how many, in their middle, were given up to fit."""

    name: str
    lines: tuple[str, ...]
    left_out: int = 0

    @property
    def content(self) -> bytes:
        return "".join(f"{line}\n" for line in self.lines).encode()


def lines_of(value: Any) -> tuple[str, ...]:
    """A JSON value for people to read."""
    return tuple(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).splitlines())


def bundle(files: Iterable[File], about: Mapping[str, Any], most_bytes: int = MOST_BYTES) -> bytes:
    """The zip, with its manifest first. ``about``: plain values that stand at the manifest's head. Raises
    ``TooLargeError``."""
    kept = {file.name: file for file in files}
    while len(packed := _packed(kept, about)) > most_bytes:
        longest = max(kept.values(), key=lambda file: len(file.content) if len(file.lines) > _FEWEST else 0)
        if len(longest.lines) <= _FEWEST:
            raise TooLargeError(f"the bundle has {len(packed)} bytes, {most_bytes} at most")
        kept[longest.name] = _shorter(longest)
    return packed


def _shorter(file: File) -> File:
    """Half as long: how it began, and what is newest."""
    half = len(file.lines) // 2
    head = file.lines[: min(HEAD_KEPT, half // 2)]
    tail = file.lines[-(half - len(head)) :]
    return File(file.name, (*head, *tail), file.left_out + len(file.lines) - len(head) - len(tail))


def _packed(files: Mapping[str, File], about: Mapping[str, Any]) -> bytes:
    ordered = [files[name] for name in sorted(files)]
    listed = [_listed(file) for file in ordered]
    manifest = File(MANIFEST, lines_of({"format": FORMAT, **about, "files": listed}))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in (manifest, *ordered):
            info = zipfile.ZipInfo(file.name, _AT)
            info.external_attr, info.compress_type, info.create_system = 0o600 << 16, zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, file.content)
    return out.getvalue()


def _listed(file: File) -> dict[str, Any]:
    sums = {"bytes": len(file.content), "sha256": hashlib.sha256(file.content).hexdigest()}
    return {"name": file.name, **sums, "lines_left_out": file.left_out}


def checked(packed: bytes) -> dict[str, str]:
    """The files of a bundle by name. Raises ValueError if it is none, or is not as its manifest says."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            if sum(info.file_size for info in archive.infolist()) > 64 * MOST_BYTES:
                raise _too_much()
            found = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(found.pop(MANIFEST))
        listed = {one["name"]: one["sha256"] for one in manifest["files"]}
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, RecursionError, NotImplementedError, OSError) as error:
        raise ValueError(f"it is no fault bundle: {error}") from error
    if listed != {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}:
        raise ValueError("its files are not those of its manifest")
    return {name: content.decode("utf-8", "replace") for name, content in found.items()}


def _too_much() -> ValueError:
    return ValueError("it would unfold to far more than any bundle holds")
