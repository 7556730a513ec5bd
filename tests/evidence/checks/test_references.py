import pytest

from evidence.checks.findings import Place
from evidence.checks.values import Mention, Mentions, Span, Work
from tests.evidence.checks.asking import found, grades


def mention(key="kulik-2014", number="", year="", years=("2014",), study=""):
    return Mention(Work(key, key.title(), years, study), number, year, Place(key=f"{key}{number}{year}"))


def document(*mentions, spans=()):
    return Mentions("doc", mentions, this_year=2026, spans=spans)


@pytest.mark.parametrize(
    ("year", "expected"), [("2104", ["impossible"]), ("2026", []), ("14", ["impossible"]), ("", [])]
)
def test_a_year_in_the_future_is_impossible(year, expected):
    assert grades("year_possible", document(mention(year=year))) == expected


def test_the_year_of_the_issue_and_the_one_online_are_both_right():
    for year in ("2021", "2020"):
        assert grades("year_agrees_with_reference", document(mention(year=year, years=("2021", "2020")))) == []
    assert grades("year_agrees_with_reference", document(mention(year="2013"))) == ["look_again"]
    assert grades("year_agrees_with_reference", document(mention(year="2104"))) == []  # another rule's
    assert grades("year_agrees_with_reference", document(mention(year="2013", years=()))) == []


def test_one_year_told_in_two_places_is_found_once():
    assert len(found("year_possible", document(mention(year="2104"), mention(number="29", year="2104")))) == 1


def test_a_number_of_two_works_is_found_with_both():
    one, other = mention("a", "11"), mention("b", "11")
    (finding,) = found("one_number_one_work", document(one, other, mention("a", "11", "2014"), mention("c", "12")))
    assert [place.key for place in finding.places] == ["a11", "b11"]
    assert grades("one_number_one_work", document(mention("a", "11"), mention("a", "12"))) == []


def test_a_number_inside_a_range_stands_for_one_of_the_group():
    span = Span("case series", 78, 89, frozenset({"member"}), Place(location="lines 1-2"))
    assert grades("one_number_one_work", document(mention("haug", "83", study="haug"), spans=(span,))) == ["look_again"]
    assert grades("one_number_one_work", document(mention("in", "83", study="member"), spans=(span,))) == []
    assert grades("one_number_one_work", document(mention("out", "90", study="haug"), spans=(span,))) == []


def cited(number, location, study=""):
    return Mention(Work("a", "A", (), study), number, "", Place(key=number, location=location))


def test_a_number_cited_among_a_range_it_is_not_of_is_looked_at_again():
    def asked(mention, location="lines 1066-1081", named=frozenset()):
        span = Span("Case series", 78, 89, named, Place(key="span", location=location))
        return grades("one_number_one_work", document(mention, spans=(span,)))

    assert asked(cited("75", "lines 1026-1027, 1080")) == ["look_again"]
    assert asked(cited("75", "line 1080")) == []  # told only there, beside the group
    assert asked(cited("75", "lines 1026-1027, 1082")) == []
    assert asked(cited("75", "lines 1026-1027, 1080", "s"), named=frozenset({"s"})) == []
    assert asked(cited("75", "lines 12, 37"), location="line 37") == []  # a line may be a whole paragraph
    assert asked(cited("[75]", "lines 1026-1027, 1080")) == []
