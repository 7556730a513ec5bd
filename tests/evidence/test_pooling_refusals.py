import pytest

from evidence.pooling.directions import favourable_side
from evidence.pooling.refusals import Candidate, duration, judge

LINEAGE = {
    "any": "",
    "transarterial": "any",
    "re": "transarterial any",
    "glass": "re transarterial any",
    "resin": "re transarterial any",
    "tace": "transarterial any",
    "deb-tace": "tace transarterial any",
    "ctace": "tace transarterial any",
    "systemic": "any",
    "sorafenib": "systemic any",
    "chemo": "systemic any",
    "placebo": "any",
}
BROADER = {term: frozenset(above.split()) for term, above in LINEAGE.items()}


def candidate(key: str, comparison: str = "re/tace", **fields) -> Candidate:
    one, _, other = comparison.partition("/")
    given = {
        "key": key,
        "study": key,
        "study_label": key.title(),
        "document": "d",
        "measure": "HR",
        "endpoint": "os",
        "estimate": "0.80",
        "ci_lower": "0.60",
        "ci_upper": "1.07",
        "ci_level": "95",
        "as_reported": "HR 0.80",
        "intervention": frozenset(one.split("+")),
        "comparator": frozenset(other.split("+")),
        "between": f"{one} against {other}",
    }
    return Candidate(**given | fields)


def objections(*candidates) -> str:
    return " ".join(judge(candidates, BROADER).objections)


def test_two_alike_may_be_pooled():
    judgement = judge([candidate("a"), candidate("b")], BROADER)
    assert judgement.may_pool
    assert len(judgement.effects) == 2
    assert judgement.objections == judgement.left_out == judgement.remarks == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (candidate("b", measure="RR"), "hazard ratios (HR) and relative risks (RR)"),
        (candidate("b", endpoint="pfs"), "different endpoints (overall survival, progression-free survival)"),
        (candidate("b", "tace/re"), "the comparator in the other"),
        (candidate("b", "deb-tace/glass"), "the comparator in the other"),
        (candidate("b", "tace/placebo"), "the comparator in the other"),
        (candidate("b", "sorafenib/placebo"), "they share neither side"),
        (candidate("b", study="a", estimate="0.81"), "A study counts once: choose one of them"),
        (candidate("b", is_review=True, includes={"a": "A"}), "B includes A, which would count twice"),
    ],
)
def test_what_is_not_alike_is_refused_with_the_reason(other, sentence):
    for pair in ((candidate("a"), other), (other, candidate("a"))):
        judgement = judge(pair, BROADER)
        assert not judgement.may_pool
        assert sentence in " ".join(judgement.objections)


@pytest.mark.parametrize("comparison", ["glass/tace", "re/deb-tace", "resin/ctace"])
def test_a_narrower_term_on_the_same_side_is_alike(comparison):
    assert not objections(candidate("a"), candidate("b", comparison))


def test_siblings_and_another_comparator_are_pooled_with_a_remark():
    for one, other in (("glass/ctace", "resin/deb-tace"), ("re/tace", "re/sorafenib")):
        judgement = judge([candidate("a", one), candidate("b", other)], BROADER)
        assert judgement.may_pool
        assert "not the same everywhere" in " ".join(judgement.remarks)


def test_what_both_arms_have_does_not_count_as_compared():
    assert not objections(candidate("a", "glass+chemo/chemo"), candidate("b", "re+chemo/chemo"))
    assert "comparator in the other" in objections(
        candidate("a", "glass+chemo/chemo"), candidate("b", "chemo/re+chemo")
    )


def test_two_reviews_of_one_study_are_refused():
    one = candidate("a", is_review=True, includes={"sarah": "SARAH"})
    other = candidate("b", is_review=True, includes={"sarah": "SARAH"})
    assert "both include SARAH" in objections(one, other)


def test_a_review_whose_studies_are_not_recorded_is_remarked_on():
    remarks = judge([candidate("a", is_review=True), candidate("b")], BROADER).remarks
    assert "one may count twice: A." in " ".join(remarks)


def test_the_same_figure_from_a_second_document_is_left_out():
    judgement = judge([candidate("a"), candidate("b", study="a", document="e")], BROADER)
    assert judgement.may_pool
    assert [each.key for each in judgement.kept] == ["a"]
    assert judgement.left_out[0].why == "Left out: the same figure of the same study is kept from d."


def test_two_figures_of_one_study_that_differ_are_for_a_person_to_choose():
    judgement = judge([candidate("a"), candidate("b", study="a", estimate="0.81")], BROADER)
    assert not judgement.may_pool


def test_without_an_interval_an_estimate_is_left_out_and_the_rest_pooled():
    judgement = judge([candidate("a"), candidate("b", ci_lower="", ci_upper=""), candidate("c")], BROADER)
    assert [each.key for each in judgement.kept] == ["a", "c"]
    assert "no whole confidence interval" in judgement.left_out[0].why


def test_an_impossible_interval_is_left_out():
    judgement = judge([candidate("a", ci_lower="1.2", ci_upper="0.4")], BROADER)
    assert not judgement.may_pool
    assert "does not run upwards" in judgement.left_out[0].why


def test_ratios_that_count_the_dead_and_the_living_are_refused():
    dead = candidate("a", measure="RR", direction="favours_intervention")
    living = candidate(
        "b", measure="RR", direction="favours_intervention", estimate="1.36", ci_lower="1.05", ci_upper="1.76"
    )
    assert "some count the event, others its absence" in objections(dead, living)


def test_proportions_at_different_times_are_refused_and_hazard_ratios_are_not():
    early, late = (
        candidate("a", measure="OR", timepoint="one year"),
        candidate("b", measure="OR", timepoint="24 months"),
    )
    assert "A is at one year, B at 24 months" in objections(early, late)
    same = candidate("b", measure="OR", timepoint="12 months")
    assert "is at" not in objections(early, same)
    assert not objections(candidate("a", timepoint="one year"), candidate("b", timepoint="two years"))


@pytest.mark.parametrize(
    ("text", "months"),
    [("one year", 12), ("2 years", 24), ("6-month", 6), ("18 months", 18), ("", None), ("end of study", None)],
)
def test_a_printed_time_is_read_where_it_is_plain(text, months):
    assert duration(text) == (None if months is None else pytest.approx(months))


def test_different_events_and_units_are_refused():
    one, other = (candidate(key, measure="RR", endpoint="adverse_event", event_term=key) for key in ("fatigue", "pain"))
    assert "different events (fatigue, pain)" in objections(one, other)
    days, months = (candidate(key, measure="MD", as_reported=f"MD 3.0 {key}") for key in ("days", "months"))
    assert "different units (days, months)" in objections(days, months)


def test_one_alone_is_told_as_one():
    judgement = judge([candidate("a")], BROADER)
    assert judgement.may_pool
    assert judgement.remarks == ["One estimate alone: what stands here as pooled is that estimate."]


def test_arms_that_are_not_recorded_are_remarked_on():
    bare = candidate("b", intervention=frozenset(), comparator=frozenset())
    judgement = judge([candidate("a"), bare], BROADER)
    assert judgement.may_pool
    assert "not recorded" in " ".join(judgement.remarks)


@pytest.mark.parametrize(
    ("measure", "endpoint", "estimate", "direction", "side"),
    [
        ("HR", "os", "0.8", "not_stated", "lower"),
        ("RR", "orr", "1.4", "not_stated", "higher"),
        ("RR", "adverse_event", "0.4", "not_stated", "lower"),
        ("MD", "os", "3", "not_stated", "higher"),
        ("OR", "os", "0.57", "favours_comparator", "higher"),
        ("RR", "os", "0.87", "favours_intervention", "lower"),
        ("OR", "os", "0.8", "not_stated", ""),
        ("HR", "os", "0.7", "favours_comparator", ""),
        ("RR", "os", "1.0", "favours_intervention", ""),
    ],
)
def test_which_side_favours_the_intervention(measure, endpoint, estimate, direction, side):
    assert favourable_side(measure, endpoint, estimate, direction) == side


def test_other_diseases_and_other_lines_of_therapy_are_remarked_on():
    def remarks(**fields):
        here = candidate("a", conditions=frozenset({"HCC"}), line="first line")
        return " ".join(judge([here, candidate("b", **fields)], BROADER).remarks)

    assert "The diseases are not the same everywhere: HCC; ICC." in remarks(conditions=frozenset({"ICC"}))
    assert "diseases" not in remarks(conditions=frozenset({"HCC"}))
    assert "not recorded" in remarks()
    assert "lines of therapy are not the same: first line; second line." in remarks(line="second line")
    assert "lines" not in remarks(line="first line")
    assert "lines" not in remarks()


def test_a_review_chosen_twice_is_named_once():
    twice = [
        candidate(key, study="r", study_label="R", is_review=True, estimate=e)
        for key, e in (("a", "0.8"), ("b", "0.9"))
    ]
    (remark,) = [each for each in judge(twice, BROADER).remarks if "may count twice" in each]
    assert remark.endswith("twice: R.")
