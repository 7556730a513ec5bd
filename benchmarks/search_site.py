"""Search as a whole, over a real server: the corpus as references in the database, asked over HTTP.

    python -m benchmarks.search_site [RECORDS]

Builds the index from the database, asks one client at a time for JSON and for pages, then eight clients at once for
JSON, then changes rows and waits until they are found.
"""

import argparse
import itertools
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import corpus

BATCH = 2000
CLIENTS = 8
SECONDS = 10
BARS = {52_001: (30, 60), 522_691: (70, 100)}  # records -> p95 of JSON and of the page, ms
CHOSEN = ([], [("year", "2003"), ("year", "2019"), ("year", "2020")], [("type", "reference"), ("year", "2019")])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=52_001)
    wanted = parser.parse_args().records
    corpus.require()
    with tempfile.TemporaryDirectory() as var:
        prepare(Path(var))
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        store(wanted)
        build(wanted)
        with Site(Path(var)) as site:
            json_bar, page_bar = BARS.get(wanted, (0, 0))
            one_client(site, "JSON", "/api/v1/search/", json_bar)
            one_client(site, "page", "/search/", page_bar)
            many_clients(site)
            changes_are_found(site)


def prepare(var: Path) -> None:
    os.environ["WARRANT_VAR"] = str(var)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def store(wanted: int) -> None:
    from evidence.models import Reference

    began = time.perf_counter()
    rows = map(reference_of, corpus.records(wanted))
    while batch := list(itertools.islice(rows, BATCH)):
        Reference.objects.bulk_create(batch)
    print(f"{wanted:,} references stored in {time.perf_counter() - began:.0f} s")


def reference_of(record: dict):
    from evidence.models import Reference

    year = corpus.text_of(record, "year")[:4]
    return Reference(
        key=f"bench-{record['number']:07}",
        title=record["title"],
        abstract=corpus.text_of(record, "abstract"),
        journal=corpus.text_of(record, "journal")[:200],
        authors=corpus.listed(record, "authors")[:10],
        keywords=corpus.listed(record, "keywords")[:20],
        year=year if year.isdigit() else "",
    )


def build(wanted: int) -> None:
    from search import index

    before = memory()
    began = time.perf_counter()
    total = index.rebuild()
    took = time.perf_counter() - began
    print(f"index built from the database: {total / took:,.0f} a second (bar 5,000){over(5000, total / took)}")
    print(f"private memory {before} MB before, at most {memory()} MB")


def memory() -> int:
    """The process's own memory in MB, mapped files left out."""
    with open("/proc/self/status", encoding="ascii") as status:
        kilobytes = next(line for line in status if line.startswith("RssAnon")).split()[1]
    return (
        max(int(kilobytes) // 1024, 0)
        if sys.platform == "linux"
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    )


class Site:
    """The site as it is served, without its worker's loading: `manage.py serve`."""

    def __init__(self, var: Path):
        self.port = "8499"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", self.port],
            cwd=corpus.ROOT,
            env=os.environ | {"WARRANT_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in self.process.stdout or ():
            if "is ready" in line:
                return
        sys.exit("The site did not start.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", int(self.port), timeout=60)


def ask(connection: HTTPConnection, address: str) -> tuple[int, bytes]:
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    if response.status == 302:
        return ask(connection, response.headers["Location"])
    return response.status, body


def addresses(path: str) -> list[str]:
    texts = [text for texts in corpus.TEXTS.values() for text in texts]
    asked = itertools.product(texts, CHOSEN)
    return [f"{path}?{urlencode([('q', text), *chosen, ('page_size', '25')])}" for text, chosen in asked]


def one_client(site: Site, name: str, path: str, bar: int) -> None:
    connection, times = site.connection(), []
    for round_ in range(4):
        for address in addresses(path):
            began = time.perf_counter()
            status, _ = ask(connection, address)
            if status != 200:
                sys.exit(f"{address} answered {status}")
            if round_:
                times.append(1000 * (time.perf_counter() - began))
    p95 = statistics.quantiles(times, n=20)[-1]
    verdict = f" (bar {bar}){'' if p95 <= bar else '  over'}" if bar else ""
    print(f"{name:5} one client: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms{verdict}")


def many_clients(site: Site) -> None:
    answered, failed = [0] * CLIENTS, [0] * CLIENTS
    until = time.monotonic() + SECONDS
    asked = addresses("/api/v1/search/")

    def client(number: int) -> None:
        connection = site.connection()
        for address in itertools.cycle(asked[number:] + asked[:number]):
            if time.monotonic() > until:
                return
            status, _ = ask(connection, address)
            answered[number] += status == 200
            failed[number] += status != 200

    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(answered) / SECONDS
    print(f"{CLIENTS} clients, JSON: {rate:.0f} answers a second (bar 120){over(120, rate)}, {sum(failed)} failed")


def changes_are_found(site: Site) -> None:
    for count, bar in ((1, 1.0), (1000, 5.0)):
        word = f"changed{count}x{time.monotonic_ns()}"
        change(count, word)
        began, connection = time.perf_counter(), site.connection()
        wanted = f'"count":{count},'.encode()
        while wanted not in ask(connection, f"/api/v1/search/?q={word}")[1].replace(b" ", b"")[:40]:
            if time.perf_counter() - began > 60:
                sys.exit(f"{count} changes were not found within a minute")
            time.sleep(0.02)
        took = time.perf_counter() - began
        print(f"{count:,} changed: found after {took:.2f} s (bar {bar:.0f}){'' if took <= bar else '  over'}")


def change(count: int, word: str) -> None:
    from django.db import transaction

    from evidence.models import Reference
    from search import changes

    keys = list(Reference.objects.order_by("key").values_list("key", flat=True)[:count])
    with transaction.atomic():
        Reference.objects.filter(key__in=keys).update(title=f"Title {word}")
        changes.record("reference", keys)


def over(least: float, found: float) -> str:
    return "" if found >= least else "  under"


if __name__ == "__main__":
    main()
