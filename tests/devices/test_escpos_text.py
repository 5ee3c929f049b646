"""Text for the printer's own font: nothing from data commands the printer, widths are the printer's."""

import pytest
from hypothesis import given, strategies as st

from devices.escpos_glyphs import draw, without_real_time_commands
from devices.escpos_text import ChineseArea, Line, clean, encoded, glyphs, pair_lines, width, wrap

ANY_TEXT = st.text(max_size=60)
MIXED = st.text(st.sampled_from("ab 1.中国移动，。（）元￥·—"), max_size=80)


def draws_nothing(_char: str) -> None:
    return None


def draws_box(_char: str) -> bytes:
    return b"\xff" * 72


def plain(text: str) -> Line:
    return glyphs(text, draws_nothing)


def text_of(line: Line) -> str:
    return "".join(glyph.char for glyph in line)


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("中国移动", "D6D0 B9FA D2C6 B6AF"),
        ("：（），", "A3BA A3A8 A3A9 A3AC"),
        ("￥", "A3A4"),
        ("¥", "A3A4"),
        ("〇", "A996"),
        ("元", "D4AA"),
        ("补打", "B2B9 B4F2"),
        ("—·", "A1AA A1A4"),
        ("¥100元", "A3A4 313030 D4AA"),
        ("€£䶮龦㛃𠮷", "3F 3F 3F 3F 3F 3F"),
        ("中\x1b@\x1dV\x00", "D6D0 40 56"),
        ("a\nb\tc\x7f\x85d\u200b\u202ee", "61 62 63 64 65"),
        ("中\ud800", "D6D0 3F"),
    ],
)
def test_bytes_of_the_specification(text: str, sent: str) -> None:
    assert b"".join(glyph.data for glyph in plain(text)) == bytes.fromhex(sent)


@given(ANY_TEXT)
def test_s8_no_control_byte_ever_comes_from_data(text: str) -> None:
    for glyph in plain(text):
        assert glyph.data[0] >= 0x20 and 0x7F not in glyph.data[:1]
        assert len(glyph.data) == 1 or (glyph.data[0] >= 0x81 and glyph.data[1] >= 0x40)


@given(ANY_TEXT)
def test_a_glyph_is_as_wide_as_its_bytes(text: str) -> None:
    assert width(plain(text)) == len(b"".join(glyph.data for glyph in plain(text)))


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(MIXED, st.integers(2, 48))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, columns: int) -> None:
    lines = wrap(plain(text), columns)
    assert lines
    assert all(width(line) <= columns for line in lines)
    assert "".join(map(text_of, lines)).replace(" ", "") == clean(text).replace(" ", "")


@given(MIXED, MIXED, st.sampled_from((24, 32, 48)))
def test_pairs_fit_and_lose_nothing_but_spaces(label: str, value: str, columns: int) -> None:
    lines = pair_lines(plain(label), plain(value), columns)
    assert all(width(line) <= columns for line in lines)
    printed = sorted("".join(map(text_of, lines)).replace(" ", ""))
    assert printed == sorted(clean(label + value).replace(" ", ""))


def test_words_and_punctuation_stay_together() -> None:
    lines = [text_of(line) for line in wrap(plain("keep this slip 谢谢惠顾。再见"), 16)]
    assert lines == ["keep this slip", "谢谢惠顾。再见"]
    assert [text_of(line) for line in wrap(plain("中国电信，您好"), 8)] == ["中国电", "信，您好"]
    assert [text_of(line) for line in wrap(plain("abcdefghij"), 4)] == ["abcd", "efgh", "ij"]


def test_a_chinese_character_does_not_start_in_the_last_single_cell() -> None:
    assert [text_of(line) for line in wrap(plain("a中中"), 4)] == ["a中", "中"]


def test_a_pair_is_padded_by_cells() -> None:
    (line,) = pair_lines(plain("实收金额"), plain("¥100.00"), 32)
    assert text_of(line) == "实收金额" + " " * 16 + "￥100.00"
    assert width(line) == 32


def test_a_long_label_wraps_beside_its_amount() -> None:
    lines = [text_of(line) for line in pair_lines(plain("一二三四五六七八九十一二三"), plain("￥100.00"), 32)]
    assert lines == ["一二三四五六七八九十一", "二三" + " " * 20 + "￥100.00"]


def test_a_very_long_value_goes_below_its_label() -> None:
    lines = [text_of(line) for line in pair_lines(plain("地址"), plain("0123456789" * 4), 32)]
    assert lines == ["地址", "01234567890123456789012345678901", " " * 24 + "23456789"]


def test_a_gb2312_printer_gets_no_gbk_only_characters() -> None:
    assert encoded("镕", ChineseArea.GBK) is not None
    assert encoded("镕", ChineseArea.GB2312) is None
    assert encoded("中", ChineseArea.GB2312) == encoded("中", ChineseArea.GBK)


def test_what_the_font_lacks_is_drawn_within_the_line() -> None:
    (glyph,) = glyphs("㛃", draws_box)
    assert glyph.drawn and glyph.cells == 2
    assert glyph.data == bytes.fromhex("1B 2A 21 18 00") + b"\xff" * 72
    (large,) = glyphs("㛃", draws_box, large=True)
    assert large.data == bytes.fromhex("1B 2A 21 30 00") + b"\xff" * 144


def test_a_drawn_character_is_really_drawn() -> None:
    columns = draw("㛃")
    if columns is None:
        pytest.skip("no Chinese font on this computer")
    assert len(columns) == 72 and sum(byte.bit_count() for byte in columns) > 50
    assert columns != draw("𠮷")
    assert draw("\ud800") is None


@given(st.binary(max_size=72))
def test_pictures_never_hold_a_real_time_command(data: bytes) -> None:
    clean_data = without_real_time_commands(data)
    assert len(clean_data) == len(data)
    assert not any(bytes((0x10, second)) in clean_data for second in (0x04, 0x05, 0x14))
