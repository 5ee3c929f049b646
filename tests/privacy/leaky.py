"""A whole terminal, as the program puts it together, with a card terminal that says whole numbers and tracks wherever its
protocol has room for them; and all that such a terminal keeps, shows, prints and sends."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import msgspec
import pytest

from app import ledger_export
from app.call import start_log
from app.configuration import read_configuration
from app.ledger_journeys import find, journey, last_payments
from app.ledger_texts import line_of
from app.processes import ROOT
from app.terminal import KioskTerminal
from devices.serial_link import LinkSettings
from kiosk.central_answers import BatchReply
from kiosk.clock import SystemClock
from kiosk.ports import Post
from kiosk.till import Till
from kiosk.views import View
from offline_queue.backoff import Pacing
from offline_queue.journal_source import open_journal
from offline_queue.ledger import SqliteLedger
from tests.card_wire.kinds import Kind
from tests.card_wire.rig import ENOUGH, Rig
from tests.devices.simulators import process
from tests.devices.simulators.process import Simulator
from tests.kiosk.play import FOUND, POLICY, posted
from tests.offline_queue.support import KIOSK
from tests.privacy.cards import Card

QUICK = Pacing(interval_s=0.0, first_probe_s=0.01, present_first_s=0.01)
REPLACED = ("CentralClient", "make_acceptor", "make_card_terminal", "Heartbeat")


def _leaky_command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "tests.privacy.leaky_simulators", *arguments]


class LeakyTerminal(Rig):
    """``pay_with`` each card; then ``kept`` is everything by name. Made by ``leaky_terminal`` below."""

    def __init__(self, folder: Path, kind: Kind, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        (folder / "printer").mkdir()
        self.printer_simulator = Simulator(
            folder / "printer", "--out", str(folder / "paper"), "--baud", "1000000", device="printer", protocol="escpos"
        )
        self.printer_simulator.ok("options", speed_mm_s=5000.0, cut_s=0.01)
        self.log = (folder / "log.txt").open("w", encoding="utf-8")
        self.uploads: list[bytes] = []
        self.shown: list[bytes] = []
        patch.setattr(process, "command_line", _leaky_command_line)
        super().__init__(folder, kind)

    def begin(self) -> None:
        self.patch.setattr(sys, "stderr", self.log)
        start_log("DEBUG")
        given = read_configuration(ROOT / "config.ini")
        waits = replace(POLICY.waits, answer=0.5)
        policy = replace(POLICY, kiosk_id=KIOSK, waits=waits, offline_number_limit=ENOUGH, offline_terminal_limit=ENOUGH)
        settings = replace(
            given,
            policy=policy,
            storage=self.directories.data,
            secrets=self.directories.secrets,
            printer=replace(given.printer, port=str(self.printer_simulator.link)),
        )
        for name in REPLACED:
            self.patch.setattr(f"app.terminal.{name}", MagicMock())
        self.patch.setattr("app.terminal.CentralClient.return_value", self._centre())
        self.patch.setattr("app.terminal.make_card_terminal", self._make_driver)
        self.till = Till(policy, SystemClock())
        self.terminal = KioskTerminal(settings, self.till, self, QUICK)
        self.driver = self.terminal.card
        self.terminal.start()
        self.wait(lambda: self.at_rest() and self.state.terminal.printer.usable, "terminal and printer are ready")

    def _make_driver(self, _protocol: str, _link: LinkSettings, post: Post, _options: object) -> Any:
        quick = LinkSettings(str(self.simulator.link), first_retry_s=0.01, longest_retry_s=0.03)
        return self.kind.make(quick, post)

    def _centre(self) -> MagicMock:
        def post_batch(bodies: list[tuple[str, bytes]]) -> BatchReply:
            self.uploads.extend(body for _, body in bodies)
            return BatchReply({payment_id: posted(payment_id) for payment_id, _ in bodies}, reachable=True)

        return MagicMock(
            look_up=MagicMock(return_value=FOUND),
            post_batch=MagicMock(side_effect=post_batch),
            progress=MagicMock(return_value=None),
        )

    def show(self, view: View) -> None:
        self.shown.append(msgspec.json.encode(view) + repr(view).encode())

    # ---- people with cards ---------------------------------------------------------------------------------------------

    def pay_with(self, card: Card, number: int) -> None:
        """Every way for a number to leak, in turn: print lines or blocks, names, vendors' texts, a lost line, a voucher."""
        if self.kind.protocol == "zvt":
            self.simulator.ok("pan_unmasked")
            self.simulator.ok("options", text_blocks=bool(number % 2))
            self.simulator.ok("auto_present", card={"pan": card.pan, "name": card.track})
            if number % 5 == 3:
                self.simulator.ok("decline_next", code="05", text=f"refused {card.track} {_grouped(card.pan)}")
        else:
            self.simulator.ok("auto_present", card={"pan": card.pan})
            self.simulator.ok("leak_pan", pan=(card.pan, card.track, _grouped(card.pan))[number % 3])
        cut = {"direction": "to_host", "bytes": 60}
        self.pay(10 + number, lambda: number % 5 == 4 and self.simulator.ok("cut_after", **cut))

    # ---- what is kept --------------------------------------------------------------------------------------------------

    def kept(self) -> dict[str, bytes]:
        """By name: every file, and everything that was told to anybody."""
        self.wait(lambda: not self.till.ask(_open_jobs, SqliteLedger).result(5), "all slips are printed")
        self.log.flush()
        texts = {
            "trace export": "\n".join(self.driver.trace.json_lines()),
            "trace bytes": "\n".join(entry.data.decode("latin-1") for entry in self.driver.trace.entries()),
            "health": self.terminal.health.report().decode(),
            "slips": "\n".join(piece["text"] for piece in self.printer_simulator.ok("state")["pieces"]),
            "log": Path(self.log.name).read_text(encoding="utf-8"),
            **self._ledger_words(),
        }
        found = {name: text.encode("utf-8") for name, text in texts.items()}
        found |= {"uploads": b"\n".join(self.uploads), "views": b"\n".join(self.shown)}
        folders = (self.directories.data, self.folder / "paper")
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        cores = [path for folder in (self.folder, Path.cwd()) for path in folder.glob("core*") if path.is_file()]
        return (
            found
            | {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
            | {str(path): path.read_bytes() for path in cores}
        )

    def _ledger_words(self) -> dict[str, str]:
        """What ``ledger export`` and ``ledger show`` say."""
        said = {}
        with open_journal(self.directories.data, self.directories.secrets, KIOSK, from_mirror=False) as records:
            for name, lines in ledger_export.FORMATS.items():
                said[f"ledger export {name}"] = "".join(lines(records()))
            codes = [payment.payment_id for payment in last_payments(records(), 1000)]
            shown = [line_of(entry.fact) for code in codes for entry in journey(records(), find(records(), code))]
            said["ledger show"] = "\n".join(shown)
        return said

    def end(self) -> None:
        self.terminal.stop()

    def close(self) -> None:
        super().close()
        self.printer_simulator.end()
        self.log.close()


def _open_jobs(ledger: SqliteLedger) -> tuple[str, ...]:
    return ledger.recall().open_print_jobs


def _grouped(pan: str) -> str:
    return " ".join(pan[at : at + 4] for at in range(0, len(pan), 4))
