"""Child, the naive way of P11: one loop that polls, sleeps and commits with SQLite's defaults; a screen that asks the
database on a timer. ``LINK DATABASE``; answers each line with the times of the next note, in wall-clock seconds.
"""

import sqlite3
import sys
import threading
import time
from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from serial import Serial

from bench.bare_window import SOURCE
from bench.measure import emit, serve
from devices import ccnet_frames as frames
from devices.ccnet_tables import POWER_UPS, State
from ui.eyes import run_until

LOOP_S: Final = 0.2
LIMIT_S: Final = 20.0


class NoteLoop:
    """Poll, sleep, read, act. ``commits``: (when the poll that fetched the report was sent, when it was committed)."""

    def __init__(self, link: str, database: str) -> None:
        self._database = database
        self._port = Serial(link, 9600, timeout=0)
        self.enabled = False
        self.commits: list[tuple[float, float]] = []

    def run(self) -> None:
        table = sqlite3.connect(self._database)
        while True:
            sent_s = time.time()
            answer = self._ask(frames.POLL)
            code = answer[0] if answer else None
            if code in POWER_UPS:
                self._ask(frames.RESET)
            elif code == State.UNIT_DISABLED:
                self._ask(frames.enable(range(8)))
            elif code == State.IDLING:
                self.enabled = True
            elif code == State.ESCROW:
                self._ask(frames.STACK)
            elif code == State.BILL_STACKED:
                table.execute("insert into notes (bill) values (?)", (answer[1],))
                table.commit()
                self.commits.append((sent_s, time.time()))
            if code in (State.BILL_STACKED, State.BILL_RETURNED):
                self._port.write(frames.encode(frames.ACK))

    def _ask(self, payload: bytes) -> bytes:
        self._port.write(frames.encode(payload))
        time.sleep(LOOP_S)
        return next(frames.FrameParser().feed(self._port.read(256)), b"")


class NaiveKiosk:
    """A window with the number of notes in the database."""

    def __init__(self, link: str, database: str) -> None:
        self._table = sqlite3.connect(database)
        self._table.execute("create table if not exists notes (id integer primary key, bill integer)")
        self._table.commit()
        self._shown = self._awaited = 0
        self._painted_s = 0.0
        self._engine = QQmlApplicationEngine()
        self._engine.loadData(SOURCE)
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self._words = window.contentItem().childItems()[0]
        window.frameSwapped.connect(self._frame)
        self._timer = QTimer(interval=round(LOOP_S * 1000))
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self.loop = NoteLoop(link, database)
        threading.Thread(target=self.loop.run, daemon=True).start()

    def answer(self, _line: str) -> dict[str, Any]:
        self._awaited = len(self.loop.commits) + 1
        self._painted_s = 0.0
        if not run_until(lambda: self._painted_s > 0, LIMIT_S):
            raise TimeoutError(f"no note within {LIMIT_S} s")
        poll_s, committed_s = self.loop.commits[-1]
        return {"poll_s": poll_s, "committed_s": committed_s, "painted_s": self._painted_s}

    def _look(self) -> None:
        count = self._table.execute("select count(*) from notes").fetchone()[0]
        if count != self._shown:
            self._shown = count
            self._words.setProperty("text", f"{count} notes")

    def _frame(self) -> None:
        if self._awaited and self._shown >= self._awaited and not self._painted_s:
            self._painted_s = time.time()


def main(link: str, database: str) -> None:
    application = QGuiApplication([])
    kiosk = NaiveKiosk(link, database)
    if not run_until(lambda: kiosk.loop.enabled, LIMIT_S):
        raise TimeoutError("the acceptor did not open its slot")
    emit(ready=True)
    serve(kiosk.answer)
    application.processEvents()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
