"""The shared pieces of every route: the centre behind it, the terminal in front of it.

Signatures are checked before any route is looked for (``signatures.SignedRequests``); routes only ask who it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final, cast

from fastapi import Depends, Path, Request, Security
from fastapi.security import APIKeyHeader

from central.billing import BillingUnreachableError
from central.centre import Centre
from central.problems import ProblemError
from central.schemas import KIOSK_ID

REFUSALS: Final = ("signature-invalid", "not-enrolled", "clock-skew", "nonce-reused", "kiosk-disabled")

_signature_scheme = APIKeyHeader(
    name="Signature",
    scheme_name="message_signature",
    description="RFC 9421 with the terminal's Ed25519 key, over @method, @path, @query, content-digest, and content-type "
    "and idempotency-key where there are; Signature-Input carries created, nonce, and the terminal's id as keyid",
    auto_error=False,
)


@contextmanager
def reaching_billing(centre: Centre) -> Iterator[None]:
    """503 ``bss-unavailable`` when the billing system can't be reached."""
    try:
        yield
    except BillingUnreachableError as down:
        retry = centre.settings.retry_after_seconds
        raise ProblemError("bss-unavailable", "the billing system can't be reached", retry_after=retry) from down


def the_centre(request: Request) -> Centre:
    return cast(Centre, request.app.state.centre)


CentreHere = Annotated[Centre, Depends(the_centre)]


def signing_kiosk(request: Request, _signature: Annotated[str | None, Security(_signature_scheme)]) -> str:
    """The terminal that was let in at the door."""
    kiosk: str | None = request.scope.get("kiosk")
    if kiosk is None:
        raise ProblemError("signature-invalid", "this address is for signed requests only")
    return kiosk


KioskHere = Annotated[str, Depends(signing_kiosk)]


def same_kiosk(signing_kiosk_id: str, named: str) -> None:
    """A terminal speaks for itself only. 403 ``kiosk-mismatch``."""
    if named != signing_kiosk_id:
        raise ProblemError("kiosk-mismatch", f"this request is signed by {signing_kiosk_id}, which can't speak for another")


def kiosk_of_path(kiosk_id: Annotated[str, Path(pattern=KIOSK_ID)], kiosk: KioskHere) -> str:
    """Runs before the body is looked at: who may not speak is told so, whatever was said."""
    same_kiosk(kiosk, kiosk_id)
    return kiosk


async def kiosk_of_payment(request: Request, kiosk: KioskHere) -> str:
    """The same for a body that names its terminal, as far as it does; the rest is for its validation."""
    try:
        body = await request.json()
    except (ValueError, RecursionError):
        return kiosk
    named = body.get("kiosk_id") if isinstance(body, dict) else None
    if isinstance(named, str):
        same_kiosk(kiosk, named)
    return kiosk


KioskOfPath = Annotated[str, Depends(kiosk_of_path)]
KioskOfPayment = Annotated[str, Depends(kiosk_of_payment)]
