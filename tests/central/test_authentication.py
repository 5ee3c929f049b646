"""The calls of the contract's section Authentication over real HTTP."""

from pathlib import Path
from typing import Any

import pytest

from central.settings import Settings
from tests.central.asking import PASSWORD, Asker, code_on_handset
from tests.central.conftest import Live
from tests.central.helpers import Terminal, audited, slug


def test_a_password_opens_balance_and_bill(terminal: Terminal) -> None:
    asker = Asker(terminal)
    asked = asker.challenge()
    assert asked.status_code == 201
    assert set(asked.json()) == {"challenge_id", "method", "digits", "tries_left", "expires_at", "resend_after_seconds"}
    answer = asker.verify(asked.json()["challenge_id"], PASSWORD).json()
    assert set(answer) == {"visit_token", "scopes", "methods", "expires_at"}
    assert (answer["scopes"], answer["methods"]) == (["balance", "bill"], ["service_password"])


def test_details_need_the_code_as_well_and_the_new_token_has_both(live: Live, terminal: Terminal) -> None:
    asker = Asker(terminal)
    first = asker.prove().json()["visit_token"]
    asked = asker.challenge("sms_code").json()
    assert asked["resend_after_seconds"] == 60
    code = code_on_handset(live, "13900001234")
    answer = asker.verify(asked["challenge_id"], code, **{"Visit-Token": first}).json()
    assert answer["scopes"] == ["balance", "bill", "details"]
    assert answer["methods"] == ["sms_code", "service_password"]
    again = asker.challenge().json()
    old = asker.verify(again["challenge_id"], PASSWORD, **{"Visit-Token": first})
    assert (old.status_code, slug(old)) == (403, "visit-expired")


def test_a_known_and_an_unknown_number_get_the_same_answers(terminal: Terminal) -> None:
    shapes = []
    for number in ("13900001234", "13999999999"):
        asker = Asker(terminal, number)
        wrong = asker.prove(secret="593061")
        asked = asker.challenge("sms_code")
        pause = asker.challenge("sms_code")
        assert slug(pause) == "rate-limited"
        assert 0 < int(pause.headers["Retry-After"]) <= 60
        varying = {"challenge_id", "expires_at"}
        shapes.append(
            (
                wrong.status_code,
                wrong.json(),
                {name: value for name, value in asked.json().items() if name not in varying},
                slug(pause),
            )
        )
    assert shapes[0] == shapes[1]
    assert shapes[0][1]["tries_left"] == 2


def test_a_locked_number_says_until_when_at_every_terminal(live: Live, terminal: Terminal) -> None:
    answers = [Asker(terminal, visit_id=f"v-{turn}").prove(secret="593061") for turn in range(5)]
    assert [slug(answer) for answer in answers] == ["secret-wrong"] * 4 + ["account-locked"]
    other = Terminal(live.server.url, live.centre.enrolment.enrol("K0002", "station"), "K0002")
    other.enrol()
    locked = Asker(other).challenge()
    assert (locked.status_code, slug(locked)) == (403, "account-locked")
    assert int(locked.headers["Retry-After"]) > 24 * 3600 - 60
    assert locked.json()["locked_until"] > locked.json().get("server_time", "")


def test_a_token_is_signed_with_the_request(terminal: Terminal) -> None:
    """Whoever could change requests on their way must not put another visit's token in."""
    asker = Asker(terminal)
    token = asker.prove().json()["visit_token"]
    challenge = asker.challenge().json()["challenge_id"]
    assert asker.verify(challenge, PASSWORD, **{"Visit-Token": token}).status_code == 200
    request = terminal.signed.last
    assert request is not None
    assert '"visit-token"' in str(request.headers["Signature-Input"])
    prepared = request.copy()
    prepared.headers["Visit-Token"] = token[::-1]
    assert slug(terminal.http.send(prepared, timeout=10)) == "signature-invalid"


def test_the_end_of_a_visit_may_be_told_twice(terminal: Terminal) -> None:
    asker = Asker(terminal)
    asker.prove()
    assert [asker.end().json() for _ in range(2)] == [{"status": "ended"}] * 2
    again = asker.challenge().json()["challenge_id"]
    late = asker.verify(again, PASSWORD, **{"Visit-Token": asker.token})
    assert slug(late) == "visit-expired"


def test_challenges_and_answers_are_throttled_per_terminal(tmp_path: Path) -> None:
    live = Live(tmp_path, Settings(challenges_per_kiosk=2, answers_per_kiosk=1))
    with audited(live.centre):
        try:
            asker = Asker(live.terminal())
            asked = [asker.challenge() for _ in range(3)]
            assert [answer.status_code for answer in asked] == [201, 201, 429]
            assert int(asked[2].headers["Retry-After"]) > 0
            challenge = asked[0].json()["challenge_id"]
            assert [asker.verify(challenge, "593061").status_code for _ in range(2)] == [403, 429]
        finally:
            live.stop()


def test_asking_while_billing_is_down_is_answered_503(live: Live, terminal: Terminal) -> None:
    terminal.call("PUT", "/demo/billing", json={"mode": "down"})
    answer = Asker(terminal).challenge()
    assert (answer.status_code, slug(answer)) == (503, "bss-unavailable")


@pytest.mark.parametrize(
    "changed",
    [{"method": "face"}, {"language": "fr"}, {"visit_id": ""}, {"extra": 1}, {"unsubscribe": "VIDEO"}, {"account": {}}],
)
def test_what_is_no_question_is_refused(reader: Terminal, changed: dict[str, Any]) -> None:
    answer = Asker(reader).challenge(**changed)
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")
