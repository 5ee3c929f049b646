"""Who is on this port, and how is it? One look at a card terminal for technicians; it moves no money."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class CardDiagnosis:
    """``error`` is one sentence when something is not as it should be, else empty."""

    protocol: str
    port: str
    identified: bool = False
    terminal_id: str = ""
    merchant_id: str = ""  # empty where the terminal names it only in a sale
    model: str = ""
    firmware: str = ""
    currency: str = ""  # as the wire has it, e.g. "0156"
    two_phase: bool | None = None  # does it ask us before a charge stands (ZVT: vending mode)? None: it does not say
    state: str = ""  # in words, e.g. "ready"
    raw: str = ""  # the terminal's own status, e.g. "00"
    code: str = ""  # of the catalogue, e.g. "CARD-INIT"; empty when there is nothing to say
    error: str = ""

    def as_dict(self) -> dict[str, object]:
        """For JSON: plain values."""
        return asdict(self)


def diagnose_card(port: str, protocol: str, baud: int, timeout_s: float) -> CardDiagnosis:
    """Ask until it identified itself or ``timeout_s`` seconds are over. Raises ValueError for an unknown protocol."""
    diagnose = _DIAGNOSES.get(protocol)
    if diagnose is None:
        known = ", ".join(sorted(_DIAGNOSES))
        raise ValueError(f'there is no diagnosis for protocol "{protocol}"; known: {known}')
    return diagnose(port, baud, timeout_s)


def _zvt(port: str, baud: int, timeout_s: float) -> CardDiagnosis:
    from devices.zvt_diagnosis import diagnose_zvt

    return diagnose_zvt(port, baud, timeout_s)


def _pos(dialect: str) -> Callable[[str, int, float], CardDiagnosis]:
    def diagnose(port: str, baud: int, timeout_s: float) -> CardDiagnosis:
        from devices.pos_diagnosis import diagnose_pos
        from devices.pos_tables import Dialect

        return diagnose_pos(Dialect(dialect), port, baud, timeout_s)

    return diagnose


_DIAGNOSES: Final[Mapping[str, Callable[[str, int, float], CardDiagnosis]]] = {
    "zvt": _zvt,
    "pos_integrado": _pos("integrado"),
    "pos_autoservicio": _pos("autoservicio"),
}
