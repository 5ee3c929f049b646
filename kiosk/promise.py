"""A promise rides on an event that carries money: the till keeps it once the fact is on the disk (design.md 3)."""

import threading


class Promise:
    """Kept at most once, from the till's thread; a driver waits on it from its own, before it acknowledges the device."""

    def __init__(self) -> None:
        self._kept = threading.Event()

    def keep(self) -> None:
        self._kept.set()

    @property
    def kept(self) -> bool:
        return self._kept.is_set()

    def wait(self, timeout_s: float) -> bool:
        """True as soon as the promise is kept; False if it was not within ``timeout_s`` seconds."""
        return self._kept.wait(timeout_s)
