"""What a writer changed, told from what their page only shows as it was when it was made."""

from policies.drafts.parts import BY_NAME
from policies.models import DraftEdit, PolicyVersion


def changed_by_writer(version: PolicyVersion, part: str, key: str, edition: int, values: dict) -> dict:
    """Those of the posted values that differ from what the row held at the edition of the page.

    A form posts all its fields. One that the writer left alone may have been changed by somebody else since: it is not
    put back. All values are given back of a row that is not there: editing says what became of it.
    """
    row = BY_NAME[part].rows(version).filter(key=key).first()
    if row is None:
        return values
    shown = BY_NAME[part].image(row)
    if edition < version.edition:
        shown |= _held(version, part, key, edition)
    return {name: value for name, value in values.items() if shown.get(name) != value}


def _held(version: PolicyVersion, part: str, key: str, edition: int) -> dict:
    """Of the fields edited since then, what they held."""
    held = {}
    for edit in DraftEdit.objects.filter(version=version, number__gt=edition).order_by("-number"):
        for change in edit.changes:
            before, after = change["before"], change["after"]
            if (change["part"], change["key"]) == (part, key) and before and after:
                held |= {name: before[name] for name in before if before[name] != after.get(name)}
    return held
