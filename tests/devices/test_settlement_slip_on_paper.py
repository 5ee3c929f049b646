"""The slip of two persons' decision on both widths of paper and in both languages (field.md X9; features.md F29)."""

import hashlib
import hmac
from pathlib import Path

import pytest

from kiosk.accounts import AccountKind, AccountRef
from kiosk.approval import Approval
from kiosk.money import Fen
from kiosk.open_money import MAY_BECOME, OpenKind, OpenMoney, Settlement, reasons
from kiosk.paper import Document, Pair, Text
from kiosk.papers.settlement_slip import Decided, copy_of_slip, settlement_slip
from kiosk.visit_types import Language
from tests.devices.test_papers_on_paper import Width, printed, squeezed, text_only
from tests.kiosk.play import POLICY

NUMBER = "13812345678"
EACH = [(kind, outcome) for kind, outcomes in MAY_BECOME.items() for outcome in outcomes]


def seal(covered: bytes) -> bytes:
    return hmac.digest(b"k" * 32, covered, hashlib.sha256)


def slip(kind: OpenKind, outcome: Settlement, language: Language, number: str = NUMBER) -> Document:
    account = AccountRef(AccountKind.MOBILE, number) if number else None
    money = OpenMoney(
        kind,
        "a83db75a",
        Fen(10000),
        "2026-11-21T20:58:44+08:00",
        "silent",
        account=account,
        masked_number=account.masked() if account else "",
    )
    credited = "K0001-123456" if outcome is Settlement.CREDITED else ""
    reason = reasons(kind, outcome)[0]
    approval = Approval("021700000000", "021800000000", "offline_code")
    decided = Decided(money, "A83DB75A", outcome, credited, approval, reason, "2026-11-22T09:00:00+08:00")
    return settlement_slip(POLICY, seal, decided, language)


def words(document: Document) -> list[str]:
    found: list[str] = []
    for line in document.lines:
        found += [line.text] if isinstance(line, Text) else [line.label, line.value] if isinstance(line, Pair) else []
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("width", [58, 80])
@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=[f"{kind.value}-{outcome.value}" for kind, outcome in EACH])
def test_x9_the_slip_is_whole_on_both_widths(
    kind: OpenKind, outcome: Settlement, width: Width, language: Language, tmp_path: Path
) -> None:
    document = copy_of_slip(slip(kind, outcome, language), language)
    paper = squeezed("".join(text_only(printed(document, width, tmp_path))))
    for word in words(document):
        assert squeezed(word).replace("¥", "￥") in paper.replace("¥", "￥"), word
    assert NUMBER not in paper


TITLES = {
    Settlement.CREDITED: ("款项入账凭证", "MONEY CREDITED"),
    Settlement.HANDED_OVER: ("款项退还凭证", "MONEY HANDED OVER"),
    Settlement.NOT_THERE: ("钞票查无记录", "NOTE NOT THERE"),
    Settlement.COUNTERFEIT: ("假币处理记录", "COUNTERFEIT NOTE"),
    Settlement.ALREADY_CREDITED: ("款项已入账记录", "CREDITED ALREADY"),
}


@pytest.mark.parametrize(("kind", "outcome"), EACH, ids=[f"{kind.value}-{outcome.value}" for kind, outcome in EACH])
def test_the_title_says_what_became_of_it(kind: OpenKind, outcome: Settlement) -> None:
    """Found by looking at the paper: a key of the texts was an outcome's own name."""
    for language, title in zip((Language.CHINESE, Language.ENGLISH), TITLES[outcome], strict=True):
        (large,) = [line for line in slip(kind, outcome, language).lines if isinstance(line, Text) and line.large]
        assert large.text == title


@pytest.mark.parametrize("language", Language)
def test_without_a_number_the_slip_says_none(language: Language) -> None:
    said = words(slip(OpenKind.NOTE_FOUND, Settlement.HANDED_OVER, language, ""))
    assert {Language.CHINESE: "无", Language.ENGLISH: "none"}[language] in said


@pytest.mark.parametrize("language", Language)
def test_every_reason_that_the_console_offers_has_words_on_paper(language: Language) -> None:
    for kind, outcome in EACH:
        for reason in reasons(kind, outcome):
            assert reason not in words(slip(kind, outcome, language)), reason
