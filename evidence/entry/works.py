"""A work that a search found and a reader wants: the reference of the base that it is, entered where there is none."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction

import audit.actions
import search.changes
from evidence import vocabulary as words
from evidence.entry import identifiers, keys
from evidence.models import Identifier, Reference
from evidence.models.references import family_name
from evidence.permissions import objection_to_taking_in_works, refuse

SCHEMES = {words.IdentifierScheme.DOI: identifiers.doi, words.IdentifierScheme.PMID: identifiers.pmid}
TEXTS = ("title", "abstract", "journal", "published", "year", "volume", "issue", "pages")
LISTS = ("authors", "keywords")


@transaction.atomic
def take_in_work(*, work: Mapping, by) -> Reference:
    """`work` has the fields of Reference by their names, with doi and pmid; whatever its record lacks is left empty.

    The same DOI or PMID makes it a work that is here, unless the other one contradicts: then it is entered by itself,
    with the identifiers that are free, and its note tells of the others.
    """
    refuse(objection_to_taking_in_works(by))
    named = {scheme: value for scheme, read in SCHEMES.items() if (value := read(work.get(scheme, "")))}
    if there := _same_work(named):
        return there
    try:
        with transaction.atomic():
            return _entered(work, named, by)
    except IntegrityError:  # somebody entered it in this moment
        if there := _same_work(named):
            return there
        raise


def _same_work(named: Mapping[str, str]) -> Reference | None:
    holders = _holders(named)
    if len({reference.pk for reference in holders.values()}) != 1:
        return None
    reference = next(iter(holders.values()))
    held: dict[str, set[str]] = {}
    for scheme, value in reference.identifiers.values_list("scheme", "value"):
        held.setdefault(scheme, set()).add(value.lower())
    contradicts = any(scheme in held and value not in held[scheme] for scheme, value in named.items())
    return None if contradicts else reference


def _holders(named: Mapping[str, str]) -> dict[str, Reference]:
    """Whose the identifiers are, by scheme."""
    found = {}
    for scheme, value in named.items():
        row = Identifier.objects.filter(scheme=scheme, value__iexact=value).select_related("reference").first()
        if row:
            found[scheme] = row.reference
    return found


def _entered(work: Mapping, named: Mapping[str, str], by) -> Reference:
    holders = _holders(named)
    fields = {name: _cut(name, work.get(name, "")) for name in TEXTS} | {name: work.get(name, []) for name in LISTS}
    fields |= {"kind": _kind(work), "url": _address(work), "authors_et_al": bool(work.get("authors_et_al"))}
    first = family_name(fields["authors"][0]) if fields["authors"] else fields["title"][:40]
    key = keys.free_key((Reference,), keys.slug(first, fields["year"]))
    told = [f"Its record gives the {s.upper()} {named[s]}, which is that of {holders[s].label}." for s in holders]
    reference = Reference.objects.create(key=key, note=" ".join(told), **fields)
    free = {scheme: value for scheme, value in named.items() if scheme not in holders}
    for scheme, value in free.items():
        Identifier.objects.create(key=f"{scheme}:{value}", reference=reference, scheme=scheme, value=value)
    audit.actions.record(
        event="reference.entered",
        target_type="reference",
        target_key=key,
        by=by.get_username(),
        after={name: fields[name] for name in ("title", "authors", "journal", "year")} | free,
        why=reference.note,
    )
    search.changes.record("reference", [key])
    return reference


def _cut(name: str, text: str) -> str:
    """Columns end somewhere, and a record may be longer."""
    return text[: Reference._meta.get_field(name).max_length]


def _kind(work: Mapping) -> str:
    kind = work.get("kind", "")
    return kind if kind in words.ReferenceKind.values else words.ReferenceKind.ARTICLE


def _address(work: Mapping) -> str:
    url = work.get("url", "")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return ""
    return url if len(url) <= 500 else ""
