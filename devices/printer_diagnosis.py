"""What a technician asks a printer: is it there, what does it say, can it prove that it printed? Prints nothing."""

from dataclasses import dataclass, field

from devices import escpos_commands as commands
from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_facts import device_status
from devices.escpos_job import Marker
from devices.escpos_upkeep import dialect_of, identity
from devices.trace import Trace
from devices.wire import LinkLost, LinkSettings, Waker, Wire
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity

BITS_PER_BYTE = 10
_PROCESS_ID = b"DIAG"


@dataclass(frozen=True, slots=True)
class PrinterDiagnosis:
    """``dataclasses.asdict`` makes it JSON-ready."""

    port: str
    protocol: str
    identified: bool  # it answers as a printer does
    status: DeviceStatus  # ``raw`` holds the answers to DLE EOT 1 to 4
    identity: dict[str, str] = field(default_factory=dict)  # firmware, maker, model, serial, font: as far as it answers
    answers: dict[str, str] = field(default_factory=dict)  # question -> what came back; "" nothing
    process_id: bool | None = None  # GS ( H known? None: it could not be asked
    dialect: str = ""  # the right value of [printer] marker; empty: it could not be asked, being offline or silent
    garbage_bytes: int = 0  # received, but no reply: wrong speed, another protocol, a bad line
    error: str = ""  # one sentence when it could not be asked


def diagnose_printer(port: str, protocol: str = "escpos", baud: int = 9600) -> PrinterDiagnosis:
    """Ask once; 5 s at most. Raises ValueError for an unknown protocol."""
    if protocol != "escpos":
        raise ValueError(f"printer protocol {protocol!r} can't be diagnosed; one of: escpos")
    waker = Waker()
    try:
        wire = Wire(LinkSettings(port, baud), Trace(), waker)
        try:
            return _asked(Dialogue(wire, Timings(), 0.0 if "://" in port else BITS_PER_BYTE / baud), port, protocol)
        finally:
            wire.close()
    except LinkLost as lost:
        gone = DeviceStatus(Device.PRINTER, DeviceState.NO_DEVICE, Severity.FATAL, code="PRN-PORT")
        return PrinterDiagnosis(port, protocol, identified=False, status=gone, error=str(lost))
    finally:
        waker.close()


def _asked(dialogue: Dialogue, port: str, protocol: str) -> PrinterDiagnosis:
    facts = dialogue.check()
    status = device_status(facts)
    names = identity(dialogue) if facts.online else {}
    answers, found = _dialect(dialogue, names) if facts.online else ({}, None)
    return PrinterDiagnosis(
        port=port,
        protocol=protocol,
        identified=not facts.silent,
        error="nobody answers: is the printer powered, is the baud rate right?" if facts.silent else "",
        status=status,
        identity=names,
        answers={"DLE EOT": "" if facts.silent else facts.raw.removeprefix("DLE EOT "), **answers},
        process_id=None if found is None else found is Marker.PROCESS_ID,
        dialect="" if found is None else found.value,
        garbage_bytes=dialogue.garbage_bytes,
    )


def _dialect(dialogue: Dialogue, names: dict[str, str]) -> tuple[dict[str, str], Marker]:
    """Every question that tells dialects apart is asked, also where an earlier answer has decided already."""
    reports = dialogue.reports()
    answers = {"GS a": dialogue.facts.raw.removeprefix("ASB ") if reports else ""}
    dialogue.send(commands.UNWATCH)
    transmits = dialogue.transmits()
    answers["GS r"] = f"{dialogue.transmitted[-1]:02X}" if transmits else ""
    marks = dialogue.marks(_PROCESS_ID)
    answers["GS ( H"] = _PROCESS_ID.decode() if marks else ""
    answers["GS I"] = ", ".join(names.values())
    dialogue.send(commands.INITIALISE)  # one that does not know a question may hold it as text
    return answers, dialect_of(marks=marks, transmits=transmits)
