"""One world for all journeys, and one terminal that lives through them like through a day; a new one if it came to harm."""

from collections.abc import Iterator

import pytest

from tests.journeys.rig import Terminal, World, wait_until


@pytest.fixture(scope="package")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture(scope="package")
def living(shared_world: World) -> Iterator[list[Terminal]]:
    """The terminal that runs, if one does."""
    running: list[Terminal] = []
    yield running
    for terminal in running:
        terminal.stop()


@pytest.fixture
def world(shared_world: World) -> World:
    shared_world.mend()
    return shared_world


@pytest.fixture
def own_world(living: list[Terminal], world: World) -> World:
    """For a journey that starts a terminal itself: there is one acceptor, so the living terminal must go."""
    while living:
        living.pop().stop()
    return world


@pytest.fixture
def terminal(world: World, living: list[Terminal]) -> Terminal:
    if living and not living[0].at_rest:
        living.pop().stop()
    if not living:
        living.append(Terminal(world))
    wait_until(world.is_shut, "the acceptor is shut after the visit before")
    living[0].opened = living[0].opened.again(world)
    return living[0]
