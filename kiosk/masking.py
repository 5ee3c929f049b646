"""No log line carries a whole number: the last line of defence behind types that print masked (trust.md S7, S8)."""

import logging
import re

from kiosk.accounts import mask

_LONG_NUMBER = re.compile(r"(?<![\w.:-])\d{8,19}(?![\w.-])")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def masked(line: str) -> str:
    """Runs of 8 to 19 digits show their first three and last four; control characters become visible."""
    hidden = _LONG_NUMBER.sub(lambda found: mask(found.group()), line)
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", hidden)


class MaskingFilter(logging.Filter):
    """Put on a handler, it sees every record of every logger."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = masked(record.getMessage())
        record.args = None
        return True
