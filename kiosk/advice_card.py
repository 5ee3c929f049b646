"""Advice for every code of the card terminal (devices/zvt_*.py, pos_*.py, card_*.py; kiosk/flow/health.py, stops.py)."""

from typing import Final

from kiosk.advice_row import (
    BANK,
    CARD,
    MANAGER,
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
_BY_ITSELF = ("等五分钟，会自动恢复", "Wait five minutes; it goes on by itself")
_ASKS_ITSELF = ("不要关卡终端：机器会自己向它查证", "Leave the card terminal on: it is being asked")
_PROVIDER = ("请服务商改卡终端的设置", "Its provider must change its settings")
_CLOSE_DAY = (
    "等它自动日结；不成就打银行服务电话",
    "Wait until its day is closed by itself; if not, call the bank's service",
)
_WRONG_SETUP = ("设置有误：报修，由技术员改终端设置", "It is set up wrongly: a technician changes the terminal's settings")

CARDS: Final[dict[str, Advice]] = {
    # money of which nobody knows the end
    "CARD-DOUBT": row(
        _FATAL, CARD, ("一笔刷卡的结果未定", "Nobody knows yet how a card sale ended"), _ASKS_ITSELF, TWO_SETTLE
    ),
    "CARD-UNDECIDED": row(
        _FATAL,
        CARD,
        ("一笔刷卡卡终端也说不清", "The card terminal can't tell how a sale ended"),
        ("取银行对账单，找到这一笔", "Find it on the bank's statement"),
        TWO_SETTLE,
    ),
    "CARD-REVERSAL": row(_FATAL, CARD, ("一笔刷卡正在退回", "A charge is being taken back"), _ASKS_ITSELF, BANK),
    "CARD-OTHER": row(
        _FATAL, CARD, ("卡终端答的是另一笔", "The card terminal tells of another sale"), _ASKS_ITSELF, TWO_SETTLE
    ),
    "CARD-NEWER": row(
        _FATAL, CARD, ("卡终端上有更新的交易", "The card terminal has done a newer sale"), _ASKS_ITSELF, TWO_SETTLE
    ),
    "CARD-CHANGED": row(
        _FATAL,
        CARD,
        ("卡终端或商户号被换过", "Another card terminal, or merchant, is fitted"),
        ("若是维修更换：由两人确认新机", "If it was exchanged on purpose, two people accept it"),
        ("不是维修更换：保留现场，立即报主管", "If not, leave everything as it is and call the manager at once"),
    ),
    "CARD-PAN-UNMASKED": row(
        _WARNING,
        NOTHING,
        ("卡终端发来完整卡号（已抹掉）", "The card terminal sends whole card numbers (they are blanked)"),
        _PROVIDER,
    ),
    # link and life
    "CARD-PORT": row(
        _SUSPEND,
        CARD,
        ("卡终端的数据线断开了", "The card terminal's data cable is unplugged"),
        PLUG_DATA,
        ("不用重启，插好后几秒内恢复", "No restart needed: it is back within seconds"),
        REPORT,
    ),
    "CARD-SILENT": row(
        _SUSPEND,
        CARD,
        ("卡终端不应答（线是通的）", "The card terminal does not answer (its cable is in)"),
        PLUG_POWER,
        POWER_CYCLE,
        REPORT,
    ),
    "CARD-PORT-BUSY": row(
        _SUSPEND, CARD, ("卡终端的端口被别的程序占用", "Another program has the card terminal's port"), RESTART, REPORT
    ),
    "CARD-PORT-DENIED": row(
        _SUSPEND, CARD, ("没有打开卡终端端口的权限", "The card terminal's port may not be opened"), _WRONG_SETUP
    ),
    "CARD-PORT-BAD": row(
        _SUSPEND, CARD, ("卡终端的端口不能用", "The card terminal's port can't be used"), PLUG_DATA, REPORT
    ),
    "CARD-DRIVER": row(_SUSPEND, CARD, ("卡终端程序出错", "The card terminal's driver failed"), RESTART, REPORT),
    "CARD-STARTING": row(_ROUTINE, CARD, ("卡终端正在启动", "The card terminal is starting"), WAIT),
    "CARD-NOT-READY": row(_ROUTINE, CARD, ("卡终端还没有就绪", "The card terminal is not ready yet"), WAIT, REPORT),
    "CARD-UNKNOWN": row(
        _SUSPEND, CARD, ("卡终端报告了不明代码", "The card terminal reports an unknown code"), POWER_CYCLE, REPORT
    ),
    # what the terminal says of itself
    "CARD-BUSY": row(_ROUTINE, CARD, ("卡终端忙", "The card terminal is busy"), WAIT),
    "CARD-REMOTE": row(_ROUTINE, CARD, ("服务商正在远程维护", "Its provider is servicing it from afar"), _BY_ITSELF),
    "CARD-CLOCK": row(_ROUTINE, CARD, ("卡终端正在校时", "The card terminal sets its clock"), _BY_ITSELF),
    "CARD-DAY": row(_ROUTINE, CARD, ("卡终端正在日结", "The card terminal closes its day"), _BY_ITSELF),
    "CARD-DIAGNOSIS": row(_ROUTINE, CARD, ("卡终端正在自检", "The card terminal tests itself"), _BY_ITSELF),
    "CARD-INIT": row(_SUSPEND, CARD, ("卡终端没有初始化", "The card terminal is not initialised"), _BY_ITSELF, BANK),
    "CARD-MUST-CLOSE": row(_SUSPEND, CARD, ("卡终端要先日结", "The card terminal's day must be closed first"), _CLOSE_DAY),
    "CARD-FULL": row(_SUSPEND, CARD, ("卡终端的存储满了", "The card terminal's memory is full"), _CLOSE_DAY),
    "CARD-KEYS": row(_SUSPEND, CARD, ("卡终端没有密钥", "The card terminal has no keys"), BANK),
    "CARD-HOST": row(
        _SUSPEND,
        CARD,
        ("卡终端连不上银行", "The card terminal can't reach the bank"),
        ("查卡终端的网线", "See to the card terminal's network cable"),
        BANK,
    ),
    "CARD-REG": row(_SUSPEND, CARD, ("卡终端不肯登记", "The card terminal refuses to register"), _WRONG_SETUP),
    "CARD-CURRENCY": row(_SUSPEND, CARD, ("卡终端的币种不是人民币", "The card terminal has another currency"), _PROVIDER),
    "CARD-VENDING": row(_SUSPEND, CARD, ("卡终端不是自助模式", "The card terminal is not in self-service mode"), _PROVIDER),
    "CARD-NO-LAST": row(
        _WARNING,
        NOTHING,
        ("卡终端不能查上一笔", "The card terminal can't tell its last sale"),
        ("断线的交易要由两人处理", "A sale that is cut off needs two people"),
        _PROVIDER,
    ),
    "CARD-ACTIVATION": row(_SUSPEND, CARD, ("卡终端没有激活", "The card terminal is not activated"), BANK),
    "CARD-OPT": row(_SUSPEND, CARD, ("卡终端等待下载参数", "The card terminal waits for its parameters"), BANK),
    "CARD-REFUSED": row(_SUSPEND, CARD, ("卡终端不接受命令", "The card terminal refuses its orders"), _PROVIDER),
    "CARD-PAPER": row(
        _WARNING,
        NOTHING,
        ("卡终端自己的纸用完", "The card terminal's own paper is out"),
        ("给卡终端换纸", "Put paper into it"),
    ),
    "CARD-PRINTER": row(
        _SUSPEND,
        CARD,
        ("卡终端的打印机没有就绪", "The card terminal's printer is not ready"),
        ("看它的纸和盖", "See to its paper and cover"),
        BANK,
    ),
    "CARD-READER": row(_SUSPEND, CARD, ("读卡器坏了", "The card reader is defective"), POWER_CYCLE, BANK),
    "CARD-SHUTTER": row(
        _SUSPEND,
        CARD,
        ("卡口挡板坏了", "The shutter is defective"),
        ("看卡口有没有异物", "See whether anything is in the slot"),
        BANK,
    ),
    "CARD-PINPAD": row(_SUSPEND, CARD, ("密码键盘坏了", "The PIN pad is defective"), POWER_CYCLE, BANK),
    "CARD-LOCK": row(_SUSPEND, CARD, ("卡终端的锁坏了", "The card terminal's lock is defective"), BANK),
    "CARD-SUPPLY": row(_SUSPEND, CARD, ("卡终端电压过低", "The card terminal's voltage is low"), PLUG_POWER, REPORT),
    "CARD-MEMORY": row(_SUSPEND, CARD, ("卡终端的存储坏了", "The card terminal's memory failed"), BANK),
    "CARD-PART": row(_SUSPEND, CARD, ("卡终端少了部件", "A part of the card terminal is missing"), POWER_CYCLE, BANK),
    "CARD-FAIL": row(_SUSPEND, CARD, ("卡终端故障", "The card terminal has failed"), POWER_CYCLE, BANK),
    # by state, where the terminal has no code of its own
    "CARD-ONLINE": row(Severity.NONE, NOTHING, ("卡终端正常", "The card terminal is well")),
    "CARD-OFFLINE": row(
        _SUSPEND, CARD, ("卡终端不应答", "The card terminal does not answer"), PLUG_POWER, POWER_CYCLE, REPORT
    ),
    "CARD-POWER_OFF": row(_SUSPEND, CARD, ("卡终端没有电", "The card terminal has no power"), PLUG_POWER, REPORT),
    "CARD-NO_DEVICE": row(_SUSPEND, CARD, ("没有接卡终端", "There is no card terminal"), PLUG_DATA, REPORT),
    "CARD-USER_ERROR": row(
        _SUSPEND,
        CARD,
        ("卡终端等人处理", "The card terminal needs a person"),
        ("看卡终端的屏幕", "Follow what its screen says"),
        REPORT,
    ),
    "CARD-HW_ERROR": row(_SUSPEND, CARD, ("卡终端故障", "The card terminal has a fault"), POWER_CYCLE, BANK),
    "CARD-FRAUD": row(
        _FATAL, CARD, ("卡终端可能被动过手脚", "The card terminal may have been tampered with"), MANAGER, REPORT_NOW
    ),
}
