"""Asking a hostile centre on real sockets: each question as the contract wants it, within its time, and never a guess."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from kiosk import enquiry_client
from kiosk.accounts import AccountKind, AccountRef
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from kiosk.enquiry import EnquiryProblem, EnquiryRefused, VisitEnded
from kiosk.enquiry_answers import BillSheet, DetailPage
from kiosk.enquiry_calls import WAYS
from kiosk.enquiry_client import EnquiryClient
from kiosk.questions import AskBalance, AskBill, AskDetails, EndVisit, OpenChallenge, Prove, Question
from offline_queue.terminal_keys import TerminalKeys
from tests.kiosk.enquiry_samples import ASKED, ASKER, CHALLENGE_ID, PAGE, RESTRICTIONS, SECRET, TOKEN, encoded
from tests.kiosk.hostile_centre import Answer, HostileCentre, Request, http, problem, reset
from tests.kiosk.signing import TOKEN as ENROLMENT

PORTAL = http(200, b"<html>Welcome to Hall-WiFi</html>", "text/html")


@pytest.fixture
def centre() -> Iterator[HostileCentre]:
    made = HostileCentre()
    yield made
    made.close()


@pytest.fixture
def asking(centre: HostileCentre, tmp_path: Path) -> EnquiryClient:
    file = tmp_path / "enrolment.token"
    file.write_text(ENROLMENT)
    client = CentralClient(centre.url, "K0001", file, TerminalKeys(tmp_path), SystemClock())
    return EnquiryClient(client, SystemClock())


def answers(*said: object, status: int = 200) -> "list[bytes]":
    return [http(status, encoded(one)) for one in said]


def in_turn(centre: HostileCentre, *script: Answer) -> None:
    """One answer a request; the last one for ever."""
    left = list(script)
    centre.answer = lambda _: left.pop(0) if len(left) > 1 else left[0]


def asked(centre: HostileCentre) -> list[Request]:
    return [request for request in centre.requests if not request.path.endswith("/sessions")]


def refused(answer: object) -> EnquiryRefused:
    assert isinstance(answer, EnquiryRefused), answer
    return answer


# ---- what is sent ----------------------------------------------------------------------------------------------------

_ASKED_WITH = {"kind": "mobile", "visit_id": "v-1"}
_NUMBER = "/v1/accounts/13900001234"
SENT: dict[str, list[tuple[str, str, dict[str, str]]]] = {
    "challenge": [("POST", "/v1/auth/challenges", {})],
    "proof": [("POST", f"/v1/auth/challenges/{CHALLENGE_ID}/verify", {})],
    "visit end": [("POST", "/v1/auth/visits/end", {})],
    "help": [("POST", "/v1/work-orders", {})],
    "rating": [("PUT", "/v1/visits/v-1/rating", {})],
    "balance": [("GET", f"{_NUMBER}/balance", _ASKED_WITH), ("GET", f"{_NUMBER}/restrictions", _ASKED_WITH)],
    "bill": [
        ("GET", f"{_NUMBER}/bills", {**_ASKED_WITH, "month": "2026-10"}),
        ("GET", f"{_NUMBER}/bills/history", _ASKED_WITH),
    ],
    "details": [
        (
            "GET",
            f"{_NUMBER}/details",
            {**_ASKED_WITH, "month": "2026-10", "category": "data", "day": "2026-10-15", "limit": "2"},
        )
    ],
    "points": [("GET", f"{_NUMBER}/points", _ASKED_WITH), ("GET", f"{_NUMBER}/points/exchanges", _ASKED_WITH)],
    "payments": [("GET", f"{_NUMBER}/payments", _ASKED_WITH)],
    "subscriptions": [("GET", f"{_NUMBER}/subscriptions", _ASKED_WITH)],
    "restrictions": [("GET", f"{_NUMBER}/restrictions", _ASKED_WITH)],
    "copy by number": [("POST", "/v1/reprints", {})],
    "copy by payment": [("POST", "/v1/reprints", {})],
    "quick lane": [("GET", f"{_NUMBER}/quick-lane", _ASKED_WITH)],
    "subscription end": [("POST", f"{_NUMBER}/subscriptions/SP_GAME/end", _ASKED_WITH)],
}
BODIES = {
    "rating": {"score": 5, "rated_at": "2026-11-21T20:58:44.120+08:00"},
    "help": {
        "visit_id": "v-1",
        "reason": "called",
        "money_inside_fen": 15000,
        "visit": {
            "state": "paying",
            "masked_number": "138****5678",
            "payment_keys": ["K0001-1"],
            "device_codes": ["BV-JAM"],
            "said": "",
        },
    },
    "challenge": {
        "visit_id": "v-1",
        "account": {"kind": "mobile", "number": "13900001234"},
        "method": "sms_code",
        "language": "zh_CN",
    },
    "proof": {"visit_id": "v-1", "secret": SECRET},
    "visit end": {"visit_id": "v-1"},
    "copy by number": {"visit_id": "v-1", "slip_code": "261121-7Q2MXP"},
    "copy by payment": {"visit_id": ASKER.visit_id, "payment_id": CHALLENGE_ID},
    "subscription end": {"visit_id": "v-1", "confirmed": True, "challenge_id": CHALLENGE_ID, "secret": SECRET},
}


@pytest.mark.parametrize("name", ASKED)
def test_each_question_is_put_as_the_contract_wants_it(centre: HostileCentre, asking: EnquiryClient, name: str) -> None:
    question, said = ASKED[name]
    in_turn(centre, *answers(*said, status=WAYS[type(question)].calls(question)[0].status))
    assert not isinstance(asking.ask(question), EnquiryRefused)
    sent = asked(centre)
    assert [(one.method, urlsplit(one.path).path, dict(parse_qsl(urlsplit(one.path).query))) for one in sent] == SENT[name]
    assert [json.loads(one.body) for one in sent if one.body] == ([BODIES[name]] if name in BODIES else [])
    needs_token = "/accounts/" in sent[0].path or name == "copy by payment"
    for one in sent:
        assert one.headers.get("visit-token") == (TOKEN if needs_token else None)
        assert ('"visit-token"' in one.headers["signature-input"]) is needs_token
        assert SECRET not in one.path
        assert TOKEN not in one.path


def test_f7_the_second_proof_shows_the_first_one_s_token_and_signs_it(centre: HostileCentre, asking: EnquiryClient) -> None:
    in_turn(centre, *answers(ASKED["proof"][1][0]))
    asking.ask(Prove("v-1", CHALLENGE_ID, SECRET, TOKEN))
    assert asked(centre)[0].headers["visit-token"] == TOKEN
    assert '"visit-token"' in asked(centre)[0].headers["signature-input"]


def test_f17_a_code_for_an_end_names_what_it_ends(centre: HostileCentre, asking: EnquiryClient) -> None:
    question = ASKED["challenge"][0]
    assert isinstance(question, OpenChallenge)
    asking.ask(replace(question, subscription="SP_GAME"))
    assert json.loads(asked(centre)[0].body)["unsubscribe"] == "SP_GAME"


def test_nothing_of_a_question_can_change_its_address(centre: HostileCentre, asking: EnquiryClient) -> None:
    account = AccountRef(AccountKind.CONTRACT, "../HT 1?&#/%2e")
    asking.ask(AskDetails(replace(ASKER, account=account, visit_id="a&b=c"), cursor="d1&limit=9"))
    sent = urlsplit(asked(centre)[0].path)
    assert sent.path == "/v1/accounts/..%2FHT%201%3F%26%23%2F%252e/details/current"
    assert parse_qsl(sent.query) == [
        ("kind", "contract"),
        ("visit_id", "a&b=c"),
        ("cursor", "d1&limit=9"),
        ("limit", "100"),
    ]


# ---- what is no answer -----------------------------------------------------------------------------------------------

HOSTILE: dict[str, Answer] = {
    "portal": PORTAL,
    "reset": reset,
    "cut": http(200, encoded(PAGE)[:40], length=4000),
    "no JSON": http(200, b"{"),
    "another question's": http(200, encoded(RESTRICTIONS)),
    "another month's": http(200, encoded({**PAGE, "month": "2026-09"})),
    "redirect": http(302, b"", extra="Location: /v1/elsewhere\r\n"),
    "internal error": problem(500, "internal-error"),
    "too large": http(200, b" " * ((1 << 20) + 1)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_comes_instead_is_silence(centre: HostileCentre, asking: EnquiryClient, what: str) -> None:
    in_turn(centre, HOSTILE[what])
    told = refused(asking.ask(ASKED["details"][0]))
    assert told.problem is EnquiryProblem.SILENT
    assert told.reason


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("clock-skew", 401, EnquiryProblem.CLOCK_WRONG),
        ("kiosk-disabled", 403, EnquiryProblem.TERMINAL_REFUSED),
        ("not-enrolled", 401, EnquiryProblem.TERMINAL_REFUSED),
    ],
)
def test_x15_a_centre_that_refuses_the_terminal_itself_is_no_silent_one(
    centre: HostileCentre, asking: EnquiryClient, name: str, status: int, said: EnquiryProblem
) -> None:
    in_turn(centre, problem(status, name))
    told = refused(asking.ask(ASKED["details"][0]))
    assert (told.problem, told.reason) == (said, name)


def test_s6_what_the_centre_has_not_signed_is_no_answer(centre: HostileCentre, asking: EnquiryClient) -> None:
    in_turn(centre, *answers(PAGE))
    centre.signs_answers = False
    assert refused(asking.ask(ASKED["details"][0])).problem is EnquiryProblem.SILENT
    centre.signs_answers = True
    assert isinstance(asking.ask(ASKED["details"][0]), DetailPage)


def test_half_an_answer_is_none(centre: HostileCentre, asking: EnquiryClient) -> None:
    """A bill whose history does not come: the one refusal is the answer to the question."""
    bill, history = answers(*ASKED["bill"][1])
    in_turn(centre, bill, problem(429, "rate-limited", extra="Retry-After: 20\r\n"))
    told = refused(asking.ask(ASKED["bill"][0]))
    assert (told.problem, told.retry_after_s) == (EnquiryProblem.RATE_LIMITED, 20.0)
    in_turn(centre, bill, PORTAL)
    assert refused(asking.ask(ASKED["bill"][0])).problem is EnquiryProblem.SILENT
    in_turn(centre, bill, history)
    assert isinstance(asking.ask(ASKED["bill"][0]), BillSheet)


@pytest.mark.parametrize("name", ["details", "bill"])
def test_a_question_ends_in_its_time(
    centre: HostileCentre, asking: EnquiryClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Also one of two calls: both together have the time of one question."""
    monkeypatch.setattr(enquiry_client, "QUESTION_S", 0.4)
    bill, _ = answers(*ASKED["bill"][1])

    def mute(_line: socket.socket) -> None:
        centre.done.wait(5)

    in_turn(centre, *([bill] if name == "bill" else []), mute)
    began = time.monotonic()
    assert refused(asking.ask(ASKED[name][0])).problem is EnquiryProblem.SILENT
    assert time.monotonic() - began < 3.0
    centre.done.set()


def test_no_line_is_silence(tmp_path: Path) -> None:
    (tmp_path / "enrolment.token").write_text(ENROLMENT)
    client = CentralClient(
        "http://127.0.0.1:9", "K0001", tmp_path / "enrolment.token", TerminalKeys(tmp_path), SystemClock()
    )
    assert refused(EnquiryClient(client, SystemClock()).ask(AskBalance(ASKER))).problem is EnquiryProblem.SILENT


# ---- the end of a visit ----------------------------------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enquiry_client, "LEAVING_PAUSE_S", 0.02)


@pytest.mark.usefixtures("impatient")
def test_f9_the_end_of_a_visit_is_told_until_it_is_heard(centre: HostileCentre, asking: EnquiryClient) -> None:
    in_turn(centre, reset, PORTAL, problem(503, "bss-unavailable"), *answers({"status": "ended"}))
    assert asking.ask(EndVisit("v-1")) == VisitEnded()
    assert len(asked(centre)) == 4


@pytest.mark.usefixtures("impatient")
def test_the_end_of_a_visit_is_given_up_after_its_time(
    centre: HostileCentre, asking: EnquiryClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enquiry_client, "LEAVING_S", 0.5)
    in_turn(centre, PORTAL)
    began = time.monotonic()
    assert refused(asking.ask(EndVisit("v-1"))).problem is EnquiryProblem.SILENT
    assert time.monotonic() - began < 3.0
    assert len(asked(centre)) > 1


def test_a_terminal_that_goes_down_waits_for_no_further_try(centre: HostileCentre, asking: EnquiryClient) -> None:
    in_turn(centre, PORTAL)
    ended: list[Question] = []

    def end() -> None:
        asking.ask(EndVisit("v-1"))
        ended.append(EndVisit("v-1"))

    thread = threading.Thread(target=end)
    asking.close()
    thread.start()
    thread.join(1.4)  # shorter than the pause between two tries
    assert ended
    assert len(asked(centre)) == 1


def test_other_questions_are_asked_once(centre: HostileCentre, asking: EnquiryClient) -> None:
    """A try of a secret counts at the centre: nobody but the customer makes another one."""
    in_turn(centre, reset)
    for name in ASKED.keys() - {"visit end"}:
        before = len(asked(centre))
        assert refused(asking.ask(ASKED[name][0])).problem is EnquiryProblem.SILENT
        assert len(asked(centre)) == before + 1, name


def test_the_running_month_has_a_call_of_its_own(centre: HostileCentre, asking: EnquiryClient) -> None:
    asking.ask(AskBill(ASKER))
    asking.ask(AskDetails(ASKER))
    paths = [urlsplit(one.path).path for one in asked(centre)]
    assert paths == ["/v1/accounts/13900001234/bills/current", "/v1/accounts/13900001234/details/current"]
