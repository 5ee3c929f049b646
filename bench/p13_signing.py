"""P13: signing a request beside a payment's durable commit, in turns."""

from datetime import UTC, datetime
from functools import partial
from typing import Final

import msgspec
import requests

from bench.hall import Hall
from bench.measure import percentile
from bench.records import KIOSK, money_in, paid, payment
from bench.storage import Storage, milliseconds
from bench.table import Row, verdict
from kiosk.message_signatures import RequestSigner
from kiosk.posting import request_body
from offline_queue.terminal_keys import TerminalKeys

SHARE: Final = 0.10
URL: Final = "https://centre.example/v1/payment-batches"
SIZES: Final = {"one payment": 1, "a full batch": 100}


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    count = 60 if quick else 400
    storage = Storage(hall.folder / "signing")
    ledger = storage.ledger()
    ledger.commit([fact for seq in range(1, count + 1) for fact in money_in(seq)])
    signer = RequestSigner(KIOSK, TerminalKeys(storage.secrets).terminal_key().private)
    bodies = {name: _batch(size) for name, size in SIZES.items()}
    commits: list[float] = []
    signings: dict[str, list[float]] = {name: [] for name in SIZES}
    for seq in range(1, count + 1):
        commits.append(milliseconds(partial(ledger.commit, paid(seq))))
        for name, body in bodies.items():
            request = requests.Request("POST", URL, data=body, headers={"Content-Type": "application/json"}).prepare()
            signings[name].append(milliseconds(partial(signer.sign, request, body, datetime.now(UTC))))
    ledger.close()
    return [_row(name, signings[name], commits) for name in SIZES]


def _batch(size: int) -> bytes:
    facts = [payment(seq) for seq in range(1, size + 1)]
    items = [{"idempotency_key": f.payment_id, "payment": msgspec.Raw(request_body(f, KIOSK))} for f in facts]
    return msgspec.json.encode({"items": items})


def _row(name: str, signings: list[float], commits: list[float]) -> Row:
    sign, commit = percentile(signings, 0.5), percentile(commits, 0.5)
    return Row(
        "P13",
        f"signing a request of {name}, p50 of {len(signings)}",
        f"<= {SHARE:.0%} of a durable commit",
        f"{sign / commit:.1%} ({sign:.3f} ms)",
        f"a payment's commit {commit:.2f} ms",
        verdict(sign / commit, SHARE),
    )
