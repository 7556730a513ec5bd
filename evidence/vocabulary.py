"""The field's closed vocabularies, each value with the meaning its label gives.

The values are what fixtures and the API print; the labels are what people read.
docs/glossary.md explains the harder ones. This module imports nothing of ours.
"""

from django.db.models import TextChoices


class DocumentKind(TextChoices):
    POLICY = "policy", "Payer policy"
    REVIEW_ARTICLE = "review_article", "Review article"
    COMMENTARY = "commentary", "Commentary"
    GUIDELINE = "guideline", "Guideline"
    STUDY_REPORT = "study_report", "Report of a study"  # a paper whose own figures are entered


class Completeness(TextChoices):
    """How much of a document was read. Only of one read whole can it be said that it is silent on something."""

    WHOLE = "whole", "Read whole"
    IN_PART = "in_part", "Known in part"


class ReferenceList(TextChoices):
    PRINTED = "printed", "Prints a reference list"
    NOT_PRINTED = "not_printed", "Prints no reference list"
    NOT_SEEN = "not_seen", "Reference list not seen"


class ReferenceKind(TextChoices):
    ARTICLE = "article", "Article"
    GUIDELINE = "guideline", "Guideline"
    REGULATORY = "regulatory", "Regulatory document"
    WEB = "web", "Web page"
    ASSESSMENT = "assessment", "Technology assessment"


class IdentifierScheme(TextChoices):
    PMID = "pmid", "PMID"
    DOI = "doi", "DOI"
    PMCID = "pmcid", "PMCID"
    ISBN = "isbn", "ISBN"


class StudyDesign(TextChoices):
    """Ordered from the heaviest for an effect question to the lightest.

    A review weighs what the studies in it weigh: one of case series does not outrank a trial.
    """

    REVIEW_OF_RCTS = "review_of_rcts", "Systematic review of randomized trials"
    POOLED_RCTS = "pooled_rcts", "Pooled analysis of randomized trials"
    NETWORK_META_ANALYSIS = "network_meta_analysis", "Network meta-analysis"
    RCT = "rct", "Randomized controlled trial"
    REVIEW_MIXED = "review_mixed", "Systematic review, mixed designs"
    MATCHED_COHORT = "matched_cohort", "Propensity-matched or matched-pair cohort"
    CONTROLLED_COHORT = "controlled_cohort", "Controlled cohort, not matched"
    SINGLE_ARM_TRIAL = "single_arm_trial", "Prospective uncontrolled study"
    REVIEW_OF_OBSERVATIONAL = "review_of_observational", "Systematic review of uncontrolled or observational studies"
    RETROSPECTIVE_COHORT = "retrospective_cohort", "Retrospective cohort"
    REGISTRY = "registry", "Registry"
    CASE_SERIES = "case_series", "Case series"
    CASE_REPORT = "case_report", "Case report"
    GUIDELINE_OR_CONSENSUS = "guideline_or_consensus", "Guideline or consensus statement"
    DIAGNOSTIC_OR_IMAGING = "diagnostic_or_imaging", "Imaging or dosimetry study"
    EPIDEMIOLOGY = "epidemiology", "Epidemiological study"
    NARRATIVE_REVIEW = "narrative_review", "Narrative review"
    NOT_STATED = "not_stated", "Design not stated"


class ArmRole(TextChoices):
    INTERVENTION = "intervention", "Intervention"
    COMPARATOR = "comparator", "Comparator"
    SINGLE = "single", "Single group"
    SUBGROUP = "subgroup", "Subgroup"


class Purpose(TextChoices):
    TREATMENT = "treatment", "Treatment"
    BRIDGE_TO_TRANSPLANT = "bridge_to_transplant", "Bridge to transplant"
    BRIDGE_TO_RESECTION = "bridge_to_resection", "Bridge to resection"
    DOWNSTAGING = "downstaging", "Downstaging"


class LineOfTherapy(TextChoices):
    ANY = "any", "Any line"
    FIRST = "first", "First line"
    SECOND = "second", "Second line"
    LATER = "later", "After failure of systemic therapy"
    NOT_STATED = "not_stated", "Line not stated"


class Extent(TextChoices):
    LIMITED_TO_LIVER = "limited_to_liver", "Limited to the liver"
    LIVER_DOMINANT = "liver_dominant", "Liver-dominant"
    EITHER = "either", "Liver-limited or liver-dominant"
    NOT_STATED = "not_stated", "Extent not stated"


class Endpoint(TextChoices):
    OS = "os", "Overall survival"
    PFS = "pfs", "Progression-free survival"
    HPFS = "hpfs", "Hepatic progression-free survival"
    TTP = "ttp", "Time to progression"
    HEPATIC_TTP = "hepatic_ttp", "Hepatic time to progression"
    DFS = "dfs", "Disease-free survival"
    DSS = "dss", "Disease-specific survival"
    ORR = "orr", "Objective response"
    CR = "cr", "Complete response"
    PR = "pr", "Partial response"
    SD = "sd", "Stable disease"
    PD = "pd", "Progressive disease"
    DCR = "dcr", "Disease control"
    DURATION_OF_RESPONSE = "duration_of_response", "Duration of response"
    SYMPTOM_RESPONSE = "symptom_response", "Symptom response"
    BIOCHEMICAL_RESPONSE = "biochemical_response", "Biochemical response"
    PATHOLOGIC_RESPONSE = "pathologic_response", "Pathologic response"
    QUALITY_OF_LIFE = "quality_of_life", "Quality of life"
    ADVERSE_EVENT = "adverse_event", "Adverse event"
    MORTALITY = "mortality", "Mortality"
    RECURRENCE = "recurrence", "Recurrence"
    DOWNSTAGING = "downstaging", "Downstaging"
    TRANSPLANT = "transplant", "Transplantation reached"
    RESECTION = "resection", "Resection reached"
    TIME_TO_TRANSPLANT = "time_to_transplant", "Time to transplantation"
    WAITLIST_DROPOUT = "waitlist_dropout", "Dropout from the transplant list"
    HYPERTROPHY = "hypertrophy", "Liver hypertrophy or atrophy"
    RADIATION_DOSE = "radiation_dose", "Radiation dose or activity"
    TREATMENT_BURDEN = "treatment_burden", "Treatments and stay"
    RANKING = "ranking", "Ranking probability"
    INCIDENCE = "incidence", "Incidence or prevalence"
    DIAGNOSTIC_ACCURACY = "diagnostic_accuracy", "Diagnostic or predictive accuracy"
    FOLLOW_UP = "follow_up", "Follow-up"
    BASELINE = "baseline", "Baseline characteristic"
    OTHER = "other", "Other"


class Statistic(TextChoices):
    MEDIAN = "median", "Median"
    MEAN = "mean", "Mean"
    PROPORTION = "proportion", "Proportion"
    COUNT = "count", "Count"
    RANGE = "range", "Range"
    TOTAL = "total", "Total"
    VALUE = "value", "Value"


class Bound(TextChoices):
    """How an open value was printed: ">14 mo" is a value, not a missing one."""

    GREATER = ">", "more than"
    LESS = "<", "less than"
    AT_LEAST = "≥", "at least"
    AT_MOST = "≤", "at most"
    ABOUT = "~", "about"
    UP_TO = "up to", "up to"


class Spread(TextChoices):
    """What stands behind the ± or the bracket."""

    SD = "sd", "Standard deviation"
    SE = "se", "Standard error"
    PLUS_MINUS = "plus_minus", "± (kind not stated)"


class EffectMeasure(TextChoices):
    HR = "HR", "Hazard ratio"
    RR = "RR", "Relative risk"
    OR = "OR", "Odds ratio"
    RD = "RD", "Risk difference"
    MD = "MD", "Mean difference"
    COMPARISON = "comparison", "Comparison, no estimate printed"


class Direction(TextChoices):
    FAVOURS_INTERVENTION = "favours_intervention", "Favours the intervention arm"
    FAVOURS_COMPARATOR = "favours_comparator", "Favours the comparator arm"
    NO_DIFFERENCE = "no_difference", "No difference stated"
    NONINFERIOR = "noninferior", "Noninferior as stated"
    NOT_STATED = "not_stated", "Direction not stated"


class TimeOrigin(TextChoices):
    DIAGNOSIS = "diagnosis", "Diagnosis of the primary"
    METASTASIS_DIAGNOSIS = "metastasis_diagnosis", "Diagnosis of liver metastases"
    RANDOMIZATION = "randomization", "Randomization"
    TREATMENT = "treatment", "First study treatment"
    TRANSPLANT = "transplant", "Transplantation"
    NOT_STATED = "not_stated", "Time origin not stated"


class AnalysisPopulation(TextChoices):
    ITT = "itt", "Intention to treat"
    MODIFIED_ITT = "modified_itt", "Modified intention to treat"
    AS_TREATED = "as_treated", "As treated or per protocol"
    MATCHED = "matched", "Matched set"
    NOT_STATED = "not_stated", "Population not stated"


class Alikeness(TextChoices):
    """Of figures of two studies that stand beside each other."""

    UNLIKE = "unlike", "Not alike"
    UNKNOWN = "unknown", "Not known to be alike"
    OVERLAP = "overlap", "The same patients"


class Agreement(TextChoices):
    """Of what the studies of a comparison say in one row."""

    SAME = "same", "The same"
    DIFFERS = "differs", "Differs"
    INCOMPLETE = "incomplete", "Not told of every study"


class RecommendationKind(TextChoices):
    RECOMMENDS = "recommends", "Recommends"
    OPTION = "option", "Names as an option"
    AGAINST = "against", "Recommends against"
    ARRANGEMENTS = "arrangements", "Arrangements for use"  # of NICE; its category says which, and none is scored
    RESEARCH_ONLY = "research_only", "Only in research"
    INSUFFICIENT = "insufficient", "Evidence insufficient"
    SILENT = "silent", "Silent"
    DISCUSSION = "discussion", "Discussion, no recommendation"
    NOT_SEEN = "not_seen", "Topic named, what it says not seen"


class CategoryOrigin(TextChoices):
    STATED = "stated", "Stated for this recommendation"
    STATED_FOR_GROUP = "stated_for_group", "Stated for the whole group"
    IMPLIED = "implied", "Implied by the scheme"
    NOT_STATED = "not_stated", "No category stated"


class VersionRelation(TextChoices):
    REPLACES = "replaces", "Replaces"
    PARTLY_UPDATES = "partly_updates", "Partly updates"
    SPLITS_INTO = "splits_into", "Splits into"
    MERGES = "merges", "Merges"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ThresholdKind(TextChoices):
    SELECTION = "selection", "Selection"
    EXCLUSION = "exclusion", "Exclusion"
    ABSOLUTE_CONTRAINDICATION = "absolute_contraindication", "Absolute contraindication"
    RELATIVE_CONTRAINDICATION = "relative_contraindication", "Relative contraindication"
    CAUTION = "caution", "Caution"
    DOSE_RESPONSE = "dose_response", "Dose and response"


class FlagGrade(TextChoices):
    """How sure a check is, the gravest first."""

    IMPOSSIBLE = "impossible", "Impossible"
    UNLIKELY = "unlikely", "Unlikely"
    LOOK_AGAIN = "look_again", "Look again"


class Certainty(TextChoices):
    """GRADE: how sure a body of evidence makes of one outcome, the lowest first."""

    VERY_LOW = "very_low", "Very low"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    HIGH = "high", "High"


class VerificationState(TextChoices):
    """What a second person said of a figure as it stands in its document."""

    NOT_VERIFIED = "not_verified", "Not verified"
    VERIFIED = "verified", "Verified"
    CHANGED = "changed", "Changed since it was verified"
    DISPUTED = "disputed", "Read otherwise"


class RetrievalState(TextChoices):
    """Whether the full text of a work was had."""

    SOUGHT = "sought", "Sought"
    OBTAINED = "obtained", "Obtained"
    NOT_RETRIEVED = "not_retrieved", "Not retrieved"
