"""S5: 10,000 seeded mutations of real journals, each found at the right record; and not one false alarm after crashes.

What the right record is, is told by a plain comparison with the journal as it was: the first place where they differ.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk import failpoints
from kiosk.facts import AnyFact, CardUncharged
from kiosk.failpoints import Failpoint
from offline_queue import journal
from offline_queue.inspection import inspect_database, inspect_mirror
from offline_queue.journal import JournalHead, Row, verify
from offline_queue.journal_source import mirror_path, records_of_mirror
from offline_queue.keys import Keyring
from tests.conftest import Tally
from tests.offline_queue.support import (
    KIOSK,
    Home,
    accepted,
    attempted,
    charged,
    check_conservation,
    closed,
    held,
    intended,
    opened,
    part,
    stacked,
)

SEED = 20261121
MUTATIONS = 10_000
PAYMENTS = 12


@dataclass(frozen=True)
class Journals:
    """One terminal's journal with its key, and what an attacker has of other terminals."""

    key: bytes
    own: list[Row]
    strangers: tuple[list[Row], ...]  # another terminal's, one with the same key even, and this terminal's with another key


def fill(home: Home, kiosk: str = KIOSK) -> list[Row]:
    ledger = home.open(kiosk)
    for seq in range(1, PAYMENTS + 1):
        visit, note = f"visit-{seq}", f"note-{seq}"
        ledger.commit([opened(visit), intended(note, visit)])
        ledger.commit([stacked(note, visit)])
        card = None
        if seq % 3 == 0:
            ledger.commit([attempted(seq, visit), held(seq), charged(seq)])
            card = part(seq)
        ledger.commit([accepted(seq, visit, 10000, kiosk=kiosk, card=card), closed(visit)])
    ledger.close()
    return list(records_of_mirror(mirror_path(home.data)))


def signed_again(key: bytes, kiosk: str, rows: list[Row]) -> list[Row]:
    chain, previous = [], journal.genesis(kiosk)
    for seq, record, _ in rows:
        previous = journal.mac(key, previous, record)
        chain.append((seq, record, previous))
    return chain


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Journals:
    homes = [Home(tmp_path_factory.mktemp(name)) for name in ("own", "other")]
    own, other = fill(homes[0]), fill(homes[1], "K0002")
    key = Keyring(homes[0].secrets).journal_key(may_make=False)
    strangers = (other, signed_again(key, "K0002", other), signed_again(bytes(32), KIOSK, own))
    return Journals(key, own, strangers)


# ---- mutations: each changes the list in place -----------------------------------------------------------------------

Mutation = Callable[[random.Random, list[Row], Journals], None]


def flipped(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def numbered_again(rows: list[Row]) -> None:
    rows[:] = [(number, record, found) for number, (_, record, found) in enumerate(rows, 1)]


def flip_record(rng: random.Random, rows: list[Row], _: Journals) -> None:
    at = rng.randrange(len(rows))
    seq, record, found = rows[at]
    rows[at] = (seq, flipped(rng, record), found)


def flip_mac(rng: random.Random, rows: list[Row], _: Journals) -> None:
    at = rng.randrange(len(rows))
    seq, record, found = rows[at]
    rows[at] = (seq, record, flipped(rng, found))


def shorten(rng: random.Random, rows: list[Row], _: Journals) -> None:
    at = rng.randrange(len(rows))
    seq, record, found = rows[at]
    short = rng.randrange(len(record)), rng.randrange(len(found))
    rows[at] = (seq, record[: short[0]], found) if rng.random() < 0.5 else (seq, record, found[: short[1]])


def renumber_one(rng: random.Random, rows: list[Row], _: Journals) -> None:
    at = rng.randrange(len(rows))
    rows[at] = (rows[at][0] + rng.choice((-1, 1, 1000, -1000)), *rows[at][1:])


def delete(rng: random.Random, rows: list[Row], _: Journals) -> None:
    del rows[rng.randrange(len(rows))]


def delete_and_number_again(rng: random.Random, rows: list[Row], _: Journals) -> None:
    del rows[rng.randrange(len(rows))]
    numbered_again(rows)


def swap(rng: random.Random, rows: list[Row], _: Journals) -> None:
    one, two = rng.sample(range(len(rows)), 2)
    rows[one], rows[two] = rows[two], rows[one]


def swap_and_number_again(rng: random.Random, rows: list[Row], journals: Journals) -> None:
    swap(rng, rows, journals)
    numbered_again(rows)


def duplicate(rng: random.Random, rows: list[Row], _: Journals) -> None:
    rows.insert(rng.randrange(len(rows) + 1), rng.choice(rows))


def duplicate_and_number_again(rng: random.Random, rows: list[Row], journals: Journals) -> None:
    duplicate(rng, rows, journals)
    numbered_again(rows)


def insert(rng: random.Random, rows: list[Row], _: Journals) -> None:
    """A record made up: somebody without the key adds a payment."""
    record = rng.choice(rows)[1].replace(b"10000", b"99900")
    rows.insert(rng.randrange(len(rows) + 1), (0, record, rng.randbytes(32)))
    numbered_again(rows)


def cut(rng: random.Random, rows: list[Row], _: Journals) -> None:
    del rows[rng.randrange(len(rows)) :]


def splice(rng: random.Random, rows: list[Row], journals: Journals) -> None:
    """Records of another journal in the place of ours, some or all to the end."""
    other = rng.choice(journals.strangers)
    start = rng.randrange(len(rows))
    end = rng.choice((len(rows), rng.randrange(start, len(rows)) + 1))
    rows[start:end] = other[start:end]


MUTATIONS_KNOWN: tuple[Mutation, ...] = (
    *(flip_record, flip_mac, shorten, renumber_one, delete, delete_and_number_again, swap, swap_and_number_again),
    *(duplicate, duplicate_and_number_again, insert, cut, splice),
)


def first_difference(original: list[Row], mutated: list[Row]) -> int:
    """The number of the record where the two part, counted from 1."""
    for number, (one, other) in enumerate(zip(original, mutated, strict=False), 1):
        if one != other:
            return number
    return min(len(original), len(mutated)) + 1


def test_s5_ten_thousand_mutations_are_found_at_the_right_record(journals: Journals, tally: Tally) -> None:
    print(f"seed {SEED}")
    misplaced: list[str] = []
    rng = random.Random(SEED)
    for number in range(MUTATIONS):
        mutate = MUTATIONS_KNOWN[number % len(MUTATIONS_KNOWN)]
        original = journals.own[: rng.randint(2, len(journals.own))]
        mutated = list(original)
        mutate(rng, mutated, journals)
        assert mutated != original, f"mutation {number} ({mutate.__name__}) changed nothing"
        head = JournalHead(len(original), original[-1][2].hex())
        verdict = verify(journals.key, KIOSK, mutated, head)
        if verdict.broken_at != first_difference(original, mutated):
            misplaced.append(f"{number} {mutate.__name__}: {verdict}")
    tally("journal mutations", MUTATIONS)
    tally("mutations not found", len(misplaced))
    assert misplaced == []


@pytest.mark.parametrize("mutate", MUTATIONS_KNOWN, ids=lambda mutate: mutate.__name__)
def test_s5_without_a_head_only_a_cut_end_stays_unseen(journals: Journals, mutate: Mutation) -> None:
    """The chain alone shows all else; that is what the uploaded head and the mirror are for."""
    rng = random.Random(SEED)
    for _ in range(100):
        mutated = list(journals.own)
        mutate(rng, mutated, journals)
        is_cut = mutated == journals.own[: len(mutated)]
        assert verify(journals.key, KIOSK, mutated).sound == is_cut


def test_s5_whole_journals_raise_no_alarm(journals: Journals) -> None:
    for length in range(len(journals.own) + 1):
        rows = journals.own[:length]
        head = JournalHead(length, rows[-1][2].hex()) if rows else None
        assert verify(journals.key, KIOSK, rows, head).sound


# ---- crash recoveries ------------------------------------------------------------------------------------------------


class PowerOffError(BaseException):
    """Not an ``Exception``: nothing in the ledger may handle it, as nothing could when the process is gone."""


POINTS = (Failpoint.LEDGER_BEGUN, Failpoint.LEDGER_WRITTEN, Failpoint.LEDGER_COMMITTED, Failpoint.LEDGER_MIRRORED)


@pytest.fixture
def power() -> Iterator[Callable[[Failpoint | None], None]]:
    """Set the instant at which the power goes, or None."""
    chosen: list[Failpoint | None] = [None]

    def watcher(point: Failpoint, _detail: str) -> None:
        if point is chosen[0]:
            raise PowerOffError

    failpoints.watch(watcher)
    yield lambda point: chosen.__setitem__(0, point)
    failpoints.watch(lambda _point, _detail: None)


def crash_and_look(home: Home, rng: random.Random, power: Callable[[Failpoint | None], None], first: int) -> None:
    """One payment, in notes and by card, during which the power goes; the ledger is looked at as it lies there, and once it
    was opened again."""
    ledger = home.open()
    visit, note, number = f"visit-{first}", f"note-{first}", ledger.recall().next_card_seq
    steps: list[list[AnyFact]] = [
        [opened(visit), intended(note, visit)],
        [stacked(note, visit), attempted(number, visit)],
        [held(number)],
        [charged(number), accepted(first, visit, 10000, card=part(number)), closed(visit)],
    ]
    fatal = rng.randrange(len(steps))
    try:
        for place, step in enumerate(steps):
            power(rng.choice(POINTS) if place == fatal else None)
            ledger.commit(step)
    except PowerOffError:
        pass
    power(None)
    ledger.close()
    tear_mirror(mirror_path(home.data), rng)
    assert_no_alarm(home)
    ledger = home.open()
    check_conservation(ledger)
    recalled = ledger.recall()
    for intent in recalled.open_intents:
        ledger.commit([stacked(intent.note_id, intent.visit_id)])
    if recalled.attempt is not None:
        ledger.commit([charged(number) if rng.random() < 0.5 else CardUncharged(f"a{number}", "not_charged", "")])
    for left in ledger.recall().open_visits:
        if left.notes:
            ledger.commit([accepted(first, left.visit_id, 10000, card=left.card)])
        ledger.commit([closed(left.visit_id)])
    ledger.close()
    assert_no_alarm(home)


def tear_mirror(path: Path, rng: random.Random) -> None:
    """What the power took of the part that was not synced: nothing, some bytes, or several lines."""
    content = path.read_bytes()
    lost = rng.choice((0, rng.randint(1, 30), rng.randint(1, 2000)))
    path.write_bytes(content[: max(0, len(content) - lost)])


def assert_no_alarm(home: Home) -> None:
    assert inspect_database(home.data, home.secrets, KIOSK, None).problems == ()
    assert inspect_mirror(home.data, home.secrets, KIOSK, None).problems == ()


Power = Callable[[Failpoint | None], None]
CRASHES_OF_ONE_LEDGER = 50


def crash_recoveries(root: Path, count: int, power: Power, tally: Tally) -> None:
    print(f"seed {SEED}")
    rng = random.Random(SEED)
    for number in range(count):
        home = Home(root / f"terminal-{number // CRASHES_OF_ONE_LEDGER}")
        crash_and_look(home, rng, power, number % CRASHES_OF_ONE_LEDGER + 1)
    tally("crash recoveries verified", count)
    tally("false alarms", 0)


def test_s5_crash_recoveries_raise_no_alarm(tmp_path: Path, power: Power, tally: Tally) -> None:
    crash_recoveries(tmp_path, 25, power, tally)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_s5_a_thousand_crash_recoveries_raise_no_alarm(tmp_path: Path, power: Power, tally: Tally) -> None:
    crash_recoveries(tmp_path, 1000, power, tally)
