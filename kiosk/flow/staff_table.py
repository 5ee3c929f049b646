"""The staff's rows of the table of states and events (``kiosk.flow.table``): coming in, console, tests, the cash box."""

from collections.abc import Callable
from typing import Any

from kiosk import events as ev
from kiosk.flow import (
    collecting,
    console,
    diagnosing,
    diagnosing_note,
    help_call,
    logging_off,
    open_money,
    readiness_paper,
    second_person,
    staff_login,
    staff_states as sf,
    states as st,
    tracing,
    unlocking,
    words,
)
from kiosk.flow.decision import Decision, Moment
from kiosk.flow.states import State

Handler = Callable[[State, Any, Moment], Decision]


def pin_checked(state: State, event: ev.PinChecked, moment: Moment) -> Decision:
    """Of a command word, if that is what it answers; else of the page."""
    if words.is_of_word(state, event.ticket):
        return words.pin_checked(state, event, moment)
    if isinstance(state.visit, sf.SecondPerson):
        return second_person.pin_checked(state, event, moment)
    return staff_login.pin_checked(state, event, moment)


STAFF: dict[tuple[type[Any], type[Any]], Handler] = {
    (st.Home, ev.StaffPressed): staff_login.staff_pressed,
    (st.Closed, ev.StaffPressed): staff_login.staff_pressed,
    (st.Closed, ev.TimePassed): help_call.forgotten,
    (sf.StaffLogin, ev.DigitPressed): staff_login.digit_pressed,
    (sf.StaffLogin, ev.BackspacePressed): staff_login.backspace_pressed,
    (sf.StaffLogin, ev.ClearPressed): staff_login.clear_pressed,
    (sf.StaffLogin, ev.ConfirmPressed): staff_login.confirm_pressed,
    (sf.StaffLogin, ev.PinChecked): pin_checked,
    (sf.StaffLogin, ev.PinHashed): staff_login.pin_hashed,
    (sf.StaffLogin, ev.BackPressed): staff_login.back_pressed,
    (sf.StaffLogin, ev.HomePressed): staff_login.back_pressed,
    (sf.StaffLogin, ev.TimePassed): staff_login.back_pressed,
    (sf.StaffLogin, ev.ConsolePageChosen): console.paper_pressed,
    (sf.StaffLogin, ev.UnlockPressed): unlocking.unlock_pressed,
    (sf.PaperChange, ev.Touched): logging_off.touched,
    (sf.PaperChange, ev.BackPressed): console.paper_left,
    (sf.PaperChange, ev.HomePressed): console.paper_left,
    (sf.PaperChange, ev.TimePassed): console.paper_time_passed,
    (sf.Console, ev.Touched): logging_off.touched,
    (sf.Console, ev.RecordsRead): console.records_read,
    (sf.Console, ev.ConsolePageChosen): tracing.page_chosen,
    (sf.Console, ev.PrintPressed): readiness_paper.print_pressed,
    (sf.Console, ev.PrintJobEnded): readiness_paper.print_job_ended,
    (sf.Console, ev.BackPressed): console.back_pressed,
    (sf.Console, ev.LogOffPressed): logging_off.log_off_pressed,
    (sf.Console, ev.TimePassed): logging_off.time_passed,
}

DIAGNOSIS: dict[tuple[type[Any], type[Any]], Handler] = {
    (sf.Diagnosing, ev.DiagnosisChosen): diagnosing.item_chosen,
    (sf.Diagnosing, ev.DiagnosisAnswered): diagnosing.answered,
    (sf.Diagnosing, ev.DiagnosisSkipped): diagnosing.skipped,
    (sf.Diagnosing, ev.DiagnosisNext): diagnosing.go_on,
    (sf.Diagnosing, ev.DiagnosisEnded): diagnosing.diagnosis_ended,
    (sf.Diagnosing, ev.CellTouched): diagnosing.cell_touched,
    (sf.Diagnosing, ev.CardHostChecked): diagnosing.card_host_checked,
    (sf.Diagnosing, ev.PrintJobEnded): diagnosing.print_job_ended,
    (sf.Diagnosing, ev.BundlePressed): diagnosing.bundle_pressed,
    (sf.Diagnosing, ev.BundleMade): diagnosing.bundle_made,
    (sf.Diagnosing, ev.Touched): diagnosing.touched,
    (sf.Diagnosing, ev.BackPressed): diagnosing.back_pressed,
    (sf.Diagnosing, ev.LogOffPressed): diagnosing.log_off_pressed,
    (sf.Diagnosing, ev.TimePassed): diagnosing_note.time_passed,
    (sf.Diagnosing, ev.NoteAccepting): diagnosing_note.note_accepting,
    (sf.Diagnosing, ev.NoteRejected): diagnosing_note.note_rejected,
    (sf.Diagnosing, ev.NoteEscrowed): diagnosing_note.note_escrowed,
    (sf.Diagnosing, ev.NoteReturned): diagnosing_note.note_returned,
    (sf.Diagnosing, ev.NoteStacked): diagnosing_note.note_stacked,
    (sf.Diagnosing, ev.NoteCheated): diagnosing_note.note_cheated,
    (sf.Diagnosing, ev.NotesWhereaboutsKnown): diagnosing_note.whereabouts_known,
    (sf.Diagnosing, ev.DeviceStatusChanged): diagnosing_note.acceptor_changed,
}

BOXES: dict[tuple[type[Any], type[Any]], Handler] = {
    (sf.Collecting, ev.Touched): logging_off.touched,
    (sf.Collecting, ev.DigitPressed): collecting.key_pressed,
    (sf.Collecting, ev.BackspacePressed): collecting.backspace_pressed,
    (sf.Collecting, ev.ClearPressed): collecting.clear_pressed,
    (sf.Collecting, ev.ConfirmPressed): collecting.confirm_pressed,
    (sf.Collecting, ev.GiveUpPressed): collecting.give_up_pressed,
    (sf.Collecting, ev.PrintPressed): collecting.print_pressed,
    (sf.Collecting, ev.PrintJobEnded): collecting.print_job_ended,
    (sf.Collecting, ev.BackPressed): collecting.back_pressed,
    (sf.Collecting, ev.LogOffPressed): logging_off.log_off_pressed,
    (sf.Collecting, ev.TimePassed): logging_off.time_passed,
    (sf.SecondPerson, ev.Touched): second_person.touched,
    (sf.SecondPerson, ev.WayChosen): second_person.way_chosen,
    (sf.SecondPerson, ev.DigitPressed): second_person.digit_pressed,
    (sf.SecondPerson, ev.BackspacePressed): second_person.backspace_pressed,
    (sf.SecondPerson, ev.ClearPressed): second_person.clear_pressed,
    (sf.SecondPerson, ev.ConfirmPressed): second_person.confirm_pressed,
    (sf.SecondPerson, ev.PinChecked): pin_checked,
    (sf.SecondPerson, ev.ApprovalTold): second_person.approval_told,
    (sf.SecondPerson, ev.BackPressed): second_person.back_pressed,
    (sf.SecondPerson, ev.LogOffPressed): second_person.log_off_pressed,
    (sf.SecondPerson, ev.TimePassed): second_person.time_passed,
}

SETTLING: dict[tuple[type[Any], type[Any]], Handler] = {
    (sf.Settling, ev.RecordsRead): open_money.records_read,
    (sf.Settling, ev.NextPagePressed): open_money.next_page,
    (sf.Settling, ev.PreviousPagePressed): open_money.previous_page,
    (sf.Settling, ev.MoneyChosen): open_money.money_chosen,
    (sf.Settling, ev.SettlementChosen): open_money.outcome_chosen,
    (sf.Settling, ev.ReasonChosen): open_money.reason_chosen,
    (sf.Settling, ev.ConfirmPressed): open_money.confirm_pressed,
    (sf.Settling, ev.FoundPressed): open_money.found_pressed,
    (sf.Settling, ev.AmountChosen): open_money.value_chosen,
    (sf.Settling, ev.SuggestionChosen): open_money.suggestion_chosen,
    (sf.Settling, ev.PrintPressed): open_money.print_pressed,
    (sf.Settling, ev.PrintJobEnded): open_money.print_job_ended,
    (sf.Settling, ev.Touched): logging_off.touched,
    (sf.Settling, ev.BackPressed): open_money.back_pressed,
    (sf.Settling, ev.LogOffPressed): logging_off.log_off_pressed,
    (sf.Settling, ev.TimePassed): logging_off.time_passed,
}

TRACING: dict[tuple[type[Any], type[Any]], Handler] = {
    (sf.Tracing, ev.DigitPressed): tracing.key_pressed,
    (sf.Tracing, ev.BackspacePressed): tracing.backspace_pressed,
    (sf.Tracing, ev.ClearPressed): tracing.clear_pressed,
    (sf.Tracing, ev.ConfirmPressed): tracing.confirm_pressed,
    (sf.Tracing, ev.RecordsRead): tracing.records_read,
    (sf.Tracing, ev.Touched): logging_off.touched,
    (sf.Tracing, ev.BackPressed): tracing.back_pressed,
    (sf.Tracing, ev.LogOffPressed): logging_off.log_off_pressed,
    (sf.Tracing, ev.TimePassed): logging_off.time_passed,
}
