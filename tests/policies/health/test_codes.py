import pytest

from policies.health import codes
from tests.policies.health.world import code, pair

NAMED = pair()
REST = pair(statement="p/2", title="Statement 2", kind="residual", position="investigational")
BOTH = {"p/1": ["Neuroendocrine tumours, carcinoid and noncarcinoid included"]}


def sentences(pairs, listed, texts=None):
    found = codes.gaps(pairs, listed, texts or {})
    assert {finding.severity for finding in found} <= {"look again"}
    return [finding.sentence for finding in found]


def test_a_named_indication_without_a_diagnosis_code_is_a_gap():
    (found,) = sentences([NAMED, pair(statement="p/3", title="Statement 3")], [code("C22.0")])
    assert found.startswith("Statement 3, hepatocellular carcinoma: no diagnosis code")


def test_a_procedure_code_stands_for_no_indication():
    assert len(sentences([NAMED], [code("S2095", system="HCPCS")])) == 1


def test_a_residual_owes_no_code():
    assert sentences([NAMED, REST], [code("C22.0")]) == []


@pytest.mark.parametrize(("statements", "left"), [(["p/2"], "only a residual"), ([], "tied to none")])
def test_a_code_that_no_statement_names_is_a_gap(statements, left):
    (found,) = sentences([NAMED, REST], [code("C22.0"), code("C22.2", "Hepatoblastoma", statements)])
    assert found.startswith("C22.2, Hepatoblastoma: no statement names it")
    assert left in found


@pytest.mark.parametrize(
    ("description", "lacking"),
    [("Secondary carcinoid tumors", "noncarcinoid"), ("Non-carcinoid tumors", "carcinoid"), ("Secondary tumors", "")],
)
def test_half_a_statement_can_lack_a_code(description, lacking):
    found = sentences([NAMED], [code("C7B.02", description)], BOTH)
    assert [each for each in found if f"the {lacking} half lacks a code" in each] == found
    assert bool(found) == bool(lacking)


def test_two_codes_for_two_halves_are_enough():
    both = [code("A", "Carcinoid tumors"), code("B", "Noncarcinoid tumors")]
    assert sentences([NAMED], both, BOTH) == []


def test_a_statement_on_one_half_alone_owes_one_code():
    assert sentences([NAMED], [code("A", "Carcinoid tumors")], {"p/1": ["Carcinoid tumours"]}) == []
    assert sentences([NAMED], [code("A", "Metastases")], {"p/1": ["Nonresectable tumours"]}) == []


def test_one_code_on_both_sides_does_not_tell_them_apart():
    (found,) = sentences([NAMED, REST], [code("C78.7", "Metastases", ["p/1", "p/2"])])
    assert "one code for what is held medically necessary and what is held investigational" in found
