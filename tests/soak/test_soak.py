"""The soak's own conscience: a slice of it runs, and its witnesses find what is put before them."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk import facts
from kiosk.facts import AnyFact
from offline_queue.balances import Balances
from tests.conftest import Tally
from tests.offline_queue.support import Home, accepted, closed, intended, opened, posted, stacked
from tests.soak.__main__ import Figures, added_up
from tests.soak.run import Soak
from tests.soak.vitals import Sample, Vitals, bad_lines
from tests.soak.witnesses import Witnesses

SEED = 20261122
PAYMENTS = 12


def test_a10_m2_a_slice_of_the_soak(tmp_path: Path, tally: Tally) -> None:
    """Every second visit has trouble; not a fen is lost, doubled or unexplained, and nothing dies unheard."""
    summary = Soak(tmp_path, SEED, 0.5, io.StringIO()).run(payments=PAYMENTS, minutes=None)
    assert summary.clean, summary.figures()
    assert summary.payments >= PAYMENTS
    assert sum(summary.crowd.troubles.values()) > 0
    tally("soaked payments", summary.payments)
    tally("soak faults", sum(summary.crowd.troubles.values()))


# ---- what the witnesses find -----------------------------------------------------------------------------------------


class _Acceptor:
    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.jammed: str | None = None

    def send(self, command: str, *, since: int) -> dict[str, Any]:
        assert command == "state"
        return {"unacknowledged": [], "jammed": self.jammed, "notes": [note for note in self.notes if note["id"] >= since]}

    def put(self, fen: int, place: str = "cassette") -> None:
        where = "stacked" if place == "cassette" else place
        self.notes.append({"id": len(self.notes) + 1, "denomination": fen, "where": where, "place": place})


class _Hall:
    """As much of a hall as witnesses ask."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.acceptor = _Acceptor()
        self.settings = self
        self.storage = home.data
        self.policy = self
        self.kiosk_id = "K0001"
        self.centre_file = home.root / "centre.sqlite"
        with closing(sqlite3.connect(self.centre_file)) as centre:
            centre.execute("CREATE TABLE payments (payment_id, kiosk_id, kiosk_seq, amount_fen, status)")
            centre.execute("CREATE TABLE billing_postings (reference, amount_fen)")
            centre.commit()

    def mend(self) -> None:
        """Somebody frees what is stuck: the note goes back."""
        self.acceptor.jammed = None
        for note in self.acceptor.notes:
            if note["place"] == "head":
                note["where"] = note["place"] = "returned"

    def centre_has(self, seq: int, fen: int, *, billed: int = 1, status: str = "posted") -> None:
        with closing(sqlite3.connect(self.centre_file)) as centre:
            centre.execute("INSERT INTO payments VALUES (?, 'K0001', ?, ?, ?)", (f"C{seq}", seq, fen, status))
            centre.executemany("INSERT INTO billing_postings VALUES (?, ?)", [(f"C{seq}", fen)] * billed)
            centre.commit()


@pytest.fixture
def hall(tmp_path: Path) -> _Hall:
    home = Home(tmp_path)
    with closing(home.open()) as ledger:
        note: list[AnyFact] = [opened("v"), intended("n", "v"), stacked("n", "v")]
        ledger.commit([*note, accepted(1, "v", 10000), closed("v"), posted(1)])
    return _Hall(home)


def witnesses(hall: _Hall) -> Witnesses:
    return Witnesses(hall)  # type: ignore[arg-type]


def findings(hall: _Hall, *, may_doubt: bool = False) -> tuple[int, int, int]:
    asked = witnesses(hall)
    asked.after_visit("here", may_doubt=may_doubt)
    asked.close()
    return asked.findings.lost_fen, asked.findings.doubled_fen, asked.findings.unexplained_fen


def test_books_that_agree(hall: _Hall) -> None:
    hall.acceptor.put(10000)
    hall.acceptor.put(500, "returned")
    assert findings(hall) == (0, 0, 0)


def test_a_jam_that_shows_only_after_the_visit_is_freed_and_no_finding(hall: _Hall) -> None:
    """Seed 20261123, visit 6361: armed in an earlier visit, met by a note that nobody waited for any more."""
    hall.acceptor.put(10000)
    hall.acceptor.put(5000, "head")
    hall.acceptor.jammed = "entry"
    assert findings(hall) == (0, 0, 0)


def test_a_note_in_the_box_that_the_ledger_lacks_is_lost(hall: _Hall) -> None:
    hall.acceptor.put(10000)
    hall.acceptor.put(500)
    assert findings(hall) == (500, 0, 0)


def test_a_note_of_the_ledger_that_the_box_lacks_is_doubled(hall: _Hall) -> None:
    hall.acceptor.put(10000, "returned")
    assert findings(hall) == (0, 10000, 0)


@pytest.mark.parametrize("may_doubt", [False, True])
def test_a_doubt_needs_a_reason(hall: _Hall, may_doubt: bool) -> None:
    hall.acceptor.put(10000)
    with closing(hall.home.open()) as ledger:
        ledger.commit([opened("w"), intended("m", "w", 2000), facts.NoteDoubted("m", "nobody knows"), closed("w")])
    assert findings(hall, may_doubt=may_doubt) == (0, 0, 0 if may_doubt else 2000)


@pytest.mark.parametrize(
    ("there", "differs"),
    [
        ({"fen": 10000}, False),
        ({"fen": 5000}, True),
        ({"fen": 10000, "status": "rejected"}, True),
        ({"fen": 10000, "billed": 2}, True),
        ({"fen": 10000, "billed": 0}, True),
        ({"seq": 2, "fen": 10000}, True),
    ],
)
def test_the_centre_is_compared_payment_by_payment(hall: _Hall, there: dict[str, Any], differs: bool) -> None:
    hall.centre_has(**{"seq": 1, **there})
    asked = witnesses(hall)
    asked.reconcile("here", settled=True)
    asked.close()
    assert asked.findings.clean is not differs, asked.findings


def test_a_ledger_that_does_not_add_up(hall: _Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.acceptor.put(10000)
    monkeypatch.setattr(
        "offline_queue.balances.read_total", lambda _: Balances(stacked_fen=hall.acceptor.notes[0]["denomination"])
    )
    assert findings(hall) == (0, 0, 10000)


def test_growth_is_the_slope_after_the_warm_up() -> None:
    vitals = Vitals()
    vitals.samples = [Sample(hour / 10, hour * 100, 100.0 + hour, 40, 10) for hour in range(20)]
    assert vitals.growth("rss_mib", "hours") == pytest.approx(10.0)
    assert vitals.growth("rss_mib", "payments") == pytest.approx(0.01)
    assert vitals.growth("threads", "hours") == pytest.approx(0.0)


def test_lanes_are_added_up() -> None:
    lanes: list[Figures] = [
        {"seed": 1, "payments": 3, "minutes": 1.5, "faults": {"jam": 1}, "differences": [], "clean": True},
        {"seed": 2, "payments": 4, "minutes": 2.0, "faults": {"jam": 2, "cut": 1}, "differences": ["x"], "clean": False},
    ]
    assert added_up(lanes) == {
        "seed": "1 | 2",
        "payments": 7,
        "minutes": 2.0,
        "faults": {"cut": 1, "jam": 3},
        "differences": ["x"],
        "clean": False,
    }
    assert not added_up([lanes[0], {"clean": False, "differences": ["a lane died"]}])["clean"]


def test_what_another_process_said_before_it_died_is_an_alarm(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    assert bad_lines(log) == []
    log.write_text("ERROR link failed\nTraceback (most recent call last):\n  File x\nValueError: y\nTILL-902 CRITICAL z\n")
    assert bad_lines(log) == [
        "child.log: ERROR link failed Traceback (most recent call last): ValueError: y",
        "child.log: TILL-902 CRITICAL z",
    ]
