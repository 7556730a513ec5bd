"""What a form of the editor asks for, and the action that does it.

A form says which row of which part it is about, and of which edition of the draft its page is. Whatever it asks for,
what was typed in it is saved first.
"""

from dataclasses import dataclass, field, replace

from django.core.exceptions import ValidationError
from django.http import QueryDict

from policies.drafts import actions, form_values, merging, undoing
from policies.drafts.fields import BY_PART, CHILDREN, Form
from policies.drafts.parts import BY_NAME
from policies.models import Criterion, PolicyVersion
from policies.vocabulary import CriterionLogic

SAVE, ADD = "save", "add"


@dataclass(frozen=True)
class Asked:
    """`row` is empty where one is added; `above` is the row it is to hang on."""

    act: str
    form: Form
    row: str
    above: str
    edition: int
    values: dict = field(default_factory=dict)
    parent: str = ""  # of a move: under which criterion
    place: int = 0

    @property
    def part(self) -> str:
        return self.form.part


def form_of(post: QueryDict) -> Form:
    form = BY_PART.get(post.get("part", ""))
    if form is None:
        raise ValidationError("A draft has no such part. Load it again.")
    return form


def asked_of(post: QueryDict) -> Asked:
    """ValidationError where the form cannot be read, by field where it is a field's value."""
    form, act = form_of(post), post.get("act", SAVE)
    if act not in {SAVE, ADD, *ON_ROWS, *ON_CRITERIA, *ON_DRAFT}:
        raise ValidationError("The draft is not edited in this way. Load it again.")
    place = post.get("place", "0")
    if not (place.isascii() and place.isdecimal() and len(place) < 6):
        raise ValidationError("That is no place among the rows. Load the draft again.")
    theirs = post.get("theirs", "").split(",")  # fields in which what somebody else wrote is to stand
    values = {name: value for name, value in form_values.values_of(form, post).items() if name not in theirs}
    row, above, parent = (post.get(name, "").replace("\x00", "") for name in ("row", "above", "parent"))
    return Asked(
        act=act,
        form=form,
        row=row,
        above=above,
        edition=form_values.edition_of(post),
        values=values,
        parent=parent,
        place=int(place),
    )


def perform(*, version: PolicyVersion, by, asked: Asked) -> str:
    """The key of the row to go on with; "" where it is gone. Refusals are those of policies/drafts/editing.py."""
    if asked.act in ON_DRAFT:
        return ON_DRAFT[asked.act](version, by)
    if asked.act == ADD:
        return _add(version, by, asked)
    if asked.values:
        _save(version, by, asked)
        if version.edition == asked.edition + 1:
            asked = replace(asked, edition=version.edition)  # what was just saved is no clash
    if asked.act in ON_ROWS:
        return ON_ROWS[asked.act](version, by, asked)
    if asked.act in ON_CRITERIA:
        if asked.part != "criterion":
            raise ValidationError("Only criteria are moved in and out.")
        return ON_CRITERIA[asked.act](version, by, asked)
    return asked.row


def _save(version: PolicyVersion, by, asked: Asked) -> None:
    changed = merging.changed_by_writer(version, asked.part, asked.row, asked.edition, asked.values)
    if asked.part == "criterion" and {"logic", "minimum"} & changed.keys():
        changed |= _with_minimum(version, asked.row, changed)
    if changed:
        actions.change_row(
            version=version, part=asked.part, key=asked.row, by=by, edition=asked.edition, values=changed
        )


def _with_minimum(version: PolicyVersion, key: str, changed: dict) -> dict:
    """The two belong together: "at least" begins with one, and nothing else has a number."""
    row = Criterion.objects.filter(statement__version=version, key=key).first()
    logic = changed.get("logic", row.logic if row else "")
    if logic != CriterionLogic.AT_LEAST:
        if changed.get("minimum") and "logic" not in changed:
            raise ValidationError({"minimum": "Say how many at least, and only of “at least n of”."})
        return {"minimum": None} if "logic" in changed else {}
    return {"minimum": changed.get("minimum") or (row.minimum if row else None) or 1}


def _add(version: PolicyVersion, by, asked: Asked) -> str:
    if asked.part == "criterion":
        return _add_criterion(version, by, asked, parent=asked.row, place=None, statement=asked.above)
    hung = {asked.form.hangs_on: asked.above} if asked.part in CHILDREN else {}
    values = asked.values | hung
    return actions.add_row(version=version, part=asked.part, by=by, edition=asked.edition, values=values).key


def _add_criterion(version, by, asked, *, parent: str, place: int | None, statement: str) -> str:
    values = {} if place is None else {"place": place}
    return actions.add_criterion(
        version=version, statement=statement, parent=parent, by=by, edition=asked.edition, values=values
    ).key


def _criterion(version: PolicyVersion, key: str) -> Criterion:
    rows = BY_NAME["criterion"].rows(version).select_related("statement", "parent")
    found = rows.filter(key=key).first()
    if found is None:
        raise ValidationError("There is no such criterion in this draft any more. Load the draft again.")
    return found


def _below(version, by, asked: Asked) -> str:
    row = _criterion(version, asked.row)
    if row.parent is None:
        return _under(version, by, asked)
    place = BY_NAME["criterion"].siblings_of(row).filter(order__lte=row.order).count()
    return _add_criterion(version, by, asked, parent=row.parent.key, place=place, statement=row.statement.key)


def _under(version, by, asked: Asked) -> str:
    row = _criterion(version, asked.row)
    return _add_criterion(version, by, asked, parent=row.key, place=None, statement=row.statement.key)


def _in(version, by, asked: Asked) -> str:
    return actions.indent(version=version, key=asked.row, by=by, edition=asked.edition).key


def _out(version, by, asked: Asked) -> str:
    return actions.outdent(version=version, key=asked.row, by=by, edition=asked.edition).key


def _move(version, by, asked: Asked) -> str:
    return actions.move_criterion(
        version=version, key=asked.row, parent=asked.parent, place=asked.place, by=by, edition=asked.edition
    ).key


def _shift(version, by, asked: Asked, step: int) -> str:
    part = BY_NAME[asked.part]
    row = part.rows(version).filter(key=asked.row).first()
    if row is None or not part.order:
        raise ValidationError("There is no such row to move in this draft any more. Load the draft again.")
    place = part.siblings_of(row).filter(**{f"{part.order}__lt": getattr(row, part.order)}).count() + step
    if not 0 <= place < part.siblings_of(row).count():
        raise ValidationError(f"It is the {'first' if step < 0 else 'last'} already.")
    return actions.move_row(
        version=version, part=asked.part, key=asked.row, by=by, edition=asked.edition, place=place
    ).key


def _remove(version, by, asked: Asked) -> str:
    actions.remove_row(version=version, part=asked.part, key=asked.row, by=by, edition=asked.edition)
    return ""


def _undo(version, by) -> str:
    undoing.undo(version=version, by=by, edition=version.edition)
    return ""


def _redo(version, by) -> str:
    undoing.redo(version=version, by=by, edition=version.edition)
    return ""


ON_ROWS = {
    "up": lambda version, by, asked: _shift(version, by, asked, -1),
    "down": lambda version, by, asked: _shift(version, by, asked, 1),
    "remove": _remove,
}
ON_CRITERIA = {"below": _below, "under": _under, "in": _in, "out": _out, "move": _move}
# Undoing keeps to what stands now, whichever edition the page is of: it refuses what was changed again since.
ON_DRAFT = {"undo": _undo, "redo": _redo}
