"""What stands beside the page, because it outlives many: a call for help, and the customer as halls may know them."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.money import ZERO, Fen
from kiosk.paper import Document
from kiosk.visit_types import Service


class HelpStep(StrEnum):
    SILENT = "silent"  # nobody was reached, as far as we know
    OPEN = "open"  # the work order is there
    RUNG = "rung"  # and a person was told at once


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A call for help. Beside the page, because it outlives many; home forgets it."""

    visit_id: str  # of its one work order
    ticket: str  # of the call that is under way; empty when it was answered
    step: HelpStep = HelpStep.SILENT


@dataclass(frozen=True, slots=True)
class DueSlip:
    """A slip that could not be printed while its visit was shown."""

    claim_code: str
    document: Document


@dataclass(frozen=True, slots=True)
class Session:
    """A customer from their first page until home, as far as halls may know: nothing in it says who it is."""

    visit_id: str
    task: Service | None = None  # the last one begun
    at_page: str = ""
    reached_payment: bool = False
    paid: Fen = ZERO
    tender: str = ""
    is_done: bool = False  # they saw what they came for
