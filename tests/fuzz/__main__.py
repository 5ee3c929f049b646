"""``python -m tests.fuzz [--seconds S] [--seed S] [--guided] [--input HEX] [TARGET ...]``

Damages real samples and gives them to each parser that reads the outside, ``S`` seconds each. Exit 1 when anything but a
documented refusal came out, an input took more than 100 ms of processor time, or memory grew. With ``--guided`` Atheris
chooses the inputs by the branches that they reach; exit 2 where it is not installed.
"""

import argparse
import importlib.util
import logging
import subprocess
import sys

from tests.fuzz.engine import Report, fuzz, once
from tests.fuzz.targets import TARGETS

_LONGEST_SHOWN = 4000  # hexadecimal digits of an input


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Every parser that reads the outside.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of: {', '.join(TARGETS)}; default: all")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="for each target")
    parser.add_argument("--seed", type=int, default=20261122, metavar="S")
    parser.add_argument("--input", metavar="HEX", help="run one TARGET with this input alone")
    parser.add_argument("--guided", action="store_true", help="by Atheris, in a process for each target")
    options = parser.parse_args(arguments)
    unknown = set(options.targets) - set(TARGETS)
    if unknown or (options.input is not None and len(options.targets) != 1):
        parser.error(f"no target {', '.join(unknown)}" if unknown else "--input belongs to one TARGET")
    logging.disable(logging.CRITICAL)  # what hostile bytes are told in the log is not the question here
    if options.input is not None:
        outcome, took, finding = once(TARGETS[options.targets[0]], bytes.fromhex(options.input))
        sys.stdout.write(f"{outcome} in {took * 1000:.1f} ms{f': {finding.what}' if finding else ''}\n")
        return 1 if finding else 0
    if options.guided:
        if importlib.util.find_spec("atheris") is None:
            parser.error("--guided needs the package atheris")
        return guided(options.targets or list(TARGETS), options.seconds, options.seed)
    sys.stdout.write(
        f"seed {options.seed}\n{'target':16} {'runs':>9} {'runs/s':>8} {'slowest ms':>11} {'MiB':>5}  outcomes\n"
    )
    found = 0
    for name in options.targets or TARGETS:
        report = fuzz(TARGETS[name], options.seconds, options.seed)
        tell(report)
        found += len(report.findings)
    sys.stdout.write(f"findings: {found}\n")
    return 1 if found else 0


def guided(names: list[str], seconds: float, seed: int) -> int:
    """Each target in a process of its own; the figures are libFuzzer's."""
    found = []
    for name in names:
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(seconds), str(seed)]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        said = f"{done.stdout}\n{done.stderr}".splitlines()
        runs = [line.split()[-1] for line in said if "number_of_executed_units" in line or "average_exec_per_sec" in line]
        sys.stdout.write(f"{name:16} {' '.join(f'{figure:>9}' for figure in runs)}{' FOUND' if done.returncode else ''}\n")
        if done.returncode:
            found.append(name)
            told = [line for line in said if line.startswith(("FOUND", "--input", "==", "ERROR"))]
            sys.stdout.write("".join(f"  {line[:_LONGEST_SHOWN]}\n" for line in told or said[-5:]))
        sys.stdout.flush()
    sys.stdout.write(f"findings: {len(found)}\n")
    return 1 if found else 0


def tell(report: Report) -> None:
    figures = f"{report.runs:>9} {report.per_second:>8.0f} {report.slowest_s * 1000:>11.1f} {report.more_mib:>5.0f}"
    sys.stdout.write(f"{report.target:16} {figures}  {len(report.outcomes)}\n")
    for finding in report.findings:
        sys.stdout.write(f"  FOUND {finding.what}\n  --input {finding.data.hex()[:_LONGEST_SHOWN]}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
