"""Every other command of the simulated ZVT terminal: registration, status, maintenance, end of day, refusals, settings."""

from datetime import datetime
from pathlib import Path

import pytest

from devices.simulators.device import ControlError
from devices.simulators.zvt_fields import fields, from_bcd, tlv_objects
from tests.devices.simulators.zvt_bench import (
    ABORT,
    COMPLETED,
    END_OF_DAY,
    POSITIVE,
    READY,
    REGISTER,
    REGISTER_3E,
    REGISTER_LINES,
    REGISTERED,
    REPEAT,
    STATUS,
    Bench,
    authorisation,
    on_status,
    raw,
    reversal,
    statuses,
)

LOG_OFF, DIAGNOSIS, INITIALISATION, RESET = "06 02 00", "06 70 00", "06 93 03 00 00 00", "06 18 00"


def test_registration_answers_as_the_vector_says() -> None:
    assert Bench().say(REGISTER) == [POSITIVE, REGISTERED]


@pytest.mark.parametrize(
    ("register", "answer"),
    [
        (REGISTER_LINES, "06 0F 0A 19 10 29 29 00 10 06 49 01 56"),
        ("06 00 04 00 00 00 BE", "06 0F 07 19 10 29 29 00 10 06"),
        ("06 00 06 12 34 56 BA 01 56", "06 0F 0A 19 10 29 29 00 10 06 49 01 56"),
    ],
)
def test_registration_tells_only_what_was_asked(register: str, answer: str) -> None:
    assert Bench().say(register) == [POSITIVE, answer]


def test_registration_of_a_simpler_terminal() -> None:
    bench = Bench()
    bench.do("options", utf8=False, vending=False, tid="12345678")
    assert bench.say(REGISTER) == [POSITIVE, "06 0F 0A 19 00 29 12 34 56 78 49 01 56"]
    assert bench.do("state")["registration"]["columns"] == 42  # type: ignore[index]


@pytest.mark.parametrize(
    ("form", "answer"), [("84", ["84 6F 00"]), ("061E", [POSITIVE, "06 1E 03 6F 01 56"]), ("841E", ["84 1E 03 6F 01 56"])]
)
def test_a_wrong_currency_is_refused_in_each_form(form: str, answer: list[str]) -> None:
    bench = Bench().ready(currency_refusal=form)
    assert bench.say("06 00 06 00 00 00 BE 09 78") == answer
    assert bench.say(authorisation(1600).replace("49 01 56", "49 09 78")) == answer
    assert bench.say(reversal("0001", 1600).replace("49 01 56", "49 09 78")) == answer
    assert bench.books() == []


@pytest.mark.parametrize(
    "order",
    [
        "06 00 02 00 00",
        "06 00 05 00 00 00 BE 01",
        "06 01 00",
        "06 01 03 B0 01 02",
        "06 01 07 04 00 00 00 00 16 0A",
        "06 30 03 00 00 00",
        "06 91 04 AA 26 13 40",
        "06 22 0C 04 00 00 00 01 00 00 49 01 56 19 40",
        "06 24 00",
        "06 25 06 87 02 31 49 01 56",
        "06 23 03 87 00 01",
        "06 C0 00",
        "0F 00 00",
    ],
)
def test_unknown_or_unreadable_is_84_83(order: str) -> None:
    bench = Bench().ready()
    assert bench.say(order) == ["84 83 00"]
    assert bench.books() == []


def test_known_bitmaps_that_are_not_used_are_ignored() -> None:
    bench = Bench().ready()
    assert bench.say(authorisation(1600, "3C F0 F0 F2 41 42 8A 05"))[-1] == COMPLETED


def test_no_amount_to_pay() -> None:
    assert Bench().ready().say(authorisation(0)) == [POSITIVE, "06 1E 01 C8"]


@pytest.mark.parametrize("order", [authorisation(1600), REPEAT, END_OF_DAY, reversal("0001")])
def test_before_registration_and_after_log_off(order: str) -> None:
    bench = Bench()
    assert bench.say(order) == [POSITIVE, "06 1E 01 6B"]
    bench.ready()
    assert bench.say(LOG_OFF) == [POSITIVE]
    assert bench.do("state")["registration"]["config"] == 0x86  # type: ignore[index]
    assert bench.say(order) == [POSITIVE, "06 1E 01 6B"]


def test_status_enquiry_in_its_forms() -> None:
    bench = Bench()
    assert bench.say("05 01 00") == [POSITIVE, "06 0F 0B F0 F0 F7 31 2E 30 2E 53 49 4D 00"]
    assert bench.say("05 01 05 00 00 00 03 06") == [POSITIVE, READY]
    bench.say(REGISTER)
    assert bench.say("05 01 05 00 00 00 03 06") == [POSITIVE, "06 0F 07 00 06 04 1F 43 01 00"]
    assert bench.say(STATUS) == [POSITIVE, READY]


@pytest.mark.parametrize("code", ["51", "9C", "B1", "C2", "CC", "DF", "E2", "F0"])
def test_a_locked_terminal_refuses_all_but_a_few(code: str) -> None:
    bench = Bench().ready()
    bench.do("terminal_status", code=code)
    assert bench.say(STATUS)[-1] == f"06 0F 01 {code}"
    for order in (authorisation(1600), REPEAT, reversal("0001")):
        assert bench.say(order) == [POSITIVE, f"06 1E 01 {code}"]
    assert bench.say(REGISTER)[-1] == REGISTERED
    assert bench.say(ABORT) == [POSITIVE]
    bench.do("options", locked_answers_first=False)
    assert bench.say(REPEAT) == [f"06 1E 01 {code}"]
    assert bench.books() == []


@pytest.mark.parametrize("code", ["00", "62", "DC"])
def test_a_status_that_locks_nothing(code: str) -> None:
    bench = Bench().ready()
    bench.do("terminal_status", code=code)
    assert bench.sell()[-1] == COMPLETED


def test_a_status_for_a_while() -> None:
    bench = Bench().ready()
    bench.do("terminal_status", code="9C", seconds=60)
    bench.wait(59)
    assert bench.say(STATUS)[-1] == "06 0F 01 9C"
    bench.wait(2)
    assert bench.say(STATUS)[-1] == READY


@pytest.mark.parametrize(("code", "cure"), [("51", INITIALISATION), ("C2", DIAGNOSIS), ("F0", END_OF_DAY)])
def test_maintenance_that_cures(code: str, cure: str) -> None:
    bench = Bench().ready()
    bench.do("terminal_status", code=code)
    assert bench.say(cure)[-1] == COMPLETED
    assert bench.say(STATUS)[-1] == READY


def test_diagnosis_sets_the_clock_of_the_host_and_prints() -> None:
    heard = Bench().ready().say(DIAGNOSIS)
    assert [apdu[:5] for apdu in heard] == ["80 00", "04 FF", "04 01", "06 D3", "06 0F"]
    assert len(fields(raw(heard[2])[3:])[0xAA]) == 3
    heard = Bench().ready(REGISTER_3E).say(DIAGNOSIS)
    assert [apdu[:5] for apdu in heard] == ["80 00", "04 FF", "04 01", "06 0F"]


def test_reset_takes_a_while_and_forgets_the_registration() -> None:
    bench = Bench(boot=5).ready()
    assert bench.say(RESET)[-1] == COMPLETED
    assert bench.say(STATUS) == []
    bench.wait(5)
    assert bench.say(REPEAT)[-1] == "06 1E 01 6B"


def test_end_of_day_totals() -> None:
    bench = Bench().ready()
    assert statuses(bench.say(END_OF_DAY))[0].startswith("04 0F 55 27 00 04 00 00 00 00 00 00")
    for fen, kind in ((1600, "unionpay"), (900, "visa"), (700, "visa"), (300, "unionpay")):
        bench.do("auto_present", card={"type": kind})
        bench.sell(fen)
    bench.say(reversal("0004"))
    bench.reflex = on_status(None)
    bench.sell(50_000)
    bench.reflex = on_status(POSITIVE)
    bench.sell(1605)
    heard = bench.say(END_OF_DAY)
    assert [apdu[:5] for apdu in heard] == ["80 00", "04 FF", "04 0F", "06 D3", "06 0F"]
    found = fields(raw(statuses(heard)[0])[3:])
    assert from_bcd(found[0x04]) == 3200
    sums = found[0x60]
    assert len(sums) == 53
    assert (sums[:2], sums[2:4]) == (raw("0001"), raw("0003"))
    counters = [(sums[at], from_bcd(sums[at + 1 : at + 7])) for at in range(4, 53, 7)]
    assert counters == [(0, 0), (0, 0), (0, 0), (0, 0), (2, 1600), (0, 0), (1, 1600)]
    assert bench.say(reversal("0001"))[-1] == "06 1E 01 B5"
    assert from_bcd(fields(raw(statuses(bench.say(END_OF_DAY))[0])[3:])[0x04]) == 0


def test_no_open_pre_authorisation_and_no_refund() -> None:
    bench = Bench().ready()
    assert bench.say("06 23 03 87 FF FF") == [POSITIVE, "06 1E 04 B8 87 FF FF"]
    assert bench.say("06 31 0D 00 00 00 04 00 00 00 00 16 00 49 01 56") == [POSITIVE, "06 1E 01 83"]


def test_repeat_receipt_by_its_service_byte() -> None:
    bench = Bench().ready()
    bench.sell()
    forms = {"00": ["06 D3", "06 D3"], "01": ["04 0F", "06 D3", "06 D3"], "02": [], "03": ["04 0F"]}
    for service, middle in forms.items():
        heard = bench.say(REPEAT[:-2] + service)
        assert [apdu[:5] for apdu in heard] == ["80 00", *middle, "06 0F"]
    bench.do("options", repeat="unsupported")
    assert bench.say(REPEAT) == ["84 83 00"]


def test_the_clock_is_the_terminals_own() -> None:
    bench = Bench().ready()
    assert bench.say("06 91 08 AA 30 02 28 0C 12 00 30") == [POSITIVE]
    at = datetime.fromisoformat(str(bench.device.state.stamp()))
    assert at.date() == datetime(2030, 2, 28).date()  # noqa: DTZ001 - the terminal's local time
    found = fields(raw(statuses(bench.sell())[0])[3:])
    assert found[0x0D] == raw("0228")
    assert found[0x0C][0] == 0x12
    bench.do("clock", offset_s=0)
    assert not bench.device.state.stamp().startswith("2030")


@pytest.mark.parametrize(("code", "baud"), [("00", 9600), ("01", 19_200), ("06", 57_600), ("07", 115_200)])
def test_another_speed_two_seconds_later(code: str, baud: int) -> None:
    bench = Bench()
    bench.order(f"08 40 01 {code}")
    bench.wait(1.9)
    assert (bench.heard, bench.baud) == ([POSITIVE], 0)
    bench.wait(0.2)
    assert bench.baud == baud


def test_a_speed_that_cannot_be() -> None:
    bench = Bench()
    assert bench.say("08 40 01 05") == ["84 FD 00"]
    bench.do("options", fixed_baud=True)
    assert bench.say("08 40 01 07") == ["84 7D 00"]
    assert bench.baud == 0


def test_small_messages_if_the_host_says_so() -> None:
    bench = Bench().ready(REGISTER.replace("06 00 18", "06 00 1C").replace("06 0E", "06 12") + " 1A 02 00 60")
    heard = bench.sell()
    prints = [apdu for apdu in heard if apdu.startswith("06 D3")]
    assert len(prints) > 6
    assert all(len(raw(apdu)) <= 0x60 for apdu in prints)
    assert all(0x25 in dict(tlv_objects(fields(raw(apdu)[3:])[6])) for apdu in prints)


def test_progress_only_if_the_host_wants_it() -> None:
    bench = Bench().ready(REGISTER.replace("BE", "B6", 1))
    heard = bench.sell()
    assert not [apdu for apdu in heard if apdu.startswith("04 FF")]
    assert heard[-1] == COMPLETED


def test_settings_survive_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "books"
    bench = Bench(path).ready(sync="1f1f", repeat="successful")
    bench.do("timing", host=0.7)
    bench.sell()
    bench.device.close()
    again = Bench(path)
    assert again.device.state.options == bench.device.state.options
    assert again.device.state.auto_present is not None
    again.say(REGISTER)
    assert bench.books() == again.books()
    assert statuses(again.sell())[0].count("87 00 02") == 1
    again.device.close()


@pytest.mark.parametrize(
    "command",
    [
        {"command": "dance"},
        {"command": "options", "colour": "red"},
        {"command": "options", "sync": "maybe"},
        {"command": "options", "tid": "12"},
        {"command": "options", "tlv": "yes"},
        {"command": "timing", "card": -1},
        {"command": "timing", "tea": 1},
        {"command": "decline_next", "code": "00"},
        {"command": "decline_next", "code": "5"},
        {"command": "terminal_status", "code": "XY"},
        {"command": "die_at", "step": "lunch"},
        {"command": "falsify_next"},
        {"command": "falsify_next", "tid": "x"},
        {"command": "present_card", "card": {"cvv": "123"}},
        {"command": "present_card", "card": {"last4": "12345678901234567890"}},
        {"command": "present_card", "card": 5},
        {"command": "present_card", "method": "throw"},
        {"command": "clock", "offset_s": "late"},
        {"command": "cancel_at_terminal"},
        {"command": "remove_card"},
        {"command": "counters", "receipt": 10_000},
    ],
)
def test_a_wrong_control_command_is_told(command: dict[str, object]) -> None:
    bench = Bench()
    with pytest.raises(ControlError):
        bench.device.control(command, bench.now)
