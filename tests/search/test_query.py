import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import facets
from search.document import FACETS
from search.query import DEEPEST_HIT, LARGEST_PAGE, SearchQuery
from search.syntax import MOST_TERMS, Words, parse


@pytest.fixture
def no_labels(monkeypatch):
    monkeypatch.setattr(facets, "_labels", {})


queries = st.builds(
    SearchQuery,
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=50).map(str.strip),
    chosen=st.dictionaries(
        st.sampled_from(sorted(FACETS)), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3, unique=True)
    ).map(lambda found: tuple((name, tuple(found[name])) for name in FACETS if name in found)),
    page=st.integers(1, DEEPEST_HIT // LARGEST_PAGE),
    page_size=st.integers(1, LARGEST_PAGE),
)


@given(queries)
def test_a_query_survives_its_address(query):
    address = query.url.partition("?")[2]
    assert SearchQuery.from_params(QueryDict(address)) == query


@given(queries, st.sampled_from(sorted(FACETS)), st.text(min_size=1, max_size=5))
def test_toggling_twice_gives_the_first_page_of_the_same_question(query, facet, value):
    twice = query.toggled(facet, value).toggled(facet, value)
    assert twice.page == 1
    assert {name: set(values) for name, values in twice.chosen} == {n: set(v) for n, v in query.chosen}


@given(st.dictionaries(st.sampled_from(["q", "page", "page_size", "type", "nonsense"]), st.text(max_size=30)))
def test_no_address_is_an_error(params):
    made = QueryDict(mutable=True)
    made.update(params)
    query = SearchQuery.from_params(made)
    assert 1 <= query.page <= DEEPEST_HIT
    assert 1 <= query.page_size <= LARGEST_PAGE


def test_words_and_phrases_are_told_apart():
    assert parse('liver "overall survival" (y-90)') == (
        Words("liver"),
        Words("overall survival", phrase=True),
        Words("(y-90)"),
    )


def test_signs_alone_are_no_words_and_an_open_quote_is_closed():
    assert parse('* () -- "partial response') == (Words("partial response", phrase=True),)


def test_only_so_many_words_are_read():
    assert len(parse("a " * 500)) == MOST_TERMS


def test_a_chosen_value_that_counts_nothing_is_still_shown_and_can_be_removed(no_labels):
    query = SearchQuery(chosen=(("year", ("1900",)),))
    (facet,) = facets.build(query, {"year": {}})
    (value,) = facet.values
    assert (value.value, value.count, value.selected) == ("1900", 0, True)
    assert value.toggle_url == "/search/?"


def test_chosen_values_come_first_then_the_most_frequent(no_labels):
    query = SearchQuery(chosen=(("body", ("nice",)),))
    (facet,) = facets.build(query, {"body": {"acr": 2, "nccn": 9, "nice": 1}})
    assert [value.value for value in facet.values] == ["nice", "nccn", "acr"]


def test_years_run_from_the_newest(no_labels):
    (facet,) = facets.build(SearchQuery(), {"year": {"2009": 9, "2021": 1, "odd": 3}})
    assert [value.value for value in facet.values] == ["2021", "2009", "odd"]
