"""The words of printed answers, in both languages, as ``receipt_texts`` is for receipts; what both say is said there.
Names of charges, categories and channels are data of the centre and not here."""

from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: dict[str, tuple[str, str]] = {
    "title_visit": ("本次办理凭单", "YOUR VISIT"),
    "title_bill": ("话费账单", "BILL"),
    "title_bill_so_far": ("本月话费", "BILL SO FAR"),
    "title_details": ("详单", "RECORDS"),
    "title_balance": ("余额", "BALANCE"),
    "title_points": ("积分", "POINTS"),
    "title_payments": ("缴费记录", "PAYMENTS"),
    "number": ("号码", "Number"),
    "part": ("{part}/{parts} {title}", "{part}/{parts} {title}"),
    "end_of_parts": ("共 {parts} 项，到此为止", "{parts} parts, end of slip"),
    "printed_at": ("打印时间", "Printed"),
    "copy": ("补打 · 副本 {number}", "COPY {number} - PRINTED AGAIN"),
    "month": ("账期", "Month"),
    "month_name": ("{year}年{month}月", "{year}-{month}"),
    "plan": ("套餐", "Plan"),
    "as_of": ("数据时间", "As of"),
    "so_far": ("本月尚未结束，以下截至 {time}。", "The month is not over: so far, as of {time}."),
    "own": ("本公司费用", "Our own charges"),
    "third_party": ("代收费（第三方）", "Collected for others"),
    "adjustments": ("调整", "Adjustments"),
    "adjusted_at_the_end": ("调整在月末出账时计算。", "Adjustments are made when the month is over."),
    "provider": ("  商户：{name}", "  for {name}"),
    "total": ("合计", "Total"),
    "total_so_far": ("目前合计", "Total so far"),
    "data_volume": ("上网流量", "Data"),
    "data_bytes": ("原始流量（字节）", "Data, raw bytes"),
    "call_time": ("通话时长", "Call time"),
    "messages": ("短信（条）", "Messages"),
    "history": ("近月费用", "Month by month"),
    "running_month": ("{month}（截至目前）", "{month} (so far)"),
    "category": ("类别", "Category"),
    "day": ("日期", "Day"),
    "found": ("符合的记录（条）", "Records found"),
    "found_amount": ("费用合计", "Together"),
    "printed_records": ("已打印（条）", "Printed here"),
    "printed_amount": ("已打印费用合计", "Printed, together"),
    "left_out": ("另有 {left_out} 条未打印，见屏幕。", "{left_out} more are not printed; see the screen."),
    "none": ("没有记录。", "There are none."),
    "balance": ("话费余额", "Balance"),
    "arrears": ("欠费", "Owed"),
    "principal": ("其中本金", "Principal"),
    "granted": ("其中赠送", "Granted"),
    "until": ("有效期至", "until"),
    "charged": ("本月至今费用", "This month so far"),
    "restrictions": ("业务限制", "Restrictions"),
    "reason": ("原因：{name}", "Reason: {name}"),
    "restricted_until": ("截止", "Until"),
    "earlier": ("提前解除：{name}", "Ends sooner: {name}"),
    "points": ("可用积分", "Points"),
    "expiring": ("其中将过期", "Lapsing"),
    "expires_at": ("过期时间", "Lapse on"),
    "exchanges": ("兑换记录（积分）", "Exchanged (points)"),
    "title_copy": ("缴费凭证（副本）", "RECEIPT - COPY"),
    "copy_how": (
        "本副本与原凭证为同一笔缴费，不是另一笔。",
        "This copy and the first receipt are of one payment, not of two.",
    ),
    "means": ("缴费方式", "Paid by"),
    "tender_cash": ("现金", "cash"),
    "tender_card": ("银行卡", "bank card"),
    "tender_mixed": ("现金加银行卡", "cash and bank card"),
    "balance_then": ("缴费后余额", "Balance after it"),
    "owed_then": ("缴费后仍欠", "Owed after it"),
    "invoice_exchanged": ("发票兑换码已使用。", "The invoice code has been used."),
    "invoice": ("发票兑换码", "INVOICE CODE"),
    "invoice_how": (
        "凭码到营业厅换开发票，限一次。",
        "Halls exchange it for an invoice, once.",
    ),
}


def text(key: str, language: Language, **params: str) -> str:
    """The words for ``key``; ``params`` fill its named places. An unknown key is a bug (KeyError)."""
    chinese, english = _TEXTS[key]
    return (chinese if language is Language.CHINESE else english).format(**params)


def keys() -> frozenset[str]:
    return frozenset(_TEXTS)
