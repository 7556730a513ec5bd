"""The shape of the YAML files in fixtures/: what each section and field may hold.

Every scalar is text, so that 0.80 stays 0.80. A file may hold any of the sections;
what belongs to one document stands in a file that names its `document`.
fixtures/README.md explains the sections to the people who write them.
"""

from pydantic import BaseModel, ConfigDict, model_validator

from evidence import vocabulary as words
from evidence.fixture_scalars import Key, Lines, Text, YesOrNo


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DocumentEntry(Section):
    key: Key
    kind: words.DocumentKind
    title: Text
    issuer: str = ""
    citation: str = ""
    doi: str = ""
    url: str = ""
    completeness: words.Completeness = words.Completeness.WHOLE
    known: str = ""  # of one known in part: which part
    reference_list: words.ReferenceList = words.ReferenceList.NOT_SEEN
    note: str = ""

    @model_validator(mode="after")
    def says_which_part(self):
        if (self.completeness == words.Completeness.IN_PART) != bool(self.known):
            raise ValueError(f"{self.key}: `known` goes with in_part, and only with it")
        return self


class TermEntry(Section):
    """A condition or an intervention; `parents` are the broader terms."""

    key: Key
    name: Text
    synonyms: list[Text] = []
    parents: list[Key] = []
    note: str = ""


class IndicationEntry(Section):
    key: Key
    intervention: Key
    condition: Key
    purpose: words.Purpose = words.Purpose.TREATMENT
    line: words.LineOfTherapy = words.LineOfTherapy.NOT_STATED
    extent: words.Extent = words.Extent.NOT_STATED


class ReferenceEntry(Section):
    """One work. `title` is left out when no document prints it."""

    key: Key
    kind: words.ReferenceKind = words.ReferenceKind.ARTICLE
    title: str = ""
    authors: list[Text] = []
    authors_et_al: YesOrNo = ""  # "yes" where the list printed ends in "et al"
    journal: str = ""
    published: str = ""  # as printed: "May 18 2002", "2010"
    year: str = ""  # the printed issue's year
    online_year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    url: str = ""
    accessed: str = ""
    pmid: str = ""
    doi: str = ""
    note: str = ""


class CitationEntry(Section):
    """A document's citation of a work, under the number it prints."""

    reference: Key
    number: str = ""
    lines: Lines
    year_as_printed: str = ""
    note: str = ""


class ArmEntry(Section):
    key: Key
    name: Text
    role: words.ArmRole = words.ArmRole.INTERVENTION
    interventions: list[Key] = []


class StudyEntry(Section):
    key: Key
    label: Text
    acronym: str = ""
    design: words.StudyDesign
    setting: str = ""
    conditions: list[Key] = []
    interventions: list[Key] = []
    arms: list[ArmEntry] = []
    reports: list[Key] = []  # references; the first is the primary report
    trials: list[Key] = []
    note: str = ""


class TrialEntry(Section):
    key: Key
    registry: str = "ClinicalTrials.gov"
    number: str = ""
    acronym: str = ""
    title: str = ""
    status: str = ""
    document: Key
    lines: Lines
    note: str = ""


class ArmSizeEntry(Section):
    arm: Key
    participants: str = ""
    evaluable: str = ""


class AppraisalEntry(Section):
    by: Text  # whose judgement: "review authors", "AHRQ", "med140"
    scale: Text  # "risk of bias", "certainty of evidence", "AHRQ strength of evidence"
    judgement: Text
    lines: Lines


class FigureFields(Section):
    key: Key | None = None  # only for figures that evidence links point at
    as_reported: Text  # the figure in the form it was printed
    value: str = ""
    bound: words.Bound | None = None
    ci_level: str = ""
    ci_lower: str = ""
    ci_upper: str = ""  # "not reached" where printed so
    i2: str = ""
    lines: Lines | None = None  # where narrower than the outcome's
    note: str = ""


class MeasurementEntry(FigureFields):
    arm: Key | None = None  # none: the whole study
    statistic: words.Statistic
    unit: str = ""  # months, days, weeks, years, percent, proportion, cm, Gy, GBq, participants ...
    not_reached: YesOrNo = ""
    events: str = ""
    participants: str = ""
    spread_kind: words.Spread | None = None
    spread: str = ""
    range_lower: str = ""
    range_upper: str = ""
    iqr_lower: str = ""
    iqr_upper: str = ""

    @model_validator(mode="after")
    def says_something(self):
        printed = [
            self.value,
            self.not_reached,
            self.events,
            self.range_lower,
            self.range_upper,
            self.ci_lower,
            self.ci_upper,
            self.iqr_lower,
        ]
        if not any(printed):
            raise ValueError("a figure needs a value, events, a range, an interval or not_reached: yes")
        return self


class EffectEntry(FigureFields):
    """An estimate of one arm against another. `value` is the estimate."""

    measure: words.EffectMeasure
    intervention_arm: Key | None = None
    comparator_arm: Key | None = None
    p_comparator: str = ""  # =, <, >, ≤
    p_value: str = ""
    adjusted: str = ""  # "propensity-score matched", "multivariable"
    direction: words.Direction = words.Direction.NOT_STATED


class OutcomeEntry(Section):
    endpoint: words.Endpoint
    name: str = ""  # the author's own name of it, where the endpoint is wider
    subgroup: str = ""
    timepoint: str = ""
    time_origin: words.TimeOrigin = words.TimeOrigin.NOT_STATED
    criteria: str = ""  # WHO, RECIST, mRECIST, EASL
    criteria_version: str = ""
    population: words.AnalysisPopulation = words.AnalysisPopulation.NOT_STATED
    line_of_therapy: words.LineOfTherapy = words.LineOfTherapy.NOT_STATED
    event_term: str = ""
    grade: str = ""
    stated: str = ""  # what the document says in words about it, paraphrased
    lines: Lines
    figures: list[MeasurementEntry] = []
    effects: list[EffectEntry] = []

    @model_validator(mode="after")
    def holds_something(self):
        if not (self.figures or self.effects or self.stated):
            raise ValueError("an outcome needs figures, effects, or what the document states in words")
        return self


class AccountEntry(Section):
    """What one document says of one study."""

    study: Key
    lines: Lines
    heading: str = ""
    citation_number: str = ""
    year: str = ""
    participants: str = ""
    evaluable: str = ""
    study_count: str = ""  # reviews: how many studies
    i2: str = ""
    period: str = ""  # "2004 to 2018"
    population: str = ""  # paraphrase
    design_as_described: str = ""
    conclusion: str = ""  # paraphrase
    arm_sizes: list[ArmSizeEntry] = []
    includes: list[Key] = []  # studies this review is said to include
    appraisals: list[AppraisalEntry] = []
    outcomes: list[OutcomeEntry] = []
    note: str = ""


class GuidelineBodyEntry(Section):
    key: Key
    name: Text
    abbreviation: str = ""


class VersionRelationEntry(Section):
    relation: words.VersionRelation
    guideline_version: Key
    note: str = ""


class GuidelineVersionEntry(Section):
    key: Key
    version: str = ""  # as read; empty: version not stated
    year: str = ""
    reference: Key | None = None
    relations: list[VersionRelationEntry] = []
    note: str = ""


class GuidelineEntry(Section):
    key: Key
    body: Key
    title: Text
    aliases: list[Text] = []
    versions: list[GuidelineVersionEntry]


class RecommendationEntry(Section):
    key: Key
    guideline_version: Key
    kind: words.RecommendationKind
    text: Text  # paraphrase
    category: str = ""
    category_scheme: str = ""
    category_origin: words.CategoryOrigin = words.CategoryOrigin.NOT_STATED
    population: str = ""
    conditions: list[Key] = []
    interventions: list[Key] = []
    purpose: words.Purpose = words.Purpose.TREATMENT
    citation_number: str = ""
    lines: Lines | None = None  # none: the document is known in part
    note: str = ""


class DeviceEntry(Section):
    key: Key
    name: Text
    manufacturer: str = ""
    interventions: list[Key] = []
    note: str = ""


class DeviceCharacteristicEntry(Section):
    device: Key
    name: Text
    value: Text  # as printed
    unit: str = ""
    lines: Lines
    note: str = ""


class FormulaVariableEntry(Section):
    symbol: Text
    meaning: Text
    unit: str = ""


class FormulaEntry(Section):
    key: Key
    name: Text
    expression: Text  # as printed
    result: str = ""
    unit: str = ""
    variables: list[FormulaVariableEntry] = []
    devices: list[Key] = []
    lines: Lines
    note: str = ""


class ThresholdEntry(Section):
    key: Key
    kind: words.ThresholdKind
    name: Text
    bound: words.Bound | None = None
    value: str = ""
    unit: str = ""
    as_reported: str = ""
    note: str = ""
    interventions: list[Key] = []
    conditions: list[Key] = []
    lines: Lines


class ResponseDefinitionEntry(Section):
    criteria: Text
    version: str = ""
    category: Text  # CR, PR, SD, PD, or "measurement"
    definition: Text  # paraphrase with the printed limits
    lines: Lines


class LeftOutEntry(Section):
    """Numbers of a document that no row holds, and why."""

    document: Key
    lines: Lines
    numbers: list[Text] = []  # none: every number on these lines
    reason: Text


class FixtureFile(Section):
    document: Key | None = None
    documents: list[DocumentEntry] = []
    conditions: list[TermEntry] = []
    interventions: list[TermEntry] = []
    indications: list[IndicationEntry] = []
    references: list[ReferenceEntry] = []
    studies: list[StudyEntry] = []
    trials: list[TrialEntry] = []
    guideline_bodies: list[GuidelineBodyEntry] = []
    guidelines: list[GuidelineEntry] = []
    devices: list[DeviceEntry] = []
    citations: list[CitationEntry] = []
    accounts: list[AccountEntry] = []
    recommendations: list[RecommendationEntry] = []
    device_characteristics: list[DeviceCharacteristicEntry] = []
    formulas: list[FormulaEntry] = []
    thresholds: list[ThresholdEntry] = []
    response_definitions: list[ResponseDefinitionEntry] = []
    left_out: list[LeftOutEntry] = []

    @model_validator(mode="after")
    def belongs_to_a_document(self):
        owned = [
            "citations",
            "accounts",
            "recommendations",
            "device_characteristics",
            "formulas",
            "thresholds",
            "response_definitions",
        ]
        if not self.document and any(getattr(self, name) for name in owned):
            raise ValueError("citations, accounts, recommendations and the like need the file's `document`")
        return self
