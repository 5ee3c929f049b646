"""A simulator that shared code with a driver would share its mistakes: nothing of ``devices`` but its own folder."""

import ast
from pathlib import Path

SIMULATORS = Path(__file__).resolve().parents[2] / "devices" / "simulators"


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} if node.module != "devices" else {f"devices.{alias.name}" for alias in node.names}
    return names


def test_simulators_import_nothing_of_the_drivers() -> None:
    files = list(SIMULATORS.glob("*.py"))
    assert files
    foreign = {
        f"{path.name}: {name}"
        for path in files
        for name in imported(path)
        if name.split(".")[0] == "devices" and not name.startswith("devices.simulators")
    }
    assert not foreign
