"""The shape of a hall's report: what is kept and signed is checked against it first (F47, F48; central-api.md 7)."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Share = int | None  # basis points, 10 000 is all; null: there was nothing to measure


class _Section(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")


class Spread(_Section):
    count: int
    p50: int | None
    p95: int | None
    longest: int | None


class MasterData(_Section):
    complete_bp: int
    missing: list[str]


class Head(_Section):
    id: str
    revision: int
    made_at: str
    hall: str
    city: str
    province: str
    date: str
    open: list[list[str]]
    maintenance: dict[str, list[list[str]]]
    software: dict[str, str | None]
    master_data: MasterData


class Score(_Section):
    points: int | None
    band: Literal["low", "medium", "high"] | None
    capped: bool
    parts_bp: dict[str, Share]


class Availability(_Section):
    scheduled_seconds: int
    full_seconds: int
    degraded_seconds: int
    out_seconds: int
    silent_seconds: int
    cash_seconds: int
    card_seconds: int
    print_seconds: int
    a_any_bp: Share
    a_full_bp: Share
    a_print_bp: Share
    a_cash_bp: Share
    a_card_bp: Share
    outages: int
    mttr_seconds: int | None
    mtbf_seconds: int | None
    longest_outage_seconds: int
    out_by_cause: dict[str, int]
    degraded_by_cause: dict[str, int]


class Fault(_Section):
    device: str
    code: str
    count: int
    mttr_seconds: int
    longest_seconds: int


class Terminal(Availability):
    kiosk_id: str
    timeline: list[dict[str, str]]
    faults: list[Fault]
    restarts: int
    clock_offset_milliseconds: int | None


class Consumables(_Section):
    kiosk_id: str
    paper_left_mm: int | None
    paper_days_left: int | None
    box_serial: str | None
    box_notes: int | None
    box_capacity_notes: int | None
    box_fen: int | None
    box_days_left: int | None
    last_collection_at: str | None


class Payments(_Section):
    tender: str
    status: str
    count: int


class Business(_Section):
    sessions: int
    reached_payment: int
    paid_visits: int
    success_bp: Share
    given_up_at: dict[str, int]
    payments: list[Payments]
    posted_fen: dict[str, int]
    prints: int
    prints_failed: int
    task_milliseconds: dict[str, Spread]


class PaidWithoutSms(_Section):
    payment: str
    payment_id: str
    kiosk_id: str
    masked_number: str
    amount_fen: int
    posted_at: str
    sms_state: str


class Sms(_Section):
    posted_payments: int
    delivered: int
    failed: int
    line_could_get_none: int
    within_30_s: int
    over_30_s: int
    milliseconds: Spread
    paid_without_sms: list[PaidWithoutSms]


class Reopening(_Section):
    paid_while_suspended: int
    milliseconds: Spread
    not_reopened: int


class Offline(_Section):
    kiosk_id: str
    queue_depth: int
    queue_oldest_seconds: int
    accepted_offline: int
    refused: int


class Counted(_Section):
    collection_id: str
    expected_fen: int
    counted_fen: int
    counterfeit_fen: int
    difference_fen: int
    reason: str | None


class Money(_Section):
    kiosk_id: str
    terminal: dict[str, int]
    posted_fen: dict[str, int]
    counted: list[Counted]


class DialStep(_Section):
    step: str
    tried: int
    success_bp: Share
    p50_ms: int | None
    p95_ms: int | None


class DialTests(_Section):
    rounds: int
    success_bp: Share
    stability_bp: Share
    steps: list[DialStep]


class Tickets(_Section):
    calls: int
    with_money: int
    raised: int
    acknowledged: int
    cleared: int
    open: int
    oldest_open_at: str | None


class Ratings(_Section):
    given: dict[str, int]
    mean_bp: Share


class Action(_Section):
    kiosk_id: str
    do: str
    why: str


class Told(_Section):
    kiosk_id: str
    told: dict[str, int] | None
    computed: dict[str, int]


class Finding(_Section):
    kiosk_id: str
    figure: str
    told: int
    computed: int


class SelfReported(_Section):
    terminals: list[Told]
    findings: list[Finding]


class HallReportBody(_Section):
    head: Head
    score: Score
    availability: Availability
    terminals: list[Terminal]
    consumables: list[Consumables]
    business: Business
    sms: Sms
    reopening: Reopening
    offline: list[Offline]
    money: list[Money]
    dial_tests: DialTests
    tickets: Tickets
    ratings: Ratings
    actions: list[Action]
    self_reported: SelfReported


def json_schema() -> dict[str, Any]:
    """For whoever reads reports elsewhere (JSON Schema 2020-12)."""
    return HallReportBody.model_json_schema()
