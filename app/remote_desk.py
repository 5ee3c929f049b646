"""What works for the centre and by the clock while nobody is here: its commands, dial tests, the hall's hours."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import quote

from app.alive import SAFE_PAGE
from app.dial_tests import DialTests, FailedError, SkippedError
from app.hall_hours import HallHours
from app.remote_commands import CentreNow, Ended, RemoteCommands
from app.settings import Settings
from kiosk.central_client import CentralClient
from kiosk.centre_session import CentreUnreachableError, TerminalRefusedError
from kiosk.events import SafePageSeen, TrialPrintWanted
from kiosk.ports import Clock
from kiosk.remote import RemoteOrder, RemoteWhat
from kiosk.till import Till

SYNC_S: Final = 20.0
UPLOAD_S: Final = 60.0
MOST_BYTES: Final = 8 << 20  # of a bundle, as the contract has it


class RemoteDesk:
    """``start`` once the ledger is open, ``stop`` once; ``do`` is the till's port for commands, ``after_beat`` is called in
    the heartbeat's thread. ``restart`` ends this process for a new one, where somebody starts it anew."""

    def __init__(
        self,
        settings: Settings,
        client: CentralClient,
        till: Till,
        clock: Clock,
        *,
        sync: Callable[[float], bool],
        bundle: Callable[[], bytes],
    ) -> None:
        """``sync``: fetch what is new at the centre, within so many seconds. ``bundle``: a fault bundle."""
        kiosk_id = settings.policy.kiosk_id
        self.restart: Callable[[], None] | None = None
        self._till = till
        self._client = client
        self._bundles = f"/v1/kiosks/{quote(kiosk_id, safe='')}/bundles"
        self._sync = sync
        self._bundle = bundle
        self._safe_page = settings.storage / SAFE_PAGE
        self._centre_now = CentreNow()
        given = settings.dial
        self._dial = DialTests(
            client, till, kiosk_id, clock, number=given.number, every_s=given.every_s, prints=given.prints
        )
        self._hours = HallHours(lambda: till.state, till.post, clock)
        self._commands = RemoteCommands(
            client, kiosk_id, lambda: till.state, till.post, centre_now=self._centre_now, deeds=self._deeds()
        )
        self.do = self._commands.do

    def start(self) -> None:
        self._tell_of_the_safe_page()
        self._hours.look()
        self._hours.start()
        self._commands.start()
        self._dial.start()

    def stop(self) -> None:
        self._commands.stop()
        self._dial.stop()
        self._hours.stop()

    def after_beat(self, server_time: str) -> None:
        self._centre_now.learn(server_time)

    def _tell_of_the_safe_page(self) -> None:
        with suppress(OSError, UnicodeDecodeError):
            why = self._safe_page.read_text("utf-8").strip()
            self._safe_page.unlink()
            self._till.post(SafePageSeen(why[:200]))

    # ---- one function a command ----------------------------------------------------------------------------------------

    def _deeds(self) -> dict[str, Callable[[RemoteOrder], Ended | None]]:
        return {
            RemoteWhat.RESTART: self._restart,
            RemoteWhat.SYNC_CONFIG: self._sync_config,
            RemoteWhat.FETCH_BUNDLE: self._fetch_bundle,
            RemoteWhat.PRINT_TEST: self._print_test,
            RemoteWhat.DIAL_TEST: self._dial_test,
        }

    def _restart(self, _order: RemoteOrder) -> Ended | None:
        """The next process says that it is done: it is the proof."""
        if self.restart is None:
            return Ended("refused", "nobody would start this terminal again")
        self.restart()
        return None

    def _sync_config(self, _order: RemoteOrder) -> Ended:
        if not self._sync(SYNC_S):
            return Ended("failed", "the centre did not answer")
        catalogue = self._till.state.terminal.catalogue
        return Ended("done", f"menu version {catalogue.version if catalogue is not None else 'none'}")

    def _fetch_bundle(self, order: RemoteOrder) -> Ended:
        packed = self._bundle()
        if len(packed) > MOST_BYTES:
            return Ended("failed", f"the bundle has {len(packed)} bytes")
        path = f"{self._bundles}/{quote(order.command_id, safe='')}"
        headers = {"Content-Type": "application/octet-stream"}
        try:
            reply = self._client.call("PUT", path, packed, headers, UPLOAD_S)
        except (CentreUnreachableError, TerminalRefusedError) as error:
            return Ended("failed", str(error))
        told = f"{len(packed)} bytes"
        return Ended("done", told) if reply.status == 200 else Ended("failed", f"HTTP {reply.status}, {told}")

    def _print_test(self, order: RemoteOrder) -> Ended:
        job = f"trial-{order.command_id}"
        self._till.post(TrialPrintWanted(job, order.by))
        try:
            return Ended("done", self._dial.printed(job))
        except (FailedError, SkippedError) as error:
            return Ended("failed", str(error))

    def _dial_test(self, _order: RemoteOrder) -> Ended:
        try:
            found = self._dial.run(prints=True)
        except LookupError as error:
            return Ended("refused", str(error))
        self._dial.tell()
        said = "; ".join(f"{one.step} {one.outcome} {one.milliseconds} ms {one.detail}".strip() for one in found)
        return Ended("done" if found else "failed", said or "somebody came before the first step")
