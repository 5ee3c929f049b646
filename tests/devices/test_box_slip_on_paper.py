"""The slip of a swapped cash box as bytes, on both widths and in both languages: all of it is there."""

from pathlib import Path

import pytest

from kiosk.collection import OpenCollection
from kiosk.paper import Document, Pair, Text
from kiosk.papers.box_slip import box_slip, copy_of_slip
from kiosk.visit_types import Language
from tests.devices.test_papers_on_paper import Width, printed, squeezed, text_only
from tests.kiosk.play import POLICY

SWAP = OpenCollection(
    "K0001-C7",
    "0217",
    "0218",
    "offline_code",
    "2026-11-21T20:58:44+08:00",
    box_was_out=True,
    box_came_back=True,
    serial_out="BOX-MODEL-7-SERIAL-000000000000000000007",
    seal_out="S-991",
    serial_in="BX-0012",
    seal_in="",
)


def slip(language: Language) -> Document:
    return box_slip(POLICY, SWAP, closed_by="0301", closed_at="2026-11-21T21:02:10+08:00", language=language)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [58, 80])
def test_f57_the_slip_is_whole_on_both_widths(width: Width, language: Language, tmp_path: Path) -> None:
    document = copy_of_slip(slip(language), language)
    paper = squeezed("".join(text_only(printed(document, width, tmp_path))))
    for line in document.lines:
        words = [line.text] if isinstance(line, Text) else [line.label, line.value] if isinstance(line, Pair) else []
        for word in words:
            assert squeezed(word) in paper, word


@pytest.mark.parametrize("language", Language)
def test_a_copy_is_marked_once_however_often_it_is_printed(language: Language) -> None:
    once = copy_of_slip(slip(language), language)
    assert copy_of_slip(once, language) == once
    assert len(once.lines) == len(slip(language).lines) + 2
