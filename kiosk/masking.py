"""No log line carries a whole number: the last line of defence behind types that print masked (trust.md S7, S8)."""

import logging
import re

from kiosk.accounts import mask

# A mobile number wherever it stands and however people group it; a long number unless it is part of a word or a fraction.
_MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)")
_LONG_NUMBER = re.compile(r"(?<!\w)(?<!\d\.)\d{8,}(?!\w)(?!\.\d)")
# C0, DEL and C1, line separators, and the marks that turn the direction of writing.
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def masked(line: str) -> str:
    """Runs of 8 or more digits show their first three and last four; control characters become visible."""
    hidden = _MOBILE.sub(lambda found: mask(found.group()), line)
    hidden = _LONG_NUMBER.sub(lambda found: mask(found.group()), hidden)
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", hidden)


def shape(code: str) -> str:
    """What kind of code it looks like, and nothing of it: digits become 9, letters A. ``K0001-123`` → ``A9999-999``."""
    return "".join("9" if one.isdigit() else "A" if one.isalpha() else one for one in code)


_TRACEBACKS = logging.Formatter()


class MaskingFilter(logging.Filter):
    """Put on a handler, it sees every record of every logger, with its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            message = f"{record.msg} (with arguments that do not fit)"
        record.msg, record.args = masked(message), None
        if record.exc_info:
            record.exc_text = _masked_lines(_TRACEBACKS.formatException(record.exc_info))
            record.exc_info = None
        if record.stack_info:
            record.stack_info = _masked_lines(record.stack_info)
        return True


def _masked_lines(text: str) -> str:
    return "\n".join(masked(line) for line in text.split("\n"))
