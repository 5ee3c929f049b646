"""The running terminal has its ledger checked by another process: ``ledger verify`` as a child of lowest priority, soon
after the start and then once a day. Only a definite *not sound* stops the money; anything else is a log line."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from app import call
from app.processes import ROOT
from kiosk.events import LedgerDoubted, LedgerVerified
from kiosk.ports import Post

LOG = logging.getLogger("app.ledger_check")
FIRST_AFTER_S = 5.0  # the first customer comes before the first check
REPEAT_S = 86_400.0
LONGEST_S = 1_800.0  # a check that takes longer hangs
LOWEST_PRIORITY = 19
_MOST_TOLD = 3


def verify_command(config: Path) -> list[str]:
    return [sys.executable, str(ROOT / "kiosk_main.py"), "ledger", "verify", "--json", "--config", str(config.absolute())]


class LedgerCheck:
    """``start`` and ``stop`` once each, any thread. Posts ``LedgerVerified`` after each sound check, and
    ``LedgerDoubted`` at most once: it stays true."""

    def __init__(
        self,
        command: Sequence[str],
        post: Post,
        *,
        first_after_s: float = FIRST_AFTER_S,
        repeat_s: float = REPEAT_S,
        longest_s: float = LONGEST_S,
    ) -> None:
        """``command``: see ``verify_command``."""
        self._command = list(command)
        self._post = post
        self._first_after_s = first_after_s
        self._repeat_s = repeat_s
        self._longest_s = longest_s
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._run, name="ledger-check", daemon=True)

    def start(self) -> None:
        """Call it once the ledger is open."""
        self._thread.start()

    def stop(self) -> None:
        """Ends a check under way."""
        with self._lock:
            self._ended.set()
            if self._child is not None:
                self._child.kill()  # it only reads
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        pause = self._first_after_s
        while not self._ended.wait(pause):
            pause = self._repeat_s
            try:
                reason = self._check()
            except OSError as problem:
                LOG.warning("LEDGER-003 the check of the ledger could not be started: %s", problem)
                continue
            if reason:
                LOG.error("LEDGER-001 the ledger is not sound: %s", reason)
                self._post(LedgerDoubted(reason))
                return

    def _check(self) -> str:
        """Why the ledger is not sound; empty if it is, or if nobody could tell. Raises ``OSError``."""
        child = self._spawn()
        if child is None:
            return ""
        try:
            said, words = child.communicate(timeout=self._longest_s)
        except subprocess.TimeoutExpired:
            child.kill()
            said, words = child.communicate()
        finally:
            with self._lock:
                self._child = None
        if self._ended.is_set():
            return ""
        reason = _reason(said) if child.returncode == call.NO else ""
        if child.returncode == call.DONE:
            LOG.info("LEDGER-002 the ledger is sound: %s", said.decode("utf-8", "replace").strip())
            self._post(LedgerVerified())
        elif not reason:
            last = words.decode("utf-8", "replace").strip().splitlines()[-1:]
            LOG.warning("LEDGER-003 the ledger could not be checked (%s): %s", child.returncode, " ".join(last))
        return reason

    def _spawn(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._ended.is_set():
                return None
            child = self._child = subprocess.Popen(
                self._command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        try:
            os.setpriority(os.PRIO_PROCESS, child.pid, LOWEST_PRIORITY)
        except OSError:
            LOG.debug("LEDGER-004 the check of the ledger runs at the usual priority")
        return child


def _reason(said: bytes) -> str:
    """From the report of ``ledger verify``. A child that died says nothing about the ledger, whatever its exit code."""
    try:
        report = json.loads(said)
        problems = [str(problem) for problem in report["problems"]] if report["sound"] is False else []
    except (ValueError, TypeError, KeyError):
        return ""
    more = f"; and {len(problems) - _MOST_TOLD} more" if len(problems) > _MOST_TOLD else ""
    return "; ".join(problems[:_MOST_TOLD]) + more
