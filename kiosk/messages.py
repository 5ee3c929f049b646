"""Words by their key: the core says which, the screens and the paper say it in the visitor's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """``id`` is a key of the screens' text table; ``params`` fill its named places, amounts already as text."""

    id: str
    params: tuple[tuple[str, str], ...] = ()
