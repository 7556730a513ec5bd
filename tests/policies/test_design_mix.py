from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from evidence.design_groups import GROUP_OF
from evidence.vocabulary import StudyDesign
from policies.design_mix import mix
from policies.models.evidence_links import TARGETS

LINKED = st.lists(st.tuples(st.sampled_from(TARGETS), st.sampled_from([*StudyDesign.values, ""])), max_size=40)


def test_designs_are_counted_in_words_the_strongest_first():
    told = mix([("study", "case_series"), ("measurement", "rct"), ("study", "rct"), ("reference", "")])
    assert told.told == "Randomized 2, Without a control group 1, Works cited as such 1"
    assert [(share.x, share.width) for share in told.shares] == [(0, 50), (50, 25), (75, 25)]


def test_nothing_linked_has_no_mix():
    assert mix([]) is None


@given(LINKED)
def test_everything_is_counted_once_and_the_bar_is_whole(linked):
    told = mix(linked)
    if told is None:
        assert linked == []
        return
    assert sum(share.count for share in told.shares) == told.total == len(linked)
    assert abs(sum(share.width for share in told.shares) - 100) < 0.1
    slow = Counter(
        {"recommendation": "recommendations", "reference": "works"}.get(target) or str(GROUP_OF.get(design, "other"))
        for target, design in linked
    )
    assert {share.kind: share.count for share in told.shares} == slow
