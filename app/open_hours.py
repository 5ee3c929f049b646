"""When the hall is open, by the configuration that the centre told (features.md F60; field.md X14). Pure.

Moments are seconds since 1970; days and hours are those of the terminal's time zone, without summer time as in China.
"""

from datetime import date, datetime, timedelta, tzinfo

from kiosk.catalogue import Catalogue

Span = tuple[float, float]


def open_spans(catalogue: Catalogue | None, day: date, zone: tzinfo | None = None) -> tuple[Span, ...]:
    """The open time of a day, in order. Without hours it is all of it, but on closed days. ``zone``: None is the
    process's own, which is the terminal's."""
    midnight = _midnight(day, zone)
    if catalogue is None:
        return ((midnight, _midnight(day + timedelta(days=1), zone)),)
    if day.isoformat() in catalogue.closed_days:
        return ()
    if not catalogue.hours:
        return ((midnight, _midnight(day + timedelta(days=1), zone)),)
    found = sorted(
        (midnight + _seconds(entry.begin), midnight + _seconds(entry.end))
        for entry in catalogue.hours
        if day.isoweekday() in entry.days
    )
    return tuple(_joined(found))


def is_open(catalogue: Catalogue | None, now: str) -> bool:
    """``now`` is RFC 3339; its offset is the hall's."""
    moment = datetime.fromisoformat(now)
    at = moment.timestamp()
    return any(begin <= at < end for begin, end in open_spans(catalogue, moment.date(), moment.tzinfo))


def closes_at(catalogue: Catalogue | None, day: date, zone: tzinfo | None = None) -> float:
    """When this day is over for customers; the midnight after it where the hall is always open, or was closed."""
    spans = open_spans(catalogue, day, zone)
    return spans[-1][1] if spans else _midnight(day + timedelta(days=1), zone)


def _joined(spans: list[Span]) -> list[Span]:
    """Without overlaps: no second counts twice."""
    found: list[Span] = []
    for begin, end in spans:
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _midnight(day: date, zone: tzinfo | None) -> float:
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()


def _seconds(clock: str) -> int:
    return int(clock[:2]) * 3600 + int(clock[3:]) * 60
