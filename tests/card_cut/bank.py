"""A simulated card terminal with its bank, as a process that a test may kill, cut off and start again with its books."""

import signal
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from devices.simulators.pos_controls import TIMINGS
from tests.card_cut.kiosk_process import HOLD_S
from tests.devices.simulators.process import Simulator
from tests.journeys.rig import wait_until

FOREIGN_FEN: Final = 777
ZVT_PACE: Final = {
    **dict.fromkeys(("read", "pin", "host", "remove", "maintenance", "boot", "repeat_status"), 0.03),
    **dict.fromkeys(("print", "present"), 0.0),
    "host_timeout": 0.3,
    "card": 5.0,
    "patience": 20.0,
    "auto_reversal": 0.2,
    "gap": 0.2,
    "t2": 0.3,
    "t3": 0.5,
    "hold": HOLD_S,
}
POS_PACE: Final = {
    **dict.fromkeys(TIMINGS, 0.01),
    "gap": 0.01,
    "customer": 5.0,
    "patience": 20.0,
    "bank_limit": 0.4,
    "resend": 0.15,
    "progress_ack": 0.1,
    "boot": 0.05,
    "undo": 0.05,
}
ZVT_KIND: Final = {"sync": "autoreversal", "after_auto_reversal": "reversal", "repeat": "all", "pending_shows": "busy"}
POS_KIND: Final = {"bank_script": False, "unfinished": "undo", "last_may_be_failed": False, "last_after_void": "same"}
TIDS: Final = {"zvt": "29001006", "zvt-tcp": "29001014", "pos_integrado": "75001234", "pos_autoservicio": "75009876"}


class CardBox:
    """One terminal for many tests, one after the other; each begins with ``fresh``. ``kind``: of ``TIDS``."""

    def __init__(self, kind: str) -> None:
        self.protocol = kind.removesuffix("-tcp")
        self._tid = TIDS[kind]  # the centre knows a charge by its terminal and its numbers
        self._scratch = tempfile.TemporaryDirectory(prefix="card-")  # socket paths must be short
        self._tcp: int | None = 0 if kind.endswith("-tcp") else None
        self._name = ""
        self._alive = False
        self._first_entry = 0
        self._from_s = 0.0
        self.start()

    @property
    def is_zvt(self) -> bool:
        return self.protocol == "zvt"

    @property
    def port(self) -> str:
        return str(self._simulator.link) if self._tcp is None else f"socket://127.0.0.1:{self._tcp}"

    @property
    def control(self) -> Path:
        return self._simulator.control_path

    def start(self) -> None:
        """With the books that are there. Nothing if it runs."""
        if self._alive:
            return
        folder = Path(self._scratch.name)
        tcp = () if self._tcp is None else ("--tcp", str(self._tcp))
        books = ("--state", str(folder / "books"), "--baud", "1000000")
        self._simulator = Simulator(folder, *books, *tcp, device="card", protocol=self.protocol)
        if self._tcp is not None:
            self._tcp = int(self._simulator.ready["tcp"])
        self._alive = True
        self.do("timing", **(ZVT_PACE if self.is_zvt else POS_PACE))
        if self._name:
            self.present_to_all()

    def kill(self) -> None:
        """As if its plug was pulled."""
        if self._alive:
            self._alive = False
            self._simulator.end(signal.SIGKILL)
            # A dead pty's number is soon another one's, e.g. that of the next worker's terminal, which has the same name.
            self._simulator.link.unlink(missing_ok=True)

    def died(self) -> bool:
        """It has ended by itself (``die_at`` with ``kill``); ``start`` may bring it back."""
        gone = self._alive and self._simulator.process.poll() is not None
        if gone:
            self.kill()
        return gone

    def close(self) -> None:
        self.kill()
        self._scratch.cleanup()

    def do(self, command: str, **arguments: object) -> dict[str, Any]:
        return self._simulator.ok(command, **arguments)

    def state(self) -> dict[str, Any]:
        return self.do("state")

    def present_to_all(self) -> None:
        self.do("auto_present", attempt=self._name)

    def present_to_none(self) -> None:
        self.do("auto_present", on=False)

    def present(self) -> None:
        """One card, now."""
        self.do("present_card", attempt=self._name)

    def charge_in_secret(self, fen: int) -> None:
        """A charge of this test that no kiosk asked for."""
        self.do("foreign_sale", amount=fen, attempt=self._name)

    def fresh(self, name: str, **options: object) -> None:
        """Everything as at the beginning, after somebody else's sale; charges from now on bear this ``name``."""
        self.died()
        self.start()
        self._name = name
        self.do("replug")
        self.do("power_on")
        wait_until(lambda: self.at_rest, "the card terminal comes to rest", instead=self.state)
        self.do("timing", **(ZVT_PACE if self.is_zvt else POS_PACE))
        self.do("options", tid=self._tid, **{**(ZVT_KIND if self.is_zvt else POS_KIND), **options})
        self.do("foreign_sale", amount=FOREIGN_FEN)
        self.present_to_all()
        self._from_s = time.monotonic()
        self._first_entry = max((int(entry["id"]) for entry in self.state()["journal"]), default=0)

    @property
    def at_rest(self) -> bool:
        """Nothing runs, and nothing is still to be undone."""
        state = self.state()
        if self.is_zvt:
            return bool(state["powered"]) and not state["busy"] and not state["undoing"]
        return bool(state["powered"]) and state["phase"] == "idle" and state["request"] is None

    def has_reached(self, moment: str) -> bool:
        """A ZVT terminal: has it passed this moment since ``fresh``, or since it was started if that was later?"""
        return moment in [name for at_s, name in self.state()["moments"] if at_s >= self._from_s]

    def charges(self, state: str = "charged") -> list[dict[str, Any]]:
        """The bank's book of this test; by state, "charged" or "reversed"."""
        found: list[dict[str, Any]] = self.state()["charges"]
        return [charge for charge in found if charge["attempt"] == self._name and charge["state"] == state]

    @property
    def sales_asked_of_bank(self) -> int:
        """In the terminal's own journal, since ``fresh``."""
        return sum(entry["id"] > self._first_entry and entry["kind"] == "sale" for entry in self.state()["journal"])
