"""A second person's approval: through the hall page, over the wire, and without a line (X12, X18; trust.md S4)."""

import hmac
import threading
from hashlib import sha256
from itertools import product

import pytest
from hypothesis import given, strategies as st

from central.approvals import NEEDS, Act, approval_key, challenge, response
from central.centre import Centre
from central.identifiers import new_ulid
from central.staff_rights import StaffRefusedError
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, slug
from tests.central.staffed import acts, person
from tests.conftest import Tally

ACT = "01M8032X3NJC333CDMBRFSV8HD"
SECRET = bytes(range(32))


def asked(centre: Centre, approval_id: str = ACT, *, act: Act = "settle", by: str = "0217") -> None:
    centre.approvals.ask(approval_id, "K0001", act, what="一张100元", fen=10_000, by=by)


# ---- through the hall page ---------------------------------------------------------------------------------------------


def test_s4_somebody_else_with_the_role_decides_and_the_audit_has_both(centre: Centre) -> None:
    person(centre, "0218", "cash")
    asked(centre)
    assert [one.approval_id for one in centre.approvals.waiting()] == [ACT]
    decided = centre.approvals.decide(ACT, "0218", approve=True)
    assert (decided.state, decided.decided_by) == ("approved", "0218")
    assert centre.approvals.decide(ACT, "0218", approve=True) == decided, "pressed twice"
    assert centre.approvals.waiting() == []
    assert acts(centre) == [("0217", "ask:settle", "K0001"), ("0218", "approved:settle", "K0001")]


@pytest.mark.parametrize(
    ("who", "roles", "place", "reason"),
    [
        ("0217", ("cash",), "people's road", "same-person"),
        ("0217", ("admin",), "*", "same-person"),
        ("0218", ("operate",), "people's road", "role-missing"),
        ("0218", ("view",), "*", "role-missing"),
        ("0218", ("cash",), "station", "not-your-hall"),
        ("0218", ("cash",), "nowhere", "not-your-hall"),
        ("0218", ("cash",), "disabled", "unknown-person"),
    ],
)
def test_s4_who_may_not_is_refused_and_nothing_changes(
    centre: Centre, who: str, roles: tuple[str, ...], place: str, reason: str
) -> None:
    enabled = place != "disabled"
    person(centre, who, *roles, halls=(place,) if enabled else ("*",), enabled=enabled)
    asked(centre)
    with pytest.raises(StaffRefusedError) as refused:
        centre.approvals.decide(ACT, who, approve=True)
    assert refused.value.reason == reason
    assert [one.state for one in centre.approvals.waiting()] == ["open"]


def test_s4_the_matrix_of_acts_and_roles(centre: Centre, tally: Tally) -> None:
    for role in ("view", "operate", "cash", "admin"):
        person(centre, f"02{role}"[:16], role)
    for act, role in product(NEEDS, ("view", "operate", "cash", "admin")):
        approval_id = new_ulid(centre.now())
        asked(centre, approval_id, act=act)
        allowed = role == "admin" or (role == "cash" and act in ("box_swap", "settle"))
        if allowed:
            assert centre.approvals.decide(approval_id, f"02{role}", approve=True).state == "approved"
        else:
            with pytest.raises(StaffRefusedError, match="needs the role"):
                centre.approvals.decide(approval_id, f"02{role}", approve=True)
        tally("act × role", 1)


def test_a_refusal_stands_and_nobody_turns_it(centre: Centre) -> None:
    person(centre, "0218", "cash")
    person(centre, "0219", "cash")
    asked(centre)
    assert centre.approvals.decide(ACT, "0218", approve=False).state == "refused"
    for who, approve in (("0218", True), ("0219", True), ("0219", False)):
        with pytest.raises(StaffRefusedError) as over:
            centre.approvals.decide(ACT, who, approve=approve)
        assert over.value.reason == "over"
    found = centre.approvals.read(ACT)
    assert found is not None
    assert (found.state, found.decided_by) == ("refused", "0218")


def test_a_request_expires_after_ten_minutes(centre: Centre, clock: Clock) -> None:
    person(centre, "0218", "cash")
    asked(centre)
    clock.advance(599.999)
    assert len(centre.approvals.waiting()) == 1
    clock.advance(0.001)
    assert centre.approvals.waiting() == []
    found = centre.approvals.read(ACT)
    assert found is not None
    assert found.state == "expired"
    with pytest.raises(StaffRefusedError) as over:
        centre.approvals.decide(ACT, "0218", approve=True)
    assert over.value.reason == "over"


def test_nobody_decides_what_was_not_asked(centre: Centre) -> None:
    person(centre, "0218", "admin")
    with pytest.raises(StaffRefusedError) as refused:
        centre.approvals.decide(ACT, "0218", approve=True)
    assert refused.value.reason == "not-there"


# ---- over the wire -----------------------------------------------------------------------------------------------------


def question(**changed: object) -> dict[str, object]:
    body = {"approval_id": ACT, "kiosk_id": "K0001", "act": "settle", "what": "一张100元", "fen": 10_000, "by": "0217"}
    return body | {"asked_at": "2026-11-21T12:00:00+08:00"} | changed


def test_a_terminal_asks_and_hears_the_answer_as_soon_as_it_is_given(live: Live, terminal: Terminal) -> None:
    person(live.centre, "0218", "cash")
    first = terminal.call("POST", "/v1/approvals", json=question())
    assert (first.status_code, first.json()) == (201, {"approval_id": ACT, "state": "open", "by": None})
    assert terminal.call("POST", "/v1/approvals", json=question()).status_code == 200
    assert terminal.call("GET", f"/v1/approvals/{ACT}").json()["state"] == "open"
    deciding = threading.Timer(0.3, lambda: live.centre.approvals.decide(ACT, "0218", approve=True))
    deciding.start()
    answer = terminal.call("GET", f"/v1/approvals/{ACT}?wait=10")
    deciding.join()
    assert answer.json() == {"approval_id": ACT, "state": "approved", "by": "0218"}
    assert answer.elapsed.total_seconds() < 8, "it did not wait for the end of the poll"


def test_what_a_terminal_may_not_ask(live: Live, terminal: Terminal) -> None:
    assert slug(terminal.call("POST", "/v1/approvals", json=question(kiosk_id="K0002"))) == "kiosk-mismatch"
    assert slug(terminal.call("POST", "/v1/approvals", json=question(act="sell"))) == "invalid-request"
    terminal.call("POST", "/v1/approvals", json=question())
    differs = terminal.call("POST", "/v1/approvals", json=question(fen=20_000))
    assert (differs.status_code, slug(differs)) == (409, "approval-differs")
    other = Terminal(live.server.url, live.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    assert slug(other.call("GET", f"/v1/approvals/{ACT}?wait=5")) == "approval-not-found"
    assert slug(terminal.call("GET", "/v1/approvals/01M8032X3NJC333CDMBRFSV8H0")) == "approval-not-found"


# ---- without a line ----------------------------------------------------------------------------------------------------


def test_the_worked_example_of_the_contract() -> None:
    key = approval_key(SECRET, "K0001")
    assert key.hex() == "e318f2ebf224d5b6d00f87dd1127f5500885a556f834bbf2c13f3cbd4014f4a6"
    shown = challenge(key, "K0001", "settle", by="0217", act_id=ACT, fen=10_000)
    assert shown == "21768182"
    assert response(key, shown, "0218") == "66034641"


def test_the_truncation_is_that_of_rfc_4226() -> None:
    """Appendix D gives digits for HMAC-SHA-1; the steps are the same here, done by hand."""
    key = approval_key(SECRET, "K0001")
    whole = hmac.new(key, b"response\n12345678\n0218", sha256).digest()
    start = whole[31] % 16
    four = [whole[start] % 128, *whole[start + 1 : start + 4]]
    number = four[0] * 2**24 + four[1] * 2**16 + four[2] * 2**8 + four[3]
    assert response(key, "12345678", "0218") == str(number)[-8:].rjust(8, "0")


@given(st.binary(min_size=32, max_size=32), st.text("0123456789", min_size=4, max_size=12), st.integers(0, 2**53 - 1))
def test_codes_have_eight_digits_and_depend_on_everything(key: bytes, by: str, fen: int) -> None:
    shown = challenge(key, "K0001", "settle", by=by, act_id=ACT, fen=fen)
    assert len(shown) == 8
    assert shown.isdigit()
    others = {
        challenge(key, "K0002", "settle", by=by, act_id=ACT, fen=fen),
        challenge(key, "K0001", "unlock", by=by, act_id=ACT, fen=fen),
        challenge(key, "K0001", "settle", by=by + "1", act_id=ACT, fen=fen),
        challenge(key, "K0001", "settle", by=by, act_id=ACT[:-1] + "0", fen=fen),
        challenge(key, "K0001", "settle", by=by, act_id=ACT, fen=fen + 1),
        challenge(key[::-1] + b"x", "K0001", "settle", by=by, act_id=ACT, fen=fen),
    }
    assert len(others - {shown}) >= 5, "two in 10^8 may meet by chance, not more"


def test_s4_a_response_is_given_to_who_may_and_to_nobody_else(centre: Centre) -> None:
    person(centre, "0218", "cash")
    person(centre, "0219", "operate")
    key = centre.approvals.key_for("K0001")
    shown = challenge(key, "K0001", "settle", by="0217", act_id=ACT, fen=10_000)
    assert centre.approvals.answer_offline("K0001", shown, "0218", "settle") == response(key, shown, "0218")
    refusals = {}
    for who, kiosk, digits, act in (
        ("0219", "K0001", shown, "settle"),
        ("0218", "K0001", shown, "unlock"),
        ("0218", "K0009", shown, "settle"),
        ("0218", "K0001", "1234567", "settle"),
        ("0218", "K0001", "１２３４５６７８", "settle"),
    ):
        with pytest.raises(StaffRefusedError) as refused:
            centre.approvals.answer_offline(kiosk, digits, who, act)  # type: ignore[arg-type]
        refusals[who, kiosk, digits, act] = refused.value.reason
    assert list(refusals.values()) == ["role-missing", "role-missing", "not-there", "differs", "differs"]
    assert acts(centre) == [("0218", "offline:settle", "K0001")]
