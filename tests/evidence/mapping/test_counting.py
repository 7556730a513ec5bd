from hypothesis import given
from hypothesis import strategies as st

from evidence.design_groups import DesignGroup
from evidence.mapping.counting import MappedStudy, counted, depths, tree_order
from evidence.mapping.drawing import HEIGHT, LARGEST, PLACES, SMALLEST, WIDTH, circles, radius

# 0 is the umbrella; 1 > 2 > 3, 4 stands under 1 and under 5.
PARENTS = {0: set(), 1: {0}, 2: {1}, 3: {2}, 4: {1, 5}, 5: {0}}


def held_by(level: int) -> dict[int, frozenset[int]]:
    above = {0: set(), 1: set(), 2: {1}, 3: {2, 1}, 4: {1, 5}, 5: set()}
    depth = depths(PARENTS, 0)
    return {pk: frozenset(each for each in {pk} | above[pk] if depth.get(each, 99) <= level) for pk in PARENTS}


TERMS = st.frozensets(st.integers(1, 5), max_size=3)
STUDIES = st.lists(
    st.builds(
        MappedStudy,
        design=st.sampled_from(["rct", "case_series", "review_of_rcts", "not_stated"]),
        participants=st.sampled_from([0, 12, 500]),
        conditions=TERMS,
        interventions=TERMS,
    ),
    max_size=12,
)


@given(STUDIES, st.integers(1, 3), st.integers(1, 3))
def test_counts_are_those_of_a_slow_loop(studies, down, across):
    conditions, interventions = held_by(down), held_by(across)
    tallies = counted(studies, conditions, interventions)
    for condition in (None, 1, 2, 3, 4, 5):
        for intervention in (None, 1, 2, 3, 4, 5):
            inside = [
                study
                for study in studies
                if (condition is None or any(condition in conditions[pk] for pk in study.conditions))
                and (intervention is None or any(intervention in interventions[pk] for pk in study.interventions))
            ]
            tally = tallies.get((condition, intervention))
            assert (tally.studies if tally else 0) == len(inside)
            if tally:
                primary = [study for study in inside if study.design in ("rct", "case_series")]
                assert tally.participants == sum(study.participants for study in primary)
                assert tally.unnumbered == sum(1 for study in primary if not study.participants)


def test_how_deep_terms_stand():
    assert depths(PARENTS, 0) == {1: 1, 5: 1, 2: 2, 4: 2, 3: 3}
    assert depths({7: set(), 8: {7}}, None) == {7: 1, 8: 2}
    assert depths({7: {8}, 8: {7}}, None) == {7: 1, 8: 1}


def test_terms_stand_below_their_fullest_broader_term_and_each_once():
    names = {1: "Liver", 2: "Bile", 3: "Duct", 4: "Both", 5: "Abdomen"}
    depth = depths(PARENTS, 0)
    assert tree_order(names, PARENTS, depth, {}) == [5, 4, 1, 2, 3]
    assert tree_order(names, PARENTS, depth, {1: 9, 2: 1}) == [1, 2, 3, 4, 5]


def test_each_group_of_designs_has_its_own_place_and_stays_in_the_cell():
    drawn = circles(dict.fromkeys(DesignGroup, 10), 10)
    assert len({(each.x, each.y) for each in drawn}) == len(DesignGroup) == len(PLACES)
    for each in drawn:
        assert each.radius == LARGEST
        assert each.x - each.radius >= 0
        assert each.x + each.radius <= WIDTH
        assert each.y - each.radius >= 0
        assert each.y + each.radius <= HEIGHT
    for one, other in ((a, b) for a in drawn for b in drawn if a is not b):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * LARGEST) ** 2


def test_a_larger_number_is_a_larger_circle_within_bounds():
    assert radius(100, 100) == radius(300, 100) == LARGEST
    assert radius(1, 1000) == SMALLEST
    assert radius(64, 100) < radius(81, 100)
