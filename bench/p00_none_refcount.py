"""P0: the reference count of ``None`` does not fall over real touches and views (PySide6 6.12.0 dies of that)."""

from bench.hall import Hall
from bench.measure import Bench
from bench.table import Row, verdict

OPERATIONS = 100_000
OPERATIONS_QUICK = 1_000
LOSS = 0.01  # references an operation; the defect costs about one a call, other code's own coming and going far less


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    wanted = OPERATIONS_QUICK if quick else OPERATIONS
    folder = hall.folder / "p0"
    with Bench("bench.counter_child", folder) as child:
        child.hear()
        before = child.ask("visit")
        visits = 0
        while True:
            after = child.ask("visit")
            visits += 1
            operations = int(after["operations"]) - int(before["operations"])
            if operations >= wanted:
                break
    fallen = int(before["none_references"]) - int(after["none_references"])
    return [
        Row(
            "P0",
            "references to None lost over touches and views of paid visits",
            f"none over {OPERATIONS:,} (under {LOSS} an operation)",
            f"{max(fallen, 0)} over {operations:,} in {visits} visits",
            "PySide6 6.12.0: about 1 a call",
            verdict(fallen / operations, LOSS),
        )
    ]
