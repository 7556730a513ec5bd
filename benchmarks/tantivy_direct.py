"""Tantivy called directly: the figures that search is measured against (benchmarks/search_engine.py).

    python -m benchmarks.tantivy_direct [RECORDS]

Per question: exact total, 25 hits with snippets, and one aggregate() call with a filter aggregation for each of six
facets.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import tantivy
from tantivy import Document, Occur, Query

from benchmarks import corpus

LIMIT = 25
VALUES = 10  # counted of each facet, as tantivy counts them unless told otherwise
REFERENCE = {52_001: (2.1, 3.5), 522_691: (9.7, 21.6)}  # measured beforehand elsewhere: records -> median, p95 in ms


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in ("title", "text"):
        builder.add_text_field(field, stored=True, tokenizer_name="en_stem", index_option="position")
    for facet in corpus.FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def build(folder: Path, wanted: int) -> float:
    """Documents a second."""
    index = tantivy.Index(schema(), path=str(folder))
    writer = index.writer(120_000_000, 1)
    began = time.perf_counter()
    for record in corpus.records(wanted):
        texts = {"title": [record["title"]], "text": [corpus.text_of(record, "abstract")]}
        writer.add_document(
            Document.from_dict({"id": [str(record["number"])], **texts, **corpus.facets_of(record)}, index.schema)
        )
    writer.commit()
    writer.wait_merging_threads()
    return wanted / (time.perf_counter() - began)


class Direct:
    def __init__(self, folder: Path):
        self.schema = schema()
        self.index = tantivy.Index(self.schema, path=str(folder))
        self.index.reload()

    def find(self, text: str, chosen: dict[str, list[str]]) -> int:
        searcher = self.index.searcher()
        query = Query.all_query()
        if text:
            query = self.index.parse_query(text, ["title", "text"], conjunction_by_default=True)
        filters = [Query.const_score_query(Query.term_set_query(self.schema, *each), 0.0) for each in chosen.items()]
        everything = Query.boolean_query([(Occur.Must, each) for each in (query, *filters)]) if filters else query
        found = searcher.search(everything, LIMIT, count=True)
        snippets = tantivy.SnippetGenerator.create(searcher, query, self.schema, "text") if text else None
        for _, address in found.hits:
            document = searcher.doc(address)
            if snippets:
                snippets.snippet_from_doc(document).to_html()
        searcher.aggregate(query, {facet: self.counted(facet, chosen) for facet in corpus.FACETS})
        return found.count

    def counted(self, facet: str, chosen: dict[str, list[str]]) -> dict:
        """The facet's values, filtered by what is chosen of the other facets."""
        others = [
            f"{name}:IN [{' '.join(map(json.dumps, values))}]" for name, values in chosen.items() if name != facet
        ]
        terms = {"terms": {"field": facet, "size": VALUES}}
        return {"filter": " AND ".join(others) or "*", "aggs": {"values": terms}}


def figures(times: list[float]) -> str:
    return f"median {statistics.median(times):6.2f} ms   p95 {statistics.quantiles(times, n=20)[-1]:6.2f} ms"


def timed(find, times: int = 5) -> list[float]:
    """Milliseconds of each question, `times` times over."""
    found = []
    for _ in range(times):
        for _, text, chosen in corpus.questions():
            began = time.perf_counter()
            find(text, chosen)
            found.append(1000 * (time.perf_counter() - began))
    return found


def main() -> None:
    corpus.require()
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 52_001
    folder = Path(tempfile.mkdtemp())
    try:
        print(f"{wanted:,} records, {build(folder, wanted):,.0f} a second")
        direct = Direct(folder)
        timed(direct.find, 1)
        print(f"tantivy called directly: {figures(timed(direct.find))}")
        for records, (median, p95) in REFERENCE.items():
            print(f"reference at {records:,}: median {median} ms, p95 {p95} ms")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
