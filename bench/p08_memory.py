"""P8: resident memory after one paid visit against a bare QML window, and its growth over the visits that follow."""

from bench.hall import Hall
from bench.measure import Bench, resident_kib
from bench.table import Row, verdict

LARGER_THAN_BARE = 1.5
GROWTH = 0.01
PAYING_EVERY = 10


def rows(hall: Hall, *, quick: bool) -> list[Row]:
    visits = 20 if quick else 1000
    pay = f"pay {hall.world.settings.acceptor.control}"
    with Bench("bench.bare_window", "touched") as bare, Bench("bench.kiosk_child", hall.configuration(), "visits") as kiosk:
        bare.hear()
        kiosk.hear()
        kiosk.hear()
        kiosk.ask(pay)
        after_one = int(kiosk.ask("rss")["rss_kib"])
        window = resident_kib(bare.pid)
        for visit in range(1, visits + 1):
            kiosk.ask(pay if visit % PAYING_EVERY == 0 else "look")
        at_end = int(kiosk.ask("rss")["rss_kib"])
    ratio, growth = after_one / window, at_end / after_one - 1
    return [
        Row(
            "P8",
            "resident memory after one visit",
            f"<= {LARGER_THAN_BARE} x a bare QML window",
            f"{after_one / 1024:.0f} MiB, {ratio:.2f} x",
            f"bare QML window {window / 1024:.0f} MiB",
            verdict(ratio, LARGER_THAN_BARE),
        ),
        Row(
            "P8",
            f"its growth over {visits} more visits, every tenth paid",
            f"<= {GROWTH:.0%} over 1000",
            f"{growth:+.1%} ({(at_end - after_one) / 1024:+.1f} MiB)",
            "-",
            verdict(growth, GROWTH),
        ),
    ]
