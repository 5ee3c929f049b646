"""The last lines of this process's log, in memory, for the fault bundle. Masked like every other log."""

import logging
from collections import deque
from typing import Final

from kiosk.masking import MaskingFilter

LINES_KEPT: Final = 2000
FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s %(message)s"


class RecentLog(logging.Handler):
    """A ring of lines; written by any thread. The oldest give way."""

    def __init__(self, kept: int = LINES_KEPT) -> None:
        super().__init__()
        self._lines: deque[str] = deque(maxlen=kept)
        self.setFormatter(logging.Formatter(FORMAT))
        self.addFilter(MaskingFilter())

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))

    def lines(self) -> list[str]:
        """A copy, oldest first."""
        self.acquire()  # a deque must not grow while it is copied
        try:
            return list(self._lines)
        finally:
            self.release()


RECENT: Final = RecentLog()
"""Of this process; ``app.call.start_log`` puts it beside the log on stderr."""
