"""States of the demo's network between terminal and centre."""

from enum import StrEnum


class Network(StrEnum):
    UP = "up"
    CUT = "cut"  # connections are reset, new ones too
    SLOW = "slow"
    GARBLED = "garbled"  # every answer is damaged
    LOSSY = "lossy"  # some of what is sent comes only after it was sent again
    DELAYED = "delayed"  # 10 s each way
    HALF_OPEN = "half_open"  # accepted, and nothing gets through any more
    RESETTING = "resetting"  # each answer ends with a reset in its middle
    DRIPPING = "dripping"  # each answer comes a few bytes at a time
