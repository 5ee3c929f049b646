"""What the pages of the way into asking show; part of ``presentation.py``."""

from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from kiosk.enquiry import ProofMethod
from kiosk.enquiry_views import (
    AskingView,
    MenuView,
    PaperStep,
    PreviewView,
    ProofView,
    ReceiptNumberView,
    SecretView,
    ServiceKey,
)
from kiosk.messages import Message
from kiosk.paper import Document, Pair, QrCode, Rule, Text

if TYPE_CHECKING:
    from kiosk.views import Body
    from ui.presentation import Facts, Say


def service_keys(keys: tuple[ServiceKey, ...]) -> "list[Facts]":
    """Services as keys of a page."""
    return [{"id": key.service.value, "text": key.name} for key in keys]


def _grouped(number: str) -> str:
    from kiosk.accounts import grouped  # not before the first frame

    return grouped(number)


def _optional(message: Message | None, say: "Say") -> str:
    return "" if message is None else say(message)


def menu_facts(body: MenuView, say: "Say") -> "Facts":
    return {
        "groups": [{"name": group.name, "keys": service_keys(group.keys)} for group in body.groups],
        "problem": _optional(body.problem, say),
        "greeting": body.greeting,
    }


def proof_facts(body: ProofView, say: "Say") -> "Facts":
    ways = ((ProofMethod.SERVICE_PASSWORD, body.password), (ProofMethod.SMS_CODE, body.sms))
    return {
        "service": body.service,
        "number": _grouped(body.masked_number),
        "both": body.both,
        "anyGiven": body.given is not None,
        "ways": [
            {
                "id": method.value,
                "works": reason is None and method is not body.given,
                "given": method is body.given,
                "reason": say(Message("proof_given")) if method is body.given else _optional(reason, say),
            }
            for method, reason in ways
        ],
        "problem": _optional(body.problem, say),
    }


def secret_facts(body: SecretView, say: "Say") -> "Facts":
    return {
        "byText": body.method is ProofMethod.SMS_CODE,
        "number": _grouped(body.masked_number),
        "dots": [place < body.typed for place in range(body.digits)],
        "opening": body.opening,
        "busy": body.busy,
        "takes": not body.busy and not body.opening,
        "canResend": body.can_resend,
        "ends": body.ends,
        "problem": _optional(body.problem, say),
    }


def asking_facts(body: AskingView, say: "Say") -> "Facts":
    return {
        "title": body.title,
        "number": _grouped(body.masked_number),
        "problem": _optional(body.problem, say),
        "canRetry": body.can_retry,
        "greeting": body.greeting,
    }


def receipt_number_facts(body: ReceiptNumberView, say: "Say") -> "Facts":
    from kiosk import receipt_number  # not before the first frame

    return {
        "number": receipt_number.written(body.typed.ljust(receipt_number.CHARACTERS, "_")),
        "digitsOnly": body.digits_only,
        "complete": body.complete,
        "busy": body.busy,
        "problem": _optional(body.problem, say),
    }


def preview_facts(body: PreviewView, say: "Say") -> "Facts":
    left_out = Message("left_out", (("count", str(body.left_out)),))
    return {
        "lines": [_paper_line(line) for line in body.document.lines],
        "columns": body.columns,
        "step": body.step.value,
        "problem": _optional(body.problem, say),
        "leftOut": say(left_out) if body.left_out else "",
        "canPrint": body.can_print and body.step not in {PaperStep.PRINTING, PaperStep.PRINTED},
        "unsure": body.problem is not None and body.problem.id == "print_unknown",
    }


def _paper_line(line: Text | Pair | Rule | QrCode) -> "Facts":
    """The keys of a line never vary; ``kind`` says which of them count."""
    facts: Facts = {"kind": "", "text": "", "value": "", "align": "", "bold": False, "large": False, "qr": ""}
    shown: Facts
    match line:
        case Text():
            shown = {"text": line.text, "align": line.align.value, "bold": line.bold, "large": line.large}
        case Pair():
            shown = {"text": line.label, "value": line.value, "bold": line.bold}
        case QrCode():
            shown = {"qr": line.content}
        case Rule():
            shown = {}
    return facts | shown | {"kind": type(line).__name__.lower()}


def qr_picture(content: str) -> str:
    """A QR code as a data URL, one pixel a module; error correction M as on paper (``devices.escpos_document``).

    Takes some milliseconds: the screen asks for it when the slip itself is already painted.
    """
    import qrcode  # only where a paper has one

    code = qrcode.QRCode(version=None, error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=1, border=0)
    code.add_data(content)
    code.make(fit=True)
    png = BytesIO()
    code.make_image().save(png, "PNG")
    return "data:image/png;base64," + b64encode(png.getvalue()).decode()


ENQUIRY_FACTS: "Final[dict[type, Callable[[Any, Say], Facts]]]" = {
    MenuView: menu_facts,
    ProofView: proof_facts,
    SecretView: secret_facts,
    AskingView: asking_facts,
    ReceiptNumberView: receipt_number_facts,
    PreviewView: preview_facts,
}
"""Kind of body → what its page shows; ``presentation.py`` registers each."""

BLANK_ENQUIRIES: "Final[tuple[Body, ...]]" = (
    MenuView(()),
    ProofView("", "", False, None, None),
    SecretView(ProofMethod.SMS_CODE, "", 0, 0),
    AskingView("", ""),
    ReceiptNumberView("", digits_only=True, complete=False),
    PreviewView(Document(()), PaperStep.SHOWN),
)
"""Each of these pages with nobody's data (F9)."""
