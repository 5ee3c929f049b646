"""The wire of a simulated device: a pty (and a TCP port if asked), bytes at the baud rate, faults on demand.

A pty ignores the baud rate, so the pace is kept here: a byte takes ten bit times (8N1). Like a UART with a small buffer,
the wire hands over up to :data:`UART_BYTES` bytes (on a fast line: 5 ms' worth) at once, when the last of them has passed.
"""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from selectors import BaseSelector

from devices.simulators.device import Answer, Command, choice, integer, number
from devices.simulators.endpoints import Pty, TcpPort
from devices.simulators.wire_faults import COMMANDS as FAULT_COMMANDS, Piece, WireFaults
from devices.simulators.wire_offsets import ByteFaults

UART_BYTES = 16
CHUNK_S = 0.005
BITS_PER_BYTE = 10


class Wire:
    """One wire between the host and a device model; implements :class:`~devices.simulators.device.Line`.

    Unplugged at first. Bytes to the host leave on the endpoint that was heard last (the pty at first). TCP is not paced.
    ``clock`` gives monotonic seconds; ``received`` takes what the host sent.
    """

    def __init__(
        self,
        selector: BaseSelector,
        *,
        link: Path,
        baud: int,
        tcp_port: int | None,
        clock: Callable[[], float],
        received: Callable[[bytes, float], None],
    ) -> None:
        self.faults = WireFaults()
        self._selector = selector
        self._link = link
        self.pace(baud)
        self._clock = clock
        self._received = received
        self._tcp_port = tcp_port
        self._pty: Pty | None = None
        self._tcp: TcpPort | None = None
        self._tcp_active = False
        self._reading = True
        self._inbound: tuple[float, bytes] | None = None
        self._held: tuple[float, list[Piece], bool] | None = None
        """Bytes of the host that a fault delays, and whether the wire is cut after them."""
        self._offsets = {"to_host": ByteFaults(), "to_device": ByteFaults()}
        self._outbound: deque[tuple[float, bytes]] = deque()
        self._out_free = 0.0
        self._bytes_to_host = 0
        self._unplug_at: int | None = None

    @property
    def tcp_port(self) -> int | None:
        """The TCP port in use (also while unplugged), or None."""
        return self._tcp_port

    # the device's side

    @property
    def over_tcp(self) -> bool:
        """Is the host that was heard last on TCP?"""
        return self._tcp_active

    def send(self, data: bytes, delay_s: float = 0.0) -> None:
        """Queue one message to the host; see :class:`~devices.simulators.device.Line`."""
        if self._pty is None:
            return
        at = max(self._clock() + delay_s, self._out_free)
        for message in self.faults.outgoing(data):
            at += message.gap_s
            pieces, cut = self._offsets["to_host"].take(message.data)
            for piece in pieces:
                at = self._queue(piece.data, at + piece.gap_s)
            if cut:
                self._cut_behind_queue()
                break
        self._out_free = at

    def discard(self) -> None:
        """Forget what has not left yet."""
        self._outbound.clear()
        self._out_free = 0.0

    def listen(self, *, on: bool) -> None:
        """Stop or go on taking bytes from the host."""
        self._reading = on
        self._watch()

    def pace(self, baud: int) -> None:
        """The line's speed from now on."""
        self._byte_s = BITS_PER_BYTE / baud
        self._chunk = max(UART_BYTES, int(CHUNK_S / self._byte_s))

    # the station's side

    def next_deadline(self) -> float | None:
        """When :meth:`pump` has something to do, or None."""
        due = [at for at, _ in list(self._outbound)[:1]]
        due += [waiting[0] for waiting in (self._inbound, self._held) if waiting is not None]
        return min(due, default=None)

    def pump(self, now: float) -> None:
        """Let pass what is due at ``now``, in both directions."""
        if self._inbound is not None and self._inbound[0] <= now:
            data, self._inbound = self._inbound[1], None
            self._watch()
            self._deliver(data, now)
        if self._held is not None and self._held[0] <= now:
            (_, pieces, cut), self._held = self._held, None
            self._hand_over([Piece(pieces[0].data), *pieces[1:]], now, cut=cut)
            self._watch()
        while self._outbound and self._outbound[0][0] <= now:
            self._write(self._outbound.popleft()[1])

    def plug_in(self) -> None:
        """Make the pty, its link and the TCP port; nothing if they are there. Raises ``SetupError``."""
        if self._pty is not None:
            return
        self._pty = Pty(self._selector, self._link, self._pty_readable)
        try:
            if self._tcp_port is not None:
                self._tcp = TcpPort(self._selector, self._tcp_port, self._tcp_readable, self._tcp_closed)
                self._tcp_port = self._tcp.port
        except BaseException:
            self._pull_out()
            raise
        self._watch()

    def control(self, command: Command) -> Answer | None:
        """Do a command of the wire; None if the name is not one. Raises ``ControlError``."""
        name = command.get("command")
        if name == "unplug":
            self._unplug(integer(command, "after_bytes", 0))
            return {}
        if name == "replug":
            self.plug_in()
            return {}
        if name in BYTE_COMMANDS:
            self._fault_at_byte(command)
            return {}
        return self.faults.control(command) if name in FAULT_COMMANDS else None

    def state(self) -> Answer:
        """Whether the wire is plugged in, bytes handed to the host so far, and the fault switches."""
        return {"plugged": self._pty is not None, "bytes_to_host": self._bytes_to_host, **self.faults.state()}

    def close(self) -> None:
        """Hang up and remove the link."""
        self._pull_out()

    # inside

    def _unplug(self, after_bytes: int) -> None:
        if after_bytes and self._pty is not None:
            self._unplug_at = self._bytes_to_host + after_bytes
        else:
            self._pull_out()

    def _fault_at_byte(self, command: Command) -> None:
        direction = choice(command, "direction", tuple(self._offsets), "to_host")
        faults = self._offsets[direction]
        if command["command"] == "cut_after":
            count = integer(command, "bytes")
            if count and self._pty is not None:
                faults.cut(count)
            else:
                self._pull_out()
        elif command["command"] == "delay_byte":
            faults.delay(integer(command, "byte"), number(command, "seconds"))
        elif command["command"] == "drop_byte":
            faults.drop(integer(command, "byte"))
        else:
            faults.corrupt(integer(command, "byte"))

    def _cut_behind_queue(self) -> None:
        """The wire is cut as soon as all that is queued for the host has left."""
        self._unplug_at = self._bytes_to_host + sum(len(data) for _, data in self._outbound)
        if not self._outbound:
            self._pull_out()

    def _pull_out(self) -> None:
        self.discard()
        self._inbound = self._held = None
        for faults in self._offsets.values():
            faults.forget()
        self._unplug_at = None
        if self._pty is not None:
            self._pty.close()
            self._pty = None
        if self._tcp is not None:
            self._tcp.close()
            self._tcp = None
        self._tcp_active = False

    def _queue(self, data: bytes, at: float) -> float:
        byte_s = 0.0 if self._tcp_active else self._byte_s
        for start in range(0, len(data), self._chunk):
            chunk = data[start : start + self._chunk]
            at += len(chunk) * byte_s
            self._outbound.append((at, chunk))
        return at

    def _write(self, data: bytes) -> None:
        cut = None if self._unplug_at is None else self._unplug_at - self._bytes_to_host
        data = data[:cut]
        self._bytes_to_host += len(data)
        if self._tcp_active and self._tcp is not None:
            self._tcp.write(data)
        elif self._pty is not None:
            self._pty.write(data)
        if self._bytes_to_host == self._unplug_at:
            self._pull_out()

    def _watch(self) -> None:
        """Read on only when the bytes before have passed, so that a host that writes faster than the line is held up."""
        on = self._reading and self._inbound is None and self._held is None
        for endpoint in (self._pty, self._tcp):
            if endpoint is not None:
                endpoint.listen(on=on)

    def _pty_readable(self) -> None:
        if self._pty is None or self._inbound is not None:
            return
        data = self._pty.read(self._chunk)
        if data:
            self._tcp_active = False
            self._inbound = (self._clock() + len(data) * self._byte_s, data)
            self._watch()

    def _tcp_readable(self) -> None:
        data = self._tcp.read(4096) if self._tcp is not None else b""
        if data:
            self._tcp_active = True
            self._deliver(data, self._clock())

    def _tcp_closed(self) -> None:
        self._tcp_active = False

    def _deliver(self, data: bytes, now: float) -> None:
        if self.faults.echo:
            self._out_free = self._queue(data, max(now, self._out_free))
        data = self.faults.incoming(data)
        if data:
            pieces, cut = self._offsets["to_device"].take(data)
            self._hand_over(pieces, now, cut=cut)

    def _hand_over(self, pieces: list[Piece], now: float, *, cut: bool) -> None:
        """Give the device what arrived; what a fault delays waits in ``_held``, and nothing behind it passes."""
        for number_of_piece, piece in enumerate(pieces):
            if piece.gap_s:
                self._held = (now + piece.gap_s, pieces[number_of_piece:], cut)
                self._watch()
                return
            if piece.data:
                self._received(piece.data, now)
        if cut:
            self._pull_out()


BYTE_COMMANDS = ("cut_after", "corrupt_byte", "drop_byte", "delay_byte")
"""Control commands for one exact byte of a direction (see ``README.md`` beside this file)."""
