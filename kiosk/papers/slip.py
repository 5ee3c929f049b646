"""Parts become one piece of paper: a head, each part under its title, a foot, and nothing twice (features.md F29).

This is the one place where texts of the centre reach a document: they are made plain here, whoever wrote them.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kiosk import receipt_texts
from kiosk.accounts import grouped, mask
from kiosk.paper import Align, Document, Pair, QrCode, Rule, Text
from kiosk.paper_texts import text
from kiosk.policy import Policy
from kiosk.receipt import short_time
from kiosk.visit_types import Language

Line = Text | Pair | Rule | QrCode
_BREAKS = frozenset({"Cc", "Zl", "Zp"})  # controls, line and paragraph separators
_UNSEEN = frozenset({"Cf", "Cs"})  # format marks (they can turn a line round), halves of characters


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose paper it is, masked: paper is left lying about (trust.md S7)."""

    masked_number: str
    masked_name: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where, when (RFC 3339) and in which language a slip is printed."""

    policy: Policy
    language: Language
    printed_at: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is printed of one answer. ``left_out``: records that are not on the paper, said before it is spent."""

    title: Text
    whose: Whose
    lines: tuple[Line, ...]
    left_out: int = 0


def merged(frame: Frame, *parts: Part) -> Document:
    """One slip: of one answer, or of all that a visit printed. ValueError without a part.

    The masked number stands once in the head; parts of different accounts each have their own.
    """
    if not parts:
        raise ValueError("a slip needs one part at least")
    several = len(parts) > 1
    shared = {part.whose for part in parts} == {parts[0].whose}
    title = _title(text("title_visit", frame.language)) if several else parts[0].title
    blocks: list[Iterable[Line]] = [_whose(parts[0].whose, frame.language)] if shared else []
    for at, part in enumerate(parts, start=1):
        if several:
            blocks.append([_part_title(part, at, len(parts), frame.language)])
        if not shared:
            blocks.append(_whose(part.whose, frame.language))
        blocks.append(part.lines)
    demo, hall = _demo(frame), Text(frame.policy.hall, Align.CENTRE)
    lines = [*demo, hall, title, *_ruled([*blocks, _foot(frame, len(parts))]), *demo]
    return Document(tuple(_plain_line(line) for line in lines))


def copy_of(document: Document, number: int, language: Language, again: int = 0) -> Document:
    """The same document, marked at head and foot as copy ``number`` (1, 2, …) of it. ``document`` is the original.

    ``again``: prints of this very copy that may be out already; the next one is ``1-2``, for it is no further copy.
    """
    mark = copy_mark(number, language, again)
    return Document((mark, *document.lines, mark))


def copy_mark(number: int, language: Language, again: int = 0) -> Text:
    if number < 1 or again < 0:
        raise ValueError(f"copies are counted from 1, not {number}, and their prints from 0, not {again}")
    counted = f"{number}-{again + 1}" if again else str(number)
    return Text(text("copy", language, number=counted), Align.CENTRE, bold=True)


def part_of(title_key: str, whose: Whose, language: Language, lines: Iterable[Line], left_out: int = 0) -> Part:
    """A part under one of our own titles."""
    return Part(_title(text(title_key, language)), whose, tuple(lines), left_out)


def plain(words: str) -> str:
    """Without anything that commands a printer or turns a line round; whatever can be seen stays (trust.md S8)."""
    return "".join(_plain_character(character) for character in words)


def _plain_character(character: str) -> str:
    kind = unicodedata.category(character)
    return " " if kind in _BREAKS else "" if kind in _UNSEEN else character


def _plain_line(line: Line) -> Line:
    match line:
        case Text():
            return replace(line, text=plain(line.text))
        case Pair():
            return replace(line, label=plain(line.label), value=plain(line.value))
    return line


def _title(words: str) -> Text:
    return Text(words, Align.CENTRE, bold=True, large=True)


def _part_title(part: Part, at: int, parts: int, language: Language) -> Text:
    words = text("part", language, part=str(at), parts=str(parts), title=part.title.text)
    return Text(words, Align.CENTRE, bold=True)


def _whose(whose: Whose, language: Language) -> list[Line]:
    lines: list[Line] = [Pair(text("number", language), grouped(mask(whose.masked_number)))]
    if whose.masked_name:
        lines.append(Pair(receipt_texts.text("name", language), whose.masked_name))
    return lines


def _demo(frame: Frame) -> tuple[Line, ...]:
    demo = Text(receipt_texts.text("demo", frame.language), Align.CENTRE, bold=True)
    return (demo,) if frame.policy.demo else ()


def _foot(frame: Frame, parts: int) -> list[Line]:
    policy, language = frame.policy, frame.language
    end = [Text(text("end_of_parts", language, parts=str(parts)), Align.CENTRE)] if parts > 1 else []
    return [
        *end,
        Pair(receipt_texts.text("terminal", language), f"{policy.terminal} ({policy.kiosk_id})"),
        Pair(receipt_texts.text("phone", language), policy.service_phone),
        Pair(text("printed_at", language), short_time(frame.printed_at)),
    ]


def _ruled(blocks: Iterable[Iterable[Line]]) -> list[Line]:
    """The blocks with one rule before each, also where a block begins or ends with rules of its own."""
    lines: list[Line] = []
    for block in blocks:
        for line in (Rule(), *block):
            if not (isinstance(line, Rule) and lines and isinstance(lines[-1], Rule)):
                lines.append(line)
    return lines
