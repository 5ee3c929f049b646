"""``collect``: swap the sealed cash box, by command word and with the proofs of two persons."""

import argparse
import json
from typing import Any, Final

from app import call, two_persons
from app.collect_word import NOT_ALONE, act_of, show_alone
from app.settings import Settings
from app.till_word import answered
from kiosk.collection import BoxStep

_TEXTS: Final = {
    "--box-out": (BoxStep.SERIAL_OUT, "serial of the box that came out"),
    "--seal-out": (BoxStep.SEAL_OUT, "its seal; empty where none can be told"),
    "--box-in": (BoxStep.SERIAL_IN, "serial of the box that went in"),
    "--seal-in": (BoxStep.SEAL_IN, "its seal; empty where none can be told"),
}
_DONE: Final = {"open": "is open: no cash is taken", "close": "is closed: cash is taken again", "give-up": "is given up"}


def main(arguments: list[str]) -> int:
    parser, words = _parser()
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    word: dict[str, Any] = {"word": "collect", "do": options.do}
    if options.do == "close":
        word["texts"] = {
            step.value: text for name, (step, _) in _TEXTS.items() if (text := _text(options, name)) is not None
        }
    if options.do != "show":
        word = two_persons.with_proofs(word, words[options.do], options)
    answer = answered(settings, word, _alone)
    return answer if isinstance(answer, int) else _tell(options, answer)


def _parser() -> tuple[call.CallParser, dict[str, call.CallParser]]:
    parser = call.parser("collect", "Swap the sealed cash box; what is in it is told to nobody.")
    does = parser.add_subparsers(dest="do", required=True, metavar="show|open|close|give-up")
    words = {
        "show": does.add_parser("show", help="the swap that is under way, and the last ones; exit 1 while one is open"),
        "open": does.add_parser("open", help="no cash from now on, until it is closed or given up"),
        "close": does.add_parser("close", help="the new box is in: cash is taken again"),
        "give-up": does.add_parser("give-up", help="the box was never out: nothing changes"),
    }
    for name, word in words.items():
        word.add_argument("--json", action="store_true")
        if name != "show":
            two_persons.add_arguments(word)
    for text, (_, what) in _TEXTS.items():
        words["close"].add_argument(text, metavar="TEXT", help=what)
    return parser, words


def _text(options: argparse.Namespace, name: str) -> str | None:
    found = getattr(options, name.removeprefix("--").replace("-", "_"))
    return None if found is None else str(found).strip().upper()


def _alone(settings: Settings, word: dict[str, Any]) -> dict[str, Any]:
    if word["do"] == "show":
        return show_alone(settings)
    if word["do"] == "close":
        return {"error": NOT_ALONE}
    problem = two_persons.carry_out_alone(settings, act_of(word), *two_persons.read_words(word))
    return {"error": problem} if problem else show_alone(settings)


def _tell(options: argparse.Namespace, answer: dict[str, Any]) -> int:
    swap = answer["open"]
    if options.json:
        call.say(json.dumps(answer, ensure_ascii=False))
    elif options.do == "show":
        _tell_in_words(answer)
    else:
        name = (swap or answer["last"][0])["collection_id"]
        call.say(f"{name} {_DONE[options.do]}; the journal keeps {options.by} and {options.second}.")
    return call.NO if options.do == "show" and swap is not None else call.DONE


def _tell_in_words(answer: dict[str, Any]) -> None:
    call.say(f"box in   {answer['box'] or 'nobody has told'}")
    swap = answer["open"]
    if swap is not None:
        call.say(f"OPEN     {swap['collection_id']} since {swap['opened_at']} by {swap['first']} and {swap['second']}")
        call.say(f"next     {swap['next']}")
    for one in answer["last"]:
        if one["state"] != "open":
            boxes = f"{one['serial_out'] or '-'} out, {one['serial_in'] or '-'} in"
            call.say(f"{one['state']:8} {one['collection_id']} {one['ended_at']}: {boxes} {one['problem'] or ''}".rstrip())
