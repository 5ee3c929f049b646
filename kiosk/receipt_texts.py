"""The words of receipts, in both languages. Paper speaks through this catalogue alone; no Qt is needed to print."""

from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: dict[str, tuple[str, str]] = {
    "title_posted": ("缴费凭证", "PAYMENT RECEIPT"),
    "title_queued": ("收款凭证（待入账）", "CASH RECEIVED - POSTING LATER"),
    "title_open_case": ("收款凭证（待处理）", "CASH RECEIVED - OPEN CASE"),
    "title_note_open": ("纸币待核实凭证", "NOTE BEING CHECKED"),
    "amount_open": ("待核实金额", "Being checked"),
    "demo": ("演示 · 不作凭证", "DEMO - NOT A RECEIPT"),
    "terminal": ("终端", "Terminal"),
    "number": ("缴费号码", "Number"),
    "name": ("户名", "Name"),
    "amount": ("实缴金额", "Paid"),
    "notes": ("其中 {denomination} 元 × {count}", "{denomination} yuan x {count}"),
    "accepted_at": ("收款时间", "Received"),
    "posted_at": ("入账时间", "Posted"),
    "receipt_number": ("凭证号", "Receipt no."),
    "claim_code": ("缴费编号", "Payment no."),
    "check_code": ("验证码", "Check code"),
    "balance_after": ("缴后余额", "Balance now"),
    "arrears_after": ("仍欠", "Still owed"),
    "sms_follows": ("确认短信将发送到缴费号码。", "A confirmation SMS goes to this number."),
    "sms_after_reopening": (
        "该号码目前收不到短信，复机后即发送确认短信。",
        "This line can't receive an SMS now; the confirmation follows once it is reconnected.",
    ),
    "reopening": (
        "欠费缴清后自动复机，一般在一小时内。",
        "With nothing owed the line is reconnected, usually within an hour.",
    ),
    "queued_promise": (
        "网络暂时中断，款项已安全入箱，联网后自动入账并发送短信。请勿重复缴费。",
        "The line to the centre is down. Your cash is safe in the box; it is posted as soon as the line is back, "
        "and the SMS follows. Please do not pay again.",
    ),
    "queued_reopening": (
        "停机号码在联网入账后才能复机。",
        "A suspended line is reconnected only after posting.",
    ),
    "open_case_promise": (
        "该笔款项暂未入账（{problem}）。款项已登记，由工作人员处理并退还或入账。请保留本凭证。",
        "This payment could not be posted ({problem}). It is on record; staff will credit or refund it. "
        "Please keep this slip.",
    ),
    "note_open_promise": (
        "有 ￥{amount} 纸币待核实，编号 {code}。工作人员核实后入账或退还，请保留本凭证。",
        "Notes of {amount} yuan are being checked, code {code}. Staff will credit or refund them. Please keep this slip.",
    ),
    "no_change": ("不找零，多缴部分已存入话费。", "No change is given; any surplus is credited to the account."),
    "phone": ("客服电话", "Service phone"),
    "keep": ("请妥善保管，凭缴费编号查询。", "Please keep this slip; the payment number finds it."),
}


def text(key: str, language: Language, **params: str) -> str:
    """The words for ``key``; ``params`` fill its named places. An unknown key is a bug (KeyError)."""
    chinese, english = _TEXTS[key]
    return (chinese if language is Language.CHINESE else english).format(**params)


def keys() -> frozenset[str]:
    return frozenset(_TEXTS)
