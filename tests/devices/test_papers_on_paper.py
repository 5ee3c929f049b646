"""Printed answers as bytes, decoded again by the simulated printer, which shares no code with driver and core: what is on
the paper is the document, whole and in order, at 58 and 80 mm."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings, strategies as some
from PIL import Image

from devices.escpos_dialogue import Timings
from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, PaperFormat, compile_document
from devices.escpos_library import private_directory
from devices.simulators.escpos_font import INK, Glyphs
from devices.simulators.escpos_interpreter import Cut, Interpreter
from devices.simulators.escpos_line import Findings
from devices.simulators.escpos_options import PrinterOptions
from devices.simulators.escpos_parser import Parser
from kiosk.paper import Align, Document, Pair, PrintOutcome, Rule, Text
from kiosk.papers.receipt_copy import receipt_copy
from kiosk.papers.receipts import invoice_block, receipt_part
from kiosk.papers.slip import Part, Whose, copy_of, merged
from kiosk.visit_types import Language
from tests.devices.escpos_simulated import Simulated
from tests.kiosk import papers_of_a_visit as visit

GLYPHS = Glyphs()
Width = Literal[58, 80]
WIDTHS: dict[Width, PaperFormat] = {58: PAPER_58_MM, 80: PAPER_80_MM}
NAMES = [*visit.parts(Language.CHINESE), "visit", "copy", "receipt_copy", "receipt_copy_exchanged"]


@dataclass(frozen=True)
class Printed:
    """What the printer made of bytes: its lines of text, their pictures, and what it found wrong."""

    lines: tuple[str, ...]
    pictures: tuple[Image.Image | None, ...]
    findings: Findings


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return private_directory(tmp_path_factory.mktemp("escpos") / "cache")


def printed(document: Document, width: Width, cache: Path) -> Printed:
    findings = Findings()
    interpreter = Interpreter(PrinterOptions(width=width), GLYPHS, findings)
    parser = Parser(chinese_at_start=True)
    for byte in b"".join(compile_document(document, WIDTHS[width], cache).pieces):
        token = parser.push(byte)
        if token is not None:
            interpreter.execute(token)
    bands = [motion for motion in interpreter.motions if not isinstance(motion, Cut)]
    with_text = [band for band in bands if band.text is not None]
    return Printed(tuple(band.text or "" for band in with_text), tuple(band.image for band in with_text), findings)


def slip(name: str, language: Language) -> Document:
    parts, frame = visit.parts(language), visit.frame(language)
    if name == "visit":
        return merged(frame, *parts.values())
    if name.startswith("receipt_copy"):
        return receipt_copy(visit.copy(3, invoice=name == "receipt_copy"), frame)
    if name == "copy":
        return copy_of(merged(frame, parts["balance"]), 2, language)
    return merged(frame, parts[name])


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def expected(document: Document, paper: PaperFormat) -> str:
    """All that can be seen of a document, in order, without spaces; pictures of QR codes are looked at elsewhere."""
    words: list[str] = []
    for line in document.lines:
        match line:
            case Text():
                words.append(line.text)
            case Pair():
                words.append(line.label + line.value)
            case Rule():
                words.append("-" * paper.columns)
    return squeezed("".join(words))


def text_only(made: Printed) -> list[str]:
    return [line for line in made.lines if not line.strip().startswith("[")]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("name", NAMES)
def test_f29_what_is_on_the_paper_is_the_document(name: str, width: Width, language: Language, cache: Path) -> None:
    document, paper = slip(name, language), WIDTHS[width]
    made = printed(document, width, cache)
    assert squeezed("".join(text_only(made))) == expected(document, paper)
    assert all(cells(line) <= paper.columns for line in made.lines)
    for found in (
        made.findings.unknown,
        made.findings.unsupported,
        made.findings.missing_glyphs,
        made.findings.overwide_lines,
    ):
        assert not found


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("name", NAMES)
def test_f27_every_figure_stands_at_the_right_margin_and_no_label_lies_over_it(
    name: str, width: Width, language: Language, cache: Path
) -> None:
    document, paper = slip(name, language), WIDTHS[width]
    lines = iter(text_only(printed(document, width, cache)))
    pairs = [line for line in document.lines if isinstance(line, Pair)]
    for pair in pairs:
        value = pair.value
        line = next(line for line in lines if line.endswith(value) and cells(line) == paper.columns)
        assert line[: -len(value)].endswith(" "), line
        if cells(pair.label) + cells(value) < paper.columns:
            assert line == pair.label + " " * (paper.columns - cells(pair.label) - cells(value)) + value


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", list(WIDTHS))
def test_x32_no_piece_of_a_copy_can_be_taken_for_an_original(width: Width, language: Language, cache: Path) -> None:
    """As bytes, decoded again: its mark stands at the head, beside the amount and at the foot, its title is another one,
    and it has neither the check code that vouches for the first nor a number that is not masked."""
    made = printed(slip("receipt_copy", language), width, cache)
    lines = [line.strip() for line in made.lines if line.strip()]
    mark = {Language.CHINESE: "补打 · 副本 3", Language.ENGLISH: "COPY 3 - PRINTED AGAIN"}[language]
    places = [place for place, line in enumerate(lines) if line == mark]
    amount = next(place for place, line in enumerate(lines) if line.endswith("150.00") and "￥" in line)
    assert (places[0], places[-1], len(places)) == (0, len(lines) - 1, 3)
    assert places[1] == amount + 1
    first = [line.strip() for line in printed(slip("receipt", language), width, cache).lines]
    title = {Language.CHINESE: "缴费凭证", Language.ENGLISH: "PAYMENT RECEIPT"}[language]
    assert title in first
    assert title not in lines
    whole = "".join(lines)
    assert visit.SLIP.check_code not in whole
    assert visit.SLIP.check_code in "".join(first)
    assert visit.RECEIPT_NUMBER in whole
    assert "138****5678" in whole.replace(" ", "")


@pytest.mark.parametrize("width", list(WIDTHS))
def test_f30_the_code_for_the_invoice_is_drawn_in_the_middle(width: Width, cache: Path) -> None:
    document = Document(invoice_block(visit.INVOICE_CODE, visit.INVOICE_QR, Language.CHINESE))
    made = printed(document, width, cache)
    assert visit.INVOICE_CODE in [line.strip() for line in made.lines]
    pictures = [image for line, image in zip(made.lines, made.pictures, strict=True) if line.strip().startswith("[")]
    assert pictures
    for image in pictures:
        assert image is not None
        box = image.point(lambda level: 255 if level == INK else 0).getbbox()
        assert box is not None
        assert abs(box[0] - (image.width - box[2])) <= 8 + image.width // 100


SEEN = some.text(some.sampled_from("中文账单费abcXYZ019 .,-，。（）￥%"), max_size=120)


@settings(max_examples=40)
@given(SEEN, SEEN, some.sampled_from(list(WIDTHS)), some.sampled_from(Language))
def test_s8_a_text_of_any_length_wraps_without_loss(
    cache: Path, name: str, value: str, width: Width, language: Language
) -> None:
    part = Part(
        Text("T", Align.CENTRE, bold=True, large=True),
        Whose("138****5678", name),
        (Text(name), Pair(name, value), Text(value)),
    )
    document = merged(visit.frame(language), part)
    made = printed(document, width, cache)
    assert squeezed("".join(text_only(made))) == expected(document, WIDTHS[width])
    assert all(cells(line) <= WIDTHS[width].columns for line in made.lines)


@settings(max_examples=40)
@given(some.text(max_size=60), some.sampled_from(list(WIDTHS)))
def test_s8_a_hostile_name_is_text_and_never_a_command(cache: Path, text: str, width: Width) -> None:
    """Only the modes and the cut of the same slip with a harmless name are carried out, only lines differ."""

    def made_of(name: str) -> Printed:
        mine = replace(visit.SLIP, masked_name=name)
        return printed(
            merged(visit.frame(Language.CHINESE), receipt_part(mine, visit.POLICY, Language.CHINESE)), width, cache
        )

    hostile = made_of(f"{text}\x1b@\x1dV\x00\x10\x14\x01\n\x1bp\x00")
    harmless = made_of("张")
    assert not hostile.findings.unknown and not hostile.findings.unsupported
    assert hostile.lines[:4] == harmless.lines[:4]
    after = harmless.lines.index("-" * WIDTHS[width].columns, 6)
    assert hostile.lines[-len(harmless.lines) + after :] == harmless.lines[after:]


@pytest.fixture
def desk(tmp_path: Path, cache: Path) -> Iterator[Simulated]:
    made = Simulated(tmp_path, cache)
    yield made
    made.close()


@pytest.mark.parametrize("width", list(WIDTHS))
def test_f29_the_slip_of_a_visit_through_driver_and_wire(desk: Simulated, width: Width, cache: Path) -> None:
    desk.ask("options", width=width, speed_mm_s=600.0)
    desk.paper = WIDTHS[width]
    desk.timings = Timings(reply_s=5.0, patience_s=10.0)  # a long slip holds the flow while the printer prints
    desk.ready()
    document = slip("visit", Language.CHINESE)
    desk.print("j1", document)
    assert desk.result() == (PrintOutcome.PRINTED, "")
    (paper,) = desk.papers()
    decoded = [line.rstrip() for line in paper.split("\n")]
    assert decoded == [line.rstrip() for line in "\n".join(printed(document, width, cache).lines).strip("\n").split("\n")]
    with Image.open(desk.ask("state")["pieces"][0]["png"]) as picture:
        assert picture.height > 2000
