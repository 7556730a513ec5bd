from hypothesis import given
from hypothesis import strategies as st

from reviews.sources.listed import DEFAULT, ORDER, checklist
from reviews.vocabulary import SourceKind

NAMES = st.text(st.sampled_from("ab "), min_size=1, max_size=3).filter(str.strip)
PLACES = st.tuples(st.sampled_from(list(SourceKind)), NAMES)


def test_a_first_review_looks_at_the_listed_places_the_bodies_cited_and_the_other_payers():
    found = checklist([], ["European Society of Something"], ["Another Payer"])
    assert set(DEFAULT) <= set(found)
    assert (SourceKind.SOCIETY, "European Society of Something") in found
    assert found[-1] == (SourceKind.OTHER_PAYER, "Another Payer")


def test_what_was_taken_off_last_year_does_not_come_back_by_itself():
    last = [(SourceKind.FDA, "Recalls"), (SourceKind.OTHER, "A registry of our own")]
    assert checklist(last, [], []) == last


def test_a_body_that_is_listed_as_an_assessor_is_not_asked_for_again_as_a_society():
    found = checklist([], ["national institute for health and care  Excellence (NICE)"], [])
    assert found == checklist([], [], [])


@given(st.lists(PLACES, max_size=6), st.lists(NAMES, max_size=4), st.lists(NAMES, max_size=4))
def test_every_place_is_there_once_and_kinds_stand_together(last, bodies, payers):
    found = checklist(last, bodies, payers, default=[])
    folded = [" ".join(name.split()).casefold() for _, name in found]
    wanted = [*(name for _, name in last), *bodies, *payers]
    assert sorted(folded) == sorted({" ".join(name.split()).casefold() for name in wanted})
    kinds = [ORDER.index(kind) for kind, _ in found]
    assert kinds == sorted(kinds)
