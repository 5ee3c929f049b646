"""Trust in paper (trust.md M17): every fault of the printer at every step of a job, in both dialects, each with its outcome
by name. The simulator keeps its own books of what is on the paper; no outcome may say more than they do.

*Epson-like*: automatic status and process id. *Plain clone*: DLE EOT and nothing else; it can't be cleared, it leaves an
error by its switch only, it can't prove a job: what went well as far as it can tell is ``unknown PRN-UNPROVED``.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from devices.escpos_dialogue import Timings
from devices.escpos_document import PAPER_80_MM
from devices.escpos_job import Marker
from devices.escpos_library import byte_maker
from kiosk.paper import Document, PrintOutcome, Text
from tests.conftest import Tally
from tests.devices.escpos_simulated import Nearby

TABLE = """
fault      step               Epson-like                plain clone

paper end  before first byte  not_printed PRN-OUT       not_printed PRN-OUT
paper end  between bytes      partial PRN-OUT           partial PRN-OUT
paper end  after last byte    partial PRN-OUT           partial PRN-OUT
paper end  during the cut     partial PRN-OUT           partial PRN-OUT

cover      before first byte  not_printed PRN-COVER     not_printed PRN-COVER
cover      between bytes      partial PRN-COVER         partial PRN-COVER
cover      after last byte    partial PRN-COVER         partial PRN-COVER
cover      during the cut     partial PRN-COVER         partial PRN-COVER

cutter     before first byte  not_printed PRN-CUTTER    not_printed PRN-CUTTER
cutter     between bytes      partial PRN-CUTTER        partial PRN-CUTTER
cutter     after last byte    partial PRN-CUTTER        partial PRN-CUTTER
cutter     during the cut     partial PRN-CUTTER        partial PRN-CUTTER

jam        before first byte  not_printed PRN-JAM       not_printed PRN-JAM
jam        between bytes      partial PRN-JAM           partial PRN-JAM
jam        after last byte    partial PRN-JAM           partial PRN-JAM
jam        during the cut     partial PRN-JAM           partial PRN-JAM

offline    before first byte  not_printed PRN-OFFLINE   not_printed PRN-OFFLINE
offline    between bytes      partial PRN-OFFLINE       partial PRN-OFFLINE
offline    after last byte    unknown PRN-OFFLINE       unknown PRN-OFFLINE
offline    during the cut     unknown PRN-OFFLINE       unknown PRN-OFFLINE

unplugged  before first byte  not_printed PRN-GONE      not_printed PRN-GONE
unplugged  between bytes      unknown PRN-GONE          unknown PRN-GONE
unplugged  after last byte    unknown PRN-GONE          unknown PRN-GONE
unplugged  during the cut     unknown PRN-GONE          unknown PRN-GONE

slow       before first byte  printed                   unknown PRN-UNPROVED
slow       between bytes      printed                   unknown PRN-UNPROVED
slow       after last byte    printed                   unknown PRN-UNPROVED
slow       during the cut     printed                   unknown PRN-UNPROVED

mute       before first byte  not_printed PRN-SILENT    not_printed PRN-SILENT
mute       between bytes      unknown PRN-SILENT        unknown PRN-SILENT
mute       after last byte    unknown PRN-SILENT        unknown PRN-SILENT
mute       during the cut     unknown PRN-SILENT        unknown PRN-SILENT

power cut  before first byte  not_printed PRN-SILENT    not_printed PRN-SILENT
power cut  between bytes      unknown PRN-SILENT        unknown PRN-SILENT
power cut  after last byte    unknown PRN-SILENT        unknown PRN-SILENT
power cut  during the cut     unknown PRN-SILENT        unknown PRN-SILENT

none       before first byte  printed                   unknown PRN-UNPROVED
"""
FAULTS: dict[str, dict[str, object]] = {
    "paper end": {"command": "paper_out"},
    "cover": {"command": "cover_open"},
    "cutter": {"command": "cutter_jam", "now": True},
    "jam": {"command": "error", "kind": "recoverable"},
    "offline": {"command": "feed_press"},  # somebody holds the FEED button
    "unplugged": {"command": "feed_press"},  # holds the job at its step; then the cable is pulled
    "slow": {"command": "slow", "mm_s": 60},
    "mute": {"command": "mute"},
    "power cut": {"command": "power_off"},
}
SECOND_LANE = {"cover", "jam", "unplugged", "power cut"}
HARMLESS = {"slow", "none"}
LINES, LINE_ROWS, GAP_MM = 8, 30, 150  # a long way to the cutter: time enough to send all before it comes to the cut
STEPS: dict[str, dict[str, int] | None] = {
    "before first byte": None,
    "between bytes": {"bytes": 90},  # of about 260, the questions before the job included
    "after last byte": {"rows": (LINES + 2) * LINE_ROWS + 900},  # in the feed to the cutter: the cut has been received
    "during the cut": {"cuts": 1},
}
PARAGRAPHS = [line for line in TABLE.strip().splitlines()[1:] if line]
ROWS = [(line[:11].strip(), line[11:30].strip(), line[30:56].strip(), line[56:].strip()) for line in PARAGRAPHS]
TIMINGS = Timings(
    poll_s=0.15,
    reply_s=0.6,
    clear_s=0.3,
    identify_s=0.3,
    marker_probe_s=0.5,
    watch_s=0.2,
    patience_s=0.8,
    stall_s=1.5,
    margin_s=0.8,
    recover_s=0.2,
    speed_mm_s=40.0,
)
BOOT_S = 0.6  # three times ``watch_s``: a question falls into it; no longer than ``reply_s``: the one after it is answered
LOOK_BYTES = 4  # from the printer, at each look at its status


@dataclass(frozen=True)
class Dialect:
    """How the simulator is set up, what the driver is told, what a good job ends as."""

    marker: Marker
    good: str
    lacks: dict[str, bool] = field(default_factory=dict)


DIALECTS = {
    "Epson-like": Dialect(Marker.PROCESS_ID, "printed"),
    "plain clone": Dialect(
        Marker.REALTIME,
        "unknown PRN-UNPROVED",
        dict.fromkeys(("asb", "process_id", "transmit_status", "identity", "clear", "enquiry"), False),
    ),
}
CASES = [
    pytest.param(dialect, fault, step, (epson, clone)[column], id=f"{fault}, {step}, {dialect}")
    for column, dialect in enumerate(DIALECTS)
    for fault, step, epson, clone in ROWS
]


class Trust(Nearby):
    """One driver and one printer through all rows of a dialect: what a row leaves behind spoils the next."""

    def __init__(self, folder: Path, cache: Path, dialect: Dialect) -> None:
        super().__init__(folder, cache)
        self.dialect = dialect
        self.timings, self.marker, self.baud = TIMINGS, dialect.marker, 9600
        self.jobs = 0
        self.ask("options", speed_mm_s=300.0, cut_s=0.1, boot_s=BOOT_S, cutter_gap_mm=GAP_MM, **dialect.lacks)
        self.ready()
        self.wait(self.in_order)
        self.at_rest()

    def next_job(self) -> str:
        self.jobs += 1
        job_id = f"J{self.jobs:03}"
        self.print(job_id, Document(tuple(Text(line) for line in self.lines(job_id))))
        return job_id

    def lines(self, job_id: str) -> list[str]:
        return [f"{job_id} 开头", *(f"{job_id} 第 {n} 行 ----------------" for n in range(LINES - 2)), f"{job_id} 结尾"]

    def ended(self, job_id: str) -> str:
        outcome, cause = self.result(job_id)
        return f"{outcome.value} {cause}".strip()

    def at_rest(self) -> dict[str, Any]:
        """The books, when nothing moves any more. What was sent before has come once two later questions are answered."""
        state: dict[str, Any] = {}
        answered = self.ask("state")["wire"]["bytes_to_host"] + 2 * LOOK_BYTES

        def rests() -> bool:
            state.update(self.ask("state"))
            all_came = state["wire"]["bytes_to_host"] >= answered
            return all_came and not state["printing"] and not state["buffered_bytes"] and state["power"] == "on"

        self.wait(rests)
        return state

    def whole(self, job_id: str, state: dict[str, Any]) -> bool:
        """Is there one piece with this job from its first line to its last and nothing else, cut off?"""
        text = "\n".join(self.lines(job_id))
        return [piece["text"] for piece in state["pieces"] if job_id in piece["text"] and piece["end"] == "cut"] == [text]

    def check_books(self, job_id: str, outcome: str) -> None:
        """No outcome says more than the paper does, and no piece of paper holds two jobs."""
        state = self.ask("state")
        papers = [piece["text"] for piece in state["pieces"]] + [state["hanging_text"]]
        if outcome.startswith(PrintOutcome.PRINTED):
            assert self.whole(job_id, state), papers[-3:]
        if outcome.startswith(PrintOutcome.NOT_PRINTED):
            assert not any(job_id in paper for paper in papers), papers[-3:]
        for line in self.lines(job_id):
            assert sum(paper.splitlines().count(line) for paper in papers) <= 1, (line, papers[-4:])
        assert all(len({line[:4] for line in paper.split("\n") if line}) <= 1 for paper in papers), papers[-4:]

    def repair(self, fault: str) -> None:
        """What a technician does once the driver has told of the fault; until the driver is ready for the next job."""
        assert self.printer is not None
        if fault not in HARMLESS:
            self.wait(lambda: not self.statuses[-1].usable)
        self.mend()
        if fault in {"cutter", "jam"} and "enquiry" in self.dialect.lacks:  # it leaves an error by its switch only
            self.ask("power_off")
            self.ask("power_on")
        self.status("")
        self.wait(self.in_order)
        self.at_rest()

    def in_order(self) -> bool:
        assert self.printer is not None
        return self.printer._upkeep.leftover is None


Case = tuple[str, str, str]  # dialect, fault, step


def carry_out(trust: Trust, fault: str, step: str) -> str:
    """One row, from the fault to the repair; its outcome, which the books bear out."""
    at = STEPS[step]
    if fault != "none":
        trust.ask(**FAULTS[fault], **({} if at is None else {"at": at}))
    if fault == "unplugged" and at is None:
        trust.ask("unplug")
    if at is None and fault not in HARMLESS:
        trust.wait(lambda: not trust.statuses[-1].usable)
    job_id = trust.next_job()
    if fault == "unplugged" and at is not None:
        trust.wait(lambda: not trust.ask("state")["online"])
        trust.ask("unplug")
    outcome = trust.ended(job_id)
    trust.check_books(job_id, outcome)
    trust.repair(fault)
    trust.check_books(job_id, outcome)
    return outcome


def lane(folder: Path, cache: Path, cases: list[Case]) -> dict[Case, str | Exception]:
    """The rows of one dialect and one step, one after the other at the same printer; then a job with which all is well."""
    found: dict[Case, str | Exception] = {}
    trust = Trust(folder, cache, DIALECTS[cases[0][0]])
    try:
        for case in cases:
            _, fault, step = case
            try:
                found[case] = carry_out(trust, fault, step)
            except Exception as error:  # noqa: BLE001 - told by the test of that row
                found[case] = error
        last = trust.next_job()
        assert trust.ended(last) == trust.dialect.good
        assert trust.whole(last, trust.at_rest())
    finally:
        trust.close()
    return found


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[Case, str | Exception]:
    """Of the rows that are to be tested. Printers mostly wait: all lanes run at the same time."""
    cache = tmp_path_factory.mktemp("cache")
    cache.chmod(0o700)
    byte_maker(PAPER_80_MM.profile, cache)
    lanes: dict[tuple[str, str, bool], list[Case]] = {}
    for item in request.session.items:
        if getattr(item, "originalname", "") == test_m17_every_fault_at_every_step.__name__:
            given = item.callspec.params  # type: ignore[attr-defined]
            case = (given["dialect"], given["fault"], given["step"])
            lanes.setdefault((case[0], case[2], case[1] in SECOND_LANE), []).append(case)
    with ThreadPoolExecutor(len(lanes)) as pool:
        running = [pool.submit(lane, tmp_path_factory.mktemp("lane"), cache, cases) for cases in lanes.values()]
        return {case: outcome for future in running for case, outcome in future.result().items()}


@pytest.mark.parametrize(("dialect", "fault", "step", "expected"), CASES)
def test_m17_every_fault_at_every_step(  # noqa: PLR0917 - the columns of the table
    outcomes: dict[Case, str | Exception], tally: Tally, dialect: str, fault: str, step: str, expected: str
) -> None:
    outcome = outcomes[dialect, fault, step]
    if isinstance(outcome, Exception):
        raise outcome
    assert outcome == expected
    tally("printer faults", 1)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_m17_a_printer_switched_off_and_on_in_the_middle_never_proves_the_rest(tmp_path: Path, dialect: str) -> None:
    """It comes back while the job is still being sent, prints what follows, and would answer the question at the end."""
    trust = Trust(tmp_path, tmp_path / "cache", DIALECTS[dialect])
    trust.ask("power_off", at={"bytes": 200})
    trust.print("J900", Document(tuple(Text(f"J900 {n:03} {'-' * 30}") for n in range(60))))
    trust.wait(lambda: trust.ask("state")["power"] == "off")
    trust.ask("power_on")  # there again ``BOOT_S`` later
    assert trust.ended("J900") == "unknown PRN-SILENT"
    trust.wait(trust.in_order)
    following = trust.next_job()
    assert trust.ended(following) == trust.dialect.good
    assert trust.whole(following, trust.at_rest())
    trust.close()


def test_m17_after_a_refill_a_printer_that_can_be_cleared_prints_nothing_more_of_the_old_job(tmp_path: Path) -> None:
    """All of it was in the printer when the paper ended. A person orders the reprint: it comes alone, and once."""
    trust = Trust(tmp_path, tmp_path / "cache", DIALECTS["Epson-like"])
    trust.ask("paper_out", at={"rows": 100})
    old = trust.next_job()
    assert trust.ended(old) == "partial PRN-OUT"
    trust.wait(lambda: trust.ask("state")["buffered_bytes"] == 0)  # dropped while the paper is still out
    on_paper = trust.ask("state")["hanging_text"]
    assert on_paper and len(on_paper.splitlines()) < LINES
    trust.repair("paper end")
    trust.print("copy", Document((Text("J777 补打"), *map(Text, trust.lines("J777")))))
    assert trust.ended("copy") == "printed"
    papers = [piece["text"] for piece in trust.at_rest()["pieces"] if piece["text"]]
    assert papers == [on_paper, "\n".join(["J777 补打", *trust.lines("J777")])]
    trust.close()


def test_m17_a_fault_after_an_unproved_job_is_cut_off_from_the_next(tmp_path: Path) -> None:
    """A clone that was slow runs out of paper when its job has ended as unproved; after the refill the rest comes out, on
    paper of its own."""
    trust = Trust(tmp_path, tmp_path / "cache", DIALECTS["plain clone"])
    trust.ask("slow", mm_s=40)
    old = trust.next_job()
    assert trust.ended(old) == "unknown PRN-UNPROVED"
    assert trust.ask("state")["printing"]
    trust.ask("paper_out")
    trust.status("PRN-OUT")
    trust.repair("paper end")
    following = trust.next_job()
    assert trust.ended(following) == "unknown PRN-UNPROVED"
    assert trust.whole(following, trust.at_rest())
    trust.check_books(old, "unknown")
    trust.close()
