"""The full texts that a review sought: the works included by title and abstract, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from evidence.full_texts import actions
from evidence.full_texts.reading import with_full_texts
from evidence.models import Reference
from evidence.vocabulary import RetrievalState
from reviews import telling
from reviews.cycles.hindrances import Hindrance
from reviews.models import Candidate, ReviewCycle
from reviews.vocabulary import DECIDED, ScreeningStatus

NOT_SOUGHT = "not_sought"
STATES = {NOT_SOUGHT: "Not sought yet", **dict(RetrievalState.choices)}
STATE = "reference__full_text__state"


def works_sought(cycle: ReviewCycle, state: str = "") -> QuerySet[Candidate]:
    """In the order they came in; of one state where it is given, with files and state read along by `with_files`."""
    works = cycle.candidates.filter(title_abstract=ScreeningStatus.INCLUDED).order_by("position")
    if state == NOT_SOUGHT:
        return works.filter(**{f"{STATE}__isnull": True})
    return works.filter(**{STATE: state}) if state else works


def with_files(works: QuerySet[Candidate]) -> QuerySet[Candidate]:
    return works.prefetch_related(Prefetch("reference", with_full_texts(Reference.objects.all())))


def counts(cycle: ReviewCycle) -> dict[str, int]:
    """How many of the works sought are in each state."""
    found = dict.fromkeys(STATES, 0)
    for state, count in works_sought(cycle).order_by().values_list(STATE).annotate(Count("pk")):
        found[state or NOT_SOUGHT] += count
    return found


def hindrances(cycle: ReviewCycle) -> list[Hindrance]:
    """Why the full texts are not done with; none where each is obtained, given up, or judged."""
    open_ = works_sought(cycle).exclude(full_text__in=DECIDED)
    open_ = open_.filter(Q(**{f"{STATE}__isnull": True}) | Q(**{STATE: RetrievalState.SOUGHT}))
    count = open_.count()
    if not count:
        return []
    named = [
        (each.reference.label if each.reference else each.title[:60]) for each in open_.select_related("reference")[:3]
    ]
    more = ", …" if count > len(named) else ""
    is_ = "full text is" if count == 1 else "full texts are"
    sentence = f"{count} {is_} neither obtained nor given up ({', '.join(named)}{more}). Note what became of each."
    return [Hindrance(sentence, reverse("review-full-texts", args=[cycle.key]))]


@dataclass
class Kept:
    """What came of a form: what is done, and the faults by the id of the candidate they are about (0: of none)."""

    done: list[str] = field(default_factory=list)
    faults: dict[int, list[str]] = field(default_factory=dict)

    def refuse(self, pk: int, *sentences: str) -> None:
        self.faults.setdefault(pk, []).extend(sentences)


def keep(
    cycle: ReviewCycle,
    *,
    by,
    state: tuple[int, str] | None,
    notes: Mapping[int, str],
    files: Mapping[int, Sequence[UploadedFile]],
) -> Kept:
    """Notes the state of one work, and keeps files that were matched with theirs by hand. Each stands for itself."""
    telling.refuse_unless(by, "keep_full_texts")
    telling.refuse_closed(cycle)
    kept = Kept()
    wanted = {*files, *([state[0]] if state else [])}
    works = {each.pk: each for each in works_sought(cycle).filter(pk__in=wanted).select_related("reference")}
    for pk in wanted:
        if pk not in works or works[pk].reference is None:
            kept.refuse(pk if pk in works else 0, "This work is not among those sought, or not in the base yet.")
            continue
        for file in files.get(pk, ()):
            _try(kept, pk, lambda work, file=file: _file(work, file, by), works[pk].reference)
        if state and state[0] == pk:
            said = notes.get(pk, "")
            _try(kept, pk, lambda work, said=said: _state(work, state[1], said, by), works[pk].reference)
    return kept


def _try(kept: Kept, pk: int, write, reference: Reference) -> None:
    try:
        kept.done.append(write(reference))
    except ValidationError as refusal:
        kept.refuse(pk, *refusal.messages)


def _file(reference: Reference, file: UploadedFile, by) -> str:
    row = actions.add_file(reference=reference, name=file.name or "", chunks=file.chunks(), by=by)
    return f"{reference.label}: {row.name} is kept."


def _state(reference: Reference, state: str, note: str, by) -> str:
    noted = actions.note_retrieval(reference=reference, state=state, note=note, by=by)
    return f"{reference.label}: {noted.get_state_display().lower()}."
