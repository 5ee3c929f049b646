"""``GET /metrics`` for Prometheus: outside the signature door, for this machine or for who has the token."""

import hmac
import ipaddress
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import choose_encoder

from central.api.errors import documented
from central.api.security import CentreHere
from central.problems import ProblemError

router = APIRouter(tags=["health"])
_FORWARDED: Final = frozenset({"forwarded", "x-forwarded-for", "x-real-ip", "via"})
_TEXT: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "Prometheus' text format", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


@router.get("/metrics", response_class=Response, responses=_TEXT | documented("metrics-refused"))
def metrics(request: Request, centre: CentreHere) -> Response:
    """The fleet now. With a token: `Authorization: Bearer`. Without: from this machine only, through no gateway."""
    host = request.client.host if request.client is not None else ""
    forwarded = bool(_FORWARDED & set(request.headers))
    if not may_read(centre.metrics_token, request.headers.get("authorization", ""), host, forwarded=forwarded):
        raise ProblemError(
            "metrics-refused", "ask from the centre's own machine, or with the token of --metrics-token-file"
        )
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(centre.metrics.registry), headers={"Content-Type": content_type})


def may_read(token: str, authorization: str, host: str, *, forwarded: bool) -> bool:
    """``token`` empty: there is none. A gateway on this machine would make everybody look like this machine."""
    if token:
        return hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
    try:
        return ipaddress.ip_address(host).is_loopback and not forwarded
    except ValueError:
        return False
