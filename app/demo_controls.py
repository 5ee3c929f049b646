"""The control panel's hands in the demo's world."""

from typing import TYPE_CHECKING, Final

from app.network import Network

if TYPE_CHECKING:
    from app.demo_world import DemoWorld

CARD: Final = {"last4": "1234", "name": "UnionPay"}
SLOW_BANK_S: Final = 20


class WorldControls:
    """Implements ``ui.panel.DemoControls``; each call may block for a moment. ``world`` is set once it stands."""

    def __init__(self) -> None:
        self.world: DemoWorld | None = None

    @property
    def _world(self) -> "DemoWorld":
        if self.world is None:
            raise RuntimeError("the demo is still starting")
        return self.world

    def insert(self, denomination: int) -> None:
        self._world.acceptor.send("insert", denomination=denomination)

    def reject_next(self) -> None:
        self._world.acceptor.send("reject_next")

    def jam(self) -> None:
        self._world.acceptor.send("jam", at="entry")

    def clear_jam(self) -> None:
        self._world.acceptor.send("clear")

    def unplug_acceptor(self) -> None:
        self._world.acceptor.send("unplug")

    def replug_acceptor(self) -> None:
        self._world.acceptor.send("replug")

    def tap_card(self) -> None:
        self._world.card.send("present_card", method="tap", card=CARD)

    def insert_card(self) -> None:
        self._world.card.send("present_card", method="insert", pin="right", card=CARD)

    def wrong_pin(self) -> None:
        self._world.card.send("present_card", method="insert", pin="wrong", card=CARD)

    def decline_card(self) -> None:
        self._world.card.send("decline_next")

    def slow_bank(self) -> None:
        self._world.card.send("host_slow", seconds=SLOW_BANK_S)

    def cancel_card(self) -> None:
        self._world.card.send("cancel_at_terminal")

    def card_power_off(self) -> None:
        self._world.card.send("power_off")

    def card_power_on(self) -> None:
        self._world.card.send("power_on")

    def unplug_card(self) -> None:
        self._world.card.send("unplug")

    def replug_card(self) -> None:
        self._world.card.send("replug")

    def paper_out(self) -> None:
        self._world.printer.send("paper_out")

    def paper_in(self) -> None:
        self._world.printer.send("paper_in")

    def cover_open(self) -> None:
        self._world.printer.send("cover_open")

    def cover_close(self) -> None:
        self._world.printer.send("cover_close")

    def cut_network(self) -> None:
        self._world.network(Network.CUT)

    def restore_network(self) -> None:
        self._world.network(Network.UP)

    def slow_network(self) -> None:
        self._world.network(Network.SLOW)

    def garble(self) -> None:
        self._world.network(Network.GARBLED)
