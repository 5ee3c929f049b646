"""Demo and live are two worlds that never mix (field.md X21, X22): play money must not become real, nor real money play.

The *demo* world has simulators, control sockets, the embedded centre and addresses of this machine only. The *live* world
has real serial ports and a centre behind TLS only. Checked when the configuration is read, and again on each device node
when a port is opened, because a link may be pointed elsewhere meanwhile.
"""

import ipaddress
import os
import re
import socket
import stat
from pathlib import Path
from urllib.parse import urlsplit

from app.settings import AUTO, DeviceSettings, Settings

YUAN = "0156"  # ISO 4217
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PTY = re.compile(r"/dev/(pts/\d+|pty.*|tty[p-za-e][0-9a-f])")
_PTY_MAJORS = range(136, 144)  # Unix98 pseudo-terminals, Linux devices.txt


def world_problems(settings: Settings) -> list[str]:
    """Everything in the settings that belongs to the other world, one sentence each."""
    devices = _devices(settings)
    if settings.demo_mode:
        problems = [_demo_port(name, device) for name, device in devices.items()]
        return [*filter(None, problems), *_demo_centre(settings)]
    problems = [_live_port(name, device) for name, device in devices.items()]
    return [*filter(None, problems), *_live_centre(settings), *_live_extras(settings)]


def _devices(settings: Settings) -> dict[str, DeviceSettings]:
    """Those that are fitted."""
    found: dict[str, DeviceSettings] = {"acceptor": settings.acceptor, "printer": settings.printer}
    return {**found, "card": settings.card} if settings.card.fitted else found


def is_simulated(port: str) -> bool:
    """Is this a pseudo-terminal, whatever links lead to it?"""
    real = os.path.realpath(port)
    if _PTY.fullmatch(real):
        return True
    try:
        found = Path(real).stat()
    except OSError:
        return False
    return stat.S_ISCHR(found.st_mode) and os.major(found.st_rdev) in _PTY_MAJORS


def wrong_world(port: str, *, demo_mode: bool) -> str | None:
    """Why this port must not be opened in this mode; None when it may, or when there is nothing there yet."""
    if "://" in port and not port.startswith("socket://"):
        return f"{port} is no device; a port is a path or socket://host:port"
    if port.startswith("socket://"):
        local = _is_this_machine(_host(port))
        if demo_mode and not local:
            return f"{port} is not on this machine; demo mode uses simulators only"
        return None if demo_mode or not local else f"{port} is on this machine; live mode refuses simulators"
    if not Path(port).exists():
        return None
    if demo_mode and not is_simulated(port):
        return f"{port} is a real port; demo mode would take real money for play money"
    if not demo_mode and is_simulated(port):
        return f"{port} is a pseudo-terminal; live mode would take play money for real money"
    return None


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_this_machine(host: str) -> bool:
    """By name or by any of the ways to write a loopback address (``127.1``, ``[::ffff:127.0.0.1]``, ``0.0.0.0``)."""
    if host in ("", "localhost") or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        try:
            address = ipaddress.ip_address(socket.inet_aton(host))
        except OSError:
            return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return bool(plain.is_loopback or plain.is_unspecified)


def _demo_port(name: str, device: DeviceSettings) -> str | None:
    if device.port == AUTO:
        return None
    real_name = re.fullmatch(r"/dev/(tty(S|USB|ACM|AMA)\d+|serial/.*)", device.port)
    why = wrong_world(device.port, demo_mode=True) or (f"{device.port} names a real port" if real_name else None)
    return f"[{name}] port: {why}; use auto or a simulator's link, or mode = live" if why else None


def _demo_centre(settings: Settings) -> list[str]:
    url = settings.centre.url
    problems = []
    if url != AUTO and _host(url) not in LOOPBACK:
        problems.append(f"[centre] url: {url} is not on this machine; demo mode posts to a demo centre only")
    if url == AUTO and "centre" not in settings.demo.start:
        problems.append("[centre] url = auto needs centre in [demo] start")
    return problems + [
        f"[{name}] port = auto needs {name} in [demo] start"
        for name, device in _devices(settings).items()
        if device.port == AUTO and name not in settings.demo.start
    ]


def _live_port(name: str, device: DeviceSettings) -> str | None:
    if device.port == AUTO:
        return f"[{name}] port = auto is the demo's simulator; live mode needs a serial device"
    why = wrong_world(device.port, demo_mode=False)
    return f"[{name}] port: {why}" if why else None


def _live_centre(settings: Settings) -> list[str]:
    url = settings.centre.url
    if not url.startswith("https://"):
        return [f"[centre] url = {url}: live mode needs https"]
    return []


def _live_extras(settings: Settings) -> list[str]:
    problems = []
    if settings.demo.start:
        problems.append(
            f"[demo] start = {' '.join(sorted(settings.demo.start))}: live mode starts no simulator and no centre"
        )
    if settings.demo.control_panel:
        problems.append("[demo] control_panel = yes: live mode has no control panel")
    for name, device in _devices(settings).items():
        if device.control:
            problems.append(f"[{name}] control = {device.control}: live mode has no control sockets; leave it empty")
    if settings.card.fitted and settings.card.currency != YUAN:
        problems.append(f"[card] currency = {settings.card.currency}: bills are in yuan; right would be {YUAN}")
    return problems
