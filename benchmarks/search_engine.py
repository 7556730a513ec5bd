"""engine.find beside Tantivy called directly, side by side in one run, doing the same work.

    python -m benchmarks.search_engine [RECORDS] [--engine whoosh]

Whoosh stands alone: its bar is a median, not a ratio.
"""

import argparse
import importlib
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import django

from benchmarks import corpus, tantivy_direct

MOST_RATIO = 1.3
WHOOSH_MEDIAN = 60  # ms
ROUNDS = 5
LONGEST = 1000  # ms, of anything a person can type


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", type=int, nargs="?", default=52_001)
    parser.add_argument("--engine", default="tantivy", choices=["tantivy", "whoosh"])
    asked = parser.parse_args()
    corpus.require()
    folder = Path(tempfile.mkdtemp())
    os.environ["WARRANT_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    try:
        engine = importlib.import_module(f"search.engines.{asked.engine}")
        find = prepared(engine, folder / "ours", asked.records)
        if asked.engine == "tantivy":
            beside(find, folder / "direct", asked.records)
        else:
            alone(find)
        hard(engine.reader(folder / "ours", corpus.FACETS))
    finally:
        shutil.rmtree(folder)


def prepared(engine, folder: Path, wanted: int):
    """A function that asks our engine one question of the corpus."""
    from search.document import EVERYONE, SearchDocument
    from search.engines.base import Question
    from search.syntax import parse

    writer = engine.writer(folder, corpus.FACETS)
    began = time.perf_counter()
    for record in corpus.records(wanted):
        number, title, text = record["number"], record["title"], corpus.text_of(record, "abstract")
        facets = corpus.facets_of(record)
        writer.add([SearchDocument("reference", str(number), title, f"/{number}/", text=text, facets=facets)])
    writer.close()
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{engine.name}: {wanted:,} records, {wanted / took:,.0f} a second, at most {memory} MB resident")
    reader = engine.reader(folder, corpus.FACETS, values_counted=tantivy_direct.VALUES)

    def find(text: str, chosen: dict[str, list[str]]) -> int:
        filters = tuple((facet, tuple(values)) for facet, values in chosen.items())
        question = Question(parse(text).tree, filters, limit=tantivy_direct.LIMIT)
        return reader.find(question, audiences=frozenset({EVERYONE})).count

    return find


def beside(find, folder: Path, wanted: int) -> None:
    folder.mkdir()
    print(f"tantivy called directly: {wanted:,} records, {tantivy_direct.build(folder, wanted):,.0f} a second")
    direct = tantivy_direct.Direct(folder)
    ours: dict[str, list[float]] = {}
    theirs: dict[str, list[float]] = {}
    for round_ in range(ROUNDS + 1):
        for kind, text, chosen in corpus.questions():
            for times, asked in ((theirs, direct.find), (ours, find)):
                began = time.perf_counter()
                asked(text, chosen)
                took = 1000 * (time.perf_counter() - began)
                if round_:  # the first warms up
                    times.setdefault(kind, []).append(took)
    print(f"{'':14} {'direct p50':>11} {'ours p50':>9} {'ratio':>6} {'direct p95':>11} {'ours p95':>9}")
    for kind in (*corpus.TEXTS, "all"):
        kinds = corpus.TEXTS if kind == "all" else [kind]
        pair = [[took for each in kinds for took in times[each]] for times in (theirs, ours)]
        (middle, end), (our_middle, our_end) = ((statistics.median(t), statistics.quantiles(t, n=20)[-1]) for t in pair)
        print(f"{kind:14} {middle:11.2f} {our_middle:9.2f} {our_middle / middle:6.2f} {end:11.2f} {our_end:9.2f}")
    ratio = sum(map(sum, ours.values())) / sum(map(sum, theirs.values()))
    print(f"all the time together: {ratio:.2f} times (bar {MOST_RATIO}){'' if ratio <= MOST_RATIO else '  over'}")
    for records, (median, p95) in tantivy_direct.REFERENCE.items():
        print(f"reference measured elsewhere at {records:,}: median {median} ms, p95 {p95} ms")


def alone(find) -> None:
    cold = tantivy_direct.timed(find, 1)
    warm = tantivy_direct.timed(find, ROUNDS)
    print(f"first time: {tantivy_direct.figures(cold)}")
    print(f"again:      {tantivy_direct.figures(warm)}")
    median = statistics.median(cold + warm)
    print(f"median of all {median:.1f} ms (bar {WHOOSH_MEDIAN}){'' if median <= WHOOSH_MEDIAN else '  over'}")


def hard(reader) -> None:
    """The whole way of each question, the slowest of three times."""
    from search.asking import Asking
    from search.document import EVERYONE
    from search.query import SearchQuery

    asking = Asking(reader, frozenset({EVERYONE}))
    asking.answer(SearchQuery())  # what is read once of an index is not what was typed
    for name, text in corpus.HARD.items():
        times = []
        for _ in range(3):
            began = time.perf_counter()
            asking.answer(SearchQuery(text=text, synonyms=False))  # there is no database of names
            times.append(1000 * (time.perf_counter() - began))
        print(f"{name:32} {max(times):8.1f} ms (bar {LONGEST}){'' if max(times) <= LONGEST else '  over'}")


if __name__ == "__main__":
    main()
