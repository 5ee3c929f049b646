"""M5: alarms at an hour, a day and a week of queue age, each said once."""

import pytest

from app.queue_age import QueueAge, age_alarm

HOUR_S = 3600


@pytest.mark.parametrize(
    ("oldest_s", "alarm"),
    [
        (0, ""),
        (HOUR_S - 1, ""),
        (HOUR_S, "CENTRE-QUEUE-1H"),
        (24 * HOUR_S - 1, "CENTRE-QUEUE-1H"),
        (24 * HOUR_S, "CENTRE-QUEUE-24H"),
        (168 * HOUR_S - 1, "CENTRE-QUEUE-24H"),
        (168 * HOUR_S, "CENTRE-QUEUE-7D"),
        (400 * 24 * HOUR_S, "CENTRE-QUEUE-7D"),
    ],
)
def test_m5_the_alarm_of_an_age(oldest_s: int, alarm: str) -> None:
    assert age_alarm(oldest_s) == alarm


def test_m5_each_level_is_said_once_and_again_after_the_queue_was_young(caplog: pytest.LogCaptureFixture) -> None:
    age = QueueAge()
    for hours in (0, 1, 2, 23, 24, 25, 168, 500, 0, 1):
        assert age.tell(hours * HOUR_S) == hours * HOUR_S
    said = [record.getMessage().split()[0] for record in caplog.records]
    assert said == ["CENTRE-QUEUE-1H", "CENTRE-QUEUE-24H", "CENTRE-QUEUE-7D", "CENTRE-QUEUE-1H"]
