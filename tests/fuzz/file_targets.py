"""Files and words from outside: the configuration, the journal's mirror, traces, command words, slip codes, log lines."""

import atexit
import json
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import msgspec

from app.configuration import ConfigurationError, read_configuration
from app.processes import ROOT
from app.settings import Settings
from app.settling import answer_word
from app.till_socket import MAX_LINE, TillSocket
from devices.trace import Direction, TraceEntry, read_json_lines
from kiosk.flow import State, Terminal
from kiosk.flow.states import OutOfService
from kiosk.masking import masked
from kiosk.ports import StorageError
from kiosk.slip_check import check_code, same_code
from offline_queue.mirror import decode_line, encode_line
from tests.fuzz.engine import Target
from tests.kiosk.play import POLICY

_FOLDER = Path(mkdtemp(prefix="fuzz-"))
atexit.register(rmtree, _FOLDER, ignore_errors=True)
NUMBER = "13800135678"


def read_config(data: bytes) -> str:
    """Settings, or one error that lists everything, each on a line of its own."""
    path = _FOLDER / "config.ini"
    path.write_bytes(data)
    path.chmod(0o600)
    try:
        settings = read_configuration(path)
    except ConfigurationError as error:
        assert error.problems
        return f"{min(len(error.problems), 4)} problems"
    assert isinstance(settings, Settings)
    assert settings.policy.minimum_payment > 0
    return "settings"


def read_mirror_line(data: bytes) -> str:
    try:
        found = decode_line(data)
    except (msgspec.DecodeError, ValueError):
        return "refused"
    assert decode_line(encode_line(found)) == found
    return "record"


def read_trace(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    try:
        entries = read_json_lines(text.splitlines())
    except ValueError as error:
        assert "line " in str(error)
        return "refused"
    lines = [entry.as_json() for entry in entries]
    assert [(entry.direction, entry.data, entry.text) for entry in read_json_lines(lines)] == [
        (entry.direction, b"", entry.text) if entry.direction is Direction.NOTE else (entry.direction, entry.data, "")
        for entry in entries
    ]
    return f"{min(len(entries), 3)} entries"


class _TillWithoutLedger:
    """As much of a till as a command word asks: the storage has failed, nothing is waited for."""

    state = State(Terminal(POLICY, storage_failed="the disk is gone"), OutOfService("STO-FAIL"))

    @staticmethod
    def ask(_question: object, _kind: object) -> "Future[object]":
        answer: Future[object] = Future()
        answer.set_exception(StorageError("no ledger is open"))
        return answer


def answer(data: bytes) -> str:
    """Whatever comes over the socket is answered by one JSON object that says what was wrong."""
    words = TillSocket.__new__(TillSocket)
    words._handle = partial(answer_word, _TillWithoutLedger())  # type: ignore[arg-type]
    said: dict[str, Any] = words._answered(data.split(b"\n")[0][:MAX_LINE])
    assert b"\n" not in json.dumps(said).encode()
    assert "error" in said
    return str(said["error"])[:14]


def type_code(data: bytes) -> str:
    """A code that somebody typed: ours, or not; never an error."""
    code = check_code(b"\x12\x34\x56\x78\x9a")
    text = data.decode("utf-8", "replace")
    same = same_code(text, code)
    letters = [letter for letter in text if letter not in " -"]
    assert not same or len(letters) == 8, text
    return str(same)


def log_line(data: bytes) -> str:
    """No number of eleven digits and no control character comes through."""
    text = data.decode("utf-8", "replace")
    for line in (text, f"{text} {NUMBER}", f"{NUMBER},{text}"):
        shown = masked(line)
        assert not any(ord(letter) < 0x20 and letter != "\t" for letter in shown)
        assert not any(0x7F <= ord(letter) < 0xA0 for letter in shown)
    assert NUMBER not in masked(f"{text} {NUMBER}"), text
    return str(min(len(text), 3))


_MIRROR = (
    b'{"mac":"' + b"ab" * 32 + b'","record":{"seq":7,"at":"2026-11-21T20:58:44+08:00","fact":{"fact":"NoteIntended",'
    b'"note_id":"n","visit_id":"v","denomination":10000}}}\n'
)
_TRACE = "\n".join(
    (
        TraceEntry(1795265924.5, Direction.TO_DEVICE, bytes.fromhex("02 03 06 33 DA 81")).as_json(),
        TraceEntry(1795265924.6, Direction.NOTE, text="port opened").as_json(),
    )
)
_CONFIG = (ROOT / "config.ini").read_bytes()
TARGETS = (
    Target("config", (_CONFIG, b"[terminal]\nid = K0001\n", b"\xef\xbb\xbf" + _CONFIG), read_config),
    Target("mirror-lines", (_MIRROR, _MIRROR * 2), read_mirror_line),
    Target("traces", (_TRACE.encode(), _TRACE.splitlines()[0].encode()), read_trace),
    Target("words", (b'{"word":"settle","timeout_s":5}', b'{"word":"who"}', b'{"word":null}'), answer),
    Target("slip-codes", (b"28T5-CY4T", b"28t5 cy4t", b"O1IL-", b"\xc4\xb0\xef\xac\x80"), type_code),
    Target("log-lines", (b"138 0013 5678", b"+86 138-0013-5678 paid", b"\x1b[31m 20261121205844\r\n"), log_line),
)
