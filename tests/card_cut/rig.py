"""A hall with a card terminal: the kiosk as a killable process, its disk, and three witnesses of every charge."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from app.network import Network
from offline_queue import database
from tests.card_cut import kiosk_process
from tests.card_cut.bank import CardBox
from tests.conftest import Tally
from tests.journeys.rig import World, wait_until
from tests.power_cut.forks import Forked
from tests.power_cut.kiosk_process import GO_ON
from tests.power_cut.moments import Moment
from tests.power_cut.rig import Hall, KioskProcess

SETTLED_S = 40.0
CARD_SECTION = """[card]
protocol = {box.protocol}
port = {box.port}
control = {box.control}
sync = {mode.sync}
receipts = {mode.receipts}
"""
# One question, so that a commit between two can't be seen half.
OPEN = """SELECT (SELECT COUNT(*) FROM card_attempts WHERE state IN ('begun', 'held', 'in_doubt', 'reversing'))
    + (SELECT COUNT(*) FROM payments WHERE state = 'queued')"""
ATTEMPTS = """SELECT a.attempt_id, a.state, a.amount_fen, a.payment_id, p.state, p.card_fen FROM card_attempts a
    LEFT JOIN payments p ON p.payment_id = a.payment_id ORDER BY a.card_seq"""


class Mode(NamedTuple):
    """How a ZVT terminal and our driver for it are set up; the POS dialects have no such choice."""

    sync: str = "autoreversal"
    receipts: str = "lines"


PLAIN = Mode()


class Attempt(NamedTuple):
    """A row of the kiosk's ledger, with the payment that it became."""

    attempt_id: str
    state: str
    amount: int
    payment_id: str | None
    payment: str | None  # its state
    card_fen: int | None


class CardKiosk(KioskProcess):
    """``KioskProcess`` whose thread may wait at a gate."""

    def go_on(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b'{"touch": "%s"}\n' % GO_ON.encode())
        self._process.stdin.flush()


def forked(arguments: Sequence[str], stderr: Path) -> Forked:
    return Forked(kiosk_process.main, arguments, stderr)


class CardHall(Hall):
    """``Hall`` with a card terminal at its kiosk."""

    def __init__(self, world: World, box: CardBox, mode: Mode) -> None:
        super().__init__(world)
        self.box = box
        with self.config.open("a", encoding="utf-8") as file:
            file.write(CARD_SECTION.format(box=box, mode=mode))

    def kiosk(self, moment: Moment | None = None) -> CardKiosk:
        process = CardKiosk(self.config, moment, forked)
        self._running.append(process)
        return process

    def mend_centre(self) -> None:
        """What the visit did to the line is over; an account that was closed stays so."""
        self.world.network(Network.UP)

    # ---- the kiosk's ledger ------------------------------------------------------------------------------------------

    def cases(self) -> list[str]:
        """What the ledger has opened for persons, by reason."""
        return [str(row[0]) for row in self._rows("SELECT reason FROM cases ORDER BY opened_seq")]

    def attempts(self) -> list[Attempt]:
        return [Attempt(*row) for row in self._rows(ATTEMPTS)]

    @property
    def is_settled(self) -> bool:
        """Nothing is left that the terminal or the centre still has to say."""
        return not self._rows(OPEN)[0][0]

    def settle(self) -> None:
        """Wait for that, whoever runs."""
        wait_until(lambda: self.is_settled, "all is settled", SETTLED_S, instead=self.story)

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(database.connect(self.opened.settings.storage, read_only=True)) as connection:
            return connection.execute(query).fetchall()

    # ---- for a person ------------------------------------------------------------------------------------------------

    def story(self) -> str:
        """What happened to the card, by journal and bank."""
        records = [record for _, record in self._rows("SELECT seq, record FROM journal ORDER BY seq")]
        told = [record for record in records if '"attempt_id"' in record or '"payment_id"' in record]
        bank = [str(charge) for state in ("charged", "reversed") for charge in self.box.charges(state)]
        log = self.config.with_name("kiosk.log").read_text("utf-8", "replace")[-1500:]
        return "\n".join(("", "the journal:", *told, "the bank:", *bank, "the log:", log))


@dataclass(frozen=True)
class Verdict:
    """What all three witnesses agree on."""

    outcome: str  # "none", "not_charged", "charged", "returned", "undecided"
    stands: int  # fen at the bank


OUTCOMES = {
    "not_charged": "not_charged",
    "charged": "charged",
    "reversed": "returned",
    "owed_back": "undecided",  # with persons as well: it stands, and can't be taken back
    "undecided": "undecided",
}


def agreed(hall: CardHall, tally: Tally, *, cash: int = 0, owed: int = 0) -> Verdict:
    """Every charge that stands is credited once or with persons; no credit without a charge; one sale an attempt.

    ``cash``, ``owed``: fen in notes that are paid beside the card, and that the centre refused.
    """
    wait_until(lambda: hall.box.at_rest, "the card terminal is at rest", instead=hall.box.state)
    attempts, books = hall.attempts(), hall.opened.books(hall.world)  # fails if the ledger does not explain every fen
    story = hall.story()
    stands = sum(int(charge["amount"]) for charge in hall.box.charges())
    credited = sum(attempt.card_fen or 0 for attempt in attempts if attempt.state == "charged")
    with_persons = sum(attempt.amount for attempt in attempts if attempt.state in ("undecided", "owed_back"))
    tally("lost fen", max(stands - credited - with_persons, 0))
    tally("doubled fen", max(credited - stands, 0))
    assert credited <= stands <= credited + with_persons, story
    posted = books.ledger.get("card_posted", 0)
    assert posted == credited, story
    assert (books.ledger.get("posted", 0), books.ledger.get("owed", 0)) == (cash, owed), (books, story)
    assert books.box == cash + owed, (books, story)
    assert books.centre.get("posted", 0) == books.billing == posted + cash, (books, story)
    payments = [attempt.payment_id for attempt in attempts if attempt.payment_id is not None]
    assert len(set(payments)) == len(payments), story
    assert hall.box.sales_asked_of_bank <= len(attempts), story
    outcome = OUTCOMES[attempts[-1].state] if attempts else "none"
    return Verdict(outcome, stands)
