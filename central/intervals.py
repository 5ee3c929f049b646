"""Sets of stretches of time: half-open spans of milliseconds, sorted, apart from each other. Pure."""

from collections.abc import Iterable

from central.times import Milliseconds

Span = tuple[Milliseconds, Milliseconds]  # from the first moment, up to but without the second
Spans = tuple[Span, ...]


def union(spans: Iterable[Span]) -> Spans:
    """Any spans, also overlapping or empty ones, as the one tidy set that covers the same time."""
    tidy: list[Span] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if tidy and begin <= tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], max(end, tidy[-1][1]))
        else:
            tidy.append((begin, end))
    return tuple(tidy)


def common(one: Iterable[Span], other: Iterable[Span]) -> Spans:
    """The time that both cover."""
    left, right = union(one), union(other)
    found: list[Span] = []
    i = j = 0
    while i < len(left) and j < len(right):
        begin, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if begin < end:
            found.append((begin, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(found)


def without(spans: Iterable[Span], removed: Iterable[Span]) -> Spans:
    """The time of ``spans`` that ``removed`` does not cover."""
    tidy = union(spans)
    if not tidy:
        return ()
    gaps: list[Span] = []
    last = tidy[0][0]
    for begin, end in union(removed):
        gaps.append((last, begin))
        last = max(last, end)
    gaps.append((last, tidy[-1][1]))
    return common(tidy, [gap for gap in gaps if gap[0] < gap[1]])


def length(spans: Iterable[Span]) -> Milliseconds:
    """How much time they cover; what two of them cover counts once."""
    return sum(end - begin for begin, end in union(spans))


def covers(spans: Iterable[Span], moment: Milliseconds) -> bool:
    return any(begin <= moment < end for begin, end in spans)
