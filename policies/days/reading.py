"""Rows -> the texts that an answer for a day is computed from, in a number of queries that does not grow."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from policies import permissions
from policies.days.answers import Answer, answer
from policies.days.texts import HistoryRow, Text, history_row
from policies.models import HistoryEntry, Policy, PolicyVersion, Statement, VersionDate
from policies.vocabulary import AnswerKind


@dataclass(frozen=True)
class DayAnswers:
    """The answer of every policy asked, by the policy's id; `versions` are the ids of versions by their keys."""

    day: date
    by_policy: dict[int, Answer]
    versions: dict[str, int]

    def texts(self, *, whole: bool) -> list[int]:
        """The ids of the versions whose statements may be shown as those of the day; `whole`, whose codes too."""
        return [
            self.versions[found.text]
            for found in self.by_policy.values()
            if (found.is_whole if whole else found.has_text)
        ]

    def counts(self, *, of_rest: bool) -> dict[str, int]:
        """How many policies answer how, a number for each kind."""
        found = Counter(each.kind_of_rest if of_rest else each.kind for each in self.by_policy.values())
        return {kind.value: found[kind] for kind in AnswerKind}


def answers(user, day: date, policies: QuerySet[Policy] | None = None) -> DayAnswers:
    """Of all policies the user may see, or of those given."""
    versions = permissions.visible_versions(user).filter(status__in=permissions.PUBLIC)
    if policies is not None:
        versions = versions.filter(policy__in=policies)
    today = timezone.localdate()
    ids, texts = {}, {}
    for version, text in texts_of(versions):
        ids[version.key] = version.pk
        texts.setdefault(version.policy_id, []).append(text)
    return DayAnswers(day, {policy: answer(found, day, today) for policy, found in texts.items()}, ids)


def answer_of(policy: Policy, user, day: date) -> Answer:
    found = answers(user, day, Policy.objects.filter(pk=policy.pk))
    return found.by_policy.get(policy.pk) or answer([], day, timezone.localdate())


def texts_of(versions: QuerySet[PolicyVersion]) -> list[tuple[PolicyVersion, Text]]:
    """The dates and the history are asked only of texts read from a document."""
    came = Statement.objects.filter(version=OuterRef("pk")).order_by("added_at").values("added_at")[:1]
    rows = list(versions.select_related("replaced_by").annotate(came_at=Subquery(came)).order_by("pk"))
    read = [row.pk for row in rows if row.effective_on is None]
    dates, history = _dates(read), _history(read)
    return [
        (
            row,
            row.as_text(
                replaced_by=str(row.replaced_by) if row.replaced_by else "",
                dates=tuple(dates.get(row.pk, ())),
                history=tuple(history.get(row.pk, ())),
                held_since=timezone.localdate(row.came_at) if row.came_at else None,
            ),
        )
        for row in rows
    ]


def _dates(versions: list[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    rows = VersionDate.objects.filter(version__in=versions).exclude(on="").order_by("pk")
    for version, kind, on in rows.values_list("version_id", "kind", "on"):
        found.setdefault(version, []).append((kind, on))
    return found


def _history(versions: list[int]) -> dict[int, list[HistoryRow]]:
    found: dict[int, list[HistoryRow]] = {}
    columns = ("date_as_printed", "starts", "ends", "effective_on", "on_statements")
    for version, *told in HistoryEntry.objects.filter(version__in=versions).values_list("version_id", *columns):
        if row := history_row(*told):
            found.setdefault(version, []).append(row)
    return found
