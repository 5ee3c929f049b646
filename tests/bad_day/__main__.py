"""``python -m tests.bad_day [--out FILE]``: plays the bad day, tells it as a table."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.bad_day.day import Day, Row
from tests.bad_day.fast_clock import day_at
from tests.bad_day.hall import Hall

COLUMNS = (
    ("fault", "fault"),
    ("at", "broken_at"),
    ("the customer sees", "customer"),
    ("the technician sees", "technician"),
    ("the hall's page says", "hall"),
    ("alarm", "alarm"),
    ("after", "after_s"),
    ("told", "told"),
    ("over", "over"),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tests.bad_day", description=__doc__)
    parser.add_argument("--out", type=Path, help="write the table there as well")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    with tempfile.TemporaryDirectory(prefix="bad-day-") as folder:
        rows, sums = play(Path(folder))
    table = told(rows)
    sys.stdout.write(f"{table}\n{sums}\n")
    if options.out is not None:
        options.out.write_text(f"{table}\n{sums}\n", encoding="utf-8")
    return 0


def play(folder: Path) -> tuple[list[Row], str]:
    """The whole day. AssertionError where somebody did not see what they should, or a fen is not where it should be."""
    from PySide6.QtCore import QCoreApplication

    from kiosk.visit_types import Language
    from ui.messages import say
    from ui.translator import Languages

    application = QCoreApplication.instance() or QCoreApplication([])
    Languages().use(Language.ENGLISH)
    with Hall(folder, day_at(9, 0)) as hall:
        day = Day(hall, say)
        day.play()
        sums = day.money()
    del application
    return day.rows, sums


def told(rows: list[Row]) -> str:
    """As a table of Markdown."""
    lines = ["| " + " | ".join(name for name, _ in COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
    for row in rows:
        cells = {name: str(getattr(row, field)) for name, field in COLUMNS}
        cells["at"], cells["after"] = row.broken_at[11:16], f"{row.after_s // 60} min {row.after_s % 60:02d} s"
        lines.append("| " + " | ".join(cells[name] for name, _ in COLUMNS) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
