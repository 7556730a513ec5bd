"""Rows to be loaded: checked as the models check them, saved in one go, compared with what the base holds."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from evidence.fixture_files import Problem, ReadFile
from evidence.models import LoadedRow

BATCH = 500
PLACES = ("order", "position")  # among its siblings: no difference worth telling


@dataclass
class Row:
    """A row of `model`. A foreign key's value is the key of the row it points at; `links` are many-to-many keys."""

    model: type[models.Model]
    key: str
    values: dict
    links: dict[str, list[str]] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    @property
    def identity(self) -> tuple[str, str]:
        return self.model._meta.label, self.key

    @property
    def digest(self) -> str:
        return digest(self.values, self.links)


@dataclass(frozen=True)
class Source:
    """An entry of a file, from which rows are made."""

    file: ReadFile
    path: tuple
    entry: object

    def row(self, model, key: str, *, links: dict[str, str] | None = None, **values) -> Row:
        """A row that takes every field of the entry the model has too, `values` besides, and the many-to-many
        fields named in `links` (field of the model: field of the entry)."""
        taken = {}
        for name in type(self.entry).model_fields:
            if name not in values and _is_plain(model, name):
                taken[name] = _plain(getattr(self.entry, name))
        return Row(
            model=model,
            key=key,
            values=taken | values,
            links={name: list(getattr(self.entry, source)) for name, source in (links or {}).items()},
            file=self.file.name,
            line=self.file.line_of(self.path),
        )

    def child(self, name: str, index: int | None = None) -> "Source":
        value = getattr(self.entry, name)
        path = (*self.path, name) if index is None else (*self.path, name, index)
        return Source(self.file, path, value if index is None else value[index])

    def children(self, name: str) -> list["Source"]:
        return [self.child(name, index) for index in range(len(getattr(self.entry, name)))]


def _is_plain(model, name: str) -> bool:
    try:
        column = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return name != "key" and column.concrete and not column.many_to_many


def _plain(value):
    if value is None:
        return ""
    if isinstance(value, list):
        return [item if isinstance(item, str) else item.model_dump() for item in value]
    return str(value)


def digest(values: dict, links: dict[str, list[str]]) -> str:
    said = {name: value for name, value in values.items() if name not in PLACES}
    content = json.dumps([said, {name: sorted(set(keys)) for name, keys in links.items()}], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def row_problems(rows: list[Row]) -> list[Problem]:
    """What the models refuse, by file and line."""
    problems = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if row.identity in seen:
            problems.append(Problem(row.file, row.line, f'"{row.key}" stands twice'))
        seen.add(row.identity)
        instance = row.model(key=row.key, **{k: v for k, v in row.values.items() if not _is_relation(row.model, k)})
        skipped = [name for name in row.values if _is_relation(row.model, name)]
        try:
            instance.clean_fields(exclude=skipped)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                problems.append(Problem(row.file, row.line, f"{name}: {' '.join(messages)}"))
    return problems


def _is_relation(model, name: str) -> bool:
    return model._meta.get_field(name).is_relation


def save(rows: list[Row]) -> None:
    """Inserts the rows, foreign keys and many-to-many included. Called in a transaction, into empty tables."""
    ids: dict[str, dict[str, int]] = {}
    for model in _in_order({row.model for row in rows}):
        of_model = [row for row in rows if row.model is model]
        for level in _levels(model, of_model):
            made = model.objects.bulk_create([_instance(row, ids) for row in level], batch_size=BATCH)
            ids.setdefault(model._meta.label, {}).update(
                {row.key: new.pk for row, new in zip(level, made, strict=True)}
            )
    _save_links(rows, ids)
    LoadedRow.objects.bulk_create(
        [LoadedRow(model=row.model._meta.label, key=row.key, digest=row.digest) for row in rows], batch_size=BATCH
    )


def _instance(row: Row, ids):
    values = {}
    for name, value in row.values.items():
        column = row.model._meta.get_field(name)
        if column.is_relation:
            values[column.attname] = ids[column.related_model._meta.label][value] if value else None
        else:
            values[name] = value
    return row.model(key=row.key, **values)


def _in_order(wanted: set) -> list:
    """The models so that each comes after those its foreign keys point at."""
    ordered: list = []

    def place(model):
        if model in ordered:
            return
        for column in model._meta.concrete_fields:
            if column.is_relation and column.related_model in wanted and column.related_model is not model:
                place(column.related_model)
        ordered.append(model)

    for model in sorted(wanted, key=lambda m: m._meta.label):
        place(model)
    return ordered


def _levels(model, rows: list[Row]) -> Iterable[list[Row]]:
    """Rows of a tree by depth, so that a parent has its id before its children; one level where there is no tree."""
    own = next((c.name for c in model._meta.concrete_fields if c.is_relation and c.related_model is model), None)
    if not own:
        yield rows
        return
    placed: set[str] = {""}
    while rows:
        level = [row for row in rows if row.values.get(own, "") in placed]
        yield level
        placed |= {row.key for row in level}
        rows = [row for row in rows if row.key not in placed]


def _save_links(rows: list[Row], ids) -> None:
    by_through: dict = {}
    for row in rows:
        for name, keys in row.links.items():
            column = row.model._meta.get_field(name)
            through = column.remote_field.through
            mine, theirs = column.m2m_column_name(), column.m2m_reverse_name()
            target = ids.get(column.related_model._meta.label, {})
            start = ids[row.model._meta.label][row.key]
            for key in dict.fromkeys(keys):
                by_through.setdefault(through, []).append(through(**{mine: start, theirs: target[key]}))
    for through, made in by_through.items():
        through.objects.bulk_create(made, batch_size=BATCH)


Said = tuple[str, object, object]  # a field, what the base holds, what the files hold


@dataclass(frozen=True)
class Difference:
    kind: str  # "new in the files", "changed in the files", "edited here", "removed here", "gone from the files"
    model: str
    key: str
    place: str = ""
    fields: tuple[Said, ...] = ()


def differences(rows: list[Row]) -> list[Difference]:
    """How the files and the base differ. Reads only."""
    loaded = {(row.model, row.key): row.digest for row in LoadedRow.objects.all()}
    found = []
    for model in {row.model for row in rows}:
        of_model = [row for row in rows if row.model is model]
        present = _present(model, of_model)
        for row in of_model:
            before = loaded.pop(row.identity, None)
            now = present.get(row.key)
            if now is None or now.digest != row.digest:
                kind = _kind(before, now.digest if now else None)
                fields = _fields_that_differ(now, row) if now else ()
                found.append(Difference(kind, *row.identity, f"{row.file}:{row.line}", fields))
    found += [Difference("gone from the files", *identity) for identity in loaded]
    return sorted(found, key=lambda d: (d.kind, d.model, d.key))


def _kind(before: str | None, now: str | None) -> str:
    """How a row that differs from the files came to differ: `before` is its digest as loaded, `now` in the base."""
    if before is None:
        return "new in the files"
    if now is None:
        return "removed here"
    return "changed in the files" if now == before else "edited here"


def _fields_that_differ(now: Row, row: Row) -> tuple[Said, ...]:
    held = now.values | {name: sorted(keys) for name, keys in now.links.items()}
    wanted = row.values | {name: sorted(dict.fromkeys(keys)) for name, keys in row.links.items()}
    return tuple(
        (name, held[name], value) for name, value in wanted.items() if held[name] != value and name not in PLACES
    )


def _present(model, rows: list[Row]) -> dict[str, Row]:
    """What the base holds now of each row, over the fields the files hold."""
    fields = {name for row in rows for name in row.values}
    links = {name for row in rows for name in row.links}
    by_key = {row.key: row for row in rows}
    relations = [name for name in fields if _is_relation(model, name)]
    instances = model.objects.select_related(*relations).prefetch_related(*links)
    present = {}
    for instance in instances:
        row = by_key.get(instance.key)
        if row is None:
            continue
        values = {name: _stored(instance, name) for name in row.values}
        linked = {name: [target.key for target in getattr(instance, name).all()] for name in row.links}
        present[instance.key] = replace(row, values=values, links=linked)
    return present


def _stored(instance, name: str):
    value = getattr(instance, name)
    if isinstance(value, models.Model):
        return value.key
    return "" if value is None and _is_relation(type(instance), name) else value
