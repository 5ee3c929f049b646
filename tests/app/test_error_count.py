"""Errors that this process logged are counted for the centre, and nothing of them is kept (contract, ``errors_logged``)."""

import logging
import threading
from collections.abc import Iterator

import pytest

from app.call import start_log
from app.error_count import ERRORS, ErrorCount


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """Its handlers and level are given back."""
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    yield logger
    logger.handlers[:] = before
    logger.setLevel(level)


def test_errors_and_what_is_graver_count_and_nothing_below() -> None:
    errors = ErrorCount()
    log = logging.Logger("somewhere")
    log.addHandler(errors)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR, logging.CRITICAL):
        log.log(level, "%s 13800135678", level)
    try:
        int("gone wrong")
    except ValueError:
        log.exception("a bug")
    assert errors.count == 3
    assert "13800135678" not in repr(vars(errors))


def test_a_record_whose_words_do_not_fit_is_counted_too() -> None:
    errors = ErrorCount()
    log = logging.Logger("somewhere")
    log.addHandler(errors)
    two = "%d and %d"
    log.error(two, "one")
    assert errors.count == 1


def test_threads_do_not_lose_any() -> None:
    errors = ErrorCount()
    log = logging.Logger("somewhere")
    log.addHandler(errors)

    def complain() -> None:
        for _ in range(500):
            log.error("again")

    threads = [threading.Thread(target=complain) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert errors.count == 4000


@pytest.mark.parametrize("level", ["DEBUG", "WARNING", "ERROR"])
def test_every_command_word_counts_from_its_first_line_on(root: logging.Logger, level: str) -> None:
    start_log(level)
    before = ERRORS.count
    logging.getLogger("till").error("TILL-999 something")
    logging.getLogger("till").warning("TILL-998 something")
    assert ERRORS.count == before + 1
    assert root.handlers.count(ERRORS) == 1
