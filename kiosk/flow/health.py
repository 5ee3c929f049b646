"""What works: from device and line states to what a customer may be offered."""

from typing import Final

from kiosk.accounts import AccountRef
from kiosk.flow.states import Terminal
from kiosk.money import ZERO, Fen, total

NO_NOTES: Final = "BV-NOTES"
CARD_UNDECIDED: Final = "CARD-UNDECIDED"
CARD_DOUBT: Final = "CARD-DOUBT"
CARD_REVERSAL: Final = "CARD-REVERSAL"
EXCHANGE: Final = "BV-EXCHANGE"  # the cash box is being swapped
CARD_OPEN_CODES: Final = frozenset({CARD_UNDECIDED, CARD_DOUBT, CARD_REVERSAL})


def _why_no_money(terminal: Terminal, *, not_about: str) -> str:
    """The first reason that has nothing to do with a device; stops that begin with ``not_about`` are of the other way to
    pay."""
    if terminal.storage_failed:
        return "STO-FAIL"
    stop = next((stop for stop in terminal.stops if not stop.code.startswith(not_about)), None)
    if stop is not None:
        return stop.code
    if terminal.kiosk_refused:
        return "NET-REFUSED"
    return "DISK-LOW" if terminal.disk_low else ""


def why_no_card(terminal: Terminal) -> str:
    """The first reason why no card may be charged now, as a device code; empty when cards work."""
    reason = _why_no_money(terminal, not_about="BV-")
    if reason:
        return reason
    if terminal.attempt is not None:
        return CARD_UNDECIDED if terminal.attempt.undecided else CARD_DOUBT
    if terminal.reversals:
        return CARD_REVERSAL
    if not terminal.card.usable:
        return terminal.card.code or "CARD-" + terminal.card.state.upper()
    return "" if terminal.card_identity is not None else "CARD-STARTING"


def takes_cards(terminal: Terminal) -> bool:
    """May a card be offered to a customer whom the centre knows?"""
    return not why_no_card(terminal) and terminal.reachable and terminal.printer.usable


def why_no_payment(terminal: Terminal) -> str:
    """Why there is no way to pay at all: the code of cash. Empty when one of the two works."""
    return "" if takes_cards(terminal) else why_no_cash(terminal)


def why_no_cash(terminal: Terminal) -> str:
    """The first reason why no note may be taken now, as a device code; empty when cash works."""
    reason = _why_no_money(terminal, not_about="CARD-")
    if reason:
        return reason
    if terminal.collection is not None:
        return EXCHANGE
    if not terminal.acceptor.usable:
        return terminal.acceptor.code or "BV-" + terminal.acceptor.state.upper()
    if terminal.intent is not None:
        return "BV-NOTE-OPEN"
    if terminal.identity is None or not terminal.whereabouts_known:
        return "BV-STARTING"
    if not notes_taken(terminal):
        return NO_NOTES
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
