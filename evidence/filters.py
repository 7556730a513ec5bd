"""What each list of evidence can be narrowed by."""

from django.db.models import Q

from evidence import vocabulary as words
from evidence.filtering import Filter, Flag, Key, Text, Word, Year, condition, intervention
from evidence.models import (
    Arm,
    Condition,
    Device,
    Document,
    Guideline,
    GuidelineBody,
    Identifier,
    Intervention,
    Outcome,
    Reference,
    Study,
    Trial,
)

Filters = dict[str, Filter]


class Identified(Filter):
    """References that bear an identifier of one scheme. DOIs are found however they are capitalised."""

    def __init__(self, scheme: words.IdentifierScheme):
        super().__init__("identifiers", about=f"{scheme.label}, without the resolver's address.")
        self._scheme = scheme

    def matching(self, model, wanted):
        spellings = [*wanted, *(value.lower() for value in wanted)]
        named = Identifier.objects.filter(scheme=self._scheme, value__in=spellings)
        return Q(pk__in=named.values("reference"))


def of_study(path: str) -> Filters:
    """What is asked of the study at the end of `path`."""
    return {
        "study": Key(Study, path),
        "condition": condition(f"{path}__conditions"),
        "intervention": intervention(f"{path}__interventions"),
        "design": Word(words.StudyDesign, f"{path}__design", about="Design of the study."),
    }


def of_outcome(path: str = "") -> Filters:
    """What is asked of the outcome at the end of `path`, of its study, and of the document that tells of it."""
    return of_study(f"{path}account__study") | {
        "document": Key(Document, f"{path}account__document"),
        "endpoint": Word(words.Endpoint, f"{path}endpoint"),
        "population": Word(words.AnalysisPopulation, f"{path}population"),
        "line_of_therapy": Word(words.LineOfTherapy, f"{path}line_of_therapy"),
    }


OF_TERMS: Filters = {"condition": condition("conditions"), "intervention": intervention("interventions")}
PRINTED: Filters = {"document": Key(Document, "document")}
EITHER_YEAR = "Of the printed issue or of the online one: either agrees."

DOCUMENTS: Filters = {"kind": Word(words.DocumentKind, "kind")}

REFERENCES: Filters = of_study("reports__study") | {
    "kind": Word(words.ReferenceKind, "kind"),
    "endpoint": Word(
        words.Endpoint,
        "reports__study__accounts__outcomes__endpoint",
        about="One that a document tells results of, of a study it reports.",
    ),
    "year": Year("year", "online_year", about=EITHER_YEAR),
    "document": Key(Document, "citations__document", about="By key: a document that cites it."),
    "pmid": Identified(words.IdentifierScheme.PMID),
    "doi": Identified(words.IdentifierScheme.DOI),
}

STUDIES: Filters = OF_TERMS | {
    "design": Word(words.StudyDesign, "design"),
    "endpoint": Word(words.Endpoint, "accounts__outcomes__endpoint", about="One that a document tells results of."),
    "year": Year(
        "reports__reference__year",
        "reports__reference__online_year",
        "accounts__year",
        about="Of one of its reports, or as a document prints it.",
    ),
    "document": Key(Document, "accounts__document", about="By key: a document that tells of it."),
    "reference": Key(Reference, "reports__reference"),
    "trial": Key(Trial, "trials"),
}

TRIALS: Filters = (
    of_study("studies")
    | PRINTED
    | {
        "registry": Text("registry"),
        "number": Text("number", about="Registration numbers as printed."),
        "status": Text("status"),
    }
)

ARMS: Filters = of_study("study") | {
    "role": Word(words.ArmRole, "role"),
    "intervention": intervention("interventions"),
    "document": Key(Document, "sizes__account__document", about="By key: a document that prints its size."),
}

OUTCOMES: Filters = of_outcome()

MEASUREMENTS: Filters = of_outcome("outcome__") | {
    "outcome": Key(Outcome, "outcome"),
    "arm": Key(Arm, "arm"),
    "statistic": Word(words.Statistic, "statistic"),
    "unit": Text("unit"),
    "not_reached": Flag("not_reached", True, False),
}

EFFECT_ESTIMATES: Filters = of_outcome("outcome__") | {
    "outcome": Key(Outcome, "outcome"),
    "arm": Key(Arm, "intervention_arm", "comparator_arm", about="By key: arm, on either side."),
    "measure": Word(words.EffectMeasure, "measure"),
    "direction": Word(words.Direction, "direction"),
}

CONDITIONS: Filters = {"parent": Key(Condition, "parents")}
INTERVENTIONS: Filters = {"parent": Key(Intervention, "parents")}

INDICATIONS: Filters = {
    "condition": condition("condition"),
    "intervention": intervention("intervention"),
    "purpose": Word(words.Purpose, "purpose"),
    "line": Word(words.LineOfTherapy, "line"),
    "extent": Word(words.Extent, "extent"),
}

GUIDELINES: Filters = {
    "body": Key(GuidelineBody, "body"),
    "year": Year("versions__year", about="Of one of its versions."),
    "condition": condition("versions__recommendations__conditions"),
    "intervention": intervention("versions__recommendations__interventions"),
    "document": Key(Document, "versions__recommendations__document", about="By key: a document that tells of it."),
}

RECOMMENDATIONS: Filters = (
    OF_TERMS
    | PRINTED
    | {
        "body": Key(GuidelineBody, "guideline_version__guideline__body"),
        "guideline": Key(Guideline, "guideline_version__guideline"),
        "year": Year("guideline_version__year"),
        "kind": Word(words.RecommendationKind, "kind"),
        "category": Text("category"),
        "purpose": Word(words.Purpose, "purpose"),
    }
)

DEVICES: Filters = {
    "intervention": intervention("interventions"),
    "document": Key(Document, "characteristics__document", about="By key: a document that describes it."),
}

FORMULAS: Filters = PRINTED | {"device": Key(Device, "devices")}

THRESHOLDS: Filters = OF_TERMS | PRINTED | {"kind": Word(words.ThresholdKind, "kind")}
