"""The centre put together: one object per subject, background work, one place that knows them all."""

from pathlib import Path

from central.alarms import Alarms
from central.approvals import Approvals
from central.base import Base
from central.billing import SimulatedBilling
from central.bundles import Bundles, folder_beside
from central.catalogue import Catalogues
from central.challenges import Challenges
from central.changes import Changes
from central.collections import Collections
from central.commands import Commands
from central.customers import SimulatedCustomers
from central.database import Database
from central.demo import add_demo_accounts
from central.demo_staff import add_demo_staff, shut_out_demo_staff
from central.dial_tests import DialTests
from central.door import Door
from central.enrolment import Enrolment
from central.events import Events
from central.gateway import HandsetGateway
from central.hall_report import HallReports
from central.heartbeat import Heartbeats
from central.help_desk import HelpDesk
from central.inventory import Inventories
from central.keys import key_beside, load_or_make, secret_for
from central.metrics import Metrics
from central.nonces import Nonces
from central.payments import PaymentDesk
from central.reopening import Reopening
from central.service_use import ServiceUse
from central.settings import Settings
from central.slips import Slips
from central.sms_outbox import SmsOutbox
from central.staff import Staff, staff_etag
from central.staff_secrets import Secrets
from central.staff_sessions import StaffSessions
from central.subscriptions import Subscriptions
from central.throttle import Throttle
from central.times import Now, milliseconds, system_now
from central.trial_texts import TrialTexts
from central.visits import Visits
from central.work_orders import WorkOrders
from central.worker import Worker


class Centre:
    """``start`` begins the background work, ``stop`` ends it; tests leave it out and call the ``run_due`` themselves."""

    def __init__(
        self,
        location: str,
        *,
        settings: Settings | None = None,
        now: Now = system_now,
        demo: bool = False,
        key_file: Path | None = None,
        metrics_token: str = "",
    ) -> None:
        self.settings = settings or Settings()
        self.now = now
        self.demo = demo
        self.database = Database(location)
        self.changes = Changes()
        base = Base(self.database, now, self.settings, self.changes)
        self.billing = SimulatedBilling(self.database, now)
        self.customers = SimulatedCustomers(now)
        self.gateway = HandsetGateway(self.database, now, self.settings.handset_delay_seconds)
        self.outbox = SmsOutbox(base, self.gateway)
        self.payments = PaymentDesk(base, self.billing, self.outbox, self._wake_messages)
        self.reopening = Reopening(base, self.billing, self.outbox)
        self.enrolment = Enrolment(self.database, now)
        self.key = load_or_make(key_file or key_beside(location))
        nonces = Nonces(self.database, keep=2 * milliseconds(self.settings.clock_skew_seconds))
        self.door = Door(self.enrolment, nonces, self.key, now, self.settings)
        self.heartbeats = Heartbeats(self.database, now, self.settings)
        self.events = Events(base)
        self.inventories = Inventories(base)
        self.hall_reports = HallReports(base, self.key)
        self.visits = Visits(base)
        code_key = secret_for(self.key, "codes")
        self.challenges = Challenges(base, self.billing, self.outbox, self.visits, code_key)
        self.subscriptions = Subscriptions(base, self.customers, self.challenges)
        self.catalogues = Catalogues(self.database, now)
        self.service_use = ServiceUse(base)
        self.slips = Slips(base, self.visits)
        self.help_desk = HelpDesk(base, self.outbox)
        self.approvals = Approvals(base, secret_for(self.key, "approvals"))
        self.collections = Collections(base)
        self.commands = Commands(base)
        self.heartbeats.commands_pending = self.commands.pending
        self.bundles = Bundles(folder_beside(location), self.settings.bundles_per_kiosk)
        self.dial_tests = DialTests(base, self.billing)
        hashes = Secrets(self.settings.argon2_kib, self.settings.log_ins_at_once)
        self.staff = Staff(base, hashes)
        self.heartbeats.staff_etag = staff_etag
        self.trial_texts = TrialTexts(base, self.outbox)
        self.staff_sessions = StaffSessions(base, hashes)
        self.work_orders = WorkOrders(base)
        self.alarms = Alarms(base, self.outbox)
        self.metrics = Metrics(base, self.work_orders)
        self.metrics_token = metrics_token  # empty: this machine only
        self.throttle = Throttle(now, _limits(self.settings))
        self._postings, self._messages, self._watch = self._workers()
        if demo:
            add_demo_accounts(self.database)
            add_demo_staff(self.database)
        else:
            shut_out_demo_staff(self.database)

    def _workers(self) -> tuple[Worker, Worker, Worker]:
        """Threads of their own: a slow billing system must not hold up messages, nor a look at everything either."""
        interval = self.settings.worker_interval_seconds
        return (
            Worker("postings", [self.payments.run_due], interval),
            Worker("messages", [self.reopening.run_due, self.outbox.run_due, self._deliver], interval),
            Worker("alarms", [self.alarms.run_due, self.metrics.run_due], self.settings.alarm_seconds),
        )

    def start(self) -> None:
        self._postings.start()
        self._messages.start()
        self._watch.start()

    def hurry(self) -> None:
        """A stop is coming: whoever waits, on a change or on the slow billing system, waits no longer."""
        self.changes.close()
        self.billing.close()

    def stop(self) -> None:
        """Ends the background work and closes the database; what is under way is found again at the next start."""
        self.hurry()
        self._postings.stop()
        self._messages.stop()
        self._watch.stop()
        self.database.close()

    def _deliver(self) -> None:
        self.gateway.run_due(self.outbox.receive)

    def _wake_messages(self) -> None:
        self._messages.wake()


def _limits(settings: Settings) -> dict[str, int]:
    """Of the throttle's sliding minute."""
    return {
        "kiosk": settings.lookups_per_kiosk,
        "number": settings.lookups_per_number,
        "challenges": settings.challenges_per_kiosk,
        "answers": settings.answers_per_kiosk,
        "slips": settings.slips_per_kiosk,
        "help_calls": settings.help_calls_per_kiosk,
        "queries": settings.queries_per_kiosk,
        "log_ins": settings.log_ins_per_address,
        "queries_of_number": settings.queries_per_number,
    }
