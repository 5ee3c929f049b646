"""The two dialects, POS Integrado and POS Autoservicio: requests taken apart, answers put together (specs/pos-integrado.md
sections 5 and 6). Fields are ASCII, joined by ``|``; amounts are whole fen, as the host sends them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Name = Literal["pos_integrado", "pos_autoservicio"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request that the dialect knows: its function, e.g. "0200", and its fields by name."""

    text: str
    function: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SaleReport:
    """What 0210, 0260 and 0261 say of a sale."""

    rc: str
    ticket: str = ""
    amount: int | None = None
    auth: str = ""
    last4: str = ""
    opno: str = ""
    debit: bool | None = None
    brand: str = ""
    day: str = ""
    """DDMMYYYY"""
    time: str = ""
    """HHMMSS"""
    account: str = ""
    voucher: str = ""
    """Autoservicio only: lines of 40 characters, one behind the other."""
    filler: str = ""
    """Whatever stands in a field nobody needs (empleado, glosa)."""

    @property
    def kind(self) -> str:
        """The CR/DB field."""
        return "" if self.debit is None else "DB" if self.debit else "CR"


@dataclass(frozen=True, slots=True)
class Shop:
    """Whose terminal it is: the two fields behind every result code."""

    commerce: str
    tid: str

    def head(self, answer: str, rc: str) -> list[str]:
        return [answer, rc, self.commerce, self.tid]


_SAME = {"0100": r"0100", "0800": r"0800"}

_INTEGRADO = {
    **_SAME,
    "0200": r"0200\|(?P<amount>\d{1,9})\|(?P<ticket>[0-9A-Za-z]{1,6})\|\|\|(?P<status>[01])\|",
    "0250": r"0250\|",
    "1200": r"1200\|(?P<opno>\d{1,6})\|",
    "0500": r"0500\|\|",
    "0700": r"0700\|\|",
    "0260": r"0260\|(?P<print>[01])\|",
}

_AUTOSERVICIO = {
    **_SAME,
    "0070": r"0070",
    "0080": r"0080",
    "0200": r"0200\|(?P<amount>\d{9})\|(?P<ticket>[0-9A-Za-z]{1,20})\|(?P<voucher>[01])\|(?P<status>[01])",
    "0250": r"0250\|(?P<voucher>[01])",
    "1200": r"1200",
    "0500": r"0500\|(?P<voucher>[01])",
}


class Dialect:
    """One dialect."""

    def __init__(self, name: Name) -> None:
        self.name = name
        self.integrado = name == "pos_integrado"
        table = _INTEGRADO if self.integrado else _AUTOSERVICIO
        self._requests = {function: re.compile(pattern) for function, pattern in table.items()}

    def request(self, text: str) -> Request | None:
        """What the host asks, or None if this dialect has no such request."""
        pattern = self._requests.get(text[:4])
        match = pattern.fullmatch(text) if pattern is not None else None
        return None if match is None else Request(text, text[:4], match.groupdict())

    def sale(self, answer: str, shop: Shop, report: SaleReport) -> str:
        """An 0210, 0260 or 0261."""
        fields = self._integrado_sale(report) if self.integrado else self._autoservicio_sale(report)
        return "|".join([*shop.head(answer, report.rc), *fields]) + ("|" if self.integrado else "")

    def bare(self, answer: str, shop: Shop, rc: str) -> str:
        """An answer of a result code alone, with the bar that the vector of 0260 with rc 11 has at its end."""
        return "|".join(shop.head(answer, rc)) + "|"

    def closed(self, shop: Shop, rc: str, voucher: str) -> str:
        """An 0510."""
        return self.bare("0510", shop, rc) + ("" if self.integrado else voucher)

    def voided(self, shop: Shop, rc: str, auth: str, opno: str) -> str:
        """A 1210."""
        return "|".join([*shop.head("1210", rc), auth, opno])

    @staticmethod
    def totals(rc: str, count: int, amount: int) -> str:
        """An 0710, without leading zeros as in the page's vector."""
        return f"0710|{rc}|{count}|{amount}"

    @staticmethod
    def initialised(rc: str, day: str, time: str) -> str:
        """A 1080."""
        return f"1080|{rc}|{day}|{time}"

    @staticmethod
    def progress(code: str) -> str:
        """An 0900."""
        return f"0900|{code}|"

    @staticmethod
    def _integrado_sale(report: SaleReport) -> list[str]:
        amount = "" if report.amount is None else str(report.amount)
        return [
            *(report.ticket, report.auth, amount, "0", ""),  # nCuotas, montoCuota
            *(report.last4, report.opno, report.kind, "", report.account),  # fechaContable before the account
            *(report.brand, report.day, report.time, report.filler, ""),  # empleado, propina
        ]

    @staticmethod
    def _autoservicio_sale(report: SaleReport) -> list[str]:
        amount = "" if report.amount is None else f"{report.amount:09}"
        return [
            *(report.ticket, report.auth, amount, report.last4, report.opno, report.kind, "", report.account),
            *(report.brand, report.day, report.time, report.voucher, "", "0", "", report.filler),  # tipoCuota .. glosa
        ]
