import pytest

from evidence.checks.findings import Place
from policies.checks import CODE_UNDER_STATEMENT, CONCLUSIONS_AGREE, POSITION_AGREES, REGULATION, Code, Fact, Stand


def asked(rule, value):
    return [str(finding.grade) for finding in rule.check(value)]


@pytest.mark.parametrize(
    ("position", "conclusion", "basis", "expected"),
    [
        ("medically_necessary", "insufficient", "not_stated", ["unlikely"]),
        ("medically_necessary", "insufficient", "rarity", []),
        ("medically_necessary", "sufficient_improves", "not_stated", []),
        ("investigational", "sufficient_improves", "published_evidence", ["unlikely"]),
        ("investigational", "insufficient", "not_stated", []),
        ("medically_necessary", "other_wording", "not_stated", []),
    ],
)
def test_a_position_is_borne_out_by_the_conclusion_or_explained_by_its_basis(position, conclusion, basis, expected):
    stand = Stand("melanoma", position, basis, conclusion, "Melanoma", Place(), Place())
    assert asked(POSITION_AGREES, stand) == expected


@pytest.mark.parametrize(
    ("conclusions", "expected"),
    [
        (["other_wording", "insufficient"], ["look_again"]),
        (["insufficient", "insufficient"], []),
        (["other_wording", "sufficient_improves"], []),
        (["insufficient"], []),
        ([], []),
    ],
)
def test_a_policy_does_not_conclude_twice_of_one_indication(conclusions, expected):
    stands = [Stand("melanoma", "medically_necessary", "rarity", each, "", Place(), Place()) for each in conclusions]
    assert asked(CONCLUSIONS_AGREE, stands) == expected


@pytest.mark.parametrize(
    ("positions", "status", "expected"),
    [
        ({"medically_necessary"}, "when_criteria_met", []),
        ({"investigational"}, "when_criteria_met", ["look_again"]),
        ({"medically_necessary", "investigational"}, "when_criteria_met", ["look_again"]),
        ({"investigational"}, "listed", []),
        (set(), "when_criteria_met", []),
    ],
)
def test_a_code_that_counts_when_criteria_are_met_stands_under_a_statement_that_has_some(positions, status, expected):
    assert asked(CODE_UNDER_STATEMENT, Code("C22.2", status, frozenset(positions), (), Place())) == expected


def fact(document, pathway, on="", use=""):
    return Fact("device", "Device", pathway, on, Place(document=document), use)


def test_a_document_that_stops_at_an_older_approval_is_looked_at_again():
    older, newer = fact("a", "HDE", "2007"), fact("b", "PMA", "2021-03-17")
    assert asked(REGULATION, (older, newer)) == ["look_again"]
    assert asked(REGULATION, (older, fact("a", "PMA", "2021"), newer)) == []
    assert asked(REGULATION, (older, fact("b", "HDE", "2007-01"))) == []


def test_one_approval_names_one_substance():
    assert asked(REGULATION, (fact("a", "PMA", use="with 5-alpha"), fact("b", "PMA", use="with 5-beta"))) == [
        "look_again"
    ]
    assert asked(REGULATION, (fact("a", "PMA", use="with 5-alpha"), fact("b", "PMA", use="5-Alpha (6-beta)"))) == []
