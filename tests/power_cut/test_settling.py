"""What ``settle`` believes before it prints figures."""

from app.settling import is_settled
from kiosk.accounts import AccountKind, AccountRef
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.events import DeviceStatusChanged, NotesWhereaboutsKnown, Started
from kiosk.flow import Moment, State, Terminal, step
from kiosk.money import Fen
from kiosk.recollection import EMPTY, Recollection, UnpostedPayment
from tests.journeys.front import NUMBER
from tests.journeys.rig import World

WAITING = UnpostedPayment("K0001-1", AccountRef(AccountKind.MOBILE, NUMBER), Fen(5000))
MOMENT = Moment("2026-01-01T00:00:00+08:00", 0.0, "uid", 2)


def test_not_settled_before_the_ledger_has_been_recalled(shared_world: World) -> None:
    """A regression: settle ended with a queued payment when it looked before the till had taken ``Started``."""
    starting = State(Terminal(shared_world.demo.settings.policy))
    assert not is_settled(starting)
    recalled = step(starting, Started(EMPTY), MOMENT).state
    assert not is_settled(recalled), "the acceptor has not told where notes are"
    silent = DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT")
    assert is_settled(step(recalled, DeviceStatusChanged(silent), MOMENT).state)
    assert is_settled(step(recalled, NotesWhereaboutsKnown(), MOMENT).state)
    assert not is_settled(step(starting, Started(Recollection(2, unposted=(WAITING,))), MOMENT).state)
