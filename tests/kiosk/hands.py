"""Two persons at the console, as hands: they log in, open the page of open money, and decide about one line of it."""

from collections.abc import Callable
from typing import Protocol

from kiosk import events as ev
from kiosk.events import Event
from kiosk.flow.box_states import SecondPerson
from kiosk.flow.settling_states import Settling
from kiosk.flow.staff_login import NOBODY
from kiosk.flow.staff_states import StaffLogin
from kiosk.flow.states import State
from kiosk.money import Fen
from kiosk.open_money import OpenSheet, Settlement, reasons
from kiosk.staff import Role, StaffMember
from kiosk.staff_views import ConsolePage

FIRST = StaffMember("0218", "李*", frozenset({Role.CASH}), NOBODY.pin_hash)
SECOND = StaffMember("0219", "周*", frozenset({Role.VIEW, Role.CASH}), NOBODY.pin_hash)
PEOPLE = (FIRST, SECOND)
PIN = "802739"


class Desk(Protocol):
    """What hands touch: the flow alone, or a whole till."""

    def take(self, event: Event) -> object: ...

    @property
    def state(self) -> State: ...


class Hands:
    """``read``: the ledger's open money, as the till's thread would read it now."""

    def __init__(self, desk: Desk, read: Callable[[], OpenSheet]) -> None:
        self.desk = desk
        self.read = read

    @property
    def page(self) -> Settling:
        assert isinstance(self.desk.state.visit, Settling), self.desk.state.visit
        return self.desk.state.visit

    def log_in(self) -> None:
        self.desk.take(ev.StaffKnown(PEOPLE))
        self.desk.take(ev.StaffPressed())
        self.keys(FIRST.staff_id)
        self.keys(PIN)
        self.answer_pin(right=True)

    def open_page(self) -> Settling:
        """Logged in, at the list."""
        self.log_in()
        self.desk.take(ev.ConsolePageChosen(ConsolePage.OPEN_MONEY))
        return self.list_read()

    def list_read(self) -> Settling:
        self.desk.take(ev.RecordsRead(self.page.ticket, self.read()))
        return self.page

    def keys(self, text: str) -> None:
        for one in text:
            self.desk.take(ev.DigitPressed(one))
        self.desk.take(ev.ConfirmPressed())

    def answer_pin(self, *, right: bool) -> None:
        visit = self.desk.state.visit
        assert isinstance(visit, StaffLogin | SecondPerson)
        self.desk.take(ev.PinChecked(visit.ticket, right))

    def choose(self, money_id: str, outcome: Settlement, reason: str = "") -> None:
        """As far as the second person."""
        self.desk.take(ev.MoneyChosen(money_id))
        self.desk.take(ev.SettlementChosen(outcome))
        chosen = self.page.chosen
        offered = reasons(chosen.kind, outcome) if chosen is not None else ()
        if len(offered) > 1 or reason:
            self.desk.take(ev.ReasonChosen(reason or offered[0]))
        self.desk.take(ev.ConfirmPressed())

    def second(self, staff_id: str = SECOND.staff_id, *, right: bool = True) -> None:
        self.keys(staff_id)
        self.keys(PIN)
        self.answer_pin(right=right)

    def settle(self, money_id: str, outcome: Settlement) -> None:
        """From the list to the slip."""
        self.choose(money_id, outcome)
        self.second()

    def find(self, denomination: Fen, note_id: str = "") -> None:
        """From the list: a note in the hand; ``note_id`` of the suggestion that is chosen."""
        self.desk.take(ev.FoundPressed())
        self.desk.take(ev.AmountChosen(denomination))
        self.desk.take(ev.SuggestionChosen(note_id))

    def log_off(self) -> None:
        self.desk.take(ev.LogOffPressed())
