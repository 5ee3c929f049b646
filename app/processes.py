"""Child processes of the demo: started, awaited until they say they are ready, ended with us."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


class ChildError(Exception):
    """A child did not become ready; the message names it and repeats its own last words."""


class Child:
    """One child process that prints one JSON line when it can be used."""

    def __init__(self, name: str, arguments: Sequence[str], log_file: Path) -> None:
        self.name = name
        self._log_file = log_file
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                start_new_session=True,  # Ctrl-C is ours to handle: the children end after the till
            )

    def ready(self, timeout_s: float = 20.0) -> dict[str, Any]:
        """Its first line on stdout, as JSON. Raises ``ChildError``."""
        line: list[bytes] = []
        said_on = self._process.stdout
        assert said_on is not None
        reader = threading.Thread(target=lambda: line.append(said_on.readline()), daemon=True)
        reader.start()
        reader.join(timeout_s)
        try:
            said = json.loads(line[0]) if line else None
        except ValueError:
            said = None
        if not isinstance(said, dict):
            self.stop()
            words = self._log_file.read_text("utf-8", "replace").strip().splitlines()[-3:]
            raise ChildError(f"the demo's {self.name} did not start: {' '.join(words) or 'it said nothing'}")
        return said

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ask it to end; insist if it does not."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
