"""Records of a month, two lines each: narrow paper has room for that, and no name is torn apart (F28)."""

from dataclasses import dataclass
from typing import Final

from kiosk.catalogue import Catalogue
from kiosk.enquiry_answers import Category, DetailPage, DetailRecord
from kiosk.money import total, yuan_text
from kiosk.paper import Pair, Rule, Text
from kiosk.paper_texts import text
from kiosk.papers.figures import INDENT, duration, month_name, price
from kiosk.papers.slip import Line, Part, Whose, part_of
from kiosk.receipt import short_time
from kiosk.visit_types import Language


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was asked for; empty fields do not narrow."""

    category: Category | None = None
    day: str = ""  # 2026-10-15


WHOLE_MONTH: Final = Narrowed()


def details_part(
    page: DetailPage,
    whose: Whose,
    catalogue: Catalogue,
    language: Language,
    *,
    most: int,
    narrowed: Narrowed = WHOLE_MONTH,
) -> Part:
    """At most ``most`` (1 and more) records of ``page``, and how many of all that were found are left out."""
    if most < 1:
        raise ValueError(f"at least one record must be allowed on paper, not {most}")
    printed = page.items[:most]
    left_out = max(page.found, len(page.items)) - len(printed)
    said = text("left_out", language, left_out=str(left_out))
    lines = (
        *_about(page, narrowed, catalogue, language),
        *([Text(said, bold=True)] if left_out else []),
        Rule(),
        *_records(page, printed, language),
        *(_printed(printed, language) if left_out else []),
    )
    return part_of("title_details", whose, language, lines, left_out)


def _about(page: DetailPage, narrowed: Narrowed, catalogue: Catalogue, language: Language) -> list[Line]:
    category = "" if narrowed.category is None else catalogue.category(narrowed.category).of(language)
    values = {
        "month": month_name(page.month, language),
        "category": category,
        "day": narrowed.day,
        "found": str(page.found),
        "found_amount": price(page.found_amount),
        "as_of": short_time(page.as_of),
    }
    return [Pair(text(key, language), value) for key, value in values.items() if value]


def _records(page: DetailPage, records: tuple[DetailRecord, ...], language: Language) -> list[Line]:
    if not records:
        return [Text(text("none", language))]
    year = page.month.partition("-")[0]
    return [line for record in records for line in _record(record, f"{year}-", language)]


def _record(record: DetailRecord, year: str, language: Language) -> list[Line]:
    """``10-31 23:58:07 国内上网流量费``, below it ``杭州 7934K 8123456B`` and the amount; what is empty is left out."""
    what = f"{short_time(record.started_at).removeprefix(year)} {record.name.of(language)}"
    figures = (
        duration(record.seconds) if record.seconds else "",
        f"{record.volume_kb}K" if record.volume_kb else "",
        f"{record.raw_bytes}B" if record.raw_bytes else "",
    )
    more = " ".join(word for word in (record.counterpart, record.place, *figures) if word)
    amount = yuan_text(record.amount)
    return [Text(what), Pair(INDENT + more, amount)] if more else [Pair(what, amount)]


def _printed(records: tuple[DetailRecord, ...], language: Language) -> list[Line]:
    return [
        Rule(),
        Pair(text("printed_records", language), str(len(records))),
        Pair(text("printed_amount", language), price(total([record.amount for record in records])), bold=True),
    ]
