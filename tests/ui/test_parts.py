"""The small parts beside the pages: settings, sound, the bridge's second-tap rule, grabs."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from kiosk.card import CardStep
from kiosk.events import ConfirmPressed, DigitPressed, FinishPressed, Touch
from kiosk.money import Fen
from kiosk.views import CashView, Message, ResultView, StepState
from kiosk.visit_types import Reopening, SmsState
from tests.ui.conftest import Glass, wait_until
from ui import presentation, samples, sound
from ui.presentation import blank_pages, body_facts, present
from ui.screen_settings import ScreenSettings
from ui.view_models import ScreenModel


def plain(message: Message) -> str:
    return message.id


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [("mode", "tv", "mode"), ("width_px", 10, "480"), ("height_px", 99_999, "7680"), ("pixels_per_mm", 0.1, "1 to 40")],
)
def test_wrong_settings_say_what_would_be_right(key: str, value: object, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(ScreenSettings(), **{key: value})  # type: ignore[arg-type]


def test_second_tap_rule_by_the_clock() -> None:
    posted: list[Touch] = []
    clock = [100.0]
    model = ScreenModel(posted.append, lambda _: None, present(samples.view("home"), plain), now=lambda: clock[0])
    model.act("confirm", "")
    clock[0] += 0.39
    model.act("finish", "")
    assert posted == [ConfirmPressed()]
    model.act("digit", "3")
    clock[0] += 0.02
    model.act("finish", "")
    assert posted == [ConfirmPressed(), DigitPressed("3"), FinishPressed()]


def test_amounts_beyond_32_bits_arrive_whole(glass: Glass) -> None:
    """examples.md section 4: QML's int would turn 3,000,000,000 fen into a negative number."""
    cash = samples.BODIES["cash_some"]
    assert isinstance(cash, CashView)
    view = samples.view("cash_some")
    glass.show(replace(view, body=replace(cash, inserted=Fen(3_000_000_000))))
    assert "¥30000000" in glass.texts()


def test_no_fact_is_a_bare_amount() -> None:
    """Whole numbers that reach QML are counts and steps, never fen."""

    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            return [n for v in value.values() for n in numbers(v)]
        if isinstance(value, list):
            return [n for v in value for n in numbers(v)]
        return [value] if isinstance(value, int) and not isinstance(value, bool) else []

    for name, body in samples.BODIES.items():
        assert all(isinstance(n, int) and n < 100 for n in numbers(body_facts(body, plain))), name


def test_keys_of_a_page_never_vary() -> None:
    blanks = blank_pages(plain)
    for name in samples.BODIES:
        page = present(samples.view(name), plain)
        assert page.body.keys() == blanks[page.name].keys(), name


def test_unknown_body_is_refused() -> None:
    with pytest.raises(TypeError, match="no page shows"):
        body_facts(object(), plain)


def test_grab_writes_the_window(glass: Glass, tmp_path: Path) -> None:
    glass.screen.grab(tmp_path / "home.png")
    picture = QImage(str(tmp_path / "home.png"))
    assert (picture.width(), picture.height()) == (1080, 1920)
    with pytest.raises(OSError, match="could not be written"):
        glass.screen.grab(tmp_path / "no" / "folder.png")


def test_quit_from_another_thread_ends_exec(glass: Glass) -> None:
    import threading

    threading.Timer(0.05, glass.screen.quit, args=(3,)).start()
    assert glass.screen.exec() == 3


def test_small_window_scales_the_design(glass: Glass) -> None:
    window = glass.screen.window
    window.resize(540, 960)
    design = glass.screen.find("design")
    assert design is not None
    wait_until(lambda: abs(design.scale() - 0.5) < 0.01, "the scale")
    glass.screen.tap("home_pay")
    for _ in range(5):
        QCoreApplication.processEvents()
    assert len(glass.posted) == 1
    window.resize(1080, 1920)
    wait_until(lambda: design.scale() == 1.0, "full size again")


def test_tone_is_played_by_the_systems_player(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    script = "import pathlib, sys; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    player = sound.SystemPlayer((sys.executable, "-c", script, str(heard)))
    player.play("warn")
    wait_until(heard.exists, "the player")
    wait_until(lambda: heard.read_text().endswith("warn.wav"), "the tone")
    with pytest.raises(FileNotFoundError):
        player.play("no such tone")


def test_without_a_player_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    sound.system_sound().play("warn")


@pytest.mark.parametrize(
    ("changes", "sms", "reopening"),
    [
        ({"sms": StepState.LATER, "reopening": StepState.LATER}, "sms_after_posting", "reopening_later"),
        ({"posting": StepState.LATER, "sms": StepState.LATER, "reopening": StepState.SKIPPED}, "sms_later", ""),
        ({"posting": StepState.DONE, "sms": StepState.WAITING}, "result_sms_waiting", "reopening_pending"),
        (
            {"posting": StepState.DONE, "sms": StepState.LATER, "sms_state": SmsState.UNDELIVERABLE},
            "result_sms_undeliverable_until_reopened",
            "reopening_pending",
        ),
        ({"posting": StepState.FAILED, "sms": StepState.SKIPPED, "reopening": StepState.SKIPPED}, "sms_skipped", ""),
        (
            {"posting": StepState.DONE, "reopening": StepState.LATER, "reopening_state": Reopening.LATE},
            "result_sms_waiting",
            "reopening_late",
        ),
    ],
)
def test_words_of_the_result_follow_posting(changes: dict[str, object], sms: str, reopening: str) -> None:
    result = samples.BODIES["result_posting"]
    assert isinstance(result, ResultView)
    rows = {row["what"]: row["text"] for row in body_facts(replace(result, **changes), plain)["steps"]}  # type: ignore[arg-type]
    assert rows["sms"] == sms
    assert rows.get("reopening", "") == reopening


@pytest.mark.parametrize(
    ("sample", "end", "posting", "sms"),
    [
        ("result_card_in_doubt", "open", "posting_card_open", "sms_after_posting"),
        ("result_card_not_charged", "none", "posting_card_none", "sms_skipped"),
        ("result_card_taken_back", "back", "posting_card_back", "sms_skipped"),
        ("result_owed_card_back", "", "posting_failed", "sms_skipped"),
        ("result_card_undecided", "", "posting_later", "sms_later"),  # the notes are paid on their own
        ("result_by_card", "", "posting_done", "result_sms_sent"),
    ],
)
def test_words_of_the_result_follow_the_card(sample: str, end: str, posting: str, sms: str) -> None:
    facts = body_facts(samples.BODIES[sample], plain)
    rows = {row["what"]: row["text"] for row in facts["steps"]}
    assert (facts["cardEnd"], rows["posting"], rows["sms"]) == (end, posting, sms)


@pytest.mark.parametrize(
    ("sample", "is_open"),
    [
        ("result_posted_card_open", True),
        ("result_card_undecided", True),
        ("result_posted", False),
        ("result_posting", False),
    ],
)
def test_a_charge_that_nobody_knows_of_is_never_told_as_good_news(glass: Glass, sample: str, is_open: bool) -> None:
    assert body_facts(samples.BODIES[sample], plain)["cardOpen"] == is_open
    glass.show(samples.view(sample))
    banner = glass.screen.find("result_message")
    assert banner is not None
    assert (banner.property("kind") == "warn") == is_open


def test_the_core_calls_an_open_charge_as_the_screen_does() -> None:
    from kiosk.flow.paying import CARD_OPEN

    assert presentation.CARD_OPEN == CARD_OPEN


@pytest.mark.parametrize(
    ("charged", "amount", "words"),
    [(0, 18240, ("", "")), (18240, 18240, ("¥182.40", "")), (8240, 18240, ("¥82.40", "¥100"))],
)
def test_what_went_by_card_and_what_in_notes(charged: int, amount: int, words: tuple[str, str]) -> None:
    result = samples.BODIES["result_by_card"]
    assert isinstance(result, ResultView)
    facts = body_facts(replace(result, charged=Fen(charged), amount=Fen(amount)), plain)
    assert (facts["charged"], facts["inserted"]) == words


def test_a_line_of_a_charge_only_goes_forward() -> None:
    steps = (CardStep.STARTING, CardStep.PRESENT, CardStep.PIN, CardStep.BANK, CardStep.APPROVED, CardStep.REMOVE)
    stages = [body_facts(samples.BODIES[f"card_{step.value}"], plain)["stage"] for step in steps]
    assert stages == sorted(stages)
    assert stages[0] == 0
    assert stages[-1] == 2
    for step in (CardStep.UNDOING, CardStep.CHECKING):
        assert body_facts(samples.BODIES[f"card_{step.value}"], plain)["stage"] == -1


def test_a_page_takes_its_place_once_where_progress_appears(glass: Glass) -> None:
    """Each place more is a layout of the whole page more, in the turn that somebody waits for (P9)."""
    glass.show(samples.view("number_typing"))
    page = glass.screen.find("page_shown")
    assert page is not None
    glass.show(samples.view("home"))
    places: list[str] = []
    page.yChanged.connect(lambda: places.append("moved"))  # which knows nothing of the page: docs/adr/0014
    page.heightChanged.connect(lambda: places.append("resized"))
    glass.show(samples.view("number_typing"))
    assert page.isVisible()
    assert places == []
