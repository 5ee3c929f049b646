"""``python -m central``: the reference centre on its own. Exit codes: 0 done, 1 the answer is no, 2 the call is wrong."""

import argparse
import json
import logging
import os
import re
import sys
from datetime import date
from pathlib import Path

from central.command_word import add_command_word
from central.database import Database, DatabaseError
from central.enrolment import Enrolment
from central.hall_commands import add_hall_words
from central.keys import CentreKeyError
from central.schemas import KIOSK_ID
from central.settings import Settings
from central.staff_command import add_staff_word
from central.times import hall_time, render, system_now
from central.worker import Worker

_BEAT_SECONDS = 30.0  # between two heartbeats of the demo's fleet
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEFAULT_DATABASE = "central.sqlite"  # in the working directory; never where the terminal keeps its own memory


class CallError(Exception):
    """The call is wrong or can't be done; the message is one plain sentence."""


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        code: int = options.run(options)
    except (CallError, DatabaseError, CentreKeyError) as problem:
        sys.stderr.write(f"central: {problem}\n")
        return 2
    return code


def _serve(options: argparse.Namespace) -> int:
    from central.centre import Centre
    from central.demo_fleet import add_demo_fleet, beats
    from central.server import CentralServer, exit_cleanly_on_signals, listen

    if options.demo and options.host not in _LOOPBACK:
        raise CallError(f"--demo has endpoints without a token and serves 127.0.0.1 only, not --host {options.host}")
    if options.demo_fleet and not options.demo:
        raise CallError("--demo-fleet is invented: it needs --demo")
    token = "" if options.metrics_token_file is None else _token_in(Path(options.metrics_token_file))
    exit_cleanly_on_signals()
    try:
        listening = listen(options.host, options.port)
    except (OSError, OverflowError) as problem:
        raise CallError(f"can't listen on {options.host} port {options.port}: {problem}") from problem
    settings = Settings() if options.reopen_seconds is None else Settings(reopen_seconds=options.reopen_seconds)
    key_file = Path(options.key_file) if options.key_file else None
    if options.demo_fleet:
        add_demo_fleet(options.database, system_now(), key_file)
    centre = Centre(options.database, settings=settings, demo=options.demo, key_file=key_file, metrics_token=token)
    fleet = Worker("demo fleet", [beats(centre)] if options.demo_fleet else [], _BEAT_SECONDS)
    fleet.start()
    CentralServer(centre, listening, announce=True).serve_here()
    fleet.stop()
    return 0


def _token_in(path: Path) -> str:
    try:
        if path.stat().st_mode & 0o077:
            raise CallError(f"--metrics-token-file: {path} can be read by others; run: chmod 600 {path}")
        token = path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise CallError(f"--metrics-token-file: {path} can't be read: {problem}") from problem
    if re.fullmatch(r"[!-~]{16,200}", token) is None:
        raise CallError(f"--metrics-token-file: {path} must hold one line of 16 to 200 characters without blanks")
    return token


def _enrol(options: argparse.Namespace) -> int:
    enrolment = _enrolment(options)
    path = Path(options.token_file)
    try:
        descriptor = os.open(path.with_name(path.name + ".new"), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    except OSError as problem:
        raise CallError(f"--token-file: {path} can't be written: {problem.strerror}") from problem
    token = enrolment.enrol(options.kiosk_id, options.hall)
    with os.fdopen(descriptor, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(token + "\n")
        file.flush()
        os.fsync(file.fileno())
    path.with_name(path.name + ".new").replace(path)
    sys.stdout.write(f"{options.kiosk_id} enrolled in {options.hall}; its token is in {path}\n")
    return 0


def _disable(options: argparse.Namespace) -> int:
    if not _enrolment(options).switch_off(options.kiosk_id):
        sys.stderr.write(f"central: there is no terminal {options.kiosk_id} in this database\n")
        return 1
    sys.stdout.write(f"{options.kiosk_id} is switched off; enrol it again to switch it on\n")
    return 0


def _report(options: argparse.Namespace) -> int:
    from central.report import summary

    found = summary(Database(options.database), system_now(), Settings())
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 1 if found["paid_without_sms"] else 0


def _cards(options: argparse.Namespace) -> int:
    from central.report import card_day

    try:
        day = hall_time(system_now()).date() if options.day is None else date.fromisoformat(options.day)
    except ValueError as problem:
        raise CallError(f"--day: {options.day!r} is no day such as 2026-11-21") from problem
    found = card_day(Database(options.database), day)
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    return 1 if found["charges_brought_twice"] else 0


def _catalogue(options: argparse.Namespace) -> int:
    from central.catalogue import CatalogueError, Catalogues

    catalogues = Catalogues(Database(options.database), system_now)
    if options.file is None:
        sys.stdout.write(catalogues.current()[1].model_dump_json(indent=2) + "\n")
        return 0
    try:
        version = catalogues.put(Path(options.file).read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise CallError(f"--set: {options.file} can't be read: {problem}") from problem
    except CatalogueError as problem:
        raise CallError(f"--set: {options.file} is no catalogue: {problem}") from problem
    sys.stdout.write(f"the catalogue has version {version}; terminals fetch it with their next heartbeat\n")
    return 0


def _invoice(options: argparse.Namespace) -> int:
    from central.base import Base
    from central.changes import Changes
    from central.slips import Slips
    from central.visits import Visits

    base = Base(Database(options.database), system_now, Settings(), Changes())
    try:
        outcome, row = Slips(base, Visits(base)).exchange(options.code, options.by)
    except ValueError as problem:
        raise CallError(f"CODE: {problem}") from problem
    if row is None:
        sys.stderr.write("central: no receipt has this invoice code\n")
        return 1
    said = {"outcome": outcome, "receipt_number": row.receipt_number, "amount_fen": row.amount_fen}
    said |= {"exchanged_at": render(row.exchanged_at), "exchanged_by": row.exchanged_by}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    return 0 if outcome == "exchanged" else 1


def _enrolment(options: argparse.Namespace) -> Enrolment:
    if re.fullmatch(KIOSK_ID, options.kiosk_id) is None:
        raise CallError(f"KIOSK_ID: {options.kiosk_id!r} is not a capital letter followed by 1 to 15 of A-Z, 0-9 and -")
    return Enrolment(Database(options.database), system_now)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m central", description="The reference central API.")
    words = parser.add_subparsers(required=True, metavar="WORD")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--database", default=DEFAULT_DATABASE, help=f"SQLite file or SQLAlchemy URL (default: {DEFAULT_DATABASE} here)"
    )
    serve = words.add_parser("serve", parents=[shared], help="run the centre")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000, help="0 takes a free one; the line on stdout says which")
    serve.add_argument("--demo", action="store_true", help="demo accounts and the /demo endpoints; loopback only")
    serve.add_argument("--demo-fleet", action="store_true", help="a hall with five invented terminals, to try the pages on")
    serve.add_argument("--reopen-seconds", type=float, help="how long the reopening of a paid line takes")
    serve.add_argument("--key-file", help="the centre's signing key, made when absent (default: beside the database, .key)")
    serve.add_argument("--metrics-token-file", help="/metrics is for who has its token (default: for this machine only)")
    serve.set_defaults(run=_serve)
    enrol = words.add_parser("enrol", parents=[shared], help="create or renew a terminal and write its token")
    enrol.add_argument("kiosk_id", metavar="KIOSK_ID")
    enrol.add_argument("--hall", required=True)
    enrol.add_argument("--token-file", required=True, help="written with mode 0600")
    enrol.set_defaults(run=_enrol)
    disable = words.add_parser("disable", parents=[shared], help="switch a terminal off")
    disable.add_argument("kiosk_id", metavar="KIOSK_ID")
    disable.set_defaults(run=_disable)
    report = words.add_parser("report", parents=[shared], help="payments without an SMS; exit code 1 if there are any")
    report.set_defaults(run=_report)
    cards = words.add_parser(
        "cards", parents=[shared], help="a day's card charges by kiosk and card terminal; exit code 1 if one came twice"
    )
    cards.add_argument("--day", help="of acceptance, in the hall: 2026-11-21 (default: today)")
    cards.set_defaults(run=_cards)
    catalogue = words.add_parser(
        "catalogue", parents=[shared], help="show the catalogue as JSON, or put another in its place"
    )
    catalogue.add_argument("--set", dest="file", metavar="FILE", help="JSON like the one shown; becomes the newest version")
    catalogue.set_defaults(run=_catalogue)
    invoice = words.add_parser(
        "invoice", parents=[shared], help="exchange a receipt's code for an invoice; exit code 1 if that was done before"
    )
    invoice.add_argument("code", metavar="CODE", help="as it stands on the receipt")
    invoice.add_argument("--by", required=True, help="who exchanges it")
    invoice.set_defaults(run=_invoice)
    add_staff_word(words, shared)
    add_hall_words(words, shared)
    add_command_word(words, shared)
    return parser


if __name__ == "__main__":
    sys.exit(main())
