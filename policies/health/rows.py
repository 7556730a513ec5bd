"""What an examination reads of a policy, as plain values; policies/health/reading.py fills them. Pure."""

from dataclasses import dataclass, field

from policies.health.findings import Place


@dataclass(frozen=True)
class StudyRow:
    """A study, with the keys of the studies that documents say it includes."""

    key: str
    name: str
    design: str
    url: str
    includes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class LinkRow:
    """An evidence link. A reference may report several studies, or none that was entered."""

    bearing: str
    target_type: str
    studies: tuple[StudyRow, ...] = ()
    told_in: str = ""  # key of the document a figure was read in; "" where the link is to no figure


@dataclass(frozen=True)
class PairRow:
    """A statement's word on one indication, with the evidence linked to it."""

    statement: str  # key
    title: str  # "Statement 4"
    kind: str
    position: str
    basis: str  # the indication's own, else the statement's
    indication: str  # key
    about: str  # the indication in short
    has_reason: bool
    place: Place
    links: tuple[LinkRow, ...] = ()


@dataclass(frozen=True)
class ConclusionRow:
    conclusion: str
    population: str
    indications: frozenset[str]
    statements: frozenset[str]
    place: Place


@dataclass(frozen=True)
class CriterionRow:
    key: str
    label: str  # what a sentence calls it
    text: str
    place: Place


@dataclass(frozen=True)
class DefinitionRow:
    policy: str  # key
    policy_name: str
    term: str
    definition: str
    criteria: frozenset[str]
    place: Place


@dataclass(frozen=True)
class CodeRow:
    system: str
    code: str
    description: str
    statements: frozenset[str]
    place: Place


@dataclass(frozen=True)
class CitationRow:
    """A work of the policy's numbered references. `is_used`: something was entered from where the text cites it."""

    reference: str  # key
    number: str
    name: str
    kind: str
    lines: str
    is_used: bool
    place: Place
    year: str = ""
    title: str = ""
    address: str = ""  # on the web


@dataclass(frozen=True)
class VersionRow:
    """A guideline version that the policy cites or rests on, and what came after it."""

    name: str
    how: str  # "reference 29", "linked to Statement 3"
    is_cited: bool  # by the document itself
    place: Place
    order: tuple[str, ...] | None = None  # what puts editions of one guideline in order; None where none is stated
    editions: tuple[tuple[tuple[str, ...], Place], ...] = ()  # the other editions held here, with their order
    overtaken: tuple[tuple[str, Place], ...] = ()  # the relation that was entered, and the other version


@dataclass(frozen=True)
class FactRow:
    """A regulatory fact, as precisely dated as it is printed: "" where it is not."""

    device: str  # name
    device_key: str
    pathway: str
    on: str
    reference: str  # key, "" for none
    place: Place


@dataclass(frozen=True)
class CorrectionRow:
    """An open alert: a figure that was corrected, by the names of what it said and says, and when."""

    about: str
    said: str
    says: str
    on: str
    place: Place


@dataclass(frozen=True)
class PolicyRows:
    """One version of a policy with all that its examination asks for."""

    policy: str  # key
    name: str
    prints_citations: bool
    reference_list: str  # whether the document prints one
    place: Place
    pairs: list[PairRow] = field(default_factory=list)
    conclusions: list[ConclusionRow] = field(default_factory=list)
    criteria: list[CriterionRow] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)  # a statement's own words and its criteria's, by its key
    definitions: list[DefinitionRow] = field(default_factory=list)  # its own and those of other policies
    codes: list[CodeRow] = field(default_factory=list)
    citations: list[CitationRow] = field(default_factory=list)
    guideline_versions: list[VersionRow] = field(default_factory=list)
    facts: list[FactRow] = field(default_factory=list)
    devices: dict[str, str] = field(default_factory=dict)  # names of devices by their keys
    altered: list[str] | None = None  # what differs from the content kept at publication; None: not published here
    corrections: list[CorrectionRow] = field(default_factory=list)
