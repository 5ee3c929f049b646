"""What a proof counts is told at the end of the run: kills, images, faults, and what was lost, doubled or unexplained."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

Tally = Callable[[str, int], None]


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """``tally("kills", 1)``: sums over all tests and workers stand in the summary of the run."""

    def count(what: str, how_many: int) -> None:
        request.node.user_properties.append(("tally", (what, how_many)))

    return count


def pytest_terminal_summary(terminalreporter: Any) -> None:
    sums: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", "") == "call":
                for name, (what, how_many) in (found for found in report.user_properties if found[0] == "tally"):
                    del name
                    sums[what] += how_many
    if sums:
        terminalreporter.write_line("counted: " + ", ".join(f"{what} {number}" for what, number in sorted(sums.items())))
