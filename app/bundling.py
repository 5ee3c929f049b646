"""The running terminal's own fault bundles and readiness: for a key of the console, and for words over the socket."""

import base64
import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final

from app import bundle_parts
from app.settings import Settings
from devices.trace import Trace
from kiosk.flow.judging import judged
from kiosk.ports import Clock, StorageError
from kiosk.staff_records import BooksSheet, RecordsSheet, RecordsWanted
from kiosk.till import Till
from kiosk.visit_types import Language

log = logging.getLogger("app")

FOLDER: Final = "bundles"
KEPT: Final = 3


class Bundling:
    """Any thread; blocks until the ledger was read."""

    def __init__(
        self,
        settings: Settings,
        till: Till,
        traces: Callable[[], Mapping[str, Trace]],
        read: Callable[[RecordsWanted], RecordsSheet],
        clock: Clock,
    ) -> None:
        self._settings = settings
        self._till = till
        self._traces = traces
        self._read = read
        self._clock = clock

    def packed(self) -> bytes:
        at = self._clock.now()
        return bundle_parts.made(self._settings, self._traces(), self._till.state, self._books(), at)

    def put_away(self) -> str:
        """A bundle in the storage directory; its name. The newest few are kept. Raises ``OSError``."""
        folder = self._settings.storage / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        at = self._clock.now()[:19].replace(":", "").replace("-", "").replace("T", "-")
        path = folder / f"{self._settings.policy.kiosk_id}-{at}.zip"
        draft = path.with_suffix(".part")
        draft.write_bytes(self.packed())
        draft.chmod(0o600)
        draft.replace(path)
        for old in sorted(folder.glob("*.zip"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return path.name

    def keep_traces(self) -> None:
        try:
            bundle_parts.keep_traces(self._settings, self._traces())
        except Exception:
            log.exception("APP-TRACES the traces can't be kept")  # no bug in them may keep a terminal from stopping

    # ---- command words (app.till_socket) -----------------------------------------------------------------------------

    @property
    def words(self) -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        return {"bundle": self._answer_bundle, "readiness": self._answer_readiness}

    def _answer_bundle(self, _word: dict[str, Any]) -> dict[str, Any]:
        packed = self.packed()
        return {"zip": base64.b64encode(packed).decode("ascii"), "sha256": hashlib.sha256(packed).hexdigest()}

    def _answer_readiness(self, word: dict[str, Any]) -> dict[str, Any]:
        language = Language.CHINESE if word.get("language") == Language.CHINESE.value else Language.ENGLISH
        books = self._books()
        besides = () if books is not None else ("BOOKS-UNREAD",)
        found = judged(self._till.state, books, language, self._clock.now(), besides=besides)
        answer: dict[str, Any] = bundle_parts.plain(found)
        return answer

    def _books(self) -> BooksSheet | None:
        try:
            sheet = self._read(RecordsWanted.BOOKS)
        except (StorageError, TimeoutError):
            return None
        return sheet if isinstance(sheet, BooksSheet) else None
