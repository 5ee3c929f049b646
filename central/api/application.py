"""The FastAPI application over a centre, and its OpenAPI 3.1."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from central.api import (
    accounts,
    approvals,
    auth,
    catalogue,
    demo,
    health,
    kiosks,
    metrics,
    operations,
    payments,
    queries,
    services,
    sms,
    staff,
    subscriptions,
    terminal_health,
    trial_texts,
)
from central.api.access_log import AccessLog
from central.api.body_limit import BodyLimit
from central.api.errors import install_error_handlers
from central.api.payment_delivery import Delivery
from central.api.signatures import SignedAnswers, SignedRequests
from central.centre import Centre
from central.pages.application import create_pages
from central.schemas import PAYMENT_ID, Problem

_DESCRIPTION = """Payments of self-service terminals, posted exactly once. Money is whole fen, times are RFC 3339 with
offset, errors are `application/problem+json` (RFC 9457), told apart by the last part of `type`."""


def create_application(centre: Centre) -> FastAPI:
    """The demo's routes exist only if the centre is a demo (field.md X21)."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        centre.changes.open()
        application.state.delivery = Delivery(centre)
        centre.start()
        yield
        centre.hurry()
        application.state.delivery.close()
        centre.stop()

    application = FastAPI(
        title="Central API for payment terminals",
        version="1.0.0",
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    application.state.centre = centre
    application.add_middleware(SignedRequests, centre=centre)
    application.add_middleware(BodyLimit, limit_bytes=centre.settings.body_limit_bytes, larger=_larger(centre))
    application.add_middleware(SignedAnswers, centre=centre)
    application.add_middleware(AccessLog)
    resources = (
        kiosks,
        terminal_health,
        accounts,
        auth,
        queries,
        subscriptions,
        catalogue,
        services,
        payments,
        operations,
        approvals,
        staff,
        trial_texts,
        sms,
        health,
        metrics,
        *((demo,) if centre.demo else ()),
    )
    routes = [route for resource in resources for route in resource.router.routes]
    application.router.routes.extend(routes)  # include_router makes each anew: a tenth of a second of the first request
    application.mount("/halls", create_pages(centre))
    install_error_handlers(application, routes)
    application.openapi = lambda: _openapi(application)  # type: ignore[method-assign]
    return application


def _larger(centre: Centre) -> dict[tuple[str, str], int]:
    """A fault bundle is the one large thing that a terminal sends."""
    return {("PUT", f"/v1/kiosks/[^/]+/bundles/{PAYMENT_ID[1:-1]}"): centre.settings.bundle_limit_bytes}


def _openapi(application: FastAPI) -> dict[str, Any]:
    """The framework's document, completed by the schema of problems, which no route returns in the usual way."""
    if application.openapi_schema is None:
        document = get_openapi(
            title=application.title,
            version=application.version,
            description=application.description,
            routes=application.routes,
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        application.openapi_schema = document
    return application.openapi_schema
