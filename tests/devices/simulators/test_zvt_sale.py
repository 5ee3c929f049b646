"""A sale on the simulated ZVT terminal: the vending handshake of section 7.2 with all its answers, and the bank's book."""

import pytest

from devices.simulators.device import ControlError
from devices.simulators.zvt_fields import fields, from_bcd, tlv_objects
from tests.devices.simulators.zvt_bench import (
    ABORT,
    ABORTED_6C,
    COMPLETED,
    NOT_FINISHED,
    POSITIVE,
    READY,
    REFUSED,
    REGISTER,
    REGISTER_3E,
    REGISTER_LINES,
    REPEAT,
    STATUS,
    Bench,
    authorisation,
    on_status,
    raw,
    reversal,
    statuses,
    unwrap,
)


def parts(apdu: str) -> dict[int, bytes]:
    """The bitmaps of a status information."""
    return fields(raw(apdu)[3:])


def result(apdu: str) -> str:
    return parts(apdu)[0x27].hex().upper()


def brief(heard: list[str]) -> list[str]:
    """Messages with long contents cut off."""
    return [apdu[:5] if apdu.startswith(("04 0F", "06 D")) else apdu for apdu in heard]


@pytest.mark.parametrize("tcp", [False, True])
def test_a_sale_from_card_to_completion(tcp: bool) -> None:
    bench = Bench(tcp=tcp).ready()
    heard = bench.sell(1600)
    assert brief(heard) == [
        POSITIVE,
        "04 FF 01 0A",
        "04 FF 01 01",
        "04 FF 01 04",
        "04 0F",
        "06 D3",
        "06 D3",
        "04 FF 01 1C",
        "04 FF 01 0B",
        COMPLETED,
    ]
    found = parts(statuses(heard)[0])
    assert from_bcd(found[0x04]) == 1600
    assert {key: found[key].hex() for key in (0x27, 0x49, 0x87, 0x0B, 0x29, 0x22, 0x8A)} == {
        0x27: "00",
        0x49: "0156",
        0x87: "0001",
        0x0B: "000001",
        0x29: "29001006",
        0x22: "621483eeeeee0010",
        0x8A: "c6",
    }
    assert bench.books() == [(1600, "charged")]
    state = bench.do("state")
    assert state["journal"][0]["state"] == "STORED"  # type: ignore[index]
    assert state["charges"][0]["auth"].encode() == found[0x3B].rstrip(b"\0")  # type: ignore[index]


@pytest.mark.parametrize(
    ("register", "prints"), [(REGISTER, ["06 D3"] * 2), (REGISTER_3E, []), (REGISTER_LINES, ["06 D1"] * 30)]
)
def test_who_prints_the_receipt(register: str, prints: list[str]) -> None:
    bench = Bench().ready(register)
    heard = bench.sell()
    assert [apdu[:5] for apdu in heard if apdu.startswith("06 D")] == prints
    assert ["06 04" in statuses(heard)[0] or "06 1B" in statuses(heard)[0]] == [register != REGISTER_LINES]
    texts = b"".join(raw(apdu) for apdu in heard if apdu.startswith("06 D"))
    if register == REGISTER:
        assert "持卡人存根".encode() in texts
        assert b"621483******0010" in texts
    if register == REGISTER_LINES:
        assert b"CUSTOMER COPY" in texts
        assert sum(raw(apdu)[3] & 0x80 > 0 and raw(apdu)[3] != 0xFF for apdu in heard if apdu[:5] == "06 D1") == 2


@pytest.mark.parametrize(
    ("method", "entry_mode", "progress"),
    [("insert", "01", ["01"]), ("tap", "02", []), ("swipe", "00", ["01"])],
)
def test_how_the_card_comes(method: str, entry_mode: str, progress: list[str]) -> None:
    bench = Bench().ready()
    bench.do("auto_present", method=method, card={"last4": "4321", "type": "visa"})
    heard = bench.sell()
    assert [apdu[-2:] for apdu in heard if apdu == "04 FF 01 01"] == progress
    found = parts(statuses(heard)[0])
    tags = dict(tlv_objects(found[0x06]))
    assert dict(tlv_objects(tags[0x2F]))[0x1F12].hex() == entry_mode
    assert (found[0x8A], found[0x8B], found[0x22][-2:]) == (b"\x0a", b"Visa\0", b"\x43\x21")
    assert ("04 FF 01 0B" in heard) == (method == "insert")


def test_a_type_that_only_the_container_tells() -> None:
    bench = Bench().ready()
    bench.do("auto_present", card={"type": "maestro"})
    found = parts(statuses(bench.sell())[0])
    assert found[0x8A] == b"\xff"
    assert dict(tlv_objects(found[0x06]))[0x41] == b"\x2e"


def test_a_hand_presents_the_card() -> None:
    bench = Bench().ready()
    bench.do("auto_present", on=False)
    assert bench.do("present_card")["outcome"] == "waiting"
    bench.wait(4)  # longer than the customer's patience
    bench.order(authorisation(1600))
    bench.wait(5)
    assert bench.do("state")["waits_for_card"] is True
    assert bench.do("present_card", method="tap", attempt="A7")["outcome"] == "taken"
    bench.until(lambda: COMPLETED in bench.heard)
    assert bench.do("state")["charges"][0]["attempt"] == "A7"  # type: ignore[index]


def test_without_a_card_it_ends_by_itself() -> None:
    bench = Bench(card=20).ready()
    bench.do("auto_present", on=False)
    assert brief(bench.sell()) == [POSITIVE, "04 FF 01 0A", "04 0F", ABORTED_6C]
    assert statuses(bench.heard) == ["04 0F 07 27 6C 29 29 00 10 06"]
    assert bench.books() == []


@pytest.mark.parametrize(
    ("form", "end"),
    [
        ("both", ["04 0F 07 27 6C 29 29 00 10 06", ABORTED_6C]),
        ("abort", [ABORTED_6C]),
        ("status", ["04 0F 07 27 6C 29 29 00 10 06", COMPLETED]),
    ],
)
@pytest.mark.parametrize("who", ["host", "customer"])
def test_abort_before_the_bank_is_asked(who: str, form: str, end: list[str]) -> None:
    bench = Bench().ready(abort_with=form)
    bench.do("auto_present", on=False)
    bench.order(authorisation(1600))
    bench.wait(3)
    bench.heard.clear()
    if who == "host":
        bench.order(ABORT)
        assert bench.heard.pop(0) == POSITIVE
    else:
        bench.do("cancel_at_terminal")
    bench.wait(3)
    assert bench.heard == end
    assert bench.books() == []
    assert bench.say(STATUS)[-1] == READY


def test_abort_during_the_pin() -> None:
    bench = Bench(pin=30).ready()
    bench.order(authorisation(1600))
    bench.until(lambda: "04 FF 01 01" in bench.heard)
    bench.order(ABORT)
    bench.wait(3)
    assert bench.heard[-1] == "04 FF 01 0B"  # the card is still to be taken
    assert ABORTED_6C in bench.heard
    assert bench.books() == []


def test_abort_comes_too_late_once_the_bank_is_asked() -> None:
    bench = Bench(host=5).ready()
    bench.order(authorisation(1600))
    bench.until(lambda: "04 FF 01 04" in bench.heard)
    bench.order(ABORT)
    assert bench.heard[-1] == "84 83 00"
    with pytest.raises(ControlError, match="cancelled"):
        bench.do("cancel_at_terminal")
    bench.until(lambda: COMPLETED in bench.heard)
    assert bench.books() == [(1600, "charged")]


def test_another_command_during_a_sale_is_told_to_wait() -> None:
    bench = Bench().ready()
    bench.do("auto_present", on=False)
    bench.order(authorisation(1600))
    bench.wait(1)
    bench.order(STATUS)
    bench.order(authorisation(900))
    assert bench.heard[-2:] == [NOT_FINISHED, NOT_FINISHED]
    bench.do("present_card")
    bench.until(lambda: COMPLETED in bench.heard)
    assert bench.books() == [(1600, "charged")]


@pytest.mark.parametrize(("fen", "code"), [(1605, "05"), (1651, "33"), (1691, "5B"), (1699, "7D")])
def test_the_bank_answers_by_the_amount(fen: int, code: str) -> None:
    bench = Bench(host_timeout=30).ready()
    before = bench.now
    heard = bench.sell(fen)
    assert [result(apdu) for apdu in statuses(heard)] == [code]
    assert heard[-1] == f"06 1E 01 {code}"
    assert (bench.now - before > 30) == (code == "7D")
    assert bench.books() == []


@pytest.mark.parametrize(("fen", "pin"), [(1655, "right"), (1600, "wrong")])
def test_a_wrong_pin_then_the_right_one(fen: int, pin: str) -> None:
    bench = Bench().ready()
    bench.do("auto_present", pin=pin)
    heard = bench.sell(fen)
    assert [result(apdu) for apdu in statuses(heard)] == ["37", "00"]
    assert "04 FF 01 15" in heard
    assert heard[-1] == COMPLETED
    assert bench.books() == [(fen, "charged")]


def test_three_wrong_pins() -> None:
    bench = Bench().ready()
    bench.do("auto_present", pin="wrong3")
    heard = bench.sell()
    assert [result(apdu) for apdu in statuses(heard)] == ["37", "37", "4B"]
    assert "04 FF 01 18" in heard
    assert heard[-1] == "06 1E 01 4B"
    assert bench.books() == []


def test_a_decline_on_demand_with_a_text_of_the_vendor() -> None:
    bench = Bench().ready()
    bench.do("decline_next", code="FF", text="打印机故障")
    heard = bench.sell()
    found = parts(statuses(heard)[0])
    assert found[0x27] == b"\xff"
    assert dict(tlv_objects(found[0x06]))[0x1F17].decode() == "打印机故障"
    assert bench.sell()[-1] == COMPLETED


def test_a_slow_bank() -> None:
    bench = Bench().ready()
    bench.do("host_slow", seconds=100)
    before = bench.now
    assert bench.sell()[-1] == COMPLETED
    assert bench.now - before > 100


# the answer to an approval


@pytest.mark.parametrize("answer", ["80 00 00", "84 00 00"])
def test_accepted(answer: str) -> None:
    bench = Bench().ready()
    bench.reflex = on_status(answer)
    assert bench.sell()[-1] == COMPLETED
    assert bench.books() == [(1600, "charged")]


def test_not_finished_and_then_accepted() -> None:
    bench = Bench().ready()
    answers = iter([NOT_FINISHED] * 5 + [POSITIVE])
    bench.reflex = lambda apdu: next(answers) if apdu.startswith("04 0F") else POSITIVE
    before = bench.now
    heard = bench.sell()
    assert len(set(statuses(heard))) == 1
    assert len(statuses(heard)) == 6
    assert bench.now - before > 10
    assert heard[-1] == COMPLETED
    assert bench.books() == [(1600, "charged")]


def test_not_finished_once_too_often() -> None:
    bench = Bench().ready()
    bench.reflex = lambda apdu: NOT_FINISHED if " 27 00 " in apdu else POSITIVE
    heard = bench.sell()
    assert len([apdu for apdu in statuses(heard) if " 27 00 " in apdu]) == 6
    assert heard[-2:] == ["04 0F 07 27 6C 29 29 00 10 06", ABORTED_6C]
    assert bench.books() == [(1600, "reversed")]


@pytest.mark.parametrize("answer", [REFUSED, "84 83 00", "84 FF 00"])
@pytest.mark.parametrize("sync", ["autoreversal", "1f1f"])
def test_refused_is_given_back(answer: str, sync: str) -> None:
    bench = Bench().ready(sync=sync)
    bench.reflex = on_status(answer)
    assert bench.sell()[-1] == ABORTED_6C
    assert bench.books() == [(1600, "reversed")]


def test_partly_issued() -> None:
    bench = Bench().ready()
    bench.reflex = on_status("84 9D 07 04 00 00 00 00 05 00")
    assert bench.sell()[-1] == COMPLETED
    assert bench.books() == [(500, "charged")]


@pytest.mark.parametrize("register", [REGISTER, REGISTER_3E])
def test_no_answer_within_the_hold_is_undone(register: str) -> None:
    bench = Bench().ready(register)
    bench.reflex = on_status(None)
    before = bench.now
    heard = bench.sell()
    assert 31 < bench.now - before < 40
    assert "04 FF 01 45" in heard  # automatic reversal, remove card
    assert heard[-1] == ABORTED_6C
    assert bench.books() == [(1600, "reversed")]


def test_the_hold_is_as_long_as_the_host_says() -> None:
    bench = Bench().ready()
    bench.reflex = on_status(None)
    before = bench.now
    bench.say(authorisation(1600).replace("01 1E", "01 05"))
    assert 5 < bench.now - before < 12


def test_no_answer_in_the_other_mode_leaves_a_live_charge() -> None:
    bench = Bench().ready(sync="1f1f")
    bench.reflex = on_status(None)
    heard = bench.sell()
    assert dict(tlv_objects(parts(statuses(heard)[0])[0x06]))[0x1F1F] == raw("0001")
    assert bench.books() == [(1600, "charged")]
    bench.reflex = on_status(POSITIVE)
    assert bench.say(REPEAT)[1] == statuses(heard)[0]


@pytest.mark.parametrize(
    ("mirror", "books", "receipt"),
    [
        ("0000", [(1600, "reversed"), (900, "charged")], "0001"),
        ("0001", [(1600, "charged"), (900, "charged")], "0002"),
        ("0009", [(1600, "charged"), (900, "charged")], "0002"),
        ("", [(1600, "charged"), (900, "charged")], "0002"),
    ],
)
def test_the_next_sale_may_take_the_last_one_back(mirror: str, books: list[tuple[int, str]], receipt: str) -> None:
    bench = Bench().ready(sync="1f1f", after_auto_reversal="flagged")
    bench.sell(1600)
    tag = f"06 {len(mirror) // 2 + 3:02X} 1F 1F {len(mirror) // 2:02X} {mirror}"
    heard = bench.sell(900, tag)
    assert bench.books() == books
    assert parts(statuses(heard)[0])[0x87].hex() == receipt


@pytest.mark.parametrize("answer", [None, "84 CC 00"])
def test_a_receipt_that_is_not_taken_undoes_the_charge(answer: str | None) -> None:
    bench = Bench().ready()
    bench.reflex = lambda apdu: answer if apdu.startswith("06 D3") else POSITIVE
    assert bench.sell()[-1] == ABORTED_6C
    assert bench.books() == [(1600, "reversed")]
    bench.do("options", sync="1f1f")
    assert bench.sell()[-1] == COMPLETED
    assert bench.books()[1:] == [(1600, "charged")]


def test_completion_is_repeated_and_changes_nothing() -> None:
    bench = Bench().ready()
    bench.reflex = lambda apdu: None if apdu == COMPLETED else POSITIVE
    assert bench.sell()[-3:] == [COMPLETED] * 3
    assert bench.books() == [(1600, "charged")]


def test_a_dead_link_at_the_approval_is_undone_in_the_background() -> None:
    bench = Bench(auto_reversal=60).ready()
    bench.dies_at = "04 0F"
    assert len(statuses(bench.sell())) == 3
    assert bench.books() == [(1600, "charged")]
    bench.revive()
    assert bench.say(STATUS)[-1] == "06 0F 01 9C"
    assert bench.say(REPEAT) == [POSITIVE, "06 1E 01 9C"]
    bench.wait(60)
    assert bench.books() == [(1600, "reversed")]
    assert bench.say(STATUS)[-1] == READY


def test_a_card_that_stays_holds_up_the_automatic_reversal() -> None:
    bench = Bench().ready()
    bench.do("auto_present", stays=True)
    bench.reflex = on_status(None)
    bench.order(authorisation(1600))
    bench.wait(100)
    assert bench.books() == [(1600, "charged")]
    bench.do("remove_card")
    bench.wait(3)
    assert bench.books() == [(1600, "reversed")]


def test_a_card_left_after_a_sale_shows_in_the_status() -> None:
    bench = Bench().ready()
    bench.do("auto_present", stays=True)
    bench.sell()
    assert bench.say(STATUS)[-1] == "06 0F 01 E1"
    bench.do("remove_card")
    assert bench.say(STATUS)[-1] == READY


# what 06 20 and 06 30 make of it


@pytest.mark.parametrize(
    ("after", "repeat", "shown"),
    [
        ("reversal", "all", {"27": "00", "04": 1600, "37": "000002"}),
        ("reversal", "successful", {"27": "00", "04": 1600, "37": "000002"}),
        ("flagged", "all", {"27": "B4", "04": 1600, "37": None}),
        ("flagged", "successful", {"27": "00", "04": 700, "37": None}),
        ("dropped", "all", {"27": "00", "04": 700, "37": None}),
    ],
)
def test_what_is_shown_of_an_undone_charge(after: str, repeat: str, shown: dict[str, object]) -> None:
    bench = Bench().ready(after_auto_reversal=after, repeat=repeat)
    bench.sell(700)
    bench.reflex = on_status(None)
    bench.sell(1600)
    bench.reflex = on_status(POSITIVE)
    found = parts(bench.say(REPEAT)[1])
    seen = {
        "27": found[0x27].hex().upper(),
        "04": from_bcd(found[0x04]),
        "37": found[0x37].hex() if 0x37 in found else None,
    }
    assert seen == shown


def test_an_undoing_still_to_come_may_not_show() -> None:
    bench = Bench(auto_reversal=20).ready(pending_shows="stored")
    bench.reflex = on_status(None)
    bench.sell()
    bench.reflex = on_status(POSITIVE)
    assert bench.say(STATUS)[-1] == READY
    found = parts(bench.say(REPEAT)[1])
    assert (found[0x27], 0x37 in found) == (b"\0", False)
    assert bench.books() == [(1600, "charged")]
    bench.wait(20)
    assert bench.books() == [(1600, "reversed")]
    assert 0x37 in parts(bench.say(REPEAT)[1])


def test_a_new_sale_waits_for_the_undoing() -> None:
    bench = Bench(auto_reversal=20).ready(pending_shows="stored")
    bench.reflex = on_status(None)
    bench.sell()
    bench.reflex = on_status(POSITIVE)
    heard = bench.sell(900)
    assert heard[:3] == [POSITIVE, "04 FF 01 05", "04 FF 01 0A"]
    assert bench.books() == [(1600, "reversed"), (900, "charged")]


@pytest.mark.parametrize(("repeat", "code"), [("all", "33"), ("successful", "00")])
def test_whether_a_failed_sale_is_a_last_transaction(repeat: str, code: str) -> None:
    bench = Bench().ready(repeat=repeat)
    bench.sell(1600)
    bench.sell(1651)
    assert result(bench.say(REPEAT)[1]) == code


def test_reversal_and_its_refusals() -> None:
    bench = Bench().ready()
    bench.sell(1600)
    bench.sell(900)
    assert bench.say(reversal("0001", 1700))[-1] == "06 1E 01 B5"
    assert bench.say(reversal("0042"))[-1] == "06 1E 01 B5"
    heard = bench.say(reversal("0001", 1600))
    assert heard[-1] == COMPLETED
    found = parts(statuses(heard)[0])
    assert (found[0x27], found[0x37]) == (b"\0", raw("000001"))
    assert bench.books() == [(1600, "reversed"), (900, "charged")]
    again = bench.say(reversal("0001"))
    assert (result(statuses(again)[0]), again[-1]) == ("B4", "06 1E 01 B4")
    assert parts(bench.say(REPEAT)[1])[0x37] == raw("000001")
    bench.do("refuse_reversal", code="B5")
    refused = bench.say(reversal("0002", 900))
    assert (result(statuses(refused)[0]), refused[-1]) == ("B5", "06 1E 01 B5")
    assert bench.books() == [(1600, "reversed"), (900, "charged")]


def test_foreign_sale_and_lost_journal() -> None:
    bench = Bench().ready()
    bench.sell(1600)
    bench.do("foreign_sale", amount=5000)
    assert from_bcd(parts(bench.say(REPEAT)[1])[0x04]) == 5000
    bench.do("lose_journal")
    assert bench.say(REPEAT) == [POSITIVE, "06 1E 01 83"]
    assert bench.books() == [(1600, "charged"), (5000, "charged")]


# faults in what it says


def test_wrong_amount_currency_and_tid() -> None:
    bench = Bench().ready()
    bench.do("falsify_next", amount=160, currency="0978", tid="29001007")
    found = parts(statuses(bench.sell())[0])
    assert (from_bcd(found[0x04]), found[0x49], found[0x29]) == (160, raw("0978"), raw("29001007"))
    assert from_bcd(parts(bench.say(REPEAT)[1])[0x04]) == 1600
    bench.do("falsify_next", amount=7, **{"in": "repeat"})
    assert from_bcd(parts(bench.say(REPEAT)[1])[0x04]) == 7
    assert bench.books() == [(1600, "charged")]


def test_unknown_bitmap_and_tag_and_a_second_status() -> None:
    bench = Bench().ready()
    for name in ("unknown_bmp", "unknown_tlv", "double_status"):
        bench.do(name)
    first, second = statuses(bench.sell())
    assert first == second
    assert first.endswith("B0 01 02")
    assert "1F 99 03 01 02 03" in first
    assert bench.books() == [(1600, "charged")]


def test_a_misconfigured_terminal_says_whole_numbers() -> None:
    bench = Bench().ready()
    bench.do("pan_unmasked")
    bench.do("auto_present", card={"pan": "6222020000000001235"})
    heard = bench.sell()
    assert parts(statuses(heard)[0])[0x22] == raw("6222020000000001235F")
    assert any(b"6222020000000001235" in raw(apdu) for apdu in heard if apdu.startswith("06 D3"))
    assert "6222020000000001235" not in str(bench.do("state")["journal"])


def test_numbers_wrap() -> None:
    bench = Bench().ready()
    bench.do("counters", receipt=9999, trace=999_999)
    found = parts(statuses(bench.sell())[0])
    assert (found[0x87], found[0x0B]) == (raw("0001"), raw("000001"))


def test_nothing_half_sent() -> None:
    assert unwrap(raw("06 10 02 06 0F")) == (["06"], raw("10 02 06 0F"))
