"""The word ``command`` of ``python -m central``: a command for one terminal, and what waits for it (F62)."""

import argparse
import sys
from typing import Any

from central.base import Base
from central.changes import Changes
from central.commands import NEEDS, Commands
from central.database import Database
from central.settings import Settings
from central.staff_rights import StaffRefusedError
from central.times import hall_time, system_now


def add_command_word(words: Any, shared: argparse.ArgumentParser) -> None:
    """``words``: what ``add_subparsers`` gave; ``shared``: the options that every word has."""
    command = words.add_parser(
        "command",
        parents=[shared],
        help="tell a terminal to do something as soon as nobody is there; exit code 1 if refused",
    )
    command.add_argument("kiosk_id", metavar="KIOSK_ID")
    command.add_argument("what", choices=list(NEEDS))
    command.add_argument("--by", required=True, metavar="STAFF_ID", help="who gives it; it stands in the audit")
    command.add_argument("--minutes", type=float, default=10.0, help="how long it is good for (default: 10)")
    command.add_argument("--argument", default="", help="what the command needs beside its name")
    command.set_defaults(run=_command)


def _command(options: argparse.Namespace) -> int:
    commands = Commands(Base(Database(options.database), system_now, Settings(), Changes()))
    seconds = options.minutes * 60
    try:
        given = commands.give(options.kiosk_id, options.what, options.by, seconds=seconds, argument=options.argument)
    except StaffRefusedError as refused:
        sys.stderr.write(f"central: {refused}\n")
        return 1
    until = hall_time(given.expires_at)
    sys.stdout.write(f"{given.command_id}: {given.what} for {given.kiosk_id}, good until {until:%H:%M:%S}\n")
    return 0
