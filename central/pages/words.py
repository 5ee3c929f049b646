"""What the codes of the contract are called on the pages: (Chinese, English)."""

from types import MappingProxyType
from typing import Final

Words = MappingProxyType[str, tuple[str, str]]


def _table(**words: tuple[str, str]) -> Words:
    return MappingProxyType(words)


SERVICE: Final = _table(
    full=("正常", "In service"),
    degraded=("部分服务", "Degraded"),
    out=("停止服务", "Out of service"),
    unknown=("失联", "Silent"),
)
MODES: Final = _table(
    starting=("正在启动", "starting"),
    serving=("营业中", "serving"),
    closed=("已打烊", "closed"),
    staff=("维护中", "staff at work"),
    disabled=("已停用", "disabled by command"),
)
DEVICES: Final = _table(
    acceptor=("纸币器", "Note acceptor"), printer=("打印机", "Printer"), card=("银行卡终端", "Card terminal")
)
DEVICE_STATES: Final = _table(
    online=("正常", "online"),
    busy=("工作中", "busy"),
    starting=("启动中", "starting"),
    offline=("无应答", "does not answer"),
    power_off=("断电", "no power"),
    no_device=("未接入", "not there"),
    user_error=("待处理", "needs a person"),
    hw_error=("故障", "fault"),
    fraud=("疑似作弊", "suspected fraud"),
)
SUPPLIES: Final = MappingProxyType(
    {
        "good": ("充足", "good"),
        "low": ("将尽", "low"),
        "out": ("用尽", "out"),
        "overfill": ("已满", "full"),
        "n/a": ("—", "—"),
    }
)
SMS: Final = MappingProxyType(
    {
        "": ("没有短信", "no SMS"),
        "ready": ("待发送", "waiting"),
        "held": ("静默时段", "held"),
        "submitting": ("正在发送", "being sent"),
        "unknown": ("结果不明", "unknown"),
        "submitted": ("已提交网关", "with the gateway"),
        "delivered": ("已送达", "delivered"),
        "failed": ("发送失败", "failed"),
        "refused": ("被拒绝", "refused"),
        "undeliverable_until_reopened": ("复机后发送", "after reopening"),
    }
)
PAYMENTS: Final = _table(
    received=("已接收", "received"),
    posting=("入账中", "being posted"),
    posted=("已入账", "posted"),
    rejected=("被拒绝", "refused"),
    in_doubt=("存疑", "in doubt"),
)
TENDERS: Final = _table(cash=("现金", "cash"), card=("银行卡", "card"), mixed=("现金加银行卡", "cash and card"))
REOPENING: Final = _table(
    not_needed=("无需复机", "not needed"),
    pending=("等待复机", "waiting"),
    reopened=("已复机", "reopened"),
    late=("超时未复机", "late"),
)
ACTS: Final = _table(
    box_swap=("换钱箱", "box swap"),
    settle=("款项处理", "settlement"),
    release=("解除停用", "release of a stop"),
    unlock=("解锁人员", "unlocking a person"),
)
REASONS: Final = _table(
    miscount=("点错", "miscount"),
    counterfeit=("假币", "counterfeit"),
    note_in_path=("机内夹钞", "note left in the path"),
    theft=("丢失", "theft"),
    unknown=("原因不明", "not known"),
)
ROLES: Final = _table(view=("查看", "view"), operate=("操作", "operate"), cash=("现金", "cash"), admin=("管理", "admin"))
HOWS: Final = _table(
    present=("现场", "on the spot"),
    hall_page=("网页", "hall page"),
    offline_code=("离线码", "offline code"),
)
HELP: Final = _table(
    customer=("顾客求助", "customer calls"),
    money=("款项求助", "about money"),
)
KINDS: Final = _table(
    run=("运行", "run"),
    service=("服务", "service"),
    device=("设备", "device"),
    stop=("停用", "stop"),
    money=("款项", "money"),
    print=("打印", "print"),
    visit=("办理", "visit"),
    staff=("人员", "staff"),
    test=("检测", "test"),
    collection=("清机", "collection"),
    command=("指令", "command"),
)
CAUSES: Final = _table(
    power=("电源", "power"),
    network=("网络", "network"),
    central=("中心", "centre"),
    cash=("现金", "cash"),
    card=("银行卡", "card"),
    print=("打印", "printing"),
    supplies=("耗材", "supplies"),
    staff=("人工", "staff"),
)
TABLES: Final = MappingProxyType(
    {
        "service": SERVICE,
        "mode": MODES,
        "device": DEVICES,
        "device_state": DEVICE_STATES,
        "supplies": SUPPLIES,
        "sms": SMS,
        "payment": PAYMENTS,
        "tender": TENDERS,
        "reopening": REOPENING,
        "act": ACTS,
        "reason": REASONS,
        "role": ROLES,
        "how": HOWS,
        "help": HELP,
        "kind": KINDS,
        "cause": CAUSES,
    }
)
