"""Swaps of the cash box on their way to the centre: read from the ledger, told after a heartbeat that was answered, until
the centre has them (docs/central-contract.md, cash-collections).

Exactly once, by the swap's id: the same body again is answered the same way. A definite no is the till's: it stops money
until a person has looked, and the swap is kept; everything else is told again.
"""

import logging
from collections.abc import Callable
from typing import Final, Protocol

from kiosk.answers import Reply, problem_of
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import CollectionAnswered
from kiosk.ports import Post, StorageError
from kiosk.till import Till
from offline_queue.collection_rows import UntoldCollection
from offline_queue.ledger import SqliteLedger

log = logging.getLogger("centre")

ANSWER_S: Final = 5.0  # of the till, for what is to be told
PATH: Final = "/v1/cash-collections"
_DEFINITE: Final = frozenset({(409, "collection-differs"), (422, "invalid-request"), (400, "invalid-request")})


def untold_in(till: Till) -> list[UntoldCollection]:
    """Asked in the till's thread. Raises ``StorageError`` or ``TimeoutError``."""
    return till.ask(SqliteLedger.untold_collections, SqliteLedger).result(timeout=ANSWER_S)


class Caller(Protocol):
    """What is needed of ``CentralClient``."""

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply: ...


class CollectionSender:
    """``send`` is called in the heartbeat's thread. ``untold`` asks the till's ledger; it may raise ``StorageError`` or
    ``TimeoutError``: then the next heartbeat tries."""

    def __init__(self, client: Caller, post: Post, untold: Callable[[], list[UntoldCollection]]) -> None:
        self._client = client
        self._post = post
        self._untold = untold

    def send(self) -> None:
        try:
            waiting = self._untold()
        except (StorageError, TimeoutError):
            return
        for swap in waiting:
            try:
                reply = self._client.call("POST", PATH, swap.body)
            except (CentreUnreachableError, TerminalRefusedError):
                return  # of which the heartbeat tells
            answer = self._read(swap, reply)
            if answer is None:
                return  # the older one first
            self._post(answer)

    def _read(self, swap: UntoldCollection, reply: Reply) -> CollectionAnswered | None:
        if reply.status in (200, 201):
            return CollectionAnswered(swap.collection_id)
        problem = problem_of(reply)
        if problem is not None and (reply.status, problem.name) in _DEFINITE:
            log.error("CENTRE-BOX the centre does not take %s: %s", swap.collection_id, problem.name)
            return CollectionAnswered(swap.collection_id, problem.name)
        log.warning("CENTRE-BOX %s was answered with HTTP %s: told again later", swap.collection_id, reply.status)
        return None
