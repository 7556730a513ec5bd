"""What it is asked about: one reference, study, guideline or code."""

from dataclasses import dataclass

from django.db.models import Q

from evidence.models import Guideline, Reference, Study
from policies import permissions
from policies.models import PolicyCode

KINDS = ("reference", "study", "guideline", "code")
MODELS = {"reference": Reference, "study": Study, "guideline": Guideline}
MOST_CHOICES = 20
LONGEST = 200  # of a key and of what is typed


class NotAnswerable(Exception):
    """What was asked leads to nothing that is here, in a sentence to show."""


@dataclass(frozen=True)
class Subject:
    """`row` is the reference, study or guideline; of a code, which has no row of its own, None."""

    kind: str
    key: str  # of the row, or the code itself
    name: str
    about: str  # what it is, in a few words
    url: str
    row: Reference | Study | Guideline | None


def asked(params, user) -> Subject | None:
    """The subject that `params` name; None where they name none. NotAnswerable for two, and for what is not here."""
    named = [(kind, value) for kind in KINDS for value in params.getlist(kind) if value.strip()]
    if not named:
        return None
    if len(named) > 1:
        raise NotAnswerable("One at a time: a reference, a study, a guideline or a code.")
    kind, value = named[0]
    found = _by_key(kind, value.strip(), user)
    if found is None:
        raise NotAnswerable(f"There is no {kind} “{value.strip()[:LONGEST]}” here.")
    return found


def _by_key(kind: str, value: str, user) -> Subject | None:
    if "\x00" in value or len(value) > LONGEST:
        return None
    if kind == "code":
        return _code(value, user)
    row = MODELS[kind].objects.filter(key=value).first()
    return of_row(row) if row else None


def of_row(row: Reference | Study | Guideline) -> Subject:
    kind = row._meta.model_name
    if kind == "reference":
        name, about = f"{row.label}. {row.display_title}", row.get_kind_display()
    elif kind == "study":
        name, about = str(row), row.get_design_display()
    else:
        name, about = row.title, "All versions"
    return Subject(kind, row.key, name, about, row.get_absolute_url(), row)


def _code(value: str, user) -> Subject | None:
    """As some policy the user may see lists it."""
    rows = PolicyCode.objects.filter(code__iexact=value, version__in=permissions.visible_versions(user))
    row = rows.order_by("-description", "pk").first()
    if row is None:
        return None
    return Subject("code", row.code, f"{row.code} {row.description}".strip(), row.get_system_display(), "", None)


def matching(text: str, user) -> list[Subject]:
    """What is called so: by key, name, PMID, DOI, registry number or code. NotAnswerable where nothing is."""
    text = " ".join(text.split())
    if "\x00" in text or len(text) > LONGEST:
        raise NotAnswerable(f"That cannot be looked for: at most {LONGEST} characters of plain text.")
    name = text.removeprefix("PMID").removeprefix("pmid").removeprefix("https://doi.org/").strip(" :")
    studies = Q(key__iexact=text) | Q(label__iexact=text) | Q(acronym__iexact=text) | Q(trials__number__iexact=text)
    references = Q(key__iexact=text) | Q(identifiers__value__iexact=name) | Q(title__iexact=text)
    guidelines = Q(key__iexact=text) | Q(title__icontains=text)
    rows = [
        *Study.objects.filter(studies).distinct()[:MOST_CHOICES],
        *Reference.objects.filter(references).distinct()[:MOST_CHOICES],
        *Guideline.objects.filter(guidelines).distinct()[:MOST_CHOICES],
    ]
    found = [of_row(row) for row in rows]
    if code := _code(text, user):
        found.append(code)
    if not found:
        raise NotAnswerable(
            f"Nothing here is called “{text}”. Give a first author and year, an acronym, a PMID, a DOI, a registry "
            "number, the name of a guideline or a code."
        )
    return found
