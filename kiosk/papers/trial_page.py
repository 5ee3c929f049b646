"""The page that a technician prints to see whether the printer prints: both scripts and sizes, edges, a code.

Whoever reads it finds every place of the line used, so a dead row of dots, a shifted head or a blunt cutter shows.
"""

from kiosk.paper import COLUMNS, Align, Document, Pair, QrCode, Rule, Text
from kiosk.papers.slip import Line, plain
from kiosk.papers.staff_texts import text
from kiosk.policy import Policy
from kiosk.receipt import short_time
from kiosk.visit_types import Language


def page_for_a_test(policy: Policy, language: Language, at: str, staff_id: str) -> Document:
    """``at``: RFC 3339. Carries nothing of anybody but the id of who asked for it."""
    columns = COLUMNS[policy.paper_width_mm]
    lines: tuple[Line, ...] = (
        Text(plain(policy.hall), Align.CENTRE),
        Text(text("title_test", language), Align.CENTRE, bold=True, large=True),
        Rule(),
        Text(("1234567890" * 5)[:columns]),
        Text(("AaBbGgQqWw@#&%" * 5)[:columns]),
        Text(("清晰端正完整" * 5)[: columns // 2]),
        Text("￥188.88", Align.CENTRE, bold=True, large=True),
        Pair(text("left_edge", language), text("right_edge", language)),
        QrCode(f"TEST {policy.kiosk_id}"),
        Rule(),
        Pair(text("terminal", language), plain(f"{policy.terminal} ({policy.kiosk_id})")),
        Pair(text("printed_at", language), short_time(at)),
        Pair(text("by", language), staff_id),
        Text(text("not_a_receipt", language), Align.CENTRE, bold=True),
    )
    return Document(lines)
