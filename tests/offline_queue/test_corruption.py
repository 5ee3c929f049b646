"""A5: 200 ways to damage the files of a ledger. Each is found, or changes nothing; never is money another amount unseen."""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from kiosk.ports import StorageError
from kiosk.recollection import Recollection
from offline_queue.inspection import inspect_database
from tests.conftest import Tally
from tests.offline_queue.rich import REBUILT, Books, books, filled, quarantined
from tests.offline_queue.support import KIOSK, Home, check_conservation, intended, opened, queue_payment, stacked

SEED: Final = 20261122
CASES: Final = 200
SLICE: Final = 40
PAGE: Final = 4096


@dataclass(frozen=True)
class Original:
    """A ledger closed in order, the same one killed some commits later with its WAL, and what each of them says."""

    closed: Home
    killed: Home
    foreign: Home  # of another terminal, killed
    older_wal: bytes  # of the same ledger, earlier in its life
    books: dict[Path, Books]
    memory: dict[Path, Recollection]


def copy(home: Home, root: Path) -> Home:
    shutil.copytree(home.root, root, ignore=shutil.ignore_patterns("reserve"))
    return Home(root)


def killed(home: Home, seqs: range) -> Home:
    """Some more commits, then the process ends without a word."""
    ledger = home.open()
    for seq in seqs:
        queue_payment(ledger, seq)
    visit = f"last-{seqs.stop}"
    ledger.commit([opened(visit), intended(f"p{visit}", visit, 5000), stacked(f"p{visit}", visit, 5000)])
    aside = home.root / "aside"
    shutil.copytree(home.data, aside)
    ledger.close()
    shutil.rmtree(home.data)
    aside.rename(home.data)
    return home


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    root = tmp_path_factory.mktemp("original")
    closed = filled(Home(root / "closed"))
    earlier = killed(copy(closed, root / "earlier"), range(20, 22))
    later = copy(earlier, root / "killed")
    later.open().close()  # what the first kill left is in the database now
    killed(later, range(22, 25))
    foreign = Home(root / "foreign")
    ledger = foreign.open("K0002")
    aside = root / "aside"
    ledger.commit([opened("v")])
    shutil.copytree(foreign.data, aside)
    ledger.close()
    shutil.rmtree(foreign.data)
    aside.rename(foreign.data)
    said, memory = {}, {}
    for home in (closed, later):
        looked = copy(home, root / "looked" / home.root.name)
        ledger = looked.open()
        memory[home.root] = ledger.recall()
        ledger.close()
        said[home.root] = books(looked)
    older_wal = (earlier.data / "ledger.db-wal").read_bytes()
    return Original(closed, later, foreign, older_wal, said, memory)


# ---- what is done to the files ---------------------------------------------------------------------------------------


def change(path: Path, edit: Callable[[bytearray], None]) -> None:
    content = bytearray(path.read_bytes())
    edit(content)
    path.write_bytes(content)


def flip(path: Path, dice: random.Random) -> None:
    def edit(content: bytearray) -> None:
        for _ in range(dice.choice((1, 1, 8))):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)

    change(path, edit)


def cut(path: Path, dice: random.Random) -> None:
    change(path, lambda content: content.__delitem__(slice(dice.randrange(len(content)), None)))


def overwrite_page(path: Path, dice: random.Random) -> None:
    at = dice.randrange(max(1, path.stat().st_size // PAGE)) * PAGE
    change(path, lambda content: content.__setitem__(slice(at, at + PAGE), bytes([dice.choice((0, 0, 255))]) * PAGE))


def swap_pages(path: Path, dice: random.Random) -> None:
    def edit(content: bytearray) -> None:
        a, b = (PAGE * page for page in dice.sample(range(len(content) // PAGE), 2))
        content[a : a + PAGE], content[b : b + PAGE] = content[b : b + PAGE], content[a : a + PAGE]

    change(path, edit)


Damage = Callable[[Home, Original, random.Random], None]


def in_database(what: Callable[[Path, random.Random], None]) -> Damage:
    return lambda home, _original, dice: what(home.data / "ledger.db", dice)


def in_wal(what: Callable[[Path, random.Random], None]) -> Damage:
    return lambda home, _original, dice: what(home.data / "ledger.db-wal", dice)


def wal_from(content: Callable[[Original], bytes]) -> Damage:
    def put(home: Home, original: Original, _dice: random.Random) -> None:
        (home.data / "ledger.db-wal").write_bytes(content(original))

    return put


def without(name: str) -> Damage:
    return lambda home, _original, _dice: (home.data / name).unlink()


def shm_of_noise(home: Home, _original: Original, dice: random.Random) -> None:
    (home.data / "ledger.db-shm").write_bytes(dice.randbytes(32768))


# how often, of 20 cases; which copy; what
PLAN: Final[list[tuple[int, str, str, Damage]]] = [
    (5, "closed", "flip", in_database(flip)),
    (1, "killed", "flip under a WAL", in_database(flip)),
    (2, "closed", "cut", in_database(cut)),
    (2, "closed", "page overwritten", in_database(overwrite_page)),
    (2, "closed", "pages swapped", in_database(swap_pages)),
    (1, "closed", "database gone", without("ledger.db")),
    (1, "killed", "WAL gone", without("ledger.db-wal")),
    (1, "killed", "WAL cut", in_wal(cut)),
    (1, "killed", "WAL flip", in_wal(flip)),
    (1, "killed", "WAL of another terminal", wal_from(lambda found: (found.foreign.data / "ledger.db-wal").read_bytes())),
    (1, "killed", "WAL of earlier", wal_from(lambda found: found.older_wal)),
    (1, "killed", "shm gone", without("ledger.db-shm")),
    (1, "killed", "shm of noise", shm_of_noise),
]
DECK: Final = [(which, name, damage) for often, which, name, damage in PLAN for _ in range(often)]


# ---- what comes of it --------------------------------------------------------------------------------------------


def money_said(home: Home) -> Books | None:
    """None if SQLite or a key cannot read it."""
    with suppress(sqlite3.Error, StorageError):
        return books(home)
    return None


def outcome(home: Home, expected: Books, memory: Recollection, mirror: bytes) -> str:
    try:
        ledger = home.open()
    except StorageError:
        assert (home.data / "journal.mirror").read_bytes().startswith(mirror)  # everything is kept
        return "refused"
    try:
        found = ledger.recall()
    except StorageError:
        ledger.close()
        return "refused"
    rebuilt = any(stop.code == REBUILT for stop in found.stops)
    if rebuilt:
        check_conservation(ledger)
        assert len(quarantined(home)) == 1
    ledger.close()
    said = money_said(home)
    if rebuilt:
        assert said == expected
        return "rebuilt"
    printed = replace(found, open_print_jobs=memory.open_print_jobs)  # the one list in it that is no money
    assert printed == memory  # what the terminal acts on is what was recorded
    if said == expected and found == memory:
        return "harmless"
    report = inspect_database(home.data, home.secrets, KIOSK, None)  # what the terminal's audit does after each start
    assert report.problems, "money is silently another amount"
    return "found by the audit"


def run(original: Original, cases: range, root: Path, tally: Tally) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for case in cases:
        dice = random.Random(f"{SEED}-{case}")
        which, name, damage = DECK[case % len(DECK)]
        source = original.closed if which == "closed" else original.killed
        home = copy(source, root / str(case))
        mirror = (home.data / "journal.mirror").read_bytes()
        damage(home, original, dice)
        try:
            came_of_it = outcome(home, original.books[source.root], original.memory[source.root], mirror)
        except Exception as problem:
            raise AssertionError(f"seed {SEED}, case {case}: {name} in the {which} ledger: {problem!r}") from problem
        outcomes[came_of_it] += 1
        outcomes[f"{name}: {came_of_it}"] += 1
        tally("corruption cases", 1)
        tally(f"corruptions {came_of_it}", 1)
        shutil.rmtree(home.root)
    tally("corruptions with silently different money", 0)
    return outcomes


def test_a5_a_slice_of_the_corruption_cases(original: Original, tmp_path: Path, tally: Tally) -> None:
    outcomes = run(original, range(SLICE), tmp_path, tally)
    assert outcomes["rebuilt"] > SLICE // 4  # the cases are worth something: most of them hurt
    assert outcomes["WAL gone: rebuilt"] == outcomes["database gone: rebuilt"] == SLICE // len(DECK)


@pytest.mark.long
def test_a5_200_corruption_cases(original: Original, tmp_path: Path, tally: Tally) -> None:
    outcomes = run(original, range(CASES), tmp_path, tally)
    print(f"seed {SEED}: {dict(sorted(outcomes.items()))}")
    assert outcomes["rebuilt"] > CASES // 4
