"""Short tones through the system's own player; a terminal without one is silent and says so once."""

import logging
import shutil
import threading
from pathlib import Path
from typing import Final, Protocol

FOLDER: Final = Path(__file__).parent / "sounds"
PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
_log = logging.getLogger(__name__)


class SoundPlayer(Protocol):
    def play(self, name: str) -> None:
        """Start the tone ``name`` and return at once."""


class Silence:
    """For offscreen runs and terminals without a player."""

    def play(self, name: str) -> None:
        _log.debug("tone %s not played", name)


class SystemPlayer:
    """Plays ``sounds/NAME.wav``; a tone still playing is not started again."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self._command = command
        self._busy = threading.Lock()

    def play(self, name: str) -> None:
        path = FOLDER / f"{name}.wav"
        if not path.is_file():
            raise FileNotFoundError(f"there is no tone {path}")
        if self._busy.acquire(blocking=False):
            threading.Thread(target=self._run, args=(path,), name="sound", daemon=True).start()

    def _run(self, path: Path) -> None:
        import subprocess  # not before the first frame

        try:
            done = subprocess.run([*self._command, str(path)], check=False, capture_output=True, timeout=10)
            if done.returncode != 0:
                _log.warning("%s could not play %s: exit %d", self._command[0], path.name, done.returncode)
        except (OSError, subprocess.TimeoutExpired) as error:
            _log.warning("%s could not play %s: %s", self._command[0], path.name, error)
        finally:
            self._busy.release()


def system_sound() -> SoundPlayer:
    """The first player this system has, else silence."""
    for command in PLAYERS:
        found = shutil.which(command[0])
        if found is not None:
            return SystemPlayer((found, *command[1:]))
    _log.warning("no sound: none of pw-play, paplay, aplay is installed (sudo apt-get install alsa-utils)")
    return Silence()
