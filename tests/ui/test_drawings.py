"""The drawings of the pages: each can be read, each is shown somewhere, and none brings a colour of its own."""

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImageReader

from tests.ui.conftest import Glass, visible
from ui import samples
from ui.application import QML

DRAWINGS = {path.stem: path for path in sorted((QML / "pictures").glob("*.svg"))}
NAMED = [line for path in QML.rglob("*.qml") for line in path.read_text("utf-8").splitlines() if " name: " in line]
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")


def elements(name: str) -> list[ElementTree.Element]:
    return list(ElementTree.parse(DRAWINGS[name]).iter())  # noqa: S314 - our own file


def theme() -> set[str]:
    """The colours of the theme by day and of the notes; the line around a note's value is the note's, lighter."""
    known = {colour.upper() for colour in HEX.findall((QML / "theme" / "Theme.qml").read_text("utf-8"))}
    return known | {QColor("#A3232F").lighter(170).name().upper()}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_can_be_read_in_any_size(portrait: Glass, name: str) -> None:
    for pixels in (24, 480):
        reader = QImageReader(str(DRAWINGS[name]))
        reader.setScaledSize(QSize(pixels, pixels))
        assert not reader.read().isNull(), reader.errorString()


@pytest.mark.parametrize("name", DRAWINGS)
def test_its_colours_are_the_themes(name: str) -> None:
    paints = {element.get(paint, "none").upper() for element in elements(name) for paint in ("fill", "stroke")}
    assert paints <= theme() | {"NONE"}


@pytest.mark.parametrize("name", DRAWINGS)
def test_it_is_shown_somewhere(name: str) -> None:
    assert any(f'"{name}"' in named for named in NAMED)


@pytest.mark.parametrize("name", DRAWINGS)
def test_it_carries_no_words_and_nothing_from_outside(name: str) -> None:
    # words are the translator's; and a font of the machine would be another one in each hall
    tags = {element.tag.rpartition("}")[2] for element in elements(name)}
    assert tags <= {"svg", "rect", "circle", "path"}


@pytest.mark.parametrize("name", ["home", "home_card", "menu", "proof", "method_only_card", "card_bank", "result_posted"])
def test_every_page_finds_its_drawings(portrait: Glass, name: str) -> None:
    portrait.show(samples.view(name))
    items = visible(portrait.screen.window.contentItem())
    drawn = [item for item in items if item.metaObject().className().startswith(("Drawing", "CardPicture"))]
    assert drawn
    assert all(item.implicitWidth() > 0 for item in drawn)  # one that is not read has no size
