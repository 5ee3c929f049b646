"""One world for all power cuts; a disk of its own for each."""

from collections.abc import Iterator

import pytest

from tests.journeys.rig import World
from tests.power_cut.rig import Hall


@pytest.fixture(scope="package")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture
def hall(shared_world: World) -> Iterator[Hall]:
    shared_world.mend()
    made = Hall(shared_world)
    yield made
    made.close()
