"""Last sale, void, keys, initialisation and the end of the day at the simulated POS (specs/pos-integrado.md section 5)."""

import pytest

from devices.simulators.pos import PosAutoservicio, PosIntegrado
from tests.devices.simulators.pos_bench import ACK, CLOSE, PosBench

KINDS = pytest.mark.parametrize("kind", [PosIntegrado, PosAutoservicio])
NONE = ["0260", "11", "597029414300", "75001234", ""]


def ready(kind: type[PosIntegrado] = PosIntegrado, **card: object) -> PosBench:
    bench = PosBench(kind)
    bench.do("auto_present", **card)
    return bench


def void(bench: PosBench, opno: str = "000001") -> list[str]:
    return bench.ask(f"1200|{opno}|" if bench.kind is PosIntegrado else "1200")[-1].split("|")


@KINDS
def test_a_poll_is_acknowledged_and_nothing_else(kind: type[PosIntegrado]) -> None:
    assert PosBench(kind).ask("0100") == ["ACK"]


@KINDS
def test_keys(kind: type[PosIntegrado]) -> None:
    bench = PosBench(kind)
    assert bench.ask("0800") == ["ACK", "0810|00|597029414300|75001234|"]
    bench.do("answer_next", to="0800", code="03")
    assert bench.ask("0800")[-1] == "0810|03|597029414300|75001234|"


def test_initialisation_is_autoservicios_and_makes_it_deaf_for_a_while() -> None:
    bench = PosBench(PosAutoservicio)
    assert bench.ask("0070") == ["ACK"]
    assert bench.ask("0100") == []
    bench.wait(0.1)
    assert bench.ask("0080")[-1].startswith("1080|00|")
    assert len(bench.ask("0080")[-1].split("|")) == 4
    assert PosBench().ask("0070") == ["NAK"]


@KINDS
def test_the_last_sale_is_told_as_it_was(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    assert bench.last() == NONE
    sold = bench.sell()
    assert bench.last()[1:] == sold[1:]
    again = bench.sell(2000, "000124")
    assert bench.last()[1:] == again[1:]
    bench.do("decline_next")
    bench.sell(ticket="000125")
    assert bench.last()[4] == "000124"
    bench.do("options", last_may_be_failed=True)
    assert bench.last()[1:5] == ["93", "597029414300", "75001234", "000125"]


@KINDS
def test_a_last_sale_that_is_not_supported(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    bench.sell()
    bench.do("answer_next", to="0250", code="12")
    assert bench.last()[1] == "12"
    assert bench.last()[1] == "00"


@KINDS
def test_a_void_gives_the_money_back_once(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    assert void(bench)[:2] == ["1210", "05"]
    auth = bench.sell()[5]
    assert void(bench) == ["1210", "00", "597029414300", "75001234", auth, "000001"]
    assert bench.charges() == [("000123", 1500, "reversed")]
    assert void(bench) == ["1210", "04", "597029414300", "75001234", auth, "000001"]


def test_integrado_voids_any_sale_of_the_day_by_its_number() -> None:
    bench = ready()
    bench.sell()
    bench.sell(2000, "000124")
    assert void(bench, "7")[1] == "05"
    assert void(bench, "1")[1] == "00"
    assert bench.charges() == [("000123", 1500, "reversed"), ("000124", 2000, "charged")]
    bench.ask("0500||")
    assert void(bench, "2")[1] == "05"


def test_autoservicio_voids_the_last_sale_whosever_it_is() -> None:
    bench = ready(PosAutoservicio)
    bench.sell()
    bench.do("foreign_sale", amount=700)
    assert void(bench)[-1] == "000002"
    assert bench.charges() == [("000123", 1500, "charged"), ("900001", 700, "reversed")]


def test_a_debit_sale_stands() -> None:
    bench = ready(PosAutoservicio, debit=True)
    bench.sell()
    assert void(bench)[1] == "08"
    assert bench.charges() == [("000123", 1500, "charged")]
    bench = ready(debit=True)
    bench.sell()
    assert void(bench)[1] == "00"


@KINDS
def test_a_void_that_is_not_allowed(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    bench.sell()
    bench.do("answer_next", to="1200", code="21")
    assert void(bench)[1] == "21"
    assert bench.charges() == [("000123", 1500, "charged")]


@pytest.mark.parametrize(("after", "told"), [("same", "000124"), ("previous", "000123"), ("none", None)])
def test_which_sale_is_the_last_after_a_void(after: str, told: str | None) -> None:
    bench = ready()
    bench.do("options", last_after_void=after)
    bench.sell()
    bench.sell(2000, "000124")
    void(bench, "2")
    assert bench.last()[:5] == (NONE if told is None else ["0260", "00", "597029414300", "75001234", told])


@KINDS
def test_the_day_ends(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    bench.sell()
    bench.sell(2000, "000124")
    assert bench.state()["day"] == {"count": 2, "fen": 3500}
    closed = bench.ask(CLOSE[kind])[-1].split("|")
    assert closed[:4] == ["0510", "00", "597029414300", "75001234"]
    voucher = [closed[4][at : at + 40] for at in range(0, len(closed[4]), 40)]
    assert [line[-5:].strip() for line in voucher[-2:]] == (["2", "35.00"] if kind is PosAutoservicio else [])
    assert bench.state()["day"] == {"count": 0, "fen": 0}
    assert bench.last() == NONE
    assert bench.state()["charged_fen"] == 3500


def test_a_last_sale_may_outlive_its_day() -> None:
    bench = ready()
    bench.do("options", close_clears_last=False)
    bench.sell()
    bench.ask("0500||")
    assert bench.last()[4] == "000123"


def test_a_day_that_cannot_be_closed() -> None:
    bench = ready()
    bench.sell()
    bench.do("answer_next", to="0500", code="02")
    assert bench.ask("0500||")[-1] == "0510|02|597029414300|75001234|"
    assert bench.state()["day"]["count"] == 1


def test_totals_count_what_stands() -> None:
    bench = ready()
    assert bench.ask("0700||")[-1] == "0710|00|0|0"
    bench.sell()
    bench.sell(2000, "000124")
    bench.do("foreign_sale", amount=700)
    void(bench, "2")
    assert bench.ask("0700||")[-1] == "0710|00|2|2200"
    assert PosBench(PosAutoservicio).ask("0700||") == ["NAK"]


def test_detail_tells_sale_by_sale_until_one_without_authorisation() -> None:
    bench = ready()
    bench.sell()
    bench.sell(2000, "000124")
    bench.say("0260|0|")
    heard = []
    for _ in range(3):
        heard += bench.hear(0.5)
        bench.write(ACK)
    told = [one.split("|") for one in heard if one != "ACK"]
    assert [(one[0], one[4], one[6]) for one in told] == [
        ("0261", "000123", "1500"),
        ("0261", "000124", "2000"),
        ("0261", "", ""),
    ]
    assert [bool(one[5]) for one in told] == [True, True, False]
    assert bench.ask("0100") == ["ACK"]


def test_the_clock_of_the_pos_can_be_wrong() -> None:
    bench = ready()
    right = bench.sell()[15]
    bench.do("clock", offset_s=-400 * 86_400)
    assert int(bench.sell(ticket="000124")[15][4:]) < int(right[4:])
