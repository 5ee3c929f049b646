"""A box is swapped, counted blind by two, compared, explained (X11, X19; F57; trust.md S4)."""

import dataclasses
import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from central.centre import Centre
from central.collections import Collections, SealedBox, compare
from central.problems import ProblemError
from central.staff_rights import StaffRefusedError
from tests.central.conftest import Live
from tests.central.helpers import Terminal, slug
from tests.central.staffed import acts, person

ID = "K0001-C7"


def collection(**changed: Any) -> dict[str, Any]:
    """The contract's body: 17 notes of 100 yuan and 3 of 50 are expected."""
    told = [{"denomination_fen": 10_000, "count": 17}, {"denomination_fen": 5_000, "count": 3}]
    body: dict[str, Any] = {"collection_id": ID, "kiosk_id": "K0001", "box_out": "BX-0007", "box_in": "BX-0012"}
    body |= {
        "seal_out": "S-991",
        "seal_in": "S-992",
        "opened_at": "2026-11-21T11:50:00+08:00",
        "closed_at": "2026-11-21T11:52:00+08:00",
    }
    body |= {"first": "0217", "second": "0218", "second_how": "present", "expected": told, "acceptor": told}
    return body | changed


@pytest.fixture
def boxes(centre: Centre) -> Collections:
    """One swap is told; 0301 and 0302 count cash, 0303 does not."""
    centre.collections.keep("K0001", collection())
    person(centre, "0301", "cash")
    person(centre, "0302", "cash")
    person(centre, "0303", "operate")
    person(centre, "0304", "cash", halls=("station",))
    person(centre, "0305", "admin")
    return centre.collections


# ---- the swap ----------------------------------------------------------------------------------------------------------


def test_a_swap_is_kept_once_and_never_told_otherwise(centre: Centre) -> None:
    assert centre.collections.keep("K0001", collection())
    assert not centre.collections.keep("K0001", collection())
    with pytest.raises(ProblemError) as differs:
        centre.collections.keep("K0001", collection(box_in="BX-0013"))
    assert (differs.value.kind, differs.value.status) == ("collection-differs", 409)
    assert acts(centre) == [("0217", "box_swap", ID)]


def test_a_terminal_tells_of_a_swap(terminal: Terminal) -> None:
    first = terminal.call("POST", "/v1/cash-collections", json=collection())
    assert (first.status_code, first.json()) == (201, {"status": "kept", "collection_id": ID})
    assert terminal.call("POST", "/v1/cash-collections", json=collection()).status_code == 200
    differs = terminal.call("POST", "/v1/cash-collections", json=collection(acceptor=None))
    assert (differs.status_code, slug(differs)) == (409, "collection-differs")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kiosk_id": "K0002", "collection_id": "K0002-C7"}, "kiosk-mismatch"),
        ({"collection_id": "K0002-C7"}, "invalid-request"),
        ({"second": "0217"}, "invalid-request"),
        ({"second_how": "by phone"}, "invalid-request"),
        ({"expected": [{"denomination_fen": 10_000, "count": 1}] * 2}, "invalid-request"),
        ({"expected": [{"denomination_fen": 10_000, "count": -1}]}, "invalid-request"),
        ({"closed_at": "2026-11-21T11:52:00"}, "invalid-request"),
    ],
)
def test_what_is_no_swap(reader: Terminal, changed: dict[str, Any], problem: str) -> None:
    assert slug(reader.call("POST", "/v1/cash-collections", json=collection(**changed))) == problem


# ---- the count ---------------------------------------------------------------------------------------------------------


def test_s4_before_the_count_nobody_sees_what_is_expected(boxes: Collections) -> None:
    (box,) = boxes.to_count()
    assert {field.name for field in dataclasses.fields(SealedBox)} == set(dataclasses.asdict(box))
    shown = json.dumps(dataclasses.asdict(box))
    assert "BX-0007" in shown
    assert "17" not in shown.replace(str(box.opened_at), "").replace(str(box.closed_at), "")
    assert "10000" not in shown
    with pytest.raises(StaffRefusedError, match="the count comes first"):
        boxes.comparison(ID)
    with pytest.raises(StaffRefusedError, match="the count comes first"):
        boxes.explain(ID, "miscount", "", "0301")
    assert boxes.counted() == []
    assert boxes.box("BX-0007") == [box]
    assert boxes.box("BX-0012") == []


def test_a_count_that_agrees_has_nothing_to_explain(boxes: Collections) -> None:
    boxes.count(ID, "0301", "0302", {10_000: 17, 5_000: 3}, {})
    found = boxes.comparison(ID)
    assert (found.expected_fen, found.acceptor_fen, found.counted_fen, found.difference_fen) == (
        185_000,
        185_000,
        185_000,
        0,
    )
    assert boxes.to_count() == []
    assert boxes.counted() == [found]
    with pytest.raises(StaffRefusedError, match="no difference"):
        boxes.explain(ID, "theft", "", "0301")


def test_x19_a_difference_by_denomination_gets_its_reason(centre: Centre, boxes: Collections) -> None:
    boxes.count(ID, "0301", "0302", {10_000: 16, 5_000: 3, 1_000: 1}, {10_000: 1})
    found = boxes.comparison(ID)
    table = [(line.denomination_fen, line.expected, line.acceptor, line.counted, line.counterfeit) for line in found.lines]
    assert table == [(1_000, 0, 0, 1, 0), (5_000, 3, 3, 3, 0), (10_000, 17, 17, 16, 1)]
    assert (found.difference_fen, found.counterfeit_fen, found.reason) == (-9_000, 10_000, None)
    explained = boxes.explain(ID, "counterfeit", "AA00112233", "0301")
    assert (explained.reason, explained.remark) == ("counterfeit", "AA00112233")
    with pytest.raises(StaffRefusedError, match="the reason is one of"):
        boxes.explain(ID, "magic", "", "0301")
    assert acts(centre)[1:] == [
        ("0301", "cash_count", ID),
        ("0302", "cash_count", ID),
        ("0301", "explain_difference", ID),
    ]


def test_an_acceptor_that_could_not_be_read_says_nothing(centre: Centre, boxes: Collections) -> None:
    centre.collections.keep("K0001", collection(collection_id="K0001-C8", box_out="BX-0012", acceptor=None))
    boxes.count("K0001-C8", "0301", "0302", {10_000: 18}, {})
    found = boxes.comparison("K0001-C8")
    assert found.acceptor_fen is None
    assert [line.acceptor for line in found.lines] == [None, None]
    assert found.difference_fen == -5_000


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ("0301", "0301", "same-person"),
        ("0301", "0303", "role-missing"),
        ("0303", "0301", "role-missing"),
        ("0301", "0304", "not-your-hall"),
        ("0301", "0399", "unknown-person"),
        ("0301", "0305", "role-missing"),  # who is only admin sees what is expected, and so never counts
    ],
)
def test_s4_two_different_people_with_the_role_count(boxes: Collections, first: str, second: str, reason: str) -> None:
    with pytest.raises(StaffRefusedError) as refused:
        boxes.count(ID, first, second, {10_000: 17}, {})
    assert refused.value.reason == reason
    assert len(boxes.to_count()) == 1


def test_a_count_is_never_changed(boxes: Collections) -> None:
    boxes.count(ID, "0301", "0302", {10_000: 17}, {})
    boxes.count(ID, "0301", "0302", {10_000: 17, 5_000: 0}, {})  # the same, sent again
    with pytest.raises(StaffRefusedError) as over:
        boxes.count(ID, "0301", "0302", {10_000: 18}, {})
    assert over.value.reason == "over"
    assert boxes.comparison(ID).counted_fen == 170_000


@pytest.mark.parametrize("notes", [{10_000: -1}, {0: 1}, {-100: 1}, {10_000: 100_001}])
def test_what_is_no_count(boxes: Collections, notes: dict[int, int]) -> None:
    with pytest.raises(StaffRefusedError) as refused:
        boxes.count(ID, "0301", "0302", notes, {})
    assert refused.value.reason == "differs"


_counts = st.dictionaries(st.sampled_from([100, 500, 1_000, 2_000, 5_000, 10_000]), st.integers(0, 600), max_size=6)


@given(_counts, _counts, _counts)
def test_every_fen_of_a_difference_stands_in_a_line(
    expected: dict[int, int], counted: dict[int, int], false: dict[int, int]
) -> None:
    """Pure, over any box: the lines add up to the sums, the sums to the difference."""

    def listed(notes: dict[int, int]) -> list[dict[str, int]]:
        return [{"denomination_fen": fen, "count": number} for fen, number in notes.items()]

    body = collection(expected=listed(expected), acceptor=listed(expected))
    row = SimpleNamespace(body=body, notes=listed(counted), counterfeit=listed(false), reason=None, remark=None)
    row.__dict__.update(collection_id=ID, kiosk_id="K0001", hall="h", box_out="B", closed_at=0, counted_at=1, first="1")
    row.second = "2"
    found = compare(row)  # type: ignore[arg-type]
    assert found.expected_fen == sum(line.denomination_fen * line.expected for line in found.lines)
    assert found.counted_fen == sum(line.denomination_fen * line.counted for line in found.lines)
    assert found.counterfeit_fen == sum(line.denomination_fen * line.counterfeit for line in found.lines)
    assert found.difference_fen == found.counted_fen - found.expected_fen


def test_cash_on_hand_is_what_terminals_told_last(live: Live, terminal: Terminal) -> None:
    beat = {"sent_at": "2026-11-21T12:00:00+08:00", "highest_kiosk_seq": 1, "journal": None, "service_state": "full"}
    beat |= {"queue": {"depth": 0, "oldest_seconds": 0}, "devices": []}
    box = {"serial": "BX-0007", "notes": 184, "capacity": 600, "fen": 1_842_000}
    assert terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=beat | {"cash_box": box}).status_code == 200
    live.centre.enrolment.enrol("K0002", "people's road")
    told = {held.kiosk_id: held for held in live.centre.collections.cash_on_hand()}
    assert (told["K0001"].fen, told["K0001"].notes, told["K0001"].box) == (1_842_000, 184, "BX-0007")
    assert told["K0001"].heard_at is not None
    assert told["K0002"].fen is None, "a terminal that was never heard has nobody's guess"
