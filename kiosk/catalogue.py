"""The menu as data of the centre: classes, services, quick lane, category names, tiers (features.md F12–F14, F20, F28).

A terminal that never had one offers paying only: whatever else there is needs the centre anyway. Services and categories
that this release does not know are left out; nothing is made up for one that the centre does not tell of.
"""

from enum import StrEnum
from typing import Annotated

import msgspec

from kiosk.enquiry_answers import PLAIN, Named
from kiosk.visit_types import Service

PAY_A_BILL = Named("交话费", "Pay a bill")  # the one service that needs no catalogue
_Code = Annotated[str, msgspec.Meta(min_length=1, max_length=32, pattern=PLAIN)]


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


class Tier(msgspec.Struct, frozen=True):
    code: _Code
    name: Named
    greetings: dict[Annotated[str, msgspec.Meta(max_length=16)], Named]  # morning, afternoon, evening


class Catalogue(msgspec.Struct, frozen=True):
    """``etag`` is what the heartbeat's answer is compared with."""

    version: int
    etag: Annotated[str, msgspec.Meta(pattern=r"^[\x21\x23-\x7e]{1,100}\Z")]  # RFC 9110, 8.8.3: it goes into a header
    classes: Annotated[tuple[ServiceClass, ...], msgspec.Meta(max_length=20)]
    services: Annotated[tuple[ServiceEntry, ...], msgspec.Meta(max_length=100)]
    quick_lane: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=10)]
    detail_categories: Annotated[tuple[CategoryName, ...], msgspec.Meta(max_length=20)]
    tiers: Annotated[tuple[Tier, ...], msgspec.Meta(max_length=20)]

    def entry(self, service: Service) -> ServiceEntry | None:
        return next((entry for entry in self.services if entry.code == service.value), None)

    def category(self, code: str) -> Named:
        """Its name; its code where the catalogue has none."""
        names = {entry.category: entry.name for entry in self.detail_categories}
        return names.get(code, Named(code, code))


class QuickLane(msgspec.Struct, frozen=True):
    """What one number comes for most, the most wanted first (F14). The hall's own lane is in the catalogue."""

    own: Annotated[tuple[_Code, ...], msgspec.Meta(max_length=10)]


_KNOWN = frozenset(service.value for service in Service)
