"""What the control socket of a simulated ZVT terminal takes besides the commands of every wire. Amounts are fen, times
seconds; ``count`` (1) is how often a fault happens.

People:

* ``present_card``: a card is held to the terminal, or (``outcome`` "waiting") held out until it asks for one, for at most
  ``patience``. ``method`` ("insert"), "tap" or "swipe"; ``card`` {"last4", "name", "type", "pan"}; ``pin`` "right", "wrong"
  (once), "wrong3" or "none"; ``stays``: nobody takes it out; ``attempt``: a checker's word for the bank's book.
* ``auto_present``: ``on`` (true) and the words of ``present_card``: every sale gets this card after ``present`` seconds.
* ``remove_card``; ``cancel_at_terminal``: the cancel key, as long as the bank is not asked.
* ``foreign_sale``: somebody else sells ``amount`` at this terminal, with ``attempt`` ("foreign").

What the terminal and the bank say:

* ``decline_next``: ``code`` ("05", hexadecimal as bitmap 27), ``text`` (vendor's, TLV 1F17), ``count``.
* ``host_slow``: ``seconds`` (20), ``count``. ``refuse_reversal``: ``code`` ("B5"), ``count``.
* ``terminal_status``: ``code`` ("00"), ``seconds``: the answer to 05 01, for good or for so long.
* ``options``: the kind of terminal and the choices where the specification is silent (``Options`` of ``zvt_settings.py``).
* ``timing``: see ``Timings`` there. ``counters``: ``receipt``, ``trace``: the numbers last used. ``clock``: ``offset_s``.

Faults:

* ``die_at``: ``step`` (:data:`MOMENTS`) ``of`` a command ("0601", or the one the step belongs to), ``restart_after`` (else
  ``power_on``), ``kill`` (false): the process ends as by SIGKILL. ``power_off``, ``power_on``. ``lose_journal``: the
  terminal forgets all transactions, the bank does not.
* ``lose_ack``: ``direction`` "to_host": our ACK never leaves; "to_device": the host's is not heard. ``count``.
* ``duplicate_block``: our next message comes twice. ``swallow_answer``: the host's next answer is acknowledged and lost.
* ``busy``: ``seconds``, ``when`` "now" or "status_enquiry" (after the next one): silent housekeeping.
* ``pan_unmasked``: ``on`` (true): whole card numbers in bitmap 22 and on receipts.
* ``unknown_bmp``, ``unknown_tlv``, ``double_status`` (04 0F again after its answer): ``count``.
* ``falsify_next``: ``in`` "sale" or "repeat": the next such 04 0F has another ``amount``, ``currency`` or ``tid``.

``state`` holds the books (``charges``, ``charged_fen``, ``journal``, ``memory``) and the condition; ``"since": ID`` leaves
out older charges and journal entries. ``tape`` holds the newest messages.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from devices.simulators.card_slot import PresentedCard, presented
from devices.simulators.device import Answer, Command, ControlError, choice, flag, integer, number, text
from devices.simulators.zvt_sale import SaleOrder, approval_code, new_entry
from devices.simulators.zvt_state import STORED, Death

if TYPE_CHECKING:
    from devices.simulators.zvt import ZvtTerminal

MOMENTS = (
    "authorisation_received",
    "authorisation_accepted",
    "card",
    "pin",
    "host_contacted",
    "bank_charged",
    "host_approved",
    "status_sent",
    "status_answered",
    "print",
    "printed",
    "completion_sent",
    "completion_answered",
    "abort_sent",
    "undoing",
    "undone",
    "reversal_received",
    "reversal_host_contacted",
    "reversal_booked",
    "reversal_done",
    "reversal_told",
    "repeat_told",
    "day_closed",
)
"""In the order of a sale, then of its undoing and of the other commands. "_sent" and "_told" are when the host has
acknowledged (over TCP: when the bytes have left), the others when the books say it and no byte tells of it yet."""

_COMMAND_OF = {"reversal_": "0630", "repeat_": "0620", "day_": "0650"}


def state(terminal: "ZvtTerminal", command: Command) -> Answer:
    """The books, and what the terminal is doing."""
    return terminal.describe(integer(command, "since", 0))


def tape(terminal: "ZvtTerminal", _command: Command) -> Answer:
    """The newest messages as ``[monotonic seconds, "from_host" | "from_host_again" | "to_host", APDU]``."""
    return {"tape": list(terminal.link.tape)}


def present_card(terminal: "ZvtTerminal", command: Command) -> Answer:
    outcome = "taken" if terminal.dialogue.waits_for_card else "waiting"
    terminal.state.hand.hold_out(presented(command), terminal.state.now)
    return {"outcome": outcome}


def auto_present(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.set_auto_present(presented(command) if flag(command, "on", default=True) else None)
    return {}


def remove_card(terminal: "ZvtTerminal", _command: Command) -> Answer:
    if terminal.state.slot is None:
        raise ControlError("there is no card in the slot")
    terminal.state.slot = None
    return {}


def cancel_at_terminal(terminal: "ZvtTerminal", _command: Command) -> Answer:
    if not terminal.accept_abort():
        raise ControlError("there is no sale that can still be cancelled")
    terminal.dialogue.hurry(terminal.state.now)
    return {}


def foreign_sale(terminal: "ZvtTerminal", command: Command) -> Answer:
    """Somebody else sells at this terminal, from card to receipt in one moment."""
    if terminal.dialogue.running or not terminal.powered:
        raise ControlError("the terminal is off, or busy with another command")
    own = terminal.state
    card = PresentedCard(pan="4000000000009999", type="visa", name="Visa", attempt=text(command, "attempt", "foreign"))
    entry = own.books.journal(new_entry(own, SaleOrder(integer(command, "amount", low=1), 0, 0), STORED, card))
    auth = approval_code(entry)
    charge = own.books.charge(
        entry.amount, entry.at, receipt=entry.receipt, trace=entry.trace, auth=auth, last4=card.last4, attempt=card.attempt
    )
    own.books.journal(replace(entry, result="00", auth=auth, charge=charge.id))
    return {"receipt": entry.receipt, "trace": entry.trace, "charge": charge.id}


def decline_next(terminal: "ZvtTerminal", command: Command) -> Answer:
    code = _code(command, "05")
    if code == 0:
        raise ControlError('"code" 00 is an approval; a decline has any other code')
    terminal.state.faults.declines.extend([(code, text(command, "text", ""))] * _count(command))
    return {}


def host_slow(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.host_slow.extend([number(command, "seconds", 20.0)] * _count(command))
    return {}


def refuse_reversal(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.refused_reversals.extend([_code(command, "B5")] * _count(command))
    return {}


def terminal_status(terminal: "ZvtTerminal", command: Command) -> Answer:
    seconds = number(command, "seconds") if "seconds" in command else None
    terminal.state.status = _code(command, "00")
    terminal.state.status_until = None if seconds is None else terminal.state.now + seconds
    return {}


def options(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.set_options(command)
    return {"options": asdict(terminal.state.options)}


def timing(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.set_timings(command)
    terminal.link.timings = terminal.state.timings
    return {"timing": asdict(terminal.state.timings)}


def counters(terminal: "ZvtTerminal", command: Command) -> Answer:
    highest = {"receipt": 9999, "trace": 999_999}
    values = {name: integer(command, name, high=highest[name]) for name in highest if name in command}
    terminal.state.books.remember(**values)
    return {}


def clock(terminal: "ZvtTerminal", command: Command) -> Answer:
    offset = command.get("offset_s", 0)
    if isinstance(offset, bool) or not isinstance(offset, int | float) or abs(offset) > 10**9:
        raise ControlError('"offset_s" must be a number of seconds')
    terminal.state.books.remember(clock_offset_s=offset)
    return {}


def die_at(terminal: "ZvtTerminal", command: Command) -> Answer:
    restart_after = number(command, "restart_after") if "restart_after" in command else None
    step, kill = choice(command, "step", MOMENTS), flag(command, "kill", default=False)
    of = text(command, "of", next((of for start, of in _COMMAND_OF.items() if step.startswith(start)), "0601"))
    if len(of) != 4 or not set(of) <= set("0123456789ABCDEF"):
        raise ControlError(f'"of" must be a command such as "0601", not "{of}"')
    terminal.state.faults.death = Death(step, int(of, 16), restart_after, kill)
    return {}


def power_off(terminal: "ZvtTerminal", _command: Command) -> Answer:
    terminal.power_off()
    return {}


def power_on(terminal: "ZvtTerminal", _command: Command) -> Answer:
    terminal.power_on()
    return {}


def lose_journal(terminal: "ZvtTerminal", _command: Command) -> Answer:
    terminal.state.lose_journal()
    return {}


def lose_ack(terminal: "ZvtTerminal", command: Command) -> Answer:
    direction = choice(command, "direction", ("to_host", "to_device"), "to_host")
    if direction == "to_host":
        terminal.link.faults.lose_ack_to_host += _count(command)
    else:
        terminal.link.faults.lose_ack_to_device += _count(command)
    return {}


def duplicate_block(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.link.faults.duplicate_block += _count(command)
    return {}


def swallow_answer(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.link.faults.swallow_answer += _count(command)
    return {}


def busy(terminal: "ZvtTerminal", command: Command) -> Answer:
    seconds = number(command, "seconds", 60.0)
    if choice(command, "when", ("now", "status_enquiry"), "now") == "now":
        terminal.state.deaf_until = terminal.state.now + seconds
    else:
        terminal.state.faults.busy_at_status_s = seconds
    return {}


def pan_unmasked(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.pan_unmasked = flag(command, "on", default=True)
    return {}


def unknown_bmp(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.unknown_bitmap += _count(command)
    return {}


def unknown_tlv(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.unknown_tlv += _count(command)
    return {}


def double_status(terminal: "ZvtTerminal", command: Command) -> Answer:
    terminal.state.faults.double_status += _count(command)
    return {}


def falsify_next(terminal: "ZvtTerminal", command: Command) -> Answer:
    false: dict[str, object] = {}
    if "amount" in command:
        false["amount"] = integer(command, "amount", high=999_999_999_999)
    for name, size in (("currency", 4), ("tid", 8)):
        if name in command:
            false[name] = value = text(command, name)
            if not (len(value) == size and value.isascii() and value.isdecimal()):
                raise ControlError(f'"{name}" must be {size} digits')
    if not false:
        raise ControlError('"falsify_next" needs at least one of amount, currency and tid')
    where = choice(command, "in", ("sale", "repeat"), "sale")
    terminal.state.faults.falsify[where].extend([false] * _count(command))
    return {}


def _count(command: Command) -> int:
    return integer(command, "count", 1, low=1, high=10_000)


def _code(command: Command, default: str) -> int:
    """A result or status code: two hexadecimal digits, as the specification prints it."""
    value = text(command, "code", default)
    try:
        return bytes.fromhex(value)[0] if len(value) == 2 else int("")
    except ValueError:
        raise ControlError(f'"code" must be two hexadecimal digits such as "05" or "6C", not "{value}"') from None


COMMANDS: dict[str, Callable[["ZvtTerminal", Command], Answer]] = {
    handler.__name__: handler
    for handler in (
        *(state, tape, present_card, auto_present, remove_card, cancel_at_terminal, foreign_sale),
        *(decline_next, host_slow, refuse_reversal, terminal_status, options, timing, counters, clock),
        *(die_at, power_off, power_on, lose_journal, lose_ack, duplicate_block, swallow_answer, busy),
        *(pan_unmasked, unknown_bmp, unknown_tlv, double_status, falsify_next),
    )
}
"""Each command is the name of its function."""
