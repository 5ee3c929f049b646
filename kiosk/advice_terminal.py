"""Advice for the codes of the terminal itself: line, storage, ledger (kiosk/flow/stops.py, health.py, recovery.py)."""

from typing import Final

from kiosk.advice_row import CARD, MANAGER, MONEY, NOTHING, RESTART, Advice, row
from kiosk.device_status import NOT_FITTED, Severity

_WARNING, _SUSPEND, _FATAL = Severity.WARNING, Severity.SUSPEND, Severity.FATAL
_SAFE = ("已收的钱都在账上，不会丢", "All money taken is in the books; none is lost")
_REPAIR = ("报修，不要反复重启", "Call for repair; don't restart again and again")

TERMINAL: Final[dict[str, Advice]] = {
    NOT_FITTED: row(Severity.NONE, NOTHING, ("本机没有装这个设备", "This device is not fitted here")),
    "NET-DOWN": row(
        _SUSPEND,
        CARD,
        ("连不上中心", "The centre can't be reached"),
        ("查网线和交换机的灯", "See to the network cable and the switch's lamps"),
        ("现金照收：来网后自动入账", "Cash goes on: it is posted when the line is back"),
        ("别的终端也不通：报网络维护", "If other terminals are out too, call who looks after the network"),
    ),
    "NET-REFUSED": row(
        _SUSPEND,
        MONEY,
        ("中心不接受本机", "The centre refuses this terminal"),
        ("查本机的日期时间", "See to this terminal's date and time"),
        ("问中心是否停用了本机", "Ask the centre whether it has switched this terminal off"),
        _SAFE,
    ),
    "DISK-LOW": row(_SUSPEND, MONEY, ("磁盘快满", "The disk is nearly full"), _REPAIR, _SAFE),
    "STO-FAIL": row(_FATAL, MONEY, ("存储出错", "The storage has failed"), _REPAIR, _SAFE),
    "LED-REBUILT": row(
        _FATAL,
        MONEY,
        ("账本由副本重建", "The ledger was made anew from its mirror"),
        ("等中心核对，通常几分钟", "Wait until the centre has compared it, usually minutes"),
        ("一小时后还在：由两人查看后解除", "After an hour two people look and release it"),
    ),
    "LED-CHANGED": row(_FATAL, MONEY, ("账本被改动或缺尾", "The ledger was changed, or its end is missing"), MANAGER),
    "SEQ-BEHIND": row(
        _FATAL,
        MONEY,
        ("装的是旧磁盘或旧备份", "An old disk or backup is in this terminal"),
        ("停用本机，不要收款", "Keep it out of service, take no money"),
        ("由管理员以新编号重新登记", "An administrator enrols it under a new id"),
    ),
    "REMOTE-OUT": row(
        _SUSPEND,
        MONEY,
        ("中心让本机暂停使用", "The centre took this terminal out of service"),
        ("由中心恢复；联系不上时由两人在本机解除", "The centre lifts it; without a line two people release it here"),
    ),
    "APP-SAFE": row(
        _FATAL,
        MONEY,
        ("终端程序多次启动都没有成功，已显示故障页", "The terminal did not stay up and showed its page without devices"),
        _REPAIR,
        _SAFE,
    ),
    "APP-START": row(_SUSPEND, MONEY, ("终端程序没有启动起来", "The terminal did not start"), RESTART, _REPAIR),
}
