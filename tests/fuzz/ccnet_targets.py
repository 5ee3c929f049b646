"""CCNET: the parser, the contents of frames, and the whole driver on a wire that says anything."""

import itertools
from collections.abc import Callable
from contextlib import suppress

from devices import ccnet, ccnet_frames
from devices.ccnet_bills import KnownBills
from devices.ccnet_frames import CcnetFormatError, FrameParser
from devices.ccnet_notes import NoteTiming
from devices.ccnet_tables import model_of, reject_reason, state_name
from devices.ccnet_timing import CcnetTiming
from devices.wire import LinkClosed, LinkLost, LinkSettings
from kiosk.events import Event, NoteEscrowed, NoteReturned, NoteStacked, NotesWhereaboutsKnown
from kiosk.money import Fen
from tests.devices.ccnet_peer import IDENTIFICATION, chinese_table
from tests.fuzz.engine import Target
from tests.fuzz.frames import frame, good_payloads

PROOF = (b"\x14", b"\x19", b"\x81\x05")  # three frames after the damage: the third must be understood at the latest
_CHUNKS = (1, 2, 3, 7, 64, 1000)


def parse(data: bytes) -> str:
    """No payload but of a good frame; after any damage the parser is in step again within two frames."""
    proof = b"".join(map(frame, PROOF))
    stream = data + proof
    size = _CHUNKS[len(data) % len(_CHUNKS)]
    parser = FrameParser()
    found: list[bytes] = []
    for place in range(0, len(stream), size):
        found += parser.feed(stream[place : place + size])
    found += parser.give_up_partial()
    known = list(good_payloads(stream))
    for payload in found:
        assert payload in known, f"a payload of no good frame: {payload.hex()}"
    covering = any(any(proof in b"\x02\x03" + payload for proof in map(frame, PROOF)) for payload in known)
    assert covering or found[-1:] == [PROOF[-1]], f"not in step after two frames: {[p.hex() for p in found[-3:]]}"
    assert not parser.noise or parser._buffer == bytearray()
    return f"{min(len(found), 6)} frames"


def read_contents(data: bytes) -> str:
    """Replies, identities, bill tables: values, or CcnetFormatError."""
    outcomes = []
    for read in (_read_poll, _read_identity, _read_table):
        try:
            outcomes.append(read(data))
        except CcnetFormatError as refusal:
            assert str(refusal).isprintable()
            outcomes.append("refused")
    return " ".join(outcomes)


def _read_poll(data: bytes) -> str:
    reply = ccnet_frames.poll_reply(data)
    assert reply.raw.isascii()
    assert state_name(reply.code)
    assert reject_reason(reply.detail)
    return "poll"


def _read_identity(data: bytes) -> str:
    identity = ccnet_frames.identity(data)
    for text in (identity.part_number, identity.serial, identity.asset, model_of(identity.part_number)):
        assert text.isascii()
        assert text.isprintable()
    return "identity"


def _read_table(data: bytes) -> str:
    bills = KnownBills(ccnet.CHINA)
    bills.learn(ccnet_frames.bill_table(data))
    for fen in bills.denominations:
        assert isinstance(fen, int)
        assert fen > 0
        types = bills.types_of({fen})
        assert types
        assert ccnet_frames.enable(types)
    return f"{min(len(bills.denominations), 3)} notes"


# ---- the driver ------------------------------------------------------------------------------------------------------


class HostileWire:
    """Answers each command of the driver by what the input says: honestly, damaged, or with its raw bytes.

    Time passes only when the driver waits. ``heard`` is all that was delivered since the last thing the driver said.
    """

    def __init__(self, script: bytes) -> None:
        self._script = iter(script)
        self._pending = b""
        self.heard = b""
        self.now_s = 1000.0
        self.acknowledged: Callable[[list[bytes]], None] = lambda _heard: None

    def monotonic(self) -> float:
        return self.now_s

    def read(self, timeout_s: float, *, until_woken: bool = False) -> bytes:
        del until_woken
        if not self._pending:
            self.now_s += max(timeout_s, 0.001)
            return b""
        data, self._pending = self._pending, b""
        self.heard += data
        return data

    def write(self, data: bytes) -> None:
        (said,) = good_payloads(data)
        if said == ccnet_frames.ACK:
            self.acknowledged(list(good_payloads(self.heard)))
            return
        self.heard = b""
        self._pending = self._answer(said)

    def write_some(self, data: bytes, timeout_s: float) -> int:
        del timeout_s
        self.write(data)
        return len(data)

    def discard_input(self) -> None:
        self._pending = b""

    def _take(self, count: int) -> bytes:
        taken = bytes(itertools.islice(self._script, count))
        if len(taken) < count:
            raise LinkClosed
        return taken

    def _answer(self, said: bytes) -> bytes:
        way, argument = self._take(2)
        honest = frame(self._honest(said, argument))
        if way < 150:
            return honest
        if way < 190:
            place, bit = self._take(2)
            damaged = bytearray(honest)
            damaged[place % len(damaged)] ^= 1 << bit % 8
            return bytes(damaged)
        if way < 205:
            return honest[: argument % len(honest)]
        if way < 215:
            return honest + honest
        if way < 230:
            return b""
        if way < 240:
            return self._take(argument % 24) + honest
        return self._take(argument % 24)

    def _honest(self, said: bytes, argument: int) -> bytes:
        if said == ccnet_frames.IDENTIFICATION:
            return IDENTIFICATION
        if said == ccnet_frames.GET_BILL_TABLE:
            return chinese_table()
        if said in (ccnet_frames.POLL, ccnet_frames.NAK):
            state = _STATES[argument % len(_STATES)]
            return state + bytes((argument >> 5,)) if state[0] in _WITH_DETAIL else state
        return b"\x00" if argument % 8 else b"\x30"


_STATES = tuple(bytes((code,)) for code in (
    0x19, 0x14, 0x80, 0x81, 0x17, 0x15, 0x81, 0x14, 0x19, 0x82, 0x1C, 0x10, 0x13, 0x11, 0x12, 0x18, 0x1A, 0x1B, 0x41, 0x42,
    0x43, 0x44, 0x45, 0x46, 0x47, 0x14, 0x80, 0x81, 0x19, 0x14, 0x14, 0x19,
))  # fmt: skip
_WITH_DETAIL = frozenset((0x80, 0x81, 0x82, 0x1C, 0x47, 0x1B))
_FEN = {0: 100, 1: 500, 2: 1000, 3: 2000, 4: 5000, 5: 10000}


class Judge:
    """The till's part: keeps most promises, says stack or return, and checks each event against the bytes behind it."""

    def __init__(self, wire: HostileWire, keeps: int) -> None:
        self.wire = wire
        self.acceptor: ccnet.CcnetAcceptor
        self.keeps = bool(keeps & 3)
        wire.acknowledged = self.check_acknowledged
        self.events: list[str] = []
        self.stacked = 0

    def post(self, event: Event) -> None:
        self.events.append(type(event).__name__)
        match event:
            case NoteStacked():
                self._check(event)
                self.stacked += 1
                self._promise(event)
            case NoteReturned():
                self._promise(event)
            case NotesWhereaboutsKnown():
                event.promise.keep()
            case NoteEscrowed():
                assert event.denomination in _FEN.values()
                if len(self.events) % 3:
                    self.acceptor.stack()
                else:
                    self.acceptor.return_note()
            case _:
                pass

    def _check(self, event: NoteStacked) -> None:
        said = [payload for payload in good_payloads(self.wire.heard) if payload[:1] == b"\x81"]
        assert said, f"a credit that no good frame said: {self.wire.heard.hex(' ')}"
        values = {_FEN.get(payload[1]) if len(payload) > 1 else None for payload in said}
        assert event.denomination in values or event.denomination is None, (event.denomination, said)

    def _promise(self, event: NoteStacked | NoteReturned) -> None:
        if self.keeps:
            event.promise.keep()

    def check_acknowledged(self, heard: list[bytes]) -> None:
        """A report that nobody recorded is never acknowledged."""
        assert heard, "the driver acknowledged what was no good frame"
        reports = all(payload[:1] in (b"\x81", b"\x82") for payload in heard)
        assert self.keeps or not reports, f"acknowledged without a promise kept: {heard}"


def drive(script: bytes) -> str:
    """The first byte says whether promises are kept and which notes are wanted; the rest is what the device does."""
    wire = HostileWire(script[1:])
    judge = Judge(wire, script[0] if script else 1)
    timing = CcnetTiming(note=NoteTiming(promise_wait_s=0.0), poll_s=0.1)
    judge.acceptor = ccnet.CcnetAcceptor(LinkSettings("/nowhere"), judge.post, timing=timing, monotonic_s=wire.monotonic)
    judge.acceptor.accept(frozenset(map(Fen, _FEN.values())))
    with suppress(LinkClosed, LinkLost):
        judge.acceptor.talk(wire)
    return f"{len(set(judge.events))} kinds, {min(judge.stacked, 4)} stacked"


def _scripts() -> tuple[bytes, ...]:
    """Whole conversations: start, identify, then notes; each answer is (way, argument)."""
    start = bytes((1,)) + bytes((0, 0)) * 12
    note = bytes((0, 1, 0, 0, 0, 5, 0, 2 + 0xA0, 0, 1, 0, 4, 0, 3 + 0xA0, 0, 1)) * 6
    return (start + note, start + note[::-1], bytes((0,)) + start[1:] + note, start + bytes(range(256)))


TARGETS = (
    Target(
        "ccnet-frames",
        (
            b"".join(map(frame, PROOF)),
            frame(IDENTIFICATION) * 2,
            frame(chinese_table()),
            frame(b"\x00") * 5,
            b"\x02\x03\xfa",
        ),
        parse,
    ),
    Target(
        "ccnet-contents", (b"\x81\x05", b"\x1c\x68", IDENTIFICATION, chinese_table(), chinese_table(b"CNY")), read_contents
    ),
    Target("ccnet-driver", _scripts(), drive, stall_s=1.0),
)
