"""A disk that may lose its power at any moment: which files there can be afterwards (trust.md, *Power loss (measured)*).

What was written is on the disk for sure only after a sync of its file. Names that were made, changed or removed are there
for sure after a sync of their directory (*strict*), or after any sync at all (*lenient*, as most file systems do it).
Between two syncs a disk keeps what it likes: the four ``Form``s.
"""

import os
import random
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from offline_queue.disk_room import RESERVE_BYTES, RESERVE_NAME
from tests.power_cut.strace_log import (
    DATA,
    SECRETS,
    Acknowledged,
    Made,
    Operation,
    Removed,
    Renamed,
    Resized,
    Synced,
    Wrote,
)

SECTOR = 512
SHARED_MEMORY = "-shm"  # written through a mapping, which strace cannot see; SQLite makes it anew after a power cut

HOLLOW = f"{DATA}/{RESERVE_NAME}"  # 8 MB that hold nothing: in an image it has its size and no content


class Form(Enum):
    """What became of everything that was not synced."""

    LOST = auto()
    HALF = auto()  # a random half of the operations
    TORN = auto()  # a random half of the sectors of each write, and of the other operations
    ALL = auto()


class Names(Enum):
    STRICT = auto()
    LENIENT = auto()


Image = dict[str, bytes | None]  # path below the root → content, None for a directory


@dataclass(frozen=True, slots=True)
class _Change:
    order: int
    offset: int = 0
    data: bytes | None = None
    size: int = 0  # without data: the file's new size
    only_grows: bool = False

    def apply(self, content: bytearray) -> None:
        if self.data is not None:
            _write(content, self.offset, self.data)
        elif self.size > len(content):
            content.extend(bytes(self.size - len(content)))
        elif not self.only_grows:
            del content[self.size :]

    def apply_torn(self, content: bytearray, draw: random.Random) -> None:
        if self.data is None:
            if draw.random() < 0.5:
                self.apply(content)
            return
        start, end = self.offset, self.offset + len(self.data)
        while start < end:
            stop = min(end, (start // SECTOR + 1) * SECTOR)
            if draw.random() < 0.5:
                _write(content, start, self.data[start - self.offset : stop - self.offset])
            start = stop


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


@dataclass(eq=False)
class _File:
    durable: bytes = b""
    size: int = 0  # with everything that was written
    pending: list[_Change] = field(default_factory=list)

    def change(self, change: _Change) -> None:
        self.pending.append(change)
        if change.data is not None:
            self.size = max(self.size, change.offset + len(change.data))
        else:
            self.size = max(self.size, change.size) if change.only_grows else change.size

    def sync(self, before: int) -> None:
        content = bytearray(self.durable)
        for change in self.pending:
            if change.order < before:
                change.apply(content)
        self.durable = bytes(content)
        self.pending = [change for change in self.pending if change.order >= before]

    def content(self, form: Form, draw: random.Random) -> bytes:
        if form is Form.LOST or not self.pending:
            return self.durable
        content = bytearray(self.durable)
        for change in self.pending:
            if form is Form.TORN:
                change.apply_torn(content, draw)
            elif form is Form.ALL or draw.random() < 0.5:
                change.apply(content)
        return bytes(content)


_Node = _File | None  # None: a directory


@dataclass(frozen=True, slots=True)
class _Naming:
    """One change of names, whole or not at all."""

    order: int
    directories: frozenset[str]
    removed: str | None = None
    placed: str | None = None
    node: _Node = None

    def apply(self, names: dict[str, _Node]) -> None:
        if self.removed is not None:
            names.pop(self.removed, None)
        if self.placed is not None:
            names[self.placed] = self.node


class Disk:
    """Fed with operations one by one; ``image`` is what a power cut right now can leave. Paths are absolute outside,
    relative to ``root`` inside. ``acknowledged`` is what the process has promised by now."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._order = 0
        self._now: dict[str, _Node] = {}
        self._durable: dict[Names, dict[str, _Node]] = {kind: {} for kind in Names}
        self._pending: dict[Names, list[_Naming]] = {kind: [] for kind in Names}
        self.acknowledged = 0
        for path, content in read_directory(root).items():
            node = None if content is None else _File(content, len(content))
            for names in (self._now, *self._durable.values()):
                names[path] = node

    @property
    def files(self) -> set[str]:
        """Absolute paths of what is there now."""
        return {str(self._root / path) for path in self._now}

    def take(self, operation: Operation) -> None:
        match operation:
            case Acknowledged(count):
                self.acknowledged = count
            case Synced(path, began):
                self._sync(self._short(path), began)
            case Made(path, is_directory):
                self._name(placed=self._short(path), node=None if is_directory else _File())
            case Removed(path):
                self._name(removed=self._short(path))
            case Renamed(old, new):
                self._name(removed=self._short(old), placed=self._short(new), node=self._now[self._short(old)])
            case Wrote(path, offset, data):
                file = self._file(path)
                file.change(_Change(self._order, file.size if offset is None else offset, data))
            case Resized(path, size, only_grows):
                self._file(path).change(_Change(self._order, size=size, only_grows=only_grows))
        self._order += 1

    def image(self, form: Form, kind: Names, draw: random.Random) -> Image:
        names = dict(self._durable[kind])
        for naming in self._pending[kind]:
            if form is Form.ALL or (form is not Form.LOST and draw.random() < 0.5):
                naming.apply(names)
        image: Image = {}
        for path, node in sorted(names.items()):  # a directory before what is in it
            parent = str(Path(path).parent)
            if parent == "." or (parent in image and image[parent] is None):
                image[path] = None if node is None else self._content(path, node, form, draw)
        return {path: content for path, content in image.items() if not path.endswith(SHARED_MEMORY)}

    @staticmethod
    def _content(path: str, file: _File, form: Form, draw: random.Random) -> bytes:
        return b"" if path == HOLLOW else file.content(form, draw)

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _short(self, path: str) -> str:
        return str(Path(path).relative_to(self._root))

    def _file(self, path: str) -> _File:
        node = self._now[self._short(path)]
        assert node is not None, path
        return node

    def _name(self, removed: str | None = None, placed: str | None = None, node: _Node = None) -> None:
        directories = frozenset(str(Path(path).parent) for path in (removed, placed) if path is not None)
        naming = _Naming(self._order, directories, removed, placed, node)
        naming.apply(self._now)
        for pending in self._pending.values():
            pending.append(naming)

    def _sync(self, path: str, before: int) -> None:
        node = self._now.get(path)
        if node is not None:
            node.sync(before)
        for kind, pending in self._pending.items():
            left = []
            for naming in pending:
                settled = kind is Names.LENIENT or naming.directories == {path}
                if settled and naming.order < before:
                    naming.apply(self._durable[kind])
                else:
                    left.append(naming)
            self._pending[kind] = left


def read_directory(root: Path) -> Image:
    """The terminal's directories as they are now, without SQLite's shared memory."""
    found: Image = {}
    parts = [root / part for part in (DATA, SECRETS)]
    for path in (path for part in parts for path in (part, *part.rglob("*")) if path.exists()):
        if not path.name.endswith(SHARED_MEMORY):
            name = str(path.relative_to(root))
            found[name] = None if path.is_dir() else b"" if name == HOLLOW else path.read_bytes()
    return found


def write_directory(root: Path, image: Image) -> None:
    """Modes as the terminal makes them: 0700 and 0600."""
    for path, content in sorted(image.items()):
        target = root / path
        if content is None:
            target.mkdir(mode=0o700)
        else:
            target.write_bytes(content)
            if path == HOLLOW:
                os.truncate(target, RESERVE_BYTES)
            target.chmod(0o600)
