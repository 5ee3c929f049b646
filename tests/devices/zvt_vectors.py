"""The vectors of the page (specs/zvt.md 3), whole blocks in hexadecimal. The last text block's text is 243 times 41."""

from typing import Final

VECTORS: Final[dict[str, str]] = {
    "registration 123456": "10 02 06 00 06 12 34 56 BA 09 78 10 03 24 C3",
    "authorisation EUR": "10 02 06 01 0A 04 00 00 00 01 10 10 00 49 09 78 10 03 F2 FF",
    "initialisation": "10 02 06 93 03 12 34 56 10 03 CA A4",
    "diagnosis": "10 02 06 70 00 10 03 D9 F9",
    "positive answer": "10 02 80 00 00 10 03 F5 1F",
    "repeat later": "10 02 84 9C 00 10 03 C3 41",
    "completion with software version": "10 02 06 0F 0B F0 F0 F7 32 2E 31 34 2E 31 35 00 10 03 B1 11",
    "registration R1": "10 02 06 00 18 00 00 00 BE 01 56 03 01 06 0E 12 01 42 26 04 0A 02 06 D3 27 03 14 01 FE 10 03 EA DA",
    "completion R1'": "10 02 06 0F 11 19 10 10 29 29 00 10 10 06 49 01 56 06 05 27 03 14 01 FE 10 03 7D 1C",
    "authorisation A1": "10 02 06 01 10 10 04 00 00 00 00 16 00 49 01 56 19 40 01 1E 02 05 10 03 94 F7",
    "authorisation A2": "10 02 06 01 15 04 00 00 00 00 16 00 49 01 56 19 40 01 1E 02 05 06 03 1F 1F 00 10 03 1A 08",
    "status S1": (
        "10 02 04 0F 60 27 00 04 00 00 00 00 16 00 49 01 56 0C 12 00 30 0D 11 21 22 F0 F8 62 14 83 EE EE EE 00 "
        "10 10 87 00 19 0B 00 02 65 29 29 00 10 10 06 3B 38 39 31 35 30 30 00 00 19 60 8A C6 8B F0 F9 55 6E 69 "
        "6F 6E 50 61 79 00 06 1B 2F 0C 1F 10 10 01 02 1F 11 01 01 1F 12 01 01 43 08 A0 00 00 03 33 01 01 02 41 "
        "01 C6 10 03 9D 64"
    ),
    "status S2": "10 02 04 0F 07 27 6C 29 29 00 10 10 06 10 03 B2 57",
    "progress 0A": "10 02 04 FF 01 0A 10 03 F5 7D",
    "progress 17, three minutes": "10 02 04 FF 02 17 03 10 03 E3 CD",
    "completion": "10 02 06 0F 00 10 03 C6 33",
    "abort from the terminal 6C": "10 02 06 1E 01 6C 10 03 C9 F2",
    "credit failed": "10 02 84 66 00 10 03 8D BE",
    "partial": "10 02 84 9D 07 04 00 00 00 00 05 00 10 03 62 BD",
    "unsupported": "10 02 84 83 00 10 03 91 8E",
    "abort": "10 02 06 B0 00 10 03 43 F3",
    "status enquiry, empty": "10 02 05 01 00 10 03 10 06",
    "status enquiry service 06": "10 02 05 01 05 00 00 00 03 06 10 03 2B 8A",
    "its completion, 00": "10 02 06 0F 01 00 10 03 26 E1",
    "repeat receipt": "10 02 06 20 05 00 00 00 03 03 10 03 DB 15",
    "reversal": "10 02 06 30 10 10 00 00 00 87 00 19 04 00 00 00 00 16 00 49 01 56 10 03 D1 C9",
    "end of day": "10 02 06 50 03 00 00 00 10 03 FB 37",
    "open pre-authorisation": "10 02 06 23 03 87 FF FF 10 03 FB BD",
    "none open": "10 02 06 1E 04 B8 87 FF FF 10 03 B6 4B",
    "stuffing 00 10 02 10": "10 02 06 D1 04 00 10 10 02 10 10 10 03 09 B7",
    "stuffing 00 10 03": "10 02 06 D1 03 00 10 10 03 10 03 8F 99",
    "log off": "10 02 06 02 00 10 03 B9 CC",
    "pre-authorisation": "10 02 06 22 0C 04 00 00 00 01 00 00 49 01 56 19 40 10 03 51 79",
    "book total": (
        "10 02 06 24 1A 87 02 31 04 00 00 00 00 16 00 49 01 56 0B 00 09 75 3B 37 35 30 30 37 31 00 00 10 03 A5 34"
    ),
    "pre-authorisation reversal": "10 02 06 25 06 87 02 31 49 01 56 10 03 30 E6",
    "declined 05": "10 02 04 0F 09 27 05 04 00 00 00 00 16 00 10 03 AA 1A",
    "status DC": "10 02 06 0F 01 DC 10 03 BD 17",
    "abort from the terminal 6B": "10 02 06 1E 01 6B 10 03 C1 BF",
    "cannot print": "10 02 84 CC 00 10 03 20 C2",
    "print line TEST": "10 02 06 D1 05 00 54 45 53 54 10 03 71 EA",
    "text block TEST": "10 02 06 D3 11 06 0F 1F 07 01 02 25 09 07 04 54 45 53 54 09 01 FF 10 03 99 EB",
    "long text block": "10 02 06 D3 FF 04 01 06 82 01 00 1F 07 01 02 25 81 F9 07 81 F3 "
    + "41 " * 243
    + "09 01 FF 10 03 FC 2F",
}
