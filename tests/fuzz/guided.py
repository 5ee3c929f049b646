"""One target under Atheris, which sees which branches an input reaches: ``python -m tests.fuzz.guided TARGET S SEED``.

A process of its own, because libFuzzer ends the process that it runs in. Exit 0: nothing found in S seconds; another exit
code: the input that it printed is a finding.
"""

import importlib
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.fuzz.mutation import LONGEST

INSTRUMENTED = ("kiosk", "devices", "offline_queue", "app", "msgspec", "configparser", "json")


def main(arguments: list[str]) -> None:
    name, seconds, seed = arguments
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        from tests.fuzz.engine import once
        from tests.fuzz.targets import TARGETS
    logging.disable(logging.CRITICAL)
    target = TARGETS[name]
    for sample in target.samples:
        once(target, sample)  # what is imported or made once is nobody's stall

    def run(data: bytes) -> None:
        finding = once(target, data)[2]
        if finding is not None:
            sys.stdout.write(f"FOUND {finding.what}\n--input {data.hex()}\n")
            sys.stdout.flush()
            raise AssertionError(finding.what)

    corpus = Path(tempfile.mkdtemp(prefix="corpus-"))
    for number, sample in enumerate(target.samples):
        (corpus / str(number)).write_bytes(sample)
    limits = [f"-max_total_time={int(float(seconds))}", f"-seed={seed}", f"-max_len={LONGEST}", "-rss_limit_mb=1024"]
    atheris.Setup(["fuzz", str(corpus), f"-artifact_prefix={corpus}/", *limits, "-print_final_stats=1"], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
