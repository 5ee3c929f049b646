"""Tables of people who work for halls: rights, hall-page sessions, approvals, and who did what (trust.md S3, S4)."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table

from central.tables import metadata

staff = Table(
    "staff",
    metadata,
    Column("staff_id", String(16), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("roles", JSON, nullable=False),  # of view, operate, cash, admin
    Column("halls", JSON, nullable=False),  # names of halls; ["*"]: every one
    Column("password_hash", String(200), nullable=False),  # of the hall pages, Argon2id
    Column("pin_hash", String(200), nullable=False),  # at terminals, Argon2id
    Column("pin_changed_at", BigInteger, nullable=False),
    Column("must_change", Boolean, nullable=False),  # the PIN, at a terminal
    Column("password_must_change", Boolean, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("number", String(20), nullable=False),  # the technician's own phone; empty: none
)

staff_failures = (
    Table(  # wrong passwords in a row at the hall pages, by the id that was typed, whether or not it is anybody's
        "staff_failures",
        metadata,
        Column("staff_id", String(16), primary_key=True),
        Column("failures", Integer, nullable=False),
        Column("failed_at", BigInteger, nullable=False, index=True),
    )
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.staff_id"), nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("used_at", BigInteger, nullable=False),
    Column("form_secret", String(64), nullable=False),  # against forged forms
)

approvals = Table(
    "approvals",
    metadata,
    Column("approval_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("act", String(24), nullable=False),
    Column("what", String(200), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("by", String(16), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),  # open, approved, refused
    Column("decided_by", String(16)),
    Column("decided_at", BigInteger),
)

audit = Table(
    "audit",
    metadata,
    Column("audit_id", Integer, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("staff_id", String(16), nullable=False),
    Column("act", String(40), nullable=False),
    Column("hall", String(100), nullable=False),
    Column("subject", String(120), nullable=False),  # kiosk, payment key, collection, or another person
    Column("detail", String(400), nullable=False),
    Index("audit_of_subject", "subject"),
)
