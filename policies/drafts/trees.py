"""The criteria of a statement as a tree that is edited: one root, no circle, and nothing under a condition."""

from django.core.exceptions import ValidationError
from django.db.models import Model

from policies.drafts.editing import Edit
from policies.models import Criterion, Statement
from policies.vocabulary import CriterionLogic


def root_of(edit: Edit, statement: Statement) -> Criterion:
    root = Criterion.objects.filter(statement=statement, parent=None).order_by("order").first()
    if root:
        return root
    key = edit.new_key(statement.key)
    return edit.add("criterion", key, {"statement": statement.key, "parent": None, "logic": CriterionLogic.ALL})


def add(edit: Edit, statement: Statement, above: Criterion, values: dict) -> Criterion:
    if above.statement_id != statement.pk:
        raise ValidationError("A criterion stands under one of its own statement.")
    open_up(edit, above)
    image = {"logic": CriterionLogic.CONDITION} | values | {"statement": statement.key, "parent": above.key}
    return edit.add("criterion", edit.new_key(statement.key), image)


def open_up(edit: Edit, above: Criterion) -> None:
    """A condition that something is put under becomes "all of"."""
    if above.logic == CriterionLogic.CONDITION:
        edit.change(above, {"logic": CriterionLogic.ALL})


def move(edit: Edit, row: Criterion, above: Criterion, place: int) -> None:
    if row.parent_id is None:
        raise ValidationError("The root of the criteria stays where it is; move what stands under it.")
    if above.pk in {row.pk, *(each.pk for each in below(row))}:
        raise ValidationError(
            "A criterion cannot be moved under itself or under one of its own. Move that one out first."
        )
    open_up(edit, above)
    if above.statement_id != row.statement_id:
        for each in (row, *below(row)):
            edit.change(each, {"statement": above.statement.key})
    edit.change(row, {"parent": above.key, "place": place})


def below(row: Criterion) -> list[Criterion]:
    found, level = [], [row]
    while level:
        level = list(Criterion.objects.filter(parent__in=level))
        found += level
    return found


def place_inwards(row: Criterion) -> tuple[Criterion, int]:
    before = _siblings(row).filter(order__lt=row.order).last()
    if before is None:
        raise ValidationError("There is no criterion before it to stand under.")
    return before, before.children.count()


def place_outwards(row: Criterion) -> tuple[Criterion, int]:
    above = row.parent
    if above is None or above.parent is None:
        raise ValidationError("It stands at the outermost level already.")
    return above.parent, _siblings(above).filter(order__lte=above.order).count()


def _siblings(row: Criterion):
    return Criterion.objects.filter(statement=row.statement_id, parent=row.parent_id).order_by("order")


def refuse_what_is_no_tree(row: Model) -> None:
    if isinstance(row, Criterion) and row.logic == CriterionLogic.CONDITION and row.children.exists():
        raise ValidationError(
            {"logic": "Others stand under this criterion, so it cannot be a single condition. Move them out first."}
        )
    if isinstance(row, Criterion) and (row.logic == CriterionLogic.AT_LEAST) != (row.minimum is not None):
        raise ValidationError({"minimum": "Say how many at least, and only of “at least n of”."})
