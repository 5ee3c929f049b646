"""Fingerprints, ids, masks and times: pure functions, property by property."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from central.canonical_json import Json, canonical_json, fingerprint
from central.identifiers import CROCKFORD, check_character, is_receipt_number, new_receipt_number, new_ulid
from central.masking import mask_name, mask_number
from central.payments import frozen_fields
from central.times import parse, render
from tests.central.helpers import model

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_canonical_json_reads_back_as_the_same_value(value: Json) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.integers(0, 9), max_size=6))
def test_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert fingerprint(dict(reversed(value.items()))) == fingerprint(value)


def test_canonical_json_follows_the_example_of_rfc_8785() -> None:
    # RFC 8785 3.2.3: keys by UTF-16 code units, so the surrogate pair sorts before U+FB33
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert [json.loads(f"[{key}]")[0] for key in re.findall(r'"(?:\\.|[^"\\])*"', canonical_json(value).decode())] == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]
    assert canonical_json('\u20ac$\u000f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


@pytest.mark.parametrize("value", [1.0, float("nan"), [0.5], {"a": 1e3}])
def test_fractions_have_no_place_in_a_fingerprint(value: object) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json(value)  # type: ignore[arg-type]


def test_integers_beyond_json_are_refused() -> None:
    with pytest.raises(ValueError, match="2\\^53"):
        canonical_json(2**53)


def test_delivery_data_is_not_part_of_the_fingerprint() -> None:
    live, replay = model(offline=False), model(offline=True)
    assert fingerprint(frozen_fields(live)) == fingerprint(frozen_fields(replay))


@pytest.mark.parametrize(
    "change",
    [
        {"visit_id": "v-2"},
        {"account": {"kind": "mobile", "number": "13900001234"}},
        {"account": {"kind": "fixed", "number": "13800135678"}},
        {"notes": [{"denomination_fen": 5_000, "count": 4}]},
        {"accepted_at": "2026-11-21T12:00:01+08:00"},
        {"language": "en"},
        {"kiosk_seq": 2},
    ],
)
def test_every_frozen_field_is_part_of_the_fingerprint(change: dict[str, object]) -> None:
    assert fingerprint(frozen_fields(model(**change))) != fingerprint(frozen_fields(model()))  # type: ignore[arg-type]


@given(st.integers(0, 4_000_000_000_000))
def test_receipt_numbers_are_short_readable_and_checked(now: int) -> None:
    number = new_receipt_number(now)
    assert re.fullmatch(rf"\d{{6}}-[{CROCKFORD}]{{6}}", number)
    assert is_receipt_number(number)


@given(st.data())
def test_one_wrong_character_is_always_found(data: st.DataObject) -> None:
    number = new_receipt_number(1_795_000_000_000)
    place = data.draw(st.sampled_from([index for index, character in enumerate(number) if character != "-"]))
    wrong = data.draw(st.sampled_from([character for character in CROCKFORD if character != number[place]]))
    assert not is_receipt_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "261121", "261121-", "261121-0004fk", "261121-OOOOOO", "2611210-0004F"])
def test_what_is_no_receipt_number(text: str) -> None:
    assert not is_receipt_number(text)


def test_check_character_is_luhn_mod_32() -> None:
    assert check_character("0") == "0"
    assert check_character("1") == "Y"  # 2 * 1 = 2, and 30 completes 32


def test_ulids_sort_by_time() -> None:
    earlier, later = new_ulid(1_000), new_ulid(2_000)
    assert len(earlier) == 26
    assert earlier < later


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张*"),
        ("欧阳明月", "欧***"),
        ("迪丽努尔·阿卜杜热合曼", "迪***·******"),
        ("Maria del Carmen", "M**** *** ******"),
        ("杭州云溪里智能家居科技有限公司", "杭**********有限公司"),
        ("宁波甬江物流集团", "宁*****集团"),
        ("王", "*"),
    ],
)
def test_names_leave_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text("0123456789", min_size=8, max_size=20))
def test_numbers_keep_seven_digits(number: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert masked == number[:3] + "*" * (len(number) - 7) + number[-4:]


@given(st.integers(0, 4_000_000_000_000))
def test_times_read_back(moment: int) -> None:
    assert parse(render(moment)) == moment


@pytest.mark.parametrize(
    "text", ["2026-11-21T20:58:44", "2026-11-21", "now", "2026-13-41T25:00:00Z", "2026-11-21T20:58:44+99:99"]
)
def test_times_without_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text)


def test_the_centre_imports_nothing_of_the_terminal() -> None:
    folder = Path(__file__).parents[2] / "central"
    foreign = re.compile(r"^\s*(?:from|import) (kiosk|app|devices|offline_queue|ui)\b", re.MULTILINE)
    assert [path.name for path in folder.rglob("*.py") if foreign.search(path.read_text())] == []
