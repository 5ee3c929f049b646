"""Why money waits for persons, or waits no more: one fixed word for each, so that everybody reads it in their language.

The word goes to halls as the ``reason`` of a ``money`` event (docs/central-contract.md, Health of terminals). A decision of
two persons has its ``Settlement`` as the word, a payment that the centre refused the centre's problem. What a device said
in words of its own goes beside it, for the technician. Earlier releases wrote sentences: readers show what they don't know.
"""

from enum import StrEnum


class MoneyReason(StrEnum):
    # of a note
    SILENT = "silent"  # told to stack, and the acceptor knows nothing of it
    OVERTAKEN = "overtaken"  # another note was told to stack after it
    CHEATED = "cheated"  # stacked, and fished out again
    NO_VISIT = "no_visit"  # stacked with no visit open
    FOUND = "found"  # by a person, where no note should be
    WHEREABOUTS_TOLD = "whereabouts_told"  # the acceptor has said at last where it is

    # of a charge
    SALE_UNCLEAR = "sale_unclear"  # nobody saw the end of the sale; the terminal is being asked
    TERMINAL_CANNOT_TELL = "terminal_cannot_tell"  # it was asked: two persons decide
    CHARGED = "charged"  # the terminal found its charge: it is credited
    NOT_CHARGED = "not_charged"  # the terminal knows that it took nothing
    PERSONS_CHARGED = "persons_charged"  # two persons' word, by a statement
    PERSONS_NOT_CHARGED = "persons_not_charged"  # the same; or the payer has the money back
    BACK_ON_CARD = "back_on_card"  # the charge of a refused payment was reversed
    NOT_TAKEN_BACK = "not_taken_back"  # the terminal can't reverse it any more
