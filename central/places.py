"""Where in its hall a terminal stands ("门口左侧", "by the door"): said wherever people are told of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, select, update

from central.audit import record
from central.database import insert_once
from central.health_tables import terminal_places
from central.staff_rights import hall_of
from central.times import Milliseconds

LONGEST: Final = 24  # characters in each language: an SMS has 70, and most of them are for what is wrong
_WIDE_BLANK: Final = "\u3000"


class PlaceError(ValueError):
    """There can be no such place; the message says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """In the hall's own words; either may be empty, then the other one stands for both."""

    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        """Raises PlaceError. Marks that turn the direction of writing, and line feeds, are not printable."""
        for text in (self.zh, self.en):
            if len(text) > LONGEST or not text.isprintable():
                raise PlaceError(f"a place has at most {LONGEST} characters on one line")

    def words(self, language: Literal["zh", "en"]) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NOWHERE: Final = Place()


def place_from(zh: str, en: str) -> Place:
    """As somebody typed it. Raises PlaceError."""
    return Place(zh.replace(_WIDE_BLANK, " ").strip(), en.replace(_WIDE_BLANK, " ").strip())


def places(connection: Connection) -> Mapping[str, Place]:
    """By terminal; of one that nobody has placed there is none."""
    rows = connection.execute(select(terminal_places))
    return {row.kiosk_id: Place(row.zh, row.en) for row in rows}


def place_of(connection: Connection, kiosk_id: str) -> Place:
    row = connection.execute(select(terminal_places).where(terminal_places.c.kiosk_id == kiosk_id)).first()
    return NOWHERE if row is None else Place(row.zh, row.en)


def put_place(connection: Connection, kiosk_id: str, place: Place, by: str, now: Milliseconds) -> None:
    """In the place of what was said before, with a row in the audit."""
    row = {"zh": place.zh, "en": place.en}
    if not insert_once(connection, terminal_places, row | {"kiosk_id": kiosk_id}):
        connection.execute(update(terminal_places).where(terminal_places.c.kiosk_id == kiosk_id).values(row))
    said = " · ".join(text for text in (place.zh, place.en) if text)
    record(connection, now, by, "place_set", hall=hall_of(connection, kiosk_id), subject=kiosk_id, detail=said)


def called(kiosk_id: str, place: Place, language: Literal["zh", "en"] = "zh") -> str:
    """As messages name it: ``K0103（门口左侧）``, ``K0103 (by the door)``."""
    words = place.words(language)
    if not words:
        return kiosk_id
    return f"{kiosk_id}（{words}）" if language == "zh" else f"{kiosk_id} ({words})"
