"""What a network, a portal, a proxy and a confused centre do to a payment request: one function a fault.

Those that end with ``after commit`` let the centre do its work first: only its answer is lost or lies.
"""

import gzip
import json
from collections.abc import Callable
from typing import Any

from tests.network.hostile_proxy import Fault, LineEndedError, Scene

BOMB = gzip.compress(b" " * (40 << 20))


def answer(
    status: int, body: bytes, content_type: str, *, extra: str = "", length: int | None = None, close: bool = False
) -> bytes:
    """``length`` may lie about the body's."""
    declared = len(body) if length is None else length
    head = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\nContent-Length: {declared}\r\n{extra}"
    return (head + ("Connection: close\r\n" if close else "") + "\r\n").encode() + body


def problem(status: int, name: str, extra: str = "") -> bytes:
    body = json.dumps({"type": f"https://telecom-hall.example/problems/{name}", "title": name, "status": status})
    return answer(status, body.encode(), "application/problem+json", extra=extra)


def instead(data: bytes) -> Fault:
    """The request never reaches the centre."""
    return lambda scene: scene.near.send(data)


def after_commit(data: bytes) -> Fault:
    """The centre has done it, and something else answers."""

    def fault(scene: Scene) -> None:
        scene.ask_centre()
        scene.near.send(data)

    return fault


def changed(change: Callable[[dict[str, Any]], None]) -> Fault:
    """The centre's own answer, with another body of the right length."""

    def fault(scene: Scene) -> None:
        reply = scene.ask_centre()
        document = json.loads(reply.body)
        if reply.head.startswith(b"HTTP/1.1 207"):
            change(document)
        scene.near.send(answer(int(reply.head.split(b" ")[1]), json.dumps(document).encode(), "application/json"))

    return fault


# ---- lines -----------------------------------------------------------------------------------------------------------


def drop_reply(scene: Scene) -> None:
    scene.ask_centre()
    scene.near.close()


def reset_after_commit(scene: Scene) -> None:
    scene.ask_centre()
    scene.near.reset()


def reset_before_centre(scene: Scene) -> None:
    scene.near.reset()


def reset_mid_request(scene: Scene) -> None:
    """The centre gets half of the body."""
    half = len(scene.request.head) + len(scene.request.body) // 2
    scene.proxy.send_part_to_centre(scene.request.whole[:half])
    scene.near.reset()


def cut_in_header(scene: Scene) -> None:
    scene.near.send(scene.ask_centre().head[:25])
    scene.near.close()


def cut_in_body(scene: Scene) -> None:
    reply = scene.ask_centre()
    scene.near.send(reply.whole[: len(reply.head) + len(reply.body) // 2])
    scene.near.close()


def cut_json(scene: Scene) -> None:
    """Half a document that says it is whole."""
    reply = scene.ask_centre()
    scene.near.send(answer(207, reply.body[: len(reply.body) // 2], "application/json"))


def chunked_cut(scene: Scene) -> None:
    reply = scene.ask_centre()
    head = b"HTTP/1.1 207 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    scene.near.send(head + b"%x\r\n%s" % (len(reply.body), reply.body[: len(reply.body) // 2]))
    scene.near.close()


def doubled_reply(scene: Scene) -> None:
    """The second one lies in wait for the next request of this connection."""
    scene.near.send(scene.ask_centre().whole * 2)


def late_reply(scene: Scene) -> None:
    reply = scene.ask_centre()
    scene.proxy.stopping.wait(scene.proxy.silence_s)
    scene.near.send(reply.whole)


def slow_body(scene: Scene) -> None:
    reply = scene.ask_centre()
    scene.near.send(reply.head)
    step = max(len(reply.body) // 20, 1)
    for at in range(0, len(reply.body), step):
        if scene.proxy.stopping.wait(scene.proxy.silence_s / 10):
            return
        scene.near.send(reply.body[at : at + step])


def silence(scene: Scene) -> None:
    """Half-open: accepted, and then nobody is there."""
    scene.proxy.stopping.wait(scene.proxy.silence_s)
    scene.near.close()


def refused_connections(scene: Scene) -> None:
    scene.near.reset()
    scene.proxy.refuse_for(0.05)


def sent_twice(scene: Scene) -> None:
    """The request itself is doubled on its way, as a broken middle box does."""
    scene.ask_centre()
    scene.near.send(scene.ask_centre().whole)


def replayed_answer(scene: Scene) -> None:
    """An answer to another question."""
    if not scene.proxy.last_answer:
        raise LineEndedError
    scene.near.send(scene.proxy.last_answer)


# ---- documents -------------------------------------------------------------------------------------------------------


def _wrong_id(document: dict[str, Any]) -> None:
    for item in document["items"]:
        if item.get("payment"):
            item["payment"]["kiosk_seq"] += 1


def _wrong_key(document: dict[str, Any]) -> None:
    for item in document["items"]:
        item["idempotency_key"] = "K9999-1"


def _wrong_amount(document: dict[str, Any]) -> None:
    for item in document["items"]:
        if item.get("payment"):
            item["payment"]["amount_fen"] += 1


def _swapped(document: dict[str, Any]) -> None:
    """Each item gets its neighbour's payment; a single one gets its own twice, under two names."""
    items = document["items"]
    payments = [item.pop("payment", None) for item in items]
    for item, payment in zip(items, [*payments[1:], payments[0]], strict=True):
        if payment is not None:
            item["payment"] = payment
    if len(items) == 1:
        items.append({**items[0], "status": 500})


def _doubled_items(document: dict[str, Any]) -> None:
    document["items"] = [item for item in document["items"] for _ in range(2)]


def _nothing(document: dict[str, Any]) -> None:
    document["items"] = []


PORTAL = b"<html><title>Hall-WiFi</title>Please log in</html>"

FAULTS: dict[str, Fault] = {
    "reply dropped after commit": drop_reply,
    "reset after commit": reset_after_commit,
    "reset before the centre": reset_before_centre,
    "reset in the middle of the request": reset_mid_request,
    "closed in the header": cut_in_header,
    "closed in the body": cut_in_body,
    "half a document": cut_json,
    "chunks cut": chunked_cut,
    "reply doubled": doubled_reply,
    "reply too late": late_reply,
    "slow body": slow_body,
    "half-open": silence,
    "connection refused": refused_connections,
    "request doubled": sent_twice,
    "answer replayed": replayed_answer,
    "500 after commit": after_commit(answer(500, b"Internal Server Error", "text/plain")),
    "502 after commit": after_commit(answer(502, b"<html>Bad Gateway</html>", "text/html")),
    "503 after commit": after_commit(problem(503, "bss-unavailable", "Retry-After: 1\r\n")),
    "400": instead(problem(400, "invalid-request")),
    "409 and Retry-After": instead(problem(409, "payment-in-progress", "Retry-After: 1\r\n")),
    "422": instead(problem(422, "idempotency-mismatch")),
    "429 and Retry-After": instead(problem(429, "rate-limited", "Retry-After: 1\r\n")),
    "portal": instead(answer(200, PORTAL, "text/html")),
    "portal after commit": after_commit(answer(200, PORTAL, "text/html")),
    "portal in JSON": instead(answer(200, b'{"items": [], "status": "ok"}', "application/json")),
    "redirect": instead(answer(302, b"", "text/html", extra="Location: http://127.0.0.1:9/login\r\n")),
    "gzip bomb": after_commit(answer(207, BOMB, "application/json", extra="Content-Encoding: gzip\r\n")),
    "no HTTP": after_commit(b"\x02\x03\x06\x37\xfe\xc7 nonsense\r\n\r\n"),
    "wrong id": changed(_wrong_id),
    "wrong key": changed(_wrong_key),
    "wrong amount": changed(_wrong_amount),
    "answers swapped": changed(_swapped),
    "items doubled": changed(_doubled_items),
    "no items": changed(_nothing),
}
