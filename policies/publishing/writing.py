"""The rows a version is given when it is published. Called inside the publication, never alone."""

from datetime import date

from policies.drafts import rows
from policies.drafts.parts import BY_NAME
from policies.models import PolicyVersion, VersionDate
from policies.vocabulary import ChangeClass, DateKind, StatementEffect


def set_dates(version: PolicyVersion, days: dict[str, str]) -> None:
    """By kind; "" is "not stated". A date that was copied from the text before is replaced."""
    for kind, on in days.items():
        VersionDate.objects.filter(version=version, kind=kind).delete()
        key = f"{version.key}/{version.number}-{DateKind(kind).value}"
        VersionDate.objects.create(version=version, key=key, kind=kind, on=on)


def put_history_on_top(
    version: PolicyVersion, text: str, *, published_on: date, effective_on: date, classes, is_first
) -> None:
    """A row that tells of several classes is of none in particular."""
    image = {
        "version": version.key,
        "date_as_printed": published_on.isoformat(),
        "starts": published_on.isoformat(),
        "effective_on": effective_on.isoformat(),
        "text": text,
        "change_class": next(iter(classes)) if len(classes) == 1 else ChangeClass.NOT_STATED,
        "on_statements": StatementEffect.NOT_SAID if is_first else effect_on_statements(classes),
    }
    row = rows.create(BY_NAME["history"], f"{version.key}/{version.number}-published", image)
    rows.put([(row, 0)])


def effect_on_statements(classes: set[str]) -> StatementEffect:
    """What changes of these classes do to the statements, taken together."""
    telling = classes - {ChangeClass.CODES_ONLY}
    if not telling:
        return StatementEffect.UNCHANGED
    alike = telling <= {ChangeClass.EDITORIAL, ChangeClass.REORGANISED}
    return StatementEffect.REWORDED if alike else StatementEffect.CHANGED


def label_of(version: PolicyVersion, effective_on: date) -> str:
    """ "Effective January 2027"; with the day where the policy has that label already."""
    label = f"Effective {effective_on:%B %Y}"
    taken = version.policy.versions.exclude(pk=version.pk).values_list("label", flat=True)
    return label if label not in taken else f"Effective {effective_on.day} {effective_on:%B %Y}"
