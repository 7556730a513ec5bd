"""The places every review looks at besides the databases, by name; a policy adds its own. Pure."""

from collections.abc import Iterable

from reviews.vocabulary import SourceKind

Place = tuple[str, str]  # kind, name

DEFAULT: tuple[Place, ...] = (
    (SourceKind.FDA, "Device approvals and clearances"),
    (SourceKind.FDA, "Recalls and safety communications"),
    (SourceKind.CMS, "National coverage determinations"),
    (SourceKind.CMS, "Local coverage determinations"),
    (SourceKind.TRIAL_REGISTRY, "ClinicalTrials.gov"),
    (SourceKind.TRIAL_REGISTRY, "WHO ICTRP"),
    (SourceKind.SOCIETY, "National Comprehensive Cancer Network (NCCN)"),
    (SourceKind.SOCIETY, "American Society of Clinical Oncology (ASCO)"),
    (SourceKind.SOCIETY, "Society of Interventional Radiology (SIR)"),
    (SourceKind.ASSESSMENT_BODY, "Agency for Healthcare Research and Quality (AHRQ)"),
    (SourceKind.ASSESSMENT_BODY, "National Institute for Health and Care Excellence (NICE)"),
    (SourceKind.ASSESSMENT_BODY, "Institute for Clinical and Economic Review (ICER)"),
)
ORDER = list(SourceKind.values)


def checklist(
    last_year: Iterable[Place], bodies: Iterable[str], payers: Iterable[str], default: Iterable[Place] = DEFAULT
) -> list[Place]:
    """What a cycle looks at, each place once, by kind: last year's list, or the default where there was none.

    `bodies` wrote the guidelines the policy cites, `payers` have a policy on the same. A name counts once whatever its
    kind, so that a body is not asked for both as a society and as an assessor.
    """
    wanted = [*(list(last_year) or default)]
    wanted += [(SourceKind.SOCIETY, name) for name in bodies]
    wanted += [(SourceKind.OTHER_PAYER, name) for name in payers]
    found: dict[str, Place] = {}
    for kind, name in wanted:
        found.setdefault(_folded(name), (kind, name))
    return sorted(found.values(), key=lambda place: ORDER.index(place[0]))


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
