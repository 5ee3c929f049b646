"""``ledger``: the journal and the books, checked and read by anybody who has the storage directory and the secrets.

Works beside a running terminal, after it has died, and on a copied directory; writes nothing there.
"""

import argparse
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from app import call, ledger_export
from app.ledger_journeys import find, journey, last_payments, of_receipt
from app.ledger_texts import line_of, visible
from kiosk.masking import masked
from kiosk.money import FEN_PER_YUAN, Fen, yuan_text
from kiosk.ports import StorageError
from kiosk.receipt import short_time
from kiosk.slip_check import same_code
from offline_queue.database import database_path
from offline_queue.inspection import Report, inspect_database, inspect_mirror
from offline_queue.journal import ChainBrokenError, JournalHead
from offline_queue.journal_source import mirror_path, open_journal
from offline_queue.keys import Keyring
from offline_queue.slip_seal import SlipSealer, expected_code

_LAST = 20


class Places(NamedTuple):
    kiosk_id: str
    storage: Path
    secrets: Path


def main(arguments: list[str]) -> int:
    words = ", ".join(f"{word}: {what}" for word, (_, what) in WORDS.items())
    front = call.CallParser(prog="kiosk_main.py ledger", description=f"{words}. Each explains itself with --help.")
    front.add_argument("word", choices=WORDS)
    word: str = front.parse_args(arguments[:1]).word
    try:
        return WORDS[word][0](arguments[1:])
    except ChainBrokenError as broken:
        call.complain(f"the journal is not sound: {broken}; keep a copy of the storage directory and call a technician")
        return call.NO
    except msgspec.DecodeError as problem:
        call.complain(f"a journal record cannot be read by this version of the program: {visible(str(problem))}")
        return call.STORAGE
    except StorageError as error:
        call.complain(visible(str(error)))
        return call.STORAGE


def _parser(word: str, description: str) -> call.CallParser:
    parser = call.parser(f"ledger {word}", description)
    parser.add_argument("--storage", type=Path, metavar="DIR", help="a copy of the storage directory, in place of its own")
    parser.add_argument("--secrets", type=Path, metavar="DIR", help="the secrets that belong to it")
    return parser


def _places(options: argparse.Namespace) -> Places | None:
    settings = call.configured(options.config)
    if settings is None:
        return None
    return Places(settings.policy.kiosk_id, options.storage or settings.storage, options.secrets or settings.secrets)


def _ledger(options: argparse.Namespace) -> Places | None:
    """Where a ledger is. Raises ``StorageError`` when there is none at all."""
    places = _places(options)
    if places is not None and not any(
        path.exists() for path in (database_path(places.storage), mirror_path(places.storage))
    ):
        raise StorageError(
            f"There is no ledger in {places.storage}: no terminal has run on this directory. "
            "Correct [storage] directory, or start the terminal once."
        )
    return places


# ---- verify --------------------------------------------------------------------------------------------------------


def verify(arguments: list[str]) -> int:
    parser = _parser("verify", "Walk the journal's whole chain, and compare every row of the tables with it.")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--head", type=_head, metavar="COUNT:MAC", help="a head noted before: what is missing since is told"
    )
    parser.add_argument("--mirror", action="store_true", help="the chain in the journal's mirror, without the database")
    options = parser.parse_args(arguments)
    places = _ledger(options)
    if places is None:
        return call.WRONG
    inspect = inspect_mirror if options.mirror else inspect_database
    report = inspect(places.storage, places.secrets, places.kiosk_id, options.head)
    if options.json:
        call.say(json.dumps(msgspec.to_builtins(report), ensure_ascii=False))
    else:
        _tell(report, of_mirror=options.mirror)
    if report.sound:
        return call.DONE
    more = f" ({len(report.problems)} problems)" if len(report.problems) > 1 else ""
    call.complain(f"the ledger is not sound: {visible(report.problems[0])}{more}")
    return call.NO


def _tell(report: Report, *, of_mirror: bool) -> None:
    call.say(f"{report.records} records fit the chain ({report.records_per_second} records a second).")
    call.say(f"Head: {report.head}")
    if report.sound and of_mirror:
        call.say("The mirror is sound.")
    elif report.sound:
        call.say(
            "The file is whole, every row says what the journal says, and every fen is explained: the ledger is sound."
        )
    for problem in report.problems:
        call.say(f"- {visible(problem)}")


def _head(text: str) -> JournalHead:
    found = re.fullmatch(r"([0-9]{1,15}):([0-9a-fA-F]{64})", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError("a head is COUNT:MAC, the MAC being 64 hex digits")
    return JournalHead(int(found[1]), found[2].lower())


# ---- show and export -----------------------------------------------------------------------------------------------


def show(arguments: list[str]) -> int:
    parser = _parser("show", "The whole journey of one payment, note or card attempt; without a code, the last payments.")
    what = "a claim code, a receipt's number, or a note's or card attempt's code"
    parser.add_argument("code", nargs="?", metavar="CODE", help=what)
    parser.add_argument("--visit", metavar="ID", help="a visit's id instead of a code")
    parser.add_argument("--last", type=int, default=_LAST, metavar="N", help=f"so many payments; default {_LAST}")
    parser.add_argument("--mirror", action="store_true", help="from the journal's mirror, without the database")
    options = parser.parse_args(arguments)
    if (options.code and options.visit) or options.last < 1:
        parser.error("one code or one --visit, and --last of at least 1")
    places = _ledger(options)
    if places is None:
        return call.WRONG
    with open_journal(places.storage, places.secrets, places.kiosk_id, from_mirror=options.mirror) as records:
        code = options.code or options.visit
        if not code:
            for payment in last_payments(records(), options.last):
                at, amount = short_time(payment.at), yuan_text(payment.amount)
                ends = f"{payment.state} {masked(payment.receipt_number)}{payment.charge}".rstrip()
                call.say(f"{at}  {payment.payment_id:14} {masked(payment.account)}  {amount:>9}  {ends}")
            return call.DONE
        start = find(records(), code)
        if not start and (of := of_receipt(records(), code)):
            start = find(records(), of)
        if not start:
            kinds = "payment, receipt, note, card attempt or visit"
            call.complain(f"the journal of {places.kiosk_id} knows no {kinds} {masked(code)}")
            return call.NO
        for entry in journey(records(), start):
            call.say(f"{short_time(entry.at)}  #{entry.seq:<7} {line_of(entry.fact)}")
    return call.DONE


def export(arguments: list[str]) -> int:
    parser = _parser("export", "The journal's facts for auditors: masked numbers, no encrypted ones.")
    parser.add_argument("--format", required=True, choices=ledger_export.FORMATS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="a new file, mode 0600; default: standard output")
    parser.add_argument("--mirror", action="store_true", help="from the journal's mirror, without the database")
    options = parser.parse_args(arguments)
    places = _ledger(options)
    if places is None:
        return call.WRONG
    with open_journal(places.storage, places.secrets, places.kiosk_id, from_mirror=options.mirror) as records:
        lines = ledger_export.FORMATS[options.format](records())
        if options.out is None:
            return _to_standard_output(lines)
        try:
            with ledger_export.whole_file(options.out) as file:
                file.writelines(lines)
        except OSError as problem:
            call.complain(f"--out {options.out} cannot be written: {problem.strerror or problem}")
            return call.WRONG
    return call.DONE


def _to_standard_output(lines: Iterable[str]) -> int:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        out.writelines(lines)
        out.flush()
    except BrokenPipeError:  # the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        out.detach()
    return call.DONE


# ---- slip ----------------------------------------------------------------------------------------------------------


def slip(arguments: list[str]) -> int:
    """Never tells the right code: it would help a forger."""
    parser = _parser("slip", "Does the check code belong to this slip? All parts as printed; needs only the secrets.")
    parser.add_argument("--claim", required=True, type=_claim, metavar="K0001-12", help="the claim code")
    parser.add_argument("--number", required=True, type=_masked_number, metavar="'138****5678'")
    parser.add_argument("--amount", required=True, type=_amount, metavar="150.00")
    parser.add_argument("--time", required=True, type=_time, metavar="'2026-11-21 20:58:44'")
    parser.add_argument("--code", required=True, metavar="7K3M-9QXT", help="the check code")
    options = parser.parse_args(arguments)
    places = _places(options)
    if places is None:
        return call.WRONG
    seal = SlipSealer(Keyring(places.secrets), may_make=False)
    if same_code(options.code, expected_code(seal, options.claim, options.number, options.amount, options.time)):
        call.say(f"Genuine: terminal {places.kiosk_id} printed this slip with this code.")
        return call.DONE
    call.complain(
        "the check code does not belong to this slip: something was typed otherwise than printed, another terminal "
        "printed it, or it was forged"
    )
    return call.NO


def _typed(pattern: str, example: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text.strip()):
            raise argparse.ArgumentTypeError(f"should look like {example}")
        return text.strip()

    return read


_masked_number = _typed(r"[0-9* ]{2,30}", "138****5678")
_time = _typed(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "2026-11-21 20:58:44")


def _claim(text: str) -> str:
    return _typed(r"[A-Za-z0-9-]{3,40}", "K0001-12")(text).upper()


def _amount(text: str) -> Fen:
    found = re.fullmatch(r"[¥￥]?(\d{1,7})(?:\.(\d\d))?", text.strip())
    if found is None:
        raise argparse.ArgumentTypeError("should look like 150.00")
    return Fen(int(found[1]) * FEN_PER_YUAN + int(found[2] or 0))


WORDS: Final[dict[str, tuple[Callable[[list[str]], int], str]]] = {
    "verify": (verify, "is the ledger what it says it is"),
    "show": (show, "the whole journey of a payment, note or card attempt, or the last payments"),
    "export": (export, "the journal's facts as CSV or JSON lines"),
    "slip": (slip, "does a slip's check code belong to it"),
}
