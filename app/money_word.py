"""``settle-money``: what waits for persons, their word on it, and a note that was found (field.md X9, X31; trust.md M5).

The till decides, on what it reads in its own thread between two events; without a running terminal the ledger is opened
and the same rules apply.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from app.settings import Settings
from app.two_persons import answer_word
from kiosk.acts import Act, FindNote, SettleMoney
from kiosk.flow import State
from kiosk.flow.paying import note_code
from kiosk.flow.settling import code_of
from kiosk.money import Fen, yuan_text
from kiosk.open_money import OpenMoney, OpenSheet, Settlement, Suggestion
from kiosk.ports import StorageError
from kiosk.till import Till
from offline_queue.database import database_path
from offline_queue.ledger import SqliteLedger

ANSWER_S: Final = 10.0
KINDS: Final = {"note": True, "payment": False}  # word → is it about a note?


def read(ledger: SqliteLedger, state: State) -> OpenSheet:
    """Both as they are between two events of the same thread."""
    return replace(ledger.open_money(), as_of=state.terminal.money_moves)


def told(sheet: OpenSheet) -> dict[str, Any]:
    """For scripts: amounts in fen, numbers masked."""
    return {"open": [_row(one) for one in sheet.money], "sum_fen": sum(one.fen for one in sheet.money)}


def _row(money: OpenMoney) -> dict[str, Any]:
    return {
        "code": code_of(money),
        "kind": money.kind.value,
        "fen": money.fen,
        "since": money.since,
        "why": money.why,
        "number": money.masked_number,
        "can": [one.value for one in money.may_become()],
    }


# ---- what is meant ---------------------------------------------------------------------------------------------------


def act_in(sheet: OpenSheet, word: dict[str, Any]) -> Act:
    """Raises ``ValueError`` with a sentence when the word means nothing that is open."""
    do = str(word.get("do"))
    if do == "found":
        return FindNote(_fen_of(word), _visit_of(sheet, word), str(word.get("place", "")))
    if do not in KINDS:
        raise ValueError(f"settle-money knows no {do!r}")
    money = _named(sheet, str(word.get("code", "")), is_note=KINDS[do])
    return SettleMoney(money, Settlement(str(word.get("outcome"))), str(word.get("reason", "")), sheet.as_of)


def _named(sheet: OpenSheet, code: str, *, is_note: bool) -> OpenMoney:
    wanted = code.strip().upper()
    found = [one for one in sheet.money if one.is_note is is_note and wanted in (code_of(one).upper(), one.id.upper())]
    if len(found) == 1:
        return found[0]
    what = "note" if is_note else "payment"
    if found:
        raise ValueError(f"several open notes begin with {code}: give the whole id, as ledger export has it")
    known = ", ".join(code_of(one) for one in sheet.money if one.is_note is is_note) or "none"
    raise ValueError(f"no {what} {code} waits for a decision; open are: {known}")


def _fen_of(word: dict[str, Any]) -> Fen:
    fen = word.get("fen")
    if type(fen) is not int:
        raise ValueError(f"the value of a note is whole fen, not {fen!r}")
    return Fen(fen)


def _visit_of(sheet: OpenSheet, word: dict[str, Any]) -> str | None:
    """Of the note that the found one may be, by its code; none given: nobody's."""
    like, fen = str(word.get("like", "")).strip().upper(), _fen_of(word)
    if not like:
        return None
    suggested: dict[str, Suggestion] = {note_code(one.note_id): one for one in sheet.suggested(fen)}
    one = suggested.get(like)
    if one is None:
        raise ValueError(f"no note {like} of {yuan_text(fen)} yuan is missing; may be: {', '.join(suggested) or 'none'}")
    if one.in_doubt:
        raise ValueError(f"note {like} is in doubt itself: settle it (settle-money note {like}), and record no second one")
    return one.visit_id


# ---- on a running terminal, or none ----------------------------------------------------------------------------------


def answer_money_word(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets of a running terminal."""

    def sheet_now(ledger: SqliteLedger) -> OpenSheet:
        return read(ledger, till.state)

    def ask() -> OpenSheet:
        return till.ask(sheet_now, SqliteLedger).result(timeout=ANSWER_S)

    try:
        if word.get("do") != "show":
            answer = answer_word(till, word, lambda said: act_in(ask(), said))
            if answer.get("error"):
                return answer
        return told(ask())
    except TimeoutError:
        return {"error": "the till did not answer in time; ask again"}
    except StorageError as error:
        return {"error": str(error)}


def act_of_ledger(word: dict[str, Any]) -> Callable[[SqliteLedger, State], Act]:
    """For ``two_persons.carry_out_alone``."""
    return lambda ledger, state: act_in(read(ledger, state), word)


def show_alone(settings: Settings) -> dict[str, Any]:
    """``StorageError`` if the ledger can't be opened."""
    if not database_path(settings.storage).exists():
        return told(OpenSheet())
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        return told(ledger.open_money())
    finally:
        ledger.close()
