"""Staff accounts: secrets, locks, log-ins, and what terminals are told of them (trust.md S3; contract, Staff)."""

import base64
import json
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from central.centre import Centre
from central.demo_staff import shut_out_demo_staff
from central.staff import NewSecrets, Person, StaffError, may_manage
from central.staff_locks import lock_length
from central.staff_secrets import Secrets, is_weak_password, is_weak_pin, new_password, new_pin
from central.staff_sessions import LogInRefusedError
from central.staff_tables import audit, staff, staff_sessions
from tests.central.conftest import Live
from tests.central.halls import CHEAP, PASSWORD, PIN, add_person
from tests.central.helpers import Clock, Terminal, slug
from tests.central.test_contract import _heartbeat
from tests.central.word import central_word

HALL = "people's road"
WRONG = "wrong-Password-1"
NEW_PIN = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Iterator[Centre]:
    made = Centre(str(tmp_path / "staff.sqlite"), settings=CHEAP, now=clock)
    made.enrolment.enrol("K0001", HALL)
    yield made
    made.stop()


def _refusal(centre: Centre, staff_id: str, password: str = WRONG) -> int:
    """Milliseconds to wait."""
    with pytest.raises(LogInRefusedError) as refused:
        centre.staff_sessions.log_in(staff_id, password)
    return refused.value.wait


def _acts(centre: Centre) -> list[tuple[str, str, str]]:
    with centre.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.audit_id))
        return [(row.staff_id, row.act, row.subject) for row in rows]


# ---- secrets -----------------------------------------------------------------------------------------------------------


def test_made_secrets_are_good_ones_and_never_the_same() -> None:
    made = {(new_password(), new_pin("0217")) for _ in range(200)}
    assert len({password for password, _ in made}) == len({pin for _, pin in made}) == 200
    for password, pin in made:
        assert not is_weak_password(password, "0217", "王海燕")
        assert not is_weak_pin(pin, "0217")


@pytest.mark.parametrize(
    "password", ["short-1A", "aaaaaaaaaaaa", "abcabcabcabc", "my-id-is-0217!", "王海燕的密码真的很长", "x" * 129]
)
def test_weak_passwords_are_refused(centre: Centre, password: str) -> None:
    with pytest.raises(StaffError, match="password"):
        centre.staff.add("0217", "王海燕", ["view"], [HALL], "test", secrets=NewSecrets(password, PIN))


@pytest.mark.parametrize(
    "pin", ["12345", "12345678", "87654321", "11111111", "11221122", "19870612", "20021742", "4815936a", ""]
)
def test_weak_pins_are_refused(centre: Centre, pin: str) -> None:
    with pytest.raises(StaffError, match="PIN"):
        centre.staff.add("0217", "王海燕", ["view"], [HALL], "test", secrets=NewSecrets(PASSWORD, pin))


@pytest.mark.parametrize(
    ("staff_id", "roles", "halls", "name"),
    [
        ("21", ["view"], [HALL], "王"),
        ("02a7", ["view"], [HALL], "王"),
        ("0217", [], [HALL], "王"),
        ("0217", ["boss"], [HALL], "王"),
        ("0217", ["view"], [], "王"),
        ("0217", ["view"], [""], "王"),
        ("0217", ["view"], [HALL], ""),
        ("0217", ["view"], [HALL], "a\nb"),
    ],
)
def test_nobody_is_made_who_can_not_be(
    centre: Centre, staff_id: str, roles: list[str], halls: list[str], name: str
) -> None:
    with pytest.raises(StaffError):
        centre.staff.add(staff_id, name, roles, halls, "test")
    assert centre.staff.everybody() == []


def test_s3_hashes_are_argon2id_64_mib_3_rounds(tmp_path: Path, clock: Clock) -> None:
    real = Centre(str(tmp_path / "real.sqlite"), now=clock)
    try:
        real.staff.add("0217", "王海燕", ["view"], [HALL], "test")
        with real.database.read() as connection:
            row = connection.execute(select(staff)).one()
    finally:
        real.stop()
    assert row.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert row.pin_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


# ---- log-in and locks --------------------------------------------------------------------------------------------------


def test_s3_locks_grow_from_the_fifth_to_half_an_hour() -> None:
    minutes = [lock_length(failures) // 60_000 for failures in range(1, 13)]
    assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_s3_the_lock_holds_over_a_restart_and_a_clock_set_back(centre: Centre, clock: Clock, tmp_path: Path) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    assert [_refusal(centre, "0217") for _ in range(5)] == [0] * 5
    assert _refusal(centre, "0217", PASSWORD) == 60_000, "the right password does not open a lock"
    clock.advance(59)
    again = Centre(str(tmp_path / "staff.sqlite"), settings=CHEAP, now=clock)
    try:
        assert _refusal(again, "0217", PASSWORD) == 1_000
        clock.advance(-86_400)
        assert _refusal(again, "0217", PASSWORD) == 60_000, "setting the clock back shortens nothing"
        clock.advance(86_401)
        assert again.staff_sessions.log_in("0217", PASSWORD)
        assert _refusal(again, "0217") == 0, "a right one forgets the wrong ones"
    finally:
        again.stop()


def test_s3_the_tenth_locks_for_half_an_hour(centre: Centre, clock: Clock) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    for _ in range(10):
        while (wait := _refusal(centre, "0217")) > 0:
            clock.advance(wait / 1000)
    assert _refusal(centre, "0217", PASSWORD) == 30 * 60_000
    centre.staff.reset("0217", "test", NewSecrets(PASSWORD, PIN))
    assert centre.staff_sessions.log_in("0217", PASSWORD), "an administrator ends a lock"


def test_s3_an_unknown_id_is_locked_and_answered_like_a_known_one(centre: Centre) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    known = [_refusal(centre, "0217") for _ in range(7)]
    assert known == [_refusal(centre, "0999") for _ in range(7)] == [0] * 5 + [60_000] * 2


def test_s3_a_known_and_an_unknown_id_cost_the_same_work(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """One hash of the same cost each; its time is measured in the long proof."""
    add_person(centre, "0217", ["view"], [HALL])
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, kept: str | bytes, typed: str | bytes) -> Any:
        checked.append(str(kept).split("$", 4)[3])
        return verify(self, kept, typed)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    _refusal(centre, "0217")
    _refusal(centre, "0999")
    assert checked == ["m=64,t=3,p=4"] * 2


@pytest.mark.long
def test_s3_known_and_unknown_ids_differ_by_less_than_a_tenth() -> None:
    hashes = Secrets(64 * 1024, 1)
    kept = hashes.hash(PASSWORD)
    hashes.fits(None, "warm")
    took: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(25):
        for known in (True, False):
            began = time.perf_counter()
            assert not hashes.fits(kept if known else None, "wrong-Password-1")
            took[known].append(time.perf_counter() - began)
    known_s, unknown_s = (statistics.median(took[known]) for known in (True, False))
    assert abs(known_s - unknown_s) < 0.1 * known_s


def test_s3_many_at_once_have_no_more_tries(centre: Centre) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    waits: list[int] = []

    def guess() -> None:
        try:
            centre.staff_sessions.log_in("0217", "wrong-Password-1")
        except LogInRefusedError as refused:
            waits.append(refused.wait)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(waits) == 20
    assert sum(wait == 0 for wait in waits) == 5, "only five were looked at"


def test_a_session_is_a_random_token_whose_hash_alone_is_kept(centre: Centre) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    tokens = {centre.staff_sessions.log_in("0217", PASSWORD) for _ in range(3)}
    with centre.database.read() as connection:
        rows = connection.execute(select(staff_sessions)).all()
    assert len(tokens) == len(rows) == 3
    assert not {row.token_hash for row in rows} & tokens
    session = centre.staff_sessions.read(tokens.pop(), by_hand=True)
    assert session is not None
    assert (session.person.staff_id, session.knows(session.form_secret), session.knows("x")) == ("0217", True, False)
    assert centre.staff_sessions.read("x", by_hand=True) is None


def test_s3_a_session_ends_when_idle_and_a_page_that_refreshes_itself_is_idle(centre: Centre, clock: Clock) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    token = centre.staff_sessions.log_in("0217", PASSWORD)
    for _ in range(3):
        clock.advance(15 * 60)
        assert centre.staff_sessions.read(token, by_hand=True), "somebody is there"
    clock.advance(15 * 60)
    assert centre.staff_sessions.read(token, by_hand=False), "only the page asks"
    clock.advance(5 * 60 + 1)
    assert centre.staff_sessions.read(token, by_hand=True) is None


def test_no_session_is_longer_than_a_shift(centre: Centre, clock: Clock) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    token = centre.staff_sessions.log_in("0217", PASSWORD)
    for _ in range(12 * 4):
        clock.advance(15 * 60)
        assert centre.staff_sessions.read(token, by_hand=True)
    clock.advance(1)
    assert centre.staff_sessions.read(token, by_hand=True) is None


@pytest.mark.parametrize("how", ["log out", "disable", "reset", "new password"])
def test_what_ends_a_session(centre: Centre, how: str) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    token = centre.staff_sessions.log_in("0217", PASSWORD)
    if how == "log out":
        centre.staff_sessions.log_out(token, "0217")
    elif how == "disable":
        centre.staff.enable("0217", "test", enabled=False)
    elif how == "reset":
        centre.staff.reset("0217", "test")
    else:
        centre.staff.change_password("0217", "another-Password-6")
    assert centre.staff_sessions.read(token, by_hand=True) is None


def test_who_is_disabled_gets_in_no_more_and_every_act_is_in_the_audit(centre: Centre) -> None:
    add_person(centre, "0217", ["view"], [HALL])
    token = centre.staff_sessions.log_in("0217", PASSWORD)
    centre.staff_sessions.log_out(token, "0217")
    centre.staff.enable("0217", "boss", enabled=False)
    assert _refusal(centre, "0217", PASSWORD) == 0
    centre.staff.enable("0217", "boss", enabled=True)
    assert centre.staff_sessions.log_in("0217", PASSWORD)
    acts = [(who, act) for who, act, subject in _acts(centre) if subject == "0217"]
    assert acts == [
        ("test", "staff_added"),
        ("0217", "password_changed"),
        ("0217", "log_in"),
        ("0217", "log_out"),
        ("boss", "staff_disabled"),
        ("0217", "refused"),
        ("boss", "staff_enabled"),
        ("0217", "log_in"),
    ]


def test_the_first_log_in_changes_the_password_and_not_to_the_old_one(centre: Centre) -> None:
    made = centre.staff.add("0217", "王海燕", ["view"], [HALL], "test")
    assert repr(made) == "NewSecrets(…)"
    assert centre.staff_sessions.prove("0217", made.password).password_must_change
    with pytest.raises(StaffError, match="old one"):
        centre.staff.change_password("0217", made.password)
    centre.staff.change_password("0217", PASSWORD)
    changed = centre.staff_sessions.prove("0217", PASSWORD)
    assert (changed.password_must_change, changed.must_change) == (False, True), "the PIN is changed at a terminal"


# ---- rights ------------------------------------------------------------------------------------------------------------


def _person(roles: str, halls: str, staff_id: str = "0217") -> Person:
    return Person(staff_id, "x", tuple(roles.split()), tuple(halls.split()), True, False, False)


@pytest.mark.parametrize(
    ("admin", "other", "may"),
    [
        (_person("admin", "*"), _person("cash", "A", "0218"), True),
        (_person("admin", "*"), _person("admin", "*", "0218"), True),
        (_person("admin", "A B"), _person("cash", "A", "0218"), True),
        (_person("admin", "A"), _person("cash", "A B", "0218"), False),
        (_person("admin", "A"), _person("admin", "*", "0218"), False),
        (_person("cash operate", "*"), _person("view", "A", "0218"), False),
        (_person("admin", "*"), _person("admin", "*"), False),
    ],
)
def test_nobody_manages_more_than_they_have_nor_themselves(admin: Person, other: Person, may: bool) -> None:
    assert may_manage(admin, other) is may


def test_x21_demo_people_exist_at_a_demo_only(tmp_path: Path, clock: Clock) -> None:
    location = str(tmp_path / "demo.sqlite")
    demo = Centre(location, now=clock, demo=True)
    for staff_id in ("0217", "0218", "0301"):
        assert demo.staff_sessions.prove(staff_id, f"demo-hall-{staff_id}").enabled
    demo.stop()
    live = Centre(location, now=clock)
    try:
        for staff_id in ("0217", "0218", "0301"):
            assert _refusal(live, staff_id, f"demo-hall-{staff_id}") == 0
        assert not any(person.enabled for person in live.staff.everybody())
        shut_out_demo_staff(live.database)
    finally:
        live.stop()
    fresh = Centre(str(tmp_path / "live.sqlite"), now=clock)
    assert fresh.staff.everybody() == []
    fresh.stop()


# ---- at terminals ------------------------------------------------------------------------------------------------------


def _told(terminal: Terminal) -> dict[str, Any]:
    answer = terminal.call("GET", "/v1/kiosks/K0001/staff")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def _etag(terminal: Terminal) -> str:
    return str(terminal.call("PUT", "/v1/kiosks/K0001/heartbeat", json=_heartbeat()).json()["staff_etag"])


def _put_pin(terminal: Terminal, pin_hash: str, changed_at: str, staff_id: str = "0217") -> Any:
    body = {"pin_hash": pin_hash, "changed_at": changed_at}
    return terminal.call("PUT", f"/v1/kiosks/K0001/staff/{staff_id}/pin", json=body)


def test_a_terminal_is_told_of_its_own_hall_only(live: Live, terminal: Terminal) -> None:
    live.centre.staff.add("0500", "钱多多", ["cash"], ["another hall"], "test")
    live.centre.staff.add("0501", "孙小美", ["operate"], [HALL], "test")
    told = _told(terminal)
    assert [person["staff_id"] for person in told["people"]] == ["0217", "0218", "0301", "0501"]
    assert told["people"][-1]["name"] == "孙**"
    assert told["people"][-1]["must_change"] is True
    assert set(told["people"][0]) == {"staff_id", "name", "roles", "pin_hash", "must_change"}
    assert (
        base64.b64decode(told["approval_key"])
        == live.centre.approvals.key_for("K0001")
        != live.centre.approvals.key_for("K0002")
    )
    assert NEW_PIN.verify(told["people"][0]["pin_hash"], PIN)


def test_the_etag_in_the_heartbeat_is_new_whenever_people_are(live: Live, terminal: Terminal) -> None:
    before = _etag(terminal)
    assert before == _told(terminal)["etag"] == _etag(terminal)
    live.centre.staff.add("0500", "钱多多", ["cash"], ["another hall"], "test")
    assert _etag(terminal) == before, "nobody of this hall"
    live.centre.staff.enable("0301", "test", enabled=False)
    after = _etag(terminal)
    assert after != before
    assert after == _told(terminal)["etag"]


def test_the_newest_pin_counts(live: Live, terminal: Terminal) -> None:
    newer, older = NEW_PIN.hash("70519284"), NEW_PIN.hash("36917250")
    live.centre.staff.reset("0217", "test")
    before = _etag(terminal)
    assert _put_pin(terminal, older, "2001-01-01T00:00:00+08:00").status_code == 200
    assert _etag(terminal) == before, "changed before the reset"
    assert _put_pin(terminal, newer, "2099-01-01T00:00:00+08:00").json() == {"status": "kept"}
    person = _told(terminal)["people"][0]
    assert (person["pin_hash"], person["must_change"]) == (newer, False)
    changed_at = live.centre.now()
    while live.centre.now() == changed_at:
        pass  # a live clock counts milliseconds
    live.centre.staff.reset("0217", "test")
    assert _told(terminal)["people"][0]["must_change"] is True, "a clock that is ahead keeps out no later change"


@pytest.mark.parametrize(
    "pin_hash",
    ["", "12345678", "$argon2i$v=19$m=65536,t=3,p=4$x$y", "$argon2id$v=19$m=64,t=3,p=4$" + "A" * 22 + "$" + "A" * 43],
)
def test_only_hashes_of_the_right_cost_are_taken(terminal: Terminal, pin_hash: str) -> None:
    answer = _put_pin(terminal, pin_hash, "2026-11-21T12:00:00+08:00")
    assert (answer.status_code, slug(answer)) == (422, "invalid-request")


def test_a_pin_of_somebody_else_s_hall_is_not_taken(live: Live, terminal: Terminal) -> None:
    live.centre.staff.add("0500", "钱多多", ["cash"], ["another hall"], "test")
    for staff_id in ("0500", "0999"):
        answer = _put_pin(terminal, NEW_PIN.hash("70519284"), "2026-11-21T12:00:00+08:00", staff_id)
        assert (answer.status_code, slug(answer)) == (404, "staff-not-found")


# ---- from the command line ---------------------------------------------------------------------------------------------


def _word(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return central_word(folder, "staff", *words, "--database", "c.sqlite", typed=typed)


def test_people_from_the_command_line(tmp_path: Path) -> None:
    added = _word(tmp_path, "add", "0410", "--name", "张三", "--role", "cash", "--hall", "人民路厅", "--role", "view")
    assert added.returncode == 0, added.stderr
    password, pin = (line.split()[1] for line in added.stdout.splitlines()[1:3])
    centre = Centre(str(tmp_path / "c.sqlite"))
    assert centre.staff_sessions.prove("0410", password).roles == ("view", "cash")
    centre.stop()
    assert pin.isdigit()
    assert _word(tmp_path, "reset", "0410", "--secrets-file", "-", typed=f"{PASSWORD}\n{PIN}\n").returncode == 0
    listed = json.loads(_word(tmp_path, "list").stdout)
    assert listed == {
        "staff_id": "0410",
        "name": "张三",
        "roles": ["view", "cash"],
        "halls": ["人民路厅"],
        "enabled": True,
        "must_change": True,
    }
    assert _word(tmp_path, "disable", "0410").returncode == 0
    assert json.loads(_word(tmp_path, "list").stdout)["enabled"] is False
    for wrong in (
        ("add", "0410", "--name", "张三", "--role", "cash", "--hall", "x"),
        ("reset", "0999"),
        ("disable", "0999"),
    ):
        done = _word(tmp_path, *wrong)
        assert done.returncode == 2
        assert done.stderr.startswith("central: there is ")


def test_no_word_takes_a_secret_as_an_argument(tmp_path: Path) -> None:
    """They would stand in the list of processes and in the shell's history."""
    for word in ("add", "reset"):
        told = _word(tmp_path, word, "--help").stdout
        assert "--password" not in told
        assert "--pin" not in told
