"""A print stands in the journey of the payment, or of the visit, that it was for (contract, kind ``print``; X10)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from central.centre import Centre
from central.events import Event
from central.pages.journey import steps_of
from central.payment_journey import journey_of
from central.tables import payments
from tests.central.halls import HALL, Browser, add_person, hall_served, seeded_database

WHOSE = (("VISIT", "KEY"), ("VISIT", ""), ("", "KEY"), ("other", "K-9"), ("", ""))
FAR = 5_000_000  # numbers of events that no story uses


def test_x10_prints_of_the_payment_and_of_its_visit_and_of_nobody_else(tmp_path: Path) -> None:
    with hall_served(tmp_path, seeded_database()) as (centre, _, url):
        add_person(centre, "5003", ["view"], [HALL])
        payment_id, tell = _of_some_payment(centre)
        for number, (visit_id, key) in enumerate(
            [("VISIT", "KEY"), ("VISIT", ""), ("", "KEY"), ("other", "K-9"), ("", "")]
        ):
            tell(number, visit_id, key)
        before = {"job": "receipt", "outcome": "printed", "cause": "PRN-OLD", "paper_mm": 1}  # of an earlier release
        tell(9, None, None, before)
        with centre.database.read() as connection:
            found = journey_of(connection, payment_id)
        assert found is not None
        mine = [row.data["cause"] for row in found.events if row.kind == "print" and row.event_seq > FAR]
        assert mine == ["PRN-0", "PRN-1", "PRN-2"]
        tones = {step.tone for step in steps_of(found, "zh", amounts=True) if "PRN-" in step.title}
        assert tones == {"bad"}, "what did not come out is no good news"
        browser = Browser(url)
        browser.log_in("5003")
        page = browser.get(f"/halls/journeys/{payment_id}").text
        assert page.index("已入账") < page.index("小票 已打印", page.index("全程")), (
            "the story's own print, after the posting"
        )
        assert "PRN-0" in page
        assert "PRN-3" not in page
        assert "PRN-OLD" not in page


Tell = Callable[..., None]


def _of_some_payment(centre: Centre) -> tuple[str, Tell]:
    with centre.database.read() as connection:
        row = connection.execute(select(payments).where(payments.c.status == "posted").limit(1)).one()
        journey = journey_of(connection, row.payment_id)
    assert journey is not None
    visit_id = journey.frozen["visit_id"]
    key = f"{row.kiosk_id}-{row.kiosk_seq}"

    def tell(number: int, visit: str | None, of: str | None, data: dict[str, Any] | None = None) -> None:
        whole = {"job": "receipt", "outcome": "not_printed", "cause": f"PRN-{number}", "paper_mm": 0}
        whole |= {"visit_id": (visit or "").replace("VISIT", visit_id), "id": (of or "").replace("KEY", key)}
        at = row.accepted_at + 60_000 + number
        centre.events.store(row.kiosk_id, [Event(FAR + 1 + number, at, "print", False, False, data or whole)])

    return row.payment_id, tell
