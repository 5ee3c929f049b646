"""Bill acceptors by the name of their protocol, as ``config.ini`` says it."""

from typing import Protocol

from devices.ccnet import CcnetAcceptor
from devices.serial_link import LinkSettings, SerialLink, Trace
from kiosk.ports import CashAcceptor, Post


class Acceptor(CashAcceptor, Protocol):
    """A driver with its own thread behind it."""

    def start(self) -> None:
        """Open the port, and keep it open; returns at once."""

    def close(self) -> None:
        """Shut the device to notes if it answers, end the thread; waits 2.5 s at most."""

    @property
    def trace(self) -> Trace: ...

    @property
    def link(self) -> SerialLink: ...


def make_acceptor(protocol: str, settings: LinkSettings, post: Post, currency: tuple[str, ...]) -> Acceptor:
    """A driver, not started yet. ``currency``: the texts of the bill table that count as ours.

    Raises ValueError naming the protocols that there are.
    """
    make = _DRIVERS.get(protocol)
    if make is None:
        known = ", ".join(sorted(_DRIVERS))
        raise ValueError(f'there is no acceptor driver for protocol "{protocol}"; known: {known}')
    return make(settings, post, currency)


def _ccnet(settings: LinkSettings, post: Post, currency: tuple[str, ...]) -> Acceptor:
    return CcnetAcceptor(settings, post, currency=currency)


_DRIVERS = {"ccnet": _ccnet}
