"""Tables of a visit that asks: challenges, failures, tokens (F7 to F10; field.md X27, X28). Times in milliseconds UTC."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table

from central.tables import metadata

auth_challenges = Table(
    "auth_challenges",
    metadata,
    Column("challenge_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("visit_id", String(64), nullable=False),
    Column("account_kind", String(16), nullable=False),
    Column("account_number", String(20), nullable=False),
    Column("method", String(20), nullable=False),
    Column("purpose", String(40), nullable=False),  # "visit", or "unsubscribe:<code>"
    Column("code_hash", String(64), nullable=False),  # empty: a password is asked for, or there is nobody to get a code
    Column("tries", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),  # proved, or given up with the visit
    Index("challenges_of_number", "account_kind", "account_number", "created_at"),
)

auth_failures = Table(
    "auth_failures",
    metadata,
    Column("account_kind", String(16), primary_key=True),
    Column("account_number", String(20), primary_key=True),
    Column("method", String(20), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", BigInteger, nullable=False, index=True),
    Column("locked_until", BigInteger, nullable=False),  # 0: not locked
)

visit_tokens = Table(
    "visit_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("visit_id", String(64), nullable=False),
    Column("account_kind", String(16), nullable=False),
    Column("account_number", String(20), nullable=False),
    Column("methods", String(60), nullable=False),  # what was proved, with blanks between
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("ended_at", BigInteger),
    Index("tokens_of_visit", "kiosk_id", "visit_id"),
)

subscription_ends = Table(
    "subscription_ends",
    metadata,
    Column(
        "challenge_id", String(26), primary_key=True
    ),  # the code that confirmed it: an answer that got lost is said again
    Column("account_kind", String(16), nullable=False),
    Column("account_number", String(20), nullable=False),
    Column("code", String(20), nullable=False),
    Column("outcome", String(8), nullable=False),  # done, none
    Column("ended_at", BigInteger, nullable=False),
    Index("ends_of_number", "account_kind", "account_number"),
)

# In real life the customer system keeps these.
service_passwords = Table(
    "service_passwords",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("number", String(20), primary_key=True),
    Column("salt", String(32), nullable=False),
    Column("hash", String(64), nullable=False),
)
