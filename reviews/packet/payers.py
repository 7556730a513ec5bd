"""What other payers hold of the policy's indications, beside the position proposed here."""

from collections.abc import Iterator
from itertools import pairwise

from evidence.models.keyed import page_address
from policies.coverage import reading
from policies.coverage.matrix import Line, Matrix, Payer, matrix
from policies.coverage.reading import Base
from policies.paper.content import Block, Column, Heading, Paragraph, Run, Runs, Table, muted, plain
from policies.permissions import visible_versions
from policies.presenters.coverage import CellView, cell_view, named
from policies.vocabulary import StatementKind, VersionStatus
from reviews.packet.subject import Subject

AT_ONCE = 6  # payers beside each other on one page
PROPOSED = "proposed"


def payers(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Payer matrix"), "payers", is_wide=True)
    base = reading.read(subject.user)
    found = _of_policy(matrix(_payers(subject, base), [], base.words, subject.made_on), subject, base)
    if not found.lines:
        yield Paragraph(plain("No indication of this policy stands in the matrix of payers."))
        return
    yield Paragraph(
        plain(
            f"What the policies in force say of the indications of this one, as of {subject.made_on}. Medically "
            "necessary, investigational and not medically necessary are positions on the evidence, not decisions on "
            "coverage."
        )
    )
    for shown in _shares(len(found.payers)):
        yield _table(found, base, shown)
    differing = sum(line.differs for line in found.lines)
    yield Paragraph(plain(f"Positions differ on {differing} of {len(found.lines)} indications."))


def _payers(subject: Subject, base: Base) -> list[Payer]:
    """What is proposed first, where it is not in force yet."""
    if subject.proposed is None or subject.proposed.status == VersionStatus.PUBLISHED:
        return base.payers
    rows = visible_versions(subject.user).filter(pk=subject.proposed.pk)
    version = reading.with_particulars(rows).get()
    return [Payer(PROPOSED, f"{subject.policy.payer.name}, proposed", (reading.policy_text(version),)), *base.payers]


def _of_policy(whole: Matrix, subject: Subject, base: Base) -> Matrix:
    own = [reading.asked_of(each) for each in subject.indications.values()]

    def bears(line: Line) -> bool:
        asked = line.row.asked
        return any(
            each.condition == asked.condition
            and each.purpose == asked.purpose
            and base.words.interventions.related(each.intervention, asked.intervention)
            for each in own
        )

    return Matrix(whole.payers, whole.bodies, tuple(line for line in whole.lines if bears(line)))


def _shares(number: int) -> Iterator[range]:
    """As few tables as there have to be, of about the same width."""
    tables = max(1, -(-number // AT_ONCE))
    ends = [number * place // tables for place in range(tables + 1)]
    yield from (range(first, last) for first, last in pairwise(ends))


def _table(found: Matrix, base: Base, shown: range) -> Table:
    columns = (Column("Indication", 20), *(Column(found.payers[place].name, 16) for place in shown))
    rows = tuple(_row(line, found, base, shown) for line in found.lines)
    of_all = len(shown) == len(found.payers)
    names = "" if of_all else f" ({shown.start + 1} to {shown.stop} of {len(found.payers)})"
    return Table(f"Positions by payer{names}", columns, rows)


def _row(line: Line, found: Matrix, base: Base, shown: range) -> tuple[Runs, ...]:
    about = named(line.row.asked, base.names)
    cells = (_cell(cell_view(found.payers[place], line.cells[place], base)) for place in shown)
    return (plain(f"{about[:1].upper()}{about[1:]}"), *cells)


def _cell(view: CellView) -> Runs:
    """As the page of the matrix tells it."""
    cell = view.cell
    of_broader = cell.is_broader and cell.said and cell.said.kind == StatementKind.NAMED
    told = [
        view.why,
        *(", no. ".join(filter(None, [other.title, other.number])) for other in cell.elsewhere),
        cell.in_short,
        f"for {view.only_for.lower()} only" if view.only_for else "",
        "by a statement on a broader condition" if of_broader else "",
        f"otherwise {view.otherwise}" if view.otherwise else "",
    ]
    url = page_address("statement", cell.said.key) if cell.said else ""
    position = Run(view.label, "strong", url)
    return (position, *plain("".join(f"\n{each}" for each in told if each)), *muted(_dated(view)))


def _dated(view: CellView) -> str:
    """When the text was last looked at, and where it says so; "" of a payer that says nothing."""
    cell = view.cell
    if not cell.said or view.payer.key == PROPOSED:
        return ""
    precision = cell.as_of.precision if cell.as_of else "day"
    only = f" ({precision} only)" if precision != "day" else ""
    return "\n" + "; ".join(filter(None, [f"{view.dated}{only}", "stale" if cell.is_stale else "", view.where]))
