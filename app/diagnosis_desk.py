"""The machine's part of the guided diagnosis: sound, network, centre, text message, clock, disk. Blocks; each item ends
within a few seconds, and an item that can't be tried has failed, with a word for why.
"""

import os
import socket
import statistics
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

import msgspec

from kiosk.answers import HeartbeatReply, Reply, problem_of
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.diagnosis import MAY_DIFFER_S, SLOW_SYNC_MS, DiagnosisItem
from kiosk.ports import Clock
from offline_queue.disk_room import Room

CONNECT_S: Final = 3.0
ASK_S: Final = 8.0
_WRITES: Final = 5
_PAGE: Final = 4096  # bytes: what a commit writes at least
_ROUTES: Final = Path("/proc/net/route")
_UP: Final = 0x1  # flag of a route, linux/route.h


class Found(NamedTuple):
    """``detail``: a code, or figures."""

    passed: bool
    detail: str = ""


class DiagnosisDesk:
    """``beat``: a heartbeat, proved to be answered by the centre. ``play``: make a tone; False where there is no player."""

    def __init__(
        self,
        client: CentralClient,
        centre_url: str,
        kiosk_id: str,
        storage: Path,
        clock: Clock,
        *,
        beat: Callable[[], HeartbeatReply],
        room: Callable[[], Room],
        play: Callable[[], bool],
    ) -> None:
        self._client = client
        self._url = centre_url
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/test-sms"
        self._storage = storage
        self._clock = clock
        self._beat = beat
        self._room = room
        self._play = play

    def run(self, item: DiagnosisItem, staff_id: str) -> Found:
        """Never raises for what a technician can mend."""
        try:
            return self._run(item, staff_id)
        except CentreUnreachableError as error:
            return Found(passed=False, detail=f"NET-DOWN {error}")
        except TerminalRefusedError as error:
            return Found(passed=False, detail=f"NET-REFUSED {error}")
        except OSError as error:
            return Found(passed=False, detail=str(error.strerror or error))

    def _run(self, item: DiagnosisItem, staff_id: str) -> Found:
        match item:
            case DiagnosisItem.SOUND:
                played = self._play()
                return Found(played, "" if played else "no player")
            case DiagnosisItem.NETWORK:
                return network(self._url)
            case DiagnosisItem.CENTRE:
                return self._centre()
            case DiagnosisItem.SMS:
                return self._text(staff_id)
            case DiagnosisItem.CLOCK:
                return self._clock_apart()
            case DiagnosisItem.DISK:
                return self._disk()
        return Found(passed=False, detail=f"{item} is not the machine's to try")

    def _centre(self) -> Found:
        began = self._clock.monotonic_s()
        self._beat()
        return Found(passed=True, detail=_ms(self._clock.monotonic_s() - began))

    def _clock_apart(self) -> Found:
        """The centre's time is that of the middle of the call, as near as anybody can tell."""
        began = self._clock.monotonic_s()
        news = self._beat()
        half = (self._clock.monotonic_s() - began) / 2
        theirs = datetime.fromisoformat(news.server_time)
        ahead = (datetime.fromisoformat(self._clock.now()) - theirs).total_seconds() - half
        return Found(abs(ahead) <= MAY_DIFFER_S, f"{ahead:+.1f} s")

    def _text(self, staff_id: str) -> Found:
        body = msgspec.json.encode({"staff_id": staff_id})
        reply: Reply = self._client.call("POST", self._path, body, limit_s=ASK_S)
        if reply.status == 202:
            return Found(passed=True)
        problem = problem_of(reply)
        return Found(passed=False, detail=problem.name if problem is not None else f"HTTP {reply.status}")

    def _disk(self) -> Found:
        room = self._room()
        took_ms = sync_ms(self._storage)
        detail = f"{room.free_bytes // 1_000_000} MB, {took_ms:.1f} ms"
        return Found(not room.low and took_ms <= SLOW_SYNC_MS, detail)


def sync_ms(directory: Path) -> float:
    """How long a page written here takes to be safe: the median of a few. Raises ``OSError``."""
    path = directory / f".diagnosis.{os.getpid()}"
    times = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        for _ in range(_WRITES):
            began = time.perf_counter()
            os.write(descriptor, bytes(_PAGE))
            os.fsync(descriptor)
            times.append((time.perf_counter() - began) * 1000)
    finally:
        os.close(descriptor)
        path.unlink()
    return statistics.median(times)


def network(url: str, routes: Path = _ROUTES) -> Found:
    """Is there a way out, is the centre's name known, does its door open? No byte is said there."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    began = time.perf_counter()
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4]
    except OSError:
        return Found(passed=False, detail=f"name {host}")
    named_ms = (time.perf_counter() - began) * 1000
    way = "" if str(address[0]).startswith(("127.", "::1")) else default_route(routes)
    if way is None:
        return Found(passed=False, detail="no route")
    began = time.perf_counter()
    try:
        socket.create_connection((str(address[0]), port), CONNECT_S).close()
    except OSError as error:
        return Found(passed=False, detail=f"{address[0]} {error.strerror or 'no answer'}")
    told = " ".join(part for part in (way, str(address[0])) if part)
    return Found(passed=True, detail=f"{told} {named_ms:.0f} + {(time.perf_counter() - began) * 1000:.0f} ms")


def default_route(routes: Path) -> str | None:
    """The interface of the way out (proc(5)); None: there is none. Empty where the system does not tell."""
    try:
        rows = [line.split() for line in routes.read_text("ascii").splitlines()[1:]]
    except OSError:
        return ""
    for row in rows:
        if len(row) >= 8 and row[1] == row[7] == "00000000" and int(row[3], 16) & _UP:
            return row[0]
    return None


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
