"""Fault bundles that terminals sent, as files beside the database (contract, Commands)."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from central.times import Milliseconds

_NAME: Final = re.compile(r"^([A-Z][A-Z0-9-]{1,15})_([0-9A-HJKMNP-TV-Z]{26})\.bundle$")


@dataclass(frozen=True, slots=True)
class Bundle:
    """``command_id`` sorts by time; ``received_at`` is the file's."""

    kiosk_id: str
    command_id: str
    size_bytes: int
    received_at: Milliseconds


class Bundles:
    """``folder`` is made owner-only with the first bundle. ``keep``: how many of a terminal; the oldest go."""

    def __init__(self, folder: Path, keep: int) -> None:
        self._folder = folder
        self._keep = keep

    def put(self, kiosk_id: str, command_id: str, content: bytes) -> None:
        """Whole or not at all, on the disk when this returns; the same bundle again takes the place of the first."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        path = self._path(kiosk_id, command_id)
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        for old in self.of_kiosk(kiosk_id)[self._keep :]:
            self._path(kiosk_id, old.command_id).unlink(missing_ok=True)

    def of_kiosk(self, kiosk_id: str) -> list[Bundle]:
        """The newest first."""
        names = self._folder.iterdir() if self._folder.is_dir() else ()
        found = [(path, match) for path in names if (match := _NAME.match(path.name)) and match[1] == kiosk_id]
        bundles = [
            Bundle(kiosk_id, match[2], path.stat().st_size, path.stat().st_mtime_ns // 1_000_000) for path, match in found
        ]
        return sorted(bundles, key=lambda bundle: bundle.command_id, reverse=True)

    def read(self, kiosk_id: str, command_id: str) -> bytes | None:
        """None: there is none."""
        path = self._path(kiosk_id, command_id)
        return path.read_bytes() if _NAME.match(path.name) and path.is_file() else None

    def _path(self, kiosk_id: str, command_id: str) -> Path:
        return self._folder / f"{kiosk_id}_{command_id}.bundle"


def folder_beside(location: str) -> Path:
    """Beside the SQLite file, else in the working directory."""
    return Path("central.bundles") if "://" in location else Path(location + ".bundles")
