"""Reads config.ini. Every error is reported at once, each with section, key, what is wrong and what would be right."""

import configparser
import difflib
import hashlib
import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from app.setting_keys import KEYS, MAY_BE_EMPTY, NO_PORT, NO_PRESENTER, PATHS, Key
from app.settings import (
    AUTO,
    AcceptorSettings,
    CardSettings,
    CentreSettings,
    DemoSettings,
    DialSettings,
    PrinterSettings,
    ScreenSettings,
    Settings,
)
from app.worlds import world_problems
from kiosk.policy import Policy, Waits

MEGABYTE = 1_000_000
STAND_IN = "missing"  # for a value that is not there while the others are looked at; never leaves this module
_WORLD_KEYS = {
    "terminal mode", "centre url", "acceptor port", "acceptor control", "printer port", "printer control",
    "card protocol", "card port", "card control", "card currency",
    "demo start", "demo control_panel",
}  # fmt: skip
_SECRET_NAME = re.compile(r"(^|_)(password|passwd|secret|token|pin|key|credential)($|_)")
_INSTEAD = "put it in a file of mode 0600 in [secrets] directory"
_SECRET_VALUE = re.compile(r"[A-Za-z0-9+/_=-]{40,}")


class ConfigurationError(Exception):
    """All that is wrong with a configuration, one sentence each."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        listed = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{path}: {len(problems)} thing(s) to put right:\n{listed}")


def read_configuration(path: Path) -> Settings:
    """Raises ``ConfigurationError``."""
    parser = configparser.ConfigParser(interpolation=None, strict=True, default_section="")
    try:
        mode = path.stat().st_mode
        parser.read_string(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(path, [f"the file can't be read: {error}"]) from error
    except configparser.Error as error:
        raise ConfigurationError(path, [f"not a configuration file: {' '.join(str(error).split())}"]) from error
    problems = []
    if mode & stat.S_IWOTH:
        problems.append(f"anybody may write this file; make it yours alone: chmod o-w {path}")
    values, wrong = _values(parser, problems)
    settings = _settings(values, path.resolve().parent)
    problems += _contradictions(settings, wrong)
    if not wrong & _WORLD_KEYS:
        problems += world_problems(settings)
    if problems:
        raise ConfigurationError(path, problems)
    return replace(settings, config_hash=_digest(parser))


def _digest(parser: configparser.ConfigParser) -> str:
    """Over every setting as it is in force, left out or not: how it is written down, and the comments, change nothing."""
    in_force = {
        section: {key: parser.get(section, key, fallback=read.default or "").strip() for key, read in keys.items()}
        for section, keys in KEYS.items()
    }
    return hashlib.sha256(msgspec.json.encode(in_force, order="deterministic")).hexdigest()


def _values(parser: configparser.ConfigParser, problems: list[str]) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """Every known key, parsed; everything wrong goes to ``problems``. Where a value is wrong stands one that only lets the
    others be looked at together; the second part of the answer names those places, so that nothing is said about them."""
    for section in parser.sections():
        if section not in KEYS:
            problems.append(f"[{section}] is no section{_close(section, KEYS)}")
    values: dict[str, dict[str, Any]] = {}
    wrong: set[str] = set()
    for section, keys in KEYS.items():
        given = dict(parser[section]) if parser.has_section(section) else {}
        values[section] = {}
        for key in given:
            if key not in keys:
                problems.append(_unknown(section, key, keys))
        for key, read in keys.items():
            problem = _problem(f"[{section}] {key}", key, read, given.get(key, read.default))
            if problem:
                problems.append(problem)
                wrong.add(f"{section} {key}")
            raw = read.default if problem else given.get(key, read.default)
            values[section][key] = _parsed(key, read, raw)
    return values, wrong


def _problem(place: str, key: str, read: Key, raw: str | None) -> str | None:
    """What is wrong with one value."""
    if raw is None:
        return f"{place} is missing{_example(read)}"
    is_path = key in PATHS and "/" in raw
    if not is_path and _SECRET_VALUE.fullmatch(raw.strip()):
        return f"{place} looks like a secret; {_INSTEAD}"
    try:
        _parsed(key, read, raw)
    except ValueError as right:
        return f"{place} = {raw!r} is wrong; right would be {right}"
    return None


def _example(read: Key) -> str:
    """What would be right for a key that is not there, in the words of its kind."""
    try:
        read.parse("")
    except ValueError as right:
        return f"; right would be {right}"
    return ""


def _parsed(key: str, read: Key, raw: str | None) -> Any:
    if raw is None:
        return STAND_IN
    text = raw.strip()
    return read.parse(text) if text or key not in MAY_BE_EMPTY else ""


def _unknown(section: str, key: str, keys: dict[str, Key]) -> str:
    if _SECRET_NAME.search(key):
        return f"[{section}] {key}: no secret belongs in this file; {_INSTEAD}"
    return f"[{section}] {key} is no setting{_close(key, keys)}"


def _close(word: str, known: dict[str, Any]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {near[0]}?" if near else f"; known are: {', '.join(known)}"


def _contradictions(settings: Settings, wrong: set[str]) -> list[str]:
    """Values that are right alone and wrong together. Nothing is said about places that are ``wrong`` anyway."""
    policy = settings.policy
    storage, secrets = settings.storage.resolve(), settings.secrets.resolve()
    checks: list[tuple[set[str], bool, str]] = [
        (
            {"payment minimum_yuan", "payment maximum_yuan"},
            policy.minimum_payment > policy.maximum_payment,
            "[payment] minimum_yuan is above maximum_yuan; right would be a smaller minimum",
        ),
        (
            {"payment visit_limit_yuan", "payment maximum_yuan"},
            policy.visit_limit < policy.maximum_payment,
            "[payment] visit_limit_yuan is below maximum_yuan: nobody could put that much in; right would be a higher one",
        ),
        (
            {"waits warning_seconds", "waits idle_seconds"},
            policy.waits.warning > policy.waits.idle,
            "[waits] warning_seconds is above idle_seconds: a page would begin with its warning; right would be less",
        ),
        (
            {"storage directory", "secrets directory"},
            secrets == storage or storage in secrets.parents,
            "[secrets] directory lies in [storage] directory: a stolen disk image would bring its keys along; "
            "right would be a folder beside it",
        ),
        (
            {"card protocol", "card port"},
            settings.card.fitted and settings.card.port == NO_PORT,
            "[card] port is missing: protocol says that a card terminal is fitted; right would be its serial device, "
            "or protocol = none",
        ),
    ]
    return [sentence for places, contradicts, sentence in checks if contradicts and not places & wrong]


def _settings(values: dict[str, dict[str, Any]], base: Path) -> Settings:
    """The typed form of values that are right one by one. Paths are relative to the file's folder."""
    acceptor, printer, card, screen = values["acceptor"], values["printer"], values["card"], values["screen"]
    secrets = base / values["secrets"]["directory"]
    return Settings(
        policy=_policy(values),
        demo_mode=values["terminal"]["mode"] == "demo",
        time_zone=values["terminal"]["time_zone"],
        centre=CentreSettings(
            values["centre"]["url"],
            secrets / values["centre"]["token_file"],
            values["centre"]["heartbeat_seconds"],
            base / values["centre"]["ca_file"] if values["centre"]["ca_file"] else None,
        ),
        storage=base / values["storage"]["directory"],
        least_free_bytes=values["storage"]["least_free_megabytes"] * MEGABYTE,
        secrets=secrets,
        acceptor=AcceptorSettings(
            acceptor["protocol"],
            _place(acceptor["port"], base),
            int(acceptor["baud"]),
            _place(acceptor["control"], base),
            acceptor["currency"],
            acceptor["box_capacity_notes"],
        ),
        printer=PrinterSettings(
            printer["protocol"],
            _place(printer["port"], base),
            int(printer["baud"]),
            _place(printer["control"], base),
            int(printer["paper_width_mm"]),
            printer["marker"],
            None if printer["presenter"] == NO_PRESENTER else float(printer["slip_wait_seconds"]),
        ),
        card=CardSettings(
            card["protocol"],
            card["port"] if card["port"] == NO_PORT else _place(card["port"], base),
            int(card["baud"]),
            _place(card["control"], base),
            card["currency"],
            card["sync"],
            card["receipts"],
            secrets / card["password_file"] if card["password_file"] else None,
            card["end_of_day"],
        ),
        screen=ScreenSettings(
            screen["mode"], screen["width_px"], screen["height_px"], screen["pixels_per_mm"], screen["sound"]
        ),
        demo=DemoSettings(frozenset(values["demo"]["start"]), values["demo"]["control_panel"]),
        log_level=values["log"]["level"].upper(),
        dial=DialSettings(
            values["dial_tests"]["number"],
            values["dial_tests"]["every_minutes"] * 60.0,
            values["dial_tests"]["print"],
        ),
    )


def _place(value: str, base: Path) -> str:
    """A path relative to the file, but "auto", nothing and addresses stay what they are."""
    return value if value in (AUTO, "") or "://" in value else str(base / value)


def _policy(values: dict[str, dict[str, Any]]) -> Policy:
    terminal, payment, offline, waits = (values[name] for name in ("terminal", "payment", "offline", "waits"))
    return Policy(
        kiosk_id=terminal["id"],
        hall=terminal["hall"],
        terminal=terminal["name"],
        service_phone=terminal["service_phone"],
        other_way=terminal["other_way"],
        demo=terminal["mode"] == "demo",
        denominations=frozenset(values["acceptor"]["notes_yuan"]),
        round_sums=payment["round_sums_yuan"],
        minimum_payment=payment["minimum_yuan"],
        maximum_payment=payment["maximum_yuan"],
        visit_limit=payment["visit_limit_yuan"],
        visit_notes=payment["visit_notes"],
        offline_number_limit=offline["number_limit_yuan"],
        offline_terminal_limit=offline["terminal_limit_yuan"],
        paper_width_mm=int(values["printer"]["paper_width_mm"]),
        roll_mm=values["printer"]["roll_metres"] * 1000,
        waits=Waits(
            idle=waits["idle_seconds"],
            warning=waits["warning_seconds"],
            look_up=waits["look_up_seconds"],
            next_note=waits["next_note_seconds"],
            confirm_payer=waits["confirm_payer_seconds"],
            moving_note=waits["moving_note_seconds"],
            recovery=waits["recovery_seconds"],
            answer=waits["answer_seconds"],
            result=waits["result_seconds"],
        ),
    )
