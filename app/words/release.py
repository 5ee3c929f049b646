"""``release``: money is taken again after two persons have looked at why it was stopped."""

from typing import Any

from app import call, two_persons
from app.releasing import act_of
from app.till_socket import ask_running_till
from kiosk.ports import StorageError


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
    first, second = two_persons.given(parser, options)
    word: dict[str, Any] = {"word": "release", "code": options.code, "reason": options.reason}
    try:
        running = ask_running_till(settings.storage, word | {"proofs": two_persons.as_words(first, second)}, call.TWO_S)
        if running is not None:
            problem = str(running.get("error", ""))
        else:
            problem = two_persons.carry_out_alone(settings, act_of(word), first, second)
    except StorageError as error:
        call.complain(str(error))
        return call.STORAGE
    if problem:
        call.complain(problem)
        return call.NO
    call.say(f"{options.code} is released by {options.by} and {options.second}; the journal keeps it.")
    return call.DONE
