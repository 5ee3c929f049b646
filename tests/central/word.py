"""``python -m central`` as scripts see it."""

import subprocess
from pathlib import Path

from central.__main__ import main
from tests.power_cut import forks

LIMIT_S = 60.0


def central_word(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """In a forked process: it does the same as a new one, but for reading a second of modules anew."""
    done = forks.run(main, words, folder, LIMIT_S, typed.encode())
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
