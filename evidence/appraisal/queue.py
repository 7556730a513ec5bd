"""Figures that wait for a second person, and those of which one read something else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404

from evidence.appraisal.states import BY_FIXTURES, KINDS, Figure, FigureState, fingerprint, kind_of, states_of
from evidence.models import Document, EffectEstimate, Measurement, Study
from evidence.models.appraisals import VOUCHED, as_it_stands
from evidence.presenters import effect_line, figure_cell, outcome_details
from evidence.vocabulary import Direction, EffectMeasure, Spread, Statistic

PAGE = 20
STATES = {"to_read": "To read", "disputed": "Read otherwise", "verified": "Verified"}
COLUMNS = (
    "study",
    "outcome",
    "arm",
    "as_printed",
    "entered",
    "document",
    "place",
    "entered_by",
    "state",
    "told",
    "read_instead",
    "url",
)
OF_OUTCOME = ("outcome__account__document", "outcome__account__study")
ROWS: dict[str, QuerySet] = {
    "effect_estimate": EffectEstimate.objects.select_related(*OF_OUTCOME, "intervention_arm", "comparator_arm"),
    "measurement": Measurement.objects.select_related(*OF_OUTCOME, "arm"),
}
# What stands beside the printed form or in another column already.
NOT_LISTED = ("as_reported", "arm__key", "intervention_arm__key", "comparator_arm__key")
LABELS = {
    "bound": "bound",
    "ci_level": "interval, percent",
    "ci_lower": "lower limit",
    "ci_upper": "upper limit",
    "i2": "I²",
    "p_comparator": "p is",
    "p_value": "p",
    "not_reached": "not reached",
    "spread_kind": "spread is",
    "range_lower": "lowest",
    "range_upper": "highest",
    "iqr_lower": "lower quartile",
    "iqr_upper": "upper quartile",
}
WORDS = {"statistic": Statistic, "measure": EffectMeasure, "direction": Direction, "spread_kind": Spread}


@dataclass(frozen=True)
class QueueQuery:
    """Which figures are asked for. `study` and `document` are keys; "" asks for all."""

    study: str = ""
    document: str = ""
    state: str = "to_read"
    page: int = 1

    @classmethod
    def from_params(cls, params: Mapping[str, str]) -> "QueueQuery":
        """What cannot be read is left out; a key that nothing has finds nothing."""
        state, page = params.get("state", ""), params.get("page", "")
        readable = page.isascii() and page.isdigit() and len(page) < 10
        return cls(
            study=params.get("study", "").replace("\x00", ""),
            document=params.get("document", "").replace("\x00", ""),
            state=state if state in STATES else "to_read",
            page=max(1, int(page)) if readable else 1,
        )

    @property
    def asked(self) -> str:
        told = {"study": self.study, "document": self.document}
        told |= {
            "state": self.state if self.state != "to_read" else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in told.items() if value})

    @property
    def url(self) -> str:
        return f"?{self.asked}"

    def of(self, **changed) -> "QueueQuery":
        return replace(self, **{"page": 1} | changed)


@dataclass(frozen=True)
class QueueRow:
    """A figure with what is to be confirmed. `entered` is each field as it was read from the printed form."""

    name: str
    key: str
    seen: str
    study: str
    study_key: str
    study_url: str
    outcome: str
    arm: str
    text: str
    entered: list[tuple[str, str]]
    document: str
    document_url: str
    location: str
    url: str
    state: FigureState


class FigurePages:
    """Both kinds of figure as one list for a Paginator: comparisons first, each kind in the order it was entered."""

    def __init__(self, rows: list[QuerySet]):
        self._rows = rows
        self._counts = [each.count() for each in rows]

    def count(self) -> int:
        return sum(self._counts)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Figure]:
        found: list[Figure] = []
        start, stop = part.start, part.stop
        for rows, count in zip(self._rows, self._counts, strict=True):
            found += rows[max(0, min(start, count)) : max(0, min(stop, count))] if start < count and stop > 0 else []
            start, stop = start - count, stop - count
        return found


def figures(query: QueueQuery, user) -> list[QuerySet]:
    """Of each kind. Who entered a figure is not asked to read it again."""
    return [_narrowed(ROWS[kind], query, user) for kind in ROWS]


def _narrowed(rows: QuerySet, query: QueueQuery, user) -> QuerySet:
    if query.study:
        rows = rows.filter(outcome__account__study__key=query.study)
    if query.document:
        rows = rows.filter(outcome__account__document__key=query.document)
    stands = Q(verification__verified_at__isnull=False, verification__held_to=as_it_stands(rows.model))
    if query.state == "verified":
        return rows.filter(stands, verification__read_instead="").order_by("pk")
    if query.state == "disputed":
        return rows.filter(stands).exclude(verification__read_instead="").order_by("pk")
    nobody = Q(verification__isnull=True) | Q(verification__verified_at__isnull=True)
    changed = Q(verification__verified_at__isnull=False) & ~Q(verification__held_to=as_it_stands(rows.model))
    own = Q(verification__isnull=False, verification__extracted_by=user.get_username())
    return rows.filter(nobody | changed).exclude(own).order_by("pk")


def page_of(query: QueueQuery, user):
    return Paginator(FigurePages(figures(query, user)), PAGE).get_page(query.page)


def rows_of(found: list[Figure], user) -> list[QueueRow]:
    states = states_of(found, user)
    return [_row(figure, states.of(figure)) for figure in found]


def _row(figure: Figure, state: FigureState) -> QueueRow:
    outcome = figure.outcome
    study, document = outcome.account.study, outcome.account.document
    if isinstance(figure, Measurement):
        text, arm = figure_cell(figure).text, figure.arm.name if figure.arm else ""
    else:
        line = effect_line(figure)
        text, arm = line.text, line.between
    return QueueRow(
        name=f"{kind_of(figure)}/{figure.key}",
        key=figure.key,
        seen=fingerprint(figure),
        study=str(study),
        study_key=study.key,
        study_url=study.get_absolute_url(),
        outcome=", ".join([outcome.title, *outcome_details(outcome)]),
        arm=arm,
        text=text,
        entered=list(_entered(figure)),
        document=document.key,
        document_url=document.get_absolute_url(),
        location=figure.location or outcome.location,
        url=f"{study.get_absolute_url()}#{figure.key}",
        state=state,
    )


def _entered(figure: Figure) -> Iterator[tuple[str, str]]:
    for name in VOUCHED[type(figure)]:
        if name in NOT_LISTED or name.startswith("outcome__"):
            continue
        value = getattr(figure, name)
        if value and value != Direction.NOT_STATED:
            told = WORDS[name](value).label.lower() if name in WORDS else value
            yield LABELS.get(name, name), "yes" if value is True else told


def file_rows(query: QueueQuery, user) -> Iterator[dict]:
    for rows in figures(query, user):
        batch: list[Figure] = []
        for figure in rows.iterator(chunk_size=500):
            batch.append(figure)
            if len(batch) == 500:
                yield from _file_rows(batch, user)
                batch = []
        yield from _file_rows(batch, user)


def _file_rows(batch: list[Figure], user) -> Iterator[dict]:
    for row in rows_of(batch, user):
        yield {
            "study": row.study,
            "outcome": row.outcome,
            "arm": row.arm,
            "as_printed": row.text,
            "entered": [f"{label} {value}" for label, value in row.entered],
            "document": row.document,
            "place": row.location,
            "entered_by": row.state.entered or BY_FIXTURES,
            "state": row.state.label,
            "told": row.state.told,
            "read_instead": row.state.read_instead,
            "url": row.url,
        }


def get_figure_or_404(name: str) -> Figure:
    """Of "measurement/<key>" or "effect_estimate/<key>"."""
    kind, _, key = name.partition("/")
    found = ROWS[kind].filter(key=key).first() if kind in KINDS and "\x00" not in key else None
    if found is None:
        raise Http404("There is no such figure here: it may have been taken out meanwhile.")
    return found


def choices(query: QueueQuery) -> dict:
    """What narrows the queue. Studies are many: one is chosen from a figure's own row, or from the study's page."""
    return {
        "documents": Document.objects.filter(accounts__isnull=False).distinct(),
        "study": Study.objects.filter(key=query.study).first() if query.study else None,
        "states": [
            {"label": label, "selected": query.state == state, "url": query.of(state=state).url}
            for state, label in STATES.items()
        ],
    }
