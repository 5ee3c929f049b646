"""The slip of a swapped cash box: which box and seal came out, which went in, who did it. It goes with the box, so it says
nothing of what should be in it (trust.md S4)."""

from typing import Final

from kiosk import receipt_texts
from kiosk.approval import How
from kiosk.collection import OpenCollection
from kiosk.paper import Align, Document, Pair, Rule, Text
from kiosk.papers.slip import Line, plain
from kiosk.policy import Policy
from kiosk.receipt import short_time
from kiosk.visit_types import Language

# Each pair is zh_CN, then en.
_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("换箱凭证", "CASH BOX SWAP"),
    "copy": ("补打 · 副本", "COPY - PRINTED AGAIN"),
    "number": ("换箱编号", "Swap no."),
    "out": ("取出", "TAKEN OUT"),
    "in": ("装入", "PUT IN"),
    "box": ("钱箱编号", "Box"),
    "seal": ("封签号", "Seal"),
    "no_seal": ("无", "none"),
    "opened": ("开始", "Opened"),
    "closed": ("完成", "Closed"),
    "first": ("经办人", "First"),
    "second": ("复核人", "Second"),
    "present": ("现场", "here"),
    "hall_page": ("营业厅页面", "hall page"),
    "offline_code": ("授权码", "by code"),
    "closed_by": ("完成人", "Closed by"),
    "blind": (
        "本凭证随箱送清分，不含金额；清点后再比对。",
        "Goes with the box. It names no sum: count first, compare then.",
    ),
    "signed": ("签字：____________  ____________", "Signed: ___________ ___________"),
}


def box_slip(policy: Policy, swap: OpenCollection, *, closed_by: str, closed_at: str, language: Language) -> Document:
    """``closed_at``: RFC 3339. For both widths of paper: every line wraps or is a pair."""

    def words(key: str) -> str:
        return _text(key, language)

    def seal(number: str | None) -> Pair:
        return Pair(words("seal"), number or words("no_seal"))

    how: How = swap.how
    demo = (Text(receipt_texts.text("demo", language), Align.CENTRE, bold=True),) if policy.demo else ()
    lines: tuple[Line, ...] = (
        *demo,
        Text(plain(policy.hall), Align.CENTRE),
        Text(words("title"), Align.CENTRE, bold=True, large=True),
        Pair(words("number"), swap.collection_id, bold=True),
        Pair(receipt_texts.text("terminal", language), plain(f"{policy.terminal} ({policy.kiosk_id})")),
        Rule(),
        Text(words("out"), bold=True),
        Pair(words("box"), swap.serial_out or "", bold=True),
        seal(swap.seal_out),
        Rule(),
        Text(words("in"), bold=True),
        Pair(words("box"), swap.serial_in or "", bold=True),
        seal(swap.seal_in),
        Rule(),
        Pair(words("opened"), short_time(swap.opened_at)),
        Pair(words("closed"), short_time(closed_at)),
        Pair(words("first"), swap.first),
        Pair(words("second"), f"{swap.second} ({words(how)})"),
        *((Pair(words("closed_by"), closed_by),) if closed_by != swap.first else ()),
        Rule(),
        Text(words("blind")),
        Text(words("signed")),
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
