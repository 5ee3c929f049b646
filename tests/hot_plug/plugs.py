"""What is done to a wire, and what its device does at that moment."""

import os
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from app.simulator_control import SimulatorControl
from kiosk.device_status import Device, DeviceState
from kiosk.events import CardChosen, FinishPressed
from kiosk.views import MethodView, ResultView
from tests.card_cut.bank import POS_PACE, ZVT_PACE
from tests.hot_plug.kiosk import Kiosk
from tests.journeys.front import choose_amount, to_amount, to_cash
from tests.journeys.rig import World, put_in

NOTE_YUAN: Final = 10
SLOW_NOTES: Final = {"accepting": 0.15, "stacking": 0.25, "returning": 0.1, "rejecting": 0.1, "initialise": 0.05}
FRAME_S: Final = 0.6  # no byte came by meanwhile: then it is not within a frame


class Stage:
    """One terminal in its world, and the seed's draws."""

    def __init__(self, world: World, kiosk: Kiosk, draw: random.Random) -> None:
        self.world = world
        self.kiosk = kiosk
        self.draw = draw
        self._devices = {
            Device.ACCEPTOR: world.demo.acceptor,
            Device.PRINTER: world.demo.printer,
            Device.CARD: world.demo.card,
        }

    def device(self, which: Device) -> SimulatorControl:
        return self._devices[which]

    def set_paces(self) -> None:
        self.world.acceptor("timings", **SLOW_NOTES)
        self.world.acceptor("box_capacity", notes=1 << 30)
        self.world.printer("options", roll_mm=5_000_000.0, speed_mm_s=2000.0, cut_s=0.02, boot_s=0.05)
        self.world.printer("paper_in")
        card = self.world.demo.card
        card.send("timing", **(ZVT_PACE if self.world.demo.settings.card.protocol == "zvt" else POS_PACE))
        card.send("auto_present")

    def pause(self, longest_s: float) -> None:
        """A moment of random length."""
        self.kiosk.pause(self.draw.uniform(0.0, longest_s))


# ---- what goes on ----------------------------------------------------------------------------------------------------


def nothing(stage: Stage) -> None:
    """Nobody is there."""
    stage.pause(0.2)


def open_slot(stage: Stage) -> None:
    to_cash(stage.kiosk)


def note_moves(stage: Stage) -> None:
    """On its way in, in escrow, on its way to the box, in it and not told, told."""
    to_cash(stage.kiosk)
    stage.world.insert(NOTE_YUAN)
    stage.pause(0.7)


def slip_prints(stage: Stage) -> None:
    to_cash(stage.kiosk)
    put_in(stage.kiosk, stage.world, NOTE_YUAN, NOTE_YUAN)
    stage.kiosk.touch(FinishPressed())
    stage.kiosk.see(ResultView)
    stage.pause(0.7)


def card_is_charged(stage: Stage) -> None:
    to_amount(stage.kiosk)
    choose_amount(stage.kiosk, NOTE_YUAN)
    stage.kiosk.see(MethodView, lambda method: method.card is None)
    stage.kiosk.touch(CardChosen())
    stage.pause(0.6)


MOMENTS: Final[dict[Device, tuple[Callable[[Stage], None], ...]]] = {
    Device.ACCEPTOR: (nothing, open_slot, note_moves, note_moves),
    Device.PRINTER: (nothing, slip_prints),
    Device.CARD: (nothing, card_is_charged),
}


# ---- what happens to the wire ----------------------------------------------------------------------------------------


def unplug(stage: Stage, device: SimulatorControl) -> None:
    device.send("unplug")


def unplug_in_frame(stage: Stage, device: SimulatorControl) -> None:
    """After so many more bytes one way; a wire that says nothing is pulled all the same."""
    device.send("cut_after", direction=stage.draw.choice(("to_host", "to_device")), bytes=stage.draw.randint(1, 30))
    with suppress(AssertionError):
        stage.kiosk.wait(lambda: not device.send("state", since=1 << 30)["wire"]["plugged"], "it is cut", FRAME_S)
    device.send("unplug")


def silence(stage: Stage, device: SimulatorControl) -> None:
    device.send("silence")


def replug(stage: Stage, device: SimulatorControl) -> None:
    """Every second time it is another tty: somebody else has the old number by then."""
    held: tuple[int, ...] = os.openpty() if stage.draw.random() < 0.5 else ()
    device.send("replug")
    for descriptor in held:
        os.close(descriptor)


def resume(stage: Stage, device: SimulatorControl) -> None:
    device.send("resume")


Hand = Callable[[Stage, SimulatorControl], None]


@dataclass(frozen=True)
class Plug:
    """``shows``: as what it is told (F46: a cable that is unplugged is no silent device)."""

    pull: Hand
    back: Hand
    shows: DeviceState

    @property
    def name(self) -> str:
        return self.pull.__name__


PLUGS: Final = (
    Plug(unplug, replug, DeviceState.NO_DEVICE),
    Plug(unplug_in_frame, replug, DeviceState.NO_DEVICE),
    Plug(silence, resume, DeviceState.OFFLINE),
)
AT_REST: Final = (PLUGS[0], PLUGS[2])


@dataclass(frozen=True)
class Cycle:
    """One device out of sight, once."""

    device: Device
    plug: Plug
    moment: Callable[[Stage], None]

    def __str__(self) -> str:
        return f"{self.device.value} {self.plug.name} {self.moment.__name__}"


def draw_cycle(draw: random.Random) -> Cycle:
    device = draw.choice(tuple(Device))
    return Cycle(device, draw.choice(PLUGS), draw.choice(MOMENTS[device]))


def at_rest(draw: random.Random) -> Cycle:
    """A cable that is pulled, or a device that falls silent, while nobody is there."""
    return Cycle(draw.choice(tuple(Device)), draw.choice(AT_REST), nothing)


def quick_cycles(draw: random.Random) -> list[Cycle]:
    """Fifteen that take a second or two: each device once at each of its moments, in the middle of a frame, at rest again,
    and one that falls silent; in the order that is drawn."""
    pulled, in_frame, silent = PLUGS
    chosen = [Cycle(device, pulled, moment) for device in Device for moment in dict.fromkeys(MOMENTS[device])]
    chosen += [Cycle(device, in_frame, MOMENTS[device][-1]) for device in Device]
    chosen += [Cycle(device, pulled, nothing) for device in (*Device, Device.CARD)]
    chosen += [Cycle(Device.ACCEPTOR, silent, nothing)]
    draw.shuffle(chosen)
    return chosen


def bank(stage: Stage) -> dict[str, int]:
    """By the bank's own book: fen by state."""
    charges: list[dict[str, Any]] = stage.device(Device.CARD).send("state")["charges"]
    sums: dict[str, int] = {}
    for one in charges:
        sums[one["state"]] = sums.get(one["state"], 0) + int(one["amount"])
    return sums
