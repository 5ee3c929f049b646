"""One world for all journeys; a terminal of its own for each."""

from collections.abc import Iterator

import pytest

from tests.journeys.rig import Terminal, World


@pytest.fixture(scope="package")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture
def world(shared_world: World) -> World:
    shared_world.mend()
    return shared_world


@pytest.fixture
def terminal(world: World) -> Iterator[Terminal]:
    made = Terminal(world)
    yield made
    made.stop()
