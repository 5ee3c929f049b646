"""The driver against the printer simulator, which shares no code with it: what is on the paper is what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from devices.escpos_document import PAPER_58_MM
from devices.printer_diagnosis import diagnose_printer
from kiosk.paper import Align, Document, Pair, PrintOutcome, QrCode, Rule, Text
from tests.devices.escpos_simulated import TIMINGS, Simulated
from tests.devices.simulators.process import until

# Where the printer answers whatever is asked: a machine that stands still for seconds is no silent printer.
PATIENT = replace(TIMINGS, reply_s=4.0, patience_s=6.0, clear_s=4.0, identify_s=4.0, marker_probe_s=4.0, margin_s=8.0)
PARTIAL, UNKNOWN, PRINTED = PrintOutcome.PARTIAL, PrintOutcome.UNKNOWN, PrintOutcome.PRINTED
RECEIPT = Document(
    (
        Text("中国电信", Align.CENTRE, bold=True, large=True),
        Text("缴费凭证 RECEIPT", Align.CENTRE),
        Rule(),
        Pair("号码", "138****5678"),
        Pair("户名", "*㛃"),
        Pair("实收金额", "¥100.00", bold=True),
        *(Pair(f"套餐外通话 {n:02}", f"¥{n}.00") for n in range(12)),
        Text("如有疑问请保留此凭证并拨打10000号，谢谢您的惠顾。Thank you for paying here; keep this slip."),
        QrCode("https://example.com/r/ABCDEF123"),
        Text("请撕下凭证", Align.RIGHT),
    )
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("escpos") / "cache"


@pytest.fixture
def desk(tmp_path: Path, cache: Path) -> Iterator[Simulated]:
    made = Simulated(tmp_path, cache)
    yield made
    made.close()


@pytest.mark.parametrize("width", [80, 58])
def test_the_receipt_is_on_the_paper(desk: Simulated, width: int) -> None:
    desk.timings = PATIENT
    desk.ask("options", width=width, speed_mm_s=600.0)
    if width == 58:
        desk.paper = PAPER_58_MM
    desk.ready()
    desk.print("j1", RECEIPT)
    assert desk.result() == (PRINTED, "")
    (paper,) = desk.papers()
    lines = [line.strip() for line in paper.splitlines()]
    assert {"中国电信", "缴费凭证 RECEIPT", "请撕下凭证"} <= set(lines)
    assert f"实收金额{' ' * (desk.paper.columns - 16)}￥100.00" in paper.splitlines()
    state = desk.ask("state")
    assert state["jobs"] == 1
    for finding in ("unknown_commands", "unsupported_commands", "missing_glyphs", "overwide_lines"):
        assert state[finding] == [], finding
    assert Path(state["pieces"][0]["png"]).is_file()


@pytest.mark.parametrize("missing", ["process_id", "asb", "clear"])
def test_a_printer_that_lacks_something_prints_all_the_same(desk: Simulated, missing: str) -> None:
    desk.ask("options", speed_mm_s=600.0, **{missing: False})
    desk.ready()
    for job_id in ("j1", "j2"):
        desk.print(job_id, RECEIPT)
        assert desk.result(job_id) == (PRINTED, "")
    assert desk.ask("state")["jobs"] == 2


@dataclass(frozen=True)
class Fault:
    command: dict[str, object]
    repair: str
    cause: str
    asb: bool = True


FAULTS = {
    "paper out, told": Fault({"command": "paper_out"}, "paper_in", "PRN-OUT"),
    "paper out, asked": Fault({"command": "paper_out"}, "paper_in", "PRN-OUT", asb=False),
    "cover open, told": Fault({"command": "cover_open"}, "cover_close", "PRN-COVER"),
    "jam, asked": Fault({"command": "error", "kind": "recoverable"}, "clear", "PRN-JAM", asb=False),
    "cutter, told": Fault({"command": "cutter_jam", "now": True}, "clear", "PRN-CUTTER"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_the_middle_and_its_repair(desk: Simulated, fault: Fault) -> None:
    cause = fault.cause
    desk.timings = PATIENT
    desk.ask("options", asb=fault.asb, speed_mm_s=600.0)
    desk.ready()
    desk.ask(**fault.command, at={"rows": 200})
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (PARTIAL, cause)
    desk.status(cause)
    desk.print("j2", RECEIPT)
    assert desk.result("j2") == (PrintOutcome.NOT_PRINTED, cause)
    desk.ask(fault.repair)
    desk.status("")
    desk.print("j3", RECEIPT)
    assert desk.result("j3") == (PRINTED, "")
    *torn, whole = desk.papers()
    assert whole.count("中国电信") == whole.count("请撕下凭证") == 1  # the new one, alone on its paper
    assert sum(paper.count("请撕下凭证") for paper in torn) == 0  # the rest of the old one never came
    assert sum(paper.count("中国电信") for paper in torn) == 1


def test_paper_near_its_end(desk: Simulated) -> None:
    desk.ready()
    desk.ask("paper_near_end")
    assert desk.status("PRN-LOW").usable
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (PRINTED, "")


def test_power_cut_in_the_middle(desk: Simulated) -> None:
    desk.ask("options", speed_mm_s=600.0)
    desk.ready()
    desk.ask("power_off", at={"rows": 200})
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (UNKNOWN, "PRN-SILENT")
    desk.status("PRN-SILENT")
    desk.ask("power_on")
    desk.status("")
    desk.print("j2", RECEIPT)
    assert desk.result("j2") == (PRINTED, "")
    first, second = desk.papers()
    assert "请撕下凭证" not in first and second.count("中国电信") == 1


def test_the_cable_is_pulled_and_put_back(desk: Simulated) -> None:
    desk.ready()
    desk.ask("unplug")
    desk.status("PRN-GONE")
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (PrintOutcome.NOT_PRINTED, "PRN-GONE")
    desk.ask("replug")
    desk.status("")
    desk.print("j2", RECEIPT)
    assert desk.result("j2") == (PRINTED, "")
    assert desk.ask("state")["jobs"] == 1


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("late", (PRINTED, "")), ("never", (UNKNOWN, "PRN-NO-MARKER")), ("previous", (UNKNOWN, "PRN-NO-MARKER"))],
)
def test_markers(desk: Simulated, mode: str, expected: tuple[PrintOutcome, str]) -> None:
    desk.ask("options", speed_mm_s=600.0)
    desk.ready()
    desk.print("j0", Document((Text("0"),)))
    assert desk.result("j0") == (PRINTED, "")
    desk.ask("marker", mode=mode, seconds=0.5)
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == expected
    assert desk.ask("state")["jobs"] == 2


def test_a_small_buffer_and_slow_paper_lose_nothing(desk: Simulated) -> None:
    """XOFF leaves 40 ms of line time: on a busy machine the two processes of this test do not run side by side."""
    desk.timings = replace(TIMINGS, stall_s=1.2, speed_mm_s=60.0)
    desk.ask("options", buffer_bytes=768, xoff_left=460, xon_left=600, speed_mm_s=80.0)
    desk.ready()
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (PRINTED, "")
    state = desk.ask("state")
    assert state["dropped_bytes"] == 0 and state["jobs"] == 1
    assert "请撕下凭证" in state["pieces"][0]["text"]


def test_a_lost_xon(desk: Simulated) -> None:
    desk.timings = replace(TIMINGS, stall_s=3.0, speed_mm_s=15.0)
    desk.ask("options", buffer_bytes=512, speed_mm_s=20.0)  # so slow that the buffer fills, whoever is slow besides
    desk.ready()
    desk.ask("lose_flow", byte="xon")
    desk.print("j1", RECEIPT)
    assert desk.result("j1") == (PARTIAL, "PRN-FLOW")
    desk.ask("options", speed_mm_s=250.0)
    desk.print("j2", RECEIPT)
    assert desk.result("j2") == (PRINTED, "")
    assert desk.papers()[-1].count("中国电信") == 1


@pytest.mark.parametrize(
    ("lacks", "dialect", "silent"),
    [
        ((), "process_id", ()),
        (("process_id",), "status", ("GS ( H",)),
        (("asb", "process_id", "transmit_status", "identity"), "realtime", ("GS ( H", "GS r", "GS a", "GS I")),
    ],
)
def test_diagnosis_asks_each_question_and_names_the_dialect(
    desk: Simulated, lacks: tuple[str, ...], dialect: str, silent: tuple[str, ...]
) -> None:
    if lacks:
        desk.ask("options", **dict.fromkeys(lacks, False))
    found = diagnose_printer(str(desk.path), "escpos", 115200)
    assert found.identified and found.dialect == dialect and found.process_id == (dialect == "process_id")
    assert set(found.answers) == {"DLE EOT", "GS a", "GS r", "GS I", "GS ( H"}
    assert {question for question, answer in found.answers.items() if not answer} == set(silent)
    assert found.answers["DLE EOT"] == "12 12 12 12"
    if not lacks:
        assert found.identity["font"] == "CHINA GB18030" and found.answers["GS ( H"] == "DIAG"
    state = desk.ask("state")
    assert state["pieces"] == [] and state["hanging_text"] == "" and state["unknown_commands"] == []


def test_diagnosis_of_a_printer_that_can_not_be_asked(desk: Simulated) -> None:
    desk.ask("paper_out")
    empty = diagnose_printer(str(desk.path), "escpos", 115200)
    assert empty.status.code == "PRN-OUT" and empty.process_id is None and empty.dialect == ""
    assert empty.answers == {"DLE EOT": "1A 32 12 7E"}


@pytest.mark.parametrize(
    ("lacks", "expected"),
    [
        ((), (PRINTED, "")),
        (("process_id", "asb"), (PRINTED, "")),
        (("asb", "process_id", "transmit_status", "identity"), (UNKNOWN, "PRN-UNPROVED")),
    ],
)
def test_auto_finds_the_strongest_proof(
    desk: Simulated, lacks: tuple[str, ...], expected: tuple[PrintOutcome, str]
) -> None:
    desk.ask("options", speed_mm_s=600.0, **dict.fromkeys(lacks, False))
    desk.ready()
    for job_id in ("j1", "j2"):
        desk.print(job_id, RECEIPT)
        assert desk.result(job_id) == expected
    until(lambda: len(desk.papers()) == 2)  # without a proof the result goes by time, and the paper may come after it
    assert [paper.count("请撕下凭证") for paper in desk.papers()] == [1, 1]
