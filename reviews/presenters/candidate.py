"""One work on its page: what it says, what was said of it, and what may be said."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from evidence.full_texts.reading import full_text_of
from reviews.models import Candidate, ScreeningDecision
from reviews.permissions import objection_to
from reviews.presenters.screening import Status, about, because, earlier, status_of
from reviews.screening import turns
from reviews.screening.highlighting import highlighted
from reviews.screening.queue import ALL, SHOWS, QueueQuery
from reviews.screening.reading import Queue
from reviews.screening.words import decisions_shown_to, words_by_stage
from reviews.vocabulary import ExclusionReason, ScreeningStatus, Stage

# The keys that choose a reason after "e", in the order of the list.
REASON_KEYS = "1234567890"


@dataclass(frozen=True)
class Words:
    """Of one stage: those that stand, and those that were taken back, as far as they are shown."""

    label: str
    standing: list[ScreeningDecision] = field(default_factory=list)
    taken_back: list[ScreeningDecision] = field(default_factory=list)


def candidate_page(candidate: Candidate, query: QueueQuery, user) -> dict:
    cycle = candidate.cycle
    queue = Queue(cycle, query, user)
    place = queue.beside(candidate)
    return {
        "candidate": candidate,
        "cycle": cycle,
        "policy": cycle.policy,
        "query": query,
        "stage": Stage(query.stage),
        "title": _marked(candidate.title or "Title not stated", cycle),
        "abstract": _marked(candidate.abstract, cycle),
        "about": about(candidate),
        "status": status_of(candidate, query.stage),
        "because": because(candidate, query.stage),
        "other_status": _by_title(candidate, query),
        "earlier": earlier(candidate),
        "full_text": full_text_of(candidate.reference) if candidate.reference else None,
        "records": candidate.records.select_related("batch__run").order_by("batch", "position"),
        "words": _words(candidate, user),
        "may": _may(candidate, query, queue, user),
        "reasons": list(zip(REASON_KEYS, ExclusionReason.choices, strict=True)),
        "place": place,
        "queue_url": reverse("review-screening", args=[cycle.key]) + query.of().url,
        "queue_label": SHOWS[query.show],
        "previous_url": _address(place.previous, query),
        "next_url": _address(place.next, query),
        "has_word": cycle.candidates.filter(decisions__by=user.get_username(), decisions__taken_back_at=None).exists(),
    }


def query_on(candidate: Candidate, params) -> QueueQuery:
    """What the address asks; one that names no stage is of the stage the work has come to, among all works."""
    query = QueueQuery.from_params(params)
    if "stage" not in params:
        by_full_text = candidate.title_abstract == ScreeningStatus.INCLUDED
        query = query.of(show=ALL, stage=(Stage.FULL_TEXT if by_full_text else Stage.TITLE_ABSTRACT).value)
    return query


def _marked(text: str, cycle) -> SafeString:
    return mark_safe(highlighted(text, cycle.highlighted))  # noqa: S308 - it is escaped there


def _by_title(candidate: Candidate, query: QueueQuery) -> Status | None:
    return status_of(candidate, Stage.TITLE_ABSTRACT) if query.stage == Stage.FULL_TEXT else None


def _address(key: str, query: QueueQuery) -> str:
    return reverse("candidate", args=[key]) + query.of().url if key else ""


def _words(candidate: Candidate, user) -> list[Words]:
    found = {stage: Words(str(stage.label)) for stage in Stage}
    for row in decisions_shown_to(user).filter(candidate=candidate).order_by("pk"):
        (found[row.stage].taken_back if row.taken_back_at else found[row.stage].standing).append(row)
    return [words for words in found.values() if words.standing or words.taken_back]


@dataclass(frozen=True)
class May:
    """What this person may say here; where nothing, `objection` is why."""

    decide: bool
    settle: bool
    take_back: bool
    reopen: bool
    objection: str


def _may(candidate: Candidate, query: QueueQuery, queue: Queue, user) -> May:
    name, status = user.get_username(), getattr(candidate, query.stage)
    words = words_by_stage(candidate)[query.stage]
    refused = turns.objection_to_state(candidate.cycle.state)
    barred = objection_to(user, "screen") or refused
    to_word = barred or turns.objection_to_word(name, status, words, queue.readers)
    to_settle = barred or turns.objection_to_settling(name, status, words, queue.readers)
    own = next((word for word in words if word.by == name), None)
    settled = any(word.settles for word in words)
    return May(
        decide=not to_word,
        settle=not to_settle,
        take_back=bool(own and (own.settles or not settled) and not barred),
        reopen=bool(words) and not refused and not objection_to(user, "keep_reviews") and _is_open(status),
        objection=to_word if to_word and to_settle else "",
    )


def _is_open(status: str) -> bool:
    """Whether all words are in, so that reopening tells nobody that there was one."""
    return status not in (ScreeningStatus.UNDECIDED, ScreeningStatus.SECOND_NEEDED, ScreeningStatus.NOT_YET)
