"""What is on an account, its points, and what was paid before (F15, F18, F21)."""

from collections.abc import Sequence

from kiosk.enquiry_answers import Balance, BalancePart, Named, PastPayments, PointsSheet, Restriction, Restrictions
from kiosk.money import yuan_text
from kiosk.paper import Pair, Rule, Text
from kiosk.paper_texts import text
from kiosk.papers.figures import INDENT, charge, price
from kiosk.papers.slip import Line, Part, Whose, part_of
from kiosk.receipt import short_time
from kiosk.visit_types import Language


def balance_part(balance: Balance, restrictions: Restrictions, whose: Whose, language: Language) -> Part:
    """The balance in parts, this month's cost by service, and what the line can't do, if anything."""
    owed = [Pair(text("arrears", language), price(balance.arrears), bold=True)] if balance.arrears else []
    lines = (
        Pair(text("balance", language), price(balance.balance), bold=True),
        *owed,
        *(line for part in balance.parts for line in _balance_part(part, language)),
        Pair(text("as_of", language), short_time(balance.as_of)),
        Rule(),
        Pair(text("charged", language), price(balance.charged), bold=True),
        *(charge(line, language) for line in balance.charges),
        *_restrictions(restrictions.items, language),
    )
    return part_of("title_balance", whose, language, lines)


def points_part(sheet: PointsSheet, whose: Whose, language: Language, *, most: int) -> Part:
    """Points, what lapses when, and at most ``most`` exchanges."""
    points, exchanges = sheet.points, sheet.exchanges.items
    rows = [_row(one.exchanged_at, one.item, str(one.points), language) for one in exchanges]
    lines = (
        Pair(text("points", language), str(points.points), bold=True),
        Pair(text("expiring", language), str(points.expiring_points)),
        Pair(text("expires_at", language), short_time(points.expires_at)),
        Pair(text("as_of", language), short_time(points.as_of)),
        Rule(),
        Text(text("exchanges", language), bold=True),
        *_at_most(rows, most, language),
    )
    return part_of("title_points", whose, language, lines, max(0, len(rows) - most))


def payments_part(payments: PastPayments, whose: Whose, language: Language, *, most: int) -> Part:
    """At most ``most`` payments by every channel, the newest first as the centre tells them."""
    rows = [_row(one.paid_at, one.channel, yuan_text(one.amount), language) for one in payments.items]
    return part_of("title_payments", whose, language, _at_most(rows, most, language), max(0, len(rows) - most))


def _balance_part(part: BalancePart, language: Language) -> list[Line]:
    until = [Pair(INDENT + text("until", language), short_time(part.until))] if part.until else []
    return [Pair(text(part.code, language), yuan_text(part.amount)), *until]


def _restrictions(restrictions: Sequence[Restriction], language: Language) -> list[Line]:
    if not restrictions:
        return []
    lines: list[Line] = [Rule(), Pair(text("restrictions", language), str(len(restrictions)), bold=True)]
    for one in restrictions:
        lines.append(Text(one.what.of(language), bold=True))
        lines.append(Text(text("reason", language, name=one.reason.of(language))))
        lines.append(Pair(text("restricted_until", language), short_time(one.until)))
        if one.earlier is not None:
            lines.append(Text(text("earlier", language, name=one.earlier.of(language))))
    return lines


def _row(moment: str, name: Named, figure: str, language: Language) -> tuple[Line, Line]:
    """When and how much, below it what: narrow paper has no room for all three on one line."""
    return Pair(short_time(moment), figure), Text(INDENT + name.of(language))


def _at_most(rows: Sequence[tuple[Line, Line]], most: int, language: Language) -> list[Line]:
    if not rows:
        return [Text(text("none", language))]
    left_out = len(rows) - most
    lines: list[Line] = [Text(text("left_out", language, left_out=str(left_out)), bold=True)] if left_out > 0 else []
    return lines + [line for row in rows[:most] for line in row]
