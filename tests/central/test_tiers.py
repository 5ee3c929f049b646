"""Whose customer is whose tier is data of the catalogue (features.md F41)."""

import json

import pytest

from central.catalogue import Catalogue, Catalogues, tier_reached
from central.centre import Centre
from tests.central.conftest import Live

YEAR, MONTH = "yearly_from_fen", "monthly_from_fen"


def shipped(centre: Centre) -> Catalogue:
    return centre.catalogues.current()[1]


def test_f41_each_bound_of_the_table_belongs_to_its_tier_and_one_fen_less_does_not(centre: Centre) -> None:
    tiers = shipped(centre).tiers
    for place, tier in enumerate(tiers):
        for year, month, bound in ((tier.yearly_from_fen, 0, YEAR), (0, tier.monthly_from_fen, MONTH)):
            if year is None or month is None:
                continue
            assert tier_reached(tiers, year, month) == tier.code, bound
            if year + month:
                less = tier_reached(tiers, max(year - 1, 0), max(month - 1, 0))
                assert less != tier.code
                assert less in {one.code for one in tiers[place + 1 :]}


def test_f41_no_bound_reached_is_no_tier() -> None:
    assert tier_reached([], 10**9, 10**9) == ""


@pytest.mark.parametrize(
    ("number", "tier"),
    [
        ("18800008888", "diamond"),  # at the bound
        ("13800135678", "gold"),  # a fen below
        ("13900001234", "silver"),
        ("17733330004", "a"),
        ("13312349876", "b"),
        ("13066660007", "c"),
        ("15012345678", "b"),  # as billing says
    ],
)
def test_f41_the_look_up_says_the_tier_of_the_table(centre: Centre, number: str, tier: str) -> None:
    account = centre.billing.account("mobile", number)
    assert account is not None
    assert centre.catalogues.tier_of(account) == tier


def test_f41_another_table_is_another_tier(live: Live) -> None:
    terminal = live.terminal()
    path = "/v1/accounts/13800135678?kind=mobile"
    assert terminal.call("GET", path).json()["tier"] == "gold"
    catalogues: Catalogues = live.centre.catalogues
    table = json.loads(shipped(live.centre).model_dump_json())
    for tier in table["tiers"]:
        if tier["code"] == "diamond":
            tier[YEAR] = 500_000
    catalogues.put(json.dumps(table))
    assert terminal.call("GET", path).json()["tier"] == "diamond"
