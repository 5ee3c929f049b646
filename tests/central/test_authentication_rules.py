"""Challenges on a clock moved by hand: lock, expiry, single use, what rests on the disk (F7 to F10; field.md X27, X28)."""

import dataclasses
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, strategies as st
from sqlalchemy import select

from central.auth_rules import is_default_password, missing_method, new_code, scopes_of
from central.centre import Centre
from central.problems import ProblemError
from central.sms_texts import SINGLE_MESSAGE_CHARACTERS, code_text
from central.tables import sms_outbox
from central.visit_tables import auth_challenges, visit_tokens
from central.visits import Granted, Visit
from tests.central.asking import PASSWORD, codes_on_handset
from tests.central.helpers import Clock

HERE = Visit("K0001", "v-1", "mobile", "13900001234")
NOBODY = dataclasses.replace(HERE, number="13999999999")
WRONG = "593061"


def _at(kiosk_id: str, visit_id: str = "v-1", number: str = HERE.number) -> Visit:
    return Visit(kiosk_id, visit_id, "mobile", number)


def _answer(centre: Centre, secret: str, visit: Visit = HERE, method: str = "service_password") -> Granted:
    opened = centre.challenges.open(visit, method, "zh_CN")
    return centre.challenges.verify((visit.kiosk_id, visit.visit_id), opened.challenge_id, secret, None)


def _refusal(centre: Centre, secret: str = WRONG, visit: Visit = HERE) -> ProblemError:
    with pytest.raises(ProblemError) as refused:
        _answer(centre, secret, visit)
    return refused.value


def _deliver(centre: Centre, clock: Clock) -> None:
    centre.outbox.run_due()
    clock.advance(2)
    centre.gateway.run_due(centre.outbox.receive)


def test_f10_errors_are_counted_at_the_centre_over_terminals_and_lock(centre: Centre, clock: Clock) -> None:
    centre.enrolment.enrol("K0002", "station")
    kinds = [_refusal(centre, visit=_at("K0001" if turn % 2 else "K0002", f"v-{turn}")).kind for turn in range(5)]
    assert kinds == ["secret-wrong"] * 4 + ["account-locked"]
    for visit in (HERE, _at("K0002", "v-9")):
        locked = _refusal(centre, PASSWORD, visit)
        assert (locked.kind, locked.retry_after) == ("account-locked", 24 * 3600)
    clock.advance(24 * 3600)
    assert _answer(centre, PASSWORD).methods == ("service_password",)


def test_a_lock_of_the_password_leaves_the_code_and_other_numbers_alone(centre: Centre, clock: Clock) -> None:
    for _ in range(5):
        _refusal(centre)
    assert _answer(centre, PASSWORD, _at("K0001", number="18800008888")).token
    opened = centre.challenges.open(HERE, "sms_code", "en")
    _deliver(centre, clock)
    (code,) = codes_on_handset(centre)
    assert centre.challenges.verify(("K0001", "v-1"), opened.challenge_id, code, None).methods == ("sms_code",)


def test_a_right_answer_ends_the_count(centre: Centre) -> None:
    for _ in range(3):
        for _ in range(4):
            assert _refusal(centre).kind == "secret-wrong"
        _answer(centre, PASSWORD)


def test_errors_of_yesterday_are_forgotten(centre: Centre, clock: Clock) -> None:
    for _ in range(4):
        _refusal(centre)
    clock.advance(24 * 3600 + 1)
    assert _refusal(centre).kind == "secret-wrong"


def test_a_number_without_customer_answers_and_locks_like_any_other(centre: Centre) -> None:
    mine = [_refusal(centre) for _ in range(6)]
    nobodys = [_refusal(centre, visit=NOBODY) for _ in range(6)]
    assert [refused.document() for refused in mine] == [refused.document() for refused in nobodys]
    assert centre.challenges.open(NOBODY, "sms_code", "zh_CN").expires_at
    assert centre.outbox.run_due() == 0, "nobody gets a code"


@pytest.mark.parametrize("number", ["13700002222", "13600003333"])
def test_no_code_waits_for_a_line_that_can_t_get_it(centre: Centre, clock: Clock, number: str) -> None:
    """Stopped both ways, or closed: a code that came with the reopening would only puzzle."""
    centre.challenges.open(_at("K0001", number=number), "sms_code", "zh_CN")
    with centre.database.read() as connection:
        assert connection.execute(select(sms_outbox)).all() == []


@pytest.mark.parametrize("password", ["123456", "987654", "000000", "390000", "001234"])
def test_x28_default_passwords_are_refused_whether_right_or_wrong(centre: Centre, password: str) -> None:
    refused = [_refusal(centre, password) for _ in range(7)]
    assert {problem.kind for problem in refused} == {"password-refused"}
    assert _answer(centre, PASSWORD).token, "nothing was counted"
    if password == "123456":
        assert _refusal(centre, password, _at("K0001", number="15012345678")).kind == "password-refused"


@given(st.text("0123456789", min_size=6, max_size=6), st.text("0123456789", min_size=11, max_size=11))
def test_a_default_password_is_seen_by_its_form(password: str, number: str) -> None:
    steps = {(ord(after) - ord(before)) % 10 for before, after in itertools.pairwise(password)}
    assert is_default_password(password, number) or (steps not in ({0}, {1}, {9}) and password not in number)
    assert is_default_password(number[:6], number)


def test_codes_are_single_use_and_die_with_wrong_tries(centre: Centre, clock: Clock) -> None:
    opened = centre.challenges.open(HERE, "sms_code", "zh_CN")
    _deliver(centre, clock)
    (code,) = codes_on_handset(centre)
    where = ("K0001", "v-1")
    assert centre.challenges.verify(where, opened.challenge_id, code, None).token
    with pytest.raises(ProblemError, match="challenge-over") as over:
        centre.challenges.verify(where, opened.challenge_id, code, None)
    assert over.value.more["reason"] == "used"
    clock.advance(60)
    opened = centre.challenges.open(HERE, "sms_code", "zh_CN")
    _deliver(centre, clock)
    code = codes_on_handset(centre)[1]
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for left in (2, 1, 0):
        with pytest.raises(ProblemError, match="secret-wrong") as refused:
            centre.challenges.verify(where, opened.challenge_id, wrong, None)
        assert refused.value.more["tries_left"] == left
    with pytest.raises(ProblemError, match="challenge-over") as over:
        centre.challenges.verify(where, opened.challenge_id, code, None)
    assert over.value.more["reason"] == "tries"


def test_a_code_expires_and_is_not_sent_late(centre: Centre, clock: Clock) -> None:
    opened = centre.challenges.open(HERE, "sms_code", "zh_CN")
    _deliver(centre, clock)
    clock.advance(178)
    with pytest.raises(ProblemError, match="challenge-over") as over:
        centre.challenges.verify(("K0001", "v-1"), opened.challenge_id, codes_on_handset(centre)[0], None)
    assert over.value.more["reason"] == "expired"
    centre.challenges.open(HERE, "sms_code", "zh_CN")
    clock.advance(180)
    _deliver(centre, clock)
    assert len(codes_on_handset(centre)) == 1


def test_a_code_opens_only_at_its_terminal_and_visit(centre: Centre, clock: Clock) -> None:
    opened = centre.challenges.open(HERE, "sms_code", "zh_CN")
    _deliver(centre, clock)
    code = codes_on_handset(centre)[0]
    for where in (("K0002", "v-1"), ("K0001", "v-2")):
        with pytest.raises(ProblemError, match="challenge-not-found"):
            centre.challenges.verify(where, opened.challenge_id, code, None)
    assert centre.challenges.verify(("K0001", "v-1"), opened.challenge_id, code, None).token


def test_two_terminals_can_t_use_one_answer_twice(centre: Centre) -> None:
    opened = centre.challenges.open(HERE, "service_password", "zh_CN")
    start = threading.Barrier(8)

    def once(_: int) -> str:
        start.wait(10)
        try:
            centre.challenges.verify(("K0001", "v-1"), opened.challenge_id, PASSWORD, None)
        except ProblemError as refused:
            return refused.kind
        return "token"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(once, range(8))) == ["challenge-over"] * 7 + ["token"]


def test_codes_to_a_number_are_throttled_whoever_asks(centre: Centre, clock: Clock) -> None:
    centre.enrolment.enrol("K0002", "station")

    def refused() -> int | None:
        with pytest.raises(ProblemError, match="rate-limited") as problem:
            centre.challenges.open(_at("K0002", "v-9"), "sms_code", "zh_CN")
        return problem.value.retry_after

    for _ in range(5):
        centre.challenges.open(HERE, "sms_code", "zh_CN")
        assert refused() == 60
        clock.advance(60)
    assert refused() == 3600 - 5 * 60
    for _ in range(5):
        clock.advance(3600)
        centre.challenges.open(HERE, "sms_code", "zh_CN")
    clock.advance(3600)
    assert refused() == 24 * 3600 - (300 + 6 * 3600), "the first of ten was that long ago"
    assert centre.challenges.open(_at("K0001", number="18800008888"), "sms_code", "zh_CN").challenge_id


def test_nothing_secret_rests_on_the_disk(centre: Centre, clock: Clock) -> None:
    opened = centre.challenges.open(HERE, "sms_code", "zh_CN")
    _deliver(centre, clock)
    (code,) = codes_on_handset(centre)
    granted = centre.challenges.verify(("K0001", "v-1"), opened.challenge_id, code, None)
    with centre.database.read() as connection:
        rows = [*connection.execute(select(auth_challenges)), *connection.execute(select(visit_tokens))]
        (message,) = connection.execute(select(sms_outbox)).all()
    at_rest = repr([tuple(row) for row in (*rows, message)])
    assert granted.token not in at_rest
    assert f"'{code}" not in at_rest
    assert code not in message.text
    assert "******" in message.text
    assert message.state == "delivered"


def test_a_code_is_not_sent_by_a_process_that_does_not_know_it(centre: Centre, clock: Clock) -> None:
    centre.challenges.open(HERE, "sms_code", "zh_CN")
    centre.outbox._unwritten.clear()  # as after a restart
    _deliver(centre, clock)
    clock.advance(1000)
    _deliver(centre, clock)
    assert centre.gateway.messages(0) == []


def test_a_token_ends_with_its_visit_and_by_time(centre: Centre, clock: Clock) -> None:
    token = _answer(centre, PASSWORD).token
    assert centre.visits.proved(HERE, token) == ("service_password",)
    for stranger in (_at("K0002"), _at("K0001", "v-2"), _at("K0001", number="18800008888")):
        with pytest.raises(ProblemError, match="visit-token-invalid"):
            centre.visits.proved(stranger, token)
    clock.advance(599)
    centre.visits.require(HERE, token, "bill")
    clock.advance(1)
    with pytest.raises(ProblemError, match="visit-expired"):
        centre.visits.require(HERE, token, "bill")
    token = _answer(centre, PASSWORD).token
    waiting = centre.challenges.open(HERE, "service_password", "zh_CN")
    centre.visits.end("K0001", "v-1")
    centre.visits.end("K0001", "v-1")
    with pytest.raises(ProblemError, match="visit-expired"):
        centre.visits.proved(HERE, token)
    with pytest.raises(ProblemError, match="challenge-over"):
        centre.challenges.verify(("K0001", "v-1"), waiting.challenge_id, PASSWORD, None)


def test_another_number_in_the_same_visit_ends_the_first_one_s_token(centre: Centre) -> None:
    first = _answer(centre, PASSWORD).token
    other = _at("K0001", number="18800008888")
    second = _answer(centre, PASSWORD, other).token
    with pytest.raises(ProblemError, match="visit-expired"):
        centre.visits.proved(HERE, first)
    assert centre.visits.proved(other, second)


def test_details_need_both_proofs() -> None:
    assert scopes_of(["sms_code"]) == scopes_of(["service_password"]) == ["balance", "bill"]
    assert scopes_of(["sms_code", "sms_code"]) == ["balance", "bill"]
    assert scopes_of(["sms_code", "service_password"]) == ["balance", "bill", "details"]
    assert (missing_method(["sms_code"]), missing_method(["service_password"])) == ("service_password", "sms_code")


@pytest.mark.parametrize("purpose", ["visit", "unsubscribe"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_text_with_a_code_fits_one_message(purpose: str, language: str) -> None:
    text = code_text(purpose, language, code=new_code(), number="12345678901234567890", seconds=180)
    assert len(text) <= SINGLE_MESSAGE_CHARACTERS
    assert "1234567890" not in text
