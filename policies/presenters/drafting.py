"""A draft as the editor shows it: statements with their criteria as lines, each line flat with its depth."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from evidence.vocabulary import Purpose
from policies import vocabulary as words
from policies.drafts import discussion, linked
from policies.models import Criterion, PolicyVersion, Statement

WIDTH = 84  # characters of a line of text, by which a box is first sized; the browser then fits it
DEEPEST = 8  # levels that are drawn further in


@dataclass(frozen=True)
class Line:
    """`tests` says what else a criterion asks for than its text."""

    key: str
    parent: str
    depth: int
    label: str  # computed
    printed_label: str
    logic: str
    minimum: int | None
    text: str
    tests: str

    @property
    def is_root(self) -> bool:
        return not self.parent

    @property
    def told(self) -> str:
        """What a control of the line is about, for who hears it."""
        return self.label or "the statement"

    @property
    def rows(self) -> int:
        return text_rows(self.text)

    @property
    def logics(self) -> SafeString:
        return options(words.CriterionLogic, self.logic)


@dataclass(frozen=True)
class Block:
    """A statement; its indications in words, and the terms defined within its criteria.

    `links` is how much evidence is linked to it, `owed` the indications that have neither evidence nor a reason.
    """

    statement: Statement
    lines: list[Line]
    indications: list[dict]
    terms: list[str]
    links: int
    owed: list[str]
    open_comments: int

    @property
    def rows(self) -> int:
        return text_rows(self.statement.text)

    @property
    def positions(self) -> SafeString:
        return options(words.CoveragePosition, self.statement.position)

    @property
    def not_met(self) -> SafeString:
        return options(words.CoveragePosition, self.statement.position_when_not_met)

    @property
    def residual(self) -> list[tuple[str, str]]:
        """What a residual says of the rest; empty of other statements."""
        statement = self.statement
        if statement.kind != words.StatementKind.RESIDUAL:
            return []
        told = [
            ("Rest of", statement.scope),
            ("Conditions", ", ".join(each.name for each in statement.scope_conditions.all())),
            ("Takes in", statement.get_covers_display()),
            ("Excepts", ", ".join(each.title for each in statement.exceptions.all())),
        ]
        return [(name, words_of) for name, words_of in told if words_of]


def blocks(version: PolicyVersion, statements: list[Statement] | None = None) -> list[Block]:
    """The statements of the version, or these of them, in a number of queries that does not grow."""
    rows = version.statements.select_related("intervention", "version").prefetch_related(
        "scope_conditions", "exceptions", "statement_indications__indication__condition"
    )
    if statements is not None:
        rows = rows.filter(pk__in=[each.pk for each in statements])
    found = list(rows)
    lines, terms = _lines(found), _terms_defined(found)
    links, owed = linked.link_counts(version), linked.owed_by_statement(version)
    said = discussion.open_by_statement(version)
    return [
        Block(
            statement,
            lines.get(statement.pk, []),
            [_indication(pair) for pair in statement.statement_indications.all()],
            terms.get(statement.pk, []),
            links.get(statement.pk, 0),
            owed.get(statement.pk, []),
            said.get(statement.pk, 0),
        )
        for statement in found
    ]


def _indication(pair) -> dict:
    return {
        "key": pair.key,
        "name": pair.indication.short_name,
        "basis": pair.get_basis_display() if pair.basis else "",
        "reason": pair.no_evidence_reason,
    }


def _lines(statements: list[Statement]) -> dict[int, list[Line]]:
    """By statement. Plain values, not objects: a policy has hundreds of criteria."""
    rows = (
        Criterion.objects.filter(statement__in=statements)
        .order_by("statement", "order")
        .values_list(
            "statement_id",
            "pk",
            "key",
            "parent_id",
            "computed_label",
            "printed_label",
            "logic",
            "minimum",
            "text",
            "purpose",
        )
    )
    tested = _terms(Criterion.conditions.through, statements)
    excluded = _terms(Criterion.excludes.through, statements)
    found, depths, keys = defaultdict(list), {None: -1}, {None: ""}
    for of, pk, key, parent, label, printed, logic, minimum, text, purpose in rows:
        depths[pk], keys[pk] = depths.get(parent, 0) + 1, key
        told = [", ".join(tested[pk])] if pk in tested else []
        told += [f"not {', '.join(excluded[pk])}"] if pk in excluded else []
        told += [Purpose(purpose).label] if purpose else []
        depth = min(depths[pk], DEEPEST)
        found[of].append(Line(key, keys.get(parent, ""), depth, label, printed, logic, minimum, text, "; ".join(told)))
    return found


def _terms(through, statements: list[Statement]) -> dict[int, list[str]]:
    found = defaultdict(list)
    rows = through.objects.filter(criterion__statement__in=statements).order_by("condition__name")
    for pk, name in rows.values_list("criterion_id", "condition__name"):
        found[pk].append(name)
    return found


def _terms_defined(statements: list[Statement]) -> dict[int, list[str]]:
    found = defaultdict(dict)
    rows = Criterion.objects.filter(statement__in=statements, definitions__isnull=False).order_by("order")
    for of, term in rows.values_list("statement_id", "definitions__term"):
        found[of][term] = None
    return {of: list(terms) for of, terms in found.items()}


def text_rows(text: str) -> int:
    return sum(len(line) // WIDTH + 1 for line in text.split("\n")) if text else 1


@cache
def options(choices, chosen: str) -> SafeString:
    """The options of a select. Kept, because a page has hundreds of the same."""
    return format_html_join(
        "",
        "<option value={}{}>{}</option>",
        ((value, mark_safe(" selected") if value == chosen else "", label) for value, label in choices.choices),
    )
