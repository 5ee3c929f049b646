"""The body of a hall's daily report: thirteen sections, in the order of central-api.md 7. Pure."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from central import report_sections as sections
from central.day_figures import DayFigures
from central.hall_facts import HallFacts
from central.master_data import Completeness, completeness
from central.report_outlook import actions, common_actions, consumables
from central.score import Score, score
from central.times import render


def body_of(facts: HallFacts) -> dict[str, Any]:
    """Everything but the making itself: id, revision and moment come into the head when it is kept."""
    whole = sections.of_all(one.figures for one in facts.terminals)
    complete = completeness(facts.hall, facts.described, {one.standing.kiosk_id: one.inventory for one in facts.terminals})
    findings = [
        finding
        for one in facts.terminals
        if one.told is not None
        for finding in sections.findings(one.standing.kiosk_id, one.told, sections.computed(one.figures))
    ]
    todo = [action for one in facts.terminals for action in actions(one.standing, one.figures, one.use, facts.now)]
    return {
        "head": _head(facts, complete),
        "score": sections.scored(score_of(whole)),
        "availability": sections.availability_of(whole),
        "terminals": [sections.terminal(one.account, one.figures, one.standing, one.faults) for one in facts.terminals],
        "consumables": [consumables(one.standing, one.use, facts.now) for one in facts.terminals],
        "business": sections.business(whole),
        "sms": sections.sms(whole),
        "reopening": sections.reopening(whole),
        "offline": [sections.offline(one.standing, one.figures) for one in facts.terminals],
        "money": [sections.money(one.standing, one.figures) for one in facts.terminals],
        "dial_tests": sections.dials(facts.dials),
        "tickets": _tickets(facts),
        "ratings": sections.rated(whole.ratings),
        "actions": [*todo, *common_actions(complete.missing, findings)],
        "self_reported": {
            "terminals": [
                {
                    "kiosk_id": one.standing.kiosk_id,
                    "told": one.told,
                    "computed": sections.computed(one.figures),
                }
                for one in facts.terminals
            ],
            "findings": findings,
        },
    }


def score_of(figures: DayFigures) -> Score:
    """Of a hall's day, or of any sum of figures."""
    time = figures.availability
    confirmable = figures.posted - figures.sms_excused
    shares = {
        "availability": _share(time.full + time.degraded, time.scheduled),
        "sms_within_30_s": _share(figures.sms_within, confirmable),
        "printing": _share(time.print, time.scheduled),
        "payment_success": _share(figures.paid_visits, figures.reached_payment),
        "reconciliation": _share(sum(not one.difference_fen for one in figures.counted), len(figures.counted)),
        "ratings": _share(sections.rating_share(figures.ratings) or 0, 10_000 if figures.ratings else 0),
    }
    return score(shares, capped=bool(figures.without_sms) or figures.differs)


def _share(part: int, whole: int) -> Fraction | None:
    """Never more than all of it: a visit may pay twice."""
    return min(Fraction(part, whole), Fraction(1)) if whole else None


def _head(facts: HallFacts, complete: Completeness) -> dict[str, Any]:
    return {
        "hall": facts.hall,
        "city": facts.described.city,
        "province": facts.described.province,
        "date": facts.day.isoformat(),
        "open": sections.shown(facts.open),
        "maintenance": {one.standing.kiosk_id: sections.shown(one.maintenance) for one in facts.terminals},
        "software": {one.standing.kiosk_id: (one.inventory or {}).get("software") for one in facts.terminals},
        "master_data": sections.master_data(complete),
    }


def _tickets(facts: HallFacts) -> dict[str, Any]:
    oldest = facts.tickets.oldest_open_at
    return asdict(facts.tickets) | {"oldest_open_at": None if oldest is None else render(oldest)}
