"""What a version consists of: its tables, how each hangs on it, and the images of their rows.

An image is a row as plain values, other rows named by their keys: {"text": ..., "parent": "med140/i", "conditions":
["hcc"], "place": 0}. Copies, edits, undoing, the hash that is signed and what is kept at publication are made of
images. `place` is the row's index among its siblings: `order` and computed labels follow from it and are in no image.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, Q, QuerySet

from policies import models as m
from policies.models import PolicyVersion

FOLLOWS = {"id", "key", "added_at", "computed_label"}  # no words of anybody's
ORDERS = ("order", "position")


@dataclass(frozen=True)
class Part:
    """`paths` lead from a row to its version; `siblings` are the fields that siblings share.

    `only` names the columns an image holds, where those are not all.
    """

    name: str
    model: type[Model]
    paths: tuple[str, ...] = ("version",)
    siblings: tuple[str, ...] = ("version",)
    only: tuple[str, ...] = ()

    def rows(self, version: PolicyVersion) -> QuerySet:
        of_version = Q()
        for path in self.paths:
            of_version |= Q(**{path: version.pk})
        return self.model.objects.filter(of_version)

    @cached_property
    def order(self) -> str:
        """The field that orders siblings; "" where they have no order but that in which they came."""
        names = {field.name for field in self.model._meta.concrete_fields if field.get_internal_type() != "CharField"}
        return next((name for name in ORDERS if name in names), "")

    @cached_property
    def fields(self) -> tuple:
        """The columns an image holds."""
        left_out = FOLLOWS | {self.order}
        fields = (field for field in self.model._meta.concrete_fields if field.name not in left_out)
        return tuple(field for field in fields if not self.only or field.name in self.only)

    @cached_property
    def links(self) -> tuple:
        return tuple(self.model._meta.local_many_to_many)

    def images(self, rows: QuerySet, *besides: str) -> dict[str, dict]:
        """By key; a query, and one more for each many-to-many. `besides` are columns an image does not hold."""
        columns = {field.name: f"{field.name}__key" if field.is_relation else field.name for field in self.fields}
        inner = (self.order,) if self.order else ()
        shared = tuple(f"{name}_id" for name in self.siblings) if self.order else ()
        found, counts = {}, {}
        for row in rows.order_by(*inner, "pk").values("pk", "key", *columns.values(), *inner, *shared, *besides):
            image = {name: row[column] for name, column in columns.items()} | {name: row[name] for name in besides}
            if self.order:
                among = tuple(row[name] for name in shared)
                image["place"] = counts[among] = counts.get(among, -1) + 1
            found[row["key"]] = image
        self._add_links(rows, found)
        return found

    def _add_links(self, rows: QuerySet, found: dict[str, dict]) -> None:
        for field in self.links:
            for image in found.values():
                image[field.name] = []
            own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
            through = field.remote_field.through.objects.filter(**{f"{own}__in": rows.order_by().values("pk")})
            for key, linked in through.values_list(f"{own}__key", f"{other}__key").order_by(f"{other}__key"):
                found[key][field.name].append(linked)

    def image(self, row: Model) -> dict:
        """Of one row, with its place among its siblings."""
        image = self.images(self.model.objects.filter(pk=row.pk))[row.key]
        if self.order:
            image["place"] = self.siblings_of(row).filter(**{f"{self.order}__lt": getattr(row, self.order)}).count()
        return image

    def siblings_of(self, row: Model) -> QuerySet:
        """The row and those beside it, in order."""
        among = {f"{name}_id": getattr(row, f"{name}_id") for name in self.siblings}
        return self.model.objects.filter(**among).order_by(self.order or "pk", "pk")


# A row comes after those it hangs on.
PARTS = (
    Part("date", m.VersionDate),
    Part("history", m.HistoryEntry),
    Part("statement", m.Statement),
    Part("statement_indication", m.StatementIndication, ("statement__version",), ("statement",)),
    Part("criterion", m.Criterion, ("statement__version",), ("statement", "parent")),
    Part("definition", m.Definition),
    Part("patient_selection", m.PatientSelection),
    Part("selection_item", m.SelectionItem, ("group__version",), ("group",)),
    Part("code", m.PolicyCode),
    Part("prior_authorization", m.PriorAuthorization),
    Part("documentation", m.DocumentationRequirement),
    Part("related_policy", m.RelatedPolicy),
    Part("coverage_determination", m.CoverageDetermination),
    Part("regulatory_fact", m.RegulatoryFact),
    Part("evidence_conclusion", m.EvidenceConclusion),
    Part(
        "evidence_link",
        m.EvidenceLink,
        ("statement__version", "criterion__statement__version"),
        ("statement", "criterion"),
    ),
)
# What is written of the version itself. It is edited like a part, and neither added, removed nor copied.
ITSELF = Part("version", PolicyVersion, ("pk",), (), only=("label", "products", "code_notes"))
BY_NAME = {part.name: part for part in (ITSELF, *PARTS)}
BY_MODEL = {part.model: part for part in (ITSELF, *PARTS)}


def part_of(row: Model) -> Part:
    return BY_MODEL[type(row)]
