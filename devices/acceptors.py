"""Bill acceptors by the name of their protocol, as ``config.ini`` says it."""

from typing import Protocol

from devices.ccnet import CcnetAcceptor
from devices.serial_link import LinkSettings, Trace
from kiosk.ports import CashAcceptor, Post


class Acceptor(CashAcceptor, Protocol):
    """A driver with its own thread behind it."""

    def start(self) -> None:
        """Open the port, and keep it open; returns at once."""

    def close(self) -> None:
        """Shut the device to notes if it answers, end the thread; waits 2.5 s at most."""

    @property
    def trace(self) -> Trace: ...


def make_acceptor(protocol: str, port: str, baud: int, post: Post, *, rts: bool = False) -> Acceptor:
    """A driver, not started yet. ``baud`` in bit/s, ``rts`` on for CashCode GX over USB.

    Raises ValueError naming the protocols that there are.
    """
    make = _DRIVERS.get(protocol)
    if make is None:
        known = ", ".join(sorted(_DRIVERS))
        raise ValueError(f'there is no acceptor driver for protocol "{protocol}"; known: {known}')
    return make(LinkSettings(port, baud, rts=rts), post)


def _ccnet(settings: LinkSettings, post: Post) -> Acceptor:
    return CcnetAcceptor(settings, post)


_DRIVERS = {"ccnet": _ccnet}
