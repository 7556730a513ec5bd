import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.appraisal.instruments import AMSTAR_2_CRITICAL, INSTRUMENTS, fitting, propose
from evidence.vocabulary import StudyDesign

WITH_RULES = [tool for tool in INSTRUMENTS.values() if tool.rule]
WORST_DOMAIN = [INSTRUMENTS[key] for key in ("rob-2-2019", "robins-i-v2-2025")]


def judged(tool):
    return st.fixed_dictionaries(
        {d.key: st.sampled_from([each.value for each in tool.choices(d)]) for d in tool.domains}
    )


tools_and_judgements = st.sampled_from(WITH_RULES).flatmap(lambda tool: st.tuples(st.just(tool), judged(tool)))


def all_of(tool, value: str, **others) -> dict:
    return {domain.key: value for domain in tool.domains} | others


@given(tools_and_judgements)
def test_a_proposal_is_one_of_the_overall_judgements_and_says_why(given_):
    tool, judgements = given_
    proposal = propose(tool, judgements)
    assert tool.overall_judgement(proposal.judgement)
    assert proposal.why


@given(tools_and_judgements, st.data())
def test_nothing_is_proposed_while_a_domain_is_not_judged(given_, data):
    tool, judgements = given_
    left = data.draw(st.sampled_from(sorted(judgements)))
    assert propose(tool, judgements | {left: ""}) is None
    assert propose(tool, {key: value for key, value in judgements.items() if key != left}) is None


@given(tools_and_judgements, st.data())
def test_a_worse_domain_never_makes_the_whole_better(given_, data):
    tool, judgements = given_
    domain = data.draw(st.sampled_from(tool.domains))
    order = [each.value for each in tool.choices(domain) if each.value not in ("no_information", "not_applicable")]
    if judgements[domain.key] not in order or "no_information" in judgements.values():
        return
    worse = data.draw(st.sampled_from(order[order.index(judgements[domain.key]) :]))
    overall = [each.value for each in tool.overall]
    before, after = (propose(tool, each).judgement for each in (judgements, judgements | {domain.key: worse}))
    assert overall.index(after) >= overall.index(before)


@given(st.sampled_from(WORST_DOMAIN).flatmap(lambda tool: st.tuples(st.just(tool), judged(tool))))
def test_the_worst_domain_is_proposed(given_):
    tool, judgements = given_
    worst = next(each.value for each in reversed(tool.judgements) if each.value in judgements.values())
    assert propose(tool, judgements).judgement == worst


def test_several_domains_with_some_concerns_are_remarked_and_not_decided():
    tool = INSTRUMENTS["rob-2-2019"]
    one = propose(tool, all_of(tool, "low", missing="some_concerns"))
    two = propose(tool, all_of(tool, "low", missing="some_concerns", selection="some_concerns"))
    assert (one.judgement, one.remark) == ("some_concerns", "")
    assert (two.judgement, "high may be right" in two.remark) == ("some_concerns", True)
    assert two.why == "The worst domain: missing outcome data, choice of the result reported."


@pytest.mark.parametrize(
    ("others", "proposed"),
    [
        ({}, "low"),
        ({"missing": "no_information"}, "no_information"),
        ({"missing": "no_information", "confounding": "moderate"}, "no_information"),
        ({"missing": "no_information", "confounding": "serious"}, "serious"),
        ({"missing": "critical", "confounding": "serious"}, "critical"),
    ],
)
def test_a_domain_without_information_is_heeded_unless_another_is_grave(others, proposed):
    tool = INSTRUMENTS["robins-i-2016"]
    assert propose(tool, all_of(tool, "low", **others)).judgement == proposed


def test_what_is_no_information_everywhere_stays_so():
    tool = INSTRUMENTS["robins-i-2016"]
    assert propose(tool, all_of(tool, "no_information")).judgement == "no_information"


@given(judged(INSTRUMENTS["amstar-2-2017"]))
def test_amstar_2_counts_weaknesses_in_critical_and_other_items(judgements):
    critical = sum(judgements[key] == "no" for key in AMSTAR_2_CRITICAL)
    other = list(judgements.values()).count("no") - critical
    expected = ("high" if other <= 1 else "moderate", "low", "critically_low")[min(critical, 2)]
    assert propose(INSTRUMENTS["amstar-2-2017"], judgements).judgement == expected


@pytest.mark.parametrize(
    ("none", "comparable", "proposed", "stars"),
    [
        ((), "two_stars", "good", 9),
        (("representative",), "star", "good", 7),
        (("representative", "exposure"), "star", "fair", 6),
        (("complete", "long_enough"), "star", "poor", 6),
        ((), "no_star", "poor", 7),
    ],
)
def test_newcastle_ottawa_counts_stars(none, comparable, proposed, stars):
    tool = INSTRUMENTS["nos-cohort"]
    proposal = propose(tool, all_of(tool, "star", comparable=comparable, **dict.fromkeys(none, "no_star")))
    assert (proposal.judgement, proposal.why.partition(" ")[0]) == (proposed, str(stars))


def test_instruments_that_publish_no_rule_propose_nothing():
    tool = INSTRUMENTS["jbi-case-series-2020"]
    assert propose(tool, all_of(tool, "yes")) is None


@pytest.mark.parametrize("tool", INSTRUMENTS.values(), ids=list(INSTRUMENTS))
def test_signs_and_words_tell_judgements_apart_without_colour(tool):
    for judgements in (tool.judgements, tool.overall):
        assert len({each.label for each in judgements}) == len(judgements)
        assert all(each.sign for each in judgements)
    assert len({domain.key for domain in tool.domains}) == len(tool.domains)
    assert all(
        domain.judgements == () or len(tool.choices(domain)) == len(domain.judgements) for domain in tool.domains
    )


def test_the_number_of_domains_is_that_of_the_instrument():
    numbers = {tool.key: len(tool.domains) for tool in INSTRUMENTS.values()}
    assert numbers == {
        "rob-2-2019": 5,
        "robins-i-2016": 7,
        "robins-i-v2-2025": 6,
        "nos-cohort": 8,
        "jbi-case-series-2020": 10,
        "amstar-2-2017": 16,
    }


@pytest.mark.parametrize("design", StudyDesign.values)
def test_every_instrument_is_offered_and_those_that_fit_come_first(design):
    fits = [design in tool.designs for tool in fitting(design)]
    assert fits == sorted(fits, reverse=True)
    assert len(fits) == len(INSTRUMENTS)


def test_a_trial_is_appraised_by_rob_2_first():
    assert fitting("rct")[0].key == "rob-2-2019"
    assert fitting("case_series")[0].key == "jbi-case-series-2020"
    assert fitting("review_mixed")[0].key == "amstar-2-2017"
