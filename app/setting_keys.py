"""Every section and key of config.ini, and how each is read."""

from typing import NamedTuple

from app import setting_kinds as kind
from app.setting_kinds import Parse
from app.settings import NOT_FITTED

_BAUDS = ("9600", "19200", "38400", "57600", "115200")
NO_PORT = "none"
NO_PRESENTER = "none"


class Key(NamedTuple):
    """How one setting is read. Without a ``default`` it must be in the file."""

    parse: Parse
    default: str | None = None


_DEVICE = {"port": Key(kind.text(255)), "baud": Key(kind.one_of(*_BAUDS), "9600"), "control": Key(kind.text(255), "")}

KEYS: dict[str, dict[str, Key]] = {
    "terminal": {
        "id": Key(kind.matching(r"[A-Z][A-Z0-9-]{1,15}", "2 to 16 capital letters, digits and -, a letter first")),
        "hall": Key(kind.text()),
        "name": Key(kind.text(), "自助缴费终端"),
        "time_zone": Key(kind.time_zone, "Asia/Shanghai"),
        "service_phone": Key(kind.matching(r"[0-9+ -]{3,20}", "a phone number"), "10086"),
        "mode": Key(kind.one_of("demo", "live")),
        "other_way": Key(kind.text(60), ""),
    },
    "centre": {
        "url": Key(
            kind.matching(
                r"auto|https?://[A-Za-z0-9.:\[\]_-]+(/[A-Za-z0-9._/-]*)?", "auto, or an address like https://host"
            )
        ),
        "token_file": Key(kind.text(255)),
        "heartbeat_seconds": Key(kind.number(1, 3600), "30"),
        "ca_file": Key(kind.text(255), ""),
    },
    "storage": {
        "directory": Key(kind.text(255)),
        "least_free_megabytes": Key(kind.whole(1, 100_000), "100"),
    },
    "secrets": {"directory": Key(kind.text(255))},
    "acceptor": {
        "protocol": Key(kind.one_of("ccnet")),
        **_DEVICE,
        "notes_yuan": Key(kind.yuan_list(1, 100), "5 10 20 50 100"),
        "currency": Key(kind.words, "CHN CNY"),
        "box_capacity_notes": Key(kind.whole(1, 100_000), "600"),
    },
    "printer": {
        "protocol": Key(kind.one_of("escpos")),
        **_DEVICE,
        "paper_width_mm": Key(kind.one_of("58", "80"), "80"),
        "roll_metres": Key(kind.whole(5, 1000), "80"),
        "marker": Key(kind.one_of("auto", "process_id", "status", "realtime"), "auto"),
        "presenter": Key(kind.one_of(NO_PRESENTER, "custom"), NO_PRESENTER),
        "slip_wait_seconds": Key(kind.whole(5, 600), "30"),
    },
    "card": {
        "protocol": Key(kind.one_of(NOT_FITTED, "zvt", "pos_integrado", "pos_autoservicio"), NOT_FITTED),
        **_DEVICE,
        "port": Key(kind.text(255), NO_PORT),
        "currency": Key(kind.matching(r"0\d{3}", "an ISO 4217 number in four digits, 0156 for yuan"), "0156"),
        "sync": Key(kind.one_of("autoreversal", "1f1f"), "autoreversal"),
        "receipts": Key(kind.one_of("lines", "compose"), "lines"),
        "password_file": Key(kind.text(255), ""),
        "end_of_day": Key(kind.time_of_day, ""),
    },
    "payment": {
        "round_sums_yuan": Key(kind.yuan_list(1, 100_000), "30 50 100 200 300 500"),
        "minimum_yuan": Key(kind.yuan(1, 100_000), "10"),
        "maximum_yuan": Key(kind.yuan(1, 100_000), "2000"),
        "visit_limit_yuan": Key(kind.yuan(1, 100_000), "2000"),
        "visit_notes": Key(kind.whole(1, 1000), "60"),
    },
    "offline": {
        "number_limit_yuan": Key(kind.yuan(0, 100_000), "300"),
        "terminal_limit_yuan": Key(kind.yuan(0, 1_000_000), "20000"),
    },
    "waits": {
        "idle_seconds": Key(kind.number(20, 600), "60"),
        "warning_seconds": Key(kind.number(5, 60), "20"),
        "look_up_seconds": Key(kind.number(1, 60), "10"),
        "next_note_seconds": Key(kind.number(1, 120), "20"),
        "confirm_payer_seconds": Key(kind.number(1, 300), "40"),
        "moving_note_seconds": Key(kind.number(1, 120), "20"),
        "recovery_seconds": Key(kind.number(1, 120), "30"),
        "answer_seconds": Key(kind.number(0, 60), "8"),
        "result_seconds": Key(kind.number(1, 300), "45"),
    },
    "screen": {
        "mode": Key(kind.one_of("window", "fullscreen", "offscreen"), "fullscreen"),
        "width_px": Key(kind.whole(480, 7680), "1080"),
        "height_px": Key(kind.whole(480, 7680), "1920"),
        "pixels_per_mm": Key(kind.number(1, 30), "3.78"),
        "sound": Key(kind.yes_or_no, "yes"),
    },
    "dial_tests": {
        "number": Key(kind.matching(r"1[3-9]\d{9}", "a mobile test number of the centre's, or nothing"), ""),
        "every_minutes": Key(kind.whole(0, 10_080), "60"),
        "print": Key(kind.yes_or_no, "no"),
    },
    "demo": {
        "start": Key(kind.some_of("acceptor", "printer", "card", "centre"), ""),
        "control_panel": Key(kind.yes_or_no, "no"),
    },
    "log": {"level": Key(kind.one_of("debug", "info", "warning", "error"), "info")},
}

MAY_BE_EMPTY = {"control", "start", "ca_file", "password_file", "end_of_day", "other_way", "number"}
PATHS = {"directory", "token_file", "ca_file", "port", "control", "password_file"}
