"""Dial tests: what a terminal finds when it plays a customer with a test number (features.md F64)."""

import re
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from central import card_charges
from central.base import Base
from central.billing import SimulatedBilling
from central.catalogue import Catalogue, newest
from central.database import insert_once
from central.health_tables import dial_tests
from central.problems import ProblemError
from central.schemas import PAYMENT_ID, PaymentRequest
from central.tender import check_tender
from central.times import Milliseconds, parse

STEPS: Final = ("look_up", "pay_dry_run", "sms", "print")
_ULID: Final = re.compile(PAYMENT_ID)
_PREFIX: Final = "dial_"  # of these steps among the tests of a terminal
_LONGEST_SECONDS: Final = 86_400
_LONGEST_DETAIL: Final = 200
_HOUR: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class StepFigures:
    """``success``: passed / tried. Speeds in milliseconds, of those that passed."""

    step: str
    tried: int
    success: float
    p50_ms: int | None
    p95_ms: int | None


@dataclass(frozen=True, slots=True)
class DialFigures:
    """``success``: rounds without any failure / rounds; ``stability``: hours with rounds, all of them without a failure,
    / hours with rounds. Null: there was none."""

    rounds: int
    success: float | None
    stability: float | None
    steps: tuple[StepFigures, ...]


class DialTests:
    def __init__(self, base: Base, billing: SimulatedBilling) -> None:
        self._base = base
        self._billing = billing

    def record(self, kiosk_id: str, items: Sequence[dict[str, Any]]) -> int:
        """The contract's items; gives how many were new. Known by ``dial_id`` and step: told again, kept once."""
        with self._base.database.write() as connection:
            rows = [item | {"kiosk_id": kiosk_id, "at": parse(item["at"])} for item in items]
            return sum(insert_once(connection, dial_tests, row) for row in rows)

    def figures(self, kiosk_ids: Sequence[str], begin: Milliseconds, end: Milliseconds) -> DialFigures:
        """Of these terminals, by the terminals' clocks, from ``begin`` until before ``end``."""
        inside = (dial_tests.c.kiosk_id.in_(kiosk_ids), dial_tests.c.at >= begin, dial_tests.c.at < end)
        with self._base.database.read() as connection:
            return figures(connection.execute(select(dial_tests).where(*inside)).all())

    def would_post(self, body: PaymentRequest) -> None:
        """Everything that is checked of a payment, and nothing of it is kept. 403 ``not-a-test-number``; 404
        ``account-not-found``; 403 ``account-restricted``; 422 ``amount-limit``, ``card-charge-duplicate``,
        ``invalid-request``. Raises BillingUnreachableError."""
        account = body.account
        with self._base.database.read() as connection:
            catalogue = Catalogue.model_validate_json(newest(connection)[1])
            if not catalogue.is_test_number(account.kind, account.number):
                raise ProblemError("not-a-test-number", "a dry run is for test numbers of the catalogue only")
            check_tender(body)
            earlier = None if body.card is None else card_charges.brought_by(connection, body.card, body.accepted_at)
        if earlier is not None:
            raise ProblemError("card-charge-duplicate", "another payment has brought this card charge", reason=earlier)
        if body.amount_fen > self._base.settings.amount_limit_fen:
            raise ProblemError("amount-limit", "the amount is above the limit for one payment")
        known = self._billing.account(account.kind, account.number)
        if known is None:
            raise ProblemError("account-not-found", "the test number has no account")
        if known.condition != "open":
            raise ProblemError("account-restricted", "nothing can be paid to this account", reason=known.condition)


def keep_told(connection: Connection, kiosk_id: str, at: Milliseconds, data: Mapping[str, Any]) -> None:
    """A step that came as an event (contract, kind ``test`` with a ``dial_id``), unless it is here already: what a terminal
    could not tell before it was restarted is in its events. What is no step of a round changes nothing."""
    dial_id, step = str(data.get("dial_id", "")), str(data.get("item", "")).removeprefix(_PREFIX)
    outcome, seconds = data.get("outcome"), data.get("seconds")
    if not _ULID.fullmatch(dial_id) or step not in STEPS or outcome not in ("passed", "failed"):
        return
    if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not 0 <= seconds <= _LONGEST_SECONDS:
        return
    row = {"dial_id": dial_id, "step": step, "kiosk_id": kiosk_id, "at": at, "outcome": outcome}
    detail = str(data.get("detail", ""))[:_LONGEST_DETAIL]
    insert_once(connection, dial_tests, row | {"milliseconds": round(seconds * 1000), "detail": detail})


def figures(rows: Sequence[Row[Any]]) -> DialFigures:
    """Pure: rows of ``dial_tests``."""
    rounds: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    hours: defaultdict[tuple[str, int], bool] = defaultdict(lambda: True)
    for row in rows:
        rounds[row.dial_id].append(row)
        hours[row.kiosk_id, row.at // _HOUR] &= row.outcome == "passed"
    clean = sum(all(step.outcome == "passed" for step in steps) for steps in rounds.values())
    return DialFigures(
        rounds=len(rounds),
        success=clean / len(rounds) if rounds else None,
        stability=sum(hours.values()) / len(hours) if hours else None,
        steps=tuple(_of_step(step, [row for row in rows if row.step == step]) for step in STEPS),
    )


def _of_step(step: str, rows: Sequence[Row[Any]]) -> StepFigures:
    took = sorted(row.milliseconds for row in rows if row.outcome == "passed")
    if not took:
        return StepFigures(step, len(rows), 0.0, None, None)
    twentieths = statistics.quantiles(took, n=20, method="inclusive") if len(took) > 1 else took * 19
    return StepFigures(step, len(rows), len(took) / len(rows), round(twentieths[9]), round(twentieths[18]))
