"""ESC/POS: what a printer says, and what text makes of a receipt: nothing from data commands the printer (trust.md S8)."""

from pathlib import Path
from tempfile import gettempdir

from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, compile_document
from devices.escpos_facts import device_status, facts_of_automatic, facts_of_real_time, job_fault
from devices.escpos_library import private_directory
from devices.escpos_status import BLOCK_LONGEST, AutomaticStatus, Block, Flow, Garbage, RealTimeStatus, ReplyParser
from devices.simulators.escpos_parser import TEXT, UNKNOWN, Parser
from kiosk.accounts import mask
from kiosk.money import Fen
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text
from kiosk.receipt import Slip, SlipKind, receipt
from kiosk.visit_types import Language
from tests.fuzz.engine import Target
from tests.kiosk.play import POLICY


def read_replies(data: bytes) -> str:
    """Every byte becomes a reply, garbage or part of what is still open; whatever comes, there is a status to show."""
    parser = ReplyParser()
    replies = []
    for place in range(0, len(data), 5):
        replies += parser.feed(data[place : place + 5], place * 0.01)
    replies += parser.feed(b"", 1e9)
    answers: dict[int, int] = {}
    taken = 0
    for reply in replies:
        match reply:
            case AutomaticStatus(group):
                assert len(group) == 4
                _shown(group)
            case Block(_, text):
                assert len(text) <= BLOCK_LONGEST
                assert all(0x20 <= byte <= 0x7F for byte in text)
                taken += 1
            case RealTimeStatus(value):
                answers[len(answers) % 4 + 1] = value
            case Garbage(rest):
                assert rest
            case Flow():
                pass
        taken += _size(reply)
    assert taken == len(data), f"{len(data)} bytes came, {taken} were told"
    facts = facts_of_real_time(answers)
    job_fault(facts)
    return " ".join(sorted({type(reply).__name__ for reply in replies})) + f" {device_status(facts).code}"


def _size(reply: object) -> int:
    data = getattr(reply, "data", None)
    return 1 if data is None else len(data) + isinstance(reply, Block)


def _shown(group: bytes) -> None:
    facts = facts_of_automatic(group)
    assert isinstance(device_status(facts).code, str)
    job_fault(facts)


# ---- receipts --------------------------------------------------------------------------------------------------------

_CACHE = Path(gettempdir()) / "fuzz-escpos"


def _dotted(char: str) -> bytes:
    """A drawn character: dots that look like the worst commands."""
    return (b"\x1b@\x1dV\x00\x10\x14\x08" * 9)[:72] if ord(char) % 2 else b"\xff" * 72


def _compiled(document: Document, *, narrow: bool) -> bytes:
    paper = PAPER_58_MM if narrow else PAPER_80_MM
    return b"".join(compile_document(document, paper, private_directory(_CACHE), _dotted).pieces)


def _commands(data: bytes) -> set[str]:
    parser = Parser(chinese_at_start=False)
    tokens = [token for token in map(parser.push, data) if token is not None]
    assert not parser.inside, "a command or a character is cut short at the end of the paper"
    assert all(byte >= 0x20 for token in tokens if token.name == TEXT for byte in token.data), "control codes in a text"
    return {token.name for token in tokens}


def _paper(text: str) -> Document:
    return Document(
        (
            Text(text),
            Text(text, Align.CENTRE, bold=True, large=True),
            Pair(text, text, bold=True),
            Rule(),
            Pair("号码", text),
            QrCode("".join(c for c in text if c.isascii() and c.isprintable())[:200] or "0"),
        )
    )


def _slip(text: str) -> Slip:
    return Slip(
        kind=SlipKind.POSTED,
        claim_code=text[:40],
        masked_number=mask(text[:20]),
        masked_name=text[:32],
        amount=Fen(len(text)),
        notes=(Fen(500), Fen(10000)),
        accepted_at=text[:40],
        posted_at=text[:40],
        receipt_number=text[:100],
        balance_after=Fen(-len(text)),
        was_suspended=True,
        sms_waits=False,
        problem=text[:100],
    )


def print_text(data: bytes) -> str:
    """Whatever a name, a number or a message of the centre holds: the printer is told the same kinds of things as ever."""
    text = data.decode("utf-8", "replace")[:600]
    narrow = len(data) % 2 == 1
    allowed = _allowed()
    for document in (_paper(text), receipt(_slip(text), POLICY, Language.CHINESE)):
        told = _commands(_compiled(document, narrow=narrow))
        assert told <= allowed, f"commands that no receipt has: {told - allowed}"
        assert UNKNOWN not in told
    return f"{min(len(text), 5)}"


_KNOWN: set[str] = set()


def _allowed() -> set[str]:
    """What harmless receipts tell a printer, drawn characters among it."""
    if not _KNOWN:
        for narrow in (False, True):
            _KNOWN.update(_commands(_compiled(_paper("收据 receipt \u0e01\u0e02"), narrow=narrow)))
    return _KNOWN


def _qr_refused(data: bytes) -> str:
    """A QR code holds printable ASCII of a certain length, or is refused by a ValueError."""
    try:
        _compiled(Document((QrCode(data.decode("utf-8", "replace")),)), narrow=False)
    except ValueError as refusal:
        assert "QR" in str(refusal)
        return "refused"
    return "printed"


REPLIES = (
    bytes.fromhex("14 00 00 0F"), bytes.fromhex("1C 00 0C 0F 12 12 12 12"), b"_SIMULATOR\x00", b"7\x22AB12\x00",
    b"\x13\x11\x12\x32\x7e", bytes.fromhex("37 25 00"), b"7" + b"A" * 200 + b"\x00",
)  # fmt: skip
TEXTS = (
    "张*", "138****5678", "迪丽努尔·阿卜杜热合曼", "Maria del Carmen Fernández", "\x1b@\x1dV\x00", "\u202e¥ 182.40\u2028",
    "\x10\x14\x01\x00\x01", "一丁七" * 30, "\x1c.\x80\x1b", "e\u0301 👩‍👩‍👧 \ufeff", "a" * 300,
)  # fmt: skip
TARGETS = (
    Target("escpos-replies", REPLIES, read_replies),
    Target("receipts", tuple(text.encode() for text in TEXTS), print_text),
    Target("qr-codes", (b"HTTPS://EXAMPLE.ORG/K0001-1", b"\x1b@", "号".encode(), b"0" * 213), _qr_refused),
)
