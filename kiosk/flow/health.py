"""What works: from device and line states to what a customer may be offered."""

from kiosk.accounts import AccountRef
from kiosk.flow.states import Terminal
from kiosk.money import ZERO, Fen, total


def why_no_cash(terminal: Terminal) -> str:
    """The first reason why no note may be taken now, as a device code; empty when cash works."""
    if terminal.storage_failed:
        return "STO-FAIL"
    if terminal.cash_stopped:
        return terminal.cash_stopped
    if terminal.kiosk_refused:
        return "NET-REFUSED"
    if not terminal.acceptor.usable:
        return terminal.acceptor.code or "BV-" + terminal.acceptor.state.upper()
    if terminal.identity is None or not terminal.whereabouts_known or terminal.intent is not None:
        return "BV-STARTING"
    if not notes_taken(terminal):
        return "BV-NOTES"
    return ""


def notes_taken(terminal: Terminal) -> frozenset[Fen]:
    """The notes that the hall wants and the acceptor knows."""
    known = terminal.identity.denominations if terminal.identity else frozenset()
    return terminal.policy.denominations & known


def offline_room(terminal: Terminal, account: AccountRef) -> Fen:
    """How much may still be taken for this number while it can't be posted (F56), in fen."""
    policy = terminal.policy
    waiting = total([payment.amount for payment in terminal.unposted])
    of_number = total([payment.amount for payment in terminal.unposted if payment.account == account])
    room = min(policy.offline_terminal_limit - waiting, policy.offline_number_limit - of_number)
    return max(Fen(room), ZERO)
