"""Advice for every code of the receipt printer (devices/escpos*.py; kiosk/flow/paper_roll.py, drawn_back.py)."""

from typing import Final

from kiosk.advice_row import (
    NOTHING,
    PLUG_DATA,
    PLUG_POWER,
    POWER_CYCLE,
    PRINTING,
    REPORT,
    REPORT_NOW,
    RESTART,
    WAIT,
    Advice,
    row,
)
from kiosk.device_status import Severity

_ROUTINE, _WARNING, _SUSPEND = Severity.ROUTINE, Severity.WARNING, Severity.SUSPEND
_CHANGE_PAPER = ("换一卷纸：点“换纸”，无需密码", "Put in a new roll: press Change paper, no PIN needed")
_REPRINT = ("顾客没有拿到：用凭证号重打", "If its customer has none, print it again by its number")
_CLOSE = ("合上打印机盖，听到咔嗒一声", "Close the cover until it clicks")

PRINTER: Final[dict[str, Advice]] = {
    "PRN-OUT": row(_SUSPEND, PRINTING, ("打印纸用完", "The paper is out"), _CHANGE_PAPER),
    "PRN-LOW": row(_WARNING, NOTHING, ("打印纸将尽", "The paper is nearly out"), _CHANGE_PAPER),
    "PRN-LOW-COUNT": row(
        _WARNING,
        NOTHING,
        ("按计数，打印纸将尽", "By count the paper is nearly out"),
        ("看纸卷：不到一指厚就换，无需密码", "Look at the roll: thinner than a finger, change it; no PIN needed"),
    ),
    "PRN-COVER": row(_SUSPEND, PRINTING, ("打印机盖没有合上", "The printer's cover is open"), _CLOSE),
    "PRN-JAM": row(
        _SUSPEND,
        PRINTING,
        ("打印机卡纸", "Paper is jammed in the printer"),
        ("打开盖，取出皱纸和纸屑", "Open the cover, take out crumpled paper and scraps"),
        ("重新放好纸卷，拉出一截纸头", "Put the roll in again with its end sticking out"),
        _CLOSE,
    ),
    "PRN-CUTTER": row(
        _SUSPEND,
        PRINTING,
        ("切刀卡住", "The cutter is stuck"),
        ("打开盖，取出夹住的纸", "Open the cover, take out the paper that is caught"),
        POWER_CYCLE,
        REPORT,
    ),
    "PRN-HOT": row(
        _ROUTINE,
        PRINTING,
        ("打印头过热", "The print head is hot"),
        ("等五分钟，会自动恢复", "Wait five minutes; it goes on by itself"),
    ),
    "PRN-FAIL": row(_SUSPEND, PRINTING, ("打印机故障", "The printer has failed"), POWER_CYCLE, REPORT),
    "PRN-OFFLINE": row(
        _SUSPEND,
        PRINTING,
        ("打印机脱机", "The printer is off line"),
        ("看它的盖和纸，按联机键", "See to cover and paper, press its on-line key"),
        REPORT,
    ),
    "PRN-SILENT": row(
        _SUSPEND,
        PRINTING,
        ("打印机不应答（线是通的）", "The printer does not answer (its cable is in)"),
        PLUG_POWER,
        POWER_CYCLE,
        REPORT,
    ),
    "PRN-GONE": row(
        _SUSPEND,
        PRINTING,
        ("打印机的数据线断开了", "The printer's data cable is unplugged"),
        PLUG_DATA,
        ("不用重启，插好后几秒内恢复", "No restart needed: it is back within seconds"),
        REPORT,
    ),
    "PRN-PORT": row(
        _SUSPEND, PRINTING, ("打印机的端口不能用", "The printer's port can't be used"), PLUG_DATA, RESTART, REPORT
    ),
    "PRN-DRIVER": row(_SUSPEND, PRINTING, ("打印程序出错", "The printer's driver failed"), RESTART, REPORT),
    "PRN-FLOW": row(
        _SUSPEND,
        PRINTING,
        ("打印机长时间不收数据", "The printer takes no data"),
        ("看它的盖和纸", "See to its cover and paper"),
        POWER_CYCLE,
    ),
    "PRN-NO-MARKER": row(
        _SUSPEND,
        PRINTING,
        ("打印机没有给出打完的凭据", "The printer gave no proof of having printed"),
        PLUG_DATA,
        _REPRINT,
        REPORT,
    ),
    "PRN-DOCUMENT": row(_WARNING, NOTHING, ("有一张小票排不了版", "One slip could not be laid out"), REPORT_NOW),
    "PRN-UNPROVED": row(
        _ROUTINE,
        NOTHING,
        ("小票是否打出不能确定", "It is not sure that a slip came out"),
        ("看一眼出纸口", "Look at the mouth of the printer"),
        _REPRINT,
    ),
    "PRN-RESTART": row(_ROUTINE, NOTHING, ("打印途中终端重启过", "The terminal restarted while it printed"), _REPRINT),
    "PRN-SLIP": row(
        _ROUTINE,
        NOTHING,
        ("有小票留在出纸口", "A slip waits in the mouth"),
        ("取走，交还顾客或销毁", "Take it; give it to its customer or destroy it"),
    ),
    "PRN-RETRACTED": row(
        _WARNING,
        NOTHING,
        ("忘取的小票已收回机内", "A forgotten slip was drawn back"),
        ("打开打印机，清空回收处并销毁小票", "Open the printer, empty the bin and destroy the slip"),
        _REPRINT,
    ),
    "PRN-EXIT": row(
        _SUSPEND,
        PRINTING,
        ("小票卡在出纸口", "A slip is stuck in the mouth"),
        ("把它拉出来，合好盖", "Pull it out, close the cover"),
        _REPRINT,
    ),
    "PRN-STARTING": row(_ROUTINE, PRINTING, ("打印机正在启动", "The printer is starting"), WAIT),
    "PRN-ONLINE": row(Severity.NONE, NOTHING, ("打印机正常", "The printer is well")),
    "PRN-BUSY": row(_ROUTINE, NOTHING, ("打印机忙", "The printer is busy"), WAIT),
    "PRN-POWER_OFF": row(_SUSPEND, PRINTING, ("打印机没有电", "The printer has no power"), PLUG_POWER, REPORT),
    "PRN-NO_DEVICE": row(_SUSPEND, PRINTING, ("没有接打印机", "There is no printer"), PLUG_DATA, REPORT),
    "PRN-USER_ERROR": row(
        _SUSPEND,
        PRINTING,
        ("打印机等人处理", "The printer needs a person"),
        ("看它的盖和纸", "See to its cover and paper"),
        REPORT,
    ),
    "PRN-HW_ERROR": row(_SUSPEND, PRINTING, ("打印机故障", "The printer has a fault"), POWER_CYCLE, REPORT),
    "PRN-FRAUD": row(_SUSPEND, PRINTING, ("打印机报告异常", "The printer reports something odd"), REPORT_NOW),
}
