"""What a technician asks a printer: is it there, what does it say, can it prove that it printed? Prints nothing."""

from dataclasses import dataclass, field

from devices.escpos_dialogue import Dialogue, Timings
from devices.escpos_facts import device_status
from devices.escpos_upkeep import identity
from devices.trace import Trace
from devices.wire import LinkLost, LinkSettings, Waker, Wire
from kiosk.device_status import Device, DeviceState, DeviceStatus, Severity

BITS_PER_BYTE = 10
_MARKER = b"DIAG"


@dataclass(frozen=True, slots=True)
class PrinterDiagnosis:
    """``dataclasses.asdict`` makes it JSON-ready."""

    port: str
    protocol: str
    identified: bool  # it answers as a printer does
    status: DeviceStatus  # ``raw`` holds the answers to DLE EOT 1 to 4
    identity: dict[str, str] = field(default_factory=dict)  # firmware, maker, model, serial, font: as far as it answers
    process_id: bool | None = None  # GS ( H known? None: it could not be asked
    garbage_bytes: int = 0  # received, but no reply: wrong speed, another protocol, a bad line
    error: str = ""  # one sentence when it could not be asked


def diagnose_printer(port: str, protocol: str = "escpos", baud: int = 9600) -> PrinterDiagnosis:
    """Ask once; 4 s at most. Raises ValueError for an unknown protocol."""
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
    return PrinterDiagnosis(
        port=port,
        protocol=protocol,
        identified=not facts.silent,
        error="nobody answers: is the printer powered, is the baud rate right?" if facts.silent else "",
        status=status,
        identity=names,
        process_id=dialogue.marks(_MARKER) if facts.online else None,
        garbage_bytes=dialogue.garbage_bytes,
    )
