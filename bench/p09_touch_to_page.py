"""P9: from lifting the finger to the painted page, on every page; a QStackedWidget of the same pages interleaved."""

import json
from collections import defaultdict

from bench.hall import Hall
from bench.measure import Bench, percentile
from bench.table import Row, verdict

P95_MS = 16.7


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    ours: dict[str, list[float]] = defaultdict(list)
    peer: list[float] = []
    contents = hall.folder / "pages.json"
    with Bench("bench.counter_child", hall.folder / "p9") as kiosk:
        kiosk.hear()
        kiosk.ask("turns")  # the first of each kind warms glyphs and caches
        contents.write_text(json.dumps(kiosk.ask("pages")["pages"]), "utf-8")
    with Bench("bench.counter_child", hall.folder / "p9-timed") as kiosk, Bench("bench.stacked_pages", contents) as stacked:
        for child in (kiosk, stacked):
            child.hear()
            child.ask("turns")
        for _ in range(5 if quick else 100):
            for page, taken_ms in kiosk.ask("turns")["turns"]:
                ours[page].append(taken_ms)
            peer += [taken_ms for _, taken_ms in stacked.ask("turns")["turns"]]
    table = [_page(page, times) for page, times in ours.items()]
    middle = percentile([taken for times in ours.values() for taken in times], 0.5)
    theirs = percentile(peer, 0.5)
    table.append(
        Row(
            "P9",
            "any page, p50",
            "<= a QStackedWidget of the same pages",
            f"{middle:.1f} ms, {middle / theirs:.2f} x",
            f"QStackedWidget p50 {theirs:.1f} p95 {percentile(peer, 0.95):.1f} ms",
            verdict(middle, theirs),
        )
    )
    return table


def _page(page: str, times: list[float]) -> Row:
    worst = percentile(times, 0.95)
    return Row(
        "P9",
        f"touch to painted page {page}, p95",
        f"<= {P95_MS} ms",
        f"{worst:.1f} ms (p50 {percentile(times, 0.5):.1f})",
        "-",
        verdict(worst, P95_MS),
    )
