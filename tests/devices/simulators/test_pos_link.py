"""The simulated POS's link rules and what can go wrong on it (specs/pos-integrado.md sections 2, 4 and 11)."""

import pytest

from devices.simulators.pos import PosAutoservicio, PosIntegrado
from tests.devices.simulators.pos_bench import ACK, NAK, PosBench, framed

KINDS = pytest.mark.parametrize("kind", [PosIntegrado, PosAutoservicio])


def ready(kind: type[PosIntegrado] = PosIntegrado) -> PosBench:
    bench = PosBench(kind)
    bench.do("auto_present")
    return bench


def answered(bench: PosBench) -> str:
    """A sale whose 0210 has come and is not acknowledged."""
    bench.say(bench.sale_text().replace("|1|", "|0|") if bench.kind is PosIntegrado else "0200|000001500|000123|1|0")
    heard = bench.hear(2)
    assert len(heard) == 2
    return heard[-1]


@KINDS
def test_a_damaged_frame_is_refused_and_its_repeat_is_done(kind: type[PosIntegrado]) -> None:
    bench = ready(kind)
    good = framed(bench.sale_text())
    for at in range(1, len(good)):
        bad = bytearray(good)
        bad[at] ^= 0x10
        bench.write(bytes(bad) + b"\x03\x00")  # the end may be what was damaged
        assert bench.read() == ["NAK"], at
    assert bench.sell()[1] == "00"
    assert bench.state()["link"]["refused"] == len(good) - 1


@pytest.mark.parametrize("text", ["9999", "0200|0|", "0250|1", "", "0200|1500|00|0123|||1|"])
def test_a_good_frame_that_nobody_understands_is_refused(text: str) -> None:
    assert PosBench().ask(text, answer="none") == ["NAK"]


def test_noise_and_stray_signs_change_nothing() -> None:
    bench = ready()
    bench.write(b"\x00\xff\x03\x06\x15noise" + framed("0100") + ACK)
    assert bench.read() == ["ACK"]
    assert bench.sell()[1] == "00"


@pytest.mark.parametrize("nak", [True, False])
def test_an_answer_is_sent_three_times(nak: bool) -> None:
    bench = ready()
    answer = answered(bench)
    for _ in range(2):
        if nak:
            bench.write(NAK)
            assert bench.read() == [answer]
        else:
            assert bench.hear(7.5) == []
            assert bench.hear(2.6) == [answer]
    bench.write(NAK)
    assert bench.hear(60) == []
    assert bench.state()["link"]["given_up"] == 1
    assert bench.charges() == [("000123", 1500, "charged")]
    assert bench.ask("0100") == ["ACK"]


def test_a_void_too_is_sent_again_after_ten_seconds() -> None:
    bench = ready()
    bench.sell()
    bench.say("1200|000001|")
    assert len(bench.hear(9)) == 2
    assert [one.split("|")[1] for one in bench.hear(3)] == ["00"]


def test_a_refused_progress_message_is_sent_again() -> None:
    bench = ready()
    bench.say(bench.sale_text())
    assert bench.hear(0.2)[-1] == "0900|84|"
    bench.write(NAK)
    assert bench.read() == ["0900|84|"]
    bench.write(ACK)
    assert bench.listen_for("0210")[-1].startswith("0210|00")


@pytest.mark.parametrize(("gap", "least", "most"), [(0.15, 0.15, 0.2), (0.5, 0.5, 0.6), (0.0, 0.0, 0.0)])
def test_the_gap_between_ack_and_frame(gap: float, least: float, most: float) -> None:
    bench = PosBench(gap=gap)
    bench.say("0250|")
    bench.wait(1)
    (first, ack), (second, answer) = bench.sent
    assert ack == ACK
    assert answer[0] == 2
    assert least <= round(second - first, 6) <= most


def test_a_repeat_of_the_request_in_hand_is_no_second_sale() -> None:
    bench = ready()
    bench.do("lose_ack")
    bench.say(bench.sale_text())
    assert bench.read() == []
    bench.wait(2)
    bench.read()
    assert bench.ask(bench.sale_text())[0] == "ACK"
    assert bench.state()["phase"] == "idle"
    assert bench.charges() == [("000123", 1500, "charged")]


def test_the_same_request_after_the_answer_is_a_second_sale() -> None:
    bench = ready()
    bench.sell()
    bench.sell()
    assert bench.charges() == [("000123", 1500, "charged")] * 2


@pytest.mark.parametrize(
    ("how", "poll", "last"), [("silent", [], []), ("nak", ["NAK"], ["NAK"]), ("answers", ["ACK"], ["ACK", "0260"])]
)
def test_what_it_says_to_others_while_it_sells(how: str, poll: list[str], last: list[str]) -> None:
    bench = PosBench()
    bench.do("options", while_busy=how)
    bench.ask(bench.sale_text(), 5)
    bench.say("0100")
    assert bench.hear(1) == poll
    bench.say("0250|")
    assert [one.split("|")[0] for one in bench.hear(1)] == last
    bench.write(ACK)
    bench.say(bench.sale_text(2000, "000124"))
    assert bench.hear(1) == (["NAK"] if how == "nak" else [])
    bench.do("present_card")
    assert bench.listen_for("0210")[-1].split("|")[1] == "00"
    assert bench.charges() == [("000123", 1500, "charged")]


def test_the_hosts_ack_can_be_lost() -> None:
    bench = ready()
    answer = answered(bench)
    bench.do("swallow_ack")
    bench.write(ACK)
    assert bench.hear(7) == []
    assert bench.hear(4) == [answer]
    bench.write(ACK)
    assert bench.hear(60) == []
    assert bench.state()["link"]["given_up"] == 0


def test_an_acknowledged_0210_can_come_again() -> None:
    bench = ready()
    bench.do("duplicate_0210", count=2)
    answer = answered(bench)
    for _ in range(2):
        bench.write(ACK)
        assert bench.hear(1) == [answer]
    bench.write(ACK)
    assert bench.hear(60) == []
    assert bench.charges() == [("000123", 1500, "charged")]


def test_an_answer_can_be_late_although_the_money_is_gone() -> None:
    bench = ready()
    bench.do("late_answer")
    heard = bench.ask(bench.sale_text(), 149)
    assert heard[-1] == "0900|82|"
    assert bench.charges() == [("000123", 1500, "charged")]
    assert bench.listen_for("0210", 5)[-1].split("|")[1] == "00"


@KINDS
@pytest.mark.parametrize("value", [0x02, 0x03, 0x06, 0x15, 0x00, 0x7C])
def test_the_lrc_can_be_any_byte(kind: type[PosIntegrado], value: int) -> None:
    bench = ready(kind)
    bench.do("force_lrc", value=value)
    bench.do("force_lrc", value=value, **{"in": "0260"})
    bench.say(bench.sale_text().replace("|1|", "|0|") if kind is PosIntegrado else "0200|000001500|000123|1|0")
    bench.wait(2)
    assert bench.sent[-1][1][-1] == value
    assert bench.read()[-1].split("|")[1] == "00"
    bench.write(ACK)
    bench.say("0250|" if kind is PosIntegrado else "0250|1")
    bench.wait(2)
    assert bench.sent[-1][1][-1] == value
    bench.write(ACK)
    assert bench.last()[4] == "000123"


@KINDS
@pytest.mark.parametrize("answer", ["0210", "0260"])
@pytest.mark.parametrize(
    ("lie", "field", "said"),
    [({"ticket": "999999"}, 4, "999999"), ({"amount": 1}, 6, 1), ({"tid": "75009999"}, 3, "75009999")],
)
def test_answers_can_lie_once(
    *, kind: type[PosIntegrado], answer: str, lie: dict[str, object], field: int, said: str | int
) -> None:
    bench = ready(kind)
    bench.do("falsify_next", **{"in": answer, **lie})
    first = bench.sell()
    second = bench.last()
    told, other = (first, second) if answer == "0210" else (second, first)
    assert (int(told[field]) if isinstance(said, int) else told[field]) == said
    assert told[1] == "00"
    truth = {"4": "000123", "6": 1500, "3": "75001234"}[str(field)]
    assert (int(other[field]) if isinstance(truth, int) else other[field]) == truth
    assert bench.charges() == [("000123", 1500, "charged")]
    assert bench.last()[4] == "000123"


def test_the_tape_tells_both_sides() -> None:
    bench = PosBench()
    bench.ask("0250|")
    tape = bench.do("tape")["tape"]
    assert isinstance(tape, list)
    assert [(who, what.split("|")[0]) for _, who, what in tape] == [
        ("from_host", "0250"),
        ("to_host", "ACK"),
        ("to_host", "0260"),
        ("from_host", "ACK"),
    ]
