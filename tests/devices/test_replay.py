"""A recorded wire is played against the real driver, which goes through the same states; what differs is named (F67)."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from devices.ccnet import CcnetAcceptor
from devices.escpos import EscposPrinter
from devices.escpos_document import PAPER_58_MM
from devices.flight import RecordedAcceptor, RecordedCard, RecordedPrinter, recorded, wire
from devices.pos_dialogue import PosOptions
from devices.pos_tables import Dialect
from devices.pos_terminal import PosCardTerminal
from devices.replay import Replayed, play
from devices.replay_drivers import maker
from devices.replay_steps import Kind, Recording, compressed, recording
from devices.serial_link import LinkSettings
from devices.trace import Direction, Trace, TraceEntry
from devices.zvt import ZvtCardTerminal
from devices.zvt_timing import ZvtOptions
from kiosk.card import CardAttempt, CardReference
from kiosk.events import (
    CardApproved,
    CardConfirmed,
    CardHostChecked,
    CardNotCharged,
    CardTerminalReady,
    DeviceStatusChanged,
    Event,
    NoteEscrowed,
    NoteReturned,
    NoteStacked,
    NotesWhereaboutsKnown,
    PrintJobEnded,
)
from kiosk.money import Fen
from kiosk.paper import Align, Document, Pair, PrintJob, PrintOutcome, QrCode, Rule, Text
from tests.devices.simulators.process import Simulator
from tests.devices.test_ccnet_with_simulator import BRISK as BRISK_ACCEPTOR
from tests.devices.test_pos_with_simulator import AT_ONCE as BRISK_POS
from tests.devices.test_zvt_with_simulator import BRISK as BRISK_ZVT

PATIENCE_S = 20.0
BRIEF_S = 0.4  # where something is to differ
NOTES = frozenset(Fen(fen) for fen in (500, 1000, 2000, 5000, 10000))
SLIP = Document(
    (
        Text("示范营业厅", Align.CENTRE),
        Text("缴费凭证", Align.CENTRE, bold=True, large=True),
        Rule(),
        Pair("号码", "138****5678"),
        Pair("金额", "￥182.40", bold=True),
        Text("款项已入账，短信已发出。"),
        QrCode("K0001-12 7K3M-9QXT"),
    )
)


class Ear:
    """The smallest till: keeps promises, remembers what was said."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def post(self, event: Event) -> None:
        if isinstance(event, NoteStacked | NoteReturned | NotesWhereaboutsKnown | CardApproved):
            event.promise.keep()
        self.events.append(event)

    def wait(self, kind: type[Any], more: Callable[[Any], bool] = lambda _: True, after: int = 0) -> Any:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            for event in self.events[after:]:
                if isinstance(event, kind) and more(event):
                    return event
            time_slice()
        raise AssertionError(f"no {kind.__name__} in {self.events[after:]}")


def enabled(driver: CcnetAcceptor) -> None:
    """The device has acknowledged that it takes notes, and was asked how it is since."""
    until = time.monotonic() + PATIENCE_S
    while not any(entry.data[3:4] == b"\x14" for entry in driver.trace.entries() if entry.direction is Direction.TO_HOST):
        assert time.monotonic() < until
        time_slice()


def time_slice() -> None:
    import select

    select.select([], [], [], 0.01)


def exported(trace: Trace, **head: Any) -> list[str]:
    first = TraceEntry(trace.entries()[0].unix_s, Direction.NOTE, text=wire(**head)).as_json()
    return [first, *trace.json_lines()]


def replayed(lines: list[str], cache: Path, patience_s: float = 3.0) -> Replayed:
    found = recording(lines)
    return play(found, maker(found.wire, cache), patience_s)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "s"
    place.mkdir()
    yield place


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("escpos")
    place.chmod(0o700)
    return place


# ---- one recording of each kind of wire ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ccnet(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """A note stacked, one given back, a jam that comes free, the cable out and in again."""
    folder = tmp_path_factory.mktemp("ccnet")
    simulator, ear = Simulator(folder), Ear()
    simulator.ok("timings", **BRISK_ACCEPTOR)
    settings = LinkSettings(str(simulator.link), first_retry_s=0.05, longest_retry_s=0.1)
    driver = CcnetAcceptor(settings, recorded(ear.post, lambda: driver.trace))
    port = RecordedAcceptor(driver, driver.trace)
    driver.start()
    try:
        ear.wait(NotesWhereaboutsKnown)
        port.accept(NOTES)
        ear.wait(DeviceStatusChanged, lambda event: event.status.usable)
        enabled(driver)
        simulator.ok("insert", denomination=5000)
        ear.wait(NoteEscrowed)
        port.stack()
        ear.wait(NoteStacked)
        before = len(ear.events)
        simulator.ok("insert", denomination=10000)
        ear.wait(NoteEscrowed, after=before)
        port.return_note()
        ear.wait(NoteReturned)
        port.stop_accepting()
        before = len(ear.events)
        simulator.ok("unplug")
        ear.wait(DeviceStatusChanged, lambda event: not event.status.usable, after=before)
        before = len(ear.events)
        simulator.ok("replug")
        ear.wait(NotesWhereaboutsKnown, after=before)
        ear.wait(DeviceStatusChanged, lambda event: event.status.usable, after=before)
    finally:
        driver.close()
        simulator.end()
    return exported(driver.trace, device="acceptor", protocol="ccnet", baud=9600, currency=["CHN", "CNY"])


@pytest.fixture(scope="module")
def escpos(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> list[str]:
    """A slip printed, the paper torn out, a slip that can't be printed, paper again, a slip printed."""
    folder = tmp_path_factory.mktemp("escpos-wire")
    simulator, ear = Simulator(folder, "--baud", "115200", device="printer", protocol="escpos"), Ear()
    settings = LinkSettings(str(simulator.link), 115200, first_retry_s=0.05, longest_retry_s=0.1)
    driver = EscposPrinter(settings, recorded(ear.post, lambda: driver.link.trace), PAPER_58_MM, cache)
    port = RecordedPrinter(driver, driver.link.trace)
    driver.start()
    try:
        ear.wait(DeviceStatusChanged, lambda event: event.status.usable)
        port.print(PrintJob("j1", SLIP))
        assert ear.wait(PrintJobEnded).outcome is PrintOutcome.PRINTED
        simulator.ok("paper_out")
        before = len(ear.events)
        ear.wait(DeviceStatusChanged, lambda event: not event.status.usable)
        port.print(PrintJob("j2", SLIP))
        ear.wait(PrintJobEnded, lambda event: event.job_id == "j2")
        simulator.ok("paper_in")
        ear.wait(DeviceStatusChanged, lambda event: event.status.usable, after=before)
        port.print(PrintJob("j3", SLIP))
        assert ear.wait(PrintJobEnded, lambda event: event.job_id == "j3").outcome is PrintOutcome.PRINTED
    finally:
        driver.close()
        simulator.end()
    head = {"paper_width_mm": 58, "marker": "auto", "slip_wait_s": None}
    return exported(driver.link.trace, device="printer", protocol="escpos", baud=115200, **head)


def attempt(number: int, terminal_id: str, before: CardReference | None, fen: int = 5000) -> CardAttempt:
    """Begun now: the driver compares it with the date that the simulated terminal tells."""
    begun_at = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    return CardAttempt(f"a{number}", f"{number:06d}", Fen(fen), terminal_id, before, begun_at)


def sold(driver: Any, ear: Ear, simulator: Simulator) -> None:
    """One sale that is charged, one that is refused, the line to the bank."""
    port = RecordedCard(driver, driver.trace)
    driver.start()
    try:
        ready = ear.wait(CardTerminalReady)
        simulator.ok("present_card")
        port.sell(attempt(1, ready.identity.terminal_id, ready.last))
        ear.wait(CardConfirmed)
        again = ear.wait(CardTerminalReady, after=next(n for n, e in enumerate(ear.events) if isinstance(e, CardConfirmed)))
        simulator.ok("decline_next")
        simulator.ok("present_card")
        port.sell(attempt(2, again.identity.terminal_id, again.last))
        refused = ear.wait(CardNotCharged)
        ear.wait(CardTerminalReady, after=ear.events.index(refused))
        port.check_host("t1")
        assert ear.wait(CardHostChecked).reached
        ear.wait(CardTerminalReady, after=next(n for n, e in enumerate(ear.events) if isinstance(e, CardHostChecked)))
    finally:
        driver.close()
        simulator.end()


@pytest.fixture(scope="module")
def zvt(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("zvt")
    simulator, ear = Simulator(folder, device="card", protocol="zvt"), Ear()
    simulator.ok("timing", **BRISK_ZVT)
    settings = LinkSettings(str(simulator.link), first_retry_s=0.05, longest_retry_s=0.1, stop_bits=2)
    driver = ZvtCardTerminal(settings, recorded(ear.post, lambda: driver.trace), ZvtOptions())
    sold(driver, ear, simulator)
    head = {"currency": "0156", "sync": "autoreversal", "receipts": "lines"}
    return exported(driver.trace, device="card", protocol="zvt", baud=9600, **head)


@pytest.fixture(scope="module")
def pos(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("pos")
    simulator, ear = Simulator(folder, device="card", protocol="pos_autoservicio"), Ear()
    simulator.ok("timing", **BRISK_POS)
    settings = LinkSettings(str(simulator.link), 19200, first_retry_s=0.05, longest_retry_s=0.1)
    driver = PosCardTerminal(settings, recorded(ear.post, lambda: driver.trace), PosOptions(Dialect.AUTOSERVICIO))
    sold(driver, ear, simulator)
    return exported(driver.trace, device="card", protocol="pos_autoservicio", baud=19200, receipts="lines")


KINDS = ("ccnet", "escpos", "zvt", "pos")


@pytest.mark.parametrize("kind", KINDS)
def test_a_trace_played_again_shows_the_same_states(kind: str, request: pytest.FixtureRequest, cache: Path) -> None:
    lines: list[str] = request.getfixturevalue(kind)
    found = replayed(lines, cache)
    assert found.differences == ()
    recorded_words = [step.text for step in recording(lines).steps if step.kind is Kind.SAID]
    assert len(recorded_words) > 5
    assert [line.text for line in found.lines] == recorded_words
    assert all(line.played_s is not None for line in found.lines)


# ---- what differs is named -------------------------------------------------------------------------------------------


def changed(lines: list[str], change: Callable[[dict[str, Any]], None]) -> list[str]:
    made = []
    for line in lines:
        record = json.loads(line)
        change(record)
        made.append(json.dumps(record, ensure_ascii=False))
    return made


def test_a_state_that_the_driver_does_not_go_through_is_named_both_ways(ccnet: list[str], cache: Path) -> None:
    def another(record: dict[str, Any]) -> None:
        if '"BV-NO-PORT"' in record.get("text", ""):
            record["text"] = record["text"].replace("BV-NO-PORT", "BV-JAM")

    found = replayed(changed(ccnet, another), cache, BRIEF_S)
    assert not found.same
    assert any("BV-JAM" in one and "did not" in one for one in found.differences)
    assert any("BV-NO-PORT" in one and "not recorded" in one for one in found.differences)
    assert any(line.recorded_s is None for line in found.lines)
    assert any(line.played_s is None for line in found.lines)


def test_another_answer_of_the_device_leads_to_another_state(ccnet: list[str], cache: Path) -> None:
    """The note that went into the box comes back in this trace: the driver must say so."""

    def returned(record: dict[str, Any]) -> None:
        if record.get("direction") == "to_host" and " 81 " in record["hex"]:
            record["hex"] = frame_hex(bytes((0x82, int(record["hex"].split(" ")[4], 16))))

    found = replayed(changed(ccnet, returned), cache, BRIEF_S)
    assert any("NoteStacked" in one for one in found.differences)
    assert any("NoteReturned" in one for one in found.differences)


def frame_hex(payload: bytes) -> str:
    from devices.ccnet_frames import encode

    return encode(payload).hex(" ")


def test_an_order_that_was_not_given_is_missed(zvt: list[str], cache: Path) -> None:
    first_sale = next(line for line in zvt if '\\"verb\\": \\"sell\\"' in line)
    found = replayed([line for line in zvt if line != first_sale], cache, BRIEF_S)
    assert any("this one did not" in one for one in found.differences)


def test_a_device_that_never_answers_leads_to_another_state(pos: list[str], cache: Path) -> None:
    deaf = [line for line in pos if '"direction": "to_host"' not in line]
    found = replayed(deaf, cache, BRIEF_S)
    assert not found.same
    assert not any("CardTerminalReady" in line.text for line in found.lines if line.played_s is not None)


# ---- the trace itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ([], "nothing to play"),
        (["nonsense"], "line 1"),
        (['{"unix_s": 1, "direction": "note", "text": "wire [1]"}', '{"unix_s": 1, "direction": "to_device", "hex": "02"}'],
         "no JSON object"),
        (['{"unix_s": 1, "direction": "to_host", "hex": "02"}'], "nothing to play"),
    ],
)  # fmt: skip
def test_what_is_no_trace_says_why(lines: list[str], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        recording(lines)


@pytest.mark.parametrize("head", [{}, {"protocol": "mdb"}, {"protocol": "escpos", "paper_width_mm": 70}])
def test_a_head_without_a_driver_is_refused(head: dict[str, Any], cache: Path) -> None:
    with pytest.raises(ValueError, match="known"):
        maker(head, cache)


def test_an_order_that_is_none_stops_the_replay(ccnet: list[str], cache: Path) -> None:
    broken = [line.replace('\\"verb\\": \\"accept\\"', '\\"verb\\": \\"explode\\"') for line in ccnet]
    with pytest.raises(ValueError, match="explode"):
        replayed(broken, cache)


def test_repeated_rounds_are_cut_short_and_nothing_else() -> None:
    idle = [("to_device", "02 33"), ("to_host", "02 14"), ("to_device", "02 00")]
    other = [("to_device", "02 33"), ("to_host", "02 15"), ("to_device", "02 00")]
    entries = [*idle * 500, *other, *idle * 2]
    lines = [json.dumps({"unix_s": at / 10, "direction": way, "hex": data}) for at, (way, data) in enumerate(entries)]
    found: Recording = recording(lines)
    kept = compressed(found.steps)
    assert [(step.kind.value, step.data.hex(" ")) for step in kept] == [
        ({"to_device": "sent", "to_host": "came"}[way], data.lower()) for way, data in [*idle * 3, *other, *idle * 2]
    ]


def test_how_a_connection_began_is_never_forgotten() -> None:
    trace = Trace(capacity=50)
    trace.port_opened()
    for number in range(2000):
        trace.record(Direction.TO_DEVICE, number.to_bytes(2, "big"))
    entries = trace.entries()
    assert entries[0].text == "port opened"
    assert entries[1].data == b"\x00\x00"
    assert entries[-1].data == (1999).to_bytes(2, "big")
    (gap,) = [entry for entry in entries if "left out" in entry.text]
    kept = [entry for entry in entries if entry.data]
    assert gap.text == f"{2000 - len(kept)} entries left out"
    trace.port_opened()
    assert trace.entries()[0].text != "port opened", "the present connection's beginning alone"


def test_nothing_of_a_customer_is_in_the_trace_of_a_printer(escpos: list[str]) -> None:
    records = [json.loads(line) for line in escpos]
    data = b"".join(bytes.fromhex(record.get("hex", "")) for record in records)
    notes = " ".join(record.get("text", "") for record in records)
    for secret in ("138", "5678", "182.40", "7K3M", "K0001-12", "示范"):
        assert secret not in notes, secret
        assert secret.encode("gbk") not in data, secret
