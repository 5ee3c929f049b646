"""What stands on the paper: every kind of slip in both languages, masked, marked as demo, nothing left unfilled."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk import receipt_texts
from kiosk.commands import PrintPaper
from kiosk.events import FinishPressed
from kiosk.money import Fen, yuan_text
from kiosk.paper import Document, Pair, Text
from kiosk.receipt import Slip, SlipKind, receipt, short_time
from kiosk.visit_types import Language
from tests.kiosk.play import NUMBER, POLICY, Play, answered, posted

SLIP = Slip(
    kind=SlipKind.POSTED,
    claim_code="K0001-123",
    masked_number="138****5678",
    masked_name="张*",
    amount=Fen(15000),
    notes=(Fen(5000), Fen(2000), Fen(2000), Fen(1000), Fen(5000)),
    accepted_at="2026-11-21T20:58:44+08:00",
    posted_at="2026-11-21T20:58:45+08:00",
    receipt_number="R-9001",
    balance_after=Fen(-3240),
    was_suspended=True,
    sms_waits=False,
    problem="",
)
QUEUED = replace(SLIP, kind=SlipKind.QUEUED, posted_at="", receipt_number="", balance_after=None)
NOTE_OPEN = replace(QUEUED, kind=SlipKind.NOTE_OPEN, open_amount=Fen(15000), note_code="A1B2C3D4")
OPEN_CASE = replace(QUEUED, kind=SlipKind.OPEN_CASE, problem="account-restricted")
WITH_NOTE = replace(QUEUED, open_amount=Fen(10000), note_code="A1B2C3D4")
KINDS = [SLIP, QUEUED, OPEN_CASE, NOTE_OPEN, WITH_NOTE]
LANGUAGES = list(Language)


def lines(document: Document) -> list[str]:
    """The words of a document, a pair as "label|value"."""
    return [
        f"{line.label}|{line.value}" if isinstance(line, Pair) else line.text
        for line in document.lines
        if isinstance(line, Pair | Text)
    ]


def words(key: str, language: Language, **params: str) -> str:
    return receipt_texts.text(key, language, **params)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", KINDS, ids=lambda slip: slip.kind.value)
def test_every_slip_says_how_much_for_whom_when_and_by_which_code(slip: Slip, language: Language) -> None:
    said = lines(receipt(slip, POLICY, language))
    assert f"{words('number', language)}|138 **** 5678" in said
    assert f"{words('name', language)}|张*" in said
    assert words(f"title_{slip.kind.value}", language) in said
    assert "￥150.00" in said
    assert f"{words('accepted_at', language)}|2026-11-21 20:58:44" in said
    assert f"{words('claim_code', language)}|K0001-123" in said
    assert f"{words('terminal', language)}|3 号终端 (K0001)" in said
    assert f"{words('phone', language)}|10086" in said
    assert POLICY.hall in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_posted_slip_carries_the_centres_evidence(language: Language) -> None:
    said = lines(receipt(SLIP, POLICY, language))
    assert f"{words('receipt_number', language)}|R-9001" in said
    assert f"{words('posted_at', language)}|2026-11-21 20:58:45" in said
    assert f"{words('arrears_after', language)}|￥32.40" in said
    assert words("reopening", language) in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", [QUEUED, OPEN_CASE], ids=lambda slip: slip.kind.value)
def test_a_slip_of_money_that_is_not_posted_claims_nothing_the_centre_did_not_say(slip: Slip, language: Language) -> None:
    text = "\n".join(lines(receipt(slip, POLICY, language)))
    for key in ("receipt_number", "posted_at", "balance_after", "arrears_after"):
        assert f"{words(key, language)}|" not in text
    for key in ("sms_follows", "sms_after_reopening", "reopening", "title_posted"):
        assert words(key, language) not in text


def test_the_sms_of_a_line_that_cannot_receive_is_promised_for_later() -> None:
    said = lines(receipt(replace(SLIP, sms_waits=True), POLICY, Language.ENGLISH))
    assert words("sms_after_reopening", Language.ENGLISH) in said
    assert words("sms_follows", Language.ENGLISH) not in said


def test_credit_after_the_payment_is_called_a_balance() -> None:
    said = lines(receipt(replace(SLIP, balance_after=Fen(0), was_suspended=False), POLICY, Language.ENGLISH))
    assert "Balance now|￥0.00" in said
    assert words("reopening", Language.ENGLISH) not in said


def test_an_open_case_names_the_problem() -> None:
    assert any("account-restricted" in line for line in lines(receipt(OPEN_CASE, POLICY, Language.CHINESE)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", KINDS, ids=lambda slip: slip.kind.value)
def test_demo_paper_says_so_at_both_ends_and_live_paper_nowhere(slip: Slip, language: Language) -> None:
    mark = words("demo", language)
    said = lines(receipt(slip, POLICY, language))
    assert (said[0], said[-1], said.count(mark)) == (mark, mark, 2)
    assert mark not in lines(receipt(slip, replace(POLICY, demo=False), language))


def test_notes_are_counted_largest_first() -> None:
    said = lines(receipt(SLIP, POLICY, Language.ENGLISH))
    assert [line for line in said if " yuan x " in line] == ["50 yuan x 2", "20 yuan x 2", "10 yuan x 1"]


def test_every_text_is_used_and_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that no slip uses is dead, a brace on the paper is a hole."""
    used: set[str] = set()

    def noted(key: str, language: Language, **params: str) -> str:
        used.add(key)
        return receipt_texts.text(key, language, **params)

    monkeypatch.setattr("kiosk.receipt.text", noted)
    for slip in [*KINDS, replace(SLIP, balance_after=Fen(100), sms_waits=True, check_code="7K3M-9QXT")]:
        for language in LANGUAGES:
            said = "\n".join(lines(receipt(slip, POLICY, language)))
            assert not set(said) & set("{}")
    assert used == receipt_texts.keys()


@given(
    some.lists(
        some.sampled_from([Fen(100), Fen(500), Fen(1000), Fen(2000), Fen(5000), Fen(10000)]), min_size=1, max_size=40
    ),
    some.none() | some.integers(-(10**8), 10**8).map(Fen),
    some.sampled_from(list(SlipKind)),
    some.sampled_from(LANGUAGES),
)
def test_the_figures_on_the_paper_are_the_payments(
    notes: list[Fen], balance: Fen | None, kind: SlipKind, language: Language
) -> None:
    amount = Fen(sum(notes))
    said = lines(
        receipt(replace(SLIP, kind=kind, notes=tuple(notes), amount=amount, balance_after=balance), POLICY, language)
    )
    assert f"￥{yuan_text(amount)}" in said
    listed = sum(
        int(note) * notes.count(Fen(int(note) * 100)) * 100
        for note in ("100", "50", "20", "10", "5", "1")
        if words("notes", language, denomination=note, count=str(notes.count(Fen(int(note) * 100)))) in said
    )
    assert listed == amount


def test_s7_no_paper_of_a_whole_visit_carries_the_full_number() -> None:
    """From the touch to the paper: posted at once, and posted later."""
    online = Play().with_notes(10000, 10000).take(FinishPressed()).take(answered("K0001-1", posted("K0001-1")))
    queued = Play().with_notes(10000).take(FinishPressed()).wait(20)
    for play in (online, queued):
        papers = [command.job.document for command in play.commands if isinstance(command, PrintPaper)]
        assert len(papers) == 1
        text = "\n".join(lines(papers[0]))
        assert "138 **** 5678" in text
        assert NUMBER[3:7] not in text.replace(" ", "")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-21T20:58:44+08:00", "2026-11-21 20:58:44"),
        ("2026-11-21T20:58:44.123+08:00", "2026-11-21 20:58:44"),
        ("yesterday", "yesterday"),
        ("", ""),
    ],
)
def test_a_moment_in_short(moment: str, shown: str) -> None:
    assert short_time(moment) == shown
