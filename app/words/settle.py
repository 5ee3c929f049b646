"""``settle``: no screen. Recover the interrupted visit, drain the queue, print the balances, stop."""

import argparse
import contextlib
import json
import time
from typing import Any

import msgspec

from app import call
from app.demo_world import DemoWorld
from app.processes import ChildError
from app.settings import Settings
from app.settling import Books, QuietScreen, TillBusyError, as_json, books_of, is_settled, what_is_open
from app.till_socket import ask_running_till
from kiosk.clock import SystemClock
from kiosk.ports import StorageError
from kiosk.till import Till
from offline_queue.backoff import Pacing

EAGER = Pacing(interval_s=0.1, first_probe_s=0.5, longest_s=5.0, refused_first_s=5.0)  # a person waits for the answer


def main(arguments: list[str]) -> int:
    parser = call.parser("settle", "Recover the interrupted visit, drain the queue, print the balances, stop.")
    parser.add_argument("--json", action="store_true", help="the balances as one JSON object")
    parser.add_argument("--timeout", type=float, default=60.0, metavar="S", help="give up draining after S seconds")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    try:
        running = ask_running_till(settings.storage, {"word": "settle", "timeout_s": options.timeout}, options.timeout + 30)
        if running is not None:
            return _tell_running(running, options)
        books, still_open = _settle_alone(settings, options.timeout)
        if still_open:
            call.complain(still_open)
        return max(_tell(books, options), call.NO if still_open else call.DONE)
    except TillBusyError as error:
        call.complain(str(error))
        return call.NO
    except StorageError as error:
        call.complain(str(error))
        return call.STORAGE
    except OSError as error:
        call.complain(f"[storage] directory {settings.storage} cannot be used: {error}")
        return call.STORAGE
    except ChildError as error:
        call.complain(str(error))
        return call.WRONG


def _settle_alone(settings: Settings, timeout_s: float) -> tuple[Books, str]:
    from app.terminal import KioskTerminal, receipts_directory

    with contextlib.ExitStack() as stack:
        if settings.demo.start:
            settings = stack.enter_context(DemoWorld(settings, receipts_directory(settings))).settings
        screen = QuietScreen()
        till = Till(settings.policy, SystemClock())
        terminal = KioskTerminal(settings, till, screen, pacing=EAGER)
        terminal.start()
        stack.callback(terminal.stop)
        until = time.monotonic() + timeout_s
        with screen.changed:
            while not is_settled(till.state) and (left := until - time.monotonic()) > 0:
                screen.changed.wait(min(left, 0.5))
        return books_of(till), what_is_open(till.state)


def _tell_running(answer: dict[str, Any], options: argparse.Namespace) -> int:
    if "error" in answer:
        call.complain(str(answer["error"]))
        return call.STORAGE if answer.get("storage_failed") else call.NO
    return _tell(msgspec.convert(answer, Books), options)


def _tell(books: Books, options: argparse.Namespace) -> int:
    figures = as_json(books.balances)
    if options.json:
        call.say(json.dumps(figures))
    else:
        for name, fen in figures.items():
            call.say(f"{name:22} {fen:>12}")
    for sentence in books.unexplained:
        call.complain(f"the books do not add up: {sentence}")
    return call.DONE if books.closed else call.NO
