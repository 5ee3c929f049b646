"""``pytest -p tests.seeded_bugs.plant --plant NAME``: every terminal of this run has the bug, also one in a process of its
own that is killed."""

from functools import partial

import pytest

from tests.power_cut import kiosk_process
from tests.seeded_bugs.bugs import BUGS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--plant", choices=sorted(BUGS), help="a bug to plant into the product, in memory")


def pytest_configure(config: pytest.Config) -> None:
    name: str | None = config.getoption("--plant")
    if name is not None:
        BUGS[name]()
        setattr(kiosk_process, "main", partial(main_with, name))  # noqa: B010 - what rig starts


def main_with(name: str, arguments: list[str]) -> int:
    """In the process that will be killed: it has imported the product anew, without the bug."""
    BUGS[name]()
    return kiosk_process.main(arguments)
