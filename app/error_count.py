"""How many errors this process has logged: for the heartbeat, so that the centre can raise an alarm (contract, Heartbeat,
``errors_logged``). Counts only; what they said stays on this machine."""

import logging
from typing import Final


class ErrorCount(logging.Handler):
    """Counts records at ERROR and above, of any thread. A number is all that it keeps."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Called with the handler's lock held."""
        del record
        self._count += 1

    @property
    def count(self) -> int:
        """Since this process started."""
        return self._count


ERRORS: Final = ErrorCount()
"""Of this process; ``app.call.start_log`` puts it beside the log on stderr."""
