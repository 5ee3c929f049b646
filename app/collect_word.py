"""``collect``: a swap of the sealed cash box by command word (field.md X31). What is in a box is told to nobody."""

from typing import Any, Final

import msgspec

from app import two_persons
from app.settings import Settings
from kiosk.acts import Act, CloseCollection, GiveUpCollection, OpenCollection
from kiosk.collection import TYPED, BoxStep, OpenCollection as Swap
from kiosk.ports import StorageError
from kiosk.till import Till
from offline_queue.database import database_path
from offline_queue.ledger import SqliteLedger

ANSWER_S: Final = 10.0
NOT_ALONE: Final = "no terminal runs here: only the running one sees that the old box is out and the new one is in"


def act_of(word: dict[str, Any]) -> Act:
    """Raises ``ValueError`` with a sentence for what is no such word."""
    match word.get("do"):
        case "open":
            return OpenCollection()
        case "give-up":
            return GiveUpCollection()
        case "close":
            given = word.get("texts") or {}
            return CloseCollection(tuple((step, str(given[step.value])) for step in TYPED if step.value in given))
    raise ValueError(f"collect knows no {word.get('do')!r}")


def answer_collect_word(till: Till, word: dict[str, Any]) -> dict[str, Any]:
    """What the command word of another process gets of a running terminal."""
    if word.get("do") == "show":
        return _show(till)
    answer = two_persons.answer_word(till, word, act_of)
    return answer if answer.get("error") else _show(till)


def _show(till: Till) -> dict[str, Any]:
    try:
        return till.ask(told, SqliteLedger).result(timeout=ANSWER_S)
    except TimeoutError:
        return {"error": "the till did not answer in time; ask again"}
    except StorageError as error:
        return {"error": str(error)}


def told(ledger: SqliteLedger) -> dict[str, Any]:
    """The swap that is under way and the last ones; no sums."""
    memory = ledger.recall()
    swap = memory.collection
    under_way = None if swap is None else {**_plain(swap), "next": _next(swap)}
    return {"open": under_way, "box": memory.box_serial, "last": ledger.recent_collections()}


def _plain(swap: Swap) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(swap)
    return plain


def _next(swap: Swap) -> str:
    step = swap.next_step
    return "close" if step is None else BoxStep(step).value


def show_alone(settings: Settings) -> dict[str, Any]:
    """``StorageError`` if the ledger can't be opened."""
    if not database_path(settings.storage).exists():
        return {"open": None, "box": "", "last": []}
    ledger = SqliteLedger.open(settings.storage, settings.secrets, settings.policy.kiosk_id)
    try:
        return told(ledger)
    finally:
        ledger.close()
