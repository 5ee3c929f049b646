"""The words of papers for staff, in both languages, as ``paper_texts`` is for customers'."""

from typing import Final

from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title_test": ("打印测试页", "PRINT TEST"),
    "left_edge": ("|左边缘", "|left edge"),
    "right_edge": ("右边缘|", "right edge|"),
    "terminal": ("终端", "Terminal"),
    "printed_at": ("打印时间", "Printed"),
    "by": ("工号", "Staff"),
    "not_a_receipt": ("不是缴费凭证", "NOT A RECEIPT"),
    "title_readiness": ("开业自检单", "READINESS"),
    "verdict_ready": ("可以开业", "READY"),
    "verdict_limited": ("可以开业，有限制", "READY, WITH LIMITS"),
    "verdict_not_ready": ("不能开业", "NOT READY"),
    "as_of": ("检查时间", "As of"),
    "findings": ("要处理的事", "What to do"),
    "nothing_found": ("没有要处理的事。", "There is nothing to do."),
    "tests": ("最近诊断", "Last tests"),
    "never": ("未做", "never"),
    "old": ("已过期", "too old"),
    "passed": ("通过", "passed"),
    "failed": ("未通过", "FAILED"),
    "skipped": ("跳过", "skipped"),
    "service": ("对客服务", "For customers"),
    "cash": ("现金", "Cash"),
    "card": ("银行卡", "Bank card"),
    "printing": ("打印", "Printing"),
    "centre": ("中心连接", "Line to the centre"),
    "yes": ("可用", "yes"),
    "no": ("不可用", "NO"),
    "not_fitted": ("未安装", "not fitted"),
    "waiting": ("待上传（笔）", "Waiting to be posted"),
    "open_money": ("待处理款项（元）", "Open money, yuan"),
    "books_unread": ("账目未读到", "The books could not be read"),
    "more": ("另有 {count} 项，见屏幕。", "{count} more on the screen."),
    "item_acceptor": ("收退一张纸币", "A note in and out"),
    "item_printer": ("打印和切纸", "Print and cut"),
    "item_card": ("银行卡终端", "Card terminal"),
    "item_touch": ("触摸屏", "Touch screen"),
    "item_sound": ("声音", "Sound"),
    "item_network": ("网络", "Network"),
    "item_centre": ("中心应答", "The centre's answer"),
    "item_sms": ("短信", "Text message"),
    "item_clock": ("时钟", "Clock"),
    "item_disk": ("磁盘", "Disk"),
}


def text(key: str, language: Language, **params: str) -> str:
    """The words for ``key``; ``params`` fill its named places. An unknown key is a bug (KeyError)."""
    chinese, english = _TEXTS[key]
    return (chinese if language is Language.CHINESE else english).format(**params)
