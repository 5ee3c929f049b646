"""Every parser that reads the outside, by name."""

from tests.fuzz import card_targets, ccnet_targets, centre_targets, escpos_targets, file_targets, signed_targets
from tests.fuzz.engine import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for part in (ccnet_targets, card_targets, escpos_targets, centre_targets, signed_targets, file_targets)
    for target in part.TARGETS
}
