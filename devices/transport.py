"""What a driver needs of an open port, and nothing else. ``devices.wire.Wire`` is one; tests put devices in its place."""

from typing import Protocol


class Transport(Protocol):
    """Bytes to and from one device, for the link's thread alone. Every method raises LinkLost when the port fails, and
    LinkClosed when the program is ending (``devices.wire``)."""

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        """What is there, as soon as anything is; ``b""`` after ``timeout_s`` seconds, or, with ``until_woken``, as soon as
        somebody woke the link."""

    def write(self, data: bytes) -> None:
        """All of it, or LinkLost."""

    def write_some(self, data: bytes, timeout_s: float) -> int:
        """As much as the device takes within ``timeout_s`` seconds; how many bytes it took."""

    def discard_input(self) -> None:
        """Drop what came unasked, so that a late answer is not taken for the next one."""
