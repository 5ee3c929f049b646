"""The faults of the day, one after the other: what breaks, what customer, technician and hall see of it, and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import select

from app.network import Network
from central.advice import advice as hall_advice
from central.tables import payments
from kiosk import events as ev
from kiosk.advice import advice_for
from kiosk.views import CashView, HomeView, Message
from offline_queue.ledger import SqliteLedger
from tests.bad_day.hall import DUTY, Hall, Terminal, wait_until

PAYERS: Final = ("13312349876", "13412340001", "13900001234", "18800008888")


@dataclass
class Row:
    """One fault, as the table tells it. Times are the hall's."""

    fault: str
    broken_at: str
    customer: str = ""
    technician: str = ""
    hall: str = ""
    alarm: str = ""
    after_s: int = 0  # from the fault to the alarm, by the hall's clock
    told: str = ""
    over: str = ""  # what showed that it was over


@dataclass
class Day:
    hall: Hall
    say: Callable[[Message], str]
    rows: list[Row] = field(default_factory=list)
    paid: dict[str, tuple[Terminal, str]] = field(default_factory=dict)  # payment → where, whose

    def play(self) -> None:
        one, two, three = self.hall.terminals
        for terminal, number in zip(self.hall.terminals, PAYERS, strict=False):
            self._pay(terminal, number)
        self.paper_out(one)
        self.acceptor_jam(one)
        self.network_gone(two)
        self.clock_off(two)
        self.gateway_down(one)
        self.dead(three)

    # ---- the faults ------------------------------------------------------------------------------------------------

    def paper_out(self, terminal: Terminal) -> None:
        row = self._broken("paper out", terminal)
        terminal.printer.ok("paper_out")
        wait_until(lambda: not terminal.state.terminal.printer.usable, "the printer says so")
        row.customer = self._home_notices(terminal)
        self._seen(row, terminal, "PRN-OUT", "paper_out")
        self._pay(terminal, PAYERS[0])  # said before, consented to: the payment goes on
        terminal.printer.ok("paper_in")
        self._over(row, terminal, "paper_out", "paid without paper; SMS came")

    def acceptor_jam(self, terminal: Terminal) -> None:
        """With a customer in front of it, and their first note safe inside."""
        row = self._broken("acceptor jams with a customer's money inside", terminal)
        terminal.opens(PAYERS[1])
        terminal.note(50)
        terminal.acceptor.ok("jam", at="entry")
        wait_until(lambda: not terminal.state.terminal.acceptor.usable, "the acceptor says so")
        body = terminal.views[-1].body
        assert isinstance(body, CashView)
        assert body.message is not None
        row.customer = self.say(body.message)
        code = terminal.state.terminal.acceptor.code
        self._finish(terminal, PAYERS[1])
        self._seen(row, terminal, code, "acceptor_unavailable")
        terminal.acceptor.ok("clear")
        self._over(row, terminal, "acceptor_unavailable", "the first note was credited; SMS came")

    def network_gone(self, terminal: Terminal) -> None:
        row = self._broken("network gone", terminal)
        terminal.network.set(Network.CUT)
        wait_until(lambda: not terminal.state.terminal.reachable, "the terminal notices")
        row.customer = self._home_notices(terminal)
        payment = terminal.pays(PAYERS[2])
        terminal.leaves()
        assert len(terminal.state.terminal.unposted) == 1
        self._seen(row, terminal, "NET-DOWN", "terminal_silent")
        terminal.network.set(Network.UP)
        self.paid[payment] = (terminal, PAYERS[2])
        wait_until(lambda: not terminal.state.terminal.unposted, "the queue is empty again", 90.0)
        self._over(row, terminal, "terminal_silent", "the queued payment was posted once; SMS came")

    def clock_off(self, terminal: Terminal) -> None:
        row = self._broken("clock ten minutes off", terminal)
        terminal.clock.skew_s = 600.0
        row.customer = "nothing: payments are taken and posted"
        self._pay(terminal, PAYERS[2])
        self._alarm(row, terminal.kiosk_id, "clock_skew")
        row.technician = "the console's clock is not the hall's"
        terminal.clock.skew_s = 0.0
        self._over(row, terminal, "clock_skew", "the centre's time fits again")

    def gateway_down(self, terminal: Terminal) -> None:
        row = self._broken("SMS gateway down", terminal)
        self.hall.gateway.down = True
        payment = terminal.pays(PAYERS[3])
        wait_until(lambda: not terminal.state.terminal.unposted, "posted")
        row.customer = "posted; the text message is still waited for"
        terminal.leaves()
        self._alarm(row, payment, "paid_without_sms", "sms")
        row.technician = "nothing: every device works"
        self.hall.gateway.down = False
        self.paid[payment] = (terminal, PAYERS[3])
        self._wait_for_message(payment)
        wait_until(lambda: not self.hall.alarms(payment), "the alarm is over", 90.0)
        row.over = "the SMS came after all"

    def dead(self, terminal: Terminal) -> None:
        row = self._broken("terminal dead", terminal)
        terminal.die()
        row.customer = "a dark screen; two terminals beside it work"
        row.technician = "no answer: look at power and cable"
        self._alarm(row, terminal.kiosk_id, "terminal_silent")
        row.hall = f"{row.hall} (no heartbeat)"
        terminal.start()
        self._over(row, terminal, "terminal_silent", "at home again")
        self._pay(terminal, PAYERS[0])

    # ---- what they see ---------------------------------------------------------------------------------------------

    def _broken(self, fault: str, terminal: Terminal) -> Row:
        row = Row(f"{terminal.kiosk_id}: {fault}", self.hall.clock.now())
        self.rows.append(row)
        return row

    def _home_notices(self, terminal: Terminal) -> str:
        wait_until(lambda: isinstance(terminal.views[-1].body, HomeView), "home on the screen")
        body = terminal.views[-1].body
        assert isinstance(body, HomeView)
        assert body.notices, "the home page is silent about a fault"
        return " ".join(self.say(notice) for notice in body.notices)

    def _seen(self, row: Row, terminal: Terminal, code: str, rule: str) -> None:
        advice = advice_for(code)
        steps = "; ".join(step.en for step in advice.steps)
        row.technician = f"{code}: {advice.what.en}: {steps}"
        self._alarm(row, terminal.kiosk_id, rule)
        row.hall = hall_advice(code).en.do

    def _alarm(self, row: Row, subject: str, *rules: str) -> None:
        wait_until(
            lambda: any(rule in self.hall.alarms(subject) for rule in rules), f"an alarm {rules} for {subject}", 90.0
        )
        found = self.hall.alarms(subject)
        alarm = found[next(rule for rule in rules if rule in found)]
        row.after_s = int(alarm.raised_at / 1000 - datetime.fromisoformat(row.broken_at).timestamp())
        row.alarm, row.hall = alarm.rule, row.hall or alarm.text
        if not self.hall.gateway.down:
            wait_until(lambda: any(self.hall.handset(DUTY)), "the duty person is told")
            row.told = f"SMS to {DUTY[:3]}****{DUTY[-4:]}"

    def _over(self, row: Row, terminal: Terminal, rule: str, how: str) -> None:
        wait_until(lambda: rule not in self.hall.alarms(terminal.kiosk_id), f"{rule} is over", 90.0)
        wait_until(lambda: terminal.service == "full", f"{terminal.kiosk_id} is in full service")
        row.over = how

    # ---- the money -------------------------------------------------------------------------------------------------

    def _pay(self, terminal: Terminal, number: str) -> None:
        payment = terminal.pays(number)
        self.paid[payment] = (terminal, number)
        wait_until(lambda: not terminal.state.terminal.unposted, f"{payment} is posted")
        terminal.leaves()
        self._wait_for_message(payment)

    def _finish(self, terminal: Terminal, number: str) -> None:
        terminal.till.post(ev.FinishPressed())
        wait_until(lambda: terminal.page == "ShowResult", "the result")
        payment = str(getattr(terminal.state.visit, "payment_id", ""))
        self.paid[payment] = (terminal, number)
        wait_until(lambda: not terminal.state.terminal.unposted, f"{payment} is posted")
        terminal.leaves()
        self._wait_for_message(payment)

    def _wait_for_message(self, payment: str) -> None:
        number = self.paid[payment][1]
        wanted = sum(1 for _, whose in self.paid.values() if whose == number)
        wait_until(lambda: len(self._confirmations(number)) >= wanted, f"the SMS for {payment}", 90.0)

    def _confirmations(self, number: str) -> list[str]:
        return [text for text in self.hall.handset(number) if "缴费" in text or "paid" in text.lower()]

    def money(self) -> str:
        """Three books of the same money: what lies in the boxes, what the ledgers say, what the centre has posted."""
        boxes = ledgers = 0
        for terminal in self.hall.terminals:
            balances = terminal.till.ask(SqliteLedger.balances, SqliteLedger).result(timeout=10)
            assert balances.difference_fen == 0
            assert balances.stacked_fen == balances.posted_fen, balances
            notes = terminal.acceptor.do("state")["notes"]
            boxes += sum(note["denomination"] for note in notes if note["where"] == "stacked")
            ledgers += balances.posted_fen
        with self.hall.centre.database.read() as connection:
            posted = connection.execute(select(payments.c.kiosk_id, payments.c.kiosk_seq, payments.c.amount_fen)).all()
        centre = sum(row.amount_fen for row in posted)
        assert {f"{row.kiosk_id}-{row.kiosk_seq}" for row in posted} == set(self.paid), "each payment once, and no other"
        assert boxes == ledgers == centre, (boxes, ledgers, centre)
        messages = sum(len(self._confirmations(number)) for number in {whose for _, whose in self.paid.values()})
        assert messages == len(self.paid), "one SMS for each payment"
        return f"{len(posted)} payments, {centre} fen in the boxes, in the ledgers and at the centre; {messages} SMS"
