"""The words of the second person's page and of a swapped cash box, in English; ``messages.py`` has them all together."""

from typing import Final

from ui.marked import QT_TRANSLATE_NOOP

BOX_SOURCES: Final[dict[str, str]] = {
    "console_page_collection": QT_TRANSLATE_NOOP("messages", "Swap the cash box"),
    "box_tile": QT_TRANSLATE_NOOP("messages", "two people, two minutes"),
    # the steps, as the list names them
    "box_step_opened": QT_TRANSLATE_NOOP("messages", "Opened by two people"),
    "box_step_box_out": QT_TRANSLATE_NOOP("messages", "Old box out"),
    "box_step_serial_out": QT_TRANSLATE_NOOP("messages", "Old box: serial"),
    "box_step_seal_out": QT_TRANSLATE_NOOP("messages", "Old box: seal"),
    "box_step_serial_in": QT_TRANSLATE_NOOP("messages", "New box: serial"),
    "box_step_seal_in": QT_TRANSLATE_NOOP("messages", "New box: seal"),
    "box_step_box_back": QT_TRANSLATE_NOOP("messages", "New box in"),
    "box_no_seal": QT_TRANSLATE_NOOP("messages", "none"),
    # what to do now
    "box_now_start": QT_TRANSLATE_NOOP(
        "messages", "Two people swap the sealed box. From the opening to the end this terminal takes no cash."
    ),
    "box_now_box_out": QT_TRANSLATE_NOOP("messages", "Take the old box out. The machine sees it and goes on by itself."),
    "box_now_serial_out": QT_TRANSLATE_NOOP("messages", "Type the serial number of the box that came out."),
    "box_now_seal_out": QT_TRANSLATE_NOOP("messages", "Type its seal number. Leave it empty if there is none."),
    "box_now_serial_in": QT_TRANSLATE_NOOP("messages", "Type the serial number of the new, empty box."),
    "box_now_seal_in": QT_TRANSLATE_NOOP("messages", "Type the new box's seal number. Leave it empty if there is none."),
    "box_now_box_back": QT_TRANSLATE_NOOP(
        "messages", "Push the new box in until it locks. The machine tests itself and goes on by itself."
    ),
    "box_now_close": QT_TRANSLATE_NOOP("messages", "Compare the numbers below with the two boxes, then close."),
    "box_now_closed": QT_TRANSLATE_NOOP("messages", "Swapped. Cash is taken again. Put the slip to the sealed box."),
    "box_no_sum": QT_TRANSLATE_NOOP("messages", "What is in the box is counted later, and shown to nobody before that."),
    "box_may_leave": QT_TRANSLATE_NOOP(
        "messages", "You may log off and come back: every step so far is kept, and no cash is taken meanwhile."
    ),
    "box_key_start": QT_TRANSLATE_NOOP("messages", "Open, with a second person ›"),
    "box_key_next": QT_TRANSLATE_NOOP("messages", "Next ›"),
    "box_key_close": QT_TRANSLATE_NOOP("messages", "Close the swap"),
    "box_slip_waiting": QT_TRANSLATE_NOOP("messages", "The slip is being printed …"),
    "box_slip_done": QT_TRANSLATE_NOOP("messages", "The slip is printed."),
    "box_slip_failed": QT_TRANSLATE_NOOP("messages", "The slip was not printed, or nobody can tell. Print it again."),
    # problems
    "box_is_open": QT_TRANSLATE_NOOP("messages", "A swap is open already."),
    "box_visit": QT_TRANSLATE_NOOP("messages", "Somebody else is at this terminal."),
    "box_note_moving": QT_TRANSLATE_NOOP(
        "messages", "A note is on its way into the box, and the acceptor has not said where it is. Wait for it."
    ),
    "box_card_moving": QT_TRANSLATE_NOOP("messages", "A card payment is not over yet. Wait for it."),
    "box_given_up": QT_TRANSLATE_NOOP("messages", "Given up: the box never came out, and nothing has changed."),
    "box_serial_empty": QT_TRANSLATE_NOOP("messages", "The serial number is needed: it stands on the box."),
    "box_text_wrong": QT_TRANSLATE_NOOP("messages", "Only letters, digits and dashes, at most 40."),
    "box_same_seal": QT_TRANSLATE_NOOP("messages", "That is the old seal's number. The new box has a seal of its own."),
    # the second person
    "act_open_collection": QT_TRANSLATE_NOOP("messages", "Swap the sealed cash box"),
    "act_close_collection": QT_TRANSLATE_NOOP("messages", "Close the swap of the cash box"),
    "act_give_up_collection": QT_TRANSLATE_NOOP("messages", "Give the swap of the cash box up"),
    "act_release": QT_TRANSLATE_NOOP("messages", "Take money again after a stop"),
    "act_settle_charge": QT_TRANSLATE_NOOP("messages", "Decide an open card charge"),
    "act_unlock": QT_TRANSLATE_NOOP("messages", "Lift the lock after wrong PINs"),
    "second_id": QT_TRANSLATE_NOOP("messages", "Second person: type your own staff number."),
    "second_id_by_phone": QT_TRANSLATE_NOOP("messages", "Type the staff number of the person on the telephone."),
    "second_pin": QT_TRANSLATE_NOOP("messages", "{staff}: type your PIN."),
    "second_code": QT_TRANSLATE_NOOP("messages", "Type the eight digits that {staff} was given."),
    "second_code_wrong": QT_TRANSLATE_NOOP("messages", "Number or code is not right. Please try again."),
    "second_call": QT_TRANSLATE_NOOP(
        "messages", "Ring the second person. On the hall page they type these eight digits and get eight back."
    ),
    "second_hall_asking": QT_TRANSLATE_NOOP("messages", "The hall page is being asked …"),
    "second_hall_open": QT_TRANSLATE_NOOP(
        "messages", "The question stands on the hall page. Somebody else with the right decides there, within ten minutes."
    ),
    "second_hall_unreachable": QT_TRANSLATE_NOOP(
        "messages", "The line to the centre is down. Use a code by phone instead."
    ),
    "second_hall_refused": QT_TRANSLATE_NOOP("messages", "Refused on the hall page. Nothing was done."),
    "second_hall_expired": QT_TRANSLATE_NOOP("messages", "Nobody decided in time. Nothing was done."),
    "second_same": QT_TRANSLATE_NOOP("messages", "That is you. It must be somebody else."),
    "second_may_not": QT_TRANSLATE_NOOP("messages", "This person has no right to approve it."),
    "second_must_change": QT_TRANSLATE_NOOP("messages", "A first PIN proves nothing: log in once and choose your own."),
    "second_unknown": QT_TRANSLATE_NOOP(
        "messages", "Approved by somebody whom this terminal does not know. Nothing was done."
    ),
    "second_first_gone": QT_TRANSLATE_NOOP("messages", "You may not do this any more. Nothing was done."),
    "second_too_late": QT_TRANSLATE_NOOP("messages", "The second person came too late. Nothing was done; open it again."),
    "second_minute_over": QT_TRANSLATE_NOOP("messages", "The minute for a person here is over. Go back and open it again."),
    "second_act_impossible": QT_TRANSLATE_NOOP("messages", "It can't be done any more. Nothing was done."),
}
