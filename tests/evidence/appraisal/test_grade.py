import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.appraisal import grade
from evidence.appraisal.grade import Step
from evidence.vocabulary import Certainty, StudyDesign

levels = st.sampled_from(Certainty.values)
steps = st.lists(
    st.builds(
        Step,
        factor=st.sampled_from(sorted(grade.FACTORS)),
        step=st.integers(-3, 3),
        reason=st.sampled_from(["", "Few events."]),
    ),
    unique_by=lambda step: step.factor,
)


def step_by_step(start: str, moves) -> str:
    """The slow obvious way: sum first, then one level at a time until an end is reached."""
    order, at = ["very_low", "low", "moderate", "high"], start
    total = sum(step.step for step in moves)
    for _ in range(abs(total)):
        here = order.index(at)
        at = order[min(here + 1, 3)] if total > 0 else order[max(here - 1, 0)]
    return at


@given(levels, steps)
def test_the_level_is_reached_one_step_at_a_time(start, moves):
    assert grade.level_of(start, moves) == step_by_step(start, moves)


@given(levels, steps)
def test_the_order_of_the_steps_does_not_matter(start, moves):
    assert grade.level_of(start, moves) == grade.level_of(start, list(reversed(moves)))


@given(levels, steps)
def test_what_stands_never_raises_what_starts_high_or_is_lowered(start, moves):
    if grade.faults_of(start, moves):
        return
    raised = any(step.step > 0 for step in moves)
    assert not (raised and start == "high")
    assert not (raised and any(step.step < 0 for step in moves))
    assert all(step.reason for step in moves if step.step)
    reached, began = (grade.LEVELS.index(Certainty(each)) for each in (grade.level_of(start, moves), start))
    assert reached >= began if raised else reached <= began


@given(levels, steps)
def test_no_step_is_no_fault_and_no_change(start, moves):
    still = [Step(step.factor, 0, step.reason) for step in moves]
    assert grade.faults_of(start, still) == []
    assert grade.level_of(start, still) == start


@pytest.mark.parametrize(
    ("start", "move", "fault"),
    [
        ("high", Step("imprecision", -1), "Imprecision: say why it moves the certainty."),
        ("high", Step("imprecision", 1, "x"), "Imprecision: 1 is not a step from -2 to 0."),
        ("high", Step("imprecision", -3, "x"), "Imprecision: -3 is not a step from -2 to 0."),
        ("low", Step("dose_response", 2, "x"), "Dose and response: 2 is not a step from 0 to 1."),
        ("low", Step("large_effect", -1, "x"), "Large effect: -1 is not a step from 0 to 2."),
        ("high", Step("large_effect", 1, "x"), "What starts high is not raised: take back large effect."),
    ],
)
def test_a_step_that_cannot_stand_is_told_in_a_sentence(start, move, fault):
    assert fault in grade.faults_of(start, [move])


def test_what_is_lowered_is_not_raised():
    (fault,) = grade.faults_of("low", [Step("imprecision", -1, "Few."), Step("large_effect", 1, "HR 0.1.")])
    assert fault == "Only what nothing lowers is raised: take back large effect, or what lowers it (imprecision)."


@pytest.mark.parametrize(
    ("designs", "start"),
    [
        ([], None),
        (["rct"], "high"),
        (["rct", "review_of_rcts", "pooled_rcts"], "high"),
        (["rct", "case_series"], "low"),
        (["review_mixed"], "low"),
        (["network_meta_analysis"], "low"),
    ],
)
def test_trials_start_high_and_all_else_low(designs, start):
    assert grade.start_of(designs) == start


@given(st.lists(st.sampled_from(StudyDesign.values), min_size=1))
def test_another_study_without_randomization_never_starts_higher(designs):
    assert grade.start_of([*designs, "case_series"]) == "low"


def test_steps_are_read_in_the_order_of_the_factors():
    stored = {"large_effect": {"step": 1, "reason": "a"}, "imprecision": {"step": 0, "reason": "b"}}
    assert grade.steps_of(stored) == [Step("imprecision", 0, "b"), Step("large_effect", 1, "a")]
