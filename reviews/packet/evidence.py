"""The evidence table: each study that a statement rests on, with its main figures as its documents print them."""

from collections.abc import Iterable, Iterator

from evidence.models import EffectEstimate, StudyAccount
from evidence.presenters import figure_cell, outcome_details, participants_line
from evidence.vocabulary import ArmRole
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
    place_of,
    plain,
)
from policies.presenters import statement_of
from policies.vocabulary import EvidenceBearing
from reviews.packet.studies import Evidence, Figure, Linked
from reviews.packet.subject import Subject

STUDIES = (
    Column("Study", 17),
    Column("Patients", 9),
    Column("Population", 20),
    Column("Intervention", 13),
    Column("Comparator", 12),
    Column("Main outcomes as printed", 33),
)
TREATED = (ArmRole.INTERVENTION, ArmRole.SINGLE)
BEARINGS = {
    EvidenceBearing.SUPPORTS: "supports",
    EvidenceBearing.OPPOSES: "opposes",
    EvidenceBearing.CONTEXT: "context of",
}
MOST_FIGURES = 6  # told of one study; the others stand on its page


def evidence(subject: Subject, found: Evidence) -> Iterator[Block]:
    yield Heading(1, plain("Evidence table"), "evidence", is_wide=True)
    if subject.text is None:
        yield Paragraph(plain("The policy has no text yet, so no evidence is linked."))
        return
    if not found.studies:
        yield Paragraph(plain("No study is linked to a statement of this policy."))
    else:
        yield Paragraph(plain(_in_short(subject, found)))
        rows = tuple(_row(each, subject.labels) for each in found.studies)
        yield Table("Studies that the statements rest on, the heaviest design first", STUDIES, rows)
    if found.works:
        yield Heading(2, plain("Works linked that report no study held here"))
        yield Items("bullets", tuple(Item("", 0, _work(work, links, subject)) for work, links in found.works))


def _in_short(subject: Subject, found: Evidence) -> str:
    new = sum(each.is_new for each in found.studies)
    number = f"{len(found.studies)} {'study is' if len(found.studies) == 1 else 'studies are'} linked to the statements"
    marked = (
        f"; {new} of them came with this review and {'is' if new == 1 else 'are'} marked new"
        if new
        else "; none came with this review"
    )
    return (
        f"{number}{marked}. Figures and numbers of patients stand as the documents named beside them print them. "
        "Where no figure of a study is linked, its first ones are told."
    )


def _row(each: Linked, labels: dict[int, str]) -> tuple[Runs, ...]:
    study = each.study
    accounts = list(study.accounts.all())
    arms = list(study.arms.all())
    return (
        (
            Run(str(study), "strong", study.get_absolute_url()),
            *((Run(" NEW", "strong"),) if each.is_new else ()),
            *muted(f"\n{study.get_design_display()}"),
            *muted(f"\n{_bearings(each, labels)}"),
        ),
        _patients(accounts),
        _population(each, accounts),
        cell("; ".join(arm.name for arm in arms if arm.role in TREATED)),
        cell("; ".join(arm.name for arm in arms if arm.role == ArmRole.COMPARATOR)),
        _figures(each),
    )


def _bearings(each: Linked, labels: dict[int, str]) -> str:
    """ "supports statements 1, 3; context of statement 4"."""
    found = each.bearings(labels)
    return "; ".join(f"{verb} {_statements(found[bearing])}" for bearing, verb in BEARINGS.items() if bearing in found)


def _statements(labels: Iterable[str]) -> str:
    labels = list(labels)
    return f"{'statement' if len(labels) == 1 else 'statements'} {', '.join(labels)}"


def _patients(accounts: list[StudyAccount]) -> Runs:
    told: dict[str, list[str]] = {}
    for number, document in participants_line(accounts):
        told.setdefault(number, []).append(document)
    lines = [(Run(number), *muted(f" ({', '.join(documents)})")) for number, documents in told.items()]
    return _joined(lines) or cell("")


def _population(each: Linked, accounts: list[StudyAccount]) -> Runs:
    """The fullest that a document tells, else the conditions the study is filed under."""
    told = max(accounts, key=lambda account: len(account.population), default=None)
    if told is None or not told.population:
        return cell("; ".join(condition.name for condition in each.study.conditions.all()))
    return (Run(told.population), *place_of(told.document.key, told.location, " (", ")"))


def _figures(each: Linked) -> Runs:
    lines: list[Runs] = [_figure(figure, each) for figure in each.figures[:MOST_FIGURES]]
    if (more := len(each.figures) - MOST_FIGURES) > 0:
        lines.append((Run(f"and {more} more on its page", "muted", each.study.get_absolute_url()),))
    return _joined(lines) or cell("")


def _figure(figure: Figure, each: Linked) -> Runs:
    outcome = figure.outcome
    is_effect = isinstance(figure, EffectEstimate)
    arm = "" if is_effect or figure.arm is None or len(each.study.arms.all()) < 2 else figure.arm.name
    about = ", ".join(filter(None, [outcome.title, *outcome_details(outcome), arm]))
    printed = figure.as_reported if is_effect else figure_cell(figure).text
    url = f"{each.study.get_absolute_url()}#{figure.key}"
    place = place_of(outcome.account.document.key, figure.location or outcome.location, " (", ")")
    return (Run(f"{about}: "), Run(printed, "strong", url), *place)


def _joined(lines: list[Runs]) -> Runs:
    """Each on a line of its own."""
    found: list[Run] = []
    for line in lines:
        found += [Run("\n"), *line] if found else line
    return tuple(found)


def _work(work, links, subject: Subject) -> Runs:
    statements = dict.fromkeys(subject.labels[statement_of(link)] for link in links)
    return (
        Run(f"{work.label}. {work.display_title}", href=work.get_absolute_url()),
        *muted(f" Linked to {_statements(statements)}."),
    )
