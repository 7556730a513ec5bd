"""Documents that disagree: what the page of conflicts reads and shows.

A conflict is a flag whose figures stand in several documents; most are of one study, some of a device or a threshold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower

from evidence.flags.query import FlagQuery
from evidence.flags.reading import IS_ACCEPTED, by_key, in_state
from evidence.flags.rows import FigurePlace, FlagRow, flag_row
from evidence.flags.side_by_side import differing
from evidence.models import Flag, Study
from evidence.permissions import visible_flags

SHOWN = 15  # studies of one page
BETWEEN = "~"  # between the two keys of a pair of documents
OF_NONE = "Of no one study"
OF_DOCUMENTS = Flag.documents.through.objects
COLUMNS = (
    "study_label",
    "study",
    "figure",
    "as_printed",
    "document",
    "place",
    "rule",
    "grade",
    "message",
    "accepted",
    "url",
)


@dataclass(frozen=True)
class ConflictCell:
    """What one document prints; pieces of the text are marked where another document prints otherwise."""

    document: str
    figures: list[tuple[FigurePlace, list[tuple[str, bool]]]]


@dataclass(frozen=True)
class ConflictRow:
    flag: FlagRow
    about: str
    cells: list[ConflictCell]

    @property
    def told(self) -> str:
        """The sentence, where it says more than the figures beside it."""
        return "" if self.flag.message.startswith(self.about) else self.flag.message


@dataclass(frozen=True)
class StudyConflicts:
    study: str
    url: str
    documents: list[str]
    rows: list[ConflictRow]


def conflicts(user) -> QuerySet[Flag]:
    of_several = OF_DOCUMENTS.values("flag").annotate(number=Count("pk")).filter(number__gt=1)
    return visible_flags(user).filter(pk__in=of_several.values("flag"))


def chosen(query: FlagQuery, user, but: str = "") -> QuerySet[Flag]:
    """The conflicts that answer the query, what was chosen of the facet `but` left aside."""
    return in_state(_narrowed(query, user, but), query.state)


def state_counts(query: FlagQuery, user) -> dict[str, int]:
    """Of what is chosen, how many conflicts are open, accepted, and all."""
    flags = _narrowed(query, user)
    every, accepted = flags.count(), flags.filter(IS_ACCEPTED).count()
    return {"open": every - accepted, "accepted": accepted, "all": every}


def _narrowed(query: FlagQuery, user, but: str = "") -> QuerySet[Flag]:
    flags = conflicts(user)
    if (studies := query.values("study")) and but != "study":
        flags = flags.filter(study__key__in=studies)
    if (pairs := query.values("between")) and but != "between":
        flags = flags.filter(pk__in=_between(pairs))
    return flags


def _between(pairs: Iterable[str]) -> set[int]:
    """Ids of the flags that hold both documents of any of the pairs."""
    found: set[int] = set()
    for pair in pairs:
        first, _, second = pair.partition(BETWEEN)
        of_first = OF_DOCUMENTS.filter(document__key=first).values("flag")
        found |= set(OF_DOCUMENTS.filter(document__key=second, flag__in=of_first).values_list("flag", flat=True))
    return found


def page_of(query: FlagQuery, user) -> Page:
    """A page of studies, each with all its conflicts that answer the query; last what is of no study."""
    flags = chosen(query, user)
    by_name = flags.order_by(Lower("study__label").asc(nulls_last=True), "study")
    page = Paginator(by_name.values_list("study", flat=True).distinct(), SHOWN).get_page(query.page)
    of_study: dict[int | None, list[Flag]] = {study: [] for study in page.object_list}
    of_page = Q(study__in=[study for study in of_study if study])
    if None in of_study:
        of_page |= Q(study__isnull=True)
    for flag in flags.filter(of_page).with_acceptance().select_related("study"):
        of_study[flag.study_id].append(flag)
    page.object_list = [study_conflicts(flags) for flags in of_study.values()]
    return page


def counts(query: FlagQuery, user) -> dict[str, dict[str, int]]:
    """How many conflicts each pair of documents and each study has, its own choice left aside."""
    pairs = (
        OF_DOCUMENTS.filter(flag__in=chosen(query, user, but="between"))
        .filter(document__key__lt=F("flag__documents__key"))
        .values_list("document__key", "flag__documents__key")
        .annotate(number=Count("flag", distinct=True))
    )
    return {
        "between": {f"{first}{BETWEEN}{second}": number for first, second, number in pairs},
        "study": by_key(chosen(query, user, but="study"), "study", Study),
    }


def study_conflicts(flags: list[Flag]) -> StudyConflicts:
    """The conflicts of one study, a column for each document that stands in any of them."""
    rows = [flag_row(flag) for flag in flags]
    documents = sorted({document for row in rows for document in row.documents})
    of = rows[0]
    return StudyConflicts(of.study or OF_NONE, of.study_url, documents, [_row(row, documents) for row in rows])


def _row(flag: FlagRow, documents: list[str]) -> ConflictRow:
    printed = {document: [f for f in flag.figures if f.document == document] for document in flag.documents}
    pieces = differing([" ".join(figure.text for figure in figures) for figures in printed.values()])
    marked = dict(zip(printed, pieces, strict=True))
    cells = []
    for document in documents:
        figures = printed.get(document, [])
        # Several figures of one document are told apart, so the marks are of each, not of all of them together.
        parts = [marked[document]] if len(figures) == 1 else [[(figure.text, False)] for figure in figures]
        cells.append(ConflictCell(document, list(zip(figures, parts, strict=True))))
    return ConflictRow(flag, next((figure.about for figure in flag.figures if figure.about), flag.title), cells)


def file_rows(query: FlagQuery, user) -> Iterator[dict]:
    """Each figure of each conflict as a line of a file."""
    flags = chosen(query, user).with_acceptance().select_related("study")
    for row in map(flag_row, flags.iterator(chunk_size=500)):
        for figure in row.figures:
            yield {
                "study_label": row.study,
                "study": row.study_url,
                "figure": figure.about,
                "as_printed": figure.text,
                "document": figure.document,
                "place": figure.location,
                "rule": row.rule,
                "grade": row.grade.value,
                "message": row.message,
                "accepted": "yes" if row.accepted else "no",
                "url": row.url,
            }
