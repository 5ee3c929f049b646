"""What every subject of the centre needs: the database, a clock, the settings, and who to tell of a change."""

from dataclasses import dataclass

from central.changes import Changes
from central.database import Database
from central.settings import Settings
from central.times import Milliseconds, Now, milliseconds


@dataclass(frozen=True, slots=True)
class Base:
    database: Database
    now: Now
    settings: Settings
    changes: Changes

    def after(self, seconds: float) -> Milliseconds:
        """The moment so many seconds from now."""
        return self.now() + milliseconds(seconds)
