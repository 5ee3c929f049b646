"""The shapes of the contract's section Authentication (docs/central-contract.md)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from central.auth_rules import Method, Scope
from central.schemas import AccountReference

VISIT_ID = r"^[0-9A-Za-z_-]{1,64}$"
VISIT_TOKEN = r"^[0-9A-Za-z_-]{43}$"  # noqa: S105 (a pattern)
CHALLENGE_ID = r"^[0-9A-HJKMNP-TV-Z]{26}$"
SUBSCRIPTION_CODE = r"^[A-Z][A-Z0-9_-]{1,19}$"

VisitId = Annotated[str, Field(pattern=VISIT_ID)]


class StrictBody(BaseModel):
    """A request's body: a number is a number, and unknown fields are refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ChallengeRequest(StrictBody):
    """To end a subscription takes a code."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"properties": {"unsubscribe": {"type": "null"}}}, {"properties": {"method": {"const": "sms_code"}}}]
        }
    )

    visit_id: VisitId
    account: AccountReference
    method: Method
    language: Literal["zh_CN", "en"]
    unsubscribe: Annotated[
        str | None,
        Field(pattern=SUBSCRIPTION_CODE, description="the code confirms the end of this subscription; it opens no token"),
    ] = None


class VerifyRequest(StrictBody):
    visit_id: VisitId
    secret: Annotated[str, Field(pattern=r"^[0-9]{6}$", description="the code, or the service password: six digits each")]


class VisitEndRequest(StrictBody):
    visit_id: VisitId


class ChallengeAnswer(BaseModel):
    """The same for every number, whether or not there is anybody to get a code."""

    challenge_id: str
    method: Method
    digits: int
    tries_left: int
    expires_at: str
    resend_after_seconds: int | None


class VisitTokenAnswer(BaseModel):
    visit_token: str
    scopes: list[Scope]
    methods: list[Method]
    expires_at: str


class VisitEndAnswer(BaseModel):
    status: Literal["ended"]
