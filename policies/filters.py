"""What each list of policies can be narrowed by. Only keys the user may see are known: no draft is told of."""

from django.db.models import Q

from evidence import vocabulary as evidence_words
from evidence.filtering import Filter, Flag, Key, Text, Word, condition, intervention
from evidence.models import Document, Indication, Reference, Study
from policies import permissions
from policies import vocabulary as words
from policies.models import Criterion, Payer, Policy, PolicyVersion, Statement
from policies.models.evidence_links import TARGETS

Filters = dict[str, Filter]

OF_STATEMENT = "Of the statement, where its criteria are met."
OF_INDICATION = "Of one of its indications."


class TargetType(Word):
    """What an evidence link points at, which is the one of its columns that is filled."""

    def matching(self, model, wanted):
        found = Q()
        for target in wanted:
            found |= Q(**{f"{target}__isnull": False})
        return found


class InSeenVersion(Filter):
    """Policies a version of which fits, in force, to come or in work, of those the user may see.

    What only a draft says finds nothing for who may not read drafts, and what only an old version said for nobody.
    """

    def __init__(self, of_version: Filter):
        super().__init__(about=of_version.about)
        self.items = of_version.items
        self.of_version = of_version

    def read(self, name, values, user):
        wanted = self.of_version.read(name, values, user)
        return permissions.living_versions(user).filter(self.of_version.matching(PolicyVersion, wanted))

    def matching(self, model, wanted):
        return Q(pk__in=wanted.values("policy"))


def of_version(*paths: str) -> Filters:
    """What is asked of the policy version at the end of any of the paths."""
    return {
        "version": Key(PolicyVersion, *paths, seen=permissions.visible_versions),
        "policy": Key(Policy, *(f"{path}__policy" for path in paths), seen=permissions.visible_policies),
        "payer": Key(Payer, *(f"{path}__policy__payer" for path in paths)),
    }


def of_statement(*paths: str) -> Filters:
    """What is asked of the statement at the end of any of the paths, and of its policy."""
    return of_version(*(f"{path}__version" for path in paths)) | {
        "statement": Key(Statement, *paths, seen=permissions.visible_statements),
        "position": Word(words.CoveragePosition, *(f"{path}__position" for path in paths), about=OF_STATEMENT),
        "intervention": intervention(*(f"{path}__intervention" for path in paths)),
    }


PAYERS: Filters = {}

POLICIES: Filters = {
    "payer": Key(Payer, "payer"),
    "number": Text("number"),
    "document": InSeenVersion(Key(Document, "document")),
    "condition": InSeenVersion(condition("statements__statement_indications__indication__condition")),
    "intervention": InSeenVersion(intervention("statements__intervention")),
    "position": InSeenVersion(Word(words.CoveragePosition, "statements__position", about="Of one of its statements.")),
}

POLICY_VERSIONS: Filters = {
    "policy": Key(Policy, "policy", seen=permissions.visible_policies),
    "payer": Key(Payer, "policy__payer"),
    "status": Word(words.VersionStatus, "status"),
    "origin": Word(words.VersionOrigin, "origin"),
    "document": Key(Document, "document"),
}

STATEMENTS: Filters = of_version("version") | {
    "kind": Word(words.StatementKind, "kind"),
    "position": Word(words.CoveragePosition, "position"),
    "position_when_not_met": Word(words.CoveragePosition, "position_when_not_met"),
    "basis": Word(words.StatementBasis, "basis", "statement_indications__basis"),
    "indication": Key(Indication, "statement_indications__indication"),
    "condition": condition("statement_indications__indication__condition"),
    "intervention": intervention("intervention"),
    "purpose": Word(evidence_words.Purpose, "statement_indications__indication__purpose", about=OF_INDICATION),
    "line": Word(evidence_words.LineOfTherapy, "statement_indications__indication__line", about=OF_INDICATION),
    "code": Text("codes__code", about="A code that serves it."),
    "document": Key(Document, "version__document"),
}

CRITERIA: Filters = of_statement("statement") | {
    "logic": Word(words.CriterionLogic, "logic"),
    "parent": Key(Criterion, "parent", seen=permissions.visible_criteria),
    "condition": condition("conditions"),
}

CODES: Filters = of_version("version") | {
    "statement": Key(Statement, "statements", seen=permissions.visible_statements),
    "position": Word(words.CoveragePosition, "statements__position", about="Of a statement it serves."),
    "system": Word(words.CodeSystem, "system"),
    "code": Text("code"),
    "status": Word(words.CodeStatus, "status"),
}

FIGURES = ("measurement", "effect_estimate")
LINKED_STUDIES = ("study", *(f"{figure}__outcome__account__study" for figure in FIGURES))

EVIDENCE_LINKS: Filters = of_statement("statement", "criterion__statement") | {
    "criterion": Key(Criterion, "criterion", seen=permissions.visible_criteria),
    "indication": Key(Indication, "indication"),
    "condition": condition("indication__condition"),
    "bearing": Word(words.EvidenceBearing, "bearing"),
    "stated": Flag("ground", words.LinkGround.STATED, words.LinkGround.INFERRED),
    "direct": Flag("directness", words.Directness.DIRECT, words.Directness.INDIRECT),
    "target_type": TargetType(TARGETS),
    "target": Text(*(f"{target}__key" for target in TARGETS), about="Key of what it points at."),
    "reference": Key(Reference, "reference"),
    "study": Key(Study, *LINKED_STUDIES, about="By key: study, itself or by one of its figures."),
    "design": Word(
        evidence_words.StudyDesign,
        *(f"{path}__design" for path in LINKED_STUDIES),
        about="Design of the study, linked itself or by one of its figures.",
    ),
    "endpoint": Word(
        evidence_words.Endpoint,
        *(f"{figure}__outcome__endpoint" for figure in FIGURES),
        about="Endpoint of the figure.",
    ),
    "document": Key(Document, "document"),
}
