import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.flow.prisma import (
    DATABASE,
    METHOD,
    REMOVED,
    Body,
    Column,
    Flow,
    Source,
    broken,
    from_dict,
    to_dict,
    undecided,
)
from reviews.vocabulary import ExclusionReason

COUNTS = st.integers(0, 10_000)


@st.composite
def columns(draw, kind=DATABASE, removes=True):
    """Built from its end upwards, so that it adds up."""
    names = st.sampled_from([each.value for each in ExclusionReason])
    reasons = tuple(draw(st.dictionaries(names, st.integers(1, 500))).items())
    removed = tuple((name, draw(COUNTS)) for name in REMOVED) if removes else ()
    told = {name: draw(COUNTS) for name in ("included", "not_retrieved", "awaited", "unread", "excluded", "undecided")}
    waiting = draw(COUNTS) if removes else 0
    out = sum(count for _, count in reasons)
    assessed = told["included"] + out
    sought = assessed + told["not_retrieved"] + told["awaited"] + told["unread"]
    screened = sought + told["excluded"]
    identified = screened + told["undecided"] + waiting + sum(count for _, count in removed)
    sources = (Source(kind, "PubMed", identified - identified // 3), Source(kind, "Embase", identified // 3))
    return Column(
        identified=sources,
        removed=removed,
        waiting=waiting,
        screened=screened,
        sought=sought,
        assessed=assessed,
        excluded_with_reason=out,
        reasons=reasons,
        **told,
    )


@st.composite
def flows(draw):
    searched, others = draw(columns()), draw(columns(METHOD, removes=False))
    previous, new_studies = Body(draw(COUNTS), draw(COUNTS), draw(COUNTS)), draw(COUNTS)
    before = draw(st.integers(0, searched.included + others.included))
    new = Body(new_studies, searched.included + others.included - before, 0)
    total = Body(previous.studies + new.studies, previous.reports + new.reports, previous.alone)
    return Flow(previous, draw(COUNTS), searched, others, before, new, total)


@given(flows())
def test_a_flow_built_from_its_end_adds_up(flow):
    assert broken(flow) == []


@given(flows(), st.sampled_from(["waiting", "undecided", "screened", "excluded", "sought", "not_retrieved"]))
def test_one_count_more_breaks_a_sum_and_says_which(flow, name):
    column = replace(flow.searched, **{name: getattr(flow.searched, name) + 1})
    found = broken(replace(flow, searched=column))
    assert found
    assert all(sentence.startswith("Databases and registers: ") and sentence.endswith(".") for sentence in found)


@given(flows(), st.sampled_from(["awaited", "unread", "assessed", "excluded_with_reason", "included"]))
def test_so_does_one_in_the_column_of_other_methods(flow, name):
    column = replace(flow.others, **{name: getattr(flow.others, name) + 1})
    assert any(sentence.startswith("Other methods: ") for sentence in broken(replace(flow, others=column)))


@given(flows())
def test_a_report_excluded_without_its_one_reason_is_told(flow):
    searched = flow.searched
    out = {"excluded_with_reason": searched.excluded_with_reason + 1, "assessed": searched.assessed + 1}
    column = replace(searched, **out, unread=searched.unread + 1, sought=searched.sought + 2)
    found = broken(replace(flow, searched=replace(column, screened=column.screened + 2, undecided=column.undecided)))
    assert any("the reasons add up to" in sentence for sentence in found)


@given(flows(), st.sampled_from(["new", "total", "previous"]), st.sampled_from(["studies", "reports"]))
def test_previous_and_new_must_make_the_total(flow, body, of):
    changed = replace(getattr(flow, body), **{of: getattr(getattr(flow, body), of) + 1})
    assert broken(replace(flow, **{body: changed}))


def test_a_count_below_zero_is_told_though_the_sums_hold():
    column = Column(identified=(Source(DATABASE, "PubMed", 3),), undecided=5, waiting=-2)
    assert broken(Flow(searched=column)) == ["Databases and registers: a count is below zero."]


@given(flows())
def test_a_flow_is_kept_as_json_and_read_again(flow):
    assert from_dict(json.loads(json.dumps(to_dict(flow)))) == flow


def test_nothing_kept_is_not_stated_and_not_zero():
    assert from_dict({}) is None
    assert from_dict(to_dict(Flow())) == Flow()


def test_what_is_not_decided_is_counted_over_both_columns():
    flow = Flow(searched=Column(undecided=3, waiting=1), others=Column(undecided=2, unread=4))
    assert undecided(flow) == [
        ("possible duplicate to be settled", 1),
        ("works not decided by title and abstract", 5),
        ("full texts obtained and not judged", 4),
    ]
    assert undecided(Flow()) == []


@pytest.mark.parametrize("reasons", [(), (("design", 4),)])
def test_no_and_one_reason_for_exclusion_are_right(reasons):
    out = sum(count for _, count in reasons)
    column = Column(
        identified=(Source(DATABASE, "PubMed", 9 + out),),
        screened=9 + out,
        sought=9 + out,
        assessed=9 + out,
        excluded_with_reason=out,
        reasons=reasons,
        included=9,
    )
    flow = Flow(searched=column, new=Body(9, 9, 9), total=Body(9, 9, 9))
    assert broken(flow) == []
