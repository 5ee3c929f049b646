"""The centre's tables (SQLAlchemy Core; the same on SQLite and PostgreSQL). Money in fen, times in milliseconds UTC."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()
_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up INTEGER primary keys only

kiosks = Table(
    "kiosks",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("hall", String(100), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("enrolment_hash", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

terminal_keys = Table(
    "terminal_keys",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("public_key", String(80), nullable=False),
    Column("bound_at", BigInteger, nullable=False),
)

request_nonces = Table(
    "request_nonces",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("nonce", String(128), primary_key=True),
    Column("seen_at", BigInteger, nullable=False, index=True),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("received_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
    Column("highest_kiosk_seq", BigInteger, nullable=False),
    Column("journal_count", BigInteger, nullable=False),  # the highest ever reported, with its head: the proof of S5
    Column("journal_head", String(128), nullable=False),
    Column("journal_broken_at", BigInteger),  # when a report first contradicted the one before it
    Column("queue_depth", BigInteger, nullable=False),
    Column("queue_oldest_seconds", BigInteger, nullable=False),
    Column("service_state", String(16), nullable=False),
    Column("devices", JSON, nullable=False),
)

payments = Table(
    "payments",
    metadata,
    Column("payment_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("kiosk_seq", BigInteger, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("frozen", Text, nullable=False),  # canonical JSON of what was fixed at acceptance
    Column("account_kind", String(16), nullable=False),
    Column("account_number", String(20), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("language", String(8), nullable=False),
    Column("offline", Boolean, nullable=False),  # how it came the first time; delivery data, not part of the payment
    Column("accepted_at", BigInteger, nullable=False),  # the terminal's clock
    Column("received_at", BigInteger, nullable=False),
    Column("clock_suspect", Boolean, nullable=False),  # accepted_at can't be right, seen from here
    Column("status", String(16), nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("next_at", BigInteger),  # when the posting worker looks at it again; null once it is settled
    Column("problem", String(40)),
    Column("problem_reason", String(40)),
    Column("receipt_number", String(16), unique=True),
    Column("posted_at", BigInteger),
    Column("balance_after_fen", BigInteger),
    Column("service_state", String(24)),
    Column("reopening", String(16)),
    Column("reopen_due_at", BigInteger),
    Column("reopened_at", BigInteger),
    Column("service_reopen_seconds", BigInteger),
    UniqueConstraint("kiosk_id", "kiosk_seq", name="one_payment_per_key"),
    CheckConstraint("amount_fen > 0", name="amount_is_positive"),
    CheckConstraint("status IN ('received', 'posting', 'posted', 'rejected', 'in_doubt')", name="status_is_known"),
    Index("payments_due", "next_at"),
    Index("payments_reopening", "account_kind", "account_number", "reopening"),
)

card_charges = Table(
    "card_charges",
    metadata,
    Column("payment_id", ForeignKey("payments.payment_id"), primary_key=True),
    Column("terminal_id", String(16), nullable=False),
    Column("receipt", String(20), nullable=False),
    Column("trace", String(20), nullable=False),
    Column("accepted_day", BigInteger, nullable=False),  # in the hall, days since 1970-01-01
    Column("amount_fen", BigInteger, nullable=False),
    Column("merchant_id", String(15), nullable=False),
    Column("auth_code", String(20), nullable=False),
    Column("last4", String(4), nullable=False),
    Column("card_name", String(40), nullable=False),
    UniqueConstraint("terminal_id", "receipt", "trace", "accepted_day", name="one_payment_per_charge"),
    CheckConstraint("amount_fen > 0", name="charge_is_positive"),
    Index("card_charges_of_day", "accepted_day"),
)

ledger_lines = Table(
    "ledger_lines",
    metadata,
    Column("line_id", _Number, primary_key=True, autoincrement=True),
    Column("payment_id", ForeignKey("payments.payment_id"), nullable=False),
    Column("entry", String(16), nullable=False),
    Column("account", String(60), nullable=False, index=True),
    Column("amount_fen", BigInteger, nullable=False),  # debit positive, credit negative
    UniqueConstraint("payment_id", "entry", "account", name="one_line_per_entry_and_account"),
)

sms_outbox = Table(
    "sms_outbox",
    metadata,
    Column("sms_id", _Number, primary_key=True, autoincrement=True),
    Column("payment_id", ForeignKey("payments.payment_id")),  # null for messages about no payment
    Column("template", String(32), nullable=False),
    Column("message_class", String(16), nullable=False),
    Column("lane", Integer, nullable=False),
    Column("account_kind", String(16), nullable=False),
    Column("account_number", String(20), nullable=False),
    Column("recipient", String(20), nullable=False),  # empty while the account has no number that receives SMS
    Column("text", Text, nullable=False),
    Column("state", String(32), nullable=False),
    Column("attempts", Integer, nullable=False),  # transport attempts since the last acceptance, for the back-off
    Column("resends", Integer, nullable=False),  # second SMS sent on purpose; never more than one
    Column("next_at", BigInteger),  # when the worker acts on it; null while nothing is due
    Column("created_at", BigInteger, nullable=False),
    Column("delivered_at", BigInteger),
    UniqueConstraint("payment_id", "template", name="one_message_per_payment_and_template"),
    Index("sms_due", "next_at"),
    Index("sms_of_account", "account_kind", "account_number", "state"),
)

sms_attempts = Table(
    "sms_attempts",
    metadata,
    Column("attempt_id", _Number, primary_key=True, autoincrement=True),
    Column("sms_id", ForeignKey("sms_outbox.sms_id"), nullable=False, index=True),
    Column("token", String(64), nullable=False, unique=True),
    Column("sent_at", BigInteger, nullable=False),
)

sms_receipts = Table(
    "sms_receipts",
    metadata,
    Column("attempt_id", ForeignKey("sms_attempts.attempt_id"), primary_key=True),
    Column("receipt_type", Integer, primary_key=True),
    Column("received_at", BigInteger, nullable=False),
)

# ---- the simulated surroundings: in real life these are other systems with databases of their own ----------------------

handset_messages = Table(
    "handset_messages",
    metadata,
    Column("message_id", _Number, primary_key=True, autoincrement=True),
    Column("recipient", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("delivered_at", BigInteger, nullable=False),
)

billing_accounts = Table(
    "billing_accounts",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", String(20), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("tier", String(16), nullable=False),  # where billing knows no spending: as it says
    Column("spent_year_fen", BigInteger),  # over the last twelve months; null: billing does not say
    Column("spent_month_fen", BigInteger),  # a month, on average of the last three
    Column("balance_fen", BigInteger, nullable=False),  # negative = arrears
    Column("service_state", String(24), nullable=False),
    Column("condition", String(16), nullable=False, server_default=text("'open'")),
    Column("restriction_reason", String(40)),
    Column("restriction_until", BigInteger),
    Column("sms_number", String(20), nullable=False),  # the mobile that gets this account's SMS; empty if there is none
)

billing_postings = Table(
    "billing_postings",
    metadata,
    Column("posting_id", _Number, primary_key=True, autoincrement=True),
    # not unique on purpose: a billing system posts what it is told, so a second post of ours would show as a second row
    Column("reference", String(26), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("number", String(20), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("balance_after_fen", BigInteger, nullable=False),
    Column("posted_at", BigInteger, nullable=False),
)
