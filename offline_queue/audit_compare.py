"""Row by row: what the tables say against what the journal says. Every difference is one sentence that names the row."""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from kiosk.masking import masked
from kiosk.ports import StorageError
from offline_queue import audit_rows as rows
from offline_queue.audit import Books
from offline_queue.keys import Keyring
from offline_queue.privacy import Vault, account_hash, unseal_account, unseal_body

_TEXT_CHARACTERS: Final = 80  # of a value, in a sentence: a row may hold anything


class _Table(msgspec.Struct, frozen=True):
    name: str
    key: str
    row: type[msgspec.Struct]
    called: str  # one row of it, in a sentence
    amount: str | None = None  # the column that is the row's money, in fen

    @property
    def columns(self) -> tuple[str, ...]:
        return self.row.__struct_fields__

    @property
    def query(self) -> str:
        return f"SELECT {self.key}, {', '.join(self.columns)} FROM {self.name}"  # noqa: S608 - the names stand below


_TABLES: Final = (
    _Table("visits", "visit_id", rows.VisitRow, "visit"),
    _Table("notes", "note_id", rows.NoteRow, "note", "denomination_fen"),
    _Table("payments", "payment_id", rows.PaymentRow, "payment", "amount_fen"),
    _Table("card_attempts", "attempt_id", rows.CardAttemptRow, "card attempt", "amount_fen"),
    _Table("outbox", "payment_id", rows.OutboxRow, "outbox row of payment"),
    _Table("stops", "stopped_seq", rows.StopRow, "stop of record"),
    _Table("cases", "opened_seq", rows.CaseRow, "case of record"),
    _Table("acceptors", "bound_seq", rows.AcceptorRow, "acceptor of record"),
    _Table("rebuilds", "rebuilt_seq", rows.RebuildRow, "rebuild of record"),
    _Table("print_jobs", "job_id", rows.PrintJobRow, "print job"),
    _Table("paper_rolls", "fitted_seq", rows.PaperRollRow, "paper roll of record"),
    _Table("collections", "number", rows.CollectionRow, "swap of the cash box"),
    _Table("settlements", "settled_seq", rows.SettlementRow, "settlement of record", "fen"),
    _Table("found_notes", "found_seq", rows.FoundNoteRow, "found note of record"),
    _Table("staff_marks", "staff_id", rows.StaffMarkRow, "wrong tries of"),
    _Table("diagnosed", "item", rows.DiagnosedRow, "test of"),
    _Table("runs", "started_seq", rows.RunRow, "run of record"),
    _Table("remote_commands", "taken_seq", rows.RemoteCommandRow, "command of record"),
    _Table("devices", "device", rows.DeviceRow, "device"),
    _Table("card_terminals", "bound_seq", rows.CardTerminalRow, "card terminal of record"),
    _Table("card_days", "closed_seq", rows.CardDayRow, "card day of record"),
)


def differences(connection: sqlite3.Connection, books: Books) -> Iterator[str]:
    """Uses the books up: what is left in them afterwards was found nowhere. Raises ``sqlite3.Error``."""
    for table in _TABLES:
        expected: dict[Any, msgspec.Struct] = getattr(books, table.name)
        for key, *found in connection.execute(table.query):
            row = expected.pop(key, None)
            if row is None:
                money = _money(table, dict(zip(table.columns, found, strict=True)))
                yield f"{table.called} {_shown(key)}{money} is in the table, but not in the journal"
            elif tuple(found) != msgspec.structs.astuple(row):
                yield from _changed(table, key, found, msgspec.structs.astuple(row))
        for key, row in expected.items():
            money = _money(table, msgspec.structs.asdict(row))
            yield f"{table.called} {key}{money} is in the journal, but not in the table"


def _changed(table: _Table, key: object, found: list[Any], wanted: tuple[Any, ...]) -> Iterator[str]:
    for column, here, there in zip(table.columns, found, wanted, strict=True):
        if here == there:
            continue
        if column == table.amount:
            yield f"{table.called} {key} is {here} fen in the table, {there} fen in the journal"
        else:
            yield f"{table.called} {key}: {column} is {_shown(here)} in the table, {_shown(there)} in the journal"


def _money(table: _Table, row: dict[str, Any]) -> str:
    return f" of {row[table.amount]} fen" if table.amount else ""


def _shown(value: object) -> str:
    if value is None:
        return "empty"
    text = masked(value) if isinstance(value, str) else str(value)
    return text if len(text) <= _TEXT_CHARACTERS else f"{text[:_TEXT_CHARACTERS]}…"


# ---- what is sealed ------------------------------------------------------------------------------------------------


class _Account(msgspec.Struct, frozen=True):
    kind: str
    number: str


class _Card(msgspec.Struct, frozen=True):
    amount_fen: int
    terminal_id: str
    receipt: str | None
    trace: str | None


class _Body(msgspec.Struct, frozen=True):
    """The part of a request body that moves money (central-api.md 3)."""

    kiosk_id: str
    kiosk_seq: int
    visit_id: str
    account: _Account
    amount_fen: int
    tender: str
    card: _Card | None = None


_BODIES: Final = "SELECT payment_id, account_hash, body_cipher FROM outbox ORDER BY kiosk_seq"
_OPEN_VISITS: Final = "SELECT visit_id, account_hash FROM visits WHERE ended IS NULL"


def sealed_differences(connection: sqlite3.Connection, books: Books, keyring: Keyring, kiosk_id: str) -> Iterator[str]:
    """Would each waiting payment be sent as the journal says, and each open visit be credited to its own account? For all
    that is still to be sent; needs the keys of its months. Call it before ``differences``."""
    vault, hash_key = Vault(keyring, may_make=False), keyring.account_key(may_make=False)
    charges = {row.payment_id: row for row in books.card_attempts.values() if row.payment_id is not None}
    for payment_id, hashed, cipher in connection.execute(_BODIES):
        payment = books.payments.get(payment_id)
        if payment is None:
            continue  # ``differences`` names a row that the journal does not have
        visit = books.visits[payment.visit_id]
        try:
            account = unseal_account(vault, payment.visit_id, visit.account_kind, visit.account_cipher)
            body = msgspec.json.decode(unseal_body(vault, payment_id, cipher), type=_Body)
        except (StorageError, msgspec.DecodeError, RecursionError, ValueError) as problem:
            yield f"the request of payment {payment_id} cannot be read: {problem}"
            continue
        if body.account != _Account(account.kind.value, account.number) or hashed != account_hash(hash_key, account):
            yield f"payment {payment_id} would go to another account than the one in the journal, {account.masked()}"
        charge = charges.get(payment_id)
        wanted = {
            "kiosk_id": kiosk_id,
            "kiosk_seq": payment.kiosk_seq,
            "visit_id": payment.visit_id,
            "amount_fen": payment.amount_fen,
            "tender": payment.tender,
            "card": charge and _Card(charge.amount_fen, charge.terminal_id, charge.receipt, charge.trace),
        }
        for name, there in wanted.items():
            if getattr(body, name) != there:
                yield f"payment {payment_id} would be sent with {name} {getattr(body, name)}, in the journal it is {there}"
    for visit_id, hashed in connection.execute(_OPEN_VISITS):
        visit_row = books.visits.get(visit_id)
        if visit_row is None:
            continue
        try:
            account = unseal_account(vault, visit_id, visit_row.account_kind, visit_row.account_cipher)
        except StorageError as problem:
            yield f"the account of open visit {visit_id} cannot be read: {problem}"
            continue
        if hashed != account_hash(hash_key, account):
            yield f"visit {visit_id}: account_hash is not of the account in the journal, {account.masked()}"
