"""What a POS prints of a sale, a void and a day: lines of 40 characters (specs/pos-integrado.md sections 5 and 10)."""

from datetime import datetime

from devices.simulators.card_books import Entry
from devices.simulators.pos_dialect import Shop

WIDTH = 40


def yuan(fen: int) -> str:
    """123456 fen as "1234.56"."""
    return f"{fen // 100}.{fen % 100:02}"


def _pair(left: str, right: str) -> str:
    """A word at each end of the line."""
    return left + right.rjust(WIDTH - len(left))


def _sheet(title: str, lines: list[str]) -> list[str]:
    whole = [title.center(WIDTH), *lines]
    return [line[:WIDTH].ljust(WIDTH) for line in whole]


def of_sale(entry: Entry, shop: Shop, number: str) -> list[str]:
    """The customer's copy. ``number`` is the card's number as it shall stand there, masked or (a misconfigured POS) not."""
    at = datetime.fromisoformat(entry.at)
    return _sheet(
        "VENTA DEBITO" if entry.details.get("debit") else "VENTA CREDITO",
        [
            _pair("COMERCIO", shop.commerce),
            _pair("TERMINAL", shop.tid),
            _pair("FECHA", f"{at:%d/%m/%Y %H:%M:%S}"),
            _pair("TARJETA " + str(entry.details.get("brand", "")), number),
            _pair("TOTAL", yuan(entry.amount)),
            _pair("BOLETA", entry.ticket),
            _pair("OPERACION", entry.trace),
            _pair("AUTORIZACION", entry.auth),
        ],
    )


def of_day(shop: Shop, at: datetime, count: int, amount: int) -> list[str]:
    """The sheet of a closed day. ``amount`` in fen."""
    return _sheet(
        "CIERRE DE TERMINAL",
        [
            _pair("COMERCIO", shop.commerce),
            _pair("TERMINAL", shop.tid),
            _pair("FECHA", f"{at:%d/%m/%Y %H:%M:%S}"),
            _pair("VENTAS", str(count)),
            _pair("TOTAL", yuan(amount)),
        ],
    )
