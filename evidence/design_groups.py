"""Study designs in the few groups that a reader tells apart at a glance. Pure."""

from django.db.models import TextChoices

from evidence.vocabulary import StudyDesign


class DesignGroup(TextChoices):
    RANDOMIZED = "randomized", "Randomized"
    CONTROLLED = "controlled", "Controlled without randomization"
    UNCONTROLLED = "uncontrolled", "Without a control group"
    REVIEWS = "reviews", "Reviews and pooled analyses"
    OTHER = "other", "Other or design not stated"


MEMBERS = {
    DesignGroup.RANDOMIZED: (StudyDesign.RCT,),
    DesignGroup.CONTROLLED: (StudyDesign.MATCHED_COHORT, StudyDesign.CONTROLLED_COHORT),
    DesignGroup.UNCONTROLLED: (
        StudyDesign.SINGLE_ARM_TRIAL,
        StudyDesign.RETROSPECTIVE_COHORT,
        StudyDesign.REGISTRY,
        StudyDesign.CASE_SERIES,
        StudyDesign.CASE_REPORT,
    ),
    DesignGroup.REVIEWS: (
        StudyDesign.REVIEW_OF_RCTS,
        StudyDesign.POOLED_RCTS,
        StudyDesign.NETWORK_META_ANALYSIS,
        StudyDesign.REVIEW_MIXED,
        StudyDesign.REVIEW_OF_OBSERVATIONAL,
    ),
    DesignGroup.OTHER: (
        StudyDesign.GUIDELINE_OR_CONSENSUS,
        StudyDesign.DIAGNOSTIC_OR_IMAGING,
        StudyDesign.EPIDEMIOLOGY,
        StudyDesign.NARRATIVE_REVIEW,
        StudyDesign.NOT_STATED,
    ),
}
GROUP_OF: dict[str, DesignGroup] = {design: group for group, designs in MEMBERS.items() for design in designs}
# These tell of patients whom other studies tell of too: their participants are not added up.
SECOND_HAND = frozenset((DesignGroup.REVIEWS, DesignGroup.OTHER))
