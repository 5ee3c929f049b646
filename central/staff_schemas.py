"""The shapes of the contract's section Staff, as far as people are concerned (docs/central-contract.md)."""

from typing import Annotated

from pydantic import BaseModel, Field

from central.auth_schemas import StrictBody
from central.schemas import Moment
from central.staff_rights import Role
from central.staff_secrets import PIN_HASH


class PersonAnswer(BaseModel):
    """``name`` is masked."""

    staff_id: str
    name: str
    roles: list[Role]
    pin_hash: str
    must_change: bool


class StaffAnswer(BaseModel):
    etag: str
    approval_key: Annotated[str, Field(description="32 bytes, base64; of this terminal alone")]
    people: list[PersonAnswer]


class PinRequest(StrictBody):
    pin_hash: Annotated[str, Field(pattern=PIN_HASH, description="Argon2id, 64 MiB, 3 rounds, 4 lanes")]
    changed_at: Moment
