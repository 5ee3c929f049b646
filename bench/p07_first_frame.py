"""P7: process start to first frame against a bare QML window; then until devices and queue are usable."""

from statistics import median

from bench.hall import Hall
from bench.measure import Bench
from bench.table import Row, verdict

SLOWER_THAN_BARE = 1.15
USABLE_AFTER = 2.0


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    configuration = hall.configuration()
    _kiosk(configuration)  # the first start makes the ledger and the keys, and warms the caches of both
    _bare()
    bare, first, after = [], [], []
    for _ in range(3 if quick else 9):
        bare.append(_bare())
        frame_s, usable_s = _kiosk(configuration)
        first.append(frame_s)
        after.append(usable_s - frame_s)
    ratio, later = median(first) / median(bare), median(after) / median(first)
    frame_row = Row(
        "P7",
        "process start to first frame, whole kiosk",
        f"<= {SLOWER_THAN_BARE} x a bare QML window",
        f"{median(first) * 1000:.0f} ms, {ratio:.2f} x",
        f"bare QML window {median(bare) * 1000:.0f} ms",
        verdict(ratio, SLOWER_THAN_BARE),
    )
    usable_row = Row(
        "P7",
        "from then until devices and queue are usable",
        f"<= {USABLE_AFTER:.0f} x the first frame's time",
        f"{median(after) * 1000:.0f} ms, {later:.2f} x",
        "-",
        verdict(later, USABLE_AFTER),
    )
    return [frame_row, usable_row]


def _bare() -> float:
    with Bench("bench.bare_window") as child:
        return float(child.hear()["first_frame_s"]) - child.started_s


def _kiosk(configuration: object) -> tuple[float, float]:
    """Seconds from the start of the process to the first frame, and to usable devices."""
    with Bench("bench.kiosk_child", configuration) as child:
        frame_s = float(child.hear()["first_frame_s"]) - child.started_s
        return frame_s, float(child.hear()["usable_s"]) - child.started_s
