"""The contract every engine keeps, against a slow loop in plain Python over generated documents."""

import importlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.document import DRAFT_READERS, EVERYONE, FACETS, TEXT_FIELDS, SearchDocument
from search.engines.base import IndexUnusable, Question
from search.index import ENGINES
from search.tree import Above, All, Any, Everything, Most, Not, Nothing, OneOf, Phrase, Scored, Value, Weighted, Word
from tests.search import slow_loop

# Inflections of a few stems, an accent, a hyphen, a number: what makes words differ.
WORDS = ["liver", "tumor", "tumors", "glass", "embolize", "embolization", "Löfberg", "Y-90", "90", "a", "patients'"]
PUBLIC = frozenset({EVERYONE})
MEMBERS = frozenset({EVERYONE, DRAFT_READERS})
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
documents = st.builds(
    SearchDocument,
    type=st.sampled_from(["study", "reference"]),
    key=st.integers(0, 25).map(str),
    title=texts,
    url=st.just("/x/"),
    names=texts,
    text=texts,
    journal=texts,
    raw=st.fixed_dictionaries({"author": st.lists(st.sampled_from(["smith j", "van hazel ga"]), unique=True)}),
    facets=st.fixed_dictionaries(
        {
            "condition": st.lists(st.sampled_from(["hcc", "icc", "net"]), unique=True),
            "year": st.lists(st.sampled_from(["2019", "2020"]), max_size=1),
        }
    ),
    numbers=st.fixed_dictionaries({}, optional={"added": st.integers(0, 3)}),
    audience=st.sampled_from([EVERYONE, DRAFT_READERS]),
)
fields = st.sampled_from([TEXT_FIELDS, ("title",), ("title", "text"), ("journal",)])
leaves = st.one_of(
    st.builds(Word, st.sampled_from(WORDS), fields),
    st.builds(Phrase, st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join), fields),
    st.builds(OneOf, st.lists(st.sampled_from(["liver", "tumors", "90"]), min_size=1).map(tuple), fields),
    st.builds(Value, st.just("condition"), st.lists(st.sampled_from(["hcc", "icc"]), min_size=1).map(tuple)),
    st.builds(Value, st.just("author"), st.just(("van hazel ga",))),
    st.builds(Above, st.just("added"), st.integers(0, 3)),
    st.just(Everything()),
    st.just(Nothing()),
)


def some(children):
    return st.lists(children, min_size=1, max_size=3).map(tuple)


trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, some(inner)),
        st.builds(Any, some(inner)),
        some(inner).flatmap(lambda each: st.builds(Most, st.just(each), st.integers(1, len(each)))),
        st.builds(Not, inner),
        st.builds(Weighted, inner, st.just(0.5)),
        st.builds(Scored, inner, st.just(3.0)),
    ),
    max_leaves=6,
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "type": st.lists(st.sampled_from(["study", "reference"]), min_size=1, unique=True).map(tuple),
        "condition": st.lists(st.sampled_from(["hcc", "icc", "net"]), min_size=1, unique=True).map(tuple),
        "year": st.lists(st.sampled_from(["2019", "2020"]), min_size=1, unique=True).map(tuple),
    },
).map(lambda found: tuple(found.items()))
questions = st.builds(Question, tree=trees, filters=filters, limit=st.just(100))


@pytest.fixture(params=ENGINES)
def engine(request):
    return importlib.import_module(f"search.engines.{request.param}")


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(
    put=st.lists(documents, max_size=15),
    changed=st.lists(documents, max_size=6),
    removed=st.sets(st.integers(0, 25).map(str), max_size=6),
    asked=st.lists(questions, min_size=1, max_size=8),
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
    assert reader.count() == len(present)
    for question in asked:
        for audiences in (PUBLIC, MEMBERS):
            found = reader.find(question, audiences=audiences)
            expected = {document.id for document in slow_loop.found(present.values(), question, audiences)}
            assert {hit.id for hit in found.hits} == expected, question
            assert found.count == len(expected)
            counted = {facet: values for facet, values in found.facet_counts.items() if values}
            assert counted == slow_loop.facet_counts(present.values(), question, audiences), question
    writer.close()


def put_all(engine, folder, *found):
    writer = engine.writer(folder)
    writer.add(found)
    writer.close()
    return engine.reader(folder)


def document(key="1", **values) -> SearchDocument:
    return SearchDocument(**({"type": "study", "key": key, "title": "", "url": f"/studies/{key}/"} | values))


def find(reader, tree, **more):
    return reader.find(Question(tree, **more), audiences=PUBLIC)


def keys(reader, tree, **more):
    return [hit.key for hit in find(reader, tree, **more).hits]


def test_words_match_in_their_inflections_and_without_accents(engine, tmp_path):
    reader = put_all(engine, tmp_path, document(text="Embolizations in patients", names="Löfberg"))
    assert keys(reader, All((Word("embolization"), Word("patient"), Word("lofberg")))) == ["1"]


@pytest.mark.parametrize(
    "letters", ["àáâãäåçèéêëìíîïñòóôõöùúûüýÿ", "ÀÇÉÎÑÖÜÝ", "ßæœøđðþłıħŧŋ", "ąćęłńśźżčďěňřšťůžğışőű"]
)
def test_accents_of_european_letters_are_folded_alike(engine, tmp_path, letters):
    reader = put_all(engine, tmp_path, *(document(sign, text=f"word{sign}x") for sign in letters))
    from search.words import plain

    for sign in letters:
        assert sign in keys(reader, OneOf((plain(f"word{sign}x"),)), limit=100)


def test_a_hyphenated_word_matches_as_one_thing(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="Y-90 glass"), document("2", text="Y chromosome, 90 men"))
    assert keys(reader, Word("Y-90")) == ["1"]


def test_the_title_weighs_more_than_a_long_text(engine, tmp_path):
    reader = put_all(
        engine, tmp_path, document("1", text="sorafenib " + "of no weight " * 9), document("2", title="Sorafenib")
    )
    assert keys(reader, Word("sorafenib")) == ["2", "1"]


def test_what_only_raises_the_rank_finds_nothing_more(engine, tmp_path):
    reader = put_all(
        engine,
        tmp_path,
        *(document(key, text=text) for key, text in (("1", "liver"), ("2", "liver glass"), ("3", "glass"))),
    )
    assert keys(reader, Word("liver"), also=Scored(Word("glass"), 100.0)) == ["2", "1"]


def test_of_most_words_what_holds_the_most_comes_first(engine, tmp_path):
    told = {"1": "liver", "2": "liver glass", "3": "liver glass resin", "4": "spleen"}
    reader = put_all(engine, tmp_path, *(document(key, text=text) for key, text in told.items()))
    wanted = (Word("liver"), Word("glass"), Word("resin"))
    assert keys(reader, Most(wanted, 2)) == ["3", "2"]
    assert keys(reader, Most(wanted, 1)) == ["3", "2", "1"]


def test_a_match_is_marked_and_the_rest_escaped(engine, tmp_path):
    said = "<script>alert(1)</script> sorafenib & more"
    reader = put_all(engine, tmp_path, document(text=said, title=f"On {said} (2)"))
    (hit,) = find(reader, Word("sorafenib")).hits
    assert "<b>sorafenib</b>" in hit.snippet
    assert hit.marked == "On &lt;script&gt;alert(1)&lt;/script&gt; <b>sorafenib</b> &amp; more (2)"
    assert "<script>" not in hit.snippet


def test_where_nothing_of_the_text_is_shown_it_is_told_what_it_is(engine, tmp_path):
    reader = put_all(engine, tmp_path, document(title="Sorafenib", about="Llovet J & others · 2008"))
    assert find(reader, Word("sorafenib")).hits[0].snippet == "Llovet J &amp; others · 2008"
    assert find(reader, Word("llovet")).count == 0


def test_pages_do_not_overlap_and_hold_everything(engine, tmp_path):
    reader = put_all(engine, tmp_path, *(document(str(n), text="liver") for n in range(45)))
    seen = [key for offset in (0, 20, 40) for key in keys(reader, Word("liver"), offset=offset)]
    assert sorted(seen, key=int) == [str(n) for n in range(45)]


@pytest.mark.parametrize("sort", ["year_number", "level", "participants"])
def test_sorted_by_a_number_the_largest_comes_first_and_the_unknown_last(engine, tmp_path, sort):
    numbers = {"1": 2019, "2": 0, "3": 2021, "4": 2020}
    reader = put_all(
        engine, tmp_path, *(document(key, text="liver", numbers={sort: each}) for key, each in numbers.items())
    )
    assert keys(reader, Word("liver"), sort=sort) == ["3", "4", "1", "2"]


def test_words_of_a_prefix_are_unstemmed_and_come_by_how_many_hold_them(engine, tmp_path):
    told = ["metastases of the liver", "metastases, metastasized", "metastatic", "metal"]
    reader = put_all(engine, tmp_path, *(document(str(n), text=text) for n, text in enumerate(told)))
    assert reader.words("metasta", TEXT_FIELDS, 10) == [("metastases", 2), ("metastasized", 1), ("metastatic", 1)]
    assert reader.words("metasta", TEXT_FIELDS, 1) == [("metastases", 2)]
    assert reader.words("metasta", ("title",), 10) == []


def test_figures_beside_the_line_and_ligatures_are_read_as_plain_ones(engine, tmp_path):
    reader = put_all(engine, tmp_path, document("1", text="⁹⁰Y for ﬁbrosis, 130 Gy/m²"), document("2", text="liver"))
    assert [word for word, _ in reader.tokens("⁹⁰Y ﬁbrosis CO₂ Ｙ")] == ["90y", "fibrosis", "co2", "y"]
    for typed in ("90Y", "fibrosis", "m2", "⁹⁰Y"):
        assert keys(reader, Word(typed)) == ["1"]


def test_values_of_a_raw_field_come_in_order(engine, tmp_path):
    authors = ["smith j", "smith ab", "smithson c", "van hazel ga"]
    reader = put_all(engine, tmp_path, document(raw={"author": authors}))
    assert reader.values("author", "smith", 10) == ["smith ab", "smith j", "smithson c"]


def test_limit_none_is_a_count_alone(engine, tmp_path):
    reader = put_all(engine, tmp_path, document(text="liver"))
    found = find(reader, Word("liver"), limit=0, counts=False)
    assert (found.count, found.hits, found.facet_counts) == (1, [], {})


def test_what_is_restricted_is_counted_for_its_audience_alone(engine, tmp_path):
    reader = put_all(
        engine, tmp_path, document("1", text="liver"), document("2", text="liver", audience="nobody we know")
    )
    for audiences in (PUBLIC, MEMBERS):
        found = reader.find(Question(Word("liver")), audiences=audiences)
        assert found.count == 1
        assert found.facet_counts["type"] == {"study": 1}


def test_a_reader_sees_what_another_handle_commits(engine, tmp_path):
    writer = engine.writer(tmp_path)
    writer.put([document("1", text="liver")])
    writer.commit()
    reader = engine.reader(tmp_path)
    writer.put([document("2", text="liver")])
    writer.commit()
    assert sorted(keys(reader, Word("liver"))) == ["1", "2"]
    writer.close()


def test_there_is_no_reader_without_an_index(engine, tmp_path):
    with pytest.raises(IndexUnusable):
        engine.reader(tmp_path / "nothing")
    with pytest.raises(IndexUnusable):
        engine.writer(tmp_path / "nothing", create=False)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh closes no file it cannot read
def test_a_damaged_index_is_told_as_unusable(engine, tmp_path):
    put_all(engine, tmp_path, document())
    for file in tmp_path.iterdir():
        if file.suffix in (".json", ".toc"):
            file.write_text("{broken")
    with pytest.raises(IndexUnusable):
        engine.reader(tmp_path)


def test_every_facet_is_counted(engine, tmp_path):
    reader = put_all(engine, tmp_path, document())
    assert set(find(reader, Everything()).facet_counts) == set(FACETS)
