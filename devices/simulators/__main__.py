"""``simulate DEVICE --protocol NAME --link PATH ...``: one simulated device alone, in a process of its own.

Prints one JSON line with ``"ready": true`` on stdout once it can be used, and runs until SIGTERM or SIGINT. Exit codes:
0 stopped as asked, 2 the call is wrong or a path or port is in the way (one plain sentence on stderr).
"""

import argparse
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from selectors import EVENT_READ
from typing import NoReturn, cast

from devices.simulators.device import DeviceFactory, DeviceOptions, SetupError
from devices.simulators.station import Station, StationOptions

REGISTRY = {
    ("acceptor", "ccnet"): "devices.simulators.ccnet:CcnetAcceptor",
    ("printer", "escpos"): "devices.simulators.escpos:EscposPrinter",
    ("card", "zvt"): "devices.simulators.zvt:ZvtTerminal",
    ("card", "pos_integrado"): "devices.simulators.pos:PosIntegrado",
    ("card", "pos_autoservicio"): "devices.simulators.pos:PosAutoservicio",
}
"""(device, protocol) to ``module:class``; imported only when asked for."""

DEFAULT_BAUD = {
    ("acceptor", "ccnet"): 9_600,
    ("printer", "escpos"): 115_200,
    ("card", "zvt"): 9_600,
    ("card", "pos_integrado"): 115_200,
    ("card", "pos_autoservicio"): 19_200,
}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SetupError(f"{message}; see {self.prog} --help")


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) <= 0:
        raise argparse.ArgumentTypeError(f"must be a whole number above 0, not {value!r}")
    return int(value)


def _port(value: str) -> int:
    if not value.isdecimal() or int(value) > 65_535:
        raise argparse.ArgumentTypeError(f"must be a port from 0 to 65535, not {value!r}")
    return int(value)


def _parser() -> argparse.ArgumentParser:
    known = ", ".join(f"{device} --protocol {protocol}" for device, protocol in REGISTRY)
    parser = _Parser(
        prog="kiosk_main.py simulate",
        description="Run one simulated device on a pseudo-terminal, until it is stopped with Ctrl-C or SIGTERM.",
        epilog=f"Devices: {known}.",
    )
    parser.add_argument("device", choices=sorted({device for device, _ in REGISTRY}), help="kind of device")
    parser.add_argument("--protocol", required=True, metavar="NAME", help="protocol on its wire")
    parser.add_argument("--link", required=True, type=Path, metavar="PATH", help="symlink to the port; hosts open this")
    parser.add_argument("--tcp", type=_port, metavar="PORT", help="also listen on 127.0.0.1 (0: any free port)")
    parser.add_argument("--control", type=Path, metavar="PATH", help="control socket: one JSON command a line")
    parser.add_argument("--state", type=Path, metavar="FILE", help="keep the device's own books in this file")
    parser.add_argument("--baud", type=_positive, metavar="N", help="pace of the line in bit/s (default: the device's)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for what the device gives out")
    return parser


def _factory(device: str, protocol: str) -> DeviceFactory:
    try:
        module, name = REGISTRY[device, protocol].split(":")
    except KeyError:
        known = ", ".join(sorted(p for d, p in REGISTRY if d == device))
        raise SetupError(f"no simulated {device} speaks {protocol!r}; known protocols: {known}") from None
    return cast(DeviceFactory, getattr(import_module(module), name))


@contextmanager
def _stop_signals() -> Iterator[socket.socket]:
    """A socket that becomes readable on SIGTERM or SIGINT; the old handlers come back afterwards."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    old_fd = signal.set_wakeup_fd(writer.fileno())
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(old_fd)
        for number, handler in before.items():
            signal.signal(number, handler)
        reader.close()
        writer.close()


def _serve(station: Station, stop: socket.socket, ready: dict[str, object]) -> None:
    stopping: list[bool] = []
    station.selector.register(stop, EVENT_READ, lambda: stopping.append(True))
    print(json.dumps(ready), flush=True)
    while not stopping:
        station.step()


def main(argv: list[str]) -> int:
    """Run one simulator as ``argv`` says (without the program's name); returns the exit code."""
    try:
        call = _parser().parse_args(argv)
        factory = _factory(call.device, call.protocol)
        baud = call.baud or DEFAULT_BAUD[call.device, call.protocol]
        options = StationOptions(link=call.link.absolute(), baud=baud, tcp_port=call.tcp, control=call.control)
        with _stop_signals() as stop:
            station = Station(factory, options, DeviceOptions(state=call.state, out=call.out))
            ready = {
                "ready": True,
                "device": call.device,
                "protocol": call.protocol,
                "link": str(options.link),
                "control": None if call.control is None else str(call.control),
                "tcp": station.tcp_port,
                "pid": os.getpid(),
            }
            try:
                _serve(station, stop, ready)
            finally:
                station.close()
    except SetupError as error:
        print(f"simulate: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
