"""A month's bill: own charges in two levels, what is collected for others, named adjustments, each apart (F27)."""

from kiosk.catalogue import Catalogue
from kiosk.enquiry_answers import Bill, BillHistory, BillSheet
from kiosk.money import yuan_text
from kiosk.paper import Pair, Rule, Text
from kiosk.paper_texts import text
from kiosk.papers.figures import INDENT, charge, duration, month_name, price
from kiosk.papers.slip import Line, Part, Whose, part_of
from kiosk.receipt import short_time
from kiosk.visit_types import Language


def bill_part(sheet: BillSheet, whose: Whose, catalogue: Catalogue, language: Language) -> Part:
    """The bill and the sums of the months around it. The running month says that it is one, and as of when (F26)."""
    bill = sheet.bill
    lines = (
        *_about(bill, language),
        *_own(bill, catalogue, language),
        *_third_party(bill, language),
        *_adjustments(bill, language),
        Rule(),
        Pair(text("total" if bill.closed else "total_so_far", language), price(bill.total), bold=True),
        *_usage(bill, language),
        *_history(sheet.history, language),
    )
    return part_of("title_bill" if bill.closed else "title_bill_so_far", whose, language, lines)


def _about(bill: Bill, language: Language) -> list[Line]:
    time = short_time(bill.as_of)
    running = Text(text("so_far", language, time=time), bold=True)
    return [
        Pair(text("month", language), month_name(bill.month, language)),
        Pair(text("plan", language), bill.plan.name.of(language)),
        Pair(text("as_of", language), time) if bill.closed else running,
    ]


def _own(bill: Bill, catalogue: Catalogue, language: Language) -> list[Line]:
    lines: list[Line] = [Rule(), Pair(text("own", language), price(bill.own), bold=True)]
    for group in bill.own_charges:
        lines.append(Pair(catalogue.category(group.category).of(language), yuan_text(group.amount)))
        lines += [charge(line, language, INDENT) for line in group.lines]
    return lines


def _third_party(bill: Bill, language: Language) -> list[Line]:
    lines: list[Line] = [Rule(), Pair(text("third_party", language), price(bill.third_party), bold=True)]
    for line in bill.third_party_charges:
        lines.append(Pair(line.name.of(language), yuan_text(line.amount)))
        lines.append(Text(text("provider", language, name=line.provider.of(language))))
    return lines


def _adjustments(bill: Bill, language: Language) -> list[Line]:
    later = [] if bill.closed else [Text(text("adjusted_at_the_end", language))]
    head = Pair(text("adjustments", language), price(bill.adjusted), bold=True)
    return [Rule(), head, *(charge(line, language) for line in bill.adjustments), *later]


def _usage(bill: Bill, language: Language) -> list[Line]:
    values = {
        "data_volume": f"{bill.data_usage.volume_kb}K",
        "data_bytes": str(bill.data_usage.raw_bytes),
        "call_time": duration(bill.call_seconds),
        "messages": str(bill.messages),
    }
    return [Rule(), *(Pair(text(key, language), value) for key, value in values.items())]


def _history(history: BillHistory, language: Language) -> list[Line]:
    lines: list[Line] = [Rule(), Text(text("history", language), bold=True)]
    for sums in history.months:
        month = month_name(sums.month, language)
        label = month if sums.closed else text("running_month", language, month=month)
        lines.append(Pair(label, yuan_text(sums.total)))
    return lines
