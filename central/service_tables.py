"""Tables of what surrounds a visit: catalogue, use, invoices, ratings, calls for help, times (F12 to F42)."""

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from central.tables import metadata

catalogues = Table(
    "catalogues",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

service_use = Table(
    "service_use",
    metadata,
    Column("account_kind", String(16), primary_key=True),
    Column("account_number", String(20), primary_key=True),
    Column("service", String(32), primary_key=True),
    Column("uses", Integer, nullable=False),
    Column("used_at", BigInteger, nullable=False),
)

task_times = Table(
    "task_times",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("visit_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),  # of the task in the visit, from 1
    Column("task", String(32), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
    Column("ended_at", BigInteger, nullable=False, index=True),  # the terminal's clock
)

ratings = Table(
    "ratings",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("visit_id", String(64), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("rated_at", BigInteger, nullable=False, index=True),
)

work_orders = Table(
    "work_orders",
    metadata,
    Column("order_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("visit_id", String(64), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("money_inside_fen", BigInteger, nullable=False),  # the most that was told
    Column("visit", JSON, nullable=False),  # as the terminal attached it: state, step, keys of payments, masked number
    Column("calls", Integer, nullable=False),
    Column("rung_at", BigInteger),  # a person was told at once
    Index("one_order_per_visit", "kiosk_id", "visit_id", unique=True),
)

invoice_codes = Table(
    "invoice_codes",
    metadata,
    Column("payment_id", ForeignKey("payments.payment_id"), primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("issued_at", BigInteger, nullable=False),
    Column("exchanged_at", BigInteger),
    Column("exchanged_by", String(40)),
)

reprints = Table(
    "reprints",
    metadata,
    Column("payment_id", ForeignKey("payments.payment_id"), primary_key=True),
    Column("copy", Integer, primary_key=True),  # 1, 2, …
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("visit_id", String(64), nullable=False),
    Column("printed_at", BigInteger, nullable=False),
)
