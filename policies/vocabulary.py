"""The closed vocabularies of coverage policies. Imports nothing of ours."""

from django.db.models import TextChoices


class VersionStatus(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class VersionOrigin(TextChoices):
    """Where the text of a version comes from. A reconstructed one is no text that is held: it can only be compared."""

    READ = "read", "Read from its document"
    WRITTEN_HERE = "written_here", "Written here"
    RECONSTRUCTED = "reconstructed", "Reconstructed from a history row"


class VersionPurpose(TextChoices):
    """Why a version is written here."""

    NEW = "new", "New policy"
    REVISION = "revision", "Revision"
    REAFFIRMATION = "reaffirmation", "Reviewed, no change"
    CORRECTION = "correction", "Correction of a published text"
    RETIREMENT = "retirement", "Retirement"


class VersionPart(TextChoices):
    """What a version consists of, each a kind of row."""

    DATE = "date", "Date"
    HISTORY = "history", "History entry"
    STATEMENT = "statement", "Statement"
    STATEMENT_INDICATION = "statement_indication", "Indication of a statement"
    CRITERION = "criterion", "Criterion"
    DEFINITION = "definition", "Definition"
    PATIENT_SELECTION = "patient_selection", "Patient selection"
    SELECTION_ITEM = "selection_item", "Requirement of patient selection"
    CODE = "code", "Code"
    PRIOR_AUTHORIZATION = "prior_authorization", "Prior authorization"
    DOCUMENTATION = "documentation", "Documentation requirement"
    RELATED_POLICY = "related_policy", "Related policy"
    COVERAGE_DETERMINATION = "coverage_determination", "Coverage determination"
    REGULATORY_FACT = "regulatory_fact", "Regulatory fact"
    EVIDENCE_CONCLUSION = "evidence_conclusion", "Evidence conclusion"
    EVIDENCE_LINK = "evidence_link", "Evidence link"


class EditKind(TextChoices):
    CHANGE = "change", "Changes fields of a row"
    ADD = "add", "Adds a row"
    REMOVE = "remove", "Removes a row and what hangs on it"
    MOVE = "move", "Moves a row among its siblings, or a criterion under another"
    INDENT = "indent", "Moves a criterion under the one before it"
    OUTDENT = "outdent", "Moves a criterion behind the one it stood under"
    UNDO = "undo", "Takes back your last edit"
    REDO = "redo", "Makes again what you undid last"


class SignoffVerdict(TextChoices):
    APPROVED = "approved", "Approved"
    APPROVED_WITH_COMMENTS = "approved_with_comments", "Approved with comments"
    RETURNED = "returned", "Returned"


class CoveragePosition(TextChoices):
    """Neither covered nor not covered: the member's contract decides that."""

    MEDICALLY_NECESSARY = "medically_necessary", "Medically necessary"
    INVESTIGATIONAL = "investigational", "Investigational"
    NOT_MEDICALLY_NECESSARY = "not_medically_necessary", "Not medically necessary"
    NOT_STATED = "not_stated", "Not stated"


class Coverage(TextChoices):
    """What a payer says of one indication. Every pair of the two has exactly one of these."""

    WITH_CRITERIA = "medically_necessary_with_criteria", "Medically necessary with criteria"
    ANY_INDICATION = "medically_necessary_any_indication", "Medically necessary for any indication"
    BY_NAME = "investigational_by_name", "Investigational by name"
    BY_RESIDUAL = "investigational_by_residual", "Investigational by a residual statement"
    NOT_NECESSARY = "not_medically_necessary", "Not medically necessary"
    OTHER_POLICY = "in_another_policy", "In another policy"
    SILENT = "silent", "Silent"  # the whole document was read
    NOT_SEEN = "not_seen", "Not seen"  # the document is known in part


class StatementKind(TextChoices):
    NAMED = "named", "Names its indications"
    RESIDUAL = "residual", "Residual: all that is left"
    SUMMARY = "summary", "Found only in a summary"


class ResidualCovers(TextChoices):
    OTHER_INDICATIONS = "other_indications", "Other indications"
    UNMET_CRITERIA = "unmet_criteria", "Unmet criteria"
    BOTH = "both", "Other indications and unmet criteria"
    UNCLEAR = "unclear", "Unclear which"


class StatementBasis(TextChoices):
    PUBLISHED_EVIDENCE = "published_evidence", "Published evidence"
    CLINICAL_INPUT = "clinical_input", "Clinical input"
    GUIDELINE_CONSENSUS = "guideline_consensus", "Guideline consensus"
    ACCEPTED_STANDARD = "accepted_standard", "Accepted standard"
    RARITY = "rarity", "Rarity without alternatives"
    REGULATION = "regulation", "Regulation or mandate"
    NOT_STATED = "not_stated", "Not stated"


class CriterionLogic(TextChoices):
    ALL = "all", "All of"
    ANY = "any", "Any of"
    AT_LEAST = "at_least", "At least n of"
    NONE = "none", "None of"
    CONDITION = "condition", "Condition"


class Strength(TextChoices):
    MUST = "must", "Must"
    SHOULD = "should", "Should"
    DESCRIPTIVE = "descriptive", "Descriptive only"


class CodeSystem(TextChoices):
    CPT = "CPT", "CPT"
    HCPCS = "HCPCS", "HCPCS Level II"
    ICD10CM = "ICD-10-CM", "ICD-10-CM"
    ICD10PCS = "ICD-10-PCS", "ICD-10-PCS"


class CodeStatus(TextChoices):
    WHEN_CRITERIA_MET = "when_criteria_met", "Counts when criteria are met"
    LISTED = "listed", "Listed without a position"
    OTHER_USE = "other_use", "Listed for another use"


class AuthorizationRequirement(TextChoices):
    REQUIRED = "required", "Required"
    NOT_REQUIRED = "not_required", "Not required"
    MIGHT_BE_REQUIRED = "might_be_required", "Might be required"
    EXTERNAL_LIST = "external_list", "See an external list"


class EvidenceBearing(TextChoices):
    SUPPORTS = "supports", "Supports"
    OPPOSES = "opposes", "Opposes"
    CONTEXT = "context", "Context"


class LinkGround(TextChoices):
    STATED = "stated", "Stated by the document"
    INFERRED = "inferred", "Inferred by a curator"


class Directness(TextChoices):
    DIRECT = "direct", "Direct"
    INDIRECT = "indirect", "Indirect"


class Comparison(TextChoices):
    SUPERIOR = "superior", "Superior"
    SIMILAR = "similar", "Similar"
    INFERIOR = "inferior", "Inferior"
    NOT_SHOWN = "not_shown", "Not shown"
    NO_COMPARISON = "no_comparison", "No comparison"


class Conclusion(TextChoices):
    SUFFICIENT_IMPROVES = "sufficient_improves", "Sufficient: improves net health outcome"
    SUFFICIENT_DOES_NOT_IMPROVE = "sufficient_does_not_improve", "Sufficient: does not improve net health outcome"
    INSUFFICIENT = "insufficient", "Insufficient"
    OTHER_WORDING = "other_wording", "Other wording"


class RegulatoryPathway(TextChoices):
    PMA = "PMA", "Premarket approval"
    HDE = "HDE", "Humanitarian device exemption"
    K510 = "510(k)", "510(k) clearance"
    DRUG_APPROVAL = "drug_approval", "Drug approval"
    NOT_STATED = "not_stated", "Pathway not stated"


class ChangeClass(TextChoices):
    TIGHTENED = "tightened", "Tightened"
    LOOSENED = "loosened", "Loosened"
    CLARIFIED = "clarified", "Clarified"
    REORGANISED = "reorganised", "Reorganised"
    NEW_INDICATION = "new_indication", "New indication"
    INDICATION_REMOVED = "indication_removed", "Indication removed"
    EDITORIAL = "editorial", "Editorial, intent unchanged"
    CODES_ONLY = "codes_only", "Codes only"
    NOT_STATED = "not_stated", "Class not stated"


class StatementEffect(TextChoices):
    """What a row of a document's history says happened to the policy statements."""

    UNCHANGED = "unchanged", "Statements not changed"
    REWORDED = "reworded", "Statements reworded, intent unchanged"
    CHANGED = "changed", "Statements changed"
    NOT_SAID = "not_said", "Not said whether statements changed"


class AnswerKind(TextChoices):
    """How it is known what a policy said on a day."""

    TEXT_HELD = "text_held", "Text held"
    INFERRED = "inferred", "Inferred from history"
    CHANGED_THAT_MONTH = "changed_that_month", "Changed within that month, day unknown"
    NOT_HELD = "not_held", "Not held"


class ChangeKind(TextChoices):
    """What differs between two versions of a policy."""

    STATEMENT_ADDED = "statement_added", "Statement added"
    STATEMENT_REMOVED = "statement_removed", "Statement removed"
    INDICATION_ADDED = "indication_added", "Indication added"
    INDICATION_REMOVED = "indication_removed", "Indication removed"
    POSITION = "position", "Position changed"
    POSITION_WHEN_NOT_MET = "position_when_not_met", "Position when not met changed"
    REMAINDER = "remainder", "What a residual takes in changed"
    ADDED = "added", "Criterion added"
    REMOVED = "removed", "Criterion removed"
    MOVED = "moved", "Criterion moved"
    REORDERED = "reordered", "Order changed"
    RELABELLED = "relabelled", "Label changed"
    LOGIC = "logic", "Logic changed"
    TERMS = "terms", "Terms tested changed"
    TEXT = "text", "Text changed"
    DEFINITION = "definition", "Definition changed"
    SELECTION = "selection", "Patient selection changed"
    CODE = "code", "Code changed"
    DATE = "date", "Date changed"
    REFERENCE = "reference", "Reference list changed"


class GuidelineVerdict(TextChoices):
    """How a policy's position on one indication stands to what a guideline says of it."""

    AGREES = "agrees", "Agrees"
    PARTLY = "partly", "Partly agrees"
    DIFFERS = "differs", "Differs"
    NONE = "none", "No verdict"


class DateKind(TextChoices):
    ORIGIN = "origin", "Origin"
    LITERATURE_SEARCHED_THROUGH = "literature_searched_through", "Literature searched through"
    LAST_REVIEW = "last_review", "Last review"
    APPROVED = "approved", "Approved"
    EFFECTIVE = "effective", "Effective"
    PUBLISHED = "published", "Published"
    NEXT_REVIEW = "next_review", "Next review"
    ARCHIVED = "archived", "Archived"
