"""A swap of the cash box, played: no cash meanwhile, every step resumes, nothing ends by itself, and blind (issue 6.4;
trust.md S4; field.md X11, X13; features.md F57)."""

from dataclasses import replace

import pytest

from kiosk import acts, events as ev
from kiosk.box_views import CollectionView
from kiosk.collection import TYPED, BoxStep
from kiosk.commands import PrintPaper
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity
from kiosk.facts import (
    CaseOpened,
    CashStopped,
    CollectionClosed,
    CollectionDisputed,
    CollectionGivenUp,
    CollectionOpened,
    CollectionStepped,
    CollectionTold,
    StaffLoggedOff,
)
from kiosk.flow.boxes import problem_of_opening
from kiosk.flow.health import why_no_card, why_no_cash
from kiosk.flow.word_state import WordStep
from kiosk.paper import Pair, PrintOutcome, Text
from kiosk.recollection import Recollection
from kiosk.staff_views import ConsolePage
from kiosk.views import HomeView
from kiosk.visit_types import Language
from tests.kiosk.play import Play, ok
from tests.kiosk.play_boxes import (
    BACK,
    CASHIER,
    OUT,
    PEOPLE,
    SECOND,
    TEXTS,
    at_collecting,
    collecting,
    complete,
    keys,
    logged_in,
    opened,
    present,
    typed,
    with_people,
)
from tests.kiosk.play_staff import ADMIN
from tests.kiosk.test_flow_second_person import outcome, proved

NAME = "K0001-C1"
SILENT = ev.DeviceStatusChanged(DeviceStatus(Device.ACCEPTOR, DeviceState.OFFLINE, Severity.SUSPEND, code="BV-SILENT"))
PRINTER_OUT = ev.DeviceStatusChanged(DeviceStatus(Device.PRINTER, DeviceState.USER_ERROR, Severity.SUSPEND, code="PRN-OUT"))


def shown(play: Play) -> CollectionView:
    body = play.view.body
    assert isinstance(body, CollectionView)
    return body


def words_of(play: Play) -> str:
    (order,) = [one for one in play.commands if isinstance(one, PrintPaper)]
    lines = order.job.document.lines
    texts = [line.text for line in lines if isinstance(line, Text)]
    return "\n".join(texts + [f"{line.label} {line.value}" for line in lines if isinstance(line, Pair)])


# ---- the whole way -------------------------------------------------------------------------------------------------


def test_f57_a_swap_from_the_first_touch_to_the_slip() -> None:
    play = opened()
    assert shown(play).step == "box_out"
    steps: list[object] = list(play.facts[1:])
    play.take(OUT)
    steps += [fact for fact in play.facts if isinstance(fact, CollectionStepped)]
    for step, text in zip(TYPED, TEXTS, strict=True):
        assert shown(play).step == step.value
        keys(play, text)
        steps += play.facts
    assert shown(play).step == "box_back"
    assert not shown(play).can_confirm
    play.take(BACK)
    steps += [fact for fact in play.facts if isinstance(fact, CollectionStepped)]
    assert (shown(play).step, shown(play).can_confirm) == ("close", True)
    play.take(ev.ConfirmPressed())
    steps += play.facts[:1]
    typed_facts = [CollectionStepped(NAME, step, text, CASHIER.staff_id) for step, text in zip(TYPED, TEXTS, strict=True)]
    assert steps == [
        CollectionOpened(NAME, "0218", "0219", "present"),
        CollectionStepped(NAME, BoxStep.BOX_OUT, "", ""),
        *typed_facts,
        CollectionStepped(NAME, BoxStep.BOX_BACK, "", ""),
        CollectionClosed(NAME, "0218"),
    ]
    assert (shown(play).step, shown(play).slip) == ("closed", "waiting")
    assert why_no_cash(play.state.terminal) == ""
    assert play.state.terminal.box_serial == "BX-0012"
    (order,) = [one for one in play.commands if isinstance(one, PrintPaper)]
    play.take(ev.PrintJobEnded(order.job.job_id, PrintOutcome.PRINTED))
    assert shown(play).slip == "done"


def test_s4_the_slip_names_boxes_and_persons_and_no_sum() -> None:
    play = complete().take(ev.ConfirmPressed())
    said = words_of(play)
    for word in (*TEXTS, NAME, "0218", "0219"):
        assert word in said
    for sign in ("￥", "元", "yuan", "fen"):
        assert sign not in said


def test_s4_no_view_of_a_swap_holds_an_amount() -> None:
    play = complete()
    body = repr(shown(play)).lower()
    assert "fen" not in body
    assert "expected" not in body


# ---- no cash meanwhile ---------------------------------------------------------------------------------------------


def test_s4_from_opening_to_the_end_no_cash_is_taken_whoever_comes() -> None:
    play = opened()
    assert why_no_cash(play.state.terminal) == "BV-EXCHANGE"
    play.take(ev.LogOffPressed())
    home = play.view.body
    assert isinstance(home, HomeView)
    assert any(("code", "BV-EXCHANGE") in notice.params for notice in home.notices)
    play.take(*Play.card_up())
    assert why_no_card(play.state.terminal) == "", "cards and questions go on"
    assert not [one for one in play.commands if "AcceptNotes" in type(one).__name__]


def test_s4_cash_is_out_over_a_restart_too_until_it_is_closed() -> None:
    swap = complete().state.terminal.collection
    play = with_people(memory=Recollection(next_kiosk_seq=1, collection=swap, next_collection=2))
    assert why_no_cash(play.state.terminal) == "BV-EXCHANGE"
    logged_in(play=play)
    assert shown(play).step == "close"
    play.take(ev.ConfirmPressed())
    assert CollectionClosed(NAME, "0218") in play.facts
    assert why_no_cash(play.state.terminal) == ""


@pytest.mark.parametrize("done", range(6))
def test_s4_interrupted_at_any_step_it_goes_on_at_that_step_for_anybody_with_the_role(done: int) -> None:
    """Killed after the commit of each step: the next process, and the next person, stand before the next one."""
    play = opened()
    for move in (OUT, *TEXTS)[:done]:
        keys(play, move) if isinstance(move, str) else play.take(move)
    swap = play.state.terminal.collection
    again = Play().at_home(Recollection(next_kiosk_seq=1, collection=swap, next_collection=2))
    with_people(again)
    if 0 < done < 6:
        again.take(OUT)
    logged_in(SECOND.staff_id, again)
    assert again.page == "Collecting"
    assert shown(again).step == ("box_out", *(step.value for step in TYPED), "box_back")[done]
    if done == 0:
        again.take(OUT)
    typed(again, *TEXTS[max(done - 1, 0) :]).take(BACK, ev.ConfirmPressed())
    assert CollectionClosed(NAME, SECOND.staff_id) in again.facts
    again.books.check()


def test_somebody_without_the_role_stands_before_the_console_as_ever() -> None:
    play = opened().take(ev.LogOffPressed())
    logged_in("0301", play)
    assert play.page == "Console"
    assert play.take(ev.ConsolePageChosen(ConsolePage.COLLECTION)).refused


# ---- when it can't be opened ---------------------------------------------------------------------------------------


def test_s4_it_is_not_opened_while_a_note_or_a_card_is_on_its_way() -> None:
    noted = with_people(Play().with_notes(5000).take(ev.NoteEscrowed(5000)))  # type: ignore[arg-type]
    assert problem_of_opening(noted.state) == "box_visit"
    play = at_collecting()
    play.state = replace(play.state, terminal=replace(play.state.terminal, intent=noted.state.terminal.intent))
    assert problem_of_opening(play.state) == "box_note_moving"
    play.take(ev.ConfirmPressed())
    assert play.page == "Collecting"
    carded = Play().at_card()
    play.state = replace(play.state, terminal=replace(carded.state.terminal, intent=None, staff=PEOPLE))
    assert problem_of_opening(play.state) == "box_card_moving"


def test_a_box_that_is_out_already_is_learned_of_at_once() -> None:
    play = at_collecting().take(OUT)
    present(play.take(ev.ConfirmPressed()))
    assert [type(fact).__name__ for fact in play.facts] == ["ActApproved", "CollectionOpened", "CollectionStepped"]
    assert shown(play).step == "serial_out"


# ---- given up ------------------------------------------------------------------------------------------------------


def test_s4_it_is_given_up_only_while_the_box_never_came_out() -> None:
    play = opened()
    assert shown(play).can_give_up
    play.take(ev.GiveUpPressed())
    assert play.facts == [CollectionGivenUp(NAME, "0218")]
    assert why_no_cash(play.state.terminal) == ""
    present(play.take(ev.ConfirmPressed()))
    assert next(fact for fact in play.facts if isinstance(fact, CollectionOpened)).collection_id == "K0001-C2"
    play.take(OUT)
    assert not shown(play).can_give_up
    assert play.take(ev.GiveUpPressed()).refused
    play.take(BACK)
    assert play.take(ev.GiveUpPressed()).refused, "it was out"


# ---- typing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["*", "a", "", "钱", "\n", "AB"])
def test_only_keys_that_serials_have_are_taken(key: str) -> None:
    play = opened().take(OUT, ev.DigitPressed(key))
    assert play.refused
    assert collecting(play).text == ""


def test_a_serial_is_never_empty_and_a_seal_is_never_used_twice() -> None:
    play = opened().take(OUT, ev.ConfirmPressed())
    assert collecting(play).problem is not None
    assert shown(play).step == "serial_out"
    typed(play, "BX-0007", "S-991", "BX-0012", "S-991")
    assert shown(play).step == "seal_in"
    problem = shown(play).problem
    assert problem is not None
    assert problem.id == "box_same_seal"


def test_a_seal_that_can_not_be_told_is_left_empty() -> None:
    play = typed(opened().take(OUT), "BX-0007", "", "BX-0012", "").take(BACK).take(ev.ConfirmPressed())
    assert play.names()[0] == "CollectionClosed"


def test_back_leads_to_the_text_before_and_the_new_one_counts() -> None:
    play = typed(opened().take(OUT), "BX-0007", "S-9")
    play.take(ev.BackPressed())
    assert (shown(play).step, shown(play).typed) == ("seal_out", "S-9")
    keys(play, "91")
    assert play.facts == [CollectionStepped(NAME, BoxStep.SEAL_OUT, "S-991", "0218")]
    assert shown(play).step == "serial_in"
    play.take(ev.BackPressed(), ev.BackPressed(), ev.BackPressed())
    assert play.page == "Console", "from the first text back to the overview; the swap stays open"
    assert play.state.terminal.collection is not None


def test_x25_another_box_than_the_one_that_went_in_is_a_case() -> None:
    play = complete().take(ev.ConfirmPressed(), ev.BackPressed(), ev.ConsolePageChosen(ConsolePage.COLLECTION))
    present(play.take(ev.ConfirmPressed())).take(OUT)
    keys(play, "BX-0666")
    assert [type(fact) for fact in play.facts] == [CollectionStepped, CaseOpened]
    assert "BX-0666" in repr(play.facts[1])


# ---- the box, and hands --------------------------------------------------------------------------------------------


def test_s4_it_is_closed_only_while_a_box_is_in() -> None:
    play = complete().take(OUT)
    assert not shown(play).can_confirm
    assert play.take(ev.ConfirmPressed()).refused
    play.take(SILENT)
    assert play.take(ev.ConfirmPressed()).refused
    play.take(BACK).take(ev.ConfirmPressed())
    assert play.names()[0] == "CollectionClosed"


def test_x13_it_does_not_log_off_while_the_box_is_out_and_no_swap_ends_by_itself() -> None:
    play = opened().take(OUT)
    play.wait(1000)
    assert play.page == "Collecting"
    play.take(BACK)
    play.wait(120)
    assert (play.page, play.facts) == ("Home", [StaffLoggedOff("0218", "idle")])
    assert play.state.terminal.collection is not None


def test_the_device_is_believed_whichever_page_is_shown() -> None:
    play = opened().take(ev.LogOffPressed(), OUT)
    assert CollectionStepped(NAME, BoxStep.BOX_OUT, "", "") in play.facts
    play.take(BACK)
    assert CollectionStepped(NAME, BoxStep.BOX_BACK, "", "") in play.facts
    assert play.take(OUT).names() == ["DeviceChanged"], "the first word of each kind counts"


# ---- paper ---------------------------------------------------------------------------------------------------------


def test_a_printer_that_is_out_keeps_no_swap_open_and_the_slip_comes_later() -> None:
    play = complete().take(PRINTER_OUT).take(ev.ConfirmPressed())
    assert play.facts == [CollectionClosed(NAME, "0218")]
    assert (shown(play).slip, shown(play).can_print) == ("failed", False)
    play.take(ok(Device.PRINTER), ev.PrintPressed())
    assert "副本" not in words_of(play)


def test_a_slip_that_may_be_out_is_printed_again_as_a_copy() -> None:
    play = complete().take(ev.ConfirmPressed())
    (order,) = [one for one in play.commands if isinstance(one, PrintPaper)]
    assert play.take(ev.PrintPressed()).refused
    play.take(ev.PrintJobEnded(order.job.job_id, PrintOutcome.UNKNOWN, "PRN-SILENT"))
    assert shown(play).slip == "failed"
    play.take(ev.PrintPressed())
    assert words_of(play).count("副本") == 2


def test_the_slip_speaks_english_too() -> None:
    play = complete().take(ev.LanguageChosen(Language.ENGLISH), ev.ConfirmPressed())
    assert "CASH BOX SWAP" in words_of(play)


# ---- the centre's answer -------------------------------------------------------------------------------------------


def test_the_centre_s_yes_is_recorded() -> None:
    play = Play().at_home().take(ev.CollectionAnswered(NAME))
    assert play.facts == [CollectionTold(NAME)]


def test_another_story_at_the_centre_stops_cash_until_a_person_has_looked() -> None:
    play = Play().at_home().take(ev.CollectionAnswered(NAME, "collection-differs"))
    disputed, stopped = play.facts
    assert disputed == CollectionDisputed(NAME, "collection-differs")
    assert isinstance(stopped, CashStopped)
    assert why_no_cash(play.state.terminal) == stopped.code == "BV-BOX-DIFFERS"
    play.take(ev.CollectionAnswered("K0001-C2", "invalid-request"))
    assert [type(fact) for fact in play.facts] == [CollectionDisputed, CaseOpened]


# ---- by command word -----------------------------------------------------------------------------------------------


def word(play: Play, act: acts.Act) -> Play:
    play.take(ev.WordGiven("w", act, ev.Proof(ADMIN.staff_id, "802739"), ev.Proof(SECOND.staff_id, "802739")))
    return proved(play, first=True, second=True) if play.commands else play


def test_x31_a_whole_swap_by_command_words() -> None:
    play = with_people()
    word(play, acts.OpenCollection())
    assert outcome(play)[0] is WordStep.DONE
    texts = tuple(zip(TYPED, TEXTS, strict=True))
    assert "has not said that the box is out" in outcome(word(play, acts.CloseCollection(texts)))[1]
    play.take(OUT)
    assert "not complete" in outcome(word(play, acts.CloseCollection(texts[:3])))[1]
    assert "does not say that a box is in" in outcome(word(play, acts.CloseCollection(texts)))[1]
    assert "only closing ends" in outcome(word(play, acts.GiveUpCollection()))[1]
    play.take(BACK)
    word(play, acts.CloseCollection(texts))
    assert outcome(play)[0] is WordStep.DONE
    assert play.names() == ["ActApproved", *["CollectionStepped"] * 4, "CollectionClosed", "ReceiptStarted"]
    assert play.page == "Home"


def test_x31_giving_up_by_command_word() -> None:
    play = word(word(with_people(), acts.OpenCollection()), acts.GiveUpCollection())
    assert play.names() == ["ActApproved", "CollectionGivenUp"]
    assert why_no_cash(play.state.terminal) == ""
