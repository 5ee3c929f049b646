"""python-escpos, imported late: 0.4 to 0.9 s that must not delay the first frame (performance.md). A generator of bytes
only; its transports and status calls are not safe for a kiosk (specs/escpos.md 3.4)."""

import logging
import os
import stat
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PIL import Image

_log = logging.getLogger(__name__)
_LIBRARY = "escpos.printer"


class ByteMaker(Protocol):
    """The part of python-escpos's ``Dummy`` that we use. Not thread-safe; a fresh one for every job."""

    @property
    def output(self) -> bytes: ...

    def clear(self) -> None: ...

    def qr(self, content: str, *, ec: int, size: int, native: bool) -> None: ...

    def image(self, img_source: "Image.Image") -> None: ...

    def cut(self, *, feed: bool) -> None: ...


def private_directory(path: Path) -> Path:
    """``path``, made if need be: owned by this user and closed to all others.

    python-escpos keeps a pickle there, and a pickle is a program: nobody else may write it. PermissionError otherwise.
    """
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.stat()
    if found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise PermissionError(f"{path} must belong to this user alone: chown it and chmod 700 {path}")
    return path


def byte_maker(profile: str, cache: Path) -> ByteMaker:
    """A fresh ``Dummy`` for a profile of escpos-printer-db; ``cache`` speeds up the next import in a later process."""
    if _LIBRARY not in sys.modules:
        _import_with(private_directory(cache))
    from escpos.printer import Dummy

    made: ByteMaker = Dummy(profile=profile)
    return made


def _import_with(cache: Path) -> None:
    """The library writes its pickle in place, over half a second. Cut off there, it would leave a file that no later start
    can read, and a terminal that cannot print for ever: such a file goes, and is made anew."""
    os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(cache)
    try:
        import_module(_LIBRARY)
    except Exception as torn:  # half a pickle raises nearly anything
        pickles = list(cache.glob("*.pickle"))
        if not pickles:
            raise
        _log.warning("the printer library's cache is damaged (%s) and is made anew", type(torn).__name__)
        for pickle in pickles:
            pickle.unlink(missing_ok=True)
        import_module(_LIBRARY)


def prints_qr_itself(maker: ByteMaker) -> bool:
    """Does the profile's printer know ``GS ( k``? Else the code is sent as a picture."""
    return bool(getattr(maker, "profile").supports("qrCode"))  # noqa: B009 - the library is untyped
