"""What the SMS say. Each text fits one message of 70 characters even with the longest values (F35, F36)."""

from collections.abc import Sequence
from typing import Final, Literal

from central.times import Milliseconds, hall_time

PAYMENT_POSTED: Final = "payment_posted"
ARREARS_REMINDER: Final = "arrears_reminder"
VISIT_CODE: Final = "visit_code"
DUTY_CALL: Final = "duty_call"
ALARM: Final = "alarm"
TEST: Final = "test"
SINGLE_MESSAGE_CHARACTERS: Final = 70  # UCS-2; more would be split into parts of 67

# Values: tail of the number, means, amount, time of posting, balance, receipt number.
_TEXTS: Final[dict[tuple[str, str], str]] = {
    (PAYMENT_POSTED, "zh_CN"): "尾号{tail}于{time}{paid}{amount}元，{balance}元，凭证号{receipt}。",
    (PAYMENT_POSTED, "en"): "*{tail} {paid} ¥{amount} {time}, {balance}. Ref {receipt}",
    (ARREARS_REMINDER, "zh_CN"): "尾号{tail}截至{time}{balance}元，请及时缴费以免停机。",
    (ARREARS_REMINDER, "en"): "*{tail} {balance} at {time}. Please pay to stay connected.",
}
# The widest English text has 70 characters already: there is room for "card", none for "cash and card".
_PAID: Final[dict[str, dict[str, str]]] = {
    "zh_CN": {"cash": "缴费", "card": "刷卡缴费", "mixed": "现金加刷卡缴费"},
    "en": {"cash": "paid", "card": "card", "mixed": "paid"},
}
_BALANCE: Final[dict[str, tuple[str, str]]] = {"zh_CN": ("余额{}", "尚欠{}"), "en": ("credit {}", "owing {}")}


# Values: code, minutes it is good for, tail of the number.
_CODES: Final[dict[tuple[str, str], str]] = {
    ("visit", "zh_CN"): "验证码{code}，{minutes}分钟内有效，用于在营业厅终端查询尾号{tail}。请勿告诉任何人。",
    ("visit", "en"): "Code {code} for *{tail} at the hall terminal, {minutes} min. Tell nobody.",
    ("unsubscribe", "zh_CN"): "验证码{code}，{minutes}分钟内有效，用于在营业厅终端为尾号{tail}退订业务。请勿告诉任何人。",
    ("unsubscribe", "en"): "Code {code} to end a service of *{tail}, {minutes} min. Tell nobody.",
}


def code_text(purpose: str, language: str, *, code: str, number: str, seconds: float) -> str:
    """A code for the customer's own handset; says what it is for, so that nobody is talked into giving it away."""
    return _CODES[purpose, language].format(code=code, minutes=int(seconds) // 60, tail=number[-4:])


# Values: yuan, time, the end of the order's number.
_CALLS: Final[dict[str, str]] = {
    "zh": "有客户求助，机内有款{yuan}元，{time}，工单{order}。",
    "en": ": customer calls, ¥{yuan} inside, {time}, {order}",
}


def duty_text(
    names: tuple[str, ...], money_inside_fen: int, order_id: str, moment: Milliseconds, language: Literal["zh", "en"] = "zh"
) -> str:
    """To whom a hall has named: a customer with money inside calls for help. ``names``: the terminal's with its place, and
    without; the first that fits, and of the last what does."""
    clock = f"{hall_time(moment):%H:%M}"
    said = _CALLS[language].format(yuan=yuan(money_inside_fen), time=clock, order=order_id[-8:])
    return _fitting(names, SINGLE_MESSAGE_CHARACTERS - len(said)) + said


def _fitting(texts: Sequence[str], room: int) -> str:
    return next((text for text in texts if len(text) <= room), texts[-1][:room])


def trial_text(kiosk_id: str, moment: Milliseconds) -> str:
    """To a technician, who waits for it at the terminal."""
    return f"【测试】{kiosk_id} {hall_time(moment):%H:%M:%S} 请求的测试短信，收到即正常。"


# Values: time, what is wrong, how many more there are.
_ALARMS: Final[dict[tuple[str, str], str]] = {
    ("page", "zh"): "【告警】{time} {text}{more}。",
    ("ticket", "zh"): "【待办】{time} {text}{more}。",
    ("page", "en"): "ALARM {time} {text}{more}",
    ("ticket", "en"): "TO DO {time} {text}{more}",
}
_MORE: Final[dict[str, str]] = {"zh": "，另有{}条，请看营业厅页面", "en": "; {} more, see the hall page"}


def alarm_text(
    severity: str, texts: Sequence[str], moment: Milliseconds, more: int, language: Literal["zh", "en"] = "zh"
) -> str:
    """To whom a hall has named: what is wrong, since when, and how many more alarms there are that nobody was told of.
    ``texts``: the same said ever shorter; the first that fits, and of the last what does."""
    more_text = _MORE[language].format(more) if more else ""
    form = _ALARMS[severity, language]

    def with_text(text: str) -> str:
        return form.format(time=f"{hall_time(moment):%H:%M}", text=text, more=more_text)

    room = SINGLE_MESSAGE_CHARACTERS - len(with_text(""))
    return with_text(_fitting(texts, room))


def yuan(fen: int) -> str:
    """``15000`` → ``150.00``. Whole numbers only, no float on the way."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def sms_text(
    template: str,
    language: str,
    *,
    number: str,
    amount_fen: int,
    balance_fen: int,
    moment: Milliseconds,
    receipt: str,
    tender: str = "cash",
) -> str:
    """The finished text. ``balance_fen`` negative = still owed; the time is the event's, whenever the SMS arrives."""
    credit, owing = _BALANCE[language]
    local = hall_time(moment)
    clock = f"{local.month}月{local.day}日{local:%H:%M}" if language == "zh_CN" else f"{local:%m-%d %H:%M}"
    return _TEXTS[template, language].format(
        tail=number[-4:],
        paid=_PAID[language][tender],
        amount=yuan(amount_fen),
        time=clock,
        balance=(owing if balance_fen < 0 else credit).format(yuan(abs(balance_fen))),
        receipt=receipt,
    )
