"""The front door's words as scripts see them, each in a process of its own."""

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import kiosk_main
from tests.power_cut.forks import Forked

ROOT = Path(kiosk_main.__file__).resolve().parent
DEADLINE_S = 60


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """In a forked process: it does the same as a new one, but for reading half a second of modules anew."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "stderr"
        process = Forked(_main, [str(cwd), *arguments], log)
        timer = threading.Timer(DEADLINE_S, process.kill)
        timer.start()
        process.stdin.close()
        with process.stdout:
            said = process.stdout.read()
        code = process.wait()
        timer.cancel()
        return _ended(arguments, code, said, log.read_bytes())


def call_anew(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """In a new interpreter."""
    command = [sys.executable, str(ROOT / "kiosk_main.py"), *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=DEADLINE_S, check=False)
    return _ended(arguments, done.returncode, done.stdout, done.stderr)


def _ended(arguments: tuple[str, ...], code: int, said: bytes, told: bytes) -> subprocess.CompletedProcess[str]:
    done = subprocess.CompletedProcess(arguments, code, said.decode(), told.decode())
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _main(arguments: list[str]) -> int:
    os.chdir(arguments[0])
    sys.argv = [str(ROOT / "kiosk_main.py"), *arguments[1:]]
    return kiosk_main.main(arguments[1:])
