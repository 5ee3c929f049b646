"""Advice for every code of the bill acceptor (devices/ccnet_tables.py, ccnet_health.py; kiosk/flow/health.py, stops.py)."""

from typing import Final

from kiosk.advice_row import (
    CASH,
    MANAGER,
    NOTE_FOUND,
    NOTHING,
    PLUG_DATA,
    PLUG_POWER,
    POWER_CYCLE,
    REPORT,
    REPORT_NOW,
    RESTART,
    TWO_SETTLE,
    WAIT,
    Advice,
    row,
)
from kiosk.device_status import Severity

_ROUTINE, _WARNING, _SUSPEND, _FATAL = Severity.ROUTINE, Severity.WARNING, Severity.SUSPEND, Severity.FATAL
_WRONG_SETUP = ("设置有误：报修，由技术员改终端设置", "It is set up wrongly: a technician changes the terminal's settings")

ACCEPTOR: Final[dict[str, Advice]] = {
    "BV-JAM": row(
        _SUSPEND,
        CASH,
        ("纸币卡在纸币器里", "A note is jammed in the acceptor"),
        ("打开纸币器上盖", "Open the lid of the acceptor"),
        ("顺着走钞方向轻轻取出纸币，不要硬拉", "Take the note out along its path; don't tear it"),
        ("合上盖，机器会自检", "Close the lid; it tests itself"),
        NOTE_FOUND,
    ),
    "BV-BOX-JAM": row(
        _SUSPEND,
        CASH,
        ("纸币卡在钱箱口", "A note is stuck at the mouth of the box"),
        ("按清机流程由两人取下钱箱", "Two people take the box out as in a collection"),
        ("取出夹住的纸币，装回钱箱推到底", "Take the note out, push the box back in until it locks"),
        NOTE_FOUND,
    ),
    "BV-BOX-OUT": row(
        _SUSPEND,
        CASH,
        ("钱箱不在位", "The cash box is not in place"),
        ("把钱箱推到底并锁好", "Push the box in until it locks"),
        ("没有人在清机时，立即报主管", "If nobody is collecting, call the manager at once"),
    ),
    "BV-EXCHANGE": row(
        _SUSPEND,
        CASH,
        ("正在清机换箱", "The cash box is being swapped"),
        ("有清机权限的人登录，按页面继续", "Somebody with the right logs in and goes on as the page says"),
        ("没有人在清机时，立即报主管", "If nobody is collecting, call the manager at once"),
    ),
    "BV-BOX-DIFFERS": row(
        _SUSPEND,
        CASH,
        ("换箱记录与中心不一致", "The centre has another record of a box swap"),
        MANAGER,
        ("核对换箱凭证后由两人解除停用", "Two people compare the slips, then release it"),
    ),
    "BV-FULL": row(_SUSPEND, CASH, ("钱箱满了", "The cash box is full"), ("由两人清机换箱", "Two people swap the box")),
    "BV-STUCK": row(
        _SUSPEND,
        CASH,
        ("试钞没有走完", "The note of the test did not come through"),
        ("打开纸币器上盖，看纸币停在哪里", "Open the lid of the acceptor and see where the note is"),
        NOTE_FOUND,
    ),
    "BV-CHEAT": row(
        _FATAL,
        CASH,
        ("可能有人钓钞", "Somebody may have fished a note out"),
        MANAGER,
        ("不要重启，不要打开纸币器", "Don't restart, don't open the acceptor"),
        ("查看后由两人解除停用", "Two people release it once they have looked"),
    ),
    "BV-FAIL": row(_SUSPEND, CASH, ("纸币器故障", "The acceptor has failed"), POWER_CYCLE, REPORT),
    "BV-PAUSE": row(
        _WARNING,
        NOTHING,
        ("入口有第二张纸币", "A second note is in the mouth"),
        ("把第二张纸币抽出来", "Pull the second note out"),
    ),
    "BV-UNKNOWN": row(
        _SUSPEND, CASH, ("纸币器报告了不明代码", "The acceptor reports an unknown code"), POWER_CYCLE, REPORT
    ),
    "BV-NO-PORT": row(
        _SUSPEND,
        CASH,
        ("纸币器的数据线断开了", "The acceptor's data cable is unplugged"),
        PLUG_DATA,
        ("不用重启，插好后几秒内恢复", "No restart needed: it is back within seconds"),
        REPORT,
    ),
    "BV-SILENT": row(
        _SUSPEND,
        CASH,
        ("纸币器不应答（线是通的）", "The acceptor does not answer (its cable is in)"),
        PLUG_POWER,
        POWER_CYCLE,
        REPORT,
    ),
    "BV-ECHO": row(
        _SUSPEND,
        CASH,
        ("线路只有回声", "The line gives back what is sent"),
        ("数据线没有插进纸币器：插紧那一头", "The cable is not in the acceptor: push that end in"),
        REPORT,
    ),
    "BV-PORT-BUSY": row(
        _SUSPEND, CASH, ("纸币器的端口被别的程序占用", "Another program has the acceptor's port"), RESTART, REPORT
    ),
    "BV-PORT-DENIED": row(
        _SUSPEND, CASH, ("没有打开纸币器端口的权限", "The acceptor's port may not be opened"), _WRONG_SETUP
    ),
    "BV-PORT-BAD": row(_SUSPEND, CASH, ("纸币器的端口不能用", "The acceptor's port can't be used"), PLUG_DATA, REPORT),
    "BV-DRIVER": row(_SUSPEND, CASH, ("纸币器程序出错", "The acceptor's driver failed"), RESTART, REPORT),
    "BV-INIT": row(_SUSPEND, CASH, ("纸币器启动不了", "The acceptor does not get ready"), POWER_CYCLE, REPORT),
    "BV-ENABLE": row(_SUSPEND, CASH, ("纸币器不肯启用", "The acceptor won't be enabled"), POWER_CYCLE, REPORT),
    "BV-IDENT": row(
        _SUSPEND, CASH, ("所接设备不像纸币器", "What is plugged in does not say who it is"), PLUG_DATA, POWER_CYCLE, REPORT
    ),
    "BV-POWER": row(
        _ROUTINE,
        CASH,
        ("纸币器刚刚通电", "The acceptor has just had power"),
        WAIT,
        ("反复出现：查它的电源", "If it repeats, look at its power"),
    ),
    "BV-CURRENCY": row(_SUSPEND, CASH, ("纸币器的固件不认人民币", "The acceptor's firmware has no yuan"), REPORT_NOW),
    "BV-NOTES": row(
        _SUSPEND,
        CASH,
        ("没有一种面额可收", "There is no note it may take"),
        ("面额设置与设备不符：报修", "Settings and device don't agree on notes: call for repair"),
    ),
    "BV-STARTING": row(_ROUTINE, CASH, ("纸币器正在启动", "The acceptor is starting"), WAIT),
    "BV-NOTE-OPEN": row(
        _FATAL,
        CASH,
        ("有一张纸币的去向未定", "Nobody knows yet where one note is"),
        ("先别关机：等纸币器自己报告", "Don't switch off: the acceptor tells by itself"),
        ("十分钟后还在：看进钞口和钱箱口", "After ten minutes look at its mouth and at the box"),
        TWO_SETTLE,
    ),
    "BV-CHANGED": row(
        _FATAL,
        CASH,
        ("纸币器被换过", "Another acceptor is fitted"),
        ("若是维修更换：由两人确认新机", "If it was exchanged on purpose, two people accept it"),
        ("不是维修更换：保留现场，立即报主管", "If not, leave everything as it is and call the manager at once"),
    ),
    "BV-ONLINE": row(Severity.NONE, NOTHING, ("纸币器正常", "The acceptor is well")),
    "BV-BUSY": row(_ROUTINE, CASH, ("纸币器忙", "The acceptor is busy"), WAIT),
    "BV-OFFLINE": row(_SUSPEND, CASH, ("纸币器不应答", "The acceptor does not answer"), PLUG_POWER, POWER_CYCLE, REPORT),
    "BV-POWER_OFF": row(_SUSPEND, CASH, ("纸币器没有电", "The acceptor has no power"), PLUG_POWER, REPORT),
    "BV-NO_DEVICE": row(_SUSPEND, CASH, ("没有接纸币器", "There is no acceptor"), PLUG_DATA, REPORT),
    "BV-USER_ERROR": row(
        _SUSPEND,
        CASH,
        ("纸币器等人处理", "The acceptor needs a person"),
        ("关好上盖，推好钱箱", "Close its lid, push the box in"),
        REPORT,
    ),
    "BV-HW_ERROR": row(_SUSPEND, CASH, ("纸币器故障", "The acceptor has a fault"), POWER_CYCLE, REPORT),
    "BV-FRAUD": row(_FATAL, CASH, ("纸币器报告作弊", "The acceptor reports fraud"), MANAGER),
}
