"""The named instants of a cash payment, in the order in which a visit with one note passes them."""

from typing import Final, NamedTuple

from kiosk.failpoints import Failpoint as At
from tests.power_cut.moments import Moment


class Row(NamedTuple):
    """``in_box``: is the note in the box when all is settled? None: it depends on which of two threads was quicker."""

    at: At
    detail: str
    in_box: bool | None
    nth: int = 1
    quick: bool = False  # part of `make test`

    def __str__(self) -> str:
        return str(self.moment).removeprefix("kill ").replace(" ", ":")

    @property
    def moment(self) -> Moment:
        return Moment(self.at, self.detail, self.nth)


COMMIT: Final = (
    At.TILL_DECIDED,
    At.LEDGER_BEGUN,
    At.LEDGER_WRITTEN,
    At.LEDGER_COMMITTED,
    At.LEDGER_MIRRORED,
    At.TILL_COMMITTED,
)


def commit(fact: str, in_box: bool, *quick: At) -> tuple[Row, ...]:
    """The instants of one commit."""
    return tuple(Row(point, fact, in_box, quick=point in quick) for point in COMMIT)


BEFORE_THE_NOTE: Final = (
    Row(At.CENTRE_BEFORE_REQUEST, "/sessions", False),
    Row(At.CENTRE_ANSWERED, "/accounts/", False),
    Row(At.TILL_TOOK_EVENT, "CashChosen", False),
    *commit("VisitOpened", False, At.TILL_DECIDED),
    Row(At.TILL_BEFORE_COMMAND, "AcceptNotes", False),
    Row(At.TILL_AFTER_COMMAND, "AcceptNotes", False),
)
NOTE_ON_ITS_WAY: Final = (
    Row(At.ACCEPTOR_REPORTED, "80", False),
    Row(At.TILL_TOOK_EVENT, "NoteEscrowed", False),
    *commit("NoteIntended", False, At.LEDGER_WRITTEN, At.LEDGER_COMMITTED),
    Row(At.TILL_BEFORE_COMMAND, "StackNote", False, quick=True),
    Row(At.TILL_AFTER_COMMAND, "StackNote", None),
    Row(At.ACCEPTOR_BEFORE_COMMAND, "STACK", False),
    Row(At.ACCEPTOR_AFTER_COMMAND, "STACK", True, quick=True),
    Row(At.ACCEPTOR_REPORTED, "17", True),
)
NOTE_REPORTED: Final = (  # the device alone knows that the note is in the box
    Row(At.ACCEPTOR_REPORTED, "81", True, quick=True),
    Row(At.TILL_TOOK_EVENT, "NoteStacked", True),
    Row(At.TILL_DECIDED, "NoteStackedFact", True),
    Row(At.LEDGER_BEGUN, "NoteStackedFact", True),
    Row(At.LEDGER_WRITTEN, "NoteStackedFact", True, quick=True),
)
NOTE_RECORDED: Final = (
    Row(At.LEDGER_COMMITTED, "NoteStackedFact", True, quick=True),
    Row(At.LEDGER_MIRRORED, "NoteStackedFact", True),
    Row(At.TILL_COMMITTED, "NoteStackedFact", True),
    Row(At.TILL_KEPT_PROMISE, "NoteStacked", True),
    Row(At.ACCEPTOR_BEFORE_ACKNOWLEDGE, "81", True),
    Row(At.ACCEPTOR_AFTER_ACKNOWLEDGE, "81", True),
)
THE_NOTE: Final = (*NOTE_ON_ITS_WAY, *NOTE_REPORTED, *NOTE_RECORDED)
THE_PAYMENT: Final = (
    Row(At.TILL_TOOK_EVENT, "FinishPressed", True),
    *commit("PaymentAccepted", True, At.LEDGER_COMMITTED),
    Row(At.TILL_BEFORE_COMMAND, "SendPayments", True),
    Row(At.TILL_AFTER_COMMAND, "SendPayments", True),
    Row(At.SENDER_CHOSE, "", True),
    Row(At.CENTRE_BEFORE_REQUEST, "/payment-batches", True),
    Row(At.CENTRE_ANSWERING, "/payment-batches", True, quick=True),
    Row(At.CENTRE_ANSWERED, "/payment-batches", True),
    Row(At.SENDER_HEARD, "", True, quick=True),
    Row(At.TILL_TOOK_EVENT, "PaymentsAnswered", True),
    *commit("PaymentPosted", True, At.LEDGER_WRITTEN),
)
THE_SLIP: Final = (
    *(Row(point, "ReceiptStarted", True) for point in (At.LEDGER_WRITTEN, At.LEDGER_COMMITTED)),
    Row(At.TILL_BEFORE_COMMAND, "PrintPaper", True),
    Row(At.TILL_AFTER_COMMAND, "PrintPaper", True),
    Row(At.CENTRE_BEFORE_REQUEST, "/payments/", True),  # the long poll that follows the payment
    Row(At.TILL_TOOK_EVENT, "PaymentProgressed", True),
    Row(At.LEDGER_WRITTEN, "ConfirmationProgressed", True, nth=2),
    Row(At.LEDGER_MIRRORED, "ConfirmationProgressed", True, nth=2),
    Row(At.PRINTER_BEFORE_BYTES, "", True),
    Row(At.PRINTER_BETWEEN_BYTES, "", True, nth=1),
    Row(At.PRINTER_BETWEEN_BYTES, "", True, nth=12, quick=True),
    Row(At.PRINTER_SENT, "", True),
    Row(At.PRINTER_PROVED, "", True),
    Row(At.TILL_TOOK_EVENT, "PrintJobEnded", True),
    *commit("ReceiptEnded", True),
    Row(At.TILL_BEFORE_COMMAND, "StopFollowing", True),
)
ALL: Final = (*BEFORE_THE_NOTE, *THE_NOTE, *THE_PAYMENT, *THE_SLIP)
