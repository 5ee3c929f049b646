"""The demo's accounts: invented people and firms, every state a terminal must cope with."""

from typing import Any, Final

from sqlalchemy import update

from central.database import Database, insert_once
from central.demo_customers import add_demo_passwords, add_demo_use
from central.tables import billing_accounts
from central.times import parse

_ACTIVE, _ONE_WAY, _TWO_WAY = "active", "suspended_one_way", "suspended_two_way"

# kind, number, name, tier, balance in fen (negative = arrears), service state, condition
_ACCOUNTS: Final = (
    ("mobile", "13800135678", "张伟", "gold", -18240, _ONE_WAY, "open"),
    ("mobile", "13900001234", "李娜", "silver", 5630, _ACTIVE, "open"),
    ("mobile", "13700002222", "王芳", "silver", -32050, _TWO_WAY, "open"),
    ("mobile", "15012345678", "刘洋", "b", -4500, _ACTIVE, "open"),
    ("mobile", "18800008888", "陈静", "diamond", -128800, _ACTIVE, "open"),
    ("mobile", "13600003333", "赵磊", "c", -2600, _TWO_WAY, "closed"),
    ("mobile", "13500004444", "孙丽", "b", 0, _ACTIVE, "ported_out"),
    ("mobile", "13611112222", "周强", "c", 0, _ACTIVE, "recycled"),
    ("mobile", "13312349876", "吴敏", "b", 0, _ACTIVE, "open"),
    ("mobile", "13412340001", "欧阳明月", "gold", 12800, _ACTIVE, "open"),
    ("mobile", "15811110002", "迪丽努尔·阿卜杜热合曼", "silver", -6990, _ACTIVE, "open"),
    ("mobile", "15922220003", "扎西多吉", "b", -2905, _ONE_WAY, "open"),
    ("mobile", "17733330004", "巴特尔·苏日勒和克", "a", 20000, _ACTIVE, "open"),
    ("mobile", "18644440005", "Maria del Carmen Fernández", "a", -11500, _ACTIVE, "open"),
    ("mobile", "19955550006", "杭州云溪里智能家居科技有限公司", "diamond", -356780, _ACTIVE, "open"),
    ("mobile", "13066660007", "马秀英", "c", -1, _ACTIVE, "open"),
    ("mobile", "13000009999", "拨测专用", "c", 0, _ACTIVE, "open"),
    ("broadband", "057188880008", "黄建国", "a", -9900, _ACTIVE, "open"),
    ("broadband", "KD20260009", "林小雨", "b", -16900, _ONE_WAY, "open"),
    ("fixed", "057186660010", "徐桂兰", "c", -2350, _ACTIVE, "open"),
    ("contract", "HT2026000011", "宁波甬江物流集团", "diamond", -1024000, _ACTIVE, "open"),
)
# In fen, a year and a month: just at a bound, just below it, or plainly inside (features.md F41). Of the others billing
# knows no spending and says the tier itself.
_SPENT: Final = {
    "18800008888": (600_000, 50_000),
    "13800135678": (599_999, 50_000),
    "13412340001": (480_000, 40_000),
    "13900001234": (399_999, 33_300),
    "17733330004": (249_999, 20_000),
    "13312349876": (230_000, 19_999),
    "13066660007": (140_000, 11_999),
}
_RESTRICTIONS: Final = {"17733330004": ("contract_period", "2027-06-30T23:59:59+08:00")}
# Accounts that are not a mobile get their SMS on a contact mobile, where there is one.
_CONTACTS: Final = {"057188880008": "13412340008", "KD20260009": "15811110009", "HT2026000011": "18912340011"}


def demo_accounts() -> list[dict[str, Any]]:
    """Rows for ``billing_accounts``, as new."""
    return [_row(account) for account in _ACCOUNTS]


def add_demo_accounts(database: Database) -> None:
    """Insert what is missing; accounts that are there keep what happened to them."""
    with database.write() as connection:
        for row in demo_accounts():
            insert_once(connection, billing_accounts, row)
        add_demo_passwords(connection, demo_accounts())
        add_demo_use(connection)


def reset_demo_accounts(database: Database) -> None:
    """Put the accounts back as new. Payments, ledger and SMS stay: they happened."""
    add_demo_accounts(database)
    with database.write() as connection:
        for row in demo_accounts():
            key = (billing_accounts.c.kind == row["kind"]) & (billing_accounts.c.number == row["number"])
            connection.execute(update(billing_accounts).where(key).values(row))


def _row(account: tuple[str, str, str, str, int, str, str]) -> dict[str, Any]:
    kind, number, name, tier, balance_fen, service_state, condition = account
    reason, until = _RESTRICTIONS.get(number, (None, None))
    return {
        "kind": kind,
        "number": number,
        "name": name,
        "tier": tier,
        "spent_year_fen": _SPENT.get(number, (None, None))[0],
        "spent_month_fen": _SPENT.get(number, (None, None))[1],
        "balance_fen": balance_fen,
        "service_state": service_state,
        "condition": condition,
        "restriction_reason": reason,
        "restriction_until": parse(until) if until else None,
        "sms_number": number if kind == "mobile" else _CONTACTS.get(number, ""),
    }
