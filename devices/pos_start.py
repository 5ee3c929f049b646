"""Getting a POS terminal ready, one question at a time (specs/pos-integrado.md 7, start)."""

import time
from enum import Enum, auto

from devices import pos_conditions as conditions
from devices.pos_conditions import Condition
from devices.pos_dialogue import PosDialogue
from devices.pos_messages import request
from devices.pos_tables import HOST_SILENT, INIT_DONE, MUST_CLOSE, NO_LAST_SALE, OK, Dialect, Function
from devices.pos_timing import PosTiming
from devices.pos_verdict import names_a_sale
from kiosk.card import CardIdentity, CardReference


class Stage(Enum):
    KEYS = auto()
    INITIALISE = auto()
    INITIALISED = auto()
    LAST_SALE = auto()
    DONE = auto()


class PosStart:
    """Belongs to the link's thread; forgets all with the connection."""

    def __init__(self, timing: PosTiming) -> None:
        self._timing = timing
        self.identity: CardIdentity | None = None
        self.last: CardReference | None = None
        self.condition: Condition = conditions.STARTING
        self.raw = ""
        self.must_close = ""  # the code of 0810 that said so; empty: it did not
        self._last_known = False
        self._initialised = False
        self._stage = Stage.KEYS
        self._not_before_s = 0.0
        self._init_until_s = 0.0

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def done(self) -> bool:
        return self._stage is Stage.DONE

    def load_keys_again(self) -> None:
        """And look at the host's line; what is known of the last sale stays known."""
        self._stage = Stage.KEYS

    def last_is(self, last: CardReference | None) -> None:
        self.last, self._last_known = last, True

    def last_unknown(self) -> None:
        self._last_known = False
        if self.done:
            self._stage = Stage.LAST_SALE

    def step(self, dialogue: PosDialogue) -> None:
        """Ask the next question, unless it failed a moment ago."""
        if time.monotonic() < self._not_before_s:
            return
        if self._stage is Stage.KEYS:
            self._load_keys(dialogue)
        elif self._stage is Stage.INITIALISE:
            if dialogue.order(Function.INITIALISE):
                self._init_until_s = time.monotonic() + self._timing.init_s
                self._stage = Stage.INITIALISED
        elif self._stage is Stage.INITIALISED:
            self._ask_initialised(dialogue)
        elif self._stage is Stage.LAST_SALE:
            self._ask_last_sale(dialogue)

    def _load_keys(self, dialogue: PosDialogue) -> None:
        data = request(dialogue.options.dialect, Function.LOAD_KEYS)
        found = dialogue.ask(data, Function.KEYS_LOADED, self._timing.host_answer_s)
        if found is None or found.code not in {OK, *MUST_CLOSE} or not found["tid"]:
            code = "" if found is None else found.code
            self._failed(conditions.HOST if code in HOST_SILENT else conditions.KEYS, code)
            return
        self.must_close = found.code if found.code in MUST_CLOSE else ""
        self.identity = CardIdentity(found["tid"], found["commerce"])
        must_initialise = dialogue.options.dialect is Dialect.AUTOSERVICIO and not self._initialised
        if must_initialise:
            self._stage = Stage.INITIALISE
        else:
            self._initialised_by_now()

    def _ask_initialised(self, dialogue: PosDialogue) -> None:
        data = request(dialogue.options.dialect, Function.INITIALISED)
        found = dialogue.ask(data, Function.INITIALISED_IS, self._timing.host_answer_s)
        if found is not None and found.code in INIT_DONE:
            self._initialised = True
            self._initialised_by_now()
        elif time.monotonic() >= self._init_until_s:
            self._stage = Stage.INITIALISE
            self._failed(conditions.INIT, "" if found is None else found.code)
        else:
            self._not_before_s = time.monotonic() + self._timing.init_again_s

    def _initialised_by_now(self) -> None:
        if self._last_known:
            self._end()
        else:
            self._stage = Stage.LAST_SALE

    def _ask_last_sale(self, dialogue: PosDialogue) -> None:
        found = dialogue.last_sale()
        if found is None or not (found.code == NO_LAST_SALE or names_a_sale(found)):
            self._failed(conditions.NO_LAST, "" if found is None else found.code)
            return
        self.last_is(None if found.code == NO_LAST_SALE else found.approval.reference)
        self._end()

    def _end(self) -> None:
        self.condition, self.raw = conditions.WELL, ""
        self._stage = Stage.DONE

    def _failed(self, condition: Condition, raw: str) -> None:
        self.condition, self.raw = condition, raw
        self._not_before_s = time.monotonic() + self._timing.start_again_s
