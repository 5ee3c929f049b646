"""The visit of the tour that asks: a bill, records that need both proofs, one slip, and nothing that stays."""

import re
import shutil

from app.tour_stage import Stage, masked
from app.tour_visitor import TourError
from kiosk.enquiry_views import BillView, DetailsView, MenuView, PaperStep, PreviewView, ProofView, SecretView
from kiosk.money import price_text
from kiosk.views import HomeView, NumberView

_NUMBER = "13900001234"  # of the demo's customers the one with thousands of records a month
_PASSWORD = "802739"  # noqa: S105 (of every demo number, docs/central-contract.md)


def asking(stage: Stage) -> None:
    """Last month's bill after one proof, its records after the second, both on one slip."""
    stage.say(f"Bills and records, for {masked(_NUMBER)}")
    _number(stage)
    _password(stage)
    bill = _bill(stage)
    _records(stage, bill)
    _one_slip(stage, bill)
    stage.visitor.tap("home")
    stage.gone(_NUMBER)


def _number(stage: Stage) -> None:
    visitor = stage.visitor
    visitor.see(HomeView, lambda home: home.has_menu and all(lamp.works for lamp in home.lamps), "with all in service")
    visitor.picture("home-services", "beside paying: what the centre's catalogue offers")
    visitor.tap("menu")
    visitor.see(MenuView)
    visitor.picture("menu", "every service by class, under the names of the catalogue")
    visitor.tap("service_past_bills")
    visitor.see(NumberView)
    visitor.type_number(_NUMBER)
    visitor.see(NumberView, lambda shown: shown.complete, "with a whole number")
    visitor.tap("confirm")


def _password(stage: Stage) -> None:
    visitor = stage.visitor
    visitor.see(ProofView)
    visitor.picture("proof", "paying needs no proof; asking needs one")
    visitor.tap("proof_service_password")
    visitor.see(SecretView, lambda page: not page.busy, "that takes the password")
    visitor.type_number(_PASSWORD[:4])
    visitor.picture("secret", "digits are only counted")
    visitor.type_number(_PASSWORD[4:])


def _bill(stage: Stage) -> BillView:
    visitor = stage.visitor
    bill = visitor.see(BillView, lambda page: not page.busy, "with the bill")
    if bill.total != bill.own_total + bill.third_party_total + bill.adjusted:
        raise TourError(f"the parts of the bill do not make {bill.total} fen")
    visitor.picture("bill", f"{bill.month}: {price_text(bill.total)}, and where the money went in {len(bill.bars)} months")
    visitor.tap("print")
    visitor.see(PreviewView)
    visitor.picture("preview-bill", "the paper before it is spent")
    visitor.tap("leave")
    visitor.see(BillView)
    return bill


def _records(stage: Stage, bill: BillView) -> None:
    """The same visit asks on without typing the number; what is missing is the code."""
    visitor = stage.visitor
    visitor.tap("back")
    visitor.see(MenuView)
    visitor.tap("service_past_details")
    visitor.see(ProofView, lambda page: page.both and page.given is not None, "that wants the second proof")
    visitor.picture("proof-second", "records need both proofs; one is there already")
    heard = stage.newest_message()
    visitor.tap("proof_sms_code")
    visitor.see(SecretView, lambda page: not page.busy, "that takes the code")
    code = re.search(r"\d{6}", stage.next_message(heard))
    if code is None:
        raise TourError("the SMS carries no code of six digits")
    visitor.type_number(code.group())
    page = visitor.see(DetailsView, lambda shown: not shown.busy, "with records")
    if (page.month, page.found_amount) != (bill.month, bill.total - bill.adjusted):
        raise TourError(f"the records of {page.month} make {page.found_amount} fen, its bill {bill.total - bill.adjusted}")
    visitor.picture("details", f"records {page.first} to {page.last} of {page.found}; together they are the bill")
    visitor.tap("next_page")
    visitor.see(DetailsView, lambda shown: shown.first > page.last, "with the next records")


def _one_slip(stage: Stage, bill: BillView) -> None:
    visitor = stage.visitor
    visitor.tap("print")
    visitor.see(PreviewView, lambda page: page.left_out > 0, "that says what does not fit")
    visitor.picture("preview-visit", "bill and records on one slip; what is left out is said before")
    visitor.tap("print")
    visitor.see(PreviewView, lambda page: page.step is PaperStep.PRINTED, "with the slip printed")
    visitor.picture("printed", "printed, by the printer's own evidence")
    paper = stage.newest_paper()
    if paper.get("png"):
        shutil.copyfile(paper["png"], stage.out / "slip-of-the-visit.png")
        stage.say("  slip            slip-of-the-visit.png")
    for told in ("1/2", "2/2", f"{bill.total // 100}.{bill.total % 100:02d}"):
        if told not in paper["text"]:
            raise TourError(f"the slip does not carry {told!r}")
    if _NUMBER in paper["text"]:
        raise TourError("the slip carries the whole number")
