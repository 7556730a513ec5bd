"""The works that a review sought, as the page of its full texts shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse

from evidence.full_texts.reading import FullTextView, full_text_of
from evidence.models import Reference
from evidence.vocabulary import RetrievalState
from reviews import permissions
from reviews.flow import retrieval
from reviews.models import Candidate, ReviewCycle

SHOWN = 25


@dataclass(frozen=True)
class Work:
    """`full_text` is None of a work that is not in the base yet. `note` is what is noted, or what was typed."""

    pk: int
    title: str
    label: str
    where: str
    reference: Reference | None
    full_text: FullTextView | None
    note: str
    decision: str
    decision_url: str
    faults: list[str] = field(default_factory=list)


def full_texts_context(request, cycle: ReviewCycle, kept: retrieval.Kept | None = None) -> dict:
    """`kept`: what came of the form that was sent in, where some of it was refused."""
    state = request.GET.get("state", "")
    state = state if state in retrieval.STATES else ""
    works = retrieval.with_files(retrieval.works_sought(cycle, state))
    page = Paginator(works, SHOWN).get_page(request.GET.get("page"))
    faults = kept.faults if kept else {}
    return {
        "page": page,
        "works": [_work(each, request.POST if kept else {}, faults.get(each.pk, [])) for each in page],
        "faults": faults.get(0, []),
        "done": kept.done if kept else [],
        "filters": _filters(cycle, state),
        "state": state,
        "states": RetrievalState.choices,
        "hindrances": [] if cycle.is_closed else retrieval.hindrances(cycle),
        "may_keep": not (cycle.is_closed or permissions.objection_to(request.user, "keep_full_texts")),
        "largest": settings.LARGEST_FULL_TEXT,
        "here": f"?{urlencode({'state': state, 'page': page.number})}",
    }


def _work(each: Candidate, typed: Mapping[str, str], faults: list[str]) -> Work:
    full_text = full_text_of(each.reference) if each.reference else None
    noted = full_text.note if full_text else ""
    where = " ".join(filter(None, [each.journal, each.year]))
    return Work(
        pk=each.pk,
        title=each.title or "Title not stated",
        label=each.reference.label if each.reference else "",
        where=where,
        reference=each.reference,
        full_text=full_text,
        note=typed.get(f"note-{each.pk}", noted),
        decision=each.get_full_text_display(),
        decision_url=_address(each),
        faults=faults,
    )


def _address(each: Candidate) -> str:
    try:
        return reverse("candidate", args=[each.key])
    except NoReverseMatch:
        return ""


def _filters(cycle: ReviewCycle, chosen: str) -> list[dict]:
    counts = retrieval.counts(cycle)
    every = {"label": "All", "count": sum(counts.values()), "url": "?", "selected": not chosen}
    return [every] + [
        {"label": label, "count": counts[name], "url": f"?state={name}", "selected": name == chosen}
        for name, label in retrieval.STATES.items()
    ]
