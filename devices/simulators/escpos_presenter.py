"""The paper's way out, ``custom`` family (specs/escpos.md 8): present, eject, retract and the two status answers.

A printer without a presenter lets the cut piece hang out and knows none of these commands.
"""

from collections.abc import Callable

from devices.simulators.escpos_conditions import Conditions
from devices.simulators.escpos_mechanism import Faults
from devices.simulators.escpos_options import PrinterOptions
from devices.simulators.escpos_parser import Token
from devices.simulators.escpos_tray import INSIDE, OUT, PRESENTED, RETRACTED, Piece, Tray


class Presenter:
    """Moves the newest piece of the tray; ``say`` sends bytes to the host."""

    def __init__(self, options: PrinterOptions, tray: Tray, faults: Faults, say: Callable[[bytes], None]) -> None:
        self._fitted = options.presenter == "custom"
        self._tray = tray
        self._faults = faults
        self._say = say

    def execute(self, token: Token, conditions: Conditions) -> bool:
        """Carry out GS e; False if the token is another or no presenter is fitted."""
        if token.name != "GS e" or not self._fitted:
            return False
        ticket = self._tray.in_exit
        if token.data[0] == 6:
            self._say(bytes((self._ejector_status(conditions, ticket),)))
        elif ticket is not None and not self._faults.presenter_jammed:
            self._move(token.data[0], ticket)
        return True

    def full_status(self, conditions: Conditions) -> None:
        """DLE EOT 20: 10 0F, then paper, user, recoverable and unrecoverable."""
        if not self._fitted:
            return
        ticket = self._tray.in_exit
        paper = conditions.paper_end | conditions.near_end << 2 | (ticket is not None) << 5
        user = 0x03 if conditions.cover_open else 0
        recoverable = conditions.head_hot | conditions.cutter_error << 6
        self._say(bytes((0x10, 0x0F, paper, user, recoverable, 0x01 if conditions.unrecoverable else 0)))

    def _move(self, function: int, ticket: Piece) -> None:
        if function == 3 and ticket.where == INSIDE:
            self._tray.move(ticket, PRESENTED)
        elif function == 5:
            self._tray.move(ticket, OUT)
        elif function == 2 and not self._faults.retract_fails:
            self._tray.move(ticket, RETRACTED)

    def _ejector_status(self, conditions: Conditions, ticket: Piece | None) -> int:
        failed = self._faults.presenter_jammed or (
            self._faults.retract_fails and ticket is not None and ticket.where == PRESENTED
        )
        at_output = ticket is not None and ticket.where == PRESENTED
        return (
            conditions.near_end
            | conditions.paper_end << 2
            | at_output << 3
            | failed << 6
            | self._faults.presenter_jammed << 7
        )
