from evidence import vocabulary as words
from evidence.models import EffectEstimate, Measurement, Outcome
from evidence.serializers.rows import RowSerializer, key_of, text_of, word_of

OUTCOME_FIELDS = [
    "endpoint",
    "name",
    "event_term",
    "grade",
    "subgroup",
    "timepoint",
    "time_origin",
    "criteria",
    "criteria_version",
    "population",
    "line_of_therapy",
]
OUTCOME_MEANINGS = {
    "outcome": "Key of the outcome.",
    "endpoint": "What was measured.",
    "name": "What was measured more exactly, where the endpoint does not say it.",
    "event_term": "The adverse event.",
    "grade": 'Grade of the adverse event, as printed: "3 or higher".',
    "subgroup": 'Of whom, where not of all; "" for all.',
    "timepoint": 'When, as printed: "3 years".',
    "time_origin": "From when time counts.",
    "criteria": 'By which response criteria: "mRECIST".',
    "criteria_version": 'Their version: "1.1".',
    "population": "Which patients the analysis takes in.",
    "line_of_therapy": "In which line of therapy.",
}
FIGURE_MEANINGS = OUTCOME_MEANINGS | {
    "ci_level": "Level of the confidence interval, in percent.",
    "ci_lower": "Lower limit of the confidence interval; it may be printed alone.",
    "ci_upper": 'Upper limit; it may be "not reached".',
}


class OutcomeSerializer(RowSerializer):
    study = key_of("account.study")
    study_label = text_of("account.study.label")
    document = key_of("account.document")
    meanings = OUTCOME_MEANINGS | {
        "stated": "What the document says of it in words, figure or not.",
        "measurements": "Keys of the figures of one arm.",
        "effect_estimates": "Keys of the figures of one arm against another.",
    }

    class Meta:
        model = Outcome
        fields = [
            "key",
            "study",
            "study_label",
            *OUTCOME_FIELDS,
            "stated",
            "measurements",
            "effect_estimates",
            "note",
            "document",
            "location",
        ]


class FigureSerializer(RowSerializer):
    """A figure tells what it is of as its outcome does, so that it can stand alone in a file."""

    study = key_of("outcome.account.study")
    study_label = text_of("outcome.account.study.label")
    endpoint = word_of("outcome.endpoint", words.Endpoint)
    name = text_of("outcome.name")
    event_term = text_of("outcome.event_term")
    grade = text_of("outcome.grade")
    subgroup = text_of("outcome.subgroup")
    timepoint = text_of("outcome.timepoint")
    time_origin = word_of("outcome.time_origin", words.TimeOrigin)
    criteria = text_of("outcome.criteria")
    criteria_version = text_of("outcome.criteria_version")
    population = word_of("outcome.population", words.AnalysisPopulation)
    line_of_therapy = word_of("outcome.line_of_therapy", words.LineOfTherapy)
    document = key_of("outcome.account.document")


ARM_NAME = "As in the study's `arms`."


class MeasurementSerializer(FigureSerializer):
    """One arm's figure, or the whole study's where `arm` is null."""

    arm = text_of("arm.name", allow_null=True, help_text=ARM_NAME)
    arm_key = key_of("arm", allow_null=True)
    meanings = FIGURE_MEANINGS | {
        "arm_key": "Key of the arm.",
        "statistic": "What the value is.",
        "value": 'The value, as printed: "0.80" stays "0.80".',
        "not_reached": "Whether the document says that the value was not reached.",
        "events": "How many of the participants had it.",
        "participants": "The denominator, as printed.",
        "spread_kind": "What the spread is; empty where none is printed.",
        "spread": "The number behind the ±.",
        "range_lower": "Lowest value.",
        "range_upper": "Highest value.",
        "iqr_lower": "Lower quartile.",
        "iqr_upper": "Upper quartile.",
    }

    class Meta:
        model = Measurement
        fields = [
            "key",
            "study",
            "study_label",
            "arm",
            "arm_key",
            "outcome",
            *OUTCOME_FIELDS,
            "statistic",
            "bound",
            "value",
            "unit",
            "not_reached",
            "events",
            "participants",
            "spread_kind",
            "spread",
            "ci_level",
            "ci_lower",
            "ci_upper",
            "range_lower",
            "range_upper",
            "iqr_lower",
            "iqr_upper",
            "i2",
            "as_reported",
            "note",
            "document",
            "location",
        ]


class EffectEstimateSerializer(FigureSerializer):
    """An estimate of the intervention arm against the comparator arm. Ratios are not logged."""

    intervention_arm = text_of("intervention_arm.name", allow_null=True, help_text=ARM_NAME)
    intervention_arm_key = key_of("intervention_arm", allow_null=True)
    comparator_arm = text_of("comparator_arm.name", allow_null=True, help_text=ARM_NAME)
    comparator_arm_key = key_of("comparator_arm", allow_null=True)
    meanings = FIGURE_MEANINGS | {
        "measure": "What kind of estimate.",
        "estimate": 'The estimate, as printed and not logged; "" where only a comparison is.',
        "p_comparator": 'The sign before p: "<" or "=".',
        "p_value": "p, as printed.",
        "adjusted": 'How it was adjusted; "" where that is not said.',
        "direction": "Which arm the document says it favours.",
        "intervention_arm_key": "Key of the intervention arm.",
        "comparator_arm_key": "Key of the comparator arm.",
    }

    class Meta:
        model = EffectEstimate
        fields = [
            "key",
            "study",
            "study_label",
            "outcome",
            *OUTCOME_FIELDS,
            "measure",
            "bound",
            "estimate",
            "ci_level",
            "ci_lower",
            "ci_upper",
            "p_comparator",
            "p_value",
            "i2",
            "adjusted",
            "direction",
            "intervention_arm",
            "intervention_arm_key",
            "comparator_arm",
            "comparator_arm_key",
            "as_reported",
            "note",
            "document",
            "location",
        ]
