"""The worked example of docs/central-contract.md, byte by byte, with both implementations."""

import base64
import hashlib
import json
import re
from pathlib import Path
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.datastructures import Headers

import kiosk.enrolment_proof as at_terminal
from central.enrolment_proof import centre_proof, terminal_proof
from central.keys import CentreKey, key_line
from central.message_signatures import Answer, Arrived, sign_answer, signer_of, verify
from central.schemas import PaymentRequest
from central.tender import check_tender
from kiosk.accounts import AccountKind, AccountRef
from kiosk.card import CardApproval, CardPart
from kiosk.facts import PaymentAccepted
from kiosk.message_signatures import CentreKey as KnownCentre, SignedAnswer
from kiosk.money import Fen
from kiosk.posting import request_body
from kiosk.visit_types import Language

PAGE = (Path(__file__).parents[2] / "docs" / "central-contract.md").read_text("utf-8")
TOKEN = "example-token-not-for-use"
TERMINAL = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CENTRE = CentreKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64))))


def message(start: str) -> tuple[dict[str, str], bytes]:
    """The fields and the body of the block that begins with ``start``."""
    [block] = [found for found in re.findall(r"```http\n(.*?)\n```", PAGE, re.DOTALL) if found.startswith(start)]
    head, _, body = block.partition("\n\n")
    return dict(line.split(": ", 1) for line in head.split("\n")[1:]), body.encode()


def test_the_example_of_the_contract_is_true() -> None:
    asked, body = message("POST /v1/kiosks/K0001/sessions")
    answered, said = message("HTTP/1.1 201")
    arrived = Arrived("POST", "/v1/kiosks/K0001/sessions", Headers(asked), body)
    assert signer_of(arrived) == "K0001"
    assert verify(arrived, "K0001", TERMINAL.public_key()).created == 1795265924000
    [base] = re.findall(r'```text\n("@method".*?)\n```', PAGE, re.DOTALL)
    signature = asked["Signature"].removeprefix("sig=:").removesuffix(":")
    assert TERMINAL.sign(base.encode()) == base64.b64decode(signature)
    signed = sign_answer(
        CENTRE, Answer(201, Headers({"content-type": "application/json"}), said), Headers(asked), 1795265924310
    )
    assert signed == {name: answered[name] for name in ("Content-Digest", "Signature-Input", "Signature")}
    request = SimpleNamespace(method="POST", url="https://centre.example/v1/kiosks/K0001/sessions", headers=asked)
    KnownCentre(CENTRE.line).check(SignedAnswer(201, answered, said, request))


def test_the_proofs_of_the_example_are_those_of_both_sides() -> None:
    line, kept = key_line(TERMINAL.public_key()), hashlib.sha256(TOKEN.encode()).hexdigest()
    proofs = [terminal_proof(kept, "K0001", line), centre_proof(kept, "K0001", line, CENTRE.line)]
    theirs = [
        at_terminal.terminal_proof(TOKEN, "K0001", line),
        at_terminal.centre_proof(TOKEN, "K0001", line, CENTRE.line),
    ]
    assert proofs == theirs
    assert all(proof in PAGE for proof in proofs)


CHARGE = CardApproval(
    amount=Fen(15_000),
    terminal_id="75001234",
    receipt="0231",
    trace="000975",
    auth_code="750071",
    last4="6789",
    card_name="UnionPay",
    merchant_id="898110248990001",
    entry="chip",
)


def test_the_card_payment_of_the_contract_is_what_the_terminal_sends_and_the_centre_takes() -> None:
    """Both sides' own code and the page agree, also in the order of the fields."""
    [page] = [found for found in re.findall(r"```json\n(.*?)\n```", PAGE, re.DOTALL) if '"mixed"' in found]
    accepted = PaymentAccepted(
        payment_id="K0001-124",
        kiosk_seq=124,
        visit_id="v2",
        account=AccountRef(AccountKind.MOBILE, "13800135678"),
        amount=Fen(25_000),
        tender="mixed",
        notes=(Fen(10_000),),
        accepted_at="2026-11-21T21:03:10+08:00",
        language=Language.CHINESE,
        offline=False,
        card=CardPart("a1", CHARGE),
    )
    sent = request_body(accepted, "K0001")
    assert sent == json.dumps(json.loads(page), separators=(",", ":")).encode()
    check_tender(PaymentRequest.model_validate_json(sent))
