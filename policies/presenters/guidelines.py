"""A policy's positions against guidelines, as pages and files show them: rows -> plain values."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.models import GuidelineVersion, Recommendation
from evidence.vocabulary import VersionRelation
from policies.guideline_positions import Cited, PairPosition, Positions, Said
from policies.models import GuidelineReason, PolicyVersion
from policies.vocabulary import GuidelineVerdict

# What another version does to this one, from this one's side.
UNDERGONE = {
    VersionRelation.REPLACES: "replaced by",
    VersionRelation.PARTLY_UPDATES: "partly updated by",
    VersionRelation.MERGES: "merged into",
    VersionRelation.WITHDRAWN: "withdrawn by",
}
COLUMNS = (
    "policy",
    "version",
    "statement",
    "indication",
    "position",
    "guideline",
    "guideline_version",
    "superseded",
    "kind",
    "category",
    "category_origin",
    "population",
    "text",
    "verdict",
    "verdict_reason",
    "given_verdict",
    "given_reason",
    "given_by",
    "cited_by_the_policy",
    "document",
    "place",
)


@dataclass(frozen=True)
class RecommendationView:
    key: str
    url: str
    guideline: str
    version: str
    superseded: list[str]  # "partly updated by NICE ..."
    kind: str
    rating: str
    category_origin: str
    population: str
    text: str
    note: str
    document: str
    document_url: str
    location: str


@dataclass(frozen=True)
class Row:
    told: RecommendationView
    pair_key: str
    computed: str  # a GuidelineVerdict
    computed_reason: str
    given: GuidelineReason | None

    @property
    def verdict(self) -> str:
        """The verdict that stands: what a person gave, else the computed one."""
        return self.given.verdict if self.given and self.given.verdict else self.computed

    @property
    def label(self) -> str:
        return GuidelineVerdict(self.verdict).label

    @property
    def computed_label(self) -> str:
        return GuidelineVerdict(self.computed).label


@dataclass(frozen=True)
class PairView:
    key: str
    name: str
    statement: object
    conditions: list[str]  # what the statement asks for, in short
    rows: list[Row]
    cited: list[str]  # sentences: the policy cites a version that was not read


@dataclass(frozen=True)
class PositionsView:
    pairs: list[PairView]
    counts: list[tuple[str, str, int]]  # verdict, label, how many
    of_no_condition: list[RecommendationView]
    cited: list[Cited]


def positions_view(found: Positions, version: PolicyVersion) -> PositionsView:
    several = len({at.pair.indication.intervention_id for at in found.pairs}) > 1
    pairs = [_pair(at, found.cited, version, with_intervention=several) for at in found.pairs]
    counts = Counter(row.verdict for pair in pairs for row in pair.rows)
    return PositionsView(
        pairs=pairs,
        counts=[(each.value, str(each.label), counts[each.value]) for each in GuidelineVerdict],
        of_no_condition=[recommendation_view(row) for row in found.of_no_condition],
        cited=found.cited,
    )


def _pair(at: PairPosition, cited: list[Cited], version: PolicyVersion, *, with_intervention: bool = False) -> PairView:
    name = at.pair.indication.name if with_intervention else at.pair.indication.short_name
    top = [criterion for criterion in at.statement.criteria.all() if criterion.text]
    return PairView(
        key=at.pair.key,
        name=name[:1].upper() + name[1:],
        statement=at.statement,
        conditions=[criterion.text for criterion in top] or [at.statement.text],
        rows=[_row(said, at.pair.key) for said in at.said],
        cited=list(cited_sentences(at.said, cited, version)),
    )


def _row(said: Said, pair_key: str) -> Row:
    told = recommendation_view(said.recommendation)
    return Row(told, pair_key, said.verdict.verdict.value, said.verdict.reason, said.reason)


def recommendation_view(row: Recommendation) -> RecommendationView:
    version = row.guideline_version
    return RecommendationView(
        key=row.key,
        url=row.get_absolute_url(),
        guideline=version.guideline.title,
        version=version.name,
        superseded=superseded(version),
        kind=row.get_kind_display(),
        rating=row.rating,
        category_origin=row.get_category_origin_display().lower() if row.category else "",
        population=row.population,
        text=row.text,
        note=row.note,
        document=row.document.key,
        document_url=row.document.get_absolute_url(),
        location=row.location,
    )


def superseded(version: GuidelineVersion) -> list[str]:
    """What became of the version, as far as relations between versions, or later editions held here, tell."""
    undergone = [
        f"{UNDERGONE[VersionRelation(relation.relation)]} {relation.version}"
        for relation in version.related_by.all()
        if relation.relation in UNDERGONE
    ]
    split = [str(each.other) for each in version.relations.all() if each.relation == VersionRelation.SPLITS_INTO]
    if split:
        undergone.append(f"split into {' and '.join(split)}")
    return undergone or _later_edition(version)


def _later_edition(version: GuidelineVersion) -> list[str]:
    """Where no relation was entered: the newest later edition of the same guideline that is held here."""
    later = [each for each in version.guideline.versions.all() if version.is_earlier_than(each)]
    newest = max(later, key=lambda each: each.edition_order, default=None)
    return [f"{newest.name} is a later edition held here"] if newest else []


def cited_sentences(said: Iterable[Said], cited: list[Cited], version: PolicyVersion) -> Iterator[str]:
    """Where the policy cites a version of a guideline told of here, and its document does not say what that says."""
    said = list(said)
    policy = version.policy.number
    document = version.document.key if version.document else ""
    for each in cited:
        of_guideline = [
            one.recommendation
            for one in said
            if one.recommendation.guideline_version.guideline_id == each.version.guideline_id
        ]
        own = [row.guideline_version for row in of_guideline if row.document.key == document]
        if not of_guideline or document in each.read_in or any(not (told.version or told.year) for told in own):
            continue  # it says what the version says, or names none beside what it says
        below = _below(of_guideline)
        cites = f"Policy {policy} cites {each.version.guideline.title}, {each.version.name}, and states nothing from it"
        if all(row.guideline_version == each.version for row in of_guideline):
            yield f"{cites}. What stands here of that version was read in {_and(_documents(of_guideline))}."
        elif each.read_in:
            yield f"{cites}. What stands here of that version was read in {', '.join(each.read_in)}: {below}."
        else:
            yield f"{cites}; what that version says was not read. What stands here is {below}."


def _documents(rows: list[Recommendation]) -> list[str]:
    return list(dict.fromkeys(row.document.key for row in rows))


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)


def _below(rows: list[Recommendation]) -> str:
    """ "version 1.2022 as read in med140, and version not stated as read in gaba-2017"."""
    read: dict[str, dict[str, None]] = {}
    for row in rows:
        read.setdefault(row.guideline_version.name, {})[row.document.key] = None
    return ", and ".join(f"{name} as read in {' and '.join(documents)}" for name, documents in read.items())


def file_rows(found: Positions, version: PolicyVersion) -> Iterator[dict]:
    """A row for each indication and recommendation; for an indication of which nothing was read, one that says so."""
    for at in found.pairs:
        view = _pair(at, found.cited, version)
        about = {
            "policy": version.policy.key,
            "version": version.key,
            "statement": at.statement.title,
            "indication": at.pair.indication.name,
            "position": at.statement.position,
        }
        for said, row in zip(at.said, view.rows, strict=True):
            guideline = said.recommendation.guideline_version.guideline_id
            of_it = [one for one in at.said if one.recommendation.guideline_version.guideline_id == guideline]
            cited = " ".join(cited_sentences(of_it, found.cited, version))
            yield (
                dict.fromkeys(COLUMNS, "")
                | about
                | _file_row(said.recommendation, row)
                | {"cited_by_the_policy": cited}
            )
        if not view.rows:
            yield dict.fromkeys(COLUMNS, "") | about | {"text": "No guideline statement on it was read."}


def _file_row(recommendation: Recommendation, row: Row) -> dict:
    return {
        "guideline": row.told.guideline,
        "guideline_version": row.told.version,
        "superseded": "; ".join(row.told.superseded),
        "kind": recommendation.kind,
        "category": recommendation.category,
        "category_origin": recommendation.category_origin,
        "population": row.told.population,
        "text": row.told.text,
        "verdict": row.computed,
        "verdict_reason": row.computed_reason,
        "given_verdict": row.given.verdict if row.given else "",
        "given_reason": row.given.text if row.given else "",
        "given_by": row.given.written_by if row.given else "",
        "document": row.told.document,
        "place": row.told.location,
    }
