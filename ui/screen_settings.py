"""How the panel is built in: given by the configuration, section ``[screen]``."""

from dataclasses import dataclass
from typing import Literal

Mode = Literal["window", "fullscreen", "offscreen"]


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """Size of the design in pixels and the panel's real density; ``mode`` says where it is drawn."""

    mode: Mode = "window"
    width_px: int = 1080
    height_px: int = 1920
    pixels_per_mm: float = 4.0

    def __post_init__(self) -> None:
        if self.mode not in ("window", "fullscreen", "offscreen"):
            raise ValueError(f"[screen] mode is {self.mode!r}: it must be window, fullscreen or offscreen")
        if not (480 <= self.width_px <= 7680 and 480 <= self.height_px <= 7680):
            raise ValueError(f"[screen] {self.width_px} x {self.height_px} px: both must be 480 to 7680")
        if not 1.0 <= self.pixels_per_mm <= 40.0:
            raise ValueError(f"[screen] pixels_per_mm is {self.pixels_per_mm}: it must be 1 to 40, e.g. 4.0")
