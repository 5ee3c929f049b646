"""Facts of cards as rows. An attempt moves forward from ``begun`` until the terminal's word, or two persons', closes it.

The charge is the visit's money from ``charged`` on. What comes after it is the way back to the card: ``reversing``, then
``reversed``, or ``owed_back`` where the terminal can't do it any more and a person must.
"""

from typing import Final

from kiosk import facts
from kiosk.card import CardApproval, CardPart
from kiosk.facts import AnyFact
from offline_queue.transaction import ContradictionError, Transaction, whole_fen

_Moving = (
    facts.CardHeld
    | facts.CardCharged
    | facts.CardUncharged
    | facts.CardDoubted
    | facts.CardUndecided
    | facts.CardReversalIntended
    | facts.CardReversed
    | facts.CardReversalFailed
)

OPEN: Final = ("begun", "held", "in_doubt", "undecided")  # nobody knows yet how it ends
CREDITED: Final = ("charged", "reversing", "reversed", "owed_back")

# (state on the disk, fact) → new state. A pair that is not here is a contradiction; None keeps what is known: it was said
# before, or by somebody who knew less.
_MOVES: Final[dict[tuple[str, type[AnyFact]], str | None]] = {
    ("begun", facts.CardHeld): "held",
    ("held", facts.CardHeld): None,
    ("in_doubt", facts.CardHeld): None,
    ("begun", facts.CardDoubted): "in_doubt",
    ("held", facts.CardDoubted): "in_doubt",
    ("in_doubt", facts.CardDoubted): None,
    ("undecided", facts.CardDoubted): None,
    ("begun", facts.CardUndecided): "undecided",
    ("held", facts.CardUndecided): "undecided",
    ("in_doubt", facts.CardUndecided): "undecided",
    ("undecided", facts.CardUndecided): None,
    ("begun", facts.CardUncharged): "not_charged",
    ("held", facts.CardUncharged): "not_charged",
    ("in_doubt", facts.CardUncharged): "not_charged",
    ("undecided", facts.CardUncharged): "not_charged",
    ("not_charged", facts.CardUncharged): None,
    ("begun", facts.CardCharged): "charged",
    ("held", facts.CardCharged): "charged",
    ("in_doubt", facts.CardCharged): "charged",
    ("undecided", facts.CardCharged): "charged",
    ("charged", facts.CardCharged): None,
    ("charged", facts.CardReversalIntended): "reversing",
    ("reversing", facts.CardReversalIntended): None,
    ("reversing", facts.CardReversed): "reversed",
    ("reversed", facts.CardReversed): None,
    ("reversing", facts.CardReversalFailed): "owed_back",
    ("owed_back", facts.CardReversalFailed): None,
}
# The same of a reversal that two persons have settled, when the terminal's answer came late. Its word that the charge went
# back takes away what is owed.
_MOVES_OF_SETTLED: Final[dict[tuple[str, type[AnyFact]], str | None]] = {
    ("owed_back", facts.CardReversed): "reversed",
    ("reversed", facts.CardReversalFailed): None,
}
# (state, the charge stands) → what two persons' word makes of it. An open attempt that they call charged becomes so by the
# ``CardCharged`` of the same commit.
_SETTLED: Final[dict[tuple[str, bool], str]] = {
    **{(state, True): state for state in OPEN},
    **{(state, False): "not_charged" for state in OPEN},
    ("reversing", True): "owed_back",
    ("reversing", False): "reversed",
}

_ATTEMPT: Final = "SELECT visit_id, state, amount_fen, terminal_id, code FROM card_attempts WHERE attempt_id = ?"
# Found by the partial index on its constant: there is at most one.
ONE_OPEN: Final = """SELECT attempt_id, visit_id, state FROM card_attempts INDEXED BY card_attempts_open
    WHERE state IN ('begun', 'held', 'in_doubt', 'undecided')"""
HELD: Final = """SELECT attempt_id, amount_fen FROM card_attempts INDEXED BY card_attempts_held
    WHERE visit_id = ? AND state = 'charged' AND payment_id IS NULL"""
APPROVAL_COLUMNS: Final = (
    "receipt, trace, auth_code, last4, card_name, merchant_id, entry, application_id, approved_at"  # of CardApproval
)
_APPROVAL: Final = f"SELECT {APPROVAL_COLUMNS} FROM card_attempts WHERE attempt_id = ? AND approved_seq IS NOT NULL"  # noqa: S608
_APPROVE: Final = """UPDATE card_attempts SET approved_seq = ?, receipt = ?, trace = ?, auth_code = ?, last4 = ?,
    card_name = ?, merchant_id = ?, entry = ?, application_id = ?, approved_at = ? WHERE attempt_id = ?"""
_SET_STATE: Final = "UPDATE card_attempts SET state = ?, changed_seq = ?, changed_at = ? WHERE attempt_id = ?"
_BEFORE: Final = "SELECT before_receipt, before_trace, before_at FROM card_attempts WHERE attempt_id = ?"
SAME_CREDIT: Final = """SELECT attempt_id FROM card_attempts INDEXED BY card_attempts_credited
    WHERE terminal_id = ? AND receipt = ? AND trace = ? AND approved_at = ?
    AND state IN ('charged', 'reversing', 'reversed', 'owed_back') AND (receipt <> '' OR trace <> '')"""


# ---- the attempt ---------------------------------------------------------------------------------------------------


def card_attempted(tx: Transaction, fact: facts.CardAttempted) -> None:
    """One at a time in the whole terminal, for a visit that is open and holds no other charge."""
    amount = whole_fen(fact.amount, f"The amount of card attempt {fact.attempt_id}")
    visit = tx.row("SELECT 1 FROM visits WHERE visit_id = ? AND ended IS NULL", (fact.visit_id,))
    still_open, held = tx.row(ONE_OPEN, ()), tx.row(HELD, (fact.visit_id,))
    highest = tx.row("SELECT IFNULL(MAX(card_seq), 0) FROM card_attempts", ())
    problem = ""
    if visit is None:
        problem = f"visit {fact.visit_id} is not open"
    elif still_open is not None:
        problem = f"attempt {still_open[0]} is still {still_open[2]}"
    elif held is not None:
        problem = f"the charge of attempt {held[0]} is not paid in yet"
    elif highest is None or type(fact.card_seq) is not int or fact.card_seq <= int(str(highest[0])):
        problem = f"its number {fact.card_seq} is used already or older than the last one"
    if problem:
        raise ContradictionError(f"Card attempt {fact.attempt_id} of {amount} fen cannot begin: {problem}.")
    before = fact.before
    tx.run(
        "INSERT INTO card_attempts (attempt_id, card_seq, visit_id, amount_fen, terminal_id, begun_seq, begun_at,"
        " before_receipt, before_trace, before_amount_fen, before_at, state, changed_seq, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'begun', ?, ?)",
        (
            *(fact.attempt_id, fact.card_seq, fact.visit_id, amount, fact.terminal_id, tx.seq, tx.at),
            *((None,) * 4 if before is None else (before.receipt, before.trace, before.amount, before.at)),
            *(tx.seq, tx.at),
        ),
    )
    tx.touched.add(fact.visit_id)


def card_held(tx: Transaction, fact: facts.CardHeld) -> None:
    """The approval is on the disk. In doubt already, the attempt stays so: the terminal has still to say how it ended."""
    state, approval = _next_state(tx, fact), _columns(fact.approval)
    known = tx.row(_APPROVAL, (fact.attempt_id,))
    if known is not None and known != approval:
        raise ContradictionError(f"Attempt {fact.attempt_id} is approved already, by another approval.")
    _require_attempted(tx, fact)
    if known is None:
        _require_new_transaction(tx, fact)
        tx.run(_APPROVE, (tx.seq, *approval, fact.attempt_id))
    if state is not None:
        tx.run(_SET_STATE, (state, tx.seq, tx.at, fact.attempt_id))


def card_charged(tx: Transaction, fact: facts.CardCharged) -> None:
    """The charge is the visit's money from here on. The terminal's later word may have more or fewer details than its
    approval had; its numbers are the same."""
    state, approval = _next_state(tx, fact), _columns(fact.approval)
    known = tx.row(_APPROVAL, (fact.attempt_id,))
    if known is not None and (known if state is None else known[:2]) != (approval if state is None else approval[:2]):
        raise ContradictionError(f"Attempt {fact.attempt_id} is charged by another transaction than the one approved.")
    _require_attempted(tx, fact)
    if state is not None:
        _require_new_transaction(tx, fact)
        tx.run(_APPROVE, (tx.seq, *approval, fact.attempt_id))
        tx.run(_SET_STATE, (state, tx.seq, tx.at, fact.attempt_id))
        tx.uncredited.discard(fact.attempt_id)


def _columns(approval: CardApproval) -> tuple[str, ...]:
    """In the order of ``APPROVAL_COLUMNS``; amount and terminal are the attempt's."""
    a = approval
    return (a.receipt, a.trace, a.auth_code, a.last4, a.card_name, a.merchant_id, a.entry, a.application_id, a.at)


def _require_attempted(tx: Transaction, fact: facts.CardHeld | facts.CardCharged | CardPart) -> None:
    approval = fact.approval
    amount = whole_fen(approval.amount, f"The amount of the approval for attempt {fact.attempt_id}")
    row = tx.row(_ATTEMPT, (fact.attempt_id,))
    if row is None or row[2:4] != (amount, approval.terminal_id):
        tried = "nothing" if row is None else f"{row[2]} fen on {row[3]}"
        raise ContradictionError(
            f"Attempt {fact.attempt_id} was for {tried}, its approval is for {amount} fen on {approval.terminal_id}."
        )


def _require_new_transaction(tx: Transaction, fact: facts.CardHeld | facts.CardCharged) -> None:
    """Not the one that the terminal had before, and credited to nobody. A terminal without a clock says no time: then its
    numbers must be new by themselves. Two persons' word has no numbers."""
    approval = fact.approval
    if not approval.receipt and not approval.trace:
        return
    transaction = (approval.receipt, approval.trace, approval.at)
    if tx.row(_BEFORE, (fact.attempt_id,)) == transaction:
        other = "was there before the attempt began"
    else:
        found = tx.row(SAME_CREDIT, (approval.terminal_id, *transaction))
        other = "" if found is None else f"is credited by attempt {found[0]} already"
    if other:
        raise ContradictionError(
            f"{_name(fact)} of attempt {fact.attempt_id}: the terminal's transaction {approval.receipt}/{approval.trace} "
            f"{other}."
        )


def card_uncharged(tx: Transaction, fact: facts.CardUncharged) -> None:
    _move(tx, fact, problem=fact.problem, code=fact.code)


def card_doubted(tx: Transaction, fact: facts.CardDoubted) -> None:
    _move(tx, fact, doubt=fact.reason)


def card_undecided(tx: Transaction, fact: facts.CardUndecided) -> None:
    _move(tx, fact, undecided=fact.detail)


# ---- the way back --------------------------------------------------------------------------------------------------


def card_reversal_intended(tx: Transaction, fact: facts.CardReversalIntended) -> None:
    """Only what the centre has definitely refused goes back: anything else is credited, or may be."""
    covered = tx.row(
        "SELECT p.payment_id, p.state FROM card_attempts a JOIN payments p USING (payment_id) WHERE a.attempt_id = ?",
        (fact.attempt_id,),
    )
    if covered is None or covered[1] != "owed":
        known = "no payment covers it" if covered is None else f"payment {covered[0]} is {covered[1]}"
        raise ContradictionError(f"The charge of attempt {fact.attempt_id} cannot be taken back: {known}.")
    _move(tx, fact)


def card_reversal_ended(tx: Transaction, fact: facts.CardReversed | facts.CardReversalFailed) -> None:
    _move(tx, fact, code=fact.code)


def card_settled(tx: Transaction, fact: facts.CardSettledFact) -> None:
    """Two persons decide what no terminal can tell: an open attempt, and later perhaps the reversal of its charge."""
    row = tx.row(_ATTEMPT, (fact.attempt_id,))
    state = "unknown" if row is None else str(row[1])
    if not fact.by.strip() or not fact.second.strip() or fact.by.strip() == fact.second.strip():
        raise ContradictionError(f"Attempt {fact.attempt_id} cannot be settled: it takes two persons.")
    if row is None or (state, fact.charged) not in _SETTLED:
        raise ContradictionError(f"Attempt {fact.attempt_id} cannot be settled: it is {state}.")
    tx.run(
        "UPDATE card_attempts SET state = ?, settled_by = ?, settled_second = ?, settled_reason = ?, changed_seq = ?,"
        " changed_at = ? WHERE attempt_id = ?",
        (_SETTLED[state, fact.charged], fact.by, fact.second, fact.reason, tx.seq, tx.at, fact.attempt_id),
    )
    tx.touched.add(str(row[0]))
    if fact.charged and state in OPEN:
        tx.uncredited.add(fact.attempt_id)


def require_credited(tx: Transaction) -> None:
    """At the end of a commit: what two persons called charged is the payer's money by now."""
    if tx.uncredited:
        raise ContradictionError(f"Attempt {min(tx.uncredited)} was settled as charged, but its charge was not recorded.")
    if tx.credits:
        raise ContradictionError(f"Money was credited as payment {min(tx.credits)}, but that payment was not recorded.")


# ---- the visit and its payment --------------------------------------------------------------------------------------


def require_no_card_open(tx: Transaction, visit_id: str) -> None:
    """A visit lives as long as its attempt may become money, and until its charge is paid in."""
    still_open, held = tx.row(ONE_OPEN, ()), tx.row(HELD, (visit_id,))
    if still_open is not None and still_open[1] == visit_id:
        raise ContradictionError(f"Visit {visit_id} cannot end: its card attempt {still_open[0]} is {still_open[2]}.")
    if held is not None:
        raise ContradictionError(f"Visit {visit_id} cannot end: no payment covers its charge of {held[1]} fen.")


def require_card_part(tx: Transaction, payment: facts.PaymentAccepted) -> int:
    """The charge in a payment is exactly the one that its visit holds, if it holds one; its amount in fen."""
    held, part = tx.row(HELD, (payment.visit_id,)), payment.card
    if part is None and held is None:
        return 0
    if part is None or held is None or part.attempt_id != held[0] or part.approval.amount != held[1]:
        named = "no charge" if part is None else f"the charge of attempt {part.attempt_id}, {part.approval.amount} fen"
        there = "none" if held is None else f"that of attempt {held[0]}, {held[1]} fen"
        raise ContradictionError(f"Payment {payment.payment_id} names {named}; visit {payment.visit_id} holds {there}.")
    _require_attempted(tx, part)
    if tx.row(_APPROVAL, (part.attempt_id,)) != _columns(part.approval):
        raise ContradictionError(f"Payment {payment.payment_id} names another approval than its charge has.")
    return int(str(held[1]))


def cover(tx: Transaction, payment: facts.PaymentAccepted) -> None:
    if payment.card is not None:
        tx.run(
            "UPDATE card_attempts SET payment_id = ? WHERE attempt_id = ?", (payment.payment_id, payment.card.attempt_id)
        )


# ---- states --------------------------------------------------------------------------------------------------------


def _move(tx: Transaction, fact: _Moving, **columns: str) -> None:
    """To the next state, with what the fact says of it; names of columns are ours alone."""
    state = _next_state(tx, fact)
    if state is None:
        return
    tx.run(_SET_STATE, (state, tx.seq, tx.at, fact.attempt_id))
    for name, value in columns.items():
        tx.run(f"UPDATE card_attempts SET {name} = ? WHERE attempt_id = ?", (value, fact.attempt_id))  # noqa: S608


def _next_state(tx: Transaction, fact: _Moving) -> str | None:
    """What the attempt becomes; None if it stays what it is."""
    row = tx.row(_ATTEMPT, (fact.attempt_id,))
    if row is None:
        raise ContradictionError(f"{_name(fact)} of attempt {fact.attempt_id}, which the ledger does not have.")
    state, move = str(row[1]), (str(row[1]), type(fact))
    tx.touched.add(str(row[0]))
    if row[4] is None and move in _MOVES_OF_SETTLED:  # no code: persons, not the terminal, ended the reversal
        return _MOVES_OF_SETTLED[move]
    if move not in _MOVES:
        raise ContradictionError(f"{_name(fact)} of attempt {fact.attempt_id}, which is {state}: that cannot be.")
    return _MOVES[move]


def _name(fact: AnyFact) -> str:
    return type(fact).__name__


# ---- the terminal --------------------------------------------------------------------------------------------------


def card_terminal_bound(tx: Transaction, fact: facts.CardTerminalBound) -> None:
    values = (tx.seq, fact.terminal_id, fact.merchant_id, fact.model, tx.at)
    tx.run("INSERT INTO card_terminals VALUES (?, ?, ?, ?, ?)", values)


def card_day_closed(tx: Transaction, fact: facts.CardDayClosed) -> None:
    values = (tx.seq, fact.terminal_id, fact.count, fact.amount, fact.code, tx.at)
    tx.run("INSERT INTO card_days VALUES (?, ?, ?, ?, ?, ?)", values)
