"""The examination of the policy's text: what each question found, and which were not asked."""

from collections.abc import Iterator

from policies.health.findings import Finding, Section
from policies.health.reading import sections_of
from policies.paper.content import Block, Column, Heading, Item, Items, Paragraph, Run, Runs, Table, cell, muted, plain
from policies.presenters.health import summary
from reviews.packet.subject import Subject

FINDINGS = (Column("Found", 16), Column("What", 46), Column("To do", 24), Column("Where", 20))


def health(subject: Subject) -> Iterator[Block]:
    yield Heading(1, plain("Health list"), "health")
    if subject.text is None:
        yield Paragraph(plain("The policy has no text yet, so there is nothing to examine."))
        return
    sections = sections_of(subject.text, subject.user)
    yield Paragraph(plain(f"Of {subject.text.name}. {summary(sections)}"))
    for section in sections:
        if section.findings:
            yield Table(section.kind.title, FINDINGS, tuple(_row(each) for each in section.findings))
    if rest := [section for section in sections if not section.findings]:
        yield Heading(2, plain("Nothing found, or not asked"))
        yield Items("bullets", tuple(Item("", 0, _nothing(section)) for section in rest))


def _row(each: Finding) -> tuple[Runs, ...]:
    place = each.place
    where = f" ({place.document}{f', lines {place.lines}' if place.lines else ''})" if place.document else ""
    return (
        (Run(each.severity, "strong"),),
        plain(each.sentence),
        cell(each.next_step),
        (Run(place.name, href=place.url), *muted(where)),
    )


def _nothing(section: Section) -> Runs:
    told = section.not_asked or f"Nothing found among {section.looked_at}."
    return (Run(f"{section.kind.title}: ", "strong"), Run(told))
