"""Two persons and a cash box, played: who there is, the second one's proof, and a swap step by step."""

import base64

from kiosk import events as ev
from kiosk.approval import ApprovalCodes
from kiosk.commands import CheckPin
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.flow.box_states import Collecting, SecondPerson
from kiosk.flow.staff_login import NOBODY
from kiosk.recollection import EMPTY, Recollection
from kiosk.staff import Role, StaffMember
from kiosk.staff_views import ConsolePage
from tests.kiosk.play import Play, ok
from tests.kiosk.play_staff import ADMIN, NEWCOMER, PIN, VIEWER

CASHIER = StaffMember("0218", "李*", frozenset({Role.CASH}), NOBODY.pin_hash)
SECOND = StaffMember("0219", "周*", frozenset({Role.VIEW, Role.CASH}), NOBODY.pin_hash)
FRESH = StaffMember("0220", "吴*", frozenset({Role.CASH}), NOBODY.pin_hash, must_change=True)
PEOPLE = (ADMIN, VIEWER, NEWCOMER, CASHIER, SECOND, FRESH)
CODES = ApprovalCodes(base64.b64decode("4xjy6/Ik1bbQD4fdESf1UAiFpVb4NLvywT88vUAU9KY="))
OUT = ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.USER_ERROR, Severity.SUSPEND, code="BV-BOX-OUT"))
BACK = ok(Device.ACCEPTOR)
TEXTS = ("BX-0007", "S-991", "BX-0012", "S-992")


def with_people(play: Play | None = None, memory: Recollection = EMPTY) -> Play:
    return (play or Play().at_home(memory)).take(ev.StaffKnown(PEOPLE, CODES))


def logged_in(staff_id: str = CASHIER.staff_id, play: Play | None = None) -> Play:
    play = (play or with_people()).take(ev.StaffPressed())
    keys(play, staff_id)
    keys(play, PIN)
    return answer_pin(play, right=True)


def keys(play: Play, text: str) -> Play:
    """Typed and confirmed; ``facts`` and ``commands`` are those of the confirmation."""
    for one in text:
        play.take(ev.DigitPressed(one))
    return play.take(ev.ConfirmPressed())


def answer_pin(play: Play, *, right: bool) -> Play:
    (order,) = [one for one in play.commands if isinstance(one, CheckPin)]
    return play.take(ev.PinChecked(order.ticket, right))


def at_collecting(staff_id: str = CASHIER.staff_id) -> Play:
    return logged_in(staff_id).take(ev.ConsolePageChosen(ConsolePage.COLLECTION))


def at_settling(staff_id: str = CASHIER.staff_id) -> Play:
    """Before the list of open money, which is being read."""
    return logged_in(staff_id).take(ev.ConsolePageChosen(ConsolePage.OPEN_MONEY))


def at_second(staff_id: str = CASHIER.staff_id) -> Play:
    """The first person has pressed the key."""
    return at_collecting(staff_id).take(ev.ConfirmPressed())


def present(play: Play, staff_id: str = SECOND.staff_id, *, right: bool = True) -> Play:
    keys(play, staff_id)
    keys(play, PIN)
    return answer_pin(play, right=right)


def opened() -> Play:
    return present(at_second())


def typed(play: Play, *texts: str) -> Play:
    for text in texts:
        keys(play, text)
    return play


def complete() -> Play:
    """All but closed."""
    return typed(opened().take(OUT), *TEXTS).take(BACK)


def second_page(play: Play) -> SecondPerson:
    assert isinstance(play.state.visit, SecondPerson)
    return play.state.visit


def collecting(play: Play) -> Collecting:
    assert isinstance(play.state.visit, Collecting)
    return play.state.visit
