"""The card terminal of the model: what the bank has charged, what the terminal is doing, and what its driver tells of it.

It keeps to the port's contract (``kiosk.ports.CardTerminal``) and to nothing else: within it, everything that can be lost
is lost. ``undoes``: the terminal takes a charge back that it hears no word about (ZVT); else a charge stands whatever the
terminal at the counter hears (POS Integrado).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from kiosk.card import (
    CardApproval,
    CardAttempt,
    CardIdentity,
    CardPart,
    CardProblem,
    CardReference,
    CardStep,
    CardVerdict,
    ReversalOutcome,
)
from kiosk.device_status import Device, DeviceState, DeviceStatus
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardNotCharged,
    CardProgressed,
    CardResolved,
    CardReversalDelayed,
    CardReversalEnded,
    CardTerminalReady,
    CardUnclear,
    DeviceStatusChanged,
    Event,
)
from kiosk.money import Fen

Tell = Callable[[Event], None]
TERMINAL = CardIdentity("29001006", "M1", "PT", "1")


@dataclass
class Charge:
    """At the bank."""

    approval: CardApproval
    is_back: bool = False


@dataclass
class ModelCardTerminal:
    """Device, bank and driver in one. It goes on while the terminal is dead; the driver's orders die with it."""

    tell: Tell
    undoes: bool = True
    charges: dict[str, Charge] = field(default_factory=dict)  # by attempt
    sold: set[str] = field(default_factory=set)
    sale: CardAttempt | None = None
    cancelled: bool = False
    asked: CardAttempt | None = None
    going_back: list[CardPart] = field(default_factory=list)
    tries: int = 0
    last: CardReference | None = None
    number: int = 0

    # ---- the port --------------------------------------------------------------------------------------------------

    def sell(self, attempt: CardAttempt) -> None:
        assert attempt.attempt_id not in self.sold, "a sale is ordered once"
        assert self.sale is None, "one sale at a time"
        assert attempt.before == self.last, "the snapshot is the terminal's last transaction"
        self.sold.add(attempt.attempt_id)
        self.sale, self.cancelled = attempt, False

    def cancel(self, attempt_id: str) -> None:
        self.cancelled = self.sale is not None and self.sale.attempt_id == attempt_id

    def resolve(self, attempt: CardAttempt) -> None:
        self.asked = attempt  # also one that was committed and never ordered: the process died between

    def reverse(self, card: CardPart) -> None:
        assert card.attempt_id in self.charges, "only a charge is taken back"
        self.going_back.append(card)

    def stop_reversing(self, attempt_id: str) -> None:
        self.going_back = [card for card in self.going_back if card.attempt_id != attempt_id]

    def end_day(self) -> None:
        """The model closes no day."""

    def check_host(self, ticket: str) -> None:
        raise AssertionError(f"the model has no host to be asked for by {ticket}")

    # ---- what happens ----------------------------------------------------------------------------------------------

    def connect(self) -> None:
        self.tell(DeviceStatusChanged(DeviceStatus(Device.CARD, DeviceState.ONLINE)))
        self._at_rest()

    def _at_rest(self) -> None:
        if self.sale is None and self.asked is None and not self.going_back:
            self.tell(CardTerminalReady(TERMINAL, self.last))

    def driver_dies(self, draw: Random) -> None:
        """With the process: its orders are gone, the payer at the terminal goes on."""
        if self.sale is not None:
            self._left_alone(self.sale, draw)
        self.sale = self.asked = None
        self.going_back.clear()

    def _left_alone(self, sale: CardAttempt, draw: Random) -> None:
        """Nobody answers the terminal any more."""
        if sale.attempt_id not in self.charges and draw.random() < 0.5:
            self._bank_charges(sale)
        if self.undoes and sale.attempt_id in self.charges:
            self.charges[sale.attempt_id].is_back = True

    def move(self, draw: Random) -> None:
        """One thing of those that can happen now."""
        if self.sale is not None:
            self._sale_moves(self.sale, draw)
        elif self.asked is not None:
            self._answers(self.asked, draw)
        elif self.going_back:
            self._takes_back(self.going_back[0], draw)
        self._at_rest()

    def _sale_moves(self, sale: CardAttempt, draw: Random) -> None:
        how = draw.random()
        if how < 0.15:
            self.tell(CardProgressed(sale.attempt_id, draw.choice(tuple(CardStep))))
        elif how < 0.25 or (self.cancelled and how < 0.8):
            problem = CardProblem.CANCELLED if self.cancelled else CardProblem.FUNDS
            self._ends(CardNotCharged(sale.attempt_id, problem, "6C"))
        elif how < 0.35:
            self._left_alone(sale, draw)
            self._ends(CardUnclear(sale.attempt_id, "the line was cut"))
        else:
            self._approves(sale, draw)

    def _approves(self, sale: CardAttempt, draw: Random) -> None:
        charge = self._bank_charges(sale)
        told = CardApproved(sale.attempt_id, charge.approval)
        self.tell(told)
        if self.sale is None:  # the process died of it
            return
        if told.promise.kept and draw.random() < 0.75:
            self._ends(CardConfirmed(sale.attempt_id, ("slip",)))
            return
        # The word was not recorded, or the terminal did not hear that it was: it stands or goes back, nobody here knows.
        charge.is_back = self.undoes and (not told.promise.kept or draw.random() < 0.5)
        self._ends(CardUnclear(sale.attempt_id, "no end of the sale was heard"))

    def _ends(self, event: CardConfirmed | CardNotCharged | CardUnclear) -> None:
        self.sale = None
        self.tell(event)

    def _bank_charges(self, sale: CardAttempt) -> Charge:
        self.number += 1
        approval = CardApproval(
            sale.amount, TERMINAL.terminal_id, f"{self.number:04d}", f"{self.number:06d}", "A1", "1234", "UnionPay", "M1"
        )
        self.charges[sale.attempt_id] = Charge(approval)
        self.last = approval.reference
        return self.charges[sale.attempt_id]

    def _answers(self, attempt: CardAttempt, draw: Random) -> None:
        if draw.random() < 0.3:
            return  # it is not at rest yet
        self.asked = None
        charge = self.charges.get(attempt.attempt_id)
        if draw.random() < 0.05:
            self.tell(CardResolved(attempt.attempt_id, CardVerdict.UNDECIDED, None, "its journal is lost"))
        elif charge is None:
            self.tell(CardResolved(attempt.attempt_id, CardVerdict.NOT_CHARGED))
        elif charge.is_back:
            verdict = draw.choice((CardVerdict.REVERSED, CardVerdict.NOT_CHARGED))
            self.tell(CardResolved(attempt.attempt_id, verdict))
        else:
            self.tell(CardResolved(attempt.attempt_id, CardVerdict.CHARGED, charge.approval))

    def _takes_back(self, card: CardPart, draw: Random) -> None:
        how = draw.random()
        if how < 0.3:
            self.tries += 1
            self.charges[card.attempt_id].is_back |= how < 0.1  # it was done, and its answer lost
            self.tell(CardReversalDelayed(card.attempt_id, self.tries, "silent"))
            return
        self.going_back.pop(0)
        self.tries = 0
        impossible = how < 0.4 and not self.charges[card.attempt_id].is_back
        self.charges[card.attempt_id].is_back |= not impossible
        outcome = ReversalOutcome.IMPOSSIBLE if impossible else ReversalOutcome.REVERSED
        self.tell(CardReversalEnded(card.attempt_id, outcome, "B5" if impossible else "00"))

    @property
    def standing_fen(self) -> Fen:
        """What the bank has taken and not given back."""
        return Fen(sum(charge.approval.amount for charge in self.charges.values() if not charge.is_back))
