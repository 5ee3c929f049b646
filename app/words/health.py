"""``health``: how this terminal is, as halls hear it; on a running terminal and on none. Changes nothing."""

import json
from typing import Any

from app import call
from app.health_word import BEAT_S, health_alone, lines, upload_alone
from app.settings import Settings
from app.till_socket import ask_running_till
from kiosk.ports import StorageError

ANSWER_S = 30.0


def main(arguments: list[str]) -> int:
    parser = call.parser(
        "health", "How this terminal is, as halls hear it. Exit code 0: it serves customers; 1: it does not."
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON object: the heartbeat's members and the day's figures"
    )
    parser.add_argument("--upload", action="store_true", help="tell the centre now, and say whether it has heard")
    options = parser.parse_args(arguments)
    settings = call.configured(options.config)
    if settings is None:
        return call.WRONG
    try:
        return _tell(settings, as_json=options.json, upload=options.upload)
    except StorageError as error:
        call.complain(str(error))
        return call.STORAGE
    except OSError as error:
        call.complain(f"[storage] directory {settings.storage} cannot be used: {error}")
        return call.STORAGE


def _tell(settings: Settings, *, as_json: bool, upload: bool) -> int:
    told = ask_running_till(settings.storage, {"word": "health", "upload": upload}, ANSWER_S + BEAT_S)
    why_not = ""
    if told is None:
        told = health_alone(settings)
        if told is None:
            call.complain(f"there is no ledger in {settings.storage}: no terminal has run there")
            return call.NO
        if upload:
            why_not = upload_alone(settings)
            told["uploaded"] = not why_not
    elif "error" in told:
        call.complain(str(told["error"]))
        return call.STORAGE if told.get("storage_failed") else call.NO
    elif upload and not told["uploaded"]:
        why_not = f"the centre has not answered within {BEAT_S:g} s"
    _say(told, as_json=as_json)
    if why_not:
        call.complain(f"nothing was uploaded: {why_not}")
    return call.NO if why_not or told["service_state"] == "out" else call.DONE


def _say(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        call.say(json.dumps(told, ensure_ascii=False))
        return
    for line in lines(told):
        call.say(line)
