"""The configuration as typed values: what ``configuration.py`` reads and everything else is built from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiosk.policy import Policy

AUTO = "auto"
NOT_FITTED = "none"  # the protocol of a device that this terminal does not have


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
    box_capacity_notes: int = 600  # so many fit into the cash box


@dataclass(frozen=True, slots=True)
class PrinterSettings(DeviceSettings):
    paper_width_mm: int = 80
    marker: str = AUTO
    slip_wait_s: float | None = None  # how long a slip waits in the presenter; None: there is no presenter


@dataclass(frozen=True, slots=True)
class CardSettings(DeviceSettings):
    """The card terminal. Old files have no more than ``protocol = none``."""

    currency: str = "0156"  # ISO 4217, four digits as the wire has it
    sync: Literal["autoreversal", "1f1f"] = "autoreversal"  # ZVT: what the terminal does when it hears no answer
    receipts: Literal["lines", "compose"] = "lines"  # the terminal's own lines on our paper, or made from its fields
    password_file: Path | None = None  # six digits; None: 000000
    end_of_day: str = ""  # HH:MM of the terminal's time zone; empty: only by hand

    @property
    def fitted(self) -> bool:
        return self.protocol != NOT_FITTED


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
class DialSettings:
    """Dial tests (features.md F64)."""

    number: str = ""  # a test number of the catalogue; empty: none are made
    every_s: float = 0.0  # 0: only by the centre's command
    prints: bool = False  # those on schedule use paper too


@dataclass(frozen=True, slots=True)
class DemoSettings:
    start: frozenset[str]  # of acceptor, printer, card, centre
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
    card: CardSettings
    screen: ScreenSettings
    demo: DemoSettings
    log_level: str
    dial: DialSettings = DialSettings()
    config_hash: str = ""  # SHA-256 of every setting as it is in force, hex (field.md X31)
