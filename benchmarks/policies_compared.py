"""Server time and query count of the coverage matrix and of two policies compared, on the starter base.

    .venv/bin/python -m benchmarks.policies_compared
    .venv/bin/python -m benchmarks.policies_compared --payers 20    so many payers, copies of those that are there

`cpu p50` is the median of the processor time, which other work on the machine disturbs less.
"""

import argparse
import copy
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks import pages

PAGES = {
    "matrix": ["/coverage/"],
    "matrix, some": ["/coverage/?condition=liver-metastases"],
    "matrix, CSV": ["/coverage/?format=csv"],
    "indication": ["/coverage/re-net/"],
    "comparison": ["/compare/policies/?ids=bcbsma-292,med140"],
    "API matrix": ["/api/v1/coverage-matrix/"],
    "API compared": ["/api/v1/compare/policies/?ids=bcbsma-292,med140"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payers", type=int, default=0)
    wanted = parser.parse_args().payers
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        pages.report("starter base", PAGES, dict.fromkeys(PAGES, 150))
        if wanted:
            compute(wanted)


def compute(wanted: int) -> None:
    """The matrix alone, of many payers: what reading the base adds grows with the rows."""
    from django.contrib.auth.models import AnonymousUser
    from django.utils import timezone

    from policies.coverage import reading
    from policies.coverage.matrix import matrix

    base = reading.read(AnonymousUser())
    payers = [replace(copy.copy(base.payers[n % len(base.payers)]), key=f"payer-{n}") for n in range(wanted)]
    began = time.perf_counter()
    found = matrix(payers, base.guidelines, base.words, timezone.localdate())
    print(f"{wanted} payers x {len(found.lines)} indications computed in {1000 * (time.perf_counter() - began):.0f} ms")


if __name__ == "__main__":
    main()
