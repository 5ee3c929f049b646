"""A hall of five terminals with a day behind it, to try the hall pages on (``serve --demo --demo-fleet``).

The day is lived through by the real parts of a centre on a clock of its own: payments are posted, SMS delivered, alarms
raised. Only what terminals and customers did is invented, the same for every seed.
"""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, update

from central.centre import Centre
from central.database import insert_once
from central.demo_fleet_story import (
    COLLECTIONS,
    DEVICES,
    HALL,
    INCIDENTS,
    LINES,
    PLACES,
    TERMINALS,
    described,
    inventory,
    payment_of,
)
from central.events import Event
from central.halls import put_hall
from central.identifiers import new_ulid
from central.places import put_place
from central.schemas import PaymentRequest
from central.settings import Settings
from central.tables import billing_accounts, kiosks
from central.times import Milliseconds, hall_day, hall_day_begins, render
from central.worker import Job

SEED: Final = 20261121
_MINUTE: Final[Milliseconds] = 60_000
_HOUR: Final = 60 * _MINUTE
_DAYS_BEFORE: Final = 6
_LAST_MINUTES: Final = 20  # in which heartbeats are told one by one
_OPEN_BEFORE: Final = 5 * _HOUR + 30 * _MINUTE
_OPEN_AFTER: Final = 4 * _HOUR + 30 * _MINUTE
_REOPENING_SECONDS: Final = 900.0
_Happening = tuple[Milliseconds, Callable[[], None]]  # when, and what


class _Clock:
    def __init__(self, at: Milliseconds) -> None:
        self.at = at

    def __call__(self) -> Milliseconds:
        return self.at


def add_demo_fleet(location: str, now: Milliseconds, key_file: Path | None = None) -> bool:
    """Live the days up to ``now`` in this demo's database. False: the fleet is there already, and stays as it is."""
    clock = _Clock(now)
    settings = Settings(reopen_seconds=_REOPENING_SECONDS)
    centre = Centre(location, settings=settings, now=clock, demo=True, key_file=key_file)
    try:
        with centre.database.read() as connection:
            if connection.scalar(select(kiosks.c.kiosk_id).where(kiosks.c.kiosk_id == TERMINALS[0])) is not None:
                return False
        _Life(centre, clock, now).live()
    finally:
        centre.stop()
    return True


def beats(centre: Centre) -> Job:
    """Keeps the terminals that are alive alive, as long as the demo runs; to be run every 30 s."""

    def beat() -> None:
        now = centre.now()
        begun = hall_day_begins(hall_day(now))
        for kiosk_id in TERMINALS:
            if kiosk_id != INCIDENTS["silent"]:
                centre.heartbeats.store(kiosk_id, heartbeat(kiosk_id, now, begun, next_event_seq=None))

    return beat


def heartbeat(kiosk_id: str, at: Milliseconds, since: Milliseconds, next_event_seq: int | None) -> dict[str, Any]:
    """The contract's body, as this terminal tells it from its trouble on."""
    seen = DEVICES[kiosk_id]
    fault = render(at - seen.fault_minutes * _MINUTE)
    devices = [
        {"device": name, "since": fault if device["code"] else render(since), "count_24h": 1 if device["code"] else 0}
        | device
        for name, device in seen.devices.items()
    ]
    return {
        "sent_at": render(at),
        "highest_kiosk_seq": 100,
        "journal": {"count": 900, "head": "ab12"},
        "queue": {"depth": seen.queue, "oldest_seconds": seen.queue and 1200},
        "service_state": seen.state,
        "devices": devices,
        "service": seen.service | {"since": fault if seen.state != "full" else render(since)},
        "money": seen.money,
        "cash_box": seen.box,
        "paper_left_mm": seen.paper_left_mm,
        "clock_offset_seconds": 0.2,
        "config_hash": "c0ffee",
        "visit_open": False,
        "next_event_seq": next_event_seq,
    }


class _Life:
    """One life of the fleet: things happen in the order of time."""

    def __init__(self, centre: Centre, clock: _Clock, now: Milliseconds) -> None:
        self._centre = centre
        self._clock = clock
        self._now = now
        self._random = random.Random(SEED)
        self._seq = dict.fromkeys(TERMINALS, 0)
        self._paid = dict.fromkeys(TERMINALS, 0)
        today = hall_day_begins(hall_day(now))
        half_hour = 30 * _MINUTE
        self._opens = max(0, (now - _OPEN_BEFORE - today) // half_hour * half_hour)
        self._closes = min(24 * _HOUR, (now + _OPEN_AFTER - today) // half_hour * half_hour)
        self._today = today

    def live(self) -> None:
        first = self._today - _DAYS_BEFORE * 24 * _HOUR
        put_hall(self._centre.database, HALL, described(self._opens // _MINUTE, self._closes // _MINUTE))
        self._enrol(first)
        happenings: list[_Happening] = []
        for day in range(_DAYS_BEFORE):
            happenings += self._ordinary_day(first + day * 24 * _HOUR)
        happenings += self._day_of_trouble()
        for at, happen in sorted(happenings, key=lambda one: one[0]):
            if at <= self._now:
                self._until(at)
                happen()
        self._until(self._now)
        self._ask_for_approval()

    def _enrol(self, first: Milliseconds) -> None:
        self._clock.at = first
        for kiosk_id in TERMINALS:
            self._centre.enrolment.enrol(kiosk_id, HALL)
        with self._centre.database.write() as connection:
            connection.execute(update(kiosks).where(kiosks.c.kiosk_id.in_(TERMINALS)).values(created_at=first))
            for kiosk_id, place in PLACES.items():
                put_place(connection, kiosk_id, place, "0217", first)
            for row in LINES:
                insert_once(connection, billing_accounts, row)

    def _until(self, at: Milliseconds) -> None:
        """What the centre does by itself until then."""
        self._clock.at = max(self._clock.at, at)
        for job in (self._centre.payments.run_due, self._centre.reopening.run_due, self._centre.outbox.run_due):
            job()
        self._centre.gateway.run_due(self._centre.outbox.receive)

    # ---- days ----------------------------------------------------------------------------------------------------------

    def _ordinary_day(self, midnight: Milliseconds) -> list[_Happening]:
        """Opened, served with a short trouble now and then, closed."""
        found: list[_Happening] = []
        for kiosk_id in TERMINALS:
            found += self._opened(kiosk_id, midnight)
            if self._random.random() < 0.35:
                begins = midnight + self._opens + self._random.randrange(60, 240) * _MINUTE
                lasts = self._random.randrange(4, 25) * _MINUTE
                out = {
                    "state": "degraded",
                    "mode": "serving",
                    "code": "PRN-OUT",
                    "cash": True,
                    "card": True,
                    "print": False,
                }
                found.append((begins, partial(self._tell, kiosk_id, "service", out)))
                found.append((begins + lasts, partial(self._tell, kiosk_id, "service", _full())))
            closed = {"state": "out", "mode": "closed", "code": "", "cash": False, "card": False, "print": False}
            found.append((midnight + self._closes, partial(self._tell, kiosk_id, "service", closed)))
        return found + self._customers(midnight, 12 if midnight == self._today - 24 * _HOUR else 2)

    def _opened(self, kiosk_id: str, midnight: Milliseconds) -> list[_Happening]:
        before = midnight + self._opens - 10 * _MINUTE
        alive = render(max(before - 13 * _HOUR, self._today - (_DAYS_BEFORE + 1) * 24 * _HOUR))
        started = {"what": "started", "ended": "clean", "last_alive_at": alive}
        return [
            (before, partial(self._tell, kiosk_id, "run", started)),
            (before + _MINUTE, partial(self._tell, kiosk_id, "service", _full())),
            (before + _MINUTE, partial(self._inventory, kiosk_id)),
        ]

    def _customers(self, midnight: Milliseconds, number: int) -> list[_Happening]:
        length = self._closes - self._opens - _HOUR
        moments = [midnight + self._opens + self._random.randrange(length) for _ in range(number)]
        return [(at, partial(self._pay, at, self._random.choice(TERMINALS))) for at in moments]

    def _day_of_trouble(self) -> list[_Happening]:
        found: list[_Happening] = []
        for kiosk_id in TERMINALS:
            found += self._opened(kiosk_id, self._today)
        found += self._customers(self._today, 70)
        for kiosk_id, seen in DEVICES.items():
            at = self._now - seen.fault_minutes * _MINUTE
            for kind, data in seen.told:
                found.append((at, partial(self._tell, kiosk_id, kind, data)))
        lost = self._now - 4 * _HOUR
        found.append((lost, partial(self._pay, lost, TERMINALS[1], loses_sms=True)))
        found += [(self._now - ago * _HOUR, partial(self._collect, body)) for ago, body in COLLECTIONS]
        found.append((self._now - 40 * _MINUTE, self._call_for_help))
        found += [(self._now - ago * _MINUTE, partial(self._beat, ago)) for ago in range(_LAST_MINUTES, -1, -1)]
        return found

    # ---- what happens --------------------------------------------------------------------------------------------------

    def _tell(self, kiosk_id: str, kind: str, data: dict[str, Any]) -> None:
        self._seq[kiosk_id] += 1
        urgent = kind in ("stop", "money")
        event = Event(self._seq[kiosk_id], self._clock.at, kind, urgent, False, dict(data))
        self._centre.events.store(kiosk_id, [event])

    def _inventory(self, kiosk_id: str) -> None:
        at = self._clock.at
        times = {"at": render(at), "boot_id": f"boot-{at}", "last_alive_at": render(at - 14 * _HOUR)}
        body = inventory(kiosk_id) | times
        self._centre.inventories.store(kiosk_id, at, body)

    def _pay(self, at: Milliseconds, kiosk_id: str, *, loses_sms: bool = False) -> None:
        """A visit that pays; each after the one before it has its SMS."""
        self._paid[kiosk_id] += 1
        seq = self._paid[kiosk_id]
        line = LINES[self._random.randrange(len(LINES))]
        body = PaymentRequest.model_validate(payment_of(kiosk_id, seq, line["number"], render(at), self._random))
        self._tell(
            kiosk_id,
            "visit",
            {"visit_id": body.visit_id, "task": "pay_bill", "outcome": "paid"}
            | {"reached_payment": True, "amount_fen": body.amount_fen, "tender": body.tender},
        )
        payment_id, _ = self._centre.payments.accept(body)
        self._clock.at = at + self._random.randrange(400, 1800)
        self._centre.payments.attempt(payment_id)
        self._centre.gateway.lose_next = 2 if loses_sms else 0
        self._centre.outbox.run_due()
        self._centre.gateway.delay_seconds = self._random.choice((2, 3, 4, 5, 7, 11))
        self._clock.at += 12_000
        self._centre.gateway.run_due(self._centre.outbox.receive)
        out = {"job": "receipt", "outcome": "printed", "cause": "", "paper_mm": 190}
        self._tell(kiosk_id, "print", out | {"visit_id": body.visit_id, "id": f"{kiosk_id}-{seq}"})

    def _collect(self, body: dict[str, Any]) -> None:
        """A box is swapped; one that has a count in the story is counted an hour later by two people."""
        at = self._clock.at
        told = body["swap"] | {"opened_at": render(at - 2 * _MINUTE), "closed_at": render(at)}
        self._centre.collections.keep(told["kiosk_id"], told)
        self._tell(
            told["kiosk_id"],
            "collection",
            {"collection_id": told["collection_id"], "step": "closed"}
            | {"staff_id": told["first"], "second_id": told["second"]},
        )
        if body["counted"] is not None:
            genuine, false = body["counted"]
            self._clock.at = at + _HOUR
            self._centre.collections.count(told["collection_id"], "0217", "0218", genuine, false)
            if body["reason"]:
                self._centre.collections.explain(told["collection_id"], body["reason"], "验钞机报警，已上交", "0217")

    def _call_for_help(self) -> None:
        kiosk_id = INCIDENTS["jam"]
        visit = {
            "state": "paying",
            "masked_number": "139****2071",
            "payment_keys": [],
            "device_codes": ["BV-JAM"],
            "said": "",
        }
        self._centre.help_desk.call(kiosk_id, "v-help", "customer", 10_000, visit)

    def _beat(self, minutes_ago: int) -> None:
        silent_since = DEVICES[INCIDENTS["silent"]].fault_minutes
        for kiosk_id in TERMINALS:
            if kiosk_id != INCIDENTS["silent"] or minutes_ago >= silent_since:
                body = heartbeat(kiosk_id, self._clock.at, self._today + self._opens, self._seq[kiosk_id] + 1)
                self._centre.heartbeats.store(kiosk_id, body)
        self._centre.alarms.run_due()

    def _ask_for_approval(self) -> None:
        kiosk_id = INCIDENTS["jam"]
        what = "卡钞中取出 1 张 100 元，记入顾客 139****2071"
        self._centre.approvals.ask(new_ulid(self._now), kiosk_id, "settle", what=what, fen=10_000, by="0217")


def _full() -> dict[str, Any]:
    return {"state": "full", "mode": "serving", "code": "", "cash": True, "card": True, "print": True, "centre": True}
