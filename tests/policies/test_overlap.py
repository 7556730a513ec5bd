"""Works cited by two documents, and conditions set beside each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.comparison.alignment import aligned, nearness
from policies.comparison.overlap import overlap
from policies.coverage.clauses import Clause

works = st.lists(st.sampled_from("abcdefgh"), max_size=12)


@given(works, works)
def test_overlap_is_set_arithmetic_and_turns_round(ours, theirs):
    found = overlap(ours, theirs)
    assert set(found.shared) == set(ours) & set(theirs)
    assert set(found.ours) == set(ours) - set(theirs)
    assert set(found.theirs) == set(theirs) - set(ours)
    assert found.union == len(set(ours) | set(theirs))
    turned = overlap(theirs, ours)
    assert (set(turned.shared), set(turned.ours), turned.jaccard) == (
        set(found.shared),
        set(found.theirs),
        found.jaccard,
    )
    assert (found.jaccard is None) == (not ours and not theirs)
    assert found.jaccard is None or 0 <= found.jaccard <= 1


def test_jaccard_of_a_worked_example():
    assert overlap("abc", "bcd").jaccard == 2 / 4
    assert overlap("aab", "ab").jaccard == 1
    assert overlap("", "a").jaccard == 0


def clause(text: str, *definitions: str, conditions: str = "") -> Clause:
    return Clause(text, text=text, definitions=definitions, conditions=frozenset(conditions.split()))


@pytest.mark.parametrize(
    ("ours", "theirs", "mark"),
    [
        ("Diffuse disease", "Diffuse disease", "same words"),
        ("Unresectable tumours", "Unresectable", "worded otherwise"),
        (
            "Not a candidate for chemotherapy or other systemic therapies",
            "Not a candidate for chemotherapy",
            "worded otherwise",
        ),
    ],
)
def test_conditions_worded_alike_stand_beside_each_other(ours, theirs, mark):
    (row,) = aligned([clause(ours)], [clause(theirs)])
    assert row.mark == mark


def test_unlike_conditions_stand_alone():
    rows = aligned([clause("Limited to the liver")], [clause("Progressive disease")])
    assert [row.mark for row in rows] == ["ours only", "theirs only"]


def test_one_disease_stands_beside_itself_whatever_it_is_called():
    (row,) = aligned([clause("Colorectal carcinoma", conditions="crc")], [clause("Bowel tumour", conditions="crc")])
    assert row.mark == "worded otherwise"


def test_the_same_word_with_another_definition_is_said():
    def mark(ours: tuple, theirs: tuple) -> str:
        (row,) = aligned([clause("Diffuse", *ours)], [clause("Diffuse", *theirs)])
        return row.definition_mark

    assert mark((), ()) == mark(("whole organ",), ("whole organ",)) == ""
    assert mark(("whole organ",), ("both lobes",)) == "same word, other definition"
    assert mark((), ("both lobes",)) == "same word, defined on one side only"


texts = st.lists(st.text("abc ", min_size=1, max_size=8), max_size=5)


@given(texts, texts)
def test_every_condition_stands_once(ours, theirs):
    rows = aligned([clause(text) for text in ours], [clause(text) for text in theirs])
    assert [row.ours.text for row in rows if row.ours] == ours
    assert sorted(row.theirs.text for row in rows if row.theirs) == sorted(theirs)
    assert all(nearness(row.ours, row.theirs) >= 0.4 for row in rows if row.ours and row.theirs)
