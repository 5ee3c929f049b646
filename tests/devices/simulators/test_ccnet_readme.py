"""The page that people read names every command that there is."""

from dataclasses import fields
from pathlib import Path

import pytest

from devices.simulators import __main__, ccnet, ccnet_bills, wire_faults
from devices.simulators.note_path import Timings

PAGE = (Path(__main__.__file__).parent / "README.md").read_text(encoding="utf-8")
TIMINGS = (*(item.name for item in fields(Timings)), *ccnet.OWN_TIMINGS)


@pytest.mark.parametrize(
    "word", [*ccnet.COMMANDS, *wire_faults.COMMANDS, "unplug", "replug", *TIMINGS, *ccnet_bills.VARIANTS]
)
def test_every_word_is_explained(word: str) -> None:
    assert f"`{word}`" in PAGE
