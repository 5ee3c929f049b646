"""Where the printer's characters come from, and what it says when there are none."""

import sys
from pathlib import Path

import pytest

from devices.simulators import escpos_font
from devices.simulators.device import SetupError

REAL = escpos_font.find_font()[0]


def test_no_font_is_said_in_one_sentence_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos_font, "_COLLECTIONS", ())
    monkeypatch.setattr(escpos_font, "_FALLBACK_PACKAGE", "no_such_package_here")
    with pytest.raises(SetupError, match="sudo apt-get install fonts-noto-cjk"):
        escpos_font.find_font()


def test_the_package_is_the_fallback_and_its_wide_letters_are_squeezed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first font of the collection has proportional Latin letters, like the package's."""
    package = tmp_path / "a_font_package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "font.ttc").symlink_to(REAL)
    monkeypatch.setattr(escpos_font, "_COLLECTIONS", ())
    monkeypatch.setattr(escpos_font, "_FALLBACK_PACKAGE", package.name)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert escpos_font.find_font() == (package / "font.ttc", 0)
    wide = escpos_font.Glyphs().draw("W", (12, 24), 1)
    assert wide.size == (12, 24)
    columns = [any(wide.getpixel((x, y)) == escpos_font.INK for y in range(24)) for x in range(12)]
    assert sum(columns) >= 9, "it fills its cell"
    assert not columns[0] or not columns[11], "and is not cut off at both sides"


def test_cells_do_not_touch_and_every_printable_ascii_character_is_there() -> None:
    glyphs = escpos_font.Glyphs()
    for code in range(0x21, 0x7F):
        character = chr(code)
        assert glyphs.has(character)
        assert glyphs.draw(character, (12, 24), 1).getextrema()[0] == escpos_font.INK, character


def test_a_character_outside_the_font_is_known_to_be_missing() -> None:
    glyphs = escpos_font.Glyphs()
    assert not glyphs.has("\ue000")
    assert glyphs.has("中")
    assert glyphs.has("\u3000"), "a blank is not a missing glyph"
