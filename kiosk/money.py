"""Money is whole fen (1 yuan = 100 fen) everywhere; this is the only place that turns it into text."""

from typing import Final, NewType

Fen = NewType("Fen", int)

ZERO: Final = Fen(0)
FEN_PER_YUAN: Final = 100


def total(amounts: "list[Fen] | tuple[Fen, ...]") -> Fen:
    """The sum of amounts, in fen."""
    return Fen(sum(amounts))


def yuan_text(amount: Fen) -> str:
    """``18240`` → ``"182.40"``: always two decimals, for receipts, SMS and columns of figures."""
    sign = "-" if amount < 0 else ""
    yuan, fen = divmod(abs(amount), FEN_PER_YUAN)
    return f"{sign}{yuan}.{fen:02d}"


def price_text(amount: Fen) -> str:
    """``18240`` → ``"¥182.40"``, ``15000`` → ``"¥150"``: the short form of screens."""
    text = yuan_text(amount)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}¥{digits.removesuffix('.00')}"
