"""What this machine must bring besides Python: a few system libraries and a Chinese font. Says what is missing, in one
sentence with the command that installs it; ``python -m app.machine --install`` installs it where it may."""

import ctypes
import os
import shutil
import subprocess
import sys

# Library → Debian package, as Qt's offscreen and window platforms need them.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_PACKAGE = "fonts-noto-cjk"


def missing_packages(*, window: bool) -> list[str]:
    """Debian packages without which the screen can't start here."""
    wanted = {**LIBRARIES, **WINDOW_LIBRARIES} if window else LIBRARIES
    return [package for library, package in wanted.items() if not _loads(library)]


def missing_sentence(*, window: bool) -> str | None:
    """Which libraries the screen misses and how to install them; None when none. Fonts are asked of Qt, once it runs."""
    packages = missing_packages(window=window)
    if packages:
        return f"system libraries are missing; install them with: sudo apt-get install {' '.join(packages)}"
    return None


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.fonts import has_font

    return has_font()


def main(arguments: list[str]) -> int:
    packages = missing_packages(window=True)
    if not packages and not _has_font():
        packages = [FONT_PACKAGE]
    elif packages:
        packages.append(FONT_PACKAGE)
    if not packages:
        return 0
    command = f"apt-get install {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if "--install" not in arguments or apt is None or os.geteuid() != 0:
        sys.stderr.write(f"Missing for the touch screen; install it with: sudo {command}\n")
        return 0
    sys.stderr.write(f"Installing for the touch screen: {command}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        if subprocess.run([apt, *step], env=environment, stdout=sys.stderr, check=False).returncode != 0:
            sys.stderr.write(f"That did not work; install it by hand: sudo {command}\n")
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
