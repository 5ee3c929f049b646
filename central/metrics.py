"""``GET /metrics``: the fleet as Prometheus sees it (central-api.md 6). The centre exports for terminals behind NAT.

Every counter is there at 0 from the start, every enrolled terminal also when it was never heard, and no label ever holds a
number of a customer: labels are province, hall, terminal, and words of fixed lists.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from prometheus_client import CollectorRegistry
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
    StateSetMetricFamily,
)
from prometheus_client.registry import Collector
from sqlalchemy import Connection

from central import metric_counts as counts
from central.base import Base
from central.collections import unexplained_fen
from central.dial_tests import STEPS
from central.halls import hall_named
from central.service_seconds import MODES, ServiceSeconds
from central.terminal_state import Standing, standings
from central.times import Milliseconds
from central.work_orders import AGE_BANDS, WorkOrders

DEVICES: Final = ("acceptor", "card", "printer")
DEVICE_STATES: Final = (
    *("online", "busy", "starting", "offline", "power_off", "no_device", "user_error", "hw_error", "fraud"),
)
PAPER_STATES: Final = ("good", "low", "out", "overfill", "n/a")
FAULT_CODES: Final = ("BV-JAM", "BV-FULL", "BV-CHEAT", "CRD-TIMEOUT", "PRN-OUT", "PRN-JAM", "PRN-COVER")
CONFIRM_BUCKETS: Final = (1, 2, 5, 10, 20, 30, 60, 120, 300)
REOPEN_BUCKETS: Final = (10, 60, 300, 900, 1800, 3600, 7200, 21_600, 86_400)
_KIOSK: Final = ("province", "hall", "kiosk")


class Metrics(Collector):
    """One registry of its own; ``run_due`` is the look that service seconds are counted by."""

    def __init__(self, base: Base, orders: WorkOrders) -> None:
        self._base = base
        self._orders = orders
        self._since: Milliseconds = base.now()
        self._seconds = ServiceSeconds()
        self.registry = CollectorRegistry(auto_describe=False)
        self.registry.register(self)

    def run_due(self) -> None:
        """Called by one worker."""
        now = self._base.now()
        with self._base.database.read() as connection:
            self._seconds.look(standings(connection, now, self._base.settings), now)

    def collect(self) -> Iterator[Metric]:
        """At each scrape."""
        now = self._base.now()
        with self._base.database.read() as connection:
            fleet = standings(connection, now, self._base.settings)
            places = _places(connection, fleet)
            yield from self._of_terminals(fleet, places)
            yield from _of_devices(connection, fleet, places, self._since)
            yield from _of_money(connection, fleet, places, self._since)
            yield from self._of_messages(connection, places, now)
            yield from self._of_quality(connection, places, now)

    def _of_terminals(self, fleet: Sequence[Standing], places: "_Places") -> Iterator[Metric]:
        state = StateSetMetricFamily("kiosk_service_state", "What a terminal can do now", labels=_KIOSK)
        seconds = CounterMetricFamily("kiosk_service_seconds", "Open hours by state", labels=(*_KIOSK, "mode"))
        heard = _gauge("kiosk_last_heartbeat_timestamp_seconds", "Unix time of the last heartbeat, 0: never")
        expected = _gauge("kiosk_expected_in_service", "1 in open hours without maintenance")
        skew = _gauge("kiosk_clock_skew_seconds", "The terminal's clock less the centre's, where it tells")
        errors = CounterMetricFamily(
            "kiosk_errors_logged", "Errors that its process has logged since it started, where it tells", labels=_KIOSK
        )
        for one in fleet:
            place = places[one.kiosk_id]
            state.add_metric(place, {mode: mode == one.state for mode in MODES})
            for mode, total in self._seconds.totals(one.kiosk_id).items():
                seconds.add_metric([*place, mode], total)
            heard.add_metric(place, 0 if one.heard_at is None else one.heard_at / 1000)
            expected.add_metric(place, int(one.expected))
            if one.clock_offset_seconds is not None:
                skew.add_metric(place, one.clock_offset_seconds)
            if one.errors_logged is not None:
                errors.add_metric(place, one.errors_logged)
        yield from (state, seconds, heard, expected, skew, errors)

    def _of_messages(self, connection: Connection, places: "_Places", now: Milliseconds) -> Iterator[Metric]:
        found, oldest = counts.outbox(connection)
        depth = GaugeMetricFamily("sms_outbox_depth", "Messages that wait", labels=("state",))
        for state, count in found.items():
            depth.add_metric([state], count)
        age = 0.0 if oldest is None else (now - oldest) / 1000
        missing = CounterMetricFamily("payments_without_sms", "Payments that came on that list", labels=_KIOSK)
        listed = counts.without_sms(connection)
        for kiosk_id, place in places.items():
            missing.add_metric(place, listed[kiosk_id])
        confirm = counts.confirm_seconds(connection, self._since)
        reopen = counts.reopen_seconds(connection, self._since)
        yield from (
            _histogram("sms_confirm_seconds", "From posting to delivery", confirm, CONFIRM_BUCKETS),
            depth,
            GaugeMetricFamily("sms_outbox_oldest_ready_seconds", "Age of the oldest that is ready", value=age),
            missing,
            _histogram("service_reopen_seconds", "From posting to the open line", reopen, REOPEN_BUCKETS),
        )

    def _of_quality(self, connection: Connection, places: "_Places", now: Milliseconds) -> Iterator[Metric]:
        success = _gauge("dialtest_success", "1 if the last test of this step passed, within two hours", "step")
        took = _gauge("dialtest_seconds", "How long the last test of this step took", "step")
        for row in counts.last_dials(connection, now):
            if row.step in STEPS:
                success.add_metric([*places[row.kiosk_id], row.step], int(row.outcome == "passed"))
                took.add_metric([*places[row.kiosk_id], row.step], row.milliseconds / 1000)
        rated = counts.rated(connection, self._since, now)
        ratings = CounterMetricFamily("satisfaction_rating", "Ratings given", labels=(*_KIOSK, "score"))
        for kiosk_id, place in places.items():
            for score in counts.SCORES:
                ratings.add_metric([*place, str(score)], rated[kiosk_id, score])
        tickets = GaugeMetricFamily("tickets_open", "Work orders not fixed, by age", labels=("age_band",))
        ages = self._orders.ages()
        for band in AGE_BANDS:
            tickets.add_metric([band], ages[band])
        yield from (success, took, ratings, tickets)


_Places = Mapping[str, Sequence[str]]  # province, hall, terminal


def _places(connection: Connection, fleet: Iterable[Standing]) -> _Places:
    fleet = list(fleet)
    provinces = {hall: hall_named(connection, hall).province for hall in {one.hall for one in fleet}}
    return {one.kiosk_id: [provinces[one.hall], one.hall, one.kiosk_id] for one in fleet}


def _of_devices(
    connection: Connection, fleet: Sequence[Standing], places: _Places, since: Milliseconds
) -> Iterator[Metric]:
    state = StateSetMetricFamily("kiosk_device_state", "State of a device", labels=(*_KIOSK, "device"))
    faults = CounterMetricFamily("kiosk_device_faults", "It served no longer", labels=(*_KIOSK, "device", "code"))
    paper = StateSetMetricFamily("kiosk_printer_paper_state", "Paper of the printer", labels=_KIOSK)
    notes = _gauge("kiosk_cashbox_notes", "Notes in the box")
    capacity = _gauge("kiosk_cashbox_capacity_notes", "Notes that fit into the box")
    for one in fleet:
        place = places[one.kiosk_id]
        for name in DEVICES:
            device = one.device(name)
            told = "" if device is None else device.state
            state.add_metric([*place, name], {each: each == told for each in DEVICE_STATES})
        printer = one.device("printer")
        supplies = "" if printer is None else printer.supplies
        paper.add_metric(place, {each: each == supplies for each in PAPER_STATES})
        if one.cash_box is not None:
            notes.add_metric(place, one.cash_box.notes)
            capacity.add_metric(place, one.cash_box.capacity)
    happened = counts.faults(connection, places, since)
    possible = {(kiosk, device, code) for kiosk in places for device in DEVICES for code in _codes_of(device)}
    for kiosk_id, device_name, code in sorted(possible | happened.keys()):
        faults.add_metric([*places[kiosk_id], device_name, code], happened[kiosk_id, device_name, code])
    yield from (state, faults, paper, notes, capacity)


def _codes_of(device: str) -> list[str]:
    prefix = {"acceptor": "BV-", "card": "CRD-", "printer": "PRN-"}[device]
    return [code for code in FAULT_CODES if code.startswith(prefix)]


def _of_money(connection: Connection, fleet: Sequence[Standing], places: _Places, since: Milliseconds) -> Iterator[Metric]:
    number, fen = counts.transactions(connection, since)
    transactions = CounterMetricFamily("kiosk_transactions", "Payments", labels=(*_KIOSK, "tender", "result"))
    amount = CounterMetricFamily("kiosk_amount_fen", "Posted", labels=(*_KIOSK, "tender"))
    variance = _gauge("kiosk_cash_variance_fen", "Counted boxes: differences that nobody has explained")
    depth = _gauge("kiosk_offline_queue_depth", "Payments that wait in the terminal")
    oldest = _gauge("kiosk_offline_queue_oldest_seconds", "Age of the oldest of them")
    unexplained = unexplained_fen(connection)
    for one in fleet:
        place = places[one.kiosk_id]
        for tender in counts.TENDERS:
            amount.add_metric([*place, tender], fen[one.kiosk_id, tender])
            for result in counts.RESULTS:
                transactions.add_metric([*place, tender, result], number[one.kiosk_id, tender, result])
        variance.add_metric(place, unexplained.get(one.kiosk_id, 0))
        depth.add_metric(place, one.queue_depth)
        oldest.add_metric(place, one.queue_oldest_seconds)
    yield from (transactions, amount, variance, depth, oldest)


def _gauge(name: str, text: str, *more: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, labels=(*_KIOSK, *more))


def _histogram(name: str, text: str, values: Sequence[float], bounds: Sequence[float]) -> HistogramMetricFamily:
    """Cumulative, as Prometheus wants it: a value counts where it is at most the bound."""
    counted = [0] * (len(bounds) + 1)
    for value in values:
        counted[bisect_left(bounds, value)] += 1
    cumulative = [sum(counted[: index + 1]) for index in range(len(counted))]
    names = [*(str(float(bound)) for bound in bounds), "+Inf"]
    family = HistogramMetricFamily(name, text)
    family.add_metric([], list(zip(names, cumulative, strict=True)), sum_value=sum(values))
    return family
