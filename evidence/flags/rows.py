"""Flags as pages and files tell them: rows -> plain values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from audit.models import AuditEvent
from audit.permissions import may_see_history
from audit.presenters import HistoryRow, history_row
from evidence import vocabulary as words
from evidence.checks.findings import Rule
from evidence.flags.rules import described
from evidence.models import Flag
from evidence.models.keyed import page_address

PolicyNames = Callable[[Iterable[str], object], dict[str, tuple[str, str]]]
_policy_names: list[PolicyNames] = []

RULE_COLUMNS = ("rule", "title", "explanation", *words.FlagGrade.values, "accepted")
SIGNS = {words.FlagGrade.IMPOSSIBLE: "✕", words.FlagGrade.UNLIKELY: "?", words.FlagGrade.LOOK_AGAIN: "○"}
COLUMNS = (
    "rule",
    "rule_title",
    "grade",
    "study_label",
    "study",
    "policy",
    "documents",
    "figures",
    "places",
    "message",
    "expected",
    "accepted",
    "accepted_because",
    "fingerprint",
    "url",
)


@dataclass(frozen=True)
class Grade:
    """How sure a flag is. The sign and the border differ with it, so that it never rests on colour alone."""

    value: str
    label: str
    sign: str


@dataclass(frozen=True)
class FigurePlace:
    """A printed figure of a flag, and where it stands."""

    about: str
    text: str
    document: str
    document_url: str
    location: str
    url: str

    @property
    def place(self) -> str:
        return f"{self.document} {self.location}".strip()


@dataclass(frozen=True)
class FlagRow:
    url: str
    fingerprint: str
    rule: str
    title: str
    explanation: str
    grade: Grade
    message: str
    expected: str
    figures: list[FigurePlace]
    study: str
    study_url: str
    policy: str
    policy_name: str
    policy_url: str
    accepted: bool
    accepted_because: str
    accepted_by: str
    accepted_at: datetime | None

    @property
    def documents(self) -> list[str]:
        """Keys of the documents that print the figures, in the order of the message."""
        return list(dict.fromkeys(figure.document for figure in self.figures if figure.document))


@dataclass(frozen=True)
class RuleRow:
    """A rule, with how many open flags it has of each grade, the gravest first, and how many accepted."""

    name: str
    title: str
    explanation: str
    grades: list[tuple[Grade, int]]
    accepted: int

    @property
    def found(self) -> bool:
        return any(number for _, number in self.grades)


def register_policy_names(names: PolicyNames) -> None:
    """`names(keys, user)` gives, for each key of a policy the user may see, its name and its address."""
    _policy_names.append(names)


def policy_names(keys: Iterable[str], user) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for names in _policy_names:
        found |= names(keys, user)
    return found


def grade_of(value: str) -> Grade:
    return Grade(value, words.FlagGrade(value).label, SIGNS[words.FlagGrade(value)])


def rows_of(flags: Iterable[Flag], user) -> list[FlagRow]:
    flags = list(flags)
    policies = policy_names({flag.policy for flag in flags if flag.policy}, user)
    return [flag_row(flag, policies) for flag in flags]


GRADES = [
    (grade_of(words.FlagGrade.IMPOSSIBLE), "no figures of any study could print so"),
    (grade_of(words.FlagGrade.UNLIKELY), "there may be a reason, but a slip is likelier"),
    (grade_of(words.FlagGrade.LOOK_AGAIN), "right or wrong, a reader should know why"),
]


def flag_row(flag: Flag, policies: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> FlagRow:
    """Expects a flag with its acceptance and its study."""
    title, explanation = described(flag.rule)
    policy_name, policy_url = policies.get(flag.policy, (flag.policy, ""))
    return FlagRow(
        url=page_address("flag", flag.fingerprint),
        fingerprint=flag.fingerprint,
        rule=flag.rule,
        title=title,
        explanation=explanation,
        grade=grade_of(flag.grade),
        message=flag.message,
        expected=flag.expected,
        figures=[figure_place(figure) for figure in flag.figures],
        study=flag.study_label,
        study_url=flag.study.get_absolute_url() if flag.study_id else "",
        policy=flag.policy,
        policy_name=policy_name,
        policy_url=policy_url,
        accepted=flag.accepted,
        accepted_because=flag.accepted_because or "",
        accepted_by=flag.accepted_by or "",
        accepted_at=flag.accepted_at,
    )


def figure_place(figure: dict) -> FigurePlace:
    document = figure.get("document", "")
    return FigurePlace(
        about=figure.get("about", ""),
        text=figure.get("text", ""),
        document=document,
        document_url=page_address("document", document) if document else "",
        location=figure.get("location", ""),
        url=figure.get("url", ""),
    )


def file_rows(flags: Iterable[Flag]) -> Iterator[dict]:
    """Each flag as a line of a file; figures and places are in the same order."""
    for row in map(flag_row, flags):
        yield {
            "rule": row.rule,
            "rule_title": row.title,
            "grade": row.grade.value,
            "study_label": row.study,
            "study": row.study_url,
            "policy": row.policy,
            "documents": row.documents,
            "figures": [f"{figure.about}: {figure.text}" if figure.about else figure.text for figure in row.figures],
            "places": [figure.place for figure in row.figures],
            "message": row.message,
            "expected": row.expected,
            "accepted": "yes" if row.accepted else "no",
            "accepted_because": row.accepted_because,
            "fingerprint": row.fingerprint,
            "url": row.url,
        }


def rule_row(rule: Rule, counted: dict[str, dict[str, int]]) -> RuleRow:
    """`counted` is what flagged.by_rule gives."""
    numbers = counted.get(rule.name, {})
    grades = [(grade_of(grade), numbers.get(grade, 0)) for grade in words.FlagGrade]
    return RuleRow(rule.name, rule.title, rule.explanation, grades, numbers.get("accepted", 0))


def rule_file_rows(rows: Iterable[RuleRow]) -> Iterator[dict]:
    for row in rows:
        numbers = {grade.value: str(number) for grade, number in row.grades}
        yield {
            "rule": row.name,
            "title": row.title,
            "explanation": row.explanation,
            "accepted": str(row.accepted),
        } | numbers


def history_of(flag: Flag, user) -> list[HistoryRow]:
    """Who accepted it and withdrew that, newest first; for those who may see histories, since it names people."""
    if not may_see_history(user):
        return []
    return [history_row(event) for event in AuditEvent.objects.filter(target_type="flag", target_key=flag.fingerprint)]
