"""The bytes of a document, in both widths."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from devices.escpos_dialogue import CHUNK
from devices.escpos_document import LONGEST_PIECE, PAPER_58_MM, PAPER_80_MM, PaperFormat, compile_document
from devices.escpos_job import chunks
from devices.escpos_library import private_directory
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text

INIT = bytes.fromhex("1B 40 1C 26 1C 53 00 00")
CUT = b"\n\n" + bytes.fromhex("1D 56 42 00")
PAPERS = pytest.mark.parametrize("paper", [PAPER_80_MM, PAPER_58_MM], ids=["80mm", "58mm"])


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return private_directory(tmp_path_factory.mktemp("escpos") / "cache")


def body(document: Document, paper: PaperFormat, cache: Path) -> bytes:
    data = b"".join(compile_document(document, paper, cache).pieces)
    assert data.startswith(INIT) and data.endswith(CUT)
    return data[len(INIT) : -len(CUT)]


@PAPERS
def test_plain_lines(paper: PaperFormat, cache: Path) -> None:
    document = Document((Text("缴费凭证 ok"), Rule(), Pair("金额", "¥5.00")))
    pad = " " * (paper.columns - 4 - 6)
    expected = f"缴费凭证 ok\n{'-' * paper.columns}\n金额{pad}￥5.00\n"
    assert body(document, paper, cache) == expected.encode("gbk")


@PAPERS
def test_modes_are_set_where_they_change_only(paper: PaperFormat, cache: Path) -> None:
    lines = (Text("大", Align.CENTRE, bold=True, large=True), Text("大", Align.CENTRE, bold=True, large=True), Text("r"))
    large_on, large_off = bytes.fromhex("1D 21 11 1C 57 01"), bytes.fromhex("1D 21 00 1C 57 00")
    expected = (
        bytes.fromhex("1B 61 01 1B 45 01")
        + large_on
        + "大\n大\n".encode("gbk")
        + bytes.fromhex("1B 61 00 1B 45 00")
        + large_off
        + b"r\n"
    )
    assert body(Document(lines), paper, cache) == expected


@PAPERS
def test_large_text_wraps_at_half_the_columns(paper: PaperFormat, cache: Path) -> None:
    characters = paper.columns // 4  # double width, two cells each
    data = body(Document((Text("中" * (characters + 1), large=True),)), paper, cache)
    assert ("中" * characters).encode("gbk") + b"\n" + "中".encode("gbk") + b"\n" in data


def test_qr_by_the_printer(cache: Path) -> None:
    data = body(Document((QrCode("https://e.cn/1"),)), PAPER_80_MM, cache)
    store = bytes.fromhex("1D 28 6B 11 00 31 50 30") + b"https://e.cn/1"
    assert data.startswith(bytes.fromhex("1B 61 01 0A 1D 28 6B 04 00 31 41 32 00"))
    assert store + bytes.fromhex("1D 28 6B 03 00 31 51 30") + b"\n" in data


def test_qr_as_short_stripes(cache: Path) -> None:
    pieces = compile_document(Document((QrCode("https://e.cn/1"),)), PAPER_58_MM, cache).pieces
    stripes = [piece for piece in pieces if piece.startswith(b"\x1d\x76\x30\x00")]
    rows = [int.from_bytes(stripe[6:8], "little") for stripe in stripes]
    assert all(
        len(stripe) == 8 + int.from_bytes(stripe[4:6], "little") * n for stripe, n in zip(stripes, rows, strict=True)
    )
    assert sum(rows) == 21 * 8 and max(rows) == 24  # version 1, 8 dots a module


@pytest.mark.parametrize("content", ["", "中", "a\x1b@", "x" * 214])
def test_qr_content_that_can_not_be(content: str, cache: Path) -> None:
    with pytest.raises(ValueError, match="QR code"):
        compile_document(Document((QrCode(content),)), PAPER_80_MM, cache)


LINES = st.one_of(
    st.builds(Text, st.text(max_size=40), st.sampled_from(Align), st.booleans(), st.booleans()),
    st.builds(Pair, st.text(max_size=30), st.text(max_size=30), st.booleans()),
    st.just(Rule()),
    st.builds(QrCode, st.text("abc123:/.", min_size=1, max_size=213)),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(LINES, max_size=6), st.sampled_from((PAPER_80_MM, PAPER_58_MM)))
def test_chunks_are_the_document(cache: Path, lines: list[Text | Pair | Rule | QrCode], paper: PaperFormat) -> None:
    compiled = compile_document(Document(tuple(lines)), paper, cache)
    sent = list(chunks(compiled.pieces))
    assert b"".join(chunk.data for chunk in sent) == b"".join(compiled.pieces)
    assert all(0 < len(chunk.data) <= CHUNK for chunk in sent)
    assert all(len(piece) <= LONGEST_PIECE for piece in compiled.pieces)
    boundaries = {0}
    for piece in compiled.pieces:
        boundaries.add(max(boundaries) + len(piece))
    position = 0
    for chunk in sent:
        position += len(chunk.data)
        assert (chunk.left == 0) == (position in boundaries)
        assert position + chunk.left in boundaries


def test_p12_a_bill_is_little_more_than_its_text(cache: Path) -> None:
    items = [Pair(f"套餐外语音通话费 {n:02}", f"¥{n}.{n:02}") for n in range(50)]
    head: tuple[Text | Rule, ...] = (
        Text("中国电信客户账单", Align.CENTRE, bold=True, large=True),
        Text("2026年10月", Align.CENTRE),
        Rule(),
    )
    tail: tuple[Text | Pair | Rule, ...] = (Rule(), Pair("合计", "¥1225.00", bold=True), Text("谢谢惠顾", Align.CENTRE))
    document = Document((*head, *items, *tail))
    text = sum(len(line.text.encode("gbk")) + 1 for line in document.lines if isinstance(line, Text))
    text += sum(PAPER_80_MM.columns + 1 for line in document.lines if not isinstance(line, Text))
    assert compile_document(document, PAPER_80_MM, cache).size <= 1.15 * text


def test_a_directory_that_others_can_write_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(PermissionError, match="chmod 700"):
        private_directory(tmp_path)
