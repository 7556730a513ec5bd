import pytest

from evidence.vocabulary import StudyDesign
from policies.health import evidence
from tests.policies.health.world import link, pair, study

NO_STUDY_OF_AN_EFFECT = {"guideline_or_consensus", "diagnostic_or_imaging", "epidemiology", "narrative_review"}


def severities(findings):
    return [finding.severity for finding in findings]


def test_a_pair_without_evidence_or_reason_owes_one():
    assert severities(evidence.without_evidence([pair()])) == ["owed"]


def test_a_written_reason_or_any_link_pays_what_is_owed():
    assert evidence.without_evidence([pair(has_reason=True), pair(link(bearing="context"))]) == []


def test_every_design_is_controlled_or_not_or_tells_of_no_effect():
    told = evidence.CONTROLLED | evidence.UNCONTROLLED | NO_STUDY_OF_AN_EFFECT | {"not_stated"}
    assert told == set(StudyDesign.values)
    assert not evidence.CONTROLLED & evidence.UNCONTROLLED


@pytest.mark.parametrize("design", sorted(evidence.UNCONTROLLED))
def test_support_from_uncontrolled_studies_alone_is_found(design):
    (found,) = evidence.on_uncontrolled_alone([pair(link(study("ash", design)), link(study("birch", "case_series")))])
    assert found.severity == "unexplained"
    assert "2 studies without a control group (Ash, Birch)" in found.sentence


@pytest.mark.parametrize("design", sorted(evidence.CONTROLLED))
def test_one_controlled_study_in_support_is_enough(design):
    found = pair(link(study("ash", design)), link(study("birch", "case_series")))
    assert evidence.on_uncontrolled_alone([found]) == []


def test_a_controlled_study_that_opposes_supports_nothing():
    found = pair(link(study("ash"), bearing="opposes"), link(study("birch", "registry")))
    assert severities(evidence.on_uncontrolled_alone([found])) == ["unexplained"]


def test_reviews_of_uncontrolled_studies_and_narrative_reviews_lift_nothing():
    found = pair(link(study("ash", "review_of_observational")), link(study("birch", "narrative_review")))
    (told,) = evidence.on_uncontrolled_alone([found])
    assert "1 study without a control group (Ash)" in told.sentence


def test_a_design_that_is_not_known_asks_for_a_look_only():
    unknown = link(study("birch", "not_stated"))
    without_study = link(target_type="reference")
    for other in (unknown, without_study):
        found = evidence.on_uncontrolled_alone([pair(link(study("ash", "case_series")), other)])
        assert severities(found) == ["look again"]
        assert "Of 1 more the design is not known." in found[0].sentence


def test_uncontrolled_studies_fit_an_investigational_position():
    found = pair(link(study("ash", "case_series")), position="investigational")
    assert severities(evidence.on_uncontrolled_alone([found])) == ["explained"]


def test_where_nothing_supports_what_is_linked_is_told():
    (found,) = evidence.on_uncontrolled_alone([pair(link(study("ash", "case_series"), bearing="context"))])
    assert "nothing linked supports it" in found.sentence


def test_guidelines_alone_are_no_uncontrolled_studies():
    assert evidence.on_uncontrolled_alone([pair(link(target_type="recommendation", told_in=""))]) == []


REVIEW = study("review", "review_of_rcts", includes=["ash", "elm"])


def test_a_review_and_a_trial_inside_it_are_counted_twice():
    (found,) = evidence.counted_twice([pair(link(REVIEW), link(study("ash"), bearing="opposes"))])
    assert found.severity == "counted twice"
    assert "Review is linked, and so is what it includes: Ash" in found.sentence


def test_a_review_and_a_trial_outside_it_are_two_things():
    assert evidence.counted_twice([pair(link(REVIEW), link(study("oak")))]) == []


def test_a_review_of_one_pair_and_its_trial_of_another_are_not_counted_together():
    assert evidence.counted_twice([pair(link(REVIEW)), pair(link(study("ash")))]) == []


@pytest.mark.parametrize(("of_review", "of_trial"), [("context", "supports"), ("supports", "context")])
def test_what_is_context_is_told_and_not_counted(of_review, of_trial):
    found = evidence.counted_twice([pair(link(REVIEW, bearing=of_review), link(study("ash"), bearing=of_trial))])
    assert severities(found) == ["look again"]


def test_two_reviews_that_share_a_study_count_it_twice():
    other = study("other", "review_mixed", includes=["elm", "oak"])
    (found,) = evidence.counted_twice([pair(link(REVIEW), link(other))])
    assert "Review and Other are both linked and share 1 study" in found.sentence
    assert evidence.counted_twice([pair(link(REVIEW), link(study("other", "review_mixed", includes=["oak"])))]) == []


def test_figures_of_one_study_from_two_documents_are_counted_twice():
    (found,) = evidence.counted_twice([pair(link(study("ash"), told_in="a"), link(study("ash"), told_in="b"))])
    assert found.severity == "counted twice"
    assert "figures of Ash are linked as a and as b tell them" in found.sentence


def test_two_figures_of_one_document_are_two_results():
    assert evidence.counted_twice([pair(link(study("ash")), link(study("ash")))]) == []


def test_a_second_document_as_context_asks_for_a_look():
    found = pair(link(study("ash"), told_in="a"), link(study("ash"), told_in="b", bearing="context"))
    assert severities(evidence.counted_twice([found])) == ["look again"]
