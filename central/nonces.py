"""Every signature is used once: nonces are remembered as long as a copy of their request could still be in time."""

import threading
from collections import OrderedDict

from sqlalchemy import delete

from central.database import Database, insert_once
from central.tables import request_nonces
from central.times import Milliseconds


class Nonces:
    """Those of requests that change something outlive a restart; a look-up heard twice by the next process harms nobody."""

    def __init__(self, database: Database, keep: Milliseconds) -> None:
        self._database = database
        self._keep = keep
        self._seen: OrderedDict[tuple[str, str], Milliseconds] = OrderedDict()
        self._guard = threading.Lock()

    def is_new(self, kiosk_id: str, nonce: str, now: Milliseconds, *, lasting: bool) -> bool:
        """True once for each nonce of a terminal."""
        if not self._is_new_here((kiosk_id, nonce), now):
            return False
        if not lasting:
            return True
        with self._database.write() as connection:
            connection.execute(delete(request_nonces).where(request_nonces.c.seen_at < now - self._keep))
            return insert_once(connection, request_nonces, {"kiosk_id": kiosk_id, "nonce": nonce, "seen_at": now})

    def _is_new_here(self, key: tuple[str, str], now: Milliseconds) -> bool:
        with self._guard:
            while self._seen and next(iter(self._seen.values())) < now - self._keep:
                self._seen.popitem(last=False)
            if key in self._seen:
                return False
            self._seen[key] = now
            return True
