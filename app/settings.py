"""The configuration as typed values: what ``configuration.py`` reads and everything else is built from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.policy import Policy

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class DeviceSettings:
    """One device on a serial line. ``port`` and ``control`` may be "auto": the simulator that the demo starts."""

    protocol: str
    port: str
    baud: int
    control: str


@dataclass(frozen=True, slots=True)
class AcceptorSettings(DeviceSettings):
    currency: tuple[str, ...] = ("CHN", "CNY")


@dataclass(frozen=True, slots=True)
class PrinterSettings(DeviceSettings):
    paper_width_mm: int = 80
    marker: str = AUTO


@dataclass(frozen=True, slots=True)
class CentreSettings:
    url: str
    token_file: Path
    heartbeat_s: float
    ca_file: Path | None = None  # PEM of the operator's own certificate authority; None trusts the public ones


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    mode: Literal["window", "fullscreen", "offscreen"]
    width_px: int
    height_px: int
    pixels_per_mm: float
    sound: bool


@dataclass(frozen=True, slots=True)
class DemoSettings:
    start: frozenset[str]  # of acceptor, printer, centre
    control_panel: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """One valid configuration."""

    policy: Policy
    demo_mode: bool
    time_zone: str  # IANA name
    centre: CentreSettings
    storage: Path
    least_free_bytes: int  # below this much room on the storage's file system no further cash is taken
    secrets: Path
    acceptor: AcceptorSettings
    printer: PrinterSettings
    screen: ScreenSettings
    demo: DemoSettings
    log_level: str
