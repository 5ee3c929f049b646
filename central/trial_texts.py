"""A text to the technician's own phone, asked for at a terminal: does an SMS arrive at all (contract, Staff; F67)?"""

from typing import Final

from sqlalchemy import func, select

from central.base import Base
from central.problems import ProblemError
from central.sms_outbox import NewSms, SmsOutbox
from central.sms_texts import TEST, trial_text
from central.staff_rights import hall_of, has_hall
from central.staff_tables import staff
from central.tables import sms_outbox
from central.times import milliseconds

AN_HOUR: Final = 6  # texts to one number
_HOUR_S: Final = 3600.0


class TrialTexts:
    """The number stays at the centre: a terminal names the person, never the phone."""

    def __init__(self, base: Base, outbox: SmsOutbox) -> None:
        self._base = base
        self._outbox = outbox

    def send(self, kiosk_id: str, staff_id: str) -> None:
        """404 ``staff-not-found``, 409 ``no-number``, 429 ``rate-limited``."""
        now = self._base.now()
        with self._base.database.write() as connection:
            row = connection.execute(select(staff).where(staff.c.staff_id == staff_id)).first()
            if row is None or not row.enabled or not has_hall(row.halls, hall_of(connection, kiosk_id)):
                raise ProblemError("staff-not-found", f"nobody {staff_id} works at this terminal's hall")
            if not row.number:
                raise ProblemError("no-number", f"{staff_id} has no phone number at the centre")
            recent = (sms_outbox.c.template == TEST, sms_outbox.c.recipient == row.number)
            since = sms_outbox.c.created_at > now - milliseconds(_HOUR_S)
            sent = connection.scalar(select(func.count()).select_from(sms_outbox).where(*recent, since)) or 0
            if sent >= AN_HOUR:
                raise ProblemError("rate-limited", "so many texts went to this phone in the last hour", retry_after=600)
            words = trial_text(kiosk_id, now)
            self._outbox.enqueue(connection, NewSms(None, TEST, "duty", "mobile", row.number, row.number, True, words))
