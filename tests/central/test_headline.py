"""H1 to H5 from facts (features.md 1; F46, F47)."""

from datetime import date
from typing import Any

import pytest

from central.availability import Availability
from central.centre import Centre
from central.events import Event
from central.headline import Headline, Spread, headline, kiosks_of, spread
from central.periods import Period
from central.times import parse, render
from tests.central.helpers import Clock, model

DAY = date(2026, 11, 21)
LINE, SUSPENDED, DEAD = "13900001234", "13800135678", "13700002222"
NOTHING = Spread(0, None, None, None)


def pay(centre: Centre, seq: int, number: str = LINE, hundreds: int = 2, **changed: Any) -> None:
    payment_id, _ = centre.payments.accept(model(seq, number, hundreds, **changed))
    centre.payments.attempt(payment_id)


def deliver(centre: Centre, clock: Clock, seconds: float = 1.5) -> None:
    """Send what is due, and let the handset get it so many seconds later."""
    while centre.outbox.run_due():
        pass
    clock.advance(seconds)
    centre.gateway.run_due(centre.outbox.receive)


def found(centre: Centre, hall: str | None = "people's road", day: date = DAY) -> Headline:
    period = Period.of_day(day, centre.now())
    with centre.database.read() as connection:
        return headline(connection, kiosks_of(connection, hall, period.begin), period, centre.settings)


def test_h1_h2_by_the_terminals_own_account(centre: Centre, clock: Clock) -> None:
    data = {"state": "full", "mode": "serving", "code": "", "cash": True, "card": True, "print": True, "centre": True}
    begun = clock()
    no_paper = data | {"state": "degraded", "print": False, "code": "PRN-OUT"}
    centre.enrolment.enrol("K0002", "people's road")
    clock.advance(100)
    for kiosk_id, events in (("K0001", [(0, data), (96, no_paper)]), ("K0002", [(0, data)])):
        told = [
            Event(seq, begun + second * 1000, "service", urgent=False, historical=False, data=said)
            for seq, (second, said) in enumerate(events, 1)
        ]
        centre.events.store(kiosk_id, told)
        beat = {"sent_at": clock.text(), "highest_kiosk_seq": 0, "journal": None, "service_state": "full", "devices": []}
        centre.heartbeats.store(
            kiosk_id, beat | {"queue": {"depth": 0, "oldest_seconds": 0}, "next_event_seq": len(told) + 1}
        )
    hall = found(centre)
    assert hall.availability.scheduled == 200_000
    assert (hall.in_service, hall.can_print) == (1.0, 0.98)
    assert (hall.in_service_met, hall.can_print_met) == (True, True)


@pytest.mark.parametrize(
    ("availability", "in_service", "can_print"),
    [
        (Availability(scheduled=1000, full=980, print=970, out=20), True, True),
        (Availability(scheduled=1000, full=979, print=969, out=21), False, False),
        (Availability(), None, None),
    ],
)
def test_targets_are_reached_at_their_edge(
    availability: Availability, in_service: bool | None, can_print: bool | None
) -> None:
    shown = Headline(availability, NOTHING, (), NOTHING, 0)
    assert (shown.in_service_met, shown.can_print_met) == (in_service, can_print)
    assert (shown.sms_met, shown.without_sms_met) == (None, True)


@pytest.mark.parametrize(("p95", "met"), [(30_000, True), (30_001, False)])
def test_h3_is_reached_at_thirty_seconds(p95: int, met: bool) -> None:
    assert Headline(Availability(), Spread(1, p95, p95, p95), (), NOTHING, 0).sms_met is met


def test_h3_counts_from_acceptance_to_delivery(centre: Centre, clock: Clock) -> None:
    accepted = clock()
    pay(centre, 1, accepted_at=clock.text())
    deliver(centre, clock, 1.5)
    clock.advance(8.5)
    late = render(accepted)
    pay(centre, 2, accepted_at=late, offline=True)
    deliver(centre, clock, 2)
    assert found(centre).sms == Spread(2, 6750, 11_475, 12_000)
    assert found(centre).sms_met is True


def test_a_clock_that_can_not_be_right_does_not_make_the_figure(centre: Centre, clock: Clock) -> None:
    pay(centre, 1, accepted_at="2026-11-24T12:00:00+08:00")
    deliver(centre, clock, 2)
    assert found(centre).sms == Spread(1, 2000, 2000, 2000)
    assert found(centre, day=date(2026, 11, 24)).sms == NOTHING


def test_h4_names_every_payment_without_sms(centre: Centre, clock: Clock) -> None:
    pay(centre, 1, accepted_at=clock.text())
    assert found(centre).without_sms == ()
    clock.advance(600)
    (one,) = found(centre).without_sms
    assert (one.payment, one.masked_number, one.amount_fen, one.sms_state) == ("K0001-1", "139****1234", 20_000, "ready")
    assert found(centre).without_sms_met is False
    deliver(centre, clock)
    assert found(centre).without_sms == ()


def test_h4_a_dead_line_is_no_fault_of_the_gateway(centre: Centre, clock: Clock) -> None:
    pay(centre, 1, DEAD, 1, accepted_at=clock.text())
    clock.advance(3600)
    assert found(centre).without_sms == ()


def test_h5_from_payment_to_reopening(centre: Centre, clock: Clock) -> None:
    pay(centre, 1, SUSPENDED, 2, accepted_at=clock.text())
    assert (found(centre).reopened, found(centre).not_reopened) == (NOTHING, 1)
    clock.advance(3)
    centre.reopening.run_due()
    assert (found(centre).reopened, found(centre).not_reopened) == (Spread(1, 3000, 3000, 3000), 0)


def test_only_this_hall_and_this_day(centre: Centre, clock: Clock) -> None:
    pay(centre, 1, accepted_at=clock.text())
    pay(centre, 2, accepted_at="2026-11-20T23:59:59.999+08:00", offline=True)
    pay(centre, 3, accepted_at="2026-11-21T00:00:00+08:00", offline=True)
    deliver(centre, clock)
    assert found(centre).sms.count == 2
    assert found(centre, day=date(2026, 11, 20)).sms.count == 1
    centre.enrolment.enrol("K0002", "station")
    assert found(centre, "station").sms.count == 0
    assert found(centre, None).sms.count == 2


def test_a_terminal_that_is_switched_off_is_counted_as_long_as_it_was_heard(centre: Centre, clock: Clock) -> None:
    beat = {"sent_at": clock.text(), "highest_kiosk_seq": 0, "journal": None, "service_state": "full", "devices": []}
    centre.heartbeats.store("K0001", beat | {"queue": {"depth": 0, "oldest_seconds": 0}})
    heard = clock()
    clock.advance(60)
    centre.enrolment.switch_off("K0001")
    with centre.database.read() as connection:
        assert kiosks_of(connection, None, heard) == ["K0001"]
        assert kiosks_of(connection, None, heard + 1) == []
    clock.advance(3600)
    assert found(centre).availability.scheduled == heard - parse("2026-11-21T12:00:00+08:00")


def test_quantiles_are_those_of_the_report() -> None:
    assert spread([]) == NOTHING
    assert spread([7]) == Spread(1, 7, 7, 7)
    assert spread(list(range(101))) == Spread(101, 50, 95, 100)
