"""``card``: open charges, two persons' word on one of them, and the terminal's day."""

import json
from typing import Any

from app import call, two_persons
from app.card_word import DAY_S, act_of, show_alone
from app.settings import Settings
from app.till_word import answered
from kiosk.money import yuan_text


def main(arguments: list[str]) -> int:
    parser = call.parser("card", "Open card charges, two persons' word on one of them, and the card terminal's day.")
    words = parser.add_subparsers(dest="do", required=True, metavar="show|settle|close")
    show = words.add_parser("show", help="what is open, and the charges since the terminal's last close")
    settle = words.add_parser("settle", help="decide an open charge by the acquirer's statement")
    settle.add_argument("attempt", help="of the charge, as show tells it")
    said = settle.add_mutually_exclusive_group(required=True)
    said.add_argument("--charged", action="store_true", help="the statement has it")
    said.add_argument("--not-charged", action="store_true", help="the statement has it not, or has taken it back")
    two_persons.add_arguments(settle)
    settle.add_argument("--reason", required=True, metavar="TEXT", help="which statement, which line")
    close = words.add_parser("close", help="close the terminal's day now, and compare")
    for telling in (show, close):
        telling.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    word: dict[str, Any] = {"word": "card", "do": options.do}
    if options.do == "settle":
        word |= {"attempt": options.attempt, "charged": options.charged, "reason": options.reason}
        try:
            act_of(word)
        except ValueError as wrong:
            parser.error(str(wrong))
        word = two_persons.with_proofs(word, parser, options)
    answer = answered(settings, word, _alone, DAY_S + 30)
    return answer if isinstance(answer, int) else _tell(options, answer)


def _alone(settings: Settings, word: dict[str, Any]) -> dict[str, Any]:
    if word["do"] == "close":
        return {"error": "no terminal runs here: the card terminal's day is closed by the running one"}
    if word["do"] == "show":
        return show_alone(settings)
    return {"error": two_persons.carry_out_alone(settings, act_of(word), *two_persons.read_words(word))}


def _tell(options: Any, answer: dict[str, Any]) -> int:
    if options.do == "settle":
        call.say(f"{options.attempt} is decided by {options.by} and {options.second}; the journal keeps it.")
        return call.DONE
    day = answer["day"]
    if options.json:
        call.say(json.dumps(answer, ensure_ascii=False))
    else:
        _tell_in_words(answer["open"], day)
    last = day.get("last") or {}
    is_wrong = bool(answer["open"] or day.get("refused") or last.get("differences"))
    return call.NO if is_wrong else call.DONE


def _tell_in_words(rows: list[dict[str, str]], day: dict[str, Any]) -> None:
    for row in rows:
        call.say(f"open      {row['attempt']}  {row['amount']} yuan since {row['since']}: {row['what']} {row['detail']}")
    if day:
        call.say(f"not yet closed: {day['count']} charges, {yuan_text(day['amount_fen'])} yuan")
    last = day.get("last")
    if last:
        call.say(
            f"last close {last['closed_at']}: {last['count']} charges, {yuan_text(last['amount_fen'])} yuan by the ledger"
        )
        call.say(f"           the terminal says {last['terminal_count']} charges, {last['terminal_amount_fen']} fen")
        for difference in last["differences"]:
            call.say(f"DIFFERS    {difference}")
    if day.get("refused"):
        call.say(f"the terminal did not close its day: code {day['refused']}")
