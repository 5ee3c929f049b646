"""The shapes of the contract's sections Receipts again, Help, rating and times (docs/central-contract.md)."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from central.auth_schemas import StrictBody, VisitId
from central.catalogue import CODE
from central.schemas import PAYMENT_ID, Count, Moment

RECEIPT_NUMBER = r"^[0-9]{6}-[0-9A-HJKMNP-TV-Z]{6}$"
_PLAIN = r"^[^\x00-\x1f\x7f]*$"
_Code = Annotated[str, Field(pattern=CODE)]


class InvoiceCodeRequest(StrictBody):
    visit_id: VisitId


class InvoiceAnswer(BaseModel):
    """``code`` is null once it has been exchanged; ``qr`` is what the printed square holds."""

    payment_id: str
    state: Literal["open", "exchanged"]
    code: str | None
    qr: str | None
    amount_fen: int


class ReprintRequest(StrictBody):
    """Either the slip's number, or a payment of a number that this visit has proved by SMS code."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}
                for one, other in (("slip_code", "payment_id"), ("payment_id", "slip_code"))
            ]
        }
    )

    visit_id: VisitId
    slip_code: Annotated[str, Field(pattern=RECEIPT_NUMBER)] | None = None
    payment_id: Annotated[str, Field(pattern=PAYMENT_ID)] | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.slip_code is None) == (self.payment_id is None):
            raise ValueError("send slip_code or payment_id, one of them")
        return self


class ReprintAnswer(BaseModel):
    """What a copy shows. ``copy_number`` is printed on it: a copy is never taken for the first."""

    payment_id: str
    receipt_number: str
    masked_number: str
    amount_fen: int
    tender: Literal["cash", "card", "mixed"]
    posted_at: str
    balance_after_fen: int
    copy_number: int
    invoice: InvoiceAnswer


class RatingRequest(StrictBody):
    score: Annotated[int, Field(ge=1, le=5)]
    rated_at: Moment


class KeptAnswer(BaseModel):
    status: Literal["kept"]


class AttachedVisit(StrictBody):
    """What a person needs to go on from here. Numbers are masked by the terminal already."""

    state: _Code
    masked_number: Annotated[str, Field(pattern=r"^([0-9A-Za-z]{0,4}\*{1,16}[0-9A-Za-z]{0,4})?$")]
    payment_keys: Annotated[
        list[Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,15}-[0-9]{1,16}$")]], Field(max_length=20)
    ]
    device_codes: Annotated[list[Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,32}$")]], Field(max_length=20)]
    said: Annotated[str, Field(max_length=200, pattern=_PLAIN, description="what the customer chose or the staff typed")]


class HelpRequest(StrictBody):
    visit_id: VisitId
    reason: _Code
    money_inside_fen: Annotated[int, Field(ge=0, le=99_999_999)]
    visit: AttachedVisit


class WorkOrderAnswer(BaseModel):
    order_id: str
    opened_at: str
    calls: int
    rung: Annotated[bool, Field(description="a person was told at once, because money is inside")]


class TaskTimeItem(StrictBody):
    visit_id: VisitId
    number: Annotated[int, Field(ge=1, le=1000, description="of the task in its visit")]
    task: _Code
    outcome: Literal["done", "given_up", "failed"]
    milliseconds: Annotated[int, Field(ge=0, le=24 * 3600 * 1000)]
    ended_at: Moment


class TaskTimesRequest(StrictBody):
    items: Annotated[list[TaskTimeItem], Field(min_length=1, max_length=100)]


class TaskTimesAnswer(BaseModel):
    """``new``: how many the centre did not have yet."""

    accepted: Count
    new: Count
