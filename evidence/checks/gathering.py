"""The base in bulk, as the values that rules look at. The number of queries per chunk of studies is constant."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from evidence import vocabulary as words
from evidence.checks.findings import Place
from evidence.checks.values import (
    About,
    Account,
    Estimated,
    Measured,
    Size,
    StudyAccounts,
)
from evidence.models import (
    ArmSize,
    EffectEstimate,
    Measurement,
    Outcome,
    Study,
    StudyAccount,
)

CHUNK = 250  # studies
MEASURED = (
    *("value", "statistic", "unit", "bound", "events", "participants", "ci_level", "ci_lower", "ci_upper"),
    *("range_lower", "range_upper", "iqr_lower", "iqr_upper", "not_reached"),
)
ESTIMATED = (
    *("measure", "estimate", "bound", "ci_level", "ci_lower", "ci_upper", "p_comparator", "p_value"),
    *("direction", "adjusted"),
)
ENDPOINTS = dict(words.Endpoint.choices)


def studies() -> Iterator[list[StudyAccounts]]:
    """All studies that a document tells of, a chunk at a time, in the order of their keys."""
    ids = StudyAccount.objects.order_by("study__key").values_list("study_id", flat=True).distinct().iterator()
    while chunk := list(islice(ids, CHUNK)):
        yield gathered(chunk)


def gathered(ids: Iterable[int]) -> list[StudyAccounts]:
    rows = {row.pk: row for row in Study.objects.filter(pk__in=ids).order_by("key")}
    accounts = (
        StudyAccount.objects.filter(study_id__in=rows)
        .order_by("document__key", "position", "pk")
        .select_related("document")
    )
    sizes, outcomes = _sizes(rows), _outcomes(rows)
    measured, estimated = _measured(rows, outcomes), _estimated(rows, outcomes)
    told: dict[int, list[Account]] = defaultdict(list)
    for account in accounts.order_by("document__key", "position", "pk"):
        study = rows[account.study_id]
        told[study.pk].append(_account(account, study, sizes[account.pk], measured[account.pk], estimated[account.pk]))
    return [StudyAccounts(row.key, str(row), tuple(told[row.pk])) for row in rows.values() if told[row.pk]]


def _account(row, study, sizes, measured, estimated) -> Account:
    place = Place(
        kind="account",
        key=row.key,
        text=f"{row.participants} participants" if row.participants else str(study),
        about="Participants" if row.participants else "Study",
        document=row.document.key,
        location=row.location,
        url=f"{study.get_absolute_url()}#{row.key}",
        fields=f"{row.participants}|{row.evaluable}|{row.study_count}",
    )
    single = [size for size in sizes if not size.arm]
    whole = Size("", "", "", row.participants, row.evaluable, place)
    if not row.participants and single:
        whole = single[0]
    return Account(
        study=study.key,
        label=str(study),
        design=study.design,
        document=row.document.key,
        year=row.year,
        study_count=row.study_count,
        described=row.design_as_described,
        whole=whole,
        sizes=tuple(size for size in sizes if size.arm),
        measured=tuple(measured),
        estimated=tuple(estimated),
        place=place,
    )


def _sizes(studies) -> dict[int, list[Size]]:
    found = defaultdict(list)
    rows = (
        ArmSize.objects.filter(account__study_id__in=studies)
        .order_by("arm__position", "pk")
        .values_list(
            *("account_id", "key", "arm__key", "arm__name", "arm__role", "participants", "evaluable"),
            *("account__key", "account__lines", "account__document__key", "account__study_id"),
        )
    )
    for account, key, arm, name, role, participants, evaluable, anchor, lines, document, study in rows:
        place = Place(
            kind="arm_size",
            key=key,
            text=f"n={participants or evaluable}",
            about=f"Patients, {name}",
            document=document,
            location=_location(lines),
            url=f"{studies[study].get_absolute_url()}#{anchor}",
            fields=f"{participants}|{evaluable}",
        )
        found[account].append(Size(_arm(arm, role), name, role, participants, evaluable, place))
    return found


def _arm(key: str | None, role: str | None) -> str:
    """A study of one group tells of it with or without naming the arm."""
    return "" if key is None or role == words.ArmRole.SINGLE else key


def _outcomes(studies) -> dict[int, tuple]:
    """By id: what it is about, its account's and its study's id, the document's key, its lines."""
    fields = (
        *("endpoint", "name", "subgroup", "timepoint", "time_origin", "criteria", "criteria_version", "population"),
        *("line_of_therapy", "event_term", "grade", "stated", "key"),
    )
    rows = Outcome.objects.filter(account__study_id__in=studies).values_list(
        "id", "account_id", "account__study_id", "account__document__key", "lines", *fields
    )
    found = {}
    for pk, account, study, document, lines, *about in rows:
        endpoint, name, subgroup, timepoint, origin, criteria, version, *rest = about
        criteria = f"{criteria} {version}".strip()
        found[pk] = (
            About(endpoint, name, subgroup, timepoint, origin, criteria, *rest),
            account,
            study,
            document,
            lines,
        )
    return found


def _measured(studies, outcomes) -> dict[int, list[Measured]]:
    found = defaultdict(list)
    rows = Measurement.objects.filter(outcome__account__study_id__in=studies).order_by("outcome_id", "position", "pk")
    for outcome, key, text, lines, arm, arm_name, role, *values in rows.values_list(
        *("outcome_id", "key", "as_reported", "lines", "arm__key", "arm__name", "arm__role"), *MEASURED
    ):
        about, account, study, document, outcome_lines = outcomes[outcome]
        name = arm_name or ""
        where = (document, lines or outcome_lines, studies[study])
        place = _place("measurement", key, (text, *values), about, name, where)
        fields = dict(zip(MEASURED, values, strict=True))
        found[account].append(
            Measured(
                **fields, arm=_arm(arm, role), arm_name=name, design=studies[study].design, about=about, place=place
            )
        )
    return found


def _estimated(studies, outcomes) -> dict[int, list[Estimated]]:
    found = defaultdict(list)
    rows = EffectEstimate.objects.filter(outcome__account__study_id__in=studies).order_by(
        "outcome_id", "position", "pk"
    )
    arms = ("intervention_arm__key", "intervention_arm__name", "comparator_arm__key", "comparator_arm__name")
    for outcome, key, text, lines, arm, arm_name, comparator, comparator_name, *values in rows.values_list(
        *("outcome_id", "key", "as_reported", "lines"), *arms, *ESTIMATED
    ):
        about, account, study, document, outcome_lines = outcomes[outcome]
        between = " against ".join(name for name in (arm_name, comparator_name) if name)
        place = _place(
            "effect", key, (text, *values), about, between, (document, lines or outcome_lines, studies[study])
        )
        found[account].append(
            Estimated(
                **dict(zip(ESTIMATED, values, strict=True)),
                arm=arm or "",
                arm_name=arm_name or "",
                comparator=comparator or "",
                comparator_name=comparator_name or "",
                design=studies[study].design,
                about=about,
                place=place,
            )
        )
    return found


def _place(kind: str, key: str, values: tuple, about: About, who: str, where: tuple[str, str, Study]) -> Place:
    document, lines, study = where
    title = f"{ENDPOINTS[about.endpoint]}: {about.event_term or about.name}".rstrip(": ")
    return Place(
        kind=kind,
        key=key,
        text=values[0],
        about=", ".join(part for part in (title, about.subgroup, about.timepoint, who) if part),
        document=document,
        location=_location(lines),
        url=f"{study.get_absolute_url()}#{key}",
        fields="|".join(str(value) for value in values),
    )


def _location(lines: str) -> str:
    return StudyAccount(lines=lines).location
