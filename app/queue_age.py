"""How long a customer's money has waited for the centre, said in the log once a level (trust.md M5)."""

import logging

log = logging.getLogger("centre")

HOUR_S = 3600
LEVELS = ((7 * 24 * HOUR_S, "CENTRE-QUEUE-7D"), (24 * HOUR_S, "CENTRE-QUEUE-24H"), (HOUR_S, "CENTRE-QUEUE-1H"))


def age_alarm(oldest_s: int) -> str:
    """The alarm's id for the age of the oldest payment without an answer, in seconds; empty below an hour."""
    return next((alarm for least_s, alarm in LEVELS if oldest_s >= least_s), "")


class QueueAge:
    """Remembers what was said. For one thread."""

    def __init__(self) -> None:
        self._said = ""

    def tell(self, oldest_s: int) -> int:
        """Say a new level in the log; gives the age back."""
        alarm = age_alarm(oldest_s)
        if alarm and alarm != self._said:
            log.error("%s the oldest payment has waited %.1f h for the centre's answer", alarm, oldest_s / HOUR_S)
        self._said = alarm
        return oldest_s
