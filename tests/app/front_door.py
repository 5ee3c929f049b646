"""The front door's words as scripts see them, each in a process of its own."""

import subprocess
import sys
from pathlib import Path

import kiosk_main
from tests.power_cut import forks

ROOT = Path(kiosk_main.__file__).resolve().parent
DEADLINE_S = 60


def call(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """In a forked process: it does the same as a new one, but for reading half a second of modules anew."""
    return _ended(forks.run(_main, arguments, cwd, DEADLINE_S))


def call_anew(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """In a new interpreter."""
    command = [sys.executable, str(ROOT / "kiosk_main.py"), *arguments]
    return _ended(subprocess.run(command, cwd=cwd, capture_output=True, timeout=DEADLINE_S, check=False))


def _ended(ended: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    said, told = ended.stdout.decode(), ended.stderr.decode()
    done = subprocess.CompletedProcess(ended.args, ended.returncode, said, told)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _main(arguments: list[str]) -> int:
    sys.argv = [str(ROOT / "kiosk_main.py"), *arguments]
    return kiosk_main.main(arguments)
