"""The samples of the way into asking: the menu, the proof, waiting, and the paper before it is printed."""

from dataclasses import replace
from typing import Final

from kiosk.enquiry import SECRET_DIGITS, ProofMethod
from kiosk.enquiry_views import (
    AskingView,
    MenuView,
    PaperStep,
    PreviewView,
    ProofView,
    ReceiptNumberView,
    SecretView,
    ServiceGroup,
    ServiceKey,
)
from kiosk.messages import Message
from kiosk.paper import COLUMNS, Align, Document, Pair, QrCode, Rule, Text
from kiosk.views import Body
from kiosk.visit_types import Service
from ui.sample_payer import GREETING, MASKED

_NAMES: Final = {
    Service.PAY_BILL: "交话费",
    Service.BALANCE: "余额查询",
    Service.CURRENT_BILL: "本月账单",
    Service.PAST_BILLS: "历史账单",
    Service.CURRENT_DETAILS: "本月详单",
    Service.PAST_DETAILS: "历史详单",
    Service.PAYMENT_HISTORY: "缴费记录",
    Service.SUBSCRIPTIONS: "业务查询与退订",
    Service.POINTS: "积分查询",
    Service.RESTRICTIONS: "业务限制查询",
    Service.REPRINT: "补打凭条",
}
"""As a catalogue may have them: names are data, and of any length."""

MOST_WANTED: Final = (
    Service.BALANCE,
    Service.CURRENT_BILL,
    Service.CURRENT_DETAILS,
    Service.SUBSCRIPTIONS,
    Service.PAYMENT_HISTORY,
)


def services(*wanted: Service) -> tuple[ServiceKey, ...]:
    """These services under their names."""
    return tuple(ServiceKey(service, _NAMES[service]) for service in wanted)


_S: Final = Service
_MENU: Final = MenuView(
    (
        ServiceGroup("话费服务", services(_S.PAY_BILL, _S.BALANCE, _S.CURRENT_BILL, _S.PAST_BILLS)),
        ServiceGroup("详单服务", services(_S.CURRENT_DETAILS, _S.PAST_DETAILS)),
        ServiceGroup("缴费凭证", services(_S.PAYMENT_HISTORY, _S.REPRINT)),
        ServiceGroup("业务办理", services(_S.SUBSCRIPTIONS, _S.RESTRICTIONS)),
        ServiceGroup("积分计划", services(_S.POINTS)),
    )
)
_MENU_OF_MANY: Final = MenuView(
    tuple(ServiceGroup(f"{group.name}（{part}）", group.keys) for part in ("甲", "乙") for group in _MENU.groups)
)
_ONLY_PAYING: Final = MenuView((), Message("no_catalogue"))
_PROOF: Final = ProofView(_NAMES[_S.CURRENT_BILL], MASKED, both=False, password=None, sms=None)
_PROOFS: Final = replace(_PROOF, service=_NAMES[_S.CURRENT_DETAILS], both=True)
_LOCKED: Final = Message("account_locked", (("until", "2026-11-21T21:30:00+08:00"),))
_PASSWORD: Final = SecretView(ProofMethod.SERVICE_PASSWORD, MASKED, typed=0, digits=SECRET_DIGITS)
_CODE: Final = replace(_PASSWORD, method=ProofMethod.SMS_CODE)
_RECEIPT: Final = ReceiptNumberView("", digits_only=True, complete=False)
_WHOLE_NUMBER: Final = ReceiptNumberView("2611217Q2MXP", digits_only=False, complete=True)
_OF_RECEIPT: Final = replace(_PROOF, service=_NAMES[_S.REPRINT], password=Message("receipt_needs_code"))
_ASKING: Final = AskingView(_NAMES[_S.CURRENT_BILL], MASKED, greeting=GREETING)

_PAPER: Final = Document(
    (
        Text("示范通信", Align.CENTRE, bold=True, large=True),
        Text("本月账单", Align.CENTRE, bold=True),
        Rule(),
        Pair("号码", MASKED),
        Pair("账期", "2026-11-01 至 2026-11-21"),
        Pair("套餐", "畅享融合129元套餐（2026版）"),
        Rule(),
        Pair("套餐及固定费", "128.00"),
        Pair("上网流量 2.31 GB（2425456 K）", "24.00"),
        Pair("语音通话 86 分钟", "15.40"),
        Text("代收费（第三方）", bold=True),
        Pair("某视频会员 每月 10 元 可退订", "10.00"),
        Pair("最低消费补足", "5.00"),
        Rule(),
        Pair("合计", "¥182.40", bold=True),
        Text("K0003  2026-11-21 20:59", Align.RIGHT),
        QrCode("K0003-0000124 5JQ8ZK4M1TX0"),
        Text("扫码或到柜台核对此单真伪", Align.CENTRE),
    )
)
_LONG_PAPER: Final = Document(
    (
        Text("历史详单 2026-10", Align.CENTRE, bold=True),
        Rule(),
        *(Pair(f"10-{day:02d} 0{day % 10}:15 语音通话 139****{day:02d}77", "0.15") for day in range(1, 32)),
        *(Pair(f"10-{day:02d} 1{day % 10}:40 上网流量 北京市海淀区中关村南大街", "1.20") for day in range(1, 32)),
        Rule(),
        Pair("合计", "¥41.85", bold=True),
    )
)
_PREVIEW: Final = PreviewView(_PAPER, PaperStep.SHOWN)

ENQUIRY_BODIES: Final[dict[str, Body]] = {
    "menu": _MENU,
    "menu_greeted": replace(_MENU, greeting=GREETING),
    "menu_offline": replace(_ONLY_PAYING, problem=Message("ask_offline")),
    "menu_only_paying": _ONLY_PAYING,
    "menu_of_many": _MENU_OF_MANY,
    "proof": _PROOF,
    "proof_both": _PROOFS,
    "proof_both_one_given": replace(_PROOFS, given=ProofMethod.SMS_CODE),
    "proof_both_password_given": replace(_PROOFS, given=ProofMethod.SERVICE_PASSWORD),
    "proof_no_text": replace(_PROOF, sms=Message("sms_unreachable")),
    "proof_no_password": replace(_PROOF, password=Message("password_refused")),
    "proof_last": replace(_PROOF, problem=Message("secret_wrong_last")),
    "proof_over": replace(_PROOF, problem=Message("challenge_over")),
    "proof_one_locked": replace(_PROOFS, problem=_LOCKED),
    "proof_locked": replace(_PROOF, password=_LOCKED, sms=_LOCKED),
    "proof_again": replace(_PROOF, problem=Message("token_over")),
    "proof_silent": replace(_PROOFS, problem=Message("centre_silent_asking")),
    "proof_too_often": replace(_PROOF, problem=Message("asked_too_often", (("seconds", "45"),))),
    "secret_password": _PASSWORD,
    "secret_password_wrong": replace(_PASSWORD, typed=2, problem=Message("secret_wrong", (("tries", "3"),))),
    "secret_password_busy": replace(_PASSWORD, typed=SECRET_DIGITS, busy=True),
    "secret_password_opening": replace(_PASSWORD, opening=True),
    "secret_code_opening": replace(_CODE, opening=True),
    "secret_code": replace(_CODE, typed=4),
    "secret_code_resend": replace(_CODE, can_resend=True, problem=Message("asked_too_often", (("seconds", "45"),))),
    "secret_code_busy": replace(_CODE, typed=SECRET_DIGITS, busy=True, can_resend=True),
    "secret_code_silent": replace(_CODE, typed=0, can_resend=True, problem=Message("centre_silent_asking")),
    "secret_ends": replace(_CODE, typed=1, can_resend=True, ends="某视频会员（连续包月）"),
    "secret_ends_wrong": replace(
        _CODE, can_resend=True, ends="某视频会员（连续包月）", problem=Message("secret_wrong", (("tries", "2"),))
    ),
    "proof_of_receipt": _OF_RECEIPT,
    "proof_of_receipt_no_text": replace(_OF_RECEIPT, sms=Message("sms_unreachable_for_receipt")),
    "receipt_number": _RECEIPT,
    "receipt_number_day": replace(_RECEIPT, typed="2613", problem=Message("receipt_no_such_day")),
    "receipt_number_typing": replace(_RECEIPT, typed="2611217Q", digits_only=False),
    "receipt_number_whole": _WHOLE_NUMBER,
    "receipt_number_wrong": replace(
        _WHOLE_NUMBER, typed="2611217Q2MXK", complete=False, problem=Message("receipt_mistyped")
    ),
    "receipt_number_busy": replace(_WHOLE_NUMBER, busy=True),
    "receipt_number_unknown": replace(_WHOLE_NUMBER, problem=Message("no_such_receipt")),
    "receipt_number_used_up": replace(_WHOLE_NUMBER, problem=Message("copies_used_up")),
    "receipt_number_silent": replace(_WHOLE_NUMBER, problem=Message("copy_silent")),
    "asking": _ASKING,
    "asking_silent": replace(_ASKING, problem=Message("centre_silent_asking"), can_retry=True),
    "asking_offline": replace(_ASKING, problem=Message("ask_offline")),
    "asking_clock_wrong": replace(_ASKING, problem=Message("clock_wrong")),
    "asking_terminal_refused": replace(_ASKING, problem=Message("terminal_refused")),
    "asking_not_kept": replace(_ASKING, title=_NAMES[_S.PAST_BILLS], problem=Message("month_not_kept")),
    "asking_not_offered": replace(_ASKING, problem=Message("not_offered")),
    "asking_refused": replace(_ASKING, problem=Message("account_refused")),
    "preview": _PREVIEW,
    "preview_narrow": replace(_PREVIEW, columns=COLUMNS[58]),
    "preview_long": replace(_PREVIEW, document=_LONG_PAPER, left_out=137),
    "preview_printer_out": replace(_PREVIEW, problem=Message("printer_out", (("code", "PR-PAPER"),)), can_print=False),
    "preview_drawn_back": replace(_PREVIEW, step=PaperStep.DRAWN_BACK, problem=Message("slip_drawn_back")),
    "preview_in_the_mouth": replace(_PREVIEW, step=PaperStep.PRINTED, problem=Message("slip_in_the_mouth")),
    "preview_printing": replace(_PREVIEW, step=PaperStep.PRINTING),
    "preview_printed": replace(_PREVIEW, step=PaperStep.PRINTED),
    "preview_failed": replace(_PREVIEW, step=PaperStep.FAILED, problem=Message("print_failed", (("code", "PR-COVER"),))),
    "preview_unknown": replace(_PREVIEW, step=PaperStep.FAILED, problem=Message("print_unknown")),
}
