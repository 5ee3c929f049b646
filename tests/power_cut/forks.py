"""Processes that start in a tenth of the time: forked from an interpreter that has everything imported and one thread.

The standard library's fork server is that interpreter; what it forks is a process like any other, with its own pid,
pipes, locks and death.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Final, Protocol

Main = Callable[[list[str]], int]
_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.power_cut.kiosk_process", "central.__main__", "central.centre"])


class Running(Protocol):
    """What is used of ``subprocess.Popen``."""

    @property
    def stdin(self) -> IO[bytes] | None: ...
    @property
    def stdout(self) -> IO[bytes] | None: ...
    @property
    def pid(self) -> int: ...
    def wait(self) -> int: ...


class Forked:
    """``Running``: ``main(arguments)`` in a process of its own, its stderr added to a file."""

    def __init__(self, main: Main, arguments: Sequence[str], stderr: Path) -> None:
        child_in, self.stdin = _pipe_in()
        self.stdout, child_out = _pipe_out()
        self._process = _CONTEXT.Process(target=_begin, args=(main, list(arguments), child_in, child_out, str(stderr)))
        self._process.daemon = True  # nothing of it survives the tests
        self._process.start()
        child_in.close()
        child_out.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def wait(self) -> int:
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode

    def kill(self) -> None:
        """The power goes. From any thread, also when it is dead already."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def run(
    main: Main, arguments: Sequence[str], cwd: Path, limit_s: float, typed: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """As ``subprocess.run``; killed at the limit."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "stderr"
        process = Forked(partial(_in_folder, main, str(cwd)), arguments, log)
        timer = threading.Timer(limit_s, process.kill)
        timer.start()
        with process.stdin:
            process.stdin.write(typed)
        with process.stdout:
            said = process.stdout.read()
        code = process.wait()
        timer.cancel()
        return subprocess.CompletedProcess(arguments, code, said, log.read_bytes())


def _in_folder(main: Main, folder: str, arguments: list[str]) -> int:
    os.chdir(folder)
    return main(arguments)


def _pipe_in() -> tuple[Connection, IO[bytes]]:
    read, write = os.pipe()
    return Connection(read, writable=False), os.fdopen(write, "wb")


def _pipe_out() -> tuple[IO[bytes], Connection]:
    read, write = os.pipe()
    return os.fdopen(read, "rb"), Connection(write, readable=False)


def _begin(main: Main, arguments: list[str], stdin: Connection, stdout: Connection, stderr: str) -> None:
    """In the child: the pipes become its standard streams, as a shell would have it."""
    threads = len(list(Path(f"/proc/{os.getppid()}/task").iterdir()))
    with Path(stderr).open("ab") as log:
        for fd, number in ((stdin.fileno(), 0), (stdout.fileno(), 1), (log.fileno(), 2)):
            os.dup2(fd, number)
    stdin.close()
    stdout.close()
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0, "r"), os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    assert threads == 1, f"forked from a process with {threads} threads: their locks may be held for ever"
    sys.exit(main(arguments))
