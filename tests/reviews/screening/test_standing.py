from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.screening.standing import Standing, Word, standing
from reviews.vocabulary import ExclusionReason, ScreeningStatus, Stage, Verdict

UNDECIDED, SECOND = ScreeningStatus.UNDECIDED, ScreeningStatus.SECOND_NEEDED
INCLUDED, EXCLUDED = ScreeningStatus.INCLUDED, ScreeningStatus.EXCLUDED
MAYBE, CONFLICT = ScreeningStatus.MAYBE, ScreeningStatus.CONFLICT
INCLUDE = ("include", "")
DOUBT = ("maybe", "")
POPULATION, DESIGN = ("exclude", "population"), ("exclude", "design")
SAYINGS = (INCLUDE, DOUBT, POPULATION, DESIGN)
BOTH = (Stage.TITLE_ABSTRACT, Stage.FULL_TEXT)
# stage, what the first and the second reader say -> what it comes to; not named: a conflict
AGREED = {
    **{(stage, INCLUDE, INCLUDE): INCLUDED for stage in BOTH},
    **{(stage, each, each): EXCLUDED for stage in BOTH for each in (POPULATION, DESIGN)},
    (Stage.TITLE_ABSTRACT, POPULATION, DESIGN): EXCLUDED,
    (Stage.TITLE_ABSTRACT, DESIGN, POPULATION): EXCLUDED,
}
ALONE = {INCLUDE: INCLUDED, DOUBT: MAYBE, POPULATION: EXCLUDED, DESIGN: EXCLUDED}


def word(by, said, **more):
    return Word(by, *said, **more)


@pytest.mark.parametrize("stage", BOTH)
def test_without_a_word_a_work_is_undecided(stage):
    assert standing(stage, [], 1) == standing(stage, [], 2) == Standing(UNDECIDED)


@pytest.mark.parametrize(("stage", "said"), [*product(BOTH, SAYINGS)])
def test_one_reader_decides_at_once(stage, said):
    found = standing(stage, [word("ada", said)], 1)
    assert (found.status, found.reason) == (ALONE[said], said[1])


@pytest.mark.parametrize(("stage", "said"), [*product(BOTH, SAYINGS)])
def test_of_two_readers_the_first_leaves_the_work_to_the_second_whatever_they_say(stage, said):
    assert standing(stage, [word("ada", said, note="why", look_again=said != INCLUDE)], 2) == Standing(SECOND)


@pytest.mark.parametrize(("stage", "first", "second"), [*product(BOTH, SAYINGS, SAYINGS)])
def test_two_readers_agree_or_there_is_a_conflict(stage, first, second):
    found = standing(stage, [word("ada", first), word("ben", second)], 2)
    assert found.status == AGREED.get((stage, first, second), CONFLICT)
    assert found.reason == (first[1] if found.status == EXCLUDED else "")


@pytest.mark.parametrize(("stage", "first", "second", "third"), [*product(BOTH, SAYINGS, SAYINGS, (INCLUDE, DESIGN))])
def test_the_word_of_the_third_alone_counts(stage, first, second, third):
    words = [word("ada", first, look_again=True), word("ben", second), word("eve", third, settles=True, note="so")]
    found = standing(stage, words, 2)
    expected = Standing(INCLUDED) if third == INCLUDE else Standing(EXCLUDED, "design", "so", False)
    assert found == expected


def test_a_work_is_looked_at_again_where_one_of_those_who_exclude_it_asks_for_it():
    words = [word("ada", POPULATION, note="children"), word("ben", POPULATION, look_again=True)]
    assert standing(Stage.FULL_TEXT, words, 2) == Standing(EXCLUDED, "population", "children", True)


def test_a_maybe_can_be_looked_at_again():
    assert standing(Stage.TITLE_ABSTRACT, [word("ada", DOUBT, look_again=True)], 1) == Standing(MAYBE, look_again=True)


SAID = st.sampled_from([INCLUDE, DOUBT]) | st.tuples(st.just("exclude"), st.sampled_from(list(ExclusionReason)))
WORDS = st.lists(SAID, max_size=2).map(lambda said: [word(name, each) for name, each in zip("ab", said, strict=False)])


@given(WORDS, st.sampled_from([1, 2]))
def test_who_spoke_first_does_not_change_what_it_comes_to(words, needed):
    for stage in Stage:
        assert standing(stage, words, needed).status == standing(stage, words[::-1], needed).status


@given(WORDS, st.sampled_from([1, 2]))
def test_a_work_is_excluded_only_by_words_that_all_exclude_and_then_has_one_of_their_reasons(words, needed):
    for stage in Stage:
        found = standing(stage, words, needed)
        if found.status == EXCLUDED:
            assert {each.verdict for each in words} == {Verdict.EXCLUDE}
            assert found.reason in {each.reason for each in words}
        else:
            assert (found.reason, found.note) == ("", "")


@given(WORDS)
def test_what_is_decided_rests_on_all_the_words_that_are_needed(words):
    for stage in Stage:
        assert (standing(stage, words, 2).status in (UNDECIDED, SECOND)) == (len(words) < 2)
