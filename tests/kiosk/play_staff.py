"""The staff's side, played: who works here, and the ways in."""

from kiosk import events as ev
from kiosk.commands import CheckPin
from kiosk.flow.staff_login import NOBODY
from kiosk.recollection import EMPTY, Recollection
from kiosk.staff import Role, StaffMember
from kiosk.staff_views import ConsolePage
from tests.kiosk.play import Play

ADMIN = StaffMember("0217", "王*", frozenset({Role.ADMIN}), NOBODY.pin_hash)
VIEWER = StaffMember("0301", "赵*", frozenset({Role.VIEW}), NOBODY.pin_hash)
NEWCOMER = StaffMember("0400", "钱*", frozenset({Role.OPERATE}), NOBODY.pin_hash, must_change=True)
PIN = "802739"


def with_staff(play: Play | None = None, memory: Recollection = EMPTY) -> Play:
    return (play or Play().at_home(memory)).take(ev.StaffKnown((ADMIN, VIEWER, NEWCOMER)))


def typed(play: Play, digits: str) -> Play:
    for digit in digits:
        play.take(ev.DigitPressed(digit))
    return play.take(ev.ConfirmPressed())


def at_pin(staff_id: str = ADMIN.staff_id, play: Play | None = None) -> Play:
    return typed((play or with_staff()).take(ev.StaffPressed()), staff_id)


def checked(play: Play, *, right: bool) -> Play:
    """The PIN is typed, and the desk says what it is."""
    typed(play, PIN)
    (order,) = [one for one in play.commands if isinstance(one, CheckPin)]
    return play.take(ev.PinChecked(order.ticket, right))


def at_console(staff_id: str = ADMIN.staff_id) -> Play:
    return checked(at_pin(staff_id), right=True)


def at_diagnosis(staff_id: str = ADMIN.staff_id) -> Play:
    return at_console(staff_id).take(ev.ConsolePageChosen(ConsolePage.DIAGNOSIS))
