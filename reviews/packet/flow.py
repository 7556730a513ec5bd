"""The flow of works through the review (PRISMA 2020): the drawing and its numbers."""

from collections.abc import Iterator

from policies.paper.content import Block, Column, Figure, Heading, Paragraph, Table, plain
from reviews.flow import counting, prisma, telling
from reviews.flow.prisma import Flow
from reviews.packet.subject import Subject
from reviews.presenters.flow import diagram_of

STEPS = (
    Column("Step", 46),
    Column("Databases and registers", 20),
    Column("Other methods", 18),
    Column("Together", 16),
)


def flow(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Flow of works"), "flow", is_wide=True)
    if (found := counting.shown(subject.cycle)) is None:
        yield Paragraph(plain("The counts of this review are not stated."))
        return
    for sentence in prisma.broken(found):
        yield Paragraph(plain(f"It does not add up. {sentence}"))
    for what, count in prisma.undecided(found):
        yield Paragraph(plain(f"Not decided yet: {count} {what}."))
    yield _diagram(subject, found)
    yield Table("The flow, step by step", STEPS, tuple(_row(step) for step in telling.steps(found)))
    for remark in telling.remarks(found):
        yield Paragraph(plain(remark))


def _diagram(subject: Subject, found: Flow) -> Figure:
    from evidence.plots.canvas import IN_THE_DARK  # here, since matplotlib takes half a second to import
    from reviews.flow import drawing

    drawn = diagram_of(subject.cycle, found)
    return Figure(
        drawn.title, "PRISMA 2020 flow. The table below tells the same.", drawing.svg(drawn).decode(), IN_THE_DARK
    )


def _row(step: telling.Step) -> tuple:
    counts = (step.searched, step.others, step.together)
    return (plain(step.label), *(plain("" if count is None else str(count)) for count in counts))
