"""H1 to H5 recomputed from what the page shows, and from nothing else (features.md 1, F46, F60)."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import insert

from central.availability import availability
from central.centre import Centre
from central.headline import headline, spread
from central.health_tables import maintenance
from central.identifiers import new_ulid
from central.intervals import Span, common, union, without
from central.months import begins, ends
from central.pages.filters import instant, share, stopwatch
from central.periods import Period
from central.reckoning import P50, P95, days_of, intervals_of, quantile, reckon
from central.terminal_accounts import Account
from central.timeline import Condition, Stretch
from central.times import hall_day_begins, parse
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

MONTH = "2026-11"
TERMINALS = ("K0101", "K0103", "K0104")
FULL, DEGRADED, OUT = (
    Condition("full", "serving", "", True, True, True),
    Condition("degraded", "serving", "PRN-OUT", True, True, False, "supplies"),
    Condition("out", "serving", "BV-JAM", cause="cash"),
)


class Tables(HTMLParser):
    """The cells of every row of a page, in words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the base class has it)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        self._inside = tag == "td" or (self._inside and tag not in ("tr", "table"))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "td"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


def _length(text: str) -> int:
    """Milliseconds of ``12:30:05.120``."""
    hours, minutes, seconds = text.split(":")
    whole, _, rest = seconds.partition(".")
    return (int(hours) * 3600 + int(minutes) * 60 + int(whole)) * 1000 + int(rest or 0)


def _moment(text: str) -> int:
    return parse(text.replace(" ", "T") + "+08:00")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, Clock, str]]:
    folder: Path = tmp_path_factory.mktemp("reckoning")
    with hall_served(folder, seeded_database()) as served:
        add_person(served[0], "5003", ["view"], [HALL])
        row = {"kiosk_id": "K0103", "begins_at": parse("2026-11-18T10:00:00+08:00"), "reason": "膜", "approved_by": "0217"}
        row |= {"maintenance_id": new_ulid(1), "ends_at": parse("2026-11-18T11:30:00.250+08:00")}
        with served[0].database.write() as connection:
            connection.execute(insert(maintenance).values(row))
        yield served


def _page(hall: tuple[Centre, Clock, str], kiosk_id: str) -> str:
    browser = Browser(hall[2])
    browser.log_in("5003")
    page = browser.get(f"/halls/terminals/{kiosk_id}/reckoning?month={MONTH}")
    assert page.status == 200
    return page.source


@pytest.mark.parametrize("kiosk_id", TERMINALS)
def test_h1_h2_can_be_followed_by_hand_from_the_shown_intervals(hall: tuple[Centre, Clock, str], kiosk_id: str) -> None:
    source = _page(hall, kiosk_id)
    shown = [cells for cells in Tables(source).rows if len(cells) == 7]
    assert len(shown) > 14
    counted = served = printable = 0
    before = begins(MONTH)
    for begin, end, state, _why, *lengths in shown:
        assert _moment(begin) == before, "no moment is left out, and none stands there twice"
        before = _moment(end)
        if ":" not in lengths[0]:
            assert lengths[0] in ("打烊", "已批准的维护", "未登记或已停用")
            continue
        took = before - _moment(begin)
        assert _length(lengths[0]) == took
        counted += took
        serves = state.split(" ")[0] in ("正常", "部分服务")
        assert _length(lengths[1]) == (took if serves else 0)
        served += took if serves else 0
        printable += _length(lengths[2])
    assert before == hall[1](), "up to now"
    centre = hall[0]
    period = Period(begins(MONTH), ends(MONTH), hall[1]())
    with centre.database.read() as connection:
        said = headline(connection, [kiosk_id], period, centre.settings)
    assert (said.availability.scheduled, said.availability.print) == (counted, printable)
    for name, part, value in (("h1", served, said.in_service), ("h2", printable, said.can_print)):
        assert value == part / counted
        formula = re.search(rf'id="{name}">(.*?)</p>', source, re.DOTALL)
        assert formula is not None
        words = re.sub(r"<[^>]+>", "", formula[1])
        assert words == f"{stopwatch(part)} ÷ {stopwatch(counted)} = {share(value)}"


def test_f60_maintenance_and_closed_hours_stand_there_and_do_not_count(hall: tuple[Centre, Clock, str]) -> None:
    rows = [cells for cells in Tables(_page(hall, "K0103")).rows if len(cells) == 7]
    planned = [cells for cells in rows if cells[4] == "已批准的维护"]
    begin, end = planned[0][0], planned[-1][1]
    assert (begin, end) == ("2026-11-18 10:00:00", "2026-11-18 11:30:00.250")
    assert [cells for cells in rows if cells[4] == "打烊"]
    assert [cells for cells in rows if cells[4] == "未登记或已停用"], "the days before it was enrolled"


@pytest.mark.parametrize("kiosk_id", TERMINALS)
def test_h3_h4_h5_come_from_the_shown_payments(hall: tuple[Centre, Clock, str], kiosk_id: str) -> None:
    source = _page(hall, kiosk_id)
    centre = hall[0]
    with centre.database.read() as connection:
        said = headline(connection, [kiosk_id], Period(begins(MONTH), ends(MONTH), hall[1]()), centre.settings)
    for name, spread_said in (("h3", said.sms), ("h5", said.reopened)):
        card = source.split(f'id="{name}"')[1].split('<div class="card')[0]
        rows = [cells for cells in Tables(card).rows if len(cells) == 5]
        took = [_moment(end) - _moment(begin) for _, _, begin, end, _ in rows]
        assert took == sorted(took) == [_length(cells[4]) for cells in rows]
        assert [int(cells[0]) for cells in rows] == list(range(1, len(rows) + 1))
        assert spread(took) == spread_said
        if took:
            assert f"{stopwatch(spread(took).p95 or 0)}</span></p>" in card
    assert len(said.without_sms) == source.split('id="h4"')[1].count('class="code"')


def test_the_report_and_the_terminal_lead_there(hall: tuple[Centre, Clock, str]) -> None:
    browser = Browser(hall[2])
    browser.log_in("5003")
    path = "/halls/terminals/K0103/reckoning"
    assert f"{path}?month=2026-11" in browser.get(f"/halls/report?hall={HALL}").links
    assert path in browser.get("/halls/terminals/K0103").links
    assert "2026-10" in browser.get(path).text
    assert browser.get(f"{path}?month=2027-05").text.count("2026-11") > 0, "a month to come is the one that runs"
    assert browser.get(f"{path}?month=2026-13").status == 404
    old = browser.get(f"{path}?month=2026-09")
    assert "没有可衡量的" in old.text
    assert "未登记或已停用" in old.text


# ---- pure --------------------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=60))
def test_a_quantile_is_the_headline_s(durations: list[int]) -> None:
    durations.sort()
    said = spread(durations)
    for part, value in ((P50, said.p50), (P95, said.p95)):
        found = quantile(durations, part)
        assert found is not None
        assert found.value == value
        assert durations[found.rank - 1] == found.low
    assert quantile([], P95) is None


_spans = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=6)


@given(_spans, _spans, st.lists(st.tuples(st.integers(1, 90), st.sampled_from([FULL, DEGRADED, OUT])), max_size=8))
def test_every_moment_stands_there_once_and_the_sums_are_the_account_s(
    hours: list[Span], planned: list[Span], told: list[tuple[int, Condition]]
) -> None:
    scale, at = 3_600_000, hall_day_begins(20_000)
    open_hours = union((at + begin * scale, at + end * scale) for begin, end in hours)
    windows = union((at + begin * scale, at + end * scale) for begin, end in planned)
    stretches, begin = [], at
    for length, condition in told:
        stretches.append(Stretch(begin, begin + length * scale, condition))
        begin += length * scale
    schedule = without(common(open_hours, [(at + 20 * scale, begin)]), windows)
    account = Account("K1", schedule, tuple(stretches), open_hours, windows)
    found = intervals_of(account)
    assert sum(one.end - one.begin for one in found) == begin - at
    assert all(one.end == other.begin for one, other in pairwise(found))
    said, days = availability(stretches, schedule), days_of(found)
    assert sum(day.scheduled for day in days) == said.scheduled
    assert sum(day.served for day in days) == said.full + said.degraded
    assert sum(day.printable for day in days) == said.print
    assert all(one.begin >= hall_day_begins(20_000) and stopwatch(one.end - one.begin) for one in found)


def test_a_figure_is_written_so_that_it_can_be_added() -> None:
    assert stopwatch(45_005_120) == "12:30:05.120"
    assert stopwatch(360_000_000) == "100:00:00"
    assert instant(parse("2026-11-21T14:02:33.007+08:00")) == "2026-11-21 14:02:33.007"
    assert instant(parse("2026-11-21T14:02:33+08:00")) == "2026-11-21 14:02:33"


def test_a_month_in_which_nothing_happened(centre: Centre, clock: Clock) -> None:
    period = Period(begins("2026-09"), ends("2026-09"), clock())
    with centre.database.read() as connection:
        found = reckon(connection, "K0001", period, centre.settings)
    assert (found.scheduled, found.served, found.sms, found.reopened) == (0, 0, (), ())
    assert {one.why for day in found.days for one in day.intervals} == {"not_enrolled"}
