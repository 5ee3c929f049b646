"""The hall pages in a real browser: they can be read and used, on a desk and on a phone."""

import base64
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from sqlalchemy import select

from central.identifiers import new_ulid
from central.tables import payments
from tests.central.halls import HALL, PASSWORD
from tests.central_pages.conftest import PHONE, Served, Window

Q = f"?hall={HALL}"
PAGES = {
    "glance": f"/halls/glance{Q}",
    "terminal": "/halls/terminals/K0103",
    "reckoning": "/halls/terminals/K0103/reckoning",
    "without-sms": f"/halls/payments{Q}",
    "search": f"/halls/search{Q}",
    "cash": f"/halls/cash{Q}",
    "collections": f"/halls/collections{Q}",
    "comparison": "/halls/collections/K0101-C5",
    "count": "/halls/collections/K0103-C7/count",
    "approvals": "/halls/approvals",
    "challenge": "/halls/challenge",
    "alarms": f"/halls/alarms{Q}",
    "orders": f"/halls/orders{Q}",
    "report": f"/halls/report{Q}",
    "people": "/halls/people",
    "audit": "/halls/audit",
    "password": "/halls/password",
    "nothing": "/halls/nowhere",
}
# Elements that show less than they hold, and what reaches beyond the window; not what is only said to who listens.
CLIPPED = """
const wide = innerWidth + 1, found = [];
for (const one of document.body.querySelectorAll("*")) {
  const box = one.getBoundingClientRect(), style = getComputedStyle(one);
  if (!box.width || style.visibility === "hidden" || one.closest("svg, .unseen")) continue;
  if (box.right > wide || box.left < -1) found.push(one.tagName + " beyond: " + one.textContent.trim().slice(0, 40));
  const cut = style.overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
  const text = one.textContent.trim().slice(0, 40);
  if (cut && !/INPUT|SELECT/.test(one.tagName)) found.push(`${one.tagName} cut: ${text}`);
}
return found.slice(0, 5);
"""
SMALL = """
const pressed = "main button, main .button, main select, main input:not([type=hidden]):not([type=checkbox]):not([hidden])";
return [...document.querySelectorAll(pressed)]
  .filter(one => one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 80));
"""


def _speak(window: Window, language: str) -> None:
    if window.driver.execute_script("return document.documentElement.lang").startswith(language):
        return
    window.press("header button[name=to]")


@pytest.mark.parametrize(
    ("where", "language"),
    [
        ("desk", "zh"),
        ("phone", "en"),
        pytest.param("desk", "en", marks=pytest.mark.long),
        pytest.param("phone", "zh", marks=pytest.mark.long),
    ],
)
def test_every_page_can_be_read_whole(
    where: str, language: str, tmp_path: Path, served: Served, request: pytest.FixtureRequest
) -> None:
    """Nothing beyond the window, nothing cut, nothing too small for a finger; a picture of each is left in tmp_path."""
    window: Window = request.getfixturevalue(where)
    window.log_in("5001")
    _speak(window, language)
    with served.centre.database.read() as connection:
        payment_id = connection.scalar(select(payments.c.payment_id).where(payments.c.reopening == "reopened"))
    for name, path in (PAGES | {"journey": f"/halls/journeys/{payment_id}"}).items():
        window.go(path)
        window.photograph(tmp_path / f"{name}-{language}-{window.width}.png")
        assert window.driver.execute_script(CLIPPED) == [], name
        assert window.driver.execute_script(SMALL) == [], name
        assert (tmp_path / f"{name}-{language}-{window.width}.png").stat().st_size > 5_000
    complaints = [one for one in window.complaints() if "/halls/nowhere" not in one]
    assert complaints == [], "our own strict policy is broken, or a file is missing"
    _speak(window, "zh")


def test_from_the_alarm_to_the_name_of_who_goes_on_a_phone(phone: Window, served: Served) -> None:
    phone.log_in("5004")
    assert "现金停" in phone.go(PAGES["glance"])
    phone.driver.find_element(By.LINK_TEXT, "K0103").click()
    phone.wait_for("纸币卡在纸币器里")
    phone.driver.find_element(By.LINK_TEXT, "去处理").click()
    phone.wait_for("已短信通知")
    phone.press("#K0103 button[value=go]")
    assert "已确认，由您处理" in phone.text
    assert {alarm.acknowledged_by for alarm in served.centre.alarms.standing(HALL) if alarm.kiosk_id == "K0103"} == {"5004"}
    phone.go(PAGES["orders"])
    phone.press("button[value=take]")
    phone.one("input[name=remark]").send_keys("夹钞已取出")
    phone.press("button[value=fix]")
    assert "工单已办结" in phone.text
    fixed = served.centre.work_orders.fixed_since(0, HALL)
    assert [(order.fixed_by, order.remark) for order in fixed] == [("5004", "夹钞已取出")]


TOP = "return document.querySelector(arguments[0]).getBoundingClientRect().top"


def test_on_a_phone_the_worst_terminal_shows_without_scrolling(phone: Window) -> None:
    phone.log_in("5003")
    phone.go(PAGES["glance"])
    assert phone.driver.execute_script(TOP, "table.stack td") < PHONE[1] - 150, "its name, and what it is about"


@pytest.mark.parametrize("typed", ["7f3a91c2", "261121-ZZZZZZ"])
def test_on_a_phone_a_search_leads_to_what_it_found(phone: Window, typed: str) -> None:
    """The form is longer than the phone."""
    phone.log_in("5003")
    phone.go(PAGES["search"])
    phone.one("#what").send_keys(typed)
    phone.press("main form button")
    shown = "#found .empty" if "ZZ" in typed else "#cases"
    assert 0 <= phone.driver.execute_script(TOP, shown) < PHONE[1] - 100


def test_x11_two_people_count_a_box_on_a_desk(desk: Window, served: Served) -> None:
    desk.log_in("5002")
    assert "18,100" not in desk.go(PAGES["collections"]).split("已点")[0]
    desk.driver.find_element(By.LINK_TEXT, "点钞").click()
    desk.wait_for("第二人")
    assert "18,100" not in desk.driver.page_source
    for fen, count in ((10_000, 120), (5_000, 90), (2_000, 60), (1_000, 40)):
        desk.one(f"input[name=genuine_{fen}]").send_keys(str(count))
    desk.one("#second").send_keys("5005")
    desk.one("#second_password").send_keys(PASSWORD)
    desk.press("main form button")
    assert "点钞已提交" in desk.text
    assert "¥18,100" in desk.text
    assert served.centre.collections.counted()[0].box.collection_id == "K0103-C7"


def test_f59_a_search_leaves_no_number_behind(desk: Window, served: Served) -> None:
    with served.centre.database.read() as connection:
        number = connection.scalar(select(payments.c.account_number))
    assert number is not None
    desk.log_in("5003")
    desk.go(PAGES["search"])
    desk.one("#what").send_keys(number)
    desk.press("main form button")
    assert f"{number[:3]} **** {number[-4:]}" in desk.text
    assert number not in desk.driver.current_url + desk.driver.page_source
    desk.go(PAGES["search"])
    Select(desk.one("#note")).select_by_visible_text("¥100")
    desk.one("input[name=hanging]").click()
    desk.press("main form button")
    assert "找到" in desk.text or "没有找到" in desk.text


def test_x12_a_terminal_s_question_appears_by_itself_and_is_answered(desk: Window, served: Served) -> None:
    """The one script: a page that is left open brings itself up to date."""
    desk.log_in("5002")
    desk.go("/halls/approvals")
    approval_id = new_ulid(served.centre.now())
    served.centre.approvals.ask(approval_id, "K0105", "box_swap", what="换钱箱", fen=2_190_000, by="0217")
    desk.wait_for("K0105")
    assert "21,900" not in desk.driver.page_source, "who counts is not told what is in it"
    desk.press(f"form[action$='{approval_id}'] button[value=yes]")
    assert "已批准" in desk.text
    decided = served.centre.approvals.read(approval_id)
    assert decided is not None
    assert (decided.state, decided.decided_by) == ("approved", "5002")


def test_everything_works_without_scripts(phone: Window) -> None:
    """The driver itself needs scripts, so the one script file is kept away instead."""
    phone.driver.execute_cdp_cmd("Network.enable", {})
    phone.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/static/refresh.js"]})
    try:
        phone.log_in("5003")
        assert "K0101" in phone.go(PAGES["glance"])
        phone.press("header button[name=to]")
        assert "last payment" in phone.text
        phone.press("header button[name=to]")
        assert "最近一笔" in phone.text
    finally:
        phone.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})


def test_f48_the_report_prints_as_pdf(desk: Window, tmp_path: Path) -> None:
    desk.log_in("5003")
    desk.go(f"{PAGES['report']}&day=2026-11-20")
    printed = desk.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    document = base64.b64decode(printed["data"])
    (tmp_path / "report.pdf").write_bytes(document)
    assert document.startswith(b"%PDF-")
    assert 1 <= document.count(b"/Type /Page\n") + document.count(b"/Type /Page ") + document.count(b"/Type/Page/") <= 4
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    visible = desk.text
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert "得分" in visible
    assert "退出" not in visible, "buttons are no use on paper"
    assert "CSV" not in visible
