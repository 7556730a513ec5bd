"""Rows written from their images (policies/drafts/parts.py). Called inside an edit or a copy, never alone."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model

from policies import labels
from policies.drafts.parts import Part, part_of
from policies.models import Criterion, Statement

LONGEST_TEXT = 20_000


def create(part: Part, key: str, image: dict) -> Model:
    """A row without its links, last among its siblings. ValidationError where a field refuses its value."""
    row = part.model(key=key)
    set_columns(part, row, image)
    if part.order:
        last = part.siblings_of(row).values_list(part.order, flat=True).last()
        setattr(row, part.order, 1 if last is None else last + 1)
    row.save(force_insert=True)
    return row


def write(part: Part, row: Model, image: dict) -> None:
    """The columns and links that the image holds; what it leaves out stays."""
    if set_columns(part, row, image):
        row.save()
    set_links(part, row, image)


def set_columns(part: Part, row: Model, image: dict) -> list[str]:
    fields = [field for field in part.fields if field.name in image]
    for field in fields:
        value = image[field.name]
        setattr(row, field.name, other_row(field, value) if isinstance(field, ForeignKey) else plain(field, value))
    given = {field.name for field in fields}
    row.clean_fields(exclude={field.name for field in row._meta.fields} - given)
    return sorted(given)


def plain(field, value):
    if isinstance(value, str) and ("\x00" in value or len(value) > LONGEST_TEXT):
        raise ValidationError({field.name: f"This is plain text of up to {LONGEST_TEXT} characters."})
    return value


def other_row(field, key: str | None) -> Model | None:
    """The row a foreign key's value names. ValidationError where there is none."""
    if not key:
        return None
    found = None if "\x00" in key else field.related_model.objects.filter(key=key).first()
    if found is None:
        raise ValidationError({field.name: f'There is no {field.related_model._meta.verbose_name} "{key[:200]}".'})
    return found


def set_links(part: Part, row: Model, image: dict) -> None:
    for field in part.links:
        if field.name in image:
            wanted = set(image[field.name])
            found = list(field.related_model.objects.filter(key__in=wanted))
            if missing := wanted - {each.key for each in found}:
                name = field.related_model._meta.verbose_name
                raise ValidationError({field.name: f'There is no {name} "{min(missing)[:200]}".'})
            getattr(row, field.name).set(found)


def put(row: Model, place: int) -> None:
    """Puts the row at this index among its siblings; past the end is last."""
    put_together([(row, place)])


def put_together(wanted: list[tuple[Model, int]]) -> None:
    """Puts each row at its index; the indexes are those that they have when all are placed."""
    trees, lists = defaultdict(dict), {}
    for row, place in wanted:
        part = part_of(row)
        if isinstance(row, Criterion):
            trees[row.statement_id][row.pk] = place
        elif part.order:
            siblings = tuple(part.siblings_of(row))
            lists.setdefault((part, siblings), []).append((place, row))
    for statement, places in trees.items():
        arrange(statement, places)
    for (part, siblings), placed in lists.items():
        moving = sorted(placed, key=lambda pair: pair[0])
        rest = [each for each in siblings if each not in {row for _, row in moving}]
        for place, row in moving:
            rest.insert(place, row)
        number(part, rest)


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
    # All that are placed are taken out before the first is put in: else one could push another from its place.
    moving = [(place, branches[pk]) for pk, place in sorted(places.items(), key=lambda pair: pair[1]) if pk in branches]
    above = {pk: branches.get(branch.row.parent_id) for pk, branch in branches.items()}
    among = {pk: each.children if each else roots for pk, each in above.items()}
    for _, branch in moving:
        among[branch.row.pk].remove(branch)
    for place, branch in moving:
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
