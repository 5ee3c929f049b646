"""The pages of asking: from the state and the centre's answer to what the screen shows. Pure."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from kiosk.catalogue import Catalogue, Tier
from kiosk.enquiry import SECRET_DIGITS, ProofMethod
from kiosk.enquiry_answers import (
    BalanceSheet,
    BillSheet,
    Category,
    ChargeLine,
    DetailPage,
    PastPayments,
    PointsSheet,
    Restrictions,
    Subscription,
    Subscriptions,
)
from kiosk.enquiry_views import (
    AskingView,
    BalanceView,
    BillGroup,
    BillView,
    CategoryKey,
    DetailRow,
    DetailsView,
    EndSubscriptionView,
    EnquiryBody,
    ExchangeLine,
    Line,
    MenuView,
    MonthBar,
    PaperStep,
    PastPaymentLine,
    PaymentsView,
    PointsView,
    PreviewView,
    ProofView,
    RestrictionLine,
    RestrictionsView,
    SecretView,
    ServiceGroup,
    ServiceKey,
    SheetView,
    SubscriptionLine,
    SubscriptionsView,
)
from kiosk.flow import enquiry_states as es, here
from kiosk.flow.asking import OFFERED, RECORDS_A_PAGE, needs_both, why_not_ask
from kiosk.flow.drawn_back import STUCK_IN_THE_MOUTH
from kiosk.flow.enquiring import months_offered
from kiosk.flow.health import why_no_payment
from kiosk.flow.previewing import can_print, can_print_now
from kiosk.flow.proving import can_get_sms
from kiosk.flow.reprinting import NEEDS_CODE, receipts_offered
from kiosk.flow.states import State, Terminal
from kiosk.messages import Message
from kiosk.money import ZERO, Fen, total
from kiosk.paper import COLUMNS
from kiosk.questions import AskDetails
from kiosk.visit_types import Language, Service

HOME_KEYS: Final = 4  # services on the home screen, beside paying
PROOF_GIVEN: Final = Message("proof_given")
NO_SMS: Final = Message("sms_unreachable")
NO_SMS_FOR_RECEIPT: Final = Message("sms_unreachable_for_receipt")
NO_SMS_TO_END: Final = Message("sms_unreachable_to_end")
LIST_IS_OLD: Final = Message("list_is_old")
TRY_AGAIN: Final = frozenset({"centre_silent_asking", "asked_too_often"})  # what asking once more may cure
CARE: Final = {"sms": Message("care_sms"), "manual_call": Message("care_manual_call")}  # as the contract's ``care``


# ---- the menu ------------------------------------------------------------------------------------------------------


def service_keys(terminal: Terminal, language: Language) -> tuple[ServiceKey, ...]:
    """What can be asked here and now, in the catalogue's order."""
    catalogue = terminal.catalogue
    if catalogue is None:
        return ()
    offered = sorted(catalogue.services, key=lambda entry: entry.order)
    return tuple(
        ServiceKey(entry.service, entry.name.of(language))
        for entry in offered
        if entry.service is not None and entry.service in OFFERED and why_not_ask(terminal, entry.service) is None
    )


def menu(state: State, _visit: es.Menu) -> MenuView:
    language, catalogue = state.look.language, state.terminal.catalogue
    keys = service_keys(state.terminal, language)
    if catalogue is None or not keys:
        return MenuView((), why_not_ask(state.terminal, Service.BALANCE) or Message("no_catalogue"))
    entries = {entry.code: entry for entry in catalogue.services}
    groups = [
        ServiceGroup(one.name.of(language), tuple(key for key in keys if entries[key.service.value].class_code == one.code))
        for one in catalogue.classes
    ]
    return MenuView(tuple(group for group in groups if group.keys), greeting=_greeting(state))


# ---- proofs --------------------------------------------------------------------------------------------------------


def choose_proof(state: State, visit: es.ChooseProof) -> ProofView:
    enquirer = here.enquirer(state)
    of_receipt = visit.wanted is not None
    given = frozenset() if of_receipt else enquirer.methods  # a password that was given is no help there
    no_sms = NO_SMS_FOR_RECEIPT if of_receipt else NO_SMS
    return ProofView(
        service=_title(state, Service.REPRINT if of_receipt else visit.service),
        masked_number=enquirer.account.masked(),
        both=needs_both(state.terminal, visit.service) and not of_receipt,
        password=PROOF_GIVEN if ProofMethod.SERVICE_PASSWORD in given else NEEDS_CODE if of_receipt else None,
        sms=PROOF_GIVEN if ProofMethod.SMS_CODE in given else None if can_get_sms(enquirer) else no_sms,
        given=next(iter(sorted(given)), None),
        problem=visit.problem,
    )


def proving(state: State, visit: es.Proving) -> SecretView:
    return SecretView(
        method=visit.method,
        masked_number=here.enquirer(state).account.masked(),
        typed=len(visit.digits),
        digits=SECRET_DIGITS,
        opening=visit.challenge is None,
        busy=bool(visit.ticket),
        can_resend=visit.method is ProofMethod.SMS_CODE and not visit.ticket,
        problem=visit.problem,
    )


# ---- answers -------------------------------------------------------------------------------------------------------


def enquiring(state: State, visit: es.Enquiring) -> EnquiryBody:
    if visit.sheet is None:
        title, masked = _title(state, visit.service), here.enquirer(state).account.masked()
        retry = visit.problem is not None and visit.problem.id in TRY_AGAIN and not visit.ticket
        return AskingView(title, masked, visit.problem, can_retry=retry, greeting=_greeting(state))
    return replace(_SHEETS[type(visit.sheet)](state, visit, visit.sheet), greeting=_greeting(state))


def _balance(state: State, visit: es.Enquiring, sheet: BalanceSheet) -> BalanceView:
    language, balance = state.look.language, sheet.balance
    principal = [part.amount for part in balance.parts if part.code == "principal"]
    granted = [part for part in balance.parts if part.code == "granted"]
    tier = _tier(state)
    return BalanceView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        balance=balance.balance,
        arrears=balance.arrears,
        principal=total(principal),
        granted=tuple(Line("", part.amount, part.until or "") for part in granted),
        charges=_lines(balance.charges, language),
        charged=balance.charged,
        restrictions=_restrictions(sheet.restrictions, language),
        as_of=balance.as_of,
        can_pay=not why_no_payment(state.terminal),
        can_print=can_print(visit),
        credit_limit=tier.overdraft if tier is not None else None,
        care=CARE.get(tier.care) if tier is not None and tier.overdraft is not None else None,
    )


def _bill(state: State, visit: es.Enquiring, sheet: BillSheet) -> BillView:
    language, bill, catalogue = state.look.language, sheet.bill, _catalogue(state)
    kinds = tuple(Category)
    groups = [
        BillGroup(catalogue.category(group.category).of(language), group.amount, _lines(group.lines, language))
        for group in bill.own_charges
    ]
    bars = [
        MonthBar(
            month=month.month,
            total=month.total,
            parts=tuple(_of_kind(kind, {one.category: one.amount for one in month.groups}) for kind in kinds),
            closed=month.closed,
            chosen=month.month == bill.month,
        )
        for month in sheet.history.months
    ]
    return BillView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        month=bill.month,
        closed=bill.closed,
        plan=bill.plan.name.of(language),
        own=tuple(groups),
        own_total=bill.own,
        third_party=tuple(
            Line(one.name.of(language), one.amount, one.provider.of(language)) for one in bill.third_party_charges
        ),
        third_party_total=bill.third_party,
        adjustments=_lines(bill.adjustments, language),
        adjusted=bill.adjusted,
        total=bill.total,
        volume_kb=bill.data_usage.volume_kb,
        raw_bytes=bill.data_usage.raw_bytes,
        call_seconds=bill.call_seconds,
        messages=bill.messages,
        as_of=bill.as_of,
        kinds=tuple(catalogue.category(kind).of(language) for kind in kinds),
        bars=tuple(bars),
        months=tuple(months_offered(visit, bill.as_of)),
        can_pay=not why_no_payment(state.terminal),
        can_print=can_print(visit),
        busy=bool(visit.ticket),
        problem=visit.problem,
    )


def _of_kind(kind: Category, amounts: dict[Category, Fen]) -> Fen:
    return amounts.get(kind, ZERO)


def _details(state: State, visit: es.Enquiring, page: DetailPage) -> DetailsView:
    language, catalogue = state.look.language, _catalogue(state)
    asked = visit.shown
    assert isinstance(asked, AskDetails)
    before = len(visit.before) * RECORDS_A_PAGE
    rows = [
        DetailRow(one.started_at, one.name.of(language), one.counterpart, one.place, one.seconds, one.volume_kb, one.amount)
        for one in page.items
    ]
    every = CategoryKey("", "", asked.category is None)
    return DetailsView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        month=page.month,
        months=months_offered(visit, page.as_of),
        categories=(
            every,
            *(CategoryKey(kind, catalogue.category(kind).of(language), kind is asked.category) for kind in Category),
        ),
        day=asked.day,
        rows=tuple(rows),
        first=before + 1 if rows else 0,
        last=before + len(rows),
        found=page.found,
        found_amount=page.found_amount,
        as_of=page.as_of,
        has_previous=bool(visit.before),
        has_next=page.next_cursor is not None,
        can_print=can_print(visit),
        busy=bool(visit.ticket),
        problem=visit.problem,
    )


def _points(state: State, visit: es.Enquiring, sheet: PointsSheet) -> PointsView:
    language, points = state.look.language, sheet.points
    return PointsView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        points=points.points,
        expiring=points.expiring_points,
        expires_at=points.expires_at,
        exchanges=tuple(ExchangeLine(one.exchanged_at, one.item.of(language), one.points) for one in sheet.exchanges.items),
        as_of=points.as_of,
        can_print=can_print(visit),
    )


def _payments(state: State, visit: es.Enquiring, sheet: PastPayments) -> PaymentsView:
    language, receipts = state.look.language, receipts_offered(state, visit)
    return PaymentsView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        payments=tuple(
            PastPaymentLine(
                one.paid_at,
                one.channel.of(language),
                one.amount,
                one.payment_id if one.payment_id is not None and one.payment_id in receipts else "",
            )
            for one in sheet.items
        ),
        can_print=can_print(visit),
    )


def _subscriptions(state: State, visit: es.Enquiring, sheet: Subscriptions) -> SubscriptionsView:
    language = state.look.language
    return SubscriptionsView(
        title=_title(state, visit.service),
        masked_number=here.enquirer(state).account.masked(),
        subscriptions=tuple(_subscription(one, language) for one in sheet.items),
        done=None if visit.none_ended else visit.ended,
        nothing=visit.ended if visit.none_ended else None,
        problem=LIST_IS_OLD if visit.problem is not None and visit.ended is not None else visit.problem,
        busy=bool(visit.ticket),
    )


def _restricted(state: State, visit: es.Enquiring, sheet: Restrictions) -> RestrictionsView:
    masked = here.enquirer(state).account.masked()
    return RestrictionsView(_title(state, visit.service), masked, _restrictions(sheet, state.look.language))


_SHEETS: Final[dict[type, Callable[[State, es.Enquiring, Any], SheetView]]] = {
    BalanceSheet: _balance,
    BillSheet: _bill,
    DetailPage: _details,
    PointsSheet: _points,
    PastPayments: _payments,
    Subscriptions: _subscriptions,
    Restrictions: _restricted,
}


# ---- the end of a subscription, and paper --------------------------------------------------------------------------


def ending_subscription(state: State, visit: es.EndingSubscription) -> EnquiryBody:
    enquirer, line = here.enquirer(state), _subscription(visit.subscription, state.look.language)
    masked = enquirer.account.masked()
    if visit.challenge is None and not visit.ticket:
        return EndSubscriptionView(masked, line, None if can_get_sms(enquirer) else NO_SMS_TO_END, visit.problem)
    return SecretView(
        method=ProofMethod.SMS_CODE,
        masked_number=masked,
        typed=len(visit.digits),
        digits=SECRET_DIGITS,
        opening=visit.challenge is None,
        busy=bool(visit.ticket),
        can_resend=not visit.ticket,
        ends=line.name,
        problem=visit.problem,
    )


def previewing(state: State, visit: es.Previewing) -> PreviewView:
    printer = state.terminal.printer
    problem = visit.problem
    if printer.code == STUCK_IN_THE_MOUTH and visit.step is PaperStep.PRINTED:
        problem = Message("slip_in_the_mouth")
    elif problem is None and not printer.usable:
        problem = Message("printer_out", (("code", printer.code),))
    columns = COLUMNS[state.terminal.policy.paper_width_mm]
    return PreviewView(visit.document, visit.step, problem, visit.left_out, columns, can_print_now(state))


# ---- small pieces --------------------------------------------------------------------------------------------------


def _lines(charges: tuple[ChargeLine, ...], language: Language) -> tuple[Line, ...]:
    return tuple(Line(one.name.of(language), one.amount) for one in charges)


def _restrictions(sheet: Restrictions, language: Language) -> tuple[RestrictionLine, ...]:
    return tuple(
        RestrictionLine(
            one.what.of(language), one.reason.of(language), one.until, one.earlier.of(language) if one.earlier else ""
        )
        for one in sheet.items
    )


def _subscription(one: Subscription, language: Language) -> SubscriptionLine:
    provider = one.provider.of(language) if one.provider is not None else ""
    return SubscriptionLine(one.code, one.name.of(language), provider, one.monthly, one.since)


def _tier(state: State) -> Tier | None:
    """Of the customer whose number is proved to be theirs; before, nobody is told anything by it (field.md X27)."""
    enquirer = state.enquirer
    found = enquirer.customer.found if enquirer is not None and enquirer.token else None
    return _catalogue(state).tier(found.tier) if found is not None else None


def _greeting(state: State) -> str:
    """By tier and time of day, all of it data (F20); empty where the centre has no words for it."""
    tier, enquirer = _tier(state), state.enquirer
    named = _catalogue(state).greeting(tier.code, enquirer.proved_at) if tier is not None and enquirer is not None else None
    return named.of(state.look.language) if named is not None else ""


def _title(state: State, service: Service) -> str:
    entry = _catalogue(state).entry(service)
    return entry.name.of(state.look.language) if entry is not None else service.value


def _catalogue(state: State) -> Catalogue:
    """Pages of asking exist only after the centre has told it."""
    assert state.terminal.catalogue is not None
    return state.terminal.catalogue
