"""Translations complete, glyphs there, contrast enough, unknown messages loud."""

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QFont, QRawFont
from PySide6.QtQml import QQmlComponent, QQmlEngine

import ui
from kiosk.accounts import NumberProblem
from kiosk.card import CardProblem, CardStep
from kiosk.central_answers import AccountProblem
from kiosk.views import Message, StepState
from kiosk.visit_types import Language, Reopening, ServiceState, SmsState
from tests.ui.conftest import Glass
from ui import build_translations, fonts, messages
from ui.application import QML
from ui.translator import Languages


def entries(language: str) -> list[tuple[str, str]]:
    root = ET.parse(build_translations.UI / "translations" / f"kiosk_{language}.ts").getroot()  # noqa: S314
    return [("".join(m.find("source").itertext()), "".join(m.find("translation").itertext())) for m in root.iter("message")]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_text_is_translated(language: str) -> None:
    assert build_translations.unfinished() == []
    found = entries(language)
    assert len(found) > 200
    assert [source for source, translation in found if not translation.strip()] == []
    for source, translation in found:
        assert set(re.findall(r"%\d|\{\w+\}", source)) == set(re.findall(r"%\d|\{\w+\}", translation)), source


def test_every_message_is_in_the_translations() -> None:
    known = {source for source, _ in entries("zh_CN")}
    assert [key for key, source in messages.SOURCES.items() if source not in known] == []


def test_chinese_is_chinese() -> None:
    same = {source for source, translation in entries("zh_CN") if not re.search(r"[\u4e00-\u9fff]|%1", translation)}
    assert same == set()


def test_every_glyph_is_in_the_font(glass: Glass) -> None:
    font = QRawFont.fromFont(QFont(fonts.FAMILY))
    assert font.familyName() == fonts.FAMILY
    words = "".join(t for language in ("zh_CN", "en") for _, t in entries(language)) + "✓›‹→—_*¥!?i0123456789"
    assert sorted({c for c in words if not c.isspace() and not font.supportsCharacter(ord(c))}) == []


def test_the_font_is_there(glass: Glass) -> None:
    assert fonts.missing_font_sentence() is None


def test_a_missing_font_is_named_with_its_cure(glass: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FAMILY", "No Such Font")
    monkeypatch.setattr(fonts, "FALLBACK_PACKAGE", "no_such_package")
    assert "apt-get install fonts-noto-cjk" in str(fonts.missing_font_sentence())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2 contrast ratio."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def theme_object(glass: Glass) -> tuple[QQmlEngine, QQmlComponent, object]:
    engine = QQmlEngine()
    component = QQmlComponent(engine)
    source = b"""import QtQuick
import "theme"
QtObject {
    property var pairs: Theme.pairs
    property var notes: ["100", "50", "20", "10", "5", "1", ""].map(yuan => Theme.noteColour(yuan))
}"""
    component.setData(source, QUrl.fromLocalFile(str(QML / "probe.qml")))
    made = component.create()
    assert made is not None, component.errorString()
    return engine, component, made


def test_contrast_of_every_pair(glass: Glass) -> None:
    _engine, _component, theme = theme_object(glass)
    pairs = theme.property("pairs")  # type: ignore[attr-defined]
    pairs = pairs.toVariant() if hasattr(pairs, "toVariant") else pairs
    assert len(pairs) > 15
    for words, ground in pairs:
        assert contrast(QColor(words), QColor(ground)) >= 7.0, (QColor(words).name(), QColor(ground).name())


def test_contrast_of_banknotes(glass: Glass) -> None:
    _engine, _component, theme = theme_object(glass)
    notes = theme.property("notes")  # type: ignore[attr-defined]
    for colour in notes.toVariant() if hasattr(notes, "toVariant") else notes:
        assert contrast(QColor(colour), QColor("white")) >= 4.5


CORE_IDS = [
    *(str(p) for p in NumberProblem),
    *(str(p) for p in AccountProblem),
    *(f"result_sms_{s.value}" for s in SmsState),
    *(f"reopening_{s.value}" for s in Reopening),
    *(f"service_{s.value}" for s in ServiceState),
    *(f"{what}_{s.value}" for what in ("posting", "receipt") for s in StepState),
    *(f"card_{what}_{step.value}" for what in ("step", "hint") for step in CardStep),
    *(f"card_{what}_{problem.value}" for what in ("problem", "advice") for problem in CardProblem),
]


@pytest.mark.parametrize("message_id", CORE_IDS)
def test_core_id_has_words(message_id: str) -> None:
    assert message_id in messages.SOURCES


def test_unknown_message_is_loud_and_still_told(glass: Glass) -> None:
    Languages().use(Language.CHINESE)
    assert messages.say(Message("no_such_id")) == "出现特殊情况，请联系工作人员。代码 no_such_id"
    assert len(ui.warnings) == 1
    ui.warnings.clear()


def test_missing_parameter_is_loud(glass: Glass) -> None:
    messages.say(Message("amount_too_small"))
    assert len(ui.warnings) == 1
    ui.warnings.clear()


@pytest.mark.parametrize(
    ("params", "end"),
    [
        ((("number", "13812345678"), ("name", "张*")), "存入 138 1234 5678 张*"),
        ((("number", "138****5678"), ("name", "")), "存入 138 **** 5678"),
    ],
)
def test_numbers_in_messages_are_grouped(glass: Glass, params: tuple[tuple[str, str], ...], end: str) -> None:
    told = messages.say(Message("condition_no_change", params)).replace("\N{NO-BREAK SPACE}", " ")
    assert told == f"不找零，多出的钱{end}"


def test_names_of_the_centre_are_no_places_of_ours(glass: Glass, caplog: pytest.LogCaptureFixture) -> None:
    """A subscription may be called like one of our places: it is shown as it is, and no log hears what a customer has."""
    params = (("name", "{until} {VIP}"), ("until", "2026-12-01T00:00:00+08:00"))
    text = messages.say(Message("unsubscribed", params))
    assert "{until} {VIP}" in text
    assert "VIP" not in caplog.text


def test_every_id_in_the_core_has_words() -> None:
    """Whatever the flow spells out as a message is found here, so that a new one can't reach a customer without words."""
    core = build_translations.UI.parent / "kiosk"
    used = {
        (path.name, message_id)
        for path in core.rglob("*.py")
        for message_id in re.findall(r'\bMessage\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 0
    assert sorted(place for place in used if place[1] not in messages.SOURCES) == []
