"""Builders for the tests of durable memory: a terminal's directories, facts with sensible values, a fake centre."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.accounts import AccountKind, AccountRef
from kiosk.card import CardApproval, CardPart, CardReference
from kiosk.central_answers import AccountAnswer, CentreSilent, PaymentProgress, Posted, PostingAnswer
from kiosk.facts import (
    AnyFact,
    CardAttempted,
    CardCharged,
    CardHeld,
    NoteIntended,
    NoteStackedFact,
    PaymentAccepted,
    PaymentPosted,
    VisitClosed,
    VisitOpened,
)
from kiosk.money import Fen
from kiosk.visit_types import Language, Reopening, SmsState, VisitEnd
from offline_queue.ledger import SqliteLedger

KIOSK = "K0001"
NUMBER = "13800135678"
ACCOUNT = AccountRef(AccountKind.MOBILE, NUMBER)
CARD_TERMINAL = "T1000001"
NOW = "2026-11-21T20:58:44+08:00"


@dataclass
class Home:
    """The directories of one terminal."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    def open(self, kiosk_id: str = KIOSK) -> SqliteLedger:
        return SqliteLedger.open(self.data, self.secrets, kiosk_id, now=lambda: NOW)


def check_conservation(ledger: SqliteLedger) -> None:
    """Ends every test that moves money (trust.md M2)."""
    assert (ledger.balances().difference_fen, ledger.balances().card_difference_fen) == (0, 0)
    assert ledger.explain() == ()
    assert ledger.verify_journal(ledger.journal_head()).sound


def opened(visit_id: str, account: AccountRef = ACCOUNT) -> VisitOpened:
    return VisitOpened(visit_id, account, "张*", Fen(18240), Language.CHINESE, offline=False, receipt_expected=True)


def closed(visit_id: str, end: VisitEnd = VisitEnd.PAID) -> VisitClosed:
    return VisitClosed(visit_id, end)


def intended(note_id: str, visit_id: str, denomination: int = 10000) -> NoteIntended:
    return NoteIntended(note_id, visit_id, Fen(denomination))


def stacked(note_id: str, visit_id: str | None, denomination: int = 10000) -> NoteStackedFact:
    return NoteStackedFact(note_id, visit_id, Fen(denomination))


def accepted(
    seq: int,
    visit_id: str,
    *notes: int,
    account: AccountRef = ACCOUNT,
    kiosk: str = KIOSK,
    card: CardPart | None = None,
) -> PaymentAccepted:
    charge = 0 if card is None else card.amount
    return PaymentAccepted(
        payment_id=f"{kiosk}-{seq}",
        kiosk_seq=seq,
        visit_id=visit_id,
        account=account,
        amount=Fen(sum(notes) + charge),
        tender=("mixed" if notes else "card") if card is not None else "cash",
        notes=tuple(Fen(note) for note in notes),
        accepted_at=NOW,
        language=Language.CHINESE,
        offline=False,
        card=card,
    )


def reference(number: int, amount: int = 10000, at: str = "2026-11-21T20:58:40") -> CardReference:
    """Of the terminal's transaction with this number."""
    return CardReference(f"{number:04d}", f"{number:06d}", Fen(amount), at)


def attempted(number: int, visit_id: str, amount: int = 10000, before: CardReference | None = None) -> CardAttempted:
    """Attempt ``a<number>``."""
    return CardAttempted(f"a{number}", visit_id, number, Fen(amount), CARD_TERMINAL, before)


def approval(number: int, amount: int = 10000, **changes: str) -> CardApproval:
    """Of the terminal's transaction with this number."""
    seen = reference(number, amount)
    texts = {"terminal_id": CARD_TERMINAL, "receipt": seen.receipt, "trace": seen.trace, "at": seen.at}
    more = {"auth_code": "A1B2C3", "last4": "4242", "card_name": "UnionPay", "merchant_id": "M77", "entry": "chip"}
    return CardApproval(amount=Fen(amount), **{**texts, **more, **changes})


def held(number: int, amount: int = 10000) -> CardHeld:
    return CardHeld(f"a{number}", approval(number, amount))


def charged(number: int, amount: int = 10000) -> CardCharged:
    return CardCharged(f"a{number}", approval(number, amount))


def part(number: int, amount: int = 10000) -> CardPart:
    """The charge of attempt ``a<number>`` in a payment."""
    return CardPart(f"a{number}", approval(number, amount))


def card_payment(seq: int, number: int, account: AccountRef = ACCOUNT, amount: int = 10000) -> list[AnyFact]:
    """One whole visit of a single charge, up to the queued payment."""
    visit = f"card-visit-{seq}"
    sale: list[AnyFact] = [opened(visit, account), attempted(number, visit, amount)]
    sale += [held(number, amount), charged(number, amount)]
    return [*sale, accepted(seq, visit, account=account, card=part(number, amount)), closed(visit)]


def posted(seq: int, central_id: str = "") -> PaymentPosted:
    return PaymentPosted(f"{KIOSK}-{seq}", central_id or f"C{seq}", f"R{seq}", NOW, Fen(-3240))


def queue_payment(ledger: SqliteLedger, seq: int, account: AccountRef = ACCOUNT) -> str:
    """One whole visit of a single 100 yuan note, up to the queued payment."""
    visit, note = f"visit-{seq}", f"note-{seq}"
    facts: list[AnyFact] = [opened(visit, account), intended(note, visit), stacked(note, visit)]
    ledger.commit([*facts, accepted(seq, visit, 10000, account=account), closed(visit)])
    return f"{KIOSK}-{seq}"


def mobile(number: int) -> AccountRef:
    return AccountRef(AccountKind.MOBILE, str(13900000000 + number))


def a_posted_answer(payment_id: str) -> Posted:
    progress = PaymentProgress(1, SmsState.WAITING, Reopening.NOT_NEEDED)
    return Posted(f"C-{payment_id}", f"R-{payment_id}", NOW, Fen(0), progress)


@dataclass(frozen=True)
class Reply:
    answers: dict[str, PostingAnswer | None] = field(default_factory=dict)
    reachable: bool = True
    retry_after_s: float | None = None
    kiosk_refused: str | None = None
    reason: str = ""


Script = Callable[[Sequence[tuple[str, bytes]]], Reply]


def posts_all(batch: Sequence[tuple[str, bytes]]) -> Reply:
    return Reply({payment_id: a_posted_answer(payment_id) for payment_id, _ in batch})


def line_down(_batch: Sequence[tuple[str, bytes]]) -> Reply:
    return Reply(reachable=False, reason="no route")


class FakeCentre:
    """Answers each batch by ``script``; remembers what was sent."""

    def __init__(self, script: Script = posts_all) -> None:
        self.script = script
        self.batches: list[list[str]] = []
        self.bodies: dict[str, set[bytes]] = {}

    def look_up(self, account: AccountRef) -> AccountAnswer:
        return CentreSilent(f"not asked for {account}")

    def post_batch(self, bodies: Sequence[tuple[str, bytes]]) -> Reply:
        self.batches.append([payment_id for payment_id, _ in bodies])
        for payment_id, body in bodies:
            self.bodies.setdefault(payment_id, set()).add(body)
        return self.script(bodies)

    def progress(self, central_id: str, seen_version: int, wait_s: float) -> PaymentProgress | None:
        raise AssertionError(f"the sender does not poll: {central_id}, {seen_version}, {wait_s}")

    @property
    def sent(self) -> list[str]:
        return [payment_id for batch in self.batches for payment_id in batch]
