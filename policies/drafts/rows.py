"""Rows written from their images (policies/drafts/parts.py). Called inside an edit or a copy, never alone."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import CharField, ForeignKey, IntegerField, JSONField, Model, TextField

from policies import labels
from policies.drafts import partial_days
from policies.drafts.parts import BY_MODEL, Part, part_of
from policies.models import Criterion, Statement

LONGEST_TEXT = 20_000
LARGEST_NUMBER = 999


def create(part: Part, key: str, image: dict) -> Model:
    """A row without its links, last among its siblings. ValidationError where a field refuses its value."""
    row = part.model(key=key)
    set_columns(part, row, image)
    if part.order:
        last = part.siblings_of(row).values_list(part.order, flat=True).last()
        setattr(row, part.order, 1 if last is None else last + 1)
    row.clean_fields()
    refuse_what_constraints_refuse(row)
    row.save(force_insert=True)
    return row


def write(part: Part, row: Model, image: dict) -> None:
    """The columns and links that the image holds; what it leaves out stays."""
    if given := set_columns(part, row, image):
        row.clean_fields(exclude={field.name for field in row._meta.fields} - set(given))
        refuse_what_constraints_refuse(row)
        row.save()
    set_links(part, row, image)


def set_columns(part: Part, row: Model, image: dict) -> list[str]:
    """The names of the columns that were set."""
    fields = [field for field in part.fields if field.name in image]
    for field in fields:
        value = image[field.name]
        setattr(row, field.name, other_row(field, value) if isinstance(field, ForeignKey) else plain(field, value))
    return [field.name for field in fields]


def plain(field, value):
    """The value, where it is of the field's own kind: nothing is converted in silence."""
    if isinstance(field, JSONField):
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise ValidationError({field.name: "This is a list of texts."})
        texts = value
    elif isinstance(field, IntegerField):
        if value is not None and (type(value) is not int or not 1 <= value <= LARGEST_NUMBER):
            raise ValidationError({field.name: f"This is a whole number from 1 to {LARGEST_NUMBER}."})
        texts = []
    elif isinstance(field, CharField | TextField):
        if not isinstance(value, str):
            raise ValidationError({field.name: f"This is plain text of up to {LONGEST_TEXT} characters."})
        texts = [value]
        if field.name in partial_days.COLUMNS and (said := partial_days.objection(value)):
            raise ValidationError({field.name: said})
    else:
        texts = []
    if any("\x00" in text or len(text) > LONGEST_TEXT for text in texts):
        raise ValidationError({field.name: f"This is plain text of up to {LONGEST_TEXT} characters."})
    return value


def other_row(field, key: str | None) -> Model | None:
    """The row a foreign key's value names. ValidationError where there is none."""
    if not key:
        return None
    known = isinstance(key, str) and "\x00" not in key
    found = field.related_model.objects.filter(key=key).first() if known else None
    if found is None:
        raise ValidationError({field.name: f'There is no {field.related_model._meta.verbose_name} "{str(key)[:200]}".'})
    return found


REFUSALS = {
    "policies_evidencelink_one_target": "A link leads to exactly one reference, study, figure or recommendation.",
    "policies_evidencelink_one_source": "A link hangs on a statement and one of its indications, or on a criterion.",
    "policies_criterion_minimum_with_at_least": "Say how many at least, and only of “at least n of”.",
}


def refuse_what_constraints_refuse(row: Model) -> None:
    """In a sentence, before the database does."""
    for constraint in row._meta.constraints:
        try:
            constraint.validate(type(row), row)
        except ValidationError as refusal:
            raise ValidationError(REFUSALS.get(constraint.name, refusal.messages)) from refusal


def set_links(part: Part, row: Model, image: dict) -> None:
    for field in part.links:
        if field.name in image:
            wanted = _keys(field, image[field.name])
            of = BY_MODEL.get(field.related_model)  # a row of a version refers to rows of the same one
            known = of.rows(row.version) if of else field.related_model.objects.all()
            found = list(known.filter(key__in=wanted))
            if missing := wanted - {each.key for each in found}:
                name = field.related_model._meta.verbose_name
                raise ValidationError({field.name: f'There is no {name} "{min(missing)[:200]}".'})
            if field.related_model is part.model and row.key in wanted:
                raise ValidationError({field.name: f"A {part.model._meta.verbose_name} cannot name itself here."})
            getattr(row, field.name).set(found)


def _keys(field, value) -> set[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and "\x00" not in each for each in value):
        raise ValidationError({field.name: "This is a list of keys."})
    return set(value)


def put(rows: Iterable[tuple[Model, int]]) -> None:
    """Puts each row at its index among its siblings; past the end is last.

    All of them leave their places before the first is put, so that they come to stand as the indexes say, whatever
    order they are given in.
    """
    trees: dict[int, dict[int, int]] = {}
    lists: dict[tuple, list[tuple[Model, int]]] = {}
    for row, place in rows:
        if isinstance(row, Criterion):
            trees.setdefault(row.statement_id, {})[row.pk] = place
        else:
            among = part_of(row), *(getattr(row, f"{name}_id") for name in part_of(row).siblings)
            lists.setdefault(among, []).append((row, place))
    for statement, places in trees.items():
        arrange(statement, places)
    for (part, *_), placed in lists.items():
        moving = {row.pk for row, _ in placed}
        siblings = [each for each in part.siblings_of(placed[0][0]) if each.pk not in moving]
        for row, place in sorted(placed, key=lambda pair: pair[1]):
            siblings.insert(place, row)
        number(part, siblings)


def number(part: Part, siblings: Iterable[Model]) -> None:
    """Numbers them from 1: a statement without a label is told by its number."""
    moved = []
    for order, row in enumerate(siblings, start=1):
        if getattr(row, part.order) != order:
            setattr(row, part.order, order)
            moved.append(row)
    part.model.objects.bulk_update(moved, [part.order])


class Branch:
    """A criterion with its children, as policies.labels reads a tree."""

    def __init__(self, row: Criterion):
        self.row = row
        self.printed_label = row.printed_label
        self.children: list[Branch] = []


def arrange(statement: int, places: dict[int, int] | None = None) -> None:
    """Orders and labels the tree of a statement anew; `places` are indexes among siblings, by id of the criterion."""
    places = places or {}
    rows = list(Criterion.objects.filter(statement=statement).order_by("order", "pk"))
    branches = {row.pk: Branch(row) for row in rows}
    roots = []
    for row in rows:
        (branches[row.parent_id].children if row.parent_id in branches else roots).append(branches[row.pk])
    moving = [(branches[pk], place) for pk, place in sorted(places.items(), key=lambda pair: pair[1])]
    among = {
        pk: branches[each.row.parent_id].children if each.row.parent_id else roots for pk, each in branches.items()
    }
    for branch, _ in moving:
        among[branch.row.pk].remove(branch)
    for branch, place in moving:
        among[branch.row.pk].insert(place, branch)
    moved, start = [], 0
    for root in roots:
        found = labels.computed_labels(root)
        for branch, (order, label) in zip(_depth_first(root), found, strict=True):
            if (branch.row.order, branch.row.computed_label) != (start + order, label):
                branch.row.order, branch.row.computed_label = start + order, label
                moved.append(branch.row)
        start += len(found)
    Criterion.objects.bulk_update(moved, ["order", "computed_label"])


def _depth_first(branch: Branch):
    yield branch
    for child in branch.children:
        yield from _depth_first(child)


def statements_of(keys: Iterable[str]) -> list[int]:
    return list(Statement.objects.filter(key__in=set(keys)).values_list("pk", flat=True))
