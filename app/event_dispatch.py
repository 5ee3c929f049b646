"""Which events go to the centre next, and what its answer means: the event lane's mind, without a thread (F51; contract,
Health of terminals).

Two lanes share one line. *Urgent* events go at once, before older ones. The rest go in the order of their numbers, in
batches, paced and jittered like a backlog of payments. Nothing is remembered of what was sent: after each start the centre
says from where to go on, and what it has already it keeps once.

Numbers that this ledger no longer has (it was rebuilt, and lost its end; or the centre was) are told as events of the kind
``lost``, and what a centre refuses to take as ``refused``, so that neither keeps back what comes after it.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, Protocol
from urllib.parse import quote

import msgspec

from kiosk.answers import Reply, decode_json
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import EventsAhead, EventsKept
from kiosk.ports import Post
from offline_queue.backoff import Pacing, asked_delay, outage_delay, present_delay, refused_delay
from offline_queue.health_lane import KeptEvent

log = logging.getLogger("health")

MOST_AT_ONCE: Final = 100
PACING: Final = Pacing(interval_s=2.0, present_first_s=5.0, present_longest_s=60.0)
DAY_S: Final = 86_400.0
BEYOND: Final = 1_000  # more than a rebuilt ledger can have lost (offline_queue/mirror.py, SYNC_EVERY)
_NOT_TAKEN: Final = frozenset({400, 413, 422})  # something in this batch; another one may pass
_MOST: Final = 10**12  # no terminal ever has that many: who says so is wrong

_Seq = Annotated[int, msgspec.Meta(ge=1, le=_MOST)]


class Caller(Protocol):
    """What is needed of ``CentralClient``."""

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply: ...


class Lane(Protocol):
    """What is needed of ``HealthLane``."""

    def next_event_seq(self) -> int: ...

    def events_from(self, event_seq: int, most: int) -> list[KeptEvent]: ...

    def urgent_from(self, event_seq: int, most: int) -> list[KeptEvent]: ...


class EventsReply(msgspec.Struct, frozen=True):
    """The first number that the centre does not have, and the gaps up to the highest that it has, the first ten."""

    new: Annotated[int, msgspec.Meta(ge=0)]
    next_expected_seq: _Seq
    missing: Annotated[tuple[tuple[_Seq, _Seq], ...], msgspec.Meta(max_length=1000)] = ()


class EventDispatch:
    """For one thread. ``now`` is RFC 3339, ``monotonic`` seconds, ``draw`` a random number in [0, 1)."""

    def __init__(
        self,
        client: Caller,
        kiosk_id: str,
        lane: Lane,
        post: Post,
        *,
        now: Callable[[], str],
        monotonic: Callable[[], float],
        draw: Callable[[], float],
        pacing: Pacing = PACING,
        start_s: float = 0.0,
    ) -> None:
        self._client = client
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/events"
        self._lane = lane
        self._post = post
        self._now = now
        self._monotonic = monotonic
        self._draw = draw
        self._pacing = pacing
        self._next: int | None = None  # the first number that the centre does not have; None: it has not said yet
        self._newest = 0  # the highest that it has, as far as we know
        self._gaps: tuple[tuple[int, int], ...] = ()
        self._urgent_to = 1  # every urgent one below was sent
        self._refused: set[int] = set()
        self._batch = min(pacing.batch, MOST_AT_ONCE)
        self._failures = 0
        begin = monotonic() + start_s
        self._urgent_due_s = self._order_due_s = begin
        self._kept_due_s = begin

    @property
    def is_done(self) -> bool:
        """The centre has all that there is."""
        return self._next is not None and self._next >= self._lane.next_event_seq()

    def line_is_up(self) -> None:
        """The centre has just answered something else: urgent events need not wait for their next try."""
        if self._failures:
            self._urgent_due_s = self._monotonic()

    def step(self) -> float:
        """One request at most; the seconds until the next one of what is known of now. Raises ``StorageError``."""
        now = self._monotonic()
        if self._next is None:
            if now >= self._urgent_due_s:
                self._send([])
            return self._left(self._urgent_due_s)
        urgent = self._lane.urgent_from(max(self._next, self._urgent_to), self._batch)
        if urgent and now >= self._urgent_due_s:
            self._send([self._item(event) for event in urgent])
            return self._left(self._urgent_due_s)
        waits_s = self._left(self._urgent_due_s) if urgent else self._pacing.longest_s
        if now < self._order_due_s:
            return min(waits_s, self._left(self._order_due_s))
        items = self._in_order(self._next)
        if not items:
            return waits_s
        self._send(items)
        return min(waits_s, self._left(self._order_due_s))

    # ---- what to send ------------------------------------------------------------------------------------------------

    def _in_order(self, first: int) -> list[dict[str, Any]]:
        """From the first number that the centre lacks: what is kept, and stand-ins for what is not."""
        end = min(first + self._batch, self._lane.next_event_seq())
        kept = {event.event_seq: event for event in self._lane.events_from(first, self._batch)}
        items = []
        for seq in range(first, end):
            event = kept.get(seq)
            sent = event is not None and event.urgent and seq < self._urgent_to and seq not in self._refused
            if sent and seq > first:
                continue
            if event is not None:
                items.append(self._item(event))
            elif self._lacks(seq):
                items.append(self._stand_in(seq, "lost"))
        return items

    def _lacks(self, seq: int) -> bool:
        return seq == self._next or seq > self._newest or any(low <= seq <= high for low, high in self._gaps)

    def _item(self, event: KeptEvent) -> dict[str, Any]:
        if event.event_seq in self._refused:
            return self._stand_in(event.event_seq, "refused")
        return {
            "event_seq": event.event_seq,
            "at": event.at,
            "kind": event.kind,
            "urgent": event.urgent,
            "historical": event.event_seq < self._newest,
            "data": event.data,
        }

    def _stand_in(self, seq: int, kind: str) -> dict[str, Any]:
        return {"event_seq": seq, "at": self._now(), "kind": kind, "urgent": False, "historical": True, "data": {}}

    # ---- one request, and what came of it ----------------------------------------------------------------------------

    def _send(self, items: Sequence[dict[str, Any]]) -> None:
        try:
            reply = self._client.call("POST", self._path, msgspec.json.encode({"items": items}))
        except TerminalRefusedError:
            self._failures += 1
            self._again_after(refused_delay(self._pacing, self._failures, self._draw()), urgent_too=True)
            return
        except CentreUnreachableError:
            self._again()
            return
        if reply.status in _NOT_TAKEN and items:
            self._not_taken(items, reply.status)
            return
        try:
            answer = _read(reply)
        except ValueError as why:
            log.debug("HEALTH-001 events were answered with what is no answer to them: %s", why)
            self._again(reply.retry_after_s)
            return
        self._taken(answer, [item["event_seq"] for item in items])

    def _taken(self, answer: EventsReply, sent: list[int]) -> None:
        before, self._next, self._gaps = self._next, answer.next_expected_seq, answer.missing
        pause_s = self._pacing.interval_s if sent else 0.0
        if before is not None and self._next < before:
            log.warning("HEALTH-002 the centre lacks events from %s on that it had: they are told again", self._next)
            self._newest, self._urgent_to, sent = 0, self._next, []
        highest = max((high + 1 for _, high in answer.missing), default=0)
        self._newest = max([self._newest, self._next - 1, highest, *sent])
        self._urgent_to = max([self._urgent_to, *(seq + 1 for seq in sent if seq >= self._next)])
        stuck = before in sent and self._next <= before  # an answer that can't be: it has what it still asks for
        self._tell_the_till()
        if stuck:
            self._again()
            return
        self._failures = 0
        self._batch = min(self._batch * 2, self._pacing.batch, MOST_AT_ONCE)
        now = self._monotonic()
        self._urgent_due_s, self._order_due_s = now, now + pause_s

    def _tell_the_till(self) -> None:
        """What the centre has needs no room here after a week; and no number is used that it knows otherwise."""
        assert self._next is not None
        ours, now = self._lane.next_event_seq(), self._monotonic()
        if self._newest >= ours:
            log.warning("HEALTH-003 the centre has events of ours up to %s at least, our next is %s", self._newest, ours)
            self._post(EventsAhead(self._newest + BEYOND))
        elif now >= self._kept_due_s and self._next > 1:
            self._kept_due_s = now + DAY_S
            self._post(EventsKept(self._next))

    def _not_taken(self, items: Sequence[dict[str, Any]], status: int) -> None:
        """Which one it is, is found by halves; it is told as refused then, and keeps nothing back."""
        if len(items) > 1:
            self._batch = max(len(items) // 2, 1)
            return
        seq = items[0]["event_seq"]
        if seq in self._refused or items[0]["kind"] == "lost":
            self._again()
            return
        log.error("HEALTH-004 the centre does not take event %s (%s): HTTP %s", seq, items[0]["kind"], status)
        self._refused.add(seq)

    def _again(self, asked_s: float | None = None) -> None:
        self._failures += 1
        if asked_s is not None:
            self._again_after(asked_delay(self._pacing, asked_s, self._draw()), urgent_too=True)
            return
        self._again_after(outage_delay(self._pacing, self._failures, self._draw()), urgent_too=False)
        self._urgent_due_s = self._monotonic() + present_delay(self._pacing, self._failures, self._draw())

    def _again_after(self, seconds: float, *, urgent_too: bool) -> None:
        self._order_due_s = self._monotonic() + seconds
        if urgent_too:
            self._urgent_due_s = self._order_due_s

    def _left(self, due_s: float) -> float:
        return max(due_s - self._monotonic(), 0.0)


def _read(reply: Reply) -> EventsReply:
    """Raises ``ValueError`` for what is no answer to events."""
    if reply.status != 200:
        raise ValueError(f"HTTP {reply.status}")
    return decode_json(reply, EventsReply)
