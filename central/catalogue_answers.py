"""What a terminal is told of the catalogue (docs/central-contract.md, Catalogue)."""

from typing import Annotated

from pydantic import BaseModel, Field

from central.catalogue import Catalogue, CategoryName, DayParts, Service, ServiceClass, TestNumber, Tier
from central.halls import Hall
from central.open_hours import Hours


class ConfigAnswer(BaseModel):
    """``etag`` is what heartbeats are answered with; ``quick_lane`` is this hall's."""

    version: int
    etag: str
    hall: str
    classes: list[ServiceClass]
    services: list[Service]
    quick_lane: list[str]
    detail_categories: list[CategoryName]
    tiers: list[Tier]
    day_parts: DayParts | None
    test_numbers: list[TestNumber]
    hours: Annotated[list[Hours], Field(description="of the hall; none: always open, but on its closed days")]
    closed_days: list[str]


class QuickLaneAnswer(BaseModel):
    """Codes of services that are available: what this number was here for most, then the hall's own."""

    own: list[str]
    hall: list[str]


def config_answer(version: int, catalogue: Catalogue, hall: str, etag: str, described: Hall) -> ConfigAnswer:
    return ConfigAnswer(
        version=version,
        etag=etag,
        hall=hall,
        classes=catalogue.classes,
        services=sorted(catalogue.services, key=lambda service: service.order),
        quick_lane=hall_lane(catalogue, hall),
        detail_categories=catalogue.detail_categories,
        tiers=catalogue.tiers,
        day_parts=catalogue.day_parts,
        test_numbers=catalogue.test_numbers,
        hours=described.hours,
        closed_days=described.closed_days,
    )


def hall_lane(catalogue: Catalogue, hall: str) -> list[str]:
    """What is not available is left out, not shown in grey."""
    available = {service.code for service in catalogue.services if service.available}
    lane = catalogue.quick_lane.halls.get(hall, catalogue.quick_lane.default)
    return [code for code in lane if code in available]
