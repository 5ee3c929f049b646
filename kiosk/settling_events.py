"""Touches on the page of open money; ``kiosk.events`` gives them on."""

from dataclasses import dataclass

from kiosk.open_money import Settlement


@dataclass(frozen=True, slots=True)
class MoneyChosen:
    """A line of the list."""

    id: str  # of the note or payment


@dataclass(frozen=True, slots=True)
class SettlementChosen:
    """What became of it."""

    outcome: Settlement


@dataclass(frozen=True, slots=True)
class ReasonChosen:
    """Why, one of ``kiosk.open_money.REASONS``."""

    reason: str


@dataclass(frozen=True, slots=True)
class FoundPressed:
    """There is a note in somebody's hand (field.md X9)."""


@dataclass(frozen=True, slots=True)
class SuggestionChosen:
    """Whose it may be; empty: nobody can say."""

    note_id: str


SettlingTouch = MoneyChosen | SettlementChosen | ReasonChosen | FoundPressed | SuggestionChosen
