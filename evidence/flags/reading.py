"""What pages read of flags: the list, what narrows it, and what belongs to one study, document or policy.

Each is a few queries, however many flags there are.
"""

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet

from evidence.checks.following import is_behind
from evidence.flags.query import ACCEPTED, OPEN, FlagQuery
from evidence.models import CheckRun, Document, Flag, FlagAcceptance, Study
from evidence.permissions import visible_flags

SHOWN = 40  # flags of one page
MOST_VALUES = 40  # studies or documents of a facet; the page of each leads to its flags too
PATHS = {"grade": "grade", "rule": "rule", "document": "documents__key", "policy": "policy", "study": "study__key"}
# Counted by id, which no table has to be joined for: the facet's column, and where the keys stand.
BY_ID = {"document": ("documents", Document), "study": ("study", Study)}
IS_ACCEPTED = Q(fingerprint__in=FlagAcceptance.objects.values("fingerprint"))


def in_state(flags: QuerySet[Flag], state: str) -> QuerySet[Flag]:
    if state == OPEN:
        return flags.exclude(IS_ACCEPTED)
    return flags.filter(IS_ACCEPTED) if state == ACCEPTED else flags


def chosen(flags: QuerySet[Flag], query: FlagQuery, but: str = "") -> QuerySet[Flag]:
    """The flags that have what was chosen of every facet, `but` one."""
    for facet, values in query.chosen:
        if facet == but:
            continue
        if facet == "document":
            # By subquery: a flag of two documents is one flag.
            with_one = Flag.documents.through.objects.filter(document__key__in=values).values("flag")
            flags = flags.filter(pk__in=with_one)
        else:
            flags = flags.filter(**{f"{PATHS[facet]}__in": values})
    return flags


def flags_of(query: FlagQuery, user) -> QuerySet[Flag]:
    """All flags that answer the query, the gravest first, each with its acceptance and study."""
    return in_state(chosen(visible_flags(user), query), query.state).with_acceptance().select_related("study")


def page_of(query: FlagQuery, user) -> Page:
    """The page asked for; the last where there are fewer."""
    asked = in_state(chosen(visible_flags(user), query), query.state)
    page = Paginator(asked.values_list("pk", flat=True), SHOWN).get_page(query.page)
    # Acceptances are looked up for the flags shown, not for all those before them.
    shown = Flag.objects.filter(pk__in=list(page.object_list))
    page.object_list = list(shown.with_acceptance().select_related("study"))
    return page


def counts(query: FlagQuery, user) -> dict[str, dict[str, int]]:
    """How many flags each value of each facet has, what is chosen of that facet itself left aside."""
    seen = visible_flags(user)
    found = {}
    for facet in PATHS:
        flags = in_state(chosen(seen, query, but=facet), query.state)
        found[facet] = by_key(flags, *BY_ID[facet]) if facet in BY_ID else _by_value(flags, PATHS[facet])
    return found


def _by_value(flags: QuerySet[Flag], column: str) -> dict[str, int]:
    grouped = flags.exclude(**{column: ""}).order_by().values_list(column).annotate(number=Count("pk"))
    return dict(grouped.order_by("-number", column))


def by_key(flags: QuerySet[Flag], column: str, model) -> dict[str, int]:
    """How many flags the rows of `model` have that `column` leads to, those with most first, by key."""
    grouped = flags.exclude(**{column: None}).order_by().values_list(column).annotate(number=Count("pk"))
    numbers = dict(grouped.order_by("-number", column)[:MOST_VALUES])
    keys = dict(model.objects.filter(pk__in=numbers).values_list("pk", "key"))
    return {keys[pk]: number for pk, number in numbers.items()}


def state_counts(query: FlagQuery, user) -> dict[str, int]:
    """Of what is chosen, how many flags are open, accepted, and all."""
    flags = chosen(visible_flags(user), query)
    every, accepted = flags.count(), flags.filter(IS_ACCEPTED).count()
    return {"open": every - accepted, "accepted": accepted, "all": every}


def by_rule(user) -> dict[str, dict[str, int]]:
    """For each rule that found something, its open flags by grade, and under "accepted" those that are."""
    numbers = {"every": Count("pk"), "accepted": Count("pk", filter=IS_ACCEPTED)}
    found: dict[str, dict[str, int]] = {}
    for row in visible_flags(user).order_by().values("rule", "grade").annotate(**numbers):
        of_rule = found.setdefault(row["rule"], {"accepted": 0})
        of_rule[row["grade"]] = row["every"] - row["accepted"]
        of_rule["accepted"] += row["accepted"]
    return found


def last_run() -> dict | None:
    """The last run, and whether content or rules changed since it began; None where the checks never ran."""
    run = CheckRun.objects.first()
    if run is None:
        return None
    return {"run": run, "changed_since": is_behind(run)}


def of_study(study, user) -> QuerySet[Flag]:
    return visible_flags(user).filter(study=study)


def of_document(document, user) -> QuerySet[Flag]:
    return visible_flags(user).filter(documents=document)


def of_policy(key: str, user) -> QuerySet[Flag]:
    return visible_flags(user).filter(policy=key)


def grades_of(flags: QuerySet[Flag]) -> dict[str, dict[str, int]]:
    """By grade, how many flags are open and how many accepted, from one query."""
    numbers = {"every": Count("pk"), "accepted": Count("pk", filter=IS_ACCEPTED)}
    rows = flags.order_by().values("grade").annotate(**numbers, open=F("every") - F("accepted"))
    return {row["grade"]: {"open": row["open"], "accepted": row["accepted"]} for row in rows}
