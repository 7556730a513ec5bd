import pytest
from hypothesis import given, settings

from evidence.exporters.citation_style import formatted
from evidence.exporters.csl_json import item
from evidence.models import Reference
from evidence.serializers import ReferenceSerializer
from tests.evidence.exporters.test_csl_json import EMPTY, REFERENCE


def line(**values) -> str:
    return formatted(item(EMPTY | values))


ARTICLE = {
    "authors": ["Mulcahy MF", "van Hazel GA Jr"],
    "title": "Glass or resin",
    "journal": "J Clin Oncol",
    "published": "Dec 10 2021",
    "year": "2021",
    "volume": "39",
    "issue": "35",
    "pages": "3897-3907",
    "doi": "10.1200/a_b",
    "pmid": "34541864",
}


def test_an_article():
    assert line(**ARTICLE) == (
        "Mulcahy MF, van Hazel GA Jr. Glass or resin. J Clin Oncol. 2021 Dec 10;39(35):3897–3907. "
        "doi:10.1200/a_b PubMed PMID: 34541864."
    )


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({}, "[Title not stated]."),
        ({"authors": ["Gordon"], "online_year": "2014"}, "Gordon. [Title not stated]. 2014."),
        ({"authors": ["Xu A"], "authors_et_al": True, "title": "T", "year": "2020"}, "Xu A, et al. T. 2020."),
        (
            {"kind": "assessment", "title": "T", "publisher": "AHRQ", "published": "May 2013", "year": "2013"},
            "T. AHRQ; 2013 May.",
        ),
        (
            {"kind": "web", "title": "T", "url": "https://example.org/a_b", "accessed": "June 5, 2024"},
            "T [Internet]. [cited 2024 Jun 5]. Available from: https://example.org/a_b",
        ),
    ],
)
def test_what_is_not_known_is_left_out(values, written):
    assert line(**values) == written


def test_more_than_six_authors_are_told_as_the_style_tells_them():
    names = ["Xu A", "Xu B", "Xu C", "Xu D", "Xu E", "Xu F", "Xu G"]
    assert line(authors=names, title="T") == "Xu A, Xu B, Xu C, Xu D, Xu E, Xu F, et al. T."


@pytest.mark.parametrize(
    ("printed", "written"),
    [("213-20", "213–20"), ("e8–e21", "e8–e21"), ("1035-1043.e2", "1035–1043.e2"), ("20210200", "20210200")],
)
def test_pages_stand_as_printed(printed, written):
    assert f"39(35):{written}." in line(**ARTICLE | {"pages": printed})


@pytest.mark.parametrize(
    "title", ["A <i>b</i> & *c* _d_ #e $f @g \\h", '<span class="nocase">A</span>', "p<0.05 <b>", '"Quoted" words']
)
def test_signs_of_markup_are_only_signs(title):
    assert title in line(**ARTICLE | {"title": title})


@settings(max_examples=200)
@given(REFERENCE)
def test_any_reference_is_a_line(reference):
    assert formatted(item(reference))


def test_nothing_of_a_reference_of_the_starter_base_is_lost(starter_base):
    works = Reference.objects.prefetch_related("identifiers", "citations__document")
    for told in ReferenceSerializer(works, many=True).data:
        found = formatted(item(told))
        for field in ("title", "journal", "volume", "issue", "publisher", "doi", "pmid"):
            assert told[field].rstrip(".") in found, told["key"]
        assert (told["year"] or told["online_year"]) in found
        assert all(part in found for part in told["pages"].replace("–", "-").split("-")), told["key"]
