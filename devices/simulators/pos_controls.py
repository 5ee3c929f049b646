"""What the control socket of a simulated POS takes besides the commands of every wire. Amounts are fen, times seconds;
``count`` (1) is how often a fault happens.

People:

* ``present_card``: a card is held to the POS, or (``outcome`` "waiting") held out until it asks for one, for at most
  ``patience``. ``method`` ("insert"), "tap" or "swipe"; ``card`` {"last4", "type": "unionpay" ...}; ``debit`` (false);
  ``pin`` "right", "wrong", "wrong3" or "none"; ``attempt``: a checker's word for the bank's book.
* ``auto_present``: ``on`` (true) and the words of ``present_card``: every sale gets this card at once.
* ``cancel_at_terminal``: rc 07, as long as the bank is not asked.
* ``foreign_sale``: others sell ``amount`` at this POS, with ``ticket`` ("900001"), ``debit``, ``attempt`` ("foreign").

What the POS and the bank say:

* ``decline_next``: ``code`` ("93"), ``count``: the next sales end with any code but 00, each at its own stage.
* ``answer_next``: ``to`` a request other than 0200, ``code``, ``count``.
* ``host_slow``: ``seconds`` (20), ``count``: the bank takes its time; beyond ``bank_limit`` it is rc 02.
* ``lose_bank_answer``: the bank charges, the POS says rc 02, and has the charge undone after ``undo`` seconds.
* ``must_close`` (``code`` "13"), ``keys_lost``, ``paper_out`` and ``paper_in``: no sales until 0500, 0800, new paper.
* ``progress``: ``codes`` of further 0900 while the POS waits for a card.
* ``options``: what the specification leaves open (``PosOptions``); kept in the books.
* ``timing``: see ``Timing``; ``gap`` 0 sends ACK and frame back to back. ``clock``: ``offset_s`` of the POS's clock.

Faults:

* ``die_at``: ``step`` (``MOMENTS`` of ``pos_terminal.py``, or told_NN), ``of`` ("0200") the request, ``restart_after``.
* ``power_off``, ``power_on``; ``lose_journal``: the POS forgets its sales, the bank does not.
* ``lose_ack``: our ACK does not reach the host; ``swallow_ack``: the host's ACK does not reach us.
* ``duplicate_0210``: an acknowledged 0210 comes once more; ``late_answer``: it comes after ``seconds`` (150).
* ``falsify_next``: ``in`` ("0210") or "0260": another ``ticket``, ``amount`` or ``tid``.
* ``force_lrc``: ``in``, ``value``: the next such answer has this LRC (0 to 127, e.g. 2, 3, 6, 21, 0).
* ``leak_pan``: ``pan``: whole numbers in the account field and on vouchers; empty: masked again.

``state`` holds the books (``charges``, whose ``trace`` is the operation number, ``charged_fen``, ``journal``), ``phase``,
``waits_for_card``, ``request``, ``last_sale``, ``day``, ``blocked``, ``link`` (counters), ``powered``, ``starting``,
``options``. ``"since": ID`` leaves out older charges and journal entries. ``tape`` holds the newest frames.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import asdict, fields

from devices.simulators.card_slot import presented
from devices.simulators.device import Answer, Command, ControlError, choice, flag, integer, number, text
from devices.simulators.pos_journal import BLOCKS, Wanted, report
from devices.simulators.pos_scripts import SCRIPTS, PosCard
from devices.simulators.pos_settings import APPROVED, MUST_CLOSE, Death, Falsehood, Timing, changed
from devices.simulators.pos_terminal import MOMENTS, PosTerminal

FULL_ANSWERS = ("0210", "0260")


def state(pos: PosTerminal, command: Command, _now: float) -> Answer:
    """The books, and what the POS is doing."""
    last = pos.journal.last_sale()
    count, fen = pos.journal.totals()
    return {
        **pos.books.state(integer(command, "since", 0)),
        "powered": pos.powered,
        "starting": pos.powered and pos.starting,
        "phase": pos.phase,
        "waits_for_card": pos.waits_for_card,
        "request": None if pos.request is None else pos.request.text,
        "last_sale": None if last is None else asdict(report(last)),
        "day": {"count": count, "fen": fen},
        "blocked": pos.journal.blocks(),
        "link": asdict(pos.link.counters),
        "options": asdict(pos.options),
    }


def tape(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    """The newest frames as ``[monotonic seconds, "from_host" | "to_host" | "lost" | "swallowed", DATA or sign]``."""
    return {"tape": list(pos.link.tape)}


def _card(command: Command) -> PosCard:
    return PosCard(**asdict(presented(command)), debit=flag(command, "debit", default=False))


def present_card(pos: PosTerminal, command: Command, now: float) -> Answer:
    card = _card(command)
    outcome = "taken" if pos.waits_for_card else "waiting"
    pos.hand.hold_out(card, now)
    pos.tick(now)
    return {"outcome": outcome}


def auto_present(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.always = _card(command) if flag(command, "on", default=True) else None
    return {}


def cancel_at_terminal(pos: PosTerminal, _command: Command, now: float) -> Answer:
    if not pos.cancel(now):
        raise ControlError("there is no sale that can still be cancelled")
    return {}


def _count(command: Command) -> int:
    return integer(command, "count", 1, low=1, high=10_000)


def _code(command: Command) -> str:
    code = text(command, "code")
    if not (len(code) == 2 and code.isascii() and code.isdecimal()):
        raise ControlError(f'"code" must be two digits such as "93", not "{code}"')
    return code


def decline_next(pos: PosTerminal, command: Command, _now: float) -> Answer:
    code = _code({"code": "93", **command})
    if code == APPROVED:
        raise ControlError('"code" 00 is an approval; a decline has any other code')
    pos.faults.declines.extend([code] * _count(command))
    return {}


def answer_next(pos: PosTerminal, command: Command, _now: float) -> Answer:
    function = choice(command, "to", tuple(name for name in SCRIPTS if name != "0200"))
    codes = [_code(command)] * _count(command)
    pos.faults.answers.setdefault(function, deque()).extend(codes)
    return {}


def host_slow(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.slow_bank_s.extend([number(command, "seconds", 20.0)] * _count(command))
    return {}


def lose_bank_answer(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.lost_bank_answers += _count(command)
    return {}


def must_close(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.journal.block("must_close", choice(command, "code", MUST_CLOSE, BLOCKS["must_close"]))
    return {}


def keys_lost(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    pos.journal.block("keys_lost")
    return {}


def paper_out(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    pos.journal.block("paper_out")
    return {}


def paper_in(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    pos.journal.cure("paper_out")
    return {}


def foreign_sale(pos: PosTerminal, command: Command, _now: float) -> Answer:
    """Somebody else sells at this POS, from card to answer in one moment."""
    if pos.phase != "idle" or not pos.powered:
        raise ControlError("the POS is off, or busy with another request")
    wanted = Wanted(
        ticket=text(command, "ticket", "900001"),
        amount=integer(command, "amount", low=1),
        last4="9999",
        debit=flag(command, "debit", default=False),
        brand="VI",
        attempt=text(command, "attempt", "foreign"),
    )
    entry = pos.journal.open(wanted)
    entry = pos.journal.store(entry, pos.journal.charge(entry))
    return {"opno": entry.trace, "charge": entry.charge}


def progress(pos: PosTerminal, command: Command, _now: float) -> Answer:
    codes = command.get("codes", [])
    if not isinstance(codes, list) or not all(
        isinstance(code, str) and code.isalnum() and code.isascii() for code in codes
    ):
        raise ControlError('"codes" must be a list of 0900 codes such as ["78", "80"]')
    pos.faults.progress = tuple(codes)
    return {}


def falsify_next(pos: PosTerminal, command: Command, _now: float) -> Answer:
    lie = Falsehood(
        answer=choice(command, "in", FULL_ANSWERS, "0210"),
        ticket=text(command, "ticket") if "ticket" in command else None,
        amount=integer(command, "amount") if "amount" in command else None,
        tid=text(command, "tid") if "tid" in command else None,
    )
    pos.faults.falsehoods.extend([lie] * _count(command))
    return {}


def force_lrc(pos: PosTerminal, command: Command, _now: float) -> Answer:
    """The next full answer has this LRC: two characters in a field that nobody needs see to it."""
    answer = choice(command, "in", FULL_ANSWERS, "0210")
    pos.faults.forced_lrc.extend([(answer, integer(command, "value", high=0x7F))] * _count(command))
    return {}


def lose_ack(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.lost_acks += _count(command)
    return {}


def swallow_ack(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.swallowed_acks += _count(command)
    return {}


def duplicate_0210(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.duplicates += _count(command)
    return {}


def late_answer(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.faults.late_answer_s.extend([number(command, "seconds", 150.0)] * _count(command))
    return {}


def die_at(pos: PosTerminal, command: Command, _now: float) -> Answer:
    step = text(command, "step")
    if step not in MOMENTS and not step.startswith("told_"):
        raise ControlError(f'"step" must be one of {", ".join(MOMENTS)}, or told_NN for an 0900 with code NN, not "{step}"')
    restart_after = number(command, "restart_after") if "restart_after" in command else None
    pos.faults.death = Death(step, text(command, "of", "0200"), restart_after)
    return {}


def power_off(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    pos.power_off()
    pos.silence_line()
    return {}


def power_on(pos: PosTerminal, _command: Command, now: float) -> Answer:
    if not pos.powered:
        pos.power_on(now)
    return {}


def lose_journal(pos: PosTerminal, _command: Command, _now: float) -> Answer:
    pos.journal.lose()
    return {}


def leak_pan(pos: PosTerminal, command: Command, _now: float) -> Answer:
    """A misconfigured POS that says whole card numbers; only invented ones, kept in memory alone."""
    pan = text(command, "pan", "")
    if pan and not (pan.isascii() and pan.isdecimal() and 12 <= len(pan) <= 19):
        raise ControlError('"pan" must be 12 to 19 digits, or empty for a POS that masks again')
    pos.faults.leaked_pan = pan or None
    return {}


def clock(pos: PosTerminal, command: Command, _now: float) -> Answer:
    offset = command.get("offset_s", 0)
    if isinstance(offset, bool) or not isinstance(offset, int | float) or abs(offset) > 10**9:
        raise ControlError('"offset_s" must be a number of seconds')
    pos.clock_offset_s = float(offset)
    return {}


def options(pos: PosTerminal, command: Command, _now: float) -> Answer:
    pos.set_options(changed(pos.options, {name: value for name, value in command.items() if name != "command"}))
    return {"options": asdict(pos.options)}


TIMINGS = tuple(item.name for item in fields(Timing))


def timing(pos: PosTerminal, command: Command, _now: float) -> Answer:
    asked = {key: number(command, key) for key in command if key != "command"}
    unknown = sorted(set(asked) - set(TIMINGS))
    if unknown:
        raise ControlError(f"no timing {', '.join(unknown)}; known: {', '.join(TIMINGS)}")
    for key, seconds in asked.items():
        setattr(pos.timing, key, seconds)
    pos.hand.patience_s = pos.timing.patience
    return {}


COMMANDS: dict[str, Callable[[PosTerminal, Command, float], Answer]] = {
    handler.__name__: handler
    for handler in (
        *(state, tape, present_card, auto_present, cancel_at_terminal, decline_next, answer_next, host_slow),
        *(lose_bank_answer, must_close, keys_lost, paper_out, paper_in, foreign_sale, progress, falsify_next, force_lrc),
        *(lose_ack, swallow_ack, duplicate_0210, late_answer, die_at, power_off, power_on, lose_journal, leak_pan, clock),
        *(options, timing),
    )
}
"""Each command is the name of its function."""
