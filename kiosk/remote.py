"""What the centre may tell a terminal to do (features.md F62; docs/central-contract.md, Commands): data alone."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

Outcome = Literal["done", "refused", "expired", "failed"]

REMOTE_OUT: Final = "REMOTE-OUT"
"""The stop of a terminal that the centre took out of service."""


class RemoteWhat(StrEnum):
    """The whole list: anything else is refused."""

    RESTART = "restart"
    OUT_OF_SERVICE = "out_of_service"
    IN_SERVICE = "in_service"
    SYNC_CONFIG = "sync_config"
    FETCH_BUNDLE = "fetch_bundle"
    PRINT_TEST = "print_test"
    DIAL_TEST = "dial_test"


@dataclass(frozen=True, slots=True)
class RemoteOrder:
    """One command by its id. ``taken``: it is being done, or was, and is never done again."""

    command_id: str
    what: str  # a RemoteWhat, but of refused ones
    argument: str = ""
    by: str = ""  # who gave it
    outcome: Outcome | None = None
    detail: str = ""
    ended_at: str = ""  # RFC 3339
    told: bool = False  # the centre has the outcome

    @property
    def is_open(self) -> bool:
        return self.outcome is None
