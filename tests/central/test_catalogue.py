"""The menu is data: change it at the centre, and terminals follow (F12, F14, F20, F28, F40, F41)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from central.catalogue import Catalogue, CatalogueError
from central.charges import CATEGORIES, CHARGES, RAW_TYPES, charge_of
from central.demo import demo_accounts
from tests.central.asking import Asker
from tests.central.conftest import Live
from tests.central.helpers import Clock, Terminal, slug
from tests.central.test_contract import _heartbeat
from tests.central.word import central_word


def _document(live: Live) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(live.centre.catalogues.current()[1].model_dump_json())
    return document


def _etag_of_heartbeat(terminal: Terminal) -> str:
    return str(terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat()).json()["config_etag"])


def test_f12_a_change_at_the_centre_reaches_the_terminal_without_a_release(live: Live, terminal: Terminal) -> None:
    first = terminal.call("GET", "/v1/config/K0001")
    assert first.status_code == 200
    body = first.json()
    assert (body["version"], body["etag"]) == (0, _etag_of_heartbeat(terminal))
    assert first.headers["ETag"] == f'"{body["etag"]}"'
    unchanged = terminal.call("GET", "/v1/config/K0001", headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    document = _document(live)
    document["services"][0] |= {"name": {"zh": "缴费", "en": "Pay here"}, "order": 999}
    document["quick_lane"]["halls"]["people's road"] = ["points", "pay_bill", "plan_offers"]
    assert live.centre.catalogues.put(json.dumps(document)) == 1
    assert _etag_of_heartbeat(terminal) != body["etag"]
    changed = terminal.call("GET", "/v1/config/K0001", headers={"If-None-Match": first.headers["ETag"]}).json()
    assert changed["version"] == 1
    assert changed["services"][-1]["name"]["en"] == "Pay here"
    assert changed["quick_lane"] == ["points", "pay_bill"], "what is not available is left out"


def test_f13_the_classes_have_the_common_names(reader: Terminal) -> None:
    body = reader.call("GET", "/v1/config/K0001").json()
    names = [one["name"]["zh"] for one in body["classes"]]
    assert names == ["话费服务", "业务办理", "积分计划", "个人信息管理", "最新热点业务", "在线客服"]
    orders = [one["order"] for one in body["services"]]
    assert orders == sorted(orders)
    assert len({one["business_code"] for one in body["services"]}) == len(body["services"])
    assert [one["category"] for one in body["detail_categories"]] == list(CATEGORIES)


def test_a_terminal_gets_its_own_configuration_only(reader: Terminal) -> None:
    assert slug(reader.call("GET", "/v1/config/K0002")) == "kiosk-mismatch"
    assert "duty" not in reader.call("GET", "/v1/config/K0001").json()


def test_f40_f41_tiers_are_data_and_every_account_s_tier_is_in_the_table(live: Live, terminal: Terminal) -> None:
    tiers = {tier["code"]: tier for tier in terminal.call("GET", "/v1/config/K0001").json()["tiers"]}
    assert {row["tier"] for row in demo_accounts()} <= set(tiers)
    assert (tiers["diamond"]["overdraft_fen"], tiers["silver"]["overdraft_fen"]) == (30_000, None)
    assert tiers["diamond"]["care"] == "manual_call"
    document = _document(live)
    document["tiers"][0]["greetings"]["evening"]["zh"] = "陈女士，晚上好"
    document["tiers"][0]["overdraft_fen"] = 50_000
    document["day_parts"]["evening"] = 19
    live.centre.catalogues.put(json.dumps(document))
    told = terminal.call("GET", "/v1/config/K0001").json()
    assert told["day_parts"] == {"morning": 5, "afternoon": 12, "evening": 19}
    swapped = told["tiers"][0]
    assert (swapped["overdraft_fen"], swapped["greetings"]["evening"]["zh"]) == (50_000, "陈女士，晚上好")


def test_a_catalogue_from_before_the_parts_of_a_day_stays_good(live: Live, terminal: Terminal) -> None:
    document = _document(live)
    del document["day_parts"]
    live.centre.catalogues.put(json.dumps(document))
    assert terminal.call("GET", "/v1/config/K0001").json()["day_parts"] is None


def test_f28_every_raw_type_leads_to_one_of_eight_categories() -> None:
    assert len(CATEGORIES) == len(set(CATEGORIES)) == 8
    assert len(RAW_TYPES) > 17
    assert {charge_of(raw_type).category for raw_type in RAW_TYPES} == set(CATEGORIES)
    assert set(RAW_TYPES.values()) == set(CHARGES)
    with pytest.raises(KeyError):
        charge_of("unmapped")


def _twice(document: dict[str, Any]) -> None:
    document["services"].append(document["services"][0])


def _no_class(document: dict[str, Any]) -> None:
    document["services"][0]["class_code"] = "nowhere"


def _no_service(document: dict[str, Any]) -> None:
    document["quick_lane"]["default"] = ["nothing"]


def _seven(document: dict[str, Any]) -> None:
    document["detail_categories"].pop()


def _backwards(document: dict[str, Any]) -> None:
    document["day_parts"]["afternoon"] = 4


def _unnamed(document: dict[str, Any]) -> None:
    document["services"][0]["name"] = {"zh": "缴费"}


def test_the_command_shows_a_catalogue_that_it_takes_back(tmp_path: Path) -> None:
    shown = central_word(tmp_path, "catalogue", "--database", "c.sqlite")
    assert shown.returncode == 0, shown.stderr
    (tmp_path / "menu.json").write_text(shown.stdout, "utf-8")
    kept = central_word(tmp_path, "catalogue", "--database", "c.sqlite", "--set", "menu.json")
    assert (kept.returncode, "version 1" in kept.stdout) == (0, True)
    (tmp_path / "menu.json").write_text("{}", "utf-8")
    wrong = central_word(tmp_path, "catalogue", "--database", "c.sqlite", "--set", "menu.json")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (2, 1)
    assert "menu.json is no catalogue: classes" in wrong.stderr


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_twice, "stands there twice"),
        (_no_class, "no such class: nowhere"),
        (_no_service, "names no service: nothing"),
        (_seven, "must be the eight"),
        (_backwards, "day_parts: .* must follow each other"),
        (_unnamed, "services.0.name.en"),
    ],
)
def test_a_wrong_catalogue_is_refused_and_the_old_one_stays(
    reader: Terminal, tmp_path: Any, clock: Clock, spoil: Callable[[dict[str, Any]], None], says: str
) -> None:
    from central.catalogue import Catalogues
    from central.database import Database

    database = Database(str(tmp_path / "c.sqlite"))
    catalogues = Catalogues(database, clock)
    document = json.loads(catalogues.current()[1].model_dump_json())
    spoil(document)
    with pytest.raises(CatalogueError, match=says):
        catalogues.put(json.dumps(document))
    assert isinstance(catalogues.current()[1], Catalogue)
    assert catalogues.current()[0] == 0
    database.close()


def test_f14_the_quick_lane_has_the_number_s_own_top_items_and_the_hall_s(terminal: Terminal) -> None:
    asker = Asker(terminal)
    asker.prove()
    lane = asker.read("quick-lane")
    assert lane == {"own": ["current_details", "pay_bill", "points"], "hall": ["pay_bill", "current_bill", "balance"]}
    newcomer = Asker(terminal, "15811110002", "v-2")
    newcomer.prove()
    assert newcomer.read("quick-lane")["own"] == []
    items = [
        {
            "visit_id": "v-2",
            "number": number,
            "task": "restrictions",
            "outcome": outcome,
            "milliseconds": 100,
            "ended_at": NOW,
        }
        for number, outcome in ((1, "done"), (2, "given_up"))
    ]
    answer = terminal.call("POST", "/v1/kiosks/K0001/task-times", json={"items": items})
    assert answer.json() == {"accepted": 2, "new": 2}
    assert newcomer.read("quick-lane")["own"] == ["restrictions"]
    stranger = Asker(terminal, "13900001234", "v-2")
    stranger.token = newcomer.token
    assert slug(stranger.get("quick-lane")) == "visit-token-invalid"


NOW = "2026-11-21T12:00:00+08:00"
