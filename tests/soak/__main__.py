"""``python -m tests.soak [--payments N] [--minutes M] [--seed S] [--trouble SHARE] [--json]``

A whole terminal on real wires with a crowd in front of it and random faults behind it, until N payments are made or M
minutes have passed; then everything is mended, drained and reconciled to the fen. Exit 1 on any difference.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.soak.run import Soak, Summary


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Random faults for as long as told.")
    parser.add_argument("--payments", type=int, default=None, metavar="N", help="stop after N payments")
    parser.add_argument("--minutes", type=float, default=None, metavar="M", help="stop after M minutes")
    parser.add_argument("--seed", type=int, default=20261122, metavar="S")
    parser.add_argument("--trouble", type=float, default=0.15, metavar="SHARE", help="share of visits with a fault")
    parser.add_argument("--directory", type=Path, help="where its files go; default: a temporary directory")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    if options.payments is None and options.minutes is None:
        options.payments = 200
    with tempfile.TemporaryDirectory(prefix="soak-", dir=options.directory) as folder:
        soak = Soak(Path(folder), options.seed, options.trouble, sys.stderr)
        summary = soak.run(payments=options.payments, minutes=options.minutes)
    tell(summary, as_json=options.json)
    return 0 if summary.clean else 1


def tell(summary: Summary, *, as_json: bool) -> None:
    figures = summary.figures()
    if as_json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
        return
    for name, value in figures.items():
        shown = ", ".join(f"{what} {count}" for what, count in value.items()) if isinstance(value, dict) else value
        sys.stdout.write(f"{name:26} {shown}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
