"""Every pair of state and event is a transition or a refusal that is written down (trust.md M3), and a model run (M18)."""

from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given, settings, strategies as some

from kiosk import acts, events as ev
from kiosk.accounts import AccountKind, AccountRef
from kiosk.approval import How
from kiosk.card import (
    CardApproval,
    CardIdentity,
    CardProblem,
    CardStep,
    CardTotals,
    CardVerdict,
    ReversalOutcome,
)
from kiosk.catalogue import QuickLane
from kiosk.central_answers import AccountProblem, AccountRefused, CentreSilent, Contradicted, PaymentProgress, Refused
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.diagnosis import DiagnosisItem
from kiosk.enquiry import EnquiryProblem, ProofMethod, VisitEnded
from kiosk.enquiry_answers import Category, SubscriptionEnd
from kiosk.facts import AnyFact
from kiosk.flow.states import Visit
from kiosk.flow.table import ANYWHERE, REFUSALS, TRANSITIONS
from kiosk.help_answers import HelpOrder, Rated
from kiosk.log_lines import EVENT_LINES, FACT_LINES
from kiosk.money import Fen
from kiosk.open_money import OpenSheet, Settlement
from kiosk.paper import PrintOutcome
from kiosk.recollection import EMPTY
from kiosk.remote import RemoteWhat
from kiosk.staff_records import DeviceSheet, RecordsUnread
from kiosk.staff_views import ConsolePage
from kiosk.views import View
from kiosk.visit_types import Language, Reopening, Service, SmsState
from tests.kiosk.papers_of_a_visit import CATALOGUE, PAYMENT_ID, copy, details, payments
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND, NOTES, NUMBER, Play, answered, ok, posted
from tests.kiosk.play_asking import BOTH, SHEETS, Asking, challenge, refused, token
from tests.kiosk.play_boxes import at_collecting, at_second, at_settling
from tests.kiosk.play_staff import ADMIN, at_console, at_diagnosis

EVENTS: tuple[type[Any], ...] = get_args(ev.Event)
APPROVAL = CardApproval(ARREARS, "29001006", "0019", "000265", "891500", "1234", "UnionPay")
SHEET = OpenSheet()
PAID = PAYMENT_ID[:-1] + "0"
STATES: tuple[type[Any], ...] = get_args(Visit)


@pytest.mark.parametrize("event", EVENTS)
def test_m3_every_event_is_handled_or_refused_with_a_reason_in_every_state(event: type[Any]) -> None:
    for state in STATES:
        handled = (state, event) in TRANSITIONS or event in ANYWHERE
        assert handled or REFUSALS.get(event), f"({state.__name__}, {event.__name__}) is not written down"


def test_no_row_of_the_table_is_dead() -> None:
    assert {event for _, event in TRANSITIONS} <= set(EVENTS)
    assert set(ANYWHERE) <= set(EVENTS)
    assert set(REFUSALS) <= set(EVENTS)
    assert not set(ANYWHERE) & set(REFUSALS)


PLACES: dict[str, Callable[[], Play]] = {
    "Starting": Play,
    "Home": lambda: Play().at_home(),
    "Closed": lambda: Play().at_home().take(ev.HallOpen(is_open=False, opens_at="2026-11-23T08:30:00+08:00")),
    "EnterNumber": lambda: Play().at_number(),
    "LookingUp": lambda: Play().at_number().typed().take(ev.ConfirmPressed()),
    "ChooseAmount": lambda: Play().at_amount(),
    "ChooseMethod": lambda: Play().at_method(),
    "TakingCash": lambda: Play().with_notes(5000),
    "ConfirmPayer": lambda: Play().with_notes(5000).wait(20),
    "TakingCard": lambda: Play().at_card(),
    "CardRefused": lambda: Play().at_card().refused_card(),
    "ShowResult": lambda: Play().with_notes(5000).take(ev.FinishPressed()),
    "Menu": lambda: Asking().with_catalogue().take(ev.MenuPressed()),
    "ChooseProof": lambda: Asking().at_choice(),
    "Proving": lambda: Asking().at_secret(),
    "Enquiring": lambda: Asking().shown(Service.PAST_DETAILS),
    "EndingSubscription": lambda: Asking().at_ending().take(ev.ConfirmPressed()),
    "EnterReceiptNumber": lambda: Asking().at_receipt_number("261121"),
    "FetchingCopy": lambda: Asking().at_history_copy(PAID),
    "Previewing": lambda: Asking().previewed().take(ev.PrintPressed()),
    "StaffLogin": lambda: Play().at_home().take(ev.StaffPressed()),
    "Console": at_console,
    "Collecting": at_collecting,
    "SecondPerson": at_second,
    "Settling": at_settling,
    "Tracing": lambda: at_console().take(ev.ConsolePageChosen(ConsolePage.JOURNEY)),
    "Diagnosing": at_diagnosis,
    "PaperChange": lambda: Play().at_home().take(ev.StaffPressed(), ev.ConsolePageChosen(ConsolePage.PAPER)),
    "OutOfService": lambda: Play().with_notes(5000).take(ev.StorageFailed("EIO")),
}

SAMPLES: list[ev.Event] = [
    ev.MenuPressed(),
    ev.ServiceChosen(Service.CURRENT_BILL),
    ev.ProofChosen(ProofMethod.SMS_CODE),
    ev.MonthChosen("2026-09"),
    ev.CategoryChosen(Category.VOICE),
    ev.CategoryChosen(None),
    ev.DayChosen("2026-10-15"),
    ev.NextPagePressed(),
    ev.PreviousPagePressed(),
    ev.SubscriptionChosen("VIDEO"),
    ev.ReceiptChosen(PAID),
    ev.PrintPressed(),
    ev.PayPressed(),
    ev.HelpPressed(),
    *(ev.RatingGiven(score) for score in (0, 1, 5, 6)),
    ev.CatalogueKnown(CATALOGUE),
    ev.CentreAnswered("asked", challenge()),
    *(ev.CentreAnswered("asked", answer) for answer in (token(BOTH), *SHEETS.values(), copy(), VisitEnded(), Rated())),
    *(ev.CentreAnswered("asked", refused(problem, 0)) for problem in EnquiryProblem),
    ev.CentreAnswered("lane", QuickLane(("points", "pay_bill", "unknown"))),
    ev.CentreAnswered("help", HelpOrder("01M8", "2026-11-21T20:58:44+08:00", 1, rung=True)),
    ev.CentreAnswered("asked", SubscriptionEnd("done", "VIDEO", None, "2026-12-01T00:00:00+08:00")),
    ev.Touched(),
    ev.ServiceChosen(Service.PAY_BILL),
    ev.DigitPressed("7"),
    ev.BackspacePressed(),
    ev.ClearPressed(),
    ev.ConfirmPressed(),
    ev.AmountChosen(ARREARS),
    ev.OtherAmountChosen(),
    ev.CashChosen(),
    ev.FinishPressed(),
    ev.BackPressed(),
    ev.HomePressed(),
    ev.LanguageChosen(Language.ENGLISH),
    ev.LargeTypeToggled(),
    ev.CardChosen(),
    ev.CardTerminalReady(CardIdentity("29001006"), None),
    ev.CardTerminalReady(CardIdentity("another"), None),
    ev.CardProgressed("x", CardStep.PIN),
    ev.CardApproved("x", APPROVAL),
    ev.CardConfirmed("x"),
    ev.CardNotCharged("x", CardProblem.FUNDS, "33"),
    ev.CardUnclear("x", "cut"),
    ev.CardResolved("x", CardVerdict.NOT_CHARGED),
    ev.CardReversalDelayed("x", 6, "silent"),
    ev.CardReversalEnded("x", ReversalOutcome.REVERSED),
    ev.CardOrphanFound(APPROVAL, refused=True),
    ev.CardDayDue(),
    ev.CardDayEnded(CardTotals(0, Fen(0), "29001006")),
    ev.CardSettled("x", charged=True, by="A", second="B", reason="statement 7"),
    ok(Device.CARD),
    ev.AcceptorIdentified("SM", "S1", "1.0", NOTES),
    ev.NoteAccepting(),
    ev.NoteEscrowed(Fen(5000)),
    ev.NoteStacked(Fen(5000)),
    ev.NoteStacked(None),
    ev.NoteStacked(Fen(5000), latched=True),
    ev.NoteReturned(Fen(5000)),
    ev.NoteRejected("verification"),
    ev.StackRefused(),
    ev.NotesWhereaboutsKnown(),
    ev.NoteCheated(),
    ok(Device.ACCEPTOR),
    ok(Device.PRINTER),
    ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT")),
    ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.OFFLINE, Severity.SUSPEND, code="PRN-SILENT")),
    ev.PrintJobEnded("job", PrintOutcome.UNKNOWN),
    ev.SlipDrawnBack("job"),
    ev.AccountLookedUp(ACCOUNT, FOUND),
    ev.AccountLookedUp(ACCOUNT, AccountRefused(AccountProblem.CLOSED)),
    ev.AccountLookedUp(ACCOUNT, CentreSilent("no line")),
    ev.AccountLookedUp(AccountRef(AccountKind.MOBILE, "13900001234"), FOUND),
    answered("K0001-1", posted("K0001-1")),
    answered("K0001-2", posted("K0001-2")),
    answered("K0001-1", Refused("account-not-found")),
    answered("K0001-1", Contradicted("idempotency-mismatch")),
    ev.PaymentProgressed("K0001-1", PaymentProgress(9, SmsState.DELIVERED, Reopening.REOPENED)),
    ev.CentreReachable(reachable=False),
    ev.CentreReachable(reachable=True),
    ev.CentreRemembers(0),
    ev.CentreRemembers(10**6),
    ev.LedgerConfirmed(7),
    ev.LedgerDoubted("record 3 was changed"),
    ev.DiskRoomChanged(low=True, free_bytes=1 << 20),
    ev.DiskRoomChanged(low=False, free_bytes=1 << 30),
    ev.StopReleased("BV-CHEAT", "a technician", "looked"),
    ev.AcceptorIdentified("SM", "another", "1.0", NOTES),
    ev.KioskRefused("kiosk-disabled"),
    *(ev.CommandCame(f"c-{what}", what, "", "0217") for what in RemoteWhat),
    ev.CommandCame("c-bad", "format_disk", "", "0217", "unknown command", "refused"),
    ev.CommandDone("c-restart", "failed", "why"),
    ev.CommandResultKept("c-bad"),
    ev.TrialPrintWanted("trial-1", "0217"),
    ev.StepTested("dial_look_up", passed=True, detail="", milliseconds=12),
    ev.HallOpen(is_open=False, opens_at="2026-11-23T08:30:00+08:00"),
    ev.HallOpen(is_open=True),
    ev.SelfCheckDue("2026-11-23T08:30:00+08:00"),
    ev.SafePageSeen("it did not stay up"),
    ev.RunEnding("a signal"),
    ev.EventsKept(17),
    ev.EventsAhead(41),
    ev.StaffPressed(),
    ev.StaffKnown((ADMIN,)),
    *(ev.ConsolePageChosen(page) for page in ConsolePage),
    *(ev.ConsolePageChosen(ConsolePage.DEVICE, device) for device in (*Device, "centre")),
    *(ev.RecordsRead("asked", sheet) for sheet in (RecordsUnread(), DeviceSheet())),
    ev.LedgerVerified(),
    *(ev.DiagnosisChosen(item) for item in ("", *DiagnosisItem)),
    *(ev.DiagnosisAnswered(yes) for yes in (True, False)),
    *(ev.CellTouched(cell) for cell in (-1, 0, 39, 40)),
    ev.DiagnosisSkipped(),
    ev.DiagnosisNext(),
    ev.DiagnosisEnded("asked", passed=True),
    ev.CardHostChecked("asked", reached=True),
    ev.BundlePressed(),
    ev.BundleMade("asked", "K0001.zip"),
    ev.LogOffPressed(),
    ev.UnlockPressed(),
    ev.PinChecked("asked", right=True),
    ev.PinHashed("asked", ADMIN.pin_hash),
    *(ev.WayChosen(way) for way in get_args(How)),
    *(ev.ApprovalTold("asked", step, "0218") for step in ("open", "approved", "refused", "expired", "unreachable")),
    ev.GiveUpPressed(),
    ev.RecordsRead("asked", SHEET),
    *(ev.MoneyChosen(name) for name in ("note-1", "unknown")),
    *(ev.SettlementChosen(outcome) for outcome in Settlement),
    *(ev.ReasonChosen(reason) for reason in ("box_counted", "unknown")),
    ev.FoundPressed(),
    *(ev.SuggestionChosen(name) for name in ("", "note-1", "unknown")),
    ev.CollectionAnswered("K0001-C1"),
    ev.CollectionAnswered("K0001-C1", "collection-differs"),
    ev.WordGiven("w", acts.OpenCollection(), ev.Proof("0217", "802739"), ev.Proof("0218", "802739")),
    ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-BOX-OUT")),
    ev.Started(EMPTY),
    ev.TimePassed(),
    ev.StorageFailed("EIO"),
]


def test_the_samples_hold_every_event() -> None:
    assert {type(event) for event in SAMPLES} == set(EVENTS)
    assert set(PLACES) == {state.__name__ for state in STATES}


def aimed(play: Play, event: ev.Event) -> ev.Event:
    """An answer to "asked" is one to whatever this page asked last; one to "help" to the call of this visit;
    one to "lane" to the question for the number's own quick lane."""
    if isinstance(event, ev.CentreAnswered) and event.ticket == "help" and play.state.help is not None:
        return ev.CentreAnswered(play.state.help.ticket, event.answer)
    if isinstance(event, ev.CentreAnswered) and event.ticket == "lane" and play.state.enquirer is not None:
        return ev.CentreAnswered(play.state.enquirer.lane_ticket or "late", event.answer)
    ticket = getattr(play.state.visit, "ticket", "")
    if isinstance(event, ev.CentreAnswered) and ticket:
        return ev.CentreAnswered(ticket, event.answer)
    return play.aimed(event)


@pytest.mark.parametrize("place", PLACES)
def test_m2_m3_any_event_in_any_state_keeps_the_equation_and_gives_a_page(place: str) -> None:
    for event in SAMPLES:
        play = PLACES[place]()
        assert play.page == place
        play.take(aimed(play, event))
        assert isinstance(play.view, View)
        changed = bool(play.facts or play.commands)
        assert not (play.refused and changed), f"{event} was refused and acted on"


# The model: any sequence of events, biased towards real visits, with time passing in between.
STEPS = some.one_of(
    some.sampled_from(SAMPLES).filter(lambda event: not isinstance(event, ev.StorageFailed)).map(lambda event: [event]),
    some.sampled_from([500, 1000, 5000, 10000]).map(
        lambda value: [ev.NoteAccepting(), ev.NoteEscrowed(Fen(value)), ev.NoteStacked(Fen(value))]
    ),
    some.sampled_from([1000, 5000]).map(lambda value: [ev.NoteEscrowed(Fen(value)), ev.NotesWhereaboutsKnown()]),
    some.sampled_from([1000, 5000]).map(lambda value: [ev.NoteStacked(Fen(value))]),
    some.just([ev.ServiceChosen(Service.PAY_BILL), *(ev.DigitPressed(digit) for digit in NUMBER), ev.ConfirmPressed()]),
    some.just([ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.CashChosen()]),
    some.just([ev.AccountLookedUp(ACCOUNT, FOUND), ev.ProofChosen(ProofMethod.SMS_CODE)]),
    some.just([ev.CentreAnswered("asked", challenge()), *(ev.DigitPressed(digit) for digit in "481902")]),
    some.just([ev.CentreAnswered("asked", token(BOTH)), ev.CentreAnswered("asked", details()), ev.PrintPressed()]),
    some.just([ev.ServiceChosen(Service.REPRINT), *(ev.DigitPressed(key) for key in "2611217Q2MXP"), ev.ConfirmPressed()]),
    some.just([ev.CentreAnswered("asked", copy()), ev.PrintPressed()]),
    some.just([ev.CentreAnswered("asked", payments()), ev.ReceiptChosen(PAID), ev.ProofChosen(ProofMethod.SMS_CODE)]),
    some.sampled_from(PrintOutcome).map(lambda outcome: [ev.PrintJobEnded("job", outcome)]),
    some.just([ev.HelpPressed(), ev.CentreAnswered("help", HelpOrder("01M8", "2026-11-21T20:58:44+08:00", 1, rung=True))]),
    some.just(list(Play.devices_up())),
    some.just(list(Play.card_up())),
    some.just([ev.CardChosen(), *Play.card_up()]),
    some.just([ev.CardChosen(), ev.CardApproved("x", APPROVAL), ev.CardConfirmed("x")]),
    some.just([ev.CardChosen(), ev.CardUnclear("x", "cut")]),
    some.sampled_from(CardVerdict).map(lambda verdict: [ev.CardResolved("x", verdict, APPROVAL)]),
    some.sampled_from(ReversalOutcome).map(lambda outcome: [ev.CardReversalEnded("x", outcome)]),
    some.sampled_from([1, 2, 3, 4]).map(lambda seq: [answered(f"K0001-{seq}", Refused("account-closed"))]),
    some.sampled_from([1.0, 8.0, 20.0, 60.0]),
)


@settings(max_examples=200, deadline=None)
@given(some.lists(STEPS, min_size=5, max_size=60))
def test_m18_no_sequence_of_events_breaks_the_equation(steps: list[list[ev.Event] | float]) -> None:
    play = Asking().with_catalogue()
    for one in steps:
        if isinstance(one, float):
            play.wait(one)
        else:
            for event in one:
                play.take(aimed(play, event))
        assert isinstance(play.view, View)
        assert play.page != "OutOfService"
    money_shown = getattr(play.view.body, "inserted", None)
    if money_shown is not None:
        assert money_shown == play.books.totals().get("held_in_visit", 0)
    for visit_id in set(play.books.visit.values()) - {None} - play.books.open_visits:
        assert visit_id is not None
        assert set(play.books.held_notes(visit_id)) <= play.books.late, "a closed visit holds nothing"


def test_every_fact_has_a_line_in_the_log_catalogue() -> None:
    assert set(FACT_LINES) == set(get_args(AnyFact))
    ids = [line for line, _ in (*FACT_LINES.values(), *EVENT_LINES.values())]
    assert len(set(ids)) == len(ids)
