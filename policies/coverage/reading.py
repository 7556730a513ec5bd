"""Rows of the base as the values that coverage is computed from, in a number of queries that does not grow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Prefetch, QuerySet

from evidence.models import Condition, Intervention, Recommendation
from evidence.models.terms import Term, ancestors
from evidence.vocabulary import DocumentKind
from policies import permissions
from policies.coverage import as_of
from policies.coverage.cells import Asked, Elsewhere, Pair, PolicyText, Said, Words
from policies.coverage.clauses import Broader, Clause
from policies.coverage.matrix import GuidelineSaid, Payer
from policies.days.answers import Answer
from policies.days.reading import DayAnswers
from policies.labels import last_part
from policies.models import (
    Criterion,
    PatientSelection,
    PolicyVersion,
    RelatedPolicy,
    SelectionItem,
    Statement,
    StatementIndication,
)
from policies.vocabulary import DateKind

CRITERIA = Criterion.objects.prefetch_related("conditions", "excludes", "definitions")
PAIRS = StatementIndication.objects.select_related("indication__condition", "indication__intervention")
STATEMENTS = Statement.objects.select_related("intervention").prefetch_related(
    "scope_conditions", Prefetch("criteria", CRITERIA), Prefetch("statement_indications", PAIRS)
)
RELATED = RelatedPolicy.objects.prefetch_related("interventions")


@dataclass(frozen=True)
class Base:
    """All that coverage is told from; `names` are those of the terms, by key."""

    payers: list[Payer]
    guidelines: list[GuidelineSaid]
    words: Words
    names: dict[str, str]


def read(user, only: Iterable[str] = (), answers: DayAnswers | None = None) -> Base:
    """`only` names some policies, by key, to read no other, and no guideline.

    `answers` are those for the day that is asked for, else it is today. What guidelines said on a day is not held.
    """
    names: dict[str, str] = {}
    words = Words(_broader(Condition, names), _broader(Intervention, names))
    return Base(payers(user, only, answers), [] if only or answers else guidelines(), words, names)


def _broader(model: type[Term], names: dict[str, str]) -> Broader:
    keys = {}
    for pk, key, name in model.objects.values_list("pk", "key", "name"):
        keys[pk], names[key] = key, name
    return Broader({keys[pk]: frozenset(keys[each] for each in above) for pk, above in ancestors(model).items()})


def payers(user, only: Iterable[str] = (), answers: DayAnswers | None = None) -> list[Payer]:
    """Every payer with a policy in force that the user may see, in the order of their names; read whole first."""
    versions = permissions.current_versions(user)
    if answers:
        versions = permissions.visible_versions(user).filter(pk__in=answers.texts(whole=False))
    versions = with_particulars(versions)
    if only:
        versions = versions.filter(policy__key__in=list(only))
    found: dict[str, Payer] = {}
    for version in versions.order_by("document__completeness", "policy__payer__name", "pk").reverse():
        payer = version.policy.payer
        known = found.get(payer.key)
        text = policy_text(version)
        if answers:
            text = on_the_day(text, answers.by_policy[version.policy_id])
        texts = (text, *(known.texts if known else ()))
        found[payer.key] = Payer(payer.key, payer.name, texts)
    return sorted(found.values(), key=lambda payer: (not any(text.is_whole for text in payer.texts), payer.name))


def with_particulars(versions: QuerySet[PolicyVersion]) -> QuerySet[PolicyVersion]:
    """With all that `policy_text` reads of a version."""
    rows = versions.select_related("policy__payer", "document")
    return rows.prefetch_related("dates", Prefetch("statements", STATEMENTS), Prefetch("related_policies", RELATED))


def on_the_day(text: PolicyText, found: Answer) -> PolicyText:
    """Of a text whose statements are inferred nothing else is held, so it is silent on nothing."""
    return (
        text if found.is_whole else replace(text, is_whole=False, is_inferred=True, elsewhere=(), known=found.sentence)
    )


def policy_text(version: PolicyVersion) -> PolicyText:
    """Expects the version's document, dates, statements and related policies."""
    document = version.document
    return PolicyText(
        policy=version.policy.key,
        name=str(version.policy),
        document=document.key if document else "",
        is_whole=version.is_whole,
        as_of=as_of.latest(dates_of(version)),
        said=tuple(said_of(statement, version) for statement in version.statements.all()),
        elsewhere=tuple(
            Elsewhere(
                title=other.title,
                number=other.number,
                interventions=frozenset(each.key for each in other.interventions.all()),
                place=place_in(version, other.location),
            )
            for other in version.related_policies.all()
        ),
        known=document.known if document else "",
    )


def dates_of(version: PolicyVersion) -> list[tuple[str, str]]:
    """Kind and day; with that on which a version published here takes effect."""
    began = [(DateKind.EFFECTIVE.value, str(version.effective_on))] if version.effective_on else []
    return [*((date.kind, date.on) for date in version.dates.all()), *began]


def place_in(version: PolicyVersion, location: str) -> str:
    """ "lines 27"; of a document known in part, that it is."""
    return location or ("" if version.is_whole else "known in part")


def said_of(statement: Statement, version: PolicyVersion) -> Said:
    return Said(
        key=statement.key,
        name=statement.title,
        kind=statement.kind,
        intervention=statement.intervention.key,
        position=statement.position,
        not_met=statement.position_when_not_met,
        covers=statement.covers,
        scope=tuple(condition.key for condition in statement.scope_conditions.all()),
        pairs=tuple(
            Pair(pair.indication.key, asked_of(pair.indication), pair.by_name)
            for pair in statement.statement_indications.all()
        ),
        clause=clause_of(list(statement.criteria.all()), version),
        place=place_in(version, statement.location),
        text=statement.text,
    )


def asked_of(indication) -> Asked:
    return Asked(
        indication.intervention.key,
        indication.condition.key,
        indication.purpose,
        indication.line,
        indication.extent,
    )


def clause_of(criteria: list[Criterion], version: PolicyVersion) -> Clause | None:
    """The tree from its flat rows, in depth-first order; None where there is none."""
    below: dict[int | None, list[Criterion]] = {}
    for criterion in criteria:
        below.setdefault(criterion.parent_id, []).append(criterion)

    def made(criterion: Criterion) -> Clause:
        return Clause(
            key=criterion.key,
            logic=criterion.logic,
            text=criterion.text,
            label=criterion.printed_label or last_part(criterion.computed_label),
            path=criterion.computed_label,
            minimum=criterion.minimum,
            conditions=frozenset(condition.key for condition in criterion.conditions.all()),
            excludes=frozenset(condition.key for condition in criterion.excludes.all()),
            purpose=criterion.purpose,
            children=tuple(made(child) for child in below.get(criterion.pk, [])),
            place=place_in(version, criterion.location),
            definitions=tuple(f"{each.term}: {each.definition}" for each in criterion.definitions.all()),
        )

    roots = below.get(None, [])
    return made(roots[0]) if roots else None


def selection(statements: Iterable[str]) -> dict[str, list[SelectionItem]]:
    """What governs these statements, by key, though it stands outside them: what is asked of every patient."""
    groups = PatientSelection.objects.filter(governs__key__in=list(statements)).distinct().order_by("pk")
    found: dict[str, list[SelectionItem]] = {}
    for group in groups.prefetch_related("items", "governs"):
        for statement in group.governs.all():
            found.setdefault(statement.key, []).extend(group.items.all())
    return found


def guidelines() -> list[GuidelineSaid]:
    """What bodies say on pages of their own that were read: not what another document tells of them."""
    rows = Recommendation.objects.filter(document__kind=DocumentKind.GUIDELINE)
    rows = rows.select_related("guideline_version__guideline__body", "document").prefetch_related(
        "conditions", "interventions", "guideline_version__related_by__version__guideline__body"
    )
    return [guideline_said(row) for row in rows.order_by("guideline_version__year", "document__key", "position")]


def guideline_said(row: Recommendation) -> GuidelineSaid:
    version = row.guideline_version
    guideline = version.guideline
    known = "" if row.document.is_whole else "known in part"
    return GuidelineSaid(
        key=row.key,
        body=str(guideline.body),
        version=_edition(version),
        kind=row.get_kind_display(),
        rating=row.category,
        scheme=row.category_scheme,
        text=row.text,
        population=row.population,
        conditions=frozenset(condition.key for condition in row.conditions.all()),
        interventions=frozenset(intervention.key for intervention in row.interventions.all()),
        purpose=row.purpose,
        document=row.document.key,
        place=row.location or known,
        url=row.get_absolute_url(),
        changed_by="; ".join(_changes(version.related_by.all())),
    )


def _edition(version) -> str:
    guideline = version.guideline
    name = guideline.aliases[0] if guideline.aliases else guideline.title.removeprefix(f"{guideline.body} ")
    return f"{name}, {version.name}" if version.year or version.version else name


def _changes(relations: Iterable) -> list[str]:
    told = {"replaces": "replaced by", "partly_updates": "partly updated by", "withdrawn": "withdrawn by"}
    return [f"{told[each.relation]} {_edition(each.version)}" for each in relations if each.relation in told]
