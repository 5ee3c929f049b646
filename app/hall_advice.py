"""``python -m app.hall_advice``: makes ``central/advice.json`` from the terminal's own advice (``kiosk.advice``), so that a
technician at the terminal and a manager at the hall page read the same words on a code.

The centre is the other side of the wire and imports nothing of the terminal: it gets the words as data. Run it after a
change of ``kiosk/advice_*.py``; a test says when the two differ. ``central/advice_own.json``: what only the centre tells.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from kiosk.advice import ADVICE, Advice, Blocked

FILE: Final = Path(__file__).resolve().parents[1] / "central" / "advice.json"
_BLOCKS: Final = {Blocked.CASH: "cash", Blocked.CARD: "card", Blocked.PRINTING: "print"}
_NOTHING_TO_DO: Final = ("不必处理", "Nothing to do")


def rows() -> dict[str, dict[str, Any]]:
    """By code: what it blocks, and in each language what it means and what to do."""
    return {code: _row(ADVICE[code]) for code in sorted(ADVICE)}


def text() -> str:
    """The whole file, one line a code."""
    lines = (f"  {json.dumps(code)}: {json.dumps(row, ensure_ascii=False)}" for code, row in rows().items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _row(advice: Advice) -> dict[str, Any]:
    zh = "；".join(step.zh for step in advice.steps) or _NOTHING_TO_DO[0]
    en = ". ".join(step.en for step in advice.steps) or _NOTHING_TO_DO[1]
    blocks = [_BLOCKS[blocked] for blocked in advice.blocks]
    return {"blocks": blocks, "zh": [advice.what.zh, zh], "en": [advice.what.en, en]}


def main() -> int:
    FILE.write_text(text(), "utf-8")
    sys.stdout.write(f"{FILE.name}: {len(ADVICE)} codes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
