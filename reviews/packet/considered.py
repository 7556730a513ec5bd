"""What was found and is not cited, with the reason: every work at full text, and how many by title and abstract."""

from collections.abc import Iterator

from django.db.models import Count

from evidence.models.references import family_name
from evidence.vocabulary import RetrievalState
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
    note_of,
    plain,
)
from reviews.models import Candidate
from reviews.packet.studies import Evidence, reports_of
from reviews.packet.subject import Subject
from reviews.vocabulary import DECIDED, ExclusionReason, ScreeningStatus

EXCLUDED = (Column("Work", 62), Column("Reason", 38))
REASONS = (Column("Reason", 70), Column("Works", 30))


def considered(subject: Subject, found: Evidence) -> Iterator[Block]:
    yield Heading(1, plain("Considered, not cited"), "considered")
    candidates = subject.cycle.candidates.order_by("position")
    if not candidates.exists():
        yield Paragraph(plain("No work was brought to this review to be judged."))
        return
    yield from _undecided(subject)
    yield from _at_full_text(candidates.filter(full_text=ScreeningStatus.EXCLUDED))
    yield from _not_retrieved(candidates)
    yield from _not_linked(subject, found)
    yield from _by_title(candidates)


def _undecided(subject: Subject) -> Iterator[Block]:
    candidates = subject.cycle.candidates
    titles = candidates.exclude(title_abstract__in=DECIDED).count()
    texts = candidates.filter(title_abstract=ScreeningStatus.INCLUDED).exclude(full_text__in=DECIDED)
    texts = texts.exclude(reference__full_text__state=RetrievalState.NOT_RETRIEVED).count()
    told = [f"{titles} by title and abstract"] if titles else []
    told += [f"{texts} at full text"] if texts else []
    if told:
        yield Paragraph((Run(f"Not decided yet: {', '.join(told)}.", "strong"),))


def _at_full_text(excluded) -> Iterator[Block]:
    rows = tuple(_excluded(each) for each in excluded.select_related("reference"))
    if rows:
        yield Table("Excluded at full text, each with its primary reason", EXCLUDED, rows)
    else:
        yield Paragraph(plain("No work was excluded at full text."))


def _excluded(each: Candidate) -> tuple[Runs, ...]:
    again = "To be looked at again in the next review." if each.look_again else ""
    note = " ".join(filter(None, [each.excluded_note, again]))
    return work(each), (Run(each.get_excluded_because_display() or "not stated", "strong"), *note_of(note))


def _not_retrieved(candidates) -> Iterator[Block]:
    rows = candidates.filter(
        title_abstract=ScreeningStatus.INCLUDED, reference__full_text__state=RetrievalState.NOT_RETRIEVED
    )
    rows = rows.exclude(full_text__in=DECIDED).select_related("reference__full_text")
    told = tuple(Item("", 0, (*work(each), *note_of(each.reference.full_text.note))) for each in rows)
    yield from _listed("Not retrieved", told, "Every full text that was sought and judged was had.")


def _not_linked(subject: Subject, found: Evidence) -> Iterator[Block]:
    used = {each.reference.pk for each in subject.references} | reports_of(found)
    used |= {link.reference_id for link in subject.links if link.reference_id}
    included = subject.cycle.candidates.filter(full_text=ScreeningStatus.INCLUDED).order_by("position")
    left = [each for each in included.select_related("reference") if each.reference_id not in used]
    told = tuple(Item("", 0, work(each)) for each in left)
    yield from _listed("Included, but linked to no statement", told, "Every included work is linked or cited.")


def _listed(title: str, told: tuple[Item, ...], nothing: str) -> Iterator[Block]:
    if not told:
        yield Paragraph(plain(nothing))
        return
    yield Heading(2, plain(title))
    yield Items("bullets", told)


def _by_title(candidates) -> Iterator[Block]:
    excluded = candidates.filter(title_abstract=ScreeningStatus.EXCLUDED).order_by()
    counts = dict(excluded.values_list("excluded_because").annotate(Count("pk")))
    if not counts:
        yield Paragraph(plain("No work was excluded by title and abstract."))
        return
    order = [*ExclusionReason.values, ""]
    rows = [(ExclusionReason(each).label if each else "Not stated", counts[each]) for each in order if each in counts]
    rows = [*rows, ("Together", sum(counts.values()))]
    yield Table("Excluded by title and abstract", REASONS, tuple((plain(name), plain(str(n))) for name, n in rows))


def work(each: Candidate) -> Runs:
    """ "Salem R, et al. Title. Journal 2021. PMID 1; DOI 10.1/x", leading to the work where the base holds it."""
    authors = family_name(each.authors[0]) if each.authors else ""
    if len(each.authors) > 1 or each.authors_et_al:
        authors += " et al"
    place = " ".join(filter(None, [each.journal, each.year]))
    names = "; ".join([*([f"PMID {each.pmid}"] if each.pmid else []), *([f"DOI {each.doi}"] if each.doi else [])])
    told = [authors, each.title or "Title not stated", place]
    line = " ".join(f"{part.rstrip('.')}." for part in told if part)
    url = each.reference.get_absolute_url() if each.reference else ""
    return (Run(line, href=url), *note_of(names))
