from itertools import product

import pytest

from reviews.screening.standing import Word
from reviews.screening.turns import (
    Readers,
    objection_to_full_text_words,
    objection_to_settling,
    objection_to_state,
    objection_to_word,
)
from reviews.vocabulary import CycleState, ScreeningStatus

TWO = Readers(2, ("ada", "ben"), ("eve",))
ADA, BEN = Word("ada", "include"), Word("ben", "exclude", "design")
EVE = Word("eve", "include", settles=True)
CASES = [
    # who, the status, the words before, the readers, a part of the objection ("" where there is none)
    ("ada", "undecided", [], TWO, ""),
    ("ben", "second_needed", [ADA], TWO, ""),
    ("ada", "second_needed", [ADA], TWO, ""),  # changes her word
    ("ada", "conflict", [ADA, BEN], TWO, ""),
    ("eve", "undecided", [], TWO, "third reader"),
    ("tom", "undecided", [], TWO, "ada and ben read for this review"),
    ("ada", "included", [ADA, BEN, EVE], TWO, "settled"),
    ("ada", "not_yet", [], TWO, "once it is included"),
    ("tom", "undecided", [], Readers(), ""),
    ("ben", "included", [ADA], Readers(), "ada judged it already"),
    ("ada", "included", [ADA], Readers(), ""),
    ("tom", "second_needed", [ADA], Readers(2), ""),
    ("tom", "conflict", [ADA, BEN], Readers(2), "ada and ben judged it already"),
    ("eve", "undecided", [], Readers(2, (), ("eve",)), ""),
]


@pytest.mark.parametrize(("name", "status", "words", "readers", "part"), CASES)
def test_whose_word_is_taken(name, status, words, readers, part):
    said = objection_to_word(name, status, words, readers)
    assert part in said
    assert bool(part) == bool(said)


SETTLING = [
    ("eve", "conflict", [ADA, BEN], TWO, ""),
    ("tom", "conflict", [ADA, BEN], TWO, "eve settles"),
    ("ada", "conflict", [ADA, BEN], TWO, "yourself"),
    ("tom", "conflict", [ADA, BEN], Readers(2), ""),
    ("ben", "conflict", [ADA, BEN], Readers(2), "yourself"),
    ("tom", "maybe", [Word("ada", "maybe")], Readers(), ""),
]


@pytest.mark.parametrize(("name", "status", "words", "readers", "part"), SETTLING)
def test_the_third_is_neither_of_the_two(name, status, words, readers, part):
    said = objection_to_settling(name, status, words, readers)
    assert part in said
    assert bool(part) == bool(said)


@pytest.mark.parametrize("status", sorted(set(ScreeningStatus) - {ScreeningStatus.CONFLICT, ScreeningStatus.MAYBE}))
def test_nothing_else_is_settled(status):
    assert "nothing to settle" in objection_to_settling("eve", status, [ADA, BEN], TWO)


def test_works_are_judged_in_screening_alone():
    assert {state for state in CycleState if not objection_to_state(state)} == {CycleState.SCREENING}


@pytest.mark.parametrize(
    ("before", "after", "words"), [*product(ScreeningStatus, ("included", "excluded", "undecided"), (0, 1))]
)
def test_what_was_judged_by_full_text_stays_included_by_title(before, after, words):
    leaves = before == ScreeningStatus.INCLUDED and after != ScreeningStatus.INCLUDED
    assert bool(objection_to_full_text_words(before, after, words)) == (leaves and words == 1)
