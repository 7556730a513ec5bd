"""The comments of a version as threads: a remark, its answers, and what it is about as that stands now."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from policies.models import Comment, Criterion, PolicyVersion, Statement
from policies.models.statements import of_stable_key

LONGEST_NAME = 110


@dataclass(frozen=True)
class Subject:
    """What is commented on. `name` is what it was called last where it `is_gone`; `statement` is an id."""

    key: str
    name: str
    url: str = ""
    text: str = ""
    statement: int | None = None

    @property
    def is_gone(self) -> bool:
        return not self.url


@dataclass(frozen=True)
class Thread:
    first: Comment
    about: Subject
    answers: list[Comment] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.first.resolved_at is None


def threads(version: PolicyVersion, about: Iterable[str] | None = None) -> list[Thread]:
    """All of the version, or those on some stable keys: the open ones first, each kind in the order it was said."""
    rows = version.comments.order_by("id")
    if about is not None:
        rows = rows.filter(about__in=set(about))
    comments = list(rows)
    subjects = subjects_of(version, {each.about for each in comments})
    found = {each.pk: Thread(each, subjects[each.about]) for each in comments if not each.answers_id}
    for each in comments:
        if each.answers_id in found:
            found[each.answers_id].answers.append(each)
    return sorted(found.values(), key=lambda thread: not thread.is_open)


def of_statement(version: PolicyVersion, statement: Statement) -> list[Thread]:
    """On the statement and on its criteria. Expects the criteria prefetched."""
    return threads(version, [statement.stable_key, *(each.stable_key for each in statement.criteria.all())])


def subjects_to_choose(statement: Statement) -> list[Subject]:
    """The statement and its criteria. Expects the criteria prefetched."""
    found = [Subject(statement.stable_key, "The statement", statement.get_absolute_url())]
    for row in statement.criteria.all():
        label = row.printed_label or row.computed_label
        name = f"Criterion {label} {row.text or row.get_logic_display().lower()}"
        found.append(Subject(row.stable_key, " ".join(name.split())[:LONGEST_NAME], row.get_absolute_url()))
    return found


def open_by_key(version: PolicyVersion) -> dict[str, int]:
    """How many open remarks there are, by the stable key of what they are about."""
    found: dict[str, int] = {}
    for about in _open(version).values_list("about", flat=True):
        found[about] = found.get(about, 0) + 1
    return found


def open_by_statement(version: PolicyVersion) -> dict[int, int]:
    """By the id of the statement, remarks on its criteria included. What was removed counts nowhere."""
    counts = open_by_key(version)
    if not counts:
        return {}
    said, of = of_stable_key(*counts), {}
    for row in Criterion.objects.filter(said, statement__version=version).only("key", "lineage", "statement"):
        of[row.stable_key] = row.statement_id
    for row in Statement.objects.filter(said, version=version).only("key", "lineage"):
        of[row.stable_key] = row.pk
    found: dict[int, int] = {}
    for key, statement in of.items():
        found[statement] = found.get(statement, 0) + counts[key]
    return found


def _open(version: PolicyVersion):
    return version.comments.filter(answers__isnull=True, resolved_at__isnull=True)


def subjects_of(version: PolicyVersion, keys: Iterable[str]) -> dict[str, Subject]:
    """By stable key. What was removed is named as it was called last, by the edits of the version."""
    keys = set(keys)
    found = {}
    criteria = Criterion.objects.filter(of_stable_key(*keys), statement__version=version)
    for row in criteria.select_related("statement"):
        label = row.printed_label or row.computed_label
        name = f"{row.statement.title}, criterion {label}".rstrip()
        found[row.stable_key] = Subject(row.stable_key, name, row.get_absolute_url(), row.text, row.statement_id)
    for row in Statement.objects.filter(of_stable_key(*keys), version=version):
        found[row.stable_key] = Subject(row.stable_key, row.title, row.get_absolute_url(), row.text, row.pk)
    return found | _removed(version, keys - set(found))


def _removed(version: PolicyVersion, keys: set[str]) -> dict[str, Subject]:
    found = {key: Subject(key, key) for key in keys}
    waiting = set(keys)
    edits = version.edits.order_by("-number").iterator() if waiting else ()
    for edit in edits:
        for change in edit.changes:
            before = change["before"] or {}
            key = before.get("lineage") or change["key"]
            if change["after"] is None and key in waiting and change["part"] in ("statement", "criterion"):
                waiting.discard(key)
                found[key] = Subject(key, change["part"].capitalize(), text=before.get("text", ""))
        if not waiting:
            break
    return found
