"""What each payer says of each indication: one cell for each pair, never blank. Pure.

Which statement answers is told in docs/coverage.md: one that names the indication, or something broader, before one
that only takes in what is left; among several the narrower.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence.vocabulary import Extent, LineOfTherapy, Purpose
from policies.coverage.as_of import AsOf
from policies.coverage.clauses import Broader, Clause, Cutting, branch, in_short, requirements
from policies.vocabulary import Coverage, CoveragePosition, ResidualCovers, StatementKind

NOT_STATED = CoveragePosition.NOT_STATED
UNMET = (ResidualCovers.UNMET_CRITERIA, ResidualCovers.BOTH)
# The cells in which somebody takes a position, with the position.
POSITIONS: dict[str, str] = {
    Coverage.WITH_CRITERIA: CoveragePosition.MEDICALLY_NECESSARY,
    Coverage.ANY_INDICATION: CoveragePosition.MEDICALLY_NECESSARY,
    Coverage.BY_NAME: CoveragePosition.INVESTIGATIONAL,
    Coverage.BY_RESIDUAL: CoveragePosition.INVESTIGATIONAL,
    Coverage.NOT_NECESSARY: CoveragePosition.NOT_MEDICALLY_NECESSARY,
}
NAMING, UNMET_BY_NAME, REST = range(3)  # in the order in which they answer


@dataclass(frozen=True)
class Asked:
    """An indication, by the keys of its terms."""

    intervention: str
    condition: str
    purpose: str = Purpose.TREATMENT
    line: str = LineOfTherapy.NOT_STATED
    extent: str = Extent.NOT_STATED


@dataclass(frozen=True)
class Pair:
    """An indication a statement answers for; by name, or among the rest."""

    indication: str
    asked: Asked
    by_name: bool = True


@dataclass(frozen=True)
class Said:
    """A statement. `scope` are the conditions a residual takes in the rest of."""

    key: str
    name: str
    position: str
    pairs: tuple[Pair, ...] = ()
    kind: str = StatementKind.NAMED
    intervention: str = ""
    not_met: str = NOT_STATED
    covers: str = ""
    scope: tuple[str, ...] = ()
    clause: Clause | None = None
    place: str = ""
    text: str = ""

    @property
    def is_rest(self) -> bool:
        return self.kind == StatementKind.RESIDUAL or bool(self.covers)


@dataclass(frozen=True)
class Elsewhere:
    """A policy that a text names for some interventions."""

    title: str
    number: str
    interventions: frozenset[str]
    place: str = ""


@dataclass(frozen=True)
class PolicyText:
    """One version of a policy, with what is needed to read positions from it."""

    policy: str
    name: str
    document: str
    is_whole: bool = True
    as_of: AsOf | None = None
    said: tuple[Said, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    known: str = ""
    is_inferred: bool = False  # its statements are, for the day asked; then nothing else of it is known


@dataclass(frozen=True)
class Words:
    """The order of the terms that statements use."""

    conditions: Broader
    interventions: Broader


@dataclass(frozen=True)
class Cell:
    kind: str
    text: PolicyText | None = None  # the policy that answers
    said: Said | None = None
    branch: Clause | None = None  # its criteria, cut down to the indication
    in_short: str = ""
    only_for: str = ""  # a narrower intervention, where the statement is on that alone
    is_broader: bool = False  # the statement is on a broader condition
    otherwise: str = NOT_STATED  # the position when the criteria are not met
    otherwise_by: Said | None = None
    also: tuple[Said, ...] = ()  # what else names it, the next narrower first
    elsewhere: tuple[Elsewhere, ...] = ()
    is_stale: bool = False

    @property
    def position(self) -> str:
        return POSITIONS.get(self.kind, NOT_STATED)

    @property
    def label(self) -> str:
        return str(Coverage(self.kind).label)

    @property
    def as_of(self) -> AsOf | None:
        return self.text.as_of if self.text and self.said else None


@dataclass(frozen=True)
class Answer:
    """A statement that answers for an indication, with how near it comes."""

    text: PolicyText
    said: Said
    rank: int
    depth: int  # of the condition by which it answers: the deeper, the narrower
    by_name: bool
    is_broader: bool
    only_for: str
    branch: Clause | None
    cutting: Cutting

    @property
    def order(self) -> tuple[int, int, bool]:
        return self.rank, -self.depth, bool(self.only_for)


def cell(asked: Asked, texts: Sequence[PolicyText], words: Words, is_stale: bool = False) -> Cell:
    """What the texts of one payer say of the indication."""
    answers = sorted(_answers(asked, texts, words), key=lambda answer: answer.order)
    if not answers:
        return _unanswered(asked, texts, words)
    first = answers[0]
    needed = requirements(first.branch, first.cutting) if first.branch else None
    kind = _kind(first, needed)
    otherwise, by = _otherwise(first, asked, words) if kind == Coverage.WITH_CRITERIA else (NOT_STATED, None)
    return Cell(
        kind=kind,
        text=first.text,
        said=first.said,
        branch=first.branch,
        in_short=in_short(needed),
        only_for=first.only_for,
        is_broader=first.is_broader,
        otherwise=otherwise,
        otherwise_by=by,
        also=tuple(answer.said for answer in answers[1:] if answer.rank == NAMING),
        is_stale=is_stale,
    )


def _kind(answer: Answer, needed: Clause | None) -> str:
    position = answer.said.position
    if position == CoveragePosition.NOT_MEDICALLY_NECESSARY:
        return Coverage.NOT_NECESSARY
    if position == CoveragePosition.INVESTIGATIONAL:
        return Coverage.BY_NAME if answer.by_name else Coverage.BY_RESIDUAL
    unseen = answer.said.clause is None and not answer.text.is_whole
    return Coverage.WITH_CRITERIA if needed or unseen else Coverage.ANY_INDICATION


def _unanswered(asked: Asked, texts: Sequence[PolicyText], words: Words) -> Cell:
    for text in texts:
        named = tuple(
            other
            for other in text.elsewhere
            if any(words.interventions.covers(each, asked.intervention) for each in other.interventions)
        )
        if named:
            return Cell(Coverage.OTHER_POLICY, text, elsewhere=named)
    in_part = [text for text in texts if not text.is_whole]
    if in_part or not texts:
        return Cell(Coverage.NOT_SEEN, in_part[0] if in_part else None)
    return Cell(Coverage.SILENT, texts[0])


def _answers(asked: Asked, texts: Iterable[PolicyText], words: Words) -> Iterable[Answer]:
    for text in texts:
        for said in text.said:
            if said.position != NOT_STATED:
                answer = _naming(asked, text, said, words) or _rest(asked, text, said, words)
                if answer:
                    yield answer


def _naming(asked: Asked, text: PolicyText, said: Said, words: Words) -> Answer | None:
    """The statement as one that names the indication, or something broader."""
    if said.kind == StatementKind.RESIDUAL:
        return None
    found = [pair for pair in said.pairs if pair.by_name and _is_about(pair.asked, asked, said, words)]
    if not found:
        return None
    pair = max(found, key=lambda pair: words.conditions.depth(pair.asked.condition))
    rank = UNMET_BY_NAME if said.covers == ResidualCovers.UNMET_CRITERIA else NAMING
    if rank == UNMET_BY_NAME and pair.asked.condition not in said.scope:
        return None
    return _answer(asked, text, said, words, rank, pair.asked.condition, pair.asked.intervention)


def _is_about(named: Asked, asked: Asked, said: Said, words: Words) -> bool:
    """Whether a named indication takes in the one asked for."""
    if not words.interventions.related(named.intervention, asked.intervention):
        return False
    if not words.conditions.covers(named.condition, asked.condition):
        return False
    takes_any_purpose = named.purpose == Purpose.TREATMENT and not words.conditions.above(named.condition)
    return (
        (named.purpose == asked.purpose or takes_any_purpose)
        and named.line in (asked.line, LineOfTherapy.ANY, LineOfTherapy.NOT_STATED)
        and named.extent in (asked.extent, Extent.EITHER, Extent.NOT_STATED)
    )


def _rest(asked: Asked, text: PolicyText, said: Said, words: Words) -> Answer | None:
    """The statement as a residual that takes the indication in, whatever its purpose."""
    if not said.is_rest or said.covers == ResidualCovers.UNMET_CRITERIA:
        return None
    if not words.interventions.related(said.intervention, asked.intervention):
        return None
    scopes = [scope for scope in said.scope if words.conditions.covers(scope, asked.condition)]
    if not scopes:
        return None
    narrowest = max(scopes, key=words.conditions.depth)
    return _answer(asked, text, said, words, REST, narrowest, said.intervention)


def _answer(asked, text: PolicyText, said: Said, words: Words, rank: int, condition: str, intervention: str):
    named = frozenset(pair.asked.condition for pair in said.pairs)
    cutting = Cutting(asked.condition, asked.purpose, named, words.conditions)
    cut = branch(said.clause, cutting) if said.clause else None
    if said.clause and not cut:
        return None  # its criteria shut the indication out
    return Answer(
        text=text,
        said=said,
        rank=rank,
        depth=words.conditions.depth(condition),
        by_name=rank != REST,
        is_broader=condition != asked.condition,
        only_for="" if words.interventions.covers(intervention, asked.intervention) else intervention,
        branch=cut,
        cutting=cutting,
    )


def _otherwise(answer: Answer, asked: Asked, words: Words) -> tuple[str, Said | None]:
    """The position when criteria are not met, and the residual that says so: the narrowest that takes them in."""
    if answer.rank != NAMING or answer.said.is_rest:
        return NOT_STATED, None
    residuals = []
    for said in answer.text.said:
        scopes = [scope for scope in said.scope if words.conditions.covers(scope, asked.condition)]
        if said.covers in UNMET and scopes and words.interventions.related(said.intervention, asked.intervention):
            residuals.append((max(map(words.conditions.depth, scopes)), said))
    narrowest = max(residuals, key=lambda found: found[0])[1] if residuals else None
    stated = answer.said.not_met
    if stated != NOT_STATED:
        return stated, narrowest if narrowest and narrowest.position == stated else None
    return (narrowest.position, narrowest) if narrowest else (NOT_STATED, None)
