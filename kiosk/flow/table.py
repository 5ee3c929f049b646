"""Every state × event pair, as data: a transition, or a refusal with its reason. ``step`` only looks things up.

``ANYWHERE`` holds what is true whoever is at the screen: money, devices, the centre, the visitor's language.
``TRANSITIONS`` holds what a state does with an event; it goes before ``ANYWHERE``.
``REFUSALS`` says, event by event, why the remaining states do nothing with it.
"""

from dataclasses import replace
from typing import Any

from kiosk import events as ev
from kiosk.commands import AskCentre, ReturnNote
from kiosk.flow import (
    amount,
    boxes,
    card,
    card_terminal,
    cash,
    charges,
    doors,
    drawn_back,
    enquiring,
    enquiry_states as es,
    health_news,
    help_call,
    identify,
    news,
    notes,
    payments,
    previewing,
    proving,
    recovery,
    remote,
    reprinting,
    result,
    reversals,
    settling,
    staff_login,
    states as st,
    stops,
    unsubscribing,
    words,
)
from kiosk.flow.decision import Decision, Moment, extend, refuse
from kiosk.flow.staff_table import BOXES, DIAGNOSIS, SETTLING, STAFF, TRACING, Handler
from kiosk.flow.states import State
from kiosk.flow.telling import told
from kiosk.questions import EndVisit

# ---- the visitor's own wishes, on every page -----------------------------------------------------------------------


def language_chosen(state: State, event: ev.LanguageChosen, _moment: Moment) -> Decision:
    return Decision(replace(state, look=replace(state.look, language=event.language)))


def large_type_toggled(state: State, _event: ev.LargeTypeToggled, _moment: Moment) -> Decision:
    return Decision(replace(state, look=replace(state.look, large_type=not state.look.large_type)))


def touched(state: State, _event: ev.Touched, moment: Moment) -> Decision:
    extended = extend(state, moment)
    return refuse(state, "only progress extends this page") if extended is state else Decision(extended)


ANYWHERE: dict[type[Any], Handler] = {
    ev.LanguageChosen: language_chosen,
    ev.LargeTypeToggled: large_type_toggled,
    ev.Touched: touched,
    ev.HelpPressed: help_call.help_pressed,
    ev.AcceptorIdentified: stops.acceptor_identified,
    ev.DeviceStatusChanged: news.device_status_changed,
    ev.CentreReachable: news.centre_reachable,
    ev.CentreAnswered: help_call.centre_answered,
    ev.CatalogueKnown: enquiring.catalogue_known,
    ev.CentreRemembers: stops.centre_remembers,
    ev.LedgerConfirmed: stops.ledger_confirmed,
    ev.LedgerDoubted: stops.ledger_doubted,
    ev.LedgerVerified: stops.ledger_verified,
    ev.StopReleased: stops.stop_released,
    ev.DiskRoomChanged: stops.disk_room_changed,
    ev.KioskRefused: news.kiosk_refused,
    ev.NoteAccepting: cash.note_accepting,
    ev.NoteRejected: cash.note_rejected,
    ev.NoteEscrowed: notes.note_escrowed,
    ev.NoteStacked: notes.note_stacked,
    ev.NoteReturned: notes.note_returned,
    ev.StackRefused: notes.stack_refused,
    ev.NotesWhereaboutsKnown: notes.whereabouts_known,
    ev.NoteCheated: notes.note_cheated,
    ev.CardTerminalReady: card_terminal.card_terminal_ready,
    ev.CardProgressed: card.card_progressed,
    ev.CardApproved: charges.card_approved,
    ev.CardConfirmed: charges.card_confirmed,
    ev.CardNotCharged: charges.card_not_charged,
    ev.CardUnclear: charges.card_unclear,
    ev.CardResolved: charges.card_resolved,
    ev.CardReversalDelayed: reversals.card_reversal_delayed,
    ev.CardReversalEnded: reversals.card_reversal_ended,
    ev.CardOrphanFound: charges.card_orphan_found,
    ev.CardDayDue: card_terminal.card_day_due,
    ev.CardDayEnded: card_terminal.card_day_ended,
    ev.CardSettled: charges.card_settled,
    ev.AccountLookedUp: identify.account_looked_up,
    ev.PaymentsAnswered: payments.payments_answered,
    ev.PaymentProgressed: payments.payment_progressed,
    ev.PrintJobEnded: payments.print_job_ended,
    ev.SlipDrawnBack: drawn_back.slip_drawn_back,
    ev.StaffKnown: staff_login.staff_known,
    ev.PinChecked: words.pin_checked,
    ev.WordGiven: words.word_given,
    ev.CollectionAnswered: boxes.collection_answered,
    ev.CommandCame: remote.command_came,
    ev.CommandDone: remote.command_done,
    ev.CommandResultKept: remote.command_result_kept,
    ev.TrialPrintWanted: remote.trial_print_wanted,
    ev.StepTested: remote.step_tested,
    ev.SafePageSeen: remote.safe_page_seen,
    ev.HallOpen: doors.hall_open,
    ev.SelfCheckDue: doors.self_check_due,
    ev.RunEnding: health_news.run_ending,
    ev.EventsKept: health_news.events_kept,
    ev.EventsAhead: health_news.events_ahead,
    ev.StorageFailed: recovery.storage_failed,
}

PAYING: dict[tuple[type[Any], type[Any]], Handler] = {
    (st.Starting, ev.Started): recovery.started,
    (st.Home, ev.ServiceChosen): identify.service_chosen,
    (st.Home, ev.TimePassed): help_call.forgotten,
    (st.EnterNumber, ev.ServiceChosen): identify.service_chosen,
    (st.LookingUp, ev.ServiceChosen): identify.service_chosen,
    (st.ChooseAmount, ev.ServiceChosen): identify.service_chosen,
    (st.ChooseMethod, ev.ServiceChosen): identify.service_chosen,
    (st.TakingCash, ev.ServiceChosen): cash.leave_pressed,
    (st.ConfirmPayer, ev.ServiceChosen): cash.leave_pressed,
    (st.ShowResult, ev.ServiceChosen): result.next_service,
    (st.EnterNumber, ev.DigitPressed): identify.digit_pressed,
    (st.EnterNumber, ev.BackspacePressed): identify.backspace_pressed,
    (st.EnterNumber, ev.ClearPressed): identify.clear_pressed,
    (st.EnterNumber, ev.ConfirmPressed): identify.number_confirmed,
    (st.EnterNumber, ev.BackPressed): identify.back_from_number,
    (st.EnterNumber, ev.HomePressed): identify.go_home,
    (st.EnterNumber, ev.TimePassed): identify.go_home,
    (st.LookingUp, ev.BackPressed): identify.back_to_number,
    (st.LookingUp, ev.HomePressed): identify.go_home,
    (st.LookingUp, ev.TimePassed): identify.look_up_timed_out,
    (st.ChooseAmount, ev.AmountChosen): amount.amount_chosen,
    (st.ChooseAmount, ev.OtherAmountChosen): amount.other_amount_chosen,
    (st.ChooseAmount, ev.DigitPressed): amount.digit_pressed,
    (st.ChooseAmount, ev.BackspacePressed): amount.backspace_pressed,
    (st.ChooseAmount, ev.ClearPressed): amount.clear_pressed,
    (st.ChooseAmount, ev.ConfirmPressed): amount.amount_typed,
    (st.ChooseAmount, ev.BackPressed): amount.back_from_amount,
    (st.ChooseAmount, ev.HomePressed): identify.go_home,
    (st.ChooseAmount, ev.TimePassed): identify.go_home,
    (st.ChooseMethod, ev.CashChosen): amount.cash_chosen,
    (st.ChooseMethod, ev.BackPressed): amount.back_to_amount,
    (st.ChooseMethod, ev.HomePressed): identify.go_home,
    (st.ChooseMethod, ev.TimePassed): identify.go_home,
    (st.TakingCash, ev.FinishPressed): cash.finish_pressed,
    (st.TakingCash, ev.BackPressed): cash.leave_pressed,
    (st.TakingCash, ev.HomePressed): cash.leave_pressed,
    (st.TakingCash, ev.TimePassed): cash.cash_time_passed,
    (st.ConfirmPayer, ev.ConfirmPressed): cash.payer_confirmed,
    (st.ConfirmPayer, ev.FinishPressed): cash.finish_pressed,
    (st.ConfirmPayer, ev.BackPressed): cash.leave_pressed,
    (st.ConfirmPayer, ev.HomePressed): cash.leave_pressed,
    (st.ConfirmPayer, ev.TimePassed): cash.payer_gone,
    (st.ChooseMethod, ev.CardChosen): card.card_chosen,
    (st.TakingCash, ev.CardChosen): card.card_chosen,
    (st.CardRefused, ev.CardChosen): card.card_chosen,
    (st.TakingCard, ev.BackPressed): card.cancel_pressed,
    (st.TakingCard, ev.HomePressed): card.cancel_pressed,
    (st.TakingCard, ev.TimePassed): card.card_time_passed,
    (st.CardRefused, ev.CashChosen): card.cash_instead,
    (st.CardRefused, ev.FinishPressed): cash.finish_pressed,
    (st.CardRefused, ev.BackPressed): card.leave_refused,
    (st.CardRefused, ev.HomePressed): card.leave_refused,
    (st.CardRefused, ev.TimePassed): cash.payer_gone,
    (st.ShowResult, ev.FinishPressed): result.leave_result,
    (st.ShowResult, ev.PrintPressed): payments.print_again,
    (st.ShowResult, ev.RatingGiven): result.rating_given,
    (st.ShowResult, ev.HomePressed): result.leave_result,
    (st.ShowResult, ev.TimePassed): result.result_time_passed,
}

ASKING: dict[tuple[type[Any], type[Any]], Handler] = {
    (st.Home, ev.MenuPressed): enquiring.menu_pressed,
    (es.Menu, ev.ServiceChosen): identify.service_chosen,
    (es.Menu, ev.BackPressed): identify.go_home,
    (es.Menu, ev.HomePressed): identify.go_home,
    (es.Menu, ev.TimePassed): identify.go_home,
    (es.ChooseProof, ev.ServiceChosen): identify.service_chosen,
    (es.ChooseProof, ev.ProofChosen): proving.proof_chosen,
    (es.ChooseProof, ev.BackPressed): proving.back_from_choice,
    (es.ChooseProof, ev.HomePressed): identify.go_home,
    (es.ChooseProof, ev.TimePassed): identify.go_home,
    (es.Proving, ev.ServiceChosen): identify.service_chosen,
    (es.Proving, ev.ProofChosen): proving.proof_chosen,
    (es.Proving, ev.DigitPressed): proving.digit_pressed,
    (es.Proving, ev.BackspacePressed): proving.backspace_pressed,
    (es.Proving, ev.ClearPressed): proving.clear_pressed,
    (es.Proving, ev.BackPressed): proving.back_from_proving,
    (es.Proving, ev.HomePressed): identify.go_home,
    (es.Proving, ev.TimePassed): proving.time_passed,
    (es.Enquiring, ev.ServiceChosen): identify.service_chosen,
    (es.Enquiring, ev.ConfirmPressed): enquiring.ask_again,
    (es.Enquiring, ev.MonthChosen): enquiring.month_chosen,
    (es.Enquiring, ev.CategoryChosen): enquiring.category_chosen,
    (es.Enquiring, ev.DayChosen): enquiring.day_chosen,
    (es.Enquiring, ev.NextPagePressed): enquiring.next_page,
    (es.Enquiring, ev.PreviousPagePressed): enquiring.previous_page,
    (es.Enquiring, ev.SubscriptionChosen): unsubscribing.subscription_chosen,
    (es.Enquiring, ev.PrintPressed): previewing.preview_pressed,
    (es.Enquiring, ev.PayPressed): enquiring.pay_pressed,
    (es.Enquiring, ev.BackPressed): enquiring.back_to_menu,
    (es.Enquiring, ev.MenuPressed): enquiring.menu_pressed,
    (es.Enquiring, ev.HomePressed): identify.go_home,
    (es.Enquiring, ev.TimePassed): enquiring.time_passed,
    (es.EndingSubscription, ev.ServiceChosen): identify.service_chosen,
    (es.EndingSubscription, ev.ConfirmPressed): unsubscribing.code_wanted,
    (es.EndingSubscription, ev.ProofChosen): unsubscribing.code_wanted,
    (es.EndingSubscription, ev.DigitPressed): unsubscribing.digit_pressed,
    (es.EndingSubscription, ev.BackspacePressed): unsubscribing.backspace_pressed,
    (es.EndingSubscription, ev.ClearPressed): unsubscribing.clear_pressed,
    (es.EndingSubscription, ev.BackPressed): unsubscribing.back_pressed,
    (es.EndingSubscription, ev.HomePressed): identify.go_home,
    (es.EndingSubscription, ev.TimePassed): unsubscribing.time_passed,
    (es.Enquiring, ev.ReceiptChosen): reprinting.receipt_chosen,
    (es.EnterReceiptNumber, ev.ServiceChosen): identify.service_chosen,
    (es.EnterReceiptNumber, ev.DigitPressed): reprinting.key_pressed,
    (es.EnterReceiptNumber, ev.BackspacePressed): reprinting.backspace_pressed,
    (es.EnterReceiptNumber, ev.ClearPressed): reprinting.clear_pressed,
    (es.EnterReceiptNumber, ev.ConfirmPressed): reprinting.number_confirmed,
    (es.EnterReceiptNumber, ev.BackPressed): enquiring.back_to_menu,
    (es.EnterReceiptNumber, ev.MenuPressed): enquiring.menu_pressed,
    (es.EnterReceiptNumber, ev.HomePressed): identify.go_home,
    (es.EnterReceiptNumber, ev.TimePassed): reprinting.time_passed,
    (es.FetchingCopy, ev.ServiceChosen): identify.service_chosen,
    (es.FetchingCopy, ev.ConfirmPressed): reprinting.ask_again,
    (es.FetchingCopy, ev.BackPressed): reprinting.back_to_history,
    (es.FetchingCopy, ev.MenuPressed): enquiring.menu_pressed,
    (es.FetchingCopy, ev.HomePressed): identify.go_home,
    (es.FetchingCopy, ev.TimePassed): reprinting.time_passed,
    (es.Previewing, ev.ServiceChosen): previewing.service_chosen,
    (es.Previewing, ev.PrintPressed): previewing.print_pressed,
    (es.Previewing, ev.BackPressed): previewing.back_pressed,
    (es.Previewing, ev.HomePressed): previewing.home_pressed,
    (es.Previewing, ev.TimePassed): identify.go_home,
}

TRANSITIONS = PAYING | ASKING | STAFF | DIAGNOSIS | BOXES | SETTLING | TRACING

REFUSALS: dict[type[Any], str] = {
    ev.Started: "the ledger was opened already",
    ev.ServiceChosen: "nothing can be begun now",
    ev.DigitPressed: "nothing is being typed on this page",
    ev.BackspacePressed: "nothing is being typed on this page",
    ev.ClearPressed: "nothing is being typed on this page",
    ev.ConfirmPressed: "nothing is to be confirmed on this page",
    ev.AmountChosen: "no amount is asked for on this page",
    ev.OtherAmountChosen: "no amount is asked for on this page",
    ev.CashChosen: "no method is asked for on this page",
    ev.CardChosen: "no method is asked for on this page",
    ev.FinishPressed: "nothing is to be finished on this page",
    ev.MenuPressed: "there is no menu on this page",
    ev.ProofChosen: "nobody has to prove anything on this page",
    ev.MonthChosen: "no month is asked for on this page",
    ev.CategoryChosen: "no records are shown on this page",
    ev.DayChosen: "no records are shown on this page",
    ev.NextPagePressed: "this page has no next one",
    ev.PreviousPagePressed: "this page has none before it",
    ev.SubscriptionChosen: "no subscriptions are shown on this page",
    ev.ReceiptChosen: "no payments are shown on this page",
    ev.PrintPressed: "there is nothing to print on this page",
    ev.PayPressed: "no bill is shown on this page",
    ev.RatingGiven: "nothing is to be rated on this page",
    ev.StaffPressed: "staff come in by the home page only",
    ev.ConsolePageChosen: "no console is open",
    ev.LogOffPressed: "nobody is logged in",
    ev.UnlockPressed: "nobody is locked out on this page",
    ev.ApprovalTold: "nobody waits for this approval",
    ev.WayChosen: "no second person is asked for",
    ev.MoneyChosen: "no open money is shown",
    ev.SettlementChosen: "no open money is shown",
    ev.ReasonChosen: "no open money is shown",
    ev.FoundPressed: "no open money is shown",
    ev.SuggestionChosen: "no open money is shown",
    ev.GiveUpPressed: "nothing is to be given up on this page",
    ev.PinHashed: "nobody waits for this PIN",
    ev.RecordsRead: "nobody waits for these records",
    ev.DiagnosisChosen: "no diagnosis is open",
    ev.DiagnosisAnswered: "no diagnosis is open",
    ev.DiagnosisSkipped: "no diagnosis is open",
    ev.DiagnosisNext: "no diagnosis is open",
    ev.DiagnosisEnded: "nobody waits for this test",
    ev.CellTouched: "no touch grid is shown",
    ev.CardHostChecked: "nobody waits for this test",
    ev.BundlePressed: "no diagnosis is open",
    ev.BundleMade: "nobody waits for this bundle",
    ev.BackPressed: "there is no page before this one",
    ev.HomePressed: "this page has no way home, or is home",
    ev.TimePassed: "nothing on this page ends by itself",
}


_STILL_HELPS = (ev.HelpPressed, ev.CentreAnswered)  # also where nothing can be recorded: it needs no fact


def step(state: State, event: ev.Event, moment: Moment) -> Decision:
    """What follows from ``event``. Pure: the same arguments give the same decision."""
    kind = type(event)
    if isinstance(state.visit, st.OutOfService):
        if kind is ev.NoteEscrowed:  # it was on its way in when the storage failed
            return Decision(state, commands=(ReturnNote(),))
        if kind in _STILL_HELPS:
            return ANYWHERE[kind](state, event, moment)
        return refuse(state, "out of service: nothing can be recorded any more")
    handler = TRANSITIONS.get((type(state.visit), kind)) or ANYWHERE.get(kind)
    if handler is None:
        return refuse(state, REFUSALS[kind])
    decided = doors.at_the_door(settling.counted(remote.printed(handler(state, event, moment))), moment)
    return told(state, _ending(state, decided, moment), moment)


def _ending(before: State, decision: Decision, moment: Moment) -> Decision:
    """Whoever asked has left, or is somebody else now: the centre ends their right to ask, whichever way they went."""
    left, now = before.enquirer, decision.state.enquirer
    if left is None or (now is not None and now.visit_id == left.visit_id):
        return decision
    return decision.also(commands=(AskCentre(f"{moment.uid}-end", EndVisit(left.visit_id)),))


def next_deadline(state: State) -> float | None:
    """When, in monotonic seconds, the till must post ``TimePassed`` if nothing else happens; None: never."""
    slip = state.visit.slip_at_s if isinstance(state.visit, st.ShowResult) else None
    deadlines = [deadline for deadline in (state.deadline_s, slip) if deadline is not None]
    return min(deadlines, default=None)
