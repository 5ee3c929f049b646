"""Visits with a card: how they begin, and what brings the card's charge to its end afterwards."""

from collections.abc import Callable

from app.network import Network
from kiosk.events import CardChosen, CashChosen
from kiosk.views import CardRefusedView, CashView, HomeView, MethodView, ResultView
from tests.card_cut.rig import CardHall, CardKiosk
from tests.journeys.front import NUMBER, PATIENCE_S, always, to_method
from tests.journeys.rig import wait_until
from tests.power_cut.rig import DiedError

CHARGE_YUAN = 60
NOTE_YUAN = 50
Begin = Callable[[CardHall, CardKiosk], None]


def to_card(_hall: CardHall, kiosk: CardKiosk) -> None:
    """From home to the order of the sale; a card is presented by itself."""
    to_method(kiosk, CHARGE_YUAN)
    kiosk.see(MethodView, lambda method: method.card is None)
    kiosk.touch(CardChosen())


def to_card_after_cash(hall: CardHall, kiosk: CardKiosk) -> None:
    """The same for what a note leaves open."""
    to_method(kiosk, CHARGE_YUAN + NOTE_YUAN)
    kiosk.see(MethodView, lambda method: method.cash is None)
    kiosk.touch(CashChosen())
    hall.world.insert(NOTE_YUAN)
    kiosk.see(CashView, lambda cash: cash.inserted == NOTE_YUAN * 100 and cash.can_pay_rest_by_card)
    kiosk.touch(CardChosen())


def to_card_and_no_centre(hall: CardHall, kiosk: CardKiosk) -> None:
    """The line to the centre is cut while the terminal asks for the card."""
    to_slow_card(hall, kiosk)
    hall.world.network(Network.CUT)
    hall.box.present()


def to_card_of_a_closed_account(hall: CardHall, kiosk: CardKiosk) -> None:
    """The account is closed while the terminal asks for the card: the centre will refuse the payment."""
    to_slow_card(hall, kiosk)
    hall.world.account(NUMBER, "closed")
    hall.box.present()


def to_slow_card(hall: CardHall, kiosk: CardKiosk) -> None:
    """Until the terminal asks for a card."""
    hall.box.present_to_none()
    to_card(hall, kiosk)
    wait_until(lambda: bool(hall.box.state()["waits_for_card"]), "the terminal asks for a card", instead=hall.box.state)


def dies(hall: CardHall, kiosk: CardKiosk, begin: Begin = to_card) -> None:
    """The visit, until the kiosk's own moment ends it; AssertionError if nothing does."""
    try:
        begin(hall, kiosk)
    except (DiedError, AssertionError):
        if not kiosk.wait_death():
            raise
    assert kiosk.wait_death(PATIENCE_S), f"its moment never came: {hall.story()}"


def is_over(hall: CardHall, kiosk: CardKiosk) -> None:
    """The kiosk is at home, or shows how it ended; then all is settled, and it lives."""
    kiosk.see_any(*((page, always) for page in (HomeView, ResultView, CardRefusedView)))
    hall.settle()
    assert not kiosk.wait_death(0.0), hall.story()
