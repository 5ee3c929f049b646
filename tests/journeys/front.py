"""What a visitor does and sees, the same for a terminal in this process and for one in a process of its own."""

from collections.abc import Callable
from typing import Any, Protocol

from kiosk import views
from kiosk.events import (
    CashChosen,
    ConfirmPressed,
    DigitPressed,
    FinishPressed,
    OtherAmountChosen,
    ServiceChosen,
    Touch,
)
from kiosk.visit_types import Service

NUMBER = "15012345678"  # an account of the demo's centre: 45 yuan of arrears, its line is active
PATIENCE_S = 20.0

Condition = Callable[[Any], bool]


def always(_body: object) -> bool:
    return True


class Front(Protocol):
    """The touch side of a terminal."""

    def touch(self, event: Touch) -> None: ...

    def see(self, kind: type[views.Body], is_so: Condition = always) -> Any:
        """Wait for a page of this kind that ``is_so``; AssertionError with the page that is there instead."""


def type_digits(front: Front, digits: str) -> None:
    for digit in digits:
        front.touch(DigitPressed(digit))


def to_amount(front: Front, number: str = NUMBER) -> Any:
    """From home to the amount, with the centre's word on the account."""
    front.see(views.HomeView, lambda home: home.can_pay)
    front.touch(ServiceChosen(Service.PAY_BILL))
    type_digits(front, number)
    front.touch(ConfirmPressed())
    return front.see(views.AmountView)


def choose_amount(front: Front, yuan: int) -> None:
    front.touch(OtherAmountChosen())
    type_digits(front, str(yuan))
    front.touch(ConfirmPressed())
    front.see(views.MethodView)


def to_method(front: Front, yuan: int = 100, number: str = NUMBER) -> None:
    to_amount(front, number)
    choose_amount(front, yuan)


def choose(front: Front, yuan: int = 100) -> None:
    """From the amount to the open slot."""
    choose_amount(front, yuan)
    front.see(views.MethodView, lambda method: method.cash is None)  # home opens as soon as one way to pay works
    front.touch(CashChosen())
    front.see(views.CashView, lambda cash: cash.accepting)


def to_cash(front: Front, yuan: int = 100, number: str = NUMBER) -> None:
    to_amount(front, number)
    choose(front, yuan)


def to_cash_offline(front: Front, yuan: int = 100, number: str = NUMBER) -> None:
    """Without an answer to the look-up the number is typed twice (X2)."""
    front.see(views.HomeView, lambda home: home.can_pay)
    front.touch(ServiceChosen(Service.PAY_BILL))
    type_digits(front, number)
    front.touch(ConfirmPressed())
    front.see(views.NumberView, lambda shown: shown.repeat)
    type_digits(front, number)
    front.touch(ConfirmPressed())
    front.see(views.AmountView, lambda shown: shown.offline)
    choose(front, yuan)


def finish(front: Front, *, posting: views.StepState = views.StepState.DONE) -> Any:
    front.touch(FinishPressed())
    return front.see(views.ResultView, lambda result: result.posting == posting)
