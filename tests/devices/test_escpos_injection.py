"""Nothing that the centre or a customer names may command the printer (trust.md S8): arbitrary text goes through the
driver's compiler into the printer simulator, which reads bytes as a printer does and shares no code with it. On the paper
is the visible text and nothing else; and the printer was given no command but the driver's own."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings, strategies as st

from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, PaperFormat, compile_document
from devices.escpos_library import byte_maker, private_directory
from devices.simulators.escpos_parser import TEXT, Parser, Token
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text
from tests.devices.simulators.escpos_host import Host

ATTACKS = (
    "\x1b@\x1dV\x00",
    "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
    "\x10\x05\x02",
    "中\x1b",  # a lead byte must not eat what follows, nor be eaten
    "\x1c.\x80\x81\x82",
    "\x1d(H\x06\x0000OLD1",
    "a\u202eb\u2066c\u200f\u061c",
    "\x00\x9b31m\x7f\x8d\x85",
    "\ud800\udfff\U0010ffff",
    "\u2028\u2029\r\n\x0b\x0c",
    "€£䶮龦㛃𠮷é¥",
    "\x11\x13",
)
PIECES = st.one_of(
    st.sampled_from(ATTACKS),
    st.characters(max_codepoint=0x9F).map(str),
    st.characters().map(str),
    st.sampled_from("中国移动元，。（）1a ."),
)
ANY_TEXT = st.lists(PIECES, max_size=30).map("".join)
COMMANDS = {"ESC @", "FS &", "FS S", "ESC a", "ESC E", "GS !", "FS W", "LF", "GS V"}
DRAWN = "ESC *"


@dataclass(frozen=True)
class Modes:
    align: Align
    bold: bool
    large: bool


def nothing(_char: str) -> None:
    return None


def a_box(_char: str) -> bytes:
    return b"\xff" * 72


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = private_directory(tmp_path_factory.mktemp("escpos") / "cache")
    byte_maker(PAPER_80_MM.profile, made)
    return made


@lru_cache(maxsize=4096)
def visible(char: str) -> str:
    """What a reader must find for one character of the data, without the driver: nothing, itself, ``￥`` or ``?``."""
    if char == "\u00a0":
        return ""  # spaces are left out: lines break at them
    if char == "¥":
        return "￥"
    if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} or char == " ":
        return ""
    try:
        return char if len(char.encode("gbk")) <= 2 and char.encode("gbk") != b"\x80" else "?"
    except UnicodeEncodeError:
        return "?"


def reader(texts: Iterable[str]) -> str:
    return "".join(visible(char) for text in texts for char in unicodedata.normalize("NFC", text))


def tokens(data: bytes) -> list[Token]:
    parser = Parser(chinese_at_start=True)
    found = [token for byte in data if (token := parser.push(byte)) is not None]
    assert not parser.inside, "the printer waits for more of a command"
    return found


def printed(found: list[Token]) -> str:
    return "".join(token.data.decode("gbk") for token in found if token.name == TEXT).replace(" ", "")


@settings(max_examples=150)
@given(
    ANY_TEXT,
    st.builds(Modes, st.sampled_from(Align), st.booleans(), st.booleans()),
    st.sampled_from((PAPER_80_MM, PAPER_58_MM)),
)
@example("".join(ATTACKS), Modes(Align.LEFT, bold=False, large=True), PAPER_58_MM)
def test_s8_a_text_is_its_visible_characters_and_no_command(
    cache: Path, text: str, modes: Modes, paper: PaperFormat
) -> None:
    document = Document((Text(text, modes.align, modes.bold, modes.large), Text("end")))
    found = tokens(b"".join(compile_document(document, paper, cache, nothing).pieces))
    assert {token.name for token in found} <= COMMANDS | {TEXT}
    assert printed(found) == reader([text]) + "end"
    assert [token.name for token in found].count("GS V") == 1 and found[-1] == Token("GS V", b"\x42\x00")
    assert [token.name for token in found].count("ESC @") == 1 and found[0].name == "ESC @"


@settings(max_examples=100)
@given(ANY_TEXT, ANY_TEXT, st.sampled_from((PAPER_80_MM, PAPER_58_MM)))
@example("".join(ATTACKS), "".join(ATTACKS), PAPER_80_MM)
def test_s8_a_pair_is_its_visible_characters_and_no_command(
    cache: Path, label: str, value: str, paper: PaperFormat
) -> None:
    found = tokens(b"".join(compile_document(Document((Pair(label, value),)), paper, cache, nothing).pieces))
    assert {token.name for token in found} <= COMMANDS | {TEXT}
    assert sorted(printed(found)) == sorted(reader([label, value]))


@settings(max_examples=60)
@given(ANY_TEXT)
@example("".join(ATTACKS))
def test_s8_drawn_characters_are_pictures_of_their_own_and_nothing_more(cache: Path, text: str) -> None:
    found = tokens(b"".join(compile_document(Document((Text(text),)), PAPER_80_MM, cache, a_box).pieces))
    assert {token.name for token in found} <= COMMANDS | {TEXT, DRAWN}
    pictures = [token for token in found if token.name == DRAWN]
    wanted = reader([text])
    lacking = sum(visible(char) == "?" != char for char in unicodedata.normalize("NFC", text))
    assert len(pictures) == lacking and all(token.data == b"\x21\x18\x00" + b"\xff" * 72 for token in pictures)
    assert len(printed(found)) == len(wanted) - lacking


@settings(max_examples=80)
@given(st.text(max_size=30))
@example("\x1b@")
@example("https://e.cn/\x1dV\x00")
def test_s8_a_qr_code_is_refused_or_holds_exactly_its_content(cache: Path, content: str) -> None:
    document = Document((QrCode(content),))
    if not content or not all(0x20 <= ord(char) <= 0x7E for char in content):
        with pytest.raises(ValueError, match="QR code"):
            compile_document(document, PAPER_80_MM, cache)
        return
    found = tokens(b"".join(compile_document(document, PAPER_80_MM, cache).pieces))
    assert {token.name for token in found} <= COMMANDS | {"GS ("}
    stored = [token.data[6:] for token in found if token.name == "GS (" and token.data[3:6] == b"1P0"]
    assert stored == [content.encode("ascii")]


@pytest.mark.parametrize("paper", [PAPER_80_MM, PAPER_58_MM], ids=["80mm", "58mm"])
def test_s8_the_attacks_on_paper(cache: Path, paper: PaperFormat) -> None:
    """Through the whole simulator: one piece, no command that it does not know, no answer to one hidden in the text."""
    host = Host(flow="none", width=80 if paper is PAPER_80_MM else 58)
    texts = tuple(Text(attack) for attack in ATTACKS)
    lines: tuple[Text | Pair | Rule, ...] = (Text("begin"), Rule(), *texts, Pair(ATTACKS[0], ATTACKS[1]), Text("end"))
    host.send(b"".join(compile_document(Document(lines), paper, cache, nothing).pieces))
    host.settle()
    state = host.state()
    assert host.read() == b"", "nothing was asked, recovered or cleared"
    (paper_text,) = host.texts()
    for finding in ("unknown_commands", "unsupported_commands", "overwide_lines"):
        assert state[finding] == [], finding
    text = paper_text.replace(" ", "").replace("\n", "")
    wanted = "begin" + "-" * paper.columns + reader([*ATTACKS, ATTACKS[0], ATTACKS[1]]) + "end"
    assert text == wanted.replace(" ", "")
