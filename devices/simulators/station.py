"""Runs one simulated device: its wire, its control socket and the clock, in one thread, without a sleep."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from selectors import DefaultSelector

from devices.simulators.control import ControlSocket
from devices.simulators.device import Answer, Command, DeviceFactory, DeviceOptions
from devices.simulators.wire import Wire


@dataclass(frozen=True, slots=True)
class StationOptions:
    """Where a simulator is reached."""

    link: Path
    """Path of the symlink to the pty."""
    baud: int
    tcp_port: int | None = None
    """Port on 127.0.0.1, 0 for any free one, None for no TCP."""
    control: Path | None = None
    """Path of the control socket, None for no control."""


class Station:
    """One device on its wire. Raises :class:`~devices.simulators.device.SetupError` if something is in the way."""

    def __init__(
        self,
        factory: DeviceFactory,
        options: StationOptions,
        device_options: DeviceOptions,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        with ExitStack() as stack:
            self.selector = stack.enter_context(DefaultSelector())
            self._wire = Wire(
                self.selector,
                link=options.link,
                baud=options.baud,
                tcp_port=options.tcp_port,
                clock=clock,
                received=self._received,
            )
            self._device = factory(self._wire, device_options, clock())
            stack.callback(self._device.close)
            if options.control is not None:
                stack.callback(ControlSocket(self.selector, options.control, self._command).close)
            self._wire.plug_in()  # last: a second call with the same books or socket must not take the link away
            stack.callback(self._wire.close)
            self._cleanup = stack.pop_all()

    @property
    def tcp_port(self) -> int | None:
        """The TCP port in use, or None."""
        return self._wire.tcp_port

    def step(self, max_wait_s: float | None = None) -> None:
        """Wait for the next thing to happen (at most ``max_wait_s`` seconds) and let it happen."""
        now = self._clock()
        device_due = self._device.tick(now)  # first: it may send something
        waits = [max(0.0, at - now) for at in (device_due, self._wire.next_deadline()) if at is not None]
        if max_wait_s is not None:
            waits.append(max_wait_s)
        for key, _ in self.selector.select(min(waits, default=None)):
            if self._still_watched(key.fd, key.data):
                key.data()
        self._wire.pump(self._clock())

    def close(self) -> None:
        """Remove the link and the control socket and close everything, the wire first."""
        self._cleanup.close()

    def _still_watched(self, fd: int, callback: object) -> bool:
        """An earlier callback of the same round may have closed this one's file."""
        key = self.selector.get_map().get(fd)
        return key is not None and key.data == callback

    def _received(self, data: bytes, now: float) -> None:
        self._device.received(data, now)

    def _command(self, command: Command) -> Answer:
        answer = self._wire.control(command)
        if answer is None:
            answer = self._device.control(command, self._clock())
        if command.get("command") == "state":
            answer = {**answer, "wire": self._wire.state()}
        return answer
