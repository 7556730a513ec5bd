import pytest

from policies.health import texts
from tests.policies.health.world import conclusion, criterion, definition, pair


def test_a_position_against_the_policys_own_conclusion_is_unexplained():
    (found,) = texts.against_conclusions([pair()], [conclusion()])
    assert found.severity == "unexplained"
    assert "holds it medically necessary; the policy's own summary calls the evidence insufficient" in found.sentence


def test_a_basis_of_its_own_explains_it():
    (found,) = texts.against_conclusions([pair(basis="rarity")], [conclusion()])
    assert found.severity == "explained"
    assert found.sentence.endswith("Explained by: rarity without alternatives.")


@pytest.mark.parametrize(
    "other",
    [
        conclusion("sufficient_improves"),
        conclusion("other_wording"),
        conclusion(indications=["re-icc"]),
        conclusion(statements=["p/2"]),
    ],
)
def test_agreement_and_conclusions_on_something_else_are_no_finding(other):
    assert texts.against_conclusions([pair()], [other]) == []


def test_a_conclusion_that_names_no_statement_is_held_against_those_on_its_indications():
    found = texts.against_conclusions([pair(), pair(statement="p/2", indication="re-icc")], [conclusion(statements=[])])
    assert len(found) == 1


def test_the_same_word_with_another_meaning_in_another_policy_is_found_once_for_each():
    own, other = definition("symptomatic", "Hormone excess."), definition("Symptomatic", "Pain.", policy="q")
    (found,) = texts.defined_otherwise("p", [own, other, definition("diffuse", "Wide.", policy="q")], [])
    assert found.severity == "look again"
    assert "defined otherwise by policy q: Pain." in found.sentence


def test_the_same_word_with_another_meaning_in_this_policy_is_found_once():
    two = [definition("diffuse", "In one lobe."), definition("diffuse", "In both lobes.", criteria=["p/1/b"])]
    (found,) = texts.defined_otherwise("p", two, [])
    assert "in another criterion of this policy" in found.sentence


def test_the_same_meaning_spelt_otherwise_is_the_same():
    two = [definition("tumours", "Any growth."), definition("tumor", "any growth", policy="q")]
    assert texts.defined_otherwise("p", two, []) == []


def test_a_word_that_only_another_policy_defines_is_a_note():
    (found,) = texts.defined_otherwise(
        "p", [definition("diffuse", "Wide.", policy="q")], [criterion("Diffuse disease")]
    )
    assert found.severity == "note"
    assert "policy q defines the word" in found.sentence


def test_a_word_that_another_criterion_defines_is_a_note():
    here = definition("diffuse", "Wide.", criteria=["p/1/b"])
    (found,) = texts.defined_otherwise("p", [here], [criterion("Diffuse disease")])
    assert "another criterion of this policy defines the word" in found.sentence


@pytest.mark.parametrize("text", ["Progressive disease", "Nondiffuse disease"])
def test_a_word_that_is_defined_where_it_stands_or_not_used_is_no_note(text):
    here = definition("diffuse", "Wide.")
    assert texts.defined_otherwise("p", [here], [criterion("Diffuse disease"), criterion(text, "p/1/b")]) == []
