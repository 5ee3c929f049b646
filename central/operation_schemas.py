"""The shapes of approvals, collections, commands and dial tests (docs/central-contract.md, Staff)."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from central.auth_schemas import StrictBody
from central.schemas import PAYMENT_ID, Count, KioskId, Moment
from central.staff import STAFF_ID

ULID = PAYMENT_ID
COLLECTION_ID = r"^[A-Z][A-Z0-9-]{1,15}-C[0-9]{1,12}$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"

StaffId = Annotated[str, Field(pattern=STAFF_ID)]
_Serial = Annotated[str, Field(max_length=40, pattern=_PLAIN, description="empty where none can be told")]


class ApprovalRequest(StrictBody):
    approval_id: Annotated[str, Field(pattern=ULID)]
    kiosk_id: KioskId
    act: Literal["box_swap", "settle", "release", "unlock"]
    what: Annotated[str, Field(max_length=200, pattern=_PLAIN, description="for the person; names no customer")]
    fen: Annotated[int, Field(ge=0, le=2**53 - 1)]
    by: StaffId
    asked_at: Moment


class ApprovalAnswer(BaseModel):
    """``by``: who decided; null while nobody has."""

    approval_id: str
    state: Literal["open", "approved", "refused", "expired"]
    by: str | None


class NoteCount(StrictBody):
    denomination_fen: Annotated[int, Field(ge=1, le=1_000_000)]
    count: Annotated[int, Field(ge=0, le=100_000)]


_Counts = Annotated[list[NoteCount], Field(max_length=20, description="each denomination once")]


class CollectionRequest(StrictBody):
    """A sealed box was swapped. ``expected``: by the terminal's ledger; ``acceptor``: by the device's own counters."""

    collection_id: Annotated[str, Field(pattern=COLLECTION_ID, description="begins with the terminal's id")]
    kiosk_id: KioskId
    box_out: Annotated[str, Field(min_length=1, max_length=40, pattern=_PLAIN)]
    box_in: _Serial
    seal_out: _Serial
    seal_in: _Serial
    opened_at: Moment
    closed_at: Moment
    first: StaffId
    second: StaffId
    second_how: Literal["present", "hall_page", "offline_code"]
    expected: _Counts
    acceptor: _Counts | None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if not self.collection_id.startswith(f"{self.kiosk_id}-C"):
            raise ValueError(f"collection_id must begin with {self.kiosk_id}-C")
        if self.first == self.second:
            raise ValueError("first and second must be two people")
        for name, counts in (("expected", self.expected), ("acceptor", self.acceptor or [])):
            if len({one.denomination_fen for one in counts}) != len(counts):
                raise ValueError(f"{name}: a denomination stands there twice")
        return self


class CollectionAnswer(BaseModel):
    status: Literal["kept"]
    collection_id: str


What = Literal["restart", "out_of_service", "in_service", "sync_config", "fetch_bundle", "print_test", "dial_test"]


class Command(BaseModel):
    command_id: str
    what: What
    argument: str
    by: str
    issued_at: str
    expires_at: str


class CommandsAnswer(BaseModel):
    items: list[Command]


class CommandResult(StrictBody):
    outcome: Literal["done", "refused", "expired", "failed"]
    detail: Annotated[str, Field(max_length=400, pattern=_PLAIN)]
    at: Moment


class DialTest(StrictBody):
    dial_id: Annotated[str, Field(pattern=ULID)]
    at: Moment
    step: Literal["look_up", "pay_dry_run", "sms", "print"]
    outcome: Literal["passed", "failed"]
    milliseconds: Count
    detail: Annotated[str, Field(max_length=200, pattern=_PLAIN)]


class DialTestsRequest(StrictBody):
    items: Annotated[list[DialTest], Field(min_length=1, max_length=100)]


class DialTestsAnswer(BaseModel):
    new: int


class DryRunAnswer(BaseModel):
    status: Literal["would_post"]
