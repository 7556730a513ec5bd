"""The policy sections of the YAML files in fixtures/. See evidence/fixture_format.py."""

from __future__ import annotations

from pydantic import model_validator

from evidence.fixture_format import FixtureFile, Section
from evidence.fixture_scalars import Key, Lines, PartialDate, Text, YesOrNo
from evidence.vocabulary import Purpose
from policies import vocabulary as words


class PayerEntry(Section):
    key: Key
    name: Text
    abbreviation: str = ""
    note: str = ""


class VersionDateEntry(Section):
    kind: words.DateKind
    on: PartialDate | None = None  # none: not stated
    as_printed: str = ""
    lines: Lines | None = None
    note: str = ""


class CriterionEntry(Section):
    """A node of the tree. A condition tests one thing; the others hold children."""

    key: Key
    printed_label: str = ""
    logic: words.CriterionLogic = words.CriterionLogic.CONDITION
    minimum: str = ""
    text: str = ""  # paraphrase
    conditions: list[Key] = []  # terms the node tests
    excludes: list[Key] = []  # terms of those it shuts out: "unresectable" shuts out the resectable
    purpose: Purpose | None = None  # what the node asks the treatment to be for
    lineage: Key | None = None  # in an older or newer version: the criterion that it is there
    carried_over: YesOrNo = ""  # in a reconstructed version: not known for its date
    lines: Lines | None = None
    children: list[CriterionEntry] = []

    @model_validator(mode="after")
    def shape_fits_logic(self):
        leaf = self.logic == words.CriterionLogic.CONDITION
        if leaf and (self.children or not self.text):
            raise ValueError(f"{self.key}: a condition has a text and no children")
        if not leaf and not self.children:
            raise ValueError(f"{self.key}: {self.logic} needs children")
        if (self.logic == words.CriterionLogic.AT_LEAST) != bool(self.minimum):
            raise ValueError(f"{self.key}: `minimum` goes with at_least, and only with it")
        if self.minimum.isdigit() and not 0 < int(self.minimum) <= len(self.children):
            raise ValueError(f"{self.key}: `minimum` is {self.minimum}, of {len(self.children)} children")
        return self


class StatementIndicationEntry(Section):
    indication: Key
    basis: words.StatementBasis | None = None  # where it differs from the statement's
    no_evidence_reason: str = ""
    by_name: YesOrNo = ""  # whether the statement names it; left out: yes, of a residual no


class StatementEntry(Section):
    key: Key
    label: str = ""  # as printed: "I", "IV"
    kind: words.StatementKind = words.StatementKind.NAMED
    intervention: Key
    position: words.CoveragePosition
    position_when_not_met: words.CoveragePosition = words.CoveragePosition.NOT_STATED
    basis: words.StatementBasis = words.StatementBasis.NOT_STATED
    basis_note: str = ""
    text: Text  # paraphrase
    products: list[Text] = []
    indications: list[StatementIndicationEntry] = []
    scope: str = ""  # residuals: of what it is the rest
    scope_conditions: list[Key] = []  # the terms of that
    covers: words.ResidualCovers | None = None
    exceptions: list[Key] = []  # statements a residual excepts
    criteria: CriterionEntry | None = None
    lineage: Key | None = None
    lines: Lines | None = None
    note: str = ""


class DefinitionEntry(Section):
    key: Key
    term: Text
    definition: Text  # paraphrase
    within: list[Key]  # the criteria it defines the term for
    lines: Lines


class SelectionItemEntry(Section):
    text: Text
    applicability: str = ""
    lines: Lines


class PatientSelectionEntry(Section):
    key: Key
    text: Text
    strength: words.Strength
    position_when_not_met: words.CoveragePosition = words.CoveragePosition.NOT_STATED
    governs: list[Key] = []  # statements
    items: list[SelectionItemEntry]
    lines: Lines
    note: str = ""


class CodeEntry(Section):
    system: words.CodeSystem
    code: Text
    description: str = ""  # our own short label for CPT
    status: words.CodeStatus
    applies_with: list[Text] = []  # codes
    statements: list[Key] = []
    products: list[Text] = []
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    lines: Lines
    note: str = ""


class PriorAuthorizationEntry(Section):
    setting: Text
    product: Text
    requirement: words.AuthorizationRequirement
    lines: Lines
    note: str = ""


class DocumentationEntry(Section):
    text: Text  # paraphrase
    applies_to: str = ""
    parts: list[Text] = []
    lines: Lines


class RelatedPolicyEntry(Section):
    title: Text
    number: str = ""
    section: str = ""
    interventions: list[Key] = []  # what it decides on
    lines: Lines


class CoverageDeterminationEntry(Section):
    system: Text  # NCD, LCD
    number: str = ""
    title: str = ""
    checked_on: PartialDate | None = None
    lines: Lines
    note: str = ""


class RegulatoryFactEntry(Section):
    device: Key | None = None
    pathway: words.RegulatoryPathway
    on: PartialDate | None = None
    labelled_use: Text  # paraphrase
    reference: Key | None = None
    lines: Lines
    note: str = ""


class EvidenceConclusionEntry(Section):
    key: Key
    population: Text
    conclusion: words.Conclusion
    text: Text  # paraphrase
    wording: str = ""  # short: how the document words it where it has its own formula
    outcomes: list[Text] = []
    indications: list[Key] = []
    statements: list[Key] = []
    lines: Lines
    note: str = ""


class HistoryEntry(Section):
    date_as_printed: Text
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    effective_on: PartialDate | None = None
    text: Text  # paraphrase
    change_class: words.ChangeClass = words.ChangeClass.NOT_STATED
    on_statements: words.StatementEffect = words.StatementEffect.NOT_SAID
    lines: Lines | None = None


class PolicyEntry(Section):
    key: Key
    payer: Key
    number: str  # empty: none was seen
    title: Text
    reference_number: str = ""
    version: Key
    version_label: str = ""
    products: list[Text] = []
    prints_citations: YesOrNo = ""
    payer_note: str = ""
    dates: list[VersionDateEntry] = []
    statements: list[StatementEntry]
    definitions: list[DefinitionEntry] = []
    patient_selection: list[PatientSelectionEntry] = []
    codes: list[CodeEntry] = []
    code_notes: list[Text] = []
    prior_authorization: list[PriorAuthorizationEntry] = []
    documentation: list[DocumentationEntry] = []
    related_policies: list[RelatedPolicyEntry] = []
    coverage_determinations: list[CoverageDeterminationEntry] = []
    regulatory_facts: list[RegulatoryFactEntry] = []
    evidence_conclusions: list[EvidenceConclusionEntry] = []
    history: list[HistoryEntry] = []
    lines: Lines | None = None


class ReconstructedVersionEntry(Section):
    """An older text, as far as a row of the document's own history tells it: the statement that the row names."""

    key: Key
    policy: Key
    label: Text
    held_before: PartialDate  # the date of the history row
    statements: list[StatementEntry]
    lines: Lines  # of the history row
    note: Text  # what the row says, and what is carried over


class EvidenceLinkEntry(Section):
    """One result and what it shows for one statement and indication, or for one criterion."""

    statement: Key | None = None
    indication: Key | None = None
    criterion: Key | None = None
    reference: Key | None = None
    study: Key | None = None
    figure: Key | None = None
    recommendation: Key | None = None
    bearing: words.EvidenceBearing
    ground: words.LinkGround
    ground_note: str = ""  # by whom and why, where inferred
    directness: words.Directness = words.Directness.DIRECT
    indirect_in: list[Text] = []  # population, intervention, comparator, outcome
    comparison: words.Comparison = words.Comparison.NO_COMPARISON
    note: Text  # what this result shows for this indication
    lines: Lines | None = None

    @model_validator(mode="after")
    def has_one_source_and_one_target(self):
        targets = [self.reference, self.study, self.figure, self.recommendation]
        if sum(t is not None for t in targets) != 1:
            raise ValueError("a link has exactly one of reference, study, figure, recommendation")
        if self.criterion and (self.statement or self.indication):
            raise ValueError("a link is from a criterion, or from a statement and one of its indications")
        if not self.criterion and not (self.statement and self.indication):
            raise ValueError("a link is from a criterion, or from a statement and one of its indications")
        return self


class PolicyFixtureFile(FixtureFile):
    payers: list[PayerEntry] = []
    policy: PolicyEntry | None = None
    reconstructed_versions: list[ReconstructedVersionEntry] = []
    evidence_links: list[EvidenceLinkEntry] = []

    @model_validator(mode="after")
    def policy_belongs_to_a_document(self):
        if not self.document and (self.policy or self.reconstructed_versions or self.evidence_links):
            raise ValueError("a policy and its evidence links need the file's `document`")
        return self
