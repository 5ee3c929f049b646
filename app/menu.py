"""The menu as the centre has it, followed by its etag and kept in a file: a terminal that starts without a line shows the
one it last knew (features.md F12; docs/central-contract.md, Catalogue)."""

import hashlib
import logging
import os
from pathlib import Path
from urllib.parse import quote

import msgspec

from kiosk.answers import Reply, decode
from kiosk.catalogue import Catalogue
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.enquiry_reading import read_catalogue, why_unreadable
from kiosk.events import CatalogueKnown
from kiosk.ports import Post

log = logging.getLogger("centre")

FILE = "catalogue.json"
_FORM = b"3\n"  # another number with each member that a catalogue gets: one that was kept without it is asked for anew
FETCH_S = 5.0
MOST_BYTES = 1 << 20


class Menu:
    """``start`` tells what the file has; ``follow`` is told each etag that the centre names, always by one thread, and asks
    for the catalogue when it is not ours."""

    def __init__(self, client: CentralClient, post: Post, kiosk_id: str, folder: Path) -> None:
        self._client = client
        self._post = post
        self._kiosk_id = kiosk_id
        self._file = folder / FILE
        self._catalogue: Catalogue | None = None  # what the till has
        self._known = ""  # its etag; empty: ask for whatever there is
        self._unusable = ""  # the etag of one that can't be read: it will be no other by asking again
        self._said = ""  # the etag that a log line was written for

    def start(self) -> None:
        try:
            content = self._file.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            log.warning("CENTRE-MENU the kept menu can't be read: %s; the centre is asked for it", type(error).__name__)
            return
        try:
            self._tell(_unsealed(content, self._kiosk_id))
        except ValueError as error:
            log.warning("CENTRE-MENU the kept menu is left alone: %s; the centre is asked for it", why_unreadable(error))

    def follow(self, etag: str) -> None:
        if etag in (self._known, self._unusable):
            return
        reply = self._fetch()
        if reply is None or reply.status == 304:
            return
        if reply.status != 200:
            self._known = ""  # a centre that does not know how our etag is written answers without one
            self._complain(etag, f"HTTP {reply.status}")
            return
        try:
            catalogue = read_catalogue(reply)
        except ValueError as error:
            self._unusable = etag
            self._complain(etag, why_unreadable(error))
            return
        if catalogue != self._catalogue:
            self._keep(catalogue)
            self._tell(catalogue)

    def _fetch(self) -> Reply | None:
        """None: the line is bad, of which the heartbeat tells."""
        condition = {"If-None-Match": f'"{self._known}"'} if self._known else {}
        try:
            path = f"/v1/config/{quote(self._kiosk_id, safe='')}"
            return self._client.call("GET", path, headers=condition, limit_s=FETCH_S)
        except (CentreUnreachableError, TerminalRefusedError):
            return None

    def _tell(self, catalogue: Catalogue) -> None:
        self._catalogue, self._known = catalogue, catalogue.etag
        self._post(CatalogueKnown(catalogue))

    def _keep(self, catalogue: Catalogue) -> None:
        """Whole or not at all."""
        new = self._file.with_suffix(".new")
        try:
            with new.open("wb") as file:
                file.write(_sealed(catalogue, self._kiosk_id))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._file)
        except OSError as error:
            log.warning("CENTRE-MENU the menu can't be kept for the next start: %s", type(error).__name__)

    def _complain(self, etag: str, why: str) -> None:
        if self._said != etag:
            self._said = etag
            log.error("CENTRE-MENU the centre's menu can't be used, the old one stays: %s", why)


def kept_catalogue(folder: Path, kiosk_id: str) -> Catalogue | None:
    """The one that this terminal last knew; None where there is none that can be used."""
    try:
        return _unsealed((folder / FILE).read_bytes(), kiosk_id)
    except (OSError, ValueError):
        return None


def _sealed(catalogue: Catalogue, kiosk_id: str) -> bytes:
    """Its digest, a line feed, its JSON."""
    content = msgspec.json.encode(catalogue)
    return _digest(content, kiosk_id) + b"\n" + content


def _unsealed(sealed: bytes, kiosk_id: str) -> Catalogue:
    """Raises ``ValueError`` for one that is damaged, or another terminal's."""
    if len(sealed) > MOST_BYTES:
        raise ValueError("it is too large")
    digest, _, content = sealed.partition(b"\n")
    if digest != _digest(content, kiosk_id):
        raise ValueError("it is damaged, or of another terminal or release")
    return decode(content, Catalogue)


def _digest(content: bytes, kiosk_id: str) -> bytes:
    return hashlib.sha256(_FORM + kiosk_id.encode() + b"\n" + content).hexdigest().encode()
