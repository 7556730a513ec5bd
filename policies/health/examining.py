"""The examination of one policy version: every kind of finding, found or not. Pure."""

from evidence.vocabulary import ReferenceList
from policies.health import citations, codes, evidence, published, texts
from policies.health.findings import (
    CODES,
    CONCLUSION,
    CORRECTED,
    KINDS,
    NO_EVIDENCE,
    NOT_AS_PUBLISHED,
    REGULATION,
    SUPERSEDED_GUIDELINE,
    TWICE,
    UNCITED,
    UNCONTROLLED,
    WORDS,
    Finding,
    Kind,
    Section,
    by_severity,
    counted,
)
from policies.health.rows import PolicyRows

IN_PART = "Not asked: the policy was read in part, so what is missing here may stand where it was not read."
PRINTS_NONE = "Not asked: the document prints no citations in its text."
LIST_NOT_SEEN = "Not asked: its list of references was not seen."
NOT_PUBLISHED_HERE = "Not asked: the version was not published here."
NO_DIAGNOSES = "Not asked: the version lists no diagnosis codes."


def examine(rows: PolicyRows, *, whole: bool = True) -> list[Section]:
    """A section for each kind, in the order of KINDS.

    `whole` is False for a policy of which only a part was read: then no question is asked that charges it with a gap.
    """
    return [_section(kind, rows, whole) for kind in KINDS]


def _section(kind: Kind, rows: PolicyRows, whole: bool) -> Section:
    if reason := _not_asked(kind, rows, whole):
        return Section(kind, not_asked=reason)
    return Section(kind, by_severity(_found(kind, rows, whole)), looked_at=_looked_at(kind, rows))


def _not_asked(kind: Kind, rows: PolicyRows, whole: bool) -> str:
    if kind.is_gap and not whole:
        return IN_PART
    if kind is UNCITED and not rows.prints_citations:
        return PRINTS_NONE
    if kind is UNCITED and rows.reference_list == ReferenceList.NOT_SEEN:
        return LIST_NOT_SEEN
    if kind is NOT_AS_PUBLISHED and rows.altered is None:
        return NOT_PUBLISHED_HERE
    if kind is CODES and not codes.diagnosis_codes(rows.codes):
        return NO_DIAGNOSES
    return ""


def _found(kind: Kind, rows: PolicyRows, whole: bool) -> list[Finding]:
    found = {
        NO_EVIDENCE: lambda: evidence.without_evidence(rows.pairs),
        UNCONTROLLED: lambda: evidence.on_uncontrolled_alone(rows.pairs),
        UNCITED: lambda: citations.cited_nowhere(rows.citations, rows.reference_list),
        CONCLUSION: lambda: texts.against_conclusions(rows.pairs, rows.conclusions),
        SUPERSEDED_GUIDELINE: lambda: citations.superseded(rows.guideline_versions),
        TWICE: lambda: evidence.counted_twice(rows.pairs),
        CODES: lambda: codes.gaps(rows.pairs, rows.codes, rows.texts),
        WORDS: lambda: texts.defined_otherwise(rows.policy, rows.definitions, rows.criteria if whole else []),
        REGULATION: lambda: citations.regulation_behind(rows.citations, rows.facts, rows.devices),
        NOT_AS_PUBLISHED: lambda: published.not_as_published(rows.altered or [], rows.place),
        CORRECTED: lambda: published.corrected(rows.corrections, rows.place),
    }
    return found[kind]()


def _looked_at(kind: Kind, rows: PolicyRows) -> str:
    pairs = counted(len(rows.pairs), "pair of statement and indication", "pairs of statement and indication")
    works = counted(len(rows.citations), "reference")
    own = [definition for definition in rows.definitions if definition.policy == rows.policy]
    links = counted(sum(len(pair.links) for pair in rows.pairs), "evidence link")
    regulatory = [work for work in rows.citations if work.kind == "regulatory"]
    return {
        NO_EVIDENCE: pairs,
        UNCONTROLLED: f"{pairs} with {links}",
        UNCITED: works,
        CONCLUSION: f"{counted(len(rows.conclusions), 'conclusion')} and {pairs}",
        SUPERSEDED_GUIDELINE: counted(len(rows.guideline_versions), "guideline version"),
        TWICE: f"{pairs} with {links}",
        CODES: f"{counted(len(codes.diagnosis_codes(rows.codes)), 'diagnosis code')} and {pairs}",
        WORDS: f"{counted(len(own), 'definition')} here, {len(rows.definitions) - len(own)} elsewhere, "
        f"{counted(len(rows.criteria), 'criterion', 'criteria')}",
        REGULATION: f"{counted(len(regulatory), 'document')} of approval cited, "
        f"{counted(len(rows.facts), 'regulatory fact')}",
        NOT_AS_PUBLISHED: "every row of the version",
        CORRECTED: links,
    }[kind]
