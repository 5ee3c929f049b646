"""Is the process there, and does its database answer?"""

from fastapi import APIRouter
from sqlalchemy import text

from central.api.errors import documented
from central.api.security import CentreHere
from central.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/healthz", responses=documented())
def alive() -> Health:
    return Health(status="ok")


@router.get("/readyz", responses=documented())
def ready(centre: CentreHere) -> Health:
    """500 if the database does not answer."""
    with centre.database.read() as connection:
        connection.execute(text("SELECT 1"))
    return Health(status="ok")
