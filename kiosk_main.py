"""The front door: takes the command word and hands over to app/."""

import sys
from importlib import import_module

WORDS = {
    "run": "run the terminal as config.ini says (the default)",
    "tour": "a scripted visit offscreen, with screenshots, receipts and a transcript",
    "safe": "a page without devices, when the terminal could not be kept up",
    "settle": "no screen: recover the interrupted visit, drain the queue, print the balances",
    "collect": "swap the sealed cash box: what is under way, two persons' word on it",
    "settle-money": "notes and payments that wait for two persons' word",
    "card": "open card charges, two persons' word on one, the card terminal's day",
    "release": "take money again after two persons have looked at why it was stopped",
    "simulate": "one simulated device alone",
    "diagnose": "ask the devices who they are and how they are",
    "health": "how this terminal is, as halls hear it; tell the centre now",
    "bundle": "everything a fault is found by, as one file",
    "replay": "play a recorded wire against its driver on a desk",
    "ledger": "check, show and export the journal and the books; check a slip",
}


def main(arguments: list[str]) -> int:
    """Exit codes: 0 done, 1 the answer is no, 2 the call or the configuration is wrong, 3 the storage can't be trusted."""
    if arguments and arguments[0] in ("-h", "--help"):
        words = "\n".join(f"  {word:12} {what}" for word, what in WORDS.items())
        sys.stdout.write(f"kiosk_main.py [WORD] [--config FILE] ...\n\n{words}\n\nEach word explains itself with --help.\n")
        return 0
    try:
        " ".join(arguments).encode()
    except UnicodeEncodeError:
        sys.stderr.write("kiosk_main.py: the command is not UTF-8: set the window's character set, or use plain letters\n")
        return 2
    word, rest = (arguments[0], arguments[1:]) if arguments and not arguments[0].startswith("-") else ("run", arguments)
    if word not in WORDS:
        sys.stderr.write(f"kiosk_main.py: {word!r} is no command word; known are: {', '.join(WORDS)}\n")
        return 2
    return int(import_module(f"app.words.{word.replace('-', '_')}").main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
