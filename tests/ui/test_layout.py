"""Nothing clipped, overlapping, too small or out of the page: both languages, both layouts, both sizes of type."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.visit_types import Language, Service
from tests.ui.conftest import Glass, visible
from ui import samples
from ui.eyes import run_until
from ui.help_messages import HELP_SOURCES
from ui.samples_of_enquiries import services

NAMES = sorted(samples.views())
LAYOUTS = [(language, large) for language in Language for large in (False, True)]
SAMPLES = cache(samples.views)
SLACK = 1.5  # pixels of rounding
MAIN_KEYS = (
    "key_",
    "confirm",
    "finish",
    "continue",
    "pay_c",
    "cancel",
    "home_pay",
    "amount_",
    "service_",
    "only_pay",
    "menu",
    "proof_",
    "print",
    "leave",
)


def scene_rect(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def painted_rect(item: QQuickItem) -> QRectF:
    """Where the words of a text are really drawn: its lines without the empty part above the first and below the last.

    The font's line is 1.448 em high, 1.16 above the base line and 0.288 below; its tallest glyphs reach 0.87 and 0.25.
    """
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    # PySide has no converter for the alignment enums, so QML itself says them
    context = qmlContext(item)
    assert context is not None
    words = QQmlExpression(
        context, item, "[horizontalAlignment, verticalAlignment, fontInfo.pixelSize].join(' ')"
    ).evaluate()[0]
    *sides, size = str(words).split()
    across, down = (Qt.AlignmentFlag(int(side)) for side in sides)
    left = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignRight: item.width() - width}.get(
        across, (item.width() - width) / 2
    )
    top = {Qt.AlignmentFlag.AlignTop: 0.0, Qt.AlignmentFlag.AlignBottom: item.height() - height}.get(
        down, (item.height() - height) / 2
    )
    em = float(size)
    return item.mapRectToScene(QRectF(left, top, width, height).adjusted(0, 0.28 * em, 0, -0.03 * em))


def seen_part(item: QQuickItem, rect: QRectF) -> QRectF:
    """What is left of a rectangle of the scene where pages that scroll cut this item off; empty when nothing is."""
    above = item.parentItem()
    while above is not None:
        if above.clip():
            rect = rect.intersected(scene_rect(above))
        above = above.parentItem()
    return rect


def described(item: QQuickItem) -> str:
    return f"{item.property('text')!r} {scene_rect(item)}"


def check_texts(glass: Glass, pixels_per_mm: float, *, large: bool) -> list[str]:
    """Faults of the texts on the page."""
    faults = []
    window = QRectF(0, 0, glass.screen.window.width(), glass.screen.window.height())
    items = [(item, seen) for item in glass.text_items() if not (seen := seen_part(item, painted_rect(item))).isEmpty()]
    for item, seen in items:
        if item.property("truncated"):
            faults.append(f"cut off: {described(item)}")
        if item.property("contentWidth") > item.width() + SLACK or item.property("contentHeight") > item.height() + SLACK:
            faults.append(f"larger than its place: {described(item)} painted {painted_rect(item)}")
        if not window.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(seen):
            faults.append(f"outside the glass: {described(item)}")
        smallest = 6.5 * pixels_per_mm * (1.4 if large else 1)  # capitals of 4.8 mm, Chinese of 5.9; large 8.3 (U2)
        if item.metaObject().indexOfProperty("strong") >= 0 and float(item.property("contentHeight")) < 1.44 * smallest:
            faults.append(f"too small to read: {described(item)}, {item.property('contentHeight')} px high")
    shrunk = [(item, seen.adjusted(2, 2, -2, -2)) for item, seen in items]
    faults += [
        f"overlap: {described(a)} and {described(b)}" for (a, ra), (b, rb) in combinations(shrunk, 2) if ra.intersects(rb)
    ]
    return faults


def keys(glass: Glass) -> list[QQuickItem]:
    """Everything that takes a finger: what holds a mouse area and has a name."""
    found = []
    for item in visible(glass.screen.window.contentItem()):
        holds_area = any(child.metaObject().className().startswith("QQuickMouseArea") for child in item.childItems())
        shown = not seen_part(item, scene_rect(item)).isEmpty()
        if item.objectName() and holds_area and shown and item.objectName() != "help_sheet":
            found.append(item)
    return found


def check_keys(glass: Glass, pixels_per_mm: float) -> list[str]:
    """Faults of the targets: size, gaps, inside the page."""
    faults = []
    found = keys(glass)
    page, place, shown = (glass.screen.find(name) for name in ("design", "page", "page_shown"))
    assert page is not None
    assert place is not None
    assert shown is not None
    inner = scene_rect(place).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    for item in found:
        rect = scene_rect(item)
        least = 20 if item.objectName().startswith(MAIN_KEYS) else 15
        if min(rect.width(), rect.height()) < least * pixels_per_mm - 0.5:
            faults.append(f"{item.objectName()} is smaller than {least} mm: {rect}")
        if not scene_rect(page).contains(seen_part(item, rect)):
            faults.append(f"{item.objectName()} reaches out of the glass: {rect}")
        if shown.isAncestorOf(item) and not inner.contains(seen_part(item, rect)):
            faults.append(f"{item.objectName()} reaches into the frame: {rect} is not in {inner}")
    grow = 3 * pixels_per_mm / 2 - 0.5
    grown = [(item, seen_part(item, scene_rect(item)).adjusted(-grow, -grow, grow, grow)) for item in found]
    faults += [
        f"less than 3 mm between {a.objectName()} and {b.objectName()}"
        for (a, ra), (b, rb) in combinations(grown, 2)
        if ra.intersects(rb)
    ]
    return faults


def staying(check: Callable[[], list[str]]) -> list[str]:
    """The faults that are still there when a list has had a second to lay its rows out."""
    faults = check()

    def none() -> bool:
        nonlocal faults
        faults = check()
        return not faults

    if faults:
        run_until(none, 1.0)
    return faults


def each_page(first: int) -> list[Any]:
    """Every page in every layout; `make test` shows each in one of the four, the next one in the next.

    Page by page of one layout: a change of language has all texts of the screen made anew.
    """
    return [
        pytest.param(language, large, name, marks=() if (number + first) % len(LAYOUTS) == place else pytest.mark.long)
        for place, (language, large) in enumerate(LAYOUTS)
        for number, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize(("language", "large", "name"), each_page(0))
def test_portrait(portrait: Glass, name: str, language: Language, large: bool) -> None:
    portrait.show(SAMPLES(language, large=large)[name])
    assert staying(lambda: check_texts(portrait, 4.0, large=large) + check_keys(portrait, 4.0)) == []


@pytest.mark.parametrize(("language", "large", "name"), each_page(2))
def test_landscape(landscape: Glass, name: str, language: Language, large: bool) -> None:
    landscape.show(SAMPLES(language, large=large)[name])
    assert staying(lambda: check_texts(landscape, 3.4, large=large) + check_keys(landscape, 3.4)) == []


def test_a_result_takes_no_room_for_what_the_last_one_had_to_say(portrait: Glass) -> None:
    """Its numbers are all on the paper: the layout that had held them kept its height, and pushed the key over the edge."""
    pages = SAMPLES(Language.ENGLISH, large=True)
    portrait.show(pages["result_by_card"])
    portrait.show(pages["result_cash_and_card_queued"])
    assert staying(lambda: check_texts(portrait, 4.0, large=True) + check_keys(portrait, 4.0)) == []


def test_the_checks_can_fail(portrait: Glass) -> None:
    """A text squeezed on purpose is found, so that the checks above mean something."""
    portrait.show(samples.view("home"))
    phone = portrait.screen.find("service_phone")
    assert phone is not None
    height = phone.height()
    phone.setProperty("height", 3)
    assert any("larger than its place" in fault for fault in check_texts(portrait, 4.0, large=False))
    phone.setProperty("height", height)

    portrait.show(samples.view("cash_some"))
    finish = portrait.screen.find("finish")
    assert finish is not None
    y = finish.y()
    finish.setY(y + 40)
    assert any("finish reaches into the frame" in fault for fault in check_keys(portrait, 4.0))
    finish.setY(y)


@pytest.mark.parametrize(("language", "large"), LAYOUTS)
def test_f14_a_quick_lane_of_every_service_there_is(
    portrait: Glass, landscape: Glass, language: Language, large: bool
) -> None:
    """What a number comes for most, before what the hall's customers do: together they may be everything."""
    for glass, pixels_per_mm in ((portrait, 4.0), (landscape, 3.4)):
        view = samples.view("balance_credit", language, large=large)
        view = replace(view, frame=replace(view.frame, quick_lane=services(*Service)))
        glass.show(view)
        glass.screen.tap("quick_lane")
        glass.show(view)
        sheet = glass.screen.find("quick_lane_sheet")
        assert sheet is not None
        texts = [item for item in visible(sheet) if item.metaObject().indexOfProperty("contentWidth") >= 0]
        seen = [(item, seen_part(item, painted_rect(item)).adjusted(2, 2, -2, -2)) for item in texts]
        assert [described(a) for (a, ra), (b, rb) in combinations(seen, 2) if ra.intersects(rb)] == []
        found = [item for item in keys(glass) if sheet.isAncestorOf(item)]
        assert {f"quick_{service.value}" for service in list(Service)[:4]} <= {item.objectName() for item in found}
        grow = 3 * pixels_per_mm / 2 - 0.5
        grown = [(item, seen_part(item, scene_rect(item)).adjusted(-grow, -grow, grow, grow)) for item in found]
        assert [a.objectName() for (a, ra), (b, rb) in combinations(grown, 2) if ra.intersects(rb)] == []
        outside = [item.objectName() for item in found if not scene_rect(sheet).contains(seen_part(item, scene_rect(item)))]
        assert outside == []
        glass.screen.tap("quick_lane_close")


@pytest.mark.parametrize(("language", "large"), LAYOUTS)
@pytest.mark.parametrize("page", ["starting", "home", "cash_some", "result_posted", *HELP_SOURCES])
def test_help_sheet(portrait: Glass, landscape: Glass, page: str, language: Language, large: bool) -> None:
    """The sheet lies over the page, so only what is on the sheet is compared with itself."""
    for glass, pixels_per_mm in ((portrait, 4.0), (landscape, 3.4)):
        view = (samples.views(language, large=large) | samples.help_views(language, large=large))[page]
        glass.show(view)
        glass.screen.tap("help")
        glass.show(view)
        sheet = glass.screen.find("help_sheet")
        assert sheet is not None
        faults = []
        texts = [item for item in visible(sheet) if item.metaObject().indexOfProperty("contentWidth") >= 0]
        for item in texts:
            if item.property("contentHeight") > item.height() + SLACK or not scene_rect(sheet).contains(painted_rect(item)):
                faults.append(f"{described(item)} is not inside {scene_rect(sheet)}")
        for one, other in combinations(texts, 2):
            if painted_rect(one).adjusted(2, 2, -2, -2).intersects(painted_rect(other)):
                faults.append(f"overlap: {described(one)} and {described(other)}")
        close = glass.screen.find("help_close")
        assert close is not None
        assert close.height() >= 20 * pixels_per_mm
        call = glass.screen.find("help_call")
        assert (call is None) == (page == "starting"), "there is somebody to call for on every page but the first"
        if call is not None:
            assert call.height() >= 20 * pixels_per_mm
            apart = max(close.y() - call.y() - call.height(), close.x() - call.x() - call.width())
            assert apart >= 3 * pixels_per_mm
        assert faults == []
        glass.screen.tap("help_close")
