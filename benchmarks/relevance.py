"""How well search ranks, on any test collection, through our own indexing and query path.

    python -m benchmarks.relevance DOCS.jsonl QUERIES.tsv QRELS.tsv     (or python benchmarks/relevance.py ...)

DOCS holds {id, title, abstract} a line; QUERIES `query-id TAB text`; QRELS `query-id TAB document-id TAB grade`, where
a grade above 0 is relevant. Prints nDCG@10 (gain = grade, discount log2(rank + 1), Järvelin and Kekäläinen 2002), MAP
and recall@100, each the mean over the queries that have a relevant document.
"""

import argparse
import importlib
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

DEEPEST = 500  # hits looked at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("docs", "queries", "qrels"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--engine", default="tantivy")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WARRANT_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        engine = importlib.import_module(f"search.engines.{asked.engine}")
        print(f"{build(engine, Path(folder) / 'index', asked.docs):,} documents, engine {asked.engine}")
        measure(engine.reader(Path(folder) / "index"), queries(asked.queries), grades(asked.qrels))


def build(engine, folder: Path, docs: Path) -> int:
    from search.document import SearchDocument

    writer, count = engine.writer(folder), 0
    with docs.open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            id = str(row["id"])
            title, abstract = row.get("title") or "", row.get("abstract") or ""
            writer.add([SearchDocument(type="reference", key=id, title=title, text=abstract, url=f"/{count}/")])
            count += 1
    writer.close()
    return count


def rows(path: Path, least: int) -> Iterator[list[str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        parts = line.split("\t")
        if line.strip() and len(parts) < least:
            sys.exit(f"{path}:{number} has {len(parts)} columns, not {least}, apart by tabs.")
        if line.strip():
            yield parts


def queries(path: Path) -> dict[str, str]:
    return {id: text for id, text, *_ in rows(path, 2)}


def grades(path: Path) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for query, document, grade, *_ in rows(path, 3):
        if grade.lstrip("-").isdigit():  # else it is a heading
            found.setdefault(query, {})[document] = int(grade)
    return found


def measure(reader, asked: dict[str, str], graded: dict[str, dict[str, int]]) -> None:
    from search.asking import Asking
    from search.document import EVERYONE
    from search.query import SearchQuery

    scores, times = [], []
    for id, text in asked.items():
        relevant = {document: grade for document, grade in graded.get(id, {}).items() if grade > 0}
        if not relevant:
            continue
        query = SearchQuery(text=text, page_size=DEEPEST)
        started = time.perf_counter()
        answer = Asking(reader, frozenset({EVERYONE})).answer(query)
        times.append((time.perf_counter() - started) * 1000)
        ranked = [hit.key for hit in answer.found.hits]
        scores.append((ndcg(ranked, relevant, 10), average_precision(ranked, relevant), recall(ranked, relevant, 100)))
    if not scores:
        sys.exit("No query has a relevant document.")
    for name, values in zip(("nDCG@10", "MAP", "recall@100"), zip(*scores, strict=True), strict=True):
        print(f"{name:<11} {statistics.mean(values):.4f}")
    print(f"{len(scores)} queries, median {statistics.median(times):.1f} ms")


def ndcg(ranked: list[str], relevant: dict[str, int], depth: int) -> float:
    def gained(gains) -> float:
        return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))

    best = gained(sorted(relevant.values(), reverse=True)[:depth])
    return gained(relevant.get(document, 0) for document in ranked[:depth]) / best


def average_precision(ranked: list[str], relevant: dict[str, int]) -> float:
    found, total = 0, 0.0
    for rank, document in enumerate(ranked, start=1):
        if document in relevant:
            found += 1
            total += found / rank
    return total / len(relevant)


def recall(ranked: list[str], relevant: dict[str, int], depth: int) -> float:
    return sum(document in relevant for document in ranked[:depth]) / len(relevant)


if __name__ == "__main__":
    main()
