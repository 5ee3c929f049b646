"""What strace saw a process do to the files below one directory, as operations in the order in which they ended.

Recorded with ``RECORD``: every string as hex, every descriptor with its path, all threads. A call of one thread that others
interrupted (``<unfinished ...>``) counts from its end; a sync makes durable only what had ended before it began.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

DATA, SECRETS = "data", "secrets"
"""The directories of a terminal, below its root."""

CALLS = (
    "openat,open,creat,close,write,pwrite64,ftruncate,truncate,fallocate,lseek,fsync,fdatasync,"
    "rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir"
)
RECORD = ("strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "10000000", "-e", f"trace={CALLS}")


@dataclass(frozen=True, slots=True)
class Made:
    """A new, empty file at ``path``, or a directory."""

    path: str
    is_directory: bool


@dataclass(frozen=True, slots=True)
class Removed:
    path: str


@dataclass(frozen=True, slots=True)
class Renamed:
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """``offset`` None: at the end of the file."""

    path: str
    offset: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    path: str
    size: int
    only_grows: bool = False


@dataclass(frozen=True, slots=True)
class Synced:
    """Of a file or a directory: everything before operation number ``began`` is durable."""

    path: str
    began: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The process told that the journal's records up to ``count`` are on the disk."""

    count: int


Operation = Made | Removed | Renamed | Wrote | Resized | Synced | Acknowledged


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    arguments: list[str]  # a descriptor as its number, a string decoded as latin-1
    paths: list[str]  # of descriptors and of strings, decoded as UTF-8
    result: int
    began: int


@dataclass
class _Descriptor:
    path: str
    appends: bool
    position: int = 0


_LINE = re.compile(r"(\d+) +(?:<\.\.\. \w+ resumed>(.*)|(\w+\(.*))$")
_UNFINISHED = " <unfinished ...>"
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)[^=]*$")
_TOKEN = re.compile(r'(-?\d+|AT_FDCWD)<([^>]*)>(\(deleted\))?|"([^"]*)"|([^,\s"<][^,]*)')


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _hex(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode())


def _calls(trace: Path, marks: tuple[str, str], began: Callable[[], int]) -> Iterator[_Call]:
    """Calls that succeeded and name one of the ``marks``."""
    unfinished: dict[str, tuple[str, int]] = {}
    with trace.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                continue
            thread, rest, text = found.groups()
            start = began()
            if rest is not None:
                head, start = unfinished.pop(thread, ("", 0))
                text = head + rest
            if not any(mark in text for mark in marks):
                continue
            if text.endswith(_UNFINISHED):
                unfinished[thread] = (text.removesuffix(_UNFINISHED), start)
                continue
            call = _CALL.match(text)
            if call is None:
                raise ValueError(f"strace wrote a line that is not understood: {line[:200]}")
            if int(call[3]) >= 0:
                yield _call(call[1], call[2], int(call[3]), start)


def _call(name: str, text: str, result: int, began: int) -> _Call:
    arguments, paths = [], []
    for number, path, deleted, string, bare in _TOKEN.findall(text):
        if number:
            arguments.append(number)
            paths.append("" if deleted else _bytes(path).decode("utf-8", "replace"))
        elif bare:
            arguments.append(bare)
        else:
            arguments.append(_bytes(string).decode("latin-1"))
            paths.append(_bytes(string).decode("utf-8", "replace"))
    return _Call(name, arguments, paths, result, began)


@dataclass
class Recording:
    """The operations on the terminal's directories below ``root``. ``told`` is the file to which the process writes what it
    has acknowledged, ``known`` are the files that were there before."""

    root: Path
    told: Path
    known: set[str] = field(default_factory=set)
    operations: list[Operation] = field(default_factory=list)
    _open: dict[int, _Descriptor] = field(default_factory=dict)

    def read(self, trace: Path) -> list[Operation]:
        marks = (_hex(str(self.root)), _hex(str(self.told)))
        for call in _calls(trace, marks, lambda: len(self.operations)):
            _TAKE[call.name](self, call)
        return self.operations

    def _below(self, path: str) -> bool:
        return path.startswith((f"{self.root}/{DATA}", f"{self.root}/{SECRETS}"))

    def _opened(self, call: _Call) -> None:
        path = call.paths[-1]
        if not self._below(path):
            return
        flags = call.arguments[2].split("|")
        if "O_CREAT" in flags and path not in self.known:
            self._add(Made(path, is_directory=False))
        elif "O_TRUNC" in flags:
            self._add(Resized(path, 0))
        self._open[call.result] = _Descriptor(path, "O_APPEND" in flags)

    def _closed(self, call: _Call) -> None:
        self._open.pop(int(call.arguments[0]), None)

    def _wrote(self, call: _Call) -> None:
        path, data = call.paths[0], call.arguments[1].encode("latin-1")[: call.result]
        if path == str(self.told):
            self._add(Acknowledged(int(data)))
        elif self._below(path):
            descriptor = self._open[int(call.arguments[0])]
            self._add(Wrote(path, None if descriptor.appends else descriptor.position, data))
            descriptor.position += len(data)

    def _wrote_at(self, call: _Call) -> None:
        if self._below(call.paths[0]):
            self._add(Wrote(call.paths[0], int(call.arguments[3]), call.arguments[1].encode("latin-1")[: call.result]))

    def _sought(self, call: _Call) -> None:
        if descriptor := self._open.get(int(call.arguments[0])):
            descriptor.position = call.result

    def _resized(self, call: _Call) -> None:
        if self._below(call.paths[0]):
            self._add(Resized(call.paths[0], int(call.arguments[1])))

    def _allocated(self, call: _Call) -> None:
        if self._below(call.paths[0]):
            self._add(Resized(call.paths[0], int(call.arguments[2]) + int(call.arguments[3]), only_grows=True))

    def _synced(self, call: _Call) -> None:
        if self._below(call.paths[0]) or call.paths[0] == str(self.root):
            self._add(Synced(call.paths[0], call.began))

    def _renamed(self, call: _Call) -> None:
        old, new = [path for path in call.paths if self._below(path)]
        self._add(Renamed(old, new))

    def _removed(self, call: _Call) -> None:
        if self._below(call.paths[-1]):
            self._add(Removed(call.paths[-1]))

    def _made_directory(self, call: _Call) -> None:
        if self._below(call.paths[-1]):
            self._add(Made(call.paths[-1], is_directory=True))

    def _add(self, operation: Operation) -> None:
        match operation:
            case Made(path, _):
                self.known.add(path)
            case Removed(path):
                self.known.discard(path)
            case Renamed(old, new):
                self.known.discard(old)
                self.known.add(new)
        self.operations.append(operation)


_TAKE: dict[str, Callable[[Recording, _Call], None]] = {
    "openat": Recording._opened,
    "close": Recording._closed,
    "write": Recording._wrote,
    "pwrite64": Recording._wrote_at,
    "lseek": Recording._sought,
    "ftruncate": Recording._resized,
    "truncate": Recording._resized,
    "fallocate": Recording._allocated,
    "fsync": Recording._synced,
    "fdatasync": Recording._synced,
    "rename": Recording._renamed,
    "renameat": Recording._renamed,
    "renameat2": Recording._renamed,
    "unlink": Recording._removed,
    "unlinkat": Recording._removed,
    "rmdir": Recording._removed,
    "mkdir": Recording._made_directory,
    "mkdirat": Recording._made_directory,
}
