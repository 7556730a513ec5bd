import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.matching_keys import folded_title, is_telling


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The TNF-α story.", "TNF alpha story"),
        ("<i>Helicobacter</i> in café&nbsp;owners", "HELICOBACTER IN CAFE OWNERS"),
        ("Follow-up of 90Y", "Follow up of ⁹⁰Y"),
        ("[A trial of β-blockers]", "trial of beta blockers?"),
        ("Straße", "STRASSE"),
        ("5 µm particles", "5 μm particles"),
    ],
)
def test_two_printings_of_one_title_fold_alike(one, other):
    assert folded_title(one) == folded_title(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Phase 1 of it", "Phase 2 of it"), ("α", "β"), ("Analysis", "Lysis")])
def test_two_titles_do_not(one, other):
    assert folded_title(one) != folded_title(other)


@given(st.text())
def test_folding_twice_changes_nothing_more_and_is_never_long(text):
    folded = folded_title(text)
    assert len(folded) <= 300
    assert folded_title(folded.upper()) in (folded, folded_title(folded))


@pytest.mark.parametrize(
    ("title", "telling"),
    [("Editorial", False), ("Authors' reply", False), ("", False), ("A trial of Y90 in the liver", True)],
)
def test_some_titles_tell_a_work_from_others(title, telling):
    assert is_telling(title) is telling
