"""One soak: visits until it is told to stop, the books after each, everything settled at the end."""

import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from app.processes import ROOT
from tests.soak.child import place_of
from tests.soak.crowd import Crowd, StuckError
from tests.soak.fronts import InProcess, Killable, SoakedFront
from tests.soak.hall import Hall
from tests.soak.vitals import Alarms, Vitals, bad_lines
from tests.soak.witnesses import Witnesses

RECONCILE_EVERY = 200  # visits
SAMPLE_EVERY = 25
TELL_EVERY_S = 30.0
DRAIN_S = 180.0
KEPT = ROOT / "out" / "soak"
TOO_MANY = 20  # findings: further ones would say the same
MORE_DESCRIPTORS, MORE_THREADS, MORE_MIB = 6, 4, 32.0  # at the end than after the warm-up: a leak


@dataclass(frozen=True)
class Summary:
    """What a soak has to say; ``clean`` only if every fen, thread and descriptor is where it must be."""

    seed: int
    seconds: float
    payments: int
    crowd: Crowd
    witnesses: Witnesses
    vitals: Vitals
    alarms: tuple[str, ...]
    buckets: dict[str, int]

    @property
    def leaks(self) -> list[str]:
        steady = self.vitals.steady
        if len(steady) < 4:
            return []
        first, last = steady[0], steady[-1]
        limits = (("descriptors", MORE_DESCRIPTORS), ("threads", MORE_THREADS), ("rss_mib", MORE_MIB))
        return [
            f"{name} from {getattr(first, name):g} to {getattr(last, name):g}"
            for name, more in limits
            if getattr(last, name) - getattr(first, name) > more
        ]

    @property
    def clean(self) -> bool:
        return self.witnesses.findings.clean and not self.alarms and not self.leaks and self.payments > 0

    def figures(self) -> dict[str, Any]:
        findings, counts, samples = self.witnesses.findings, self.crowd.counts, self.vitals.samples
        first, last = samples[0], samples[-1]
        return {
            "seed": self.seed,
            "payments": self.payments,
            "payments_per_minute": round(self.payments / self.seconds * 60, 1),
            "minutes": round(self.seconds / 60, 1),
            "visits": counts["visits"],
            "notes": self.witnesses.notes,
            "faults": dict(sorted(self.crowd.troubles.items())),
            "faults_total": sum(self.crowd.troubles.values()),
            "customers": {
                name: count for name, count in sorted(counts.items()) if name.startswith(("gave", "mended", "time"))
            },
            "restarts": counts["restarts"],
            "kills": counts["kills"],
            "ledger_fen": self.buckets,
            "lost_fen": findings.lost_fen,
            "doubled_fen": findings.doubled_fen,
            "unexplained_fen": findings.unexplained_fen,
            "unhandled": len(self.alarms),
            "rss_mib": f"{first.rss_mib:.1f} to {last.rss_mib:.1f}",
            "rss_mib_per_hour": round(self.vitals.growth("rss_mib", "hours"), 2),
            "rss_kib_per_1000_payments": round(self.vitals.growth("rss_mib", "payments") * 1024 * 1000, 1),
            "descriptors": f"{first.descriptors} to {last.descriptors}",
            "threads": f"{first.threads} to {last.threads}",
            "leaks": self.leaks,
            "differences": [*findings.sentences, *self.alarms],
            "clean": self.clean,
        }


class Soak:
    """Everything below ``folder``; progress goes to ``tell``."""

    def __init__(self, folder: Path, seed: int, trouble_share: float, tell: TextIO) -> None:
        self._folder = folder
        self._seed = seed
        self._share = trouble_share
        self._tell = tell
        self._child_log = folder / "child.log"

    def run(self, *, payments: int | None, minutes: float | None) -> Summary:
        alarms = Alarms()
        hall = Hall(self._folder)
        try:
            return self._soak(hall, alarms, payments, minutes)
        finally:
            alarms.close()
            hall.stop()

    def _soak(self, hall: Hall, alarms: Alarms, payments: int | None, minutes: float | None) -> Summary:
        witnesses, vitals = Witnesses(hall), Vitals()

        def begin(killable: bool) -> SoakedFront:
            return Killable(place_of(hall.settings), self._child_log) if killable else InProcess(hall.settings)

        crowd = Crowd(hall, random.Random(self._seed), begin, self._share)
        began = told = time.monotonic()
        try:
            crowd.go_home()
            until = None if minutes is None else began + minutes * 60
            while not self._enough(witnesses, payments, until):
                self._visit(crowd, witnesses)
                if crowd.counts["visits"] % SAMPLE_EVERY == 0 and not crowd.killable:  # a child's vitals end with it
                    vitals.take((time.monotonic() - began) / 3600, witnesses.payments)
                if time.monotonic() - told > TELL_EVERY_S:
                    told = time.monotonic()
                    self._tell.write(f"{told - began:.0f} s: {witnesses.payments} payments, {witnesses.findings}\n")
                    self._tell.flush()
            ended = time.monotonic()
            self._settle(crowd, witnesses)
            vitals.take((time.monotonic() - began) / 3600, witnesses.payments)
            made = witnesses.payments
        except StuckError as stuck:
            ended, made = time.monotonic(), witnesses.payments
            witnesses.findings.sentences.append(f"{self._where(crowd)}: {stuck}")
            vitals.take((ended - began) / 3600, made)
        finally:
            crowd.front.end()
            witnesses.close()
        said = [*alarms.said, *bad_lines(self._child_log), *bad_lines(hall.settings.storage / "demo" / "centre.log")]
        return Summary(self._seed, ended - began, made, crowd, witnesses, vitals, tuple(said), witnesses.sums())

    def _enough(self, witnesses: Witnesses, payments: int | None, until: float | None) -> bool:
        late = until is not None and time.monotonic() >= until
        done = payments is not None and witnesses.payments >= payments
        return late or done or len(witnesses.findings.sentences) >= TOO_MANY

    def _visit(self, crowd: Crowd, witnesses: Witnesses) -> None:
        crowd.counts["visits"] += 1
        crowd.visit()
        before = len(witnesses.findings.sentences)
        witnesses.after_visit(self._where(crowd), may_doubt=crowd.plan.may_doubt)
        if len(witnesses.findings.sentences) > before:
            self._keep_wire(crowd)
        if crowd.counts["visits"] % RECONCILE_EVERY == 0:
            witnesses.reconcile(self._where(crowd), settled=False)

    def _settle(self, crowd: Crowd, witnesses: Witnesses) -> None:
        """Everything mended, the last life one in this process, the queue drained; then all books are compared."""
        crowd.hall.mend()
        crowd.new_life(killable=False)
        crowd.go_home()
        until = time.monotonic() + DRAIN_S
        while witnesses.sums().get("queued", 0) and time.monotonic() < until:
            crowd.pause(0.2)
        witnesses.after_visit("the end", may_doubt=False)
        witnesses.reconcile("the end", settled=True)

    def _keep_wire(self, crowd: Crowd) -> None:
        """What the acceptor and its driver said to each other before the books differed."""
        KEPT.mkdir(parents=True, exist_ok=True)
        file = KEPT / f"seed-{self._seed}-visit-{crowd.counts['visits']}.jsonl"
        crowd.front.keep_wire(file)
        self._tell.write(f"the books differ after {self._where(crowd)}; the wire is kept in {file}\n")

    @staticmethod
    def _where(crowd: Crowd) -> str:
        return f"visit {crowd.counts['visits']} ({', '.join(crowd.plan.names) or 'no fault'})"
