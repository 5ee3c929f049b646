"""The menu as data: classes, services, quick lanes, names of the categories, tiers (F12, F14, F20, F28, F40, F41).

``catalogue.json`` is what a centre starts with; ``python -m central catalogue set FILE`` puts another in its place.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import Field, ValidationError, model_validator
from sqlalchemy import Connection, insert, select

from central.auth_rules import Scope
from central.auth_schemas import StrictBody
from central.billing import Account
from central.charges import CATEGORIES, Category
from central.database import Database
from central.halls import Hall, hall_named, hours_digest
from central.schemas import ACCOUNT_NUMBER, AccountKind
from central.service_tables import catalogues
from central.tables import kiosks
from central.times import Now

_AS_SHIPPED: Final = Path(__file__).with_name("catalogue.json")
CODE: Final = r"^[a-z][a-z0-9_]{0,31}$"
_Code = Annotated[str, Field(pattern=CODE)]
_Text = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Fen = Annotated[int, Field(ge=0)]
_Hour = Annotated[int, Field(ge=0, le=23)]


class CatalogueError(Exception):
    """It can't be the catalogue; the message says what is wrong and where."""


class Texts(StrictBody):
    zh: _Text
    en: _Text


class ServiceClass(StrictBody):
    """Shown in the order of the list."""

    code: _Code
    name: Texts


class Service(StrictBody):
    """The same class, name and business code in every channel (F12). ``needs``: the scope, or none."""

    code: _Code
    business_code: Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{4}$")]
    class_code: _Code
    name: Texts
    needs: Literal["none"] | Scope
    available: bool
    order: Annotated[int, Field(ge=0)]


class CategoryName(StrictBody):
    category: Category
    name: Texts


class Greetings(StrictBody):
    morning: Texts
    afternoon: Texts
    evening: Texts


class DayParts(StrictBody):
    """The hour that each part of a day begins at; the evening lasts until the morning."""

    morning: _Hour
    afternoon: _Hour
    evening: _Hour

    @model_validator(mode="after")
    def _follow_each_other(self) -> Self:
        if not self.morning < self.afternoon < self.evening:
            raise ValueError("morning, afternoon and evening must follow each other")
        return self


class Tier(StrictBody):
    """A customer belongs to the first tier of the list whose bound is reached. Null: no such bound, or not known."""

    code: _Code
    name: Texts
    yearly_from_fen: _Fen | None
    monthly_from_fen: _Fen | None
    overdraft_fen: _Fen | None
    care: Literal["sms", "manual_call"]
    greetings: Greetings


def tier_reached(tiers: list[Tier], year_fen: int, month_fen: int) -> str:
    """By what was spent (F41): the code of the first tier of the list whose bound is reached; empty where none is."""
    for tier in tiers:
        of_year = tier.yearly_from_fen is not None and year_fen >= tier.yearly_from_fen
        of_month = tier.monthly_from_fen is not None and month_fen >= tier.monthly_from_fen
        if of_year or of_month:
            return tier.code
    return ""


class QuickLanes(StrictBody):
    default: list[_Code]
    halls: dict[str, list[_Code]]


class Duty(StrictBody):
    """Who is rung when a customer with money inside calls for help; empty: nobody. Never told to a terminal."""

    default: Annotated[str, Field(pattern=r"^(1[0-9]{10})?$")]
    halls: dict[str, Annotated[str, Field(pattern=r"^1[0-9]{10}$")]]


class TestNumber(StrictBody):
    """A line of nobody, for dial tests (F64)."""

    __test__ = False  # its name is no test's

    kind: AccountKind
    number: Annotated[str, Field(pattern=ACCOUNT_NUMBER)]


class Catalogue(StrictBody):
    classes: list[ServiceClass]
    services: list[Service]
    quick_lane: QuickLanes
    detail_categories: list[CategoryName]
    tiers: list[Tier]
    day_parts: DayParts | None = None  # a catalogue from before there were any stays good: nobody is greeted
    duty: Duty
    test_numbers: Annotated[list[TestNumber], Field(default_factory=list)]

    def is_test_number(self, kind: str, number: str) -> bool:
        return any((one.kind, one.number) == (kind, number) for one in self.test_numbers)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        classes, services = [one.code for one in self.classes], [one.code for one in self.services]
        for what, codes in (("class", classes), ("service", services), ("tier", [one.code for one in self.tiers])):
            if len(set(codes)) < len(codes):
                raise ValueError(f"a {what} stands there twice")
        if missing := {one.class_code for one in self.services} - set(classes):
            raise ValueError(f"no such class: {', '.join(sorted(missing))}")
        lanes = {code for lane in (self.quick_lane.default, *self.quick_lane.halls.values()) for code in lane}
        if missing := lanes - set(services):
            raise ValueError(f"the quick lane names no service: {', '.join(sorted(missing))}")
        if [one.category for one in self.detail_categories] != list(CATEGORIES):
            raise ValueError(f"detail_categories must be the eight, in this order: {', '.join(CATEGORIES)}")
        return self


class Catalogues:
    """Versions are never changed; the newest counts, and to roll back is to put an older one there again."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    def current(self) -> tuple[int, Catalogue]:
        """Its version (0: as shipped) and itself."""
        with self._database.read() as connection:
            version, text = newest(connection)
        return version, Catalogue.model_validate_json(text)

    def tier_of(self, account: Account) -> str:
        """By the table of now; as billing says where it knows no spending."""
        if account.spent_year_fen is None or account.spent_month_fen is None:
            return account.tier
        return tier_reached(self.current()[1].tiers, account.spent_year_fen, account.spent_month_fen)

    def for_kiosk(self, kiosk_id: str) -> tuple[int, Catalogue, str, str, Hall]:
        """Version, catalogue, name of the hall, etag, what is known of the hall: one consistent picture."""
        with self._database.read() as connection:
            version, text = newest(connection)
            hall = connection.scalar(select(kiosks.c.hall).where(kiosks.c.kiosk_id == kiosk_id)) or ""
            etag = config_etag(connection, kiosk_id)
            described = hall_named(connection, hall)
        return version, Catalogue.model_validate_json(text), hall, etag, described

    def put(self, text: str) -> int:
        """A new version from JSON. Raises CatalogueError."""
        try:
            whole = Catalogue.model_validate_json(text)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the whole"
            raise CatalogueError(f"{where}: {first['msg']}") from wrong
        with self._database.write() as connection:
            version, _ = newest(connection)
            row = {"version": version + 1, "body": whole.model_dump_json(), "changed_at": self._now()}
            connection.execute(insert(catalogues).values(row))
        return version + 1


def newest(connection: Connection) -> tuple[int, str]:
    row = connection.execute(select(catalogues).order_by(catalogues.c.version.desc()).limit(1)).first()
    return (0, _shipped()) if row is None else (row.version, row.body)


@cache
def _shipped() -> str:
    return _AS_SHIPPED.read_text("utf-8")


def config_etag(connection: Connection, kiosk_id: str) -> str:
    """Changes whenever something that a terminal is told of its configuration changes here."""
    hall = connection.scalar(select(kiosks.c.hall).where(kiosks.c.kiosk_id == kiosk_id))
    version, text = newest(connection)
    hours = hours_digest(connection, hall or "")
    return hashlib.sha256(f"{kiosk_id}\n{hall}\n{hours}\n{version}\n{text}".encode()).hexdigest()[:16]


def duty_number(connection: Connection, hall: str) -> str:
    """Empty: nobody."""
    duty = Catalogue.model_validate_json(newest(connection)[1]).duty
    return duty.halls.get(hall, duty.default)
