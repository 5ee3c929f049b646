"""The scripted visits of the tour. Each plays on the real screen and the devices and centre of the configuration."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.demo_world import DemoWorld
from app.network import Network
from app.tour_visitor import TourError, Visitor
from kiosk.accounts import AccountKind, AccountRef, grouped, mask
from kiosk.money import Fen, price_text
from kiosk.views import (
    AmountView,
    CashView,
    HomeView,
    MethodView,
    NumberView,
    ResultView,
    StepState,
)
from kiosk.visit_types import Reopening, SmsState


@dataclass(frozen=True, slots=True)
class Stage:
    """What a journey needs."""

    visitor: Visitor
    world: DemoWorld
    out: Path
    say: Callable[[str], None]


def cash(stage: Stage) -> None:
    """Arrears of a line that is stopped one way, paid with two notes: posted, SMS, reconnected, receipt."""
    number = "13800135678"
    stage.say(f"A bill paid in cash, for {_masked(number)}")
    owed = _to_cash(stage, number, lambda amount: amount.choices[0].amount)
    _insert(stage, Fen(10000), inserted=Fen(10000))
    stage.visitor.picture("cash-first-note", "one note is in the box and on the disk; what is left is named")
    _insert(stage, Fen(10000), inserted=Fen(20000))
    stage.visitor.picture("cash-enough", f"{price_text(Fen(20000))} in, {price_text(owed)} owed; the surplus is credited")
    heard = _messages(stage)
    stage.visitor.tap("finish")
    stage.visitor.see(ResultView)
    stage.visitor.picture("result-waiting", "the money is safe; what happens with it is shown live")
    result = stage.visitor.see(ResultView, lambda shown: shown.posting is StepState.DONE, "posted by the centre")
    stage.visitor.see(ResultView, lambda shown: shown.sms_state is SmsState.DELIVERED, "with the SMS delivered")
    if result.reopening_state is not Reopening.NOT_NEEDED:
        done = Reopening.REOPENED
        stage.visitor.see(ResultView, lambda shown: shown.reopening_state is done, "with the line reconnected")
    stage.visitor.see(ResultView, lambda shown: shown.receipt is StepState.DONE, "with the receipt printed")
    stage.visitor.picture("result-done", "posted, SMS delivered, line reconnected, receipt printed")
    _tell(stage, result, heard)
    _leave(stage, number)


def network_cut(stage: Stage) -> None:
    """The network goes while the money is inside: slip at once, posted exactly once when it is back."""
    number = "15012345678"
    stage.say(f"The network is cut in the middle of a payment, for {_masked(number)}")
    _to_cash(stage, number, lambda _amount: Fen(5000))
    _insert(stage, Fen(5000), inserted=Fen(5000))
    stage.world.network(Network.CUT)
    stage.say("  -- the network is cut --")
    heard = _messages(stage)
    stage.visitor.tap("finish")
    stage.visitor.see(ResultView, lambda shown: shown.posting is StepState.LATER, "to be posted later")
    stage.visitor.see(ResultView, lambda shown: shown.receipt is StepState.DONE, "with its slip printed")
    stage.visitor.picture("result-offline", "no line: the slip says it will be posted, and when the SMS comes")
    stage.world.network(Network.UP)
    stage.say("  -- the network is back --")
    result = stage.visitor.see(ResultView, lambda shown: shown.posting is StepState.DONE, "posted after all")
    stage.visitor.see(ResultView, lambda shown: shown.sms_state is SmsState.DELIVERED, "with the SMS delivered")
    stage.visitor.picture("result-after-outage", "posted by itself as soon as the line was back")
    _tell(stage, result, heard)
    _leave(stage, number)


JOURNEYS: dict[str, Callable[[Stage], None]] = {"cash": cash, "network-cut": network_cut}
CUT_THE_NETWORK = frozenset({"network-cut"})


# ---- shared steps --------------------------------------------------------------------------------------------------


def _to_cash(stage: Stage, number: str, choose: Callable[[AmountView], Fen]) -> Fen:
    """From home to the open slot; the amount that was chosen."""
    visitor = stage.visitor
    visitor.see(HomeView, lambda home: home.can_pay, "with cash in service")
    visitor.picture("home", "what the terminal can do, and which devices work")
    visitor.tap("home_pay")
    visitor.see(NumberView)
    visitor.type_number(number[:6])
    visitor.picture("number", "the number in groups of 3-4-4, checked while it is typed")
    visitor.type_number(number[6:])
    visitor.see(NumberView, lambda shown: shown.complete, "with a whole number")
    visitor.tap("confirm")
    shown = visitor.see(AmountView, lambda page: not page.offline, "with the masked name")
    visitor.picture("amount", f"{shown.masked_name} owes {price_text(shown.arrears)}; line: {shown.service_state.value}")
    amount = choose(shown)
    visitor.tap(f"amount_{amount}")
    visitor.see(MethodView, lambda page: page.cash is None, "with cash on offer")
    visitor.picture("method", "no change is given, said before the first note")
    visitor.tap("pay_cash")
    visitor.see(CashView, lambda page: page.accepting, "with the slot open")
    visitor.picture("cash-open", "the slot is open; the notes taken are shown")
    return amount


def _insert(stage: Stage, note: Fen, *, inserted: Fen) -> None:
    """A note on the wire; seen only once it is on the disk."""
    stage.world.acceptor.send("insert", denomination=note)
    stage.visitor.see(CashView, lambda page: page.inserted == inserted, f"with {price_text(inserted)} in")
    stage.visitor.see(CashView, lambda page: page.accepting, "with the slot open again")


def _tell(stage: Stage, result: ResultView, heard: int) -> None:
    """Amount, masked number, receipt number, SMS, and the paper."""
    stage.visitor.until(lambda: _messages(stage) > heard, "an SMS on the handset")
    message = stage.world.handset(heard)[0]
    stage.say(f"  paid            {price_text(result.amount)} for {grouped(result.masked_number)} {result.masked_name}")
    stage.say(f"  receipt number  {result.receipt_number}, claim code {result.payment_id}")
    stage.say(f"  SMS             {message['text']}")
    if result.receipt_number not in message["text"]:
        raise TourError(f"the SMS does not carry the receipt number {result.receipt_number}: {message['text']}")
    paper = stage.world.printer.send("state")["pieces"][-1]
    if paper.get("png"):  # a printer simulator without --out keeps no pictures
        target = stage.out / f"receipt-{result.payment_id}.png"
        shutil.copyfile(paper["png"], target)
        stage.say(f"  receipt         {target.name}")
    if result.payment_id not in paper["text"]:
        raise TourError(f"the paper does not carry the claim code {result.payment_id}")


def _leave(stage: Stage, number: str) -> None:
    stage.visitor.tap("finish")
    home = stage.visitor.see(HomeView)
    for form in (number, mask(number), grouped(number), grouped(mask(number))):
        if form in repr(home):
            raise TourError("the number is still on the screen after the visit")
    stage.say("  home again, nothing of the customer remains")


def _messages(stage: Stage) -> int:
    """The id of the newest message on any handset."""
    return max((int(message["id"]) for message in stage.world.handset()), default=0)


def _masked(number: str) -> str:
    return grouped(AccountRef(AccountKind.MOBILE, number).masked())
