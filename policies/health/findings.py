"""What an examination finds, and the kinds of it. Pure."""

from dataclasses import dataclass, field

# How sure it is and what it asks for, in the words pages print; in this order.
ALTERED = "altered"
OWED = "owed"
UNEXPLAINED = "unexplained"
SUPERSEDED = "superseded"
OUT_OF_DATE = "out of date"
COUNTED_TWICE = "counted twice"
LOOK_AGAIN = "look again"
EXPLAINED = "explained"
NOTE = "note"
SEVERITIES = (ALTERED, OWED, UNEXPLAINED, SUPERSEDED, OUT_OF_DATE, COUNTED_TWICE, LOOK_AGAIN, EXPLAINED, NOTE)


@dataclass(frozen=True)
class Place:
    """Where a finding stands: what it is called here, its page, and the lines of the document read."""

    name: str
    url: str
    document: str = ""  # "" for what was written here
    lines: str = ""


@dataclass(frozen=True)
class Finding:
    severity: str  # one of SEVERITIES
    sentence: str
    next_step: str  # what to do about it, "" where nothing has to be done
    place: Place
    others: tuple[Place, ...] = ()  # what else the sentence speaks of


@dataclass(frozen=True)
class Kind:
    """One question asked of a policy. A gap is something missing: of a policy read in part that cannot be said."""

    key: str
    title: str
    meaning: str
    is_gap: bool = False


NO_EVIDENCE = Kind(
    "no-evidence",
    "No evidence and no reason",
    "For each of its indications a statement owes a link to evidence, or a written reason why there is none.",
    is_gap=True,
)
UNCONTROLLED = Kind(
    "uncontrolled",
    "Resting on uncontrolled studies alone",
    "No study that supports the position had a control group, nor had any study in a review that supports it.",
    is_gap=True,
)
UNCITED = Kind(
    "uncited",
    "References cited nowhere",
    "A work stands in the list of references, and no place in the text cites it.",
    is_gap=True,
)
CONCLUSION = Kind(
    "conclusion",
    "A position against the policy's own conclusion",
    "For one indication, what a statement holds and what the policy itself concludes from the evidence do not agree.",
)
SUPERSEDED_GUIDELINE = Kind(
    "superseded",
    "Guideline versions that have been overtaken",
    "The policy cites or rests on a version of a guideline after which another one came.",
)
TWICE = Kind(
    "counted-twice",
    "Studies counted twice",
    "One indication is argued with a review and with a study inside it, or with one study as two documents tell it.",
)
CODES = Kind(
    "codes",
    "Code gaps",
    "Indications and diagnosis codes do not meet. A diagnosis code never settles a position, so each asks for a look.",
    is_gap=True,
)
WORDS = Kind(
    "words",
    "One word, two meanings",
    "A word is defined otherwise elsewhere, or used without the definition that another place gives it.",
)
REGULATION = Kind(
    "regulation",
    "Regulatory text behind the references",
    "The policy cites a document of approval that its own text on regulation does not know of.",
    is_gap=True,
)
NOT_AS_PUBLISHED = Kind(
    "not-as-published",
    "Not what was published",
    "The rows of a version published here differ from the content that was kept, hashed and signed at its publication.",
)
CORRECTED = Kind(
    "corrected",
    "Figures corrected since",
    "A figure the version rests on was corrected after it was published, and nobody has said yet what that means.",
)
KINDS = (
    NO_EVIDENCE,
    UNCONTROLLED,
    UNCITED,
    CONCLUSION,
    SUPERSEDED_GUIDELINE,
    TWICE,
    CODES,
    WORDS,
    REGULATION,
    NOT_AS_PUBLISHED,
    CORRECTED,
)


@dataclass(frozen=True)
class Section:
    """One kind with what was found. `not_asked` says why the question was not put; "" where it was."""

    kind: Kind
    findings: list[Finding] = field(default_factory=list)
    looked_at: str = ""  # "20 pairs of statement and indication"
    not_asked: str = ""

    @property
    def open_count(self) -> int:
        """How many findings ask for something: all but what is explained, and notes."""
        return sum(finding.severity not in (EXPLAINED, NOTE) for finding in self.findings)


def counted(number: int, one: str, several: str = "") -> str:
    """ "1 study", "2 studies"."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def by_severity(findings: list[Finding]) -> list[Finding]:
    """The gravest first, otherwise as they were found."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
