"""Rules of the house that no linter knows: read from the source itself, so that a new file can't escape them."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("kiosk", "app", "devices", "offline_queue", "ui", "central")
LOCKS = ("requirements.lock", "requirements-dev.lock")


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


SOURCES = [*python_files(*PRODUCT), ROOT / "kiosk_main.py"]
MONEY = [
    *(ROOT / "kiosk" / f"{name}.py" for name in ("money", "posting", "receipt", "facts", "recollection", "accounts")),
    *python_files("kiosk/flow"),
    ROOT / "offline_queue" / "balances.py",
]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Call(NamedTuple):
    name: str  # as written: ``time.sleep``, ``eval``
    line: int
    keywords: tuple[tuple[str | None, object], ...]  # with their values, where those are written out


@lru_cache(maxsize=1)  # what was read of a tree is kept, hundreds of trees are not
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def imports_of(path: Path) -> frozenset[str]:
    """Top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return frozenset(found)


@cache
def calls_of(path: Path) -> tuple[Call, ...]:
    return tuple(
        Call(
            ast.unparse(node.func),
            node.lineno,
            tuple((word.arg, word.value.value if isinstance(word.value, ast.Constant) else None) for word in node.keywords),
        )
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    )


def calls(paths: Iterable[Path] = SOURCES) -> Iterator[tuple[str, Call]]:
    """Every call, with the place where it stands."""
    return ((f"{name_of(path)}:{call.line} {call.name}", call) for path in paths for call in calls_of(path))


def test_the_rules_look_at_something() -> None:
    assert sum(1 for _ in calls()) > 10_000
    assert len(SOURCES) > 100
    assert all(path.is_file() for path in MONEY)
    assert len(MONEY) > 15


# ---- money ---------------------------------------------------------------------------------------------------------


def floats_in(tree: ast.AST) -> list[str]:
    """Float literals, calls of ``float`` and true divisions: every way from whole fen to a float."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex() as value) if value != 0:  # 0.0 stands for no wait
                found.append(f"line {node.lineno}: {value!r}")
            case ast.Call(func=ast.Name(id="float" | "round")) | ast.BinOp(op=ast.Div()) | ast.AugAssign(op=ast.Div()):
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


def test_m14_no_float_touches_money() -> None:
    """Waits in seconds are floats too, but they come from the policy: no file here writes one but 0.0, no wait at all."""
    assert {name_of(path): found for path in MONEY if (found := floats_in(tree_of(path)))} == {}


@pytest.mark.parametrize("source", ["a = 1.5", "a = float(b)", "a = b / 100", "a /= 2", "a = round(b)", "a = 1e3"])
def test_the_float_rule_itself_finds_each_way(source: str) -> None:
    assert len(floats_in(ast.parse(source))) == 1


def test_the_float_rule_lets_whole_numbers_through() -> None:
    assert floats_in(ast.parse("a = divmod(b, 100); c = b // 100 * 5 % 7")) == []


# ---- what no product code does -------------------------------------------------------------------------------------

FORBIDDEN_CALLS = {"time.sleep", "sleep", "eval", "exec", "os.system", "os.popen", "compile", "__import__"}
FORBIDDEN_IMPORTS = {"pickle", "cPickle", "marshal", "shelve", "dill"}


def test_no_sleep_shell_eval_or_pickle() -> None:
    assert [place for place, call in calls() if call.name in FORBIDDEN_CALLS] == []
    assert [name_of(path) for path in SOURCES if imports_of(path) & FORBIDDEN_IMPORTS] == []


def test_no_shell_and_no_unverified_tls() -> None:
    words = [(place, word, value) for place, call in calls() for word, value in call.keywords]
    assert [place for place, word, value in words if word == "shell" and value is not False] == []
    assert [place for place, word, value in words if word == "verify" and value is False] == []
    unverified = re.compile(r"CERT_NONE|_create_unverified_context|\.verify\s*=\s*False|disable_warnings")
    assert [name_of(path) for path in SOURCES if unverified.search(path.read_text("utf-8"))] == []


def test_no_window_is_asked_for_its_screen() -> None:
    """Python would delete Qt's own monitor with the window; docs/adr/0014-the-garbage-collector-and-qt.md."""
    paths = python_files("ui", "tests/ui", "bench")
    assert [place for place, call in calls(paths) if call.name.endswith(".screen")] == []


def test_files_stay_short() -> None:
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in [*SOURCES, *python_files("bench")]}
    assert {name: count for name, count in lines.items() if count > 400} == {}


# ---- who may use what ----------------------------------------------------------------------------------------------

ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui/",),
    "serial": ("devices/",),
    "escpos": ("devices/",),
    "sqlite3": ("offline_queue/", "central/"),
    "sqlite_utils": ("offline_queue/",),
    "cryptography": ("offline_queue/", "central/"),
    "sqlalchemy": ("central/",),
    "fastapi": ("central/",),
    "requests": ("kiosk/central_client.py", "app/demo_world.py", "app/demo_watch.py"),
    "urllib3": ("kiosk/central_client.py", "kiosk/time_limited_wires.py"),
}


@pytest.mark.parametrize("package", ONLY_IN)
def test_a_package_is_used_only_where_its_subject_lives(package: str) -> None:
    users = [name_of(path) for path in SOURCES if package in imports_of(path)]
    assert not [user for user in users if not user.startswith(ONLY_IN[package])]


def test_only_the_ledger_and_the_centre_speak_sql() -> None:
    words = re.compile(r"\b(SELECT .+ FROM|INSERT INTO|UPDATE .+ SET|DELETE FROM|PRAGMA )\b")
    outside = [path for path in SOURCES if not name_of(path).startswith(("offline_queue/", "central/"))]
    assert not [name_of(path) for path in outside if words.search(path.read_text("utf-8"))]


# ---- the lock files ------------------------------------------------------------------------------------------------


def requirements(lock: str) -> list[str]:
    """One text a requirement, with its hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    found = requirements(lock)
    assert len(found) > 10
    for line in found:
        assert re.match(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[0-9][^ ]*( *;[^-]*)? +--hash=sha256:[0-9a-f]{64}", line), line[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host|file:/|-e |/home/|/tmp/", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_qt_is_pinned_to_the_version_that_holds(lock: str) -> None:
    """6.12.0 drops references to None and aborts; docs/adr/0003-qt-6-11.md."""
    pins = [line.split(" ")[0] for line in requirements(lock) if line.startswith(("pyside6", "shiboken6"))]
    if lock == "requirements.lock":
        assert "pyside6-essentials==6.11.3" in pins
    assert all(pin.endswith("==6.11.3") for pin in pins)
    assert not [pin for pin in pins if pin.startswith(("pyside6==", "pyside6-addons"))]


def test_the_runtime_and_the_development_locks_agree() -> None:
    pins = [dict(line.split(" ")[0].split("==") for line in requirements(lock)) for lock in LOCKS]
    both = pins[0].keys() & pins[1].keys()
    assert {name for name in both if pins[0][name] != pins[1][name]} == set()
