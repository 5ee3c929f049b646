"""Which report may be the last one, said again: what the device shows, poll by poll, against what the till is told.

(Stacked, returned: specs/ccnet.md section 8.) A repeat that is taken for news doubles a note; news that is taken for a
repeat loses one.
"""

import pytest

from devices.ccnet_frames import PollReply
from devices.ccnet_notes import NoteDesk, NoteTiming
from devices.ccnet_tables import State
from kiosk.events import NoteEscrowed, NoteReturned, NoteStacked
from kiosk.money import Fen

FIFTY, HUNDRED = Fen(5_000), Fen(10_000)
VALUES = {3: FIFTY, 5: HUNDRED}
STACKED, RETURNED = PollReply(State.BILL_STACKED, 3), PollReply(State.BILL_RETURNED, 3)
POWER_UP, IN_HEAD, IN_STACKER = (PollReply(code) for code in (0x10, 0x11, 0x12))
ESCROW, INITIALIZE, IDLING, DISABLED = PollReply(State.ESCROW, 3), PollReply(0x13), PollReply(0x14), PollReply(0x19)
ACCEPTING = PollReply(State.ACCEPTING)


class Desk:
    """A desk whose till keeps every promise at once."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bool]] = []
        self.desk = NoteDesk(self._post, lambda kind: VALUES.get(kind or 0), NoteTiming(), lambda: 0.0)
        self.starting = False

    def _post(self, event: object) -> None:
        if isinstance(event, NoteStacked | NoteReturned):
            event.promise.keep()
            self.told.append((type(event).__name__, event.latched))
        assert isinstance(event, NoteStacked | NoteReturned | NoteEscrowed) or type(event).__name__ == "NoteAccepting"

    def shows(self, *replies: PollReply) -> "Desk":
        """Each poll; from a power-up to rest the driver starts anew."""
        for reply in replies:
            self.starting = reply.code in (0x10, 0x11, 0x12) or (self.starting and reply.code not in (0x14, 0x19))
            self.desk.see(reply, starting=self.starting)
        return self


S, R = "NoteStacked", "NoteReturned"
SEQUENCES = {
    "the device lost its power before it took our acknowledgement": (
        (ESCROW, STACKED, POWER_UP, STACKED),
        [(S, False), (S, True)],
    ),
    "the same, after its reset": ((ESCROW, STACKED, POWER_UP, INITIALIZE, STACKED), [(S, False), (S, True)]),
    "the same, with a bill in the head": ((ESCROW, STACKED, IN_HEAD, INITIALIZE, STACKED), [(S, False), (S, True)]),
    "with a bill in the stacker it is another note": (
        (ESCROW, STACKED, IN_STACKER, INITIALIZE, STACKED),
        [(S, False), (S, False)],
    ),
    "at rest between: it has taken it": ((ESCROW, STACKED, IDLING, POWER_UP, STACKED), [(S, False), (S, False)]),
    "at rest after the power-up": (
        (ESCROW, STACKED, POWER_UP, INITIALIZE, DISABLED, POWER_UP, STACKED),
        [(S, False), (S, False)],
    ),
    "a return before the acknowledgement was taken": ((ESCROW, RETURNED, POWER_UP, RETURNED), [(R, False), (R, True)]),
    "a return that is said for ever, with rest between": (
        (ESCROW, RETURNED, IDLING, RETURNED, IDLING, RETURNED),
        [(R, False), (R, True), (R, True)],
    ),
    "a note drawn in between": ((ESCROW, RETURNED, IDLING, ACCEPTING, RETURNED), [(R, False), (R, False)]),
    "a stacked note of another value is no repeat": (
        (ESCROW, STACKED, PollReply(State.BILL_STACKED, 5)),
        [(S, False), (S, False)],
    ),
}


@pytest.mark.parametrize(("replies", "told"), SEQUENCES.values(), ids=SEQUENCES.keys())
def test_what_may_be_a_repeat(replies: tuple[PollReply, ...], told: list[tuple[str, bool]]) -> None:
    assert Desk().shows(*replies).told == told


def test_one_note_that_is_in_the_mouth_when_the_device_loses_its_power_went_back_once() -> None:
    desk = Desk().shows(ESCROW, RETURNED, IN_HEAD, INITIALIZE, DISABLED)
    desk.desk.hear_no_more()
    assert desk.told == [(R, False), (R, True)]


def test_a_note_in_the_head_that_was_never_told_is_told_as_news() -> None:
    desk = Desk().shows(ESCROW, IN_HEAD, INITIALIZE, DISABLED)
    desk.desk.hear_no_more()
    assert desk.told == [(R, False)]


def test_what_came_while_nobody_polled_is_no_repeat() -> None:
    desk = Desk().shows(ESCROW, RETURNED, IDLING)
    desk.desk.lost_sight()
    desk.shows(RETURNED)
    assert desk.told == [(R, False), (R, False)]
