"""The password that a ZVT terminal asks for (specs/zvt.md, Registration): six digits in a file of their own."""

import re
from pathlib import Path

from offline_queue.keys import refuse_open_rights

FACTORY = "000000"


def card_password(file: Path | None) -> str:
    """Six digits; those of the factory when no file is named. Raises ValueError, StorageError when others may read it."""
    if file is None:
        return FACTORY
    try:
        refuse_open_rights(file)
        text = file.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"[card] password_file {file} can't be read ({error}); right would be a file of six digits, or no such key"
        ) from error
    if not re.fullmatch(r"[0-9]{6}", text):
        raise ValueError(f"[card] password_file {file} does not hold six digits; right would be the terminal's password")
    return text
