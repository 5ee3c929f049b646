"""Finding hanging or disputed payments by what a person has in hand: slip, number, time, note (features.md F59)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select

from central.health_tables import terminal_events
from central.identifiers import is_receipt_number
from central.masking import mask_number
from central.payment_rows import with_sms
from central.report import lacks_sms
from central.settings import Settings
from central.tables import payments
from central.times import Milliseconds

MOST: Final = 50
_LOOKED_AT: Final = 2_000  # rows of a stretch of time whose notes are looked through
_MISREAD: Final = str.maketrans("OILoil", "011011")
_RECEIPT: Final = re.compile(r"[0-9]{6}-?[0-9A-Za-z]{6}")
_CLAIM: Final = re.compile(r"([A-Z][A-Z0-9-]{1,15})-([0-9]{1,16})")
_PAYMENT_ID: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_NUMBER: Final = re.compile(r"[0-9A-Za-z]{5,20}")
_SETTLED: Final = "settled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a payment; empty or None: not known. ``what``: receipt number, claim code, or the full number."""

    what: str = ""
    begin: Milliseconds | None = None
    end: Milliseconds | None = None
    note_fen: int | None = None
    kiosk_id: str = ""
    hanging: bool = False  # only those that are not settled, or whose SMS or reopening is missing

    @property
    def is_empty(self) -> bool:
        return not (self.what or self.begin or self.end or self.note_fen or self.kiosk_id or self.hanging)


@dataclass(frozen=True, slots=True)
class Found:
    """The number is masked; the full one never leaves the centre."""

    payment_id: str
    key: str
    kiosk_id: str
    masked_number: str
    amount_fen: int
    tender: str
    notes: tuple[tuple[int, int], ...]  # denomination in fen, how many
    accepted_at: Milliseconds
    status: str
    receipt_number: str
    sms_state: str
    reopening: str


@dataclass(frozen=True, slots=True)
class MoneyCase:
    """Money that a terminal can't place, by its own telling: in doubt, owed, unassigned. ``code``: note or payment key."""

    kiosk_id: str
    code: str
    what: str
    fen: int
    reason: str
    at: Milliseconds


def search(
    connection: Connection, kiosk_ids: Sequence[str], wanted: Wanted, now: Milliseconds, settings: Settings
) -> list[Found]:
    """Of these terminals, the newest first, ``MOST`` at most. Everything that is known must fit."""
    query = with_sms().where(payments.c.kiosk_id.in_(list(kiosk_ids)))
    if wanted.what:
        query = query.where(_means(wanted.what.strip()))
    if wanted.begin is not None:
        query = query.where(payments.c.accepted_at >= wanted.begin)
    if wanted.end is not None:
        query = query.where(payments.c.accepted_at < wanted.end)
    if wanted.kiosk_id:
        query = query.where(payments.c.kiosk_id == wanted.kiosk_id)
    if wanted.hanging:
        waits = payments.c.reopening.in_(("pending", "late"))
        posted = payments.c.status == "posted"
        query = query.where(or_(~posted, posted & lacks_sms(now, settings), waits))
    rows = connection.execute(query.order_by(payments.c.accepted_at.desc()).limit(_LOOKED_AT if wanted.note_fen else MOST))
    found = [found_of(row) for row in rows]
    if wanted.note_fen:
        found = [one for one in found if any(fen == wanted.note_fen for fen, _ in one.notes)]
    return found[:MOST]


def open_cases(connection: Connection, kiosk_ids: Sequence[str], since: Milliseconds) -> list[MoneyCase]:
    """What terminals told of and nobody settled yet, the newest first."""
    columns = terminal_events.c
    query = select(terminal_events).where(columns.kind == "money", columns.at >= since)
    query = query.where(columns.kiosk_id.in_(list(kiosk_ids))).order_by(columns.kiosk_id, columns.event_seq)
    cases: dict[tuple[str, str], MoneyCase] = {}
    for row in connection.execute(query):
        case = _case(row)
        if case.what == _SETTLED:
            cases.pop((case.kiosk_id, case.code), None)
        else:
            cases[case.kiosk_id, case.code] = case
    return sorted(cases.values(), key=lambda case: case.at, reverse=True)


def found_of(row: Row[Any]) -> Found:
    frozen = json.loads(row.frozen)
    return Found(
        payment_id=row.payment_id,
        key=f"{row.kiosk_id}-{row.kiosk_seq}",
        kiosk_id=row.kiosk_id,
        masked_number=mask_number(row.account_number),
        amount_fen=row.amount_fen,
        tender=frozen["tender"],
        notes=tuple((note["denomination_fen"], note["count"]) for note in frozen["notes"]),
        accepted_at=row.accepted_at,
        status=row.status,
        receipt_number=row.receipt_number or "",
        sms_state=row.sms_state or "",
        reopening=row.reopening or "",
    )


def kind_of(what: str) -> str:
    """What a text would be looked for as; for the audit, which never holds the text itself when it is a number."""
    text = what.strip()
    if _RECEIPT.fullmatch(text) and is_receipt_number(_receipt(text)):
        return "receipt"
    if _CLAIM.fullmatch(text.upper()):
        return "claim"
    return "payment" if _PAYMENT_ID.fullmatch(text) else "number"


def _means(text: str) -> Any:
    match kind_of(text):
        case "receipt":
            return payments.c.receipt_number == _receipt(text)
        case "claim":
            fits = _CLAIM.fullmatch(text.upper())
            assert fits is not None
            return (payments.c.kiosk_id == fits[1]) & (payments.c.kiosk_seq == int(fits[2]))
        case "payment":
            return payments.c.payment_id == text
    number = text.replace(" ", "").replace("-", "")
    return payments.c.account_number == number if _NUMBER.fullmatch(number) else payments.c.payment_id == ""


def _receipt(text: str) -> str:
    """As it is stored: ``261121-7Q2MXK``, whatever was misread on the paper."""
    plain = text.replace("-", "").translate(_MISREAD).upper()
    return f"{plain[:6]}-{plain[6:]}"


def _case(row: Row[Any]) -> MoneyCase:
    data = row.data
    fen = data.get("fen")
    return MoneyCase(
        kiosk_id=row.kiosk_id,
        code=str(data.get("id", "")),
        what=str(data.get("what", "")),
        fen=fen if isinstance(fen, int) else 0,
        reason=str(data.get("reason", "")),
        at=row.at,
    )
