"""Damage done to real samples: what lines, files and people do to bytes, one to a few changes at a time."""

import random
from collections.abc import Callable, Sequence

LONGEST = 16 * 1024  # bytes of one input
_EDGES = (0x00, 0x01, 0x02, 0x0A, 0x0D, 0x11, 0x13, 0x1B, 0x1D, 0x20, 0x22, 0x7F, 0x80, 0xFE, 0xFF)
_WORDS = (
    b"null", b"true", b"-1", b"1e400", b"NaN", b"9" * 40, b"0.1", b'"', b"[", b"{", b"}", b"\\u0000", b"\xef\xbb\xbf",
    b"\xed\xa0\x80", b"\r\n", b"%s", b"../..", b"\xe2\x80\xae", b"\x1b@", b"\x1dV\x00", b"[" * 2000,
)  # fmt: skip

Mutation = Callable[[random.Random, bytearray, Sequence[bytes]], None]


def _place(draw: random.Random, data: bytearray) -> int:
    return draw.randrange(len(data) + 1)


def _flip_bit(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    if data:
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _set_byte(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    if data:
        data[draw.randrange(len(data))] = draw.choice(_EDGES) if draw.random() < 0.5 else draw.randrange(256)


def _insert(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    place = _place(draw, data)
    data[place:place] = draw.randbytes(draw.randint(1, 8))


def _insert_word(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    place = _place(draw, data)
    data[place:place] = draw.choice(_WORDS)


def _delete(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    place = _place(draw, data)
    del data[place : place + draw.randint(1, 16)]


def _cut(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    del data[_place(draw, data) :]


def _double(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    place = _place(draw, data)
    data[place:place] = data[place : place + draw.randint(1, 200)] * draw.choice((1, 1, 2, 20))


def _swap(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    first, second = sorted((_place(draw, data), _place(draw, data)))
    data[:] = data[second:] + data[first:second] + data[:first]


def _splice(draw: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    other = draw.choice(others)
    data[_place(draw, data) :] = other[draw.randrange(len(other) + 1) :]


def _number(draw: random.Random, data: bytearray, _others: Sequence[bytes]) -> None:
    """A digit becomes another digit, or a sign, or many."""
    digits = [place for place, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if digits:
        place = draw.choice(digits)
        data[place : place + 1] = draw.choice((b"0", b"9", b"-", b".", b"e9", b"00", b"99999999999999999999", b"\xd9\xa3"))


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bit, _flip_bit, _set_byte, _insert, _insert_word, _delete, _cut, _double, _swap, _splice, _number,
)  # fmt: skip


def mutated(draw: random.Random, corpus: Sequence[bytes]) -> bytes:
    """One input: now and then wholly random, else a sample with one to six changes."""
    if draw.random() < 0.03:
        return draw.randbytes(draw.randrange(300))
    data = bytearray(draw.choice(corpus))
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        draw.choice(MUTATIONS)(draw, data, corpus)
    return bytes(data[:LONGEST])
