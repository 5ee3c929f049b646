"""What a page of the terminal shows, as plain parts: sheets, words, keys and pictures, each with its place on the glass.

Read off the terminal's own scene, so that a peer can show the same pages by other means. What is drawn freehand (the
faces, the ring of the countdown) is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem


@dataclass(frozen=True)
class Part:
    """``kind`` is ``sheet`` (a rectangle), ``words``, ``key`` (a rectangle with words that takes a finger), or ``picture``,
    whose ``text`` is its source: the URL of a file, or one that holds the data.

    Pixels of the window; colours as ``#AARRGGBB``, ``border`` 0 for none; ``alignment`` is Qt's, across and down.
    """

    kind: str
    left: int
    top: int
    width: int
    height: int
    colour: str = "#00000000"
    radius: int = 0
    border: int = 0
    border_colour: str = "#00000000"
    text: str = ""
    pixels: int = 0
    bold: bool = False
    ink: str = "#FF000000"
    alignment: int = 0
    wraps: bool = False


def parts_of(item: QQuickItem, seen: QRectF | None = None) -> Iterator[Part]:
    """What is seen of ``item`` and inside it, as it is painted; ``seen`` is where nothing cuts it off."""
    place = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    if not item.isVisible() or item.opacity() == 0:
        return
    if item.clip():
        seen = place if seen is None else place.intersected(seen)
    if seen is not None and not place.isEmpty() and not place.intersects(seen):
        return
    key = _key(item)
    if key is not None:
        yield key
        return
    if item.inherits("QQuickText") and item.property("text"):
        yield Part("words", **_place(item), **_words(item))
    elif item.inherits("QQuickRectangle"):
        yield Part("sheet", **_place(item), **_box(item))
    elif item.inherits("QQuickImage") and item.property("source"):
        yield Part("picture", **_place(item), text=_source(item))
    for child in item.childItems():
        yield from parts_of(child, seen)


def _key(item: QQuickItem) -> Part | None:
    """A plain key: rectangles, one text and an area for the finger, nothing else."""
    inside = [child for child in item.childItems() if child.isVisible()]
    texts = [child for child in inside if child.inherits("QQuickText")]
    tops = [child for child in inside if child.inherits("QQuickRectangle")]
    areas = [child for child in inside if child.inherits("QQuickMouseArea")]
    if len(texts) != 1 or not tops or len(areas) != 1 or len(inside) != 2 + len(tops):
        return None
    return Part("key", **_place(item), **_box(tops[-1]), **_words(texts[0]))


def _place(item: QQuickItem) -> dict[str, Any]:
    corner = item.mapToScene(QPointF(0, 0))
    return {
        "left": round(corner.x()),
        "top": round(corner.y()),
        "width": round(item.width()),
        "height": round(item.height()),
    }


def _words(item: QQuickItem) -> dict[str, Any]:
    font = item.property("font")
    assert isinstance(font, QFont)
    return {
        "text": str(item.property("text")),
        "pixels": max(1, font.pixelSize()),
        "bold": font.bold(),
        "ink": _colour(item),
        "alignment": int(_said(item, "horizontalAlignment")) | int(_said(item, "verticalAlignment")),
        "wraps": int(_said(item, "wrapMode")) != 0,
    }


def _box(item: QQuickItem) -> dict[str, Any]:
    pen = QColor(str(_said(item, "border.color.toString()")))
    seen = pen.alpha() > 0 and pen != QColor("black")  # what has no border says black; no border here is black
    return {
        "colour": _colour(item),
        "radius": round(float(item.property("radius"))),
        "border": round(float(_said(item, "border.width"))) if seen else 0,
        "border_colour": pen.name(QColor.NameFormat.HexArgb),
    }


def _source(item: QQuickItem) -> str:
    """Of a picture, whole: the page says where it is from where the page's own file is."""
    context = qmlContext(item)
    assert context is not None
    return context.resolvedUrl(item.property("source")).toString()


def _colour(item: QQuickItem) -> str:
    colour = item.property("color")
    assert isinstance(colour, QColor)
    return colour.name(QColor.NameFormat.HexArgb)


def _said(item: QQuickItem, words: str) -> Any:
    """PySide has no converter for some of the properties, so QML itself says them."""
    context = qmlContext(item)
    assert context is not None
    return QQmlExpression(context, item, words).evaluate()[0]
