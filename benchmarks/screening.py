"""A review with 10,000 works to judge: a decision, the pages of screening and of the flow, a new order in the worker.

    .venv/bin/python -m benchmarks.screening [--works 10000] [--readers 1]

The works are those of the corpus that a real review decided on; the first of them are decided here in the same way,
a fifth is left as the records of duplicates and of known works. `cpu p50` is the median of the processor time, which
other work on the machine disturbs less. Bars: a decision 100 ms, pages 300 ms (p95), a new order 5 s.
"""

import argparse
import gzip
import itertools
import json
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from benchmarks import corpus, pages

DECIDED = 3000
DECISIONS = 60  # measured
BATCH = 1000
INCLUDE_EVERY = 12
BARS = {"decision": 100, "order": 5000}
BAR = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=10_000)
    parser.add_argument("--readers", type=int, choices=(1, 2), default=1)
    asked = parser.parse_args()
    corpus.require()
    with tempfile.TemporaryDirectory() as folder:
        pages.prepare(Path(folder))
        readers = [account(f"reader-{n + 1}") for n in range(asked.readers)]
        cycle = review(readers, asked.works)
        print(f"\n{asked.works:,} works, {asked.readers} reader(s), {pages.database()}")
        measure(cycle, readers[-1])


def account(name: str):
    from django.contrib.auth.models import Group, User

    from audit.roles import WRITER

    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=WRITER))
    return user


def review(readers: list, works: int):
    """The open one of the starter base, taken to screening."""
    from reviews.models import ReviewCycle, SearchRun

    cycle = ReviewCycle.objects.exclude(state="closed").get(policy__key="bcbsma-292")
    cycle.state, cycle.readers_needed = "screening", len(readers)
    cycle.question = "Does blood pressure treatment lower mortality?"
    cycle.criteria = "Randomized trials of adults."
    cycle.highlighted = ["randomized", "blood pressure"]
    cycle.candidates.all().delete()
    cycle.save()
    run = SearchRun.objects.create(
        key=f"{cycle.key}/run-1", cycle=cycle, source="pubmed", query="hypertension", run_on=date(2026, 3, 2), by="x"
    )
    fill(cycle, run, works, [reader.get_username() for reader in readers])
    return cycle


def labelled(wanted: int):
    """So many records that a review decided on, a review after the other."""
    with gzip.open(corpus.CORPUS, "rt", encoding="utf-8") as lines:
        records = (json.loads(line) for line in lines)
        yield from itertools.islice(
            (each for each in records if each.get("label_included") in ("1", "0", "-1")), wanted
        )


def fill(cycle, run, works: int, readers: list[str]) -> None:
    """Every third work is decided until DECIDED are; where two read, the first has said a word on half of the rest."""
    from reviews.models import Candidate, ImportBatch

    batch = ImportBatch.objects.create(
        key=f"{run.key}/file-1", run=run, file_name="found.nbib", sha256="0" * 64, size=1, state="done", by="x"
    )
    source = enumerate(labelled(works), start=1)
    while part := list(itertools.islice(source, BATCH)):
        rows = [candidate(cycle, run, number, record) for number, record in part]
        half = [row for row in rows if len(readers) > 1 and row.title_abstract == "undecided" and row.position % 2]
        for row in half:
            row.title_abstract = "second_needed"
        Candidate.objects.bulk_create(rows)
        keep_words(rows, readers)
        keep_records(batch, rows)


def candidate(cycle, run, number: int, record: dict):
    from reviews.models import Candidate

    decided = number % 3 == 0 and number // 3 <= DECIDED
    included = record["label_included"] == "1"
    status = ("included" if included else "excluded") if decided else "undecided"
    title = record["title"] or ""
    return Candidate(
        key=f"{cycle.key}/c-{number}",
        cycle=cycle,
        run=run,
        position=number,
        title=title,
        folded_title=title.casefold()[:300],
        abstract=corpus.text_of(record, "abstract"),
        authors=corpus.listed(record, "authors"),
        journal=corpus.text_of(record, "journal")[:300],
        year=corpus.text_of(record, "year")[:4],
        title_abstract=status,
        full_text="undecided" if status == "included" else "not_yet",
        excluded_because="design" if status == "excluded" else "",
    )


def keep_words(rows: list, readers: list[str]) -> None:
    from reviews.models import ScreeningDecision

    said = []
    for row in rows:
        speaking = {"undecided": [], "second_needed": readers[:1]}.get(row.title_abstract, readers)
        excludes = row.title_abstract == "excluded"
        said += [
            ScreeningDecision(
                candidate=row,
                stage="title_abstract",
                by=reader,
                verdict="exclude" if excludes else "include",
                reason="design" if excludes else "",
            )
            for reader in speaking
        ]
    ScreeningDecision.objects.bulk_create(said)


def keep_records(batch, rows: list) -> None:
    """Each work has a record of the file; each fifth is found once more, and is known."""
    from reviews.models import ImportRecord

    kept = []
    for row in rows:
        again = [("known", "in_this_cycle")] if row.position % 5 == 0 else []
        for n, (outcome, because) in enumerate([("new", ""), *again]):
            kept.append(
                ImportRecord(
                    batch=batch,
                    position=2 * row.position + n,
                    line=row.position,
                    outcome=outcome,
                    known_because=because,
                    title=row.title,
                    raw=row.title,
                    candidate=row,
                )
            )
    ImportRecord.objects.bulk_create(kept)


def measure(cycle, reader) -> None:
    from django.test import Client
    from django.urls import reverse

    client = Client()
    client.force_login(reader)
    measure_order(cycle)
    print(f"\n{'what':28} {'queries':>8} {'p50 ms':>8} {'p95 ms':>8} {'bar ms':>8} {'cpu p50':>8}")
    queue = reverse("review-screening", args=[cycle.key])
    for name, address in {
        "queue by likely relevance": queue,
        "queue as found": f"{queue}?order=found",
        "queue, newest first": f"{queue}?order=newest",
        "queue, words looked for": f"{queue}?q=randomized+pressure",
        "all works, page 100": f"{queue}?show=all&page=100",
        "full texts to judge": f"{queue}?stage=full_text",
        "a work": cycle.candidates.filter(title_abstract="undecided").first().get_absolute_url(),
        "how far along": reverse("review-progress", args=[cycle.key]),
        "flow (PRISMA)": reverse("review-flow", args=[cycle.key]),
    }.items():
        report(name, [lambda address=address: read(client, address)] * pages.TIMES, BAR)
    waiting = list(cycle.candidates.filter(title_abstract="undecided").order_by("-relevance")[:DECISIONS])
    report("decision", [lambda n=n, row=row: decide(client, row, n) for n, row in enumerate(waiting)], BARS["decision"])


def measure_order(cycle) -> None:
    from reviews.relevance.actions import order_by_relevance

    print(f"\n{'a new order':28} {'s':>8} {'cpu s':>8} {'bar s':>8} {'longest write ms':>18}")
    for name in ("the first, loading the library", "the next"):
        writes = []

        def told(_done, _total, writes=writes) -> None:
            writes.append(time.perf_counter())

        began, worked = time.perf_counter(), time.process_time()
        order_by_relevance(cycle, report=told)
        took, cpu = time.perf_counter() - began, time.process_time() - worked
        longest = max(later - before for before, later in itertools.pairwise(writes))
        verdict = "" if took * 1000 <= BARS["order"] else "  over"
        print(f"{name:28} {took:8.2f} {cpu:8.2f} {BARS['order'] / 1000:8.0f} {longest * 1000:18.0f}{verdict}")


def read(client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        sys.exit(f"{address} answered {answer.status_code}")


def decide(client, row, number: int) -> None:
    from django.urls import reverse

    said = {"verdict": "include"} if number % INCLUDE_EVERY == 0 else {"exclude": "design"}
    answer = client.post(reverse("candidate-judge", args=[row.key]) + "?stage=title_abstract", said)
    if answer.status_code != 302:
        sys.exit(f"deciding on {row.key} was answered with {answer.status_code}")


def report(name: str, acts: list, bar: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from config import gunicorn

    with CaptureQueriesContext(connection) as captured:
        acts[0]()
    queries = len(captured)  # what follows clears the log
    times, work = [], []
    for act in acts[1:]:
        began, worked = time.perf_counter(), time.process_time()
        act()
        times.append(1000 * (time.perf_counter() - began))
        work.append(1000 * (time.process_time() - worked))
        gunicorn.post_request(None, None, None, None)  # as the web server does when the answer is sent
    p95 = statistics.quantiles(times, n=20)[-1]
    verdict = "" if p95 <= bar else "  over"
    print(
        f"{name:28} {queries:8} {statistics.median(times):8.1f} {p95:8.1f} {bar:8} "
        f"{statistics.median(work):8.1f}{verdict}"
    )


if __name__ == "__main__":
    main()
