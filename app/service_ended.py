"""Run by the service manager when the terminal has ended (ExecStopPost of deploy/kiosk.service): a process that stood still
as a whole could not write down itself that it hung, so its successor learns it from here."""

import os
import sys
from collections.abc import Mapping

from app import call
from app.alive import HANG, mark
from app.configuration import ConfigurationError, read_configuration


def main(arguments: list[str], environment: Mapping[str, str] = os.environ) -> int:
    parser = call.parser("service_ended", "Write down that the process before was ended by its watchdog.")
    options = parser.parse_args(arguments)
    if environment.get("SERVICE_RESULT") != "watchdog":
        return call.DONE
    try:
        storage = read_configuration(options.config).storage
    except ConfigurationError:
        return call.WRONG  # the terminal itself says what is wrong with it
    if not (storage / HANG).exists():
        mark(storage, HANG, "the whole process")
    return call.DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
