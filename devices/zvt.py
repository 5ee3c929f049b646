"""ZVT card terminals (specs/zvt.md) as the core's ``CardTerminal``.

The link's thread owns the wire; verbs only leave an order and wake it. After each (re)connect the line is heard out, then
the terminal is registered, asked how it is and what its last transaction was; only then it is ready to sell. A sale is
sent once. Whatever becomes of it without a word in the tables is unclear, and asked about when ``resolve`` is ordered.
"""

import logging
import time
from datetime import datetime

from devices import zvt_commands as zvt
from devices.card_trace import CardTrace
from devices.serial_link import LinkDown, LinkSettings, SerialLink
from devices.transport import Transport
from devices.wire import LinkClosed
from devices.zvt_afterwards import Afterwards
from devices.zvt_codes import READY, Condition, Maintenance
from devices.zvt_dialogue import EndKind
from devices.zvt_health import STARTING, ZvtHealth
from devices.zvt_lines import TransmissionError, make_line
from devices.zvt_orders import Order, Orders, Verb
from devices.zvt_orphans import Orphans
from devices.zvt_sale import SALE, Sale, unfit
from devices.zvt_session import SILENT, WAITING, Session
from devices.zvt_timing import ZvtOptions, ZvtTiming
from devices.zvt_verdict import AnswerKind
from kiosk.card import CardAttempt, CardIdentity, CardPart, CardProblem, CardTotals
from kiosk.events import (
    CardConfirmed,
    CardDayEnded,
    CardHostChecked,
    CardNotCharged,
    CardTerminalReady,
    CardUnclear,
)
from kiosk.ports import Post

_log = logging.getLogger(__name__)
MODEL = "ZVT"  # the protocol names no model
_IN_DOUBT = frozenset({Verb.RESOLVE})  # brings the terminal up itself; nothing else may change its last transaction
_AT_REST = frozenset(Verb)


class ZvtCardTerminal:
    """``kiosk.ports.CardTerminal`` over ZVT; ``start`` begins, ``close`` waits for the link's thread (2 s at most)."""

    def __init__(
        self,
        settings: LinkSettings,
        post: Post,
        options: ZvtOptions,
        *,
        timing: ZvtTiming | None = None,
        trace: CardTrace | None = None,
    ) -> None:
        self._post = post
        self._options = options
        self._timing = timing or ZvtTiming()
        self._trace = CardTrace() if trace is None else trace
        self._link = SerialLink(settings, self, self._trace)
        self._health = ZvtHealth(post, time.monotonic, self._timing.silence_alarm_s)
        self._orphans = Orphans(post, self._now, self._health.number_in_clear)
        self._afterwards = Afterwards(post, options, self._timing)
        self._orders = Orders(self._overdue)
        self._maintained_s: dict[Maintenance, float] = {}
        self._cancelled = ""
        self._unclear = ""  # the last sale, if it had no end
        self._answered = ""  # the last attempt whose question has an end
        self._tell_rest = False  # an order ended before it began: the till waits for the terminal's rest
        self._up = False
        self._come_up_at_s = 0.0
        self._poll_at_s = 0.0
        self._last: CardTerminalReady | None = None
        self._sync_id = b""

    # ---- the port ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._link.start()

    def close(self) -> None:
        """Give the port back; what was ordered and has no end stays without one, for the next process to ask about."""
        self._orders.close()
        self._link.close()

    @property
    def trace(self) -> CardTrace:
        return self._trace

    @property
    def link(self) -> SerialLink:
        return self._link

    def sell(self, attempt: CardAttempt) -> None:
        self._add(Order(Verb.SELL, attempt), self._timing.sell_start_s)

    def cancel(self, attempt_id: str) -> None:
        if self._orders.claim_sale(attempt_id):
            self._post(CardNotCharged(attempt_id, CardProblem.CANCELLED))
            self._tell_rest = True
        else:
            self._cancelled = attempt_id
        self._link.wake()

    def resolve(self, attempt: CardAttempt) -> None:
        self._add(Order(Verb.RESOLVE, attempt), self._timing.word_limit_s)

    def reverse(self, card: CardPart) -> None:
        self._add(Order(Verb.REVERSE, card=card), self._timing.reversal_longest_s)

    def stop_reversing(self, attempt_id: str) -> None:
        self._orders.drop_reversal(attempt_id)

    def end_day(self) -> None:
        self._add(Order(Verb.END_DAY), self._timing.day_start_s)

    def check_host(self, ticket: str) -> None:
        self._add(Order(Verb.CHECK, ticket=ticket), self._timing.sell_start_s)

    def _add(self, order: Order, watch_s: float) -> None:
        self._orders.add(order, watch_s)
        self._link.wake()

    def _overdue(self, order: Order) -> None:
        """Called in a thread of the order's watch: the terminal gave no chance to perform it."""
        if order.verb in (Verb.RESOLVE, Verb.REVERSE):
            self._afterwards.overdue(order, self._orders)
            if order.verb is Verb.RESOLVE and not self._orders.any_of(Verb.RESOLVE):
                self._answered = order.of.attempt_id
                self._link.wake()
        elif self._orders.claim(order):
            code = self._health.code or "CARD-NOT-READY"
            if order.verb is Verb.SELL:
                self._post(CardNotCharged(order.of.attempt_id, CardProblem.TERMINAL, code))
            elif order.verb is Verb.CHECK:
                self._post(CardHostChecked(order.ticket, reached=False, code=code))
            else:
                self._post(CardDayEnded(CardTotals(None, None, self._terminal_id, code)))
            self._tell_rest = True
            self._link.wake()

    # ---- the conversation (devices.serial_link.Conversation) ---------------------------------------------------------

    def link_down(self, down: LinkDown) -> None:
        self._up = False
        self._health.link_down(down)

    def talk(self, wire: Transport) -> None:
        session = Session(
            make_line(wire, self._link.settings.port, self._trace, self._timing.line),
            self._options,
            self._timing,
            now=self._now,
            stray=self._orphans.answer,
            may_maintain=self._may_maintain,
            day_closed=lambda totals: self._post(CardDayEnded(totals)),
        )
        self._up = False
        self._come_up_at_s = 0.0
        self._health.tell(STARTING, "")
        while True:
            try:
                self._once(session)
            except TransmissionError as error:
                _log.info("the card terminal does not acknowledge: %s", error)
                self._down(SILENT, str(error))

    def _once(self, session: Session) -> None:
        now_s = time.monotonic()
        order = self._orders.first_due(now_s, self._performable)
        if order is not None:
            self._perform(session, order)
        elif not self._up and now_s >= self._come_up_at_s:
            self._come_up(session)
        elif self._up and self._tell_rest and self._last is not None:
            self._tell_rest = False
            self._post(self._last)
        elif self._up and now_s >= self._poll_at_s:
            self._poll(session)
        else:
            message = session.line.receive(self._pause_s(now_s), until_woken=True)
            if message is not None:
                session.answer(message)

    @property
    def _performable(self) -> frozenset[Verb]:
        unclear = bool(self._unclear) and self._unclear != self._answered
        doubt = not self._up or unclear or self._orders.any_of(Verb.RESOLVE)
        return _IN_DOUBT if doubt else _AT_REST

    def _pause_s(self, now_s: float) -> float:
        next_s = self._poll_at_s if self._up else self._come_up_at_s
        due_s = self._orders.next_due_s(self._performable)
        return max(min(next_s, due_s if due_s is not None else next_s) - now_s, 0.0)

    # ---- rest --------------------------------------------------------------------------------------------------------

    def _come_up(self, session: Session) -> bool:
        session.drain()
        return self._came_up(session, session.come_up())

    def _came_up(self, session: Session, condition: Condition) -> bool:
        if condition is not READY:
            self._down(condition, session.raw)
            return False
        self._up = True
        self._poll_at_s = time.monotonic() + self._timing.poll_s
        self._know_last(session)
        return True

    def _down(self, condition: Condition, raw: str) -> None:
        self._up = False
        self._come_up_at_s = time.monotonic() + self._timing.retry_s
        self._health.tell(condition, raw)

    def _poll(self, session: Session) -> None:
        condition = session.poll()
        if condition is READY:
            self._poll_at_s = time.monotonic() + self._timing.poll_s
            self._health.tell(READY, "")
        else:
            self._down(condition, session.raw)

    def _know_last(self, session: Session) -> None:
        """The terminal is at rest: say so, and what its last transaction is. Silent while an attempt is asked about."""
        assert session.registered is not None
        entry = session.last.entry
        self._sync_id = (entry.sync_id if entry else None) or b""
        identity = CardIdentity(session.registered.terminal_id, model=MODEL, firmware=session.software)
        self._last = CardTerminalReady(identity, session.last.reference)
        self._health.can_tell_last = session.last.kind is not AnswerKind.UNSUPPORTED
        if entry is not None and entry.number_in_clear:
            self._health.number_in_clear()
        self._health.tell(READY, "")
        if not self._orders.any_of(Verb.RESOLVE):
            self._orphans.known = session.last.reference
            self._post(self._last)

    def _rest(self, session: Session) -> None:
        """After an order: is it at rest again, and what is its last transaction now? One that lost its power since we
        registered answers the enquiry all the same, and obeys nothing: all begins anew."""
        if session.dialogue.unregistered:
            self._up = False
            self._come_up_at_s = 0.0
            return
        condition = session.poll()
        if condition is READY:
            condition = session.ask_last()
        self._came_up(session, condition)

    # ---- orders ------------------------------------------------------------------------------------------------------

    def _perform(self, session: Session, order: Order) -> None:
        match order.verb:
            case Verb.SELL:
                if self._orders.claim(order):
                    self._sell(session, order.of)
            case Verb.RESOLVE:
                self._resolve(session, order)
            case Verb.REVERSE:
                self._afterwards.reverse(session, order, self._orders)
                self._rest(session)
            case Verb.END_DAY:
                if self._orders.claim(order):
                    self._post(CardDayEnded(session.close_day()))
                    self._rest(session)
            case Verb.CHECK:
                if self._orders.claim(order):
                    self._check_host(session, order.ticket)

    def _check_host(self, session: Session, ticket: str) -> None:
        ended = CardHostChecked(ticket, reached=False, code=SILENT.code)
        try:
            ending = session.check_host()
            reached = ending.kind is EndKind.COMPLETED
            ended = CardHostChecked(ticket, reached, "" if reached else ending.words)
        finally:
            self._post(ended)
        self._rest(session)

    def _sell(self, session: Session, attempt: CardAttempt) -> None:
        """Once, and one event at its end, whatever happens; only the end of this process leaves that to the next one."""
        assert self._last is not None
        why_not = unfit(attempt, self._last)
        if why_not:
            self._post(CardNotCharged(attempt.attempt_id, CardProblem.TERMINAL, why_not))
            self._post(self._last)
            return
        ended: CardConfirmed | CardNotCharged | CardUnclear
        ended = CardUnclear(attempt.attempt_id, "the line to the terminal was lost during the sale")
        leaving = False
        try:
            ended = self._sold(session, attempt)
        except LinkClosed:
            leaving = True
            raise
        finally:
            self._up = False
            self._come_up_at_s = time.monotonic() + self._timing.doubt_s
            self._unclear = attempt.attempt_id if isinstance(ended, CardUnclear) else ""
            if not leaving:
                self._post(ended)
        if not isinstance(ended, CardUnclear):
            self._rest(session)

    def _sold(self, session: Session, attempt: CardAttempt) -> CardConfirmed | CardNotCharged | CardUnclear:
        assert session.registered is not None
        sale = Sale(
            attempt,
            self._post,
            self._options,
            promise_s=self._timing.promise_s,
            utf8=session.registered.utf8,
            now=self._now,
            cancelled=lambda: self._cancelled == attempt.attempt_id,
        )
        sync_id = self._sync_id if self._options.sync == "1f1f" else None
        options = self._options
        order = zvt.sale(attempt.amount, options.currency, options.hold_s, options.hold_repeats, sync_id)
        ending = session.dialogue.run(order, sale, SALE)
        if sale.number_in_clear:
            self._health.number_in_clear()
        ended = sale.end(ending)
        if isinstance(ended, CardUnclear):
            session.dialogue.abort_quietly()
        self._orphans.confirmed = sale.confirmed
        return ended

    def _resolve(self, session: Session, order: Order) -> None:
        self._afterwards.checking(order)
        session.drain()
        condition = session.come_up()
        if self._came_up(session, condition):
            order.heard_s = time.monotonic()
            self._afterwards.judge(session, order, self._orders)
        else:
            if condition not in (SILENT, WAITING):
                order.heard_s = time.monotonic()
            order.reason = f"{condition.code or 'not ready'} {session.raw}".strip()
            order.due_s = time.monotonic() + self._timing.retry_s
        if not self._orders.any_of(Verb.RESOLVE):
            self._answered = order.of.attempt_id
            if self._up and self._last is not None:
                self._post(self._last)

    # ---- little things -----------------------------------------------------------------------------------------------

    def _may_maintain(self, what: Maintenance) -> bool:
        """Not again and again: what did not help is tried anew after a while. No end of the day while a sale is in doubt:
        it may clear the last transaction, which is all that can tell."""
        if what is Maintenance.END_OF_DAY and self._orders.any_of(Verb.RESOLVE):
            return False
        now_s = time.monotonic()
        last_s = self._maintained_s.get(what)
        if last_s is not None and now_s - last_s < self._timing.maintenance_again_s:
            return False
        self._maintained_s[what] = now_s
        return True

    @property
    def _terminal_id(self) -> str:
        return self._last.identity.terminal_id if self._last else ""

    @staticmethod
    def _now() -> datetime:
        """Local wall time without an offset, as the terminal's clock is set."""
        return datetime.now().astimezone().replace(tzinfo=None, microsecond=0)
