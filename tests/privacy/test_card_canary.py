"""S1: fifty cards whose whole numbers and tracks a misconfigured terminal tells; nowhere in what the kiosk keeps, shows,
prints or sends is one of them, in any form. Memory and swap are not looked at."""

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from devices import pos_link, pos_messages, zvt_lines, zvt_status, zvt_text
from devices.card_masking import blanked_text
from offline_queue.database import database_path
from tests.card_wire.kinds import KINDS
from tests.conftest import Tally
from tests.privacy.cards import Card, Scanner, forms, invented, long_runs, luhn_digit
from tests.privacy.leaky import LeakyTerminal

SHARES = {"zvt_autoreversal": (24, (16, 17, 18, 19)), "pos_integrado": (10, (16, 19)), "pos_autoservicio": (16, (16,))}
SLICE = 5  # cards: each way of ``pay_with`` once
KNOWN = frozenset({"898310048160001"})
"""Digit runs of 13 and more that are no card's: the merchant number of ISO 8583, field 42 (15 digits)."""
Make = Callable[[str], LeakyTerminal]


@pytest.fixture
def leaky_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_given_back: None) -> Iterator[Make]:
    """Builds one, and ends it."""
    del log_given_back
    made = list[LeakyTerminal]()

    def make(kind: str) -> LeakyTerminal:
        made.append(LeakyTerminal(tmp_path, KINDS[kind], monkeypatch))
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()


def cards(count: int, lengths: tuple[int, ...]) -> list[Card]:
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    return invented(count, random.Random(seed), lengths)


@pytest.mark.long
@pytest.mark.parametrize("kind", SHARES)
def test_s1_no_card_number_and_no_track_is_anywhere(leaky_terminal: Make, kind: str, tally: Tally) -> None:
    nothing_is_anywhere(leaky_terminal, kind, cards(*SHARES[kind]), tally)


@pytest.mark.parametrize("kind", SHARES)
def test_s1_a_slice_of_the_card_numbers(leaky_terminal: Make, kind: str, tally: Tally) -> None:
    _, lengths = SHARES[kind]
    nothing_is_anywhere(leaky_terminal, kind, cards(SLICE, lengths), tally)


def nothing_is_anywhere(leaky_terminal: Make, kind: str, canaries: Sequence[Card], tally: Tally) -> None:
    scanner = Scanner(canaries)
    terminal = leaky_terminal(kind)
    for number, card in enumerate(canaries):
        terminal.pay_with(card, number)
    kept = terminal.kept()
    assert {"trace export", "health", "slips", "log", "uploads", "views", "data/ledger.db"} <= set(kept)
    assert all(kept.values() or name.endswith("-shm") for name in kept)
    hits = [hit for name, data in kept.items() for hit in scanner.hits(name, data)]
    assert hits == []
    texts = {name: data.decode("utf-8", "replace") for name, data in kept.items() if not name.startswith(("data", "paper"))}
    texts["rows"] = "\n".join(rows(terminal))
    assert {name: runs for name, text in texts.items() if (runs := long_runs(text, KNOWN))} == {}
    assert any(card.pan[-4:] in texts["slips"] for card in canaries), "the last four digits are what a payer may read"
    tally("card canaries", len(canaries))
    tally("card canary hits", len(hits))
    tally("card canary bytes scanned", sum(map(len, kept.values())))


def rows(terminal: LeakyTerminal) -> Iterator[str]:
    """Each text and number of each table, by itself: in the file they stand side by side."""
    with closing(sqlite3.connect(f"file:{database_path(terminal.directories.data)}?mode=ro", uri=True)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a name of our own schema
                for value in row:
                    yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


# ---- the proof can fail ------------------------------------------------------------------------------------------------


def test_s1_the_scanner_finds_a_planted_number_in_every_form(tmp_path: Path) -> None:
    (card,) = cards(1, (16,))
    scanner = Scanner([card])
    noise = random.Random(1).randbytes(5000)
    assert scanner.hits("noise", noise) == []
    for secret in (card.pan, card.rest):
        for form, planted in forms(secret):
            assert scanner.hits("file", noise + planted + noise), form
    path = tmp_path / "planted.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE planted (words TEXT)")
        connection.execute("INSERT INTO planted VALUES (?)", (f"paid with {card.track}",))
    assert scanner.hits("database", path.read_bytes())
    assert long_runs(f"card {card.pan}.", KNOWN) == [card.pan]
    assert long_runs("merchant 898310048160001", KNOWN) == []


def test_s1_the_invented_numbers_are_as_real_ones() -> None:
    assert luhn_digit("621483123456001") == str(luhn_sum_check("621483123456001"))
    for card in cards(50, (16, 17, 18, 19)):
        assert luhn_digit(card.pan[:-1]) == card.pan[-1]


def luhn_sum_check(body: str) -> int:
    """By the definition: the digit that makes the sum, every second digit from the right doubled, a multiple of ten."""
    for digit in range(10):
        whole = [int(char) for char in reversed(f"{body}{digit}")]
        doubled = [value if place % 2 == 0 else sum(map(int, str(value * 2))) for place, value in enumerate(whole)]
        if sum(doubled) % 10 == 0:
            return digit
    raise AssertionError(body)


def _same(value: object, *_: object) -> object:
    return value


SWITCHES: dict[str, tuple[str, list[tuple[object, str, Callable[..., object]]]]] = {
    "ZVT: the recorder keeps frames as they are": ("zvt_autoreversal", [(zvt_lines, "blanked", _same)]),
    "ZVT: print lines as they are": ("zvt_autoreversal", [(zvt_text, "blanked_text", _same)]),
    "ZVT: more than four digits": ("zvt_autoreversal", [(zvt_status, "last_four", _same)]),
    "POS: fields as they are": ("pos_autoservicio", [(pos_messages, "blanked_text", _same)]),
    "POS: the recorder keeps frames as they are": (
        "pos_autoservicio",
        [(pos_link, "blanked", lambda _dialect, data: data)],
    ),
}


QUICK = ("ZVT: print lines as they are", "POS: fields as they are")


@pytest.mark.parametrize(
    "switched_off", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in SWITCHES]
)
def test_s1_with_one_masking_switched_off_numbers_are_found(
    leaky_terminal: Make, switched_off: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, changes = SWITCHES[switched_off]
    for module, name, instead in changes:
        assert hasattr(module, name)
        monkeypatch.setattr(module, name, instead)
    canaries = cards(2, (16,))
    terminal = leaky_terminal(kind)
    for number, card in enumerate(canaries):
        terminal.pay_with(card, number)
    scanner = Scanner(canaries)
    assert [hit for name, data in terminal.kept().items() for hit in scanner.hits(name, data)]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("6214831234560010=29121011234567890", "************0010=*****************"),
        ("6214831234560010D2912101123", "************0010D**********"),
        ("6214 8312 3456 0010=2912101", "**** **** **** 0010=*******"),
        ("************0010=29121011234", "************0010=***********"),
        ("RMB=1600.00 NO=12", "RMB=1600.00 NO=12"),
    ],
)
def test_s1_of_a_track_nothing_behind_the_number_is_kept(text: str, safe: str) -> None:
    assert blanked_text(text) == safe
    assert blanked_text(safe) == safe
