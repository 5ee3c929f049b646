"""The terminal's clock. Order and time-outs go by the monotonic side, only papers and records by the wall."""

import time
from datetime import datetime


class SystemClock:
    """Implements ``ports.Clock``."""

    def now(self) -> str:
        """Wall time with offset, RFC 3339, milliseconds."""
        return datetime.now().astimezone().isoformat(timespec="milliseconds")

    def monotonic_s(self) -> float:
        return time.monotonic()
