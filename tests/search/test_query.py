import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search import facets
from search.document import FACETS
from search.query import DEEPEST_HIT, LARGEST_PAGE, MATCHES, SORTS, SearchQuery


@pytest.fixture
def no_labels(monkeypatch):
    monkeypatch.setattr(facets, "_labels", {})
    monkeypatch.setattr(facets, "_parents", {})


queries = st.builds(
    SearchQuery,
    text=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=50).map(str.strip),
    chosen=st.dictionaries(
        st.sampled_from(sorted(FACETS)), st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3, unique=True)
    ).map(lambda found: tuple((name, tuple(found[name])) for name in FACETS if name in found)),
    page=st.integers(1, DEEPEST_HIT // LARGEST_PAGE),
    page_size=st.integers(1, LARGEST_PAGE),
    match=st.sampled_from(["", *MATCHES]),
    sort=st.sampled_from(list(SORTS)),
    synonyms=st.booleans(),
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


def test_a_range_of_years_filters_by_each_of_them():
    query = SearchQuery.from_params(QueryDict("year=2018..2020&year=2023"))
    assert query.filters == (("year", ("2018", "2019", "2020", "2023")),)
    assert SearchQuery.from_params(QueryDict("year=soon")).filters == (("year", ("soon",)),)


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("year_from=2015&year_to=2020", "2015..2020"),
        ("year_from=2015&year_to=", "2015.."),
        ("year_from=&year_to=2020", "..2020"),
        ("year_from=x&year_to=", None),
        ("year_from=15&year_to=2020", "..2020"),
        ("year_from=2020&year_to=2015", "2015..2020"),
        ("year=2019&year_from=2015&year_to=2020", "2015..2020"),
    ],
)
def test_two_boxes_make_a_range_of_years(asked, chosen):
    assert SearchQuery.from_params(QueryDict(asked)).values("year") == ((chosen,) if chosen else ())


def built(query, counts, name):
    return next(facet for facet in facets.build(query, counts) if facet.name == name)


def test_a_chosen_value_that_counts_nothing_is_still_shown_and_can_be_removed(no_labels):
    query = SearchQuery(chosen=(("year", ("1900",)),))
    (value,) = built(query, {"year": {}}, "year").values
    assert (value.value, value.count, value.selected) == ("1900", 0, True)
    assert value.toggle_url == "/search/?"


def test_chosen_values_come_first_then_the_most_frequent(no_labels):
    query = SearchQuery(chosen=(("body", ("nice",)),))
    facet = built(query, {"body": {"acr": 2, "nccn": 9, "nice": 1}}, "body")
    assert [value.value for value in facet.values] == ["nice", "nccn", "acr"]


def test_years_run_from_the_newest(no_labels):
    facet = built(SearchQuery(), {"year": {"2009": 9, "2021": 1, "odd": 3}}, "year")
    assert [value.value for value in facet.values] == ["2021", "2009", "odd"]


def test_the_histogram_has_the_years_at_their_place_and_the_most_at_full_height(no_labels):
    facet = built(SearchQuery(), {"year": {"2009": 8, "2012": 2, "odd": 3}}, "year")
    assert [(bar.year, bar.x, bar.height, bar.y) for bar in facet.bars] == [
        ("2009", 0, 40.0, 0.0),
        ("2012", 3, 10.0, 30.0),
    ]
    assert facet.span == 4


def test_a_chosen_range_marks_its_bars_fills_its_boxes_and_reads_as_words(no_labels):
    query = SearchQuery(chosen=(("year", ("2010..2012",)),))
    facet = built(query, {"year": {"2009": 8, "2010": 1, "2012": 2}}, "year")
    assert [bar.year for bar in facet.bars if bar.selected] == ["2010", "2012"]
    assert query.span == ("2010", "2012")
    assert [value.label for value in facet.selected] == ["2010 to 2012"]
    assert [facets.unlabelled(value) for value in ("2015..", "..2020", "2015")] == ["from 2015", "until 2020", "2015"]
    assert SearchQuery().span == ("", "")


def test_a_box_of_one_line_keeps_lines_apart():
    assert SearchQuery(text="#1 liver\r\n#2 cancer").in_box == "#1 liver #2 cancer"


def test_values_stand_under_their_broader_ones(monkeypatch):
    monkeypatch.setattr(facets, "_labels", {})
    monkeypatch.setattr(
        facets,
        "_parents",
        {
            "condition": lambda: {
                "hcc": ["primary", "any"],
                "icc": ["primary"],
                "primary": ["any"],
                "a": ["b"],
                "b": ["a"],
            }
        },
    )
    counts = {"condition": {"hcc": 5, "primary": 9, "net": 12, "icc": 2, "a": 1, "b": 1}}
    told = [(value.value, value.depth) for value in built(SearchQuery(), counts, "condition").values]
    assert told[:4] == [("net", 0), ("primary", 0), ("hcc", 1), ("icc", 1)]
    assert {value for value, _ in told} == set(counts["condition"])  # a circle loses none


def test_a_tab_takes_the_place_of_another(no_labels):
    query = SearchQuery(chosen=(("type", ("study",)),))
    addresses = {
        value.value: value.toggle_url for value in built(query, {"type": {"study": 1, "trial": 2}}, "type").values
    }
    assert addresses == {"study": "/search/?", "trial": "/search/?type=trial"}
