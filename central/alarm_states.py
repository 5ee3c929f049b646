"""The life of an alarm: pending, raised, ended by itself or by a person. Pure; the clock is the caller's."""

from dataclasses import dataclass, replace

from central.alarm_rules import Level, Rule
from central.times import Milliseconds, milliseconds


@dataclass(frozen=True, slots=True)
class Life:
    """``raised_at`` None: the condition holds, not for long enough yet. ``clear_since``: the condition is gone since then.
    ``by_person``: ended by somebody; it raises nothing anew until its condition was gone."""

    pending_since: Milliseconds
    raised_at: Milliseconds | None = None
    clear_since: Milliseconds | None = None
    cleared_at: Milliseconds | None = None
    by_person: bool = False

    @property
    def over(self) -> bool:
        """Nothing more follows from it: the next condition is a new alarm."""
        return self.cleared_at is not None and not (self.by_person and self.clear_since is None)


def step(rule: Rule, life: Life | None, level: Level | None, now: Milliseconds) -> Life | None:
    """What it is after this look; None: there is nothing, or nothing any more. ``level`` None: all is well."""
    if life is None:
        return _raised_if_due(rule, Life(now), now) if level is Level.HIGH else None
    if life.raised_at is None:
        return _raised_if_due(rule, life, now) if level is Level.HIGH else None
    if level is not None:
        return life if life.cleared_at is not None else replace(life, clear_since=None)
    if life.cleared_at is not None:
        return replace(life, clear_since=now)
    since = now if life.clear_since is None else life.clear_since
    well = now - since >= milliseconds(rule.clear_seconds)
    held = now - life.raised_at >= milliseconds(rule.hold_seconds)
    return replace(life, clear_since=since, cleared_at=now if well and held else None)


def _raised_if_due(rule: Rule, life: Life, now: Milliseconds) -> Life:
    due = now - life.pending_since >= milliseconds(rule.for_seconds)
    return replace(life, raised_at=now) if due else life
