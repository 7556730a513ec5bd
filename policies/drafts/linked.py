"""How much evidence is linked to the statements of a draft, and where it is owed. Few queries, however many rows."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from policies.drafts import discussion
from policies.models import EvidenceLink, PolicyVersion, Statement, StatementIndication


@dataclass(frozen=True)
class StatementInShort:
    """`owed` are the names of the indications with neither evidence nor a written reason."""

    statement: Statement
    links: int
    owed: list[str]
    open_comments: int


def statements_in_short(version: PolicyVersion) -> list[StatementInShort]:
    counts, owed, said = link_counts(version), owed_by_statement(version), discussion.open_by_statement(version)
    rows = version.statements.select_related("version", "intervention").order_by("order", "pk")
    return [StatementInShort(row, counts.get(row.pk, 0), owed.get(row.pk, []), said.get(row.pk, 0)) for row in rows]


COLUMNS = ("version", "key", "statement", "position", "text", "links", "evidence_owed", "open_comments", "place")


def file_row(row: StatementInShort) -> dict:
    """A line of the file; its document is the draft itself."""
    return {
        "version": row.statement.version.key,
        "key": row.statement.key,
        "statement": row.statement.title,
        "position": row.statement.get_position_display(),
        "text": row.statement.text,
        "links": str(row.links),
        "evidence_owed": row.owed,
        "open_comments": str(row.open_comments),
        "place": row.statement.get_absolute_url(),
    }


def link_counts(version: PolicyVersion) -> dict[int, int]:
    """By the id of the statement, links of its criteria included."""
    found: dict[int, int] = {}
    for path in ("statement", "criterion__statement"):
        rows = EvidenceLink.objects.filter(**{f"{path}__version": version}).order_by()
        for statement, number in rows.values_list(f"{path}_id").annotate(Count("pk")):
            found[statement] = found.get(statement, 0) + number
    return found


def owed_by_statement(version: PolicyVersion) -> dict[int, list[str]]:
    """Statement-and-indication pairs without evidence and without a reason: these stand in the way of publishing."""
    linked = EvidenceLink.objects.filter(statement=OuterRef("statement"), indication=OuterRef("indication"))
    pairs = StatementIndication.objects.filter(~Exists(linked), statement__version=version, no_evidence_reason="")
    found: dict[int, list[str]] = {}
    for pair in pairs.select_related("indication__condition", "indication__intervention"):
        found.setdefault(pair.statement_id, []).append(pair.indication.short_name)
    return found
