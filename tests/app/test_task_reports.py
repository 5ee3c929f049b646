"""Times of tasks go to the centre after a heartbeat, once each; a silent one gets them later; no till ever stops (F25)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.task_reports import MOST_AT_ONCE, Caller, TaskReports
from central.service_tables import task_times
from kiosk import events as ev
from kiosk.answers import Reply
from kiosk.centre_session import CentreUnreachableError
from kiosk.clock import SystemClock
from kiosk.flow.states import State
from kiosk.views import View
from kiosk.visit_types import Service
from tests.app.test_asking_both_ways import central_client
from tests.central.conftest import FAST, Live
from tests.kiosk.play import Play


class Glass:
    """A screen that counts."""

    shown = 0

    def show(self, _view: View) -> None:
        self.shown += 1


class Centre:
    """Answers as it is told, and keeps what it was sent."""

    def __init__(self, *answers: int | None) -> None:
        self.answers = list(answers)
        self.bodies: list[bytes] = []

    def call(self, method: str, path: str, body: bytes | None = None) -> Reply:
        assert (method, path) == ("POST", "/v1/kiosks/K0001/task-times")
        self.bodies.append(body or b"")
        status = self.answers.pop(0)
        if status is None:
            raise CentreUnreachableError("no line")
        return Reply(status, "application/json", b"{}")


def reports(play: Play, client: Caller) -> TaskReports:
    return TaskReports(Glass(), lambda: play.state, client, "K0001", SystemClock())


def given_up(play: Play, told: TaskReports) -> None:
    for event in (ev.ServiceChosen(Service.PAY_BILL), ev.HomePressed()):
        play.take(event)
        told.show(play.view)


def test_times_reach_the_reference_centre_once(tmp_path: Path) -> None:
    home = tmp_path / "terminal"
    home.mkdir()
    live = Live(tmp_path, FAST)
    try:
        play = Play().at_home()
        told = reports(play, central_client(live, home))
        given_up(play, told)
        told.send()
        told.send()
        with live.centre.database.read() as connection:
            rows = connection.execute(select(task_times)).all()
        assert [(row.task, row.outcome, row.number) for row in rows] == [("pay_bill", "given_up", 1)]
    finally:
        live.stop()


@pytest.mark.parametrize("first", [None, 503, 429])
def test_a_centre_that_can_t_take_them_gets_them_later(first: int | None) -> None:
    play, centre = Play().at_home(), Centre(first, 200)
    told = reports(play, centre)
    for _ in range(MOST_AT_ONCE + 3):
        given_up(play, told)
    told.send()
    told.send()
    assert centre.bodies[0] == centre.bodies[1]
    centre.answers = [200]
    told.send()
    assert centre.bodies[2].count(b"pay_bill") == 3


def test_what_the_centre_refuses_is_not_sent_for_ever() -> None:
    play, centre = Play().at_home(), Centre(422, 200)
    told = reports(play, centre)
    given_up(play, told)
    told.send()
    told.send()
    assert len(centre.bodies) == 1


def test_a_fault_of_the_clock_never_reaches_the_till() -> None:
    glass = Glass()

    def broken() -> State:
        raise RuntimeError("a defect")

    told = TaskReports(glass, broken, Centre(), "K0001", SystemClock())
    told.show(Play().at_home().view)
    assert glass.shown == 1
