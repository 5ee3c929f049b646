"""The page of open money: from the state to what the screen shows. Pure."""

from kiosk.flow import open_money
from kiosk.flow.box_screens import who
from kiosk.flow.logging_off import hands_inside
from kiosk.flow.settling import code_of
from kiosk.flow.settling_states import Settling
from kiosk.flow.states import State
from kiosk.money import Fen
from kiosk.open_money import OpenMoney, reasons
from kiosk.settling_views import MoneyLine, SettlingView, SuggestionLine


def settling(state: State, page: Settling) -> SettlingView:
    money = page.sheet.money if page.sheet is not None else ()
    at = page.page * open_money.LINES
    done, found = page.done, page.found
    suggested = page.sheet.suggested(found) if page.sheet is not None and found is not None else ()
    shown = done.money if done is not None else page.chosen
    outcome = done.outcome if done is not None else page.outcome
    return SettlingView(
        who=who(page.member),
        step=_step(page),
        lines=tuple(_line(one) for one in money[at : at + open_money.LINES]),
        total=len(money),
        sum=Fen(sum(one.fen for one in money)),
        page=page.page,
        pages=max(-(-len(money) // open_money.LINES), 1),
        line=None if shown is None else _line(shown),
        outcomes=tuple(one.value for one in page.chosen.may_become()) if page.chosen is not None else (),
        outcome="" if outcome is None else outcome.value,
        reasons=reasons(page.chosen.kind, page.outcome) if page.chosen is not None and page.outcome is not None else (),
        reason=page.reason,
        values=tuple(sorted(state.terminal.policy.denominations)) if page.finding else (),
        found=found or Fen(0),
        suggestions=tuple(SuggestionLine(one.note_id, one.masked_number, one.at, one.in_doubt) for one in suggested),
        credited_as=done.credited_as if done is not None else "",
        second=done.second if done is not None else "",
        slip=done.printing.value if done is not None else "",
        can_print=open_money.can_print(state, page),
        can_confirm=open_money.can_confirm(page) or (page.unread and not page.ticket),
        busy=bool(page.ticket),
        unread=page.unread,
        hands_inside=hands_inside(state.terminal),
        problem=page.problem,
    )


def _step(page: Settling) -> str:
    if page.done is not None:
        return "settled"
    if page.finding:
        return "value" if page.found is None else "whose"
    if page.chosen is None:
        return "list"
    return "line" if page.outcome is None else "reason"


def _line(money: OpenMoney) -> MoneyLine:
    return MoneyLine(
        id=money.id,
        code=code_of(money),
        kind=money.kind.value,
        amount=money.fen,
        since=money.since,
        why=money.why,
        masked_number=money.masked_number,
        waits=not money.may_become(),
    )
