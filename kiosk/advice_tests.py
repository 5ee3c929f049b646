"""Advice for what the guided diagnosis and the readiness report find (kiosk/flow/judging.py)."""

from typing import Final

from kiosk.advice_row import CASH, MANAGER, MONEY, NOTHING, REPORT, RESTART, TWO_SETTLE, Advice, row
from kiosk.device_status import Severity

_WARNING, _FATAL = Severity.WARNING, Severity.FATAL
_AGAIN = ("处理后在“诊断”中再试一次", "Put it right, then try it again under diagnosis")

TESTS: Final[dict[str, Advice]] = {
    "TEST-ACCEPTOR": row(
        _WARNING,
        NOTHING,
        ("纸币收退测试未通过", "A note did not come back in the test"),
        ("看纸币通道里有没有纸币", "See whether a note is in the path"),
        _AGAIN,
    ),
    "TEST-PRINTER": row(
        _WARNING,
        NOTHING,
        ("打印测试未通过", "The printed page was not good"),
        ("清洁打印头和切刀，纸装正", "Clean head and cutter, put the roll in straight"),
        _AGAIN,
    ),
    "TEST-CARD": row(
        _WARNING,
        NOTHING,
        ("银行卡终端测试未通过", "The card terminal failed its test"),
        ("看它的屏幕和网络", "See to its display and its line"),
        _AGAIN,
    ),
    "TEST-TOUCH": row(
        _WARNING,
        NOTHING,
        ("触摸屏有摸不到的地方", "Parts of the screen feel no finger"),
        ("擦净屏幕和边框", "Clean the glass and its frame"),
        _AGAIN,
        REPORT,
    ),
    "TEST-SOUND": row(
        _WARNING, NOTHING, ("没有声音", "There is no sound"), ("看音量和喇叭线", "See to volume and speaker"), _AGAIN
    ),
    "TEST-NETWORK": row(
        _WARNING,
        NOTHING,
        ("网络测试未通过", "The network failed its test"),
        ("查网线和交换机的灯", "See to the network cable and the switch's lamps"),
        _AGAIN,
    ),
    "TEST-CENTRE": row(_WARNING, NOTHING, ("中心没有正确应答", "The centre did not answer as it should"), _AGAIN, REPORT),
    "TEST-SMS": row(
        _WARNING,
        NOTHING,
        ("测试短信没有收到", "The text did not arrive"),
        ("看手机信号，问中心短信是否正常", "See to the phone's signal; ask the centre about its texts"),
        _AGAIN,
    ),
    "TEST-CLOCK": row(
        _WARNING,
        NOTHING,
        ("终端时钟不准", "This terminal's clock is wrong"),
        ("校准系统日期时间", "Set the system's date and time"),
        _AGAIN,
    ),
    "TEST-DISK": row(
        _WARNING,
        NOTHING,
        ("磁盘太慢或空间不足", "The disk is slow, or has little room"),
        REPORT,
        ("已收的钱都在账上，不会丢", "All money taken is in the books; none is lost"),
    ),
    "MONEY-OPEN": row(_WARNING, NOTHING, ("有待处理的款项", "There is open money"), TWO_SETTLE),
    "BOOKS-DIFFER": row(_FATAL, MONEY, ("账目对不上", "The books do not add up"), MANAGER),
    "BOOKS-UNREAD": row(_WARNING, CASH, ("账目没有读到", "The books could not be read"), RESTART, REPORT),
    "APP-NOT-RUNNING": row(_FATAL, MONEY, ("终端程序没有运行", "The terminal is not running"), RESTART, REPORT),
}
