"""What is on the paper: decoded text equals what was sent, and ink is where it belongs."""

from pathlib import Path

import pytest
import qrcode
from hypothesis import given, settings, strategies as st
from PIL import Image

from devices.simulators.escpos_font import INK, Glyphs
from devices.simulators.escpos_interpreter import Cut, Interpreter
from devices.simulators.escpos_line import Band, Findings
from devices.simulators.escpos_options import PrinterOptions
from devices.simulators.escpos_parser import Parser
from tests.devices.simulators.escpos_host import INIT, Host, gbk

GLYPHS = Glyphs()


def typeset(data: bytes, **options: object) -> tuple[list[Band], Findings]:
    """The bands that bytes become, without any mechanism."""
    kind = PrinterOptions(**options)  # type: ignore[arg-type]  # names and values as in the tests below
    findings = Findings()
    interpreter = Interpreter(kind, GLYPHS, findings)
    parser = Parser(chinese_at_start=True)
    for byte in data:
        token = parser.push(byte)
        if token is not None:
            interpreter.execute(token)
    return [motion for motion in interpreter.motions if not isinstance(motion, Cut)], findings


def ink_box(band: Band) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is black."""
    assert band.image is not None
    box = band.image.point(lambda level: 255 if level == INK else 0).getbbox()
    assert box is not None
    return box


def black(image: Image.Image) -> list[int]:
    return [index for index, level in enumerate(image.tobytes()) if level == INK]


CHARACTERS = st.sampled_from("ABC xyz019-：（），￥中国移动营业厅收据元补打重印“”·×—…")


@settings(max_examples=60, deadline=None)
@given(st.text(CHARACTERS, min_size=1, max_size=24))
def test_text_comes_out_as_it_was_sent(text: str) -> None:
    bands, findings = typeset(gbk(text) + b"\n")
    assert [band.text for band in bands] == [text.rstrip()]
    assert not findings.missing_glyphs
    assert bands[0].rows == 30


def test_a_chinese_character_is_two_cells() -> None:
    bands, findings = typeset(gbk("中" * 24 + "\n" + "A" * 48 + "\n" + "中" * 24 + "A" + "\n" + "A" + "中" * 24 + "\n"))
    assert [band.text for band in bands] == ["中" * 24, "A" * 48, "中" * 24, "A", "A" + "中" * 23, "中"]
    assert list(findings.overwide_lines) == ["中" * 24, "A" + "中" * 23]
    narrow, _ = typeset(gbk("中" * 17) + b"\n", width=58)
    assert [band.text for band in narrow] == ["中" * 16, "中"]


@pytest.mark.parametrize(
    ("commands", "text", "left", "right"),
    [
        (b"\x1ba\x00", "AB", 0, 24),
        (b"\x1ba\x01", "AB", 276, 300),
        (b"\x1ba\x02", "AB", 552, 576),
        (b"\x1ba\x02", "中", 552, 576),
        (b"\x1d!\x11", "AB", 0, 48),
        (b"\x1d!\x11", "中", 0, 48),
        (b"\x1cW\x01", "中", 0, 48),
        (b"\x1c!\x04", "中", 0, 48),
        (b"\x1b!\x20", "AB", 0, 48),
        (b"\x1bM\x01", "AB", 0, 18),
        (b"\x1dL\x30\x00", "AB", 48, 72),
    ],
)
def test_ink_is_where_the_modes_put_it(commands: bytes, text: str, left: int, right: int) -> None:
    bands, _ = typeset(commands + gbk(text) + b"\n")
    box = ink_box(bands[0])
    assert left <= box[0] < left + 10
    assert right - 10 < box[2] <= right


def test_double_height_makes_the_line_higher_and_font_sizes_are_real() -> None:
    plain, tall = typeset(gbk("中A") + b"\n")[0][0], typeset(b"\x1d!\x01" + gbk("中A") + b"\n")[0][0]
    assert (plain.rows, tall.rows) == (30, 48)
    assert ink_box(tall)[3] - ink_box(tall)[1] == 2 * (ink_box(plain)[3] - ink_box(plain)[1])


def test_bold_puts_more_ink_down() -> None:
    plain, bold = typeset(gbk("中国") + b"\n")[0][0], typeset(b"\x1bE\x01" + gbk("中国") + b"\n")[0][0]
    assert plain.image is not None
    assert bold.image is not None
    assert len(black(bold.image)) > 1.2 * len(black(plain.image))


def test_initialise_sets_modes_back() -> None:
    bands, _ = typeset(b"\x1ba\x02\x1d!\x11\x1bE\x01" + INIT + b"AB\n")
    assert bands[0] == typeset(b"AB\n")[0][0]


def test_four_byte_codes_are_junk_with_digits_between() -> None:
    """Section 9.2: ¥ in GB18030 is 81 30 84 36 and prints junk with "0 6"."""
    bands, findings = typeset("¥100元".encode("gb18030") + b"\n")
    assert bands[0].text == "\ufffd0\ufffd6100元"
    assert list(findings.missing_glyphs) == ["81 30", "84 36"]


def test_a_lead_byte_that_eats_the_line_end_joins_two_lines() -> None:
    bands, findings = typeset(b"caf\x82\nbar\n")
    assert [band.text for band in bands] == ["caf\ufffdbar"]
    assert list(findings.missing_glyphs) == ["82 0A"]


def test_code_pages_work_outside_chinese_mode() -> None:
    bands, _ = typeset(b"\x1c.\x1bt\x00caf\x82\x1bt\x10 \xa5\x1c&" + gbk("元") + b"\n")
    assert bands[0].text == "café ¥元"


def test_a_gb2312_printer_lacks_the_rest_of_gbk() -> None:
    bands, findings = typeset(gbk("元〇元") + b"\n", charset="gb2312")
    assert bands[0].text == "元\ufffd元"
    assert list(findings.missing_glyphs) == ["A9 96"]


def test_a_character_the_font_lacks_is_a_box_and_is_told() -> None:
    code = bytes.fromhex("AAA1")
    with pytest.raises(UnicodeDecodeError):
        code.decode("gbk")
    bands, findings = typeset(code + b"\n")
    assert list(findings.missing_glyphs) == ["AA A1"]
    left, _, right, _ = ink_box(bands[0])
    assert (left, right) == (1, 22)


def test_tabs_and_absolute_positions() -> None:
    bands, _ = typeset(b"A\tB\n\x1bD\x14\x00A\tB\nA\x1b$\x78\x00B\n")
    assert [band.text for band in bands] == ["A       B", "A" + " " * 19 + "B", "A" + " " * 9 + "B"]


@given(st.integers(1, 9), st.integers(1, 40), st.data())
def test_a_raster_is_printed_dot_by_dot(row_bytes: int, rows: int, data: st.DataObject) -> None:
    bits = data.draw(st.binary(min_size=row_bytes * rows, max_size=row_bytes * rows))
    header = b"\x1dv0\x00" + row_bytes.to_bytes(2, "little") + rows.to_bytes(2, "little")
    (band,), _ = typeset(header + bits)
    assert (band.rows, band.text) == (rows, f"[picture {row_bytes * 8}x{rows}]")
    assert band.image is not None
    shown = band.image.crop((0, 0, row_bytes * 8, rows))
    wanted = Image.frombytes("1", shown.size, bits)
    assert [level == INK for level in shown.tobytes()] == [level == 255 for level in wanted.convert("L").tobytes()]


def test_graphics_are_stored_then_printed() -> None:
    dots = bytes.fromhex("F0 0F F0 0F")
    store = b"\x1d(L" + (10 + 4).to_bytes(2, "little") + b"0p0\x01\x011\x08\x00\x04\x00" + dots
    assert typeset(store)[0] == []
    (band,), findings = typeset(store + b"\x1d(L\x02\x0002")
    assert band.text == "[picture 8x4]"
    assert not findings.unsupported
    raster = typeset(b"\x1dv0\x00\x01\x00\x04\x00" + dots)[0][0]
    assert band == raster
    large = b"\x1d8L" + (10 + 4).to_bytes(4, "little") + store[5:]
    assert typeset(large + b"\x1d(L\x02\x0002")[0][0] == raster


def test_column_images() -> None:
    """ESC * in mode 33: each column is 3 bytes, most significant bit on top."""
    bands, _ = typeset(b"\x1b*!\x02\x00\x80\x00\x00\x00\x00\x01\n")
    assert bands[0].image is not None
    assert black(bands[0].image) == [0, 23 * 576 + 1]
    assert bands[0].text is None


def test_a_qr_code_is_the_symbol_itself() -> None:
    content = b"https://example.cn/r/K3-000123"
    store = b"\x1d(k" + (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    job = b"\x1ba\x01\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E1" + store + b"\x1d(k\x03\x001Q0"
    (band,), findings = typeset(job)
    assert not findings.unsupported
    assert band.text is not None
    assert band.text.strip() == f"[QR {content.decode()}]"
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    matrix = code.get_matrix()
    left = (576 - 4 * len(matrix)) // 2
    assert band.image is not None
    seen = [
        [band.image.getpixel((left + 4 * x + 2, 4 * y + 2)) == INK for x in range(len(matrix))] for y in range(len(matrix))
    ]
    assert seen == matrix


def test_what_cannot_be_done_is_noted() -> None:
    _, findings = typeset(b"\x1d(k\x03\x001Q0" + b"\x1dk\x04123\x00" + b"\x1f\x1bZ")
    assert [entry.split(" 31")[0] for entry in findings.unsupported] == ["GS ( k", "GS k 04"]
    assert list(findings.unknown) == ["1F", "1B 5A"]


def test_the_piece_is_a_text_file_and_a_picture(tmp_path: Path) -> None:
    host = Host(out=tmp_path)
    host.print_and_cut(b"\x1ba\x01\x1d!\x11", gbk("营业厅"), b"\n\x1ba\x00\x1d!\x00", gbk("金额 ￥100.00\n"))
    piece = host.printer.tray.pieces[1]
    assert piece.text == " " * 18 + "营业厅\n金额 ￥100.00"
    assert (tmp_path / "receipt-001.txt").read_text(encoding="utf-8") == piece.text + "\n"
    assert piece.png == str(tmp_path / "receipt-001.png")
    assert piece.mm == pytest.approx(12 + (48 + 30) / 8, abs=0.06), "blank paper between print line and blade comes first"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["receipt-001.png", "receipt-001.txt"]
    with Image.open(tmp_path / "receipt-001.png") as opened:
        picture = opened.convert("L")
    assert picture.width == 640 + 2 * 28
    head, body = 28 + 8 + 96, 28 + 32
    assert dark(picture, (28, 44, 668, head)) == 0, "the leading 12 mm are blank"
    assert dark(picture, (body + 216, head, body + 360, head + 48)) > 500, "the name is in the middle"
    assert dark(picture, (body, head, body + 216, head + 48)) == 0
    assert dark(picture, (body, head + 48, body + 168, head + 78)) > 200, "the amount begins at the left"
    assert dark(picture, (body + 180, head + 48, 668, head + 78)) == 0


def dark(picture: Image.Image, box: tuple[int, int, int, int]) -> int:
    """Dots of ink within a box."""
    return sum(level < 100 for level in picture.crop(box).tobytes())


def test_what_is_not_fed_past_the_blade_stays_on_the_next_piece() -> None:
    host = Host()
    host.send(INIT, b"first\n", b"\x1dV\x00")
    host.settle()
    assert host.state()["hanging_text"] == "first"
    assert host.print_and_cut(b"second\n") == "first\nsecond"


def test_jobs_counts_cut_pieces_with_something_on_them() -> None:
    host = Host()
    host.print_and_cut()
    assert host.state()["jobs"] == 0, "a blank piece is no job"
    host.print_and_cut(b"A\n")
    host.print_and_cut(b"B\n")
    assert host.state()["jobs"] == 2
    assert len(host.texts()) == 3
