"""A swap of the sealed cash box (清机): its steps, and what is remembered of one that is under way (field.md X11). Pure.

opened by two persons ─▶ box out ─▶ its serial, its seal ─▶ serial and seal of the new one ─▶ box back ─▶ closed
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kiosk.approval import How

LONGEST: Final = 40  # characters of a serial or seal (docs/central-contract.md, cash-collections)
_WRITTEN: Final = re.compile(r"[0-9A-Z-]{1,40}")


class BoxStep(StrEnum):
    """What is learned on the way; ``box_out`` and ``box_back`` are the device's word, the others a person types."""

    BOX_OUT = "box_out"
    SERIAL_OUT = "serial_out"
    SEAL_OUT = "seal_out"
    SERIAL_IN = "serial_in"
    SEAL_IN = "seal_in"
    BOX_BACK = "box_back"


TYPED: Final = (BoxStep.SERIAL_OUT, BoxStep.SEAL_OUT, BoxStep.SERIAL_IN, BoxStep.SEAL_IN)
_MAY_BE_EMPTY: Final = frozenset({BoxStep.SEAL_OUT, BoxStep.SEAL_IN})  # a seal that can't be told


@dataclass(frozen=True, slots=True)
class OpenCollection:
    """A swap that was opened and neither closed nor given up. A text that is None was not typed yet."""

    collection_id: str
    first: str
    second: str
    how: How
    opened_at: str  # RFC 3339
    box_was_out: bool = False
    box_came_back: bool = False
    serial_out: str | None = None
    seal_out: str | None = None
    serial_in: str | None = None
    seal_in: str | None = None

    def typed(self, step: BoxStep) -> str | None:
        """What was typed at one of ``TYPED``."""
        return {
            BoxStep.SERIAL_OUT: self.serial_out,
            BoxStep.SEAL_OUT: self.seal_out,
            BoxStep.SERIAL_IN: self.serial_in,
            BoxStep.SEAL_IN: self.seal_in,
        }[step]

    def with_text(self, step: BoxStep, text: str) -> "OpenCollection":
        """``text`` typed at one of ``TYPED``."""
        return _TYPES[step](self, text)

    @property
    def next_step(self) -> BoxStep | None:
        """What is wanted next; None: it can be closed."""
        if not self.box_was_out:
            return BoxStep.BOX_OUT
        missing = next((step for step in TYPED if self.typed(step) is None), None)
        return missing or (None if self.box_came_back else BoxStep.BOX_BACK)


_TYPES: Final[dict[BoxStep, Callable[[OpenCollection, str], OpenCollection]]] = {
    BoxStep.SERIAL_OUT: lambda swap, text: replace(swap, serial_out=text),
    BoxStep.SEAL_OUT: lambda swap, text: replace(swap, seal_out=text),
    BoxStep.SERIAL_IN: lambda swap, text: replace(swap, serial_in=text),
    BoxStep.SEAL_IN: lambda swap, text: replace(swap, seal_in=text),
}


def next_text(swap: OpenCollection) -> BoxStep | None:
    """The first text that is missing; None before the box was out, and when all are there."""
    step = swap.next_step
    return step if step in TYPED else None


def collection_id(kiosk_id: str, number: int) -> str:
    """``K0001-C7``: begins with the terminal's id, counts 1, 2, 3 … for ever."""
    return f"{kiosk_id}-C{number}"


def text_problem(step: BoxStep, text: str) -> str:
    """Why this can't be what is typed at ``step``, as a message id; empty when it can."""
    if not text:
        return "" if step in _MAY_BE_EMPTY else "box_serial_empty"
    return "" if _WRITTEN.fullmatch(text) else "box_text_wrong"
