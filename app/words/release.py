"""``release``: cash is taken again after a person has looked at why it was stopped."""

from app import call
from app.releasing import release_alone
from app.till_socket import ask_running_till
from kiosk.events import StopReleased
from kiosk.ports import StorageError

ANSWER_S = 30.0


def main(arguments: list[str]) -> int:
    parser = call.parser("release", "Take cash again after a person has looked at why it was stopped.")
    parser.add_argument("code", help="of the stop, as the terminal shows it, e.g. BV-CHEAT")
    parser.add_argument("--by", required=True, metavar="NAME", help="who looked")
    parser.add_argument("--reason", required=True, metavar="TEXT", help="what was found and done")
    options = parser.parse_args(arguments)
    if not options.by.strip() or not options.reason.strip():
        parser.error("--by and --reason may not be empty: they stay in the journal")
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    word = {"word": "release", "code": options.code, "by": options.by, "reason": options.reason}
    try:
        running = ask_running_till(settings.storage, word, ANSWER_S)
        if running is not None:
            problem = str(running.get("error", ""))
        else:
            problem = release_alone(settings, StopReleased(options.code, options.by, options.reason))
    except StorageError as error:
        call.complain(str(error))
        return call.STORAGE
    if problem:
        call.complain(problem)
        return call.NO
    call.say(f"{options.code} is released by {options.by}; the journal keeps it.")
    return call.DONE
