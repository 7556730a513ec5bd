"""Server time and query count of the coverage matrix and of two policies compared, on the starter base.

    .venv/bin/python -m benchmarks.policies_compared
    .venv/bin/python -m benchmarks.policies_compared --payers 20    so many payers, copies of those that are there

`cpu p50` is the median of the processor time, which other work on the machine disturbs less.
Exits with an error where a p95 is over its bar.
"""

import argparse
import copy
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.pages import prepare

TIMES = 40
BAR = 150  # ms, p95
PAGES = {
    "matrix": "/coverage/",
    "matrix, filtered": "/coverage/?condition=liver-metastases",
    "matrix as CSV": "/coverage/?format=csv",
    "indication": "/coverage/re-net/",
    "comparison": "/compare/policies/?ids=bcbsma-292,med140",
    "API, matrix": "/api/v1/coverage-matrix/",
    "API, comparison": "/api/v1/compare/policies/?ids=bcbsma-292,med140",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payers", type=int, default=0)
    wanted = parser.parse_args().payers
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        over = report()
        if wanted:
            compute(wanted)
    sys.exit(1 if over else 0)


def report() -> list[str]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config import gunicorn

    client, over = Client(), []
    print(f"{'page':18} {'queries':>8} {'p50 ms':>8} {'p95 ms':>8} {'bar ms':>8} {'cpu p50':>8}")
    for name, address in PAGES.items():
        times, work = [], []
        with CaptureQueriesContext(connection) as captured:
            fetch(client, address)
        queries = len(captured)
        for _ in range(TIMES):
            began, worked = time.perf_counter(), time.process_time()
            fetch(client, address)
            times.append(1000 * (time.perf_counter() - began))
            work.append(1000 * (time.process_time() - worked))
            gunicorn.post_request(None, None, None, None)  # as the web server does when the answer is sent
        p95 = statistics.quantiles(times, n=20)[-1]
        if p95 > BAR:
            over.append(name)
        verdict = "  over" if p95 > BAR else ""
        spent = f"{statistics.median(times):8.1f} {p95:8.1f} {BAR:8} {statistics.median(work):8.1f}"
        print(f"{name:18} {queries:8} {spent}{verdict}")
    return over


def fetch(client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")
    for _ in answer if answer.streaming else ():
        pass


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
