"""The embedded default: Tantivy, through tantivy-py."""

import html
import re
from collections.abc import Iterable
from pathlib import Path

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from search.document import FACETS, TEXT_FIELDS, SearchDocument
from search.engines.base import Found, Hit, IndexUnusable
from search.query import SearchQuery
from search.syntax import Words

name = "tantivy"
MOST_VALUES = 2000  # of one facet
SNIPPET_CHARACTERS = 220
WRITER_BYTES = 120_000_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for field in ("key", "url"):
        builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    for field in TEXT_FIELDS:
        builder.add_text_field(field, stored=True, tokenizer_name="english", index_option="position")
    for facet in FACETS:
        builder.add_text_field(facet, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(60))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        .filter(Filter.stemmer("english"))
        .build()
    )


def _open(folder: Path, *, create: bool) -> tantivy.Index:
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not tantivy.Index.exists(str(folder)):
            raise IndexUnusable(f"there is no search index in {folder}")
        index = tantivy.Index(_schema(), path=str(folder))
    except (ValueError, OSError) as error:
        raise IndexUnusable(f"the search index cannot be opened: {error}") from error
    index.register_tokenizer("english", _analyzer())
    return index


def reader(folder: Path) -> "TantivyReader":
    return TantivyReader(folder)


def writer(folder: Path, *, create: bool = True) -> "TantivyWriter":
    return TantivyWriter(folder, create=create)


class TantivyWriter:
    def __init__(self, folder: Path, *, create: bool):
        self._index = _open(folder, create=create)
        self._writer = self._index.writer(WRITER_BYTES, 1)
        self._schema = self._index.schema

    def put(self, documents: Iterable[SearchDocument]) -> None:
        for document in documents:
            self._writer.delete_documents_by_term("id", document.id)
            self._writer.add_document(tantivy.Document.from_dict(_fields(document), self._schema))

    def remove(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._writer.delete_documents_by_term("id", id)

    def commit(self) -> None:
        self._writer.commit()

    def close(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _fields(document: SearchDocument) -> dict:
    fields = {
        "id": [document.id],
        "key": [document.key],
        "url": [document.url],
        "audience": [document.audience],
        "title": [document.title],
        "names": [document.names],
        "text": [document.text],
    }
    for facet in FACETS:
        fields[facet] = document.values_of(facet)
    return fields


class TantivyReader:
    def __init__(self, folder: Path):
        self._index = _open(folder, create=False)
        self._index.config_reader("manual")
        self._schema = self._index.schema
        self._analyzer = _analyzer()
        self._meta = folder / "meta.json"
        self._seen = 0

    def _searcher(self) -> tantivy.Searcher:
        try:
            changed = self._meta.stat().st_mtime_ns
            if changed != self._seen:
                self._index.reload()
                self._seen = changed
            return self._index.searcher()
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"the search index cannot be read: {error}") from error

    def count(self) -> int:
        return self._searcher().num_docs

    def find(self, query: SearchQuery, *, audiences: frozenset[str]) -> Found:
        try:
            return self._find(query, audiences)
        except (ValueError, OSError) as error:
            raise IndexUnusable(f"the search index cannot be read: {error}") from error

    def _find(self, query: SearchQuery, audiences: frozenset[str]) -> Found:
        searcher = self._searcher()
        text = Query.empty_query() if query.asks_nothing else self._text_query(query.words)
        allowed = Query.term_set_query(self._schema, "audience", sorted(audiences))
        base = [(Occur.Must, text), (Occur.Must, Query.const_score_query(allowed, 0.0))]
        filters = {facet: self._filter(facet, values) for facet, values in query.chosen}
        everything = Query.boolean_query(base + [(Occur.Must, f) for f in filters.values()])
        result = searcher.search(everything, limit=query.page_size, offset=query.offset, count=True)
        hits = self._hits(searcher, result.hits, text, query)
        return Found(result.count, hits, self._facet_counts(searcher, base, filters, everything))

    def _filter(self, facet: str, values: tuple[str, ...]) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, facet, list(values)), 0.0)

    def _text_query(self, words: tuple[Words, ...]) -> Query:
        parts = [self._word_query(word) for word in words]
        if not parts:
            return Query.all_query()
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def _word_query(self, word: Words) -> Query:
        """The word in any of the text fields; a word of several tokens ("Y-90") as a phrase."""
        tokens = self._analyzer.analyze(word.text)
        if not tokens:
            return Query.empty_query()
        options = []
        for field, weight in TEXT_FIELDS.items():
            if len(tokens) == 1:
                query = Query.term_query(self._schema, field, tokens[0], "position")
            else:
                query = Query.phrase_query(self._schema, field, list(tokens))
            options.append((Occur.Should, Query.boost_query(query, weight)))
        return Query.boolean_query(options)

    def _facet_counts(self, searcher, base, filters, everything) -> dict[str, dict[str, int]]:
        counts = self._terms(searcher, everything, [facet for facet in FACETS if facet not in filters])
        for facet in filters:
            others = [(Occur.Must, query) for name, query in filters.items() if name != facet]
            counts |= self._terms(searcher, Query.boolean_query(base + others), [facet])
        return counts

    def _terms(self, searcher, query: Query, facets: list[str]) -> dict[str, dict[str, int]]:
        if not facets:
            return {}
        wanted = {facet: {"terms": {"field": facet, "size": MOST_VALUES}} for facet in facets}
        answer = searcher.aggregate(query, wanted)
        return {facet: {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]} for facet in facets}

    def _hits(self, searcher, found, text: Query, query: SearchQuery) -> list[Hit]:
        snippets = None
        if query.words:
            snippets = tantivy.SnippetGenerator.create(searcher, text, self._schema, "text")
            snippets.set_max_num_chars(SNIPPET_CHARACTERS)
        hits = []
        for score, address in found:
            document = searcher.doc(address)
            snippet = snippets.snippet_from_doc(document).to_html() if snippets else ""
            hits.append(
                Hit(
                    type=document.get_first("type"),
                    key=document.get_first("key"),
                    title=document.get_first("title"),
                    url=document.get_first("url"),
                    snippet=snippet or _opening(document.get_first("text")),
                    score=score,
                )
            )
        return hits


def _opening(text: str) -> str:
    """The start of the text, cut at a word."""
    if len(text) <= SNIPPET_CHARACTERS:
        return html.escape(text)
    return html.escape(re.sub(r"\s+\S*$", "", text[:SNIPPET_CHARACTERS])) + " …"
