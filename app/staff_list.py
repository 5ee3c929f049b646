"""Who may work here, as the centre says: followed by its etag, kept for starts without a line (field.md X13, X20).

The file lies with the keys, outside the data, mode 0600: it holds hashes of PINs and the key by which a second person's
approval is proved without a line. A PIN that was changed here counts at once and is told to the centre until it has it.
"""

import base64
import logging
import os
import threading
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

import msgspec

from kiosk.answers import Reply, decode_json
from kiosk.approval import ApprovalCodes
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import StaffKnown
from kiosk.ports import Clock, Post
from kiosk.staff import StaffMember

log = logging.getLogger("staff")

FILE: Final = "staff.json"
FETCH_S: Final = 5.0
KEY_BYTES: Final = 32


class StaffReply(msgspec.Struct, frozen=True):
    """docs/central-contract.md, Staff."""

    etag: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    approval_key: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9+/]{43}=\Z")]
    people: Annotated[tuple[StaffMember, ...], msgspec.Meta(max_length=500)]

    def __post_init__(self) -> None:
        if len({one.staff_id for one in self.people}) < len(self.people):
            raise ValueError("somebody stands there twice")


class ChangedPin(msgspec.Struct, frozen=True):
    pin_hash: str
    changed_at: str  # RFC 3339


class _Kept(msgspec.Struct, frozen=True):
    reply: StaffReply
    changed: dict[str, ChangedPin] = {}


class StaffList:
    """``start`` tells what the file has. ``follow`` and ``send`` are called by the heartbeat's thread, ``keep_pin`` by the
    staff desk's."""

    def __init__(self, client: CentralClient, post: Post, kiosk_id: str, secrets: Path, clock: Clock) -> None:
        self._client = client
        self._post = post
        self._path = f"/v1/kiosks/{quote(kiosk_id, safe='')}/staff"
        self._file = secrets / FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: _Kept | None = None
        self._unusable = ""  # the etag of one that can't be read: it will be no other by asking again

    def start(self) -> None:
        kept = _read_kept(self._file)
        if kept is None:
            return
        with self._lock:
            self._kept = kept
        self._tell(kept)

    def follow(self, etag: str) -> None:
        with self._lock:
            known = "" if self._kept is None else self._kept.reply.etag
        if etag in (known, self._unusable, ""):
            return
        try:
            reply = self._client.call("GET", self._path, limit_s=FETCH_S)
        except (CentreUnreachableError, TerminalRefusedError):
            return  # of which the heartbeat tells
        try:
            told = _read(reply)
        except ValueError as problem:
            self._unusable = etag
            log.warning("STAFF-LIST the centre's list of staff can't be used (%s); the one from before stays", problem)
            return
        with self._lock:
            changed = self._kept.changed if self._kept is not None else {}
            kept = _Kept(told, {one.staff_id: changed[one.staff_id] for one in told.people if one.staff_id in changed})
            self._keep(kept)
        self._tell(kept)

    def keep_pin(self, staff_id: str, pin_hash: str) -> None:
        """Raises ``OSError`` or ``LookupError``: then the PIN is as before."""
        with self._lock:
            if self._kept is None or all(one.staff_id != staff_id for one in self._kept.reply.people):
                raise LookupError(f"{staff_id} may not work here any more")
            changed = self._kept.changed | {staff_id: ChangedPin(pin_hash, self._clock.now())}
            self._keep(_Kept(self._kept.reply, changed))

    def send(self) -> None:
        """PINs that the centre has not heard of; what it refuses is not told again."""
        with self._lock:
            waiting = dict(self._kept.changed) if self._kept is not None else {}
        for staff_id, pin in waiting.items():
            try:
                reply = self._client.call("PUT", f"{self._path}/{quote(staff_id, safe='')}/pin", msgspec.json.encode(pin))
            except (CentreUnreachableError, TerminalRefusedError):
                return
            if reply.status >= 500 or reply.status == 429:
                return
            if reply.status != 200:
                log.error("STAFF-PIN the centre did not take the new PIN of %s: HTTP %s", staff_id, reply.status)
            self._told(staff_id, pin)

    def _told(self, staff_id: str, pin: ChangedPin) -> None:
        """The centre has it: from now on it stands in its list, and until that is fetched in ours."""
        with self._lock:
            if self._kept is None or self._kept.changed.get(staff_id) != pin:
                return
            reply = msgspec.structs.replace(self._kept.reply, people=_people(self._kept))
            rest = {who: kept for who, kept in self._kept.changed.items() if who != staff_id}
            self._keep(_Kept(reply, rest))

    def _tell(self, kept: _Kept) -> None:
        self._post(_known(kept))

    def _keep(self, kept: _Kept) -> None:
        """Whole or not at all. Under the lock."""
        new = self._file.with_suffix(".new")
        descriptor = os.open(new, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode(kept))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)
        self._kept = kept


def kept_staff(secrets: Path) -> StaffKnown | None:
    """Who may work here by the kept list, for command words without a running terminal; None: nobody has told."""
    kept = _read_kept(secrets / FILE)
    return None if kept is None else _known(kept)


def _read_kept(file: Path) -> _Kept | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        log.warning("STAFF-LIST %s can't be read (%s): nobody can log in before the centre tells who may", FILE, problem)
        return None


def _known(kept: _Kept) -> StaffKnown:
    return StaffKnown(_people(kept), ApprovalCodes(base64.b64decode(kept.reply.approval_key)))


def _read(reply: Reply) -> StaffReply:
    """Raises ``ValueError`` for what is no list of staff."""
    if reply.status != 200:
        raise ValueError(f"HTTP {reply.status}")
    return decode_json(reply, StaffReply)


def _people(kept: _Kept) -> tuple[StaffMember, ...]:
    """With the PINs that were changed here."""
    return tuple(
        one
        if (pin := kept.changed.get(one.staff_id)) is None
        else StaffMember(one.staff_id, one.name, one.roles, pin.pin_hash)
        for one in kept.reply.people
    )
