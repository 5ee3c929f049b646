"""The base of all facts, so that each subject may have a file of its own; ``kiosk.facts`` gives them all on."""

import msgspec


class Fact(msgspec.Struct, frozen=True, tag=True, tag_field="fact"):
    """Base of all facts; the tag is the class name."""
