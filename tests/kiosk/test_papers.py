"""What is printed of answers: every figure of the answer, sums that add up on paper, both languages, nothing twice."""

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as some

from kiosk import paper_texts, receipt_texts
from kiosk.enquiry_answers import BillSheet, Category, ChargeLine, Named
from kiosk.money import Fen, total, yuan_text
from kiosk.paper import Document, Pair, QrCode, Rule, Text
from kiosk.papers.account import balance_part, payments_part, points_part
from kiosk.papers.bill import bill_part
from kiosk.papers.details import Narrowed, details_part
from kiosk.papers.figures import duration, price
from kiosk.papers.receipt_copy import receipt_copy
from kiosk.papers.receipts import LONGEST_QR, invoice_block, receipt_part
from kiosk.papers.slip import Line, Part, Whose, copy_of, merged, part_of, plain
from kiosk.receipt import SlipKind, receipt, short_time
from kiosk.visit_types import Language
from tests.kiosk import papers_of_a_visit as visit

LANGUAGES = pytest.mark.parametrize("language", list(Language))
NEVER = {"Cc", "Cf", "Cs", "Zl", "Zp"}
CHINESE, ENGLISH = Language.CHINESE, Language.ENGLISH
AS_OF = "2026-11-21 20:58:44"


def words(key: str, language: Language, **params: str) -> str:
    return paper_texts.text(key, language, **params)


def said(lines: Iterable[Line]) -> list[str]:
    """The words, a pair as "label|value"."""
    return [
        f"{one.label}|{one.value}" if isinstance(one, Pair) else one.text for one in lines if isinstance(one, Pair | Text)
    ]


def fen(value: str) -> int:
    """Back from paper: ``-￥6.00``, ``4.00``."""
    yuan, _, rest = value.replace("￥", "").lstrip("-").partition(".")
    return (-1 if value.startswith("-") else 1) * (int(yuan) * 100 + int(rest))


def block(part: Part, heading: str) -> tuple[Pair, list[Pair]]:
    """The pair with this label, and the pairs below it up to the next rule."""
    start = next(at for at, line in enumerate(part.lines) if isinstance(line, Pair) and line.label == heading)
    head = part.lines[start]
    assert isinstance(head, Pair)
    below: list[Pair] = []
    for line in part.lines[start + 1 :]:
        if isinstance(line, Rule):
            break
        if isinstance(line, Pair):
            below.append(line)
    return head, below


# Bills


@LANGUAGES
@pytest.mark.parametrize("closed", [True, False])
def test_f27_sums_on_paper_are_those_of_the_bill(closed: bool, language: Language) -> None:
    sheet = visit.bill(closed=closed)
    bill = sheet.bill
    part = bill_part(sheet, visit.WHOSE, visit.CATALOGUE, language)
    for key, whole in (("third_party", bill.third_party), ("adjustments", bill.adjusted)):
        head, lines = block(part, words(key, language))
        assert fen(head.value) == sum(fen(line.value) for line in lines) == whole
    head, lines = block(part, words("own", language))
    third_level = [line for line in lines if line.label.startswith("  ")]
    second_level = [line for line in lines if line not in third_level]
    assert fen(head.value) == bill.own
    assert sum(fen(line.value) for line in second_level) == sum(fen(line.value) for line in third_level) == bill.own
    label = words("total" if closed else "total_so_far", language)
    (last,) = [line for line in part.lines if isinstance(line, Pair) and line.label == label]
    assert fen(last.value) == bill.own + bill.third_party + bill.adjusted == bill.total


@LANGUAGES
@pytest.mark.parametrize("closed", [True, False])
def test_f27_every_line_of_the_bill_is_on_paper_under_its_own_heading(closed: bool, language: Language) -> None:
    sheet = visit.bill(closed=closed)
    bill = sheet.bill
    part = bill_part(sheet, visit.WHOSE, visit.CATALOGUE, language)
    _, own = block(part, words("own", language))
    expected: list[Pair] = []
    for group in bill.own_charges:
        expected.append(Pair(visit.CATALOGUE.category(group.category).of(language), yuan_text(group.amount)))
        expected += [Pair("  " + line.name.of(language), yuan_text(line.amount)) for line in group.lines]
    assert own == expected
    _, third = block(part, words("third_party", language))
    assert third == [Pair(line.name.of(language), yuan_text(line.amount)) for line in bill.third_party_charges]
    assert {words("provider", language, name=line.provider.of(language)) for line in bill.third_party_charges} <= set(
        said(part.lines)
    )
    _, adjusted = block(part, words("adjustments", language))
    assert adjusted == [Pair(line.name.of(language), yuan_text(line.amount)) for line in bill.adjustments]
    text = said(part.lines)
    for label, value in (
        ("plan", bill.plan.name.of(language)),
        ("data_volume", "1048577K"),
        ("data_bytes", "1073741825"),
        ("call_time", "1:27:10"),
        ("messages", "17"),
    ):
        assert f"{words(label, language)}|{value}" in text
    months = [line for line in text if line.startswith("2026")]
    assert [fen(line.partition("|")[2]) for line in months] == [sums.total for sums in sheet.history.months]


@LANGUAGES
def test_f26_the_running_month_says_so_far_and_as_of_when(language: Language) -> None:
    running = bill_part(visit.bill(closed=False), visit.WHOSE, visit.CATALOGUE, language)
    over = bill_part(visit.bill(), visit.WHOSE, visit.CATALOGUE, language)
    so_far = words("so_far", language, time=AS_OF)
    assert so_far in said(running.lines)
    assert f"{words('total_so_far', language)}|￥150.33" in said(running.lines)
    assert running.title.text == words("title_bill_so_far", language) != over.title.text
    assert so_far not in said(over.lines)
    assert f"{words('as_of', language)}|{AS_OF}" in said(over.lines)
    assert f"{words('total', language)}|￥144.33" in said(over.lines)


AMOUNTS = some.lists(some.integers(-(10**7), 10**7), max_size=6)


@given(AMOUNTS, AMOUNTS, some.sampled_from(Language))
def test_f27_no_fen_is_lost_between_bill_and_paper(own: list[int], adjusted: list[int], language: Language) -> None:
    def lines(amounts: list[int]) -> tuple[ChargeLine, ...]:
        return tuple(ChargeLine("c", Named(f"项{at}", f"item {at}"), Fen(amount)) for at, amount in enumerate(amounts))

    wire: dict[str, Any] = msgspec.to_builtins(visit.bill())
    bill = wire["bill"]
    bill["own_charges"] = [{"category": "other", "amount_fen": sum(own), "lines": msgspec.to_builtins(lines(own))}]
    bill["adjustments"] = msgspec.to_builtins(lines(adjusted))
    bill["own_fen"], bill["adjustments_fen"] = sum(own), sum(adjusted)
    bill["total_fen"] = sum(own) + sum(adjusted) + bill["third_party_fen"]
    part = bill_part(msgspec.convert(wire, BillSheet), visit.WHOSE, visit.CATALOGUE, language)
    own_head, own_lines = block(part, words("own", language))
    adjusted_head, adjusted_lines = block(part, words("adjustments", language))
    assert fen(own_head.value) == sum(own) and fen(adjusted_head.value) == sum(adjusted)
    assert [fen(line.value) for line in own_lines[1:]] == own
    assert [fen(line.value) for line in adjusted_lines] == adjusted
    assert f"{words('total', language)}|{price(Fen(bill['total_fen']))}" in said(part.lines)


# Records


@LANGUAGES
def test_f28_every_record_is_on_paper_with_all_that_it_has(language: Language) -> None:
    page = visit.details(items=12, found=12)
    part = details_part(page, visit.WHOSE, visit.CATALOGUE, language, most=100)
    text = said(part.lines)
    start = text.index(f"{words('as_of', language)}|{AS_OF}") + 1
    assert len(text) - start == 2 * len(page.items)
    for at, record in enumerate(page.items):
        what, more = text[start + 2 * at : start + 2 * at + 2]
        assert what == f"{short_time(record.started_at)[5:]} {record.name.of(language)}"
        label, _, value = more.partition("|")
        assert value == yuan_text(record.amount)
        told = [record.counterpart, record.place]
        told += [duration(record.seconds)] if record.seconds else []
        told += [f"{record.volume_kb}K", f"{record.raw_bytes}B"] if record.raw_bytes else []
        assert label.split() == [word for word in told if word]
    assert part.left_out == 0
    assert f"{words('found', language)}|12" in text and f"{words('found_amount', language)}|￥172.45" in text


@LANGUAGES
@pytest.mark.parametrize(
    ("items", "found", "most", "left_out"), [(14, 5524, 12, 5512), (14, 14, 12, 2), (12, 12, 12, 0), (50, 51, 100, 1)]
)
def test_f28_a_page_limit_is_said_on_the_paper(
    items: int, found: int, most: int, left_out: int, language: Language
) -> None:
    page = visit.details(items, found)
    part = details_part(page, visit.WHOSE, visit.CATALOGUE, language, most=most)
    text = said(part.lines)
    assert part.left_out == left_out
    printed = page.items[:most]
    assert sum(line.startswith("10-") for line in text) == len(printed)
    told = words("left_out", language, left_out=str(left_out)) in text
    assert told is bool(left_out)
    if left_out:
        assert f"{words('printed_records', language)}|{len(printed)}" in text
        printed_sum = price(total([record.amount for record in printed]))
        assert f"{words('printed_amount', language)}|{printed_sum}" in text


def test_f28_a_limit_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one record"):
        details_part(visit.details(), visit.WHOSE, visit.CATALOGUE, CHINESE, most=0)


@LANGUAGES
def test_f28_paper_says_what_was_asked_for_and_that_there_is_nothing(language: Language) -> None:
    narrowed = Narrowed(Category.ROAMING, "2026-10-15")
    part = details_part(visit.details(0, 0), visit.WHOSE, visit.CATALOGUE, language, most=9, narrowed=narrowed)
    text = said(part.lines)
    assert f"{words('category', language)}|{visit.CATALOGUE.category('roaming').of(language)}" in text
    assert f"{words('day', language)}|2026-10-15" in text
    assert text[-1] == words("none", language)


def test_a_record_with_nothing_more_is_one_line() -> None:
    page = visit.details(1, 1)
    bare = msgspec.structs.replace(page.items[0], counterpart="", place="", raw_bytes=0, volume_kb=0, amount=Fen(9900))
    part = details_part(msgspec.structs.replace(page, items=(bare,)), visit.WHOSE, visit.CATALOGUE, CHINESE, most=1)
    assert said(part.lines)[-1] == "10-31 23:58:07 国内上网流量费|99.00"


# Account


@LANGUAGES
def test_f15_balance_parts_costs_and_restrictions_are_on_paper(language: Language) -> None:
    part = balance_part(visit.BALANCE, visit.RESTRICTED, visit.WHOSE, language)
    text = said(part.lines)
    (restriction,) = visit.RESTRICTED.items
    assert restriction.earlier is not None
    for line in (
        f"{words('balance', language)}|￥256.30",
        f"{words('principal', language)}|206.30",
        f"{words('granted', language)}|50.00",
        f"  {words('until', language)}|2027-03-31 23:59:59",
        f"{words('charged', language)}|￥99.00",
        f"{words('as_of', language)}|{AS_OF}",
        *(f"{charge.name.of(language)}|{yuan_text(charge.amount)}" for charge in visit.BALANCE.charges),
        restriction.what.of(language),
        words("reason", language, name=restriction.reason.of(language)),
        f"{words('restricted_until', language)}|2027-06-30 23:59:59",
        words("earlier", language, name=restriction.earlier.of(language)),
    ):
        assert line in text
    assert not any(line.startswith(words("arrears", language)) for line in text)


@LANGUAGES
def test_arrears_are_on_paper_and_a_free_line_has_no_restrictions(language: Language) -> None:
    text = said(balance_part(visit.IN_ARREARS, visit.FREE, visit.WHOSE, language).lines)
    assert f"{words('arrears', language)}|￥182.40" in text
    assert not any(line.startswith(words("restrictions", language)) for line in text)


@LANGUAGES
def test_f21_points_and_what_they_were_given_for(language: Language) -> None:
    sheet = visit.points(3)
    text = said(points_part(sheet, visit.WHOSE, language, most=100).lines)
    assert f"{words('points', language)}|4821" in text
    assert f"{words('expiring', language)}|300" in text
    assert f"{words('expires_at', language)}|2026-12-31 23:59:59" in text
    rows = text[text.index(words("exchanges", language)) + 1 :]
    expected = [
        line
        for one in sheet.exchanges.items
        for line in (f"{short_time(one.exchanged_at)}|{one.points}", f"  {one.item.of(language)}")
    ]
    assert rows == expected


@LANGUAGES
@pytest.mark.parametrize(("count", "most", "left_out"), [(0, 5, 0), (5, 5, 0), (8, 5, 3)])
def test_payments_and_exchanges_have_a_limit_too(count: int, most: int, left_out: int, language: Language) -> None:
    payments = visit.payments(count)
    of_payments = payments_part(payments, visit.WHOSE, language, most=most)
    of_points = points_part(visit.points(count), visit.WHOSE, language, most=most)
    text = said(of_payments.lines)
    for one in payments.items[:most]:
        assert text[text.index(f"{short_time(one.paid_at)}|{yuan_text(one.amount)}") + 1] == f"  {one.channel.of(language)}"
    for part in (of_payments, of_points):
        assert part.left_out == left_out
        assert (words("left_out", language, left_out=str(left_out)) in said(part.lines)) is bool(left_out)
        assert (words("none", language) in said(part.lines)) is (count == 0)


# Slips


@LANGUAGES
def test_f29_a_merged_slip_has_one_head_all_parts_and_one_foot(language: Language) -> None:
    parts = tuple(visit.parts(language).values())
    slip = merged(visit.frame(language), *parts)
    text = said(slip.lines)
    demo = receipt_texts.text("demo", language)
    assert [at for at, line in enumerate(text) if line == demo] == [0, len(text) - 1]
    for line in (
        visit.POLICY.hall,
        words("title_visit", language),
        f"{words('number', language)}|138 **** 5678",
        f"{receipt_texts.text('name', language)}|张*",
        f"{receipt_texts.text('terminal', language)}|3 号终端 (K0001)",
        f"{receipt_texts.text('phone', language)}|10086",
        f"{words('printed_at', language)}|2026-11-21 21:00:05",
        words("end_of_parts", language, parts=str(len(parts))),
    ):
        assert text.count(line) == 1, line
    wanted: list[str] = []
    for at, part in enumerate(parts, start=1):
        wanted += [f"{at}/{len(parts)} {part.title.text}", *said(part.lines)]
    assert text[5:-5] == wanted
    assert rules_are_single(slip)


@LANGUAGES
@pytest.mark.parametrize("name", list(visit.parts(CHINESE)))
def test_one_part_alone_is_its_own_paper(name: str, language: Language) -> None:
    part = visit.parts(language)[name]
    slip = merged(visit.frame(language), part)
    assert slip.lines[:3] == (*slip.lines[:2], part.title)
    assert said(slip.lines)[5:-4] == said(part.lines)
    assert rules_are_single(slip)


def rules_are_single(slip: Document) -> bool:
    return not any(isinstance(one, Rule) and isinstance(two, Rule) for one, two in pairwise(slip.lines))


def test_parts_of_two_accounts_have_their_own_numbers_and_share_none() -> None:
    other = replace(visit.parts(CHINESE)["points"], whose=Whose("139****1234", "李*"))
    text = said(merged(visit.frame(CHINESE), visit.parts(CHINESE)["bill"], other).lines)
    assert text.index("1/2 话费账单") + 1 == text.index("号码|138 **** 5678")
    assert text.index("2/2 积分") + 1 == text.index("号码|139 **** 1234")
    assert sum(line.startswith("号码|") for line in text) == 2


def test_no_demo_mark_on_real_paper() -> None:
    frame = visit.frame(CHINESE)
    real = replace(frame, policy=replace(frame.policy, demo=False))
    assert receipt_texts.text("demo", CHINESE) not in said(merged(real, visit.parts(CHINESE)["bill"]).lines)


def test_a_slip_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one part"):
        merged(visit.frame(CHINESE))


@pytest.mark.parametrize("number", ["13800135678", "057188886666", "1234567"])
def test_s7_a_number_that_somebody_forgot_to_mask_is_masked_on_paper(number: str) -> None:
    slip = merged(visit.frame(ENGLISH), part_of("title_points", Whose(number), ENGLISH, ()))
    assert number not in "".join(said(slip.lines)).replace(" ", "")


@LANGUAGES
@pytest.mark.parametrize("kind", [SlipKind.POSTED, SlipKind.QUEUED, SlipKind.OPEN_CASE, SlipKind.NOTE_OPEN])
def test_f29_a_receipt_in_a_slip_says_all_that_the_receipt_says(kind: SlipKind, language: Language) -> None:
    slip = replace(visit.SLIP, kind=kind, problem="account-restricted")
    alone = set(said(receipt(slip, visit.POLICY, language).lines))
    part = receipt_part(slip, visit.POLICY, language)
    number = f"{receipt_texts.text('number', language)}|138 **** 5678"
    assert alone - {number} <= set(said(merged(visit.frame(language), part).lines))
    assert part.whose == visit.WHOSE
    both = said(merged(visit.frame(language), part, part).lines)
    assert sum("￥150.00" in line for line in both) == 2
    assert both.count(f"{receipt_texts.text('phone', language)}|10086") == 1


@LANGUAGES
@pytest.mark.parametrize("number", [1, 2, 17])
def test_m17_a_copy_is_the_same_paper_marked_at_head_and_foot(number: int, language: Language) -> None:
    original = merged(visit.frame(language), visit.parts(language)["bill"])
    copy = copy_of(original, number, language)
    first, *middle, last = copy.lines
    assert tuple(middle) == original.lines
    assert isinstance(first, Text) and first == last
    assert str(number) in first.text and first.bold
    assert ("副本" if language is CHINESE else "COPY") in first.text


@pytest.mark.parametrize(("number", "again"), [(0, 0), (1, -1)])
def test_copies_are_counted_from_one(number: int, again: int) -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        copy_of(Document(()), number, CHINESE, again)


# A copy of a receipt


@LANGUAGES
@pytest.mark.parametrize("tender", ["cash", "card", "mixed"])
@pytest.mark.parametrize("balance", [25630, 0, -3240])
def test_x32_a_copy_tells_what_the_centre_told_and_calls_no_old_balance_new(
    balance: int, tender: str, language: Language
) -> None:
    copy = visit.copy(2, tender=tender, balance_after_fen=balance)
    lines = said(receipt_copy(copy, visit.frame(language)).lines)
    then = words("owed_then" if balance < 0 else "balance_then", language)
    assert f"{then}|{price(Fen(abs(balance)))}" in lines
    assert f"{words('means', language)}|{words(f'tender_{tender}', language)}" in lines
    assert f"{receipt_texts.text('receipt_number', language)}|{visit.RECEIPT_NUMBER}" in lines
    assert f"{receipt_texts.text('posted_at', language)}|2026-11-21 20:58:45" in lines
    assert "￥150.00" in lines
    now = [receipt_texts.text(key, language) for key in ("balance_after", "arrears_after", "check_code", "claim_code")]
    assert not any(line.startswith(f"{label}|") and label != then for line in lines for label in now)
    assert receipt_texts.text("keep", language) not in lines, "only the first slip is found by its payment number"


@LANGUAGES
def test_x32_a_copy_s_marks_are_on_every_part_of_it(language: Language) -> None:
    copy = receipt_copy(visit.copy(4), visit.frame(language), again=1)
    mark = words("copy", language, number="4-2")
    assert [place for place, line in enumerate(said(copy.lines)) if line == mark][1:2], "beside the amount too"
    assert said(copy.lines)[0] == said(copy.lines)[-1] == mark
    assert words("title_copy", language) in said(copy.lines)


@LANGUAGES
def test_f30_the_copy_has_the_invoice_s_code_only_while_it_is_open(language: Language) -> None:
    still = receipt_copy(visit.copy(), visit.frame(language))
    assert visit.INVOICE_CODE in said(still.lines)
    assert [line.content for line in still.lines if isinstance(line, QrCode)] == [visit.INVOICE_QR]
    used = receipt_copy(visit.copy(invoice=False), visit.frame(language))
    assert words("invoice_exchanged", language) in said(used.lines)
    assert not any(isinstance(line, QrCode) for line in used.lines)


@LANGUAGES
def test_f30_the_invoice_code_stands_as_text_and_as_qr(language: Language) -> None:
    lines = invoice_block(visit.INVOICE_CODE, visit.INVOICE_QR, language)
    assert [line.content for line in lines if isinstance(line, QrCode)] == [visit.INVOICE_QR]
    (code,) = [line for line in lines if isinstance(line, Text) and line.text == visit.INVOICE_CODE]
    assert code.large


@pytest.mark.parametrize("qr", ["", "发票", "a\x1b@", "x" * (LONGEST_QR + 1)])
def test_f30_a_code_that_can_not_be_drawn_is_still_printed_as_text(qr: str) -> None:
    lines = invoice_block(visit.INVOICE_CODE, qr, CHINESE)
    assert not any(isinstance(line, QrCode) for line in lines)
    assert visit.INVOICE_CODE in said(lines)


# Texts of the centre


@given(some.text(max_size=300))
def test_s8_a_plain_text_has_all_that_can_be_seen_and_nothing_else(text: str) -> None:
    made = plain(text)
    assert not {unicodedata.category(character) for character in made} & NEVER
    assert seen(made) == seen(text)


def seen(text: str) -> list[str]:
    return [one for one in text if unicodedata.category(one) not in NEVER and not one.isspace()]


HOSTILE = some.text(max_size=60).map(lambda text: f"{text}\x1b@\n\x1dV\x00\u202e\u2028\x9b")


@given(HOSTILE, some.sampled_from(Language))
def test_s8_no_text_of_the_centre_brings_a_command_to_paper(text: str, language: Language) -> None:
    name = Named(text, text)
    sheet, page = visit.bill(), visit.details(2, 2)
    bill = msgspec.structs.replace(
        sheet.bill,
        adjustments=tuple(msgspec.structs.replace(line, name=name) for line in sheet.bill.adjustments),
        plan=msgspec.structs.replace(sheet.bill.plan, name=name),
    )
    records = tuple(
        msgspec.structs.replace(record, name=name, counterpart=text, place=text, started_at=text) for record in page.items
    )
    whose = Whose("138****5678", text)
    parts = (
        bill_part(msgspec.structs.replace(sheet, bill=bill), whose, visit.CATALOGUE, language),
        details_part(msgspec.structs.replace(page, items=records), whose, visit.CATALOGUE, language, most=9),
        receipt_part(replace(visit.SLIP, masked_name=text), visit.POLICY, language, invoice_block(text, text, language)),
    )
    on_paper = said(merged(visit.frame(language), *parts).lines)
    assert not {unicodedata.category(character) for line in on_paper for character in line} & NEVER
    assert sum(plain(text) in line for line in on_paper) >= len(bill.adjustments) + 2 * len(records) + 2


def test_words_have_the_same_places_in_both_languages() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key in sorted(paper_texts.keys()):
        chinese, english = paper_texts._TEXTS[key]
        assert places(chinese) == places(english), key
        assert chinese.strip() and english.strip() and english.isascii(), key
