"""One world and one card terminal of each kind for all cuts; a disk and a bank's account of its own for each."""

from collections.abc import Callable, Iterator

import pytest

from tests.card_cut.bank import CardBox
from tests.card_cut.rig import PLAIN, CardHall, Mode
from tests.journeys.rig import World

Open = Callable[..., CardHall]


@pytest.fixture(scope="package")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"))
    yield made
    made.close()


@pytest.fixture(scope="package")
def boxes() -> Iterator[dict[str, CardBox]]:
    """By kind (``bank.TIDS``). Made when first asked for."""
    made: dict[str, CardBox] = {}
    yield made
    for box in made.values():
        box.close()


@pytest.fixture
def open_hall(shared_world: World, boxes: dict[str, CardBox], request: pytest.FixtureRequest) -> Iterator[Open]:
    """``open_hall(kind, mode, **options of the simulator)``: a hall in which nothing has happened yet. Not
    ``fresh``: one more kiosk on the terminal as it is."""
    halls: list[CardHall] = []

    def opened(kind: str, mode: Mode = PLAIN, *, fresh: bool = True, **options: object) -> CardHall:
        if kind not in boxes:
            boxes[kind] = CardBox(kind)
        box = boxes[kind]
        if fresh:
            shared_world.mend()
            box.fresh(request.node.name, **({"sync": mode.sync} if box.is_zvt else {}), **options)
        halls.append(CardHall(shared_world, box, mode))
        return halls[-1]

    yield opened
    for hall in halls:
        hall.close()
