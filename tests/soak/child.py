"""The terminal as a child that may be killed: ``python -m tests.soak.child PLACE``; touches on stdin, pages on
stdout; asked for the wire, it writes the last frames into a file."""

import json
import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from app.settings import Settings
from kiosk import events
from kiosk.views import View
from tests.soak.hall import soak_settings
from tests.soak.quick import terminal_of, till_of


def place_of(settings: Settings) -> dict[str, str]:
    """What a child must know to be the same terminal on the same disk and wires."""
    return {
        "folder": str(settings.storage.parent),
        "url": settings.centre.url,
        "acceptor": settings.acceptor.port,
        "printer": settings.printer.port,
    }


def settings_of(place: dict[str, str]) -> Settings:
    given = soak_settings(Path(place["folder"]))
    return replace(
        given,
        centre=replace(given.centre, url=place["url"]),
        acceptor=replace(given.acceptor, port=place["acceptor"]),
        printer=replace(given.printer, port=place["printer"]),
    )


class Spoken:
    """``ports.Screen``: each page is one line."""

    def show(self, view: View) -> None:
        line = {"page": type(view.body).__name__, "body": msgspec.to_builtins(view.body)}
        _say(line)


_SAYING = threading.Lock()


def _say(line: dict[str, Any]) -> None:
    with _SAYING:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


def main(arguments: list[str]) -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR)  # what is worth an alarm; see vitals.bad_lines
    settings = settings_of(json.loads(arguments[0]))
    till = till_of(settings)
    terminal = terminal_of(settings, till, Spoken())
    terminal.start()
    for line in sys.stdin:
        said = json.loads(line)
        if "wire" in said:
            Path(said["wire"]).write_text("\n".join(terminal.acceptor.trace.json_lines()), "utf-8")
            _say({"wire": said["wire"]})
            continue
        touch: Any = getattr(events, said["touch"])
        till.post(msgspec.convert(said["arguments"], touch))
    terminal.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
