"""The control panel's hands in the demo's world."""

from typing import TYPE_CHECKING

from app.network import Network

if TYPE_CHECKING:
    from app.demo_world import DemoWorld


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
