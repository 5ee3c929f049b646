"""The way into asking: menu, proofs, secret, waiting, and the paper before it is printed."""

import base64
import io
from dataclasses import replace

import pytest
import qrcode
from PIL import Image
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtTest import QTest

import ui
from kiosk.base32 import LETTERS
from kiosk.enquiry import EnquiryProblem, EnquiryRefused, ProofMethod
from kiosk.enquiry_answers import Category
from kiosk.enquiry_views import AskingView, MenuView, PaperStep, PreviewView, ProofView, SecretView
from kiosk.events import (
    BackPressed,
    BackspacePressed,
    CategoryChosen,
    ClearPressed,
    ConfirmPressed,
    DayChosen,
    DigitPressed,
    MenuPressed,
    MonthChosen,
    NextPagePressed,
    PayPressed,
    PreviousPagePressed,
    PrintPressed,
    ProofChosen,
    ServiceChosen,
    SubscriptionChosen,
    Touch,
    Touched,
)
from kiosk.flow.enquiry_words import said
from kiosk.messages import Message
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text
from kiosk.views import HomeView
from kiosk.visit_types import Language, Service
from tests.ui.conftest import Glass, visible, wait_until
from ui import messages, samples
from ui.enquiry_facts import BLANK_ENQUIRIES, preview_facts, qr_picture
from ui.eyes import finger
from ui.messages import say
from ui.presentation import body_facts
from ui.samples_of_enquiries import ENQUIRY_BODIES, services
from ui.touches import TURNING

PASSWORD, CODE = ProofMethod.SERVICE_PASSWORD, ProofMethod.SMS_CODE

FACTS: dict[str, dict[Language, tuple[str, ...]]] = {
    "home_asking": {
        Language.CHINESE: ("交话费", "余额查询", "本月账单", "业务查询与退订", "全部业务", "请选择要办理的业务"),
        Language.ENGLISH: ("Pay a phone bill", "余额查询", "All services", "What would you like to do?"),
    },
    "menu": {Language.CHINESE: ("全部业务", "话费服务", "交话费", "历史详单", "业务限制查询", "积分计划")},
    "menu_offline": {Language.CHINESE: ("网络中断，现在不能查询，可以照常缴费。",)},
    "menu_only_paying": {
        Language.CHINESE: ("还没有取到业务目录。现在可以缴费，查询请稍后再来。", "交话费 ›"),
        Language.ENGLISH: (
            "The list of services could not be fetched yet. You can pay now; please come back later to ask.",
        ),
    },
    "proof": {
        Language.CHINESE: ("请验证是本人号码", "本月账单", "138 **** 5678", "服务密码 ›", "短信验证码 ›"),
        Language.ENGLISH: (
            "Is it your number?",
            "Service password ›",
            "Text code ›",
            "We send six digits to 138 **** 5678.",
        ),
    },
    "proof_both": {Language.CHINESE: ("此业务两项都要验证，先后不限。",)},
    "proof_both_one_given": {
        Language.CHINESE: ("请再验证一次", "第一项已通过，此业务两项都要验证。", "服务密码 ›", "短信验证码", "已通过"),
        Language.ENGLISH: ("One more proof, please", "Already given"),
    },
    "proof_no_text": {Language.CHINESE: ("此号码现在收不到短信。请用服务密码，或到柜台办理。", "服务密码 ›")},
    "proof_locked": {
        Language.CHINESE: (
            "输错次数过多，锁定到 11月21日 21:30。请改用另一种方式，或到柜台办理。缴费不受影响。",
            "请到柜台办理。缴费无需验证。",
        ),
    },
    "proof_again": {Language.CHINESE: ("为了您的安全，查询时间已到。请重新验证。",)},
    "secret_password": {Language.CHINESE: ("请输入服务密码", "138 **** 5678。请用手遮挡按键。")},
    "secret_password_wrong": {
        Language.CHINESE: ("输入有误，请重新输入，还可试 3 次。",),
        Language.ENGLISH: ("That was not right. Please enter it again. Tries left: 3.",),
    },
    "secret_code_opening": {Language.CHINESE: ("请输入短信验证码", "正在发送验证码……", "重发验证码")},
    "secret_code_busy": {Language.CHINESE: ("正在核对……",)},
    "secret_ends": {
        Language.CHINESE: ("输完最后一位即退订：某视频会员（连续包月）。按返回则不退订。",),
        Language.ENGLISH: ("The last digit ends: 某视频会员（连续包月）. Back keeps it.",),
    },
    "proof_of_receipt": {
        Language.CHINESE: ("补打凭条", "补打凭证要用短信验证码。", "短信验证码 ›"),
        Language.ENGLISH: ("A copy of a receipt needs a text code.", "Text code ›"),
    },
    "receipt_number": {
        Language.CHINESE: (
            "要补打哪张凭证？",
            "______-______",
            "请输入小票或短信上的凭证号。其中没有字母 O 和 I，是数字 0 和 1。",
        ),
        Language.ENGLISH: ("Which receipt?", "______-______"),
    },
    "receipt_number_day": {
        Language.CHINESE: ("2613__-______", "没有这一天。凭证号开头是缴费日期：年、月、日各两位。"),
        Language.ENGLISH: ("There is no such day. The number begins with the day of the payment: year, month and day.",),
    },
    "receipt_number_typing": {Language.CHINESE: ("261121-7Q____",)},
    "receipt_number_wrong": {Language.CHINESE: ("261121-7Q2MXK", "凭证号不对，有一位输错了。请与小票或短信核对。")},
    "receipt_number_busy": {Language.CHINESE: ("261121-7Q2MXP", "正在查询……")},
    "receipt_number_unknown": {
        Language.CHINESE: ("没有这个凭证号，请与小票或短信核对。待入账的缴费还没有凭证号，入账后短信会告知。",),
    },
    "receipt_number_used_up": {Language.CHINESE: ("这张凭证补打次数已用完，请到柜台办理。凭证号仍然有效。",)},
    "receipt_number_silent": {
        Language.CHINESE: ("中心没有答复，现在不能补打。请留好凭证号，稍后再试。待入账的缴费，入账后短信会告知凭证号。",),
    },
    "asking": {
        Language.CHINESE: ("本月账单", "138 **** 5678", "正在查询……"),
        Language.ENGLISH: ("Asking the centre …",),
    },
    "asking_silent": {
        Language.CHINESE: ("中心没有答复，没有任何变动。请稍后再试。", "再试一次"),
        Language.ENGLISH: ("The centre did not answer. Nothing was changed. Please try again in a moment.", "Try again"),
    },
    "preview": {
        Language.CHINESE: ("要打印吗？", "示范通信", "号码", "138****5678", "合计", "¥182.40", "打印 ›", "暂不打印"),
        Language.ENGLISH: ("Print this?", "This is how the slip will look.", "Print ›", "Not now"),
    },
    "preview_long": {Language.CHINESE: ("一张小票放不下，有 137 条不会打印。可按日期或类别分开打印。",)},
    "preview_printer_out": {Language.CHINESE: ("现在不能打印，没有打印，也没有收费。请联系工作人员。代码 PR-PAPER",)},
    "preview_printing": {Language.CHINESE: ("正在打印……",)},
    "preview_printed": {Language.CHINESE: ("请取走小票", "完成")},
    "preview_failed": {Language.CHINESE: ("小票没有打好", "再打印一次")},
    "preview_unknown": {Language.CHINESE: ("请看小票是否完整",)},
}


@pytest.mark.parametrize(("name", "language"), [(name, language) for name, words in FACTS.items() for language in words])
def test_page_tells_its_facts(glass: Glass, name: str, language: Language) -> None:
    glass.show(samples.view(name, language))
    seen = glass.texts()
    assert [fact for fact in FACTS[name][language] if fact not in seen] == []


KEYS: list[tuple[str, str, Touch]] = [
    ("home_asking", "home_pay", ServiceChosen(Service.PAY_BILL)),
    ("home_asking", "service_balance", ServiceChosen(Service.BALANCE)),
    ("home_asking", "service_subscriptions", ServiceChosen(Service.SUBSCRIPTIONS)),
    ("home_asking", "menu", MenuPressed()),
    *(("menu", f"service_{service}", ServiceChosen(service)) for service in Service),
    ("menu_offline", "only_pay", ServiceChosen(Service.PAY_BILL)),
    ("menu", "back", BackPressed()),
    ("proof", "proof_service_password", ProofChosen(PASSWORD)),
    ("proof", "proof_sms_code", ProofChosen(CODE)),
    ("proof_both_one_given", "proof_service_password", ProofChosen(PASSWORD)),
    ("proof_no_text", "proof_service_password", ProofChosen(PASSWORD)),
    ("proof_no_password", "proof_sms_code", ProofChosen(CODE)),
    *(("secret_code", f"key_{digit}", DigitPressed(digit)) for digit in "0123456789"),
    ("secret_code", "key_backspace", BackspacePressed()),
    ("secret_code", "key_clear", ClearPressed()),
    ("secret_code_resend", "resend", ProofChosen(CODE)),
    ("secret_ends", "resend", ProofChosen(CODE)),
    ("secret_ends", "back", BackPressed()),
    ("proof_of_receipt", "proof_sms_code", ProofChosen(CODE)),
    *(("receipt_number_typing", f"key_{key}", DigitPressed(key)) for key in LETTERS),
    ("receipt_number", "key_0", DigitPressed("0")),
    ("receipt_number", "key_backspace", BackspacePressed()),
    ("receipt_number", "key_clear", ClearPressed()),
    ("receipt_number_whole", "confirm", ConfirmPressed()),
    ("receipt_number_silent", "confirm", ConfirmPressed()),
    ("receipt_number_wrong", "back", BackPressed()),
    ("asking_silent", "confirm", ConfirmPressed()),
    ("asking_silent", "menu", MenuPressed()),
    ("asking_offline", "menu", MenuPressed()),
    ("asking_offline", "back", BackPressed()),
    ("preview", "print", PrintPressed()),
    ("preview", "leave", BackPressed()),
    ("preview_printer_out", "leave", BackPressed()),
    ("preview_printed", "leave", BackPressed()),
    ("preview_failed", "print", PrintPressed()),
    ("preview_unknown", "leave", BackPressed()),
]


def settle() -> None:
    for _ in range(5):
        QCoreApplication.processEvents()


@pytest.mark.parametrize(("page", "key", "touch"), KEYS)
def test_key_posts_exactly_its_touch(glass: Glass, page: str, key: str, touch: Touch) -> None:
    glass.show(samples.view(page))
    glass.screen.tap(key)
    settle()
    assert glass.posted == [touch]


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("proof_no_text", "proof_sms_code"),
        ("proof_both_one_given", "proof_sms_code"),
        ("proof_locked", "proof_service_password"),
        ("proof_of_receipt", "proof_service_password"),
        ("proof_of_receipt_no_text", "proof_sms_code"),
        ("receipt_number", "key_A"),
        ("receipt_number", "confirm"),
        ("receipt_number_wrong", "confirm"),
        ("receipt_number_busy", "key_1"),
        ("receipt_number_busy", "confirm"),
        ("secret_code", "resend"),
        ("secret_code_busy", "key_1"),
        ("secret_code_busy", "resend"),
        ("secret_password_opening", "key_1"),
        ("preview_printer_out", "print"),
        ("preview_printing", "print"),
        ("preview_printing", "leave"),
    ],
)
def test_key_that_is_off_only_tells_of_a_finger(glass: Glass, page: str, key: str) -> None:
    glass.show(samples.view(page))
    glass.screen.tap(key)
    settle()
    assert glass.posted == [Touched()]


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("home", "menu"),
        ("menu", "only_pay"),
        ("menu_offline", "service_balance"),
        ("secret_password", "resend"),
        ("asking", "confirm"),
        ("asking", "menu"),
        ("asking_not_kept", "confirm"),
        ("preview_printed", "print"),
    ],
)
def test_key_that_leads_nowhere_is_not_there(glass: Glass, page: str, key: str) -> None:
    glass.show(samples.view(page))
    assert glass.screen.find(key) is None


@pytest.mark.parametrize(
    ("name", "value", "touch"),
    [
        ("month", "2026-10", MonthChosen("2026-10")),
        ("category", "voice", CategoryChosen(Category.VOICE)),
        ("category", "", CategoryChosen(None)),
        ("day", "2026-10-15", DayChosen("2026-10-15")),
        ("day", "", DayChosen("")),
        ("next_page", "", NextPagePressed()),
        ("previous_page", "", PreviousPagePressed()),
        ("subscription", "V1", SubscriptionChosen("V1")),
        ("pay", "", PayPressed()),
    ],
)
def test_names_of_touches(name: str, value: str, touch: Touch) -> None:
    assert TURNING[name](value) == touch


def test_paying_stays_by_far_the_largest(portrait: Glass, landscape: Glass) -> None:
    """F11: the main job is the largest thing on the home page, whatever else it offers."""
    for glass in (portrait, landscape):
        for name in (name for name in samples.BODIES if name.startswith("home_asking")):
            glass.show(samples.view(name))
            pay, menu = glass.screen.find("home_pay"), glass.screen.find("menu")
            assert pay is not None
            assert menu is not None
            assert pay.width() * pay.height() > 3 * menu.width() * menu.height()


def test_home_without_services_looks_as_before(glass: Glass) -> None:
    glass.show(samples.view("home"))
    assert glass.screen.find("services") is None
    assert "1 输号码" in glass.texts()
    glass.show(samples.view("home_asking"))
    assert "1 输号码" not in glass.texts()


def test_menu_follows_the_data(glass: Glass) -> None:
    """F12: names and classes are the centre's; another catalogue is another menu."""
    view = samples.view("menu")
    assert isinstance(view.body, MenuView)
    group = view.body.groups[0]
    renamed = replace(group, name="费用", keys=(replace(group.keys[0], name="充值"),))
    glass.show(replace(view, body=replace(view.body, groups=(renamed,))))
    texts = glass.texts()
    assert {"费用", "充值"} <= set(texts)
    assert "话费服务" not in texts
    assert glass.screen.find("service_points") is None


def test_both_ways_to_prove_are_equals(portrait: Glass, landscape: Glass) -> None:
    for glass in (portrait, landscape):
        glass.show(samples.view("proof"))
        password, text = glass.screen.find("proof_service_password"), glass.screen.find("proof_sms_code")
        assert password is not None
        assert text is not None
        assert (password.width(), password.height()) == (text.width(), text.height())


def test_a_secret_reaches_the_screen_as_a_count_only(glass: Glass) -> None:
    """The view holds no digit, and the page shows as many full dots as were typed."""
    for typed in (0, 1, 5, 6):
        body = SecretView(CODE, "138****5678", typed=typed, digits=6)
        facts = body_facts(body, say)
        assert facts["dots"] == [True] * typed + [False] * (6 - typed)
        view = samples.view("secret_code")
        glass.show(replace(view, body=body))
        row = glass.screen.find("dots")
        assert row is not None
        full = [dot for dot in row.childItems() if dot.property("modelData") is True]
        assert len(full) == typed


def test_quick_lane_of_several_opens_and_leads_on(glass: Glass) -> None:
    """F14: on every page; a key of it acts at once and closes it."""
    glass.show(samples.view("asking"))
    glass.screen.tap("quick_lane")
    settle()
    assert glass.posted == [Touched()]  # nothing yet but that somebody is there
    glass.posted.clear()
    assert {"快速通道", "交话费", "余额查询"} <= set(glass.texts())
    glass.screen.tap("quick_balance")
    settle()
    assert glass.posted == [ServiceChosen(Service.BALANCE)]
    assert glass.screen.find("quick_lane_sheet") is None


def test_quick_lane_closes_by_its_key_by_help_and_with_the_page(glass: Glass) -> None:
    glass.show(samples.view("asking"))
    for close in ("quick_lane_close", "help"):
        glass.screen.tap("quick_lane")
        settle()
        assert glass.screen.find("quick_lane_sheet") is not None
        glass.screen.tap(close)
        settle()
        assert glass.screen.find("quick_lane_sheet") is None
    glass.screen.tap("quick_lane")
    settle()
    glass.show(samples.view("menu"))
    assert glass.screen.find("quick_lane_sheet") is None
    assert set(glass.posted) == {Touched()}


def test_paper_on_the_screen_is_the_document_line_by_line() -> None:
    document = Document(
        (
            Text("甲", Align.CENTRE, bold=True, large=True),
            Text("乙"),
            Pair("合计", "¥1", bold=True),
            Rule(),
            QrCode("K0003"),
        )
    )
    lines = preview_facts(PreviewView(document, PaperStep.SHOWN), say)["lines"]
    assert [line["kind"] for line in lines] == ["text", "text", "pair", "rule", "qrcode"]
    assert (lines[0]["align"], lines[0]["bold"], lines[0]["large"]) == ("centre", True, True)
    assert (lines[1]["align"], lines[1]["bold"], lines[1]["large"]) == ("left", False, False)
    assert (lines[2]["text"], lines[2]["value"], lines[2]["bold"]) == ("合计", "¥1", True)
    assert len({tuple(line) for line in lines}) == 1, "the keys of a line never vary"


@pytest.mark.parametrize(("name", "columns"), [("preview", 48), ("preview_narrow", 32)])
def test_the_slip_is_shown_on_this_terminal_s_paper(glass: Glass, landscape: Glass, name: str, columns: int) -> None:
    """The sheet has as many columns as the printer prints."""
    for screen in (glass, landscape):
        screen.show(samples.view(name))
        paper = screen.screen.find("paper")
        assert paper is not None
        line = next(item for item in visible(paper) if item.metaObject().className().startswith("PaperLine"))
        margins = 2 * int(str(line.property("margin")))
        assert (line.width() - margins) * 2 == columns * int(str(line.property("cell2")))
        assert 0.6 * paper.width() < line.width() <= paper.width()


def test_qr_code_on_the_screen_has_the_modules_of_the_one_on_paper() -> None:
    content = "K0003-0000124 5JQ8ZK4M1TX0"
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    head, data = qr_picture(content).split(",", 1)
    assert head == "data:image/png;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
    side = len(code.get_matrix())
    assert picture.size == (side, side)
    dark = [[picture.getpixel((x, y)) == 0 for x in range(side)] for y in range(side)]
    assert dark == [[bool(module) for module in row] for row in code.get_matrix()]


def swipe_up(glass: Glass, name: str, times: int = 6) -> None:
    item = glass.screen.find(name)
    assert item is not None
    place = item.mapRectToScene(item.boundingRect())
    x = round(place.center().x())
    for _ in range(times):
        QTest.touchEvent(glass.screen.window, finger()).press(0, QPoint(x, round(place.bottom()) - 20)).commit()
        for step in range(1, 11):
            y = round(place.bottom() - 20 - step * (place.height() - 60) / 10)
            QTest.touchEvent(glass.screen.window, finger()).move(0, QPoint(x, y)).commit()
            QCoreApplication.processEvents()
        QTest.touchEvent(glass.screen.window, finger()).release(0, QPoint(x, round(place.top()) + 40)).commit()
        settle()


@pytest.mark.parametrize(
    ("page", "item", "last"), [("preview_long", "paper", "¥41.85"), ("menu_of_many", "scroll", "积分计划（乙）")]
)
def test_a_finger_moves_what_is_longer_than_its_place(glass: Glass, page: str, item: str, last: str) -> None:
    """The bar goes down with it, a swipe presses no key, and the next visit begins at the top."""
    glass.show(samples.view(page))
    before = glass.screen.find(f"{item}_position")
    assert before is not None
    top = before.y()
    moved = glass.screen.find(item)
    assert moved is not None
    swipe_up(glass, item)
    wait_until(lambda: bool(moved.property("atYEnd")), "the end of the page is reached")
    glass.show(samples.view(page))
    assert last in glass.texts()
    assert before.y() > top
    assert {type(touch) for touch in glass.posted} <= {Touched}
    glass.show(samples.view("home"))
    glass.show(samples.view(page))
    assert before.y() == top


def test_f9_blank_pages_carry_nobodys_data(glass: Glass) -> None:
    """Nothing of a visit is in the facts of a page that is not on the screen, pictures included."""
    said_blank = repr([body_facts(body, say) for body in BLANK_ENQUIRIES])
    for secret in ("138", "5678", "182.40", "某视频", "data:image"):
        assert secret not in said_blank
    for name in ENQUIRY_BODIES:
        glass.show(samples.view(name))
    glass.show(samples.view("home"))
    pending = [glass.screen.window.contentItem()]
    while pending:
        item = pending.pop()
        pending.extend(item.childItems())
        for held in ("text", "source"):
            if item.metaObject().indexOfProperty(held) >= 0:
                words = str(item.property(held))
                assert not any(secret in words for secret in ("138", "182.40", "某视频", "data:image")), words


def test_every_kind_of_page_has_samples_and_blanks() -> None:
    for kind in (MenuView, ProofView, SecretView, AskingView, PreviewView):
        assert any(isinstance(body, kind) for body in ENQUIRY_BODIES.values())
        assert any(isinstance(body, kind) for body in BLANK_ENQUIRIES)


def test_shown_qr_code_is_on_the_glass(glass: Glass) -> None:
    glass.show(samples.view("preview"))
    items = visible(glass.screen.window.contentItem())
    pictures = [item for item in items if "data:image" in str(item.property("source"))]
    assert len(pictures) == 1
    assert pictures[0].property("paintedWidth") > 40 * 4  # millimetres, at 4 pixels each


@pytest.mark.parametrize("problem", list(EnquiryProblem))
@pytest.mark.parametrize("tries", [None, 0, 1, 3])
def test_every_refusal_of_the_centre_has_words(glass: Glass, problem: EnquiryProblem, tries: int | None) -> None:
    refused = EnquiryRefused(problem, tries, "2026-11-21T21:30:00+08:00", 30.0)
    told = messages.say(said(refused))
    assert "{" not in told
    assert "T21:30" not in told
    assert ui.warnings == []


def test_a_moment_is_told_as_people_write_it(glass: Glass) -> None:
    """Times reach the screen as RFC 3339; a customer never reads one."""
    locked = Message("account_locked", (("until", "2026-11-21T21:30:00+08:00"),))
    glass.show(samples.view("home", Language.ENGLISH))
    assert "locked until 21 Nov 21:30." in messages.say(locked)
    glass.show(samples.view("home", Language.CHINESE))
    assert "锁定到 11月21日 21:30。" in messages.say(locked)


def test_home_tells_which_services_it_has() -> None:
    home = HomeView(can_pay=True, lamps=(), keys=services(Service.POINTS), has_menu=False)
    facts = body_facts(home, say)
    assert facts["keys"] == [{"id": "points", "text": "积分查询"}]
    assert facts["hasMenu"] is False
