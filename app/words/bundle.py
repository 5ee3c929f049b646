"""``bundle``: everything that a fault is found by, as one file; of a running terminal, or of one that does not run."""

import base64
import hashlib
import os
from pathlib import Path

from app import bundle_parts, call
from app.settings import Settings
from app.till_socket import ask_running_till
from kiosk.clock import SystemClock

ANSWER_S = 60.0  # the ledger is read between two events, the traces are packed


def main(arguments: list[str]) -> int:
    parser = call.parser(
        "bundle",
        "Write a fault bundle: traces of all wires, newest journal records, configuration, versions, log, states; masked.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.zip", help="a new file, mode 0600")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    answer = ask_running_till(settings.storage, {"word": "bundle"}, ANSWER_S)
    if answer is not None and "error" in answer:
        call.complain(str(answer["error"]))
        return call.NO
    packed = _of_the_disk(settings) if answer is None else base64.b64decode(str(answer["zip"]))
    try:
        _write(options.out, packed)
    except OSError as problem:
        call.complain(f"{options.out} cannot be written: {problem.strerror or problem}")
        return call.WRONG
    whose = "the running terminal" if answer is not None else "a terminal that does not run"
    call.say(f"{options.out}: {len(packed)} bytes, of {whose}, SHA-256 {hashlib.sha256(packed).hexdigest()}")
    return call.DONE


def _of_the_disk(settings: Settings) -> bytes:
    return bundle_parts.made(settings, {}, None, None, SystemClock().now())


def _write(path: Path, packed: bytes) -> None:
    """Whole or not at all, and in place of nothing."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
        os.link(draft, path)  # fails where there is a file already
    finally:
        draft.unlink(missing_ok=True)
