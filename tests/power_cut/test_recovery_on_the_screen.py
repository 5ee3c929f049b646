"""The power comes back while the payer still stands there: the terminal says what it does, credits, prints and confirms."""

import re

from kiosk.events import DigitPressed, FinishPressed
from kiosk.money import Fen
from kiosk.views import CashView, HomeView, ResultView, StartingView
from offline_queue.keys import Keyring
from offline_queue.slip_seal import SlipSealer, expected_code
from tests.journeys.front import to_cash
from tests.journeys.rig import check_books, wait_until
from tests.power_cut.rig import Hall, KioskProcess

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
CHECK_CODE = re.compile(r"验证码\s+(\S{4}-\S{4})")


def sees_inside(kiosk: KioskProcess, fen: int) -> None:
    kiosk.see(CashView, lambda cash: cash.inserted == fen and cash.accepting)


def cut_with_a_note_on_its_way(hall: Hall, *held: int) -> int:
    """The terminal dies with ``held`` yuan in, and 50 more between the slot and the box; that note's id."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    inside = 0
    for yuan in held:
        hall.world.insert(yuan)
        inside += yuan * 100
        sees_inside(kiosk, inside)
    hall.world.acceptor("timings", stacking=1.5)
    note = hall.world.insert(50)
    hall.world.wait_place(note, "chassis")
    kiosk.kill()
    return note


def paid_and_printed(hall: Hall, kiosk: KioskProcess, fen: int) -> None:
    result = kiosk.see(ResultView, lambda shown: shown.posting == "done" and shown.receipt == "done")
    assert result.amount == fen
    assert hall.print_outcomes() == ["printed"]
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView)
    check_books(hall.world, hall.opened, posted=fen)


def test_recovery_is_told_and_paid_in_one_payment(hall: Hall) -> None:
    cut_with_a_note_on_its_way(hall, 20)
    kiosk = hall.kiosk()
    told = kiosk.see(StartingView, lambda shown: shown.message.id == "recovering_visit")
    assert dict(told.message.params) == {"number": "150 **** 5678", "amount": "¥20", "note": "¥50"}
    paid_and_printed(hall, kiosk, 7000)


def test_recovery_of_the_first_note(hall: Hall) -> None:
    cut_with_a_note_on_its_way(hall)
    kiosk = hall.kiosk()
    kiosk.see(StartingView, lambda shown: shown.message.id == "recovering_note")
    paid_and_printed(hall, kiosk, 5000)


def test_recovery_while_nobody_answers_for_the_note(hall: Hall) -> None:
    """Power-up, and the device has forgotten: the code of the note is told, the rest is paid."""
    hall.world.acceptor("no_credit_after_power_up", on=True)
    cut_with_a_note_on_its_way(hall, 20)
    hall.world.acceptor("power_off")
    hall.world.acceptor("power_on")
    kiosk = hall.kiosk()
    result = kiosk.see(ResultView, lambda shown: shown.posting == "done" and shown.receipt == "done")
    assert (result.amount, result.message.id) == (2000, "result_note_open")
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView)
    check_books(hall.world, hall.opened, posted=2000, in_doubt=5000)


def test_recovery_prints_the_slip_when_paper_is_back(hall: Hall) -> None:
    """The page is left, the paper is put in, and the slip of the payer who was cut off comes out."""
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000)
    kiosk.kill()
    hall.world.printer("paper_out")
    kiosk = hall.kiosk()
    kiosk.see(ResultView, lambda shown: shown.posting == "done")
    kiosk.touch(FinishPressed())
    kiosk.see(HomeView)
    assert hall.print_outcomes() == []
    hall.world.printer("paper_in")
    wait_until(lambda: hall.print_outcomes() == ["printed"], "the slip is printed")
    check_books(hall.world, hall.opened, posted=5000)


def test_recovery_touches_change_nothing(hall: Hall) -> None:
    cut_with_a_note_on_its_way(hall, 20)
    kiosk = hall.kiosk()
    kiosk.see(StartingView, lambda shown: shown.message.id == "recovering_visit")
    for event in (FinishPressed(), DigitPressed("1")):
        kiosk.touch(event)
    paid_and_printed(hall, kiosk, 7000)


def test_x29_the_check_code_on_the_paper_is_the_terminals_own(hall: Hall) -> None:
    kiosk = hall.kiosk()
    to_cash(kiosk)
    hall.world.insert(50)
    kiosk.see(CashView, lambda cash: cash.inserted == 5000)
    kiosk.touch(FinishPressed())
    paid_and_printed(hall, kiosk, 5000)
    paper = max((hall.world.folder / "paper").rglob("*.txt"), key=lambda file: file.stat().st_mtime_ns).read_text("utf-8")
    code, accepted_at = CHECK_CODE.search(paper), TIME.search(paper)
    assert code is not None, paper
    assert accepted_at is not None, paper
    seal = SlipSealer(Keyring(hall.opened.settings.secrets), may_make=False)
    claim = f"{hall.opened.settings.policy.kiosk_id}-1"
    assert code[1] == expected_code(seal, claim, "150****5678", Fen(5000), accepted_at[0])
