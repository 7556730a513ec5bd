"""The contract every engine keeps, against a slow loop in plain Python over generated documents."""

import importlib
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.document import DRAFT_READERS, EVERYONE, FACETS, SearchDocument
from search.engines.base import IndexUnusable
from search.index import ENGINES
from search.query import SearchQuery

# Words that English stemming leaves alone, so that the loop can compare them as they are.
WORDS = ["liver", "tumor", "glass", "resin", "bridg", "cohort", "median"]
PUBLIC = frozenset({EVERYONE})
MEMBERS = frozenset({EVERYONE, DRAFT_READERS})

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
documents = st.builds(
    SearchDocument,
    type=st.sampled_from(["study", "reference"]),
    key=st.integers(0, 25).map(str),
    title=texts,
    url=st.just("/x/"),
    names=texts,
    text=texts,
    facets=st.fixed_dictionaries(
        {
            "condition": st.lists(st.sampled_from(["hcc", "icc", "net"]), unique=True),
            "year": st.lists(st.sampled_from(["2019", "2020"]), max_size=1),
        }
    ),
    audience=st.sampled_from([EVERYONE, DRAFT_READERS]),
)
chosen = st.fixed_dictionaries(
    {},
    optional={
        "type": st.lists(st.sampled_from(["study", "reference"]), min_size=1, unique=True),
        "condition": st.lists(st.sampled_from(["hcc", "icc", "net"]), min_size=1, unique=True),
        "year": st.lists(st.sampled_from(["2019", "2020"]), min_size=1, unique=True),
    },
)


def matches(document: SearchDocument, query: SearchQuery, audiences, *, except_facet: str = "") -> bool:
    said = f"{document.title} {document.names} {document.text}".split()
    if document.audience not in audiences or any(word.text not in said for word in query.words):
        return False
    return all(set(document.values_of(facet)) & set(values) for facet, values in query.chosen if facet != except_facet)


def slow_counts(all_documents, query, audiences) -> dict:
    counts: dict = {}
    for facet in FACETS:
        for document in all_documents:
            if matches(document, query, audiences, except_facet=facet):
                for value in document.values_of(facet):
                    of_facet = counts.setdefault(facet, {})
                    of_facet[value] = of_facet.get(value, 0) + 1
    return counts


@pytest.fixture(params=ENGINES)
def engine(request):
    return importlib.import_module(f"search.engines.{request.param}")


def query_of(text, facets) -> SearchQuery:
    params = QueryDict(mutable=True)
    params["q"] = text
    for facet, values in facets.items():
        params.setlist(facet, values)
    return SearchQuery.from_params(params)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    put=st.lists(documents, max_size=20),
    changed=st.lists(documents, max_size=6),
    removed=st.sets(st.integers(0, 25).map(str), max_size=6),
    asked=st.lists(st.tuples(texts, chosen), min_size=1, max_size=3),
)
def test_totals_and_facet_counts_equal_a_slow_loop(engine, tmp_path_factory, put, changed, removed, asked):
    folder = tmp_path_factory.mktemp("index")
    writer = engine.writer(folder)
    present: dict[str, SearchDocument] = {}
    for batch in (put, changed):
        unique = {document.id: document for document in batch}
        writer.put(unique.values())
        writer.commit()
        present |= unique
    gone = {f"study:{key}" for key in removed}
    writer.remove(gone)
    writer.commit()
    present = {id: document for id, document in present.items() if id not in gone}
    reader = engine.reader(folder)
    for text, facets in asked:
        query = query_of(text, facets)
        for audiences in (PUBLIC, MEMBERS):
            found = reader.find(replace(query, page_size=100), audiences=audiences)
            expected = {d.id for d in present.values() if matches(d, query, audiences)}
            assert {f"{hit.type}:{hit.key}" for hit in found.hits} == expected
            assert found.count == len(expected)
            counted = {facet: values for facet, values in found.facet_counts.items() if values}
            assert counted == slow_counts(present.values(), query, audiences)
    writer.close()


def put_all(engine, folder, *found):
    writer = engine.writer(folder)
    writer.put(found)
    writer.close()
    return engine.reader(folder)


def document(key="1", **values) -> SearchDocument:
    return SearchDocument(**({"type": "study", "key": key, "title": "", "url": f"/studies/{key}/"} | values))


def hits(reader, text, **facets):
    return [hit.key for hit in reader.find(query_of(text, facets), audiences=PUBLIC).hits]


def test_words_match_in_their_inflections_and_without_accents(engine, tmp_path):
    reader = put_all(engine, tmp_path, document(text="Embolizations in patients", names="Löfberg"))
    assert hits(reader, "embolization patient lofberg") == ["1"]


def test_a_phrase_matches_only_in_its_order(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="overall survival"), document("2", text="survival overall"))
    assert hits(reader, '"overall survival"') == ["1"]
    assert sorted(hits(reader, "overall survival")) == ["1", "2"]


def test_a_hyphenated_word_matches_as_one_thing(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="Y-90 glass"), document("2", text="Y chromosome, 90 men"))
    assert hits(reader, "Y-90") == ["1"]


def test_signs_without_a_word_find_nothing(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="liver"))
    assert hits(reader, "% (*)") == []
    assert hits(reader, "") == ["1"]


def test_the_title_weighs_more_than_the_text(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="sorafenib"), document("2", title="Sorafenib"))
    assert hits(reader, "sorafenib") == ["2", "1"]


def test_a_snippet_marks_the_match_and_escapes_the_rest(engine, tmp_path):
    reader = put_all(engine, tmp_path, document(text="<script>alert(1)</script> sorafenib & more"))
    snippet = reader.find(query_of("sorafenib", {}), audiences=PUBLIC).hits[0].snippet
    assert "<b>sorafenib</b>" in snippet
    assert "<script>" not in snippet


def test_pages_do_not_overlap_and_hold_everything(engine, tmp_path):
    reader = put_all(engine, tmp_path, *(document(str(n), text="liver") for n in range(45)))
    query = query_of("liver", {})
    seen = [hit.key for page in (1, 2, 3) for hit in reader.find(query.on_page(page), audiences=PUBLIC).hits]
    assert sorted(seen, key=int) == [str(n) for n in range(45)]


def test_a_reader_sees_what_another_handle_commits(engine, tmp_path):
    writer = engine.writer(tmp_path)
    writer.put([document("1", text="liver")])
    writer.commit()
    reader = engine.reader(tmp_path)
    writer.put([document("2", text="liver")])
    writer.commit()
    assert sorted(hits(reader, "liver")) == ["1", "2"]
    writer.close()


def test_there_is_no_reader_without_an_index(engine, tmp_path):
    with pytest.raises(IndexUnusable):
        engine.reader(tmp_path / "nothing")


def test_a_damaged_index_is_told_as_unusable(engine, tmp_path):
    put_all(engine, tmp_path, document())
    (tmp_path / "meta.json").write_text("{broken")
    with pytest.raises(IndexUnusable):
        engine.reader(tmp_path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200))
def test_nothing_a_person_types_is_an_error(engine, tmp_path_factory, typed):
    folder = tmp_path_factory.mktemp("index")
    reader = put_all(engine, folder, document(text="liver"))
    found = reader.find(query_of(typed, {}), audiences=PUBLIC)
    assert found.count in (0, 1)
