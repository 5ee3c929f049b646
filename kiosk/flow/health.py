"""What works: from device and line states to what a customer may be offered."""

from kiosk.accounts import AccountRef
from kiosk.flow.states import Terminal
from kiosk.money import ZERO, Fen, total


def why_no_cash(terminal: Terminal) -> str:
    """The first reason why no note may be taken now, as a device code; empty when cash works."""
    if terminal.storage_failed:
        return "STO-FAIL"
    if terminal.stops:
        return terminal.stops[0].code
    if terminal.kiosk_refused:
        return "NET-REFUSED"
    if terminal.disk_low:
        return "DISK-LOW"
    if not terminal.acceptor.usable:
        return terminal.acceptor.code or "BV-" + terminal.acceptor.state.upper()
    if terminal.intent is not None:
        return "BV-NOTE-OPEN"
    if terminal.identity is None or not terminal.whereabouts_known:
        return "BV-STARTING"
    if not notes_taken(terminal):
        return "BV-NOTES"
    return ""


def notes_taken(terminal: Terminal) -> frozenset[Fen]:
    """The notes that the hall wants and the acceptor knows."""
    known = terminal.identity.denominations if terminal.identity else frozenset()
    return terminal.policy.denominations & known


def queue_room(terminal: Terminal, account: AccountRef, *, offline: bool) -> Fen:
    """How much more may wait to be posted for this number (F56), in fen. The terminal's limit always holds; the number's
    when we are offline, and as long as an earlier payment of the number waits."""
    policy = terminal.policy
    room = policy.offline_terminal_limit - total([payment.amount for payment in terminal.unposted])
    of_number = total([payment.amount for payment in terminal.unposted if payment.account == account])
    if offline or not terminal.reachable or of_number:
        room = min(room, policy.offline_number_limit - of_number)
    return max(Fen(room), ZERO)
