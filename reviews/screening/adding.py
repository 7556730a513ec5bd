"""Works that no search found: from a list of citations, a website, an organisation, or sent in with a request."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

import audit.actions
from evidence.entry import identifiers
from evidence.matching_keys import folded_title, is_telling
from evidence.models import Identifier, Reference
from reviews import telling
from reviews.models import Candidate, ReviewCycle
from reviews.vocabulary import CandidateOrigin, CycleState

BY_HAND = (
    CandidateOrigin.CITATIONS,
    CandidateOrigin.WEBSITE,
    CandidateOrigin.ORGANISATION,
    CandidateOrigin.REQUEST,
)
TEXTS = ("title", "journal", "year", "abstract", "url")
LOCAL = (CycleState.OPEN, CycleState.SCREENING)


@dataclass(frozen=True)
class Known:
    """A row that has the DOI or PMID. One `is_here` is a candidate of the same cycle, which has no second one."""

    row: Candidate | Reference
    sentence: str
    is_here: bool = False


class AlreadyKnown(ValidationError):
    """What was to be added is known; `known` says as what."""

    def __init__(self, known: list[Known]):
        super().__init__([each.sentence for each in known])
        self.known = known


@transaction.atomic
def add_by_hand(
    *, cycle: ReviewCycle, origin: str, work: Mapping, by, origin_note: str = "", though_known: bool = False
) -> Candidate:
    """One candidate; `work` has title, doi, pmid, and authors (a list), journal, year, abstract, url as far as known.

    AlreadyKnown where the base or an earlier review knows its DOI or PMID, or a work of the review has its title,
    unless it is to be judged all the same.
    """
    cycle = telling.locked(cycle)
    telling.refuse_unless(by, "screen")
    telling.refuse_closed(cycle)
    if cycle.state not in LOCAL:
        raise ValidationError("Screening is over in this review. Take it back to screening to add a work.")
    if origin not in BY_HAND:
        raise ValidationError({"origin": "Say how it was found."})
    fields = _fields(work)
    known = known_as(cycle, fields["doi"], fields["pmid"]) or _alike(cycle, fields["title"])
    if any(each.is_here for each in known) or (known and not though_known):
        raise AlreadyKnown(known)
    candidates = [each.row for each in known if isinstance(each.row, Candidate)]
    earlier = next((row for row in candidates if row.cycle_id != cycle.pk), None)
    position = 1 + (cycle.candidates.aggregate(last=Max("position"))["last"] or 0)
    candidate = Candidate.objects.create(
        key=f"{cycle.key}/c-{position}",
        cycle=cycle,
        position=position,
        origin=origin,
        origin_note=telling.plain_text("origin_note", origin_note),
        previous=earlier,
        folded_title=folded_title(fields["title"]),
        **fields,
    )
    audit.actions.record(
        event="candidate.added",
        target_type="candidate",
        target_key=candidate.key,
        by=by.get_username(),
        after={"origin": candidate.get_origin_display(), "title": candidate.title, "doi": candidate.doi}
        | {"pmid": candidate.pmid, "note": candidate.origin_note},
    )
    return candidate


def known_as(cycle: ReviewCycle, doi: str, pmid: str) -> list[Known]:
    """As what a work with this DOI or PMID is known; nothing is known of one without either."""
    named = [(scheme, value) for scheme, value in (("doi", doi), ("pmid", pmid)) if value]
    if not named:
        return []
    same = Q(*named, _connector=Q.OR)
    if here := Candidate.objects.filter(same, cycle=cycle).first():
        return [Known(here, "It is among the works of this review already.", is_here=True)]
    earlier = Candidate.objects.filter(same, cycle__policy=cycle.policy).select_related("cycle").order_by("-pk").first()
    found = [Known(earlier, f"It was judged in {earlier.cycle.number} of this policy.")] if earlier else []
    held = Q(*(Q(scheme=scheme, value=value) for scheme, value in named), _connector=Q.OR)
    for row in Identifier.objects.filter(held).select_related("reference"):
        if row.reference not in [each.row for each in found]:
            found.append(Known(row.reference, f"It is a work of the base: {row.reference.label}."))
    return found


def _alike(cycle: ReviewCycle, title: str) -> list[Known]:
    """Works of the same title, where titles tell works apart: a person says whether it is another one."""
    folded = folded_title(title) if is_telling(title) else ""
    rows = Candidate.objects.filter(cycle=cycle, folded_title=folded)[:5] if folded else []
    return [Known(row, "A work with this title is among the works of this review.") for row in rows]


def _fields(work: Mapping) -> dict:
    fields = {name: telling.plain_text(name, work.get(name, "")) for name in TEXTS}
    if not fields["title"]:
        raise ValidationError({"title": "Give its title."})
    fields |= {name: _identifier(name, work.get(name, "")) for name in ("doi", "pmid")}
    fields["authors"] = [" ".join(each.split()) for each in work.get("authors", []) if each.strip()]
    for name in ("journal", "year", "url"):
        longest = Candidate._meta.get_field(name).max_length
        if len(fields[name]) > longest:
            raise ValidationError({name: f"At most {longest} characters."})
    return fields


def _identifier(name: str, text: str) -> str:
    read = getattr(identifiers, name)(text)
    if text.strip() and not read:
        raise ValidationError({name: f"This is no {name.upper()}. Copy it as PubMed or the paper prints it."})
    return read
