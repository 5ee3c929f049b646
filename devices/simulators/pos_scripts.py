"""How a simulated POS does each request (specs/pos-integrado.md sections 5 to 7).

Scripts are generators, so that a sale reads from top to bottom although it waits for cards, banks and acknowledgements. A
script returns the answer to the host. A power cut is an exception that ends it wherever it is.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Literal

from devices.simulators.card_books import Entry
from devices.simulators.card_slot import PresentedCard
from devices.simulators.pos_dialect import Dialect, Request
from devices.simulators.pos_journal import FAILED, UNDOING, VOIDED, PosJournal, Wanted
from devices.simulators.pos_settings import (
    ALREADY_VOID,
    APPROVED,
    BANK_SCRIPT,
    BRANDS,
    CANCELLED,
    DEBIT_NOT_VOIDED,
    HOST_SILENT,
    NO_AMOUNT,
    NOTHING_TO_VOID,
    PIN_TRIES,
    STAGES,
    TIMED_OUT,
    TOO_SMALL,
    WRONG_PIN_ONCE,
    PosFaults,
    PosOptions,
    Timing,
)
from devices.simulators.pos_speech import Speech

Phase = Literal["idle", "card", "pin", "bank", "finishing", "working"]
CANCELLABLE: tuple[Phase, ...] = ("card", "pin")

WAITING_FOR_CARD, USE_PIN, ASKING_BANK = "84", "81", "82"
"""Codes of 0900 (section 6.1)."""
PIN_LIMIT = 3


@dataclass(frozen=True, slots=True)
class PosCard(PresentedCard):
    """A card as this POS sees it."""

    debit: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Send this frame now; resumed with whether the host acknowledged it."""

    text: str
    progress: bool = True


@dataclass(frozen=True, slots=True)
class AwaitCard:
    """Resumed with the card, or with None after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Resumed after so many seconds."""

    seconds: float


Step = Tell | AwaitCard | Pause
Script = Generator[Step, object, str]


class CancelledError(Exception):
    """The customer presses cancel on the POS."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a script works with."""

    dialect: Dialect
    journal: PosJournal
    speech: Speech
    timing: Timing
    faults: PosFaults
    options: Callable[[], PosOptions]
    reach: Callable[[str], None]
    """Told of each named moment; raises if the POS dies at it."""
    enter: Callable[[Phase], None]
    undo_later: Callable[[], None]
    """A charge that the POS did not hear of is to be undone in a while."""


def sale(desk: Desk, request: Request) -> Script:
    """0200: from the card to the answer. The charge is on file at the bank and in the journal before the answer exists."""
    wanted = Wanted(request.fields["ticket"], int(request.fields["amount"]))
    tell = request.fields["status"] == "1"
    ordered = desk.faults.declines.popleft() if desk.faults.declines else None
    rc = ordered if STAGES.get(ordered or "") == "start" else _refusal(desk, wanted.amount)
    if rc is None:
        try:
            wanted, rc = yield from _customer(desk, wanted, ordered, tell=tell)
        except CancelledError:
            rc = CANCELLED
    if rc is not None:
        entry = desk.journal.refuse(wanted, rc)
    else:
        entry = yield from _bank(desk, wanted, ordered, tell=tell)
    desk.enter("finishing")
    yield Pause(desk.timing.finish)
    if desk.faults.late_answer_s:
        yield Pause(desk.faults.late_answer_s.popleft())
    return desk.speech.sale("0210", entry, voucher=_voucher(request))


def last_sale(desk: Desk, request: Request) -> Script:
    """0250: at once."""
    yield Pause(0.0)
    return desk.speech.last_sale(desk.journal.last_sale(), voucher=_voucher(request))


def void(desk: Desk, request: Request) -> Script:
    """1200: the sale with that operation number; in Autoservicio the last one."""
    opno = request.fields.get("opno")
    entry = desk.journal.last_sale() if opno is None else desk.journal.find(opno)
    if entry is None or entry.charge is None or entry.state in (FAILED, UNDOING):
        return desk.speech.voided(NOTHING_TO_VOID, None)
    if entry.state == VOIDED:
        return desk.speech.voided(ALREADY_VOID, entry)
    if entry.details.get("debit") and not desk.options().debit_void:
        return desk.speech.voided(DEBIT_NOT_VOIDED, entry)
    desk.reach("bank_asked")
    yield Pause(desk.timing.bank)
    desk.journal.books.reverse(entry.charge)
    desk.reach("bank_reversed")
    entry = desk.journal.void(entry)
    desk.reach("stored")
    yield Pause(desk.timing.finish)
    return desk.speech.voided(APPROVED, entry)


def close_day(desk: Desk, request: Request) -> Script:
    """0500."""
    yield Pause(desk.timing.close)
    count, amount = desk.journal.close_day()
    desk.reach("stored")
    return desk.speech.closed(count, amount, voucher=_voucher(request))


def totals(desk: Desk, _request: Request) -> Script:
    """0700, Integrado only."""
    yield Pause(0.0)
    return desk.dialect.totals(APPROVED, *desk.journal.totals())


def detail(desk: Desk, _request: Request) -> Script:
    """0260, Integrado only: one 0261 a sale, then one without an authorisation code."""
    for entry in desk.journal.standing():
        yield Tell(desk.speech.sale("0261", entry, voucher=False), progress=False)
    return desk.speech.end_of_detail()


def load_keys(desk: Desk, _request: Request) -> Script:
    """0800: asks the bank for keys."""
    yield Pause(desk.timing.bank)
    desk.journal.cure("keys_lost")
    return desk.speech.bare("0800", APPROVED)


def initialisation(desk: Desk, _request: Request) -> Script:
    """0080, Autoservicio only: what came of 0070."""
    yield Pause(0.0)
    return desk.speech.bare("0080", APPROVED)


SCRIPTS: dict[str, Callable[[Desk, Request], Script]] = {
    "0200": sale,
    "0250": last_sale,
    "1200": void,
    "0500": close_day,
    "0700": totals,
    "0260": detail,
    "0800": load_keys,
    "0080": initialisation,
}
"""Requests that get an answer; 0100 and 0070 get an ACK alone."""


def _voucher(request: Request) -> bool:
    return request.fields.get("voucher") == "1"


def _refusal(desk: Desk, amount: int) -> str | None:
    """Why the POS does not even ask for a card, if so."""
    blocked = next(iter(desk.journal.blocks().values()), None)
    if blocked is not None:
        return blocked
    if amount == 0:
        return NO_AMOUNT
    return TOO_SMALL if amount < desk.options().minimum else None


def _tell(desk: Desk, code: str, *, tell: bool) -> Generator[Step, object, None]:
    """An 0900, if the host wants them; the sale goes on when it is acknowledged or given up."""
    if tell:
        yield Tell(desk.dialect.progress(code))


def _customer(
    desk: Desk, wanted: Wanted, ordered: str | None, *, tell: bool
) -> Generator[Step, object, tuple[Wanted, str | None]]:
    """Card and PIN: the sale with the card's data, and the result code if it ends here."""
    stage = STAGES.get(ordered or "", "bank")
    desk.enter("card")
    for code in (WAITING_FOR_CARD, *desk.faults.progress):
        yield from _tell(desk, code, tell=tell)
    if stage == "wait":
        return wanted, ordered
    desk.reach("waiting_for_card")
    card = yield AwaitCard(desk.timing.customer)
    if not isinstance(card, PosCard):
        return wanted, TIMED_OUT
    desk.reach("card")
    yield Pause(desk.timing.card)
    brand = BRANDS.get(card.type, card.name[:2].upper())
    wanted = replace(wanted, last4=card.last4, debit=card.debit, brand=brand, attempt=card.attempt)
    if stage == "card":
        return wanted, ordered
    return wanted, (yield from _pin(desk, wanted, card, tell=tell))


def _pin(desk: Desk, wanted: Wanted, card: PosCard, *, tell: bool) -> Generator[Step, object, str | None]:
    """PIN after PIN; the result code if they were all wrong."""
    if card.pin == "none":
        return None
    desk.enter("pin")
    wrong = {"wrong": 1, "wrong3": PIN_LIMIT}.get(card.pin, 0)
    if desk.options().bank_script and wanted.amount % 100 == WRONG_PIN_ONCE:
        wrong = max(wrong, 1)
    for _ in range(min(wrong + 1, PIN_LIMIT)):
        yield from _tell(desk, USE_PIN, tell=tell)
        desk.reach("pin")
        yield Pause(desk.timing.pin)
    return PIN_TRIES if wrong == PIN_LIMIT else None


def _bank(desk: Desk, wanted: Wanted, ordered: str | None, *, tell: bool) -> Generator[Step, object, Entry]:
    """What becomes of the sale at the bank; nobody can cancel it any more."""
    desk.enter("bank")
    yield from _tell(desk, ASKING_BANK, tell=tell)
    desk.reach("bank_asked")
    entry = desk.journal.open(wanted)
    scripted = BANK_SCRIPT.get(wanted.amount % 100) if desk.options().bank_script else None
    rc = ordered or scripted or APPROVED
    takes = desk.faults.slow_bank_s.popleft() if desk.faults.slow_bank_s else desk.timing.bank
    if rc == HOST_SILENT or takes > desk.timing.bank_limit:
        yield Pause(desk.timing.bank_limit)
        return desk.journal.fail(entry, HOST_SILENT)
    yield Pause(takes)
    if rc != APPROVED:
        return desk.journal.fail(entry, rc)
    charge = desk.journal.charge(entry)
    desk.reach("bank_charged")
    if desk.faults.lost_bank_answers:
        desk.faults.lost_bank_answers -= 1
        entry = desk.journal.unheard(entry, charge)
        desk.undo_later()
        return entry
    entry = desk.journal.store(entry, charge)
    desk.reach("stored")
    return entry
