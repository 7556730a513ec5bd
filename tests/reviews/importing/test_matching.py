import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.importing.matching import Match, Where, Work, Works, compared, judge, work

TITLE = "A trial of radioembolization in the liver"


def record(doi="", pmid="", title="", year="2021", name=-1, authors=("Ng A",), **told) -> Work:
    return work(name, doi=doi, pmid=pmid, title=title, year=year, authors=list(authors), **told)


def judged(one: Work, *, here=(), cited=(), before=()) -> Match | None:
    return judge(one, {Where.HERE: Works.of(here), Where.CITED: Works.of(cited), Where.BEFORE: Works.of(before)})


@pytest.mark.parametrize(
    ("told", "same", "against"),
    [
        ({"doi": "10.1/a"}, ("doi",), ()),
        ({"pmid": "1"}, ("pmid",), ()),
        ({"doi": "10.1/a", "pmid": "1"}, ("doi", "pmid"), ()),
        ({"doi": "10.1/a", "title": "Another title altogether it is"}, ("doi",), ()),
    ],
)
def test_who_shares_an_identifier_and_contradicts_in_none_is_the_same(told, same, against):
    other = record("10.1/a", "1", TITLE, year="1999", name=7)
    match = judged(record(**told), here=[other])
    assert (match.is_same, match.work.name, match.fields, match.against) == (True, 7, same, against)


@pytest.mark.parametrize(
    ("told", "same", "against"),
    [
        ({"doi": "10.1/a", "pmid": "2", "year": "1999"}, ("doi",), ("pmid",)),
        ({"doi": "10.1/b", "pmid": "1"}, ("pmid", "year"), ("doi",)),
        ({"title": TITLE}, ("title", "year"), ()),
        ({"title": TITLE, "year": "2022"}, ("title",), ()),
        ({"title": TITLE, "year": ""}, ("title",), ()),
        ({"title": TITLE.upper() + ".", "doi": "10.1/b"}, ("title", "year"), ("doi",)),
        ({"title": TITLE, "pmid": "2"}, ("title", "year"), ("pmid",)),
    ],
)
def test_whatever_else_is_alike_is_for_a_person_to_say(told, same, against):
    match = judged(record(**told), here=[record("10.1/a", "1", TITLE, name=7)])
    assert (match.is_same, match.fields, match.against) == (False, same, against)


@pytest.mark.parametrize("told", [{"title": TITLE, "year": "2023"}, {"title": "Another one of these trials"}, {}])
def test_others_are_new(told):
    assert judged(record(**told), here=[record("10.1/a", "1", TITLE)]) is None


def test_a_title_that_many_works_have_needs_the_same_author():
    other = record(title="Editorial", authors=["Ng B"])
    assert judged(record(title="Editorial", authors=["Ng A"]), here=[other]).is_same is False
    assert judged(record(title="Editorial", authors=["Lee A"]), here=[other]) is None


def test_a_record_whose_identifiers_are_of_two_works_is_neither():
    match = judged(record("10.1/a", "2"), here=[record("10.1/a", name=1), record(pmid="2", name=2)])
    assert not match.is_same


def test_the_same_work_counts_before_a_doubtful_one_wherever_it_stands():
    one = record("10.1/a", "1", TITLE)
    match = judged(one, here=[record(title=TITLE, name=1)], cited=[record("10.1/a", name=2)])
    assert (match.where, match.is_same, match.work.name) == (Where.CITED, True, 2)


def test_of_earlier_cycles_the_last_counts():
    one = record("10.1/a")
    before = [record("10.1/a", name=2, cycle=2, decided=True), record("10.1/a", name=1, cycle=1, decided=True)]
    assert judged(one, before=before).work.name == judged(one, before=before[::-1]).work.name == 2


def test_a_work_left_undecided_is_the_same_but_any_doubt_counts_first():
    one, undecided = record("10.1/a", title=TITLE), record("10.1/a", title=TITLE, name=2, cycle=1)
    assert judged(one, before=[undecided]) == Match(Where.BEFORE, undecided, True, ("doi", "title", "year"))
    assert judged(one, before=[undecided], here=[record(title=TITLE, name=3)]).work.name == 3


works = st.builds(
    lambda doi, pmid, title, year, decided: (doi, pmid, title, year, decided),
    st.sampled_from(["", "10.1/a", "10.1/b"]),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", TITLE, "A review of it all again"]),
    st.sampled_from(["", "2020", "2021", "2023"]),
    st.booleans(),
)
lists = st.lists(works, max_size=4)


@given(works, lists, lists, lists)
def test_finding_by_index_is_as_looking_at_each(told, here, cited, before):
    def made(rows, start, cycle):
        return [
            record(doi, pmid, title, year, name=start + number, cycle=cycle, decided=decided)
            for number, (doi, pmid, title, year, decided) in enumerate(rows)
        ]

    doi, pmid, title, year, _ = told
    one = record(doi, pmid, title, year)
    lists = {"here": made(here, 0, 9), "cited": made(cited, 10, 0), "before": made(before, 20, 1)}
    match = judged(one, **lists)
    assert (match is not None) == any(is_alike(one, other) for rows in lists.values() for other in rows)
    if match:
        assert is_alike(one, match.work)
        same, against = compared(one, match.work)
        assert (match.fields, match.against) == (same, against)
        if match.is_same:
            assert {"doi", "pmid"} & set(same)
            assert not against


def is_alike(one: Work, other: Work) -> bool:
    same, _ = compared(one, other)
    near = not one.year or not other.year or abs(int(one.year) - int(other.year)) <= 1
    return bool({"doi", "pmid"} & set(same)) or ("title" in same and near)
