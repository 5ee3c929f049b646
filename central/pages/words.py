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
UNCOUNTED: Final = _table(
    closed=("打烊", "closed hours"),
    maintenance=("已批准的维护", "approved maintenance"),
    not_enrolled=("未登记或已停用", "not enrolled or switched off"),
)
# Acts in the audit; one about an approval or a command has its kind behind a colon.
DONE: Final = _table(
    log_in=("登录", "log-in"),
    log_out=("退出", "log-out"),
    refused=("登录被拒 / 拒绝", "refused"),
    locked=("锁定", "locked out"),
    password_changed=("改密码", "new password"),
    pin_changed=("改 PIN", "new PIN"),
    staff_added=("新增人员", "person added"),
    staff_reset=("重置密码", "secrets reset"),
    staff_enabled=("启用人员", "person enabled"),
    staff_disabled=("停用人员", "person disabled"),
    searched=("查缴费", "search"),
    looked_at_payment=("看缴费全程", "looked at a payment"),
    lookup_limit=("查缴费过多", "too many look-ups"),
    box_swap=("换钱箱", "box swap"),
    cash_count=("点钞", "count"),
    explain_difference=("说明差额", "reason of a difference"),
    ask=("请求审批", "asked for approval"),
    approved=("批准", "approved"),
    offline=("离线码", "offline code"),
    acknowledge_alarm=("确认报警", "alarm seen"),
    clear_alarm=("结束报警", "alarm ended"),
    acknowledge_order=("接单", "order taken"),
    fix_order=("办结工单", "order done"),
    place_set=("登记位置", "place set"),
    report_signed=("签发日报", "report signed off"),
    command=("下发指令", "command given"),
    command_ended=("指令结束", "command ended"),
)
# Why money is open at a terminal, or is open no more (docs/central-contract.md, Health of terminals).
MONEY_REASONS: Final = MappingProxyType(
    {
        "silent": ("纸币器未报告钞票去向", "the acceptor never said where the note is"),
        "overtaken": ("纸币器未报告钞票去向，其后又收了一张", "the acceptor never said where it is, and took another"),
        "cheated": ("纸币器报告钞票被抽回", "fished out, the acceptor says"),
        "no_visit": ("无人办理时入箱", "came in with nobody at the screen"),
        "found": ("由工作人员找到", "found by staff"),
        "whereabouts_told": ("纸币器已报告去向", "the acceptor has said where the note is"),
        "sale_unclear": ("刷卡结果不明，正在向刷卡终端查询", "how the card sale ended is not known; its terminal is asked"),
        "terminal_cannot_tell": ("刷卡终端查不到结果，须两人核实", "the card terminal can't tell: two people decide"),
        "charged": ("刷卡终端查明已扣款，已入账", "the card was charged, and it is credited"),
        "not_charged": ("刷卡终端查明未扣款", "the card was not charged"),
        "persons_charged": ("两人核实：已扣款", "charged, two people say"),
        "persons_not_charged": ("两人核实：未扣款或已退回", "not charged or given back, two people say"),
        "back_on_card": ("已退回银行卡", "back on the card"),
        "not_taken_back": ("刷卡终端无法退回，须退还顾客", "the card terminal can't take it back: give it back"),
        "account-not-found": ("没有这个号码", "there is no such number"),
        "account-restricted": ("号码暂不能缴费", "the number takes no payments"),
        "amount-limit": ("超过单笔缴费上限", "more than one payment may be"),
        "invalid-request": ("中心无法识别该笔缴费", "the centre could not read the payment"),
        "billing-rejected": ("账务系统拒绝入账", "billing refused the posting"),
        "idempotency-mismatch": ("与中心记录的内容不符", "the centre has something else under this number"),
        "card-charge-duplicate": ("该笔刷卡已记在另一笔缴费中", "another payment has brought this card charge"),
        "credited": ("入账到号码", "credited to the number"),
        "handed_over": ("退还顾客", "handed to the customer"),
        "not_there": ("查无此钞", "there is no such note"),
        "counterfeit": ("假币", "counterfeit"),
        "already_credited": ("中心已入账", "the centre had credited it"),
    }
)
# How people know, where they chose it from the terminal's list.
BASES: Final = _table(
    in_path=("清障时找到", "found while a jam was cleared"),
    found_in_box=("在钱箱内", "it is in the box"),
    found_in_path=("在通道内", "it lay in the path"),
    number_works_again=("号码已恢复可缴费", "the number takes payments again"),
    customer_has_slip=("顾客持有小票", "the customer has the slip"),
    customer_known_to_hall=("营业厅已核实顾客", "the hall knows the customer"),
    box_counted=("钱箱已清点", "the box was counted"),
    path_searched=("通道已检查", "the path was searched"),
    bank_says_so=("银行鉴定", "the bank says so"),
    looks_false=("人工鉴别", "it looks false"),
    hall_page_shows_it=("网页可查", "the hall page shows it"),
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
        "money_reason": MONEY_REASONS,
        "kind": KINDS,
        "cause": CAUSES,
        "uncounted": UNCOUNTED,
        "done": DONE,
    }
)
