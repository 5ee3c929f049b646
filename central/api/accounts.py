"""The account look-up: the least that a payment needs (field.md X27)."""

from typing import Annotated

from fastapi import APIRouter, Path

from central.api.errors import documented
from central.api.security import REFUSALS, CentreHere, KioskHere, reaching_billing
from central.billing import Account
from central.masking import mask_name
from central.problems import ProblemError
from central.schemas import ACCOUNT_NUMBER, AccountAnswer, AccountKind, Restriction
from central.times import render

router = APIRouter(prefix="/v1/accounts", tags=["accounts"])


@router.get(
    "/{number}",
    responses=documented(
        *REFUSALS,
        "account-restricted",
        "account-not-found",
        "invalid-request",
        "rate-limited",
        "bss-unavailable",
    ),
)
def look_up(
    number: Annotated[str, Path(pattern=ACCOUNT_NUMBER)], kiosk: KioskHere, centre: CentreHere, kind: AccountKind = "mobile"
) -> AccountAnswer:
    """Masked name, arrears or balance, and the state of the line."""
    centre.throttle.admit(kiosk=kiosk, number=f"{kind}:{number}")
    with reaching_billing(centre):
        account = centre.billing.account(kind, number)
    if account is None:
        raise ProblemError("account-not-found", f"there is no {kind} account with this number")
    if account.condition != "open":
        raise ProblemError("account-restricted", "nothing can be paid to this account", reason=account.condition)
    return _answer(account, centre.catalogues.tier_of(account), render(centre.now()))


def _answer(account: Account, tier: str, as_of: str) -> AccountAnswer:
    reason, until = account.restriction_reason, account.restriction_until
    return AccountAnswer(
        masked_name=mask_name(account.name),
        balance_fen=max(account.balance_fen, 0),
        arrears_fen=max(-account.balance_fen, 0),
        tier=tier,
        service_state=account.service_state,
        restriction=Restriction(reason=reason, until=render(until) if until is not None else None) if reason else None,
        sms_reachable=account.sms_reachable,
        as_of=as_of,
    )
