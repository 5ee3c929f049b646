"""The pages of diagnosis and readiness with real touches, in both layouts; the grid over all of the glass (F67)."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from kiosk.diagnosis import CELLS, QUESTIONS, DiagnosisItem, Outcome
from kiosk.events import (
    BackPressed,
    BundlePressed,
    CellTouched,
    ConsolePageChosen,
    DiagnosisAnswered,
    DiagnosisChosen,
    DiagnosisNext,
    DiagnosisSkipped,
    LogOffPressed,
    PrintPressed,
    Touch,
)
from kiosk.flow.diagnosis_states import DiagnosisStep
from kiosk.readiness import Verdict
from kiosk.staff_views import ConsolePage
from kiosk.visit_types import Language
from tests.ui.conftest import Glass
from tests.ui.test_touch import settle
from ui import messages, samples
from ui.diagnosis_facts import DETAILS
from ui.eyes import finger

KEYS: list[tuple[str, str, Touch]] = [
    ("console_well", "tile_diagnosis", ConsolePageChosen(ConsolePage.DIAGNOSIS)),
    ("console_well", "tile_readiness", ConsolePageChosen(ConsolePage.READINESS)),
    ("diagnosis_list", "test_acceptor", DiagnosisChosen("acceptor")),
    ("diagnosis_list", "test_printer", DiagnosisChosen("printer")),
    ("diagnosis_list", "test_all", DiagnosisChosen("")),
    ("diagnosis_list", "make_bundle", BundlePressed()),
    ("diagnosis_list", "log_off", LogOffPressed()),
    ("diagnosis_list", "back", BackPressed()),
    ("diagnosis_insert", "skip", DiagnosisSkipped()),
    ("diagnosis_insert", "back", BackPressed()),
    ("diagnosis_insert", "log_off", LogOffPressed()),
    ("diagnosis_working_centre", "skip", DiagnosisSkipped()),
    ("diagnosis_ask_readable", "answer_yes", DiagnosisAnswered(yes=True)),
    ("diagnosis_ask_readable", "answer_no", DiagnosisAnswered(yes=False)),
    ("diagnosis_ask_heard", "skip", DiagnosisSkipped()),
    ("diagnosis_failed", "test_again", DiagnosisChosen("acceptor")),
    ("diagnosis_failed", "test_next", DiagnosisNext()),
    ("readiness_ready", "print", PrintPressed()),
    ("readiness_ready", "read_again", ConsolePageChosen(ConsolePage.READINESS)),
]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_each_key_posts_its_touch(glass: Glass, page: str, key: str, touch: Touch, language: Language) -> None:
    glass.show(samples.view(page, language))
    glass.screen.tap(key)
    settle(glass)
    assert glass.posted == [touch]


@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_each_key_works_in_landscape_and_large_type(landscape: Glass, page: str, key: str, touch: Touch) -> None:
    landscape.show(samples.view(page, large=True))
    landscape.posted.clear()
    landscape.screen.tap(key)
    settle(landscape)
    assert landscape.posted == [touch]


@pytest.mark.parametrize(
    ("page", "key"),
    [("diagnosis_leaving", "skip"), ("diagnosis_bundle_busy", "make_bundle"), ("readiness_reading", "print"),
     ("readiness_reading", "read_again"), ("readiness_printing", "print")],
)  # fmt: skip
def test_a_key_without_an_effect_now_posts_nothing_of_its_own(glass: Glass, page: str, key: str) -> None:
    glass.show(samples.view(page))
    glass.screen.tap(key)
    settle(glass)
    assert not any(isinstance(touch, DiagnosisSkipped | BundlePressed | PrintPressed) for touch in glass.posted)


def all_cells(glass: Glass) -> list[Touch]:
    glass.show(samples.view("diagnosis_touch"))
    glass.posted.clear()
    for cell in range(CELLS):
        if glass.screen.find(f"cell_{cell}") is None:
            continue
        glass.screen.tap(f"cell_{cell}")
    settle(glass)
    return list(glass.posted)


@pytest.mark.parametrize("screen", ["portrait", "landscape"])
def test_the_grid_covers_every_corner_and_each_untouched_place_tells_itself(
    screen: str, request: pytest.FixtureRequest
) -> None:
    glass: Glass = request.getfixturevalue(screen)
    posted = [touch for touch in all_cells(glass) if isinstance(touch, CellTouched)]
    touched_before = {0, 1, 7, 12}
    assert [touch.cell for touch in posted] == [cell for cell in range(CELLS) if cell not in touched_before]
    window = glass.screen.window
    last = glass.screen.find(f"cell_{CELLS - 1}")
    assert last is not None
    corner = last.mapToScene(last.boundingRect().bottomRight())
    assert (round(corner.x()), round(corner.y())) == (window.width(), window.height())


def test_a_finger_drawn_across_the_glass_touches_every_place_on_its_way(glass: Glass) -> None:
    glass.show(samples.view("diagnosis_touch"))
    glass.posted.clear()
    width, height = glass.screen.window.width(), glass.screen.window.height()
    y = round(height * 0.9)
    QTest.touchEvent(glass.screen.window, finger()).press(0, QPoint(5, y)).commit()
    for x in range(5, width, 40):
        QTest.touchEvent(glass.screen.window, finger()).move(0, QPoint(x, y)).commit()
    QTest.touchEvent(glass.screen.window, finger()).release(0, QPoint(width - 5, y)).commit()
    settle(glass)
    cells = {touch.cell for touch in glass.posted if isinstance(touch, CellTouched)}
    assert cells == {35, 36, 37, 38, 39}


def test_the_grid_goes_with_its_step(glass: Glass) -> None:
    glass.show(samples.view("diagnosis_touch"))
    assert glass.screen.find("cell_0") is not None
    assert glass.screen.find("back") is None, "nothing lies over the grid"
    glass.show(samples.view("diagnosis_passed"))
    assert glass.screen.find("cell_0") is None
    assert glass.screen.find("back") is not None


def test_a_demo_is_marked_on_the_grid_too(glass: Glass) -> None:
    glass.show(samples.view("diagnosis_touch"))
    assert "演示" in glass.all_text()


@pytest.mark.parametrize(
    ("page", "chinese", "english"),
    [
        (
            "diagnosis_list",
            ("诊断", "收退一张纸币", "未通过", "不端正", "已过期", "未做过"),
            ("Diagnosis", "Failed", "Never tried"),
        ),
        ("diagnosis_insert", ("放入一张您自己的纸币", "不会入账"), ("of your own", "nothing is credited")),
        ("diagnosis_return", ("¥100",), ("¥100",)),
        ("diagnosis_failed", ("未通过", "不知道纸币在哪里"), ("Failed", "nobody knows where the note is")),
        ("diagnosis_bundle", ("K0003-20261121-080211.zip",), ("K0003-20261121-080211.zip",)),
        ("readiness_limited", ("可以开业，有限制", "有待处理的款项", "¥100", "MONEY-OPEN"), ("Ready, with limits",)),
        ("readiness_not_ready", ("不能开业", "BV-JAM", "打开纸币器上盖", "没有打印"), ("Not ready", "was not printed")),
    ],
)
def test_each_page_says_what_matters(glass: Glass, page: str, chinese: tuple[str, ...], english: tuple[str, ...]) -> None:
    for language, words in ((Language.CHINESE, chinese), (Language.ENGLISH, english)):
        glass.show(samples.view(page, language))
        shown = glass.all_text()
        assert [word for word in words if word not in shown] == []


def test_every_item_step_outcome_question_and_verdict_has_its_words() -> None:
    wanted = {f"test_{item}" for item in DiagnosisItem} | {f"working_{item}" for item in DiagnosisItem}
    wanted |= {f"tried_{outcome}" for outcome in Outcome} | {f"ready_{verdict}" for verdict in Verdict}
    wanted |= {f"ask_{question}" for questions in QUESTIONS.values() for question in questions}
    wanted |= {f"detail_not_{question}" for questions in QUESTIONS.values() for question in questions}
    assert wanted - set(messages.SOURCES) == set()
    assert set(messages.SOURCES) >= DETAILS
    assert {name.split("_")[1] for name in samples.views() if name.startswith("diagnosis_")} >= {"list", "touch", "ask"}
    assert len(DiagnosisStep) == 7, "a new step needs a page"
