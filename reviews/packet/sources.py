"""Where else the review looked: other sources, guideline versions, trials under way."""

from collections.abc import Iterator

from evidence.models import GuidelineVersion
from policies.paper.content import (
    Block,
    Column,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    cell,
    muted,
    note_of,
    plain,
)
from reviews.models import GuidelineCheck, OngoingTrial, SourceCheck
from reviews.packet.subject import Subject

SOURCES = (Column("Source", 32), Column("Checked on", 14), Column("By", 13), Column("Found", 42))
GUIDELINES = (Column("Guideline version", 36), Column("Standing", 30), Column("Checked on", 14), Column("Note", 21))
TRIALS = (
    Column("Trial", 34),
    Column("Planned size", 12),
    Column("Expected completion", 15),
    Column("Status", 20),
    Column("Note", 19),
)


def sources(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Other sources"), "sources")
    checks = list(subject.cycle.source_checks.all())
    if not checks:
        yield Paragraph(plain("No other source is on the list of this review."))
        return
    open_ = sum(check.checked_on is None for check in checks)
    yield Paragraph(plain(f"{len(checks) - open_} of {len(checks)} sources were checked."))
    yield Table("Sources besides the databases", SOURCES, tuple(_source(check) for check in checks))


def _source(check: SourceCheck) -> tuple[Runs, ...]:
    named = (Run(check.name, "strong"), *note_of(check.get_kind_display()))
    if check.checked_on is None:
        return named, (Run("not checked yet", "strong"),), cell(""), cell("")
    found = plain("nothing new" if check.nothing_new else check.found)
    return named, plain(check.checked_on.isoformat()), cell(check.by), found


def guideline_checks(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Guideline versions"), "guideline-versions")
    rows = subject.cycle.guideline_checks.select_related("version__guideline", "replaced_by__guideline")
    checks = sorted(rows, key=lambda check: str(check.version))
    if checks:
        yield Table("Versions that were checked", GUIDELINES, tuple(_guideline(check) for check in checks))
    checked = {check.version_id for check in checks}
    left = [str(each.version) for each in subject.positions.cited if each.version.pk not in checked]
    if left:
        yield Paragraph(plain("Cited, and not checked in this review:"))
        yield Items("bullets", tuple(Item("", 0, plain(name)) for name in left))
    elif not checks:
        yield Paragraph(plain("No guideline version is cited, and none was checked."))


def _guideline(check: GuidelineCheck) -> tuple[Runs, ...]:
    by = _replacement(check.replaced_by, check.replacement)
    return (
        (Run(str(check.version), href=check.version.guideline.get_absolute_url()),),
        (Run(check.get_standing_display(), "strong"), *note_of(by)),
        plain(check.checked_on.isoformat()),
        cell(check.note),
    )


def _replacement(held: GuidelineVersion | None, named: str) -> str:
    told = str(held) if held else named
    return f"by {told}" if told else ""


def trials(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Ongoing trials"), "trials")
    rows = subject.policy.ongoing_trials.filter(removed_at=None).order_by("nct")
    told = tuple(_trial(row) for row in rows)
    if told:
        yield Table("Trials whose results are waited for, as their registry says", TRIALS, told)
    else:
        yield Paragraph(plain("No ongoing trial is recorded."))


def _trial(row: OngoingTrial) -> tuple[Runs, ...]:
    return (
        (Run(row.nct, "strong"), *note_of(row.title)),
        cell(row.planned_size),
        cell(row.expected_completion),
        (*plain(row.get_status_display()), *muted(f"\nas of {row.status_as_of}")),
        cell(row.note),
    )
