"""A customer who asks at a terminal: gets the code from the handset, answers, keeps the token."""

import re
import threading
import time
from typing import Any

import requests

from central.centre import Centre
from tests.central.conftest import Live
from tests.central.helpers import Terminal

PASSWORD = "802739"
CODE = re.compile(r"(?:验证码|Code )(\d{6})")


class Asker:
    """One visit at one terminal about one number."""

    def __init__(
        self, terminal: Terminal, number: str = "13900001234", visit_id: str = "v-1", kind: str = "mobile"
    ) -> None:
        self.terminal = terminal
        self.account = {"kind": kind, "number": number}
        self.visit_id = visit_id
        self.token = ""

    def challenge(self, method: str = "service_password", **more: Any) -> requests.Response:
        body = {"visit_id": self.visit_id, "account": self.account, "method": method, "language": "zh_CN"} | more
        return self.terminal.call("POST", "/v1/auth/challenges", json=body)

    def verify(self, challenge_id: str, secret: str, **headers: str) -> requests.Response:
        path = f"/v1/auth/challenges/{challenge_id}/verify"
        return self.terminal.call("POST", path, json={"visit_id": self.visit_id, "secret": secret}, headers=headers)

    def prove(self, method: str = "service_password", secret: str = PASSWORD, **headers: str) -> requests.Response:
        """Ask and answer at once; a right answer's token is kept."""
        asked = self.challenge(method)
        assert asked.status_code == 201, asked.text
        answer = self.verify(asked.json()["challenge_id"], secret, **headers)
        if answer.status_code == 200:
            self.token = answer.json()["visit_token"]
        return answer

    def prove_both(self, live: Live) -> None:
        asked = self.challenge("sms_code").json()
        first = self.verify(asked["challenge_id"], code_on_handset(live, self.account["number"]))
        assert first.status_code == 200, first.text
        both = self.prove(**{"Visit-Token": first.json()["visit_token"]})
        assert both.status_code == 200, both.text

    def get(self, what: str, **query: Any) -> requests.Response:
        """``/v1/accounts/{number}/{what}`` with the token."""
        path = f"/v1/accounts/{self.account['number']}/{what}"
        params = {"kind": self.account["kind"], "visit_id": self.visit_id} | query
        return self.terminal.call("GET", path, params=params, headers={"Visit-Token": self.token})

    def read(self, what: str, **query: Any) -> dict[str, Any]:
        answer = self.get(what, **query)
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def end(self) -> requests.Response:
        return self.terminal.call("POST", "/v1/auth/visits/end", json={"visit_id": self.visit_id})


def codes_on_handset(centre: Centre) -> list[str]:
    """Of every message that arrived, oldest first."""
    found = [CODE.search(text) for _, _, text, _ in centre.gateway.messages(0)]
    return [match[1] for match in found if match is not None]


def code_on_handset(live: Live, number: str, after: int = 0) -> str:
    """The newest code that arrived for ``number``, waited for."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        texts = [text for _, to, text, _ in live.centre.gateway.messages(0) if to == number and CODE.search(text)]
        if len(texts) > after:
            found = CODE.search(texts[-1])
            assert found is not None
            return found[1]
        threading.Event().wait(0.05)
    raise AssertionError(f"no code came for {number}")
