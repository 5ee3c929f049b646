"""The sections of a hall's daily health report (central-api.md 7) from figures and standings. Pure.

Shares are basis points (10 000 is all), times whole seconds, money fen: canonical JSON has no fractions.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from central.day_figures import DayFigures
from central.device_faults import Fault, by_code
from central.dial_tests import DialFigures
from central.headline import Spread, spread
from central.intervals import Spans, common
from central.master_data import Completeness
from central.score import Score
from central.terminal_accounts import Account
from central.terminal_state import Standing
from central.times import Milliseconds, render

Section = dict[str, Any]
_WORST_RATING, _BEST_RATING = 1, 5


def basis_points(part: int, whole: int) -> int | None:
    """Rounded down; None of nothing."""
    return part * 10_000 // whole if whole else None


def scored(found: Score) -> Section:
    return {"points": found.points, "band": found.band, "capped": found.capped, "parts_bp": dict(found.parts)}


def availability_of(figures: DayFigures) -> Section:
    """H1, H2 and their kin, outages and their causes; of a terminal or of a hall."""
    found = figures.availability
    times = ("scheduled", "full", "degraded", "out", "silent", "cash", "card", "print")
    causes = {"out_by_cause": found.out_by_cause, "degraded_by_cause": found.degraded_by_cause}
    return {
        **{f"{name}_seconds": getattr(found, name) // 1000 for name in times},
        "a_any_bp": basis_points(found.full + found.degraded, found.scheduled),
        "a_full_bp": basis_points(found.full, found.scheduled),
        "a_print_bp": basis_points(found.print, found.scheduled),
        "a_cash_bp": basis_points(found.cash, found.scheduled),
        "a_card_bp": basis_points(found.card, found.scheduled),
        "outages": found.outages,
        "mttr_seconds": _seconds(found.mttr),
        "mtbf_seconds": _seconds(found.mtbf),
        "longest_outage_seconds": found.longest_outage // 1000,
        **{name: {cause: time // 1000 for cause, time in by.items() if time} for name, by in causes.items()},
    }


def terminal(account: Account, figures: DayFigures, standing: Standing, found: Sequence[Fault]) -> Section:
    offset = standing.clock_offset_seconds
    return {
        "kiosk_id": standing.kiosk_id,
        **availability_of(figures),
        "timeline": timeline(account),
        "faults": by_code(found),
        "restarts": figures.restarts,
        "clock_offset_milliseconds": None if offset is None else round(offset * 1000),
    }


def timeline(account: Account) -> list[Section]:
    """The scheduled time only, as it was."""
    return [
        {
            "from": render(begin),
            "to": render(end),
            "state": stretch.condition.state,
            "code": stretch.condition.code,
            "cause": stretch.condition.cause,
        }
        for stretch in account.stretches
        for begin, end in common([(stretch.begin, stretch.end)], account.schedule)
    ]


def business(figures: DayFigures) -> Section:
    by_task: dict[str, list[Milliseconds]] = {}
    for task, took in figures.tasks:
        by_task.setdefault(task, []).append(took)
    return {
        "sessions": figures.sessions,
        "reached_payment": figures.reached_payment,
        "paid_visits": figures.paid_visits,
        "success_bp": basis_points(figures.paid_visits, figures.reached_payment),
        "given_up_at": dict(figures.abandoned),
        "payments": [
            {"tender": tender, "status": status, "count": count}
            for (tender, status), count in sorted(figures.payments.items())
        ],
        "posted_fen": dict(figures.paid_fen),
        "prints": figures.prints,
        "prints_failed": figures.prints_failed,
        "task_milliseconds": {task: _spread(spread(took)) for task, took in sorted(by_task.items())},
    }


def sms(figures: DayFigures) -> Section:
    return {
        "posted_payments": figures.posted,
        "delivered": len(figures.sms_ms),
        "failed": figures.sms_failed,
        "line_could_get_none": figures.sms_excused,
        "within_30_s": figures.sms_within,
        "over_30_s": len(figures.sms_ms) - figures.sms_within,
        "milliseconds": _spread(spread(figures.sms_ms)),
        "paid_without_sms": [asdict(one) | {"posted_at": render(one.posted_at)} for one in figures.without_sms],
    }


def reopening(figures: DayFigures) -> Section:
    return {
        "paid_while_suspended": figures.while_suspended,
        "milliseconds": _spread(spread(figures.reopened_ms)),
        "not_reopened": figures.not_reopened,
    }


def offline(standing: Standing, figures: DayFigures) -> Section:
    return {
        "kiosk_id": standing.kiosk_id,
        "queue_depth": standing.queue_depth,
        "queue_oldest_seconds": standing.queue_oldest_seconds,
        "accepted_offline": figures.offline,
        "refused": sum(count for (_, status), count in figures.payments.items() if status == "rejected"),
    }


def money(standing: Standing, figures: DayFigures) -> Section:
    """What the terminal has in its books now, what the centre posted of the day, and what was counted on it."""
    return {
        "kiosk_id": standing.kiosk_id,
        "terminal": dict(standing.money),
        "posted_fen": dict(figures.paid_fen),
        "counted": [
            {
                "collection_id": one.box.collection_id,
                "expected_fen": one.expected_fen,
                "counted_fen": one.counted_fen,
                "counterfeit_fen": one.counterfeit_fen,
                "difference_fen": one.difference_fen,
                "reason": one.reason,
            }
            for one in figures.counted
        ],
    }


def dials(found: DialFigures) -> Section:
    steps = [
        {
            "step": one.step,
            "tried": one.tried,
            "success_bp": _share(one.success) if one.tried else None,
            "p50_ms": one.p50_ms,
            "p95_ms": one.p95_ms,
        }
        for one in found.steps
    ]
    success, stability = _share(found.success), _share(found.stability)
    return {"rounds": found.rounds, "success_bp": success, "stability_bp": stability, "steps": steps}


def rated(given: Counter[int]) -> Section:
    """``mean_bp``: 1 is nothing, 5 is all."""
    return {"given": {str(score): given[score] for score in sorted(given)}, "mean_bp": rating_share(given)}


def rating_share(given: Counter[int]) -> int | None:
    reached = sum((score - _WORST_RATING) * count for score, count in given.items())
    return basis_points(reached, (_BEST_RATING - _WORST_RATING) * given.total())


def master_data(found: Completeness) -> Section:
    return {"complete_bp": found.share_bp, "missing": list(found.missing)}


def shown(spans: Spans) -> list[list[str]]:
    return [[render(begin), render(end)] for begin, end in spans]


# ---- self-reported beside computed -------------------------------------------------------------------------------------

# What a terminal and the centre may differ in without anybody being wrong: a terminal's clock, the moment of a change.
_TOLERANCE_SECONDS = 60


def computed(figures: DayFigures) -> dict[str, int]:
    """The figures of the contract's daily report, as the centre computes them."""
    found = figures.availability
    times = ("scheduled", "full", "degraded", "out", "cash", "card", "print")
    return {
        **{f"{name}_seconds": getattr(found, name) // 1000 for name in times},
        "sessions": figures.sessions,
        "reached_payment": figures.reached_payment,
        "paid": figures.paid_visits,
        "paid_fen": sum(figures.paid_fen.values()),
        "prints": figures.prints,
        "prints_failed": figures.prints_failed,
        "sms_delivered": len(figures.sms_ms),
        "sms_open": figures.posted - len(figures.sms_ms),
        "restarts": figures.restarts,
    }


def findings(kiosk_id: str, told: Mapping[str, int], reckoned: Mapping[str, int]) -> list[Section]:
    """Every figure that both know and that differs: a difference is itself a finding."""
    return [
        {"kiosk_id": kiosk_id, "figure": name, "told": told[name], "computed": reckoned[name]}
        for name in reckoned
        if name in told and abs(told[name] - reckoned[name]) > (_TOLERANCE_SECONDS if name.endswith("_seconds") else 0)
    ]


def _spread(found: Spread) -> Section:
    return {"count": found.count, "p50": found.p50, "p95": found.p95, "longest": found.longest}


def _share(value: float | None) -> int | None:
    return None if value is None else int(value * 10_000)


def _seconds(time: Milliseconds | None) -> int | None:
    return None if time is None else time // 1000


def of_all(figures: Iterable[DayFigures]) -> DayFigures:
    return sum(figures, DayFigures())
