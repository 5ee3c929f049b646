"""Every error of config.ini at once, each with section, key, what is wrong and what would be right."""

import configparser
import re
from pathlib import Path

import pytest

from app.card_password import card_password
from app.configuration import ConfigurationError, read_configuration
from app.setting_keys import KEYS, MAY_BE_EMPTY
from app.settings import Settings
from devices.escpos_document import PAPER_58_MM, PAPER_80_MM, PaperFormat
from kiosk.money import Fen
from kiosk.paper import COLUMNS
from kiosk.ports import StorageError

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "config.ini"

Changes = dict[tuple[str, str], str | None]


def shipped() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(SHIPPED, "utf-8")
    return parser


def written(folder: Path, changes: Changes) -> Path:
    """The shipped file with some keys changed, added or (None) taken out."""
    parser = shipped()
    for (section, key), value in changes.items():
        if not parser.has_section(section):
            parser.add_section(section)
        if value is None:
            parser.remove_option(section, key)
        else:
            parser[section][key] = value
    path = folder / "config.ini"
    with path.open("w", encoding="utf-8") as file:
        parser.write(file)
    path.chmod(0o600)
    return path


def problems(folder: Path, changes: Changes) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(written(folder, changes))
    return caught.value.problems


def read(folder: Path, changes: Changes) -> Settings:
    return read_configuration(written(folder, changes))


# ---- as shipped ----------------------------------------------------------------------------------------------------


def test_the_shipped_file_is_valid_and_is_the_demo() -> None:
    settings = read_configuration(SHIPPED)
    assert settings.demo_mode
    assert settings.policy.demo
    assert settings.demo.start == {"acceptor", "printer", "card", "centre"}
    assert settings.card.protocol == "zvt"
    assert settings.demo.control_panel
    assert settings.policy.denominations == {500, 1000, 2000, 5000, 10000}
    assert settings.storage == ROOT / "var/data"
    assert settings.centre.token_file == ROOT / "var/secrets/enrolment.token"


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in KEYS.items() for key in keys])
def test_every_setting_stands_in_the_shipped_file_with_a_comment_above(section: str, key: str) -> None:
    lines = SHIPPED.read_text("utf-8").splitlines()
    start = lines.index(f"[{section}]")
    until = next((number for number, line in enumerate(lines) if number > start and line.startswith("[")), len(lines))
    places = [number for number in range(start, until) if re.match(rf"{key}\s*=", lines[number])]
    assert len(places) == 1, f"[{section}] {key} is not in config.ini"
    assert any(line.startswith("#") for line in lines[start : places[0]]), f"[{section}] {key} has no comment above it"


def test_the_shipped_file_has_no_section_of_its_own() -> None:
    assert shipped().sections() == list(KEYS)


@pytest.mark.parametrize("key", [key for keys in KEYS.values() for key in keys])
def test_a_key_whose_value_has_a_unit_says_it(key: str) -> None:
    assert not re.search(r"(width|height|limit|wait|time|idle|warning|sums|minimum|maximum)$", key), key


# ---- one thing wrong -----------------------------------------------------------------------------------------------

WRONG: list[tuple[str, str, str, str]] = [
    ("terminal", "id", "k1", "2 to 16 capital letters"),
    ("terminal", "id", "K", "2 to 16 capital letters"),
    ("terminal", "hall", "营业厅" * 22, "a text of 1 to 64 characters"),
    ("terminal", "mode", "Demo", "demo or live"),
    ("terminal", "time_zone", "Asia/Atlantis", "Asia/Shanghai"),
    ("terminal", "service_phone", "call us", "a phone number"),
    ("centre", "url", "ftp://centre", "auto, or an address like https://host"),
    ("centre", "url", "https://user:pw@centre", "auto, or an address like https://host"),
    ("centre", "heartbeat_seconds", "0", "a number from 1 to 3600"),
    ("centre", "heartbeat_seconds", "nan", "a number from 1 to 3600"),
    ("centre", "heartbeat_seconds", "1e3", "a number from 1 to 3600"),
    ("storage", "directory", "", "a text of 1 to 255 characters"),
    ("acceptor", "protocol", "mdb", "ccnet"),
    ("acceptor", "baud", "9601", "9600 or 19200"),
    ("acceptor", "notes_yuan", "", "different whole yuan"),
    ("acceptor", "notes_yuan", "5 5", "different whole yuan"),
    ("acceptor", "notes_yuan", "5 0.5", "whole yuan from 1 to 100"),
    ("acceptor", "notes_yuan", "5,10", "whole yuan from 1 to 100"),
    ("acceptor", "currency", "yuan", "three capital letters"),
    ("printer", "paper_width_mm", "76", "58 or 80"),
    ("printer", "marker", "maybe", "auto or process_id or status"),
    ("card", "protocol", "ZVT", "none or zvt or pos_integrado or pos_autoservicio"),
    ("card", "port", "", "a text of 1 to 255 characters"),
    ("card", "baud", "2400", "9600 or 19200"),
    ("card", "currency", "CNY", "an ISO 4217 number in four digits, 0156 for yuan"),
    ("card", "currency", "156", "an ISO 4217 number in four digits, 0156 for yuan"),
    ("card", "sync", "none", "autoreversal or 1f1f"),
    ("card", "receipts", "yes", "lines or compose"),
    ("card", "end_of_day", "24:00", "a time of day like 23:30, or nothing"),
    ("card", "end_of_day", "9:30", "a time of day like 23:30, or nothing"),
    ("payment", "minimum_yuan", "-10", "whole yuan from 1 to 100000"),
    ("payment", "minimum_yuan", "9.99", "whole yuan from 1 to 100000"),
    ("payment", "maximum_yuan", "1 000", "whole yuan from 1 to 100000"),
    ("payment", "visit_notes", "0", "a whole number from 1 to 1000"),
    ("offline", "number_limit_yuan", "many", "whole yuan from 0 to 100000"),
    ("waits", "idle_seconds", "5", "a number from 20 to 600"),
    ("screen", "mode", "full", "window or fullscreen or offscreen"),
    ("screen", "width_px", "100", "a whole number from 480 to 7680"),
    ("screen", "sound", "true", "yes or no"),
    ("demo", "start", "acceptor coffee", "nothing, or any of: acceptor printer card centre"),
    ("demo", "control_panel", "1", "yes or no"),
    ("log", "level", "trace", "debug or info or warning or error"),
]


@pytest.mark.parametrize(("section", "key", "value", "right"), WRONG)
def test_a_wrong_value_is_named_with_what_would_be_right(
    tmp_path: Path, section: str, key: str, value: str, right: str
) -> None:
    found = problems(tmp_path, {(section, key): value})
    assert len(found) == 1
    assert found[0].startswith(f"[{section}] {key} = {value!r} is wrong; right would be ")
    assert right in found[0]


@pytest.mark.parametrize(
    ("section", "key"),
    [(section, key) for section, keys in KEYS.items() for key, read in keys.items() if read.default is None],
)
def test_a_missing_key_is_named_with_what_would_be_right(tmp_path: Path, section: str, key: str) -> None:
    found = problems(tmp_path, {(section, key): None})
    assert len(found) == 1
    assert found[0].startswith(f"[{section}] {key} is missing; right would be ")


@pytest.mark.parametrize(
    ("section", "key"),
    [(section, key) for section, keys in KEYS.items() for key, read in keys.items() if read.default is not None],
)
def test_a_key_with_a_default_may_be_left_out(tmp_path: Path, section: str, key: str) -> None:
    if (section, key) == ("demo", "start"):
        assert len(problems(tmp_path, {(section, key): None})) == 4, "the shipped file's four autos need it"
        return
    if (section, key) == ("card", "port"):
        assert problems(tmp_path, {(section, key): None}) == problems(tmp_path, {(section, key): "none"})
        return
    read(tmp_path, {(section, key): None})


def test_every_default_is_right_itself() -> None:
    for section, keys in KEYS.items():
        for key, how in keys.items():
            if how.default is not None and not (key in MAY_BE_EMPTY and how.default == ""):
                assert how.parse(how.default) is not None, f"[{section}] {key}"


@pytest.mark.parametrize(
    ("section", "key", "sentence"),
    [
        ("terminal", "hal", "[terminal] hal is no setting; did you mean hall?"),
        ("waits", "idle_second", "[waits] idle_second is no setting; did you mean idle_seconds?"),
        ("log", "zzzzz", "[log] zzzzz is no setting; known are: level"),
        ("acceptr", "port", "[acceptr] is no section; did you mean acceptor?"),
    ],
)
def test_an_unknown_name_gets_the_nearest_known_one(tmp_path: Path, section: str, key: str, sentence: str) -> None:
    assert problems(tmp_path, {(section, key): "x"}) == [sentence]


def test_default_is_no_section_and_hides_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, {})
    path.write_text("[DEFAULT]\nhall = x\n" + path.read_text("utf-8"), "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(path)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith("[DEFAULT] is no section")


# ---- secrets and rights --------------------------------------------------------------------------------------------

SECRET = "c2VjcmV0LXRva2VuLW9mLXRoaXMtdGVybWluYWwtMDEyMzQ1Njc4OQ=="


@pytest.mark.parametrize("key", ["token", "password", "api_key", "enrolment_secret", "pin", "db_passwd"])
def test_a_secret_by_name_is_refused_and_not_repeated(tmp_path: Path, key: str) -> None:
    found = problems(tmp_path, {("centre", key): "hunter2"})
    assert len(found) == 1
    assert found[0].startswith(f"[centre] {key}: no secret belongs in this file; put it in a file of mode 0600")
    assert "hunter2" not in found[0]


@pytest.mark.parametrize("secret", [SECRET, SECRET.replace("x", "/"), "0123456789abcdef" * 4])
@pytest.mark.parametrize(("section", "key"), [("terminal", "hall"), ("terminal", "name"), ("log", "level")])
def test_a_secret_by_its_looks_is_refused_and_not_repeated(tmp_path: Path, section: str, key: str, secret: str) -> None:
    found = problems(tmp_path, {(section, key): secret})
    assert len(found) == 1
    assert found[0].startswith(f"[{section}] {key} looks like a secret; put it in a file of mode 0600")
    assert secret not in found[0]


def test_a_long_device_path_is_no_secret(tmp_path: Path) -> None:
    port = "/dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A10K1234-if00-port0"
    found = problems(tmp_path, {("acceptor", "port"): port})
    assert found == [f"[acceptor] port: {port} names a real port; use auto or a simulator's link, or mode = live"]


def test_a_file_that_anybody_may_write_is_refused_with_the_command_that_helps(tmp_path: Path) -> None:
    path = written(tmp_path, {("log", "level"): "trace"})
    path.chmod(0o606)
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(path)
    assert caught.value.problems[0] == f"anybody may write this file; make it yours alone: chmod o-w {path}"
    assert len(caught.value.problems) == 2, "and the rest is told at the same time"


# ---- contradictions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({("payment", "minimum_yuan"): "2001"}, "[payment] minimum_yuan is above maximum_yuan"),
        ({("payment", "visit_limit_yuan"): "999"}, "[payment] visit_limit_yuan is below maximum_yuan"),
        (
            {("waits", "warning_seconds"): "60", ("waits", "idle_seconds"): "59"},
            "[waits] warning_seconds is above idle_seconds",
        ),
        ({("secrets", "directory"): "var/data"}, "[secrets] directory lies in [storage] directory"),
        ({("secrets", "directory"): "var/data/keys"}, "[secrets] directory lies in [storage] directory"),
        ({("secrets", "directory"): "var/other/../data/keys"}, "[secrets] directory lies in [storage] directory"),
        ({("demo", "start"): "printer card centre"}, "[acceptor] port = auto needs acceptor in [demo] start"),
        ({("demo", "start"): "acceptor printer card"}, "[centre] url = auto needs centre in [demo] start"),
    ],
)
def test_values_that_contradict_each_other(tmp_path: Path, changes: Changes, sentence: str) -> None:
    found = problems(tmp_path, changes)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_a_neighbour_reached_through_dots_is_no_contradiction(tmp_path: Path) -> None:
    read(tmp_path, {("secrets", "directory"): "var/data/../secrets"})


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Wrong values, unknown and missing keys, contradictions and the other world in one go."""
    found = problems(
        tmp_path,
        {
            ("terminal", "id"): "lower",
            ("terminal", "hal"): "x",
            ("centre", "token_file"): None,
            ("centre", "url"): "https://centre.example",
            ("payment", "minimum_yuan"): "5000",
            ("screen", "sound"): "loud",
            ("acceptor", "port"): "/dev/ttyUSB0",
            ("coffee", "beans"): "2",
            ("log", "token"): "x",
        },
    )
    starts = [
        "[coffee] is no section",
        "[terminal] hal is no setting",
        "[terminal] id = 'lower' is wrong",
        "[centre] token_file is missing",
        "[screen] sound = 'loud' is wrong",
        "[log] token: no secret belongs in this file",
        "[payment] minimum_yuan is above maximum_yuan",
        "[acceptor] port: /dev/ttyUSB0",
        "[centre] url: https://centre.example is not on this machine",
    ]
    assert len(found) == len(starts), found
    for start in starts:
        assert any(problem.startswith(start) for problem in found), start


def test_nothing_is_said_about_values_that_are_wrong_already(tmp_path: Path) -> None:
    assert len(problems(tmp_path, {("payment", "minimum_yuan"): "a lot", ("payment", "maximum_yuan"): "5"})) == 1
    assert len(problems(tmp_path, {("terminal", "mode"): "test", ("acceptor", "port"): "/dev/ttyUSB0"})) == 1


# ---- files that are none -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "the file can't be read"),
        (b"\xff\xfe\x00", "the file can't be read"),
        (b"id = K0001\n", "not a configuration file"),
        (b"[terminal]\nid = K0001\nid = K0002\n", "not a configuration file"),
        (b"[terminal]\n[terminal]\n", "not a configuration file"),
        (b"[terminal]\nnonsense\n", "not a configuration file"),
    ],
)
def test_a_file_that_is_no_configuration(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "config.ini"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(path)
    assert len(caught.value.problems) == 1
    assert caught.value.problems[0].startswith(sentence)
    assert str(path) in str(caught.value)


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="the file can't be read"):
        read_configuration(tmp_path)


def test_an_empty_file_misses_every_key_that_has_no_default(tmp_path: Path) -> None:
    path = tmp_path / "config.ini"
    path.write_text("")
    with pytest.raises(ConfigurationError) as caught:
        read_configuration(path)
    needed = [f"[{section}] {key}" for section, keys in KEYS.items() for key, how in keys.items() if how.default is None]
    assert [problem.split(" is missing")[0] for problem in caught.value.problems] == needed


def test_a_mark_that_windows_editors_write_first_is_no_error(tmp_path: Path) -> None:
    path = written(tmp_path, {})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_configuration(path).policy.kiosk_id == "K0001"


# ---- what comes out ------------------------------------------------------------------------------------------------


SUMS: Changes = {("payment", "round_sums_yuan"): "30 500"}


def test_yuan_become_fen_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    settings = read(tmp_path, {**SUMS, ("payment", "minimum_yuan"): "15", ("storage", "directory"): "memory"})
    assert settings.policy.minimum_payment == Fen(1500)
    assert settings.policy.round_sums == (3000, 50000)
    assert settings.storage == tmp_path / "memory"
    assert settings.acceptor.port == "auto"


@pytest.mark.parametrize(("mm", "paper"), [("58", PAPER_58_MM), ("80", PAPER_80_MM)])
def test_the_width_of_the_paper_is_the_same_for_printer_and_screen(tmp_path: Path, mm: str, paper: PaperFormat) -> None:
    settings = read(tmp_path, {("printer", "paper_width_mm"): mm})
    assert settings.printer.paper_width_mm == settings.policy.paper_width_mm == int(mm)
    assert COLUMNS[settings.policy.paper_width_mm] == paper.columns


def test_a_percent_sign_is_just_a_letter(tmp_path: Path) -> None:
    assert read(tmp_path, {("terminal", "hall"): "100% 营业厅"}).policy.hall == "100% 营业厅"


# ---- the card terminal ---------------------------------------------------------------------------------------------

WITH_CARD: Changes = {
    ("card", "protocol"): "zvt",
    ("card", "port"): "auto",
    ("card", "control"): "auto",
    ("demo", "start"): "acceptor printer card centre",
}


def test_a_card_terminal_with_all_it_can_say(tmp_path: Path) -> None:
    said: Changes = {("card", "baud"): "115200", ("card", "sync"): "1f1f", ("card", "receipts"): "compose"}
    card = read(tmp_path, {**WITH_CARD, **said, ("card", "password_file"): "zvt", ("card", "end_of_day"): "00:05"}).card
    assert card.fitted
    assert (card.protocol, card.port, card.control, card.baud) == ("zvt", "auto", "auto", 115200)
    assert (card.currency, card.sync, card.receipts, card.end_of_day) == ("0156", "1f1f", "compose", "00:05")
    assert card.password_file == tmp_path / "var/secrets/zvt"


@pytest.mark.parametrize("protocol", ["zvt", "pos_integrado", "pos_autoservicio"])
def test_a_card_terminal_needs_no_more_than_protocol_and_port(tmp_path: Path, protocol: str) -> None:
    keys: Changes = {("card", key): None for key in KEYS["card"]}
    card = read(tmp_path, {**keys, **WITH_CARD, ("card", "protocol"): protocol, ("card", "control"): None}).card
    assert card.fitted
    assert card.password_file is None
    assert card.end_of_day == ""
    assert card.sync == "autoreversal"


@pytest.mark.parametrize(
    "left", [{}, {"protocol": "none"}, {"protocol": "none", "port": "none", "baud": "9600", "control": ""}]
)
def test_a_file_of_before_there_were_cards_is_right(tmp_path: Path, left: dict[str, str]) -> None:
    changes: Changes = {("card", key): left.get(key) for key in KEYS["card"]}
    assert not read(tmp_path, {**changes, ("demo", "start"): "acceptor printer centre"}).card.fitted


def test_a_card_terminal_without_a_port_is_named(tmp_path: Path) -> None:
    found = problems(tmp_path, {**WITH_CARD, ("card", "port"): "none"})
    assert len(found) == 1
    assert found[0].startswith("[card] port is missing: protocol says that a card terminal is fitted")


@pytest.mark.parametrize("content", ["123456", "123456\n"])
def test_the_password_of_a_card_terminal_is_in_a_file_of_its_own(tmp_path: Path, content: str) -> None:
    file = tmp_path / "zvt"
    file.write_text(content)
    file.chmod(0o600)
    assert card_password(file) == "123456"
    assert card_password(None) == "000000"


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (None, 0, "can't be read"),
        (b"12345", 0o600, "does not hold six digits"),
        (b"1234567", 0o600, "does not hold six digits"),
        ("１２３４５６".encode(), 0o600, "can't be read"),
        (b"123456", 0o644, "others could read it"),
    ],
)
def test_a_password_file_that_is_none_is_named_and_not_repeated(
    tmp_path: Path, content: bytes | None, mode: int, words: str
) -> None:
    file = tmp_path / "zvt"
    if content is not None:
        file.write_bytes(content)
        file.chmod(mode)
    with pytest.raises((ValueError, StorageError), match=words) as caught:
        card_password(file)
    assert str(file) in str(caught.value)
    assert "12345" not in str(caught.value)
