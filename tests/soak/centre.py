"""The reference centre as a process at the soak's paces: ``python -m tests.soak.centre PORT DATABASE``.

On a port given from outside, so that it is found again at the same place after it was ended or killed. Without the limits
on look-ups: thousands of customers an hour stand in front of one terminal here.
"""

import logging
import sys

from central.centre import Centre
from central.server import CentralServer, exit_cleanly_on_signals, listen
from central.settings import Settings

SETTINGS = Settings(
    inquiry_seconds=0.2,
    billing_retry_seconds=0.3,
    retry_after_seconds=1,
    reopen_seconds=0.2,
    handset_delay_seconds=0.1,
    lookups_per_kiosk=10**9,
    lookups_per_number=10**9,
)


def main(arguments: list[str]) -> None:
    port, database = arguments
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    exit_cleanly_on_signals()
    centre = Centre(database, settings=SETTINGS, demo=True)
    CentralServer(centre, listen("127.0.0.1", int(port)), announce=True).serve_here()


if __name__ == "__main__":
    main(sys.argv[1:])
