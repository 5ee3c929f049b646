"""The published contract: complete, and true under a property-based tester."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.central.conftest import Live
from tests.central.helpers import Terminal

ROOT = Path(__file__).parents[2]

# The tester has no words for signatures of its own: it signs as our terminal does.
HOOKS = """
import os
from pathlib import Path

import schemathesis

from tests.central.helpers import Signed

schemathesis.auth.set_from_requests(Signed("K0001", Path(os.environ["KEY"]).read_bytes()))
"""


def test_every_call_names_its_problems_and_its_security(reader: Terminal) -> None:
    document = reader.call("GET", "/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"message_signature"}
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert not [path for path in document["paths"] if path.startswith("/demo")], "no part of an operator's contract"
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            problems = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
            assert problems, (path, method)
            for status, answer in problems.items():
                assert list(answer["content"]) == ["application/problem+json"], (path, method, status)
            guarded = path.startswith("/v1/") and path != "/v1/sms/dlr"
            assert bool(operation.get("security")) is guarded, (path, method)


def test_money_is_declared_as_whole_fen(reader: Terminal) -> None:
    schemas = reader.call("GET", "/openapi.json").json()["components"]["schemas"]
    fields = [
        (name, field, description)
        for name, schema in schemas.items()
        for field, description in schema.get("properties", {}).items()
        if field.endswith("_fen")
    ]
    assert len(fields) >= 6
    for name, field, description in fields:
        types = {part.get("type") for part in description.get("anyOf", [description])}
        assert types <= {"integer", "null"}, (name, field)


@pytest.mark.parametrize(("examples", "limit_s"), [(1, 6), pytest.param(20, 60, marks=pytest.mark.long)])
def test_the_contract_is_clean_under_schemathesis(
    live: Live, terminal: Terminal, tmp_path: Path, examples: int, limit_s: int
) -> None:
    command = [
        str(Path(sys.executable).parent / "schemathesis"),
        "run",
        f"{live.server.url}/openapi.json",
        "--max-examples",
        str(examples),
        "--max-time",
        str(limit_s),
        "--seed",
        "20261121",
        "--phases",
        "coverage,fuzzing",
    ]
    (tmp_path / "hooks.py").write_text(HOOKS, "utf-8")
    key = tmp_path / "terminal.pem"
    key.write_bytes(terminal.signed.private)
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}",
        "KEY": str(key),
    }
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "generated" in done.stdout
