"""What stands on the paper: every kind of slip in both languages, masked, marked as demo, nothing left unfilled."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, strategies as some

from kiosk import receipt_texts
from kiosk.card import CardApproval, CardPart
from kiosk.commands import PrintPaper
from kiosk.events import FinishPressed
from kiosk.money import Fen, yuan_text
from kiosk.paper import Document, Pair, Rule, Text
from kiosk.receipt import CardDoubt, Slip, SlipKind, receipt, short_time
from kiosk.views import StepState
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
CHARGE = CardApproval(
    amount=Fen(15000),
    terminal_id="75001234",
    receipt="0231",
    trace="000975",
    auth_code="750071",
    last4="6789",
    card_name="UnionPay",
    merchant_id="898110248990001",
)
MIXED_CHARGE = msgspec.structs.replace(CHARGE, amount=Fen(5000))
BY_CARD = replace(SLIP, notes=(), card=CardPart("a1", CHARGE))
MIXED = replace(SLIP, notes=(Fen(10000),), card=CardPart("a1", MIXED_CHARGE))
QUEUED_CARD = replace(QUEUED, notes=(), card=CardPart("a1", CHARGE))
DOUBT = CardDoubt("3F2A9C01", Fen(15000), "6789")
CARD_IN_DOUBT = replace(QUEUED, kind=SlipKind.CARD_IN_DOUBT, claim_code="3F2A9C01", notes=(), card_doubt=DOUBT)
CARD_UNDECIDED = replace(CARD_IN_DOUBT, kind=SlipKind.CARD_UNDECIDED, card_doubt=replace(DOUBT, last4="", undecided=True))
NOTES_AND_DOUBT = replace(SLIP, card_doubt=DOUBT)
GOING_BACK = replace(QUEUED_CARD, kind=SlipKind.OPEN_CASE, problem="account-restricted", card_back=StepState.WAITING)
MIXED_BACK = replace(GOING_BACK, notes=(Fen(10000),), card=CardPart("a1", MIXED_CHARGE))
CONTRADICTED = replace(GOING_BACK, problem="card-charge-duplicate", card_back=None)
CARD_KINDS = [
    BY_CARD,
    MIXED,
    QUEUED_CARD,
    CARD_IN_DOUBT,
    CARD_UNDECIDED,
    NOTES_AND_DOUBT,
    GOING_BACK,
    MIXED_BACK,
    CONTRADICTED,
]
LANGUAGES = list(Language)
ENGLISH = Language.ENGLISH


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
@pytest.mark.parametrize("slip", [*KINDS, *CARD_KINDS], ids=lambda slip: slip.kind.value)
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
    ends = [replace(MIXED_BACK, card_back=state) for state in (StepState.DONE, StepState.FAILED)]
    others = [replace(SLIP, balance_after=Fen(100), sms_waits=True, check_code="7K3M-9QXT"), *ends]
    for slip in [*KINDS, *CARD_KINDS, *others]:
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


# ---- cards -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", [BY_CARD, MIXED, QUEUED_CARD, GOING_BACK, MIXED_BACK, CONTRADICTED])
def test_a_payment_by_card_names_what_finds_the_charge_at_the_bank(slip: Slip, language: Language) -> None:
    assert slip.card is not None
    said = lines(receipt(slip, POLICY, language))
    charged = yuan_text(slip.card.amount)
    found = {
        "card": "UnionPay ****6789",
        "card_charged": f"￥{charged}",
        "card_auth_code": "750071",
        "card_trace": "000975",
        "card_receipt": "0231",
        "card_terminal": "75001234",
        "card_merchant": "898110248990001",
    }
    assert [f"{words(key, language)}|{value}" for key, value in found.items()] == [
        line for line in said if line.split("|")[0] in {words(key, language) for key in found}
    ]
    assert words("by_card", language, amount=charged) in said
    assert "￥150.00" in said
    assert f"{words('claim_code', language)}|K0001-123" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_and_card_and_their_sum_stand_together(language: Language) -> None:
    said = lines(receipt(MIXED, POLICY, language))
    at = said.index("￥150.00")
    assert said[at + 2 : at + 4] == [
        words("notes", language, denomination="100", count="1"),
        words("by_card", language, amount="50.00"),
    ]


def test_what_the_card_terminal_did_not_say_is_no_line() -> None:
    silent = CardApproval(Fen(15000), "75001234", "0231", "", "", "", "")
    said = lines(receipt(replace(BY_CARD, card=CardPart("a1", silent)), POLICY, Language.ENGLISH))
    assert [line for line in said if line.startswith(("Card|", "Auth", "Trace", "Merchant"))] == []
    assert "Card slip no.|0231" in said
    back = replace(GOING_BACK, card=CardPart("a1", silent))
    assert any(
        "go back" in line or "going back to the card (Card)" in line for line in lines(receipt(back, POLICY, ENGLISH))
    )
    nameless = replace(BY_CARD, card=CardPart("a1", CardApproval(Fen(15000), "75001234", "0231", "", "", "6789", "")))
    assert "Card|****6789" in lines(receipt(nameless, POLICY, ENGLISH))


def test_the_card_terminals_own_lines_come_last_below_a_rule() -> None:
    own = ("BANK OF THE DEMO                        ", "  CARD ************6789", "APPROVED")
    document = receipt(replace(BY_CARD, card_slip=own), replace(POLICY, demo=False), ENGLISH)
    assert document.lines[-4:] == (Rule(), *(Text(line.rstrip()) for line in own))
    assert not isinstance(receipt(BY_CARD, replace(POLICY, demo=False), ENGLISH).lines[-1], Rule)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", [CARD_IN_DOUBT, CARD_UNDECIDED], ids=lambda slip: slip.kind.value)
def test_m6_a_charge_nobody_knows_of_is_told_with_its_code_and_what_happens_next(slip: Slip, language: Language) -> None:
    document = receipt(replace(slip, check_code="7K3M-9QXT"), POLICY, language)
    said = lines(document)
    assert words(f"title_{slip.kind.value}", language) in said
    assert f"{words('number', language)}|138 **** 5678" in said
    assert said[said.index(words("amount_open", language)) + 1] == "￥150.00"
    assert f"{words('card_used_at', language)}|2026-11-21 20:58:44" in said
    assert Pair(words("case_code", language), "3F2A9C01", bold=True) in document.lines
    assert f"{words('check_code', language)}|7K3M-9QXT" in said
    assert (f"{words('card', language)}|****6789" in said) is (slip is CARD_IN_DOUBT)
    undecided = slip is CARD_UNDECIDED
    assert (words("card_undecided", language) in said) is undecided
    assert (words("card_in_doubt", language) in said) is not undecided
    assert words("card_staff", language, code="3F2A9C01") in said
    # it claims no money that nobody has seen
    for key in ("amount", "sms_follows", "queued_promise_card", "keep"):
        assert words(key, language) not in said
    assert not any(line.startswith(f"{words(key, language)}|") for key in ("claim_code", "accepted_at") for line in said)


def test_the_doubt_is_told_with_sms_and_without_paying_again() -> None:
    for key in ("card_in_doubt", "card_undecided"):
        chinese, english = words(key, Language.CHINESE), words(key, ENGLISH)
        assert all(part in chinese for part in ("短信", "请勿重复缴费", "未扣款"))
        assert all(part in english for part in ("SMS", "do not pay again", "nothing is taken"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_beside_paid_notes_stands_on_their_receipt(language: Language) -> None:
    said = lines(receipt(NOTES_AND_DOUBT, POLICY, language))
    assert words("title_posted", language) in said
    told = [words("card_open", language, amount="150.00", code="3F2A9C01"), words("card_in_doubt", language)]
    at = said.index(told[0])
    assert said[at : at + 3] == [*told, words("card_staff", language, code="3F2A9C01")]
    assert words("sms_follows", language) in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("state", "key"),
    [
        (StepState.WAITING, "card_back"),
        (StepState.LATER, "card_back"),
        (StepState.DONE, "card_back_done"),
        (StepState.FAILED, "card_back_failed"),
    ],
)
def test_m7_a_refused_payment_says_how_much_goes_back_to_which_card(state: StepState, key: str, language: Language) -> None:
    said = lines(receipt(replace(MIXED_BACK, card_back=state), POLICY, language))
    told = words(key, language, amount="50.00", card="UnionPay ****6789")
    at = said.index(words("refused", language, problem="account-restricted"))
    assert said[at : at + 3] == [said[at], words("cash_owed", language, amount="100.00"), told]
    assert words("open_case_promise", language, problem="account-restricted") not in said
    by_card = lines(receipt(replace(GOING_BACK, card_back=state), POLICY, language))
    assert by_card[by_card.index(said[at]) + 1] == words(key, language, amount="150.00", card="UnionPay ****6789")


@pytest.mark.parametrize(
    ("slip", "title"),
    [
        (GOING_BACK, "title_card_back"),
        (replace(GOING_BACK, card_back=StepState.DONE), "title_card_back"),
        (replace(GOING_BACK, card_back=StepState.FAILED), "title_open_case"),
        (MIXED_BACK, "title_open_case"),
        (CONTRADICTED, "title_open_case"),
    ],
)
def test_a_case_is_called_open_while_somebody_has_something_to_do(slip: Slip, title: str) -> None:
    said = lines(receipt(slip, POLICY, ENGLISH))
    shown = [words(key, ENGLISH) for key in ("title_card_back", "title_open_case") if words(key, ENGLISH) in said]
    assert shown == [words(title, ENGLISH)]


def test_a_contradicted_charge_goes_nowhere_by_itself() -> None:
    said = lines(receipt(CONTRADICTED, POLICY, ENGLISH))
    assert words("open_case_promise", ENGLISH, problem="card-charge-duplicate") in said
    assert not any("back to the card" in line for line in said)


def test_change_is_spoken_of_where_notes_were_taken() -> None:
    no_change = words("no_change", ENGLISH)
    assert no_change in lines(receipt(MIXED, POLICY, ENGLISH))
    assert no_change not in lines(receipt(BY_CARD, POLICY, ENGLISH))


@pytest.mark.parametrize("slip", [QUEUED_CARD, replace(MIXED, kind=SlipKind.QUEUED)])
def test_a_charge_is_not_said_to_be_in_the_box(slip: Slip) -> None:
    for language in LANGUAGES:
        said = lines(receipt(slip, POLICY, language))
        assert words("queued_promise_card", language) in said
        assert words("queued_promise", language) not in said


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
