"""``python -m ui.build_translations [--update]``: make the ``.qm`` files that Qt reads from the ``.ts`` files we keep.

``--update`` first collects the texts of QML and Python into the ``.ts`` files, for translators. Exit 0 done, 1 a text has
no translation, 2 the tools are missing.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import PySide6

UI: Final = Path(__file__).parent
TS_FILES: Final = (UI / "translations" / "kiosk_zh_CN.ts", UI / "translations" / "kiosk_en.ts")


def sources() -> list[Path]:
    """Every file that holds words for people."""
    return [*sorted((UI / "qml").rglob("*.qml")), *sorted(UI.glob("*messages.py")), UI / "panel.py"]


def _tool(name: str) -> str:
    path = Path(PySide6.__file__).parent / name
    if not path.exists():
        print(f"{path} is missing: install PySide6-Essentials as requirements.lock says", file=sys.stderr)
        raise SystemExit(2)
    return str(path)


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=UI.parent)
    if done.returncode != 0:
        print(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
        raise SystemExit(2)
    return done.stdout + done.stderr


def update() -> None:
    """Collect new texts; texts that are gone are removed."""
    files = [str(path.relative_to(UI.parent)) for path in sources()]
    for ts in TS_FILES:
        _run([_tool("lupdate"), *files, "-no-obsolete", "-locations", "none", "-ts", str(ts.relative_to(UI.parent))])


def release() -> list[Path]:
    """Compile; the paths of the ``.qm`` files."""
    made = []
    for ts in TS_FILES:
        qm = ts.with_suffix(".qm")
        fresh = qm.with_suffix(f".{os.getpid()}.new")  # whole or not at all: another process may be reading
        _run([_tool("lrelease"), "-silent", str(ts), "-qm", str(fresh)])
        fresh.replace(qm)
        made.append(qm)
    return made


def unfinished() -> list[str]:
    """Names of ``.ts`` files that still hold texts without a translation."""
    return [ts.name for ts in TS_FILES if 'type="unfinished"' in ts.read_text(encoding="utf-8")]


def main(arguments: Sequence[str]) -> int:
    if arguments not in ([], ["--update"]):
        print("usage: python -m ui.build_translations [--update]", file=sys.stderr)
        return 2
    if arguments:
        update()
    release()
    missing = unfinished()
    if missing:
        print(f"texts without a translation in {', '.join(missing)}: fill them in", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
