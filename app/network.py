"""States of the demo's network between terminal and centre."""

from enum import StrEnum


class Network(StrEnum):
    UP = "up"
    CUT = "cut"  # connections are reset, new ones too
    SLOW = "slow"
    GARBLED = "garbled"  # every answer is damaged
