"""What the till says in the log: each line with an id of this catalogue. Numbers in facts are masked by their types."""

import logging

from kiosk import events as ev, facts as fa

# What became true → (id, level). Notes and payments are traced one by one; what a person must look at is a warning.
FACT_LINES: dict[type[fa.Fact], tuple[str, int]] = {
    fa.VisitOpened: ("TILL-101", logging.INFO),
    fa.VisitClosed: ("TILL-102", logging.INFO),
    fa.NoteIntended: ("TILL-201", logging.INFO),
    fa.NoteStackedFact: ("TILL-202", logging.INFO),
    fa.NoteReturnedFact: ("TILL-203", logging.INFO),
    fa.NoteTurnedBack: ("TILL-211", logging.INFO),
    fa.NoteGivenBack: ("TILL-212", logging.WARNING),
    fa.NoteDoubted: ("TILL-204", logging.WARNING),
    fa.StackedReportRepeated: ("TILL-205", logging.INFO),
    fa.CaseOpened: ("TILL-206", logging.WARNING),
    fa.CashStopped: ("TILL-207", logging.ERROR),
    fa.CashReleased: ("TILL-208", logging.WARNING),
    fa.LedgerRebuilt: ("TILL-209", logging.ERROR),
    fa.PaymentAccepted: ("TILL-301", logging.INFO),
    fa.PaymentPosted: ("TILL-302", logging.INFO),
    fa.PaymentOwed: ("TILL-303", logging.WARNING),
    fa.PaymentDoubted: ("TILL-304", logging.WARNING),
    fa.ConfirmationProgressed: ("TILL-305", logging.INFO),
    fa.ReceiptStarted: ("TILL-401", logging.INFO),
    fa.ReceiptEnded: ("TILL-402", logging.INFO),
    fa.PaperRanOut: ("TILL-403", logging.WARNING),
    fa.PaperRollFitted: ("TILL-404", logging.INFO),
    fa.CardAttempted: ("TILL-701", logging.INFO),
    fa.CardHeld: ("TILL-702", logging.INFO),
    fa.CardCharged: ("TILL-703", logging.INFO),
    fa.CardUncharged: ("TILL-704", logging.INFO),
    fa.CardDoubted: ("TILL-705", logging.WARNING),
    fa.CardUndecided: ("TILL-706", logging.ERROR),
    fa.CardSettledFact: ("TILL-707", logging.WARNING),
    fa.CardReversalIntended: ("TILL-708", logging.WARNING),
    fa.CardReversed: ("TILL-709", logging.WARNING),
    fa.CardReversalFailed: ("TILL-710", logging.ERROR),
    fa.CardTerminalBound: ("TILL-711", logging.INFO),
    fa.CardDayClosed: ("TILL-712", logging.INFO),
    fa.DeviceChanged: ("TILL-501", logging.INFO),
    fa.AcceptorBound: ("TILL-502", logging.INFO),
    fa.RunStarted: ("TILL-511", logging.INFO),
    fa.RunStopped: ("TILL-512", logging.INFO),
    fa.ServiceChanged: ("TILL-513", logging.INFO),
    fa.VisitTold: ("TILL-514", logging.INFO),
    fa.EventsNumberedFrom: ("TILL-515", logging.WARNING),
    fa.EventsForgotten: ("TILL-516", logging.DEBUG),
    fa.StaffRefused: ("TILL-801", logging.WARNING),
    fa.StaffLoggedIn: ("TILL-802", logging.WARNING),
    fa.StaffLoggedOff: ("TILL-803", logging.INFO),
    fa.StaffUnlocked: ("TILL-804", logging.WARNING),
    fa.PinChanged: ("TILL-805", logging.WARNING),
    fa.TestRecorded: ("TILL-806", logging.INFO),
    fa.StaffLookedUp: ("TILL-808", logging.INFO),
    fa.ActRefused: ("TILL-809", logging.WARNING),
    fa.CommandTaken: ("TILL-521", logging.WARNING),
    fa.CommandEnded: ("TILL-522", logging.WARNING),
    fa.CommandTold: ("TILL-523", logging.INFO),
    fa.SelfChecked: ("TILL-524", logging.INFO),
    fa.SafePageShown: ("TILL-525", logging.ERROR),
    fa.ActApproved: ("TILL-807", logging.WARNING),
    fa.NoteFound: ("TILL-821", logging.WARNING),
    fa.NoteSettled: ("TILL-822", logging.WARNING),
    fa.PaymentSettled: ("TILL-823", logging.WARNING),
    fa.CollectionOpened: ("TILL-811", logging.WARNING),
    fa.CollectionStepped: ("TILL-812", logging.INFO),
    fa.CollectionClosed: ("TILL-813", logging.WARNING),
    fa.CollectionGivenUp: ("TILL-814", logging.WARNING),
    fa.CollectionTold: ("TILL-815", logging.INFO),
    fa.CollectionDisputed: ("TILL-816", logging.ERROR),
}

# Events that change what works without becoming a fact; said only when the flow took them as news.
EVENT_LINES: dict[type[ev.Event], tuple[str, int]] = {
    ev.CentreReachable: ("TILL-601", logging.WARNING),
    ev.KioskRefused: ("TILL-602", logging.ERROR),
    ev.DiskRoomChanged: ("TILL-603", logging.WARNING),
    ev.CardReversalDelayed: ("TILL-604", logging.WARNING),
}

STORAGE = "TILL-901"  # out of service until a new process has verified the ledger
BUG = "TILL-902"
REFUSED = "TILL-001"  # an event that changes nothing here, and why


def facts_said(facts: "tuple[fa.AnyFact, ...]", log: logging.Logger) -> None:
    """One line a fact, after it is on the disk."""
    for fact in facts:
        line, level = FACT_LINES[type(fact)]
        log.log(level, "%s %s", line, fact)


def event_said(event: ev.Event, log: logging.Logger) -> None:
    known = EVENT_LINES.get(type(event))
    if known is not None:
        log.log(known[1], "%s %s", known[0], event)
