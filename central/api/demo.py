"""What only a demo has: the customer's handset, and switches for the gateway and the billing system. Loopback, no token."""

from typing import Annotated

from fastapi import APIRouter, Query

from central.api.security import CentreHere
from central.billing import BillingMode
from central.demo import reset_demo_accounts
from central.masking import mask_number
from central.schemas import BillingSettings, Handset, HandsetMessage, HandsetSettings, Health
from central.times import render

# No part of the contract that an operator implements, so not of its OpenAPI: docs/central-contract.md describes them.
router = APIRouter(prefix="/demo", include_in_schema=False)


@router.get("/handset")
def handset(centre: CentreHere, after: Annotated[int, Query(ge=0, le=2**53 - 1)] = 0) -> Handset:
    """The messages that arrived, oldest first, at most 200 with an id above ``after``."""
    messages = [
        HandsetMessage(id=message_id, to=mask_number(recipient), text=text, delivered_at=render(delivered_at))
        for message_id, recipient, text, delivered_at in centre.gateway.messages(after)
    ]
    return Handset(messages=messages)


@router.put("/sms-gateway")
def sms_gateway(body: HandsetSettings, centre: CentreHere) -> HandsetSettings:
    """Delay of messages from now on, and how many of the next ones get lost with the gateway's answer."""
    gateway = centre.gateway
    if body.delay_seconds is not None:
        gateway.delay_seconds = body.delay_seconds
    if body.lose_next is not None:
        gateway.lose_next = body.lose_next
    return HandsetSettings(delay_seconds=gateway.delay_seconds, lose_next=gateway.lose_next)


@router.put("/billing")
def billing(body: BillingSettings, centre: CentreHere) -> BillingSettings:
    """How the billing system behaves from now on."""
    simulated = centre.billing
    if body.delay_seconds is not None:
        simulated.delay_seconds = body.delay_seconds
    if body.mode is not None:
        simulated.mode = BillingMode(body.mode)
    return BillingSettings(delay_seconds=simulated.delay_seconds, mode=simulated.mode.value)


@router.post("/reset")
def reset(centre: CentreHere) -> Health:
    """Put the demo accounts back as new; lines that wait for their reopening get it first."""
    centre.reopening.run_due(all_at_once=True)
    reset_demo_accounts(centre.database)
    return Health(status="ok")
