"""One terminal's month with its intervals and formulas, so that H1 to H5 can be followed by hand (features.md F46)."""

import re
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import Response

from central import months
from central.pages.visitor import PageError, Visitor, of_kiosk, on_page
from central.periods import Period
from central.reckoning import P50, P95, quantile, reckon

router = APIRouter()
_MOST: Final = 400  # measured payments that are listed, the slowest ones


@router.get("/terminals/{kiosk_id}/reckoning")
def reckoning(kiosk_id: str, visitor: Annotated[Visitor, on_page("reckoning", of_kiosk)], month: str = "") -> Response:
    """``month``: ``2026-11``; without one, or one to come, that which runs."""
    now = visitor.centre.now()
    running = months.month_of(now)
    if month and re.fullmatch(months.PATTERN, month) is None:
        raise PageError(404, "nothing")
    asked = min(month or running, running)
    period = Period(months.begins(asked), months.ends(asked), now)
    with visitor.centre.database.read() as connection:
        found = reckon(connection, kiosk_id, period, visitor.centre.settings)
    sms, reopened = [one.took for one in found.sms], [one.took for one in found.reopened]
    return visitor.show(
        "reckoning.html",
        kiosk_id=kiosk_id,
        asked=asked,
        before=months.shifted(asked, -1),
        after=months.shifted(asked, 1) if asked < running else None,
        period=period,
        found=found,
        sms_p95=quantile(sms, P95),
        reopened_p50=quantile(reopened, P50),
        reopened_p95=quantile(reopened, P95),
        most=_MOST,
    )
