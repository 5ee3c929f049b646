"""``settle-money``: money that waits for persons, by command word and with the proofs of two."""

import argparse
import json
import re
from typing import Any, Final

from app import call, two_persons
from app.money_word import act_of_ledger, show_alone
from app.settings import Settings
from app.till_word import answered
from kiosk.money import FEN_PER_YUAN, Fen, yuan_text
from kiosk.open_money import Settlement

_NOTES: Final = (Settlement.CREDITED, Settlement.HANDED_OVER, Settlement.NOT_THERE, Settlement.COUNTERFEIT)
_PAYMENTS: Final = (Settlement.CREDITED, Settlement.HANDED_OVER, Settlement.ALREADY_CREDITED)
_HELP: Final = {
    Settlement.CREDITED: "to the number that was confirmed, as a payment of its own",
    Settlement.HANDED_OVER: "the hall gave it to the customer, who signed for it",
    Settlement.NOT_THERE: "it was looked for and counted, and there is no such note",
    Settlement.COUNTERFEIT: "it was found, and is no money",
    Settlement.ALREADY_CREDITED: "the centre's books have it under its own key",
}


def main(arguments: list[str]) -> int:
    parser, words = _parser()
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    word = _word_of(options)
    if options.do != "show":
        word = two_persons.with_proofs(word, words[options.do], options)
    answer = answered(settings, word, _alone)
    return answer if isinstance(answer, int) else _tell(options, answer)


def _parser() -> tuple[call.CallParser, dict[str, call.CallParser]]:
    parser = call.parser("settle-money", "Notes and payments that no machine can decide, and two persons' word on them.")
    does = parser.add_subparsers(dest="do", required=True, metavar="show|note|payment|found")
    words = {
        "show": does.add_parser("show", help="what waits for a decision; exit 1 while anything does"),
        "note": does.add_parser("note", help="decide about a note"),
        "payment": does.add_parser("payment", help="decide about a payment that was refused, or is in doubt"),
        "found": does.add_parser("found", help="record a note that somebody holds, e.g. found while a jam was cleared"),
    }
    for name, outcomes in (("note", _NOTES), ("payment", _PAYMENTS)):
        words[name].add_argument("code", help="as show tells it, or as it stands on the slip")
        said = words[name].add_mutually_exclusive_group(required=True)
        for one in outcomes:
            option = f"--{one.value.replace('_', '-')}"
            said.add_argument(option, action="store_const", const=one, dest="outcome", help=_HELP[one])
        words[name].add_argument("--reason", required=True, metavar="TEXT", help="how it is known; the journal keeps it")
    words["found"].add_argument("yuan", type=_fen, metavar="YUAN", help="its value")
    words["found"].add_argument("--place", required=True, metavar="TEXT", help="where it was found")
    words["found"].add_argument(
        "--like", default="", metavar="CODE", help="of the note, given back as it seemed, that it is"
    )
    for name, word in words.items():
        word.add_argument("--json", action="store_true")
        if name != "show":
            two_persons.add_arguments(word)
    return parser, words


def _fen(text: str) -> Fen:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no note's value in whole yuan")
    return Fen(int(text) * FEN_PER_YUAN)


def _word_of(options: argparse.Namespace) -> dict[str, Any]:
    word: dict[str, Any] = {"word": "settle-money", "do": options.do}
    if options.do == "found":
        return {**word, "fen": options.yuan, "place": options.place, "like": options.like}
    if options.do != "show":
        word |= {"code": options.code, "outcome": options.outcome.value, "reason": options.reason}
    return word


def _alone(settings: Settings, word: dict[str, Any]) -> dict[str, Any]:
    if word["do"] != "show":
        problem = two_persons.carry_out_alone(settings, act_of_ledger(word), *two_persons.read_words(word))
        if problem:
            return {"error": problem}
    return show_alone(settings)


def _tell(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    if options.json:
        call.say(json.dumps(answer, ensure_ascii=False))
    elif options.do == "show":
        _tell_in_words(answer)
    else:
        what = f"a note of {yuan_text(options.yuan)} yuan is on the list" if options.do == "found" else _decided(options)
        call.say(f"{what}; the journal keeps {options.by} and {options.second}.")
    return call.NO if options.do == "show" and answer["open"] else call.DONE


def _decided(options: argparse.Namespace) -> str:
    return f"{options.code} is settled: {options.outcome.value.replace('_', ' ')}"


def _tell_in_words(answer: dict[str, Any]) -> None:
    if not answer["open"]:
        call.say("nothing waits for a decision")
    for one in answer["open"]:
        number = one["number"] or "no number"
        why = f": {one['why']}" if one["why"] else ""
        kind = one["kind"].replace("_", " ")
        call.say(f"{one['code']:12} {yuan_text(Fen(one['fen'])):>9}  {kind}, {number}, since {one['since']}{why}")
        can = ", ".join(name.replace("_", " ") for name in one["can"]) or "nothing yet: its visit or its charge is not over"
        call.say(f"{'':22}  can be: {can}")
