from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from evidence.flags.query import CONFLICT_FACETS, FLAG_FACETS, MOST_VALUES, STATES, FlagQuery

VALUES = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=12)
QUERIES = st.builds(
    lambda chosen, state, page: FlagQuery(
        tuple((name, tuple(chosen[name])) for name in FLAG_FACETS if chosen.get(name)), state, page
    ),
    st.dictionaries(st.sampled_from(list(FLAG_FACETS)), st.lists(VALUES, min_size=1, max_size=4, unique=True)),
    st.sampled_from(list(STATES)),
    st.integers(1, 10**8),
)


@given(QUERIES)
def test_a_question_survives_its_address(query):
    assert FlagQuery.from_params(QueryDict(query.asked)) == query


@given(QUERIES, st.sampled_from(list(FLAG_FACETS)), VALUES)
def test_a_value_toggled_twice_is_as_before_from_the_first_page(query, facet, value):
    twice = query.toggled(facet, value).toggled(facet, value)
    assert {name: set(values) for name, values in twice.chosen} == {name: set(v) for name, v in query.chosen}
    assert twice.page == 1


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=5))
def test_nothing_in_an_address_is_an_error(pairs):
    params = QueryDict(mutable=True)
    for name, value in pairs:
        params.appendlist(name, value)
    assert FlagQuery.from_params(params).state in STATES


def test_what_cannot_be_read_is_left_out():
    params = QueryDict("page=%C2%B2&state=lost&grade=&grade=a%00b&colour=red&rule=x&rule=x")
    assert FlagQuery.from_params(params) == FlagQuery(chosen=(("rule", ("x",)),))
    assert FlagQuery.from_params(QueryDict("page=0")).page == 1
    assert FlagQuery.from_params(QueryDict("page=" + "9" * 5000)).page == 1
    many = FlagQuery.from_params(QueryDict("&".join(f"study={number}" for number in range(200))))
    assert len(many.values("study")) == MOST_VALUES


def test_each_page_knows_its_own_facets():
    query = FlagQuery.from_params(QueryDict("between=a~b&grade=impossible"), CONFLICT_FACETS)
    assert query.chosen == (("between", ("a~b",)),)
    assert query.toggled("study", "x").chosen == (("between", ("a~b",)), ("study", ("x",)))


def test_a_file_is_of_the_whole_list():
    query = FlagQuery(chosen=(("grade", ("impossible",)),), state="all", page=3)
    assert query.file_url == "?grade=impossible&state=all&format=csv"
    assert FlagQuery().file_url == "?format=csv"
