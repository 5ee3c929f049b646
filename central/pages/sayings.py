"""What a page says of the act before it, once: the address carries the key, never a text."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Saying:
    tone: str
    zh: str
    en: str


SAYINGS: Final = MappingProxyType(
    {
        "password": Saying("good", "密码已改，请用新密码登录。", "The password is changed; log in with the new one."),
        "out": Saying("good", "已退出。", "You are logged out."),
        "over": Saying("warn", "登录已结束，请重新登录。", "Your log-in is over; log in again."),
        "approved": Saying("good", "已批准，终端马上收到。", "Approved; the terminal hears of it at once."),
        "refused": Saying("good", "已拒绝。", "Refused."),
        "acknowledged": Saying("good", "已确认，由您处理。", "Acknowledged; it is yours now."),
        "taken": Saying("good", "工单已接单。", "The order is yours."),
        "fixed": Saying("good", "工单已办结。", "The order is done."),
        "counted": Saying("good", "点钞已提交，不能再改。", "The count is in and can't be changed."),
        "explained": Saying("good", "原因已记录。", "The reason is kept."),
        "enabled": Saying("good", "已启用。", "Enabled."),
        "disabled": Saying("good", "已停用，登录立即失效。", "Disabled; log-ins have ended."),
        "placed": Saying("good", "位置已记录。", "The place is kept."),
        "signed": Saying("good", "日报已签发。", "The report is signed off."),
    }
)
