"""``python -m central hall | maintenance | hall-report``: open hours, planned maintenance, a hall's day."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from central.base import Base
from central.changes import Changes
from central.database import Database
from central.hall_report import HallReportError, HallReports
from central.hall_report_schema import json_schema
from central.halls import Hall, HallError, hall_named, put_hall
from central.keys import key_beside, load_or_make
from central.maintenance import MaintenanceError, plan
from central.periods import Period
from central.rollup import csv_text, roll_up
from central.settings import Settings
from central.times import hall_time, parse, system_now

_WRONG_CALL: Final = 2


def add_hall_words(words: Any, shared: argparse.ArgumentParser) -> None:
    """``words``: the subparsers of ``python -m central``."""
    hall = words.add_parser("hall", parents=[shared], help="show a hall as JSON, or put another description in its place")
    hall.add_argument("hall", metavar="NAME", help="as terminals were enrolled")
    hall.add_argument("--set", dest="file", metavar="FILE", help="JSON like the one shown")
    hall.set_defaults(run=_safely(_hall))
    window = words.add_parser("maintenance", parents=[shared], help="announce a time in which a terminal need not serve")
    window.add_argument("kiosk_id", metavar="KIOSK_ID")
    window.add_argument("--from", dest="begins_at", required=True, help="RFC 3339 with offset; not in the past")
    window.add_argument("--to", dest="ends_at", required=True)
    window.add_argument("--reason", required=True)
    window.add_argument("--by", required=True, help="who approves it")
    window.set_defaults(run=_safely(_maintenance))
    report = words.add_parser("hall-report", parents=[shared], help="make a hall's daily health report, signed")
    report.add_argument("--hall", help="without it, with --csv: every hall, city and province")
    report.add_argument("--date", help="a day in the hall: 2026-11-22 (default: today)")
    report.add_argument("--csv", action="store_true", help="figures of terminals and hall for the level above")
    report.add_argument("--schema", action="store_true", help="show the report's JSON Schema instead")
    report.add_argument("--key-file", help="the centre's signing key (default: beside the database, .key)")
    report.set_defaults(run=_safely(_report))


def _safely(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    """Exit code 2 with one sentence when it can't be done."""

    def act(options: argparse.Namespace) -> int:
        try:
            run(options)
        except (HallError, MaintenanceError, HallReportError, ValueError, OSError) as problem:
            sys.stderr.write(f"central: {problem}\n")
            return _WRONG_CALL
        return 0

    return act


def _hall(options: argparse.Namespace) -> None:
    database = Database(options.database)
    if options.file is not None:
        put_hall(database, options.hall, Hall.parse(Path(options.file).read_text("utf-8")))
        sys.stdout.write(f"{options.hall} is described; its terminals fetch it with their next heartbeat\n")
        return
    with database.read() as connection:
        sys.stdout.write(hall_named(connection, options.hall).model_dump_json(by_alias=True, indent=2) + "\n")


def _maintenance(options: argparse.Namespace) -> None:
    span = (parse(options.begins_at), parse(options.ends_at))
    found = plan(_base(options), options.kiosk_id, span, options.reason, options.by)
    sys.stdout.write(f"{options.kiosk_id}: maintenance {found} from {options.begins_at} to {options.ends_at}\n")


def _report(options: argparse.Namespace) -> None:
    if options.schema:
        sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
        return
    base = _base(options)
    day = hall_time(base.now()).date() if options.date is None else date.fromisoformat(options.date)
    if options.csv:
        with base.database.read() as connection:
            rows = roll_up(connection, Period.of_day(day, base.now()), base.settings, options.hall)
        sys.stdout.write(csv_text(rows, day))
        return
    if options.hall is None:
        raise HallReportError("--hall says whose report; only --csv is for all of them")
    key_file = Path(options.key_file) if options.key_file else key_beside(options.database)
    made = HallReports(base, load_or_make(key_file)).make(options.hall, day)
    proof = {"digest": made.digest, "signature": made.signature, "signed_off_by": made.signed_off_by}
    sys.stdout.write(json.dumps({"report": made.body, **proof}, ensure_ascii=False, indent=2) + "\n")


def _base(options: argparse.Namespace) -> Base:
    return Base(Database(options.database), system_now, Settings(), Changes())
