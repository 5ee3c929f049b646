"""How a customer is spoken to and what they may owe go by their tier, which is data of the centre (F20, F40; X27)."""

from dataclasses import replace

import msgspec
import pytest

from kiosk import events as ev
from kiosk.central_answers import AccountFound
from kiosk.enquiry import ProofMethod
from kiosk.enquiry_answers import Named
from kiosk.enquiry_views import AskingView, BalanceView, MenuView
from kiosk.messages import Message
from kiosk.money import Fen
from kiosk.visit_types import Language, Service
from tests.kiosk.papers_of_a_visit import CATALOGUE
from tests.kiosk.play import FOUND
from tests.kiosk.play_asking import SHEETS, Asking, challenge, token
from tests.kiosk.test_flow_asking import shows

PASSWORD = ProofMethod.SERVICE_PASSWORD


def with_tier(play: Asking, **changes: object) -> Asking:
    """The table as the centre has it, with another tier in the place of gold."""
    gold = msgspec.structs.replace(next(tier for tier in CATALOGUE.tiers if tier.code == "gold"), **changes)
    play.take(ev.CatalogueKnown(msgspec.structs.replace(CATALOGUE, tiers=(gold,))))
    return play


def greeted(play: Asking) -> list[str]:
    """On the page of the answer, and on the menu it leads back to."""
    answer = shows(play, BalanceView).greeting
    return [answer, shows(play.take(ev.BackPressed()), MenuView).greeting]


GOLD = replace(FOUND, tier="gold")
EVENING = "尊敬的金客户，晚上好"


def at_balance(found: AccountFound = GOLD) -> Asking:
    play = Asking().at_choice(found=found).take(ev.ProofChosen(PASSWORD)).answer(challenge()).secret()
    return play.answer(token(frozenset({PASSWORD}))).answer(SHEETS[Service.BALANCE])


def test_f20_x27_the_greeting_goes_by_tier_and_time_and_nobody_is_greeted_before_the_proof() -> None:
    play = Asking().at_choice(found=GOLD)
    assert "金" not in repr(play.view)
    play.take(ev.ProofChosen(PASSWORD)).answer(challenge())
    assert "金" not in repr(play.view)
    play.secret().answer(token(frozenset({PASSWORD})))
    assert shows(play, AskingView).greeting == EVENING
    play.answer(SHEETS[Service.BALANCE])
    assert greeted(play) == [EVENING] * 2
    play.take(ev.LanguageChosen(Language.ENGLISH))
    assert shows(play, MenuView).greeting == "Good evening, dear gold customer"
    assert shows(at_balance(FOUND), BalanceView).greeting == "", "a customer of no tier"


def test_f20_f40_another_table_gives_other_words_and_another_limit() -> None:
    play = at_balance()
    assert (shows(play, BalanceView).credit_limit, shows(play, BalanceView).care) == (20000, Message("care_sms"))
    night = {part: Named(f"{part}好", f"Good {part}") for part in ("morning", "evening")}
    with_tier(play, greetings=night, overdraft=Fen(12345), care="manual_call")
    view = shows(play, BalanceView)
    assert (view.greeting, view.credit_limit, view.care) == ("evening好", 12345, Message("care_manual_call"))
    view = shows(with_tier(play, overdraft=None, greetings={}), BalanceView)
    assert (view.greeting, view.credit_limit, view.care) == ("", None, None), "not known is not said"
    assert shows(with_tier(play, code="platinum"), BalanceView).credit_limit is None
    view = shows(with_tier(play, overdraft=Fen(0), care="by_pigeon"), BalanceView)
    assert (view.credit_limit, view.care) == (0, None)


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, "evening"),
        (4, "evening"),
        (5, "morning"),
        (11, "morning"),
        (12, "afternoon"),
        (17, "afternoon"),
        (18, "evening"),
    ],
)
def test_f20_the_parts_of_a_day_are_data(hour: int, part: str) -> None:
    gold = next(tier for tier in CATALOGUE.tiers if tier.code == "gold")
    at = f"2026-11-21T{hour:02d}:59:59+08:00"
    assert CATALOGUE.greeting("gold", at) == gold.greetings[part]
    shifted = msgspec.structs.replace(CATALOGUE, day_parts={"morning": (hour + 1) % 24, "evening": hour})
    assert shifted.greeting("gold", at) == gold.greetings["evening"]
    assert msgspec.structs.replace(CATALOGUE, day_parts=None).greeting("gold", at) is None
    assert CATALOGUE.greeting("no such tier", at) is None
