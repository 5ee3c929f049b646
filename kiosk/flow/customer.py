"""Whose account it is, as far as this visit knows."""

from dataclasses import dataclass

from kiosk.accounts import AccountRef
from kiosk.central_answers import AccountFound


@dataclass(frozen=True, slots=True)
class Customer:
    """Whose bill is paid; ``found`` is None when we are offline."""

    account: AccountRef
    found: AccountFound | None
    remembered_name: str = ""  # of a visit that was interrupted

    @property
    def masked_name(self) -> str:
        return self.found.masked_name if self.found else self.remembered_name
