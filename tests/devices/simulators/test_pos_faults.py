"""The simulated POS dies, lies, forgets, and comes back: what stands then at the bank and in its journal
(specs/pos-integrado.md sections 8.3 and 11)."""

import json
from pathlib import Path
from typing import Any

import pytest

from devices.simulators import pos_controls
from devices.simulators.device import ControlError, DeviceOptions, SetupError
from devices.simulators.pos import PosAutoservicio, PosIntegrado
from devices.simulators.pos_terminal import MOMENTS
from tests.devices.simulators.pos_bench import ACK, PosBench

KINDS = pytest.mark.parametrize("kind", [PosIntegrado, PosAutoservicio])

BEFORE_THE_CHARGE = [
    "received",
    "acknowledged",
    "told_84",
    "waiting_for_card",
    "card",
    "told_81",
    "pin",
    "told_82",
    "bank_asked",
]
AFTER_IT_IS_STORED = ["stored", "answered", "finished"]


def ready(kind: type[PosIntegrado] = PosIntegrado, state: Path | None = None) -> PosBench:
    bench = PosBench(kind, state)
    bench.do("auto_present")
    return bench


def restarted(bench: PosBench, state: Path) -> PosBench:
    """The same books in a new simulator."""
    bench.device.close()
    return PosBench(bench.kind, state)


def charged_fen(bench: PosBench) -> int:
    """What stands at the bank by the charges themselves."""
    return sum(fen for _, fen, state in bench.charges() if state == "charged")


@KINDS
@pytest.mark.parametrize("moment", [*BEFORE_THE_CHARGE, "bank_charged", *AFTER_IT_IS_STORED])
@pytest.mark.parametrize("how", ["power_on", "restart_after", "new_process"])
def test_m6_bank_and_journal_agree_wherever_the_pos_dies(
    *, kind: type[PosIntegrado], moment: str, how: str, tmp_path: Path
) -> None:
    bench = ready(kind, tmp_path / "books")
    assert bench.sell(900, "000001")[1] == "00"
    bench.do("die_at", step=moment, **({"restart_after": 2} if how == "restart_after" else {}))
    heard = bench.ask(bench.sale_text(), 10)
    assert (moment in ("answered", "finished")) == any(one.startswith("0210") for one in heard)
    assert ("ACK" in heard) == (moment != "received")
    if how == "power_on":
        assert not bench.state()["powered"]
        bench.do("power_on")
    elif how == "new_process":
        bench = restarted(bench, tmp_path / "books")
    bench.wait(3)
    stands = moment in AFTER_IT_IS_STORED
    assert bench.last()[4] == ("000123" if stands else "000001")
    assert charged_fen(bench) == bench.state()["day"]["fen"] == (2400 if stands else 900)
    assert ("000123", 1500, "reversed") in bench.charges() or moment != "bank_charged"
    bench.do("auto_present")
    assert bench.sell(700, "000124")[1] == "00"


@KINDS
def test_a_pos_that_completes_what_it_had_not_written_down(kind: type[PosIntegrado], tmp_path: Path) -> None:
    bench = ready(kind, tmp_path / "books")
    bench.do("options", unfinished="complete")
    bench.do("die_at", step="bank_charged")
    bench.ask(bench.sale_text(), 10)
    assert [entry["state"] for entry in bench.state()["journal"]] == ["PENDING_HOST"]
    bench = restarted(bench, tmp_path / "books")
    assert bench.last()[4:7] == ["000123", "007919", "1500" if kind is PosIntegrado else "000001500"]
    assert bench.charges() == [("000123", 1500, "charged")]


@KINDS
@pytest.mark.parametrize(
    ("moment", "given_back"),
    [("received", False), ("acknowledged", False), ("bank_asked", False)]
    + [(moment, True) for moment in ("bank_reversed", "stored", "answered", "finished")],
)
def test_a_void_is_done_once_wherever_the_pos_dies(
    *, kind: type[PosIntegrado], moment: str, given_back: bool, tmp_path: Path
) -> None:
    bench = ready(kind, tmp_path / "books")
    bench.sell()
    request = "1200|000001|" if kind is PosIntegrado else "1200"
    bench.do("die_at", step=moment, of="1200")
    bench.ask(request, 10)
    assert bench.charges() == [("000123", 1500, "reversed" if given_back else "charged")]
    bench = restarted(bench, tmp_path / "books")
    assert bench.ask(request)[-1].split("|")[1] == ("04" if given_back else "00")
    assert bench.charges() == [("000123", 1500, "reversed")]
    assert bench.state()["day"]["fen"] == 0


@KINDS
def test_m6_charge_and_void_are_on_file_before_a_byte_of_their_answer_leaves(
    kind: type[PosIntegrado], tmp_path: Path
) -> None:
    bench = ready(kind, tmp_path / "books")
    seen = []

    def send(data: bytes, delay_s: float = 0.0) -> None:
        assert delay_s == 0.0
        bench.sent.append((bench.now, data))
        if data[1:8] in (b"0210|00", b"1210|00"):
            records = [json.loads(line) for line in (tmp_path / "books").read_text(encoding="utf-8").splitlines()]
            charge = [one["charge"]["state"] for one in records if "charge" in one][-1]
            seen.append((data[1:5], charge, [one["entry"]["state"] for one in records if "entry" in one][-1]))

    bench.send = send  # type: ignore[method-assign]
    bench.sell()
    bench.ask("1200|000001|" if kind is PosIntegrado else "1200")
    assert seen == [(b"0210", "charged", "STORED"), (b"1210", "reversed", "VOIDED")]


def test_power_off_and_on(tmp_path: Path) -> None:
    bench = ready()
    bench.sell()
    bench.do("power_off")
    assert bench.discarded == 1
    assert bench.ask("0100") == []
    bench.do("power_on")
    assert bench.state()["starting"]
    assert bench.ask("0100") == []
    bench.wait(0.5)
    assert bench.ask("0100") == ["ACK"]
    assert bench.last()[4] == "000123"


def test_power_off_in_the_middle_of_a_frame_and_of_a_sale() -> None:
    bench = PosBench()
    bench.ask(bench.sale_text(), 5)
    bench.write(b"\x0201")
    bench.do("power_off")
    bench.do("power_on")
    bench.wait(1)
    assert bench.ask("0100") == ["ACK"]
    assert bench.last()[1] == "11"


def test_options_and_conditions_outlive_the_simulator(tmp_path: Path) -> None:
    bench = ready(state=tmp_path / "books")
    bench.do("options", tid="75009999", unfinished="complete", minimum=50)
    bench.do("must_close", code="67")
    bench = restarted(bench, tmp_path / "books")
    assert bench.state()["options"]["tid"] == "75009999"
    assert bench.state()["options"]["unfinished"] == "complete"
    assert bench.sell()[1:4] == ["67", "597029414300", "75009999"]


def test_a_lost_journal_is_not_a_lost_charge(tmp_path: Path) -> None:
    bench = ready(state=tmp_path / "books")
    bench.do("options", tid="75009999")
    bench.sell()
    bench.do("lose_journal")
    assert bench.last()[1] == "11"
    assert bench.charges() == [("000123", 1500, "charged")]
    bench = restarted(bench, tmp_path / "books")
    assert bench.last()[1:4] == ["11", "597029414300", "75009999"]
    bench.do("auto_present")
    assert bench.sell(ticket="000124")[10] == "000002"


def test_others_sell_at_the_same_pos() -> None:
    bench = ready()
    bench.sell()
    assert bench.do("foreign_sale", amount=700, ticket="CAJA02") == {"opno": "000002", "charge": 2}
    assert bench.last()[4:7] == ["CAJA02", bench.state()["charges"][1]["auth"], "700"]
    assert bench.state()["charges"][1]["attempt"] == "foreign"
    bench.say(bench.sale_text(ticket="000124"))
    with pytest.raises(ControlError, match="busy"):
        bench.do("foreign_sale", amount=700)


@KINDS
def test_s1_a_misconfigured_pos_tells_whole_numbers_and_never_keeps_them(kind: type[PosIntegrado], tmp_path: Path) -> None:
    pan = "6214830000000010"
    bench = ready(kind, tmp_path / "books")
    bench.do("leak_pan", pan=pan)
    told = bench.ask(bench.sale_text())[-1]
    assert told.count(pan) == (2 if kind is PosAutoservicio else 1)
    assert pan in bench.ask("0250|" if kind is PosIntegrado else "0250|1")[-1]
    assert pan.encode() not in (tmp_path / "books").read_bytes()
    bench.do("leak_pan")
    assert pan not in bench.ask("0250|" if kind is PosIntegrado else "0250|1")[-1]


def test_foreign_books_are_refused(tmp_path: Path) -> None:
    ready(state=tmp_path / "books").device.close()
    with pytest.raises(SetupError, match="pos_integrado"):
        PosBench(PosAutoservicio, tmp_path / "books")
    (tmp_path / "wrong").write_bytes(
        (tmp_path / "books").read_bytes() + b'{"memory":{"option.unfinished":"perhaps"}}\n',
    )
    with pytest.raises(SetupError, match="unfinished"):
        PosIntegrado(PosBench(), DeviceOptions(state=tmp_path / "wrong"), 0.0)


@pytest.mark.parametrize("word", pos_controls.COMMANDS)
def test_every_command_is_explained(word: str) -> None:
    assert f"``{word}``" in (pos_controls.__doc__ or "")


@pytest.mark.parametrize(
    ("command", "parameters"),
    [
        ("nothing", {}),
        ("present_card", {"card": {"last4": "abcd"}}),
        ("present_card", {"card": "visa"}),
        ("present_card", {"pin": "perhaps"}),
        ("decline_next", {"code": "00"}),
        ("decline_next", {"code": "7"}),
        ("answer_next", {"to": "0200", "code": "01"}),
        ("must_close", {"code": "93"}),
        ("die_at", {"step": "never"}),
        ("die_at", {}),
        ("falsify_next", {"in": "0900"}),
        ("force_lrc", {"value": 128}),
        ("foreign_sale", {"amount": 0}),
        ("progress", {"codes": ["|"]}),
        ("progress", {"codes": "84"}),
        ("leak_pan", {"pan": "12"}),
        ("clock", {"offset_s": "yesterday"}),
        ("options", {"tid": "much too long"}),
        ("options", {"unfinished": "perhaps"}),
        ("options", {"minimum": 0}),
        ("options", {"debit_void": "yes"}),
        ("options", {"colour": "red"}),
        ("timing", {"pin": -1}),
        ("timing", {"lunch": 1}),
        ("host_slow", {"seconds": "long"}),
    ],
)
def test_a_bad_order_is_refused_and_changes_nothing(command: str, parameters: dict[str, Any]) -> None:
    bench = ready()
    before = bench.state()
    with pytest.raises(ControlError):
        bench.do(command, **parameters)
    assert bench.state() == before
    assert bench.sell()[1] == "00"


def test_moments_and_timings_are_named_once() -> None:
    assert len(set(MOMENTS)) == len(MOMENTS)
    bench = PosBench()
    bench.do("timing", **dict.fromkeys(pos_controls.TIMINGS, 0))
    bench.do("auto_present")
    started = bench.now
    assert bench.sell()[1] == "00"
    assert bench.now == started
    bench.write(ACK)
