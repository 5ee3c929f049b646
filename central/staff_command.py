"""``python -m central staff add | list | disable | enable | reset``. No secret stands on a command line (trust.md S3)."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from central.base import Base
from central.changes import Changes
from central.database import Database
from central.settings import Settings
from central.staff import NewSecrets, Staff, StaffError
from central.staff_rights import ROLES
from central.staff_secrets import Secrets
from central.times import system_now

BY: Final = "command-line"  # who did it, in the audit: whoever may open the centre's database


def add_staff_word(words: Any, shared: argparse.ArgumentParser) -> None:
    """``words``: the subparsers of ``python -m central``."""
    acts = words.add_parser("staff", help="people who work for halls").add_subparsers(required=True, metavar="ACT")
    adding = _act(acts, shared, _add, "add", "a new person; password and PIN are shown once")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", required=True, action="append", choices=ROLES, help="may be given again")
    adding.add_argument("--hall", required=True, action="append", help="may be given again; '*' is every hall")
    adding.add_argument("--number", default="", help="the person's own mobile number")
    renewing = _act(acts, shared, _reset, "reset", "new password and PIN; ends locks and log-ins")
    for parser in (adding, renewing):
        secrets = parser.add_mutually_exclusive_group()
        secrets.add_argument("--prompt", action="store_true", help="ask for password and PIN instead of making them")
        secrets.add_argument("--secrets-file", help="two lines, password and PIN; - is the standard input")
    _act(acts, shared, _disable, "disable", "the person gets in nowhere any more")
    _act(acts, shared, _enable, "enable", "the person may work again")
    listing = acts.add_parser("list", parents=[shared], help="everybody, as JSON lines")
    listing.set_defaults(run=_safely(_list))


def _act(acts: Any, shared: argparse.ArgumentParser, run: "_Run", name: str, what: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(name, parents=[shared], help=what)
    parser.add_argument("staff_id", metavar="ID", help="4 to 12 digits")
    parser.set_defaults(run=_safely(run))
    return parser


_Run = Callable[[Staff, argparse.Namespace], None]


def _safely(run: _Run) -> Callable[[argparse.Namespace], int]:
    """Opens the staff book for the act. Exit code 2 with one sentence when it can't be done."""

    def act(options: argparse.Namespace) -> int:
        settings = Settings()
        base = Base(Database(options.database), system_now, settings, Changes())
        try:
            run(Staff(base, Secrets(settings.argon2_kib, 1)), options)
        except StaffError as problem:
            sys.stderr.write(f"central: {problem}\n")
            return 2
        return 0

    return act


def _add(book: Staff, options: argparse.Namespace) -> None:
    given = _secrets(options)
    made = book.add(options.staff_id, options.name, options.role, options.hall, BY, number=options.number, secrets=given)
    _tell(options.staff_id, made, told=given is None)


def _reset(book: Staff, options: argparse.Namespace) -> None:
    given = _secrets(options)
    _tell(options.staff_id, book.reset(options.staff_id, BY, given), told=given is None)


def _disable(book: Staff, options: argparse.Namespace) -> None:
    book.enable(options.staff_id, BY, enabled=False)
    sys.stdout.write(f"{options.staff_id} gets in nowhere any more; terminals hear of it with their next heartbeat\n")


def _enable(book: Staff, options: argparse.Namespace) -> None:
    book.enable(options.staff_id, BY, enabled=True)
    sys.stdout.write(f"{options.staff_id} may work again\n")


def _list(book: Staff, _options: argparse.Namespace) -> None:
    for person in book.everybody():
        told: dict[str, Any] = {
            "staff_id": person.staff_id,
            "name": person.name,
            "roles": person.roles,
            "halls": person.halls,
        }
        told |= {"enabled": person.enabled, "must_change": person.must_change or person.password_must_change}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def _secrets(options: argparse.Namespace) -> NewSecrets | None:
    """None: make them."""
    if options.prompt:
        return NewSecrets(getpass.getpass("password: "), getpass.getpass("PIN: "))
    if options.secrets_file is None:
        return None
    try:
        text = sys.stdin.read() if options.secrets_file == "-" else Path(options.secrets_file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise StaffError(f"--secrets-file: {options.secrets_file} can't be read: {problem}") from problem
    lines = text.splitlines()
    if len(lines) != 2:
        raise StaffError("--secrets-file: two lines are needed, the password and the PIN")
    return NewSecrets(*lines)


def _tell(staff_id: str, made: NewSecrets, *, told: bool) -> None:
    sys.stdout.write(f"{staff_id}: both secrets must be changed at the first log-in\n")
    if told:
        sys.stdout.write(f"password {made.password}\nPIN {made.pin}\nThey are shown once and kept nowhere.\n")
