"""``tour --out DIR [--journey NAME]``: scripted visits offscreen on the devices and the centre that the config names."""

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import call
from app.demo_world import DemoWorld
from app.machine import missing_sentence
from app.processes import ChildError
from app.settings import Settings
from app.settling import books_of
from app.tour_journeys import BY_CARD, CUT_THE_NETWORK, JOURNEYS
from app.tour_stage import Stage
from app.tour_visitor import TourError, Visitor, WatchedScreen
from kiosk.clock import SystemClock
from kiosk.flow import State, Terminal
from kiosk.flow.screens import view
from kiosk.ports import StorageError
from kiosk.till import Till
from offline_queue.balances import Balances

if TYPE_CHECKING:
    from app.terminal import KioskTerminal


def main(arguments: list[str]) -> int:
    parser = call.parser("tour", "Scripted visits offscreen: screenshots, receipts as PNG and a transcript.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--journey", choices=sorted(JOURNEYS), action="append", help="only this one; may be repeated")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    if not settings.demo_mode:
        call.complain("the tour needs mode = demo: it puts in notes that do not exist")
        return call.WRONG
    missing = missing_sentence(window=False)
    if missing:
        call.complain(missing)
        return call.WRONG
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return _tour(settings, _fresh(options.out), options.journey or _possible(settings))
    except ChildError as error:
        call.complain(str(error))
        return call.WRONG


def _tour(settings: Settings, out: Path, journeys: list[str]) -> int:
    import ui
    from ui.application import TouchScreen
    from ui.fonts import missing_font_sentence
    from ui.screen_settings import ScreenSettings

    if "centre" in settings.demo.start:
        settings = _of_its_own(settings, out)
    with (out / "transcript.txt").open("w", encoding="utf-8") as transcript, ExitStack() as stack:

        def say(line: str) -> None:
            call.say(line)
            transcript.write(f"{line}\n")

        till = Till(settings.policy, SystemClock())
        given = settings.screen
        size = ScreenSettings("offscreen", given.width_px, given.height_px, given.pixels_per_mm)
        screen = TouchScreen(till.post, size, first=view(State(Terminal(settings.policy)), 0.0))
        missing = missing_font_sentence()
        if missing:
            call.complain(missing)
            return call.WRONG
        world = stack.enter_context(DemoWorld(settings, out / "paper"))
        watched = WatchedScreen(screen)
        stack.callback(_terminal(world.settings, till, watched).stop)
        stage = Stage(Visitor(screen, watched, out, say), world, out, say)
        try:
            before = _taken(world), _booked(till)
            for journey in journeys:
                JOURNEYS[journey](stage)
            _check_books(before, (_taken(world), _booked(till)), say)
        except (TourError, StorageError, OSError, ValueError) as error:
            say(f"NOT AS EXPECTED: {error}")
            return call.NO
        if ui.warnings:
            say(f"NOT AS EXPECTED: Qt warned: {ui.warnings[0]}")
            return call.NO
        say(f"All as expected. Pictures, receipts and this transcript are in {out}/")
    return call.DONE


def _terminal(settings: Settings, till: Till, screen: WatchedScreen) -> "KioskTerminal":
    from app.terminal import KioskTerminal

    terminal = KioskTerminal(settings, till, screen)
    terminal.start()
    return terminal


def _possible(settings: Settings) -> list[str]:
    """All journeys; without those that cut the network where it is not the demo's own, or need a card terminal that is
    not there."""
    missing = frozenset() if "centre" in settings.demo.start else CUT_THE_NETWORK
    if not (settings.card.fitted and settings.card.control):
        missing |= BY_CARD
    return [name for name in JOURNEYS if name not in missing]


def _of_its_own(settings: Settings, out: Path) -> Settings:
    """With a centre of its own the tour starts from nothing, and leaves the terminal's storage alone."""
    secrets = out / "secrets"
    centre = replace(settings.centre, token_file=secrets / settings.centre.token_file.name)
    return replace(settings, storage=out / "data", secrets=secrets, centre=centre)


def _taken(world: DemoWorld) -> tuple[int, int]:
    """By the devices' own books, in fen: what is in the acceptor's box, and what the bank has charged."""
    notes = world.acceptor.send("state")["notes"]
    boxed = sum(note["denomination"] for note in notes if note["where"] == "stacked")
    by_card = world.settings.card.fitted and world.settings.card.control
    return boxed, int(world.card.send("state")["charged_fen"]) if by_card else 0


def _booked(till: Till) -> Balances:
    books = books_of(till)
    if books.unexplained:
        raise TourError(f"the books do not add up: {'; '.join(books.unexplained)}")
    return books.balances


def _check_books(
    before: tuple[tuple[int, int], Balances], after: tuple[tuple[int, int], Balances], say: Callable[[str], None]
) -> None:
    """The law: what came into the box, and what the bank charged, is in the ledger to the fen, and all of it is posted."""
    (boxed, charged), (old, new) = (
        (now - then for then, now in zip(before[0], after[0], strict=True)),
        (before[1], after[1]),
    )
    stacked, posted = new.stacked_fen - old.stacked_fen, new.posted_fen - old.posted_fen
    say(f"  books           in the box {boxed}, stacked {stacked}, posted {posted}")
    if not boxed == stacked == posted:
        raise TourError(f"{boxed} fen came into the box, the ledger has {stacked}, posted are {posted}")
    known, credited = new.card_charged_fen - old.card_charged_fen, new.card_posted_fen - old.card_posted_fen
    say(f"                  by the bank {charged}, charged {known}, posted {credited}")
    if not charged == known == credited:
        raise TourError(f"the bank charged {charged} fen, the ledger has {known}, posted are {credited}")


def _fresh(out: Path) -> Path:
    """An empty folder; only what a tour left there before is removed."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), out / "transcript.txt"):
        old.unlink(missing_ok=True)
    for folder in ("data", "secrets", "paper"):
        shutil.rmtree(out / folder, ignore_errors=True)
    return out.resolve()
