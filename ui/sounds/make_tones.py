"""``python -m ui.sounds.make_tones``: write the tones as 16-bit mono WAV. Sine waves with soft ends, nothing borrowed."""

import math
import struct
import wave
from pathlib import Path
from typing import Final

RATE: Final = 16_000  # samples a second
TONES: Final[dict[str, tuple[tuple[int, int], ...]]] = {
    "warn": ((880, 140), (0, 90), (880, 140), (0, 90), (660, 220)),  # (Hz, ms); 0 Hz is a pause
}


def samples(notes: tuple[tuple[int, int], ...]) -> bytes:
    """Little-endian signed 16-bit samples of these notes, each faded in and out over 10 ms."""
    fade = RATE // 100
    made = bytearray()
    for hertz, milliseconds in notes:
        count = RATE * milliseconds // 1000
        for index in range(count):
            edge = min(1.0, index / fade, (count - index) / fade)
            made += struct.pack("<h", round(12_000 * edge * math.sin(2 * math.pi * hertz * index / RATE)))
    return bytes(made)


def main() -> None:
    for name, notes in TONES.items():
        with wave.open(str(Path(__file__).parent / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(notes))


if __name__ == "__main__":
    main()
