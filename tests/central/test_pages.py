"""What the hall pages say and do, read as a reader without a style sheet reads them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from central.approvals import challenge, response
from central.centre import Centre
from central.demo_fleet_story import PLACES
from central.identifiers import new_ulid
from central.pages.words import TABLES
from central.staff_tables import audit
from central.tables import payments
from tests.central.halls import HALL, PASSWORD, Browser, add_person, hall_served, seeded_database
from tests.central.helpers import Clock

Q = f"?hall={HALL}"
EXPECTED_FEN = "18,100"  # in the box that waits to be counted
PAGES = (
    "/halls/",
    f"/halls/glance{Q}",
    "/halls/terminals/K0103",
    "/halls/terminals/K0103/reckoning",
    f"/halls/payments{Q}",
    f"/halls/search{Q}",
    f"/halls/cash{Q}",
    f"/halls/collections{Q}",
    "/halls/collections/K0101-C5",
    "/halls/collections/K0103-C7/count",
    f"/halls/alarms{Q}",
    f"/halls/orders{Q}",
    f"/halls/report{Q}",
    f"/halls/report{Q}&day=2026-11-20",
    "/halls/approvals",
    "/halls/challenge",
    "/halls/people",
    "/halls/audit",
    "/halls/password",
)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Centre, Clock, str]]:
    with hall_served(tmp_path, seeded_database()) as served:
        centre = served[0]
        add_person(centre, "5001", ["view", "operate", "cash", "admin"], [HALL])
        add_person(centre, "5002", ["cash"], [HALL])
        add_person(centre, "5003", ["view"], [HALL])
        add_person(centre, "5004", ["operate"], [HALL])
        yield served


@pytest.fixture
def centre(hall: tuple[Centre, Clock, str]) -> Centre:
    return hall[0]


@pytest.fixture
def clock(hall: tuple[Centre, Clock, str]) -> Clock:
    return hall[1]


def _as(hall: tuple[Centre, Clock, str], staff_id: str) -> Browser:
    browser = Browser(hall[2])
    page = browser.log_in(staff_id)
    assert page.address.startswith(f"{hall[2]}/halls/glance"), page.text
    return browser


@pytest.fixture
def manager(hall: tuple[Centre, Clock, str]) -> Browser:
    return _as(hall, "5001")


@pytest.fixture
def counter(hall: tuple[Centre, Clock, str]) -> Browser:
    return _as(hall, "5002")


@pytest.fixture
def viewer(hall: tuple[Centre, Clock, str]) -> Browser:
    return _as(hall, "5003")


def _last_act(centre: Centre) -> tuple[str, str, str, str]:
    with centre.database.read() as connection:
        row = connection.execute(select(audit).order_by(audit.c.audit_id.desc())).first()
    assert row is not None
    return row.staff_id, row.act, row.hall, row.subject


# ---- the frame ---------------------------------------------------------------------------------------------------------


def test_every_page_is_strict_and_takes_nothing_from_outside(manager: Browser) -> None:
    for path in PAGES:
        page = manager.get(path)
        assert page.status == 200, (path, page.text)
        assert page.inline == [], path
        assert all(link.startswith(("/halls/", "#", "")) and "//" not in link for link in page.links), path
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_english_pages_are_english(manager: Browser) -> None:
    """But for what people in the hall wrote: names, places, remarks."""
    assert manager.post("/halls/language", {"to": "en", "back": "/halls/"}).text.count("Overview")
    for path in PAGES:
        page = manager.get(path)
        assert page.status == 200, path
        source = re.sub(r'<(span|p)[^>]* lang="zh-CN">.*?</\1>', "", page.source)
        for own in (
            HALL,
            *(place.zh for place in PLACES.values()),
            "测试员",
            "中文",
            "王海燕",
            "李建军",
            "赵敏",
            "验钞机报警，已上交",
            "卡钞中取出 1 张 100 元，记入顾客 139****2071",
        ):
            source = source.replace(own, "")
        left = re.findall(r"[^<>\s]*[\u4e00-\u9fff]+[^<>]*", source)
        assert not [text for text in left if text.strip() not in ("中文",)], (path, left[:5])


def test_chinese_pages_have_no_untranslated_word_of_a_table(manager: Browser) -> None:
    english = {en for table in TABLES.values() for _, en in table.values() if en.isascii() and len(en) > 3}
    for path in PAGES:
        if path != "/halls/audit":  # its details are as they were written
            assert not set(manager.get(path).words) & english, path


def test_the_full_number_never_leaves(centre: Centre, manager: Browser) -> None:
    with centre.database.read() as connection:
        rows = connection.execute(select(payments.c.account_number, payments.c.payment_id).limit(8)).all()
    for row in rows:
        page = manager.post(f"/halls/search{Q}", {"what": row.account_number})
        assert page.status == 200
        assert f"{row.account_number[:3]} **** {row.account_number[-4:]}" in page.text
        pages = [page.source, manager.get(f"/halls/journeys/{row.payment_id}").source]
        assert not [source for source in pages if row.account_number in source]
    for path in PAGES:
        assert not re.search(r"1[3-9]\d{9}(?!\d)", manager.get(path).source.replace("13800135678", "")), path


def test_one_s_own_words_are_escaped(centre: Centre, manager: Browser) -> None:
    centre.work_orders.acknowledge(centre.work_orders.open_orders(HALL)[0].order_id, "5001")
    order_id = centre.work_orders.open_orders(HALL)[0].order_id
    page = manager.post(f"/halls/orders/{order_id}", {"act": "fix", "remark": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)" in page.source
    assert "<script>alert" not in page.source


# ---- log-in ------------------------------------------------------------------------------------------------------------


def test_the_cookie_is_kept_from_scripts_other_sites_and_open_lines(hall: tuple[Centre, Clock, str]) -> None:
    url = hall[2]
    answer = Browser(url).http.post(
        f"{url}/halls/log-in", data={"staff_id": "5001", "password": PASSWORD}, allow_redirects=False, timeout=15
    )
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303
    assert {"HttpOnly", "Path=/halls", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie, "this machine only, without TLS"
    behind = Browser(url).http.post(
        f"{url}/halls/log-in",
        data={"staff_id": "5001", "password": PASSWORD},
        headers={"Host": "centre.example"},
        allow_redirects=False,
        timeout=15,
    )
    assert "Secure" in behind.headers["Set-Cookie"]


def test_a_wrong_id_and_a_wrong_password_look_the_same(hall: tuple[Centre, Clock, str]) -> None:
    browser = Browser(hall[2])
    pages = [browser.log_in("5001", "wrong-Password-1"), browser.log_in("0999", "wrong-Password-1")]
    assert {page.status for page in pages} == {403}
    assert pages[0].text.replace("5001", "") == pages[1].text.replace("0999", "")
    assert "工号或密码不对" in pages[0].text
    for _ in range(4):
        browser.log_in("5001", "wrong-Password-1")
    assert "请在 1 分钟后再试" in browser.log_in("5001").text


def test_the_first_log_in_leads_to_a_new_password_and_nowhere_else(hall: tuple[Centre, Clock, str]) -> None:
    centre, _, url = hall
    made = centre.staff.add("5005", "新人", ["view"], [HALL], "test")
    browser = Browser(url)
    assert browser.log_in("5005", made.password).address == f"{url}/halls/password"
    for path in PAGES[:-1]:
        assert browser.get(path).address == f"{url}/halls/password"
    wrong = {"old": made.password, "new": "x", "again": "x"}
    assert "新密码不够好" in browser.post("/halls/password", wrong).text
    new = {"old": made.password, "new": PASSWORD, "again": PASSWORD}
    assert "两次输入不同" in browser.post("/halls/password", new | {"again": "x"}).text
    assert "旧密码不对" in browser.post("/halls/password", new | {"old": "x"}).text
    assert "密码已改" in browser.post("/halls/password", new).text
    assert HALL in browser.log_in("5005").text


def test_twenty_idle_minutes_end_it_and_a_refresh_is_no_life(viewer: Browser, clock: Clock) -> None:
    clock.advance(19 * 60)
    assert viewer.get("/halls/", **{"X-Refresh": "1"}).status == 200
    clock.advance(61)
    page = viewer.get("/halls/")
    assert "/halls/log-in" in page.address
    assert "登录已结束" in page.text


def test_after_the_log_out_the_cookie_opens_nothing(viewer: Browser) -> None:
    cookie = viewer.http.cookies.get("hall_session", path="/halls") or ""
    assert "已退出" in viewer.post("/halls/log-out").text
    viewer.http.cookies.set("hall_session", cookie, path="/halls")
    assert "/halls/log-in" in viewer.get("/halls/").address


def test_a_log_in_leads_back_to_one_s_page_but_never_away(hall: tuple[Centre, Clock, str]) -> None:
    url = hall[2]
    browser = Browser(url)
    page = browser.get("/halls/terminals/K0103")
    assert page.fields["back"] == "/halls/terminals/K0103"
    for back in ("//evil.example/", "https://evil.example/", "/halls//evil", "/halls/\\evil", "/v1/x", ""):
        fields = {"staff_id": "5003", "password": PASSWORD, "back": back}
        assert browser.post("/halls/log-in", fields).address.startswith(f"{url}/halls/glance")


# ---- forged forms ------------------------------------------------------------------------------------------------------


def test_a_form_without_the_log_in_s_secret_does_nothing(centre: Centre, manager: Browser, viewer: Browser) -> None:
    order_id = centre.work_orders.open_orders(HALL)[0].order_id
    for forged in ({"form": ""}, {"form": viewer.form}):
        page = manager.post(f"/halls/orders/{order_id}", {"act": "take"} | forged)
        assert (page.status, "表单已失效" in page.text) == (403, True)
    page = manager.post(f"/halls/orders/{order_id}", {"act": "take"}, **{"Sec-Fetch-Site": "cross-site"})
    assert page.status == 403
    assert centre.work_orders.open_orders(HALL)[0].acknowledged_by is None


# ---- at a glance -------------------------------------------------------------------------------------------------------


def test_h1_to_h5_and_each_terminal_s_state_and_what_to_do(viewer: Browser) -> None:
    text = viewer.get(f"/halls/glance{Q}").text
    for heading in ("在服务（今日）", "可打印", "短信确认 p95", "已缴未达短信", "缴费到复机 p95", "目标 98 %", "目标 97 %"):
        assert heading in text
    at = {kiosk_id: text.index(kiosk_id) for kiosk_id in ("K0101", "K0102", "K0103", "K0104", "K0105")}
    assert at["K0103"] < at["K0104"] < at["K0101"] < at["K0105"] < at["K0102"], "what needs a person comes first"
    jam = text[at["K0103"] : at["K0104"]]
    for said in ("现金停", "纸币卡在纸币器里", "13:12 起 50 分钟", "打开纸币器上盖", "BV-JAM", "¥18,420", "71 %", "¥100"):
        assert said in jam
    silent = text[at["K0104"] : at["K0101"]]
    for said in ("失联", "13:50 起 12 分钟", "去看机器", "2 笔 ¥150"):
        assert said in silent
    assert "换一卷纸：点“换纸”，无需密码" in text
    assert "不必处理" in text[at["K0102"] :]


def test_who_is_on_it_stands_beside_it(hall: tuple[Centre, Clock, str], viewer: Browser) -> None:
    operator = _as(hall, "5004")
    order = next(one for one in hall[0].work_orders.open_orders(HALL) if one.kiosk_id == "K0105")
    assert "工单已接单" in operator.post(f"/halls/orders/{order.order_id}", {"act": "take"}).text
    assert _last_act(hall[0])[:2] == ("5004", "acknowledge_order")
    assert "5004 已接手" in viewer.get(f"/halls/glance{Q}").text
    done = operator.post(f"/halls/orders/{order.order_id}", {"act": "fix", "remark": "钞箱已更换"})
    assert "钞箱已更换" in done.text


def test_one_terminal_tells_devices_history_and_what_it_is_made_of(viewer: Browser) -> None:
    text = viewer.get("/halls/terminals/K0103").text
    for said in (
        "纸币器 故障",
        "可能夹有钱",
        "BX-0012",
        "SM-2073",
        "21K010103",
        "最近七天",
        "13:12 – 现在".replace(" ", ""),
        "纸币器: 纸币卡在纸币器里",
    ):
        assert said.replace(" ", "") in text.replace(" ", ""), said


def test_alarms_are_seen_by_somebody_with_a_name(hall: tuple[Centre, Clock, str]) -> None:
    operator = _as(hall, "5004")
    text = operator.get(f"/halls/alarms{Q}").text
    assert "K0104 自13:50起无心跳" in text
    assert "已短信通知 138****0217" in text
    alarm = hall[0].alarms.standing(HALL)[0]
    page = operator.post(f"/halls/alarms/{alarm.alarm_id}", {"act": "seen", "hall": HALL})
    assert "5004 已确认" in page.text
    assert "已确认，由您处理" in page.text


# ---- payments ----------------------------------------------------------------------------------------------------------


def test_f34_the_payment_without_sms_is_one_click_from_the_figure(centre: Centre, viewer: Browser) -> None:
    page = viewer.get(f"/halls/payments{Q}")
    assert "1 笔已入账，顾客还没收到短信" in page.text
    journey = viewer.get(next(link for link in page.links if "/journeys/" in link))
    assert "短信交给网关" in journey.text
    assert "手机还没有回执" in journey.text
    assert _last_act(centre)[:3] == ("5003", "looked_at_payment", HALL)


@pytest.mark.parametrize("by", ["receipt", "receipt as it is misread", "claim", "number", "time and note"])
def test_f59_search(centre: Centre, viewer: Browser, by: str) -> None:
    with centre.database.read() as connection:
        row = connection.execute(
            select(payments).where(payments.c.frozen.contains('"cash"'), payments.c.status == "posted")
        ).first()
    assert row is not None
    key = f"{row.kiosk_id}-{row.kiosk_seq}"
    at = viewer.get(f"/halls/journeys/{row.payment_id}").text
    moment = re.search(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d):\d\d", at)
    note = re.search(r"¥(\d+) ×", at)
    assert moment is not None
    assert note is not None
    fields = {
        "receipt": {"what": row.receipt_number},
        "receipt as it is misread": {"what": row.receipt_number.lower().replace("0", "o").replace("-", "")},
        "claim": {"what": key.lower()},
        "number": {"what": row.account_number},
        "time and note": {"day": moment[1], "begin": moment[2], "end": moment[2], "note": f"{note[1]}00"},
    }[by]
    page = viewer.post(f"/halls/search{Q}", fields)
    assert key in page.text
    assert row.receipt_number in page.text
    staff_id, act, where, subject = _last_act(centre)
    assert (staff_id, act, where, subject) == ("5003", "searched", HALL, HALL)
    with centre.database.read() as connection:
        details = [detail for (detail,) in connection.execute(select(audit.c.detail))]
    assert not [detail for detail in details if row.account_number in detail]


def test_f59_what_hangs_and_what_is_not_there(viewer: Browser) -> None:
    assert "找到 1 笔" in viewer.post(f"/halls/search{Q}", {"hanging": "on"}).text
    assert "没有找到" in viewer.post(f"/halls/search{Q}", {"what": "261121-000000"}).text
    assert "没有找到" in viewer.post(f"/halls/search{Q}", {"what": "' OR 1=1 --"}).text
    assert viewer.post(f"/halls/search{Q}", {"day": "2026-13-01"}).status == 422
    case = viewer.post(f"/halls/search{Q}", {"what": "7F3A91C2"}).text
    assert "7f3a91c2" in case
    assert "纸币器未报告钞票去向" in case
    assert "两人在终端维护页处理" in case


def test_x10_a_note_s_whole_journey_in_the_order_of_time(centre: Centre, viewer: Browser) -> None:
    with centre.database.read() as connection:
        reopened = select(payments.c.payment_id).where(
            payments.c.reopening == "reopened", payments.c.frozen.contains('"cash"')
        )
        payment_id = connection.scalar(reopened)
    text = viewer.get(f"/halls/journeys/{payment_id}").text
    steps = ["终端已收款", "中心已接收", "已入账", "短信交给网关", "手机已收到短信", "已复机"]
    places = [text.index(step, text.index("全程")) for step in steps]
    assert places == sorted(places)
    assert re.search(r"¥\d+ × \d", text)


# ---- cash --------------------------------------------------------------------------------------------------------------


def test_s4_nothing_expected_is_in_any_page_before_the_count(manager: Browser, counter: Browser, viewer: Browser) -> None:
    for who in (manager, counter, viewer):
        for path in (f"/halls/collections{Q}", "/halls/collections/K0103-C7", "/halls/collections/K0103-C7/count"):
            source = who.get(path).source
            waiting = source.split("已点")[0]
            assert "BX-0005" in source or "权限" in source
            for told in (EXPECTED_FEN, "1810000", "expected", "acceptor"):
                assert told not in waiting, (path, told)
    boxes = ("18,420", "9,310", "12,650", "6,200", "21,900")
    for who in (manager, counter):
        for path in (f"/halls/glance{Q}", f"/halls/cash{Q}", "/halls/terminals/K0103", f"/halls/report{Q}"):
            source = who.get(path).source
            assert not [box for box in boxes if box in source], path
    assert all(box in viewer.get(f"/halls/cash{Q}").source for box in boxes), "who never counts sees them"


def _count(**changed: str) -> dict[str, str]:
    found = {"genuine_10000": "119", "genuine_5000": "90", "genuine_2000": "60", "genuine_1000": "40", "false_10000": "1"}
    return found | {"second": "5001", "second_password": PASSWORD} | changed


def test_x11_x19_the_blind_count_by_two_and_what_it_shows(centre: Centre, counter: Browser) -> None:
    path = "/halls/collections/K0103-C7/count"
    counter.get(path)
    assert "第二人必须是另一个人" in counter.post(path, _count(second="5002")).text
    assert "第二人的工号或密码不对" in counter.post(path, _count(second_password="x")).text
    assert "第二人没有点钞权限" in counter.post(path, _count(second="5003")).text
    page = counter.post(path, _count(genuine_100="-3"))
    assert "张数只能是数字" in page.text
    assert 'value="119"' in page.source, "what was typed is still there"
    assert len(centre.collections.to_count()) == 1
    done = counter.post(path, _count())
    for said in ("点钞已提交", "−¥100", "¥18,100", "¥18,000", "另有假币 ¥100"):
        assert said in done.text
    assert [(who, act) for who, act, _, _ in [_last_act(centre)]] == [("5001", "cash_count")]
    again = counter.post(path, _count(genuine_10000="120"))
    assert (again.status, "已经办过了" in again.text) == (409, True)
    explained = counter.post("/halls/collections/K0103-C7/reason", {"reason": "counterfeit", "remark": "已上交"})
    assert "假币 · 已上交" in explained.text.replace("  ", " ")


def test_s4_a_second_person_s_first_password_commits_no_count(hall: tuple[Centre, Clock, str]) -> None:
    """Whoever issued it knows it, and would be two people."""
    centre, path = hall[0], "/halls/collections/K0103-C7/count"
    made = centre.staff.add("5010", "新人员", ["cash"], [HALL], "test")
    counter = _as(hall, "5002")
    counter.get(path)
    page = counter.post(path, _count(second="5010", second_password=made.password))
    assert (page.status, "第二人须先登录，改掉初始密码" in page.text) == (403, True)
    assert "第二人的工号或密码不对" in counter.post(path, _count(second="5010", second_password="x")).text
    assert len(centre.collections.to_count()) == 1


@pytest.mark.parametrize("who", ["5001", "5002"])
def test_s4_who_counts_finds_no_amounts_by_terminal_time_or_note(hall: tuple[Centre, Clock, str], who: str) -> None:
    browser, amount = _as(hall, who), re.compile(r"¥\d")
    assert 'name="note"' not in browser.get(f"/halls/search{Q}").source
    by_terminal, day = {"kiosk_id": "K0103"}, {"day": "2026-11-21"}
    lists = (by_terminal, day, by_terminal | day, {"hanging": "on"}, by_terminal | {"what": "  "})
    for fields in lists:
        page = browser.post(f"/halls/search{Q}", fields)
        found = page.text.split("终端上未了结的款项")[0]
        assert not amount.search(found), fields
        assert not re.search(r"26112\d-[0-9A-Z]{6}", found), "a receipt number would open what it names"
    assert "找到 13 笔" in browser.post(f"/halls/search{Q}", by_terminal).text
    assert "按终端、时间或缴费编号查找不显示金额" in browser.post(f"/halls/search{Q}", by_terminal).text
    assert "找到 13 笔" in browser.post(f"/halls/search{Q}", by_terminal | {"note": "10000"}).text, "unsifted"
    tried = browser.post(f"/halls/search{Q}", {"what": "K0103-13"})
    assert "找到 1 笔" in tried.text
    assert not amount.search(tried.text.split("终端上未了结的款项")[0]), "payment numbers count up: they prove nothing"
    (journey,) = [link for link in tried.links if "/journeys/" in link]
    assert not amount.search(browser.get(journey).text)
    with hall[0].database.read() as connection:
        which = (payments.c.kiosk_id == "K0103", payments.c.kiosk_seq == 13)
        row = connection.execute(select(payments.c.receipt_number, payments.c.account_number).where(*which)).one()
    receipt, number = row.receipt_number, row.account_number
    for what in (receipt, number):
        one = browser.post(f"/halls/search{Q}", {"what": what})
        assert "¥170 ¥20 × 1 , ¥50 × 1 , ¥100 × 1" in one.text
        assert receipt in one.text
        opened = next(link for link in one.links if link.startswith(journey))
        assert "¥170" in browser.get(opened).text
    assert not amount.search(browser.get(f"{journey}?slip=261121-000000").text)
    all_of_it = _as(hall, "5003").post(f"/halls/search{Q}", by_terminal)
    assert "¥170 ¥20 × 1" in all_of_it.text, "who never counts sees them"


def test_s4_an_admin_without_the_role_cash_sees_amounts_and_counts_nothing(hall: tuple[Centre, Clock, str]) -> None:
    add_person(hall[0], "5006", ["admin"], [HALL])
    boss = _as(hall, "5006")
    assert "18,420" in boss.get(f"/halls/cash{Q}").text
    assert boss.get("/halls/collections/K0103-C7/count").status == 403
    counter = _as(hall, "5002")
    counter.get("/halls/collections/K0103-C7/count")
    refused = counter.post("/halls/collections/K0103-C7/count", _count(second="5006"))
    assert "第二人没有点钞权限" in refused.text


# ---- second persons ----------------------------------------------------------------------------------------------------


def _asked(centre: Centre, by: str, act: str = "settle") -> str:
    approval_id = new_ulid(centre.now())
    centre.approvals.ask(approval_id, "K0103", act, what="卡钞中取出 1 张", fen=10_000, by=by)  # type: ignore[arg-type]
    return approval_id


def test_x12_another_person_approves_and_never_the_one_who_asked(
    centre: Centre, counter: Browser, manager: Browser
) -> None:
    asked = _asked(centre, "5002")
    own = counter.get("/halls/approvals")
    assert "这是您自己的请求" in own.text
    assert counter.post(f"/halls/approvals/{asked}", {"answer": "yes"}).status == 409
    found = centre.approvals.read(asked)
    assert found is not None
    assert found.state == "open"
    assert "已批准" in manager.post(f"/halls/approvals/{asked}", {"answer": "yes"}).text
    found = centre.approvals.read(asked)
    assert found is not None
    assert (found.state, found.decided_by) == ("approved", "5001")
    assert "已经办过了" in manager.post(f"/halls/approvals/{asked}", {"answer": "no"}).text


def test_a_role_that_may_not_decide_this_act_is_told_so(centre: Centre, counter: Browser, manager: Browser) -> None:
    asked = _asked(centre, "5001", "release")
    assert "须由有权限的人审批" in counter.get("/halls/approvals").text
    assert counter.post(f"/halls/approvals/{asked}", {"answer": "yes"}).status == 403
    assert "这是您自己的请求" in manager.get("/halls/approvals").text


def test_x12_the_response_for_a_terminal_without_a_line(centre: Centre, counter: Browser) -> None:
    key = centre.approvals.key_for("K0104")
    digits = challenge(key, "K0104", "box_swap", by="0217", act_id="K0104-C9", fen=620_000)
    counter.get("/halls/challenge")
    fields = {"kiosk_id": "K0104", "act": "box_swap", "challenge": f"{digits[:4]} {digits[4:]}"}
    page = counter.post("/halls/challenge", fields)
    right = response(key, digits, "5002")
    assert f"{right[:4]} {right[4:]}" in page.text
    assert _last_act(centre) == ("5002", "offline:box_swap", HALL, "K0104")
    assert "八位数字" in counter.post("/halls/challenge", fields | {"challenge": "1234"}).text
    assert "没有这个权限" in counter.post("/halls/challenge", fields | {"act": "release"}).text


# ---- report, people ----------------------------------------------------------------------------------------------------


def test_f48_the_report_with_score_sign_off_and_csv(centre: Centre, manager: Browser, viewer: Browser) -> None:
    today = viewer.get(f"/halls/report{Q}")
    for said in ("得分", "明日要做", "K0105 二楼楼梯口 安排清机", "当天未结束"):
        assert said in today.text
    with centre.database.read() as connection:
        kept = connection.exec_driver_sql("select count(*) from hall_reports").scalar()
    assert kept == 0, "looking at a day that runs keeps nothing"
    yesterday = manager.get(f"/halls/report{Q}&day=2026-11-20")
    assert "第 1 版" in yesterday.text
    assert "第 1 版" in manager.get(f"/halls/report{Q}&day=2026-11-20").text
    signed = manager.post(f"/halls/report{Q}", {"day": "2026-11-20", "revision": "1"})
    assert "5001 已签发" in signed.text
    answer = viewer.http.get(f"{viewer.url}/halls/report.csv{Q}&day=2026-11-20", timeout=15)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").startswith("day,") or "K0101" in answer.text
    assert "没有可衡量的" in viewer.get(f"/halls/report{Q}&day=2026-10-01").text, "before there was a terminal"


def test_people_are_reset_and_disabled_by_an_admin_of_their_hall(centre: Centre, manager: Browser, viewer: Browser) -> None:
    page = manager.post("/halls/people/5003", {"act": "reset"})
    secret = re.search(r"([0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5})", page.text)
    assert secret is not None
    assert centre.staff_sessions.prove("5003", secret[1]).password_must_change
    assert "/halls/log-in" in viewer.get("/halls/").address, "the old log-in has ended"
    assert secret[1] not in manager.get("/halls/people").source
    assert "已停用，登录立即失效" in manager.post("/halls/people/5003", {"act": "disable"}).text
    assert manager.post("/halls/people/5001", {"act": "disable"}).status == 404, "never oneself"
    assert manager.post("/halls/people/0217", {"act": "disable"}).status == 404, "somebody with more halls"
    acts = manager.get("/halls/audit?subject=5003").text
    assert "重置密码" in acts
    assert "停用人员" in acts


def test_a_hall_without_anything_has_no_dead_end(tmp_path: Path) -> None:
    with hall_served(tmp_path) as (centre, _, url):
        centre.enrolment.enrol("K0001", "新厅")
        add_person(centre, "5001", ["view", "operate", "cash", "admin"], ["*"])
        browser = Browser(url)
        browser.log_in("5001")
        for path in PAGES:
            page = browser.get(path.replace(HALL, "新厅").replace("K0103", "K0001"))
            assert page.status == (404 if "/collections/" in path else 200), path
            assert any(link.startswith("/halls/") and link != "/halls/static/hall.css" for link in page.links)
        assert "每一笔都有短信" in browser.get("/halls/payments?hall=新厅").text
        assert browser.get("/halls/nowhere").status == 404
