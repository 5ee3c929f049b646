"""Each task of a visit is told once: done when its result is there, given up when it is left without one (F25)."""

from kiosk import events as ev
from kiosk.flow.task_times import TaskClock, TaskTime
from kiosk.visit_types import Service
from tests.kiosk.papers_of_a_visit import PAYMENT_ID, copy
from tests.kiosk.play import ACCOUNT, ARREARS, FOUND
from tests.kiosk.play_asking import SHEETS, Asking


class Watched(Asking):
    """A visit with a clock that sees each of its states."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = TaskClock()
        self.told: list[TaskTime] = []

    def take(self, *events: ev.Event) -> "Watched":
        for event in events:
            super().take(event)
            self.now += 1.0
            time = self.clock.seen(self.state, f"own{self.ids}", "2026-11-21T20:58:44+08:00", self.now)
            self.told += [time] if time is not None else []
        return self

    def tasks(self) -> list[tuple[Service, str]]:
        return [(time.task, time.outcome.value) for time in self.told]


def test_f25_a_payment_is_told_once_with_its_time() -> None:
    play = Watched()
    play.with_notes(10000, 10000)
    play.take(ev.FinishPressed(), ev.ServiceChosen(Service.PAY_BILL), ev.HomePressed())
    assert play.tasks() == [(Service.PAY_BILL, "done"), (Service.PAY_BILL, "given_up")]
    done, given_up = play.told
    assert done.milliseconds == 20_000, "11 digits, number, name, amount, way, two events a note, and the end"
    assert (done.number, given_up.number) == (1, 2), "the quick lane leads on without a moment at home"
    assert done.visit_id == given_up.visit_id


def test_f25_a_visit_that_asks_is_told_by_the_name_that_it_proved() -> None:
    play = Watched()
    play.shown(Service.CURRENT_BILL)
    play.take(ev.PrintPressed(), ev.BackPressed(), ev.BackPressed(), ev.ServiceChosen(Service.BALANCE))
    play.answer(SHEETS[Service.BALANCE])
    play.take(ev.PayPressed(), ev.AccountLookedUp(ACCOUNT, FOUND), ev.AmountChosen(ARREARS), ev.HomePressed())
    assert play.tasks() == [(Service.CURRENT_BILL, "done"), (Service.BALANCE, "done"), (Service.PAY_BILL, "given_up")]
    assert [time.number for time in play.told] == [1, 2, 3]
    assert {time.visit_id for time in play.told[:2]} == {play.told[0].visit_id}


def test_f25_a_task_that_ends_out_of_service_has_failed() -> None:
    play = Watched()
    play.at_amount()
    play.take(ev.StorageFailed("EIO"))
    assert play.tasks() == [(Service.PAY_BILL, "failed")]


def test_f25_a_copy_is_done_when_it_is_shown_and_one_from_the_history_is_part_of_that() -> None:
    play = Watched()
    play.at_copy()
    assert play.tasks() == []
    play.answer(copy()).take(ev.BackPressed(), ev.BackPressed(), ev.ServiceChosen(Service.REPRINT), ev.HomePressed())
    assert play.tasks() == [(Service.REPRINT, "done"), *[(Service.REPRINT, "given_up")] * 2]
    history = Watched()
    history.at_history_copy(PAYMENT_ID[:-1] + "0")
    history.answer(copy(payment_id=PAYMENT_ID[:-1] + "0")).take(ev.BackPressed(), ev.HomePressed())
    assert history.tasks() == [(Service.PAYMENT_HISTORY, "done")]


def test_f25_pages_of_one_answer_are_one_task() -> None:
    play = Watched()
    play.shown(Service.PAST_BILLS)
    play.take(ev.MonthChosen("2026-08")).answer(SHEETS[Service.PAST_BILLS]).take(ev.HomePressed())
    assert play.tasks() == [(Service.PAST_BILLS, "done")]
