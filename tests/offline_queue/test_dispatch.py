"""M4, M5, A7, X1: what is sent when, against a centre that misbehaves. Time and chance are turned by hand."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from kiosk.central_answers import Contradicted, Refused
from kiosk.events import CentreReachable, KioskRefused, PaymentAnswered, PaymentsAnswered
from offline_queue.ledger import SqliteLedger
from tests.offline_queue.dispatch_bench import Bench
from tests.offline_queue.support import Home, Reply, Script, a_posted_answer, line_down, posts_all

Batch = Sequence[tuple[str, bytes]]


@pytest.fixture
def bench(home: Home, ledger: SqliteLedger) -> Iterator[Bench]:
    made = Bench(home, ledger)
    yield made
    assert all(len(bodies) == 1 for bodies in made.centre.bodies.values())  # the same bytes, however often
    made.outbox.close()


def per_item(answer: Callable[[str], object]) -> Script:
    return lambda batch: Reply({payment_id: answer(payment_id) for payment_id, _ in batch})  # type: ignore[misc]


def first_fails(times: int, failing: Script) -> Script:
    left = [times]

    def script(batch: Batch) -> Reply:
        left[0] -= 1
        return failing(batch) if left[0] >= 0 else posts_all(batch)

    return script


# ---- order and pace ------------------------------------------------------------------------------------------------


def test_X1_the_present_customers_payment_goes_at_once_first_and_alone(bench: Bench) -> None:
    bench.queue(1, 2, 3)
    bench.dispatcher.customer_waits_for("K0001-3")
    bench.run(0.0)
    assert bench.centre.batches == [["K0001-3"]]


def test_A7_the_backlog_waits_for_its_jittered_probe_then_one_request_a_second(bench: Bench) -> None:
    bench.queue(*range(1, 251))
    bench.run(29.9)
    assert bench.centre.batches == []
    bench.run(10.0)
    assert [len(batch) for batch in bench.centre.batches] == [1, 100, 100, 49]
    assert bench.sent_at == [1030.0, 1031.0, 1032.0, 1033.0]
    assert bench.centre.sent == [f"K0001-{seq}" for seq in range(1, 251)]  # oldest first
    assert bench.ledger.unposted_count() == 0


def test_M13_order_per_account_one_at_a_time(bench: Bench) -> None:
    bench.queue(1, 2, 3, one_account=True)
    bench.queue(4)
    bench.run(120.0)
    assert bench.centre.batches == [["K0001-1"], ["K0001-2", "K0001-4"], ["K0001-3"]]


def test_an_unanswered_payment_holds_back_only_its_own_account(bench: Bench) -> None:
    bench.queue(1, 2, one_account=True)
    bench.queue(3)
    bench.centre.script = per_item(lambda payment_id: None if payment_id == "K0001-1" else a_posted_answer(payment_id))
    bench.run(2000.0)
    assert "K0001-2" not in bench.centre.sent
    assert bench.centre.sent.count("K0001-3") == 1
    assert bench.centre.sent.count("K0001-1") > 5  # for ever


def test_the_present_customers_earlier_payment_goes_before(bench: Bench) -> None:
    bench.queue(1, 2, one_account=True)
    bench.dispatcher.customer_waits_for("K0001-2")
    bench.run(1.0)
    assert bench.centre.batches == [["K0001-1"], ["K0001-2"]]


def test_a_parked_payment_does_not_hold_back_its_account(bench: Bench) -> None:
    bench.queue(1, 2, one_account=True)
    bench.centre.script = per_item(
        lambda payment_id: Refused("account-restricted") if payment_id == "K0001-1" else a_posted_answer(payment_id)
    )
    bench.run(120.0)
    assert bench.centre.sent == ["K0001-1", "K0001-2"]
    assert (bench.ledger.balances().owed_fen, bench.ledger.balances().posted_fen) == (10000, 10000)


# ---- answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [Refused("account-not-found"), Contradicted("idempotency-mismatch")])
def test_M4_a_definite_answer_is_told_once_and_never_sent_again(bench: Bench, answer: Refused | Contradicted) -> None:
    bench.queue(1)
    bench.centre.script = per_item(lambda _: answer)
    bench.run(60.0, record=False)
    assert bench.told(PaymentsAnswered) == [PaymentsAnswered((PaymentAnswered("K0001-1", answer),))]
    bench.run(4000.0)
    assert bench.centre.sent == ["K0001-1"]
    assert bench.ledger.unposted_count() == 0


def test_a_leased_row_is_not_sent_again_while_the_till_has_not_recorded_it(bench: Bench) -> None:
    bench.queue(1, 2, one_account=True)
    bench.run(600.0, record=False)
    assert bench.centre.sent == ["K0001-1"]
    bench.record_answers()
    bench.run(1.0)
    assert bench.centre.sent == ["K0001-1", "K0001-2"]


@pytest.mark.parametrize(
    "failing",
    [
        line_down,
        lambda batch: Reply(dict.fromkeys([payment_id for payment_id, _ in batch])),
        lambda _batch: Reply(),  # an answer that names none of ours
        lambda _batch: Reply({"K9999-1": a_posted_answer("K9999-1")}),  # somebody else's
        lambda _batch: Reply(retry_after_s=7.0),
        lambda _batch: Reply(reachable=False, retry_after_s=7.0),
    ],
)
def test_M4_unknown_is_sent_again_with_the_same_bytes_until_it_is_known(bench: Bench, failing: Script) -> None:
    bench.queue(1)
    bench.centre.script = first_fails(12, failing)
    bench.run(12 * 300.0)
    assert bench.centre.sent == ["K0001-1"] * 13
    assert bench.ledger.unposted_count() == 0
    gaps = [later - earlier for earlier, later in zip(bench.sent_at, bench.sent_at[1:], strict=False)]
    assert max(gaps) <= 300.0


def test_a_client_that_raises_is_an_unknown_outcome(bench: Bench) -> None:
    def explode(_batch: Batch) -> Reply:
        raise ValueError("13800135678 in a message")

    bench.queue(1)
    bench.centre.script = first_fails(1, explode)
    bench.run(300.0)
    assert bench.ledger.unposted_count() == 0
    reports = bench.told(CentreReachable)
    assert reports == [CentreReachable(False, "the client failed with ValueError"), CentreReachable(True)]


# ---- outages -------------------------------------------------------------------------------------------------------


def test_A7_an_outage_is_probed_by_one_payment_with_growing_full_jitter(bench: Bench) -> None:
    bench.queue(*range(1, 6))
    bench.centre.script = first_fails(5, line_down)
    bench.run(30.0 + 30 + 60 + 120 + 150 + 150 + 10)
    # half of 60 s (start), then half of 60, 120, 240, 300, 300
    assert bench.sent_at == [1030.0, 1060.0, 1120.0, 1240.0, 1390.0, 1540.0, 1541.0]
    assert [len(batch) for batch in bench.centre.batches] == [1, 1, 1, 1, 1, 1, 4]
    assert bench.told(CentreReachable) == [CentreReachable(False, "no route"), CentreReachable(True)]


def test_X1_a_present_customer_is_tried_quickly_through_a_blip_and_frees_the_backlog_with_jitter(bench: Bench) -> None:
    bench.queue(1, 2, 3)
    bench.centre.script = first_fails(4, line_down)
    bench.dispatcher.customer_waits_for("K0001-3")
    bench.run(20.0)
    assert bench.centre.batches == [["K0001-3"]] * 5
    assert bench.sent_at == [1000.0, 1000.75, 1002.25, 1005.25, 1011.25]
    bench.run(60.0)
    assert bench.centre.batches[5:] == [["K0001-1", "K0001-2"]]
    assert bench.sent_at[5] <= 1011.25 + 60


def test_quick_tries_do_not_push_the_backlogs_probe_away(bench: Bench) -> None:
    bench.queue(1, 2)
    bench.centre.script = line_down
    bench.dispatcher.customer_waits_for("K0001-2")
    bench.run(100.0)
    assert "K0001-1" in bench.centre.sent


def test_a_customer_who_left_joins_the_backlog(bench: Bench) -> None:
    bench.queue(1)
    bench.centre.script = line_down
    bench.dispatcher.customer_waits_for("K0001-1")
    bench.run(bench.pacing.present_for_s)
    quick = len(bench.centre.batches)
    bench.run(600.0)
    assert len(bench.centre.batches) - quick < 10
    bench.centre.script = posts_all
    bench.run(300.0)
    assert bench.ledger.unposted_count() == 0


def test_retry_after_is_honoured_by_everything(bench: Bench) -> None:
    bench.queue(1, 2)
    bench.centre.script = first_fails(1, lambda _batch: Reply(retry_after_s=40.0))
    bench.dispatcher.customer_waits_for("K0001-2")
    bench.run(39.9)
    assert bench.centre.sent == ["K0001-2"]
    bench.run(60.0)
    assert bench.centre.sent[1] == "K0001-2"
    assert bench.ledger.unposted_count() == 0


def test_retry_after_of_one_item_rests_only_that_item(bench: Bench) -> None:
    bench.queue(1)
    bench.run(60.0)
    bench.queue(2, 3)

    def one_in_progress(batch: Batch) -> Reply:
        answers = {payment_id: a_posted_answer(payment_id) for payment_id, _ in batch if payment_id != "K0001-2"}
        return Reply({**answers, "K0001-2": None}, retry_after_s=50.0)

    bench.centre.script = one_in_progress
    bench.run(1.0)
    bench.queue(4)
    bench.run(10.0)
    assert bench.centre.batches == [["K0001-1"], ["K0001-2", "K0001-3"], ["K0001-4"]]
    bench.centre.script = posts_all
    bench.run(60.0)
    assert bench.centre.batches[3:] == [["K0001-2"]]


def test_A7_a_busy_centre_is_probed_by_single_payments_however_often_it_asks_for_patience(bench: Bench) -> None:
    """Regression: after each 503 with Retry-After the whole backlog went out again as soon as that time was over."""
    bench.queue(*range(1, 41))
    bench.centre.script = first_fails(6, lambda _batch: Reply(retry_after_s=5.0))
    bench.run(1200.0)
    assert [len(batch) for batch in bench.centre.batches] == [1] * 7 + [39]
    gaps = [later - earlier for earlier, later in zip(bench.sent_at, bench.sent_at[1:], strict=False)]
    assert gaps[:6] == [30.0, 60.0, 120.0, 150.0, 150.0, 150.0], "half of 60 s, 120, 240 and then 300"


# ---- the terminal itself is refused --------------------------------------------------------------------------------


def refuses_us(_batch: Batch) -> Reply:
    return Reply(kiosk_refused="kiosk-disabled")


def test_a_refused_terminal_pauses_the_whole_queue_and_probes_rarely(bench: Bench) -> None:
    bench.queue(1, 2, 3)
    bench.centre.script = refuses_us
    bench.dispatcher.customer_waits_for("K0001-3")
    bench.run(0.0)
    bench.dispatcher.customer_waits_for("K0001-3")  # standing there does not help
    bench.run(44.0)
    assert len(bench.centre.batches) == 1
    assert bench.told(KioskRefused) == [KioskRefused("kiosk-disabled")]
    bench.run(3600.0)
    assert 10 < len(bench.centre.batches) < 25
    assert all(len(batch) == 1 for batch in bench.centre.batches)
    assert bench.told(KioskRefused) == [KioskRefused("kiosk-disabled")] * len(bench.centre.batches)
    bench.centre.script = posts_all
    bench.run(301.0)
    assert bench.ledger.unposted_count() == 0
    assert bench.events[-1] == CentreReachable(True)  # which takes the refusal back


def test_each_refused_call_is_told_because_a_heartbeat_may_have_taken_the_refusal_back(bench: Bench) -> None:
    """A regression: the heartbeat got through and told the till so; the queue kept its refusal to itself from then on."""
    bench.queue(1)
    bench.centre.script = refuses_us
    bench.run(0.0)
    while len(bench.centre.batches) < 3:
        bench.run(10.0)
    assert bench.told(KioskRefused) == [KioskRefused("kiosk-disabled")] * 3
    assert bench.told(CentreReachable) == [CentreReachable(True)], "and nothing takes it back meanwhile"


def test_a_refusal_is_told_again_after_the_line_was_gone(bench: Bench) -> None:
    """That the centre is reachable takes a refusal back in the flow, so the refusal must follow it again."""
    bench.queue(1)
    scripts: list[Script] = [refuses_us, line_down, refuses_us]

    def one_after_another(batch: Batch) -> Reply:
        return scripts.pop(0)(batch)

    bench.centre.script = one_after_another
    while len(bench.centre.batches) < 3:
        bench.run(50.0)
    assert bench.events == [
        CentreReachable(True),
        KioskRefused("kiosk-disabled"),
        CentreReachable(False, "no route"),
        CentreReachable(True),
        KioskRefused("kiosk-disabled"),
    ]


def test_nothing_due_means_nothing_to_wait_for(bench: Bench) -> None:
    assert bench.dispatcher.step() is None
    bench.dispatcher.customer_waits_for("K0001-1")
    assert bench.dispatcher.step() is None


def test_A7_a_hall_of_hundred_terminals_after_an_outage(bench: Bench) -> None:
    """First probes of 100 terminals spread over a minute by their own draw: never more than 10 in one second."""
    from offline_queue.backoff import outage_delay

    seconds = [int(outage_delay(bench.pacing, 1, draw / 100)) for draw in range(100)]
    assert max(seconds.count(second) for second in seconds) <= 10


@pytest.mark.parametrize("seed", range(5))
def test_M4_chaos_ends_with_every_payment_posted_once(bench: Bench, seed: int) -> None:
    """A centre that commits and loses the answer, refuses us, wishes for patience, and is gone; then it behaves."""
    import random

    chance = random.Random(seed)
    posted: dict[str, int] = {}

    def hostile(batch: Batch) -> Reply:
        kind = chance.choice(["ok", "lost", "half", "down", "429", "refused"])
        if kind in ("down", "429", "refused"):
            return {"down": line_down(batch), "429": Reply(retry_after_s=3.0), "refused": refuses_us(batch)}[kind]
        taken = [payment_id for payment_id, _ in batch if kind != "half" or chance.random() < 0.5]
        for payment_id in taken:
            posted.setdefault(payment_id, 1)  # the centre's own key makes a replay harmless
        return Reply(reachable=False) if kind == "lost" else posts_all([(payment_id, b"") for payment_id in taken])

    bench.queue(*range(1, 31))
    bench.queue(*range(31, 36), one_account=True)
    bench.centre.script = hostile
    for _ in range(20):
        bench.draw = chance.random()
        bench.run(120.0)
    bench.centre.script = posts_all
    bench.run(3600.0)
    assert bench.ledger.unposted_count() == 0
    assert bench.ledger.balances().posted_fen == 35 * 10000
    same_account = [payment_id for payment_id in bench.centre.sent if int(payment_id[6:]) > 30]
    assert same_account == sorted(same_account)
