"""The simulator's parser: lengths of commands, text in both modes, and noise."""

import pytest
from hypothesis import given, strategies as st

from devices.simulators.escpos_parser import TEXT, UNKNOWN, Parser, Token


def parse(data: bytes, *, chinese: bool = True, from_next_line: bool = False) -> list[Token]:
    parser = Parser(chinese_at_start=chinese, chinese_from_next_line=from_next_line)
    return [token for token in map(parser.push, data) if token is not None]


@pytest.mark.parametrize(
    ("hexadecimal", "name"),
    [
        ("1B 40", "ESC @"),
        ("1B 21 30", "ESC !"),
        ("1B 61 01", "ESC a"),
        ("1B 63 33 00", "ESC c"),
        ("1B 70 00 19 FA", "ESC p"),
        ("1B 44 08 10 18 00", "ESC D"),
        ("1B 2A 21 02 00 01 02 03 04 05 06", "ESC *"),
        ("1B 2A 00 03 00 01 02 03", "ESC *"),
        ("1B 26 03 41 42 01 AA BB CC 02 01 02 03 04 05 06", "ESC &"),
        ("1C 26", "FS &"),
        ("1C 2E", "FS ."),
        ("1C 53 00 00", "FS S"),
        ("1D 61 0E", "GS a"),
        ("1D 49 41", "GS I"),
        ("1D 56 00", "GS V"),
        ("1D 56 42 00", "GS V"),
        ("1D 65 03 01", "GS e"),
        ("1D 65 05", "GS e"),
        ("1D E0 01", "GS E0"),
        ("1D E1", "GS E1"),
        ("1D 6B 04 31 32 33 00", "GS k"),
        ("1D 6B 49 03 7B 42 41", "GS k"),
        ("1D 76 30 00 02 00 02 00 FF 00 FF 00", "GS v"),
        ("1D 28 48 06 00 30 30 41 30 30 31", "GS ("),
        ("1D 28 48 03 00 31 30 02", "GS ("),
        ("1D 38 4C 02 00 00 00 30 32", "GS 8"),
        ("10 04 01", "DLE EOT"),
        ("10 05 02", "DLE ENQ"),
        ("10 14 08 01 03 14 01 06 02 08", "DLE DC4"),
    ],
)
def test_a_command_ends_where_its_length_says(hexadecimal: str, name: str) -> None:
    data = bytes.fromhex(hexadecimal)
    tokens = parse(data + b"AB")
    assert [token.name for token in tokens] == [name, TEXT, TEXT]
    assert tokens[0].data == data[2:]


def test_graphics_of_911_rows_overflow_their_length_and_print_the_rest() -> None:
    """Section 2: 910 rows at 576 dots fit the 16-bit field, for 911 it says 66 and what follows is text."""
    fitting = bytes.fromhex("1D 28 4C FA FF 30 70 30 01 01 31 40 02 8E 03") + bytes(72 * 910)
    assert [token.name for token in parse(fitting)] == ["GS ("]
    overflowing = bytes.fromhex("1D 28 4C 42 00 30 70 30 01 01 31 40 02 8F 03") + b"A" * (72 * 911)
    tokens = parse(overflowing)
    assert [token.name for token in tokens[:2]] == ["GS (", TEXT]
    assert len(tokens) == 1 + 72 * 911 - 56


def test_half_a_raster_swallows_what_follows_until_it_is_full() -> None:
    parser = Parser(chinese_at_start=True)
    for byte in bytes.fromhex("1D 76 30 00 48 00 18 00") + bytes(100):
        assert parser.push(byte) is None
    assert (parser.inside, parser.missing) == (True, 72 * 24 - 100)
    later = [parser.push(byte) for byte in b"\x1b@" + bytes(72 * 24 - 102)]
    assert [token.name for token in later if token] == ["GS v"]
    assert parser.push(0x1B) is None
    assert parser.push(0x40) == Token("ESC @")


def test_a_chinese_lead_byte_eats_the_next_whatever_it_is() -> None:
    assert parse(b"\x82\x0a") == [Token(TEXT, b"\x82\x0a")]
    assert parse(b"\x82\x1b@") == [Token(TEXT, b"\x82\x1b"), Token(TEXT, b"@")]
    assert parse("中".encode("gbk") + b"\n") == [Token(TEXT, b"\xd6\xd0"), Token("LF")]


def test_chinese_mode_is_switched_and_comes_back_with_initialise() -> None:
    off = parse(b"\x1c.\x82a\x1b@\x82a")
    assert [token.data for token in off if token.name == TEXT] == [b"\x82", b"a", b"\x82a"]
    western = parse(b"\x82a\x1c&\x82a\x1b@\x82a", chinese=False)
    assert [token.data for token in western if token.name == TEXT] == [b"\x82", b"a", b"\x82a", b"\x82", b"a"]


def test_an_old_printer_takes_chinese_mode_from_the_next_line() -> None:
    tokens = parse(b"\x1c&\x82a\n\x82a", chinese=False, from_next_line=True)
    assert [token.data for token in tokens if token.name == TEXT] == [b"\x82", b"a", b"\x82a"]


def test_unknown_commands_are_told_and_their_parameters_print() -> None:
    assert parse(b"\x1b\x01A\x1f") == [Token(UNKNOWN, b"\x1b\x01"), Token(TEXT, b"A"), Token(UNKNOWN, b"\x1f")]
    assert parse(b"\x00\x00A") == [Token(TEXT, b"A")]


@given(st.binary(max_size=400), st.booleans(), st.booleans())
def test_noise_never_breaks_it_and_nuls_always_free_it(data: bytes, chinese: bool, late: bool) -> None:
    parser = Parser(chinese_at_start=chinese, chinese_from_next_line=late)
    for byte in data:
        parser.push(byte)
    parser.reset()
    assert not parser.inside
    assert [parser.push(byte) for byte in b"\x1b@"] == [None, Token("ESC @")]


@given(st.lists(st.sampled_from([b"\x1b@", b"\x1c&", b"\x1da\x0e", b"A", b"\xd6\xd0", b"\n", b"\x1dVB\x00"]), max_size=40))
def test_whole_commands_come_out_one_by_one_and_nothing_is_lost(parts: list[bytes]) -> None:
    tokens = parse(b"".join(parts))
    assert len(tokens) == len(parts)
    assert all(token.data in part for token, part in zip(tokens, parts, strict=True))
