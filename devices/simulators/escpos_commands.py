"""How long each ESC/POS command is: the table the parser of the simulated printer reads from.

Written from specs/escpos.md 3, 4, 8, 9 (no code shared with the driver). A rule takes the parameter bytes seen so far and
says how many more are needed at least; 0 means the command is complete. So a length field is trusted, as a printer trusts
it: an overlong one swallows what follows.
"""

from collections.abc import Callable

Needs = Callable[[bytes], int]


def _fixed(count: int) -> Needs:
    return lambda seen: count - len(seen)


def _until_nul(seen: bytes) -> int:
    """Up to a NUL, or to the longest such list there is (255 characters of a barcode)."""
    return 0 if seen.endswith(b"\x00") or len(seen) >= 256 else 1


def _counted(header: int, size: Callable[[bytes], int]) -> Needs:
    """A header of ``header`` bytes that tells the size of the data after it."""
    return lambda seen: header - len(seen) if len(seen) < header else max(0, header + size(seen) - len(seen))


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _bit_image_size(seen: bytes) -> int:
    """ESC * m nL nH: 1 byte a column in the 8-dot modes 0 and 1, 3 bytes in the 24-dot modes 32 and 33."""
    return _little(seen[1:3]) * (3 if seen[0] in (32, 33) else 1)


def _raster_size(seen: bytes) -> int:
    """GS v 0 m xL xH yL yH: x bytes a row, y rows."""
    return _little(seen[1:3]) * _little(seen[3:5])


def _barcode(seen: bytes) -> int:
    """GS k m: NUL-terminated data for m below 65, else a count and the data."""
    if len(seen) < 2:
        return 2 - len(seen)
    return _until_nul(seen) if seen[0] < 65 else max(0, 2 + seen[1] - len(seen))


def _cut(seen: bytes) -> int:
    """GS V m, and a feed n for m = 65, 66 and their kin."""
    return 1 if not seen else (2 if seen[0] in (65, 66, 97, 98, 103, 104) else 1) - len(seen)


def _ejector(seen: bytes) -> int:
    """GS e n, and a step count for n = 3 (Custom family, section 8)."""
    return 1 if not seen else (2 if seen[0] == 3 else 1) - len(seen)


def _user_characters(seen: bytes) -> int:
    """ESC & y c1 c2, then for every character its width x and x * y bytes."""
    if len(seen) < 3:
        return 3 - len(seen)
    at = 3
    for _ in range(seen[1], seen[2] + 1):
        if at >= len(seen):
            return 1
        at += 1 + seen[at] * seen[0]
    return max(0, at - len(seen))


def _real_time(seen: bytes) -> int:
    """DLE DC4 fn: the clear sequence of fn 8 is 8 bytes long, pulse (1) and power-off (2) are 3."""
    return 1 if not seen else (8 if seen[0] == 8 else 3) - len(seen)


_ESC = {
    **dict.fromkeys("@2iLSv<", 0),
    **dict.fromkeys("!-=EGJKMRTUVadert3 {?%s", 1),
    **dict.fromkeys("$\\c", 2),
    "p": 3,
    "W": 8,
}
_GS = {
    **dict.fromkeys(":c\xe1", 0),
    **dict.fromkeys("!BEHITabfhrw/\xe0", 1),
    **dict.fromkeys("LPW$\\", 2),
    "^": 3,
    "z": 3,
    "g": 4,
}
_FS = {**dict.fromkeys("&.", 0), **dict.fromkeys("!-CW", 1), **dict.fromkeys("Sp", 2), "2": 74, "\xc0": 4}


def _names(prefix: int, word: str, lengths: dict[str, int]) -> dict[bytes, tuple[str, Needs]]:
    return {
        bytes((prefix, ord(char))): (
            f"{word} {char if char.isprintable() and ord(char) < 0x80 else f'{ord(char):02X}'}",
            _fixed(n),
        )
        for char, n in lengths.items()
    }


FORMS: dict[bytes, tuple[str, Needs]] = {
    **_names(0x1B, "ESC", _ESC),
    **_names(0x1D, "GS", _GS),
    **_names(0x1C, "FS", _FS),
    b"\x1b*": ("ESC *", _counted(3, _bit_image_size)),
    b"\x1bD": ("ESC D", _until_nul),
    b"\x1b&": ("ESC &", _user_characters),
    b"\x1bm": ("ESC m", _fixed(0)),
    b"\x1d(": ("GS (", _counted(3, lambda seen: _little(seen[1:3]))),
    b"\x1c(": ("FS (", _counted(3, lambda seen: _little(seen[1:3]))),
    b"\x1d8": ("GS 8", _counted(5, lambda seen: _little(seen[1:5]))),
    b"\x1dv": ("GS v", _counted(6, lambda seen: _raster_size(seen[1:6]))),
    b"\x1d*": ("GS *", _counted(2, lambda seen: seen[0] * seen[1] * 8)),
    b"\x1dk": ("GS k", _barcode),
    b"\x1dV": ("GS V", _cut),
    b"\x1de": ("GS e", _ejector),
    b"\x10\x04": ("DLE EOT", _fixed(1)),
    b"\x10\x05": ("DLE ENQ", _fixed(1)),
    b"\x10\x14": ("DLE DC4", _real_time),
}
"""Two-byte prefix → name and length rule of the parameters after it."""

PREFIXES = frozenset(prefix[0] for prefix in FORMS)
CONTROLS = {0x09: "HT", 0x0A: "LF", 0x0C: "FF", 0x0D: "CR", 0x18: "CAN"}
