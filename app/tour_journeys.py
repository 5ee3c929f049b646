"""The scripted visits of the tour. Each plays on the real screen and the devices and centre of the configuration."""

import shutil
from collections.abc import Callable

from app.demo_controls import CARD
from app.network import Network
from app.tour_asking import asking
from app.tour_stage import Stage, masked
from app.tour_visitor import TourError
from kiosk.accounts import grouped
from kiosk.card import CardProblem, CardStep
from kiosk.money import Fen, price_text
from kiosk.views import (
    AmountView,
    CardRefusedView,
    CardView,
    CashView,
    HomeView,
    MethodView,
    NumberView,
    ResultView,
    StepState,
)
from kiosk.visit_types import Reopening, SmsState


def cash(stage: Stage) -> None:
    """Arrears of a line that is stopped one way, paid with two notes: posted, SMS, reconnected, receipt."""
    number = "13800135678"
    stage.say(f"A bill paid in cash, for {masked(number)}")
    owed = _to_cash(stage, number, lambda amount: amount.choices[0].amount)
    _insert(stage, Fen(10000), inserted=Fen(10000))
    stage.visitor.picture("cash-first-note", "one note is in the box and on the disk; what is left is named")
    _insert(stage, Fen(10000), inserted=Fen(20000))
    stage.visitor.picture("cash-enough", f"{price_text(Fen(20000))} in, {price_text(owed)} owed; the surplus is credited")
    heard = stage.newest_message()
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
    stage.say(f"The network is cut in the middle of a payment, for {masked(number)}")
    _to_cash(stage, number, lambda _amount: Fen(5000))
    _insert(stage, Fen(5000), inserted=Fen(5000))
    stage.world.network(Network.CUT)
    stage.say("  -- the network is cut --")
    heard = stage.newest_message()
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


def card(stage: Stage) -> None:
    """The whole bill by card, chip and PIN; the first try is declined by the bank and costs nothing."""
    number = "15811110002"
    stage.say(f"A bill paid by bank card, for {masked(number)}")
    owed = _to_method(stage, number, lambda amount: amount.choices[0].amount)
    stage.world.card.send("decline_next")
    stage.visitor.tap("pay_card")
    _insert_card(stage, owed)
    refused = stage.visitor.see(CardRefusedView)
    if refused.problem is not CardProblem.DECLINED:
        raise TourError(f"the bank declined, and the page says {refused.problem}")
    stage.visitor.picture("card-declined", f"declined, nothing was charged; code {refused.code}")
    stage.visitor.tap("pay_card")
    _insert_card(stage, owed, pictures=True)
    _paid_by_card(stage, number, owed, owed)


def cash_then_card(stage: Stage) -> None:
    """A note first, and what it leaves open on a card that is held near."""
    number = "18644440005"
    stage.say(f"Cash plus card, for {masked(number)}")
    owed = _to_cash(stage, number, lambda amount: amount.choices[0].amount)
    _insert(stage, Fen(10000), inserted=Fen(10000))
    rest = Fen(owed - 10000)
    stage.visitor.see(CashView, lambda page: page.can_pay_rest_by_card, "with the rest on offer by card")
    stage.visitor.picture("cash-then-card", f"{price_text(Fen(10000))} is in; the rest may go on a card")
    stage.visitor.tap("pay_card")
    shown = stage.visitor.see(CardView, lambda page: page.step is CardStep.PRESENT, "that asks for the card")
    if (shown.inserted, shown.charge) != (10000, rest):
        raise TourError(f"the card page asks for {shown.charge} fen beside {shown.inserted}, not for {rest}")
    stage.visitor.picture("card-rest", f"the card is asked for {price_text(rest)}; the note is named beside it")
    stage.world.card.send("present_card", method="tap", card=CARD)
    _paid_by_card(stage, number, owed, rest)


JOURNEYS: dict[str, Callable[[Stage], None]] = {
    "cash": cash,
    "network-cut": network_cut,
    "card": card,
    "cash-then-card": cash_then_card,
    "asking": asking,
}
CUT_THE_NETWORK = frozenset({"network-cut"})
BY_CARD = frozenset({"card", "cash-then-card"})


# ---- shared steps --------------------------------------------------------------------------------------------------


def _to_cash(stage: Stage, number: str, choose: Callable[[AmountView], Fen]) -> Fen:
    """From home to the open slot; the amount that was chosen."""
    amount = _to_method(stage, number, choose)
    stage.visitor.tap("pay_cash")
    stage.visitor.see(CashView, lambda page: page.accepting, "with the slot open")
    stage.visitor.picture("cash-open", "the slot is open; the notes taken are shown")
    return amount


def _to_method(stage: Stage, number: str, choose: Callable[[AmountView], Fen]) -> Fen:
    """From home to the choice between cash and card; the amount that was chosen."""
    visitor = stage.visitor
    visitor.see(HomeView, lambda home: all(lamp.works for lamp in home.lamps), "with everything in service")
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
    if stage.world.settings.card.fitted:
        visitor.see(MethodView, lambda page: page.card is None, "with cards on offer")
    visitor.picture("method", "cash or card; no change is given, said before the first note")
    return amount


def _insert_card(stage: Stage, charge: Fen, *, pictures: bool = False) -> None:
    """Chip and PIN, as soon as the terminal wants the card."""
    visitor = stage.visitor
    shown = visitor.see(CardView, lambda page: page.step is CardStep.PRESENT, "that asks for the card")
    if shown.charge != charge:
        raise TourError(f"the card is asked for {shown.charge} fen, not for {charge}")
    if pictures:
        visitor.picture("card-present", f"the card terminal wants the card; {price_text(charge)} stands on both")
    stage.world.card.send("present_card", method="insert", pin="right", card=CARD)
    if pictures:
        visitor.see(CardView, lambda page: page.step is CardStep.PIN, "that asks for the PIN")
        visitor.picture("card-pin", "the PIN is typed on the card terminal, not on this screen")


def _paid_by_card(stage: Stage, number: str, amount: Fen, charged: Fen) -> None:
    """From the bank's word to the paper in the hand, and home."""
    visitor, heard = stage.visitor, stage.newest_message()
    visitor.see(ResultView)
    visitor.see(ResultView, lambda shown: shown.posting is StepState.DONE, "posted by the centre")
    visitor.see(ResultView, lambda shown: shown.sms_state is SmsState.DELIVERED, "with the SMS delivered")
    result = visitor.see(ResultView, lambda shown: shown.receipt is StepState.DONE, "with the receipt printed")
    if (result.amount, result.charged) != (amount, charged) or not result.card.endswith(CARD["last4"]):
        raise TourError(f"paid {result.amount} fen, {result.charged} of it by {result.card}; not {amount} and {charged}")
    visitor.picture("result-card", f"posted; {price_text(charged)} by {result.card}")
    _tell(stage, result, heard)
    _leave(stage, number)


def _insert(stage: Stage, note: Fen, *, inserted: Fen) -> None:
    """A note on the wire; seen only once it is on the disk."""
    stage.world.acceptor.send("insert", denomination=note)
    stage.visitor.see(CashView, lambda page: page.inserted == inserted, f"with {price_text(inserted)} in")
    stage.visitor.see(CashView, lambda page: page.accepting, "with the slot open again")


def _tell(stage: Stage, result: ResultView, heard: int) -> None:
    """Amount, masked number, receipt number, SMS, and the paper."""
    message = stage.next_message(heard)
    stage.say(f"  paid            {price_text(result.amount)} for {grouped(result.masked_number)} {result.masked_name}")
    stage.say(f"  receipt number  {result.receipt_number}, claim code {result.payment_id}")
    stage.say(f"  SMS             {message}")
    if result.receipt_number not in message:
        raise TourError(f"the SMS does not carry the receipt number {result.receipt_number}: {message}")
    paper = stage.newest_paper()
    if paper.get("png"):  # a printer simulator without --out keeps no pictures
        target = stage.out / f"receipt-{result.payment_id}.png"
        shutil.copyfile(paper["png"], target)
        stage.say(f"  receipt         {target.name}")
    if result.payment_id not in paper["text"]:
        raise TourError(f"the paper does not carry the claim code {result.payment_id}")


def _leave(stage: Stage, number: str) -> None:
    stage.visitor.tap("finish")
    stage.gone(number)
