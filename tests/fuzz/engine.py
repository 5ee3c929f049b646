"""The loop: mutate, run, judge. An input that brings an outcome nobody has seen yet joins the samples."""

import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.mutation import mutated

STALL_S = 0.1  # of processor time: a busy machine must not make a finding
MORE_MIB = 64.0  # what one target may add to the process's highest memory
CORPUS_MOST = 400
FINDINGS_MOST = 5


@dataclass(frozen=True)
class Target:
    """``run`` takes one input. Documented refusals are its own to expect; whatever leaves it is a finding. It answers with
    a word for what happened, e.g. the kind of refusal."""

    name: str
    samples: tuple[bytes, ...]
    run: Callable[[bytes], str]
    stall_s: float = STALL_S  # of processor time for one input; a whole conversation is allowed more than one answer


@dataclass(frozen=True)
class Finding:
    """``data`` reproduces it: ``python -m tests.fuzz TARGET --input HEX``."""

    target: str
    data: bytes
    what: str


@dataclass
class Report:
    target: str
    runs: int = 0
    seconds: float = 0.0
    slowest_s: float = 0.0
    more_mib: float = 0.0
    outcomes: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.runs / self.seconds if self.seconds else 0.0


def once(target: Target, data: bytes) -> tuple[str, float, Finding | None]:
    """The outcome, processor seconds, and what is wrong with it, if anything. A stall must happen again: the garbage
    collector of a large process takes its time now and then."""
    outcome, took, finding = _once(target, data)
    for _ in range(2):
        if took > target.stall_s:
            _, again, found = _once(target, data)
            took, finding = (again, found) if again < took else (took, finding)
    return outcome, took, finding


def _once(target: Target, data: bytes) -> tuple[str, float, Finding | None]:
    began = time.thread_time()
    try:
        outcome = target.run(data)
        wrong = ""
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        frames = traceback.extract_tb(error.__traceback__)
        last = frames[-1]
        outcome, wrong = f"FOUND {type(error).__name__}", f"{error!r} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
    took = time.thread_time() - began
    if not wrong and took > target.stall_s:
        wrong = f"it took {took * 1000:.0f} ms"
    return outcome, took, Finding(target.name, data, wrong) if wrong else None


def fuzz(target: Target, seconds: float, seed: int) -> Report:
    """Samples first, then damage to them: to as many, and until the time is over or there are enough findings."""
    report = Report(target.name)
    draw = random.Random(f"{seed} {target.name}")
    corpus = list(target.samples)
    waiting = list(reversed(corpus))
    for sample in corpus:
        once(target, sample)  # what is imported or made once is nobody's stall
    least = 2 * len(corpus)  # however busy the machine is
    memory = _peak_mib(forget=True)
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds or report.runs < least:
        data = waiting.pop() if waiting else mutated(draw, corpus)
        outcome, took, finding = once(target, data)
        report.runs += 1
        report.slowest_s = max(report.slowest_s, took)
        if outcome not in report.outcomes and len(corpus) < CORPUS_MOST:
            corpus.append(data)
        report.outcomes[outcome] = report.outcomes.get(outcome, 0) + 1
        if finding is not None:
            report.findings.append(finding)
            if len(report.findings) >= FINDINGS_MOST:
                break
    report.seconds = max(passed, 1e-9)
    report.more_mib = _peak_mib() - memory
    if report.more_mib > MORE_MIB:
        report.findings.append(Finding(target.name, b"", f"memory grew by {report.more_mib:.0f} MiB"))
    return report


def _peak_mib(*, forget: bool = False) -> float:
    """The most memory that this process has held, since it last was told to ``forget``: proc(5)."""
    own = Path("/proc/self")
    if forget:
        (own / "clear_refs").write_text("5")
    (line,) = (line for line in (own / "status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
