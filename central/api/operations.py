"""Collections, commands, fault bundles and dial tests of terminals (features.md F57, F62, F64)."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response

from central.api.errors import documented
from central.api.long_poll import wait_for_change
from central.api.security import REFUSALS, CentreHere, KioskOfPath, KioskOfPayment, reaching_billing, same_kiosk
from central.commands import CommandGiven, waits_for
from central.operation_schemas import (
    ULID,
    CollectionAnswer,
    CollectionRequest,
    Command,
    CommandResult,
    CommandsAnswer,
    DialTestsAnswer,
    DialTestsRequest,
    DryRunAnswer,
)
from central.schemas import PaymentRequest
from central.service_schemas import KeptAnswer
from central.times import parse, render

router = APIRouter(prefix="/v1", tags=["operations"])
_REFUSED = (*REFUSALS, "kiosk-mismatch", "invalid-request", "body-too-large")
_TOLD_BEFORE: dict[int | str, dict[str, Any]] = {
    200: {"model": CollectionAnswer, "description": "Told before, and the same"}
}
CommandId = Annotated[str, Path(pattern=ULID)]


@router.post("/cash-collections", status_code=201, responses=_TOLD_BEFORE | documented(*_REFUSED, "collection-differs"))
def collect(body: CollectionRequest, kiosk: KioskOfPayment, centre: CentreHere, response: Response) -> CollectionAnswer:
    """A sealed box was swapped. Its count comes later, on the hall page, by people who do not see what is expected."""
    same_kiosk(kiosk, body.kiosk_id)
    is_new = centre.collections.keep(kiosk, body.model_dump())
    response.status_code = 201 if is_new else 200
    return CollectionAnswer(status="kept", collection_id=body.collection_id)


@router.get("/kiosks/{kiosk_id}/commands", responses=documented(*_REFUSED))
async def commands(
    kiosk: KioskOfPath,
    centre: CentreHere,
    wait: Annotated[float, Query(ge=0, le=25, description="seconds")] = 0,
) -> CommandsAnswer:
    """Long poll: what the terminal is to do, as soon as there is something. The answer's signature is the proof."""

    def read() -> list[CommandGiven]:
        return centre.commands.open_for(kiosk)

    given = await wait_for_change(centre.changes, waits_for(kiosk), wait, read, bool)
    return CommandsAnswer(items=[_command(one) for one in given])


@router.post("/kiosks/{kiosk_id}/commands/{command_id}/result", responses=documented(*_REFUSED, "command-not-found"))
def command_ended(command_id: CommandId, body: CommandResult, kiosk: KioskOfPath, centre: CentreHere) -> KeptAnswer:
    """What became of a command; the first word counts."""
    centre.commands.ended(kiosk, command_id, body.outcome, body.detail, parse(body.at))
    return KeptAnswer(status="kept")


@router.put("/kiosks/{kiosk_id}/bundles/{command_id}", responses=documented(*_REFUSED, "command-not-found"))
def bundle(
    command_id: CommandId,
    content: Annotated[bytes, Body(media_type="application/octet-stream", min_length=1)],
    kiosk: KioskOfPath,
    centre: CentreHere,
) -> KeptAnswer:
    """A fault bundle, for a command that asked for one."""
    centre.commands.find(kiosk, command_id)
    centre.bundles.put(kiosk, command_id, content)
    return KeptAnswer(status="kept")


@router.post("/kiosks/{kiosk_id}/dial-tests", responses=documented(*_REFUSED))
def dial_tests(body: DialTestsRequest, kiosk: KioskOfPath, centre: CentreHere) -> DialTestsAnswer:
    """What the terminal found when it played a customer; the same ones again are known."""
    return DialTestsAnswer(new=centre.dial_tests.record(kiosk, [item.model_dump() for item in body.items]))


@router.post(
    "/payments/dry-run",
    responses=documented(
        *_REFUSED,
        "not-a-test-number",
        "account-restricted",
        "account-not-found",
        "amount-limit",
        "card-charge-duplicate",
        "bss-unavailable",
    ),
)
def dry_run(body: PaymentRequest, kiosk: KioskOfPayment, centre: CentreHere) -> DryRunAnswer:
    """A payment for a test number: everything is checked, nothing is posted, nothing is kept."""
    same_kiosk(kiosk, body.kiosk_id)
    with reaching_billing(centre):
        centre.dial_tests.would_post(body)
    return DryRunAnswer(status="would_post")


def _command(given: CommandGiven) -> Command:
    return Command(
        command_id=given.command_id,
        what=given.what,
        argument=given.argument,
        by=given.by,
        issued_at=render(given.issued_at),
        expires_at=render(given.expires_at),
    )
