"""The queue of a cycle: counted, searched, ordered, and walked from one work to the next, each by an index."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from evidence.entry import identifiers
from reviews.models import Candidate, ReviewCycle
from reviews.screening.queue import ALL, MINE, OF_STATUS, SHOWS, QueueQuery
from reviews.screening.turns import Readers
from reviews.screening.waiting import in_conflict_without, without_word_of
from reviews.screening.words import decisions_shown_to, readers_of
from reviews.vocabulary import ScreeningStatus, Stage

PAGE = 50
# What a list does not show, and of which 10,000 are much.
LONG = ("abstract", "keywords", "publication_types", "folded_title", "excluded_note", "origin_note")


class Queue:
    """Of one person: what needs their decision depends on what they said."""

    def __init__(self, cycle: ReviewCycle, query: QueueQuery, user):
        self.cycle, self.query, self.user = cycle, query, user

    @cached_property
    def readers(self) -> Readers:
        return readers_of(self.cycle)

    @cached_property
    def rows(self) -> QuerySet[Candidate]:
        """Those shown, in order."""
        return self._shown(self.query.show).order_by(*_ordering(self.query.order))

    def page(self):
        """With the words on each that this person may see, as `words_seen`."""
        counted = _Counted(self.rows, self.counts[self.query.show], self._whole)
        return Paginator(counted, PAGE).get_page(self.query.page)

    def _whole(self, pks: list[int]) -> list[Candidate]:
        words = decisions_shown_to(self.user).filter(stage=self.query.stage).order_by("pk")
        rows = Candidate.objects.filter(pk__in=pks).select_related("previous__cycle", "run")
        rows = rows.defer(*LONG, *(f"previous__{name}" for name in LONG))
        rows = rows.prefetch_related(Prefetch("decisions", words, to_attr="words_seen"))
        by_pk = {row.pk: row for row in rows}
        return [by_pk[pk] for pk in pks if pk in by_pk]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many each value of `show` shows; two queries at most."""
        stage = self.query.stage
        by_status = dict(self._searched.order_by().values_list(stage).annotate(Count("pk")))
        counts = {show: by_status.get(status, 0) for show, status in OF_STATUS.items()}
        counts[ALL] = sum(number for status, number in by_status.items() if status != ScreeningStatus.NOT_YET)
        by_full_text = stage == Stage.FULL_TEXT and counts["undecided"]  # those not retrieved ask nobody
        if by_full_text or counts["second"] or (self._settles and counts["conflicts"]):
            counts[MINE] = self._shown(MINE).order_by().count()
        else:
            counts[MINE] = counts["undecided"] if self._reads else 0
        return counts

    @property
    def _reads(self) -> bool:
        return self.readers.reads(self.user.get_username())

    @property
    def _settles(self) -> bool:
        return self.user.get_username() in self.readers.third

    @cached_property
    def _searched(self) -> QuerySet[Candidate]:
        rows = Candidate.objects.filter(cycle=self.cycle)
        return with_words(rows, self.query.q) if self.query.q else rows

    def _shown(self, show: str) -> QuerySet[Candidate]:
        stage = self.query.stage
        if show == MINE:
            return self._searched.filter(self._mine)
        if show == ALL:
            return self._searched.exclude(**{stage: ScreeningStatus.NOT_YET})
        return self._searched.filter(**{stage: OF_STATUS[show]})

    @property
    def _mine(self) -> Q:
        asked = without_word_of(self.user, self.query.stage) if self._reads else Q(pk__in=[])
        return asked | in_conflict_without(self.user, self.query.stage) if self._settles else asked

    def beside(self, candidate: Candidate) -> "Place":
        """Where the work stands in the queue, or stood before it was judged."""
        before = self.rows.filter(_before(candidate, self.query.order))
        after = self.rows.filter(_after(candidate, self.query.order))
        keys = after.values_list("key", flat=True)
        last = before.reverse().values_list("key", flat=True).first()
        return Place(
            number=before.count() + 1,
            is_in=self.rows.filter(pk=candidate.pk).exists(),
            total=self.counts[self.query.show],
            previous=last or "",
            next=keys.first() or "",
        )

    def next_after(self, candidate: Candidate) -> str:
        """The key of the work to go on to, from the beginning again after the last; "" where none is left."""
        others = self.rows.exclude(pk=candidate.pk).values_list("key", flat=True)
        return others.filter(_after(candidate, self.query.order)).first() or others.first() or ""

    def tabs(self) -> list[dict]:
        """Those that cannot hold anything with one reader are left out."""
        two = self.cycle.readers_needed > 1
        return [
            {
                "label": label,
                "count": self.counts[show],
                "url": self.query.of(show=show).url,
                "selected": show == self.query.show,
            }
            for show, label in SHOWS.items()
            if two or show not in ("second", "conflicts") or self.counts[show]
        ]


@dataclass(frozen=True)
class Place:
    """`previous` and `next` are keys, "" at the ends. `is_in`: the work is one of the queue."""

    number: int
    is_in: bool
    total: int
    previous: str
    next: str


class _Counted:
    """Rows whose number is known. Of those before a page only the index is read, not their abstracts."""

    ordered = True

    def __init__(self, rows: QuerySet, number: int, whole: Callable[[list[int]], list[Candidate]]):
        self.rows, self.number, self.whole = rows, number, whole

    def count(self) -> int:
        return self.number

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, part: slice) -> list[Candidate]:
        return self.whole(list(self.rows.values_list("pk", flat=True)[part]))


def _ordering(order: str) -> tuple:
    if order == "newest":
        return ("-year", "position")
    return (F("relevance").desc(nulls_last=True), "position") if order == "relevance" else ("position",)


def _after(row: Candidate, order: str) -> Q:
    later = Q(position__gt=row.position)
    if order == "newest":
        return Q(year__lt=row.year) | Q(year=row.year) & later
    if order == "relevance" and row.relevance is not None:
        return Q(relevance__lt=row.relevance) | Q(relevance=None) | Q(relevance=row.relevance) & later
    return Q(relevance=None) & later if order == "relevance" else later


def _before(row: Candidate, order: str) -> Q:
    earlier = Q(position__lt=row.position)
    if order == "newest":
        return Q(year__gt=row.year) | Q(year=row.year) & earlier
    if order == "relevance" and row.relevance is not None:
        return Q(relevance__gt=row.relevance) | Q(relevance=row.relevance) & earlier
    return Q(relevance__isnull=False) | Q(relevance=None) & earlier if order == "relevance" else earlier


def with_words(rows: QuerySet[Candidate], text: str) -> QuerySet[Candidate]:
    if doi := identifiers.doi(text):
        return rows.filter(doi=doi)
    found = Q()
    for word in text.split():
        # One database keeps é escaped in its JSON, the other does not.
        names = Q(names__icontains=word) | Q(names__icontains=json.dumps(word)[1:-1])
        texts = Q(title__icontains=word) | Q(abstract__icontains=word) | Q(journal__icontains=word)
        found &= names | texts | Q(pmid=word) | Q(year=word)
    return rows.alias(names=Cast("authors", TextField())).filter(found)
