"""What goes wrong in a soak: a table of faults, each with how it begins and how a person ends it.

Each visit draws whether it has trouble, which, at which moment of the visit, and for how long. All draws come from the
soak's one seed; only what the machine's own speed decides is not repeated by it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from app.network import Network
from tests.soak.hall import Hall

MOMENTS = ("home", "number", "method", "note", "between", "finish", "result")


class Stage(Protocol):
    """What a fault may lay hands on."""

    hall: Hall
    draw: random.Random

    def new_life(self, *, killable: bool) -> None:
        """The terminal's present life ends, the next one begins on the same disk."""


Hand = Callable[[Stage], None]


def _nothing(_stage: Stage) -> None:
    """It has passed by itself, or ``Hall.mend`` ends it."""


@dataclass(frozen=True)
class Trouble:
    """``doubt``: may it leave a note of which honestly nobody can know where it is? ``weight``: how often it is drawn."""

    name: str
    begin: Hand
    end: Hand = _nothing
    moments: tuple[str, ...] = MOMENTS
    longest_s: float = 0.3
    weight: float = 1.0
    doubt: bool = False


def acceptor(command: str, **arguments: Any) -> Hand:
    return lambda stage: stage.hall.quietly(stage.hall.acceptor.send, command, **arguments)


def printer(command: str, **arguments: Any) -> Hand:
    return lambda stage: stage.hall.quietly(stage.hall.printer.send, command, **arguments)


def network(state: Network) -> Hand:
    return lambda stage: stage.hall.network(state)


def billing(mode: str = "normal", delay_s: float = 0.0) -> Hand:
    return lambda stage: stage.hall.billing(mode, delay_s)


def jam(at: str) -> Hand:
    return acceptor("jam", at=at, next_note=True)


def free(stage: Stage) -> None:
    """Somebody opens the machine if something is stuck in it. Opened with a note in escrow, it gives that note back
    without a word of it: nobody does that for nothing."""
    if stage.hall.acceptor.send("state", since=1 << 30)["jammed"]:
        acceptor("clear")(stage)


def by_hand(stage: Stage) -> None:
    """Somebody opens the machine if something is stuck in it, and takes the note, or pushes it down; the device never
    learns of it. A note that nobody told to stack is not pushed down: no wire could tell of it, only a count of the box."""
    if stage.hall.acceptor.send("state", since=1 << 30)["jammed"]:
        acceptor("clear", note=stage.draw.choice(("returned", "stacked")))(stage)


def unplug(stage: Stage) -> None:
    """In the middle of a frame, or between two."""
    acceptor("unplug", after_bytes=stage.draw.randrange(40))(stage)


def corrupt(direction: str) -> Hand:
    def flip(stage: Stage) -> None:
        acceptor("corrupt_next", direction=direction, byte=stage.draw.randrange(8), count=stage.draw.randint(1, 6))(stage)

    return flip


def drop(direction: str) -> Hand:
    return lambda stage: acceptor("drop_next", direction=direction, count=stage.draw.randint(1, 3))(stage)


def power_off_forgetful(stage: Stage) -> None:
    acceptor("no_credit_after_power_up", on=True)(stage)
    acceptor("power_off")(stage)


def exchange_box(stage: Stage) -> None:
    acceptor("remove_box")(stage)
    acceptor("return_box")(stage)
    acceptor("clear")(stage)


def restart(*, killable: bool) -> Hand:
    return lambda stage: stage.new_life(killable=killable)


def end_centre(*, kill: bool) -> Hand:
    def end(stage: Stage) -> None:
        if stage.hall.centre_runs:
            stage.hall.end_centre(kill=kill)

    return end


def start_centre(stage: Stage) -> None:
    if not stage.hall.centre_runs:
        stage.hall.start_centre()


NOTE = ("note", "between")
TROUBLES: tuple[Trouble, ...] = (
    # On its way back, or in escrow: freed by a hand, the note goes back without a word of the device.
    Trouble("jam at the entry", jam("entry"), free, NOTE, doubt=True),
    Trouble("jam in escrow", jam("escrow"), free, NOTE, doubt=True),
    Trouble("jam at the stacker", jam("stacker"), free, NOTE),
    Trouble("jam at the stacker, cleared by hand", jam("stacker"), by_hand, NOTE, weight=0.3, doubt=True),
    Trouble("acceptor unplugged", unplug, acceptor("replug")),
    Trouble("acceptor power cycle", acceptor("power_off"), acceptor("power_on"), doubt=True),
    Trouble("acceptor power cycle, report lost", power_off_forgetful, acceptor("power_on"), weight=0.3, doubt=True),
    Trouble("frames damaged to the host", corrupt("to_host"), weight=2.0),
    Trouble("frames damaged to the device", corrupt("to_device"), weight=2.0),
    Trouble("frames dropped to the host", drop("to_host")),
    Trouble("frames dropped to the device", drop("to_device")),
    Trouble("noise on the wire", acceptor("garbage_next", count=3)),
    Trouble("acknowledgement not heard", acceptor("drop_next_ack"), moments=NOTE),
    Trouble("note rejected", acceptor("reject_next"), moments=NOTE),
    Trouble("acceptor busy", acceptor("busy", tenths=2)),
    Trouble("second note pushed in", acceptor("pause"), acceptor("pause", on=False), NOTE),
    Trouble("acceptor silent", acceptor("silence"), acceptor("resume"), longest_s=1.5),
    Trouble("box full", acceptor("box_full"), exchange_box, doubt=True),
    Trouble("box removed", acceptor("remove_box"), acceptor("return_box"), doubt=True),
    Trouble("paper out", printer("paper_out"), printer("paper_in")),
    Trouble("paper near end", printer("paper_near_end"), printer("paper_in")),
    Trouble("cover open", printer("cover_open"), printer("cover_close")),
    Trouble("printer off", printer("power_off"), printer("power_on")),
    Trouble("printer mute", printer("mute"), printer("mute", on=False)),
    Trouble("printer unplugged", printer("unplug"), printer("replug")),
    Trouble("network cut", network(Network.CUT), network(Network.UP), weight=3.0, longest_s=1.0),
    Trouble("network garbled", network(Network.GARBLED), network(Network.UP), weight=2.0, longest_s=1.0),
    Trouble("network slow", network(Network.SLOW), network(Network.UP), weight=0.5),
    Trouble("centre restarted", end_centre(kill=False), start_centre, weight=0.2),
    Trouble("centre killed", end_centre(kill=True), start_centre, weight=0.2),
    Trouble("billing rejects", billing("reject"), billing(), ("finish", "method"), longest_s=0.2),
    Trouble("billing loses its answers", billing("lose_answer"), billing(), ("finish", "method"), longest_s=0.2),
    Trouble("billing down", billing("down"), billing(), longest_s=0.4),
    Trouble("billing slow", billing(delay_s=0.3), billing(), longest_s=0.5),
    Trouble("terminal restarted", restart(killable=False), weight=2.0),
    Trouble("terminal killed", restart(killable=True)),
)


@dataclass
class Plan:
    """The troubles of one visit: what is to begin at which moment, and what is to end when."""

    stage: Stage
    chosen: tuple[tuple[str, Trouble], ...]  # moment, trouble
    due: list[tuple[float, Hand]] = field(default_factory=list)
    begun: list[Trouble] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [trouble.name for trouble in self.begun]

    @property
    def may_doubt(self) -> bool:
        return any(trouble.doubt for trouble in self.begun)

    def reach(self, moment: str, now: float) -> None:
        """This moment of the visit has come; what belongs to it begins a little later."""
        for planned, trouble in self.chosen:
            if planned == moment and trouble not in self.begun:
                self.begun.append(trouble)
                begins = now + self.stage.draw.uniform(0.0, 0.03)
                ends = begins + self.stage.draw.uniform(0.0, trouble.longest_s)
                self.due += [(begins, trouble.begin), (ends, trouble.end)]
                self.due.sort(key=lambda entry: entry[0])

    def tick(self, now: float) -> float | None:
        """Do what is due; when the next is, or None."""
        while self.due and self.due[0][0] <= now:
            self.due.pop(0)[1](self.stage)
        return self.due[0][0] if self.due else None

    def end(self) -> None:
        """The visit is over: what has begun ends, in order."""
        while self.due:
            self.due.pop(0)[1](self.stage)


def plan_troubles(stage: Stage, share: float) -> Plan:
    """``share`` of all visits have trouble, some of those twice."""
    chosen: list[tuple[str, Trouble]] = []
    if stage.draw.random() < share:
        weights = [trouble.weight for trouble in TROUBLES]
        for trouble in stage.draw.choices(TROUBLES, weights, k=stage.draw.choice((1, 1, 1, 2, 3))):
            chosen.append((stage.draw.choice(trouble.moments), trouble))
    return Plan(stage, tuple(chosen))
