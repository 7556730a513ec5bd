"""What a version rests on: the guidelines' recommendations in full, and the numbered references."""

from collections.abc import Callable, Iterator

from policies.models import EvidenceLink
from policies.numbering import OURS, Numbering
from policies.paper.content import (
    NOTHING,
    Block,
    Column,
    Heading,
    Item,
    Items,
    Paragraph,
    Run,
    Runs,
    Table,
    muted,
    place_of,
    plain,
)
from policies.presenters import statement_of
from policies.vocabulary import EvidenceBearing

GUIDELINES = (Column("Guideline", 26), Column("Says", 18), Column("In short", 40), Column("Statements", 16))


def guidelines(links: list[EvidenceLink], titles: dict[int, str], cite: Callable[[int | None], str]) -> Iterator[Block]:
    """Each recommendation that is linked, once. `titles` of the statements, by id."""
    told: dict[int, list[EvidenceLink]] = {}
    for link in links:
        if link.recommendation:
            told.setdefault(link.recommendation_id, []).append(link)
    if told:
        rows = tuple(_recommendation(of_one, titles, cite) for of_one in told.values())
        yield Heading(1, plain("Guidelines"), "guidelines")
        yield Table("What guidelines recommend", GUIDELINES, rows)


def _recommendation(links: list[EvidenceLink], titles: dict[int, str], cite) -> tuple[Runs, ...]:
    said = links[0].recommendation
    version = said.guideline_version
    rating = f", {said.rating}" if said.category else ""
    origin = f" ({said.get_category_origin_display().lower()})" if said.category else ""
    bearings = dict.fromkeys(
        f"{titles[statement_of(link)]} ({EvidenceBearing(link.bearing).label.lower()})" for link in links
    )
    return (
        (Run(str(version), href=said.get_absolute_url()), *plain(cite(version.reference_id))),
        (Run(f"{said.get_kind_display()}{rating}", "strong"), *muted(origin)),
        (*plain(said.text), *place_of(said.document.key, said.location, f" {_of(said.population)}")),
        plain("; ".join(bearings)) or muted(NOTHING),
    )


def _of(population: str) -> str:
    return f"Of: {population.rstrip('.')}. " if population else ""


def references(numbering: Numbering, lines: dict[int, str], addresses: dict[int, str]) -> Iterator[Block]:
    yield Heading(1, plain("References"), "references")
    if not numbering.entries:
        yield Paragraph(plain("No reference is held."))
        return
    if numbering.shared:
        numbers = ", ".join(numbering.shared)
        yield Paragraph(
            muted(f"Numbers are as the document prints them; it gives one number to several works: {numbers}.")
        )
    if numbering.has_ours:
        yield Paragraph(
            muted(f"Works with {OURS} before the number are linked here; the document does not number them.")
        )
    items = tuple(Item(number, 0, plain(lines[work], addresses[work])) for number, work in numbering.entries)
    yield Items("references", items)
