"""``diagnose``: ask the devices who they are and how they are. Moves no money and no paper."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app import call
from app.settings import AUTO, DeviceSettings, Settings
from app.worlds import wrong_world

ANSWER_S = 10.0  # a device that is starting may take its time


def main(arguments: list[str]) -> int:
    parser = call.parser("diagnose", "Ask the devices who they are and how they are.")
    parser.add_argument("--device", choices=("acceptor", "printer", "card"), help="only this one")
    parser.add_argument("--port", metavar="PATH", help="a port to ask, instead of the configured ones")
    parser.add_argument("--protocol", metavar="NAME", help=f"the protocol to ask it in: {', '.join(PROTOCOLS)}")
    parser.add_argument("--baud", type=int, metavar="N", help="its speed; default by protocol")
    parser.add_argument("--readiness", action="store_true", help="may this terminal open, and why not; asks no device")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.readiness and (options.device or options.port or options.protocol):
        parser.error("--readiness is of the whole terminal: it goes with --json and --config only")
    if options.readiness:
        return _readiness(options.config, as_json=options.json)
    if bool(options.port) != bool(options.protocol):
        parser.error("--port and --protocol belong together")
    settings: Settings | None = None
    if options.port:
        if options.protocol not in PROTOCOLS:
            parser.error(f"--protocol {options.protocol} is not known; known are: {', '.join(PROTOCOLS)}")
        device, baud, _ = PROTOCOLS[options.protocol]
        named = DeviceSettings(options.protocol, options.port, options.baud or baud, control="")
        targets: dict[str, DeviceSettings] = {device: named}
    else:
        settings = call.configured(options.config)
        if settings is None:
            return call.WRONG
        configured: dict[str, DeviceSettings] = {"acceptor": settings.acceptor, "printer": settings.printer}
        if settings.card.fitted:
            configured["card"] = settings.card
        targets = {name: device for name, device in configured.items() if options.device in (None, name)}
        for name, target in targets.items():
            why = wrong_world(target.port, demo_mode=settings.demo_mode) if target.port != AUTO else AUTO
            if why:
                where = "auto: it exists only while the demo runs; name a port with --port" if why == AUTO else why
                call.complain(f"[{name}] port = {where}")
                return call.WRONG
    found = {name: PROTOCOLS[target.protocol][2](target) for name, target in targets.items()}
    if settings is not None and "printer" in found:
        found["printer"] |= _paper(settings)
    return _tell(found, as_json=options.json)


def _readiness(config: Path, *, as_json: bool) -> int:
    from app.readiness_word import tell_readiness

    settings = call.configured(config)
    return call.WRONG if settings is None else tell_readiness(settings, as_json=as_json)


def _paper(settings: Settings) -> dict[str, int]:
    """How much paper is left by the terminal's own count, which no printer knows; nothing where nobody counted yet."""
    from offline_queue.paper import counted

    roll = counted(settings.storage)
    return {} if roll is None else {"paper_left_mm": max(settings.policy.roll_mm - roll.used_mm, 0)}


def _acceptor(device: DeviceSettings) -> dict[str, Any]:
    from devices.acceptor_diagnosis import diagnose_acceptor

    found: dict[str, Any] = msgspec.to_builtins(diagnose_acceptor(device.port, device.protocol, device.baud, ANSWER_S))
    return found


def _printer(device: DeviceSettings) -> dict[str, Any]:
    from devices.printer_diagnosis import diagnose_printer

    found: dict[str, Any] = msgspec.to_builtins(diagnose_printer(device.port, device.protocol, device.baud))
    return found


def _card(device: DeviceSettings) -> dict[str, Any]:
    from devices.card_diagnosis import diagnose_card

    found: dict[str, Any] = msgspec.to_builtins(diagnose_card(device.port, device.protocol, device.baud, ANSWER_S))
    return found


# protocol → device, usual speed in bit/s, how to ask
PROTOCOLS: dict[str, tuple[str, int, Callable[[DeviceSettings], dict[str, Any]]]] = {
    "ccnet": ("acceptor", 9600, _acceptor),
    "escpos": ("printer", 115200, _printer),
    "zvt": ("card", 9600, _card),
    "pos_integrado": ("card", 115200, _card),
    "pos_autoservicio": ("card", 19200, _card),
}


def _tell(found: dict[str, dict[str, Any]], *, as_json: bool) -> int:
    if as_json:
        call.say(json.dumps(next(iter(found.values())) if len(found) == 1 else found, ensure_ascii=False))
    else:
        for name, facts in found.items():
            call.say(name)
            for key, value in facts.items():
                call.say(f"  {key:16} {value}")
    return call.DONE if all(facts.get("identified") for facts in found.values()) else call.NO
