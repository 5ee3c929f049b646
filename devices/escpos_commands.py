"""Bytes of the ESC/POS commands that we send ourselves (specs/escpos.md 4, 6, 9.1); python-escpos has none of them."""

from kiosk.paper import Align

# Real time: acted on at once, even when the printer is offline or its buffer is full.
CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")  # DLE DC4 8: drop receive and print buffer; answers 37 25 00
FULL_STATUS = b"\x10\x04\x14"  # DLE EOT 20, Custom only: 10 0F, then paper, user, recoverable, unrecoverable
RECOVER_AND_CLEAR = b"\x10\x05\x02"  # DLE ENQ 2: only while a recoverable error exists

# Queued: acted on when the buffer reaches them.
INITIALISE = b"\x1b\x40"  # ESC @: modes to their defaults, print buffer dropped; not the receive buffer
CHINESE_ON = b"\x1c\x26\x1c\x53\x00\x00"  # FS &, FS S 0 0: two-byte characters, no extra spacing
WATCH = b"\x1d\x61\x0e"  # GS a: report changes of online, error and paper by itself (ASB)
UNWATCH = b"\x1d\x61\x00"
ASK_PAPER = b"\x1d\x72\x01"  # GS r 1: one byte back when the interpreter reaches it
LINE_FEED = b"\n"
BOLD = {False: b"\x1b\x45\x00", True: b"\x1b\x45\x01"}  # ESC E
ALIGN = {Align.LEFT: b"\x1b\x61\x00", Align.CENTRE: b"\x1b\x61\x01", Align.RIGHT: b"\x1b\x61\x02"}  # ESC a
# GS ! sizes ASCII, FS W sizes Chinese; many Chinese units need both.
LARGE = {False: b"\x1d\x21\x00\x1c\x57\x00", True: b"\x1d\x21\x11\x1c\x57\x01"}

BLOCK_FIRMWARE, BLOCK_MAKER, BLOCK_MODEL, BLOCK_SERIAL, BLOCK_FONT = 65, 66, 67, 68, 69
RETRACT = b"\x1d\x65\x02"  # GS e 2, Custom only
NUL = b"\x00"


def real_time_status(number: int) -> bytes:
    """DLE EOT n: 1 printer, 2 why offline, 3 which error, 4 roll paper. Only ever send it between two commands."""
    return bytes((0x10, 0x04, number))


def present(steps: int) -> bytes:
    """GS e 3: a Custom presenter shows the slip; how far a step is depends on the model."""
    return bytes((0x1D, 0x65, 0x03, steps))


def identify(number: int) -> bytes:
    """GS I n, n = 65..69: answered by a block ``5F`` text ``00``."""
    return bytes((0x1D, 0x49, number))


def process_id(marker: bytes) -> bytes:
    """GS ( H function 48: the printer answers ``37 22`` marker ``00`` when everything before it is really printed.

    ``marker`` is four printable ASCII bytes; anything else is a ValueError.
    """
    if len(marker) != 4 or not all(0x20 <= byte <= 0x7E for byte in marker):
        raise ValueError(f"a process id is four printable ASCII characters, not {marker!r}")
    return b"\x1d\x28\x48\x06\x00\x30\x30" + marker


def dot_columns(columns: bytes) -> bytes:
    """ESC * 33: a picture of 24 dots height within the line; three bytes a column, the topmost dot is the highest bit."""
    return b"\x1b\x2a\x21" + (len(columns) // 3).to_bytes(2, "little") + columns
