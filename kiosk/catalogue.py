"""The menu as data of the centre: classes, services, quick lane, category names, tiers (features.md F12–F14, F20, F28).

A terminal that never had one offers paying only: whatever else there is needs the centre anyway. Services and categories
that this release does not know are left out; nothing is made up for one that the centre does not tell of.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from kiosk.enquiry_answers import PLAIN, Named
from kiosk.money import Fen
from kiosk.visit_types import Service

PAY_A_BILL = Named("交话费", "Pay a bill")  # the one service that needs no catalogue
_Code = Annotated[str, msgspec.Meta(min_length=1, max_length=32, pattern=PLAIN)]
_DayPart = Annotated[str, msgspec.Meta(max_length=16)]  # morning, afternoon, evening
_Day = Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")]


class Scope(StrEnum):
    """What a proof opens; details need both proofs (field.md X28)."""

    BALANCE = "balance"
    BILL = "bill"
    DETAILS = "details"


class ServiceClass(msgspec.Struct, frozen=True):
    code: _Code
    name: Named


class ServiceEntry(msgspec.Struct, frozen=True):
    """One service under its one name and business code (F12)."""

    code: _Code
    business_code: Annotated[str, msgspec.Meta(max_length=32)]
    class_code: _Code
    name: Named
    needs: Annotated[str, msgspec.Meta(max_length=32)]  # a scope, or "none"
    available: bool
    order: int

    @property
    def service(self) -> Service | None:
        """What this release knows it as; None: it can't do that."""
        return Service(self.code) if self.code in _KNOWN else None


class CategoryName(msgspec.Struct, frozen=True):
    category: Annotated[str, msgspec.Meta(max_length=32)]
    name: Named


class Tier(msgspec.Struct, frozen=True, rename={"overdraft": "overdraft_fen"}):
    """How customers of this tier are spoken to, and what they may owe before their line is stopped (F20, F40)."""

    code: _Code
    name: Named
    greetings: dict[_DayPart, Named]
    overdraft: Annotated[Fen, msgspec.Meta(ge=0, le=10**12)] | None = None  # None: not known
    care: Annotated[str, msgspec.Meta(max_length=16)] = ""  # before the line is stopped: sms, manual_call


class OpenHours(msgspec.Struct, frozen=True, rename={"begin": "from", "end": "to"}):
    """From ``begin`` up to ``end`` (HH:MM, 24:00 is the midnight after) on these days of the week, 1 is Monday."""

    days: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=7)], ...], msgspec.Meta(min_length=1, max_length=7)]
    begin: Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
    end: Annotated[str, msgspec.Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)\Z")]


class Catalogue(msgspec.Struct, frozen=True):
    """``etag`` is what the heartbeat's answer is compared with."""

    version: int
    etag: Annotated[str, msgspec.Meta(pattern=r"^[\x21\x23-\x7e]{1,100}\Z")]  # RFC 9110, 8.8.3: it goes into a header
    classes: Annotated[tuple[ServiceClass, ...], msgspec.Meta(max_length=20)]
    services: Annotated[tuple[ServiceEntry, ...], msgspec.Meta(max_length=100)]
    quick_lane: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=10)]
    detail_categories: Annotated[tuple[CategoryName, ...], msgspec.Meta(max_length=20)]
    tiers: Annotated[tuple[Tier, ...], msgspec.Meta(max_length=20)]
    day_parts: dict[_DayPart, Annotated[int, msgspec.Meta(ge=0, le=23)]] | None = None  # the hour each begins at
    hours: Annotated[tuple[OpenHours, ...], msgspec.Meta(max_length=50)] = ()  # of the hall; none: always open
    closed_days: Annotated[tuple[_Day, ...], msgspec.Meta(max_length=400)] = ()

    def entry(self, service: Service) -> ServiceEntry | None:
        return next((entry for entry in self.services if entry.code == service.value), None)

    def tier(self, code: str) -> Tier | None:
        return next((tier for tier in self.tiers if tier.code == code), None)

    def greeting(self, tier: str, at: str) -> Named | None:
        """For a customer of ``tier`` at the hour of ``at`` (RFC 3339); None where the centre has no words for it."""
        found = self.tier(tier)
        return found.greetings.get(self._day_part(int(at[11:13]))) if found is not None else None

    def _day_part(self, hour: int) -> str:
        """Before the first one of a day that of the day before goes on."""
        parts = [(begins, name) for name, begins in (self.day_parts or {}).items()]
        begun = [part for part in parts if part[0] <= hour]
        return max(begun or parts, default=(0, ""))[1]

    def category(self, code: str) -> Named:
        """Its name; its code where the catalogue has none."""
        names = {entry.category: entry.name for entry in self.detail_categories}
        return names.get(code, Named(code, code))


class QuickLane(msgspec.Struct, frozen=True):
    """What one number comes for most, the most wanted first (F14). The hall's own lane is in the catalogue."""

    own: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=10)]


_KNOWN = frozenset(service.value for service in Service)
