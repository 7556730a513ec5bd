"""The flow of works through the review (PRISMA 2020): the diagram, its numbers, and whether they add up."""

from collections.abc import Iterator

from policies.paper.content import Block, Column, Figure, Heading, Item, Items, Paragraph, Run, Runs, Table, cell, plain
from reviews.flow import counting
from reviews.flow.layout import Diagram
from reviews.flow.telling import Step
from reviews.packet.subject import Subject
from reviews.presenters.flow import flow_context

STEPS = (
    Column("Step", 55),
    Column("Databases and registers", 17),
    Column("Other methods", 14),
    Column("Together", 14),
)
INDENT = "\u00a0" * 4  # of what is part of the step above


def flow(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Flow of works"), "flow", is_wide=True)
    told = flow_context(subject.cycle, counting.shown(subject.cycle))
    if told["flow"] is None:
        yield Paragraph(plain("The counts of this review are not stated, so there is nothing to draw."))
        return
    for sentence in told["broken"]:
        yield Paragraph((Run(f"The counts do not add up: {sentence}", "strong"),))
    if told["undecided"]:
        left = ", ".join(f"{count} {what}" for what, count in told["undecided"])
        yield Paragraph((Run(f"Not decided yet: {left}.", "strong"),))
    yield _drawn(told["diagram"])
    yield Table("The flow in numbers", STEPS, tuple(_row(step) for step in told["steps"]))
    if told["remarks"]:
        yield Items("bullets", tuple(Item("", 0, plain(remark)) for remark in told["remarks"]))


def _drawn(diagram: Diagram) -> Figure:
    from evidence.plots.canvas import IN_THE_DARK  # here, since matplotlib takes half a second to import
    from reviews.flow import drawing

    svg = drawing.svg(diagram).decode()
    return Figure(diagram.title, f"{diagram.title}. The table below tells the same.", svg, IN_THE_DARK)


def _row(step: Step) -> tuple[Runs, ...]:
    label = Run(f"{INDENT}{step.label}", "muted") if step.level else Run(step.label, "strong")
    counts = (step.searched, step.others, step.together)
    return ((label,), *(cell("" if count is None else str(count)) for count in counts))
