"""specs/zvt.md 9.5, K1 to K11, on real processes: whatever dies, and wherever, the bank, the kiosk's ledger and the centre
agree afterwards, and the row's verdict holds."""

from typing import Final

import pytest

from tests.card_cut.conftest import Open
from tests.card_cut.cuts import RETURNED, suffer
from tests.card_cut.visits import to_card, to_card_and_no_centre, to_card_of_a_closed_account
from tests.card_cut.zvt_rows import COMPOSED, QUEUED, REVERSAL, REVERSAL_STEPS, SALE, SYNCS, Case, cases, deaths
from tests.conftest import Tally

BEGIN: Final = {"K10": to_card_and_no_centre, "K11": to_card_of_a_closed_account}
QUICK: Final = {
    "zvt-autoreversal-K1-kill-kiosk-card.before-order:SALE",
    "zvt-1f1f-K2-cut-line-card.after-order:SALE",
    "zvt-autoreversal-K3-kill-terminal-card.progressed:04",
    "zvt-autoreversal-K4-kill-kiosk-ledger.written:CardHeld",
    "zvt-1f1f-K5-kill-kiosk-rested-till.committed:CardHeld",
    "zvt-autoreversal-K6-brown-out-status_answered",
    "zvt-autoreversal-K7-kill-kiosk-card.before-print-answer:SALE",
    "zvt-1f1f-K8-kill-kiosk-card.reported:SALE-END",
    "zvt-autoreversal-K9-cut-line-card.finished:SALE",
    "zvt-autoreversal-K10-kill-kiosk-till.committed:CardCharged",
    "zvt-1f1f-K11-kill-kiosk-card.after-order:REVERSAL",
}
ALL: Final = [
    *cases(SALE),
    *cases(COMPOSED, "compose"),
    *cases(QUEUED),
    *cases(REVERSAL),
    *deaths(),
    *deaths(tuple(("K11", step, (RETURNED, RETURNED)) for step in REVERSAL_STEPS)),
]
TCP: Final = [case for case in cases(SALE) if case.cut.row in ("K2", "K3", "K5", "K7", "K8") and case.cut.nth == 1]
TCP_QUICK: Final = {"zvt-autoreversal-K5-kill-kiosk-till.committed:CardHeld"}


def marked(found: list[Case], quick: set[str]) -> list[object]:
    return [pytest.param(case, id=str(case), marks=() if str(case) in quick else pytest.mark.long) for case in found]


@pytest.mark.parametrize("case", marked(ALL, QUICK))
def test_m6_zvt_crash_matrix(open_hall: Open, case: Case, tally: Tally) -> None:
    suffer(open_hall("zvt", case.mode), case.cut, tally, BEGIN.get(case.cut.row, to_card))


@pytest.mark.parametrize("case", marked(TCP, TCP_QUICK))
def test_m6_zvt_crash_matrix_over_tcp(open_hall: Open, case: Case, tally: Tally) -> None:
    suffer(open_hall("zvt-tcp", case.mode), case.cut, tally)


def test_m6_the_zvt_matrix_has_every_row() -> None:
    names = [str(case) for case in ALL]
    assert len(set(names)) == len(names)
    assert set(names) >= QUICK
    assert {str(case) for case in TCP} >= TCP_QUICK
    for sync in SYNCS:
        rows = {case.cut.row for case in ALL if case.mode.sync == sync}
        assert rows == {f"K{number}" for number in range(1, 12)}
