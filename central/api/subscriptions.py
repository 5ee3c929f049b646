"""One page to see and to end subscriptions, with two distinct answers: done, and there was none (F16, F17)."""

from typing import Annotated

from fastapi import APIRouter, Path

from central.api.errors import documented
from central.api.visit_guard import QUERY_REFUSALS, MayAskBalance
from central.auth_schemas import SUBSCRIPTION_CODE
from central.problems import ProblemError
from central.query_answers import named
from central.query_schemas import SubscriptionAnswer, SubscriptionsAnswer, UnsubscribeAnswer, UnsubscribeRequest
from central.times import render

router = APIRouter(prefix="/v1/accounts/{number}/subscriptions", tags=["subscriptions"])
_CONFIRMED = ("secret-wrong", "account-locked", "challenge-not-found", "challenge-over", "body-too-large")


@router.get("", responses=documented(*QUERY_REFUSALS))
def subscriptions(asked: MayAskBalance) -> SubscriptionsAnswer:
    """What is paid by the month beside the plan, third parties' services named as such."""
    found = asked.centre.subscriptions.active(asked.account)
    return SubscriptionsAnswer(
        items=[
            SubscriptionAnswer(
                code=one.code,
                name=named(one.name),
                provider=named(one.provider) if one.provider is not None else None,
                monthly_fen=one.monthly_fen,
                since=render(one.since),
            )
            for one in found
        ]
    )


@router.post("/{code}/end", responses=documented(*QUERY_REFUSALS, *_CONFIRMED))
def unsubscribe(
    code: Annotated[str, Path(pattern=SUBSCRIPTION_CODE)], body: UnsubscribeRequest, asked: MayAskBalance
) -> UnsubscribeAnswer:
    """Ends one, after the customer's yes and the code from the handset. The same request again gives the same answer."""
    if body.visit_id != asked.visit.visit_id:
        raise ProblemError("visit-token-invalid", "query and body name different visits")
    asked.centre.throttle.admit(answers=asked.visit.kiosk_id)
    ended = asked.centre.subscriptions.end(asked.visit, asked.account, code, body.challenge_id, body.secret)
    return UnsubscribeAnswer(
        outcome=ended.outcome,
        code=ended.code,
        name=named(ended.name) if ended.name is not None else None,
        charged_until=render(ended.charged_until) if ended.charged_until is not None else None,
    )
