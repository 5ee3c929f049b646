"""The built-in evaluator of alarms: looks at everything, raises and ends alarms, opens work orders, tells one person by SMS
(docs/alarms.md; features.md F52, F65). For halls without Prometheus, and the source of the hall pages."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select, update

from central.alarm_facts import gather
from central.alarm_rules import BY_NAME, RULES, Level, Reading, Rule
from central.alarm_states import Life, step
from central.alarm_words import What, kept, read
from central.audit import record
from central.base import Base
from central.catalogue import duty_number
from central.database import insert_once
from central.halls import hall_named
from central.health_tables import alarm_whats, alarms
from central.identifiers import new_ulid
from central.masking import mask_number
from central.pages.filters import Language
from central.places import called, place_of
from central.sms_outbox import NewSms, SmsOutbox
from central.sms_texts import ALARM, alarm_text
from central.staff_rights import StaffRefusedError, require
from central.tables import sms_outbox
from central.times import Milliseconds, milliseconds
from central.work_orders import BY_CENTRE, fixed_with_alarm, open_for_alarm

_log = logging.getLogger(__name__)
_HOUR: Final = 3600.0
_CLASSES: Final = {"page": "duty", "ticket": "ticket"}  # quiet hours hold the second, never the first


@dataclass(frozen=True, slots=True)
class Alarm:
    """``hall`` empty: of every hall. ``told``: the masked number of who was told; empty: nobody could be, or not yet.
    ``word``, ``parts``: what it is (``alarm_words``); None: of an earlier release, which has the Chinese ``text`` only."""

    alarm_id: str
    rule: str
    subject: str
    hall: str
    kiosk_id: str
    severity: str
    text: str
    raised_at: Milliseconds
    told: str
    acknowledged_at: Milliseconds | None
    acknowledged_by: str | None
    cleared_at: Milliseconds | None
    cleared_by: str | None
    word: str | None
    parts: dict[str, Any] | None

    def said(self, language: Language) -> str:
        """As a page of this language says it."""
        return read(self.word, self.parts, self.text, language)


class Alarms:
    def __init__(self, base: Base, outbox: SmsOutbox) -> None:
        self._base = base
        self._outbox = outbox

    def run_due(self) -> int:
        """One look at everything; gives how many alarms were raised. Called by one worker only."""
        with self._base.database.read() as connection:
            facts = gather(connection, self._base.now(), self._base.settings)
        with self._base.database.write() as connection:
            lives = {(row.rule, row.subject): row for row in connection.execute(_all().where(_lives()))}
            raised = 0
            for rule in RULES:
                readings = {reading.subject: reading for reading in rule.read(facts)}
                for subject in sorted(readings.keys() | {known for name, known in lives if name == rule.name}):
                    raised += self._look(connection, rule, lives.get((rule.name, subject)), readings.get(subject))
            self._tell(connection)
        return raised

    def standing(self, hall: str | None = None) -> list[Alarm]:
        """Raised and not ended, pages first, then the oldest first; of one hall with those of every hall, or all."""
        query = _all().where(alarms.c.raised_at.is_not(None), alarms.c.cleared_at.is_(None))
        if hall is not None:
            query = query.where(alarms.c.hall.in_((hall, "")))
        with self._base.database.read() as connection:
            rows = connection.execute(query.order_by(alarms.c.severity, alarms.c.raised_at, alarms.c.alarm_id)).all()
        return [_shown(row) for row in rows]

    def history(self, subject: str, limit: int = 100) -> list[Alarm]:
        """Of one terminal, hall or payment, the newest first."""
        mine = or_(alarms.c.subject == subject, alarms.c.kiosk_id == subject)
        query = _all().where(mine, alarms.c.raised_at.is_not(None)).order_by(alarms.c.raised_at.desc())
        with self._base.database.read() as connection:
            return [_shown(row) for row in connection.execute(query.limit(limit))]

    def ended(self, hall: str, limit: int) -> list[Alarm]:
        """Of one hall what is over, the newest first."""
        query = _all().where(alarms.c.hall == hall, alarms.c.raised_at.is_not(None), alarms.c.cleared_at.is_not(None))
        with self._base.database.read() as connection:
            return [_shown(row) for row in connection.execute(query.order_by(alarms.c.cleared_at.desc()).limit(limit))]

    def acknowledge(self, alarm_id: str, staff_id: str) -> None:
        """Somebody has seen it; the first one counts. Raises StaffRefusedError."""
        now = self._base.now()
        with self._base.database.write() as connection:
            row = self._required(connection, alarm_id, staff_id)
            if row.acknowledged_at is not None:
                return
            seen = {"acknowledged_at": now, "acknowledged_by": staff_id}
            connection.execute(update(alarms).where(alarms.c.alarm_id == alarm_id).values(seen))
            self._note(connection, row, staff_id, "acknowledge_alarm")

    def clear(self, alarm_id: str, staff_id: str) -> None:
        """Somebody ends it. While its condition lasts it is not raised anew; once that was gone, it is. For what
        never ends by itself (a broken journal) this is the end. Raises StaffRefusedError."""
        now = self._base.now()
        with self._base.database.write() as connection:
            row = self._required(connection, alarm_id, staff_id)
            if row.cleared_at is not None:
                return
            ended = {"cleared_at": now, "cleared_by": staff_id, "clear_since": None}
            connection.execute(update(alarms).where(alarms.c.alarm_id == alarm_id).values(ended))
            fixed_with_alarm(connection, alarm_id, row.kiosk_id, staff_id, now)
            self._note(connection, row, staff_id, "clear_alarm")

    def _required(self, connection: Connection, alarm_id: str, staff_id: str) -> Row[Any]:
        raised = (alarms.c.alarm_id == alarm_id, alarms.c.raised_at.is_not(None))
        row = connection.execute(select(alarms).where(*raised).with_for_update()).first()
        if row is None:
            raise StaffRefusedError("not-there", f"there is no alarm {alarm_id}")
        require(connection, staff_id, "operate", row.hall)
        if row.rule == "lookup_limit" and row.subject.split(" ")[0] == staff_id:
            raise StaffRefusedError("same-person", "who an alarm is about does not end it")
        return row

    def _note(self, connection: Connection, row: Row[Any], staff_id: str, act: str) -> None:
        detail = f"{row.rule} {row.alarm_id}"
        record(connection, self._base.now(), staff_id, act, hall=row.hall, subject=row.subject, detail=detail)

    # ---- raising and ending --------------------------------------------------------------------------------------------

    def _look(self, connection: Connection, rule: Rule, row: Row[Any] | None, reading: Reading | None) -> int:
        """One subject of one rule; 1 if this look raised an alarm."""
        now = self._base.now()
        before = None if row is None else _life(row)
        after = step(rule, before, None if reading is None else reading.level, now)
        told = reading.what if reading is not None and reading.level is Level.HIGH else None
        fresh = told is not None and row is not None and (row.word is None or row.text != kept(told))
        if after == before and not fresh:
            return 0
        if after is None:
            assert row is not None  # there was a life that ended
            connection.execute(alarm_whats.delete().where(alarm_whats.c.alarm_id == row.alarm_id))
            connection.execute(alarms.delete().where(alarms.c.alarm_id == row.alarm_id))
            return 0
        values: dict[str, Any] = {name: getattr(after, name) for name in _LIFE}
        if told is not None:
            values["text"] = kept(told)
        if row is None:
            assert reading is not None  # nothing begins by being well
            alarm_id = self._begin(connection, rule, reading, values)
        else:
            alarm_id = row.alarm_id
            connection.execute(update(alarms).where(alarms.c.alarm_id == alarm_id).values(values))
        if told is not None:
            _put_what(connection, alarm_id, told)
        return self._follow_up(connection, alarm_id, before, after)

    def _begin(self, connection: Connection, rule: Rule, reading: Reading, values: dict[str, Any]) -> str:
        alarm_id = new_ulid(self._base.now())
        new = {"alarm_id": alarm_id, "rule": rule.name, "subject": reading.subject, "hall": reading.hall, "told": ""}
        new |= {"severity": rule.severity, "kiosk_id": reading.kiosk_id}
        connection.execute(insert(alarms).values(new | values))
        return alarm_id

    def _follow_up(self, connection: Connection, alarm_id: str, before: Life | None, after: Life) -> int:
        row = connection.execute(_all().where(alarms.c.alarm_id == alarm_id)).one()
        newly = after.raised_at is not None and (before is None or before.raised_at is None)
        if newly:
            _log.warning("CEN-731 alarm %s of %s: %s", row.rule, row.subject, row.text)
            if row.severity == "ticket" and row.kiosk_id:
                open_for_alarm(connection, row, self._base.now())
        if after.cleared_at is not None and (before is None or before.cleared_at is None):
            _log.info("CEN-732 alarm %s of %s is over", row.rule, row.subject)
            fixed_with_alarm(connection, alarm_id, row.kiosk_id, BY_CENTRE, self._base.now())
        return 1 if newly else 0

    # ---- telling -------------------------------------------------------------------------------------------------------

    def _tell(self, connection: Connection) -> None:
        """One SMS for each alarm, so many an hour to one number; the last of them says how many more there are."""
        waiting = (alarms.c.raised_at.is_not(None), alarms.c.told_at.is_(None), alarms.c.cleared_at.is_(None))
        by_number: dict[str, list[Row[Any]]] = {}
        order = (alarms.c.severity, alarms.c.raised_at, alarms.c.alarm_id)  # pages come before tickets
        for row in connection.execute(_all().where(*waiting).order_by(*order)):
            by_number.setdefault(_number(connection, row.hall, row.severity), []).append(row)
        for row in by_number.pop("", []):
            _log.error(
                "CEN-733 nobody is told of alarm %s of %s: there is no number for %s",
                row.rule,
                row.subject,
                row.hall or "what is of no hall (catalogue, duty.default)",
            )
            self._told(connection, [row], "")
        for number, rows in by_number.items():
            self._tell_number(connection, number, rows)

    def _tell_number(self, connection: Connection, number: str, rows: Sequence[Row[Any]]) -> None:
        an_hour_ago = self._base.now() - milliseconds(_HOUR)
        mine = (sms_outbox.c.template == ALARM, sms_outbox.c.recipient == number, sms_outbox.c.created_at > an_hour_ago)
        sent = connection.scalar(select(func.count()).where(*mine)) or 0
        room = self._base.settings.alarm_messages_per_hour - sent
        if room <= 0:
            return  # they wait; the next message tells of them
        for place, row in enumerate(rows[:room], start=1):
            more = len(rows) - room if place == room else 0
            language = hall_named(connection, row.hall).duty_numbers.language
            text = alarm_text(row.severity, _texts(connection, row, language), row.raised_at, more, language)
            message_class = _CLASSES[row.severity]
            sms = NewSms(None, ALARM, message_class, "mobile", number, number, True, text)
            self._outbox.enqueue(connection, sms)
        self._told(connection, rows, mask_number(number))

    def _told(self, connection: Connection, rows: Sequence[Row[Any]], masked: str) -> None:
        which = alarms.c.alarm_id.in_([row.alarm_id for row in rows])
        connection.execute(update(alarms).where(which).values(told=masked, told_at=self._base.now()))


def _all() -> Select[Any]:
    """Every alarm with what it is."""
    what = alarm_whats.c.alarm_id == alarms.c.alarm_id
    return select(alarms, alarm_whats.c.word, alarm_whats.c.parts).outerjoin_from(alarms, alarm_whats, what)


def _put_what(connection: Connection, alarm_id: str, what: What) -> None:
    row: dict[str, Any] = {"word": what.word, "parts": dict(what.parts)}
    if not insert_once(connection, alarm_whats, row | {"alarm_id": alarm_id}):
        connection.execute(update(alarm_whats).where(alarm_whats.c.alarm_id == alarm_id).values(row))


def _texts(connection: Connection, row: Row[Any], language: Language) -> tuple[str, ...]:
    """With the place behind the terminal, and without, for where there is no room; one about a payment has no place."""
    plain = read(row.word, row.parts, row.text, language)
    terminal = str(row.parts.get("terminal", "")) if isinstance(row.parts, Mapping) else ""
    if not terminal:
        return (plain,)
    placed = called(terminal, place_of(connection, terminal), language)
    return read(row.word, row.parts, row.text, language, placed), plain


_LIFE: Final = ("pending_since", "raised_at", "clear_since", "cleared_at")


def _life(row: Row[Any]) -> Life:
    return Life(row.pending_since, row.raised_at, row.clear_since, row.cleared_at, by_person=row.cleared_by is not None)


def _lives() -> Any:
    """Those that a look may still change (``Life.over`` in the words of the database)."""
    ended_by_hand = and_(alarms.c.cleared_by.is_not(None), alarms.c.clear_since.is_(None))
    return or_(alarms.c.cleared_at.is_(None), ended_by_hand) & alarms.c.rule.in_(BY_NAME)


def _number(connection: Connection, hall: str, severity: str) -> str:
    """Who is told: the hall's number for the severity, its other one, or who is rung for help. Empty: nobody."""
    duty = hall_named(connection, hall).duty_numbers
    first, second = (duty.page, duty.ticket) if severity == "page" else (duty.ticket, duty.page)
    return first or second or duty_number(connection, hall)


def _shown(row: Row[Any]) -> Alarm:
    return Alarm(**{name: getattr(row, name) for name in Alarm.__slots__})
