"""M5, M13: a queue that is long, old and still grows; what is owed to a customer never expires and keeps its order."""

import statistics
import time
from collections.abc import Iterator

import pytest

from kiosk.events import CentreReachable
from kiosk.facts import AnyFact
from offline_queue.ledger import SqliteLedger
from tests.conftest import Tally
from tests.offline_queue.dispatch_bench import Bench
from tests.offline_queue.support import (
    Home,
    accepted,
    closed,
    intended,
    line_down,
    mobile,
    opened,
    posts_all,
    queue_payment,
    stacked,
)

DAY_S = 86_400.0
AT_ONCE = 100  # payments of one commit while the queue is filled


@pytest.fixture
def bench(home: Home, ledger: SqliteLedger) -> Iterator[Bench]:
    made = Bench(home, ledger)
    yield made
    assert all(len(bodies) == 1 for bodies in made.centre.bodies.values())  # the same bytes, however often
    made.outbox.close()


def fill(ledger: SqliteLedger, count: int, accounts: int) -> None:
    """So many payments of 100 yuan, in turn for ``accounts`` numbers."""
    for first in range(1, count + 1, AT_ONCE):
        facts: list[AnyFact] = []
        for seq in range(first, min(first + AT_ONCE, count + 1)):
            account, visit, note = mobile(seq % accounts), f"visit-{seq}", f"note-{seq}"
            facts += [opened(visit, account), intended(note, visit), stacked(note, visit)]
            facts += [accepted(seq, visit, 10000, account=account), closed(visit)]
        ledger.commit(facts)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("count", [2_000, pytest.param(50_000, marks=pytest.mark.long)])
def test_m5_a_long_queue_takes_more_never_expires_and_is_sent_in_the_end(
    bench: Bench, ledger: SqliteLedger, tally: Tally, count: int
) -> None:
    fill(ledger, count, accounts=count)
    took_ms = []
    for more in range(1, 201):
        began = time.perf_counter()
        queue_payment(ledger, count + more, mobile(count + more))
        took_ms.append((time.perf_counter() - began) * 1000)
    total = count + 200
    p99 = statistics.quantiles(took_ms, n=100)[98]
    print(f"enqueue beside {count} queued rows: p50 {statistics.median(took_ms):.2f} ms, p99 {p99:.2f} ms (bar: 20 ms)")
    assert ledger.unposted_count() == total
    bench.centre.script = line_down
    bench.run(DAY_S)
    bench.now_s += 400 * DAY_S
    bench.run(DAY_S)
    tried = len(bench.centre.batches)
    gaps = [later - earlier for earlier, later in zip(bench.sent_at, bench.sent_at[1:], strict=False)]
    assert tried > 1000
    assert sorted(gaps)[-2] <= 300.0, "never longer than five minutes, but for the 400 days in which nobody was here"
    assert {len(batch) for batch in bench.centre.batches} == {1}
    assert ledger.unposted_count() == total, "nothing expires, however often and however long"
    assert len(bench.told(CentreReachable)) == 1, "said once"
    bench.centre.script = posts_all
    bench.run(300.0 + total / 100 + 10)
    assert ledger.unposted_count() == 0
    assert bench.centre.sent[tried:] == [f"K0001-{seq}" for seq in range(1, total + 1)], "each once, oldest first"
    tally("payments kept for 400 days", total)


@pytest.mark.parametrize("accounts", [1, 50, 500])
def test_m13_five_hundred_queued_payments_are_posted_within_ten_minutes_in_order(
    bench: Bench, ledger: SqliteLedger, accounts: int
) -> None:
    """One request a second; of one number only one payment at a time may be under way."""
    fill(ledger, 500, accounts)
    bench.run(60.0 + 600.0)
    assert ledger.unposted_count() == 0
    took_s = bench.sent_at[-1] - bench.sent_at[0]
    print(f"500 payments of {accounts} numbers: {len(bench.centre.batches)} requests in {took_s:.0f} s")
    assert took_s <= 600.0
    assert len(bench.centre.sent) == 500
    for account in range(accounts):
        sent = [seq for seq in (int(sent[6:]) for sent in bench.centre.sent) if seq % accounts == account]
        assert sent == sorted(sent)
