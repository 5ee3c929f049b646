"""Commands of the centre's (features.md F62; docs/central-contract.md, Commands): heard by a long poll, proved by the
answer's signature, judged by the centre's own time, done once by their id, and told until the centre has what came of them.

The flow decides when (nobody is here) and remembers by facts; here is what takes its time, in threads of its own.
"""

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Final, NamedTuple
from urllib.parse import quote

import msgspec

from kiosk.answers import Reply, decode_json
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import CommandCame, CommandDone, CommandResultKept
from kiosk.flow.states import State
from kiosk.ports import Post
from kiosk.remote import Outcome, RemoteOrder, RemoteWhat

log = logging.getLogger("remote")

WAIT_S: Final = 25.0
AGAIN_S: Final = 3.0  # after an answer that had commands: one may wait until nobody is here
UNREACHABLE_S: Final = 20.0  # jittered by as much again
TELL_EVERY_S: Final = 2.0
LONGEST_LIFE: Final = timedelta(hours=24)
AHEAD: Final = timedelta(seconds=300)  # as far as signatures may be from the centre's time

_Ulid = Annotated[str, msgspec.Meta(pattern=r"^[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")]
_Plain = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\Z")]


class CommandItem(msgspec.Struct, frozen=True):
    command_id: _Ulid
    what: Annotated[str, msgspec.Meta(pattern=r"^[a-z_]{1,32}\Z")]
    argument: _Plain
    by: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,32}\Z")]
    issued_at: datetime
    expires_at: datetime


class _Commands(msgspec.Struct, frozen=True):
    items: Annotated[tuple[msgspec.Raw, ...], msgspec.Meta(max_length=100)]


class Refusal(NamedTuple):
    """Why a command is not done, whoever is here; and what the centre is told of it."""

    why: str = ""
    outcome: Outcome = "refused"


def judged(item: CommandItem, centre_now: datetime) -> Refusal:
    """Of the list, without an argument it has no use for, and in its time by the centre's clock."""
    if item.what not in frozenset(RemoteWhat):
        return Refusal(f"unknown command {item.what}")
    if item.argument and item.what != RemoteWhat.OUT_OF_SERVICE:
        return Refusal(f"{item.what} takes no argument")
    if item.issued_at.tzinfo is None or item.expires_at.tzinfo is None:
        return Refusal("its times have no offset")
    if item.expires_at - item.issued_at > LONGEST_LIFE:
        return Refusal("it would be good for more than a day")
    if item.issued_at - centre_now > AHEAD:
        return Refusal("it is given in the future")
    return Refusal() if centre_now < item.expires_at else Refusal("its time is over", "expired")


class CentreNow:
    """The centre's time, by the last one that it named and our monotonic clock since: no step of our own clock moves it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._named: tuple[datetime, float] | None = None

    def learn(self, server_time: str) -> None:
        """RFC 3339; what can't be read, or has no offset, teaches nothing."""
        try:
            named = datetime.fromisoformat(server_time)
        except ValueError:
            return
        if named.tzinfo is not None:
            self._named = (named, self._monotonic())

    def __call__(self) -> datetime | None:
        """None: it has not named one yet."""
        if self._named is None:
            return None
        named, at_s = self._named
        return named + timedelta(seconds=self._monotonic() - at_s)


class Ended(NamedTuple):
    outcome: Outcome
    detail: str = ""


Deed = Callable[[RemoteOrder], "Ended | None"]
"""Does one kind of command; blocks. None: it ends with this process."""


class RemoteCommands:
    """``start`` and ``stop`` once each. ``do`` is the till's port: it hands a command over and returns."""

    def __init__(
        self,
        client: CentralClient,
        kiosk_id: str,
        state: Callable[[], State],
        post: Post,
        *,
        centre_now: CentreNow,
        deeds: Mapping[str, Deed],
    ) -> None:
        self._client = client
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/commands"
        self._state = state
        self._post = post
        self._centre_now = centre_now
        self._deeds = deeds
        self._orders: queue.SimpleQueue[RemoteOrder | None] = queue.SimpleQueue()
        self._unread = b""  # the last one that could not be read: said once
        self._not_before_s = 0.0  # of the next try to tell
        self._stopped = threading.Event()
        self._threads = (
            threading.Thread(target=self._listen, name="commands", daemon=True),
            threading.Thread(target=self._work, name="remote", daemon=True),
        )

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Waits for nobody: what is being done ends with the process, and what is not told is told by the next one."""
        self._stopped.set()
        self._orders.put(None)

    def do(self, order: RemoteOrder) -> None:
        self._orders.put(order)

    # ---- hearing of them ---------------------------------------------------------------------------------------------

    def listen(self, wait_s: float = WAIT_S) -> float:
        """One long poll; the seconds until the next one."""
        if self._centre_now() is None:
            return TELL_EVERY_S  # the first heartbeat is on its way: without the centre's time no command can be judged
        try:
            reply = self._client.call("GET", f"{self._path}?wait={wait_s:g}", limit_s=wait_s + 5.0)
        except (CentreUnreachableError, TerminalRefusedError):
            return UNREACHABLE_S * (1 + random.random())
        try:
            items = _read(reply)
        except ValueError as problem:
            log.debug("REMOTE-001 commands were answered with what is none: %s", problem)
            return UNREACHABLE_S * (1 + random.random())
        for raw in items:
            self._came(raw)
        return AGAIN_S if items else 0.0

    def _came(self, raw: msgspec.Raw) -> None:
        try:
            item = msgspec.json.decode(raw, type=CommandItem)
        except ValueError as problem:
            if bytes(raw) != self._unread:
                self._unread = bytes(raw)
                log.warning("REMOTE-002 a command can't be read, and is not done: %s", problem)
            return
        now = self._centre_now()
        assert now is not None, "learned before, and never forgotten"
        refusal = judged(item, now)
        came = CommandCame(item.command_id, item.what, item.argument, item.by, refusal.why, refusal.outcome)
        self._post(came)

    def _listen(self) -> None:
        pause_s = 0.0
        while not self._stopped.wait(pause_s):
            try:
                pause_s = self.listen()
            except Exception:
                log.exception("REMOTE-BUG while listening for commands")
                pause_s = UNREACHABLE_S

    # ---- doing them --------------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            try:
                order = self._orders.get(timeout=TELL_EVERY_S)
            except queue.Empty:
                self.tell()
                continue
            if order is None:
                return
            self._do(order)

    def _do(self, order: RemoteOrder) -> None:
        deed = self._deeds.get(order.what)
        try:
            ended = Ended("refused", f"this terminal can't do {order.what}") if deed is None else deed(order)
        except Exception as bug:
            log.exception("REMOTE-BUG while doing %s", order.what)
            ended = Ended("failed", f"internal error: {type(bug).__name__}")
        if ended is not None:
            self._post(CommandDone(order.command_id, ended.outcome, ended.detail[:400]))

    # ---- telling what came of them -----------------------------------------------------------------------------------

    def tell(self) -> None:
        """Every outcome that the centre does not have, the oldest first; a bad line ends it until later."""
        if time.monotonic() < self._not_before_s:
            return
        for order in self._state().terminal.remote:
            if not order.is_open and not order.told and not self._told(order):
                self._not_before_s = time.monotonic() + UNREACHABLE_S * (1 + random.random())
                return

    def _told(self, order: RemoteOrder) -> bool:
        body = msgspec.json.encode({"outcome": order.outcome, "detail": order.detail, "at": order.ended_at})
        try:
            reply = self._client.call("POST", f"{self._path}/{quote(order.command_id, safe='')}/result", body)
        except (CentreUnreachableError, TerminalRefusedError):
            return False
        if reply.status >= 500 or reply.status == 429:
            return False
        if reply.status != 200:  # it would be refused again; what was done stands in our events
            log.error("REMOTE-003 the centre did not take the outcome of %s: HTTP %s", order.command_id, reply.status)
        self._post(CommandResultKept(order.command_id))
        return True


def _read(reply: Reply) -> tuple[msgspec.Raw, ...]:
    """Raises ``ValueError`` for what is no list of commands."""
    if reply.status != 200:
        raise ValueError(f"HTTP {reply.status}")
    return decode_json(reply, _Commands).items
