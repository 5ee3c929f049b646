"""``python -m bench [--only P7 ...] [--quick]``: measures, and prints the table of goals. Figures never fail a run.

Exit code 1 only when something could not be measured at all.
"""

import argparse
import os
import platform
import sys
import time
from typing import Protocol

from app.processes import ChildError
from bench import (
    p00_none_refcount,
    p01_syncs,
    p02_commit,
    p03_queue,
    p04_take_next,
    p05_reopen,
    p06_drain,
    p07_first_frame,
    p08_memory,
    p09_touch_to_page,
    p10_round_trip,
    p11_note_to_paint,
    p12_printing,
    p13_signing,
    s05_verify,
)
from bench.hall import Hall
from bench.measure import BenchError
from bench.table import Row, text_of


class Measure(Protocol):
    def __call__(self, hall: Hall, *, quick: bool) -> list[Row]: ...


GOALS: dict[str, Measure] = {
    "P0": p00_none_refcount.rows,
    "P1": p01_syncs.rows,
    "P2": p02_commit.rows,
    "P3": p03_queue.rows,
    "P4": p04_take_next.rows,
    "P5": p05_reopen.rows,
    "P6": p06_drain.rows,
    "P7": p07_first_frame.rows,
    "P8": p08_memory.rows,
    "P9": p09_touch_to_page.rows,
    "P10": p10_round_trip.rows,
    "P11": p11_note_to_paint.rows,
    "P12": p12_printing.rows,
    "P13": p13_signing.rows,
    "S5": s05_verify.rows,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure the terminal against its goals and peers."
    )
    parser.add_argument("--only", action="append", choices=list(GOALS), metavar="GOAL", help="; ".join(GOALS))
    parser.add_argument("--quick", action="store_true", help="a slice of a minute, for every commit")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    whole = True
    with Hall() as hall:
        for goal in options.only or GOALS:
            whole &= _measured(goal, hall, rows, quick=options.quick)
    sys.stdout.write(f"\n{_machine(quick=options.quick)}\n\n{text_of(rows)}\n")
    return 0 if whole else 1


def _measured(goal: str, hall: Hall, rows: list[Row], *, quick: bool) -> bool:
    begun = time.monotonic()
    try:
        rows.extend(GOALS[goal](hall, quick=quick))
    except (BenchError, ChildError, OSError) as error:
        rows.append(Row(goal, "-", "-", "-", "-", "not measured, see above"))
        sys.stderr.write(f"{goal} could not be measured: {error}\n")
        return False
    finally:
        sys.stderr.write(f"{goal} took {time.monotonic() - begun:.1f} s\n")
    return True


def _machine(*, quick: bool) -> str:
    """Figures mean something only beside this."""
    kind = "quick slice" if quick else "full run"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{kind}; {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; load average {load}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
