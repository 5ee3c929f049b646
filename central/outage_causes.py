"""Why a terminal serves less than fully: one cause for every minute (central-api.md 6). Pure tables and rules."""

from collections.abc import Collection, Mapping
from typing import Any, Final

# When several are there at once, the first one counts. ``power``: the terminal itself does not run, whatever stopped it.
CAUSES: Final = ("power", "network", "central", "cash", "card", "print", "supplies", "staff")
CAPABILITIES: Final = ("cash", "card", "print")
NOT_RUNNING: Final = "power"
NOBODY_HEARD: Final = "network"

_OF_PREFIX: Final = {
    "NET": "network",
    "CEN": "central",
    "BSS": "central",
    "Q": "central",
    "BV": "cash",
    "CRD": "card",
    "CARD": "card",
    "PRN": "print",
    "DOOR": "staff",
    "STAFF": "staff",
}
# What a person puts right by bringing or emptying something: (the capability that is gone with it, code).
_SUPPLIES: Final = {"PRN-OUT": "print", "PRN-LOW": "print", "BV-FULL": "cash", "CARD-PAPER": "card"}
_BY_PEOPLE: Final = frozenset({"staff", "disabled", "closed"})

# How the process before this one ended (docs/central-contract.md, inventory). A clean end is somebody's decision.
_OF_END: Final = {"clean": "staff"}


def of_end(ended: object) -> str:
    """The cause of the time in which no process ran."""
    return _OF_END.get(str(ended), NOT_RUNNING)


def of_service(data: Mapping[str, Any], fitted: Collection[str]) -> str:
    """The cause that a ``service`` event of a state that is not full stands for.

    ``fitted``: of ``CAPABILITIES``, what this terminal has at all; what it never had is the cause of nothing.
    """
    code, mode = str(data.get("code", "")), data.get("mode")
    found = {cause} if (cause := _of_code(code)) else set()
    if mode in _BY_PEOPLE:
        found.add("staff")  # its devices serve nobody because somebody wants it so
    else:
        gone = {name for name in CAPABILITIES if name in fitted and not data.get(name, True)}
        found |= gone - {_SUPPLIES.get(code, "")}
        if not data.get("centre", True) and "network" not in found:
            found.add("central")
    return first(found)


def first(found: Collection[str]) -> str:
    """By the order of ``CAUSES``; a terminal that can't say why has a fault of its own."""
    return next((cause for cause in CAUSES if cause in found), NOT_RUNNING)


def _of_code(code: str) -> str:
    return "supplies" if code in _SUPPLIES else _OF_PREFIX.get(code.partition("-")[0], "")
