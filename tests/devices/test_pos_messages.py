"""Messages of POS Integrado / Autoservicio: fields by table, card data gone, bad content refused."""

import contextlib
from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from devices.pos_messages import Answer, PosFormatError, answer, blanked, request, sale_request, void_request
from devices.pos_tables import (
    DEFAULT_BAUD,
    HOST_SILENT,
    LAYOUTS,
    MUST_CLOSE,
    PROBLEMS,
    REQUESTS,
    STEPS,
    VOID_ENDS,
    Dialect,
    Function,
    step_of,
)
from kiosk.card import CardApproval, CardProblem, CardStep, ReversalOutcome
from kiosk.money import Fen

POS_I, POS_A = Dialect.INTEGRADO, Dialect.AUTOSERVICIO
APPROVED_I = b"0210|00|597029414300|75001234|000123|654321|1500|0||1234|000042|DB|||VI|21112024|120030|||"
VOUCHER = "COMPROBANTE DE VENTA".ljust(40) + "TOTAL 15.00".ljust(40)
APPROVED_A = (
    f"0210|00|597029414300|75001234|000123|654321|1500|1234|000042|DB||4111111111111111|VI|21112024|120030|{VOUCHER}|0|0|0|x"
).encode()
CARD = "4929123456789012"


@pytest.mark.parametrize(("dialect", "data"), [(POS_I, APPROVED_I), (POS_A, APPROVED_A)], ids=["I", "A"])
def test_an_approved_sale_field_by_field(dialect: Dialect, data: bytes) -> None:
    message = answer(dialect, data)
    assert message.function is Function.SOLD
    assert message.approval == CardApproval(
        amount=Fen(1500),
        terminal_id="75001234",
        receipt="000123",
        trace="000042",
        auth_code="654321",
        last4="1234",
        card_name="VI",
        merchant_id="597029414300",
        at="2024-11-21T12:00:30",
    )


def test_the_voucher_comes_in_its_lines() -> None:
    assert answer(POS_A, APPROVED_A).slip == ("COMPROBANTE DE VENTA", "TOTAL 15.00")
    assert answer(POS_I, APPROVED_I).slip == ()


@pytest.mark.parametrize(
    ("dialect", "function", "values", "data"),
    [
        (POS_I, Function.POLL, {}, b"0100"),
        (POS_I, Function.LOAD_KEYS, {}, b"0800"),
        (POS_I, Function.LAST_SALE, {"voucher": 0}, b"0250|"),
        (POS_A, Function.LAST_SALE, {"voucher": 1}, b"0250|1"),
        (POS_I, Function.CLOSE, {"voucher": 0}, b"0500||"),
        (POS_A, Function.CLOSE, {"voucher": 1}, b"0500|1"),
        (POS_I, Function.TOTALS, {}, b"0700||"),
        (POS_A, Function.INITIALISE, {}, b"0070"),
        (POS_A, Function.INITIALISED, {}, b"0080"),
    ],
)
def test_requests_of_section_5(dialect: Dialect, function: Function, values: dict[str, int], data: bytes) -> None:
    assert request(dialect, function, **values) == data


def test_sales_of_both_dialects() -> None:
    assert sale_request(POS_I, Fen(1500), "000123", voucher=True) == b"0200|1500|000123|||1|"
    assert sale_request(POS_A, Fen(1500), "000123", voucher=True) == b"0200|000001500|000123|1|1"
    assert sale_request(POS_A, Fen(1), "000123", voucher=False) == b"0200|000000001|000123|0|1"


def test_voids_of_both_dialects() -> None:
    assert void_request(POS_I, "10") == b"1200|10|"
    assert void_request(POS_A, "10") == b"1200"


@pytest.mark.parametrize("amount", [0, -1, 1_000_000_000])
def test_an_amount_that_does_not_fit_is_never_sent(amount: int) -> None:
    with pytest.raises(ValueError, match="fen"):
        sale_request(POS_I, Fen(amount), "000123", voucher=False)


@pytest.mark.parametrize("ticket", ["", "1234567", "00|1", "00\x03", "中"])
def test_a_ticket_that_does_not_fit_is_never_sent(ticket: str) -> None:
    with pytest.raises(ValueError, match="ticket"):
        sale_request(POS_I, Fen(1), ticket, voucher=False)


@pytest.mark.parametrize("opno", ["", "1234567", "1|2", "a"])
def test_a_void_of_no_operation_is_never_sent(opno: str) -> None:
    with pytest.raises(ValueError, match="operation"):
        void_request(POS_I, opno)


@given(st.integers(1, 999_999_999), st.integers(0, 999_999), st.booleans(), st.sampled_from(Dialect))
def test_what_a_sale_asks_comes_back_as_asked(amount: int, number: int, voucher: bool, dialect: Dialect) -> None:
    parts = sale_request(dialect, Fen(amount), f"{number:06d}", voucher=voucher).split(b"|")
    assert (int(parts[1]), int(parts[2])) == (amount, number)
    assert len(parts) == (7 if dialect is POS_I else 5)


NUMBERS = st.integers(0, 999_999)


@given(
    st.sampled_from(Dialect),
    st.sampled_from([Function.SOLD, Function.LAST_SALE_IS]),
    st.tuples(st.integers(0, 999_999_999), NUMBERS, NUMBERS, st.booleans()),
    st.datetimes(),
)
def test_any_sale_comes_through(
    dialect: Dialect, function: Function, numbers: tuple[int, int, int, bool], moment: datetime
) -> None:
    amount, ticket, opno, bar = numbers
    fields = dict.fromkeys(LAYOUTS[dialect][function].names, "")
    fields |= {"commerce": "597029414300", "tid": "75001234", "ticket": f"{ticket:06d}", "amount": str(amount)}
    fields |= {"opno": f"{opno:06d}", "last4": "0010"}
    fields |= {"date": f"{moment:%d%m}{moment.year:04d}", "time": f"{moment:%H%M%S}"}
    data = "|".join((function.value, "00", *fields.values(), *([""] if bar else []))).encode()
    approval = answer(dialect, data).approval
    assert (approval.amount, approval.receipt, approval.trace) == (amount, fields["ticket"], fields["opno"])
    assert approval.at == moment.replace(microsecond=0).isoformat()


@pytest.mark.parametrize("dialect", Dialect)
def test_a_refusal_may_leave_its_fields_out(dialect: Dialect) -> None:
    for data in (b"0260|11|597029414300|75001234|", b"0210|07", b"0210|07|"):
        message = answer(dialect, data)
        assert message.amount is None
        assert message.at == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"9999|00",
        b"0210",
        b"0210|",
        b"0210|0",
        b"0210|AB|597029414300",
        b"0210|00|597029414300|75001234|",
        b"0200|1500|000123|||1|",
        APPROVED_I.replace(b"1500", b"15 0"),
        APPROVED_I.replace(b"1500", b"-150"),
        APPROVED_I.replace(b"1500", b"1500.5"),
        APPROVED_I.replace(b"1500", b"1500000000"),
        APPROVED_I.replace(b"75001234", b"750012345"),
        APPROVED_I.replace(b"21112024", b"31022024"),
        APPROVED_I.replace(b"21112024", b"2111202"),
        APPROVED_I.replace(b"|120030|", b"||"),
        APPROVED_I.replace(b"000042", b"00004x"),
        APPROVED_I.replace(b"1500", "١٥٠٠".encode()),
        APPROVED_I + b"|||",
        b"0710|00|x|2000",
        b"1080|00|21112024|120030",
    ],
)
def test_bad_content_is_no_message(data: bytes) -> None:
    with pytest.raises(PosFormatError):
        answer(POS_I, data)


@given(st.sampled_from(Dialect), st.binary(max_size=200))
def test_no_bytes_confuse_the_parser(dialect: Dialect, data: bytes) -> None:
    with contextlib.suppress(PosFormatError):
        assert isinstance(answer(dialect, data), Answer)
    blanked(dialect, data)


@pytest.mark.parametrize("place", range(2, 20))
@pytest.mark.parametrize("dialect", Dialect)
def test_s1_a_card_number_in_any_field_ends_here(dialect: Dialect, place: int) -> None:
    parts = (APPROVED_I if dialect is POS_I else APPROVED_A).decode().split("|")
    parts[place] = CARD
    data = "|".join(parts).encode()
    assert CARD.encode() not in blanked(dialect, data)
    try:
        message = answer(dialect, data)
    except PosFormatError as error:
        assert CARD not in str(error)
    else:
        assert CARD not in repr(message)
        assert CARD not in repr(message.approval)
        assert message.clear_card


def test_s1_account_and_voucher_are_not_in_the_flight_recorder() -> None:
    shown = blanked(POS_A, APPROVED_A)
    assert len(shown) == len(APPROVED_A)
    assert b"1111" not in shown
    assert b"COMPROBANTE" not in shown
    assert shown.split(b"|")[4:8] == [b"000123", b"654321", b"1500", b"1234"]


def test_codes_that_are_not_listed_for_a_sale_mean_nothing() -> None:
    listed = [
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
        "76",
        "77",
        "93",
        "94",
    ]
    assert sorted(PROBLEMS) == listed
    assert PROBLEMS["07"] is CardProblem.CANCELLED
    assert PROBLEMS["22"] is CardProblem.TIMED_OUT
    assert PROBLEMS["24"] is PROBLEMS["26"] is CardProblem.TERMINAL
    assert {PROBLEMS[code] for code in MUST_CLOSE} == {CardProblem.TERMINAL}
    assert {PROBLEMS[code] for code in HOST_SILENT} == {CardProblem.BANK_SILENT}


def test_void_codes() -> None:
    assert dict(VOID_ENDS) == {
        "00": ReversalOutcome.REVERSED,
        "04": ReversalOutcome.REVERSED,
        "08": ReversalOutcome.IMPOSSIBLE,
        "21": ReversalOutcome.IMPOSSIBLE,
    }


def test_progress_codes() -> None:
    assert sorted(STEPS) == ["78", "79", "80", "81", "82", "83", "84", "85", "86", "87"]
    assert answer(POS_I, b"0900|82|") == Answer(Function.PROGRESS, "82")
    assert answer(POS_A, b"0900|82|more|of it").code == "82"
    assert (step_of("84"), step_of("81"), step_of("82")) == (CardStep.PRESENT, CardStep.PIN, CardStep.BANK)
    assert step_of("99") is CardStep.WAIT


def test_dialects_differ_where_section_5_says() -> None:
    assert Function.TOTALS not in REQUESTS[POS_A]
    assert Function.INITIALISE not in REQUESTS[POS_I]
    assert DEFAULT_BAUD == {POS_I: 115_200, POS_A: 19_200}
