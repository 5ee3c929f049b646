"""Child: ``FOLDER FIRST COUNT``. Takes payments on the ledger there, and dies at work, its log unmerged."""

import os
import signal
import sys
from pathlib import Path

from bench.measure import emit
from bench.records import money_in, paid
from bench.storage import Storage


def main() -> None:
    first, count = int(sys.argv[2]), int(sys.argv[3])
    ledger = Storage(Path(sys.argv[1])).ledger()
    for seq in range(first, first + count):
        for fact in money_in(seq):
            ledger.commit([fact])
        ledger.commit(paid(seq))
    emit(taken=count)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
