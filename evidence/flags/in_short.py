"""The flags of one study, document or policy, as its own page tells of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from evidence import vocabulary as words
from evidence.flags import reading as flagged
from evidence.flags.query import OPEN
from evidence.flags.rows import FlagRow, Grade, grade_of, rows_of
from evidence.flags.rules import described
from evidence.models import Document, Flag, Study
from evidence.models.keyed import page_address
from evidence.permissions import visible_flags

SHOWN = 4  # flags told on the page itself


@dataclass(frozen=True)
class GradeCount:
    grade: Grade
    open: int


@dataclass(frozen=True)
class FlagsInShort:
    """`first` are the gravest open ones, `url` leads to all open ones, `accepted_url` to the accepted."""

    grades: list[GradeCount]
    open: int
    accepted: int
    first: list[FlagRow]
    url: str
    accepted_url: str


@dataclass(frozen=True)
class FigureMark:
    """What stands beside a figure that has an open flag."""

    grade: Grade
    title: str
    url: str


def of_study(study: Study, user) -> FlagsInShort | None:
    return _in_short(flagged.of_study(study, user), user, study=study.key)


def of_document(document: Document, user) -> FlagsInShort | None:
    return _in_short(flagged.of_document(document, user), user, document=document.key)


def of_policy(key: str, user) -> FlagsInShort | None:
    return _in_short(flagged.of_policy(key, user), user, policy=key)


def _in_short(flags: QuerySet[Flag], user, **asked: str) -> FlagsInShort | None:
    """None where there is no flag. `asked` narrows the list of flags to these."""
    counted = flagged.grades_of(flags)
    if not counted:
        return None
    first = flagged.in_state(flags, OPEN).with_acceptance().select_related("study")[:SHOWN]
    address = reverse("flags")
    return FlagsInShort(
        grades=[
            GradeCount(grade_of(grade), counted[grade]["open"])
            for grade in words.FlagGrade
            if counted.get(grade, {}).get("open")
        ],
        open=sum(numbers["open"] for numbers in counted.values()),
        accepted=sum(numbers["accepted"] for numbers in counted.values()),
        first=rows_of(first, user),
        url=f"{address}?{urlencode(asked)}",
        accepted_url=f"{address}?{urlencode(asked | {'state': 'accepted'})}",
    )


def marks_of(study: Study, user) -> dict[str, list[FigureMark]]:
    """By the key of a figure of the study, of an arm's size or of an account: the open flags it stands in."""
    return _marks(flagged.of_study(study, user))


def marks_of_studies(studies: Iterable[int], user) -> dict[str, list[FigureMark]]:
    """The same for several studies, by their ids, in one query."""
    return _marks(visible_flags(user).filter(study__in=set(studies)))


def _marks(flags: QuerySet[Flag]) -> dict[str, list[FigureMark]]:
    open_ones = flagged.in_state(flags, OPEN)
    marks: dict[str, list[FigureMark]] = {}
    for fingerprint, rule, grade, figures in open_ones.values_list("fingerprint", "rule", "grade", "figures"):
        mark = FigureMark(grade_of(grade), described(rule)[0], page_address("flag", fingerprint))
        for key in {figure.get("key", "") for figure in figures} - {""}:
            marks.setdefault(key, []).append(mark)
    return marks
