"""P11: from the poll that fetches a stacked report to the credit on the glass; ours apart from the wire's."""

import random

from bench.hall import Hall
from bench.measure import Bench, percentile
from bench.slot import insert
from bench.table import Row, verdict

WHOLE_MS = 100.0
OURS_MS = 20.0
NOTE = 500  # fen
POLL_S = 0.1


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    acceptor = hall.world.acceptor
    link, second = hall.second_acceptor()
    ours: list[dict[str, float]] = []
    naive: list[dict[str, float]] = []
    with (
        Bench("bench.kiosk_child", hall.configuration(), "notes") as kiosk,
        Bench("bench.naive_note_path", link, hall.folder / "naive.sqlite") as other,
    ):
        for _ in ("first frame", "usable"):
            kiosk.hear()
        other.hear()
        kiosk.ask("open")
        for _ in range(4 if quick else 60):
            for child, control, times in ((kiosk, acceptor, ours), (other, second, naive)):
                child.tell("note")
                insert(control, NOTE, after_s=random.uniform(0, POLL_S))  # no note keeps step with the polls
                times.append(child.hear())
        kiosk.tell("finish")
        kiosk.hear()
    return [_whole(ours, naive), _own(ours, naive)]


def _whole(ours: list[dict[str, float]], naive: list[dict[str, float]]) -> Row:
    whole = _span(ours, "poll_s", "painted_s", 0.95)
    waited = _span(ours, "poll_before_s", "poll_s", 0.95)
    wire = _span(ours, "poll_s", "heard_s", 0.5)
    return Row(
        "P11",
        f"stacked report fetched -> credit painted, p95 of {len(ours)}",
        f"<= {WHOLE_MS:.0f} ms",
        f"{whole:.0f} ms (wire {wire:.0f}; polls {waited:.0f} apart)",
        f"200 ms sleep-poll loop, default SQLite: {_span(naive, 'poll_s', 'painted_s', 0.95):.0f} ms",
        verdict(whole, WHOLE_MS),
    )


def _own(ours: list[dict[str, float]], naive: list[dict[str, float]]) -> Row:
    own = _span(ours, "heard_s", "painted_s", 0.95)
    commit, paint = _span(ours, "heard_s", "committed_s", 0.5), _span(ours, "committed_s", "painted_s", 0.5)
    return Row(
        "P11",
        "of which ours: last byte heard -> painted, p95",
        f"<= {OURS_MS:.0f} ms",
        f"{own:.1f} ms (p50: commit {commit:.1f} + paint {paint:.1f})",
        f"naive: commit -> painted p50 {_span(naive, 'committed_s', 'painted_s', 0.5):.0f} ms",
        verdict(own, OURS_MS),
    )


def _span(times: list[dict[str, float]], begin: str, end: str, share: float) -> float:
    """A percentile of the milliseconds between two moments of each note."""
    return percentile([(note[end] - note[begin]) * 1000 for note in times], share)
