"""Before a query: the token of the visit, for this number, with the scope that the query needs (F7, F8)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Path, Query

from central.api.security import REFUSALS, CentreHere, KioskHere, reaching_billing
from central.auth_rules import Scope
from central.auth_schemas import VISIT_ID, VISIT_TOKEN
from central.billing import Account
from central.centre import Centre
from central.problems import ProblemError
from central.schemas import ACCOUNT_NUMBER, AccountKind
from central.visits import Visit

QUERY_REFUSALS: Final = (
    *REFUSALS,
    "visit-token-invalid",
    "visit-expired",
    "scope-missing",
    "account-restricted",
    "account-not-found",
    "invalid-request",
    "rate-limited",
    "bss-unavailable",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that may be answered."""

    centre: Centre
    visit: Visit
    account: Account


def _guard(scope: Scope) -> Callable[..., Asked]:
    def guard(
        *,
        number: Annotated[str, Path(pattern=ACCOUNT_NUMBER)],
        visit_id: Annotated[str, Query(pattern=VISIT_ID)],
        visit_token: Annotated[str, Header(pattern=VISIT_TOKEN)],
        kiosk: KioskHere,
        centre: CentreHere,
        kind: AccountKind = "mobile",
    ) -> Asked:
        centre.throttle.admit(queries=kiosk, queries_of_number=f"{kind}:{number}")
        visit = Visit(kiosk, visit_id, kind, number)
        centre.visits.require(visit, visit_token, scope)
        with reaching_billing(centre):
            account = centre.billing.account(kind, number)
        if account is None:
            raise ProblemError("account-not-found", f"there is no {kind} account with this number")
        if account.condition != "open":
            raise ProblemError("account-restricted", "this line is no customer's any more", reason=account.condition)
        return Asked(centre, visit, account)

    return guard


MayAskBalance = Annotated[Asked, Depends(_guard("balance"))]
MayAskBill = Annotated[Asked, Depends(_guard("bill"))]
MayAskDetails = Annotated[Asked, Depends(_guard("details"))]
