"""Beside the frames of a wire: what its driver told the till, and what the till told it, as notes of the same trace.

With them a trace can be played again on a desk (``devices.replay``): the same orders at the same places must lead to the
same words. Nothing of a customer is in them (trust.md S1, S7): of a paper only its shape, of a card what the terminal
itself may print.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, Final

import msgspec

from devices.trace import Trace
from kiosk.card import CardAttempt, CardPart
from kiosk.events import Event
from kiosk.money import Fen
from kiosk.paper import Align, Document, Pair, PrintJob, QrCode, Rule, Text
from kiosk.ports import CardTerminal, CashAcceptor, Post, ReceiptPrinter

SAID: Final = "said "
TOLD: Final = "told "
WIRE: Final = "wire "

_NOT_TOLD: Final = frozenset({"promise", "slip", "raw", "detail", "reason", "totals", "last4", "card_name"})
"""Fields of events that are words of the device, or not for a recorder."""


def recorded(post: Post, trace: Callable[[], Trace]) -> Post:
    """``post`` for a driver, whose every word goes into its trace first."""

    def tell(event: Event) -> None:
        trace().note(SAID + said(event))
        post(event)

    return tell


def said(event: Event) -> str:
    """One event as JSON, the same for the same fact."""
    return json.dumps({"event": type(event).__name__, **_told(event)}, ensure_ascii=False, sort_keys=True)


def _told(event: object) -> dict[str, Any]:
    content = getattr(event, "status", event)  # of a device: the status is the event
    if not is_dataclass(content):
        return {}
    names = [field.name for field in fields(content) if field.name not in _NOT_TOLD]
    return {name: _without(_plain(getattr(content, name))) for name in names}


def _plain(value: object) -> Any:
    return sorted(value) if isinstance(value, frozenset) else msgspec.to_builtins(value)


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(one) for name, one in value.items() if name not in _NOT_TOLD}
    return value


def told(verb: str, *values: object) -> str:
    """One order as JSON."""
    return json.dumps({"verb": verb, "with": [_plain(value) for value in values]}, ensure_ascii=False, sort_keys=True)


def wire(**settings: object) -> str:
    """What a driver must know to play a trace again: device, protocol, and its own settings. No secret is one."""
    return WIRE + json.dumps(settings, ensure_ascii=False, sort_keys=True)


# ---- the ports, with every order noted -----------------------------------------------------------------------------


class RecordedAcceptor:
    """``kiosk.ports.CashAcceptor``."""

    def __init__(self, acceptor: CashAcceptor, trace: Trace) -> None:
        self._acceptor = acceptor
        self._trace = trace

    def accept(self, denominations: frozenset[Fen]) -> None:
        self._trace.note(TOLD + told("accept", denominations))
        self._acceptor.accept(denominations)

    def stop_accepting(self) -> None:
        self._trace.note(TOLD + told("stop_accepting"))
        self._acceptor.stop_accepting()

    def stack(self) -> None:
        self._trace.note(TOLD + told("stack"))
        self._acceptor.stack()

    def return_note(self) -> None:
        self._trace.note(TOLD + told("return_note"))
        self._acceptor.return_note()


class RecordedPrinter:
    """``kiosk.ports.ReceiptPrinter``. Of what is printed only the shape is noted."""

    def __init__(self, printer: ReceiptPrinter, trace: Trace) -> None:
        self._printer = printer
        self._trace = trace

    def print(self, job: PrintJob) -> None:
        self._trace.note(TOLD + told("print", job.job_id, [shape(line) for line in job.document.lines]))
        self._printer.print(job)


class RecordedCard:
    """``kiosk.ports.CardTerminal``."""

    def __init__(self, card: CardTerminal, trace: Trace) -> None:
        self._card = card
        self._trace = trace

    def sell(self, attempt: CardAttempt) -> None:
        self._trace.note(TOLD + told("sell", attempt))
        self._card.sell(attempt)

    def cancel(self, attempt_id: str) -> None:
        self._trace.note(TOLD + told("cancel", attempt_id))
        self._card.cancel(attempt_id)

    def resolve(self, attempt: CardAttempt) -> None:
        self._trace.note(TOLD + told("resolve", attempt))
        self._card.resolve(attempt)

    def reverse(self, card: CardPart) -> None:
        self._trace.note(TOLD + told("reverse", card))
        self._card.reverse(card)

    def stop_reversing(self, attempt_id: str) -> None:
        self._trace.note(TOLD + told("stop_reversing", attempt_id))
        self._card.stop_reversing(attempt_id)

    def end_day(self) -> None:
        self._trace.note(TOLD + told("end_day"))
        self._card.end_day()

    def check_host(self, ticket: str) -> None:
        self._trace.note(TOLD + told("check_host", ticket))
        self._card.check_host(ticket)


# ---- the shape of a paper ------------------------------------------------------------------------------------------


def shape(line: Text | Pair | Rule | QrCode) -> list[Any]:
    """A line without its words: every character that is seen becomes a star as wide as itself."""
    match line:
        case Text():
            return ["text", blanked(line.text), line.align.value, line.bold, line.large]
        case Pair():
            return ["pair", blanked(line.label), blanked(line.value), line.bold]
        case QrCode():
            return ["qr", blanked(line.content)]
    return ["rule"]


def document(shapes: list[list[Any]]) -> Document:
    """The paper of these shapes. Raises ValueError or TypeError for what is none."""
    return Document(tuple(_line(*one) for one in shapes))


def _line(kind: str, *rest: Any) -> Text | Pair | Rule | QrCode:
    match kind:
        case "text":
            words, align, bold, large = rest
            return Text(str(words), Align(align), bool(bold), bool(large))
        case "pair":
            label, value, bold = rest
            return Pair(str(label), str(value), bool(bold))
        case "qr":
            return QrCode(str(rest[0]))
        case "rule":
            return Rule()
    raise ValueError(f"there is no line of kind {kind!r}")


_KEPT: Final = frozenset("，。、；：！？）》”’】…·,.;:!?)]% ")


def blanked(words: str) -> str:
    """Spaces and marks stay: lines break at them. A star is one cell; what is not of ASCII becomes ``＊``, which is two."""
    return "".join(sign if sign in _KEPT else "*" if sign.isascii() else "＊" for sign in words)
