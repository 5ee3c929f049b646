"""``release``: money is taken again after two persons have looked at why it was stopped."""

from typing import Any

from app import call, two_persons
from app.releasing import act_of
from app.settings import Settings
from app.till_word import answered


def main(arguments: list[str]) -> int:
    parser = call.parser("release", "Take money again after two persons with the role admin have looked.")
    parser.add_argument("code", help="of the stop, as the terminal shows it, e.g. BV-CHEAT")
    two_persons.add_arguments(parser)
    parser.add_argument("--reason", required=True, metavar="TEXT", help="what was found and done")
    options = parser.parse_args(arguments)
    if not options.reason.strip():
        parser.error("--reason may not be empty: it stays in the journal")
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    word = {"word": "release", "code": options.code, "reason": options.reason}
    answer = answered(settings, two_persons.with_proofs(word, parser, options), _alone)
    if isinstance(answer, int):
        return answer
    call.say(f"{options.code} is released by {options.by} and {options.second}; the journal keeps it.")
    return call.DONE


def _alone(settings: Settings, word: dict[str, Any]) -> dict[str, Any]:
    return {"error": two_persons.carry_out_alone(settings, act_of(word), *two_persons.read_words(word))}
