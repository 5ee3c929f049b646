"""The centre's answers to a call for help and to a rating (docs/central-contract.md, Help, rating, times)."""

from dataclasses import dataclass
from typing import Annotated

import msgspec

from kiosk.enquiry_answers import Moment


class HelpOrder(msgspec.Struct, frozen=True):
    """The one work order of this visit; ``rung``: a person was told at once, because money is inside."""

    order_id: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,64}\Z")]
    opened_at: Moment
    calls: Annotated[int, msgspec.Meta(ge=1, le=10**9)]
    rung: bool


@dataclass(frozen=True, slots=True)
class Rated:
    """The centre has kept the score."""
