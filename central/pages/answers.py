"""Templates become answers: escaped, in one language, with headers that let nothing from outside in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from central.pages import filters
from central.pages.words import TABLES
from central.times import Milliseconds

_TEMPLATES: Final = Path(__file__).with_name("templates")
SAFE: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_environment = Environment(
    loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_environment.filters |= {
    "yuan": filters.yuan,
    "in_yuan": filters.in_yuan,
    "exactly": filters.exactly,
    "instant": filters.instant,
    "share": filters.share,
    "stopwatch": filters.stopwatch,
    "grouped": filters.grouped,
}


def rendered(template: str, language: filters.Language, now: Milliseconds, data: Mapping[str, Any]) -> str:
    """``t(zh, en)`` in a template is the text of the page's language; ``word(table, key)`` one of ``words``."""

    def t(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def word(table: str, key: str) -> str:
        return filters.chosen(TABLES[table], key, language)

    def clock(moment: Milliseconds | None) -> str:
        return filters.clock(moment, now, language)

    def lasting(milliseconds: Milliseconds | None) -> str:
        return filters.lasting(milliseconds, language)

    known: dict[str, Any] = {"t": t, "word": word, "clock": clock, "lasting": lasting, "percent": filters.percent}
    known |= {"language": language, "now": now, "day": lambda of: filters.day(of, language)}
    return _environment.get_template(template).render(known | dict(data))


def html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, headers=SAFE)


def see(address: str) -> RedirectResponse:
    """After an act: the page that shows what became of it (303), so that reloading repeats nothing."""
    return RedirectResponse(address, 303, headers=SAFE)
