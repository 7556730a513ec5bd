"""The closed vocabularies of the annual review. Imports nothing of ours."""

from django.db.models import TextChoices


class CycleState(TextChoices):
    OPEN = "open", "Open"
    SCREENING = "screening", "Screening"
    DRAFTING = "drafting", "Drafting"
    DECIDING = "deciding", "Deciding"
    CLOSED = "closed", "Closed"


class CycleType(TextChoices):
    ANNUAL = "annual", "Annual review"
    INTERIM = "interim", "Interim review"
    NEW_POLICY = "new_policy", "New policy"
    RETIREMENT = "retirement", "Retirement"


class CycleTrigger(TextChoices):
    """What an interim review is opened for."""

    EVIDENCE = "evidence", "New evidence"
    GUIDELINE = "guideline", "Guideline"
    CODE = "code", "Code"
    REGULATORY = "regulatory", "Regulatory action"
    APPEAL = "appeal", "Appeal"
    REQUEST = "request", "Request"
    OTHER = "other", "Other"


class CycleOutcome(TextChoices):
    REAFFIRMED = "reaffirmed", "Reaffirmed"
    REVISED = "revised", "Revised"
    NEW = "new", "New"
    RETIRED = "retired", "Retired"
    DEFERRED = "deferred", "Deferred"
    REJECTED = "rejected", "Rejected"


class ReviewTask(TextChoices):
    """What somebody is assigned to do in a cycle."""

    WRITER = "writer", "Writer"
    READER = "reader", "Reader"
    THIRD_READER = "third_reader", "Third reader"


class SearchSource(TextChoices):
    """Where literature is searched for. Those after OTHER_DATABASE are registers in the flow."""

    PUBMED = "pubmed", "PubMed"
    MEDLINE = "medline", "MEDLINE"
    EMBASE = "embase", "Embase"
    CENTRAL = "central", "Cochrane CENTRAL"
    COCHRANE_REVIEWS = "cochrane_reviews", "Cochrane reviews"
    SCOPUS = "scopus", "Scopus"
    WEB_OF_SCIENCE = "web_of_science", "Web of Science"
    CINAHL = "cinahl", "CINAHL"
    PSYCINFO = "psycinfo", "PsycINFO"
    OTHER_DATABASE = "other_database", "Other database"
    CLINICAL_TRIALS = "clinicaltrials_gov", "ClinicalTrials.gov"
    ICTRP = "ictrp", "WHO ICTRP"
    OTHER_REGISTER = "other_register", "Other register"


REGISTERS = (SearchSource.CLINICAL_TRIALS, SearchSource.ICTRP, SearchSource.OTHER_REGISTER)


class ImportState(TextChoices):
    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class RecordOutcome(TextChoices):
    NEW = "new", "New"
    KNOWN = "known", "Known"
    POSSIBLE_DUPLICATE = "possible_duplicate", "Possible duplicate"
    FAILED = "failed", "Failed"


class KnownBecause(TextChoices):
    IN_THIS_CYCLE = "in_this_cycle", "Found before in this review"
    CITED = "cited", "Cited by the policy"
    DECIDED_BEFORE = "decided_before", "Decided in an earlier review"


class RecordAnswer(TextChoices):
    """What a person says of a record: of a possible duplicate the first two, of a known one the third."""

    SAME = "same", "The same work"
    ANOTHER = "another", "Another work"
    BRING_BACK = "bring_back", "Judge it again"
    UNDO = "undo", "Undo"


class CandidateOrigin(TextChoices):
    """How a work came to be judged. Those after CARRIED_OVER are the other methods of the flow."""

    SEARCH = "search", "Search"
    CARRIED_OVER = "carried_over", "Look again, from the review before"
    CITATIONS = "citations", "Citation searching"
    WEBSITE = "website", "Website"
    ORGANISATION = "organisation", "Organisation"
    REQUEST = "request", "Sent in with a request"


class Stage(TextChoices):
    TITLE_ABSTRACT = "title_abstract", "Title and abstract"
    FULL_TEXT = "full_text", "Full text"


class Verdict(TextChoices):
    INCLUDE = "include", "Include"
    EXCLUDE = "exclude", "Exclude"
    MAYBE = "maybe", "Maybe"


class ScreeningAct(TextChoices):
    """What is done with a word."""

    DECIDE = "decide", "Decide"
    SETTLE = "settle", "Settle"
    TAKE_BACK = "take_back", "Take back"


class ScreeningStatus(TextChoices):
    """What the decisions on a candidate come to at one stage. Only the last two are decided."""

    NOT_YET = "not_yet", "Not yet to be judged"
    UNDECIDED = "undecided", "Undecided"
    SECOND_NEEDED = "second_needed", "Second reader needed"
    MAYBE = "maybe", "Maybe"
    CONFLICT = "conflict", "Conflict"
    INCLUDED = "included", "Included"
    EXCLUDED = "excluded", "Excluded"


DECIDED = (ScreeningStatus.INCLUDED, ScreeningStatus.EXCLUDED)


class ExclusionReason(TextChoices):
    """The one primary reason why a work is excluded."""

    POPULATION = "population", "Wrong population"
    INTERVENTION = "intervention", "Wrong intervention"
    COMPARATOR = "comparator", "Wrong comparator"
    OUTCOME = "outcome", "No outcome of interest"
    DESIGN = "design", "Wrong study design"
    PUBLICATION_TYPE = "publication_type", "Wrong kind of publication"
    LANGUAGE = "language", "Language"
    SUPERSEDED = "superseded", "Superseded by a later report"
    IN_A_REVIEW = "in_a_review", "Taken in by an included review"
    OTHER = "other", "Other reason"


class SourceKind(TextChoices):
    """Where a review looks besides the databases."""

    FDA = "fda", "FDA"
    CMS = "cms", "CMS coverage determinations"
    TRIAL_REGISTRY = "trial_registry", "Trial registry"
    SOCIETY = "society", "Professional society"
    ASSESSMENT_BODY = "assessment_body", "Technology assessment body"
    OTHER_PAYER = "other_payer", "Other payer"
    OTHER = "other", "Other source"


class GuidelineStanding(TextChoices):
    CURRENT = "current", "Still current"
    REPLACED = "replaced", "Replaced"
    WITHDRAWN = "withdrawn", "Withdrawn"


class TrialStatus(TextChoices):
    """As ClinicalTrials.gov names them."""

    NOT_YET_RECRUITING = "not_yet_recruiting", "Not yet recruiting"
    RECRUITING = "recruiting", "Recruiting"
    ENROLLING_BY_INVITATION = "enrolling_by_invitation", "Enrolling by invitation"
    ACTIVE = "active_not_recruiting", "Active, not recruiting"
    SUSPENDED = "suspended", "Suspended"
    TERMINATED = "terminated", "Terminated"
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    UNKNOWN = "unknown", "Unknown"


class TrialEnd(TextChoices):
    """What became of one study of a registry's file, read into a policy's list of ongoing trials."""

    ADDED = "added", "Added"
    UPDATED = "updated", "Updated"
    HELD = "held", "Held as it is"
    OLDER = "older", "Older than what is held"
    REMOVED = "removed", "Taken off the list before"
    FAILED = "failed", "Failed"


class RequesterKind(TextChoices):
    PROVIDER = "provider", "Provider"
    MANUFACTURER = "manufacturer", "Manufacturer"
    APPEAL = "appeal", "Appeal"
    STAFF = "staff", "Staff"
