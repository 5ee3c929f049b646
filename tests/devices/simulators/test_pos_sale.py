"""A sale at the simulated POS, from the card to the answer, in both dialects (specs/pos-integrado.md sections 5 to 7)."""

import pytest

from devices.simulators.device import ControlError
from devices.simulators.pos import PosAutoservicio, PosIntegrado
from devices.simulators.pos_settings import MUST_CLOSE
from tests.devices.simulators.pos_bench import ACK, PosBench

KINDS = pytest.mark.parametrize("kind", [PosIntegrado, PosAutoservicio])

CODES = [
    "01",
    "02",
    "03",
    "06",
    "07",
    "09",
    "10",
    "12",
    "13",
    "16",
    "20",
    "22",
    "24",
    "26",
    "62",
    "65",
    "67",
    "70",
    "72",
    "74",
]
CODES += ["76", "77", "93", "94"]
"""Section 6.2 without those of other requests."""


def ready(kind: type[PosIntegrado] = PosIntegrado, undo: float = 1.0) -> PosBench:
    bench = PosBench(kind, undo=undo)
    bench.do("auto_present")
    return bench


@KINDS
def test_a_sale_tells_what_it_waits_for_and_is_charged_before_it_is_answered(kind: type[PosIntegrado]) -> None:
    bench = PosBench(kind)
    assert bench.ask(bench.sale_text(), 5) == ["ACK", "0900|84|"]
    assert bench.state()["waits_for_card"]
    assert bench.charges() == []
    assert bench.do("present_card", card={"last4": "6677", "type": "visa"}, attempt="A-1") == {"outcome": "taken"}
    assert bench.listen_for("0210")[:-1] == ["0900|81|", "0900|82|"]
    charge = bench.state()["charges"][0]
    assert {key: charge[key] for key in ("ticket", "amount", "state", "trace", "last4", "attempt")} == {
        "ticket": "000123",
        "amount": 1500,
        "state": "charged",
        "trace": "000001",
        "last4": "6677",
        "attempt": "A-1",
    }
    assert bench.state()["phase"] == "idle"


def test_what_an_integrado_answer_holds() -> None:
    bench = PosBench()
    bench.do("auto_present", card={"last4": "6677", "type": "visa"}, debit=True)
    fields = bench.sell()
    charge = bench.state()["charges"][0]
    assert fields[:16] == [
        *("0210", "00", "597029414300", "75001234", "000123", charge["auth"], "1500", "0", "", "6677", "000001", "DB"),
        *("", "", "VI", fields[15]),
    ]
    assert fields[17:] == ["", "", ""]
    assert f"{fields[15][4:]}-{fields[15][2:4]}-{fields[15][:2]}" == charge["at"][:10]


def test_what_an_autoservicio_answer_holds() -> None:
    bench = ready(PosAutoservicio)
    fields = bench.sell()
    assert fields[:10] == [
        *("0210", "00", "597029414300", "75001234", "000123", bench.state()["charges"][0]["auth"]),
        *("000001500", "0010", "000001", "CR"),
    ]
    lines = [fields[15][at : at + 40] for at in range(0, len(fields[15]), 40)]
    assert {len(line) for line in lines} == {40}
    assert any(line.endswith("15.00") for line in lines)
    assert any(line.endswith("************0010") for line in lines)
    assert any(line.endswith("000123") for line in lines)


def test_flags_leave_voucher_and_progress_out() -> None:
    bench = ready(PosAutoservicio)
    heard = bench.ask("0200|000001500|000123|0|0")
    assert heard[0] == "ACK"
    assert heard[1].split("|")[15] == ""
    assert len(heard) == 2
    bench = ready()
    assert len(bench.ask("0200|1500|000124|||0|")) == 2


@KINDS
@pytest.mark.parametrize("code", CODES)
def test_every_code_can_be_had_and_takes_nothing(kind: type[PosIntegrado], code: str) -> None:
    bench = ready(kind)
    bench.do("decline_next", code=code)
    fields = bench.sell()
    assert fields[1] == code
    assert bench.charges() == []
    assert bench.sell(ticket="000124")[1] == "00"
    assert bench.charges() == [("000124", 1500, "charged")]


@pytest.mark.parametrize(("code", "stages"), [("10", 0), ("22", 1), ("06", 1), ("93", 3)])
def test_a_refusal_comes_at_its_own_stage(code: str, stages: int) -> None:
    bench = ready()
    bench.do("decline_next", code=code)
    assert bench.ask(bench.sale_text())[1:-1] == ["0900|84|", "0900|81|", "0900|82|"][:stages]


def test_a_refusal_can_be_short() -> None:
    bench = ready()
    bench.do("options", short_declines=True)
    bench.do("decline_next", code="93")
    assert bench.sell() == ["0210", "93", "597029414300", "75001234", ""]
    bench.do("options", short_declines=False)
    bench.do("decline_next", code="93")
    full = bench.sell()
    assert (full[4], full[5], full[6], full[10]) == ("000123", "", "1500", "")


@pytest.mark.parametrize(("amount", "code"), [(1505, "01"), (1551, "93"), (1591, "03"), (1599, "02"), (1555, "00")])
def test_the_bank_answers_by_the_last_two_digits(amount: int, code: str) -> None:
    bench = ready()
    started = bench.now
    heard = bench.ask(bench.sale_text(amount))
    assert heard[-1].split("|")[1] == code
    assert heard.count("0900|81|") == (2 if amount == 1555 else 1)
    assert (bench.now - started > 30) == (amount == 1599)
    assert bench.charges() == ([("000123", 1555, "charged")] if amount == 1555 else [])
    bench.do("options", bank_script=False)
    assert bench.sell(amount, "000124")[1] == "00"


def test_amounts_that_are_too_small() -> None:
    bench = ready()
    assert bench.sell(0)[1] == "72"
    bench.do("options", minimum=1000)
    assert bench.sell(999)[1] == "10"
    assert bench.sell(1000)[1] == "00"


@pytest.mark.parametrize(
    ("pin", "asked", "code"), [("right", 1, "00"), ("wrong", 2, "00"), ("wrong3", 3, "65"), ("none", 0, "00")]
)
def test_pins(pin: str, asked: int, code: str) -> None:
    bench = PosBench()
    bench.do("auto_present", pin=pin)
    heard = bench.ask(bench.sale_text())
    assert heard.count("0900|81|") == asked
    assert heard[-1].split("|")[1] == code
    assert len(bench.charges()) == (code == "00")


def test_a_tapped_card_needs_no_pin() -> None:
    bench = PosBench()
    bench.do("auto_present", method="tap")
    assert bench.ask(bench.sale_text())[:-1] == ["ACK", "0900|84|", "0900|82|"]


@KINDS
def test_nobody_comes(kind: type[PosIntegrado]) -> None:
    bench = PosBench(kind)
    assert bench.ask(bench.sale_text(), 59) == ["ACK", "0900|84|"]
    assert bench.listen_for("0210", 10)[-1].split("|")[1] == "22"
    assert bench.charges() == []


def test_a_card_that_is_held_out_early_is_taken_if_the_customer_is_patient() -> None:
    bench = PosBench(patience=3)
    assert bench.do("present_card") == {"outcome": "waiting"}
    bench.wait(2)
    assert bench.sell()[1] == "00"
    bench.do("present_card")
    bench.wait(4)
    assert bench.ask(bench.sale_text(ticket="000124"), 5) == ["ACK", "0900|84|"]


@KINDS
def test_cancel_until_the_bank_is_asked(kind: type[PosIntegrado]) -> None:
    bench = PosBench(kind, pin=5, bank=5)
    bench.ask(bench.sale_text(), 1)
    bench.do("cancel_at_terminal")
    assert bench.listen_for("0210")[-1].split("|")[1] == "07"
    bench.ask(bench.sale_text(), 1)
    bench.do("present_card")
    bench.listen_for("0900|81|")
    bench.do("cancel_at_terminal")
    assert bench.listen_for("0210")[-1].split("|")[1] == "07"
    bench.ask(bench.sale_text(), 1)
    bench.do("present_card")
    bench.listen_for("0900|82|")
    with pytest.raises(ControlError, match="cancelled"):
        bench.do("cancel_at_terminal")
    assert bench.listen_for("0210")[-1].split("|")[1] == "00"
    with pytest.raises(ControlError):
        bench.do("cancel_at_terminal")
    assert len(bench.charges()) == 1


def test_a_slow_bank_and_one_that_is_too_slow() -> None:
    bench = ready()
    bench.do("host_slow", seconds=25)
    started = bench.now
    assert bench.sell()[1] == "00"
    assert bench.now - started > 25
    bench.do("host_slow", seconds=31)
    assert bench.sell(ticket="000124")[1] == "02"
    assert len(bench.charges()) == 1


def test_an_answer_of_the_bank_that_is_lost_is_undone() -> None:
    bench = ready(undo=5)
    bench.do("lose_bank_answer")
    assert bench.sell()[1] == "02"
    assert bench.charges() == [("000123", 1500, "charged")]
    assert bench.last()[1] == "11"
    bench.wait(5)
    assert bench.charges() == [("000123", 1500, "reversed")]


@pytest.mark.parametrize("code", MUST_CLOSE)
def test_a_day_that_must_be_closed_refuses_sales(code: str) -> None:
    bench = ready()
    bench.do("must_close", code=code)
    assert bench.sell()[1] == code
    assert bench.ask("0500||")[-1].startswith("0510|00|")
    assert bench.sell()[1] == "00"


def test_keys_and_paper() -> None:
    bench = ready()
    bench.do("keys_lost")
    assert bench.sell()[1] == "26"
    assert bench.ask("0800")[-1] == "0810|00|597029414300|75001234|"
    assert bench.sell()[1] == "00"
    bench.do("paper_out")
    assert bench.sell(ticket="000124")[1] == "24"
    bench.do("paper_in")
    assert bench.sell(ticket="000124")[1] == "00"


def test_any_number_of_progress_messages() -> None:
    bench = ready()
    bench.do("progress", codes=["78", "79", "80", "85", "86", "87", "83"] * 5)
    heard = bench.ask(bench.sale_text())
    assert len([one for one in heard if one.startswith("0900")]) == 38
    assert bench.state()["link"]["progress_unheard"] == 0


def test_the_sale_goes_on_although_nobody_acknowledges_its_progress() -> None:
    bench = ready()
    bench.say(bench.sale_text())
    heard = bench.hear(8)
    assert [one.split("|")[0] for one in heard] == ["ACK", "0900", "0900", "0900", "0210"]
    assert bench.state()["link"]["progress_unheard"] == 3
    bench.write(ACK)
    assert bench.state()["link"]["given_up"] == 0
