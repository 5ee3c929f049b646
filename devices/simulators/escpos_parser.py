"""The byte-wise parser of the simulated ESC/POS printer: bytes in, one :class:`Token` out when it is complete.

It keeps the one thing that changes how bytes are read: Chinese mode (specs/escpos.md 9.1). There every byte from 80h on is
a lead byte and eats the byte after it, whatever that is.
"""

from dataclasses import dataclass

from devices.simulators.escpos_commands import CONTROLS, FORMS, PREFIXES, Needs

TEXT = "text"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Token:
    """One thing for the printer to do.

    ``name`` is the command as the manuals write it ("GS v", "ESC @", "LF"), :data:`TEXT` or :data:`UNKNOWN`. ``data`` holds
    its parameters; for text the one or two bytes of a character; for an unknown command its bytes.
    """

    name: str
    data: bytes = b""


class Parser:
    """Incremental: :meth:`push` one byte at a time. ``chinese_at_start`` is the mode after power-up and after ESC @."""

    def __init__(self, *, chinese_at_start: bool, chinese_from_next_line: bool = False) -> None:
        self._chinese_at_start = chinese_at_start
        self._from_next_line = chinese_from_next_line
        self.chinese = chinese_at_start
        self._chinese_next_line = chinese_at_start
        self._head = bytearray()
        self._name = ""
        self._needs: Needs | None = None
        self._params = bytearray()
        self._missing = 0

    def reset(self) -> None:
        """Forget a half command, as a clear of the buffers does; the mode stays."""
        self._head.clear()
        self._params.clear()
        self._needs = None
        self._missing = 0

    @property
    def inside(self) -> bool:
        """Is it in the middle of a command or of a two-byte character?"""
        return bool(self._head) or self._needs is not None

    @property
    def missing(self) -> int:
        """Bytes the open command still swallows at least."""
        return self._missing

    def push(self, byte: int) -> Token | None:
        """Take one byte; the token it completes, or None."""
        if self._needs is not None:
            return self._parameter(byte)
        if not self._head:
            return self._first(byte)
        self._head.append(byte)
        head = bytes(self._head)
        self._head.clear()
        if head[0] not in PREFIXES:
            return Token(TEXT, head)
        if head not in FORMS:
            return Token(UNKNOWN, head)
        self._name, self._needs = FORMS[head]
        return self._complete()

    def _first(self, byte: int) -> Token | None:
        if byte in PREFIXES or (byte >= 0x80 and self.chinese):
            self._head.append(byte)
            return None
        if byte in CONTROLS:
            if byte == 0x0A:
                self.chinese = self._chinese_next_line
            return Token(CONTROLS[byte])
        if byte >= 0x20 and byte != 0x7F:
            return Token(TEXT, bytes((byte,)))
        return Token(UNKNOWN, bytes((byte,))) if byte else None  # NUL is padding, ignored by every printer

    def _parameter(self, byte: int) -> Token | None:
        self._params.append(byte)
        self._missing -= 1
        return None if self._missing > 0 else self._complete()

    def _complete(self) -> Token | None:
        """Ask the rule again when what it wanted is there: a length field may call for more."""
        if self._needs is None:
            raise RuntimeError("no command is open")
        self._missing = self._needs(bytes(self._params))
        if self._missing > 0:
            return None
        token = Token(self._name, bytes(self._params))
        self.reset()
        self._follow_mode(token.name)
        return token

    def _follow_mode(self, name: str) -> None:
        if name == "ESC @":
            self.chinese = self._chinese_next_line = self._chinese_at_start
        elif name in ("FS &", "FS ."):
            self._chinese_next_line = name == "FS &"
            if not self._from_next_line:
                self.chinese = self._chinese_next_line
