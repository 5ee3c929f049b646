"""A visit that asks leaves nothing (features.md F9, trust.md S7): through the whole terminal, its own client and printer
driver, and the reference centre, a customer proves both secrets, reads and prints call records, and goes home. Then their
number, name, secrets, token and the numbers they called are looked for in everything the terminal keeps, in every form."""

import logging
import re
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import MagicMock

import msgspec
import pytest
from sqlalchemy import update

from app.call import start_log
from app.configuration import read_configuration
from app.processes import ROOT
from app.terminal import KioskTerminal
from central.tables import billing_accounts
from devices.trace import Trace
from kiosk import events as ev, masking
from kiosk.clock import SystemClock
from kiosk.enquiry import ProofMethod
from kiosk.enquiry_answers import Category, DetailPage
from kiosk.enquiry_views import PaperStep
from kiosk.flow.enquiry_states import ChooseProof, Enquiring, Previewing, Proving
from kiosk.flow.states import Home, State
from kiosk.reprint_answers import ReceiptCopy
from kiosk.till import Till
from kiosk.views import HomeView, View
from kiosk.visit_types import Service
from offline_queue.backoff import Pacing
from tests.app.test_asking_both_ways import UNHURRIED
from tests.central.asking import PASSWORD, code_on_handset
from tests.central.conftest import Live
from tests.central.helpers import model
from tests.conftest import Tally
from tests.devices.simulators.process import Simulator
from tests.privacy.cards import forms
from ui.presentation import present

NUMBER = "13900001234"
NAME = "瓛某某"
DEADLINE_S = 20.0
_PAUSE = threading.Event()
_SHORT = 6  # digits of a secret: by chance so many stand in any file as packed digits, so they are not looked for as such


@dataclass(frozen=True)
class Canary:
    """What must not be left: whole texts."""

    texts: tuple[str, ...]

    def hits(self, kept: dict[str, bytes]) -> list[str]:
        return [
            f"{where}: {form} of a text of {len(text)}"
            for text in self.texts
            for form, stands_in in searches(text)
            for where, data in kept.items()
            if stands_in(data)
        ]


def searches(text: str) -> Iterator[tuple[str, Callable[[bytes], object]]]:
    """Each form of ``text`` by name, and whether it stands in some bytes."""
    if not text.isdigit():
        for coding in ("utf-8", "gbk", "utf-16-le"):
            data = text.encode(coding)
            yield coding, _holding(data)
            yield f"base64 of {coding}", _holding(b64encode(data).rstrip(b"=")[:-1])
            for mark in ("", " "):
                yield f"hex of {coding}", _holding((data.hex(mark) if mark else data.hex()).encode())
        yield "escaped", _holding(text.encode("ascii", "backslashreplace"))
        return
    for form, needle in forms(text):
        if len(text) > _SHORT or form.startswith(("hex text by '", "UTF")):
            yield form, _holding(needle)
        elif form == "ASCII":
            yield form, re.compile(rb"(?<![0-9A-Za-z.])" + needle + rb"(?![0-9A-Za-z])").search


def _holding(needle: bytes) -> Callable[[bytes], object]:
    return lambda data: needle in data


class AskedTerminal:
    """As the program puts it together; the acceptor alone is missing."""

    def __init__(self, folder: Path, live: Live, printer: Simulator, log: Path) -> None:
        self.live, self.folder, self.log = live, folder, log
        self.views: list[View] = []
        home = folder / "home"
        home.mkdir()
        (home / "enrolment.token").write_text(live.token)
        given = read_configuration(ROOT / "config.ini")
        settings = replace(
            given,
            policy=replace(given.policy, kiosk_id="K0001"),
            centre=replace(given.centre, url=live.server.url, token_file=home / "enrolment.token", heartbeat_s=0.1),
            storage=folder / "data",
            secrets=home,
            printer=replace(given.printer, port=str(printer.link), baud=115200),
        )
        self.till = Till(settings.policy, SystemClock())
        self.terminal = KioskTerminal(settings, self.till, self, Pacing())
        self.terminal.start()

    def show(self, view: View) -> None:
        self.views = [*self.views[-50:], view]

    @property
    def state(self) -> State:
        return self.till.state

    def until(self, is_so: Callable[[State], bool], what: str) -> None:
        end = time.monotonic() + DEADLINE_S
        while not is_so(self.state):
            assert time.monotonic() < end, f"waited for {what} in {self.state.visit!r:.300}"
            _PAUSE.wait(0.01)

    # ---- one customer ----------------------------------------------------------------------------------------------

    def asks_for_records(self) -> Canary:
        """Up to the paper in hand; what is theirs."""
        self.until(lambda now: now.terminal.catalogue is not None and now.terminal.printer.usable, "a terminal that works")
        self.till.post(ev.ServiceChosen(Service.PAST_DETAILS))
        self._type(NUMBER)
        self.till.post(ev.ConfirmPressed())
        self._prove(ProofMethod.SERVICE_PASSWORD, lambda: PASSWORD)
        code = self._prove(ProofMethod.SMS_CODE, lambda: code_on_handset(self.live, NUMBER))
        self.until(_shows_records, "the records")
        self.till.post(ev.CategoryChosen(Category.VOICE))  # the newest fifty of all kinds are use of the net, most hours
        self.until(_shows_calls, "the calls")
        visit, enquirer = self.state.visit, self.state.enquirer
        assert isinstance(visit, Enquiring)
        assert isinstance(visit.sheet, DetailPage)
        assert enquirer is not None
        called = {one.counterpart for one in visit.sheet.items if len(one.counterpart) >= 8}
        assert called, "the records name numbers"
        assert enquirer.customer.masked_name.startswith(NAME[0])
        self.till.post(ev.PrintPressed())
        self.till.post(ev.PrintPressed())
        self.until(lambda now: isinstance(now.visit, Previewing) and now.visit.step is PaperStep.PRINTED, "the slip")
        return Canary((NUMBER, PASSWORD, code, enquirer.token, enquirer.customer.masked_name, *sorted(called)))

    def has_copies_printed(self) -> Canary:
        """Of one payment: by its receipt's number, as anybody might type it, and from the history with a code."""
        self.live.centre.enrolment.enrol("K0002", "station")
        payment_id, _ = self.live.centre.payments.accept(model(1, NUMBER, kiosk_id="K0002"))
        self.live.centre.payments.attempt(payment_id)
        number = self.live.centre.payments.read(payment_id).receipt_number
        self.until(lambda now: now.terminal.catalogue is not None and now.terminal.printer.usable, "a terminal that works")
        self.till.post(ev.ServiceChosen(Service.REPRINT))
        self._type(number.lower())
        self.till.post(ev.ConfirmPressed())
        copy = self._prints_a_copy()
        self.till.post(ev.ServiceChosen(Service.PAYMENT_HISTORY))
        self._type(NUMBER)
        self.till.post(ev.ConfirmPressed())
        self._prove(ProofMethod.SERVICE_PASSWORD, lambda: PASSWORD)
        self.until(_shows_records, "the payments")
        self.till.post(ev.ReceiptChosen(payment_id))
        code = self._prove(ProofMethod.SMS_CODE, lambda: code_on_handset(self.live, NUMBER))
        assert self._prints_a_copy().copy_number == 2
        enquirer = self.state.enquirer
        assert enquirer is not None
        assert copy.invoice.code is not None
        assert copy.invoice.qr is not None
        of_copy = (number, number.replace("-", ""), copy.invoice.code, copy.invoice.qr)
        return Canary((NUMBER, PASSWORD, code, enquirer.token, *of_copy))

    def _prints_a_copy(self) -> ReceiptCopy:
        self.until(lambda now: isinstance(now.visit, Previewing) and now.visit.step is PaperStep.SHOWN, "the copy")
        visit = self.state.visit
        assert isinstance(visit, Previewing)
        assert visit.copy is not None
        self.till.post(ev.PrintPressed())
        self.until(lambda now: isinstance(now.visit, Previewing) and now.visit.step is PaperStep.PRINTED, "its paper")
        return visit.copy

    def leaves(self) -> None:
        self.till.post(ev.HomePressed())
        self.until(lambda now: isinstance(now.visit, Home), "home")
        self.until(lambda _: isinstance(self.views[-1].body, HomeView), "home on the screen")

    def _prove(self, method: ProofMethod, secret: Callable[[], str]) -> str:
        self.until(lambda now: isinstance(now.visit, ChooseProof), "the choice of a proof")
        self.till.post(ev.ProofChosen(method))
        self.until(lambda now: isinstance(now.visit, Proving) and now.visit.challenge is not None, "the keypad")
        digits = secret()
        self._type(digits)
        return digits

    def _type(self, digits: str) -> None:
        for digit in digits:
            self.till.post(ev.DigitPressed(digit))

    # ---- what is kept ----------------------------------------------------------------------------------------------

    def kept(self) -> dict[str, bytes]:
        """By name: what is in memory, also what no ``repr`` shows; what was said; every file."""
        for handler in logging.getLogger().handlers:
            handler.flush()
        view, trace = self.views[-1], self.terminal.printer.link.trace
        page = present(view, lambda message: f"{message.id} {message.params}")
        told = {
            "state": _all_of(self.state),
            "state repr": repr(self.state),
            "view": _all_of(view),
            "view repr": repr(view),
            "page": repr((page, page.body)),
            "printer trace": "\n".join(trace.json_lines()),
            "health": self.terminal.health.report().decode(),
            "log": self.log.read_text(encoding="utf-8"),
        }
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        return (
            {name: text.encode() for name, text in told.items()}
            | {"printer trace bytes": b"".join(entry.data for entry in trace.entries())}
            | {str(path.relative_to(self.folder)): path.read_bytes() for path in files}
        )


def _shows_records(now: State) -> bool:
    return isinstance(now.visit, Enquiring) and now.visit.sheet is not None


def _shows_calls(now: State) -> bool:
    if not isinstance(now.visit, Enquiring) or not isinstance(now.visit.sheet, DetailPage):
        return False
    return bool(now.visit.sheet.items) and all(one.category is Category.VOICE for one in now.visit.sheet.items)


def _all_of(value: object) -> str:
    """Every field, also those that are kept out of ``repr``."""
    return repr(msgspec.to_builtins(value, enc_hook=repr))


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_given_back: None) -> Iterator[Callable[[], AskedTerminal]]:
    """Builds a terminal in front of a centre and a printer of its own; the paper and the centre's books lie elsewhere."""
    del log_given_back
    for folder in ("centre", "printer", "kiosk"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr("app.terminal.make_acceptor", MagicMock())
    live = Live(tmp_path / "centre", UNHURRIED)
    with live.centre.database.write() as connection:
        connection.execute(update(billing_accounts).where(billing_accounts.c.number == NUMBER).values(name=NAME))
    printer = Simulator(tmp_path / "printer", "--baud", "1000000", device="printer", protocol="escpos")
    printer.ok("options", speed_mm_s=5000.0, cut_s=0.01)
    made: list[AskedTerminal] = []
    library = logging.getLogger("urllib3")
    level = library.level
    with (tmp_path / "log.txt").open("w", encoding="utf-8") as log:
        monkeypatch.setattr(sys, "stderr", log)
        start_log("DEBUG")
        library.setLevel(logging.DEBUG)  # it tells whole paths: the worst that a log could be given

        def make() -> AskedTerminal:
            made.append(AskedTerminal(tmp_path / "kiosk", live, printer, tmp_path / "log.txt"))
            return made[-1]

        try:
            yield make
        finally:
            for terminal in made:
                terminal.terminal.stop()
            library.setLevel(level)
            printer.end()
            live.stop()


def test_s7_f9_whoever_asked_and_left_is_nowhere(asked: Callable[[], AskedTerminal], tally: Tally) -> None:
    terminal = asked()
    canary = terminal.asks_for_records()
    during = {hit.partition(":")[0] for hit in canary.hits(terminal.kept())}
    assert "state" in during, "the scan sees what a state holds, also out of its repr"
    terminal.leaves()
    kept = terminal.kept()
    assert {"state", "view", "log", "printer trace", "data/ledger.db", "data/catalogue.json"} <= set(kept)
    assert canary.hits(kept) == []
    tally("asking canary texts", len(canary.texts))
    tally("asking canary bytes scanned", sum(map(len, kept.values())))


def test_s7_x32_copies_of_a_receipt_leave_nothing(asked: Callable[[], AskedTerminal], tally: Tally) -> None:
    """Nor the receipt's number, which would open them to whoever found it."""
    terminal = asked()
    canary = terminal.has_copies_printed()
    during = {hit.partition(":")[0] for hit in canary.hits(terminal.kept())}
    assert "state" in during, "the scan sees what a state holds, also out of its repr"
    terminal.leaves()
    kept = terminal.kept()
    assert canary.hits(kept) == []
    tally("asking canary texts", len(canary.texts))
    tally("asking canary bytes scanned", sum(map(len, kept.values())))


def test_s7_with_the_maskings_switched_off_the_same_scan_finds_them(
    asked: Callable[[], AskedTerminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masking, "masked", lambda line: line)
    monkeypatch.setattr("devices.escpos.PrinterTrace", Trace)
    terminal = asked()
    canary = terminal.asks_for_records()
    terminal.leaves()
    found = {hit.partition(":")[0] for hit in canary.hits(terminal.kept())}
    assert {"log", "printer trace", "printer trace bytes"} <= found


def test_s7_each_form_is_found() -> None:
    for text in (NUMBER, PASSWORD, NAME, "aB3_" * 10 + "-xY"):
        canary = Canary((text,))
        assert canary.hits({"nothing": b"0123456789 abc"}) == []
        planted = [text.encode(), text.encode("utf-16-le"), f"<{text}>".encode(), text.encode().hex().encode()]
        for data in planted:
            assert canary.hits({"file": b"\0 " + data + b" \0"}), (text, data)
