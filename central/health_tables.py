"""Tables of what terminals tell of their health, and of what the centre makes of it (docs/central-contract.md, Health)."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from central.tables import metadata

halls = Table(
    "halls",
    metadata,
    Column("hall", String(100), primary_key=True),
    Column("city", String(60), nullable=False),
    Column("province", String(60), nullable=False),
    Column("hours", JSON, nullable=False),  # [{"days": [1, …], "from": "08:30", "to": "18:30"}]; empty: always open
    Column("closed_days", JSON, nullable=False),  # ["2027-01-01"]
    Column("duty_numbers", JSON, nullable=False),  # who is told of alarms, by severity: {"page": "138…", "ticket": "139…"}
)

terminal_places = Table(  # where in its hall it stands, in the hall's words; no row: nobody has said
    "terminal_places",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("zh", String(24), nullable=False),
    Column("en", String(24), nullable=False),
)

maintenance = Table(
    "maintenance",
    metadata,
    Column("maintenance_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("begins_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("approved_by", String(16), nullable=False),
    Index("maintenance_of_kiosk", "kiosk_id", "begins_at"),
)

inventories = Table(
    "inventories",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("at", BigInteger, primary_key=True),  # the terminal's clock
    Column("received_at", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),
)

terminal_events = Table(
    "terminal_events",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("event_seq", BigInteger, primary_key=True),
    Column("at", BigInteger, nullable=False),  # the terminal's clock
    Column("received_at", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("historical", Boolean, nullable=False),
    Column("data", JSON, nullable=False),
    Index("events_of_kind", "kiosk_id", "kind", "at"),
)

terminal_live = Table(  # what heartbeats say beside the columns of ``heartbeats``; never touched by a historical event
    "terminal_live",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("body", JSON, nullable=False),  # the optional members of the last heartbeat; left out: not told
    Column("next_event_seq", BigInteger),  # what the terminal will call its next event; null: not told
)

error_samples = Table(  # errors that a terminal logged between two of its heartbeats; those of the last minutes only
    "error_samples",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("ended_at", BigInteger, primary_key=True),
    Column("began_at", BigInteger, nullable=False),
    Column("errors", BigInteger, nullable=False),
)

event_marks = Table(
    "event_marks",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("next_expected_seq", BigInteger, nullable=False),  # the first number that is not here
    Column("highest_seq", BigInteger, nullable=False),
)

silences = Table(  # between two heartbeats, when they lay too far apart; what the terminal's own events say corrects it
    "silences",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("began_at", BigInteger, primary_key=True),
    Column("ended_at", BigInteger, nullable=False),
)

daily_reports = Table(
    "daily_reports",
    metadata,
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("received_at", BigInteger, nullable=False),
    Column("figures", JSON, nullable=False),
)

hall_reports = Table(
    "hall_reports",
    metadata,
    Column("hall", String(100), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("digest", String(64), nullable=False),  # SHA-256 of it
    Column("signature", String(120), nullable=False),  # Ed25519 by the centre's key, base64
    Column("signed_off_by", String(16)),
)

alarms = Table(
    "alarms",
    metadata,
    Column("alarm_id", String(26), primary_key=True),
    Column("rule", String(40), nullable=False),
    Column("subject", String(120), nullable=False),  # kiosk id, hall, or the key of a payment
    Column("hall", String(100), nullable=False),
    Column("severity", String(8), nullable=False),  # page, ticket
    Column("text", String(200), nullable=False),  # in Chinese; pages and SMS say alarm_whats in the reader's language
    Column("pending_since", BigInteger, nullable=False),
    Column("raised_at", BigInteger),  # null: the condition holds, not for long enough yet
    Column("kiosk_id", String(32), nullable=False),  # empty: of no one terminal
    Column("told", String(20), nullable=False),  # masked number of who was told; empty: nobody could be
    Column("told_at", BigInteger),  # null: raised and to be told still
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", String(16)),
    Column("clear_since", BigInteger),  # the condition is gone since then
    Column("cleared_at", BigInteger),
    Column("cleared_by", String(16)),  # a person; then the condition may still hold, and raises nothing until it was gone
    Index("open_alarms", "rule", "subject", "cleared_at"),
)

alarm_whats = Table(  # what an alarm is, as data (alarm_words.What); one of an earlier release has only its text
    "alarm_whats",
    metadata,
    # A release that knows only the alarms deletes them while this one looks too, or after it was taken back.
    Column("alarm_id", ForeignKey("alarms.alarm_id", ondelete="CASCADE"), primary_key=True),
    Column("word", String(40), nullable=False),
    Column("parts", JSON, nullable=False),
)

order_progress = Table(  # what people did about a work order; none: nobody has yet
    "order_progress",
    metadata,
    Column("order_id", ForeignKey("work_orders.order_id"), primary_key=True),
    Column("acknowledged_at", BigInteger),
    Column("acknowledged_by", String(16)),
    Column("fixed_at", BigInteger),
    Column("fixed_by", String(16)),
    Column("remark", String(400), nullable=False),
)

commands = Table(
    "commands",
    metadata,
    Column("command_id", String(26), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("what", String(24), nullable=False),
    Column("argument", String(200), nullable=False),
    Column("by", String(16), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("outcome", String(16)),
    Column("detail", String(400)),
    Column("ended_at", BigInteger),
    Index("open_commands", "kiosk_id", "outcome"),
)

dial_tests = Table(
    "dial_tests",
    metadata,
    Column("dial_id", String(26), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
    Column("detail", String(200), nullable=False),
    Index("dial_tests_of_kiosk", "kiosk_id", "at"),
)

cash_collections = Table(
    "cash_collections",
    metadata,
    Column("collection_id", String(40), primary_key=True),
    Column("kiosk_id", ForeignKey("kiosks.kiosk_id"), nullable=False),
    Column("box_out", String(40), nullable=False, index=True),
    Column("received_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger, nullable=False),
    Column("body", JSON, nullable=False),  # as the terminal told it
)

cash_counts = Table(  # blind: whoever counts has not seen what is expected
    "cash_counts",
    metadata,
    Column("collection_id", ForeignKey("cash_collections.collection_id"), primary_key=True),
    Column("counted_at", BigInteger, nullable=False),
    Column("first", String(16), nullable=False),
    Column("second", String(16), nullable=False),
    Column("notes", JSON, nullable=False),  # [{"denomination_fen": 10000, "count": 17}]
    Column("counterfeit", JSON, nullable=False),  # the same, of notes found to be false
    Column("reason", String(32)),  # of a difference: miscount, counterfeit, note_in_path, theft, unknown
    Column("remark", String(400)),
)
