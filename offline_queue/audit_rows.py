"""The rows that the audit expects: one type a table, its fields named as the columns. What is left out is checked in its
own way (sealed bodies, hashes) or follows from the key."""

import msgspec


class VisitRow(msgspec.Struct, gc=False):
    account_kind: str
    account_masked: str
    account_cipher: str
    masked_name: str
    amount_to_pay_fen: int
    language: str
    offline: bool
    receipt_expected: bool
    opened_at: str
    ended: str | None = None
    ended_at: str | None = None


class NoteRow(msgspec.Struct, gc=False):
    visit_id: str | None
    intended_fen: int | None
    denomination_fen: int
    state: str
    changed_at: str
    payment_id: str | None = None
    stacked_seq: int | None = None
    repeats: int = 0
    reason: str | None = None


class PaymentRow(msgspec.Struct, gc=False):
    kiosk_seq: int
    visit_id: str
    amount_fen: int
    tender: str
    accepted_at: str
    language: str
    offline: bool
    changed_at: str
    state: str = "queued"
    central_id: str | None = None
    receipt_number: str | None = None
    posted_at: str | None = None
    balance_after_fen: int | None = None
    problem: str | None = None
    sms: str | None = None
    reopening: str | None = None
    card_fen: int = 0


class OutboxRow(msgspec.Struct, gc=False):
    kiosk_seq: int
    state: str = "due"


class PrintJobRow(msgspec.Struct, gc=False):
    payment_id: str
    started_at: str
    outcome: str | None = None
    cause: str | None = None
    ended_at: str | None = None


class PaperRollRow(msgspec.Struct, gc=False):
    roll_mm: int | None = None
    used_mm: int = 0
    fitted_at: str | None = None
    ran_out_at: str | None = None


class CaseRow(msgspec.Struct, gc=False):
    reason: str
    detail: str
    opened_at: str


class AcceptorRow(msgspec.Struct, gc=False):
    model: str
    serial: str
    firmware: str
    bound_at: str


class DeviceRow(msgspec.Struct, gc=False):
    state: str
    severity: int
    supplies: str
    code: str
    raw: str
    since: str


class StopRow(msgspec.Struct, gc=False):
    code: str
    detail: str
    stopped_at: str
    released_seq: int | None = None
    released_by: str | None = None
    release_reason: str | None = None
    released_at: str | None = None


class RebuildRow(msgspec.Struct, gc=False):
    records: int
    quarantine: str
    why: str
    rebuilt_at: str


class RunRow(msgspec.Struct, gc=False):
    boot_id: str
    started_at: str
    stopped_at: str | None = None


class RemoteCommandRow(msgspec.Struct, gc=False):
    command_id: str
    what: str
    argument: str
    given_by: str
    taken_at: str
    outcome: str | None = None
    detail: str | None = None
    ended_at: str | None = None
    told: int = 0


class DiagnosedRow(msgspec.Struct, gc=False):
    outcome: str
    at: str
    staff_id: str
    detail: str
    milliseconds: int


class StaffMarkRow(msgspec.Struct, gc=False):
    failures: int
    failed_at: str


class CollectionRow(msgspec.Struct, gc=False):
    collection_id: str
    first: str
    second: str
    how: str
    opened_seq: int
    opened_at: str
    state: str = "open"
    box_out_at: str | None = None
    last_note: int | None = None
    box_back_at: str | None = None
    serial_out: str | None = None
    seal_out: str | None = None
    serial_in: str | None = None
    seal_in: str | None = None
    ended_by: str | None = None
    ended_at: str | None = None
    expected: str | None = None
    in_doubt: str | None = None
    problem: str | None = None


class SettlementRow(msgspec.Struct, gc=False):
    note_id: str | None
    of_payment: str | None
    outcome: str
    fen: int
    credited_as: str | None
    first: str
    second: str
    how: str
    reason: str
    settled_at: str


class FoundNoteRow(msgspec.Struct, gc=False):
    note_id: str
    staff_id: str
    found_at: str


class CardAttemptRow(msgspec.Struct, gc=False):
    card_seq: int
    visit_id: str
    amount_fen: int
    terminal_id: str
    begun_seq: int
    begun_at: str
    changed_seq: int
    changed_at: str
    before_receipt: str | None = None
    before_trace: str | None = None
    before_amount_fen: int | None = None
    before_at: str | None = None
    state: str = "begun"
    approved_seq: int | None = None
    receipt: str | None = None
    trace: str | None = None
    auth_code: str | None = None
    last4: str | None = None
    card_name: str | None = None
    merchant_id: str | None = None
    entry: str | None = None
    application_id: str | None = None
    approved_at: str | None = None
    payment_id: str | None = None
    doubt: str | None = None
    undecided: str | None = None
    problem: str | None = None
    code: str | None = None
    settled_by: str | None = None
    settled_second: str | None = None
    settled_reason: str | None = None


class CardTerminalRow(msgspec.Struct, gc=False):
    terminal_id: str
    merchant_id: str
    model: str
    bound_at: str


class CardDayRow(msgspec.Struct, gc=False):
    terminal_id: str
    count: int | None
    amount_fen: int | None
    code: str
    closed_at: str
