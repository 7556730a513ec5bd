"""The embedded default: Tantivy, through tantivy-py."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

from search import marking
from search.document import (
    EVERYONE,
    FACETS,
    NAMED_TEXT_FIELDS,
    NUMBERS,
    RAW_FIELDS,
    TEXT_FIELDS,
    UNSTEMMED,
    VALUES_COUNTED,
    WEIGHTS,
    SearchDocument,
)
from search.engines.base import Found, Hit, IndexUnusable, Pace, Question
from search.tree import (
    Above,
    All,
    Any,
    Everything,
    Most,
    Node,
    Not,
    Nothing,
    OneOf,
    Phrase,
    Scored,
    Value,
    Weighted,
    Word,
    wanted_leaves,
)

name = "tantivy"
SNIPPET_CHARACTERS = 220
WRITER_BYTES = 120_000_000
LONGEST_WORD = 60  # bytes
MOST_WORDS = 5000  # looked through for the commonest of those with a prefix
STORED = ("type", "key", "url", "about")
RESTRICTED = "restricted"  # the audience term of every document that is not for everyone


def _schema(facets: Iterable[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for field in STORED:
        if field not in facets:
            builder.add_text_field(field, stored=True, tokenizer_name="raw", index_option="basic")
    for field in TEXT_FIELDS:
        stored = field != "names"
        builder.add_text_field(field, stored=stored, tokenizer_name="english", index_option="position")
        builder.add_text_field(UNSTEMMED[field], tokenizer_name="words", index_option="basic")
    for field in NAMED_TEXT_FIELDS:
        builder.add_text_field(field, tokenizer_name="words", index_option="position")
    for field in RAW_FIELDS:
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in facets:
        builder.add_text_field(field, stored=field == "type", fast=True, tokenizer_name="raw", index_option="basic")
    for field in NUMBERS:
        builder.add_integer_field(field, indexed=False, fast=True)
    return builder.build()


def _analyzer(*, stemmed: bool) -> tantivy.TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    builder = builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())
    return (builder.filter(Filter.stemmer("english")) if stemmed else builder).build()


def _open(folder: Path, facets: Iterable[str], *, create: bool) -> tantivy.Index:
    with _telling("opened"):
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif not tantivy.Index.exists(str(folder)):
            raise IndexUnusable(f"there is no search index in {folder}")
        index = tantivy.Index(_schema(facets), path=str(folder))
    index.register_tokenizer("english", _analyzer(stemmed=True))
    index.register_tokenizer("words", _analyzer(stemmed=False))
    return index


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """IndexUnusable for whatever Tantivy raises on a damaged index. A panic of its compiled code is a BaseException."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnusable(f"the search index cannot be {what}: {error}") from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise IndexUnusable(f"the search index cannot be {what}: {error}") from None
        raise


def reader(folder: Path, facets: Iterable[str] = FACETS, *, values_counted: int = VALUES_COUNTED) -> "TantivyReader":
    return TantivyReader(folder, tuple(facets), values_counted)


def writer(folder: Path, facets: Iterable[str] = FACETS, *, create: bool = True) -> "TantivyWriter":
    return TantivyWriter(folder, tuple(facets), create=create)


class TantivyWriter:
    def __init__(self, folder: Path, facets: tuple[str, ...], *, create: bool):
        self._index = _open(folder, facets, create=create)
        self._facets = facets
        with _telling("written"):
            self._writer = self._index.writer(
                WRITER_BYTES, 1
            )  # two build faster, and leave segments that answer slower
        self._schema = self._index.schema

    def add(self, documents: Iterable[SearchDocument]) -> None:
        for document in documents:
            self._writer.add_document(tantivy.Document.from_dict(_fields(document, self._facets), self._schema))

    def put(self, documents: Iterable[SearchDocument]) -> None:
        documents = list(documents)
        self.remove(document.id for document in documents)
        self.add(documents)

    def remove(self, ids: Iterable[str]) -> None:
        for id in ids:
            self._writer.delete_documents_by_term("id", id)

    def commit(self) -> None:
        self._writer.commit()

    def close(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _fields(document: SearchDocument, facets: tuple[str, ...]) -> dict:
    fields: dict = {field: [getattr(document, field)] for field in STORED} | {"id": [document.id]}
    fields["audience"] = [] if document.audience == EVERYONE else [RESTRICTED, document.audience]
    for field in TEXT_FIELDS:
        fields[field] = fields[UNSTEMMED[field]] = [getattr(document, field)]
    for field in NAMED_TEXT_FIELDS:
        fields[field] = [getattr(document, field)]
    for field in RAW_FIELDS:
        fields[field] = document.raw.get(field, [])
    for facet in facets:
        fields[facet] = document.values_of(facet)
    for field in NUMBERS:
        fields[field] = [document.numbers.get(field, 0)]
    return fields


class TantivyReader:
    pace = Pace(entries=12_000_000, position=10)

    def __init__(self, folder: Path, facets: tuple[str, ...], values_counted: int):
        self._index = _open(folder, facets, create=False)
        self._values_counted = values_counted
        self._index.config_reader("manual")
        self._schema = self._index.schema
        self._facets = facets
        self._english = _analyzer(stemmed=True)
        self._words = _analyzer(stemmed=False)
        self._meta = folder / "meta.json"
        self._seen = 0

    def _searcher(self) -> tantivy.Searcher:
        with _telling("read"):
            changed = self._meta.stat().st_mtime_ns
            if changed != self._seen:
                self._index.reload()
                self._seen = changed
            return self._index.searcher()

    def count(self) -> int:
        return self._searcher().num_docs

    @_telling("read")
    def words(self, prefix: str, fields: tuple[str, ...], limit: int) -> list[tuple[str, int]]:
        searcher = self._searcher()
        counted: dict[str, int] = {}
        for field in fields:
            for word, documents in searcher.terms_with_prefix(UNSTEMMED.get(field, field), prefix, limit=MOST_WORDS):
                counted[word] = max(documents, counted.get(word, 0))
        return sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]

    @_telling("read")
    def values(self, field: str, prefix: str, limit: int) -> list[str]:
        found = self._searcher().terms_with_prefix(field, prefix, limit=MOST_WORDS)
        return sorted(value for value, _ in found)[:limit]

    @_telling("read")
    def frequency(self, word: str) -> int:
        searcher = self._searcher()
        return max(searcher.doc_freq(field, word) for field in UNSTEMMED.values())

    def tokens(self, text: str) -> list[tuple[str, str]]:
        return list(zip(self._words.analyze(text), self._english.analyze(text), strict=True))

    @_telling("read")
    def token_frequency(self, token: str) -> int:
        return self._searcher().doc_freq("text", token)

    @_telling("read")
    def find(self, question: Question, *, audiences: frozenset[str]) -> Found:
        searcher = self._searcher()
        base = [(Occur.Must, self._query(question.tree)), (Occur.MustNot, self._closed_to(audiences))]
        filters = {facet: self._values(facet, values) for facet, values in question.filters}
        chosen = [(Occur.Must, query) for query in filters.values()]
        ranked = [(Occur.Should, self._query(question.also))] if question.also else []
        result = searcher.search(
            Query.boolean_query(base + chosen + ranked),
            limit=max(1, question.limit),
            offset=question.offset,
            count=True,
            **({"order_by_field": question.sort} if question.sort else {}),
        )
        hits = self._hits(searcher, result.hits, question) if question.limit else []
        counts = self._facet_counts(searcher, base, filters) if question.counts else {}
        return Found(result.count, hits, counts)

    def _closed_to(self, audiences: frozenset[str]) -> Query:
        """What is restricted and open to none of the audiences."""
        restricted = Query.term_query(self._schema, "audience", RESTRICTED, "basic")
        open_to = sorted(audiences - {EVERYONE})
        if not open_to:
            return restricted
        allowed = Query.term_set_query(self._schema, "audience", open_to)
        return Query.boolean_query([(Occur.Must, restricted), (Occur.MustNot, allowed)])

    def _values(self, field: str, values: Iterable[str]) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)

    def _query(self, node: Node) -> Query:
        match node:
            case Word(text, fields) | Phrase(text, fields):
                return self._text_query(text, fields)
            case OneOf(words, fields):
                return self._any([self._one_of(words, field) for field in fields])
            case Value(field, values):
                return self._values(field, values)
            case Above(field, number):
                integer = tantivy.FieldType.Integer
                above = Query.range_query(self._schema, field, integer, number, None, include_lower=False)
                return Query.const_score_query(above, 0.0)
            case All(children):
                return self._all(children)
            case Any(children):
                return self._any([self._query(child) for child in children])
            case Most(children, least):
                asked = [(Occur.Should, self._query(child)) for child in children]
                return Query.boolean_query(asked, minimum_number_should_match=least)
            case Not():
                return self._all((node,))
            case Weighted(child, weight):
                return Query.boost_query(self._query(child), weight)
            case Scored(child, score):
                return Query.const_score_query(self._query(child), score)
            case Everything():
                return Query.const_score_query(Query.all_query(), 0.0)
            case Nothing():
                return Query.empty_query()
        raise TypeError(f"{node!r} is to be resolved before an engine is asked")

    def _all(self, children: tuple[Node, ...]) -> Query:
        wanted = [(Occur.Must, self._query(child)) for child in children if not isinstance(child, Not)]
        barred = [(Occur.MustNot, self._query(child.child)) for child in children if isinstance(child, Not)]
        return Query.boolean_query((wanted or [(Occur.Must, self._query(Everything()))]) + barred)

    def _any(self, queries: list[Query]) -> Query:
        return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])

    def _one_of(self, words: tuple[str, ...], field: str) -> Query:
        found = Query.term_set_query(self._schema, UNSTEMMED.get(field, field), list(words))
        return Query.const_score_query(found, 1.0)

    def _text_query(self, text: str, fields: tuple[str, ...]) -> Query:
        """The text's tokens beside each other in any of the fields."""
        queries = []
        for field in fields:
            tokens = (self._english if field in TEXT_FIELDS else self._words).analyze(text)
            if not tokens:
                return Query.empty_query()
            if len(tokens) == 1:
                query = Query.term_query(self._schema, field, tokens[0], "freq")
            else:
                query = Query.phrase_query(self._schema, field, list(tokens))
            queries.append(Query.boost_query(query, WEIGHTS[field]) if field in WEIGHTS else query)
        return self._any(queries)

    def _facet_counts(self, searcher, base, filters: dict[str, Query]) -> dict[str, dict[str, int]]:
        chosen = [(Occur.Must, query) for query in filters.values()]
        counts = self._terms(searcher, base + chosen, [facet for facet in self._facets if facet not in filters])
        for facet in filters:
            others = [(Occur.Must, query) for name, query in filters.items() if name != facet]
            counts |= self._terms(searcher, base + others, [facet])
        return counts

    def _terms(self, searcher, clauses, facets: list[str]) -> dict[str, dict[str, int]]:
        if not facets:
            return {}
        wanted = {facet: {"terms": {"field": facet, "size": self._values_counted}} for facet in facets}
        answer = searcher.aggregate(Query.boolean_query(clauses), wanted)
        return {facet: {bucket["key"]: bucket["doc_count"] for bucket in answer[facet]["buckets"]} for facet in facets}

    def _hits(self, searcher, found, question: Question) -> list[Hit]:
        in_title = self._looked_for(question.tree, "title")
        in_text = self._looked_for(question.tree, "text")
        marker = self._marker(searcher, in_text)
        hits = []
        for score, address in found:
            document = searcher.doc(address)
            title, text = document.get_first("title") or "", document.get_first("text") or ""
            fragment = marker.snippet_from_doc(document).fragment() if marker else ""
            hits.append(
                Hit(
                    type=document.get_first("type"),
                    key=document.get_first("key"),
                    title=title,
                    url=document.get_first("url"),
                    marked=marking.marked(title, in_title),
                    snippet=marking.around(text, fragment, in_text)
                    or marking.opening(text or document.get_first("about"), SNIPPET_CHARACTERS),
                    text=text,
                    score=score if isinstance(score, float) else 0.0,
                )
            )
        return hits

    def _looked_for(self, tree: Node, field: str) -> set[str]:
        """The tokens that are marked in a field."""
        found: set[str] = set()
        for leaf in wanted_leaves(tree):
            if isinstance(leaf, Word | Phrase) and field in leaf.fields:
                found.update(self._english.analyze(leaf.text))
            elif isinstance(leaf, OneOf) and field in leaf.fields:
                found.update(token for word in leaf.words for token in self._english.analyze(word))
        return found

    def _marker(self, searcher, tokens: set[str]) -> tantivy.SnippetGenerator | None:
        if not tokens:
            return None
        queries = [Query.term_query(self._schema, "text", token, "freq") for token in sorted(tokens)]
        marker = tantivy.SnippetGenerator.create(searcher, self._any(queries), self._schema, "text")
        marker.set_max_num_chars(SNIPPET_CHARACTERS)
        return marker
