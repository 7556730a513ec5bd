"""The rows that a field of a form chooses from, each source in one query."""

from django.db.models import Q
from django.utils.text import Truncator

from evidence.models import Condition, Device, Indication, Intervention
from policies.drafts.fields import Form
from policies.models import Criterion, PolicyVersion

SHORT = 90


def options_for(version: PolicyVersion, *forms: Form) -> dict[str, list[tuple[str, str]]]:
    """By source, (key, name) of each row to choose from."""
    wanted = {field.of for form in forms for field in form.fields if field.of}
    return {source: SOURCES[source](version) for source in wanted}


def terms(model):
    return lambda version: list(model.objects.values_list("key", "name"))


def indications(version: PolicyVersion) -> list[tuple[str, str]]:
    rows = Indication.objects.select_related("intervention", "condition")
    return sorted(((row.key, row.name) for row in rows), key=lambda pair: pair[1])


def statements(version: PolicyVersion) -> list[tuple[str, str]]:
    rows = version.statements.only("key", "label", "kind", "order", "text")
    return [(row.key, Truncator(f"{row.title}: {row.text}").chars(SHORT)) for row in rows]


def criteria(version: PolicyVersion) -> list[tuple[str, str]]:
    rows = Criterion.objects.filter(statement__version=version).filter(~Q(text="") | Q(parent=None))
    found = rows.order_by("statement__order", "order").values_list("key", "computed_label", "text", "statement__text")
    return [
        (key, Truncator(f"{label} {text or 'All criteria of: ' + of}").chars(SHORT)) for key, label, text, of in found
    ]


SOURCES = {
    "condition": terms(Condition),
    "intervention": terms(Intervention),
    "device": terms(Device),
    "indication": indications,
    "statement": statements,
    "criterion": criteria,
}
