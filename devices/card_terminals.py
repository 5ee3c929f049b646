"""Card terminals by the name of their protocol, as ``config.ini`` says it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

import serial

from devices.card_trace import CardTrace
from devices.serial_link import LinkSettings, SerialLink
from devices.zvt_timing import CHINA, Receipts, Sync
from kiosk.card import CardAttempt, CardPart
from kiosk.ports import CardTerminal, Post

_log = logging.getLogger(__name__)


class CardDriver(CardTerminal, Protocol):
    """A driver with its own thread behind it."""

    def start(self) -> None:
        """Open the port, and keep it open; returns at once."""

    def close(self) -> None:
        """End the thread and give the port back; waits 2 s at most. Orders without an end stay without one."""

    @property
    def trace(self) -> CardTrace: ...

    @property
    def link(self) -> SerialLink | None:
        """None: no terminal is fitted."""


@dataclass(frozen=True, slots=True)
class CardOptions:
    """How the terminal is set up; what a protocol has no use for is ignored there. ``hold_s``: seconds that the terminal
    waits for our word on an approval."""

    password: str = "000000"  # noqa: S105 - the factory's, not a secret
    currency: str = CHINA
    sync: Sync = "autoreversal"
    receipts: Receipts = "lines"
    hold_s: int = 30


class NoCardTerminal:
    """None is fitted: nothing ever becomes ready, so nothing is ever charged. An order that comes all the same is of a
    terminal that was here before: it is kept open, for whoever fits it again."""

    def __init__(self) -> None:
        self._trace = CardTrace()

    def start(self) -> None:
        """There is nothing to open."""

    def close(self) -> None:
        """There is nothing to give back."""

    @property
    def trace(self) -> CardTrace:
        return self._trace

    @property
    def link(self) -> SerialLink | None:
        return None

    def sell(self, attempt: CardAttempt) -> None:
        self._kept("sell", attempt.attempt_id)

    def cancel(self, attempt_id: str) -> None:
        self._kept("cancel", attempt_id)

    def resolve(self, attempt: CardAttempt) -> None:
        self._kept("resolve", attempt.attempt_id)

    def reverse(self, card: CardPart) -> None:
        self._kept("reverse", card.attempt_id)

    def stop_reversing(self, attempt_id: str) -> None:
        """Nothing is being tried."""

    def end_day(self) -> None:
        self._kept("end the day", "")

    def check_host(self, ticket: str) -> None:
        self._kept("check the host", ticket)

    def _kept(self, verb: str, attempt_id: str) -> None:
        _log.warning("no card terminal is fitted: %s %s stays open until one is", verb, attempt_id)


def make_card_terminal(protocol: str, settings: LinkSettings, post: Post, options: CardOptions) -> CardDriver:
    """A driver, not started yet. Raises ValueError for an unknown protocol, naming those there are, and for options that
    the protocol can't have."""
    make = _DRIVERS.get(protocol)
    if make is None:
        known = ", ".join(sorted(_DRIVERS))
        raise ValueError(f'there is no card terminal driver for protocol "{protocol}"; known: {known}')
    return make(settings, post, options)


def _none(settings: LinkSettings, post: Post, options: CardOptions) -> CardDriver:
    del settings, post, options
    return NoCardTerminal()


def _zvt(settings: LinkSettings, post: Post, options: CardOptions) -> CardDriver:
    from devices.zvt import ZvtCardTerminal
    from devices.zvt_timing import ZvtOptions

    return ZvtCardTerminal(
        replace(settings, stop_bits=serial.STOPBITS_TWO),  # specs/zvt.md 2.1
        post,
        ZvtOptions(
            password=options.password,
            currency=options.currency,
            sync=options.sync,
            receipts=options.receipts,
            hold_s=options.hold_s,
        ),
    )


def _pos(dialect: str) -> Callable[[LinkSettings, Post, CardOptions], CardDriver]:
    def make(settings: LinkSettings, post: Post, options: CardOptions) -> CardDriver:
        from devices.pos_dialogue import PosOptions
        from devices.pos_tables import Dialect
        from devices.pos_terminal import PosCardTerminal

        return PosCardTerminal(settings, post, PosOptions(Dialect(dialect), voucher=options.receipts == "lines"))

    return make


_DRIVERS: Final[Mapping[str, Callable[[LinkSettings, Post, CardOptions], CardDriver]]] = {
    "none": _none,
    "zvt": _zvt,
    "pos_integrado": _pos("integrado"),
    "pos_autoservicio": _pos("autoservicio"),
}
