"""Server time and query count of the main pages, on the starter base and with 50,000 references besides.

    make bench                      both sizes
    make bench-large                500,000 references besides

`cpu p50` is the median of the processor time, which other work on the machine disturbs less.
The references come from ../shared/corpus/records.jsonl.gz, or from the file CORPUS= names.
"""

import argparse
import gc
import itertools
import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import corpus
from benchmarks.search_site import reference_of

TIMES = 40
BATCH = 2000
PAGES = {
    "home": ["/"],
    "search": [
        "/search/",
        "/search/?q=radioembolization",
        "/search/?q=overall+survival&type=study",
        "/search/?q=liver&type=reference&year=2019",
        "/search/?condition=hcc&design=rct&endpoint=os",
    ],
    "policy": ["/policies/bcbsma-292/", "/policies/med140/"],
    "statement": ["/statements/med140/i/", "/statements/bcbsma-292/metastases/"],
    "study": ["/studies/mulcahy-2021/", "/studies/king-2008/"],
    "references": ["/references/", "/references/?page=5"],
    "flags": ["/flags/", "/flags/?document=med140&grade=look_again", "/flags/rules/", "/conflicts/"],
}
BARS = {"policy": 150, "flags": 150}
BAR = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true")
    large = parser.parse_args().large
    corpus.require()
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {database()}")
        if not large:
            report("starter base")
        add_references(500_000 if large else 50_000)
        report(f"with {500_000 if large else 50_000:,} references added")


def prepare(folder: Path) -> None:
    (folder / "static").mkdir()
    os.environ["WARRANT_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import call_command

    import config.wsgi  # noqa: F401  as the web server starts
    from config import gunicorn

    settings.ALLOWED_HOSTS.append("testserver")
    with open(os.devnull, "w") as nowhere:
        for command in ("migrate", "load_fixtures", "build_index", "collectstatic"):
            options = {"interactive": False} if command in ("migrate", "collectstatic") else {}
            call_command(command, stdout=nowhere, **options)
    gunicorn.post_worker_init(None)


def database() -> str:
    from django.db import connection

    return connection.vendor


def add_references(wanted: int) -> None:
    from evidence.models import Identifier, Reference
    from search import index

    began = time.perf_counter()
    source = corpus.records(wanted)
    while rows := [reference_of(record) for record in itertools.islice(source, BATCH)]:
        Reference.objects.bulk_create(rows)
        identifiers = [
            Identifier(key=f"pmid:9{row.key[6:]}", reference=row, scheme="pmid", value=f"9{row.key[6:]}")
            for row in rows
        ]
        Identifier.objects.bulk_create(identifiers)
    stored = time.perf_counter()
    total = index.rebuild()
    built = time.perf_counter() - stored
    gc.collect()  # what the filling left behind; a server on this base has none of it
    print(
        f"\n{wanted:,} references stored in {stored - began:.0f} s; "
        f"{total:,} documents indexed in {built:.0f} s ({total / built:,.0f} a second)"
    )


def report(heading: str, wanted: dict[str, list[str]] = PAGES, bars: dict[str, int] = BARS) -> None:
    """`bars` are the milliseconds of each page's p95, where they are not BAR."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from config import gunicorn

    client = Client()
    print(f"\n{heading}\n{'page':12} {'queries':>8} {'p50 ms':>8} {'p95 ms':>8} {'bar ms':>8} {'cpu p50':>8}")
    for name, addresses in wanted.items():
        times, work, queries = [], [], 0
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
            if answer.status_code != 200:
                sys.exit(f"{address} answered {answer.status_code}")
            queries = max(queries, len(captured))
            for _ in range(TIMES):
                began, worked = time.perf_counter(), time.process_time()
                client.get(address)
                times.append(1000 * (time.perf_counter() - began))
                work.append(1000 * (time.process_time() - worked))
                gunicorn.post_request(None, None, None, None)  # as the web server does when the answer is sent
        p95 = statistics.quantiles(times, n=20)[-1]
        bar = bars.get(name, BAR)
        verdict = "" if p95 <= bar else "  over"
        cpu = statistics.median(work)
        print(f"{name:12} {queries:8} {statistics.median(times):8.1f} {p95:8.1f} {bar:8} {cpu:8.1f}{verdict}")


if __name__ == "__main__":
    main()
