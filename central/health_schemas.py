"""The shapes of the contract's sections Heartbeat and Health of terminals (docs/central-contract.md)."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from central.auth_schemas import StrictBody
from central.schemas import Count, Moment, Sequence, whole

_PLAIN = r"^[^\x00-\x1f\x7f]*$"  # one line of text: nothing that could forge a log line
_HASH = r"^[0-9a-f]{0,128}$"
_MOST_ITEMS = 100


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


_Day = Annotated[
    str,
    Field(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_day),
]
_Device = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
_Text = Annotated[str, Field(max_length=100, pattern=_PLAIN)]


class Journal(StrictBody):
    count: Count
    head: Annotated[str, Field(pattern=_HASH)]


class Queue(StrictBody):
    depth: Count
    oldest_seconds: Count


class DeviceReport(StrictBody):
    """Words of central-api.md 6. What has a default is left out by terminals of an earlier release."""

    device: _Device
    state: Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
    severity: Annotated[int, Field(ge=0, le=4), BeforeValidator(whole)]
    supplies: Annotated[str, Field(pattern=r"^[a-z_/]{1,32}$")]
    code: Annotated[str, Field(max_length=32, pattern=_PLAIN)]
    raw: Annotated[str, Field(max_length=1000, pattern=_PLAIN)]
    since: Moment | None = None
    count_24h: Count | None = None
    may_hold_money: bool | None = None


class Service(StrictBody):
    """What a customer can have now. ``code``: why the state is not full; empty when it is."""

    mode: Literal["starting", "serving", "closed", "staff", "disabled"]
    code: Annotated[str, Field(max_length=32, pattern=_PLAIN)]
    since: Moment
    cash: bool
    card: bool
    print: bool


class Money(StrictBody):
    """Every fen that is in the terminal's books, by what it waits for."""

    stacked_fen: Count
    held_in_visit_fen: Count
    queued_fen: Count
    posted_fen: Count
    in_doubt_fen: Count
    owed_fen: Count
    unassigned_fen: Count
    settled_fen: Count


class CashBoxReport(StrictBody):
    serial: Annotated[str, Field(max_length=40, pattern=_PLAIN)]
    notes: Count
    capacity: Count
    fen: Count


class HeartbeatRequest(StrictBody):
    """What has a default is left out by terminals of an earlier release."""

    sent_at: Moment
    highest_kiosk_seq: Count
    journal: Journal | None  # null: the terminal can't vouch for its journal now
    queue: Queue
    service_state: Literal["full", "degraded", "out"]
    devices: Annotated[list[DeviceReport], Field(max_length=50)]
    service: Service | None = None
    money: Money | None = None
    cash_box: CashBoxReport | None = None
    paper_left_mm: Count | None = None  # on the printer's roll, by the terminal's count of what it fed
    clock_offset_seconds: Annotated[float, Field(allow_inf_nan=False, ge=-1e11, le=1e11)] | None = None
    config_hash: Annotated[str, Field(pattern=_HASH)] | None = None
    visit_open: bool | None = None
    next_event_seq: Sequence | None = None
    errors_logged: Count | None = None  # records at ERROR and above since the terminal's process started


class HeartbeatAnswer(BaseModel):
    """``staff_etag`` is empty and ``commands_pending`` 0 where there is nothing to fetch."""

    server_time: str
    config_etag: str
    staff_etag: str
    commands_pending: int


class InventoryDevice(StrictBody):
    """As the device tells it; empty where it does not."""

    device: _Device
    protocol: _Text
    model: _Text
    serial: _Text
    firmware: _Text


class InventoryRequest(StrictBody):
    """``ended``: how the process before this one ended."""

    at: Moment
    software: _Text
    config_hash: Annotated[str, Field(pattern=_HASH)]
    boot_id: Annotated[str, Field(max_length=64, pattern=_PLAIN)]
    ended: Literal["clean", "killed", "hang", "power", "storage", "first", "unknown"]
    last_alive_at: Moment | None
    devices: Annotated[list[InventoryDevice], Field(max_length=50)]
    box_capacity_notes: Count
    paper_width_mm: Count


class EventItem(StrictBody):
    """Kinds and members of ``data`` that the centre does not know are kept."""

    event_seq: Sequence
    at: Moment
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,15}$")]
    urgent: bool
    historical: bool
    data: dict[str, Any]


class EventsRequest(StrictBody):
    items: Annotated[list[EventItem], Field(max_length=_MOST_ITEMS)]


class EventsAnswer(BaseModel):
    """``next_expected_seq``: the first number that is not here; ``missing``: the first gaps below the highest."""

    new: int
    next_expected_seq: int
    missing: list[tuple[int, int]]


class DailyReportRequest(StrictBody):
    """What the terminal itself counts for a day in the hall: seconds, counts, fen."""

    date: _Day
    revision: Annotated[int, Field(ge=1, le=1_000_000)]
    figures: Annotated[dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], Count], Field(max_length=60)]
