"""POS Integrado / Autoservicio card terminals (specs/pos-integrado.md) as the core's ``CardTerminal``.

The loop in the link's thread polls the terminal and, whenever it answers, does one thing: a question about a doubt comes
first, then whatever makes the terminal ready, then the till's orders. Verbs only leave an order and wake the loop.
"""

import queue
import time
from dataclasses import replace

from devices.card_trace import CardTrace
from devices.pos_conditions import SILENT
from devices.pos_dialogue import PosDialogue, PosOptions
from devices.pos_health import PosHealth
from devices.pos_messages import request
from devices.pos_orders import (
    CancelOrder,
    CheckHostOrder,
    EndDayOrder,
    Order,
    ResolveOrder,
    ReverseOrder,
    SellOrder,
    StopReversingOrder,
)
from devices.pos_sale import Sale
from devices.pos_settling import end_day, resolution, reversal
from devices.pos_start import PosStart
from devices.pos_strays import Strays
from devices.pos_tables import MUST_CLOSE, OK, TEST_HOST_AFTER, Function
from devices.pos_timing import PosTiming
from devices.serial_link import LinkClosed, LinkDown, LinkLost, LinkSettings, SerialLink
from devices.transport import Transport
from kiosk.card import CardApproval, CardAttempt, CardPart, CardProblem, CardStep, CardTotals, CardVerdict
from kiosk.events import (
    CardConfirmed,
    CardDayEnded,
    CardHostChecked,
    CardNotCharged,
    CardProgressed,
    CardResolved,
    CardReversalDelayed,
    CardReversalEnded,
    CardTerminalReady,
)
from kiosk.ports import Post

NOT_SENT = "not sent"
NOT_DONE = "no answer"


class PosCardTerminal:
    """``kiosk.ports.CardTerminal``; ``start`` begins, ``close`` waits for the link's thread (2 s at most)."""

    def __init__(
        self,
        settings: LinkSettings,
        post: Post,
        options: PosOptions,
        *,
        timing: PosTiming | None = None,
        trace: CardTrace | None = None,
    ) -> None:
        self._post = post
        self._options = options
        self._timing = timing or PosTiming()
        self._trace = CardTrace() if trace is None else trace
        self._may_open = settings.refuses
        self._link = SerialLink(replace(settings, refuses=self._before_opening), self, self._trace)
        self._wishes: queue.SimpleQueue[Order | CancelOrder | StopReversingOrder] = queue.SimpleQueue()
        self._orders: list[Order] = []
        self._health = PosHealth(post)
        self._strays = Strays(post)
        self._start = PosStart(self._timing)
        self._announced = False
        self._missed_polls = 0
        self._prompt_polls = 0  # in a row, that it acknowledged at once
        self._last_signs_s: dict[str, float] = {}  # monotonic, by attempt: no sign of the sale is later
        self._born_s = time.monotonic()

    # ---- the port ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        self._link.close()

    @property
    def trace(self) -> CardTrace:
        return self._trace

    @property
    def link(self) -> SerialLink:
        return self._link

    def sell(self, attempt: CardAttempt) -> None:
        self._wish(SellOrder(attempt, time.monotonic() + self._timing.order_waits_s))

    def cancel(self, attempt_id: str) -> None:
        """The wire has no cancel: a sale that has begun ends by the payer's hand or by the terminal's own time-out."""
        self._wish(CancelOrder(attempt_id))

    def resolve(self, attempt: CardAttempt) -> None:
        now_s = time.monotonic()
        self._wish(ResolveOrder(attempt, now_s + self._timing.contact_s, now_s))

    def reverse(self, card: CardPart) -> None:
        self._wish(ReverseOrder(card, time.monotonic(), self._timing.first_back_off_s))

    def stop_reversing(self, attempt_id: str) -> None:
        self._wish(StopReversingOrder(attempt_id))

    def end_day(self) -> None:
        self._wish(EndDayOrder(time.monotonic() + self._timing.order_waits_s))

    def check_host(self, ticket: str) -> None:
        self._wish(CheckHostOrder(ticket, time.monotonic() + self._timing.order_waits_s))

    def _wish(self, wish: Order | CancelOrder | StopReversingOrder) -> None:
        self._wishes.put(wish)
        self._link.wake()

    # ---- the conversation (devices.serial_link.Conversation) ---------------------------------------------------------

    def link_down(self, down: LinkDown) -> None:
        self._health.link_down(down)

    def talk(self, wire: Transport) -> None:
        dialogue = PosDialogue(wire, self._trace, self._options, self._timing, self._strays)
        self._forget()
        self._health.tell_start(self._start)
        dialogue.drain()
        while True:
            self._turn(dialogue)

    def _before_opening(self, port: str) -> str | None:
        """The link's thread passes here before each try to open the port: the only place while there is none."""
        self._look_at_wishes()
        self._expire("the terminal's port is not there")
        return self._may_open(port)

    def _forget(self) -> None:
        """The terminal was out of sight: nothing that it said before holds."""
        self._start = PosStart(self._timing)
        self._announced = False
        self._prompt_polls = 0

    def _turn(self, dialogue: PosDialogue) -> None:
        pause_s = self._timing.idle_poll_s
        asked_s = time.monotonic()
        prompt_polls = self._timing.prompt_polls
        answered = dialogue.poll(self._unheard if self._prompt_polls >= prompt_polls and not self._orders else None)
        prompt = answered and time.monotonic() - asked_s < self._timing.unheard_s
        self._prompt_polls = self._prompt_polls + 1 if prompt else 0
        self._look_at_wishes()
        self._missed_polls = 0 if answered else self._missed_polls + 1
        if not answered:
            self._not_answered()
        elif self._work(dialogue):
            self._prompt_polls = min(self._prompt_polls, prompt_polls - 1)  # it may be busy with it at the next poll
            pause_s = 0.0
        self._health.clear_card |= dialogue.saw_clear_card
        if answered:
            self._health.tell_start(self._start)
            self._announce()
        self._expire("the terminal is not ready" if answered else "the terminal does not answer")
        dialogue.hear(time.monotonic() + pause_s)

    def _unheard(self) -> None:
        """A terminal at rest that was quick for minutes is silent: its users are told at once. What it said before holds
        until it has missed as many polls as the protocol's waits ask for; with an order waiting nothing is told so soon."""
        if self._wishes.empty():
            self._announced = False
            self._health.tell(SILENT)

    def _not_answered(self) -> None:
        if self._missed_polls >= self._timing.silent_polls:
            self._forget()
            self._health.tell(SILENT)

    def _work(self, dialogue: PosDialogue) -> bool:
        """One thing; is there something more to be done at once?"""
        doubts = [order for order in self._orders if isinstance(order, ResolveOrder)]
        if doubts:
            return self._resolve(dialogue, doubts[0])
        if self._strays.doubted is not None:
            return False  # the till will order what is to be done about it
        if not self._start.done:
            before = self._start.stage
            self._start.step(dialogue)
            return self._start.stage is not before
        order = next((order for order in self._orders if self._due(order)), None)
        if order is None:
            return False
        self._announced = False
        if isinstance(order, SellOrder):
            self._sell(dialogue, order)
        elif isinstance(order, ReverseOrder):
            self._reverse(dialogue, order)
        elif isinstance(order, EndDayOrder):
            self._end_day(dialogue, order)
        elif isinstance(order, CheckHostOrder):
            self._check_host(dialogue, order)
        return True

    @staticmethod
    def _due(order: Order) -> bool:
        return not isinstance(order, ReverseOrder) or time.monotonic() >= order.due_s

    # ---- the orders --------------------------------------------------------------------------------------------------

    def _sell(self, dialogue: PosDialogue, order: SellOrder) -> None:
        attempt = order.attempt
        self._orders.remove(order)
        if attempt.terminal_id != self._terminal_id or attempt.before != self._start.last:
            # Another terminal, or a sale, came in between: what the attempt knows could not tell afterwards what became
            # of it (rule 1 of section 8.1).
            self._post(CardNotCharged(attempt.attempt_id, CardProblem.TERMINAL, NOT_SENT))
            return
        self._strays.know(attempt.before)
        sale = Sale(dialogue, attempt, self._post, self._timing)
        try:
            sale.run()
        finally:
            self._sold(sale)

    def _sold(self, sale: Sale) -> None:
        end = sale.end
        if sale.last_sign_s:
            self._last_signs_s = {sale.attempt.attempt_id: sale.last_sign_s}
        if isinstance(end, CardConfirmed):
            self._start.last_is(sale.approved)
        elif not isinstance(end, CardNotCharged):
            self._strays.doubted = sale.attempt
            self._start.last_unknown()
        if sale.code:
            self._health.sold(sale.code)
        if sale.code in TEST_HOST_AFTER:
            self._start.load_keys_again()

    def _resolve(self, dialogue: PosDialogue, order: ResolveOrder) -> bool:
        attempt = order.attempt
        if time.monotonic() < order.due_s:
            return False
        self._strays.doubted = attempt
        self._strays.know(attempt.before)
        if not order.told:
            order.told = True
            self._post(CardProgressed(attempt.attempt_id, CardStep.CHECKING))
        signs_s = (self._last_signs_s.get(attempt.attempt_id, self._born_s), self._strays.progressed_s)
        ended = resolution(dialogue, order, self._timing, max(signs_s) + self._timing.answer_s)
        if ended is not None:
            self._resolved(order, ended)
        return ended is not None

    def _resolved(self, order: ResolveOrder, ended: CardResolved) -> None:
        self._orders.remove(order)
        approval = ended.approval
        self._strays.resolved(None if approval is None else approval.reference)
        self._start.last_unknown()
        self._announced = False
        self._post(ended)

    def _reverse(self, dialogue: PosDialogue, order: ReverseOrder) -> None:
        try:
            ended = reversal(dialogue, order.card, self._terminal_id, self._timing)
        except LinkClosed:
            raise
        except Exception as error:
            self._delayed(order, f"it was cut off: {error}")
            raise
        self._start.last_unknown()
        if isinstance(ended, CardReversalEnded):
            self._orders.remove(order)
            self._post(ended)
        else:
            self._delayed(order, ended)

    def _delayed(self, order: ReverseOrder, reason: str) -> None:
        order.tries += 1
        order.due_s = time.monotonic() + order.back_off_s
        order.back_off_s = min(order.back_off_s * 2, self._timing.longest_back_off_s)
        self._post(CardReversalDelayed(order.card.attempt_id, order.tries, reason))

    def _end_day(self, dialogue: PosDialogue, order: EndDayOrder) -> None:
        self._orders.remove(order)
        self._start.last_unknown()
        try:
            totals = end_day(dialogue, self._terminal_id, self._timing)
        except LinkLost:
            self._post(CardDayEnded(CardTotals(None, None, self._terminal_id, NOT_DONE)))
            raise
        if not totals.code:
            self._health.must_close = ""
            self._start.load_keys_again()  # it says too whether it wants to be closed
        self._post(CardDayEnded(totals))

    def _check_host(self, dialogue: PosDialogue, order: CheckHostOrder) -> None:
        """0800 asks the host for keys: its answer says whether it was reached."""
        self._orders.remove(order)
        ended = CardHostChecked(order.ticket, reached=False, code=NOT_DONE)
        try:
            data = request(self._options.dialect, Function.LOAD_KEYS)
            found = dialogue.ask(data, Function.KEYS_LOADED, self._timing.host_answer_s)
            if found is not None:
                reached = found.code in {OK, *MUST_CLOSE}
                ended = CardHostChecked(order.ticket, reached, "" if reached else found.code)
        finally:
            self._post(ended)
        self._start.load_keys_again()  # and all that follows from it is told as ever

    @property
    def _terminal_id(self) -> str:
        return self._start.identity.terminal_id if self._start.identity is not None else ""

    # ---- orders that wait --------------------------------------------------------------------------------------------

    def _look_at_wishes(self) -> None:
        while True:
            try:
                wish = self._wishes.get_nowait()
            except queue.Empty:
                return
            if isinstance(wish, CancelOrder):
                self._cancel(wish.attempt_id)
                continue
            if isinstance(wish, StopReversingOrder):
                self._orders = [order for order in self._orders if not _takes_back(order, wish.attempt_id)]
                continue
            self._orders.append(wish)
            if isinstance(wish, ResolveOrder) and wish.attempt.approval is not None and _is_of_this_wire(wish.attempt):
                self._resolved(wish, _recorded(wish.attempt.attempt_id, wish.attempt.approval))

    def _cancel(self, attempt_id: str) -> None:
        for order in list(self._orders):
            if isinstance(order, SellOrder) and order.attempt.attempt_id == attempt_id:
                self._orders.remove(order)
                self._announced = False
                self._post(CardNotCharged(attempt_id, CardProblem.CANCELLED, NOT_SENT))

    def _expire(self, reason: str) -> None:
        """What has waited too long for a terminal at rest."""
        now_s = time.monotonic()
        for order in list(self._orders):
            if isinstance(order, ReverseOrder):
                if now_s >= order.due_s + self._timing.order_waits_s:
                    self._delayed(order, reason)
            elif now_s >= order.until_s:
                self._give_up(order)

    def _give_up(self, order: SellOrder | ResolveOrder | EndDayOrder | CheckHostOrder) -> None:
        if isinstance(order, ResolveOrder):
            told = CardResolved(order.attempt.attempt_id, CardVerdict.UNDECIDED, detail=order.detail)
            self._resolved(order, told)
            return
        self._orders.remove(order)
        self._announced = False
        if isinstance(order, SellOrder):
            self._post(CardNotCharged(order.attempt.attempt_id, CardProblem.TERMINAL, NOT_SENT))
        elif isinstance(order, CheckHostOrder):
            self._post(CardHostChecked(order.ticket, reached=False, code=NOT_SENT))
        else:
            self._post(CardDayEnded(CardTotals(None, None, self._terminal_id, NOT_DONE)))

    # ---- what the till hears of the terminal -------------------------------------------------------------------------

    def _announce(self) -> None:
        """At rest, with its last transaction known; after each start and each order once."""
        identity = self._start.identity
        if not self._start.done or self._strays.doubted is not None or identity is None:
            return
        self._strays.tell()
        if not self._announced:
            self._announced = True
            self._post(CardTerminalReady(identity, self._start.last))


def _takes_back(order: Order, attempt_id: str) -> bool:
    return isinstance(order, ReverseOrder) and order.card.attempt_id == attempt_id


def _is_of_this_wire(attempt: CardAttempt) -> bool:
    """An approval of a terminal of another protocol, fitted here before, may have been undone since."""
    return attempt.approval is not None and attempt.approval.receipt == attempt.ticket


def _recorded(attempt_id: str, approval: CardApproval) -> CardResolved:
    """Rules 7 to 9: a valid approval that is on our disk stands, and needs nobody's word."""
    return CardResolved(attempt_id, CardVerdict.CHARGED, approval, "its approval is on our disk")
