import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.exporters.csl_json import author, date, item, lines
from evidence.vocabulary import ReferenceKind

EMPTY = {
    "key": "a-2020",
    "kind": "article",
    "authors": [],
    "authors_et_al": False,
    "keywords": [],
    **dict.fromkeys("title journal published year online_year volume issue pages publisher pmid doi".split(), ""),
    **dict.fromkeys("url accessed abstract".split(), ""),
}


def test_an_article():
    reference = EMPTY | {
        "key": "mulcahy-2021",
        "title": "Glass & <i>resin</i>",
        "authors": ["Mulcahy MF", "van Hazel GA Jr", "Food and Drug Administration"],
        "authors_et_al": True,
        "journal": "J Clin Oncol",
        "published": "Dec 10 2021",
        "year": "2021",
        "online_year": "2020",
        "volume": "39",
        "issue": "35",
        "pages": "3897-3907",
        "pmid": "34541864",
        "doi": "10.1200/a_b",
    }
    assert item(reference) == {
        "id": "mulcahy-2021",
        "type": "article-journal",
        "title": "Glass & <i>resin</i>",
        "author": [
            {"family": "Mulcahy", "given": "M F"},
            {"family": "van Hazel", "given": "G A", "suffix": "Jr"},
            {"literal": "Food and Drug Administration"},
        ],
        "custom": {"authors_et_al": True},
        "container-title": "J Clin Oncol",
        "issued": {"date-parts": [[2021, 12, 10]]},
        "available-date": {"date-parts": [[2020]]},
        "volume": "39",
        "issue": "35",
        "page": "3897-3907",
        "PMID": "34541864",
        "DOI": "10.1200/a_b",
    }


def test_nothing_is_made_up_where_nothing_is_known():
    assert item(EMPTY) == {"id": "a-2020", "type": "document"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("May 18 2002", {"date-parts": [[2002, 5, 18]]}),
        ("June 5, 2024", {"date-parts": [[2024, 6, 5]]}),
        ("5 Sept 2024", {"date-parts": [[2024, 9, 5]]}),
        ("July, 2013", {"date-parts": [[2013, 7]]}),
        ("Dec 2021", {"date-parts": [[2021, 12]]}),
        ("2013", {"date-parts": [[2013]]}),
        ("Jan-Feb 2013", {"literal": "Jan-Feb 2013"}),
        ("Spring 2013", {"literal": "Spring 2013"}),
        ("Mayday 2013", {"literal": "Mayday 2013"}),
        ("May 45 2013", {"literal": "May 45 2013"}),
        ("", {}),
    ],
)
def test_a_date_as_far_as_it_is_printed(text, told):
    assert date(text) == told


@pytest.mark.parametrize(
    ("values", "issued"),
    [
        ({"published": "Dec 10 2021", "year": "2021"}, {"date-parts": [[2021, 12, 10]]}),
        ({"published": "Dec 10 2021", "year": "2022"}, {"date-parts": [[2022]]}),
        ({"published": "Jan-Feb 2013", "year": "2013"}, {"date-parts": [[2013]]}),
        ({"published": "in press"}, {"literal": "in press"}),
        ({"online_year": "2020"}, {"date-parts": [[2020]]}),
    ],
)
def test_the_year_of_the_reference_goes_before_another_one_in_the_printed_date(values, issued):
    assert item(EMPTY | values)["issued"] == issued


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Lau W-Y", {"family": "Lau", "given": "W -Y"}),
        ("Smith J III", {"family": "Smith", "given": "J", "suffix": "III"}),
        ("Gordon", {"literal": "Gordon"}),
        ("Surgery and Medicine AB", {"literal": "Surgery and Medicine AB"}),
        ("Smith, John", {"literal": "Smith, John"}),
    ],
)
def test_only_a_printed_person_is_taken_apart(name, told):
    assert author(name) == told


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"journal": "Lancet", "kind": "guideline"}, "article-journal"),
        ({"kind": "guideline"}, "report"),
        ({"kind": "guideline", "url": "https://example.org/"}, "webpage"),
        ({"kind": "assessment", "publisher": "AHRQ"}, "report"),
        ({"kind": "web", "url": "https://example.org/"}, "webpage"),
        ({"kind": "regulatory"}, "document"),
        ({}, "document"),
    ],
)
def test_each_kind_of_work(values, kind):
    assert item(EMPTY | values)["type"] == kind


TEXT = st.text().map(lambda text: " ".join(text.split()))
REFERENCE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(ReferenceKind.values),
        "authors": st.lists(st.text(), max_size=8),
        "authors_et_al": st.booleans(),
        "keywords": st.lists(TEXT, max_size=2),
        **dict.fromkeys(set(EMPTY) - {"kind", "authors", "authors_et_al", "keywords"}, TEXT),
    }
)


@given(st.lists(REFERENCE, max_size=3))
def test_a_file_is_json_of_the_items_whatever_they_hold(references):
    assert json.loads("".join(lines(references))) == [item(reference) for reference in references]
