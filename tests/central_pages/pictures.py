"""Pictures of the hall pages for the docs: ``python -m tests.central_pages.pictures docs/images``.

The demo's hall on its afternoon, in the browser of the tests; who looks is somebody of the demo who may only look.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from sqlalchemy import select

from central.centre import Centre
from central.demo_staff import add_demo_staff
from central.payment_journey import journey_of
from central.tables import payments
from tests.central.halls import HALL, hall_served, seeded_database
from tests.central_pages.conftest import DESK, PHONE, Window

LOOKS, SECRET = "0301", "demo-hall-0301"  # docs/hall-pages.md
Q = f"?hall={HALL}"
COLOURS = 256  # with fewer, the red of the legend is no red any more
PHONE_SHOWS = 1160  # pixels of a long page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    with TemporaryDirectory() as scratch, hall_served(Path(scratch), seeded_database()) as (centre, _, url):
        add_demo_staff(centre.database)
        for name, size, path in _shots(centre):
            window = Window(Path(scratch) / name, size, url)
            try:
                _look(window, path, folder / f"{name}.png")
            finally:
                window.driver.quit()


def _shots(centre: Centre) -> list[tuple[str, tuple[int, int], str]]:
    """The newest payment in notes whose line was open again, and the pages that the docs speak of."""
    reopened = select(payments.c.payment_id).where(payments.c.reopening == "reopened")
    with centre.database.read() as connection:
        found = connection.scalars(reopened.order_by(payments.c.accepted_at.desc())).all()
        journeys = ((one, journey_of(connection, one)) for one in found)
        payment_id = next(one for one, journey in journeys if journey is not None and journey.frozen["notes"])
    return [
        ("hall-glance", DESK, f"/halls/glance{Q}"),
        ("hall-journey", DESK, f"/halls/journeys/{payment_id}"),
        ("hall-reckoning", DESK, "/halls/terminals/K0103/reckoning"),
        ("hall-phone", PHONE, f"/halls/glance{Q}"),
        ("hall-phone-alarms", PHONE, f"/halls/alarms{Q}"),
    ]


def _look(window: Window, path: str, file: Path) -> None:
    window.log_in(LOOKS, SECRET)
    window.go(path)
    window.photograph(file)
    with Image.open(file) as shot:
        seen = shot.crop((0, 0, shot.width, min(shot.height, PHONE_SHOWS)))
        seen.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main()
