"""The slip of two persons' decision about a note or payment: what it was, what became of it, who decided; with a check code
that the terminal and the hall page verify (field.md X9, X29), and lines to sign for money that is handed over."""

from dataclasses import dataclass
from typing import Final

from kiosk import receipt_texts
from kiosk.accounts import grouped
from kiosk.approval import Approval
from kiosk.money import price_text
from kiosk.open_money import OpenKind, OpenMoney, Settlement
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.papers.slip import Line, plain
from kiosk.policy import Policy
from kiosk.receipt import short_time
from kiosk.slip_check import SlipSeal, check_code, sealed_text
from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "copy": ("补打 · 副本", "COPY - PRINTED AGAIN"),
    Settlement.CREDITED: ("款项入账凭证", "MONEY CREDITED"),
    Settlement.HANDED_OVER: ("款项退还凭证", "MONEY HANDED OVER"),
    Settlement.NOT_THERE: ("钞票查无记录", "NOTE NOT THERE"),
    Settlement.COUNTERFEIT: ("假币处理记录", "COUNTERFEIT NOTE"),
    Settlement.ALREADY_CREDITED: ("款项已入账记录", "CREDITED ALREADY"),
    OpenKind.NOTE_IN_DOUBT: ("去向不明的钞票", "a note in doubt"),
    OpenKind.NOTE_PAID_IN_DOUBT: ("已入账后缺失的钞票", "a paid note that is missing"),
    OpenKind.NOTE_UNASSIGNED: ("无主钞票", "a note of no payer"),
    OpenKind.NOTE_FOUND: ("清障时找到的钞票", "a note found in the path"),
    OpenKind.PAYMENT_OWED: ("系统拒收、应退的缴费", "a payment that was refused"),
    OpenKind.PAYMENT_IN_DOUBT: ("状态不明的缴费", "a payment in doubt"),
    "code": ("单号", "Code"),
    "what": ("事项", "What"),
    "amount": ("金额", "Amount"),
    "number": ("号码", "Number"),
    "no_number": ("无", "none"),
    "credited_as": ("入账单号", "Credited as"),
    "at": ("处理时间", "Decided"),
    "since": ("发生时间", "Since"),
    "first": ("经办人", "First"),
    "second": ("复核人", "Second"),
    "present": ("现场", "here"),
    "hall_page": ("营业厅页面", "hall page"),
    "offline_code": ("授权码", "by code"),
    "reason": ("依据", "Why"),
    "check": ("校验码", "Check code"),
    "found_in_box": ("钱箱内找到", "found in the box"),
    "found_in_path": ("通道内找到", "found in the path"),
    "number_works_again": ("号码已恢复可缴费", "the number works again"),
    "customer_has_slip": ("客户持有小票", "the customer has the slip"),
    "customer_known_to_hall": ("营业厅已核实客户", "the hall knows the customer"),
    "box_counted": ("钱箱已清点", "the box was counted"),
    "path_searched": ("通道已检查", "the path was searched"),
    "bank_says_so": ("银行鉴定", "the bank says so"),
    "looks_false": ("人工鉴别", "it looks false"),
    "hall_page_shows_it": ("营业厅页面可查", "the hall page shows it"),
    "handed": ("以上款项已交付客户本人。", "This money was handed to the customer."),
    "said_credited": ("款项已记入上述号码，将发送短信。", "Credited to this number; an SMS follows."),
    "customer_signs": ("客户签字：____________________", "Customer: _____________________"),
    "staff_sign": ("经办/复核：__________  __________", "Staff: __________  ___________"),
    "kept": ("本凭证由营业厅留存。", "The hall keeps this slip."),
}
_SAID: Final = {Settlement.CREDITED: ("said_credited",), Settlement.HANDED_OVER: ("handed", "customer_signs")}


@dataclass(frozen=True, slots=True)
class Decided:
    """What two persons decided, as the paper says it. ``code``: by which people name the money; ``at``: RFC 3339."""

    money: OpenMoney
    code: str
    outcome: Settlement
    credited_as: str  # payment id; empty unless credited
    approval: Approval
    reason: str
    at: str


def settlement_slip(policy: Policy, seal: SlipSeal | None, decided: Decided, language: Language) -> Document:
    """For both widths of paper: every line wraps or is a pair."""
    money, approval = decided.money, decided.approval

    def words(key: str) -> str:
        return _text(key, language)

    demo = (Text(receipt_texts.text("demo", language), Align.CENTRE, bold=True),) if policy.demo else ()
    covered = sealed_text(decided.code, money.masked_number, money.fen, short_time(decided.at))
    credited = (Pair(words("credited_as"), decided.credited_as, bold=True),) if decided.credited_as else ()
    check = (Pair(words("check"), check_code(seal(covered)), bold=True),) if seal is not None else ()
    lines: tuple[Line, ...] = (
        *demo,
        Text(plain(policy.hall), Align.CENTRE),
        Text(words(decided.outcome), Align.CENTRE, bold=True, large=True),
        Pair(words("code"), decided.code, bold=True),
        Pair(words("amount"), price_text(money.fen), bold=True),
        Pair(words("number"), grouped(money.masked_number) or words("no_number")),
        *credited,
        Rule(),
        Pair(words("what"), words(money.kind)),
        Pair(words("reason"), plain(words(decided.reason) if decided.reason in _TEXTS else decided.reason)),
        Pair(words("since"), short_time(money.since)),
        Pair(words("at"), short_time(decided.at)),
        Pair(words("first"), approval.first),
        Pair(words("second"), f"{approval.second} ({words(approval.how)})"),
        Pair(receipt_texts.text("terminal", language), plain(f"{policy.terminal} ({policy.kiosk_id})")),
        *check,
        Rule(),
        *(Text(words(said)) for said in _SAID.get(decided.outcome, ())),
        Text(words("staff_sign")),
        Text(words("kept")),
        *demo,
    )
    return Document(lines)


def copy_of_slip(slip: Document, language: Language) -> Document:
    """Marked at head and foot, once."""
    mark = Text(_text("copy", language), Align.CENTRE, bold=True)
    return slip if mark in slip.lines else Document((mark, *slip.lines, mark))


def _text(key: str, language: Language) -> str:
    chinese, english = _TEXTS[key]
    return chinese if language is Language.CHINESE else english
