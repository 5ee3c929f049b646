"""``replay``: a recorded wire, played against its driver on a desk. Exit 0: the same states; 1: others; 2: no trace."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import call
from app.bundle_parts import TRACES
from app.fault_bundle import checked
from devices.replay import Replayed, play
from devices.replay_drivers import maker
from devices.replay_steps import Recording, recording

ZIP = b"PK"
MOST_BYTES = 64 << 20


class NoTraceError(Exception):
    """What was given can't be played; the sentence says why and what to do."""


def main(arguments: list[str]) -> int:
    parser = call.CallParser(
        prog="kiosk_main.py replay",
        description="Play a recorded wire against its driver: the same states, or the differences by name.",
    )
    parser.add_argument("trace", type=Path, metavar="TRACE", help="JSON lines of the recorder, or a fault bundle")
    parser.add_argument("--device", choices=("acceptor", "printer", "card"), help="which wire of a bundle")
    parser.add_argument("--protocol", metavar="NAME", help="of a trace that does not say it itself")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    call.start_log("ERROR")
    try:
        found = _recording(options.trace, options.device)
        with tempfile.TemporaryDirectory(prefix="replay-") as cache:
            head = found.wire | ({"protocol": options.protocol} if options.protocol else {})
            played = play(found._replace(wire=head), maker(head, Path(cache)))
    except (NoTraceError, ValueError, OSError) as problem:
        call.complain(f"{options.trace}: {problem}")
        return call.WRONG
    if options.json:
        call.say(json.dumps(_plain(played), ensure_ascii=False))
    else:
        _tell(played)
    return call.DONE if played.same else call.NO


def _recording(path: Path, device: str | None) -> Recording:
    raw = path.read_bytes()
    if len(raw) > MOST_BYTES:
        raise NoTraceError(f"it has {len(raw)} bytes; no trace has more than {MOST_BYTES}")
    if not raw.startswith(ZIP):
        return recording(raw.decode("utf-8").splitlines())
    wires = {name: text for name, text in checked(raw).items() if name.startswith(f"{TRACES}/")}
    wanted = f"{TRACES}/{device}.jsonl"
    if device is None or wanted not in wires:
        known = ", ".join(sorted(name.removeprefix(f"{TRACES}/").removesuffix(".jsonl") for name in wires)) or "none"
        raise NoTraceError(f"name one of its wires with --device; it has: {known}")
    return recording(wires[wanted].splitlines())


def _plain(played: Replayed) -> dict[str, Any]:
    lines = [
        {"said": json.loads(line.text), "recorded_s": line.recorded_s, "played_s": line.played_s} for line in played.lines
    ]
    return {"same": played.same, "states": lines, "differences": list(played.differences), "gaps": played.gaps}


def _tell(played: Replayed) -> None:
    call.say("recorded    played")
    for line in played.lines:
        mark = " " if None not in (line.recorded_s, line.played_s) else "!"
        call.say(f"{_time(line.recorded_s)}  {_time(line.played_s)} {mark} {_words(json.loads(line.text))}")
    for difference in played.differences:
        call.say(f"! {difference}")
    if played.gaps:
        call.say(f"The recorder had forgotten {played.gaps} part(s): differences right behind them may be of that.")
    call.say("The same states." if played.same else f"{len(played.differences)} difference(s).")


def _time(seconds: float | None) -> str:
    return "    -    " if seconds is None else f"{seconds:8.3f} s"[:10]


def _words(said: dict[str, Any]) -> str:
    values: Sequence[str] = [
        f"{name}={value}" for name, value in said.items() if name != "event" and value not in ("", None)
    ]
    return " ".join((str(said.get("event", "")), *values))
