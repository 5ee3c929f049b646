"""The words of receipts, in both languages. Paper speaks through this catalogue alone; no Qt is needed to print."""

from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: dict[str, tuple[str, str]] = {
    "title_posted": ("缴费凭证", "PAYMENT RECEIPT"),
    "title_queued": ("收款凭证（待入账）", "PAYMENT RECEIVED - POSTING LATER"),
    "title_open_case": ("收款凭证（待处理）", "PAYMENT RECEIVED - OPEN CASE"),
    "title_note_open": ("纸币待核实凭证", "NOTE BEING CHECKED"),
    "title_card_in_doubt": ("交易结果确认中", "CARD PAYMENT BEING CHECKED"),
    "title_card_undecided": ("交易结果待人工核实", "STAFF CHECK THIS CARD PAYMENT"),
    "title_card_back": ("缴费未成功（退回银行卡）", "NOT POSTED - BACK TO THE CARD"),
    "amount_open": ("待核实金额", "Being checked"),
    "demo": ("演示 · 不作凭证", "DEMO - NOT A RECEIPT"),
    "terminal": ("终端", "Terminal"),
    "number": ("缴费号码", "Number"),
    "name": ("户名", "Name"),
    "amount": ("实缴金额", "Paid"),
    "notes": ("其中 {denomination} 元 × {count}", "{denomination} yuan x {count}"),
    "by_card": ("其中 刷卡 {amount} 元", "{amount} yuan by card"),
    "card": ("银行卡", "Card"),
    "card_charged": ("刷卡金额", "Charged"),
    "card_auth_code": ("授权码", "Auth. code"),
    "card_trace": ("流水号", "Trace no."),
    "card_receipt": ("票据号", "Card slip no."),
    "card_terminal": ("POS 终端号", "Card terminal"),
    "card_merchant": ("商户号", "Merchant no."),
    "card_used_at": ("刷卡时间", "Card used"),
    "case_code": ("查询编号", "Case code"),
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
    "queued_promise_card": (
        "网络暂时中断，款项已登记，联网后自动入账并发送短信。请勿重复缴费。",
        "The line to the centre is down. Your payment is on record; it is posted as soon as the line is back, "
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
    "refused": ("该笔缴费未能入账（{problem}）。", "This payment could not be posted ({problem})."),
    "cash_owed": (
        "其中现金 ￥{amount} 已登记，由工作人员退还或入账。",
        "Its cash of {amount} yuan is on record; staff will credit or refund it.",
    ),
    "card_back": (
        "刷卡的 ￥{amount} 正在退回原银行卡（{card}），银行到账可能需要数个工作日。",
        "{amount} yuan are going back to the card ({card}). The bank may take some working days to show it.",
    ),
    "card_back_done": (
        "刷卡的 ￥{amount} 已退回原银行卡（{card}），银行到账可能需要数个工作日。",
        "{amount} yuan went back to the card ({card}). The bank may take some working days to show it.",
    ),
    "card_back_failed": (
        "刷卡的 ￥{amount} 未能自动退回银行卡（{card}）。款项已登记，由工作人员退还。",
        "{amount} yuan could not go back to the card ({card}) by itself. It is on record; staff will refund it.",
    ),
    "card_open": (
        "另有一笔刷卡 ￥{amount} 结果确认中，查询编号 {code}。",
        "A card payment of {amount} yuan is still being checked, case code {code}.",
    ),
    "card_in_doubt": (
        "刷卡结果尚未收到，终端会自动向银行卡终端查询，一般十分钟内有结果：已扣款的，为您入账并发送短信；"
        "未扣款的，不收取任何费用。请勿重复缴费。",
        "The result of the card payment has not arrived. This terminal asks for it by itself, usually within ten "
        "minutes: if the card was charged, the amount is credited and an SMS follows; if not, nothing is taken. "
        "Please do not pay again.",
    ),
    "card_undecided": (
        "银行卡终端无法确认刷卡结果，由工作人员按银行对账单核实，一般需要一至三个工作日：已扣款的，为您入账并发送短信；"
        "未扣款的，不收取任何费用。请勿重复缴费。",
        "The card terminal can't tell the result of the card payment. Staff decide by the bank's statement, usually "
        "within three working days: if the card was charged, the amount is credited and an SMS follows; if not, "
        "nothing is taken. Please do not pay again.",
    ),
    "card_staff": (
        "如有疑问，请凭查询编号 {code} 联系营业厅工作人员。",
        "Any question? Show case code {code} to the staff of this hall.",
    ),
    "keep_case": ("请妥善保管，凭查询编号查询。", "Please keep this slip; the case code finds it."),
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
