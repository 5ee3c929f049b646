"""specs/pos-integrado.md 8.3, P1 to P9, on real processes and in both dialects: whatever dies, and wherever, the bank, the
kiosk's ledger and the centre agree afterwards, and the row's verdict holds."""

from typing import Final

import pytest

from kiosk.failpoints import Failpoint as At
from tests.card_cut import zvt_rows
from tests.card_cut.conftest import Open
from tests.card_cut.cuts import suffer
from tests.card_cut.pos_rows import DIALECTS, QUEUED, SALE, VOID, Case, cases, deaths
from tests.card_cut.visits import to_card, to_card_and_no_centre, to_card_of_a_closed_account
from tests.conftest import Tally

BEGIN: Final = {"P7": to_card_and_no_centre, "P8": to_card_of_a_closed_account}
QUICK: Final = {
    "pos_integrado-P1-kill-kiosk-card.before-order:SALE",
    "pos_autoservicio-P2-kill-kiosk-card.after-order:SALE",
    "pos_integrado-P3-cut-line-card.progressed:82",
    "pos_autoservicio-P4-kill-kiosk-ledger.written:CardHeld",
    "pos_integrado-P5-kill-terminal-card.before-answer:APPROVAL",
    "pos_autoservicio-P6-kill-kiosk-card.after-answer:APPROVAL",
    "pos_integrado-P7-kill-kiosk-till.committed:CardCharged",
    "pos_autoservicio-P8-kill-kiosk-card.after-order:VOID",
    "pos_integrado-P9-brown-out-bank_charged",
}
ALL: Final = [*cases(SALE), *cases(QUEUED), *cases(VOID), *deaths()]
ROWS: Final = [pytest.param(case, id=str(case), marks=() if str(case) in QUICK else pytest.mark.long) for case in ALL]


@pytest.mark.parametrize("case", ROWS)
def test_m6_pos_crash_matrix(open_hall: Open, case: Case, tally: Tally) -> None:
    suffer(open_hall(case.dialect, unfinished=case.unfinished), case.cut, tally, BEGIN.get(case.cut.row, to_card))


def test_m6_the_pos_matrix_has_every_row() -> None:
    """And the two matrices pass every kind of instant that a card has."""
    points = (*SALE, *QUEUED, *VOID, *zvt_rows.SALE, *zvt_rows.QUEUED, *zvt_rows.REVERSAL)
    assert {point.at for point in points} >= {at for at in At if at.name.startswith("CARD_")}
    names = [str(case) for case in ALL]
    assert len(set(names)) == len(names)
    assert set(names) >= QUICK
    for dialect in DIALECTS:
        rows = {case.cut.row for case in ALL if case.dialect == dialect}
        assert rows == {f"P{number}" for number in range(1, 10)}
