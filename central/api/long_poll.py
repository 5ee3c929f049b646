"""Waiting for a change without holding a thread: what all long polls of the contract have in common."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from central.changes import Changes

Found = TypeVar("Found")


async def wait_for_change(
    changes: Changes, key: str, seconds: float, read: Callable[[], Found], enough: Callable[[Found], bool]
) -> Found:
    """What ``read`` finds as soon as ``enough`` says so, or after ``seconds``. ``key``: what ``notify`` is told."""
    deadline = time.monotonic() + seconds
    event = changes.register(key)
    try:
        while True:
            event.clear()
            found = await run_in_threadpool(read)
            left = deadline - time.monotonic()
            if enough(found) or left <= 0 or changes.closed:
                return found
            try:
                await asyncio.wait_for(event.wait(), left)
            except TimeoutError:
                return found
    finally:
        changes.forget(key, event)
