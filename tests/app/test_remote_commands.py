"""F62 between terminal and centre: proved, judged by the centre's time, done once, told until it is heard."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from app.remote_commands import AHEAD, CentreNow, CommandItem, Ended, RemoteCommands, judged
from kiosk.answers import Reply
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError
from kiosk.events import CommandCame, CommandDone, CommandResultKept, Event, HomePressed, ServiceChosen
from kiosk.flow.states import State, Terminal
from kiosk.remote import REMOTE_OUT, RemoteOrder, RemoteWhat
from kiosk.visit_types import Service
from tests.app.remote_kiosk import RemoteKiosk
from tests.central.conftest import Live
from tests.central.helpers import audited
from tests.central.staffed import person
from tests.journeys.rig import wait_until
from tests.kiosk.play import POLICY

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ID = "01M8032X3NJC333CDMBRFSV8HD"


def item(what: str = "restart", argument: str = "", *, issued: int = -5, expires: int = 600) -> CommandItem:
    """Seconds from now."""
    return CommandItem(ID, what, argument, "0217", NOW + timedelta(seconds=issued), NOW + timedelta(seconds=expires))


# ---- judging -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", RemoteWhat)
def test_f62_what_is_on_the_list_and_in_its_time_is_done(what: RemoteWhat) -> None:
    assert judged(item(what), NOW).why == ""


@pytest.mark.parametrize(
    ("command", "outcome", "why"),
    [
        (item("format_disk"), "refused", "unknown command format_disk"),
        (item("restart", "--force"), "refused", "takes no argument"),
        (item(expires=0), "expired", "its time is over"),
        (item(expires=-1), "expired", "its time is over"),
        (item(issued=-90_000, expires=600), "refused", "more than a day"),
        (item(issued=int(AHEAD.total_seconds()) + 1), "refused", "in the future"),
        (CommandItem(ID, "restart", "", "0217", NOW.replace(tzinfo=None), NOW.replace(tzinfo=None)), "refused", "offset"),
    ],
)
def test_f62_everything_else_is_refused_by_name(command: CommandItem, outcome: str, why: str) -> None:
    refusal = judged(command, NOW)
    assert refusal.outcome == outcome
    assert why in refusal.why


def test_out_of_service_may_say_why() -> None:
    assert judged(item("out_of_service", "works on the hall's floor"), NOW).why == ""


def test_the_centres_time_goes_on_by_our_monotonic_clock() -> None:
    at = [100.0]
    now = CentreNow(lambda: at[0])
    assert now() is None
    now.learn("nonsense")
    now.learn("2026-11-22T12:00:00")
    assert now() is None, "a time without offset is none"
    now.learn(NOW.isoformat())
    at[0] += 61.5
    assert now() == NOW + timedelta(seconds=61.5)


# ---- hearing and telling, by a centre that says what the test wants ------------------------------------------------------


class Centre:
    def __init__(self) -> None:
        self.items: list[Any] = []
        self.status = 200
        self.down = False
        self.calls: list[tuple[str, str, Any]] = []

    def call(self, method: str, path: str, body: bytes | None = None, limit_s: float | None = None) -> Reply:
        del limit_s
        if self.down:
            raise CentreUnreachableError("no route")
        self.calls.append((method, path, None if body is None else json.loads(body)))
        answer = {"items": self.items} if method == "GET" else {"status": "kept"}
        return Reply(self.status, "application/json", json.dumps(answer).encode())


class Desk:
    def __init__(self, *orders: RemoteOrder) -> None:
        self.centre = Centre()
        self.posted: list[Event] = []
        self.state = State(Terminal(POLICY, remote=orders))
        self.now = CentreNow()
        self.deeds = {"sync_config": lambda _: Ended("done", "well"), "print_test": self._broken}
        self.commands = RemoteCommands(
            cast(CentralClient, self.centre),
            "K0001",
            lambda: self.state,
            self.posted.append,
            centre_now=self.now,
            deeds=self.deeds,
        )

    @staticmethod
    def _broken(_order: RemoteOrder) -> Ended:
        raise ZeroDivisionError


def wire(command: CommandItem, **other: Any) -> dict[str, Any]:
    said = {"command_id": command.command_id, "what": command.what, "argument": command.argument, "by": command.by}
    return said | {"issued_at": command.issued_at.isoformat(), "expires_at": command.expires_at.isoformat()} | other


def test_without_the_centres_time_nothing_is_even_asked() -> None:
    desk = Desk()
    desk.centre.items = [wire(item())]
    assert desk.commands.listen() > 0
    assert (desk.centre.calls, desk.posted) == ([], [])
    desk.now.learn(NOW.isoformat())
    desk.commands.listen()
    assert desk.posted == [CommandCame(ID, "restart", "", "0217")]


@pytest.mark.parametrize(
    "bad",
    [
        {"command_id": "../../etc"},
        {"command_id": ""},
        {"what": "restart\nrm"},
        {"by": "02\u202e17"},
        {"argument": "a\x1bb"},
        {"expires_at": "soon"},
        {"expires_at": None},
        {"argument": "x" * 201},
    ],
)
def test_a_command_that_cant_be_read_is_not_done_and_keeps_no_other_back(
    bad: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    desk.now.learn(NOW.isoformat())
    desk.centre.items = [wire(item(), **bad), wire(item("sync_config"))]
    desk.commands.listen()
    desk.commands.listen()
    assert [event.what for event in desk.posted if isinstance(event, CommandCame)] == ["sync_config"] * 2
    assert caplog.text.count("REMOTE-002") == 1


@pytest.mark.parametrize("status", [204, 401, 404, 500, 503])
def test_what_is_no_list_is_no_command(status: int) -> None:
    desk = Desk()
    desk.now.learn(NOW.isoformat())
    desk.centre.items, desk.centre.status = [wire(item())], status
    assert desk.commands.listen() >= 20
    assert desk.posted == []


def test_outcomes_are_told_until_the_centre_has_them() -> None:
    done = RemoteOrder("c1", "restart", outcome="done", ended_at="2026-11-22T12:00:00+08:00")
    desk = Desk(RemoteOrder("c0", "dial_test"), done, RemoteOrder("c2", "restart", outcome="done", told=True))
    desk.centre.down = True
    desk.commands.tell()
    assert desk.posted == []
    desk.centre.down = False
    desk.commands.tell()
    assert desk.centre.calls == [], "a bad line is not tried again at once"
    desk.commands._not_before_s = 0.0
    for status in (503, 429):
        desk.centre.status = status
        desk.commands.tell()
        desk.commands._not_before_s = 0.0
        assert desk.posted == []
    desk.centre.status = 200
    desk.commands.tell()
    assert desk.posted == [CommandResultKept("c1")]
    body = {"outcome": "done", "detail": "", "at": "2026-11-22T12:00:00+08:00"}
    assert desk.centre.calls[-1] == ("POST", "/v1/kiosks/K0001/commands/c1/result", body)


def test_an_outcome_that_is_refused_for_good_is_not_told_for_ever() -> None:
    desk = Desk(RemoteOrder("c1", "restart", outcome="done", ended_at="2026-11-22T12:00:00+08:00"))
    desk.centre.status = 404
    desk.commands.tell()
    assert desk.posted == [CommandResultKept("c1")]


def test_whatever_a_deed_does_it_has_an_end() -> None:
    desk = Desk()
    for what in ("sync_config", "print_test", "fetch_bundle"):
        desk.commands.do(RemoteOrder(f"c-{what}", what))
    desk.commands.start()
    wait_until(lambda: len(desk.posted) == 3, "three ends")
    desk.commands.stop()
    assert desk.posted == [
        CommandDone("c-sync_config", "done", "well"),
        CommandDone("c-print_test", "failed", "internal error: ZeroDivisionError"),
        CommandDone("c-fetch_bundle", "refused", "this terminal can't do fetch_bundle"),
    ]
    wait_until(lambda: not [one for one in threading.enumerate() if one.name in ("commands", "remote")], "they end")


# ---- with both sides real ------------------------------------------------------------------------------------------------


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    running = Live(tmp_path)
    with audited(running.centre):
        try:
            yield running
        finally:
            running.stop()


@pytest.fixture
def kiosk(live: Live, tmp_path: Path) -> Iterator[RemoteKiosk]:
    made = RemoteKiosk(live, tmp_path / "terminal").start()
    yield made
    made.stop()


def give(live: Live, what: str, seconds: float = 600.0, argument: str = "") -> str:
    staff = "0301"
    if not getattr(live, "has_operator", False):
        person(live.centre, staff, "operate")
        live.has_operator = True  # type: ignore[attr-defined]
    return live.centre.commands.give("K0001", what, staff, seconds=seconds, argument=argument).command_id


def outcome(live: Live, command_id: str) -> tuple[str | None, str]:
    found = live.centre.commands.find("K0001", command_id)
    return found.outcome, found.detail


def ended(live: Live, command_id: str, limit_s: float = 20.0) -> tuple[str | None, str]:
    wait_until(lambda: outcome(live, command_id)[0] is not None, f"{command_id} ended", limit_s)
    return outcome(live, command_id)


def test_f62_each_command_is_done_and_its_outcome_heard(live: Live, kiosk: RemoteKiosk) -> None:
    assert ended(live, give(live, "sync_config"))[0] == "done"
    assert ended(live, give(live, "print_test")) == ("done", "")
    assert len(kiosk.printed) == 1
    bundle = give(live, "fetch_bundle")
    assert ended(live, bundle) == ("done", "8 bytes")
    assert ended(live, give(live, "out_of_service", argument="floor works"))[0] == "done"
    wait_until(lambda: kiosk.till.state.terminal.stopped(REMOTE_OUT), "out of service")
    assert ended(live, give(live, "in_service"))[0] == "done"
    assert not kiosk.till.state.terminal.stopped(REMOTE_OUT)
    dialled = ended(live, give(live, "dial_test"))
    assert dialled[0] == "done"
    assert "look_up passed" in dialled[1]
    assert "pay_dry_run passed" in dialled[1]


def test_f62_a_command_waits_for_the_payer_and_expires_by_the_centres_time(live: Live, kiosk: RemoteKiosk) -> None:
    kiosk.take(ServiceChosen(Service.PAY_BILL))
    short, long = give(live, "print_test", seconds=2.0), give(live, "sync_config")
    wait_until(lambda: outcome(live, short)[0] == "expired", "its time is over", 10.0)
    assert (kiosk.printed, outcome(live, long)[0]) == ([], None)
    kiosk.take(HomePressed())
    assert ended(live, long)[0] == "done"
    assert kiosk.printed == []


def test_f62_a_restart_is_told_by_the_process_that_came_of_it(live: Live, tmp_path: Path) -> None:
    first = RemoteKiosk(live, tmp_path / "terminal").start()
    command = give(live, "restart")
    wait_until(lambda: first.restarted == 1, "it restarts")
    first.stop()
    assert outcome(live, command)[0] is None, "nothing is told before it is true"
    second = RemoteKiosk(live, tmp_path / "terminal").start()
    assert ended(live, command) == ("done", "")
    assert second.restarted == 0
    second.stop()


def test_f62_a_terminal_that_nobody_would_start_again_is_not_restarted(live: Live, tmp_path: Path) -> None:
    kiosk = RemoteKiosk(live, tmp_path / "terminal", restarts=False).start()
    assert ended(live, give(live, "restart")) == ("refused", "nobody would start this terminal again")
    kiosk.stop()
