"""What stands first: what it is, whose, of when and how sure that is, and its statements in short."""

from datetime import date

from policies import presenters
from policies.coverage import as_of
from policies.models import PolicyVersion
from policies.paper.content import Block, Column, Facts, Heading, Paragraph, Run, Table, muted, note_of, plain
from policies.presenters import StatementView
from policies.vocabulary import StatementKind, VersionStatus

IN_SHORT = (Column("Statement", 9), Column("Indication", 41), Column("Position", 22), Column("When not met", 20))
MEANINGS = (
    "Medically necessary, investigational (the evidence is insufficient to conclude) and not medically necessary (the "
    "evidence is sufficient, and shows no benefit) are positions on the evidence. None of them means covered or not "
    "covered: the contract decides that. Figures stand as their documents print them. Evidence is stated where the "
    "document itself names it, and inferred where a curator linked it."
)


def mark(version: PolicyVersion) -> str:
    """What has to stand on every page of a text that nobody may take for the policy."""
    if version.status == VersionStatus.PUBLISHED:
        return ""
    return f"{version.get_status_display()}, not in force"


def dated(version: PolicyVersion) -> date | None:
    """The day the version was published here, else the latest day on which its text was looked at."""
    if version.published_at:
        return version.published_at.date()
    latest = as_of.latest((date.kind, date.on) for date in version.dates.all())
    return latest.last_day if latest and latest.precision == "day" else None


def facts(version: PolicyVersion) -> Facts:
    policy = version.policy
    rows = [
        ("Payer", plain(policy.payer.name)),
        ("Policy", plain(policy.number or "number not seen")),
        ("Reference number", plain(policy.reference_number)),
        ("Version", plain(version.label or version.key)),
        ("Status", plain(mark(version) or version.get_status_display())),
        ("Products", plain("; ".join(version.products))),
        ("In force", plain(_in_force(version))),
        *((view.label, _date(view)) for view in presenters.date_views(version)),
        ("Source", _source(version)),
    ]
    return Facts(tuple((name, runs) for name, runs in rows if runs))


def _in_force(version: PolicyVersion) -> str:
    """By its own days, whatever today is: a document says the same on every day."""
    first, after = version.effective_on, version.superseded_on
    starts = f"from {first.isoformat()}" if first else ""
    ends = f"until the day before {after.isoformat()}" if after else ""
    return " ".join(filter(None, [starts, ends]))


def _date(view: presenters.DateView):
    """The date as printed, and how sure it is where that is less than the day."""
    known = f"{view.precision.capitalize()} only." if view.precision in ("month", "year") else ""
    text = view.text[:1].upper() + view.text[1:]
    told = [told for told in dict.fromkeys([known, view.note.removeprefix(f"{text}.").strip()]) if told]
    return (*plain(text), *note_of(" ".join(told)))


def _source(version: PolicyVersion):
    document = version.document
    if document is None:
        return plain(f"Published here by {version.published_by}" if version.published_by else "Written here")
    place = f", {version.location}" if version.location else ""
    return (Run(f"Read from {document.title} ({document.key}{place})", href=document.get_absolute_url()),)


def in_short(version: PolicyVersion, views: list[StatementView]) -> list[Block]:
    blocks: list[Block] = [Heading(1, plain("In short"), "in-short")]
    if not version.is_whole:
        blocks.append(Paragraph(plain(f"Known in part: {version.document.known}")))
    if not views:
        return [*blocks, Paragraph(plain("This version holds no statement yet."))]
    rows = tuple(_row(view) for view in views)
    return [*blocks, Table("Statements and their positions", IN_SHORT, rows), Paragraph(muted(MEANINGS))]


def _row(view: StatementView):
    statement = view.statement
    about = f"{statement.intervention.name}: {view.about}"
    if statement.kind != StatementKind.NAMED:
        where = "In the summary" if statement.kind == StatementKind.SUMMARY else "Residual"
        about = f"{where}: {statement.scope or view.about}"
    return (
        plain(statement.label or str(statement.order), f"#{statement.key}"),
        plain(about),
        (Run(statement.get_position_display(), "strong"),),
        plain(statement.not_met_label),
    )
