"""Child: a centre far away that posts everything. ``TOKEN_FILE DELAY_MS``; says its port and ends with its stdin.

It answers signed, as every centre must, and exactly so long after a request has arrived whole: its own work is in that
time, so what is more than the delay is the terminal's. ``/bare`` answers anything with as many bytes, for the round trip.
"""

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.datastructures import Headers

from bench.measure import emit
from central.keys import CentreKey
from central.message_signatures import Answer, sign_answer
from central.times import render, system_now
from kiosk.enrolment_proof import centre_proof

JSON: Final = "application/json"


class SlowCentre(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, token: str, delay_s: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.token = token
        self.delay_s = delay_s
        self.key = CentreKey(Ed25519PrivateKey.generate())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body leave together
    disable_nagle_algorithm = True
    server: SlowCentre

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        arrived = time.monotonic()
        status, content = self._answer(body)
        fields = {"Content-Type": JSON}
        if self.path != "/bare":
            asked = Headers({name.lower(): value for name, value in self.headers.items()})
            fields |= sign_answer(self.server.key, Answer(status, Headers(fields), content), asked, system_now())
        time.sleep(max(arrived + self.server.delay_s - time.monotonic(), 0.0))
        self.send_response(status)
        for name, value in (fields | {"Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _answer(self, body: bytes) -> tuple[int, bytes]:
        if self.path == "/bare":
            return 200, body
        if self.path == "/v1/payment-batches":
            return 207, _posted(json.loads(body)["items"])
        return 201, self._session(self.path.split("/")[3], json.loads(body))

    def _session(self, kiosk_id: str, asked: dict[str, Any]) -> bytes:
        line = self.server.key.line
        proof = centre_proof(self.server.token, kiosk_id, asked["terminal_key"], line)
        known = {"server_time": render(system_now()), "highest_kiosk_seq": 0, "journal_count": 0, "journal_head": ""}
        return json.dumps(known | {"centre_key": line, "centre_proof": proof}).encode()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
        """Nothing: stdout is for whoever measures."""


def _posted(items: list[dict[str, Any]]) -> bytes:
    return json.dumps(
        {
            "items": [
                {"idempotency_key": item["idempotency_key"], "status": 201, "payment": _resource(item["payment"])}
                for item in items
            ]
        }
    ).encode()


def _resource(payment: dict[str, Any]) -> dict[str, Any]:
    named = {name: payment[name] for name in ("kiosk_id", "kiosk_seq", "amount_fen")}
    return named | {
        "payment_id": f"C{payment['kiosk_seq']:014}",
        "status": "posted",
        "version": 1,
        "receipt_number": f"R{payment['kiosk_seq']:014}",
        "received_at": payment["accepted_at"],
        "posted_at": payment["accepted_at"],
        "balance_after_fen": 0,
        "sms": {"state": "ready", "delivered_at": None},
        "service": {"state": "active", "reopening": "not_needed", "reopened_at": None},
        "problem": None,
    }


def main() -> None:
    token, delay_s = Path(sys.argv[1]).read_text("ascii").strip(), float(sys.argv[2]) / 1000
    centre = SlowCentre(token, delay_s)
    threading.Thread(target=centre.serve_forever, daemon=True).start()
    emit(port=centre.server_port)
    sys.stdin.read()


if __name__ == "__main__":
    main()
