"""What a simulated POS says: answers made from its journal, and the lies and checksums that were ordered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from devices.simulators import pos_voucher
from devices.simulators.card_books import Entry
from devices.simulators.pos_codec import filler_for
from devices.simulators.pos_dialect import Dialect, SaleReport, Shop
from devices.simulators.pos_journal import report
from devices.simulators.pos_settings import APPROVED, NO_LAST_SALE, PosFaults, PosOptions


class Speech:
    """Makes the answers of one POS. ``wall`` is its clock."""

    def __init__(
        self, dialect: Dialect, options: Callable[[], PosOptions], faults: PosFaults, wall: Callable[[], datetime]
    ) -> None:
        self._dialect = dialect
        self._options = options
        self._faults = faults
        self._wall = wall

    @property
    def shop(self) -> Shop:
        """Whose terminal it is."""
        return Shop(self._options().commerce, self._options().tid)

    def sale(self, answer: str, entry: Entry, *, voucher: bool) -> str:
        """An 0210, 0260 or 0261 about a sale."""
        if entry.result != APPROVED and self._options().short_declines:
            return self._dialect.bare(answer, self.shop, entry.result)
        said, shop = report(entry), self.shop
        if self._faults.leaked_pan is not None:
            said = replace(said, account=self._faults.leaked_pan)
        if voucher and entry.result == APPROVED:
            said = replace(said, voucher="".join(self.voucher(entry)))
        said, shop = self._falsified(answer, said, shop)
        return self._with_lrc(answer, said, shop)

    def last_sale(self, entry: Entry | None, *, voucher: bool) -> str:
        """An 0260 about the last sale; None is rc 11."""
        return self.bare("0250", NO_LAST_SALE) if entry is None else self.sale("0260", entry, voucher=voucher)

    def voided(self, rc: str, entry: Entry | None) -> str:
        """A 1210 about a sale, if there is one."""
        auth, opno = ("", "") if entry is None else (entry.auth, entry.trace)
        return self._dialect.voided(self.shop, rc, auth, opno)

    def closed(self, count: int, amount: int, *, voucher: bool) -> str:
        """An 0510."""
        lines = pos_voucher.of_day(self.shop, self._wall(), count, amount) if voucher else []
        return self._dialect.closed(self.shop, APPROVED, "".join(lines))

    def end_of_detail(self) -> str:
        """The 0261 behind the last sale."""
        return self._dialect.sale("0261", self.shop, SaleReport(APPROVED))

    def bare(self, function: str, rc: str) -> str:
        """The answer to a request that holds a result code and nothing of a sale."""
        at = self._wall()
        match function:
            case "1200":
                return self.voided(rc, None)
            case "0700":
                return self._dialect.totals(rc, 0, 0)
            case "0080":
                return self._dialect.initialised(rc, f"{at:%d%m%Y}", f"{at:%H%M%S}")
            case _:
                answer = {"0200": "0210", "0250": "0260", "0260": "0261", "0500": "0510", "0800": "0810"}[function]
                return self._dialect.bare(answer, self.shop, rc)

    def voucher(self, entry: Entry) -> list[str]:
        """The customer's copy of an approved sale."""
        masked = "*" * 12 + str(entry.details["last4"])
        return pos_voucher.of_sale(entry, self.shop, self._faults.leaked_pan or masked)

    def _falsified(self, answer: str, said: SaleReport, shop: Shop) -> tuple[SaleReport, Shop]:
        lie = next((lie for lie in self._faults.falsehoods if lie.answer == answer), None)
        if lie is None:
            return said, shop
        self._faults.falsehoods.remove(lie)
        said = replace(said, ticket=lie.ticket or said.ticket, amount=said.amount if lie.amount is None else lie.amount)
        return said, replace(shop, tid=lie.tid or shop.tid)

    def _with_lrc(self, answer: str, said: SaleReport, shop: Shop) -> str:
        text = self._dialect.sale(answer, shop, said)
        forced = next((forced for forced in self._faults.forced_lrc if forced[0] == answer), None)
        if forced is None:
            return text
        self._faults.forced_lrc.remove(forced)
        return self._dialect.sale(answer, shop, replace(said, filler=filler_for(text, forced[1])))
