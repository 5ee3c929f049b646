"""Each command, and the verb of the port that obeys it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from kiosk import commands as cmd
from kiosk.accounts import AccountRef
from kiosk.ports import CardTerminal, CashAcceptor, PaymentSender, ReceiptPrinter, Screen, StaffDesk
from kiosk.questions import Question
from kiosk.remote import RemoteOrder


def _nobody_afar(_order: RemoteOrder) -> None:
    """Of a till that no centre commands: a command word's, a bench's."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the till gives commands to."""

    acceptor: CashAcceptor
    card: CardTerminal
    printer: ReceiptPrinter
    sender: PaymentSender
    look_up: Callable[[AccountRef], None]
    ask: Callable[[str, Question], None]  # ticket, what is asked
    follow: Callable[[str, str], None]  # payment_id, central_id
    stop_following: Callable[[], None]
    screen: Screen
    staff: StaffDesk
    remote: Callable[[RemoteOrder], None] = _nobody_afar


VERBS: Final[dict[type[cmd.Command], Callable[[Ports, Any], None]]] = {
    cmd.AcceptNotes: lambda ports, command: ports.acceptor.accept(command.denominations),
    cmd.StopAccepting: lambda ports, _: ports.acceptor.stop_accepting(),
    cmd.StackNote: lambda ports, _: ports.acceptor.stack(),
    cmd.ReturnNote: lambda ports, _: ports.acceptor.return_note(),
    cmd.SellByCard: lambda ports, command: ports.card.sell(command.attempt),
    cmd.CancelCard: lambda ports, command: ports.card.cancel(command.attempt_id),
    cmd.ResolveCard: lambda ports, command: ports.card.resolve(command.attempt),
    cmd.ReverseCard: lambda ports, command: ports.card.reverse(command.card),
    cmd.StopReversing: lambda ports, command: ports.card.stop_reversing(command.attempt_id),
    cmd.EndCardDay: lambda ports, _: ports.card.end_day(),
    cmd.LookUpAccount: lambda ports, command: ports.look_up(command.account),
    cmd.AskCentre: lambda ports, command: ports.ask(command.ticket, command.question),
    cmd.SendPayments: lambda ports, command: ports.sender.wake(command.first),
    cmd.FollowPayment: lambda ports, command: ports.follow(command.payment_id, command.central_id),
    cmd.StopFollowing: lambda ports, _: ports.stop_following(),
    cmd.CheckPin: lambda ports, command: ports.staff.check(command.ticket, command.pin_hash, command.pin),
    cmd.HashPin: lambda ports, command: ports.staff.hash(command.ticket, command.staff_id, command.pin),
    cmd.CheckCardHost: lambda ports, command: ports.card.check_host(command.ticket),
    cmd.RunDiagnosis: lambda ports, command: ports.staff.diagnose(command.ticket, command.item, command.staff_id),
    cmd.MakeBundle: lambda ports, command: ports.staff.make_bundle(command.ticket),
    cmd.AskApproval: lambda ports, command: ports.staff.ask(command.question),
    cmd.StopAskingApproval: lambda ports, command: ports.staff.stop_asking(command.approval_id),
    cmd.ReadRecords: lambda ports, command: ports.staff.read(command.ticket, command.what),
    cmd.RunRemote: lambda ports, command: ports.remote(command.order),
    cmd.PrintPaper: lambda ports, command: ports.printer.print(command.job),
}


def perform(command: cmd.Command, ports: Ports) -> None:
    """Hand ``command`` to its port; returns at once."""
    VERBS[type(command)](ports, command)
