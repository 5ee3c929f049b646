"""``python -m tests.soak [--payments N] [--minutes M] [--seed S] [--trouble SHARE] [--lanes L] [--json]``

A whole terminal on real wires with a crowd in front of it and random faults behind it, until N payments are made or M
minutes have passed; then everything is mended, drained and reconciled to the fen. Exit 1 on any difference. With lanes,
so many whole soaks run side by side, each with its own seed (S, S+1 ...), terminal, devices and centre, and are added up.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from app.processes import ROOT
from tests.soak.run import Soak

Figures = dict[str, Any]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Random faults for as long as told.")
    parser.add_argument("--payments", type=int, default=None, metavar="N", help="stop after N payments")
    parser.add_argument("--minutes", type=float, default=None, metavar="M", help="stop after M minutes")
    parser.add_argument("--seed", type=int, default=20261122, metavar="S")
    parser.add_argument("--trouble", type=float, default=0.15, metavar="SHARE", help="share of visits with a fault")
    parser.add_argument("--directory", type=Path, help="where its files go; default: a temporary directory")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lanes", type=int, default=1, metavar="L", help="soaks side by side")
    options = parser.parse_args(arguments)
    if options.payments is None and options.minutes is None:
        options.payments = 200
    figures = one_lane(options) if options.lanes == 1 else added_up(side_by_side(options))
    tell(figures, as_json=options.json)
    return 0 if figures["clean"] else 1


def one_lane(options: argparse.Namespace) -> Figures:
    with tempfile.TemporaryDirectory(prefix="soak-", dir=options.directory) as folder:
        soak = Soak(Path(folder), options.seed, options.trouble, sys.stderr)
        return soak.run(payments=options.payments, minutes=options.minutes).figures()


def side_by_side(options: argparse.Namespace) -> list[Figures]:
    """Each lane in a process of its own, which tells its figures as JSON."""
    shared = ["--json", "--trouble", str(options.trouble)]
    if options.payments is not None:
        shared += ["--payments", str(-(-options.payments // options.lanes))]
    if options.minutes is not None:
        shared += ["--minutes", str(options.minutes)]
    if options.directory is not None:
        shared += ["--directory", str(options.directory)]
    command = [sys.executable, "-m", "tests.soak", *shared]
    lanes = [
        subprocess.Popen([*command, "--seed", str(options.seed + lane)], cwd=ROOT, stdout=subprocess.PIPE)
        for lane in range(options.lanes)
    ]
    told = [lane.communicate()[0] for lane in lanes]
    return [json.loads(said) if said else {"clean": False, "differences": ["a lane died"]} for said in told]


def added_up(lanes: list[Figures]) -> Figures:
    """Whole numbers and rates are sums, lists follow each other, texts stand side by side; ``minutes`` is the longest."""
    total: Figures = {}
    for name in dict.fromkeys(name for lane in lanes for name in lane):
        values = [lane[name] for lane in lanes if name in lane]
        if name == "clean":
            total[name] = all(values)
        elif name == "minutes":
            total[name] = max(values)
        elif name == "seed" or isinstance(values[0], str) or name.startswith("rss"):
            total[name] = " | ".join(map(str, values))
        elif isinstance(values[0], dict):
            total[name] = {key: sum(value.get(key, 0) for value in values) for key in sorted(set().union(*values))}
        else:
            total[name] = sum(values, start=type(values[0])())
    return total


def tell(figures: Figures, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
        return
    for name, value in figures.items():
        shown = ", ".join(f"{what} {count}" for what, count in value.items()) if isinstance(value, dict) else value
        sys.stdout.write(f"{name:26} {shown}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
