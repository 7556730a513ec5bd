"""The flow of works through the review (PRISMA 2020): the drawing and its numbers."""

from collections.abc import Iterator

from policies.paper.content import Block, Heading, Paragraph, plain
from reviews.packet.subject import Subject


def flow(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Flow of works"), "flow")
    yield Paragraph(plain("The flow of this review is not counted."))
